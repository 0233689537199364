"""Foreign text in pages: in Markdown it stays text, and an HTML page loads nothing and runs only its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from symdln.errors import printable

_TAG = re.compile(r"<(?=[A-Za-z/!?])")  # the beginning of a tag or a comment, in HTML and in Markdown
_SPECIAL = "\\*_`$<>[]|&#~"


def policy(scripts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """The element that forbids a page everything but these scripts and styles, which are its own, word for word.

    Nothing is loaded from anywhere, no form is sent, and a script that foreign text brought into the page does not run.
    A font may stand inside a style.

    >>> print(policy())
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
    """
    parts = ["default-src 'none'"]
    for name, texts in (("script-src", scripts), ("style-src", styles)):
        sums = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]
        parts += [f"{name} {' '.join(sums)}"] if sums else []
        parts += ["font-src data:"] if sums and name == "style-src" else []
    content = "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


# -- Markdown ----------------------------------------------------------------------------------------------------------


def words(text: str) -> str:
    r"""Plain words for one line of Markdown; characters for emphasis, mathematics, code or tags are escaped.

    >>> print(words("a_1 < b\n\n# <script>"))
    a\_1 \< b \# \<script\>
    """
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in one_line(text))


def code(text: str) -> str:
    """A piece of code inside a line, whatever backquotes it has.

    >>> print(code("a_1 < b"), code("a`b"), code("`"))
    `a_1 < b` ``a`b`` `` ` ``
    """
    line = one_line(text)
    marks = "`" * (1 + _longest_run(line))
    room = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{marks}{room}{line}{room}{marks}"


def fenced(text: str, language: str = "text") -> str:
    """A block of code, line by line, whatever backquotes it has.

    >>> print(fenced("x = 1", "python"))
    ```python
    x = 1
    ```
    """
    lines = "\n".join(printable(line) for line in text.splitlines())
    marks = "`" * max(3, 1 + _longest_run(lines))
    return f"{marks}{language}\n{lines}\n{marks}"


def formula(latex: str) -> str:
    """LaTeX between dollar signs; a formula that contains a dollar sign would end there, and is shown as code.

    >>> print(formula("x^2"), formula("a $ b"))
    $x^2$ `a $ b`
    """
    line = _mathematics(latex)
    return code(latex) if line is None else f"${line}$"


def displayed(latex: str) -> str:
    """LaTeX as a formula of its own, without the blank lines that would end it; or as code, like :func:`formula`.

    >>> print(displayed("x^2"))
    $$
    x^2
    $$
    """
    line = _mathematics(latex)
    return fenced(latex) if line is None else f"$$\n{line}\n$$"


def without_tags(text: str) -> str:
    """The Markdown text with a space after each ``<`` that would begin a tag; formulas do not show this space.

    >>> without_tags("$a <b$ and 1 < 2"), without_tags("<script>")
    ('$a < b$ and 1 < 2', '< script>')
    """
    return _TAG.sub("< ", text)


def one_line(text: str) -> str:
    """The text in one printable line.

    >>> one_line("  two    words ")
    'two words'
    """
    return printable(" ".join(text.split()))


def _mathematics(latex: str) -> str | None:
    """The formula in one line in which nothing begins a tag; None where it cannot stand between dollar signs.

    A blank after ``<`` changes no formula.
    """
    line = " ".join(latex.split())
    if not line or "$" in line or not line.isprintable() or "%" in line.replace("\\%", "") or line.endswith("\\"):
        return None
    return _TAG.sub("< ", line)


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
