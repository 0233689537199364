"""Laurent and von Brecht (2018): the corner at which the absolute loss is needed."""

from __future__ import annotations

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.claims.laurent import non_differentiable
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import verdicts_on_cases

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {non_differentiable.non_differentiable: Verdict.PROVED}
)


def test_absolute_loss_is_needed_at_the_corner() -> None:
    # x = b = s, y = -s^4, a = s^5, c = z = 0: P_11 = P_22 = 0, P_21 = -s^4, P_12 = s^6
    s = Fraction(1, 4)
    W = (dln.Matrix([[1, s], [-(s**4), 0]]), dln.Matrix([[s**5, s], [0, 1]]))
    target = dln.Matrix([[0, 1], [0, 0]])
    assert (W[1] @ W[0]).rows() == ((0, s**6), (-(s**4), 0))
    assert non_differentiable.absolute_loss(W, target) > 1
    assert (W[1] @ W[0] - target).norm_squared() < 1


def test_other_targets_leave_the_corner() -> None:
    # target E_11: a = s gives P_11 = s and nothing else
    s = Fraction(1, 100)
    W = (dln.Matrix.diagonal([1, 0]), dln.Matrix([[s, 0], [0, 1]]))
    assert non_differentiable.absolute_loss(W, dln.Matrix([[1, 0], [0, 0]])) == 1 - s


def test_corner_needs_its_neighbourhood(monkeypatch: pytest.MonkeyPatch) -> None:
    # within 3/4 the coefficients reach (3/4) / (1/4) = 3
    monkeypatch.setattr(non_differentiable, "BOX", Fraction(3, 4))
    assert non_differentiable.non_differentiable.check(non_differentiable.CORNER).fails


def test_corner_identity_without_its_last_term_is_false() -> None:
    letters, P = non_differentiable.neighbourhood()
    b, d, e, x = (letters[name] for name in "bdex")
    (p_11, p_12), (_, p_22) = P.rows
    assert (1 + d) * (1 + e) * p_12 != x * (1 + d) * p_11 + b * (1 + e) * p_22
