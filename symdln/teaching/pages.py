"""Derivations as pages: plain text, Markdown, LaTeX and HTML."""

from __future__ import annotations

import html as escaping
import re
import textwrap
from collections.abc import Iterator

from symdln.files import font
from symdln.files.inline import as_html
from symdln.files.markup import policy, without_tags
from symdln.files.mathml import mathml
from symdln.teaching.derivation import Derivation, DerivationPart, Step

WIDTH, LEAST_WIDTH = 120, 40


def text(derivation: Derivation, width: int | None = None) -> str:
    """The derivation as plain text: sentences in ``width`` columns, 120 by default; and formulas, where it is given."""
    columns = WIDTH if width is None else max(LEAST_WIDTH, width)

    def words(head: str, value: str, indent: str = "") -> list[str]:
        return _wrapped(head, value, indent, columns)

    def formula(head: str, value: object) -> list[str]:
        return [f"{head}{value}"] if width is None else _broken(head, str(value), columns)

    lines = [*words("", f"{derivation.title} ({derivation.name}{_depth(derivation)})"), ""]
    lines += [*words("", derivation.statement), ""]
    for name, value in _facts(derivation):
        lines += words(f"{name}: ", value)
    for p, part in enumerate(derivation.parts, start=1):
        lines += ["", *words(f"{p}. ", part.title), "", *formula("    Wanted: ", part.subject)]
        lines += formula("         ", part.start)
        for s, step in enumerate(part.steps, start=1):
            lines += words(f"{p}.{s} ", f"[{step.rule_name}] {step.sentence}", "        ")
            lines += formula(f"      {_sign(step)} ", step.after)
        lines += [line for ending in _endings(part) for line in words("", ending, "    ")]
    lines += [line for note in derivation.notes for line in ["", *words("", note)]]
    return "\n".join([*lines, "", *words("", _verdict(derivation)), ""])


def markdown(derivation: Derivation) -> str:
    """The derivation in Markdown with LaTeX formulas between dollar signs."""
    lines = [f"# {derivation.title}", "", f"`{derivation.statement}`", ""]
    lines += [f"- **{name}:** {value}" for name, value in _facts(derivation)]
    for p, part in enumerate(derivation.parts, start=1):
        lines += ["", f"## {p}. {part.title}", "", f"Wanted: ${part.subject_latex}$", "", f"$${part.start.latex()}$$"]
        for s, step in enumerate(part.steps, start=1):
            lines += [
                "",
                f"**{p}.{s}** *{step.rule_name}.* {step.sentence}",
                "",
                f"$${_sign_latex(step)} {step.after.latex()}$$",
            ]
        lines += [line for ending in _endings(part) for line in ("", ending)]
    lines += [line for note in derivation.notes for line in ("", note)]
    return without_tags("\n".join([*lines, "", _verdict(derivation), ""]))


def latex(derivation: Derivation) -> str:
    """The derivation as a LaTeX document of its own."""
    body = [rf"\section*{{{_tex(derivation.title)}}}", _tex(derivation.statement), r"\begin{itemize}"]
    body += [rf"\item \textbf{{{name}:}} {_tex(value)}" for name, value in _facts(derivation)]
    body += [r"\end{itemize}"]
    for part in derivation.parts:
        body += [rf"\subsection*{{{_tex(part.title)}}}", f"Wanted: ${part.subject_latex}$."]
        body += [rf"\[ {part.start.latex()} \]"]
        for step in part.steps:
            body += [rf"\emph{{{_tex(step.rule_name)}.}} {_tex(step.sentence)}"]
            body += [r"\begin{dmath*}", f"{_sign_latex(step)} {step.after.latex()}", r"\end{dmath*}"]
        body += [_tex(ending) for ending in _endings(part)]
    body += [*map(_tex, derivation.notes), _tex(_verdict(derivation))]
    head = [r"\documentclass{article}", r"\usepackage{amsmath,amssymb,breqn}", r"\begin{document}"]
    return "\n\n".join(["\n".join(head), *body, r"\end{document}"]) + "\n"


def html(derivation: Derivation) -> str:
    """The derivation as one HTML page that needs nothing else: formulas are MathML, and their font is in the page."""
    style = font.embedded() + STYLE
    body = [f"<h1>{_escaped(derivation.title)}</h1>", f"<p>{as_html(derivation.statement)}</p>", "<dl>"]
    body += [f"<dt>{name}</dt><dd>{as_html(value)}</dd>" for name, value in _facts(derivation)]
    body += ["</dl>"]
    for p, part in enumerate(derivation.parts, start=1):
        body += [f"<h2>{p}. {as_html(part.title)}</h2>", f"<p>Wanted: {mathml(part.subject_latex)}</p>"]
        body += [_formula(part.start.latex())]
        for s, step in enumerate(part.steps, start=1):
            body += [f"<p><span>{p}.{s}</span> <b>{_escaped(step.rule_name)}.</b> {as_html(step.sentence)}</p>"]
            body += [_formula(f"{_sign_latex(step)} {step.after.latex()}")]
        body += [f"<p>{as_html(ending)}</p>" for ending in _endings(part)]
    body += [f"<p>{as_html(note)}</p>" for note in derivation.notes]
    body += [f"<p>{_escaped(_verdict(derivation))}</p>"]
    head = f'<meta charset="utf-8">{policy(styles=[style])}<title>{_escaped(derivation.title)}</title>'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head += f'<meta name="color-scheme" content="light dark"><style>{style}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


STYLE = (
    ":root{color-scheme:light dark}"
    "body{font-family:Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:bold}dd{margin:0}"
    ".formula{overflow-x:auto;padding:.3rem 0 .6rem}p span{opacity:.7}"
)


# -- parts of a page ---------------------------------------------------------------------------------------------------


def _facts(derivation: Derivation) -> Iterator[tuple[str, str]]:
    yield "Holds for", derivation.holds_for if derivation.depth is None else f"depth {derivation.depth}, all widths"
    yield "Source", derivation.source
    for axiom in derivation.axioms:
        yield "Given", axiom
    if derivation.depth is None:
        yield "Letters", "i = j - 1, h = k - 1, d_0 = d_x, d_H = d_y; ^T transposes, K(r, c) vec V = vec(V^T)"


def _endings(part: DerivationPart) -> Iterator[str]:
    if part.conclusion == "zero":
        yield "It vanishes."
    elif part.conclusion:
        yield f"Squared norms with {'positive' if part.conclusion == 'nonnegative' else 'negative'} coefficients only."


def _verdict(derivation: Derivation) -> str:
    faults = derivation.check()
    if faults:
        return "NOT SOUND: " + " ".join(faults)
    count = len(derivation.steps)
    return f"Checked: all {count} steps replayed and compared in normal form, as identities in matrices of all sizes."


def _depth(derivation: Derivation) -> str:
    return f", depth {derivation.depth}" if derivation.depth is not None else ""


def _sign(step: Step) -> str:
    return "=" if step.rule.keeps_value else "->"


def _sign_latex(step: Step) -> str:
    return "=" if step.rule.keeps_value else r"\longrightarrow"


def _wrapped(head: str, value: str, indent: str, width: int) -> list[str]:
    following = indent + " " * len(head)
    return textwrap.wrap(
        value, width, initial_indent=indent + head, subsequent_indent=following, break_long_words=False
    )


def _broken(head: str, value: str, width: int) -> list[str]:
    """A formula over several lines, if it is long: broken before a plus or minus, else between factors."""
    line, lines, following = head, [], " " * (len(head) + 2)
    empty = True
    for term in re.split(r" (?=[-+] )", value):
        if not empty and len(line) + 1 + len(term) > width:
            lines, line, empty = [*lines, line], following, True
        line, empty = line + ("" if empty else " ") + term, False
        if len(line) > width:
            *whole, line = textwrap.wrap(
                line, width, subsequent_indent=following, break_long_words=False, break_on_hyphens=False
            )
            lines += whole
    return [*lines, line]


def _formula(latex: str) -> str:
    return f'<div class="formula" tabindex="0">{mathml(latex, display=True)}</div>'


def _escaped(value: str) -> str:
    return escaping.escape(value)


_TEX = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}", "⊗": r"$\otimes$", "<": "$<$", ">": "$>$", "|": "$|$"}


def _tex(value: str) -> str:
    return "".join(_TEX.get(c, f"\\{c}" if c in "_&%#${}" else c) for c in value)
