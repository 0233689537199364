"""False neighbours of the claims of Chitour, Liao and Couillet: gradients, flows, other losses, traces."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour import invariant, remark3, residual_flow, trace_bound, trace_inequality, trace_power
from proofs_check.claims.chitour.parts import convergence
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true
from proofs_check.networks import words as words_claims
from proofs_check.networks.indeterminates import Network, doubled, polynomials_agree
from proofs_check.networks.polynomials import inner, norm_squared
from proofs_check.networks.words import LAYER, NEIGHBOURS, MarkedChain, any_loss, same
from symdln.algebra import words
from symdln.algebra.words import Scalar, Symbol, derivative, gradient, scalar, trace
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


def at_network(check: Any, **options: Any) -> Any:
    """The statement for the network of indeterminates of these widths."""
    return at_sizes(lambda widths: check(Network(widths, **options)))


def of_layer(check: Any) -> Any:
    """The statement for a chain with one marked layer, in words; nothing is said of other chains."""
    return in_words(lambda name: check(MarkedChain(LAYER[name])) if name in LAYER else holds("another chain"))


# -- the gradient ------------------------------------------------------------------------------------------------------


def gradients_are(change: Any) -> Any:
    """The flow of every layer against another formula."""

    def check(n: Network) -> Outcome:
        outcomes = []
        for j in range(1, n.H + 2):
            sums = doubled(change(n, j)) + n.twice_gradient[j - 1]
            outcomes.append(is_true(sums.is_zero, f"the flow of W_{j}", widths=n.widths))
        return all_of(*outcomes)

    return at_network(check)


def flow_of(n: Network, j: int, last: int) -> Any:
    return n.product(j + 1, n.H + 1).T @ n.residual @ n.product(1, last).T


def minus(matrix: Any) -> Any:
    return matrix - doubled(matrix)


plant("chitour.gradient", "the other sign")(gradients_are(lambda n, j: minus(flow_of(n, j, j - 1))))
plant("chitour.gradient", "the target in place of the residual")(
    gradients_are(lambda n, j: n.product(j + 1, n.H + 1).T @ n.target @ n.product(1, j - 1).T)
)
plant("chitour.gradient", "without the factor of the loss 1/2")(
    gradients_are(lambda n, j: doubled(flow_of(n, j, j - 1)))
)


@plant("chitour.gradient", "in words: the residual with the other sign")
@of_layer
def residual_sign(chain: MarkedChain) -> Outcome:
    return same(chain.flow(), chain.outer().T @ (chain.P - chain.target) @ chain.inner().T, "(6)")


def first_order_is(change: Any) -> Any:
    """The first-order term of the loss against another formula."""
    return at_network(
        lambda n: polynomials_agree(n.twice_first_variation, change(n), "twice the first-order term", n), varied=True
    )


def first_sum(n: Network, layers: range) -> Any:
    parts = ((n.product(j + 1, n.H + 1) @ n.w[j - 1] @ n.product(1, j - 1) @ n.residual.T).trace() for j in layers)
    return sum(parts, n.zero)


plant("chitour.first-variation", "plus in place of minus")(
    first_order_is(lambda n: 2 * first_sum(n, range(1, n.H + 2)))
)
plant("chitour.first-variation", "the sum to H in place of H + 1")(
    first_order_is(lambda n: -2 * first_sum(n, range(1, n.H + 1)))
)
plant("chitour.first-variation", "twice the term")(first_order_is(lambda n: -4 * first_sum(n, range(1, n.H + 2))))


@plant("chitour.first-variation", "in words: M in place of M^T after a rotation")
@of_layer
def first_variation_rotated(chain: MarkedChain) -> Outcome:
    w = Symbol("w", *chain.W[0].shape)
    exact = derivative(chain.loss, {chain.W[0]: w})
    return same(exact, -trace(chain.target.T @ chain.outer() @ w @ chain.inner()), "the first form")


# -- what the flow keeps and changes -----------------------------------------------------------------------------------


def rates_vanish(rate: Any) -> Any:
    """Another difference of Gram matrices is constant."""

    def check(n: Network) -> Outcome:
        outcomes = [is_true(rate(n, j).is_zero, f"constant for j = {j}", widths=n.widths) for j in range(1, n.H + 1)]
        return all_of(*outcomes)

    return at_network(check)


plant("chitour.invariant", "plus in place of minus")(
    rates_vanish(lambda n, j: invariant.gram_rate(n, j + 1) + invariant.co_gram_rate(n, j))
)
plant("chitour.invariant", "twice the second Gram matrix")(
    rates_vanish(lambda n, j: invariant.gram_rate(n, j + 1) - doubled(invariant.co_gram_rate(n, j)))
)
plant("chitour.invariant", "each Gram matrix by itself")(rates_vanish(lambda n, j: invariant.gram_rate(n, j + 1)))


@plant("chitour.invariant", "in words: plus in place of minus")
@in_words
def sum_is_kept(name: str) -> Outcome:
    upper, lower = (chain := MarkedChain(NEIGHBOURS[name])).W
    rate = derivative(upper.T @ upper + lower @ lower.T, chain.flows())
    return is_true(not rate, "constant", rate=str(rate))


@plant("chitour.invariant.norms", "||W_{j+1}||^2 + ||W_1||^2")
@at_sizes
def sum_of_norms(widths: Any) -> Outcome:
    n = Network(widths)
    rate = invariant.gram_rate(n, 2).trace() + invariant.co_gram_rate(n, 1).trace()
    return is_true(rate == n.zero, "constant", widths=widths)


@plant("chitour.invariant.norms", "||W_{j+1}||^2 = 2 ||W_1||^2 + c")
@at_sizes
def twice_the_norm(widths: Any) -> Outcome:
    n = Network(widths)
    rate = invariant.gram_rate(n, 2).trace() - 2 * invariant.co_gram_rate(n, 1).trace()
    return is_true(rate == n.zero, "constant", widths=widths)


def growth_is(change: Any) -> Any:
    """The rate of the last layer's squared norm against another formula."""

    def check(n: Network) -> Outcome:
        rate = -inner(n.W[-1], n.twice_gradient[-1])
        return polynomials_agree(rate, change(n, n.product(1, n.H + 1)), "dg/dt", n)

    return at_network(check)


plant("chitour.growth", "without the factor 2")(growth_is(lambda n, P: inner(n.residual, P)))
plant("chitour.growth", "plus tr(Pi^T Pi)")(growth_is(lambda n, P: 2 * inner(n.target, P) + 2 * norm_squared(P)))
plant("chitour.growth", "without tr(Pi^T Pi)")(growth_is(lambda n, P: 2 * inner(n.target, P)))


@plant("chitour.growth", "in words: minus in place of plus")
@of_layer
def shrinks(chain: MarkedChain) -> Outcome:
    rate = derivative(words.norm_squared(chain.W[0]), chain.flows())
    return same(rate, -2 * trace(chain.M @ chain.P.T), "dg/dt")


def residual_moves(layers: Any, sign: int) -> Any:
    """dM/dt against other sums."""

    def check(n: Network) -> Outcome:
        M, total = n.residual, n.residual - n.residual
        for j in layers(n.H):
            A, B = n.product(j + 1, n.H + 1), n.product(1, j - 1)
            part = A @ A.T @ M @ B.T @ B
            total = total - part if sign < 0 else total + part
        rates = doubled(total) - residual_flow.twice_rates(n, M)
        return is_true(rates.is_zero, "dM/dt", widths=n.widths)

    return at_network(check)


plant("chitour.residual-flow", "plus in place of minus")(residual_moves(lambda H: range(1, H + 2), 1))
plant("chitour.residual-flow", "the sum to H in place of H + 1")(residual_moves(lambda H: range(1, H + 1), -1))


@plant("chitour.residual-flow", "-sum RHS_j in place of -2 sum RHS_j")
@at_sizes
def half_the_decrease(widths: Any) -> Outcome:
    n = Network(widths)
    total = n.zero
    for j in range(1, n.H + 2):
        total -= 2 * norm_squared(n.product(j + 1, n.H + 1).T @ n.residual @ n.product(1, j - 1).T)
    return polynomials_agree(residual_flow.twice_rate(n, n.twice_loss), total, "2 d||M||^2/dt", n)


@plant("chitour.residual-flow", "in words: A^T A in place of A A^T")
@in_words
def gram_transposed(name: str) -> Outcome:
    A, W, B, S = (Symbol(letter, "n", "n") for letter in "AWBS")
    M = S - A @ W @ B
    rate = derivative(M, {W: -gradient(words.norm_squared(M) / 2, W)})
    return same(rate, -A.T @ A @ M @ B.T @ B, "dM/dt")


# -- Remark 3 ----------------------------------------------------------------------------------------------------------


def kept(equation: str, marked: str, sign: int) -> tuple[MarkedChain, Any]:
    chain = MarkedChain((NEIGHBOURS if equation == remark3.BALANCE else words_claims.FIRST_AND_OTHER)[marked])
    upper, lower = chain.W
    if equation == remark3.BALANCE:
        return chain, upper.T @ upper + sign * (lower @ lower.T)
    return chain, words.norm_squared(upper) + sign * words.norm_squared(lower)


@plant("chitour.remark3.cross-entropy", "plus in place of minus")
def other_loss_sum(case: Any) -> Outcome:
    chain, value = kept(*case, sign=1)
    rate = derivative(value, chain.flows(any_loss(chain.P)))
    return is_true(not rate, "constant", rate=str(rate))


@plant("chitour.remark3.cross-entropy", "for a loss of the first layer")
def loss_of_one_layer(case: Any) -> Outcome:
    chain, value = kept(*case, sign=-1)
    rate = derivative(value, chain.flows(any_loss(chain.P) + words.norm_squared(chain.W[-1])))
    return is_true(not rate, "constant", rate=str(rate))


def decays_at(factor: int) -> Any:
    """The rate of the difference under weight decay is another multiple of it."""

    def check(case: Any) -> Outcome:
        chain, value = kept(*case, sign=-1)
        decay = scalar("lambda")
        squares = sum((words.norm_squared(W) for W in chain.W), Scalar(0))
        loss = any_loss(chain.P) + decay * squares / 2
        return same(derivative(value, chain.flows(loss)), factor * decay * value, "the rate")

    return check


plant("chitour.remark3.regularised.corrected", "-lambda in place of -2 lambda")(decays_at(-1))
plant("chitour.remark3.regularised.corrected", "+2 lambda in place of -2 lambda")(decays_at(2))
plant("chitour.remark3.regularised.corrected", "constant with weight decay too")(decays_at(0))


@plant("chitour.remark3.relu", "the sum over the layers is constant")
def relu_constant(subject: Any) -> Outcome:
    if isinstance(subject[0], str):
        return holds("asked of networks")
    network = remark3.RectifiedNetwork(subject)
    return equal(sum(network.pairing(j) for j in range(len(network.W))), 0, "rate of the sum", case=subject)


@plant("chitour.remark3.relu", "in words: twice the loss in place of the loss")
def relu_twice(subject: Any) -> Outcome:
    if not isinstance(subject[0], str):
        return holds("asked in words")
    chain = MarkedChain(LAYER[subject[1]])
    loss = any_loss(chain.P)
    return same(words.inner(chain.W[0], gradient(loss, chain.W[0])), 2 * loss, "<W_j, grad_j>")


# -- traces ------------------------------------------------------------------------------------------------------------


def powers_with(gamma: Any) -> Any:
    return lambda case: trace_power.power_bounds(*case, gamma(*case[1:]))  # pyright: ignore[reportCallIssue]


plant("chitour.trace-power", "gamma_0 = k^(2-l)")(powers_with(lambda k, power: Fraction(k) ** (2 - power)))
plant("chitour.trace-power", "gamma_0 = 1")(powers_with(lambda k, power: Fraction(1)))


@plant("chitour.trace-power", "for every symmetric S")
def power_of_any_matrix(case: Any) -> Outcome:
    route, k, power = case
    if route == "eigenvalues":
        return holds("asked of matrices")
    grid = trace_bound.symmetric_grid(k)
    return all_of(*(trace_power.power_bounds_at(S, power, convergence.gamma_0(k, power)) for S in grid))


@plant("chitour.trace-bound", "for every symmetric A")
def bound_for_any_matrix(case: Any) -> Outcome:
    route, size = case
    if route == "symbols":
        return holds("asked of matrices")
    grid = trace_bound.symmetric_grid(size)
    return all_of(*(trace_bound.trace_bound_at(A, C) for A in grid[::7] for C in grid[::7]))


@plant("chitour.trace-bound", "half of the bound")
def half_the_bound(case: Any) -> Outcome:
    route, size = case
    if route == "symbols":
        return holds("asked of matrices")
    one = dln.Matrix.identity(size)
    return is_true(4 * one.inner(one) ** 2 <= one.norm_squared() * one.trace() ** 2, "2 |tr(A C)| <= ||C|| tr(A)")


@plant("chitour.trace-bound", "in symbols: tr(A)^2 = ||A||^2 + the minors, once")
def minors_once(case: Any) -> Outcome:
    route, size = case
    if route != "symbols" or size < 2:
        return holds("asked in symbols")
    A = trace_bound.symmetric_symbols(size)
    minor = A.rows[0][0] * A.rows[1][1] - A.rows[0][1] * A.rows[1][0]
    return is_true(A.trace() ** 2 - (A @ A).trace() == minor, "tr(A)^2 - ||A||^2", size=size)


@plant("chitour.trace-inequality", "lambda_max in place of lambda_min")
def largest_eigenvalue(case: Any) -> Outcome:
    if len(case) == 1:
        return holds("asked of matrices")
    return all_of(*(at_largest(A, B) for A, B in trace_inequality.pairs(case)))


def at_largest(A: dln.Matrix, B: dln.Matrix) -> Outcome:
    """``lambda_max(A A^T) <= ||A^T B||^2 / ||B||^2``: by ``lambda_min`` of the negative."""
    weight = B.norm_squared()
    if weight == 0:
        return holds("B = 0")
    ratio = (A.T @ B).norm_squared() / weight
    gap = dln.Matrix.identity(A.shape[0]) * ratio - A @ A.T
    return equal(dln.inertia_of(gap).negative, 0, "eigenvalues of A A^T above the ratio", A=A, B=B)


@plant("chitour.trace-inequality", "in words: A^T A in place of A A^T")
def gram_of_columns(case: Any) -> Outcome:
    if len(case) > 1:
        return holds("asked in words")
    A, B, least = Symbol("A", "n", "n"), Symbol("B", "n", "q"), scalar("lambda")
    gap = trace(A.T @ A @ B @ B.T) - least * trace(B @ B.T)
    return same(gap, trace(B.T @ (A @ A.T - words.identity("n") * least) @ B), "the difference")
