"""The notation of Theorem 8 of the slides: the product of the hidden layers."""

import symdln as dln
from proofs_check.claims.lucchi.parts import deep
from proofs_check.language import sources
from symdln.algebra.matrix import Matrix


def test_the_hidden_product_is_the_identity_for_one_hidden_layer():
    problem = dln.Problem.canonical((2, 1), (2, 3, 2))
    zero = dln.Point(problem, [Matrix.zeros(3, 2), Matrix.zeros(2, 3)])
    assert sources.LUCCHI_DEEP.conventions.rank_of(zero) == 3
    assert deep.hidden_rank.met_by(zero)
    deeper = dln.Problem.canonical((2, 1), (2, 2, 1, 2))
    W = [Matrix.zeros(2, 2), Matrix([[1, 0]]), Matrix.zeros(2, 1)]
    assert deep.hidden_rank.met_by(dln.Point(deeper, W))  # rank W_2 = 1 = p
    assert not deep.hidden_rank.met_by(dln.Point(deeper, [W[0], Matrix.zeros(1, 2), W[2]]))
