"""The exact normal form of the loss near a critical point, at perturbations of any size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.subjects import CRITICAL_POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import families, general_data, strata
from proofs_check.scopes.critical_points import of_kind
from symdln.algebra.matrix import Matrix

LARGEST = {"small": 8, "default": 10, "large": 14}
"""The largest number of weights."""
MOVES = 3
LARGEST_ENTRY = 4


def problems(size: str) -> list[dln.Problem]:
    """The problems with few weights, canonical ones and those with general data."""
    every = [families.problem(spec) for spec in strata.specs(size)]
    every += [general_data.problem(named) for named in general_data.in_turn(size)]
    return [problem for problem in every if problem.parameters <= LARGEST[size]]


def points(size: str, seed: int) -> Iterator[dln.Point]:
    """A mixed point of every kind; in the default size of one kind of every stratum, outside of the small size."""
    small = set(problems("small"))
    for problem in problems(size):
        thinned = size == strata.THINNED and problem not in small
        for number, kind in strata.chosen(problem) if thinned else enumerate(problem.kinds()):
            if general_data.has_rational_points(problem, kind.selection):
                yield of_kind(kind, kind.representative(seed + number))


def covered(size: str) -> str:
    which = strata.WORDS if size == strata.THINNED else "every kind of critical point"
    return (
        f"a mixed and disguised representative of {which}, of all problems with at most "
        f"{LARGEST[size]} weights among {strata.problems(size)}{families.sentence(size)}; and among the problems with "
        f"general data of ours.inertia.general-data{general_data.thinly(size)}, where the kind has rational points"
    )


few_weights = cases("points of every kind", points, sentence=covered, strength=Verdict.VERIFIED, of=CRITICAL_POINTS)


@dataclass(frozen=True)
class Moved:
    """The blocks of ``P' - P`` at weights W' of any size, in rational terms.

    With ``Sxx^(1/2)`` on the right of all products, ``pi`` projects onto im P and ``into`` is ``Sxx P^T B``, B a basis
    of im P: a basis of the row space of P, up to the same factor, which maps bijectively to the inputs in im Sxx.
    """

    point: dln.Point
    weights: tuple[Matrix, ...]

    @cached_property
    def basis(self) -> Matrix:
        """A basis B of im(P Sxx)."""
        return (self.point.end_to_end @ self.point.problem.Sxx).column_basis()

    @cached_property
    def pi(self) -> Matrix:
        """The orthogonal projection onto im B."""
        return self.basis @ (self.basis.T @ self.basis).inverse() @ self.basis.T

    @cached_property
    def into(self) -> Matrix:
        """``Sxx P^T B``."""
        return self.point.problem.Sxx @ self.point.end_to_end.T @ self.basis

    @cached_property
    def gram(self) -> Matrix:
        """The part of Sxx on the row space of P: ``Sxx P^T (P Sxx P^T)^+ P Sxx``."""
        P, B = self.point.end_to_end, self.basis
        return self.into @ (B.T @ P @ self.into).inverse() @ self.into.T

    @cached_property
    def product(self) -> Matrix:
        """P'."""
        return self.behind(0)

    def behind(self, layer: int) -> Matrix:
        """``W'_H ... W'_{layer+1}``."""
        found = Matrix.identity(self.point.problem.output_width)
        for weight in reversed(self.weights[layer:]):
            found = found @ weight
        return found

    @cached_property
    def corner(self) -> Matrix:
        """``D + a`` in the bases B: ``B^T P' Sxx P^T B``."""
        return self.basis.T @ self.product @ self.into


def change_of_loss(moved: Moved) -> Outcome:
    """``L(W') - L(W) = 2f (1/2 |a|^2 + 1/2 |p|^2 + 1/2 |q|^2 + 1/2 |s|^2 - <E, s>)``, block by block."""
    problem, change = moved.point.problem, moved.product - moved.point.end_to_end
    pi, rest = moved.pi, Matrix.identity(problem.output_width) - moved.pi
    selected, others = moved.gram, problem.Sxx - moved.gram
    squares = sum((left @ change @ right @ change.T).trace() for left in (pi, rest) for right in (selected, others))
    P = moved.point.end_to_end
    chosen = moved.into @ (moved.basis.T @ P @ moved.into).inverse() @ moved.basis.T @ P  # onto the row space of P
    E = rest @ problem.Syx @ (Matrix.identity(problem.input_width) - chosen.T)
    expected = problem.loss_factor * (squares - 2 * (rest @ change @ E.T).trace())
    return equal(
        dln.loss(problem, moved.weights) - moved.point.loss, expected, "change of the loss, and the sum over blocks"
    )


def splitting(moved: Moved) -> Outcome:
    """T is P on the row space of P, T^T is P^T on im P, and ``rank E = rank Sxy - r``."""
    point, problem = moved.point, moved.point.problem
    residual = problem.Syx - point.end_to_end @ problem.Sxx
    return all_of(
        is_true((problem.Sxx @ point.end_to_end.T @ residual).is_zero(), "im P is orthogonal to the residual"),
        is_true((residual @ point.end_to_end.T).is_zero(), "the residual vanishes on the row space of P"),
        equal(residual.rank(), problem.cross_rank - point.rank, "rank E, and rank Sxy - r"),
    )


def schur(moved: Moved) -> Outcome:
    """``s = q (D + a)^-1 p + s~``, where s~ is the product of the restrictions of W'_j to K_{j-1} -> K_j."""
    point, problem = moved.point, moved.point.problem
    r, depth = point.rank, problem.depth
    if moved.corner.rank() < r:
        return holds("D + a is singular, so nothing is said of s")
    inputs = problem.input_basis
    spaces = [inputs @ (moved.basis.T @ moved.product @ inputs).nullspace()]
    spaces += [(moved.basis.T @ moved.behind(j)).nullspace() for j in range(1, depth + 1)]
    sizes = [problem.data_rank - r, *(width - r for width in problem.widths[1:])]
    if [space.shape[1] for space in spaces] != sizes:
        return fails("the dimensions of K_0, ..., K_H are not d_j - r", weights=moved.weights)
    images = list(zip(moved.weights, spaces, spaces[1:], strict=False))
    kept = all((moved.basis.T @ moved.behind(j) @ W @ K).is_zero() for j, (W, K, _) in enumerate(images, start=1))
    restricted = Matrix.identity(spaces[0].shape[1])
    for W, K, following in images:
        gram = (following.T @ following).inverse()
        restricted = gram @ following.T @ W @ K @ restricted
    free = spaces[0] - moved.into @ (moved.basis.T @ point.end_to_end @ moved.into).inverse() @ (
        moved.basis.T @ point.end_to_end @ spaces[0]
    )  # the vectors y of ker P that belong to the basis of K_0
    rest = Matrix.identity(problem.output_width) - moved.pi
    s_minus_schur = rest @ (
        moved.product @ free
        - moved.product @ moved.into @ moved.corner.inverse() @ (moved.basis.T @ moved.product @ free)
    )
    return all_of(
        is_true(kept, "W'_j maps K_{j-1} into K_j"),
        equal(spaces[-1] @ restricted, s_minus_schur, "product of the restrictions, and s - q (D + a)^-1 p"),
    )


def moves(point: dln.Point) -> Iterator[Moved]:
    """Weights W' that have nothing to do with W, and W changed by large integers in one layer and in all."""
    drawn = random.Random(str(point.problem.widths) + str(point.multiplicities))

    def integers(shape: tuple[int, int]) -> Matrix:
        entries = [drawn.randint(-LARGEST_ENTRY, LARGEST_ENTRY) for _ in range(shape[0] * shape[1])]
        return Matrix.from_entries(*shape, entries)

    yield Moved(point, tuple(map(integers, point.problem.shapes)))
    yield Moved(point, tuple(W + integers(W.shape) for W in point.weights))
    layer = drawn.randrange(point.problem.depth)
    yield Moved(point, tuple(W + integers(W.shape) if j == layer else W for j, W in enumerate(point.weights)))


@claim(
    "ours.normal-form",
    source=OURS.at("the order of a saddle, the normal form of the loss"),
    statement=r"L(W') - L(W) = 2f \left(\tfrac12 |a|^2 + \tfrac12 |p|^2 + \tfrac12 |q|^2 + \tfrac12 |s|^2 - \langle E, "
    r"s \rangle\right), \quad \det(D + a) \ne 0 \Rightarrow s = q (D + a)^{-1} p + \tilde W_H \cdots \tilde W_1, \; "
    r"\tilde W_j \in \mathbb{R}^{(d_j - r) \times (d_{j-1} - r)}",
    over=few_weights,
    made_precise="P = diag(D, 0) and T = diag(D, E) in orthonormal bases at the ends, after the reduction to Sxx = I, "
    "and P' = [[D + a, p], [q, s]]; in scope the identities are asked in a rational form without bases, with the "
    f"restrictions of W'_j to ker([1 0] W'_H ... W'_j+1), for {MOVES} choices of W' that are not near W (integers up "
    f"to {LARGEST_ENTRY} in all layers, added to all layers, added to one)",
    written=written.NORMAL_FORM,
)
def normal_form(point: dln.Point) -> Outcome:
    """At all weights the change of the loss is the sum over the blocks of the product, and the last block is a Schur
    term plus a product of H smaller matrices.
    """
    every = list(moves(point))
    return all_of(splitting(every[0]), *(part(moved) for moved in every for part in (change_of_loss, schur)))
