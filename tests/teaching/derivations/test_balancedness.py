"""The derived invariants and their decay, compared with the exact landscape code at random points."""

from fractions import Fraction

import pytest

import symdln as dln
from symdln.algebra.words import evaluate
from symdln.teaching.derivations import balancedness
from tests.teaching.derivations.support import WIDTHS, Case, derive


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_invariants_of_the_landscape_do_not_move_and_decay_with_weight_decay(widths):
    """d/dt C_j along dW_j = -(gradient + lambda W_j) is -2 lambda C_j, exactly."""
    case, decay = Case(widths), Fraction(2, 7)
    gradients = dln.gradient(case.problem, case.weights)
    for j, pair in enumerate(balancedness.neighbours(case.depth)):
        letters = {pair.W_j: case.weights[j], pair.W_k: case.weights[j + 1]}
        C = evaluate(pair.definitions[pair.C], letters)
        for rate in (Fraction(0), decay):
            U_j, U_k = ((gradients[n] + case.weights[n] * rate) * -1 for n in (j, j + 1))
            W_j, W_k = case.weights[j], case.weights[j + 1]
            moved = U_k.T @ W_k + W_k.T @ U_k - U_j @ W_j.T - W_j @ U_j.T
            assert moved == C * (-2 * rate)
    parts = [part for part in derive("weight-decay", case.depth).parts if part.title.startswith("d/dt")]
    assert all(str(part.result).startswith("-2 lambda C_") for part in parts)
