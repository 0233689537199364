"""The spaces of a formula as in print: names of functions, bars, arrows and signs that are not operators."""

from __future__ import annotations

from xml.etree import ElementTree

THIN, THICK = "0.167em", "0.278em"
_CLOSING = frozenset(")]}⟩⌉⌋")
_TIGHT = frozenset("|‖∥∂∇/.")
_ARROWS = frozenset("⟵⟶⟷⟸⟹⟺")
_SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_OPERANDS = frozenset({"mi", "mn", "mrow", "mfrac", "msqrt", "mroot", "mtext"}) | _SCRIPTED


def spaced(root: ElementTree.Element) -> None:
    """Set the spaces of a formula, in place.

    A name such as "rank" has a thin space before an operand and none before a bracket; bars, derivatives and slashes
    have no spaces; a long arrow is a relation.

    >>> root = ElementTree.fromstring("<mrow><mo>tr</mo><mi>A</mi><mi>⟹</mi><mo>tr</mo><mo>(</mo></mrow>")
    >>> spaced(root)
    >>> [(one.tag, one.text or one.get("width")) for one in root]
    [('mi', 'tr'), ('mspace', '0.167em'), ('mi', 'A'), ('mo', '⟹'), ('mi', 'tr'), ('mo', '(')]
    """
    for parent in list(root.iter()):
        for child in parent:
            _sign(child)
    for parent in list(root.iter()):
        if parent.tag not in _SCRIPTED and parent.tag != "mfrac":
            parent[:] = _row(list(parent))


def _sign(element: ElementTree.Element) -> None:
    sign = element.text or ""
    if element.tag not in ("mo", "mi"):
        return
    if sign in _TIGHT:
        element.attrib |= {"lspace": "0em", "rspace": "0em"} if element.tag == "mo" else {}
    elif sign in _ARROWS:
        element.tag = "mo"
        element.attrib |= {"lspace": THICK, "rspace": THICK}
    elif sign == "∞" or _is_name(element):
        element.tag = "mi"


def _is_name(element: ElementTree.Element) -> bool:
    """Whether an element is the name of a function, with or without an index."""
    if element.tag in _SCRIPTED:
        return len(element) > 0 and _is_name(element[0])
    text = element.text or ""
    return element.tag in ("mo", "mi") and len(text) > 1 and text.isalpha() and text.isascii()


def _row(children: list[ElementTree.Element]) -> list[ElementTree.Element]:
    row: list[ElementTree.Element] = []
    for place, child in enumerate(children):
        before, after = children[place - 1 : place], children[place + 1 : place + 2]
        if _is_name(child) and before and _ends_operand(before[0]) and not _is_name(before[0]):
            row.append(ElementTree.Element("mspace", {"width": THIN}))
        row.append(child)
        if _is_name(child) and after and after[0].tag in _OPERANDS:
            row.append(ElementTree.Element("mspace", {"width": THIN}))
    return row


def _ends_operand(element: ElementTree.Element) -> bool:
    if element.tag == "mo":
        return (element.text or "").strip() in _CLOSING
    return element.tag in _OPERANDS
