"""False neighbours of the claims of Arora, Cohen and Hazan."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.arora import end_to_end
from proofs_check.language.outcome import Outcome, at_most, equal, holds, is_true
from proofs_check.networks.words import LAYER, MarkedChain, any_loss, same
from symdln.algebra.words import Symbol, derivative
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


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
    chain = MarkedChain(LAYER[name])
    F, A, B = Symbol("F", "d_y", "d_x"), chain.outer(), chain.inner()
    rate = derivative(chain.P, chain.flows(any_loss(chain.P)))
    return same(rate, A @ A.T @ F @ B.T @ B, "dP/dt from one layer")


@plant("arora.end-to-end.flow", "the end-to-end matrix stands still")
def stands_still(pair: end_to_end.Pair) -> Outcome:
    return at_most(pair.path, end_to_end.CLOSE, "distance of the end from the start")


@plant("arora.end-to-end.flow", "the two flows part")
def flows_part(pair: end_to_end.Pair) -> Outcome:
    return is_true(pair.distance > end_to_end.CLOSE, "a distance between the two", distance=pair.distance)
