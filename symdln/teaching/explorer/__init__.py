"""The explorer: one self-contained page with every kind of every small network, drawn as strings on the cycle.

The page computes the kinds itself, by the same formulas in whole numbers as :mod:`symdln.strings` and
:mod:`symdln.landscape`, and with weight decay by those of :mod:`symdln.decay`; tests compare them in a browser.  The
loss is drawn along a curve of the page's own, multiplied out in fractions.
"""

from __future__ import annotations

from pathlib import Path

from symdln.files.markup import policy

FOLDER = Path(__file__).parent
SCRIPTS = ("kinds.js", "curves.js", "decay.js", "page.js")


def explorer_page() -> str:
    """The page for depths 2 to 5 and widths 1 to 4, with X = I and Y = diag(singular values); it loads nothing.

    >>> explorer_page().count("Content-Security-Policy")
    1
    """
    script = "".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    style = (FOLDER / "style.css").read_text(encoding="utf-8")
    page = (FOLDER / "explorer.html").read_text(encoding="utf-8")
    for place, text in (("policy", policy([script], [style])), ("style", style), ("script", script)):
        page = page.replace(f"{{{{ {place} }}}}", text)
    return page
