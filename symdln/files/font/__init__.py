"""The font of mathematics that pages bring with them: STIX Two Math, cut down to what formulas use.

``stix-two-math-subset.woff2`` is version 2.12 of STIX Two Math without hints, with the letters of Latin and Greek in
upright, italic, bold, sans-serif, script and double-struck form and the usual operators. ``OFL.txt`` is its licence,
the SIL Open Font License 1.1, which allows a part of a font to be shipped with software.
"""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from symdln.files import widths

FILE = Path(__file__).with_name("stix-two-math-subset.woff2")
FAMILY = "STIX Two Math of symdln"


def style(address: str) -> str:
    """The style that sets formulas in the font found at an address, and smaller where they do not fit.

    >>> print(style("stix.woff2").splitlines()[1])
    math { font-size: 1.1em; font-family: "STIX Two Math of symdln", math; }
    """
    return (
        f'@font-face {{ font-family: "{FAMILY}"; src: url("{address}") format("woff2"); }}\n'
        f'math {{ font-size: 1.1em; font-family: "{FAMILY}", math; }}\n'
        'mtd[columnalign="left"] { text-align: left; }\n' + widths.style()
    )


@cache
def embedded() -> str:
    """The style with the font inside it, for a page that loads nothing.

    >>> text = embedded()
    >>> text.startswith("@font-face"), text.count("url("), "data:font/woff2;base64," in text
    (True, 1, True)
    """
    return style(f"data:font/woff2;base64,{base64.b64encode(FILE.read_bytes()).decode()}")
