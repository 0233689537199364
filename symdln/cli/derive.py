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
from symdln.teaching.notebook import notebook

NOT_ALL_RIGHT = 1

FORMATS: dict[str, Callable[[Derivation], str]] = {
    "text": text,
    "latex": latex,
    "markdown": markdown,
    "html": html,
    "ipynb": lambda derivation: json_text(notebook(derivation)) + "\n",
    "coq": lambda derivation: _coq(derivation),
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
    help="What is written; html and ipynb need no network; coq writes each step as a lemma for Coq.",
)
@click.option("--exercise", "blank", is_flag=True, help="Write JSON in which chosen steps are blank, to be filled in.")
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
        stage("deriving and checking every step")
        derivation = derive(name, depth)
        if form == "text" and not blank and output is None:
            put(text(derivation, Printer().width))
        else:
            _deliver(json_text(exercise(derivation)) + "\n" if blank else FORMATS[form](derivation), output)


def _coq(derivation: Derivation) -> str:
    """The derivation for Coq; a sentence for each step that is not in it."""
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


def _deliver(content: str, output: Path | None) -> None:
    if output is None:
        put(content)
        return
    say(f"The derivation is in {write_text(output, content)}.")
