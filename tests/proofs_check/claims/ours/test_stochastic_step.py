"""A step on a random sample: numbers by hand."""

import symdln as dln
from proofs_check.claims.ours.stochastic_step import Draws, mean, spread, stochastic_step


def test_by_hand() -> None:
    # the mean of diag(1, 0) and diag(0, 3)
    assert mean([dln.Matrix.diagonal([1, 0]), dln.Matrix.diagonal([0, 3])]) == dln.Matrix.diagonal(["1/2", "3/2"])
    exact = Draws(((1, 1, 1), 1, "1"))
    # the gradients of the samples, three times each, have the gradient of the sum of their losses as their mean
    assert [mean([G[k] for G in exact.draws]) for k in (0, 1)] == exact.whole
    assert spread(exact, 1) != exact.whole[1].T @ exact.whole[1] - exact.whole[0] @ exact.whole[0].T
    assert stochastic_step.check(((1, 1, 1), 1, "1")).holds
