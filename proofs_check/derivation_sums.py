"""What two rules of derivations compute: means over Gaussian entries, and blocks of products.

Only the standard library is used, and nothing of the code that makes derivations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proofs_check.derivation_formulas import (
    FormulaAlgebra,
    FormulaValue,
    Polynomial,
    Shape,
    Word,
    add,
    multiply,
    need,
    number,
    scalar,
    size_value,
)


def resized(polynomial: Polynomial, sizes: dict[str, str]) -> Polynomial:
    """Sizes that stand as numbers, renamed; those of letters are in the letters."""
    total: Polynomial = {}
    for (s, word), value in polynomial.items():
        part = {((), word): value}
        for atom in s:
            renamed = isinstance(atom, str) and atom in sizes
            part = multiply(part, size_value(sizes[atom]) if renamed else scalar(atom))
        total = add(total, part)
    return total


# -- means -------------------------------------------------------------------------------------------------------------


def mean(algebra: FormulaAlgebra, polynomial: Polynomial, name: str, variance: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for (s, _), value in polynomial.items():
        random = [list(a[1]) for a in s if isinstance(a, tuple) and name in {x.removesuffix("'") for x in a[1]}]
        rest = tuple(a for a in s if not (isinstance(a, tuple) and list(a[1]) in random))
        total = add(total, multiply({(rest, ()): value}, _paired(algebra, random, name, variance)))
    return total


def _paired(algebra: FormulaAlgebra, words: list[list[str]], name: str, variance: Polynomial) -> Polynomial:
    """The sum over all pairings of the letter: the first occurrence is paired with each of the others in turn."""
    where = [(k, p) for k, word in enumerate(words) for p, x in enumerate(word) if x.removesuffix("'") == name]
    if not where:
        product = number(1)
        for word in words:
            product = multiply(product, algebra.trace_of_word(tuple(word)))
        return product
    k, p = where[0]
    first, around = words[k][p], words[k][p + 1 :] + words[k][:p]
    rows, columns = algebra.ends(first)
    total: Polynomial = {}
    for j, q in where[1:]:
        others = [word for n, word in enumerate(words) if n not in (k, j)]
        alike = words[j][q] == first
        if j == k:
            before, after = around[: q - p - 1], around[q - p :]
            pieces = [(before + _turned(algebra, after), columns)] if alike else [(before, columns), (after, rows)]
        else:
            other = words[j][q + 1 :] + words[j][:q]
            pieces = [(around + (_turned(algebra, other) if alike else other), columns)]
        part = variance
        for piece, size in pieces:
            part = part if piece else multiply(part, size_value(size))
        left = [*others, *(piece for piece, _ in pieces if piece)]
        total = add(total, multiply(part, _paired(algebra, left, name, variance)))
    return total


def _turned(algebra: FormulaAlgebra, word: Sequence[str]) -> list[str]:
    return list(algebra.reverse(tuple(word)))


# -- blocks ------------------------------------------------------------------------------------------------------------


def by_blocks(algebra: FormulaAlgebra, polynomial: Polynomial, tables: dict[str, Any], place: Any) -> tuple[Any, Shape]:
    total: Polynomial = {}
    shape: Shape = None
    for (s, word), value in polynomial.items():
        part = {((), ()): value}
        for atom in s:
            is_trace = isinstance(atom, tuple)
            part = multiply(part, _traced(algebra, atom[1], tables) if is_trace else scalar(atom))
        if place is not None:
            block, here = _path(algebra, word, tables, *place)
            need(shape is None or here in (None, shape), "blocks of different shapes are added")
            part, shape = multiply(part, block), here or shape
        total = add(total, part)
    return total, shape


def _traced(algebra: FormulaAlgebra, word: Word, tables: dict[str, Any]) -> Polynomial:
    total: Polynomial = {}
    for i in (0, 1):
        found, shape = _path(algebra, word, tables, i, i)
        need(not found or (shape and shape[0] == shape[1]), "a block on the diagonal is not square")
        total = add(total, algebra.trace(found, (shape or ("", ""))[0]))
    return total


def _path(
    algebra: FormulaAlgebra, word: Word, tables: dict[str, Any], row: int, column: int
) -> tuple[Polynomial, Shape]:
    """The block (row, column) of a product of tables."""
    need(word, "the identity has no blocks here")
    blocks: list[FormulaValue] = [FormulaValue(number(1) if k == row else {}, None) for k in (0, 1)]
    for letter in word:
        need(letter.removesuffix("'") in tables, f"no blocks of {letter[:40]} are given")
        table, following = tables[letter.removesuffix("'")], []
        for b in (0, 1):
            total, shape = {}, None
            for a in (0, 1):
                one = table[b][a] if letter.endswith("'") else table[a][b]
                turned = letter.endswith("'")
                shape_of = one.shape[::-1] if turned and one.shape else one.shape
                entry_ = FormulaValue(algebra.transpose(one.polynomial) if turned else one.polynomial, shape_of)  # type: ignore[arg-type]
                if not blocks[a].polynomial or not entry_.polynomial:
                    continue
                product = algebra.product(blocks[a], entry_)
                need(shape in (None, product.shape), "blocks of different shapes are added")
                total, shape = add(total, product.polynomial), product.shape
            following.append(FormulaValue(total, shape))
        blocks = following
    return blocks[column]
