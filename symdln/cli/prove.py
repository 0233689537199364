"""``symdln prove``: proofs and counterexamples for statements about matrices of any size."""

from __future__ import annotations

import click

from symdln.cli.options import DecimalNumber, check_json_target, deliver, json_option
from symdln.proving.coq import answer_coq
from symdln.proving.decide import BUDGET, MOST_BUDGET, prove
from symdln.proving.pages import answer_latex, answer_text
from symdln.tables import Printer

CODES = {"proved": 0, "refuted": 1, "open": 3}


@click.command("prove")
@click.argument("question")
@click.option(
    "--budget",
    type=DecimalNumber(min=0, max=MOST_BUDGET, min_open=True),
    default=BUDGET,
    show_default=True,
    metavar="SECONDS",
    help="Stop after this time.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "latex", "coq"]),
    default="text",
    show_default=True,
    help="The format of steps and counterexamples; coq writes a proof for Coq.",
)
@json_option
def prove_command(question: str, budget: float, form: str, json_target: str | None) -> None:
    """Prove or refute a statement about matrices of any size.

    QUESTION is "DECLARATIONS; HYPOTHESES |- CLAIMS", for example "A: m x n; A' A = 0 |- A = 0".  Exit code 0: proved,
    and the proof was multiplied out; 1: refuted by exact matrices, which are shown; 3: open, which does not mean false.
    """
    check_json_target(json_target)
    answer = prove(question, budget=budget, progress=lambda sentence: click.echo(sentence, err=True))
    write = {"text": answer_text, "latex": answer_latex, "coq": answer_coq}[form]

    def show(printer: Printer) -> None:
        for line in write(answer).splitlines():
            printer.line(line)

    deliver(json_target, answer.to_data, show)
    raise click.exceptions.Exit(CODES[answer.verdict])
