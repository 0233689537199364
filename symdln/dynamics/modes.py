r"""The scalar law of one aligned, balanced mode, in closed form: values at rational times and times to reach a value.

Let the inputs be white, ``Sxx = k I``, and let all layers be balanced and aligned with the singular vectors of the
target.  Then each singular value u of the product moves on its own,

    u' = c N u^(2 - 2/N) (s - u),    c = 2 f k,

with s the singular value of ``Syx / k`` and N the depth (Saxe, McClelland and Ganguli 2014 at f = 1/2, k = 1).  With
``a = u^(1/N)`` this is ``a' = c a^(N-1) (s - a^N)``, whose time is an integral with the antiderivative

    N = 2:    log(a^2 / (s - a^2)) / (2 s)
    N >= 3:   -1 / ((N - 2) s a^(N-2)) + a^2 / (2 s^2) 2F1(1, 2/N; 1 + 2/N; a^N / s).

Enclosures are FLINT's ``arb``; results are intervals with rational ends that contain the exact number.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.rational import rational, to_fmpq
from symdln.algebra.square_roots import rational_root
from symdln.errors import InputError, UndecidedError, shown
from symdln.landscape.problem import Problem

BITS = 128
MOST_BITS = 2048


@dataclass(frozen=True)
class Mode:
    """One mode: it starts at ``start``, tends to ``target``, at ``depth`` N, with the factor ``rate`` (c above).

    Numbers are rational.  ``0 < start``, and either ``start < target`` (the mode is learned) or ``target = 0`` (it is
    unlearned); anything else raises ``InputError``.

    >>> print(Mode(2, "1/2", 3))
    u' = 3 u^(4/3) (2 - u), u(0) = 1/2
    """

    target: Any
    start: Any
    depth: int
    rate: Any = 1

    def __post_init__(self) -> None:
        for name in ("target", "start", "rate"):
            object.__setattr__(self, name, rational(getattr(self, name)))
        if not isinstance(self.depth, int) or isinstance(self.depth, bool) or self.depth < 2:
            raise InputError(
                f"the depth of a mode must be an integer of at least 2, but {shown(self.depth)} was passed."
            )
        if self.rate <= 0:
            raise InputError(f"the rate of a mode must be positive, but {self.rate} was passed.")
        if self.start <= 0:
            raise InputError(f"a mode must start above 0, where it would rest for ever, but {self.start} was passed.")
        if self.target != 0 and not self.start < self.target:
            raise InputError(
                f"a mode must start below its target, or have the target 0, but the start {self.start} and the target "
                f"{self.target} were passed."
            )

    def __str__(self) -> str:
        factor = self.rate * self.depth
        return (
            f"u' = {'' if factor == 1 else f'{factor} '}u^({2 - Fraction(2, self.depth)}) ({self.target} - u), "
            f"u(0) = {self.start}"
        )

    def slope(self, value: Any) -> Interval:
        """The right-hand side of the law at a rational ``value``, as an interval that contains it.

        >>> Mode(2, "1/2", 2).slope(1)                                             # 2 u (2 - u) at u = 1
        (Fraction(2, 1), Fraction(2, 1))
        """
        with flint.ctx.workprec(BITS):
            u = _ball(rational(value))
            power = u ** _ball(2 - Fraction(2, self.depth))
            return interval_of(_ball(self.rate * self.depth) * power * (_ball(self.target) - u))


def time_to_reach(mode: Mode, value: Any) -> Interval:
    """The time at which the mode has the rational ``value``, strictly between its start and its target.

    >>> low, high = time_to_reach(Mode(1, "1/4", 2), "3/4")     # log(u / (1 - u)) goes from -log 3 to log 3 at speed 2
    >>> f"{float(low):.12f}", float(high - low) < 1e-30
    ('1.098612288668', True)
    """
    goal = rational(value)
    low, high = sorted((mode.start, mode.target))
    if not low < goal < high:
        raise InputError(f"this mode moves from {mode.start} towards {mode.target} and never has the value {value}.")
    with flint.ctx.workprec(BITS):
        return interval_of(_time(mode, goal))


def time_to_share(mode: Mode, share: Any) -> Interval:
    """The time at which the mode has the rational ``share`` of its target, as an interval that contains it.

    ``InputError`` unless ``start / target < share < 1``, and for a mode with the target 0.

    >>> low, high = time_to_share(Mode(2, "1/2", 2), "3/4")         # u / (2 - u) = e^(4t) / 3, which is 3 at log(9) / 4
    >>> f"{float(low):.12f}", float(high - low) < 1e-30
    ('0.549306144334', True)
    """
    part = rational(share)
    if mode.target == 0:
        raise InputError("a mode with the target 0 has no share of it to reach; use time_to_reach.")
    if not mode.start < part * mode.target < mode.target:
        raise InputError(
            f"share must lie strictly between start / target = {mode.start / mode.target} and 1, but {share!r} was "
            "passed."
        )
    return time_to_reach(mode, part * mode.target)


def mode_at(mode: Mode, time: Any) -> Interval:
    """The value of the mode at a rational ``time >= 0``.

    At depth 2 this is ``s e^(2 c s t) / (e^(2 c s t) - 1 + s / u_0)``; at greater depth the strictly increasing time is
    inverted by bisection with proved signs.

    >>> low, high = mode_at(Mode(1, "1/4", 2), 1)               # 1 / (1 + 3 e^-2)
    >>> f"{float(low):.12f}", float(high - low) < 1e-30
    ('0.711234594228', True)
    >>> low, high = mode_at(Mode(0, 1, 2), "3/2")               # u' = -2 u^2: u = 1 / (1 + 2 t)
    >>> low <= 1/4 <= high
    True
    """
    t = rational(time)
    if t < 0:
        raise InputError(f"time must not be negative, but {time!r} was passed.")
    if t == 0:
        return mode.start, mode.start
    with flint.ctx.workprec(BITS):
        if mode.target == 0:
            return interval_of(_unlearned(mode, t))
        if mode.depth == 2:
            gap = _ball(mode.target / mode.start - 1) * (-2 * _ball(mode.rate * mode.target * t)).exp()
            return interval_of(_ball(mode.target) / (1 + gap))
    return _inverted(mode, t)


def learning_times(problem: Problem, start: Any, share: Any = Fraction(1, 2)) -> tuple[tuple[Fraction, Interval], ...]:
    """The singular values of the target with the times at which their modes reach the ``share``, in decreasing order.

    All modes start at ``start``, aligned and balanced: ``W_j`` is diagonal, in singular vectors of the target, with
    entries ``start^(1/H)`` in each layer.  Larger singular values are learned first.  The inputs must be white
    and the singular values of ``Syx / k`` rational; zero ones are left out, and at most ``least_width`` modes exist.

    >>> problem = Problem.canonical((3, 2, 1), (3, 3, 3))
    >>> [(int(s), round(float(low), 3)) for s, (low, _) in learning_times(problem, "1/1000")]
    [(3, 1.334), (2, 1.9), (1, 3.453)]
    """
    return tuple((mode.target, time_to_share(mode, share)) for mode in modes_of(problem, start))


def modes_of(problem: Problem, start: Any) -> tuple[Mode, ...]:
    """The modes of a problem with white inputs that all start at ``start``, largest target first.

    There is one for each nonzero singular value of ``Syx / k`` until the least width is reached, and none for targets
    that are zero; the rate is ``2 f k`` for the loss factor f and ``Sxx = k I``.  ``InputError`` where the inputs are
    not white, a singular value is irrational, or ``start`` does not lie between 0 and every target.

    >>> print(*modes_of(Problem.canonical((3, 2), (2, 1, 2)), "1/2"))                   # through one hidden unit
    u' = 2 u^(1) (3 - u), u(0) = 1/2
    """
    k = whiteness(problem)
    rate = 2 * problem.loss_factor * k
    return tuple(Mode(s, start, problem.depth, rate) for s in _targets(problem, k)[: problem.least_width])


def whiteness(problem: Problem) -> Fraction:
    """The number k > 0 with ``Sxx = k I``; raises ``InputError`` where the inputs are not white."""
    k = problem.Sxx[0, 0]
    size = problem.input_width
    if k <= 0 or any(problem.Sxx[i, j] != k * (i == j) for i in range(size) for j in range(size)):
        raise InputError("this closed form needs white inputs, Sxx = k I with k > 0, but Sxx is another matrix.")
    return k


def _targets(problem: Problem, k: Fraction) -> list[Fraction]:
    """The nonzero singular values of ``Syx / k`` in decreasing order, which must be rational."""
    found = []
    for square in (problem.spectrum[place].value for place in problem.positions):
        root = None if square is None else rational_root(square / k)
        if root is None:
            raise InputError(
                "the singular values of Syx / k must be rational for this closed form, but one of them is irrational; "
                "make a Mode with a rational target close to it."
            )
        found.append(root)
    return found


def _ball(value: Fraction) -> flint.arb:
    return flint.arb(to_fmpq(value))


def _time(mode: Mode, value: Fraction) -> flint.arb:
    """The time from the start to ``value``."""
    ends = [_ball(each).root(mode.depth) for each in (mode.start, value)]
    first, last = (_antiderivative(mode, each, a) for each, a in zip((mode.start, value), ends, strict=True))
    return (last - first) / _ball(mode.rate)


def _antiderivative(mode: Mode, value: Fraction, a: flint.arb) -> flint.arb:
    """An antiderivative of ``1 / (a^(N-1) (s - a^N))`` at ``a = value^(1/N)``; for s = 0 of ``-1 / a^(2N-1)``."""
    N, s = mode.depth, _ball(mode.target)
    if mode.target == 0:
        return 1 / ((2 * N - 2) * a ** (2 * N - 2))
    if N == 2:
        return _ball(value / (mode.target - value)).log() / (2 * s)
    b = _ball(Fraction(2, N))
    z = value / mode.target  # by Pfaff's transformation, as 1 + b - 1 - b is not an exact zero in balls
    tail = _ball(z / (z - 1)).hypgeom_2f1(flint.arb(1), flint.arb(1), 1 + b) / _ball(1 - z)
    return -1 / ((N - 2) * s * a ** (N - 2)) + a * a / (2 * s * s) * tail


def _unlearned(mode: Mode, t: Fraction) -> flint.arb:
    """The mode with target 0: ``(u_0^(-(2N-2)/N) + (2N-2) c t)^(-N/(2N-2))``."""
    N = mode.depth
    p = _ball(Fraction(2 * N - 2, N))
    return (_ball(mode.start) ** -p + (2 * N - 2) * _ball(mode.rate * t)) ** (-1 / p)


def _inverted(mode: Mode, t: Fraction) -> Interval:
    """The value at time t > 0 by bisection of the strictly increasing time, to a width of 2^-100 of the whole range."""
    low, high = mode.start, mode.target
    for _ in range(100):
        middle = (low + high) / 2
        sign = _sign_of(mode, middle, t)
        if sign == 0:
            raise UndecidedError(f"{MOST_BITS} bits do not decide when {mode} has the value {float(middle):.6g}.")
        low, high = (middle, high) if sign < 0 else (low, middle)
    return low, high


def _sign_of(mode: Mode, value: Fraction, t: Fraction) -> int:
    """The sign of the time to ``value`` less t, or 0 where ``MOST_BITS`` do not decide it."""
    bits = BITS
    while bits <= MOST_BITS:
        with flint.ctx.workprec(bits):
            gap = _time(mode, value) - _ball(t)
            if gap > 0 or gap < 0:
                return 1 if gap > 0 else -1
        bits *= 2
    return 0
