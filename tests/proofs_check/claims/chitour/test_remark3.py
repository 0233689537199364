"""Remark 3 of Chitour et al. (2022): cases by hand and planted faults."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from proofs_check.claims.chitour import remark3
from proofs_check.networks import words
from proofs_check.networks.words import NEIGHBOURS, MarkedChain, any_loss
from symdln.algebra.words import Symbol, derivative, norm_squared, trace
from tests.proofs_check.settling import first_failure


def test_invariant_of_the_cross_entropy_entry_by_entry() -> None:
    # an independent route: sympy differentiates log(e^{z_1} + e^{z_2}) - z_1, z = W_2 W_1 x, by every entry
    W_1, W_2 = sympy.Matrix(2, 1, sympy.symbols("a b")), sympy.Matrix(2, 2, sympy.symbols("c d e f"))
    z = W_2 @ W_1 * 3
    loss = sympy.log(sympy.exp(z[0]) + sympy.exp(z[1])) - z[0]
    V_1, V_2 = (W.applyfunc(lambda entry: -sympy.diff(loss, entry)) for W in (W_1, W_2))
    rate = V_2.T * W_2 + W_2.T * V_2 - V_1 * W_1.T - W_1 * V_1.T
    assert rate.applyfunc(sympy.simplify) == sympy.zeros(2, 2)
    assert sympy.simplify((V_2.T * W_2)[0, 0]) != 0


def test_weight_decay_by_hand() -> None:
    # lambda = 1, W_1 = 0, W_2 = (0, 1)^T: C = 1; the loss does not change C, the decay gives -2 C
    assert first_failure(remark3.regularised) == (1, 0, 0, 1)
    outcome = remark3.regularised.check((1, 0, 0, 1))
    assert outcome.details["rate"] == [["-2"]]
    assert remark3.regularised.check((0, 0, 0, 1)).holds
    assert remark3.regularised.check((1, 1, 0, 0)).fails
    assert remark3.regularised.check((1, 0, 0, 0)).holds  # C = 0 is kept


@pytest.mark.parametrize("gaps", NEIGHBOURS.values())
def test_weight_decay_and_other_terms_break_the_balance_in_words(gaps: words.Gaps) -> None:
    chain = MarkedChain(gaps)
    upper, lower = chain.W
    loss = any_loss(chain.P)
    assert words.balance_is_kept(chain, "planted", loss).holds
    assert words.balance_is_kept(chain, "planted", loss + (norm_squared(upper) + norm_squared(lower)) / 2).fails
    assert words.balance_is_kept(chain, "planted", loss + norm_squared(upper) / 2).fails


@pytest.mark.parametrize("factor", [2, -1, 4])
def test_planted_rate_of_decay_is_refuted_in_words(factor: int) -> None:
    chain = MarkedChain(NEIGHBOURS["two inner layers"])
    decay = words.scalar("lambda")
    upper, lower = chain.W
    loss = any_loss(chain.P) + decay * (norm_squared(upper) + norm_squared(lower)) / 2
    kept = upper.T @ upper - lower @ lower.T
    assert derivative(kept, chain.flows(loss)) == -2 * decay * kept
    assert derivative(kept, chain.flows(loss)) != factor * decay * kept


def test_relu_keeps_norms_and_not_the_matrices() -> None:
    # one sample, D the diagonal matrix of its activations: W_2^T W_2 - W_1 W_1^T moves, its trace does not
    W_1, W_2 = Symbol("W_1", "n", "d_x"), Symbol("W_2", "d_y", "n")
    D = Symbol("D", "n", "n", symmetric=True)
    F = Symbol("F", "d_y", "d_x")
    flows = {W_2: -(F @ W_1.T @ D), W_1: -(D @ W_2.T @ F)}
    rate = derivative(W_2.T @ W_2 - W_1 @ W_1.T, flows)
    assert rate
    assert trace(rate) == 0


def test_no_pre_activation_vanishes_and_all_signs_occur() -> None:
    signs = [remark3.RectifiedNetwork(case).signs() for case in remark3.RECTIFIED]
    assert all(0 not in each for each in signs)
    assert {sign for each in signs for sign in each} == {1, -1}


def test_relu_gradient_by_hand() -> None:
    # slope 0, W_1 = 2, W_2 = 3, x = 1, y = 5: output 6, L = 1/2; dL/dW_2 = 1 * 2, dL/dW_1 = 1 * 3: both pairings are 6
    network = remark3.RectifiedNetwork(((1, 1, 1), "0"))
    network.W = [[[Fraction(2)]], [[Fraction(3)]]]
    network.samples, network.targets = [[Fraction(1)]], [[Fraction(5)]]
    assert network.loss() == Fraction(1, 2)
    assert network.pairing(0) == network.pairing(1) == 6


def test_planted_activation_breaks_the_norms(monkeypatch: pytest.MonkeyPatch) -> None:
    # max(z, 0) + 1 is piecewise linear too, but not homogeneous
    def shifted(self: remark3.RectifiedNetwork, x: list[Fraction]) -> list[list[Fraction]]:
        found, h = [], x
        for W in self.W:
            found.append([sum((a * b for a, b in zip(row, h, strict=True)), Fraction(0)) for row in W])
            h = [max(z, self.slope * z) + 1 for z in found[-1]]
        return found

    monkeypatch.setattr(remark3.RectifiedNetwork, "pre_activations", shifted)
    assert remark3.relu.check(((1, 1, 1), "0")).fails
