"""Sections 2.3 and 3.2: local extrema, saddles and negative curvature, Proposition 4.

Notations:

    target_is_diagonal  Y X^T = [S_Y 0] with S_Y diagonal and nonnegative
    reduced             the hypothesis of the reduced problem (3)
    SECTION_3           the hypotheses of Sections 3 and 4
    LEMMA_3_2           the hypotheses of Lemma 3.2
    EVERY_CRITICAL      those, at critical points
    E_Y_READING         how D_Y and E_Y are read
    NO_VALUE_MISSED     what says that no critical value is missed
    blocks              the Blocks of a point, shared
    below_full_rank     the hypothesis r < d_y
    Blocks              D_W, U, V and the other matrices of Section 3 at a point
    is_saddle           the critical point is not a local extremum
    permutation_matrix  the matrix whose columns are unit vectors in a given order
    aligned_points      one critical point of every kind of a problem
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import symdln as dln
from proofs_check.facts.extrema import is_no_local_maximum, is_no_local_minimum
from proofs_check.language.hypotheses import all_of_items, assumption, is_critical, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.sharing import shared
from proofs_check.language.sources import CHITOUR
from symdln.algebra.matrix import hstack, vstack


def target_is_diagonal(problem: dln.Problem) -> bool:
    """Whether ``Y X^T = [S_Y 0]`` with S_Y diagonal and nonnegative, and Y Y^T its square."""
    diagonal = [problem.Syx[i, i] for i in range(min(problem.input_width, problem.output_width))]
    target = dln.Matrix.diagonal(diagonal, (problem.output_width, problem.input_width))
    return min(diagonal) >= 0 and problem.Syx == target and problem.Syy == target @ target.T


reduced = all_of_items(
    "reduced problem (3)",
    r"X = I, Y = \Sigma_Y = [S_Y \; 0]",
    (
        on_problem("d_y <= d_x", "d_y <= d_x", lambda problem: problem.output_width <= problem.input_width),
        on_problem("Sxx = I", "X = I", lambda problem: problem.Sxx == dln.Matrix.identity(problem.input_width)),
        on_problem(
            "the loss has the factor 1/2",
            r"L = \tfrac12 \|\cdot\|^2",
            lambda problem: problem.loss_factor == CHITOUR.conventions.loss_factor,
        ),
        on_problem("Y = [S_Y 0]", r"Y = [S_Y \; 0], S_Y diagonal, S_Y \ge 0", target_is_diagonal),
    ),
)


SECTION_3 = (reduced, assumption("chitour.1"), assumption("chitour.2"))
"""Sections 3 and 4 work with the reduced problem (3) under Assumptions 1 and 2."""


LEMMA_3_2 = (*SECTION_3, assumption("chitour.3"))


EVERY_CRITICAL = (*LEMMA_3_2, is_critical)


E_Y_READING = "D_Y and E_Y as in chitour.lemma3.2.blocks.corrected"


NO_VALUE_MISSED = "no critical value is missed: ours.kinds, ours.values.complete"


@shared
def blocks(point: dln.Point) -> Blocks:
    """The blocks at a point."""
    return Blocks(point)


below_full_rank = on_point(
    "rank(W_{H+1}...W_2) < d_y",
    r"W \in \operatorname{Crit}_r(L), 0 \le r \le d_y - 1",
    lambda point: blocks(point).r < point.problem.output_width,
)


class Blocks:
    """The matrices of Section 3 at a point of the reduced problem; D_W, U and what follows need Lemma 3.2, 1)."""

    def __init__(self, point: dln.Point):
        self.problem, self._weights, self._product = point.problem, point.weights, point.product
        self.d_x, self.d_y = point.problem.input_width, point.problem.output_width
        self.H = CHITOUR.conventions.symbol_value(depth=point.problem.depth)

    # -- before Lemma 3.2 ----------------------------------------------------------------------------------------------

    @cached_property
    def R(self) -> dln.Matrix:
        """``R = W_{H+1} ... W_2``."""
        return self._product(self.H + 1, 2)

    @cached_property
    def Z(self) -> dln.Matrix:
        """``Z = W_H ... W_2``, the identity of size d_1 for H = 1."""
        return self._product(self.H, 2)

    @cached_property
    def r(self) -> int:
        return self.R.rank()

    @cached_property
    def zero_rows_of_R(self) -> frozenset[int]:
        return frozenset(i for i in range(self.d_y) if self.R.row(i).is_zero())

    @cached_property
    def r_Z(self) -> int:
        return self.Z.rank()

    @cached_property
    def S_Y(self) -> dln.Matrix:
        return self.problem.Syx.block(range(self.d_y), range(self.d_y))

    @cached_property
    def W_11(self) -> dln.Matrix:
        """The first d_y columns of W_1."""
        return self._weights[0].block(range(self.problem.widths[1]), range(self.d_y))

    @cached_property
    def W_12(self) -> dln.Matrix:
        """The last d_x - d_y columns of W_1."""
        return self._weights[0].block(range(self.problem.widths[1]), range(self.d_y, self.d_x))

    @cached_property
    def Q(self) -> dln.Matrix:
        """``Q = R W_{1,1}``."""
        return self.R @ self.W_11

    @cached_property
    def M(self) -> dln.Matrix:
        """``M = S_Y - R W_{1,1}``."""
        return self.S_Y - self.Q

    # -- Lemma 3.2 -----------------------------------------------------------------------------------------------------

    @cached_property
    def D_W(self) -> dln.Matrix:
        """``S_Y^-1 R W_{1,1}``: by Lemma 3.2, 1), diagonal with r ones and d_y - r zeros at a critical point."""
        return self.S_Y.inverse() @ self.Q

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The ones of D_W first, then the rest: column j of U is the unit vector number ``order[j]``."""
        return tuple(sorted(range(self.d_y), key=lambda i: self.D_W[i, i] != 1))

    @cached_property
    def U(self) -> dln.Matrix:
        """A permutation matrix with ``U^T D_W U = diag(I_r, 0)``."""
        return permutation_matrix(self.order)

    @cached_property
    def W_last_1(self) -> dln.Matrix:
        """``W_{H+1,1}``: the first r rows of ``U^T W_{H+1}``."""
        return self._rows_of_last(self.order[: self.r])

    @cached_property
    def W_last_2(self) -> dln.Matrix:
        """``W_{H+1,2}``: the last d_y - r rows of ``U^T W_{H+1}``."""
        return self._rows_of_last(self.order[self.r :])

    @cached_property
    def W_111(self) -> dln.Matrix:
        """The first r columns of ``W_{1,1} U``."""
        return self._columns_of_first(self.order[: self.r])

    @cached_property
    def W_112(self) -> dln.Matrix:
        """The last d_y - r columns of ``W_{1,1} U``."""
        return self._columns_of_first(self.order[self.r :])

    @cached_property
    def D_Y(self) -> dln.Matrix:
        """The upper left r x r block of ``U^T S_Y U``."""
        return self._diagonal_of_target(self.order[: self.r])

    @cached_property
    def E_Y(self) -> dln.Matrix:
        """The lower right (d_y - r) x (d_y - r) block of ``U^T S_Y U``."""
        return self._diagonal_of_target(self.order[self.r :])

    def _rows_of_last(self, rows: tuple[int, ...]) -> dln.Matrix:
        return self._weights[-1].block(rows, range(self._weights[-1].shape[1]))

    def _columns_of_first(self, columns: tuple[int, ...]) -> dln.Matrix:
        return self._weights[0].block(range(self._weights[0].shape[0]), columns)

    def _diagonal_of_target(self, places: tuple[int, ...]) -> dln.Matrix:
        return self.S_Y.block(places, places)

    # -- directions ----------------------------------------------------------------------------------------------------

    def variation(self, w_112: dln.Matrix, w_last_2: dln.Matrix) -> list[dln.Matrix]:
        """The w with these two blocks, all others being zero: ``w_{1,1} U = [0 w_{1,1,2}]``, ``U^T w_{H+1} = [0;
        w_{H+1,2}]``.
        """
        w = [dln.Matrix.zeros(*shape) for shape in self.problem.shapes]
        d_1, d_H = self.problem.widths[1], self.problem.widths[-2]
        w_11 = hstack([dln.Matrix.zeros(d_1, self.r), w_112]) @ self.U.T
        w[0] = hstack([w_11, dln.Matrix.zeros(d_1, self.d_x - self.d_y)])
        w[-1] = self.U @ vstack([dln.Matrix.zeros(self.r, d_H), w_last_2])
        return w


@shared
def is_saddle(point: dln.Point) -> Outcome:
    """Holds if the critical point is not a local extremum (the paper's "saddle point", Section 2.3)."""
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point))


def permutation_matrix(order: tuple[int, ...]) -> dln.Matrix:
    """The matrix whose column j is the unit vector number ``order[j]``."""
    return dln.Matrix.identity(len(order)).block(range(len(order)), order)


@lru_cache(maxsize=2)
def aligned_points(problem: dln.Problem) -> tuple[dln.Point, ...]:
    """One critical point of every kind of the problem, aligned with the singular vectors."""
    return tuple(kind.representative() for kind in problem.kinds())
