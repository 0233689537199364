"""Diagonal networks with white inputs from a vanishing start: which coordinates are learned at which time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from proofs_check.facts import written
from proofs_check.facts.enclosures import below, decayed
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.scope import cases
from proofs_check.language.sources import PESME
from proofs_check.language.verdict import Verdict
from symdln.dynamics import Mode, mode_at

Moment = tuple[str, int, str]
"""``(s, k, t)``: the target, the start 10^-k, and the time."""


def moments(size: str, seed: int) -> Iterator[Moment]:
    yield from itertools.product(("1/2", "1", "3"), (2, 4) if size == "small" else (2, 4, 8), ("1/4", "1", "4", "12"))


def before(s: Fraction, start: Fraction, time: Fraction) -> tuple[Fraction, Fraction]:
    """``alpha e^(2 s t)``, which is alpha^(1 - 2 s tau)."""
    return decayed(start, 2 * s * time)


def after(s: Fraction, start: Fraction, time: Fraction) -> tuple[Fraction, Fraction]:
    """``s^2 e^(-2 s t) / alpha``, which is s^2 alpha^(2 s tau - 1)."""
    return decayed(s**2 / start, -2 * s * time)


@claim(
    "pesme.lars.white",
    source=PESME.at("the visited saddles and the jump times, for white inputs"),
    statement=r"p_i' = 2 p_i (s_i - p_i), \, p_i(0) = \alpha < s_i, \, t = \tau \log(1/\alpha): \; p_i(t) \le "
    r"\alpha^{1 - 2 s_i \tau}, \quad s_i - p_i(t) \le s_i^2 \alpha^{2 s_i \tau - 1}",
    over=cases(
        "modes",
        moments,
        sentence="targets 1/2, 1 and 3, starts 10^-2, 10^-4 and 10^-8 (small scope: two), four times, by the enclosed "
        "closed "
        "form",
        strength=Verdict.CERTIFIED,
        fields=("s", "k", "t"),
    ),
    in_print=False,
    made_precise="p_i = u_i v_i with u_i = v_i, X X^T = I, f = 1/2, 0 < alpha < 1; as alpha tends to 0 the "
    "rescaled flow jumps at tau = 1 / (2 s_i) from 0 to s_i, so it visits the saddles on which the largest targets are "
    "fitted; print treats any inputs, where the order of jumps is that of a LARS-like algorithm",
    written=written.JUMP_TIMES,
)
def jumps(moment: Moment) -> Outcome:
    """With white inputs and a vanishing start, each coordinate jumps at a time that its target gives."""
    s, start, time = Fraction(moment[0]), Fraction(1, 10 ** moment[1]), Fraction(moment[2])
    low, high = mode_at(Mode(s, start, 2), time)
    return all_of(
        below((low, high), before(s, start, time), "the mode, and its bound before the jump"),
        below((s - high, s - low), after(s, start, time), "what is missing, and its bound after the jump"),
    )
