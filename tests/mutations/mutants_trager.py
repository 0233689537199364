"""False neighbours of the claims of Trager, Kohn and Bruna."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.trager import fibre
from proofs_check.language.outcome import Outcome, equal
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, derivative
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


def dimension_is(change: Any) -> Any:
    """The dimension of the fibre against another number."""

    @at_sizes
    def check(widths: tuple[int, ...]) -> Outcome:
        found = fibre.dimension_at(fibre.start(widths))
        return equal(found, fibre.printed_dimension(widths) + change(widths), "dimension of the fibre", widths=widths)

    return check


plant("trager.fibre", "r (d_0 + d_H) in place of r (d_0 + d_H - r)")(dimension_is(lambda d: -(min(d) ** 2)))
plant("trager.fibre", "max d_i in place of min d_i")(
    dimension_is(lambda d: min(d) * (d[0] + d[-1] - min(d)) - max(d) * (d[0] + d[-1] - max(d)))
)


def pieces_are(number: Any) -> Any:
    """The number of components against another number."""
    return at_sizes(lambda widths: equal(fibre.pieces(widths), number(widths), "components", widths=widths))


plant("trager.fibre", "b counts the input and the output too")(pieces_are(lambda d: 2 ** d.count(min(d))))
plant("trager.fibre", "b + 1 in place of 2^b")(pieces_are(lambda d: fibre.hidden_of_least_width(d) + 1))
plant("trager.fibre", "b counts the wider layers")(
    pieces_are(lambda d: 2 ** (len(d) - 2 - fibre.hidden_of_least_width(d)))
)


@plant("trager.fibre", "a product of any rank")
@at_sizes
def of_any_rank(widths: tuple[int, ...]) -> Outcome:
    zero = tuple(0 * W for W in fibre.start(widths))
    return equal(fibre.dimension_at(zero), fibre.printed_dimension(widths), "dimension of the kernel at W = 0")


@plant("trager.fibre", "in words: Z P - P Z'")
@in_words
def minus_in_tangent(name: str) -> Outcome:
    W_H, W_1, inside = Symbol("W_H", "d_H", "a"), Symbol("W_1", "b", "d_0"), Symbol("G", "a", "b")
    Z, other = Symbol("Z", "d_H", "d_H"), Symbol("Z_other", "d_0", "d_0")
    whole = W_H @ inside @ W_1
    return same(derivative(whole, {W_H: Z @ W_H, W_1: W_1 @ other}), Z @ whole - whole @ other, "dP")
