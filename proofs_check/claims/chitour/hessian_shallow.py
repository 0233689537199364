"""Equation (25) of Chitour et al. (2022): the Hessian form with one hidden layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proofs_check.claims.chitour.parts.expansion import (
    ONE_HIDDEN,
    Letters,
    expanded_loss,
    letters,
    opaque_letters,
    twice_value,
    varied,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.indeterminates import Network, every_widths, polynomials_agree
from proofs_check.networks.polynomials import inner
from proofs_check.networks.words import Subject, follows, order, same, where
from symdln.algebra import words
from symdln.algebra.words import rewrite, zero


def shallow_networks(size: str, seed: int) -> Iterator[Subject]:
    yield from (widths for widths in every_widths(size, seed, ordered=True) if len(widths) == 3)
    yield "any widths", ONE_HIDDEN


@claim(
    "chitour.hessian-shallow",
    source=CHITOUR.at("Section 4, eq. (25)"),
    statement=r"H_W(w) = -\operatorname{tr}(w_2 w_{1,1} M^\mathsf{T}) + \tfrac12 \|w_2 W_{1,1} + W_2 w_{1,1}\|_F^2 + "
    r"\tfrac12 \|w_2 W_{1,2} + W_2 w_{1,2}\|_F^2",
    over=cases(
        "one hidden layer",
        shallow_networks,
        sentence="one hidden layer and any widths with d_x >= d_y, in matrix words; and by a second route all "
        "weights, all variations w and all S_Y at once, as indeterminates, for every architecture of depth 2 that "
        "meets Assumption 1, with widths up to 2 (beyond the small scope up to 3)",
        strength=Verdict.PROVED,
        fields="widths",
    ),
    made_precise="at every critical point, for H = 1 and any widths with d_x >= d_y; H_W(w) is the part of order two "
    "in w of L(W + w), as in (14), so half the quadratic form of the Hessian",
    proof=matrices(
        "W2: dy x d1; W11: d1 x dy; W12: d1 x e; w2: dy x d1; w11: d1 x dy; w12: d1 x e; S: dy; t: scalar; M := "
        "S - W2 W11; R2 := S - (W2 + t w2) (W11 + t w11); R1 := (W2 + t w2) (W12 + t w12); D := w2 W11 + W2 w11; "
        "F := w2 W12 + W2 w12; W2' W2 W12 = 0 |- W2 W12 = 0, tr(R2 R2') + tr(R1 R1') = tr(M M') - 2 t tr(D M') + "
        "t^2 tr(D D') - 2 t^2 tr(w2 w11 M') + t^2 tr(F F') + 2 t^3 tr(w2 w11 D') + 2 t^3 tr(w2 w12 F') + t^4 "
        "tr(w2 w11 w11' w2') + t^4 tr(w2 w12 w12' w2')"
    ),
)
def hessian_shallow(subject: Subject) -> Outcome:
    """With one hidden layer H_W(w) has the short form (25) at critical points, where W_2 W_{1,2} = 0."""
    if where(subject) is None:
        return shallow_in_symbols(varied(subject))
    a = opaque_letters(ONE_HIDDEN)
    vanishing = a.R @ a.W_12  # W_2 W_{1,2}
    squared = words.inner(a.W_12, words.gradient(twice_value(a) / 2, a.W_12))
    at_critical_points = {vanishing: zero("d_y", "e")}
    exact = rewrite(2 * order(expanded_loss(a), 2), at_critical_points)
    return all_of(
        same(squared, words.norm_squared(vanishing), "||W_2 W_{1,2}||^2 = <W_{1,2}, grad>, zero at a critical point"),
        follows(exact, rewrite(twice_shallow(a), at_critical_points), "twice (25) where W_2 W_{1,2} = 0"),
    )


def twice_shallow(a: Letters) -> Any:
    """Twice (25)."""
    squares = a.norm_squared(a.w_last @ a.W_11 + a.W_last @ a.w_11) + a.norm_squared(
        a.w_last @ a.W_12 + a.W_last @ a.w_12
    )
    return squares - 2 * a.trace(a.w_last @ a.w_11 @ a.M.T)


def shallow_in_symbols(n: Network) -> Outcome:
    """The same two steps: what (25) leaves out is a trace with the factor W_2 W_{1,2}, which vanishes."""
    a = letters(n)
    vanishing = a.R @ a.W_12
    left_out = 4 * inner(a.w_last @ a.w_12, vanishing)
    gradient = n.twice_gradient[0].columns(n.widths[-1], n.widths[0])
    return all_of(
        polynomials_agree(n.twice_second_derivative, 2 * twice_shallow(a) + left_out, "the second-order term", n, 4),
        polynomials_agree(inner(a.W_12, gradient), 2 * a.norm_squared(vanishing), "||W_2 W_{1,2}||^2", n, 2),
    )
