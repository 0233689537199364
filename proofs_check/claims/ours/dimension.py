"""The dimension of the set of critical points of one kind, and the nullity of the Hessian beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from proofs_check.claims.ours.normal_form import few_weights
from proofs_check.facts import written
from proofs_check.facts.extrema import critical_above_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import on_point
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, holds, is_true
from proofs_check.language.sharing import shared
from proofs_check.language.sources import OURS
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data
from symdln.algebra.matrix import Matrix

FORMULA = (
    r"\dim = \sum_{0 < j < H} d_j^2 + h^2 - e(h - e) + g(g - e) - \sum_{\sigma, \tau} \hom(\sigma, \tau) + \sum_v r_v "
    r"(m_v - r_v) + d_1 (d_x - \operatorname{rank} X)"
)

TANGENT_UP_TO = 8
"""Up to so many weights the moves are checked against the exact Hessian."""


def tangent_dimension(point: dln.Point) -> int:
    """The dimension of the kind at the point: the rank of the derivative of the group that moves its points.

    The group: GL(d_j) at the hidden layers; at the ends the pairs that are the identity on the selected part, keep its
    complements and commute with E^T; and the pairs of rotations that keep the target T, which move the selected part
    inside its singular spaces.  X of rank k < d_x is replaced by k independent inputs, of which the loss sees all; the
    d_1 (d_x - k) free weights are added.
    """
    problem = point.problem
    moves = tangent_moves(point)
    free = problem.widths[1] * (problem.input_width - problem.data_rank)
    return (Matrix(moves).rank() if moves and moves[0] else 0) + free


@shared
def tangent_moves(point: dln.Point) -> list[list]:
    """Vectors that span the tangent space of the kind at the point, each with the entries of all changes of weights.

    For X of rank k < d_x the first layer is taken on k independent inputs.
    """
    inputs = point.problem.input_basis
    moments = _on_inputs(point.problem, inputs)
    weights = [point.weights[0] @ inputs, *point.weights[1:]]
    return [*_hidden_moves(weights), *_end_moves(weights, *moments)]


def _on_inputs(problem: dln.Problem, inputs: Matrix) -> tuple[Matrix, Matrix]:
    """Sxx and Syx in the coordinates of a basis of im Sxx."""
    left = (inputs.T @ inputs).inverse() @ inputs.T
    return left @ problem.Sxx @ left.T, problem.Syx @ left.T


def _hidden_moves(weights: list[Matrix]) -> Iterator[list]:
    """``W_j -> g W_j``, ``W_{j+1} -> W_{j+1} g^-1`` for g near 1, by a basis of all matrices g - 1."""
    for j in range(1, len(weights)):
        width = weights[j].shape[1]
        for a, b in itertools.product(range(width), repeat=2):
            unit = Matrix.from_entries(width, width, [int(k == a * width + b) for k in range(width * width)])
            changes = [Matrix.zeros(*weight.shape) for weight in weights]
            changes[j - 1] = unit @ weights[j - 1]
            changes[j] = -(weights[j] @ unit)
            yield _flat(changes)


def _end_moves(weights: list[Matrix], Sxx: Matrix, Syx: Matrix) -> Iterator[list]:
    """``W_1 -> - W_1 x`` and ``W_H -> y W_H`` for bases of both Lie algebras (x, y) at the ends."""
    P = weights[-1]
    for weight in reversed(weights[:-1]):
        P = P @ weight
    residual = Syx - P @ Sxx
    d_0, d_H = Sxx.shape[0], P.shape[0]
    inverse = Sxx.inverse() if d_0 else Sxx
    for x, y in [
        *_solutions(
            d_0,
            d_H,
            lambda x, y: (x @ Sxx @ P.T, P @ x, y @ P, P.T @ y, x @ residual.T - residual.T @ y),
        ),
        *_solutions(d_0, d_H, lambda x, y: (x @ Sxx + Sxx @ x.T, y + y.T, y @ Syx - Syx @ inverse @ x @ Sxx)),
    ]:
        changes = [Matrix.zeros(*weight.shape) for weight in weights]
        changes[0] = changes[0] - weights[0] @ x
        changes[-1] = changes[-1] + y @ weights[-1]
        yield _flat(changes)


def _solutions(d_0: int, d_H: int, conditions) -> Iterator[tuple[Matrix, Matrix]]:
    """A basis of the pairs (x, y) of square matrices at which these linear expressions vanish."""
    units = []
    for side, width in enumerate((d_0, d_H)):
        for place in range(width * width):
            pair = [Matrix.zeros(d_0, d_0), Matrix.zeros(d_H, d_H)]
            pair[side] = Matrix.from_entries(width, width, [int(k == place) for k in range(width * width)])
            units.append(tuple(pair))
    columns = [_flat(conditions(*pair)) for pair in units]
    kernel = Matrix(columns).T.nullspace()
    for values in kernel.T.flint.tolist():
        x, y = values[: d_0 * d_0], values[d_0 * d_0 :]
        yield Matrix.from_entries(d_0, d_0, x), Matrix.from_entries(d_H, d_H, y)


def _flat(matrices) -> list:
    """All entries in one row, as FLINT's rationals."""
    return [entry for matrix in matrices for entry in matrix.flint.entries()]


@claim(
    "ours.dimension",
    source=OURS.at("the order of a saddle, the dimension of a kind"),
    statement=FORMULA,
    over=few_weights,
    made_precise="g = rank X - r, h = d_y - r, e = rank Sxy - r; hom(sigma, tau) is 1 if an initial piece of sigma is "
    "a final piece of tau, over all copies of strings; m_v is the multiplicity of the nonzero singular value v, and S "
    "takes it r_v times; in scope the dimension is the exact rank of the derivative, at the point, of the group that "
    f"acts on the points of its kind; with at most {TANGENT_UP_TO} weights the exact Hessian vanishes on its image",
    written=written.DIMENSION,
)
def dimension(point: dln.Point) -> Outcome:
    """The set of critical points of a kind has the dimension that its strings, ranks and ties give."""
    return all_of(
        equal(dln.kind_of(point).dimension, tangent_dimension(point), "dimension by strings, and of the tangent space"),
        moves_are_tangent(point),
    )


def moves_are_tangent(point: dln.Point) -> Outcome:
    """The exact Hessian, on independent inputs, vanishes on all moves, as it does along a set of critical points."""
    problem, inputs = point.problem, point.problem.input_basis
    if problem.parameters > TANGENT_UP_TO or not inputs.shape[1]:
        return holds("the Hessian is not compared with the moves here")
    reduced = dln.Problem.from_moments(*_on_inputs(problem, inputs), problem.Syy, problem.hidden)
    moves = tangent_moves(point)
    columns = Matrix.from_entries(len(moves), reduced.parameters, itertools.chain(*moves)).T
    hessian = dln.Point(reduced, [point.weights[0] @ inputs, *point.weights[1:]]).hessian
    return is_true((hessian @ columns).is_zero(), "the Hessian vanishes on the moves", weights=point.weights)


non_strict = on_point("n_- = 0", "n_- = 0", lambda point: point.inertia_by_hessian.negative == 0)


@claim(
    "ours.dimension.degenerate",
    source=OURS.at("the order of a saddle, the dimension of a kind"),
    statement=r"n_- = 0, \; L(W) > \min L \Rightarrow n_0 > \dim",
    over=every_critical_point(),
    assuming=(critical_above_minimum, non_strict),
    made_precise="dim is that of ours.dimension, n_0 the nullity of the exact Hessian: the critical points of one kind "
    "are degenerate in the sense of Morse and Bott at every non-strict saddle",
    written=written.DEGENERATE,
)
def degenerate(point: dln.Point) -> Outcome:
    """At every non-strict saddle the Hessian has a larger kernel than the tangent space of the saddles of its kind."""
    return at_most(dln.kind_of(point).dimension + 1, point.inertia_by_hessian.zero, "one more than dim, and n_0")


degenerate_general = on_general_data(degenerate)
