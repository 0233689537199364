"""The formal statements about means, evaluated exactly: weights with three values have all moments that they need.

Notations:

    VARIANCE        1/3
    VALUES          -1, 0 and 1 with probabilities that have the moments of a Gaussian of variance 1/3 up to degree 5
    SIZES           the widths and depths whose outcomes are all listed
    outcomes_of     all outcomes of some independent entries, with their probabilities
    network_letters  the letters of the theories "random" and "gaussian" for given weights
    formal_network  a formal statement for small widths and depths
    formal_product  that of Lemma 10
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.networks.formal_letters import defined_at_letters, formal_at_letters, product

VARIANCE = Fraction(1, 3)
VALUES = ((-1, Fraction(1, 6)), (0, Fraction(2, 3)), (1, Fraction(1, 6)))
"""Mean 0, variance 1/3, fourth moment 1/3 = 3 (1/3)^2: the moments of a Gaussian up to degree 5."""
SIZES = ((1, 1), (1, 2), (1, 3), (2, 1))
"""Widths d and depths L with few entries, whose outcomes are all listed."""


def outcomes_of(count: int) -> Iterator[tuple[Fraction, tuple[int, ...]]]:
    """All values of independent entries, each with its probability.

    >>> sum(chance * entries[0] ** 4 for chance, entries in outcomes_of(2))
    Fraction(1, 3)
    """
    for drawn in itertools.product(VALUES, repeat=count):
        chance = Fraction(1)
        for _, one in drawn:
            chance *= one
        yield chance, tuple(value for value, _ in drawn)


def network_letters(d: int, depth: int, entries: tuple[int, ...]) -> dict[str, Any]:
    """The weights are cut out of the entries, layer by layer."""
    size = d * d
    weights = [dln.Matrix.from_entries(d, d, entries[size * j : size * (j + 1)]) for j in range(depth)]
    x = dln.Matrix.from_entries(d, 1, range(1, d + 1))
    y = dln.Matrix.from_entries(d, 1, [2 - k for k in range(d)])

    def below(j: int) -> dln.Matrix:
        return product(weights[: max(j, 0)], d) @ x

    def above(j: int) -> dln.Matrix:
        return product(weights[max(j, 0) :], d)

    def layer(j: int) -> dln.Matrix:
        return weights[j - 1] if 1 <= j <= depth else dln.Matrix.zeros(d, d)

    def gradient(j: int) -> dln.Matrix:
        return above(j).T @ (above(0) @ x - y) @ below(j - 1).T

    numbers = {"n": depth, "width": d, "one": 1, "var": VARIANCE, "c": 1 / VARIANCE, "e0": d + 2, "x": x, "y": y}
    return numbers | {"W": layer, "U": below, "V": above, "grad": gradient}


@cache
def formal_network(id: str) -> Outcome:
    """The formal statement for the SIZES, with all outcomes of all entries."""
    found = []
    for d, depth in SIZES:
        outcomes = [(chance, network_letters(d, depth, entries)) for chance, entries in outcomes_of(d * d * depth)]
        found += [defined_at_letters(id, letters, depth) for _, letters in outcomes]
        found.append(formal_at_letters(id, network_letters(d, depth, (0,) * (d * d * depth)), depth, outcomes))
    return all_of(*found)


@cache
def formal_product() -> Outcome:
    """Lemma 10 for one matrix W of two rows and one column between fixed matrices."""
    left, right = dln.Matrix([[1, 2], [0, -1]]), dln.Matrix([[3, 1]])
    known = {"La": left, "Rb": right, "var": VARIANCE}
    outcomes = [(chance, known | {"G": dln.Matrix.from_entries(2, 1, entries)}) for chance, entries in outcomes_of(2)]
    return formal_at_letters("lucchi.lemma10.fixed", known | {"G": dln.Matrix.zeros(2, 1)}, 0, outcomes)
