"""False neighbours of the claims of Arora, Marcotte, Singh, Trager, and on sharpness."""

from __future__ import annotations

from typing import Any

from planting import Planting, at_sizes, in_words

import symdln as dln
from proofs_check.claims.arora import end_to_end
from proofs_check.claims.marcotte import conservation
from proofs_check.claims.sharpness import minimum
from proofs_check.claims.singh import hessian_rank
from proofs_check.claims.trager import fibre
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, holds, is_true
from proofs_check.networks.words import LAYER, Chain, any_loss, same
from symdln.algebra.words import Symbol, derivative, inner, norm_squared, product

plant = Planting()


# -- Arora, Cohen, Hazan -----------------------------------------------------------------------------------------------


def printed(exact: end_to_end.BalancedPoint, shift: int = 0, times: int = 1, swap: bool = False) -> dln.Matrix:
    """The printed sum with exponents moved, multiplied, or exchanged between the two sides."""
    total = 0 * exact.F
    for j in range(1, exact.N + 1):
        left, right = times * (exact.N - j + shift), times * (j - 1)
        if swap:
            left, right = right, left
        total = total - exact.power(exact.Q[-1], left) @ exact.F @ exact.power(exact.Q[0], right)
    return total


def rate_is(exact: end_to_end.BalancedPoint, value: dln.Matrix) -> Outcome:
    return equal(exact.rate(), value, "dP/dt at a balanced point")


@plant("arora.end-to-end", "the exponent (N - j + 1)/N")
@at_sizes
def exponent_one_more(subject: Any) -> Outcome:
    exact = end_to_end.BalancedPoint(subject)
    return rate_is(exact, printed(exact, shift=1))


@plant("arora.end-to-end", "the exponents N - j and j - 1, without the roots")
@at_sizes
def without_roots(subject: Any) -> Outcome:
    exact = end_to_end.BalancedPoint(subject)
    return rate_is(exact, printed(exact, times=exact.N))


@plant("arora.end-to-end", "the other sign")
@at_sizes
def other_sign(subject: Any) -> Outcome:
    exact = end_to_end.BalancedPoint(subject)
    return rate_is(exact, -exact.printed())


@plant("arora.end-to-end", "one layer fewer in the sum")
@at_sizes
def one_layer_fewer(subject: Any) -> Outcome:
    exact = end_to_end.BalancedPoint(subject)
    last = exact.power(exact.Q[-1], 0) @ exact.F @ exact.power(exact.Q[0], exact.N - 1)
    return rate_is(exact, exact.printed() + last)


@plant("arora.end-to-end", "any weights in place of balanced ones")
@at_sizes
def not_balanced(subject: Any) -> Outcome:
    exact = end_to_end.BalancedPoint(subject)
    W_1, *others = exact.point.weights
    exact.point = dln.Point(exact.point.problem, [2 * W_1, *others])
    return rate_is(exact, exact.printed())


@plant("arora.end-to-end", "in words: a layer with the other sign")
@in_words
def layer_other_sign(name: str) -> Outcome:
    if name not in LAYER:
        return holds("another step")
    chain = Chain(LAYER[name])
    F, A, B = Symbol("F", "d_y", "d_x"), chain.outer(), chain.inner()
    rate = derivative(chain.P, chain.flows(any_loss(chain.P)))
    return same(rate, A @ A.T @ F @ B.T @ B, "dP/dt from one layer")


@plant("arora.end-to-end.flow", "the end-to-end matrix stands still")
def stands_still(pair: end_to_end.Pair) -> Outcome:
    return at_most(pair.path, end_to_end.CLOSE, "distance of the end from the start")


@plant("arora.end-to-end.flow", "the two flows part")
def flows_part(pair: end_to_end.Pair) -> Outcome:
    return is_true(pair.distance > end_to_end.CLOSE, "a distance between the two", distance=pair.distance)


# -- Marcotte, Gribonval, Peyre ----------------------------------------------------------------------------------------


def number_is(number: Any) -> Any:
    """The count of the claim against another number."""

    @at_sizes
    def check(case: conservation.Widths) -> Outcome:
        n, r, m = case
        M = conservation.point(n + m, r, min(n + m, r))
        return equal(conservation.balances(M, n), number(*case), "independent entries of U^T U - V^T V")

    return check


plant("marcotte.conservation", "r (r - 1)/2 in place of r (r + 1)/2")(
    number_is(lambda n, r, m: r * (r - 1) // 2 if n + m >= r else conservation.printed(n, r, m))
)
plant("marcotte.conservation", "s = n in place of n + m")(number_is(lambda n, r, m: conservation.printed(n, r, 0)))
plant("marcotte.conservation", "r (r + 1)/2 for s < r too")(number_is(lambda n, r, m: r * (r + 1) // 2))
plant("marcotte.conservation", "s (2 r - 1 - s)/2 for s < r")(
    number_is(lambda n, r, m: (n + m) * (2 * r - 1 - n - m) // 2 if n + m < r else conservation.printed(n, r, m))
)


@plant("marcotte.conservation", "at all points in place of those of full rank")
@at_sizes
def at_zero(case: conservation.Widths) -> Outcome:
    n, r, m = case
    M = conservation.point(n + m, r, 0)
    return equal(
        conservation.conserved(M, conservation.algebra_of(n, m)), conservation.printed(*case), "D - dim Lie at 0"
    )


@plant("marcotte.conservation", "in words: U^T U + V^T V stands still")
@in_words
def sum_of_gram_matrices(name: str) -> Outcome:
    U, V, C = conservation.U, conservation.V, conservation.C
    moved = derivative(U.T @ U + V.T @ V, {U: C @ V, V: C.T @ U})
    return is_true(not moved, "U^T U + V^T V stands still", derivative=str(moved))


# -- sharpness ---------------------------------------------------------------------------------------------------------

plant.without("sharpness.minimum", minimum.orthogonal.name)


def terms(fit: minimum.Fit, with_inputs: bool = True) -> list[dln.Matrix]:
    """``A_j A_j^T (x) X^T B_j^T B_j X`` for every layer."""
    H, point = fit.point.problem.depth, fit.point
    found = []
    for j in range(1, H + 1):
        A, B = point.product(H, j + 1), point.product(j - 1, 1)
        B = B @ fit.X if with_inputs else B
        found.append(minimum.kronecker(A @ A.T, B.T @ B))
    return found


def eigenvalues_are_those_of(fit: minimum.Fit, matrices: list[dln.Matrix]) -> Outcome:
    total = sum(matrices[1:], matrices[0])
    return is_true(minimum.same_nonzero_eigenvalues(fit.point.hessian, total), "the same nonzero eigenvalues")


@plant("sharpness.minimum", "without X")
@at_sizes
def without_inputs(subject: Any) -> Outcome:
    fit = minimum.Fit(subject)
    return eigenvalues_are_those_of(fit, terms(fit, with_inputs=False))


@plant("sharpness.minimum", "a sum over the hidden layers only")
@at_sizes
def without_last_layer(subject: Any) -> Outcome:
    fit = minimum.Fit(subject)
    return eigenvalues_are_those_of(fit, terms(fit)[:-1])


@plant("sharpness.minimum", "twice the sum")
@at_sizes
def twice_the_sum(subject: Any) -> Outcome:
    fit = minimum.Fit(subject)
    return eigenvalues_are_those_of(fit, [2 * each for each in terms(fit)])


@plant("sharpness.minimum", "in words: minus a Gram matrix")
@in_words
def minus_gram(name: str) -> Outcome:
    chain = Chain({**LAYER, **minimum.PAIRS}[name])
    X = Symbol("X", "d_x", "m")
    U = Symbol("U", *chain.W[0].shape)
    form = derivative(derivative(norm_squared(chain.P @ X) / 2, {chain.W[0]: U}), {chain.W[0]: U})
    moved = chain.outer() @ U @ chain.inner() @ X
    return same(form, -norm_squared(moved), "a block of the Hessian")


# -- Singh, Bachmann, Hofmann ------------------------------------------------------------------------------------------


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


# -- Trager, Kohn, Bruna -----------------------------------------------------------------------------------------------


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
