"""Networks whose weights and targets are indeterminates: cases by hand."""

from __future__ import annotations

import symdln as dln
from proofs_check.networks.indeterminates import Network


def test_gradient_of_the_smallest_network_is_the_one_by_hand() -> None:
    # 2 L = (s - b a)^2 with a = W_1, b = W_2: d/da = -2 b (s - b a), d/db = -2 a (s - b a)
    network = Network((1, 1, 1))
    a, b, s = network.W[0].rows[0][0], network.W[1].rows[0][0], network.target.rows[0][0]
    assert network.twice_gradient[0].rows == ((-2 * b * (s - b * a),),)
    assert network.twice_gradient[1].rows == ((-2 * a * (s - b * a),),)


def test_symbolic_gradient_agrees_with_the_exact_gradient_at_a_point() -> None:
    widths = (2, 3, 1, 2)
    problem = dln.Problem.canonical((3, 2), widths)
    point = dln.Point(problem, [[[1, 2], [0, -1], [3, 1]], [[2, -1, 1]], [[1], [-2]]])
    network = Network(widths)
    letters = [entry for W in [*network.W, network.target] for row in W.rows for entry in row]
    values = [int(x) for W in [*point.weights, problem.Syx] for x in W.entries()]
    order = {str(letter): value for letter, value in zip(letters, values, strict=True)}
    at = [order[str(generator)] for generator in network.zero.context().gens()]
    symbolic = [[int(entry(*at)) for row in block.rows for entry in row] for block in network.twice_gradient]
    assert symbolic == [[2 * x for x in block.entries()] for block in point.gradient]
