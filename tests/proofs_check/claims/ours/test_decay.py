"""The claims ``ours.decay``: verdicts on the small scope, and cases by hand."""

import pytest

from proofs_check.claims.ours import decay
from proofs_check.facts.decay import euler_characteristic, real_flags, stiefel
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.decayed import point_of
from symdln.decay import DecayedSpectrum
from tests.proofs_check.settling import claims_of, settle

CLAIMS = claims_of("ours", "decay")
REFUTED = {
    "ours.decay.depth2-no-spurious",
    "ours.decay.commuting-aligned",
    "ours.decay.finite-orbits",
    "ours.decay.scalar-one-minimum",
}


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*CLAIMS.values())}


@pytest.mark.parametrize("id", CLAIMS)
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    expected = Verdict.REFUTED if id in REFUTED else Verdict.PROVED if id == "ours.decay.balance" else Verdict.DERIVED
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is expected


def test_the_inertia_of_a_small_root_by_hand():
    # 1/2 (cba - 15)^2 + 7 (a^2 + b^2 + c^2) at a = b = c = 1: diagonal 15, off diagonal 2 - 15 = -13, eigenvalues
    # 15 + 13 = 28 twice and 15 - 26 = -11
    case = ("white", (1, 1, 1, 1), 1, ((0, 1),), 0)
    assert str(point_of(case).inertia_by_hessian) == "(n+, n-, n0) = (2, 1, 0)"
    assert decay.inertia.at(case).holds
    assert decay.whole_spectrum.at(case).holds


def test_euler_characteristics_by_hand():
    # spheres S^0, S^1, S^2; frames in R^3: SO(3) x 2 points; flags: the circle of lines, RP^2, Gr(2, 4)
    assert [stiefel(n, 1) for n in (1, 2, 3)] == [2, 0, 2]
    assert stiefel(3, 3) == 0
    assert [real_flags(parts) for parts in ([1, 1], [1, 2], [2, 2], [1, 1, 1])] == [0, 1, 2, 0]
    # s = 15, lam = 14, widths 1: zero (index 0), 4 large ones (index 0), 4 small ones (index 1): 1 + 4 - 4 = 1
    spectrum = DecayedSpectrum.of_singular_values((15,), (1, 1, 1, 1), 14)
    assert [euler_characteristic(kind) for kind in spectrum.kinds()] == [1, 4, 4]
