"""Equation (26) of Chitour et al. (2022): the values of the loss on strata; cases by hand and planted faults."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour import strata_count, strata_values
from proofs_check.claims.chitour.parts import strata as strata_parts
from proofs_check.language.outcome import Outcome, at_most, equal
from tests.proofs_check.settling import first_failure


def test_values_of_the_strata_by_hand() -> None:
    # singular values 3 and 2: r = 0 has 1/2 (9 + 4), r = 1 has 1/2 4 (3 kept) and 1/2 9 (2 kept), r = 2 has 0
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))
    values = strata_parts.values_by_rank(problem)
    assert values == {0: {Fraction(13, 2)}, 1: {Fraction(2), Fraction(9, 2)}, 2: {Fraction(0)}}
    # S = {3}: the printed value is 9/2, that of S = {2} is 2, so at r = 1 < d_y both readings list the same values;
    # at r = 0 print says 0
    assert strata_values.strata_values.check(problem).fails
    assert strata_values.strata_values_corrected.check(problem).holds


def test_printed_values_fail_at_the_smallest_network() -> None:
    witness = first_failure(strata_values.strata_values)
    assert witness.widths == (1, 1, 1)  # S empty, L(0) = 9/2


def test_values_without_distinct_sums_are_refuted() -> None:
    # singular values 2, 2: both strata of rank 1 have the value 2; Assumption 4 leaves this out
    problem = dln.Problem.canonical((2, 2), (2, 2, 2))
    assert not problem.satisfies("chitour.4")
    assert strata_values.strata_values_corrected.check(problem).fails
    assert strata_count.strata_count_corrected.check(problem).fails


def test_planted_faults_of_the_strata_are_refuted() -> None:
    def squares_missing(problem: dln.Problem) -> Outcome:
        halves = sum((problem.Syx[i, i] for i in range(problem.output_width)), Fraction(0)) / 2
        return equal(strata_parts.values_by_rank(problem)[0], {halves}, "half the sum, without squares, at r = 0")

    def one_too_many(problem: dln.Problem) -> Outcome:
        strata = sum(map(len, strata_parts.values_by_rank(problem).values()))
        return at_most(2**problem.output_width + 1, strata, "2^{d_y} + 1")

    for fault in (squares_missing, one_too_many):
        assert first_failure(strata_values.strata_values_corrected, fault).widths == (1, 1, 1)
