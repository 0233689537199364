"""Eigenvalues of symmetric matrices, numbered from the smallest and compared exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.facts.eigenvalues import compare, compare_products, nth, sum_of_products_is_at_most

GOLDEN = dln.Matrix([[1, 1], [1, 0]])  # eigenvalues (1 +- sqrt 5)/2, about 1.618 and -0.618


def test_eigenvalues_are_numbered_from_the_smallest() -> None:
    assert [float(nth(GOLDEN, i)) for i in (1, 2)] == pytest.approx([-0.618033988749895, 1.618033988749895])
    assert compare([(GOLDEN, 1), (GOLDEN, 2)], [(dln.Matrix([[1]]), 1)]) == 0  # they add up to the trace 1
    assert compare([(GOLDEN, 2)], [(dln.Matrix([["8/5"]]), 1)]) == 1
    with pytest.raises(ValueError, match="no eigenvalue number 3"):
        nth(GOLDEN, 3)


def test_products_of_irrational_eigenvalues_are_compared() -> None:
    gram = GOLDEN @ GOLDEN.T  # eigenvalues (3 +- sqrt 5)/2, whose product is 1
    small, large = nth(gram, 1), nth(gram, 2)
    assert compare_products([small, large], [small, large]) == 0
    assert compare_products([large, large], [large]) == 1
    assert sum_of_products_is_at_most([[large]], Fraction(2618034, 1000000))  # 2.61803398...
    assert not sum_of_products_is_at_most([[large]], Fraction(2618033, 1000000))
