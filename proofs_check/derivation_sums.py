"""What rules of derivations compute with sums, means and blocks, and which letters depend on which.

Only the standard library is used, and nothing of the code that makes derivations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from proofs_check.derivation_formulas import (
    DerivationRefusedError,
    FormulaAlgebra,
    FormulaValue,
    LetterShapes,
    Polynomial,
    Reader,
    Shape,
    Stage,
    Word,
    add,
    multiply,
    names_in,
    need,
    number,
    scalar,
    size_value,
)

MOST_PAIRED = 12


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


# -- letters: what they stand for, and what they are replaced by -----------------------------------------------------


def definitions_of(algebra: FormulaAlgebra, texts: Mapping[str, Any]) -> dict[str, FormulaValue]:
    """What opaque letters stand for, of their shapes and symmetries."""
    found: dict[str, FormulaValue] = {}
    for name, text in texts.items():
        value = Reader(text, algebra.letters).value()
        need(name in algebra.letters, f"{name[:40]} is not a letter")
        shape = algebra.letters[name][:2]
        need(value.shape == shape or not value.polynomial, f"{name[:40]} is defined as a matrix of another shape")
        found[name] = FormulaValue(value.polynomial, shape)
    for name in (name for name in found if algebra.letters[name].symmetric):
        opened = algebra.opened({"": found[name].polynomial}, found).get("", {})
        alike = algebra.transpose(opened) == opened
        need(alike, f"{name[:40]} is symmetric, and its definition is not")
    return found


def images_of(algebra: FormulaAlgebra, texts: Mapping[str, Any], letters: LetterShapes) -> dict[str, FormulaValue]:
    """What letters are replaced by, of their shapes and symmetries."""
    found: dict[str, FormulaValue] = {}
    for name, text in texts.items():
        value = Reader(text, algebra.letters).value()
        need(name in letters, f"{name[:40]} is not a letter")
        shape = letters[name][:2]
        fits = value.shape == shape or not value.polynomial
        need(fits, f"{name[:40]} is replaced by a matrix of another shape")
        alike = not letters[name].symmetric or algebra.transpose(value.polynomial) == value.polynomial
        need(alike, f"{name[:40]} is symmetric")
        found[name] = FormulaValue(value.polynomial, shape)
    return found


def is_equation(algebra: FormulaAlgebra, gap: Polynomial, left: str, right: str) -> bool:
    """Whether an equation says that a polynomial, or its transpose, is 0."""
    try:
        sides = [Reader(text, algebra.letters).value() for text in (left, right)]
    except DerivationRefusedError:
        return False
    known = add(sides[0].polynomial, sides[1].polynomial, -1)
    turned = algebra.transpose(known)
    return gap in (known, add({}, known, -1), turned, add({}, turned, -1))


# -- sums over layers: A_j depends on j --------------------------------------------------------------------------------


def bound(names: Iterable[str], over: str) -> set[str]:
    """The letters that depend on an index that is summed over: their names end by it, as A_j and M_kj by j."""
    indices = re.findall(r"[A-Za-z]\w*", over)
    return {name for name in names if any(index in name.partition("_")[2] for index in indices)}


def need_no_capture(stage: Stage, images: Mapping[str, FormulaValue]) -> None:
    for over, polynomial in stage.items():
        for name in names_in(polynomial) & set(images):
            held = bound(names_in(images[name].polynomial), over)
            need(not held or bound([name], over), f"{', '.join(sorted(held))} would be summed over, and {name} is not")


def put_in(algebra: FormulaAlgebra, stage: Stage, images: Mapping[str, FormulaValue]) -> Stage:
    """Letters replaced by what does not depend on an index of a sum unless they do."""
    need_no_capture(stage, images)
    return {over: algebra.substitute(polynomial, images) for over, polynomial in stage.items()}


def sum_put_in(algebra: FormulaAlgebra, stage: Stage, images: Mapping[str, FormulaValue], over: str) -> Stage:
    """Letters in which a formula is linear replaced by a sum."""
    result: Stage = {}
    gone = {name: FormulaValue({}, value.shape) for name, value in images.items()}
    double = {name: FormulaValue({((), (name,)): Fraction(2)}, value.shape) for name, value in images.items()}
    for key, polynomial in stage.items():
        rest = algebra.substitute(polynomial, gone)
        linear = add(polynomial, rest, -1)
        need(algebra.substitute(linear, double) == add({}, linear, 2), "a sum is inserted where nothing is linear")
        need(not key or not linear, "a sum is inserted into a sum")
        held = bound(names_in(linear) - set(images), over)
        need(not held, f"{', '.join(sorted(held))} would be summed over")
        result[over] = add(result.get(over, {}), algebra.substitute(linear, images))
        result[key] = add(result.get(key, {}), rest)
    return result


def names_of(polynomial: Polynomial) -> set[str]:
    """The names of all letters and scalars that occur."""
    return names_in(polynomial) | {atom for s, _ in polynomial for atom in s if isinstance(atom, str)}


def names_in_text(text: str) -> set[str]:
    """All names in a text, but the T of a transpose."""
    return set(re.findall(r"[A-Za-z]\w*", re.sub(r"\^\s*T\b", "'", text)))


def need_no_tie(facts: Sequence[tuple[str, set[str]]], moved: set[str], others: set[str]) -> None:
    """That no other letter depends on one that is moved; a fact is a letter with the names in what it is equal to."""
    tied, before = set(moved), -1
    while len(tied) > before:
        before = len(tied)
        tied |= {name for name, held in facts if held & tied}
    clash = sorted((tied - moved) & others)
    need(not clash, f"{', '.join(clash)[:80]} depends on {', '.join(sorted(moved))[:80]}, and is held fixed")


def coefficient(polynomial: Polynomial, name: str, power: int) -> Polynomial:
    """The coefficient of one power of a scalar."""
    found = {}
    for (s, word), value in polynomial.items():
        if s.count(name) == power:
            found[tuple(atom for atom in s if atom != name), word] = value
    return found


# -- means -------------------------------------------------------------------------------------------------------------


def mean(algebra: FormulaAlgebra, polynomial: Polynomial, name: str, variance: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for (s, _), value in polynomial.items():
        count = sum(x.removesuffix("'") == name for a in s if isinstance(a, tuple) for x in a[1])
        need(count <= MOST_PAIRED, f"{name[:40]} occurs {count} times in a term; at most {MOST_PAIRED} are paired")
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


def block_tables(algebra: FormulaAlgebra, texts: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The blocks of letters, two rows of two; no block holds a letter that has blocks."""
    tables = {name: _table(algebra, name, rows) for name, rows in texts}
    blocks = [block for table in tables.values() for row in table for block in row]
    held = set().union(*(names_in(block.polynomial) for block in blocks))
    need(not held & set(tables), "a block contains a matrix that has blocks")
    return tables


def _table(algebra: FormulaAlgebra, name: str, rows: Any) -> list[list[FormulaValue]]:
    good = isinstance(rows, list) and len(rows) == 2 and all(isinstance(row, list) and len(row) == 2 for row in rows)
    need(good and name in algebra.letters, "the blocks of a letter are not two rows of two")
    table = [[Reader(text, algebra.letters).value() for text in row] for row in rows]
    pairs = [(table[a][b].polynomial, algebra.transpose(table[b][a].polynomial)) for a in (0, 1) for b in (0, 1)]
    alike = not algebra.letters[name].symmetric or all(x == y for x, y in pairs)
    need(alike, f"{name[:40]} is symmetric, its blocks not")
    return table


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
                entry_ = algebra.turned(one) if letter.endswith("'") else one
                if not blocks[a].polynomial or not entry_.polynomial:
                    continue
                product = algebra.product(blocks[a], entry_)
                need(shape in (None, product.shape), "blocks of different shapes are added")
                total, shape = add(total, product.polynomial), product.shape
            following.append(FormulaValue(total, shape))
        blocks = following
    return blocks[column]
