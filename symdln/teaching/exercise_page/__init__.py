"""An exercise as one page: blanks to fill in, hints on request, and answers that the page itself compares.

The page reads the grammar of :func:`symdln.teaching.parse` and computes with random matrices of random sizes from 10 to
13 over a prime field.  Formulas of a degree up to 10 that differ agree there at three trials with a chance below 1e-50;
those of a higher degree could agree by an identity of small matrices.  ``symdln derive --check`` decides the same
question by normal forms, for all sizes; the page saves its answers in the file that the command reads.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from symdln.algebra.words import Symbol
from symdln.files import font
from symdln.files.inline import as_html
from symdln.files.markup import policy
from symdln.files.mathml import mathml
from symdln.teaching.derivation import Derivation, Step
from symdln.teaching.exercises import exercise, is_question, questions, ranges_of, scalars_of
from symdln.teaching.formulas import OVER_LATEX
from symdln.teaching.pages import STYLE, facts, formula_line, sentence, sign_latex, wanted_html

FOLDER = Path(__file__).parent
HOW_TO = (
    "Write products with a space, <code>@</code> or <code>*</code>; transposes as <code>^T</code> or <code>'</code>; "
    "rational coefficients such as <code>1/2</code>; <code>tr(F G)</code>, <code>||F||^2</code> and the identity "
    "<code>I(d_j)</code>. An answer need not be written as in the derivation: it is right if it equals what the rule "
    "makes of the line before, here at random matrices. Enter checks a line."
)


def exercise_page(derivation: Derivation) -> str:
    """The exercise on this derivation as one HTML page that loads nothing; its answers are checked in the page.

    >>> from symdln.teaching import derive
    >>> exercise_page(derive("gradient")).count('class="question"')
    7
    """
    script = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in ("evaluate.js", "page.js"))
    style = font.embedded() + STYLE + (FOLDER / "page.css").read_text(encoding="utf-8")
    title = escape(f"Exercise: {derivation.title}")
    head = f'<meta charset="utf-8">{policy([script], [style])}<title>{title}</title>'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head += f'<meta name="color-scheme" content="light dark"><style>{style}</style>'
    data = json.dumps(page_data(derivation), separators=(",", ":")).replace("<", "\\u003c")
    ends = f'<script type="application/json" id="exercise">{data}</script>\n<script>{script}</script>'
    body = "\n".join([f"<h1>{title}</h1>", *_body(derivation), ends])
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def page_data(derivation: Derivation) -> dict[str, Any]:
    """What the script of the page works with: the exercise as data, and each question with its right answer."""
    asked = questions(derivation)
    return {
        "data": exercise(derivation),
        "questions": {number: question_data(derivation, number, step) for number, step in asked.items()},
    }


def question_data(derivation: Derivation, number: str, step: Step) -> dict[str, Any]:
    """One question: the names with their shapes, what stands for a product, and the right answer in normal form."""
    symbols = {symbol.name: symbol for symbol in derivation.vocabulary(number)}
    sizes = {size for symbol in symbols.values() for size in symbol.shape}
    names = sorted(size for size in sizes if isinstance(size, str))
    shape = step.after.shape
    return {
        "rule": step.rule_name,
        "before": str(step.before),
        "shape": None if shape is None else [str(size) for size in shape],
        "symbols": {name: _symbol_data(symbol) for name, symbol in sorted(symbols.items())},
        "sizes": names,
        "numbers": sorted(str(size) for size in sizes if isinstance(size, int)),
        "scalars": sorted(scalars_of(derivation) | set(names)),
        "definitions": {symbol.name: str(image) for symbol, image in step.definitions_after.items()},
        "right": next((str(value) for value in step.expected_values().values()), "0"),
    }


def _symbol_data(symbol: Symbol) -> dict[str, Any]:
    return {"shape": [str(size) for size in symbol.shape], "symmetric": symbol.letter.symmetric}


# -- what is read ------------------------------------------------------------------------------------------------------


def _body(derivation: Derivation) -> list[str]:
    lines = [f"<p>{as_html(derivation.statement)}</p>", f"<p>{HOW_TO}</p>", "<dl>"]
    lines += [f"<dt>{name}</dt><dd>{sentence(value)}</dd>" for name, value in facts(derivation)] + ["</dl>"]
    name = derivation.name + (f" --depth {derivation.depth}" if derivation.depth is not None else "")
    lines += [
        "<noscript><p>The answers are checked by JavaScript, which is switched off here. "
        f"<code>symdln derive {escape(name)} --exercise --output mine.json</code> writes the same exercise as a file, "
        "and <code>symdln derive --check mine.json</code> checks it.</p></noscript>"
    ]
    for p, part in enumerate(derivation.parts, start=1):
        lines += [f"<h2>{p}. {as_html(part.title)}</h2>", f"<p>Wanted: {wanted_html(part)}</p>"]
        lines += [formula_line(part.start)]
        for s, step in enumerate(part.steps, start=1):
            lines += _question(f"{p}.{s}", step) if is_question(step) else _given(f"{p}.{s}", step)
    count = len(questions(derivation))
    bar = f'<span id="progress" role="status">0 of {count} lines are right.</span>'
    return [*lines, f'<div id="bar">{bar}<button type="button" id="save">Save the answers</button></div>']


def _given(number: str, step: Step) -> list[str]:
    return [
        f"<p><span>{number}</span> <b>{escape(step.rule_name)}.</b> {as_html(step.sentence)}</p>",
        formula_line(step.after, sign_latex(step)),
    ]


def _question(number: str, step: Step) -> list[str]:
    over = ranges_of(step)
    sign = f"{sign_latex(step)} {OVER_LATEX[over]}" if over else sign_latex(step)
    summand = "Write the summand only. " if over else ""
    return [
        f'<div class="question" data-step="{number}">',
        f"<p><span>{number}</span> <b>{escape(step.rule_name)}.</b> {summand}</p>",
        f'<div class="row">{mathml(sign)}<input type="text" aria-label="Line {number}" autocomplete="off" '
        'autocapitalize="off" spellcheck="false"><button type="button">Check</button></div>',
        '<output aria-live="polite"></output>',
        f'<div class="own" hidden>The derivation writes {formula_line(step.after, sign_latex(step))}</div>',
        f"<details><summary>Hint</summary><p>{as_html(step.sentence)}</p>",
        f"<p>The rule: {as_html(step.rule.meaning)}.</p></details></div>",
    ]
