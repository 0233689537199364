"""``symdln derive``: derivations step by step, as exercises, and answers checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from symdln.cli.top import put, say
from symdln.cli.watch import stage
from symdln.errors import InputError
from symdln.files.disk import will_write, write_text
from symdln.files.text import json_text, read_json
from symdln.tables import Printer
from symdln.teaching import Derivation, check_exercise, derivation_names, derive, exercise, html, latex, markdown, text
from symdln.teaching.coq import export
from symdln.teaching.notebook import exercise_notebook, notebook
from symdln.teaching.proof_file import proof_text

NOT_ALL_RIGHT = 1

FORMATS: dict[str, Callable[[Derivation], str]] = {
    "text": text,
    "latex": latex,
    "markdown": markdown,
    "html": html,
    "ipynb": lambda derivation: json_text(notebook(derivation)) + "\n",
    "coq": lambda derivation: _coq(derivation),
    "proof": proof_text,
}

EXERCISE_FORMATS: dict[str, Callable[[Derivation], str]] = {
    "text": lambda derivation: json_text(exercise(derivation)) + "\n",
    "html": lambda derivation: _exercise_page(derivation),
    "ipynb": lambda derivation: json_text(exercise_notebook(derivation)) + "\n",
}


@click.command("derive")
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="List the derivations.")
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    metavar="H",
    default=None,
    help="Write the derivation out for W_1, ..., W_H; without it, for symbolic layers of any depth.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="The format; html and ipynb need no network; coq writes each step as a lemma for Coq; proof writes the "
    "steps as JSON that `python -m proofs_check.derivation_proofs` replays.",
)
@click.option(
    "--exercise",
    "blank",
    is_flag=True,
    help="Leave chosen steps blank, to be filled in: JSON by default, html as a page that checks answers, or ipynb.",
)
@click.option(
    "--check",
    "answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="Check the answers in an exercise; exit code 1 unless all are right.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="Write to this file; by default to the terminal.",
)
def derive_command(
    name: str | None,
    listed: bool,
    depth: int | None,
    form: str,
    blank: bool,
    answers: Path | None,
    output: Path | None,
) -> None:
    """Derivations for all widths, each step replayed and checked: gradient, Hessian, invariants, expectations."""
    if listed:
        _show_list(Printer())
    elif answers is not None:
        _check(answers, name, depth)
    elif name is None:
        raise InputError(f"name a derivation: {', '.join(derivation_names())}; or pass --list.")
    else:
        if output is not None:
            will_write(output)
        writer = _writer(form, blank)
        stage("deriving and checking every step")
        derivation = derive(name, depth)
        if form == "text" and not blank and output is None:
            put(text(derivation, Printer().width))
        else:
            _deliver(writer(derivation), output, "exercise" if blank else "derivation")


def _writer(form: str, blank: bool) -> Callable[[Derivation], str]:
    if not blank:
        return FORMATS[form]
    if form not in EXERCISE_FORMATS:
        raise InputError(f"There is no exercise as {form}; leave out --format for JSON, or pass html or ipynb.")
    return EXERCISE_FORMATS[form]


def _exercise_page(derivation: Derivation) -> str:
    from symdln.teaching.exercise_page import exercise_page

    return exercise_page(derivation)


def _coq(derivation: Derivation) -> str:
    """The derivation for Coq, and a sentence for each step that is not in it."""
    exported = export(derivation)
    for sentence in exported.missing:
        say(sentence, err=True)
    return exported.text


def _show_list(printer: Printer) -> None:
    for one in derivation_names():
        derivation = derive(one)
        printer.paragraph(f"{one}: {derivation.title}")
        printer.paragraph(f"holds for {derivation.holds_for}", indent="    ")
        printer.paragraph(derivation.source, indent="    ")


def _check(path: Path, name: str | None, depth: int | None) -> None:
    data = read_json(path, "an exercise")
    try:
        derivation, answers = check_exercise(data)
    except InputError as error:
        raise InputError(f"'{path}': {error}") from None
    if name not in (None, derivation.name) or depth not in (None, derivation.depth):
        written = f"{derivation.name}" + (f" at depth {derivation.depth}" if derivation.depth is not None else "")
        raise InputError(f"'{path}' is an exercise on {written}; leave out NAME and --depth, or name the same.")
    for answer in answers:
        say(str(answer))
    right = sum(answer.verdict == "right" for answer in answers)
    say(f"{right} of {len(answers)} steps are right.")
    if right < len(answers):
        raise click.exceptions.Exit(NOT_ALL_RIGHT)


def _deliver(content: str, output: Path | None, what: str) -> None:
    if output is None:
        put(content)
        return
    say(f"The {what} is in {write_text(output, content)}.")
