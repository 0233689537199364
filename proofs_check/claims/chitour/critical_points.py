"""Section 3.1: the critical point equations of Lemma 3.1, the selection D_W and the critical values of Lemma 3.2."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.notation import (
    LEMMA_3_2,
    NO_VALUE_MISSED,
    SECTION_3,
    aligned_points,
    blocks,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.source import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.indeterminates import Network, Widths, doubled, every_widths
from proofs_check.scopes.critical_points import every_critical_point, every_problem

WITHOUT_ASSUMPTION_3 = (*SECTION_3, is_critical)
EVERY_CRITICAL = (*LEMMA_3_2, is_critical)


# -- Lemma 3.1 ---------------------------------------------------------------------------------------------------------


@claim(
    "chitour.lemma3.1",
    source=CHITOUR.at("Lemma 3.1, eq. (16)"),
    statement=r"R^\mathsf{T} S_Y = R^\mathsf{T} R W_{1,1}, \; R W_{1,2} = 0, \; R W_{1,1} S_Y = R W_{1,1} "
    r"W_{1,1}^\mathsf{T} R^\mathsf{T}",
    over=every_critical_point(),
    assuming=WITHOUT_ASSUMPTION_3,
)
def lemma_3_1(point: dln.Point) -> Outcome:
    """At a critical point R = W_{H+1}...W_2 and the two blocks of W_1 satisfy the three equations (16)."""
    b = blocks(point)
    return all_of(
        equal(b.R.T @ b.S_Y, b.R.T @ b.Q, "R^T S_Y and R^T R W_{1,1}"),
        is_true((b.R @ b.W_12).is_zero(), "R W_{1,2} = 0"),
        equal(b.Q @ b.S_Y, b.Q @ b.Q.T, "R W_{1,1} S_Y and R W_{1,1} W_{1,1}^T R^T"),
    )


def _ordered_widths(size: str, seed: int) -> Iterator[Widths]:
    return every_widths(size, seed, ordered=True)


symbolic_networks_of_section_3 = cases(
    "symbols, ordered",
    _ordered_widths,
    sentence="all weights and all S_Y at once, as indeterminates, for every architecture of depth 2 to 4 with d_x >= "
    "d_y, hidden widths at "
    "least d_y, and widths up to 2 (beyond the small scope up to 3)",
    strength=Verdict.PROVED,
)


@claim(
    "chitour.lemma3.1.equivalence",
    source=CHITOUR.at("proof of Lemma 3.1, eq. (17)"),
    statement=r"\nabla L(W) = 0 \Leftrightarrow R^\mathsf{T} M = 0, \; R W_{1,2} = 0, \; "
    r"[(\Pi W)_{j+1}^{H+1}]^\mathsf{T} M W_{1,1}^\mathsf{T} [(\Pi W)_2^{j-1}]^\mathsf{T} = 0, \; j = 2, \ldots, H+1",
    over=symbolic_networks_of_section_3,
    axioms=("a real matrix N with N^T N = 0 is zero",),
)
def lemma_3_1_equivalence(widths: Widths) -> Outcome:
    """W is critical if and only if the left sides of (17) vanish: each side is a combination of the other's
    polynomials.
    """
    n = Network(widths, diagonal=True)
    d_x, d_y = widths[0], widths[-1]
    R, W_11, W_12 = n.product(2, n.H + 1), n.W[0].columns(0, d_y), n.W[0].columns(d_y, d_x)
    M = n.target.columns(0, d_y) - R @ W_11
    first, second = R.T @ M, R @ W_12
    gradient = n.twice_gradient
    identities = [
        (gradient[0].columns(0, d_y) + doubled(first)).is_zero,  # dL/dW_{1,1} = - (first equation)
        (gradient[0].columns(d_y, d_x) - doubled(R.T @ second)).is_zero,
        (
            doubled(second.T @ second) - W_12.T @ gradient[0].columns(d_y, d_x)
        ).is_zero,  # so the second one follows from dL/dW_{1,2} = 0
    ]
    for j in range(2, n.H + 2):
        outer, inner = n.product(j + 1, n.H + 1), n.product(2, j - 1)
        third = outer.T @ M @ W_11.T @ inner.T
        rest = outer.T @ second @ W_12.T @ inner.T
        identities.append((gradient[j - 1] + doubled(third) - doubled(rest)).is_zero)
    return is_true(
        all(identities), "the gradient and the left sides of (17) are combinations of each other", widths=widths
    )


# -- Lemma 3.2, 1) and its proof ---------------------------------------------------------------------------------------


@claim(
    "chitour.lemma3.2.q",
    source=CHITOUR.at("proof of Lemma 3.2, eq. (21) and below"),
    statement=r"Q^\mathsf{T} S_Y = Q^\mathsf{T} Q = S_Y Q, \; Q S_Y = Q Q^\mathsf{T} = S_Y Q^\mathsf{T}, \; Q S_Y^2 "
    r"= S_Y^2 Q, \; Q = R W_{1,1}",
    over=every_critical_point(),
    assuming=WITHOUT_ASSUMPTION_3,
    made_precise="checked without Assumption 3, which the proof uses only afterwards",
)
def lemma_3_2_q(point: dln.Point) -> Outcome:
    """At a critical point Q = R W_{1,1} satisfies (21) and commutes with the square of S_Y."""
    b = blocks(point)
    Q, S_Y = b.Q, b.S_Y
    square = S_Y @ S_Y
    return all_of(
        equal(Q.T @ S_Y, Q.T @ Q, "Q^T S_Y and Q^T Q"),
        equal(Q.T @ Q, S_Y @ Q, "Q^T Q and S_Y Q"),
        equal(Q @ S_Y, Q @ Q.T, "Q S_Y and Q Q^T"),
        equal(Q @ Q.T, S_Y @ Q.T, "Q Q^T and S_Y Q^T"),
        equal(Q @ square, square @ Q, "Q S_Y^2 and S_Y^2 Q"),
    )


@claim(
    "chitour.lemma3.2.selection",
    source=CHITOUR.at("Lemma 3.2, 1)"),
    statement=r"R W_{1,1} = S_Y D_W, \; D_W \text{ diagonal with } r \text{ ones and } d_y - r \text{ zeros}, \; "
    r"R^\mathsf{T} = R^\mathsf{T} D_W",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
)
def lemma_3_2_selection(point: dln.Point) -> Outcome:
    """At a critical point R W_{1,1} = S_Y D_W for a diagonal matrix D_W with r = rank R ones and otherwise zeros, and
    R^T = R^T D_W.
    """
    b = blocks(point)
    diagonal = [b.D_W[i, i] for i in range(b.d_y)]
    return all_of(
        equal(b.D_W, dln.Matrix.diagonal(diagonal), "S_Y^-1 R W_{1,1} and its diagonal"),
        equal(sorted(diagonal), [0] * (b.d_y - b.r) + [1] * b.r, "diagonal of D_W, sorted"),
        equal(b.R.T, b.R.T @ b.D_W, "R^T and R^T D_W"),
    )


# -- Lemma 3.2, 4) -----------------------------------------------------------------------------------------------------


@claim(
    "chitour.lemma3.2.values",
    source=CHITOUR.at("Lemma 3.2, 4)"),
    statement=r"\{L(W) : W \in \operatorname{Crit}(L)\} = \{\tfrac12 \sum_{i \in S} s_i^2 : S \subseteq \{1, \ldots, "
    r"d_y\}\}",
    over=every_problem(),
    assuming=LEMMA_3_2,
    made_precise="the critical values are the losses computed at one exact point of every kind",
    axioms=(NO_VALUE_MISSED,),
)
def lemma_3_2_values(problem: dln.Problem) -> Outcome:
    """The critical values are exactly the half sums of squares of all subsets of the singular values."""
    squares = [problem.Syx[i, i] ** 2 for i in range(problem.output_width)]
    subsets = itertools.chain.from_iterable(itertools.combinations(squares, n) for n in range(len(squares) + 1))
    printed = {sum(subset, Fraction(0)) / 2 for subset in subsets}
    return equal(sorted({point.loss for point in aligned_points(problem)}), sorted(printed), "set of critical values")
