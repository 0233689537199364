"""Laurent and von Brecht (2018), convex losses: ways down by hand, and a trap where the network is narrow."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.laurent import convex_loss
from proofs_check.facts import convex_losses
from proofs_check.facts.convex_losses import ConvexNetwork
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle, verdicts_on_cases, without

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {convex_loss.convex_loss: Verdict.DERIVED}
)


E_22 = (dln.Matrix([[0, 1]]), dln.Matrix([[0], [1]]))


def test_way_down_may_need_the_transposed_network() -> None:
    # widths (2, 1, 1), T = (2, 0), W_1 = (0, 1), W_2 = 0: W_1 has rank 1 = d_1, so no v_1; but W_2^T has rank 0
    network = ConvexNetwork("fourth powers", (2, 1, 1))
    W = (dln.Matrix([[0, 1]]), dln.Matrix([[0]]))
    G = network.slope(dln.Matrix([[0, 0]]))
    assert network.is_critical(W)
    assert convex_losses.family(W, G, Fraction(1, 3)) is None
    assert convex_losses.family(convex_losses.transposed(W), G.T, Fraction(1, 3)) is not None
    assert convex_loss.is_left(network, W, dln.Matrix([[0, 0]])).holds


def test_width_hypothesis_is_needed() -> None:
    # widths (2, 1, 2): 1/2 ((b_1 a_1 - 2)^2 + (b_2 a_2 - 1)^2 + 3 (b_1 a_2)^2 + 3 (b_2 a_1)^2)
    # at a = b = (0, 1): loss 2; at a = b = (1, 0): 1/2 (1 + 1) = 1
    (result,) = settle(without(convex_loss.convex_loss, convex_loss.wide.name))
    assert result.verdict is Verdict.REFUTED
    outcome = convex_loss.critical_points_are_no_traps(ConvexNetwork(*convex_loss.NARROW))
    assert outcome.fails
    assert outcome.details["weights"] == [layer.texts() for layer in E_22]
    assert (outcome.details["loss"], outcome.details["smaller"]) == ("2", "1")


def test_trap_by_hand_and_why_plain_squares_have_none() -> None:
    # in the order a_1, a_2, b_1, b_2: d^2/da_1^2 = b_1^2 + w b_2^2 = w, d^2/da_1 db_1 = 2 b_1 a_1 - 2 = -2, ...
    weighted, plain = (ConvexNetwork(loss, (2, 1, 2)) for loss in ("weighted squares", "squares"))

    def hessian(w: int) -> dln.Matrix:
        return dln.Matrix([[w, 0, -2, 0], [0, 1, 0, 1], [-2, 0, w, 0], [0, 1, 0, 1]])

    assert convex_losses.hessian_of_weighted_squares(weighted, E_22) == hessian(3)
    assert convex_losses.hessian_of_weighted_squares(plain, E_22) == hessian(1)  # [[1, -2], [-2, 1]] is indefinite
    assert convex_losses.orbit_dimension(E_22) == 1
    assert convex_loss.is_trap(weighted, E_22).fails
    assert not convex_loss.is_trap(plain, E_22).fails
