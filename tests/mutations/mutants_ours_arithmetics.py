"""False neighbours of the claims ``ours.arithmetics``."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import symdln as dln
from proofs_check.language.outcome import Outcome, equal
from symdln import precise
from symdln.algebra.matrix import Matrix
from symdln.symbolic import SymbolicPoint
from tests.mutations.planting import Planting

plant = Planting()


@plant("ours.arithmetics.invariants", "W_{j+1}^T W_{j+1} + W_j W_j^T, a sum for the difference, by FLINT")
def sums_do_not_move(point: dln.Point) -> Outcome:
    slopes = [-layer for layer in point.gradient]
    found: list[Fraction] = []
    for (lower, upper), (d_lower, d_upper) in zip(pairwise(point.weights), pairwise(slopes), strict=True):
        half = d_upper.T @ upper + d_lower @ lower.T
        found += (half + half.T).entries()
    return equal(found, [Fraction(0)] * len(found), "derivatives of the sums")


@plant("ours.arithmetics.invariants", "twice the invariant of the lower layer, by sympy")
def lower_twice(point: dln.Point) -> Outcome:
    network = SymbolicPoint(point).network
    below = [x**2 for layer in network.layers[:1] for row in layer for x in row]
    slope = network._along_flow(sum(below[1:], below[0]))
    return equal(str(slope.as_expr()), "0", "the derivative of |W_1|^2")


@plant("ours.arithmetics.values", "the sum over the unselected values")
def unselected(point: dln.Point) -> Outcome:
    problem = point.problem
    rest = [i for i in range(len(problem.positions)) if i not in point.selection]
    kept = sum((problem.spectrum[problem.positions[i]].value or Fraction(0) for i in rest), Fraction(0))
    value = problem.loss_factor * (problem.Syy.trace() - kept)
    return equal(precise.network_of(point).loss(), value, "the loss, and the value of the unselected ones")


@plant("ours.arithmetics.values", "f times tr Syy, minus the sum without f")
def without_the_factor(point: dln.Point) -> Outcome:
    problem = point.problem
    kept = sum((problem.spectrum[problem.positions[i]].value or Fraction(0) for i in point.selection), Fraction(0))
    return equal(SymbolicPoint(point).loss, problem.loss_factor * problem.Syy.trace() - kept, "the loss in sympy")


def at_zero(problem: dln.Problem) -> dln.Point:
    return dln.Point(problem, [Matrix.zeros(rows, columns) for rows, columns in problem.shapes])


@plant("ours.arithmetics.zero", "strict at every depth, by mpmath")
def strict_at_every_depth(problem: dln.Problem) -> Outcome:
    return equal(
        precise.signature(at_zero(problem)).negative, problem.widths[1] * problem.cross_rank, "negative eigenvalues"
    )


@plant("ours.arithmetics.zero", "rank Sxy alone, without d_1")
def without_the_width(problem: dln.Problem) -> Outcome:
    expected = problem.cross_rank if problem.depth == 2 else 0
    return equal(at_zero(problem).inertia_by_hessian.negative, expected, "negative eigenvalues")
