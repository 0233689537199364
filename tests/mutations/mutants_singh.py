"""False neighbours of the claims of Singh, Bachmann and Hofmann."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.singh import hessian_rank
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, holds, is_true
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, derivative, inner, product
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


def ranks_are(change: Any) -> Any:
    """The ranks of the claim against other formulas."""

    def check(case: hessian_rank.Shape) -> Outcome:
        found, other = hessian_rank.greatest(case), change(case, hessian_rank.printed(*case))
        if isinstance(found, Outcome):
            return found
        return equal(tuple(found), tuple(other), "the three ranks")

    return check


def sizes(case: hessian_rank.Shape) -> tuple[int, int, int, int]:
    """q, s, the number of weight matrices, and the largest width."""
    widths, r = case
    return min(r, *widths[1:]), min(r, widths[-1]), len(widths) - 1, max(r, *widths[1:])


plant("singh.hessian-rank", "q^2 (L - 1) in place of q^2 L")(
    ranks_are(lambda case, p: (p.outer, p.functional + sizes(case)[0] ** 2, p.loss + sizes(case)[0] ** 2))
)
plant("singh.hessian-rank", "q the largest width in place of the least")(
    ranks_are(lambda case, p: (sizes(case)[3] * (case[1] + case[0][-1] - sizes(case)[3]), *p[1:]))
)
plant("singh.hessian-rank", "d_x in place of r")(ranks_are(lambda case, p: hessian_rank.printed(case[0], case[0][0])))
plant("singh.hessian-rank", "rank H_L = rank H_o + rank H_f")(
    ranks_are(lambda case, p: (p.outer, p.functional, p.outer + p.functional))
)


def below(change: Any) -> Any:
    """The ranks at four points against other bounds."""

    @at_sizes
    def check(case: hessian_rank.Shape) -> Outcome:
        limit = change(case, hessian_rank.printed(*case))
        found = [
            hessian_rank.ranks(hessian_rank.at_integers(case, most, seed))
            for most, seed in ((0, 0), (1, 0), (1, 1), (9, 0))
        ]
        return all_of(*(at_most(a, b, "a rank") for ranks in found for a, b in zip(ranks, limit, strict=True)))

    return check


plant("singh.hessian-rank.bound", "< in place of <=")(below(lambda case, p: tuple(rank - 1 for rank in p)))
plant("singh.hessian-rank.bound", "q (r + K - q) for the Hessian too")(
    below(lambda case, p: (p.outer, p.functional, p.outer))
)
plant("singh.hessian-rank.bound", "M the sum of all hidden widths but one")(
    below(lambda case, p: (*p[:2], p.loss - 2 * sizes(case)[0] * case[0][1]))
)


@plant("singh.hessian-rank.bound", "in words: the layer that moves is a factor of C or R")
@in_words
def moving_factor(name: str) -> Outcome:
    if name not in (hessian_rank.PRODUCT_LATER, hessian_rank.PRODUCT_EARLIER):
        return holds("another step")
    path = hessian_rank.Path(name)
    place = next(place for place, factor in enumerate(path.factors) if factor in path.moves)
    C, R = product(*path.factors[: place + 1]), product(*path.factors[place:])
    return is_true(hessian_rank.is_contained(derivative(path.P, path.moves), C, R), "dP is of the form C U + V R")


@plant("singh.hessian-rank.bound", "in words: G and H exchanged")
@in_words
def ends_exchanged(name: str) -> Outcome:
    G, T, H, P = (Symbol(letter, "n", "n") for letter in "GTHP")
    return same(inner(G @ T @ H.T, P), inner(T, H.T @ P @ G), "the residual")
