"""Proposition 1 of Chitour et al. (2022): every trajectory converges to a critical point."""

from __future__ import annotations

import flint

import symdln as dln
from proofs_check.claims.chitour.growth_bound import growth_at, growth_bound
from proofs_check.claims.chitour.parts.convergence import Bounds, Subject, growth_rate, in_words, last_norm
from proofs_check.claims.chitour.parts.overfitting import Flow, comes_to_rest, simulated_flows
from proofs_check.claims.chitour.parts.rates import velocity
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, not_of_words
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sharing import shared
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.layers import LayerWords, depth_of
from proofs_check.networks.words import same
from proofs_check.scopes.weight_grids import white_inputs


@claim(
    "chitour.prop1.bounded",
    source=CHITOUR.at("proof of Prop. 1"),
    statement=r"\text{there exists a positive constant } K_2 \text{ such that the right-hand side is negative for } "
    r"g > "
    r"K_2; \text{ thus the trajectory remains in a compact set}",
    over=in_words,
    assuming=(
        not_of_words(depth_at_least(2)),
        white_inputs,
    ),
    made_precise="K_2 = max(1, K_1/gamma_0); at every time at which the trajectory exists g <= max(g(0), K_2), and "
    "||W_j||^2 <= max(g(0), K_2) - g(0) + ||W_j(0)||^2. "
    "At exact weights dg/dt is bounded at the weights and at 10 and 100 times them",
    formal=(
        "K1 (1 + g^(n-1)) - 2 gamma0 g^n <= -gamma0 (g - K2) if g >= K2, n >= 2",
        "g <= bound if n >= 2",
        "tr(W[j]' W[j]) <= bound - g0 + tr(W0[j]' W0[j]) if 1 <= j <= n, n >= 2",
        "C[j] = C0[j] if 1 <= j <= n-1",
    ),
    proof=logic("chitour.prop1.bounded"),
)
def prop_1_bounded(subject: Subject) -> Outcome:
    """Beyond an explicit bound the norm of the last layer decreases, so every trajectory is bounded."""
    if isinstance(subject, dln.Point):
        return bounded_at(subject)
    return all_of(right_side_is_negative(depth_of(subject)), growth_bound.check(subject))


@shared
def bounded_at(point: dln.Point) -> Outcome:
    """The growth bound, of which K_2 is made, and the decrease beyond K_2 at the weights and at multiples of them."""
    return all_of(growth_at(point), *(decreases_beyond(scaled(point, factor)) for factor in (1, 10, 100)))


def scaled(point: dln.Point, factor: int) -> dln.Point:
    return dln.Point(point.problem, [weight * factor for weight in point.weights])


def decreases_beyond(point: dln.Point) -> Outcome:
    """``dg/dt < 0`` if ``g > K_2``."""
    bounds = Bounds(point)
    inside = last_norm(point) <= bounds.K_2
    return all_of(
        is_true(inside or growth_rate(point) < 0, "g is at most K_2, or dg/dt < 0", weights=point.weights),
        formal_at_point(
            "chitour.prop1.bounded",
            point,
            gamma0=bounds.gamma,
            K1=bounds.K_1,
            K2=bounds.K_2,
            bound=max(last_norm(point), bounds.K_2),
        ),
    )


def right_side_is_negative(depth: int) -> Outcome:
    """``2 g^n > K (1 + g^H)`` for ``g > K >= 1``: with ``K = 1 + v``, ``g = 1 + u + v`` the difference is a polynomial
    in u, v >= 0 with nonnegative coefficients that contains u; times gamma_0 and with ``K_1 <= gamma_0 K`` the
    right-hand side is below minus that.
    """
    ring = flint.fmpz_mpoly_ctx.get(["u", "v"], "degrevlex")
    u, v = ring.gens()
    g, K = 1 + u + v, 1 + v
    difference = 2 * g**depth - K * (1 + g ** (depth - 1))
    positive = all(int(c) >= 0 for c in difference.coeffs()) and int(difference.to_dict().get((1, 0), 0)) > 0
    return is_true(positive, "2 g^{H+1} - K (1 + g^H) is positive for g > K >= 1", depth=depth)


@claim(
    "chitour.prop1",
    source=CHITOUR.at("Prop. 1"),
    statement=r"\text{every trajectory of the gradient flow converges to a critical point}",
    over=in_words,
    assuming=(
        not_of_words(depth_at_least(2)),
        white_inputs,
    ),
    prose=(
        "a solution of an ordinary differential equation that stays bounded exists for all times",
        "Lojasiewicz: a bounded trajectory of the gradient flow of an analytic function converges to a critical point",
    ),
    formal=(
        "K1 (1 + g^(n-1)) - 2 gamma0 g^n <= -gamma0 (g - K2) if g >= K2, n >= 2",
        "g <= bound if n >= 2",
        "tr(W[j]' W[j]) <= bound - g0 + tr(W0[j]' W0[j]) if 1 <= j <= n, n >= 2",
        "C[j] = C0[j] if 1 <= j <= n-1",
    ),
    proof=logic("chitour.prop1.bounded"),
)
def prop_1(subject: Subject) -> Outcome:
    """Every trajectory is bounded, so it exists for all times, and as the loss is a polynomial it converges to a
    critical point.
    """
    if isinstance(subject, dln.Point):
        return prop_1_bounded.check(subject)
    layers = LayerWords(depth_of(subject))
    printed = [velocity(layers, j) for j in range(1, layers.depth + 1)]
    flows = [
        same(layers.flows[W], dW, f"(6) and minus the gradient by {W}") for W, dW in zip(layers.W, printed, strict=True)
    ]
    return all_of(prop_1_bounded.check(subject), *flows)


@claim(
    "chitour.prop1.simulated",
    source=CHITOUR.at("Prop. 1"),
    statement=r"\text{every trajectory of the gradient flow converges to a critical point}",
    over=simulated_flows,
    made_precise="simulated: every flow stays within the explicit bound of chitour.prop1.bounded and comes to rest",
)
def prop_1_simulated(flow: Flow) -> Outcome:
    """Every trajectory is bounded and converges to a critical point."""
    return all_of(within_bound(flow), comes_to_rest(flow))


def within_bound(flow: Flow) -> Outcome:
    """The largest square of all weights on the path against the bound from the start."""
    return at_most(flow.largest_square, flow.bound, "square of the norm of all weights on the path")
