"""Sizes, letters and words: what a product of matrix symbols is made of, before any coefficient."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from symdln.errors import InputError

Size = int | str
"""A number of rows or columns: a non-negative integer, or a name such as ``"d_1"`` that stands for any."""

_NAME = re.compile(r"[^\W\d_]\w*'*")
_GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega|"
    "Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
)


def checked_name(name: Any, what: str) -> str:
    """``name`` if it can stand for a ``what``, else ``InputError`` with a sentence that says how to write one.

    >>> checked_name("W_1", "matrix")
    'W_1'
    >>> checked_name("2W", "matrix")
    Traceback (most recent call last):
    symdln.errors.InputError: '2W' cannot name a matrix; write a letter, then letters, digits and "_", such as "W_1".
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InputError(f'{name!r} cannot name a {what}; write a letter, then letters, digits and "_", such as "W_1".')
    return name


def checked_size(size: Any) -> Size:
    """A size as it was given: a non-negative int or a name; ``InputError`` for anything else.

    >>> checked_size(3), checked_size("d_1")
    (3, 'd_1')
    >>> checked_size(-1)
    Traceback (most recent call last):
    symdln.errors.InputError: a matrix cannot have -1 rows or columns; pass a non-negative integer or a name.
    """
    if isinstance(size, int) and not isinstance(size, bool):
        if size < 0:
            raise InputError(f"a matrix cannot have {size} rows or columns; pass a non-negative integer or a name.")
        return size
    if isinstance(size, str):
        return checked_name(size, "size")
    raise InputError(f'{size!r} is not a size; pass a non-negative integer or a name such as "d_1".')


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key under which ``W_2`` comes before ``W_10``.

    >>> sorted(["W_10", "W_2", "V"], key=natural_key)
    ['V', 'W_2', 'W_10']
    """
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", name) if part)


def latex_name(name: str) -> str:
    """The LaTeX of a name: a Greek word becomes its letter, what follows the first ``_`` a subscript.

    >>> print(latex_name("lambda"), latex_name("W_12"), latex_name("d_out"))
    \\lambda W_{12} d_{\\mathrm{out}}
    """
    stem, _, subscript = name.rstrip("'").partition("_")
    head = f"\\{stem}" if _GREEK.fullmatch(stem) else stem if len(stem) == 1 else f"\\mathrm{{{stem}}}"
    primes = "'" * (len(name) - len(name.rstrip("'")))
    if not subscript:
        return head + primes
    plain = len(subscript) == 1 or subscript.isdecimal()
    inner = f"\\{subscript}" if _GREEK.fullmatch(subscript) else subscript if plain else _roman(subscript)
    return f"{head}{primes}_{{{inner}}}"


def _roman(subscript: str) -> str:
    return f"\\mathrm{{{subscript}}}".replace("_", r"\_")


class Letter:
    """A matrix symbol or its transpose: one place of a word.

    ``letter.T`` is the transposed letter, and a symmetric letter is its own transpose, so no word ever holds the
    transpose of a symmetric symbol.  The name, the sizes and the symmetry make the letter; its LaTeX does not.
    ``key`` puts letters into a fixed order, and ``narrow`` says that a size is 0 or 1.

    >>> A = Letter("A", "m", 1, symmetric=False, latex="A")
    >>> A.T, A.T.T == A, (A.rows, A.columns), (A.T.rows, A.T.columns), A.T.transposed, A.narrow
    (A^T, True, ('m', 1), (1, 'm'), True, True)
    >>> A.T.name, A.latex, sorted([A.T, A], key=lambda letter: letter.key)
    ('A', 'A', [A, A^T])
    >>> print(A.T.to_latex())
    A^\\top
    >>> S = Letter("S", "n", "n", symmetric=True, latex="S")
    >>> S.symmetric, S.T == S
    (True, True)
    """

    __slots__ = ("T", "_hash", "columns", "key", "latex", "name", "narrow", "rows", "symmetric", "transposed")

    T: Letter

    def __init__(self, name: str, rows: Size, columns: Size, symmetric: bool, latex: str):
        self._fill(name, rows, columns, symmetric, latex, False)
        self.T = self
        if not symmetric:
            self.T = Letter.__new__(Letter)
            self.T._fill(name, columns, rows, False, latex, True)
            self.T.T = self

    def _fill(self, name: str, rows: Size, columns: Size, symmetric: bool, latex: str, transposed: bool) -> None:
        self.name, self.rows, self.columns, self.symmetric = name, rows, columns, symmetric
        self.latex, self.transposed = latex, transposed
        self.narrow = rows in (0, 1) or columns in (0, 1)
        self.key = (transposed, natural_key(name), name, str(rows), str(columns), symmetric)
        self._hash = hash(self.key)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Letter) and self.key == other.key)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        plain = self.T if self.transposed else self
        return _letter, (plain.name, plain.rows, plain.columns, plain.symmetric, plain.latex, self.transposed)

    def __str__(self) -> str:
        return f"{self.name}^T" if self.transposed else self.name

    __repr__ = __str__

    def to_latex(self) -> str:
        """The letter in LaTeX, with its transposition; ``latex`` is that of the symbol."""
        if not self.transposed:
            return self.latex
        return f"({self.latex})^\\top" if "^" in self.latex else f"{self.latex}^\\top"


def _letter(name: str, rows: Size, columns: Size, symmetric: bool, latex: str, transposed: bool) -> Letter:
    letter = Letter(name, rows, columns, symmetric, latex)
    return letter.T if transposed else letter


Word = tuple[Letter, ...]
"""A product of letters; the empty word is the identity, whose size the expression around it knows."""


def transposed_word(word: Word) -> Word:
    """``(a b ... z)^T = z^T ... b^T a^T``.

    >>> A, S = Letter("A", "m", "n", False, "A"), Letter("S", "n", "n", True, "S")
    >>> transposed_word((A, S))
    (S, A^T)
    """
    return tuple([letter.T for letter in reversed(word)])


def rotated_word(word: Word, by: int) -> Word:
    """The word with its first ``by`` letters moved to the end, which leaves its trace unchanged.

    >>> A, B, C = (Letter(name, "n", "n", False, name) for name in "ABC")
    >>> rotated_word((A, B, C), 1)
    (B, C, A)
    """
    return word[by:] + word[:by]


def cyclic_normal_form(word: Word) -> Word:
    """The least word with the same trace among all rotations of ``word`` and of its transpose.

    ``tr(u v) = tr(v u)`` and ``tr(w^T) = tr(w)``, so equal normal forms mean equal traces.  The converse holds as long
    as the sizes stay free; sizes fixed at 2 or more have further identities that no word sees, such as the standard
    identity.  A 1 x 1 word is not rotated: it is the scalar it stands for, and equals its transpose.

    >>> A, B = Letter("A", "m", "n", False, "A"), Letter("B", "n", "m", False, "B")
    >>> cyclic_normal_form((B, A)), cyclic_normal_form((A.T, B.T))
    ((A, B), (A, B))
    """
    backwards = transposed_word(word)
    if word and word[0].rows == 1:
        return min(word, backwards, key=lambda one: [letter.key for letter in one])
    ranks = {letter: rank for rank, letter in enumerate(sorted({*word, *backwards}, key=_key))}
    best: tuple[list[int], Word] | None = None
    for candidate in (word, backwards):
        digits = [ranks[letter] for letter in candidate]
        least = min(digits, default=0)
        for start, digit in enumerate(digits):
            if digit == least:
                turned = digits[start:] + digits[:start]
                if best is None or turned < best[0]:
                    best = turned, rotated_word(candidate, start)
    return best[1] if best else word


def without_scalars(word: Word) -> tuple[Word, list[Word]] | None:
    """``(rest, factors)``: the word without its 1 x 1 factors, and these; None for a word through a size 0, which is 0.

    ``a b (c d) e f = (c d) a b e f`` where the word passes through the size 1 before ``c`` and behind ``d``.  The rest
    passes through it once at most, so it is a word of its own or a column times a row.

    >>> x, y = Letter("x", "n", 1, False, "x"), Letter("y", "n", 1, False, "y")
    >>> without_scalars((x, y.T, x, y.T))                              # x y^T x y^T = (y^T x) x y^T
    ((x, y^T), [(y^T, x)])
    """
    sizes = [word[0].rows, *(letter.columns for letter in word)]
    if 0 in sizes:
        return None
    places = [place for place, size in enumerate(sizes) if size == 1]
    if not places:
        return word, []
    return word[: places[0]] + word[places[-1] :], [word[i:j] for i, j in pairwise(places)]


def traced_factors(word: Word) -> list[Word] | None:
    """The words whose traces multiply to that of a closed word; None where it passes through a size 0 and is 0.

    >>> x, y = Letter("x", "n", 1, False, "x"), Letter("y", "n", 1, False, "y")
    >>> traced_factors((x, y.T, y, x.T))                               # tr(x y^T y x^T) = (y^T y) (x^T x)
    [(y^T, y), (x^T, x)]
    """
    starts = [place for place, letter in enumerate(word) if letter.rows == 1]
    if any(letter.rows == 0 for letter in word):
        return None
    if not starts:
        return [word]
    turned = rotated_word(word, starts[0])
    ends = [*(place - starts[0] for place in starts), len(word)]
    return [turned[i:j] for i, j in pairwise(ends)]


def joined_scalars(words: list[Word]) -> list[Word]:
    """The same product of traces with all 1 x 1 words joined to one, which is the trace of their product.

    >>> x, y, A = (Letter(name, "n", size, False, name) for name, size in (("x", 1), ("y", 1), ("A", "n")))
    >>> joined_scalars([(x.T, x), (A, A), (y.T, y)])                   # (x^T x) tr(A A) (y^T y)
    [(A, A), (x^T, x, y^T, y)]
    """
    joined = tuple(letter for word in words if word[0].rows == 1 for letter in word)
    return [word for word in words if word[0].rows != 1] + ([joined] if joined else [])


def word_key(word: Word) -> tuple[Any, ...]:
    """The order in which words are printed: longer ones first, then letter by letter.

    >>> A, B = Letter("A", "n", "n", False, "A"), Letter("B", "n", "n", False, "B")
    >>> sorted([(B,), (A,), (B, A)], key=word_key)
    [(B, A), (A,), (B,)]
    """
    return -len(word), tuple([letter.key for letter in word])


def word_text(word: Word) -> str:
    """The letters of a word with spaces between them; the empty text for the empty word.

    >>> word_text((Letter("A", "m", "n", False, "A"), Letter("B", "m", "n", False, "B").T))
    'A B^T'
    """
    return " ".join(map(str, word))


def word_latex(word: Word) -> str:
    """A word in LaTeX; the empty text for the empty word.

    >>> print(word_latex((Letter("W_1", "m", "n", False, "W_{1}"), Letter("B", "m", "n", False, "B").T)))
    W_{1} B^\\top
    """
    return " ".join([letter.to_latex() for letter in word])


def _key(letter: Letter) -> tuple[Any, ...]:
    return letter.key
