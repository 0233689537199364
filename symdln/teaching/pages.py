"""Derivations as pages: plain text, Markdown, LaTeX and HTML."""

from __future__ import annotations

import html as escaping
import re
import textwrap
from collections.abc import Iterator

from symdln.files import font
from symdln.files.inline import as_html, as_markdown, pieces
from symdln.files.markup import policy, without_tags
from symdln.files.mathml import breaking, mathml
from symdln.teaching.derivation import Derivation, DerivationPart, Step
from symdln.teaching.formulas import Stage

WIDTH, LEAST_WIDTH = 120, 40


def text(derivation: Derivation, width: int | None = None) -> str:
    """The derivation as plain text: sentences in ``width`` columns, 120 by default, and formulas if it is given.

    >>> from symdln.teaching import derive
    >>> lines = text(derive("balancedness")).splitlines()
    >>> place = next(k for k, line in enumerate(lines) if "1.4" in line)
    >>> print(*lines[place : place + 2], sep="; ")
            1.4 [read off the gradient] A form tr(F^T V_j) has the gradient F.;       -> A_j^T G B_j^T
    """
    columns = WIDTH if width is None else max(LEAST_WIDTH, width)

    def words(head: str, value: str, indent: str = "") -> list[str]:
        return _wrapped(head, value, indent, columns)

    def formula(head: str, value: object) -> list[str]:
        return [f"{head}{value}"] if width is None else _broken(head, str(value), columns)

    lines = [*words("", f"{derivation.title} ({derivation.name}{_depth(derivation)})"), ""]
    lines += [*words("", derivation.statement), ""]
    for name, value in facts(derivation):
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
    """The derivation in Markdown with LaTeX formulas between dollar signs.

    >>> from symdln.teaching import derive
    >>> [line for line in markdown(derive("gradient", depth=2)).splitlines() if line.startswith("**1.8")]
    ['**1.8** *cyclic rotation.* Rotate until V_1 is last.']
    """
    lines = [f"# {derivation.title}", "", f"`{derivation.statement}`", ""]
    lines += [f"- **{name}:** {value}" for name, value in facts(derivation)]
    for p, part in enumerate(derivation.parts, start=1):
        lines += ["", f"## {p}. {part.title}", "", f"Wanted: {wanted_markdown(part)}", "", f"$${part.start.latex()}$$"]
        for s, step in enumerate(part.steps, start=1):
            lines += [
                "",
                f"**{p}.{s}** *{step.rule_name}.* {step.sentence}",
                "",
                f"$${sign_latex(step)} {step.after.latex()}$$",
            ]
        lines += [line for ending in _endings(part) for line in ("", ending)]
    lines += [line for note in derivation.notes for line in ("", note)]
    return without_tags("\n".join([*lines, "", _verdict(derivation), ""]))


def latex(derivation: Derivation) -> str:
    """The derivation as a LaTeX document of its own.

    >>> from symdln.teaching import derive
    >>> lines = latex(derive("gradient")).splitlines()
    >>> lines[0][1:], lines[-1][1:], any("breqn" in line for line in lines)
    ('documentclass{article}', 'end{document}', True)
    """
    body = [rf"\section*{{{_tex(derivation.title)}}}", _tex(derivation.statement), r"\begin{itemize}"]
    body += [rf"\item \textbf{{{name}:}} {_tex(value)}" for name, value in facts(derivation)]
    body += [r"\end{itemize}"]
    for part in derivation.parts:
        body += [rf"\subsection*{{{_tex(part.title)}}}", f"Wanted: {_wanted_tex(part)}."]
        body += [rf"\[ {part.start.latex()} \]"]
        for step in part.steps:
            body += [rf"\emph{{{_tex(step.rule_name)}.}} {_tex(step.sentence)}"]
            body += [r"\begin{dmath*}", f"{sign_latex(step)} {step.after.latex()}", r"\end{dmath*}"]
        body += [_tex(ending) for ending in _endings(part)]
    body += [*map(_tex, derivation.notes), _tex(_verdict(derivation))]
    head = [r"\documentclass{article}", r"\usepackage{amsmath,amssymb,breqn}", r"\begin{document}"]
    return "\n\n".join(["\n".join(head), *body, r"\end{document}"]) + "\n"


def html(derivation: Derivation) -> str:
    """The derivation as one HTML page that needs nothing else: formulas are MathML, and their font is in the page.

    >>> from symdln.teaching import derive
    >>> page = html(derive("gradient"))
    >>> page[page.index("<h1>") : page.index("</h1>")], "<script" in page, "https://" in page
    ('<h1>The gradient of the loss by one layer', False, False)
    """
    style = font.embedded() + STYLE
    body = [f"<h1>{_escaped(derivation.title)}</h1>", f"<p>{as_html(derivation.statement)}</p>", "<dl>"]
    body += [f"<dt>{name}</dt><dd>{sentence(value)}</dd>" for name, value in facts(derivation)]
    body += ["</dl>"]
    for p, part in enumerate(derivation.parts, start=1):
        body += _part(p, part)
    body += [f"<p>{as_html(note)}</p>" for note in derivation.notes]
    body += [f"<p>{_escaped(_verdict(derivation))}</p>"]
    head = f'<meta charset="utf-8">{policy(styles=[style])}<title>{_escaped(derivation.title)}</title>'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head += f'<meta name="color-scheme" content="light dark"><style>{style}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def _part(p: int, part: DerivationPart) -> list[str]:
    """The first and the last line, with folded steps between them; the steps of the first part are open."""
    lines = [f"<h2>{p}. {as_html(part.title)}</h2>", f"<p>Wanted: {wanted_html(part)}</p>"]
    count = len(part.steps)
    folded = f"Step {p}.1" if count == 1 else f"Steps {p}.1 to {p}.{count}"
    lines += [formula_line(part.start), f"<details{' open' if p == 1 else ''}><summary>{folded}</summary>"]
    for s, step in enumerate(part.steps, start=1):
        lines += [f"<p><span>{p}.{s}</span> <b>{_escaped(step.rule_name)}.</b> {as_html(step.sentence)}</p>"]
        lines += [formula_line(step.after, sign_latex(step))]
    keeps = all(step.rule.keeps_value for step in part.steps)
    lines += ["</details>", formula_line(part.result, "=" if keeps else r"\longrightarrow")]
    return lines + [f"<p>{as_html(ending)}</p>" for ending in _endings(part)]


STYLE = (
    ":root{color-scheme:light dark;--paper:#fdfdfb;--ink:#1c1f23;--soft:#5a6270;--line:#d9dce1;--panel:#f3f4f1;"
    "--good:#14603a;--bad:#a3241c}"
    "@media(prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e7e9ec;--soft:#a3acb8;--line:#343a43;"
    "--panel:#1e2329;--good:#6fd39b;--bad:#ff8a80}}"
    "*{box-sizing:border-box}"
    "body{font-family:Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;line-height:1.5;"
    "background:var(--paper);color:var(--ink);overflow-wrap:break-word}"
    "h1{line-height:1.2}h2{margin-top:2rem;line-height:1.25}"
    "dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1rem}dt{font-weight:bold}dd{margin:0}"
    ".formula{container-type:inline-size;padding:.3rem 0 .6rem 1.5rem;line-height:2.2}"
    ".formula math{math-style:normal;display:inline math}"
    "p span{color:var(--soft)}details{border-left:3px solid var(--line);padding-left:.9rem}"
    "summary{cursor:pointer;color:var(--soft)}"
    ":focus-visible{outline:3px solid currentColor;outline-offset:2px}"
    "@media(max-width:40rem){body{margin:1rem auto}dl{grid-template-columns:minmax(0,1fr)}"
    ".formula{padding-left:0}}"
    "@media print{details::details-content{content-visibility:visible;height:auto}}"
)


# -- parts of a page ---------------------------------------------------------------------------------------------------


def facts(derivation: Derivation) -> Iterator[tuple[str, str]]:
    """The facts that a reader needs before the first step, with their names."""
    yield "Holds for", derivation.holds_for if derivation.depth is None else f"depth {derivation.depth}, all widths"
    yield "Source", derivation.source
    for axiom in derivation.axioms:
        yield "Given", axiom
    if derivation.depth is None:
        yield "Letters", "i = j - 1, h = k - 1, d_0 = d_x, d_H = d_y; A^T is the transpose, K(r, c) vec V = vec(V^T)"


def sentence(text: str) -> str:
    """A sentence as HTML, with its formulas, and with text between backquotes as code."""
    return re.sub("`([^`<>]*)`", r"<code>\1</code>", as_html(text))


def wanted_html(part: DerivationPart) -> str:
    """The result that a part derives; without LaTeX it may be words with formulas between them."""
    return as_html(part.subject) if part.subject_latex == part.subject else mathml(part.subject_latex)


def wanted_markdown(part: DerivationPart) -> str:
    """The result that a part derives, with formulas between dollar signs."""
    return as_markdown(part.subject) if part.subject_latex == part.subject else f"${part.subject_latex}$"


def _wanted_tex(part: DerivationPart) -> str:
    if part.subject_latex != part.subject:
        return f"${part.subject_latex}$"
    shown = (f"${one.latex}$" if one.latex else _tex(one.text) for one in pieces(part.subject))
    return "".join(shown).translate({ord("≤"): r"\le", ord("≥"): r"\ge", ord("→"): r"\to", ord("−"): "-"})


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


def sign_latex(step: Step) -> str:
    """The sign between two lines: ``=`` for a rule that keeps the value, an arrow for a rule that changes it."""
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


def formula_line(stage: Stage, sign: str = "") -> str:
    """A line of a derivation as MathML; it breaks where it must to fit on a small screen."""
    line = rf"{sign}\; {stage.latex()}" if sign else stage.latex()
    return f'<div class="formula" tabindex="0">{breaking(line, display=True)}</div>'


def _escaped(value: str) -> str:
    return escaping.escape(value)


_TEX = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}", "⊗": r"$\otimes$", "<": "$<$", ">": "$>$", "|": "$|$"}


def _tex(value: str) -> str:
    return "".join(_TEX.get(c, f"\\{c}" if c in "_&%#${}" else c) for c in value)
