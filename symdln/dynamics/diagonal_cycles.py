r"""Cycles of period two of descent on diagonal networks, and whether they attract diagonal weights, and all weights.

``L = 1/2 |W_H ... W_1 - diag(s_1, ..., s_n)|^2`` at equal diagonal layers, n x n.  The modes move independently, so a
cycle of the network is a choice for each mode: to rest at its minimum ``s_j^(1/H)``, or to go round a cycle of its own,
from its lower or from its upper point.  Diagonal weights near it are attracted where every mode attracts.  Weights that
are not diagonal couple the modes in pairs, and then more can go wrong; for two layers, with ``c_j = eta s_j``:

    one mode k goes round, the others rest     nearby weights are attracted if 1 < c_k < sqrt 5 - 1 and
                                               c_k + c_j < 2 for all other j; they are not if one of these is
                                               violated strictly
    two modes k and l go round                 they are not, unless these are in phase and
                                               (c_k - c_l)^2 = 2 (c_k - 1)(c_l - 1)(c_k + c_l - 2)

On the boundary a multiplier of modulus 1 leaves open whether nearby weights are attracted.  For more layers the
multipliers of each two modes are decided in balls.  The proofs are on the page about gradient flow and descent.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.rational import rational, to_fmpq
from symdln.dynamics.cycles import Cycle, checked_depth, scalar_cycles
from symdln.dynamics.descent import checked_step
from symdln.dynamics.mode_pairs import Points, coupled_entries_attract
from symdln.errors import InputError, shown

MOST_MODES = 6
_BITS = 512


@dataclass(frozen=True)
class DiagonalCycle:
    """One cycle of the network: ``modes[j]`` is the cycle of mode j, or None where it rests at its minimum.

    ``in_phase[j]`` says whether mode j is at its lower point when the first mode that goes round is.  The two verdicts
    are True or False where that is proved, up to the cycles of the same kind beside this one (the minimisers at which
    modes can rest, and turned hidden layers); None where a multiplier of modulus exactly 1 leaves it open, or, at depth
    3 and more, one so close to 1 that balls of 512 bits do not decide.

    The first mode goes round since ``6/5 > 1``, the second rests since ``3/5 < 1``, and ``6/5 + 3/5 < 2``:

    >>> (cycle,) = diagonal_cycles([1, "1/2"], "6/5")
    >>> cycle.moving, cycle.modes[1], cycle.in_phase, cycle.attracts_matrices
    ((0,), None, (True, False), True)
    """

    modes: tuple[Cycle | None, ...]
    in_phase: tuple[bool, ...]
    attracts_diagonal: bool | None
    attracts_matrices: bool | None

    @property
    def moving(self) -> tuple[int, ...]:
        """The modes that go round, from 0."""
        return tuple(j for j, mode in enumerate(self.modes) if mode is not None)


def diagonal_cycles(targets: Sequence[Any], step: Any, depth: int = 2) -> tuple[DiagonalCycle, ...]:
    """All cycles of period two with positive weights of descent on equal diagonal layers with these positive targets.

    With targets 1 and 7/10 and the step 6/5 only the first mode can go round, and ``6/5 + 21/25 > 2``: diagonal weights
    are attracted, and weights with other small entries are not.

    >>> (cycle,) = diagonal_cycles([1, "7/10"], "6/5")
    >>> cycle.moving, cycle.attracts_diagonal, cycle.attracts_matrices
    ((0,), True, False)
    >>> [cycle.attracts_matrices for cycle in diagonal_cycles([1, "1/2"], "6/5")]           # 6/5 + 3/5 < 2
    [True]
    >>> [(cycle.moving, cycle.attracts_diagonal, cycle.attracts_matrices) for cycle in diagonal_cycles([1, 1], "6/5")]
    [((1,), False, False), ((0,), False, False), ((0, 1), True, False), ((0, 1), True, False)]
    """
    eta, H = checked_step(step), checked_depth(depth)
    s = _checked_targets(targets)
    own = [_choices(target, eta, H) for target in s]
    return tuple(_network_cycle(choice, s, eta, H) for choice in itertools.product(*own) if _is_first(choice))


Choice = tuple[Cycle, bool] | None
"""What a mode does: it goes round this cycle from its lower (True) or its upper point, or it rests."""


def _checked_targets(targets: Any) -> list[Fraction]:
    if not isinstance(targets, Sequence) or isinstance(targets, str) or not 1 <= len(targets) <= MOST_MODES:
        raise InputError(f"the targets must be a list of 1 to {MOST_MODES} numbers, but {shown(targets)} was passed.")
    numbers = [rational(target) for target in targets]
    if any(number <= 0 for number in numbers):
        raise InputError(f"all targets must be positive, but {shown(targets)} was passed.")
    return numbers


def _choices(target: Fraction, eta: Fraction, depth: int) -> list[Choice]:
    positive = [cycle for cycle in scalar_cycles(target, eta, depth) if cycle.low[0] > 0]
    return [None, *((cycle, is_low) for cycle in positive for is_low in (True, False))]


def _is_first(choice: tuple[Choice, ...]) -> bool:
    """Whether some mode goes round, and the first that does starts from its lower point."""
    starts = [each[1] for each in choice if each is not None]
    return bool(starts) and starts[0]


def _network_cycle(choice: tuple[Choice, ...], s: list[Fraction], eta: Fraction, depth: int) -> DiagonalCycle:
    modes = tuple(None if each is None else each[0] for each in choice)
    in_phase = tuple(each is not None and each[1] for each in choice)
    own = [
        rests_stably(target, eta, depth) if mode is None else mode.is_stable
        for mode, target in zip(modes, s, strict=True)
    ]
    alone = _all(own)
    c = [eta * target for target in s]
    pairs = _pairs(modes, in_phase, c) if depth == 2 else _pairs_in_balls(modes, in_phase, s, eta, depth)
    return DiagonalCycle(modes, in_phase, alone, False if alone is False else _all([alone, *pairs]))


def rests_stably(target: Fraction, eta: Fraction, depth: int) -> bool | None:
    """Whether the step times the largest eigenvalue ``H s^(2 - 2/H)`` at the minimum is below 2; None if it is 2."""
    left, right = (eta * depth) ** depth * target ** (2 * depth - 2), Fraction(2) ** depth
    return None if left == right else left < right


def _pairs(modes: tuple[Cycle | None, ...], in_phase: tuple[bool, ...], c: list[Fraction]) -> Iterator[bool | None]:
    """For each two modes whether the multipliers of their entries outside the diagonals have modulus below 1."""
    for j, k in itertools.combinations(range(len(modes)), 2):
        if modes[j] is not None and modes[k] is not None:
            yield both_go_round(c[j], c[k], in_phase[j] == in_phase[k])
        elif modes[j] is not None or modes[k] is not None:
            yield None if c[j] + c[k] == 2 else c[j] + c[k] < 2


def _pairs_in_balls(
    modes: tuple[Cycle | None, ...], in_phase: tuple[bool, ...], s: list[Fraction], eta: Fraction, depth: int
) -> Iterator[bool | None]:
    """The same at any depth.  Two modes at rest attract where each does, as a mean is at most the largest number."""
    with flint.ctx.workprec(_BITS):
        points = [_points(*each, depth) for each in zip(modes, in_phase, s, strict=True)]
        for j, k in itertools.combinations(range(len(modes)), 2):
            if modes[j] is not None or modes[k] is not None:
                yield coupled_entries_attract(points[j], points[k], (s[j], s[k]), eta, depth)


def _points(mode: Cycle | None, is_low: bool, target: Fraction, depth: int) -> Points:
    if mode is None:
        rest = flint.arb(to_fmpq(target)).root(depth)
        return rest, rest
    low, high = (flint.arb(to_fmpq(a)).union(flint.arb(to_fmpq(b))) for a, b in (mode.low, mode.high))
    return (low, high) if is_low else (high, low)


def both_go_round(c: Fraction, d: Fraction, together: bool) -> bool | None:
    """False, as one multiplier has modulus above 1; None on the curve where both are 1."""
    return None if together and (c - d) ** 2 == 2 * (c - 1) * (d - 1) * (c + d - 2) else False


def _all(parts: Any) -> bool | None:
    """False if a part is False, else None if one is None, else True."""
    found = list(parts)
    return False if False in found else None if None in found else True
