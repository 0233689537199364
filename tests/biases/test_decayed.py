"""Weight decay and biases together: calculus by sympy, and the reduction to centred data by the exact Hessian."""

from fractions import Fraction
from typing import Any

import pytest
import sympy

import symdln as dln
from symdln.algebra.inertia import Inertia
from symdln.biases import BiasedProblem, DecayedBiasedPoint, DecayedBiasedProblem
from symdln.biases.decayed import critical_point_with_decay
from symdln.decay import made_point, representative

WHITE = [[3, 1], [1, 3]], [[7, 1], [2, 2]]  # means (2, 2) and (4, 2); centred X = [[1, -1], [-1, 1]], so of rank 1
SQUARE = [[2, 0, 1, 1], [1, 1, 2, 0]], [[5, -3, 1, 1], [0, 0, 3, -3]]  # centred X X^T = 2 I, means (1, 1), (1, 0)


def problem(decay, biased="all", hidden=(2,)):
    return DecayedBiasedProblem.of(BiasedProblem.from_data(*SQUARE, hidden, biased=biased), decay)


@pytest.mark.parametrize("biased", ["all", "output", (True, False)])
def test_loss_gradient_and_hessian_are_those_of_sympy(biased):
    """The polynomial in weights and biases, differentiated by sympy."""
    decayed = problem([Fraction(1, 2), 3], biased, hidden=(1,))
    weights, biases = [[[1, 2]], [["1/2"], [2]]], [[-2], ["1/3", 5]]
    given = [b if has else None for b, has in zip(biases, decayed.problem.biased, strict=True)]
    point = DecayedBiasedPoint(decayed, weights, given)
    names, values, h = [], [], sympy.Matrix(SQUARE[0])
    loss: Any = 0
    for j, (W, b) in enumerate(zip(weights, given, strict=True), 1):
        V = sympy.Matrix(len(W), len(W[0]), sympy.symbols(f"w{j}_:2"))
        names += list(V)
        values += [sympy.Rational(str(entry)) for row in W for entry in row]
        loss += sympy.Rational(str(decayed.decays[j - 1])) * sum(v**2 for v in V) / 2
        h = V * h
        if b is not None:
            c = sympy.Matrix(len(b), 1, sympy.symbols(f"b{j}_:{len(b)}"))
            names += list(c)
            values += [sympy.Rational(str(entry)) for entry in b]
            h += c * sympy.ones(1, 4)
    loss += sum(r**2 for r in h - sympy.Matrix(SQUARE[1])) / 2
    at = dict(zip(names, values, strict=True))
    assert sympy.Rational(str(point.loss)) == loss.subs(at)
    gradient = [entry for pair in point.gradient for block in pair if block is not None for entry in block.entries()]
    assert [sympy.Rational(str(entry)) for entry in gradient] == [loss.diff(v).subs(at) for v in names]
    assert point.hessian.to_sympy() == sympy.hessian(loss, names).subs(at)
    assert point.label == "not critical"


@pytest.mark.parametrize("decay", ["39/8", 6, ["39/2", "39/32"]])  # w^2 = s - lam/2: 25/16 and 9/16; 1, and 3 is met
@pytest.mark.parametrize("biased", ["all", "output"])
def test_kinds_have_points_with_the_inertia_that_the_reduction_says(decay, biased):
    """By the exact Hessian in all weights and biases.  The centred target has singular values 4 and 3."""
    decayed = problem(decay, biased)
    kinds = list(decayed.kinds())
    assert len(kinds) > 1
    for kind in kinds:
        point = critical_point_with_decay(decayed, representative(decayed.centred, kind))
        assert point.is_critical
        assert point.inertia_by_hessian == point.inertia_by_centred == decayed.inertia(kind)
        assert point.label == kind.label
        assert point.loss == decayed.centred.value(kind).value


def test_without_an_output_bias_there_is_no_list():
    decayed = problem(1, (True, False))
    with pytest.raises(dln.InputError, match="The output layer has no bias"):
        decayed.kinds()


def test_zero_without_an_output_bias_by_hand():
    """At W = 0 and b_1 = 0 each of the two hidden units has the form |u|^2 + |x|^2 - 2 u^T (Syx x + Y 1 c), u its
    column of W_2, x its row of W_1, c its bias.  With M = [Syx, Y 1] = [[12, 4, 4], [0, 6, 0]] it is |u - M (x, c)|^2
    plus diag(1, 1, 0) - M^T M, and M, of rank 2, has no singular value below 5: two negative eigenvalues a unit.
    """
    point = DecayedBiasedPoint(problem(1, (True, False)), [[[0, 0], [0, 0]]] * 2, [[0, 0], None])
    assert (point.is_critical, point.label) == (True, "strict saddle")
    assert point.inertia_by_hessian == Inertia(6, 4, 0)


def test_data_that_no_list_covers_say_so():
    decayed = DecayedBiasedProblem.of(BiasedProblem.from_data(*WHITE, (2,)), 1)
    with pytest.raises(dln.InputError, match="No list of critical points with decay"):
        decayed.kinds()
    with pytest.raises(dln.InputError, match="Some layers have the decay 0"):
        DecayedBiasedProblem.of(BiasedProblem.from_data(*SQUARE, (2,)), [1, 0])


def test_points_are_values():
    decayed = problem(1)
    point, same, other = (DecayedBiasedPoint(decayed, [[[1, 2], [0, 1]]] * 2, [[1, 1], [k, 0]]) for k in (1, 1, 2))
    assert point == same != other
    assert hash(point) == hash(same)
    with pytest.raises(dln.InputError, match="the gradient does not vanish"):
        _ = point.inertia_by_centred


def test_the_smallest_network_by_hand():
    """L = (a b + c - 4)^2 / 2 + ... for x = 0, 2 and y = 0, 4: centred Sxx = 2, Syx = 4, Syy = 8, so with w = a = b
    2 w^2 - 4 + 1 = 0 at decay 1; at 2 it is w = 1, and L = (8 - 2 * 4 + 2)/2 + 2 = 3.
    """
    decayed = DecayedBiasedProblem.of(BiasedProblem.from_data([[0, 2]], [[0, 4]], (1,)), 2)
    point = DecayedBiasedPoint(decayed, [[[1]], [[1]]], [[0], [1]])  # mean input 1, mean target 2
    assert (point.is_critical, point.loss, point.label) == (True, 3, "global minimiser")
    assert point.inertia_by_hessian == Inertia(3, 0, 1)
    assert made_point((1, 1, 1), 1, [1]).is_critical
