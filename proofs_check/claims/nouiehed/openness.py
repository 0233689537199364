"""Where matrix multiplication is locally open, Nouiehed and Razaviyayn (2018)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written_papers as written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, fails, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import NOUIEHED_TEXT
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import hstack, vstack

Rows = tuple[tuple[int, ...], ...]


class TwoFactors(NamedTuple):
    """X of size m x k and Y of size k x n, as rows of whole numbers."""

    left: Rows
    right: Rows

    @property
    def X(self) -> dln.Matrix:
        return dln.Matrix(self.left)

    @property
    def Y(self) -> dln.Matrix:
        return dln.Matrix(self.right)

    @property
    def sizes(self) -> tuple[int, int, int]:
        return len(self.left), len(self.right), len(self.right[0])


LEFTS: dict[tuple[int, int], tuple[Rows, ...]] = {
    (1, 1): (((0,),), ((1,),)),
    (1, 2): (((0, 0),), ((1, 0),), ((0, 1),)),
    (2, 1): (((0,), (0,)), ((1,), (2,)), ((0,), (1,))),
    (2, 2): (((0, 0), (0, 0)), ((1, 0), (0, 0)), ((0, 1), (0, 1)), ((1, 0), (0, 1)), ((1, 2), (2, 4))),
    (3, 2): (((0, 0), (0, 0), (0, 0)), ((1, 0), (0, 0), (0, 0)), ((0, 1), (0, 0), (0, 1)), ((1, 0), (0, 1), (1, 1))),
    (2, 3): (((0, 0, 0), (0, 0, 0)), ((1, 0, 0), (0, 0, 0)), ((1, 0, 0), (0, 1, 0)), ((0, 0, 1), (0, 0, 2))),
    (1, 3): (((0, 0, 0),), ((1, 0, 2),)),
    (3, 1): (((0,), (0,), (0,)), ((1,), (0,), (2,))),
}
"""Matrices of every rank."""


def factors(size: str, seed: int) -> Iterator[TwoFactors]:
    """All pairs that fit, of X and of transposes as Y."""
    for (m, k), lefts in LEFTS.items():
        for (n, inner), rights in LEFTS.items():
            if inner == k and m * k * n <= 18:
                for left, right in itertools.product(lefts, rights):
                    yield TwoFactors(left, tuple(zip(*right, strict=True)))


FACTORS = cases(
    "pairs of matrices",
    factors,
    sentence="pairs of matrices with up to three rows and columns and all ranks",
    strength=Verdict.VERIFIED,
)
narrow = Hypothesis("k < min(m, n)", r"k < \min(m, n)", lambda pair: pair.sizes[1] < min(pair.sizes[0], pair.sizes[2]))
not_narrow = Hypothesis(
    "k >= min(m, n)", r"k \ge \min(m, n)", lambda pair: pair.sizes[1] >= min(pair.sizes[0], pair.sizes[2])
)


def common(pair: TwoFactors) -> tuple[int, int]:
    """``dim(N(X) with C(Y))`` and ``dim(N(Y^T) with C(X^T))``, each from the bases of the two spaces."""
    return meet(pair.X.nullspace(), pair.Y), meet(pair.Y.T.nullspace(), pair.X.T)


def meet(basis: dln.Matrix, spanning: dln.Matrix) -> int:
    """The dimension of the intersection of the spaces of the columns."""
    return basis.rank() + spanning.rank() - hstack([basis, spanning]).rank()


def greatest_rank(fixed: dln.Matrix, kernel: dln.Matrix) -> int:
    """The greatest rank of ``fixed + F`` over all F with ``F kernel = 0``, at one F with the entries of a moment curve.

    F is any matrix times the projection off the columns of the kernel.
    """
    rows, columns = fixed.shape
    off = dln.Matrix.identity(columns) - kernel @ kernel.pseudoinverse()
    curves = [[t**i + 7 * j * t + j**3 for i in range(rows) for j in range(columns)] for t in (2, 3, 5)]
    return max((fixed + dln.Matrix.from_entries(rows, columns, curve) @ off).rank() for curve in curves)


def can_complete_left(pair: TwoFactors) -> bool:
    """Whether X + F has the greatest possible rank min(m, k) for some F with F Y = 0."""
    m, k, _ = pair.sizes
    return greatest_rank(pair.X, pair.Y) == min(m, k)


def can_complete_right(pair: TwoFactors) -> bool:
    """Whether Y + F has the greatest possible rank min(k, n) for some F with X F = 0."""
    _, k, n = pair.sizes
    return greatest_rank(pair.Y.T, pair.X.T) == min(k, n)


COMPLETIONS = "in scope the F are found among generic ones with the given kernel"


@claim(
    "nouiehed.openness.wide",
    source=NOUIEHED_TEXT.at("Proposition 2 (Behrends), 1. and 2."),
    statement=r"k \ge \min(m, n): \; \exists F: F Y = 0, X + F \text{ of full row rank, or } \exists F: X F = 0, Y + F "
    r"\text{ of full column rank} \Leftrightarrow \dim(\mathcal{N}(X) \cap \mathcal{C}(Y)) \le k - m \text{ or } n - "
    r"(\operatorname{rank} Y - \dim(\mathcal{N}(X) \cap \mathcal{C}(Y))) \le k - \operatorname{rank} X",
    over=FACTORS,
    assuming=(not_narrow,),
    made_precise=f"full row (column) rank means that the rank is the number of rows (columns); {COMPLETIONS}",
    written=written.COMPLETIONS,
)
def wide(pair: TwoFactors) -> Outcome:
    """Completions to full rank exist exactly where one of two inequalities of dimensions holds."""
    m, k, n = pair.sizes
    a, _ = common(pair)
    numbers = a <= k - m or n - (pair.Y.rank() - a) <= k - pair.X.rank()
    left = m <= k and can_complete_left(pair)
    right = n <= k and can_complete_right(pair)
    return equal(left or right, numbers, "whether a completion exists, and whether an inequality holds")


@claim(
    "nouiehed.openness.completions",
    source=NOUIEHED_TEXT.at("Theorem 3, i) and ii)"),
    statement=r"k < \min(m, n), \; \operatorname{rank} X = \operatorname{rank} Y: \; \exists F: F Y = 0, X + F \text{ "
    r"of "
    r"full column rank, and } \exists F: X F = 0, Y + F \text{ of full row rank} \Leftrightarrow \dim(\mathcal{N}(X) "
    r"\cap "
    r"\mathcal{C}(Y)) = 0 \Leftrightarrow \dim(\mathcal{N}(Y^\mathsf{T}) \cap \mathcal{C}(X^\mathsf{T})) = 0",
    over=FACTORS,
    assuming=(
        narrow,
        Hypothesis(
            "rank X = rank Y", r"\operatorname{rank} X = \operatorname{rank} Y", lambda p: p.X.rank() == p.Y.rank()
        ),
    ),
    made_precise=COMPLETIONS,
    written=written.COMPLETIONS,
)
def completions(pair: TwoFactors) -> Outcome:
    """Both factors can be completed to full rank exactly where kernel and image have no common vector."""
    a, b = common(pair)
    both = can_complete_left(pair) and can_complete_right(pair)
    return all_of(
        equal(both, a == 0, "whether both completions exist, and whether the first space is zero"),
        equal(a == 0, b == 0, "whether the two spaces are zero"),
    )


def is_open(pair: TwoFactors) -> bool:
    """The criterion: no common vector on either side."""
    return common(pair) == (0, 0)


def follows_perturbations(pair: TwoFactors) -> Outcome:
    """Exact factors near (X, Y) of other products near XY, for perturbations of every rank up to k of two sizes.

    In bases in which ``X = [X_1 0]``, ``Y = [Y_1; 0]`` with X_1, Y_1 of full rank r, a matrix Z near ``X_1 Y_1`` of
    rank at most k is ``A B + U V`` with A near X_1, B near Y_1 and a rest U V of rank at most k - r.
    """
    m, k, n = pair.sizes
    found = []
    for t in (Fraction(1, 10), Fraction(1, 1000)):
        U = dln.Matrix.from_entries(m, k, [t * ((2 * i + 3) % 5 - 2) for i in range(m * k)])
        V = dln.Matrix.from_entries(k, n, [t * ((3 * i + 1) % 5 - 2) for i in range(k * n)])
        some = [dln.Matrix.diagonal([1] * count, (k, k)) for count in range(1, k + 1)]
        near = [(pair.X + U @ D) @ (pair.Y + D @ V) for D in some]
        found.append(is_true(all(Z != pair.X @ pair.Y for Z in near), "the products near by are other ones"))
        found.append(equal(near[-1].rank(), min(pair.sizes), "the rank of the last of them"))
        found += [near_factors(pair, Z, t) for Z in near]
    return all_of(*found)


def near_factors(pair: TwoFactors, Z: dln.Matrix, t: Fraction) -> Outcome:
    """Factors of Z whose distance from X and Y is at most a number times t, found without those that made Z."""
    X, Y, k, r = pair.X, pair.Y, pair.sizes[1], pair.X.rank()
    # k-space is the sum of C(Y) and N(X): change its basis so that X = [X_1 0], Y = [Y_1; 0]
    basis = hstack([Y.column_basis(), X.nullspace()])
    if basis.shape[1] != k or basis.rank() < k:
        return fails("the columns of Y and the kernel of X are no direct sum")
    X_1, Y_1 = (X @ basis).block(range(X.shape[0]), range(r)), (basis.inverse() @ Y).block(range(r), range(Y.shape[1]))
    core = (X_1.pseudoinverse() @ Z @ Y_1.pseudoinverse()).inverse()
    A, B = Z @ Y_1.pseudoinverse() @ core, X_1.pseudoinverse() @ Z
    U, V = balanced(Z - A @ B, k - r, t)
    new_X, new_Y = hstack([A, U]) @ basis.inverse(), basis @ vstack([B, V])
    far = max(abs(entry) for entry in [*(new_X - X).entries(), *(new_Y - Y).entries()])
    return all_of(
        equal(new_X @ new_Y, Z, "the product of the new factors"),
        is_true(0 < far <= 1000 * t, "the new factors are others, and near", distance=far),
    )


def balanced(rest: dln.Matrix, width: int, t: Fraction) -> tuple[dln.Matrix, dln.Matrix]:
    """U and V with ``U V = rest``, both of the size of t where the rest has the size of t^2; padded to this width."""
    columns = rest.column_basis()
    rows, padding = rest.shape[0], width - columns.shape[1]
    U = hstack([columns * (1 / t), dln.Matrix.zeros(rows, padding)])
    V = vstack([columns.pseudoinverse() @ rest * t, dln.Matrix.zeros(padding, rest.shape[1])])
    return U, V


def out_of_reach(pair: TwoFactors) -> Outcome:
    """A direction u in C(X) orthogonal to all columns of products Z of rank k as near to X Y as one likes, or the same
    for the rows.

    As Z has rank k, the columns of any left factor span those of Z, so u is orthogonal to them, but not to X.
    """
    for X, Y in ((pair.X, pair.Y), (pair.Y.T, pair.X.T)):
        Z = X @ Y
        k, rho = X.shape[1], Z.rank()
        if X.rank() == rho:
            continue
        u = outside(X, Z)
        columns = orthogonal_columns([Z, u], X.shape[0], k - rho)
        rows = orthogonal_columns([Z.T], Y.shape[1], k - rho)
        near = [Z + columns @ rows.T * Fraction(1, 10**e) for e in (1, 6)]
        return all_of(
            *(equal(each.rank(), k, "the rank of the product near by") for each in near),
            *(is_true((u.T @ each).is_zero(), "u is orthogonal to its columns") for each in near),
            is_true(not (u.T @ X).is_zero(), "u is not orthogonal to those of the factor"),
        )
    return is_true(False, "no direction is out of reach")


def outside(X: dln.Matrix, Z: dln.Matrix) -> dln.Matrix:
    """A column of X, less its projection to the columns of Z, that is not zero."""
    off = dln.Matrix.identity(X.shape[0]) - Z @ Z.pseudoinverse()
    rest = off @ X
    return next(rest.column(j) for j in range(X.shape[1]) if not rest.column(j).is_zero())


def orthogonal_columns(given: list[dln.Matrix], size: int, count: int) -> dln.Matrix:
    """So many independent vectors orthogonal to all columns of these matrices."""
    kernel = hstack(given).T.nullspace() if given else dln.Matrix.identity(size)
    return kernel.block(range(size), range(count))


@claim(
    "nouiehed.openness.narrow",
    source=NOUIEHED_TEXT.at("Theorem 3, with ii) and iii)"),
    statement=r"k < \min(m, n): \; (X, Y) \mapsto X Y \text{ is locally open at } (X, Y) \text{ in the matrices of "
    r"rank } "
    r"\le k \Leftrightarrow \operatorname{rank} X = \operatorname{rank} Y \text{ and } \dim(\mathcal{N}(X) \cap "
    r"\mathcal{C}(Y)) = 0",
    over=FACTORS,
    assuming=(narrow,),
    made_precise="in scope, where the condition holds, exact factors near X and Y are found for two products near by, "
    "and where it fails a direction in which the factors of products of rank k as near as one likes stay away",
    written=written.OPENNESS,
)
def narrow_openness(pair: TwoFactors) -> Outcome:
    """Multiplication through a bottleneck is open exactly where the ranks agree and no kernel meets an image."""
    condition = pair.X.rank() == pair.Y.rank() and common(pair)[0] == 0
    if condition != is_open(pair):
        return is_true(False, "the condition is symmetric")
    return follows_perturbations(pair) if condition else out_of_reach(pair)


@claim(
    "nouiehed.openness.full-ranks",
    source=NOUIEHED_TEXT.at("Remark 1, first sentence"),
    statement=r"X \text{ of full column rank}, \; Y \text{ of full row rank} \Rightarrow \text{multiplication is "
    r"locally "
    r"open at } (X, Y)",
    over=FACTORS,
    assuming=(
        narrow,
        Hypothesis(
            "X of full column rank and Y of full row rank",
            r"\operatorname{rank} X = \operatorname{rank} Y = k",
            lambda pair: pair.X.rank() == pair.Y.rank() == pair.sizes[1],
        ),
    ),
    written=written.OPENNESS,
)
def full_ranks(pair: TwoFactors) -> Outcome:
    """At factors of full rank multiplication is open."""
    return follows_perturbations(pair)


@claim(
    "nouiehed.openness.one-full",
    source=NOUIEHED_TEXT.at("Remark 1, second sentence"),
    statement=r"k < \min(m, n), \text{ only one of } X, Y \text{ of full rank} \Rightarrow \text{multiplication is not "
    r"locally open at } (X, Y)",
    over=FACTORS,
    assuming=(
        narrow,
        Hypothesis(
            "exactly one of the factors has rank k",
            r"\operatorname{rank} X = k \ne \operatorname{rank} Y \text{ or } \operatorname{rank} X \ne k = "
            r"\operatorname{rank} Y",
            lambda pair: (pair.X.rank() == pair.sizes[1]) != (pair.Y.rank() == pair.sizes[1]),
        ),
    ),
    written=written.OPENNESS,
)
def one_full(pair: TwoFactors) -> Outcome:
    """Through a bottleneck, multiplication is not open where only one factor has full rank."""
    return out_of_reach(pair)
