"""Derivations as Jupyter notebooks (nbformat 4.5): formulas to read, and cells that check them again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from symdln.files.markup import without_tags
from symdln.teaching.derivation import Derivation
from symdln.teaching.exercises import is_question, ranges_of
from symdln.teaching.pages import wanted_markdown

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SVG = "image/svg+xml"
FORMS = {"text/latex": "_repr_latex_", "text/markdown": "_repr_markdown_", SVG: "_repr_svg_"}
"""The forms in which a notebook shows a value, and the methods that write them."""

HOW_TO = (
    "Fill in the empty answers, such as `A_j^T (P Sxx - Syx) B_j^T`, `1/2 tr(F G)` or `||F||^2`, and run the cells. "
    "An answer is right if it equals the result of the rule on the line before, however it is written."
)
_CHECK = 'print(check_answer(derivation, "{number}", answers["{number}"]))'


def notebook(derivation: Derivation) -> dict[str, Any]:
    """The notebook as data: Markdown with the steps, and after each part a cell that replays and compares them.

    >>> from symdln.teaching import derive
    >>> cells = notebook(derive("gradient"))["cells"]
    >>> print("".join(cells[3]["source"]))
    assert derivation.parts[0].check() == []
    derivation.parts[0].result
    >>> [cell["cell_type"] for cell in cells[:4]], "".join(cells[-1]["source"])
    (['markdown', 'code', 'markdown', 'code'], 'assert derivation.check() == []')
    """
    call = repr(derivation.name) + (f", depth={derivation.depth}" if derivation.depth is not None else "")
    facts = [
        f"# {derivation.title}",
        f"`{derivation.statement}`",
        f"Holds for {derivation.holds_for}.",
        derivation.source,
    ]
    facts += [f"Given: {axiom}" for axiom in derivation.axioms]
    cells = [
        markdown_cell("\n\n".join(facts)),
        code_cell(f"from symdln.teaching import derive, parse\n\nderivation = derive({call})"),
    ]
    for number, part in enumerate(derivation.parts):
        lines = [f"## {number + 1}. {part.title}", f"Wanted: {wanted_markdown(part)}", f"$${part.start.latex()}$$"]
        for step in part.steps:
            sign = "=" if step.rule.keeps_value else r"\longrightarrow"
            lines += [f"*{step.rule_name}.* {step.sentence}", f"$${sign} {step.after.latex()}$$"]
        cells.append(markdown_cell("\n\n".join(lines)))
        cells.append(code_cell(f"assert derivation.parts[{number}].check() == []\nderivation.parts[{number}].result"))
    cells += [markdown_cell(note) for note in derivation.notes]
    cells.append(code_cell("assert derivation.check() == []"))
    return as_notebook(cells)


def exercise_notebook(derivation: Derivation) -> dict[str, Any]:
    """The exercise as a notebook: after each question a cell to fill in, which grades the answer.

    >>> from symdln.teaching import derive
    >>> cells = exercise_notebook(derive("gradient"))["cells"]
    >>> print("".join(cells[3]["source"]))                                         # the cell of the first question
    answers["1.3"] = ""
    <BLANKLINE>
    print(check_answer(derivation, "1.3", answers["1.3"]))
    """
    call = repr(derivation.name) + (f", depth={derivation.depth}" if derivation.depth is not None else "")
    cells = [
        markdown_cell(f"# Exercise: {derivation.title}\n\n`{derivation.statement}`\n\n{HOW_TO}"),
        code_cell(
            "from symdln.teaching import check_answer, derive, questions\n\n"
            f"derivation = derive({call})\nanswers = dict.fromkeys(questions(derivation), '')"
        ),
    ]
    for p, part in enumerate(derivation.parts, start=1):
        lines = [f"## {p}. {part.title}", f"Wanted: {wanted_markdown(part)}", f"$${part.start.latex()}$$"]
        for s, step in enumerate(part.steps, start=1):
            lines.append(f"**{p}.{s}** *{step.rule_name}.* {step.sentence}")
            if not is_question(step):
                sign = "=" if step.rule.keeps_value else r"\longrightarrow"
                lines.append(f"$${sign} {step.after.latex()}$$")
                continue
            over = ranges_of(step)
            lines += [f"The sum is over {over}; write the summand only."] if over else []
            number = f"{p}.{s}"
            cells.append(markdown_cell("\n\n".join(lines)))
            cells.append(code_cell(f'answers["{number}"] = ""\n\n{_CHECK.format(number=number)}'))
            lines = []
        cells += [markdown_cell("\n\n".join(lines))] if lines else []
    cells.append(
        code_cell("for number, answer in answers.items():\n    print(check_answer(derivation, number, answer))")
    )
    return as_notebook(cells)


def as_notebook(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """Cells put together, each with an id that depends on its place and source only."""
    for place, cell in enumerate(cells):
        cell["id"] = hashlib.sha256(f"{place}:{cell['source']}".encode()).hexdigest()[:12]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": cells}


def markdown_cell(source: str) -> dict[str, Any]:
    """A cell of text, in which nothing begins a tag."""
    return {"cell_type": "markdown", "metadata": {}, "source": without_tags(source)}


def code_cell(
    source: str, outputs: Sequence[dict[str, Any]] = (), count: int | None = None, value: object = None
) -> dict[str, Any]:
    """A cell of Python; ``outputs`` is what it printed and displayed if it has been run, and ``value`` its result.

    Where it shows a picture, its metadata have the words that MyST-NB says of it.
    """
    ending = [] if value is None else [{**displayed(value), "output_type": "execute_result", "execution_count": count}]
    shown = [*outputs, *ending]
    said = [one["data"]["text/plain"] for one in shown if SVG in one.get("data", {})]
    metadata = {"mystnb": {"image": {"alt": said[0]}}} if said else {}
    cell = {"cell_type": "code", "metadata": metadata, "execution_count": count}
    return {**cell, "source": source, "outputs": shown}


def printed(text: str) -> list[dict[str, Any]]:
    """The output of a cell that printed this text; none where it is empty."""
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


def displayed(value: object) -> dict[str, Any]:
    """The output of a cell that calls ``display(value)``: a formula, a table or a picture, where the value has one."""
    shown = {"text/plain": str(value)}
    for form, method in FORMS.items():
        made = getattr(value, method, None)
        written = None if made is None else made()
        if written:
            shown[form] = written
    return {"output_type": "display_data", "metadata": {}, "data": shown}
