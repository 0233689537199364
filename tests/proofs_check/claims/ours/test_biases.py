"""The claims ``ours.biases``: verdicts on the small scope, and a case by hand."""

import pytest

from proofs_check.claims.ours import biases
from proofs_check.language.verdict import Verdict
from symdln.biases import BiasedProblem
from tests.proofs_check.settling import claims_of, settle

CLAIMS = claims_of("ours", "biases")


@pytest.mark.parametrize(("id", "verdict"), [("centred", Verdict.DERIVED), ("invariant", Verdict.PROVED)])
def test_verdicts_on_the_small_scope_rest_on_cases(id, verdict):
    (result,) = settle(CLAIMS[f"ours.biases.{id}"])
    assert (result.error, result.verdict) == (None, verdict)
    assert result.tally.cases > 0


def test_the_reduction_by_hand():
    # x = 0, 2 and y = 0, 2: means 1 and 1; N(x) = 3 x + 1 has L = 1/2 (1 + 25) = 13; centred: 1/2 (2^2 + 2^2) = 4; the
    # mean residual is 3, and 1/2 2 9 = 9
    problem = BiasedProblem.from_data([[0, 2]], [[0, 2]], ())
    point = biases.BiasedPoint(problem, [[[3]]], [[1]])
    assert (point.loss, point.centred.loss) == (13, 4)
