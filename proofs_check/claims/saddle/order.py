"""The order of a saddle."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import symdln as dln
from proofs_check.facts.cubic_form import vanishes_on_kernel
from proofs_check.facts.extrema import critical_above_minimum, has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, holds, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sharing import shared
from proofs_check.language.source import SADDLE
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, WordCase, follows, same, where
from proofs_check.scopes.critical_points import every_critical_point
from symdln.algebra.words import Expression, Symbol, identity, inner, norm_squared, product, rewrite, scalar

DEFINITION = (
    "the order is the least k for which there are a polynomial curve W(t) with W(0) = W and a > 0 with L(W(t)) = L(W) "
    "- a t^k + terms of higher degree"
)


LOWER_BOUNDS = (
    "with V = W'(0), the coefficient of t vanishes and that of t^2 is H[V, V]/2, so k = 2 needs a negative eigenvalue; "
    "without one either the loss rises like t^2 or V is in ker H, and then the coefficient of t^3 is the cubic Taylor "
    "form at V; curves with V = 0 have k >= 4"
)


SEMIDEFINITE = "v^T H v = 0 implies H v = 0 for a positive semidefinite H"


@dataclass(frozen=True)
class OrderBounds:
    """A number that is proved to be at most the order of a saddle, and the least order of an explicit curve, if any."""

    least: int
    reached: int | None


@shared
def order_bounds(point: dln.Point) -> OrderBounds:
    """Bounds for the order of a saddle, from its exact Hessian, cubic form and descent curve."""
    if point.inertia_by_hessian.negative:
        return OrderBounds(2, 2)  # by the line along a negative direction
    curve = point.descent_curve
    reached = None if curve is None or curve.sign > 0 else curve.order
    if at_zero(point):
        return OrderBounds(point.problem.depth, reached)
    return OrderBounds(3 if reached == 3 or not vanishes_on_kernel(point) else 4, reached)


def at_zero(point: dln.Point) -> bool:
    return all(weight.is_zero() for weight in point.weights)


at_most_four_layers = on_problem(
    "depth <= 4", "the network has at most 4 weight matrices", lambda problem: problem.depth <= 4
)


@claim(
    "saddle.order",
    source=SADDLE.at("the order of a saddle"),
    statement=r"k(W) = \begin{cases} 2 & n_- > 0 \\ H & n_- = 0, \, W = 0 \\ 3 & n_- = 0, \, W \ne 0, \, D^3 L(W) \ne "
    r"0 \text{ on } \ker \nabla^2 L(W) \\ 4 & \text{else} \end{cases} \quad (H \le 4)",
    over=every_critical_point(),
    assuming=(at_most_four_layers, critical_above_minimum),
    made_precise=f"{DEFINITION}; that no curve has a smaller order: {LOWER_BOUNDS}, and at W = 0 the product is "
    "divisible by t^H; that the order is reached: the exact polynomial of the loss along an explicit curve; a point "
    "where these two do not meet is undecided",
    axioms=(SEMIDEFINITE,),
)
def order_of_saddle(point: dln.Point) -> Outcome:
    """Up to depth 4 the order of a saddle is 2 if it is strict, the depth at W = 0, 3 if the cubic form does not vanish
    on the kernel of the Hessian, and else 4.
    """
    bounds = order_bounds(point)
    if bounds.reached == bounds.least:
        return holds(f"order {bounds.least}, and no curve has a smaller one")
    return undecided(
        f"the order is at least {bounds.least}, and the best curve found has order {bounds.reached}",
        weights=point.weights,
    )


full_cross = on_problem(
    "rank Sxy = min(d_x, d_y)",
    r"\operatorname{rank} \Sigma_{xy} = \min(d_x, d_y)",
    lambda problem: problem.cross_rank == min(problem.input_width, problem.output_width),
)


non_strict = on_point("n_- = 0", "n_- = 0", lambda point: point.inertia_by_hessian.negative == 0)


@claim(
    "saddle.order.depth",
    source=SADDLE.at("the order of a saddle"),
    statement=r"\operatorname{rank} \Sigma_{xy} = \min(d_x, d_y), \; n_- = 0 \Rightarrow 3 \le k(W) \le H",
    over=every_critical_point(),
    assuming=(full_cross, critical_above_minimum, non_strict),
    made_precise=f"{DEFINITION}; {LOWER_BOUNDS}",
    axioms=(SEMIDEFINITE,),
)
def order_at_most_depth(point: dln.Point) -> Outcome:
    """Where Sxy has full rank, the order of a non-strict saddle lies between 3 and the depth."""
    bounds, depth = order_bounds(point), point.problem.depth
    if bounds.reached is not None and bounds.reached <= depth:
        return at_most(3, bounds.least, "three, and the order")
    if bounds.least > depth:
        return at_most(bounds.least, depth, "the order", weights=point.weights)
    return undecided("no curve of such an order was found", weights=point.weights)


AtZero = tuple[tuple[int, ...], tuple[int, ...]]
"""Widths and singular values."""


DIVISIBLE = "t^n divides a product of n layers t U_j, from n to n + 1"


CHANGE = "the change of the loss with P = t^n Q"


RANK_ONE = "U_{n+1} = b a^T, and a c^T for the product of the first n: b c^T, from n to n + 1"


NAMED = {f"depth {n}": n for n in (2, 3, 4, 5)}


def divisible() -> Outcome:
    """T stands for t^n."""
    U, Q, t, power = Symbol("U", "a", "b"), Symbol("Q", "b", "c"), scalar("t"), scalar("T")
    return same((t * U) @ (power * Q), t * power * (U @ Q), DIVISIBLE)


def change() -> Outcome:
    """``L(P) - L(0) = - 2f t^n tr(Q X Y^T) + f t^{2n} ||Q X||^2``: T stands for t^n, and no lower power of t occurs."""
    Q, X, Y = Symbol("Q", "d_y", "d_x"), Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m")
    f, power = scalar("f"), scalar("T")
    difference = f * norm_squared(power * (Q @ X) - Y) - f * norm_squared(Y)
    return same(difference, -2 * f * power * inner(Q @ X, Y) + f * power**2 * norm_squared(Q @ X), CHANGE)


def rank_one() -> Outcome:
    """With unit vectors a, b, ...: a chain of factors ``b a^T`` has a product ``u v^T`` with any u and v, whatever the
    widths; ``- 2f u^T Syx v`` is negative for some u and v, as Syx is not zero.
    """
    a, b, c = Symbol("a", "n", 1), Symbol("b", "m", 1), Symbol("c", "d_x", 1)
    return follows(rewrite(b @ a.T @ a @ c.T, {a.T @ a: identity(1)}), b @ c.T, RANK_ONE)


def named_depth(depth: int) -> Outcome:
    """All layers at once: a curve through 0, and the line with the factors of rank one."""
    t, layers = scalar("t"), range(1, depth + 1)
    U = [Symbol(f"U_{j}", f"d_{j}", f"d_{j - 1}") for j in layers]
    a = [Symbol(f"a_{j}", f"d_{j}", 1) for j in range(depth + 1)]
    units: dict[Expression, Expression] = {a[j].T @ a[j]: identity(1) for j in range(1, depth)}
    line = product(*[a[j] @ a[j - 1].T for j in reversed(layers)])
    return all_of(
        same(product(*[t * each for each in reversed(U)]), t**depth * product(*reversed(U)), "t^H divides the product"),
        follows(rewrite(line, units), a[depth] @ a[0].T, "the product of the factors of rank one"),
    )


STEPS = {DIVISIBLE: divisible, CHANGE: change, RANK_ONE: rank_one}


LARGEST_WIDTH = {"small": 1, "default": 2, "large": 3}


def zeros(size: str, seed: int) -> Iterator[AtZero | WordCase]:
    for depth in (2, 3, 4, 5):
        for widths in itertools.product(range(1, LARGEST_WIDTH[size] + 1), repeat=depth + 1):
            for spectrum in ((3, 2, 1), (0,)):
                yield widths, spectrum[: min(widths[0], widths[-1])]
    yield from (("any depth", name) for name in (*STEPS, *NAMED))


def point_zero(case: AtZero) -> dln.Point:
    problem = dln.Problem.canonical(case[1], case[0])
    return dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])


nonzero_cross = Hypothesis(
    "Sxy is not zero", r"\Sigma_{xy} \ne 0", lambda case: isinstance(case[1], str) or any(case[1])
)


@claim(
    "saddle.order.zero",
    source=SADDLE.at("W = 0"),
    statement=r"\Sigma_{xy} \ne 0 \Rightarrow k(0) = H",
    over=cases(
        "W = 0, any depth",
        zeros,
        sentence=lambda size: (
            "any depth and any widths, in matrix words, by induction, and for depth 2 to 5 all layers "
            "at once; and by a second route the explicit curves at W = 0 for every architecture of depth 2 to 5 with "
            f"widths up to {LARGEST_WIDTH[size]}, X = I"
        ),
        strength=Verdict.PROVED,
    ),
    assuming=(nonzero_cross,),
    made_precise=f"{DEFINITION}; a curve with W(0) = 0 has W_j(t) = t U_j(t)",
    prose=(
        (
            "a curve with W(0) = 0 has W_j(t) = t U_j(t); by induction on the layers t^H divides the product, so no "
            "curve has an order below H (one more layer is checked, and all layers at once for depth 2 to 5)"
        ),
        (
            "by induction a chain of factors b a^T with unit vectors has a product u v^T with any u and v (one more "
            "layer is checked)"
        ),
        "as Syx is not zero, there are u and v with u^T Syx v > 0, and along that line the loss falls like t^H",
    ),
)
def order_at_zero(subject: Subject) -> Outcome:
    """At W = 0 the order is the depth: no curve has a smaller one, and a line of factors of rank one has it."""
    marked = where(subject)
    if marked is None:
        return explicit_curve(point_zero(subject))
    return STEPS[marked]() if marked in STEPS else named_depth(NAMED[marked])


def explicit_curve(point: dln.Point) -> Outcome:
    curve = point.descent_curve
    if has_least_loss(point):
        return fails("W = 0 is a global minimiser, so no curve has an order", widths=point.problem.widths)
    if curve is None:
        return undecided("no curve was found along which the loss falls", widths=point.problem.widths)
    return equal((curve.order, curve.sign), (point.problem.depth, -1), "order and sign of the explicit curve")
