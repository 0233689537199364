"""LaTeX as MathML, made when a page is built; source that cannot be converted, or is not mathematics, stays text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape, unescape
from xml.etree import ElementTree

from symdln.files import widths
from symdln.files.spacing import spaced

_ELEMENTS = (
    "math mrow mi mn mo mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot mtable mtr mtd mstyle "
    "mpadded mphantom menclose mfenced"
)
_ATTRIBUTES = (
    "xmlns display stretchy fence form separator minsize maxsize mathvariant linethickness lspace rspace accent width "
    "columnalign rowspacing columnspacing displaystyle scriptlevel movablelimits largeop symmetric height depth "
    "accentunder columnlines rowlines notation"
)
_INVISIBLE = "\u200b\u2061\u2062\u2063\u2064"  # function application, times, comma, plus: marks of mathematics
_BREAK_BEFORE = frozenset("=<>≤≥≠≈∼≡∈⊂⊆⪰⪯≻→←↦⟶⟹⟸⟺⇒⇐⇔+-−±⊗⋯∀∃∧")
_BREAK_AFTER = frozenset(",;:")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_NO_OPERAND = _BREAK_BEFORE | _BREAK_AFTER | _OPENING  # a minus after one of these is a sign
_FEW_WORDS = 3  # texts with at least this many words may be broken
_MANY = 24  # the width of a display above which the words in its tables are set in lines of their own
_SHORT, IN_LINE = 9, 14  # the most elements that stay together in brackets, and in a formula inside a line
_LONG = 30  # the least number of elements of a row in brackets that may be broken
_TALL = frozenset({"mfrac", "mtable", "munder", "mover", "munderover", "msqrt", "mstyle"})
_WIDE = ("1em", "2em")  # \quad and \qquad
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


class Html(str):
    """Text that is HTML already: templates take it as it is.

    >>> Html("<b>bold</b>").__html__()                                         # what templates ask for
    '<b>bold</b>'
    """

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


CAPITALS = frozenset("ΓΔΘΛΞΠΣΦΨΩ")  # upright, as LaTeX sets them


@cache
def mathml(latex: str, display: bool = False) -> Html:
    """The formula as a MathML element; as its escaped source in ``<code>`` where it has no clean conversion.

    >>> print(mathml("x"))
    <math display="inline"><mrow><mi>x</mi></mrow></math>
    >>> print(mathml(r"\\text{<script>}"))
    <math display="inline"><mrow><mtext>&lt;script&gt;</mtext></mrow></math>
    >>> print(mathml(r"\\unknown{<script>}"))
    <code>\\unknown{&lt;script&gt;}</code>
    """
    import latex2mathml.converter

    try:
        root = latex2mathml.converter.convert_to_element(_known(latex), display="block" if display else "inline")
        for element in root.iter():
            element.text = unescape(element.text or "")  # the converter writes some signs as references
        spaced(root)
    except Exception:  # the converter raises exceptions of many kinds on LaTeX that it does not know
        return _source(latex)
    if not _is_mathematics(root):
        return _source(latex)
    root.attrib.pop("xmlns", None)  # HTML pages do not need the namespace
    # What is written is the tree that was checked, so that no text of it can become an element.
    for letter in root.iter("mi"):
        if letter.text and letter.text in CAPITALS:
            letter.set("mathvariant", "normal")
    return Html(ElementTree.tostring(root, encoding="unicode", short_empty_elements=False))


@cache
def breaking(latex: str, display: bool = False, whole_up_to: int = IN_LINE) -> Html:
    """The formula in several MathML elements, between which a line may break: before a relation, a plus or a minus,
    after a comma, in a wide space and between words.  A display with a wide element gets a class ``fit-N``, by which
    the page sets it smaller where there is no room.

    A browser breaks no line inside one element, so a long formula would be cut off on a small screen.  Short
    brackets stay together.  A formula stays one element that has no such place, or that stands in a line and has
    at most ``whole_up_to`` elements, if these are not wide.

    >>> breaking("a + b = c", display=True).count("<wbr>"), breaking("a + b = c").count("<wbr>")
    (2, 0)
    """
    whole = mathml(latex, display)
    if not whole.startswith("<math"):
        return whole
    root = ElementTree.fromstring(whole)
    if display and widths.width(root) > _MANY:
        _stack_words(root)
        whole = Html(ElementTree.tostring(root, encoding="unicode", short_empty_elements=False))
    children = list(root[0]) if len(root) == 1 and root[0].tag == "mrow" else list(root)
    parts = _parts([piece for child in _opened(children) for piece in _words(child)])
    small = widths.fit(parts) if display else None
    short = sum(1 for _ in root.iter()) <= whole_up_to and widths.width(root) < widths.NARROWEST
    if len(parts) < 2 or (not display and short):
        return _set_smaller(whole, small)
    style = {"display": "inline", **({"displaystyle": "true"} if display else {})}
    written = ""
    for before, part in zip([None, *parts], parts, strict=False):
        element = ElementTree.Element("math", style)
        element.extend(part)
        if before:
            written += " " if before[-1].tag == part[0].tag == "mtext" else "<wbr>"
        written += ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)
    return _set_smaller(written, small)


def _stack_words(root: ElementTree.Element) -> None:
    """Set the words that stand in a cell of a table, after something else, in a line of their own below it."""
    for cell in [cell for cell in root.iter("mtd") if not any(inner.tag == "mtable" for inner in cell.iter())]:
        inside = cell[0] if len(cell) == 1 and cell[0].tag == "mrow" else cell
        places = [k for k, one in enumerate(inside) if k and len((one.text or "").split()) >= _FEW_WORDS]
        if places:
            table = ElementTree.Element("mtable")
            for part in (list(inside)[: places[0]], list(inside)[places[0] :]):
                row = ElementTree.SubElement(table, "mtr")
                ElementTree.SubElement(row, "mtd", {"columnalign": "left"}).extend(part)
            for one in list(cell):
                cell.remove(one)
            cell.append(table)


def _set_smaller(written: str, size: int | None) -> Html:
    return Html(written if size is None else f'<span class="fit-{size}">{written}</span>')


def _opened(children: Sequence[ElementTree.Element]) -> list[ElementTree.Element]:
    """The children, and those of long rows in brackets among them, whose brackets then keep their size."""
    found: list[ElementTree.Element] = []
    for child in children:
        inside = list(child.iter())
        if child.tag != "mrow" or len(inside) <= _LONG or any(one.tag in _TALL for one in inside):
            found.append(child)
            continue
        for bracket in (child[0], child[-1]):
            if bracket.tag == "mo":
                bracket.set("stretchy", "false")
        found += _opened(list(child))
    return found


def _words(child: ElementTree.Element) -> list[ElementTree.Element]:
    """The words of a text one by one, where it has many; other elements as they are."""
    text = child.text or ""
    words = text.split()
    if child.tag != "mtext" or len(words) < _FEW_WORDS:
        return [child]
    made = []
    for word in words:
        made.append(ElementTree.Element("mtext", child.attrib))
        made[-1].text = word
    made[0].text = text[: len(text) - len(text.lstrip())] + words[0]  # the space between the text and its neighbours
    made[-1].text = (made[-1].text or "") + text[len(text.rstrip()) :]
    return made


def _parts(children: Sequence[ElementTree.Element]) -> list[list[ElementTree.Element]]:
    """The children of a row, in parts between which a line may break."""
    signs = [(child.text or "").strip() if child.tag in ("mo", "mi") else "" for child in children]
    inside = _short_brackets(signs)
    parts: list[list[ElementTree.Element]] = [[]]
    for place, (child, sign) in enumerate(zip(children, signs, strict=True)):
        before = signs[place - 1] if place else ""
        wide = place > 0 and children[place - 1].get("width") in _WIDE
        words = child.tag == "mtext" and place > 0 and children[place - 1].tag == "mtext"
        infix = sign in _BREAK_BEFORE and before not in _NO_OPERAND
        if (
            parts[-1]
            and place not in inside
            and child.tag != "mspace"
            and (infix or wide or words or before in _BREAK_AFTER)
        ):
            parts.append([])
            if infix and child.tag == "mo":
                child.set("form", "infix")
        elif words:  # they stay together, with the space between them
            child.text = f"\u00a0{child.text}"
        parts[-1].append(child)
    return parts


def _short_brackets(signs: Sequence[str]) -> set[int]:
    """The places inside short outer brackets, where a line should not break."""
    found: set[int] = set()
    depth = first = 0
    for place, sign in enumerate(signs):
        if sign in _OPENING:
            first = place if depth == 0 else first
            depth += 1
        elif sign in _CLOSING and depth:
            depth -= 1
            if depth == 0 and place - first <= _SHORT:
                found |= set(range(first + 1, place + 1))
    return found


def matrix(rows: Sequence[Sequence[str]], name: str, index: int | None = None) -> Html:
    """``name_index = [rows]`` as MathML; entries are rationals ``"p/q"``.

    >>> text = matrix([["2", "0"], ["0", "2"]], "W", 1)
    >>> text[: text.index("<mtable")], text.count("<mtr>"), text.count("<mtd><mrow><mn>2</mn></mrow></mtd>")
    ('<math><mrow><msub><mi>W</mi><mn>1</mn></msub><mo>=</mo>', 2, 2)
    """
    label = f"<mi>{escape(name)}</mi>"
    if index is not None:
        label = f"<msub>{label}<mn>{index}</mn></msub>"
    lines = "".join(f"<mtr>{''.join(f'<mtd>{_number(entry)}</mtd>' for entry in row)}</mtr>" for row in rows)
    return Html(f'<math><mrow>{label}<mo>=</mo><mtable class="matrix">{lines}</mtable></mrow></math>')


def _number(text: str) -> str:
    over, _, under = escape(str(text)).partition("/")
    minus = "<mo>&#8722;</mo>" if over.startswith("-") else ""
    number = f"<mn>{over.removeprefix('-')}</mn>"
    return f"<mrow>{minus}<mfrac>{number}<mn>{under}</mn></mfrac></mrow>" if under else f"<mrow>{minus}{number}</mrow>"


_KNOWN = {
    r"\begin{aligned}": r"\begin{array}{rl}",
    r"\end{aligned}": r"\end{array}",
    r"\!": "",
    r"\arg\min": r"\operatorname{argmin}",
    r"\lVert": r"\|",
    r"\rVert": r"\|",
    **{f"\\{size}l": r"\left" for size in ("big", "Big", "bigg", "Bigg")},
    **{f"\\{size}r": r"\right" for size in ("big", "Big", "bigg", "Bigg")},
}


def _known(latex: str) -> str:
    """The formula as the converter needs it: growing brackets for those of one size, a table for aligned lines."""
    for name, known in _KNOWN.items():
        latex = latex.replace(name, known)
    return latex


def _is_mathematics(root: ElementTree.Element) -> bool:
    """Only known elements and attributes, printable text, and no command that was left standing as a letter."""
    elements, attributes = set(_ELEMENTS.split()), set(_ATTRIBUTES.split())
    for element in root.iter():
        if element.tag.removeprefix(_NAMESPACE) not in elements or not attributes.issuperset(element.attrib):
            return False
        if {"\\", "&"} & set(element.text or "") or element.tail or not _is_text(element.text or ""):
            return False
    return True


def _is_text(text: str) -> bool:
    """Whether all characters print, or are spaces of any width; others are not allowed in XML, or are invisible."""
    return all(sign.isprintable() or sign.isspace() or sign in _INVISIBLE for sign in text)


def _source(latex: str) -> Html:
    return Html(f"<code>{escape(latex)}</code>")
