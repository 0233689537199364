"""Proposition 1 of Chitour et al. (2022): bounds that are met and can fail, and simulated flows."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import pytest

import symdln as dln
from proofs_check.claims.chitour import ovf, prop1
from proofs_check.claims.chitour.parts import rates
from proofs_check.claims.chitour.parts.convergence import Bounds, growth_rate
from proofs_check.claims.chitour.parts.overfitting import Flow
from proofs_check.language.outcome import Outcome, at_most
from proofs_check.networks.layers import DEPTHS
from symdln.numeric import NumericProblem, flow_batch
from tests.proofs_check.claims.chitour.support import point
from tests.proofs_check.settling import first_failure, small_cases


def test_convergence_is_asked_of_the_flow_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(prop1.prop_1.check(case).holds for case in DEPTHS)
    assert any(step.startswith("Lojasiewicz") for step in prop1.prop_1.prose)
    monkeypatch.setattr(prop1, "velocity", lambda layers, j: -rates.velocity(layers, j))
    assert all(prop1.prop_1.check(case).fails for case in DEPTHS)


# -- Lemma 2.4 and Proposition 1 ---------------------------------------------------------------------------------------


def test_norm_bound_is_met_at_the_scaled_weights_and_can_fail() -> None:
    # a = b = 20: C = 0, g = 400 > K_2 = max(1, 2 * 3 / (1/2)) = 12, dg/dt = 2 * 400 * (3 - 400) < 0
    at = point((1, 1, 1), [[20]], [[20]])
    assert Bounds(at).K_2 == 12
    assert prop1.decreases_beyond(at).holds
    assert growth_rate(at) == 800 * (3 - 400)
    # a = b = 1 lies below it, and g grows there: without the bound the statement is false
    below = point((1, 1, 1), [[1]], [[1]])
    assert at_most(growth_rate(below), Fraction(0), "dg/dt").fails


def test_right_hand_side_needs_the_higher_power() -> None:
    # with g^H in place of g^{H+1} at depth 2: 2 g - K (1 + g) = 2 - 2 K at g = K, which is negative for K > 1
    assert prop1.right_side_is_negative(2).holds
    ring = flint.fmpz_mpoly_ctx.get(["u", "v"], "degrevlex")
    u, v = ring.gens()
    lower_power = 2 * (1 + u + v) - (1 + v) * (1 + (1 + u + v))  # 2 g - K (1 + g)
    assert any(int(c) < 0 for c in lower_power.coeffs())


# -- simulated flows ---------------------------------------------------------------------------------------------------


def test_flow_from_a_stable_manifold_is_not_taken_for_a_minimum() -> None:
    # L = 1/2 (2 - ab)^2 from a = 1, b = -1: a = -b for ever, so the flow runs into the saddle 0 with loss 2
    problem = dln.Problem.canonical((2,), (1, 1, 1))
    run = flow_batch(NumericProblem.of(problem), [np.array([[[1.0]]]), np.array([[[-1.0]]])])
    flow = Flow((1, 1, 1), ("2",), 0, bool(run.converged[0]), float(run.losses[0]), 0.0, 2.0, 10.0)
    assert flow.converged
    assert prop1.prop_1_simulated.check(flow).holds
    assert ovf.ovf_shallow_simulated.check(flow).fails
    assert flow.loss == pytest.approx(2)


def test_flows_that_leave_the_bound_or_do_not_rest_are_found() -> None:
    good = next(small_cases(prop1.prop_1_simulated))
    assert prop1.prop_1_simulated.check(good).holds
    assert prop1.prop_1_simulated.check(good._replace(largest_square=good.bound * 1.01)).fails
    assert prop1.prop_1_simulated.check(good._replace(converged=False)).fails


def test_tighter_bounds_of_the_path_are_refuted() -> None:
    def below_the_start(flow: Flow) -> Outcome:
        return at_most(flow.largest_square, flow.bound / 1000, "square of the norm, by a thousandth of the bound")

    assert first_failure(prop1.prop_1_simulated, below_the_start) is not None
