"""The order of a saddle."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.cubic_form import vanishes_on_kernel
from proofs_check.facts.extrema import critical_above_minimum, has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sharing import shared
from proofs_check.language.sources import SADDLE
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, WordCase, follows, same, where
from proofs_check.scopes.critical_points import every_critical_point
from symdln.algebra.words import Expression, Symbol, identity, inner, norm_squared, product, rewrite, scalar
from symdln.landscape.classification import NON_STRICT

DEFINITION = (
    "the order is the least k such that the loss falls by at least c rho^k within every small distance rho, c > 0; it "
    "is also the least k for which there are a polynomial curve W(t) with W(0) = W and a > 0 with L(W(t)) = L(W) - a "
    "t^k + terms of higher degree"
)


COVERS = (
    "n is the least number of runs of strings whose union contains the gap of a closing string; the order is n + 1, "
    "but 4 if n = 2 and every cover by two runs, of every gap, has a run from 0 and a run to H (docs/saddle-order.md)"
)


LOWER_BOUNDS = (
    "with V = W'(0), the coefficient of t vanishes and that of t^2 is H[V, V]/2, so k = 2 needs a negative eigenvalue; "
    "without one either the loss rises like t^2 or V is in ker H, and then the coefficient of t^3 is the cubic Taylor "
    "form at V; curves with V = 0 have k >= 4; at W = 0 the product is divisible by t^H"
)


SEMIDEFINITE = "v^T H v = 0 implies H v = 0 for a positive semidefinite H"


@dataclass(frozen=True)
class OrderEvidence:
    """A number that is proved to be at most the order of a saddle, and the least order of an explicit curve, if any."""

    least: int
    reached: int | None


@shared
def order_bounds(point: dln.Point) -> OrderEvidence:
    """Bounds for the order of a saddle, from its exact Hessian, cubic form and descent curve."""
    if point.inertia_by_hessian.negative:
        return OrderEvidence(2, 2)  # by the line along a negative direction
    curve = point.descent_curve
    reached = None if curve is None or curve.sign > 0 else curve.order
    if at_zero(point):
        return OrderEvidence(point.problem.depth, reached)
    return OrderEvidence(4 if vanishes_on_kernel(point) else 3, reached)


def at_zero(point: dln.Point) -> bool:
    return all(weight.is_zero() for weight in point.weights)


CLOSED_FORM = (
    r"k(W) = \begin{cases} 2 & n_- > 0 \\ 4 & n_- = 0, \, n = 2, \text{ all covers by two runs from } 0 \text{ to } H "
    r"\\ n + 1 & \text{else} \end{cases}"
)
DECIDED_UP_TO = 4


@claim(
    "saddle.order",
    source=SADDLE.at("the order of a saddle"),
    statement=CLOSED_FORM,
    over=every_critical_point(),
    assuming=(critical_above_minimum,),
    made_precise=f"{DEFINITION}; {COVERS}; at the points in scope, which does not use the formula: no smaller order, "
    f"as {LOWER_BOUNDS}; and the order is reached, by the exact polynomial of the loss along an explicit curve; up to "
    f"depth {DECIDED_UP_TO} the two meet at every point, beyond it they enclose the order",
    axioms=(SEMIDEFINITE,),
    written=written.ORDER,
)
def order_of_saddle(point: dln.Point) -> Outcome:
    """The order of a saddle is n + 1, n the least number of runs that cover the gap of a closing string, with one
    exception of order 4.
    """
    return closed_form_is(point, point.order)


def closed_form_is(point: dln.Point, order: int | None) -> Outcome:
    """This number is the order of the explicit curve, and lies above the bound of the cubic form; up to depth 4 the
    bound and the curve meet, so that no other number can.
    """
    bounds = order_bounds(point)
    if bounds.reached is None:
        return undecided("no curve was found along which the loss falls", weights=point.weights)
    enclosed = order is not None and bounds.least <= order <= bounds.reached
    if point.problem.depth <= DECIDED_UP_TO and bounds.least < bounds.reached:
        return undecided(
            f"the order is at least {bounds.least}, and the best curve found has order {bounds.reached}",
            weights=point.weights,
        )
    if enclosed and order != bounds.reached:
        return undecided(
            f"the formula gives {order}, and the best curve found has order {bounds.reached}", weights=point.weights
        )
    return is_true(
        enclosed,
        f"the formula gives {order}, and exact bounds {bounds.least} to {bounds.reached}",
        weights=point.weights,
    )


full_cross = on_problem(
    "rank Sxy = min(rank X, d_y)",
    r"\operatorname{rank} \Sigma_{xy} = \min(\operatorname{rank} X, d_y)",
    lambda problem: problem.cross_rank == min(problem.data_rank, problem.output_width),
)


non_strict = on_point("n_- = 0", "n_- = 0", lambda point: point.inertia_by_hessian.negative == 0)


@claim(
    "saddle.order.depth",
    source=SADDLE.at("the order of a saddle"),
    statement=r"\operatorname{rank} \Sigma_{xy} = \min(\operatorname{rank} X, d_y), \; n_- = 0 \Rightarrow 3 \le k(W) "
    r"\le H",
    over=every_critical_point(),
    assuming=(full_cross, critical_above_minimum, non_strict),
    made_precise=f"{DEFINITION}; {LOWER_BOUNDS}",
    axioms=(SEMIDEFINITE,),
    written=written.ORDER_BOUNDED,
)
def order_at_most_depth(point: dln.Point) -> Outcome:
    """Where Sxy has full rank, the order of a non-strict saddle lies between 3 and the depth."""
    return order_within(point, point.problem.depth)


def order_within(point: dln.Point, largest: int) -> Outcome:
    """The order lies between 3 and this number: a curve of no higher order exists, and no bound exceeds it."""
    bounds = order_bounds(point)
    if bounds.reached is not None and bounds.reached <= largest:
        return at_most(3, bounds.least, "three, and the order")
    if bounds.least > largest:
        return fails(f"the order is at least {bounds.least}, above {largest}", weights=point.weights)
    return undecided("no curve of such an order was found", weights=point.weights)


@claim(
    "saddle.order.bounded",
    source=SADDLE.at("the order of a saddle"),
    statement=r"n_- = 0 \Rightarrow 3 \le k(W) \le \max(4, H)",
    over=every_critical_point(),
    assuming=(critical_above_minimum, non_strict),
    made_precise=f"{DEFINITION}; {LOWER_BOUNDS}; no assumption on the data. Such saddles exist from depth 3 on only",
    axioms=(SEMIDEFINITE,),
    written=written.ORDER_BOUNDED,
)
def order_at_most_four_or_depth(point: dln.Point) -> Outcome:
    """The order of a non-strict saddle lies between 3 and the larger of 4 and the depth, whatever the data."""
    return order_within(point, max(4, point.problem.depth))


# -- deeper networks, by samples of their kinds ------------------------------------------------------------------------


DEEP = {"small": 1, "default": 2, "large": 6}
"""How many kinds are drawn of each rank, for each problem of depth 5 or 6."""
DRAWN_FROM = 60


def deep_points(size: str, seed: int) -> Iterator[dln.Point]:
    """One mixed point of a few kinds of non-strict saddles of every rank, of networks of depth 5 and 6."""
    ends = ((1, (2,)), (2, (2, 1)), (2, (2, 2)), (2, (2, 0)))
    for depth, (end, values), width in itertools.product((5, 6), ends, (1, 2)):
        problem = dln.Problem.canonical(values, (end, *(width,) * (depth - 1), end))
        drawn = random.Random(f"{seed} {problem.widths} {values}")
        for rank in range(problem.best_rank):
            first = list(itertools.islice(problem.kinds(range(rank), label=NON_STRICT), DRAWN_FROM))
            for kind in drawn.sample(first, min(DEEP[size], len(first))):
                yield kind.representative(drawn.randrange(1000))


@claim(
    "saddle.order.deep",
    source=SADDLE.at("the order of a saddle"),
    statement=CLOSED_FORM,
    over=cases(
        "depth 5 and 6",
        deep_points,
        sentence=lambda size: (
            "non-strict saddles of depth 5 and 6 with equal widths 1 or 2 at the ends and 1 or 2 inside, singular "
            f"values 2; 2, 1; 2, 2 and 2, 0: a mixed representative of {DEEP[size]} kinds of each rank, drawn with a "
            f"seed from the first {DRAWN_FROM}"
        ),
        of=POINTS,
        strength=Verdict.VERIFIED,
    ),
    assuming=(critical_above_minimum,),
    made_precise=f"{DEFINITION}; {COVERS}; at the points in scope: the exact loss along an explicit curve falls with "
    "this order; that no curve falls faster is checked as far as the Hessian and the cubic form say (order at least "
    "4), and beyond it rests on the written proof",
    axioms=(SEMIDEFINITE,),
    written=written.ORDER,
)
def order_of_deep_saddle(point: dln.Point) -> Outcome:
    """At depth 5 and 6 too the order of a saddle is that of the formula by runs of strings."""
    return closed_form_is(point, point.order)


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
        fields=("widths", "singular values"),
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
