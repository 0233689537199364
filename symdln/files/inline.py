r"""Sentences with formulas in plain characters, such as ``W_{l+1}^T W_l has rank r``, as pages show them.

Claims and witnesses are written so that a terminal can show them. A page shows the same sentence with its formulas set
as mathematics: a single letter, a name with an index or an exponent, a norm, the name of a Greek letter, a matrix of
numbers. All else remains as text, so nothing can be lost or change its meaning.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from symdln.files.markup import formula, words
from symdln.files.mathml import Html, mathml

GREEK = (
    "alpha beta gamma delta epsilon eps eta kappa lambda lam mu nu xi rho sigma tau omega phi psi theta Gamma Delta "
    "Theta Lambda Pi Sigma Phi Psi Omega"
)
_GREEK = "|".join(sorted(GREEK.split(), key=len, reverse=True))
# what an index or exponent may be
_LIMIT = r"(?:\{[^{}]+\}|\((?:[^()]|\([^()]*\))+\)|[+-](?![A-Za-z0-9])|-?\d+(?:\.\d+)?|[A-Za-z]+(?![a-z]))"
_MARKS = rf"(?:_{_LIMIT}(?:\^{_LIMIT})?|\^{_LIMIT}(?:_{_LIMIT})?)"
_MARKED = rf"(?<![A-Za-z0-9_^])(?:[A-Za-z]+|\d+)'*{_MARKS}|[)\]]{_MARKS}|\|\|{_MARKS}?|\|{_MARKS}"
_WORD = rf"\b(?:{_GREEK}|S[xy][xy])\b|\bbar [A-Za-z](?![A-Za-z]){_MARKS}?|\bgrad(?= [A-Za-z]\b)"
_ALONE = r"[b-zB-HJ-Z]'?|A'?(?=[,;:)]| [A-Z=(])"  # a and I are words, and so is A before one
_BESIDE = r"[aI](?= [-+=<>]{1,2} )|(?<= [-+=] )[aI]"  # but not beside a sign
_NAME = "".join(f"(?<!{word} )" for word in ("Theorem", "Lemma", "Assumption", "Corollary", "Section", "Appendix"))
_LETTER = rf"{_NAME}(?:(?<![\w'.-])|(?<=[ (,]-))(?:{_ALONE}|{_BESIDE})(?![\w'-]|\.\w)"
_MATRIX = r"\[\[[-\d/, \[\]]*\]\]"
_COMPARED = r"(?<![\w'.-])[A-Za-z](?= (?:[<>!-]?=|->|[<>≤≥≠]) )|(?<=[=<>≤≥≠] )[A-Za-z](?![\w'-])"
_DIFFERENTIAL = rf"\bd(?:[A-Za-z](?![A-Za-z]){_MARKS}?)?/d[A-Za-z](?![A-Za-z]){_MARKS}?|\bd[A-Zl](?![\w'-])"
_ROOT = r"\bsqrt\([A-Za-z0-9_/ ]+\)"
_PRODUCT = r"(?<=\|\|)[A-Z]{1,4}(?=\|\|)"
_ATOM = re.compile(rf"{_MATRIX}|{_PRODUCT}|{_ROOT}|{_DIFFERENTIAL}|{_MARKED}|{_WORD}|{_LETTER}|<=|>=|!=|->| - | \(x\) ")
_IN_PROSE = re.compile(  # letters alone may be words or names of programs there, and words with a bar names of files
    rf"(?<![\w^/])(?:[A-Za-z]|S[xy][xy]|{_GREEK}|\d+)'*{_MARKS}(?![\w/])|[)\]]\^{_LIMIT}(?!\w)|{_COMPARED}"
    rf"|{_ROOT}|\|\|{_MARKS}?|\b(?:sigma|tau|lambda|eta|Sigma|S[xy][xy])\b|<=|>=|!=|->"
)
SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "->": "→", " - ": " − ", " (x) ": " ⊗ "}
_NAMES = {"eps": r"\varepsilon", "lam": r"\lambda", "epsilon": r"\varepsilon", "phi": r"\varphi"}
_OPERATORS = frozenset({"tr", "diag", "rank", "min", "max", "exp", "det", "dim"})


class Piece(NamedTuple):
    """A part of a sentence: its plain text, and its LaTeX where it is mathematics.

    >>> pieces("the rank of W_1")
    [Piece(text='the rank of ', latex=None), Piece(text='W_1', latex='W_{1}')]
    """

    text: str
    latex: str | None = None


def pieces(sentence: str, *, prose: bool = False) -> list[Piece]:
    r"""The sentence in parts whose texts, put together, are the sentence.

    In ``prose``, where a letter alone can be a word, it is mathematics only beside a sign such as ``=`` or ``<=``.

    >>> [piece.latex or piece.text for piece in pieces("the rank of W_{l+1}^T is 2")]
    ['the rank of ', 'W_{l+1}^{\\top}', ' is 2']
    >>> [piece.latex or piece.text for piece in pieces("a program in C with d_0 = m", prose=True)]
    ['a program in C with ', 'd_{0}', ' = ', 'm']
    >>> [piece.latex or piece.text for piece in pieces("Theorem F is about F")]  # the first one is a name
    ['Theorem F is about ', 'F']
    """
    found: list[Piece] = []
    end = 0
    for match in (_IN_PROSE if prose else _ATOM).finditer(sentence):
        latex = _latex(match.group())
        if latex is None:
            continue
        if match.start() > end:
            found.append(Piece(sentence[end : match.start()]))
        found.append(Piece(match.group(), latex))
        end = match.end()
    return found + ([Piece(sentence[end:])] if end < len(sentence) else [])


def as_markdown(sentence: str) -> str:
    r"""The sentence for a line of Markdown, its formulas between dollar signs.

    >>> print(as_markdown("W_1 has rank d_y - 1 <= 2"))
    $W_{1}$ has rank $d_{y}$ − 1 ≤ 2
    """
    return "".join(_markdown(piece) for piece in pieces(sentence))


def as_html(sentence: str, *, prose: bool = False) -> Html:
    """The sentence as HTML with its formulas as MathML; in ``prose`` single letters stay words, see :func:`pieces`.

    >>> print(as_html("two < 3"))
    two &lt; 3
    """
    found = pieces(sentence, prose=prose)
    shown = (escape(SIGNS.get(p.text, p.text)) if _is_text(p) else mathml(str(p.latex)) for p in found)
    return Html("".join(shown))


def _is_text(piece: Piece) -> bool:
    return piece.latex is None or piece.text in SIGNS


def _markdown(piece: Piece) -> str:
    if _is_text(piece):
        return _words_keeping_spaces(SIGNS.get(piece.text, piece.text))
    return formula(str(piece.latex))


def _words_keeping_spaces(text: str) -> str:
    """Plain words for Markdown, with a blank at either end kept, so that parts can be put together."""
    inner = words(text)
    return f"{' ' * (text[:1].isspace() and bool(inner))}{inner}{' ' * text[-1:].isspace()}" if text else ""


def _latex(atom: str) -> str | None:
    """The LaTeX of one atom; None where it is a list of lists that is not a matrix."""
    if atom in SIGNS:
        return SIGNS[atom]
    if atom.startswith("sqrt("):
        return rf"\sqrt{{{_root(atom[5:-1])}}}"
    if atom.startswith("[["):
        return _matrix(atom)
    if re.fullmatch(_DIFFERENTIAL, atom):
        return re.sub(f"([_^])({_LIMIT})", lambda mark: _marks([(mark[1], mark[2])]), atom)
    if re.fullmatch("[A-Z]+", atom):
        return " ".join(atom)
    base, marks = _split(atom)
    if base.startswith("bar "):
        return rf"\bar{{{base[4:]}}}{_marks(marks)}"
    if base == "grad":
        return r"\nabla"
    if ("_", "hat") in marks:
        return rf"\hat{{{base}}}"
    return _base(base) + _marks(marks)


def _marks(marks: list[tuple[str, str]]) -> str:
    """Indices and exponents, as LaTeX."""
    return "".join(f"{sign}{{{_inner(limit)}}}" for sign, limit in marks)


def _root(inner: str) -> str:
    """The content of a root: letters, numbers and indices, and products with a blank."""
    return " ".join(_latex(part) or part for part in re.split(" +", inner)) if "/" not in inner else inner


def _split(atom: str) -> tuple[str, list[tuple[str, str]]]:
    """The base of an atom, and its indices and exponents in order."""
    marks = re.findall(rf"([_^])({_LIMIT})", atom)
    length = sum(1 + len(limit) for _, limit in marks)
    return atom[: len(atom) - length], marks


def _base(base: str) -> str:
    name, primes = base.rstrip("'"), base.count("'")
    if name in GREEK.split():
        shown = _NAMES.get(name, f"\\{name}")
    elif name == "||":
        shown = r"\|"
    elif len(name) == 1 or name.isdigit():
        shown = name
    elif name == "sum":
        shown = r"\textstyle\sum"
    elif name in _OPERATORS:
        shown = rf"\operatorname{{{name}}}"
    elif re.fullmatch(r"[A-Z][xyXY]{2}", name):  # the moments Sxx and Syx
        shown = f"{name[0]}_{{{name[1:]}}}"
    else:
        shown = rf"\mathrm{{{name}}}"
    return shown + "'" * primes


def _inner(limit: str) -> str:
    inner = limit[1:-1] if limit[0] in "{(" else limit
    if inner == "T":
        return r"\top"
    if inner.isalpha() and inner in ("min", "max", "LS"):
        return rf"\mathrm{{{inner}}}"
    inner = inner.replace(">=", r"\ge ").replace("<=", r"\le ")
    return re.sub(rf"(?<![A-Za-z])({_GREEK})(?![A-Za-z])", lambda m: _NAMES.get(m.group(), f"\\{m.group()} "), inner)


def _matrix(text: str) -> str | None:
    """A matrix of rationals as written in witnesses, ``[[1, 2], [0, 1/2]]``."""
    rows = [row.split(",") for row in re.findall(r"\[([^\[\]]+)\]", text)]
    if not rows or len({len(row) for row in rows}) > 1:
        return None
    lines = r" \\ ".join(" & ".join(_entry(entry.strip()) for entry in row) for row in rows)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"


def _entry(text: str) -> str:
    sign, number = ("-", text[1:]) if text.startswith("-") else ("", text)
    over, slash, under = number.partition("/")
    return f"{sign}\\tfrac{{{over}}}{{{under}}}" if slash else f"{sign}{over}"
