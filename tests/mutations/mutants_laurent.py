"""False neighbours of the claims of Laurent and von Brecht."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.laurent import convex_loss, non_differentiable
from proofs_check.facts import convex_losses
from proofs_check.language.outcome import Outcome, at_most, equal, holds, is_true
from proofs_check.networks.words import any_loss, same
from symdln.algebra.words import Symbol, gradient
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


plant.without("laurent.convex-loss", convex_loss.wide.name)


@plant("laurent.convex-loss", "every critical point is a global minimum")
@at_sizes
def every_critical_point(subject: Any) -> Outcome:
    if isinstance(subject[0], str) and subject[0] not in convex_losses.SCALARS:
        return holds("another loss")
    network = convex_losses.ConvexNetwork(*subject)
    W = next(W for W in network.small_weights((0,)))
    P = network.product(W, network.depth, 1)
    return is_true(not network.is_critical(W) or network.slope(P).is_zero(), "W = 0 is a global minimum", weights=W)


@plant("laurent.convex-loss", "in words: the gradient by a layer is A G B")
@in_words
def gradient_not_transposed(name: str) -> Outcome:
    if name != "an inner layer":
        return holds("another step")
    W, P = Symbol("W", "n", "n"), Symbol("A", "n", "n") @ Symbol("W", "n", "n") @ Symbol("B", "n", "n")
    A, B, F = (Symbol(letter, "n", "n") for letter in "ABF")
    return same(gradient(any_loss(P), W), A @ F @ B, "the gradient by a layer")


@plant("laurent.non-differentiable", "a combination without its last term")
def without_last_term(case: str) -> Outcome:
    letters, P = non_differentiable.neighbourhood()
    b, d, e, x = (letters[name] for name in "bdex")
    (p_11, p_12), (_, p_22) = P.rows
    return equal((1 + d) * (1 + e) * p_12, x * (1 + d) * p_11 + b * (1 + e) * p_22, "the combination")


@plant("laurent.non-differentiable", "a global minimum in place of a local one")
def corner_is_global(case: str) -> Outcome:
    target = dln.Matrix([[0, 1], [0, 0]])
    elsewhere = non_differentiable.absolute_loss((target, dln.Matrix.identity(2)), target)
    return at_most(1, elsewhere, "the loss at the corner, and elsewhere")


plant.patched("laurent.non-differentiable", "entries that differ by 3/4", non_differentiable, "BOX", Fraction(3, 4))


plant.without("laurent.gradient", convex_loss.wide.name)
