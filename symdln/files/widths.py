"""The width of a formula, estimated from its MathML, so that a page can set a formula smaller that does not fit."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

SCRIPT = 0.72  # the size of an index or exponent
TEXT = 1.24  # formulas are set larger than the text by a factor 1.1, and Firefox sets tables and signs wider
STEP, NARROWEST, WIDEST = 4, 16, 80  # the classes of a formula, in widths of the letter m of the text
_WIDE = frozenset("=<>≤≥≠≈∼≡∈∉⊂⊆⪰⪯≻→←↦⇒⇐⇔∑∏∫")
_WIDER = frozenset("⟶⟹⟸⟺⋯")
_BROAD = frozenset("WMmw…")
_SMALL = frozenset(",.;:'′|∣!ijl()[]{}‖∥ ")
_RAISED = ("msub", "msup", "msubsup")


def width(elements: Iterable[ElementTree.Element]) -> float:
    """The width of a row of elements in em of their own font, estimated rather too large.

    >>> from xml.etree.ElementTree import fromstring
    >>> print(f"{width(fromstring('<mrow><mi>W</mi><mo>=</mo><mn>0</mn></mrow>')):.2f}")
    2.95
    """
    return sum(_one(element) for element in elements)


def fit(parts: Iterable[Iterable[ElementTree.Element]]) -> int | None:
    """The class of a formula whose parts may stand in lines of their own: its width, rounded up; None if it is narrow.

    >>> from xml.etree.ElementTree import fromstring
    >>> fit([fromstring("<mrow><mn>1234567890</mn></mrow>")] * 2), fit([fromstring(f"<mrow><mn>{7**40}</mn></mrow>")])
    (None, 24)
    """
    widest = TEXT * max((width(part) for part in parts), default=0.0)
    return None if widest <= NARROWEST else min(-int(-widest // STEP) * STEP, WIDEST)


def style() -> str:
    """The rules of the classes ``fit-16`` to ``fit-80``; the width of the page is that of the nearest container."""
    return "".join(
        f".fit-{size} {{ font-size: min(1em, calc(100cqi / {size})); }}\n"
        for size in range(NARROWEST, WIDEST + 1, STEP)
    )


def _one(element: ElementTree.Element) -> float:
    children = list(element)
    tag = element.tag
    if tag == "mspace":
        return float((element.get("width") or "0em").removesuffix("em") or 0)
    if not children:
        return sum(_sign(sign, tag) for sign in element.text or "")
    if tag in _RAISED:
        return _one(children[0]) + SCRIPT * max(_one(child) for child in children[1:])
    if tag == "mfrac":
        return max(map(_one, children)) + 0.3
    if tag in ("munder", "mover", "munderover"):
        return max(_one(children[0]), *(SCRIPT * _one(child) for child in children[1:]))
    if tag == "mtable":
        cells = [[_one(cell) for cell in row] for row in children]
        columns = max(map(len, cells), default=0)
        return sum(max(row[k] for row in cells if k < len(row)) + 0.8 for k in range(columns))
    return width(children) + (1.0 if tag in ("msqrt", "mroot") else 0.0)


def _sign(sign: str, tag: str) -> float:
    if sign in _SMALL:
        return 0.38
    if tag == "mtext":
        return 0.5
    if sign in _WIDER:
        return 2.0
    if sign in _WIDE:
        return 1.4
    if sign in _BROAD:
        return 1.0
    if tag == "mo":
        return 1.15
    return 0.75 if sign.isupper() else 0.55
