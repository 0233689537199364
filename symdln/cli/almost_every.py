"""``symdln almost-every``: whether almost every trajectory of gradient flow converges to a global minimiser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symdln.almost_every.decide import FlowAnswer, almost_every
from symdln.cli.options import Widths, check_json_target, deliver, json_option
from symdln.cli.top import say
from symdln.cli.watch import stage
from symdln.errors import InputError
from symdln.files.disk import will_write
from symdln.files.text import write_json
from symdln.strings.evaluate import visited
from symdln.tables import Printer

SETTLED, OPEN = 0, 3  # exit codes
LONGEST = 40  # kinds in the table


@click.command("almost-every")
@click.option(
    "--widths", type=Widths(), required=True, metavar="D,...", help="All widths, from d_0 (input) to d_H (output)."
)
@click.option("--data-rank", type=click.IntRange(min=1), default=None, help="rank X; by default d_0.")
@click.option("--cross-rank", type=click.IntRange(min=0), default=None, help="rank Sxy; by default the largest.")
@click.option(
    "--certificate",
    "certificate",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="Write the evidence to this file; `proofs-check verify FILE` checks it. An open architecture has none.",
)
@json_option
def almost_every_command(
    widths: tuple[int, ...],
    data_rank: int | None,
    cross_rank: int | None,
    certificate: Path | None,
    json_target: str | None,
) -> None:
    """Whether almost every trajectory of gradient flow is known to converge to a global minimiser.

    Every kind of non-strict saddles is settled by a criterion, or the question is open.  The proof of the criteria is
    in docs/almost-every.md.  Exit code 0 when the architecture is settled, 3 when it is open, 2 for wrong input.
    """
    check_json_target(json_target)
    if certificate is not None:
        will_write(certificate)
    stage("settling the kinds of non-strict saddles")
    answer = almost_every(_reduced(widths, data_rank), cross_rank)
    deliver(json_target, lambda: _data(answer), lambda printer: _show(printer, answer))
    if certificate is not None and answer.is_settled:
        written = write_json(answer.certificate(), certificate)
        say(f"The certificate is in {written}.", err=json_target == "-")
    elif certificate is not None:
        say("No certificate is written, as the question is open.", err=True)
    raise click.exceptions.Exit(SETTLED if answer.is_settled else OPEN)


def _reduced(widths: tuple[int, ...], data_rank: int | None) -> tuple[int, ...]:
    """The widths with rank X for the input: the flow does not move the weights that X does not reach."""
    if data_rank is None:
        return widths
    if data_rank > widths[0]:
        raise InputError(f"rank X = {data_rank} was passed, but the input width is {widths[0]}; pass at most that.")
    return (data_rank, *widths[1:])


def _show(printer: Printer, answer: FlowAnswer) -> None:
    printer.line(answer.sentence)
    if not answer.kinds:
        return
    printer.line()
    rows = [
        (str(kind), "open" if reason is None else reason.criterion, "-" if reason is None else reason.layer or "-")
        for kind, reason in answer.kinds[:LONGEST]
    ]
    printer.table(("kind of non-strict saddles", "settled by", "layer"), rows)
    if len(answer.kinds) > LONGEST:
        printer.line(f"{len(answer.kinds) - LONGEST} more kinds are in the JSON.")


def _data(answer: FlowAnswer) -> dict[str, Any]:
    return {
        "widths": list(answer.widths),
        "cross_rank": answer.cross_rank,
        "settled": answer.is_settled,
        "criteria": list(answer.criteria),
        "distinct_singular_values": answer.needs_distinct_values,
        "sentence": answer.sentence,
        "kinds": [
            {
                "rank": kind.rank,
                "strings": [
                    {"vertices": list(visited(string, kind.depth)), "multiplicity": count}
                    for string, count in kind.strings
                ],
                "criterion": None if reason is None else reason.criterion,
                "layer": None if reason is None else reason.layer,
            }
            for kind, reason in answer.kinds
        ],
    }
