"""The bound of the step: verdicts, cases by hand, and the symmetric operator of the proof by another route."""

from fractions import Fraction

import numpy as np

from proofs_check.claims.ours.step_bound import limit, never_grows, sharp, squared_norms, step_bound, turned, witness
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdicts() -> None:
    assert [result.verdict for result in settle(step_bound, sharp)] == [Verdict.DERIVED] * 2


def test_limits_by_hand() -> None:
    # x = 0: 2; x = 1: 1 / (3/2)^2 = 4/9; x = 2: 0
    assert [limit(Fraction(x)) for x in (0, 1, 2)] == [2, Fraction(4, 9), 0]
    # a = -b = 1, m = 1: the factor is 1 - 2 - 1 = -2; a = b = 1/3, m = 1: 1 - 2/9 + 1/9; m = 9/4: 1 - 2/9 + 1/4 > 1
    assert (never_grows(Fraction(2), Fraction(1)), never_grows(Fraction(2, 9), Fraction(1))) == (False, True)
    assert not never_grows(Fraction(2, 9), Fraction(9, 4))


def test_the_witness_by_hand() -> None:
    # rho = 1/16 + 1 and x = 17/10: 17/16 * 37/10 = 629/160 < 4.  q^T E = 4/5, so E^+ = (1 - 1/16 + 1/5) E - (4/5, 0):
    # (91/80 * 4/5 - 4/5, 91/80 * 3/2) = (11/100, 273/160), of squared norm 121/10000 + 74529/25600
    assert squared_norms(witness()) == (Fraction(17, 16), Fraction(17, 10) ** 2)
    point = witness()
    after = point.moved(point.gradient, Fraction(-1)).loss
    assert 2 * after == Fraction(121, 10000) + Fraction(74529, 25600) > 2 * point.loss == Fraction(289, 100)


def test_known_operator_norms() -> None:
    for n in (1, 2, 3):
        assert abs(np.linalg.norm(turned(n, 2, Fraction(3, 7)).to_numpy(), 2) - 3 / 7) < 1e-12


def test_the_step_is_a_symmetric_operator_on_the_residual() -> None:
    # S = J (I - K/2)^-1 J^T with random matrices in floats, columns by unit matrices: E^+ = (I - S) E for the step 1
    rng = np.random.default_rng(3)
    W1, W2, E = (rng.normal(size=shape) / 2 for shape in ((2, 3), (2, 2), (2, 3)))
    Y, Z = W2.T @ E, E @ W1.T
    V1, V2 = W1 - Y / 2, W2 - Z / 2
    units = np.eye(10)
    pairs = [(unit[:6].reshape(2, 3), unit[6:].reshape(2, 2)) for unit in units]
    J = np.array([(V2 @ y + z @ V1).ravel() for y, z in pairs]).T
    K = np.array([np.concatenate([(z.T @ E).ravel(), (E @ y.T).ravel()]) for y, z in pairs]).T
    assert abs(K - K.T).max() == 0
    S = J @ np.linalg.solve(np.eye(10) - K / 2, J.T)
    after = (W2 - Z) @ (W1 - Y) - (W2 @ W1 - E)
    assert abs(after.ravel() - (E.ravel() - S @ E.ravel())).max() < 1e-12
