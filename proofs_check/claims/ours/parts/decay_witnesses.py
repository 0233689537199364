"""Weight decay: the exact witnesses against four statements that hold for white inputs only.

Notations:

    Case                     name of the data and hidden widths
    SPURIOUS                 the scope of depth 2 with a bottleneck: white, then coloured inputs
    second_minimum_is_lower  fails at a strict local minimum above another value
    ROTATED                  the scope of diagonal data with a product that is not diagonal
    product_is_diagonal      fails at a critical point whose product is not diagonal
    CURVE                    the scope of three inputs with a curve of critical points
    squares_on_the_curve     v_1^2, v_2^2, v_3^2 as functions of the last one
    invariant_is_constant    fails where an invariant of all symmetries varies along the curve
    SCALAR                   the scope of one output at depth 3
    at_most_one_minimum      fails where two roots have positive definite Hessians
    two_minima_given         what the kernel is given at depth 2: both strict minima, and the decay
    rotated_given            what it is given at diagonal data: the rotated point, and the decay
    curve_given              what it is given at the curve: a point of letters
    two_roots_given          what it is given for one output: the two strict minima, and the decay
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import flint

import symdln as dln
from proofs_check.facts.elimination import real_roots_of
from proofs_check.language.given import Details, Given, NoCertificateError, at
from proofs_check.language.outcome import Outcome, fails, holds, undecided
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import Matrix
from symdln.decay import DecayedPoint, DecayedProblem

Case = tuple[str, tuple[int, ...]]

_DATA = {
    "white": ((1, 1), ("4", "2")),
    "coloured": ((1, 12), ("2", "4")),
    "rotated": ((24, 3), ("17", "34/5")),
    "curve": ((24, 3, 8), ("17", "34/5", "51/5")),
}


def _problem(name: str, hidden: Sequence[int]) -> DecayedProblem:
    """Diagonal data S, Y by name, decay 1."""
    S, Y = (Matrix.diagonal(values) for values in _DATA[name])
    return DecayedProblem(dln.Problem.from_moments(S, Y, Y @ S.inverse() @ Y.T, hidden), 1)


def _one_path(decayed: DecayedProblem, u: Sequence[Any], v: Sequence[Any]) -> DecayedPoint:
    """``W_1 = e_1 v^T``, hidden layers ``e_1 e_1^T``, ``W_H = u e_1^T``."""
    layers = [Matrix.diagonal((1,), shape) for shape in decayed.problem.shapes]
    first, last = decayed.problem.shapes[0], decayed.problem.shapes[-1]
    layers[0] = Matrix([list(v)] + [[0] * first[1]] * (first[0] - 1))
    layers[-1] = Matrix([[x] + [0] * (last[1] - 1) for x in u])
    return DecayedPoint(decayed, layers)


# -- depth 2 -----------------------------------------------------------------------------------------------------------


def _spurious(size: str, seed: int) -> Iterator[Case]:
    yield "white", (1,)
    yield "coloured", (1,)


SPURIOUS = cases(
    "bottlenecks with decay",
    _spurious,
    sentence="widths (2, 1, 2), decay 1: S = I, Y = diag(4, 2), and S = diag(1, 12), Y = diag(2, 4)",
    strength=Verdict.VERIFIED,
    fields=("data", "hidden widths"),
)


def second_minimum_is_lower(case: Case) -> Outcome:
    """The symmetric candidates ``W_1 = w e_i^T, W_2 = W_1^T`` with rational w: their Hessians and values."""
    minima = _strict_minima(case)
    values = sorted({point.loss for point in minima})
    if len(values) < 2:
        return holds("no second value of a strict local minimum among the candidates")
    return fails(
        f"two critical points have positive definite Hessians and the losses {values[0]} and {values[1]}",
        weights=[list(point.weights) for point in minima],
    )


def _strict_minima(case: Case) -> list[DecayedPoint]:
    """The candidates that are critical with a positive definite Hessian."""
    decayed, minima = _problem(*case), []
    for i, w in ((0, 1), (1, Fraction(1, 2)), (1, 1)):
        direction = [w * (k == i) for k in range(2)]
        point = DecayedPoint(decayed, [[direction], [[x] for x in direction]])
        if point.is_critical and point.inertia_by_hessian.positive == decayed.problem.parameters:
            minima.append(point)
    return minima


def two_minima_given(case: Case, details: Details) -> Given:
    """The lowest and the highest of the strict minima, p and q, and the decay L."""
    minima = sorted(_strict_minima(case), key=lambda point: point.loss)
    return at(minima[0].plain.problem, points={"p": minima[0].plain, "q": minima[-1].plain}, L=1)


# -- diagonal data -----------------------------------------------------------------------------------------------------


def _rotated(size: str, seed: int) -> Iterator[Case]:
    for depth in (2, 3, 4):
        for width in (1, 2):
            yield "rotated", (width,) * (depth - 1)


ROTATED = cases(
    "diagonal data with decay",
    _rotated,
    sentence="S = diag(24, 3), Y = diag(17, 34/5), decay 1, depth 2 to 4, hidden widths 1 or 2",
    strength=Verdict.VERIFIED,
    fields=("data", "hidden widths"),
)


def _rotated_point(case: Case) -> DecayedPoint:
    return _one_path(_problem(*case), (Fraction(15, 17), Fraction(8, 17)), (Fraction(3, 5), Fraction(4, 5)))


def rotated_given(case: Case, details: Details) -> Given:
    """The point p and the decay L; the rule is for depth 2."""
    return at(_rotated_point(case).plain, L=1)


def product_is_diagonal(case: Case) -> Outcome:
    point = _rotated_point(case)
    if not point.is_critical:
        return holds("the candidate is not critical")
    P = point.plain.end_to_end
    if P[0, 1] == P[1, 0] == 0:
        return holds("the product is diagonal")
    return fails("the point is critical and its product is not diagonal", product=P, weights=list(point.weights))


# -- a curve -----------------------------------------------------------------------------------------------------------


def _curve(size: str, seed: int) -> Iterator[Case]:
    yield "curve", (1,)
    yield "curve", (1, 1)


CURVE = cases(
    "three inputs with decay",
    _curve,
    sentence="S = diag(24, 3, 8), Y = diag(17, 34/5, 51/5), decay 1, hidden widths 1, depth 2 and 3",
    strength=Verdict.VERIFIED,
    fields=("data", "hidden widths"),
)


def squares_on_the_curve(t: Fraction) -> list[Fraction]:
    """``v_1^2, v_2^2, v_3^2 = t`` with ``|v| = 1`` and ``25 v_1^2 + 4 v_2^2 + 9 v_3^2 = 289/25``: affine in t."""
    return [Fraction(9, 25) - Fraction(5, 21) * t, Fraction(16, 25) - Fraction(16, 21) * t, t]


def invariant_is_constant(case: Case) -> Outcome:
    """For ``P = u v^T`` with ``w = 1`` and ``u_i = (kappa_i + 1) v_i / s_i`` the gradient vanishes where ``|u| = |v| =
    1`` and ``s_i^2 = (kappa_i + 1)(sum kappa_k v_k^2 + 1)`` for all i: equations that are affine in the squares v_i^2.
    As these are affine in t, two values of t decide for all; and one point is looked at as it is.
    """
    kappa, s = ([Fraction(x) for x in values] for values in _DATA[case[0]])
    for t in (Fraction(0), Fraction(1, 2)):
        x = squares_on_the_curve(t)
        lengths = (sum(x), sum(((k + 1) / y) ** 2 * z for k, y, z in zip(kappa, s, x, strict=True)))
        middle = sum(k * z for k, z in zip(kappa, x, strict=True)) + 1
        if min(x) < 0 or lengths != (1, 1) or any(y * y != (k + 1) * middle for k, y in zip(kappa, s, strict=True)):
            return holds("the points are not critical")
    v = (Fraction(3, 5), Fraction(4, 5), Fraction(0))
    u = [(k + 1) * a / y for k, y, a in zip(kappa, s, v, strict=True)]
    if not _one_path(_problem(*case), u, v).is_critical:
        return holds("the point at t = 0 is not critical")
    return fails(
        "for all 0 <= t <= 21/25 the product P = u v^T with v_3^2 = t belongs to a critical point, and the entry (P^T "
        "P)_33 = t, which no symmetry of the data changes, takes infinitely many values",
        at_zero=[u, list(v)],
    )


def curve_given(case: Case, details: Details) -> Given:
    """The problem and a point of letters; the rule is for one hidden unit."""
    letters = [[["a", "b", "c"]], [["d"], ["e"], ["f"]]]
    return at(_problem(*case).problem, points={"p": letters})


# -- one output --------------------------------------------------------------------------------------------------------


def _scalar(size: str, seed: int) -> Iterator[tuple[str, ...]]:
    yield "1", "1", "3", "4"
    yield "3/32", "81/19", "49/52", "660/247"  # the roots 1 and 4/3 are minima
    yield "1", "1000000", "3", "90"


SCALAR = cases(
    "one output with decay",
    _scalar,
    sentence="widths (2, 1, 1, 1), decay 1: S = I, Y = (3, 4); S = diag(3/32, 81/19), Y = (49/52, 660/247), with two "
    "rational roots; S = diag(1, 10^6), Y = (3, 90)",
    strength=Verdict.VERIFIED,
    fields=("S_11", "S_22", "y_1", "y_2"),
)


def at_most_one_minimum(case: tuple[str, ...], lam: Fraction) -> Outcome:
    """The points ``W_1 = q v^T, W_2 = W_3 = q`` with ``v_i = y_i q / (kappa_i q^4 + lam)`` are critical where ``|v| =
    1``; the Hessian is enclosed at every root q of that equation, and its leading minors decide.
    """
    kappa, y = [Fraction(x) for x in case[:2]], [Fraction(x) for x in case[2:]]
    factors = [flint.fmpq_poly([_q(lam), 0, 0, 0, _q(k)]) ** 2 for k in kappa]
    square = flint.fmpq_poly([0, 0, 1])
    equation = _q(y[0] ** 2) * square * factors[1] + _q(y[1] ** 2) * square * factors[0] - factors[0] * factors[1]
    if factors[0] == factors[1]:
        equation = _q(y[0] ** 2 + y[1] ** 2) * square - factors[0]
    roots = [root for root in real_roots_of(equation) if root.lower > 0]
    found = [_is_minimum(root, kappa, y, lam) for root in roots]
    if None in found:
        return undecided("the enclosures of the Hessians do not decide", roots=[root.text(10) for root in roots])
    minima = [root.text(10) for root, least in zip(roots, found, strict=True) if least]
    if len(minima) < 2:
        return holds(f"{len(minima)} of {len(roots)} roots is a minimum")
    return fails(f"positive definite Hessians at the roots q = {' and '.join(minima)}", minima=minima)


def two_roots_given(case: tuple[str, ...], details: Details) -> Given:
    """The points at the two rational roots, p and q, and the decay L; other roots the kernel cannot hold."""
    kappa, y = [Fraction(x) for x in case[:2]], [Fraction(x) for x in case[2:]]
    S, Y = Matrix.diagonal(kappa), Matrix([y])
    problem = dln.Problem.from_moments(S, Y, Y @ S.inverse() @ Y.T, (1, 1))
    points = [[[[q * v for v in _direction(q, kappa, y)]], [[q]], [[q]]] for q in (Fraction(1), Fraction(4, 3))]
    if any(not DecayedPoint(DecayedProblem(problem, 1), layers).is_critical for layers in points):
        raise NoCertificateError("the critical points of this case are irrational, and the kernel's are rational")
    return at(
        problem, points={name: dln.Point(problem, layers) for name, layers in zip("pq", points, strict=True)}, L=1
    )


def _direction(q: Fraction, kappa: Sequence[Fraction], y: Sequence[Fraction]) -> list[Fraction]:
    """``v_i = y_i q / (kappa_i q^4 + 1)``."""
    return [t * q / (k * q**4 + 1) for k, t in zip(kappa, y, strict=True)]


def _is_minimum(root: Any, kappa: list[Fraction], y: list[Fraction], lam: Fraction) -> bool | None:
    """Whether the Hessian at the root is positive definite: by the signs of its enclosed leading minors."""
    with flint.ctx.workprec(400):
        low, high = root.enclosure(80)
        q = _ball(low).union(_ball(high))
        H = _hessian(q, [_ball(k) for k in kappa], [_ball(x) for x in y], _ball(lam))
        minors = [flint.arb_mat([row[:n] for row in H[:n]]).det() for n in range(1, 5)]
    if all(minor > 0 for minor in minors):
        return True
    return False if any(minor < 0 for minor in minors) else None


def _hessian(q: Any, kappa: list[Any], y: list[Any], lam: Any) -> list[list[Any]]:
    """Of ``1/2 (cb)^2 a^T S a - cb y.a + lam/2 (|a|^2 + b^2 + c^2)`` at ``a = q v``, ``b = c = q``."""
    a = [q * (t * q / (k * q**4 + lam)) for k, t in zip(kappa, y, strict=True)]
    form = sum((k * x * x for k, x in zip(kappa, a, strict=True)), 0 * q)
    linear = sum((t * x for t, x in zip(y, a, strict=True)), 0 * q)
    mixed = [q * (2 * q * q * k * x - t) for k, x, t in zip(kappa, a, y, strict=True)]
    outer = q * q * form + lam
    inner = 2 * q * q * form - linear
    return [
        [q**4 * kappa[0] + lam, 0 * q, mixed[0], mixed[0]],
        [0 * q, q**4 * kappa[1] + lam, mixed[1], mixed[1]],
        [mixed[0], mixed[1], outer, inner],
        [mixed[0], mixed[1], inner, outer],
    ]


def _q(value: Fraction) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)


def _ball(value: Fraction) -> Any:
    return flint.arb(_q(value))
