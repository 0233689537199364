"""The parameterisation of all global minimisers, Achour et al. (arXiv:2107.13289)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import symdln as dln
from proofs_check.claims.achour.parts.formal_values import eigenvectors, formal_at_minimisers
from proofs_check.facts.classes import ASSUMPTION_H
from proofs_check.facts.extrema import ECKART_YOUNG, has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, on_problem
from proofs_check.language.outcome import Outcome, all_of, fails, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import ACHOUR_ABSTRACT
from proofs_check.scopes.general_data import general_problems
from symdln.algebra.matrix import hstack, vstack
from symdln.landscape.classification import GLOBAL_MINIMISER

ENTRIES = (0, 1, -1)


rational_eigenvectors = on_problem(
    "orthonormal eigenvectors of Sigma rational",
    r"U \in \mathbb{Q}^{d_y \times d_y}",
    lambda problem: eigenvectors(problem) is not None,
)


class Parameterisation:
    """The printed form of a global minimiser, with S = {1..r} and r = r_max.

        W_H = [U_S, U_Q Z_H] D_{H-1}^-1,  W_h = D_h diag(I_r, Z_h) D_{h-1}^-1,  W_1 = D_1 [U_S^T Syx Sxx^-1; Z_1]

    ``D_h`` is invertible of size d_h, ``Z_h`` of shape ``(d_h - r, d_{h-1} - r)`` but for Z_1, which has d_x columns.
    """

    def __init__(self, problem: dln.Problem):
        U = eigenvectors(problem)
        assert U is not None
        self.problem, self.r = problem, problem.least_width
        rows = range(problem.output_width)
        self.U_S, self.U_Q = U.block(rows, rows[: self.r]), U.block(rows, rows[self.r :])
        self.top = self.U_S.T @ problem.Syx @ problem.Sxx.inverse()

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """The shapes of Z_1, ..., Z_H."""
        widths, r = self.problem.widths, self.r
        return [(b - r, a if h == 0 else a - r) for h, (a, b) in enumerate(itertools.pairwise(widths))]

    def point(self, D: Sequence[dln.Matrix], Z: Sequence[dln.Matrix]) -> dln.Point:
        """The weights of these parameters ``D_1, ..., D_{H-1}`` and ``Z_1, ..., Z_H``."""
        inverse = [change.inverse() for change in D]
        first = D[0] @ vstack([self.top, Z[0]])
        middle = [D[h] @ diagonal_blocks(self.r, Z[h]) @ inverse[h - 1] for h in range(1, len(D))]
        last = hstack([self.U_S, self.U_Q @ Z[-1]]) @ inverse[-1]
        return dln.Point(self.problem, [first, *middle, last])

    def parameters_of(self, point: dln.Point) -> tuple[list[dln.Matrix], list[dln.Matrix]] | None:
        """D and Z that give this point, or None if the construction below finds none.

        The first r columns of ``D_h`` are ``W_h ... W_1 M``, where ``M = Sxy U_S (U_S^T Sigma U_S)^-1`` is a right
        inverse of ``U_S^T Syx Sxx^-1``; the others are a basis of the kernel of ``U_S^T W_H ... W_{h+1}``.
        """
        problem, depth = self.problem, self.problem.depth
        M = problem.Sxy @ self.U_S @ (self.U_S.T @ problem.sigma @ self.U_S).inverse()
        D = []
        for h in range(1, depth):
            kernel = (self.U_S.T @ point.product(depth, h + 1)).nullspace()
            D.append(hstack([point.product(h, 1) @ M, kernel]))
            if D[-1].shape[1] != problem.widths[h] or D[-1].rank() < problem.widths[h]:
                return None
        inner = [
            D[h].inverse() @ point.weights[h] @ (D[h - 1] if h else dln.Matrix.identity(problem.input_width))
            for h in range(depth - 1)
        ]
        Z = [
            matrix.block(range(self.r, matrix.shape[0]), range(0 if h == 0 else self.r, matrix.shape[1]))
            for h, matrix in enumerate(inner)
        ]
        last = self.U_Q.T @ point.weights[-1] @ D[-1]
        Z.append(last.block(range(last.shape[0]), range(self.r, last.shape[1])))
        return (D, Z) if self.point(D, Z) == point else None


def diagonal_blocks(r: int, Z: dln.Matrix) -> dln.Matrix:
    """``diag(I_r, Z)``."""
    rows, columns = Z.shape
    top = hstack([dln.Matrix.identity(r), dln.Matrix.zeros(r, columns)])
    return vstack([top, hstack([dln.Matrix.zeros(rows, r), Z])])


def small_changes(size: int) -> tuple[dln.Matrix, ...]:
    """The identity and an invertible matrix that is neither triangular nor orthogonal (at size 1, the factor 2)."""
    if size == 1:
        return dln.Matrix.identity(1), dln.Matrix([[2]])
    dense = [
        [2 if i == j == 0 else 1 if i <= j or (i, j) == (size - 1, 0) else 0 for j in range(size)] for i in range(size)
    ]
    return dln.Matrix.identity(size), dln.Matrix(dense)


def small_parameters(form: Parameterisation) -> Iterator[tuple[tuple[dln.Matrix, ...], list[dln.Matrix]]]:
    """Every choice of D among :func:`small_changes` and of Z with entries in {-1, 0, 1}."""
    sizes = [rows * columns for rows, columns in form.shapes]
    for D in itertools.product(*(small_changes(width) for width in form.problem.hidden)):
        for digits in itertools.product(ENTRIES, repeat=sum(sizes)):
            entries = iter(digits)
            yield (
                D,
                [
                    dln.Matrix.from_entries(*shape, itertools.islice(entries, size))
                    for shape, size in zip(form.shapes, sizes, strict=True)
                ],
            )


def dense_minimiser(form: Parameterisation) -> dln.Point:
    """The weights for dense D and for Z of ones, at which what the theorem calls Loose is not zero."""
    D = [small_changes(width)[-1] for width in form.problem.hidden]
    Z = [dln.Matrix.from_entries(*shape, [1] * (shape[0] * shape[1])) for shape in form.shapes]
    return form.point(D, Z)


@claim(
    "achour.global-minimisers",
    source=ACHOUR_ABSTRACT.at("abstract; formula from arXiv:2107.13289"),
    statement=(
        r"L(\mathbf{W}) = \min L \iff W_H = [U_S, U_Q Z_H] D_{H-1}^{-1}, W_h = D_h \operatorname{diag}(I_r, Z_h) "
        r"D_{h-1}^{-1}, "
        r"W_1 = D_1 [U_S^T \Sigma_{YX} \Sigma_{XX}^{-1}; Z_1], \quad S = \{1..r_{\max}\}, Z \text{ free}"
    ),
    over=general_problems(),
    assuming=(depth_at_least(2), ASSUMPTION_H, rational_eigenvectors),
    made_precise=(
        "one way: all Z with entries in {-1, 0, 1}, for D_h each of the identity and one dense matrix; the other "
        "way: D and Z are exhibited "
        "for the standard representatives of every kind of global minimiser. The theorem says both ways for all "
        "weights, with D_h = [Base_h, a basis of the kernel of Cobase_h]"
    ),
    axioms=(ECKART_YOUNG,),
    formal=(
        "tr((Reach[n] X - Y)' (Reach[n] X - Y)) <= tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y))",
        "Base[n] = Selected",
        "Cobase[0] = Selected' Y Xplus",
        "Cobase[n] = Selected'",
        "Cobase[j] Base[j] = I if 0 <= j <= n",
        "Cobase[j] Loose[j] = 0 if 1 <= j <= n",
        "Loose[j+1] Base[j] = 0 if 0 <= j, j+1 <= n",
        "W[j] = Base[j] Cobase[j-1] + Loose[j] if 1 <= j <= n",
    ),
    proof=logic("achour.global-minimisers"),
)
def global_minimisers(problem: dln.Problem) -> Outcome:
    """The explicit parameterisation reaches all global minimisers and only them."""
    form = Parameterisation(problem)
    return all_of(only_minimisers(form), all_minimisers(form))


def only_minimisers(form: Parameterisation) -> Outcome:
    for D, Z in small_parameters(form):
        point = form.point(D, Z)
        if not has_least_loss(point):
            return fails("these parameters give no global minimiser", D=D, Z=Z, weights=point.weights, loss=point.loss)
    return is_true(True, "small parameters give global minimisers")


def all_minimisers(form: Parameterisation) -> Outcome:
    kinds = [kind for kind in form.problem.kinds(range(form.r)) if kind.label == GLOBAL_MINIMISER]
    if not kinds:
        return fails("no kind of global minimiser was found", widths=form.problem.widths)
    for kind in kinds:
        for point in kind.representatives():
            if not has_least_loss(point):
                return fails("the representative is not a global minimiser", weights=point.weights)
            if form.parameters_of(point) is None:
                return fails("this global minimiser was not reached", weights=point.weights)
    every = is_true(True, "the parameterisation reaches every kind of global minimiser")
    points = [*(kind.representative() for kind in kinds), dense_minimiser(form)]
    return all_of(every, formal_at_minimisers("achour.global-minimisers", form.problem, points))
