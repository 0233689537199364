"""The whole spectrum of the Hessian at a critical point of the decayed loss, in closed form (docs/decay.md, Theorem C).

For white inputs and equal decays.  The formulas need the used modes (s, w), the dropped singular values and the decay;
they are the same for exact rationals and for enclosures.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import flint

from symdln.algebra.eigenvalue import interval_of
from symdln.decay.kinds import DecayedKind, rational_modes
from symdln.decay.levels import ModeLevel
from symdln.decay.problem import WHITE, DecayedProblem
from symdln.errors import InputError

Number = Any  # Fraction or flint.arb


class SpectrumEntry(NamedTuple):
    """One eigenvalue: in which directions, its value, and how often it occurs there.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((5,), (1, 1, 1)), 1)     # the Hessian (5, 3; 3, 5) at a = b = 2
    >>> found = hessian_spectrum(decayed, decayed.kind(large=[0]))
    >>> [(entry.where, str(entry.value), entry.multiplicity) for entry in found]
    [('hidden stretchings', '2', 1), ('one used mode', '8', 1)]
    """

    where: str
    value: Number
    multiplicity: int


def _pair_sum(depth: int, u: Number, v: Number) -> Number:
    """``N_ab = sum_{j=1..H} u^(2(H-j)) v^(2(j-1))``."""
    return sum(u ** (2 * (depth - j)) * v ** (2 * (j - 1)) for j in range(1, depth + 1))


def _single(depth: int, decay: Number, w: Number) -> Number:
    """``D(w) = H w^(2H-2) - (H-2) lam``."""
    return depth * w ** (2 * depth - 2) - (depth - 2) * decay


def spectrum_of_hessian(
    widths: Sequence[int], decay: Number, used: Sequence[tuple[Number, Number]], dropped: Sequence[Number]
) -> list[SpectrumEntry]:
    """The table of Theorem C for ``f = 1/2``, ``X X^T = I``: ``used`` holds (s, w) of the used modes, one for each
    copy, and ``dropped`` the other singular values, zeros included.

    >>> one = Fraction(1)                                      # 1/2 (b a - 2)^2 + 1/2 (a^2 + b^2) at a = b = 1
    >>> [(entry.where, str(entry.value)) for entry in spectrum_of_hessian((1, 1, 1), one, [(2 * one, one)], [])]
    [('hidden stretchings', '2'), ('one used mode', '2')]
    """
    depth, rho = len(widths) - 1, len(used)
    hidden = widths[1:-1]
    rotations = (depth - 1) * rho * (rho - 1) // 2 + rho * sum(width - rho for width in hidden)
    entries = [
        SpectrumEntry("hidden rotations", 0 * decay, rotations),
        SpectrumEntry("hidden stretchings", 2 * decay, rotations + (depth - 1) * rho),
    ]
    entries += [SpectrumEntry("one used mode", _single(depth, decay, w), 1) for _, w in used]
    entries += _used_pairs(depth, decay, used)
    entries += _used_and_dropped(depth, used, dropped, abs(widths[0] - widths[-1]))
    entries += _unused(widths, decay, rho, dropped)
    return [entry for entry in entries if entry.multiplicity]


def _used_pairs(depth: int, decay: Number, used: Sequence[tuple[Number, Number]]) -> list[SpectrumEntry]:
    entries = []
    for i, (s, u) in enumerate(used):
        for t, v in used[i + 1 :]:
            N = _pair_sum(depth, u, v)
            same = u is v or (isinstance(u, Fraction) and u == v)
            first = _single(depth, decay, u) if same else N * (s - t) / (u**depth - v**depth)
            entries.append(SpectrumEntry("two used modes, together", first, 1))
            entries.append(SpectrumEntry("two used modes, apart", N * (s + t) / (u**depth + v**depth), 1))
    return entries


def _used_and_dropped(
    depth: int, used: Sequence[tuple[Number, Number]], dropped: Sequence[Number], ends: int
) -> list[SpectrumEntry]:
    entries = []
    for s, w in used:
        scale = w ** (depth - 2)
        entries += [SpectrumEntry("used and dropped", scale * (s + sign * t), 1) for t in dropped for sign in (-1, 1)]
        entries.append(SpectrumEntry("used and the other directions at the ends", scale * s, ends))
    return entries


def _unused(widths: Sequence[int], decay: Number, rho: int, dropped: Sequence[Number]) -> list[SpectrumEntry]:
    if len(widths) > 3:
        number = sum((a - rho) * (b - rho) for a, b in pairwise(widths))
        return [SpectrumEntry("unused against unused", decay, number)]
    spare = widths[1] - rho
    entries = [SpectrumEntry("unused against unused", decay + sign * t, spare) for t in dropped for sign in (-1, 1)]
    return [*entries, SpectrumEntry("unused against unused", decay, spare * abs(widths[0] - widths[2]))]


def hessian_spectrum(decayed: DecayedProblem, kind: DecayedKind, bits: int = 128) -> list[SpectrumEntry]:
    """The eigenvalues of the Hessian at every point of a kind: exact where all roots w are rational, else flint balls.

    Raises ``InputError`` unless inputs are white and the decays equal: for others only the inertia is known.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((15,), (1, 1, 1, 1)), decay=14)
    >>> [(str(entry.value), entry.multiplicity) for entry in hessian_spectrum(decayed, decayed.kind(small=[0]))]
    [('28', 2), ('-11', 1)]
    """
    if decayed.data_kind != WHITE:
        raise InputError("The whole spectrum in closed form is known for white inputs only; ask for the inertia.")
    if len(set(decayed.decays)) > 1:
        raise InputError("The whole spectrum in closed form needs equal decays; for others ask for the inertia.")
    exact = rational_modes(kind)
    unit = decayed.unit
    if exact is not None:
        used, dropped = exact
        entries = spectrum_of_hessian(kind.spectrum.widths, decayed.decays[0] / unit, used, dropped)
        return [entry._replace(value=unit * entry.value) for entry in entries]
    while True:  # distinct roots separate at some precision, and then all quotients are finite
        with flint.ctx.workprec(bits + 32):
            used, dropped = _enclosed_modes(kind, bits)
            entries = spectrum_of_hessian(kind.spectrum.widths, _ball(decayed.decays[0] / unit), used, dropped)
            if all(entry.value.is_finite() for entry in entries):
                return [entry._replace(value=_ball(unit) * entry.value) for entry in entries]
        bits *= 2


def _enclosed_modes(kind: DecayedKind, bits: int) -> tuple[list[tuple[Any, Any]], list[Any]]:
    depth, used, dropped = kind.spectrum.depth, [], []
    singular = [_between(*value.enclosure(bits)).sqrt() for value in kind.spectrum.values]
    for place, level, number in kind.modes():
        w = (singular[place] * _between(*kind.root_enclosure(place, level, bits))).root(depth)
        used += [(singular[place], w)] * number
    for s, copies in zip(singular, kind.copies, strict=True):
        dropped += [s] * copies[ModeLevel.DROPPED]
    return used, dropped


def _ball(value: Fraction) -> Any:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def _between(low: Fraction, high: Fraction) -> Any:
    """A ball that contains the interval."""
    return _ball(low).union(_ball(high))


def bounds(value: Number) -> tuple[Fraction, Fraction]:
    """Rationals below and above an eigenvalue of the table, which is a Fraction or a flint ball; equal for a Fraction.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((3,), (1, 1, 1)), 1)     # (3, 1; 1, 3) at a = b = sqrt 2
    >>> low, high = bounds(hessian_spectrum(decayed, decayed.kind(large=[0]))[1].value)
    >>> low < 4 < high, bounds(Fraction(1, 2)) == (Fraction(1, 2), Fraction(1, 2))
    (True, True)
    """
    return (value, value) if isinstance(value, Fraction) else interval_of(value)
