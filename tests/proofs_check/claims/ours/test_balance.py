"""The claims on balance and on critical points under weaker hypotheses: their verdicts, and cases by hand."""

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.claims.ours import balance, critical
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import claims_of, settle

CLAIMS = claims_of("ours", "balance") | claims_of("ours", "critical")


@pytest.fixture(scope="module")
def results():
    return settle(*CLAIMS.values())


def test_all_are_proved_and_rest_on_cases(results):
    assert len(results) == 3
    for result in results:
        assert result.verdict is Verdict.PROVED, result.claim.id
        assert result.tally.cases >= 10, result.claim.id


def test_one_step_by_hand():
    # L = 1/2 (1 - b a)^2 at a = 1, b = 2: m = -1, G_1 = -m b = 2, G_2 = -m a = 1; the step 1/2 gives a = 0, b = 3/2.
    # b^2 - a^2 goes from 3 to 9/4, which is 3 + 1/4 (1 - 4).
    problem = dln.Problem.from_data(dln.Matrix([[1]]), dln.Matrix([[1]]), (1,))
    point = dln.Point(problem, [dln.Matrix([[1]]), dln.Matrix([[2]])])
    assert [gradient[0, 0] for gradient in point.gradient] == [2, 1]
    moved = [W - gradient * Fraction(1, 2) for W, gradient in zip(point.weights, point.gradient, strict=True)]
    assert balance.imbalance(moved, 1)[0, 0] == Fraction(9, 4) == 3 + Fraction(1, 4) * (1 - 4)


def test_commutation_needs_a_critical_point():
    problem = dln.Problem.from_data(dln.Matrix.identity(2), dln.Matrix.diagonal([2, 1]), (1,))
    point = dln.Point(problem, [dln.Matrix([[1, 0]]), dln.Matrix([[1], [1]])])
    assert not critical.commutation.check(point).holds
