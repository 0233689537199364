"""Saxe, McClelland, Ganguli (2014): the time in which a mode is learned."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import SAXE
from proofs_check.language.verdict import Verdict

Mode = tuple[str, str, str]
"""The singular value s, the start u_0, and the value u_f that is reached."""


def modes(size: str, seed: int) -> Iterator[Mode]:
    for s, start, end in itertools.product((1, 2, Fraction(7, 3)), (Fraction(1, 100), Fraction(1, 2)), (2, 9, 10)):
        yield str(s), str(s * start), str(s * Fraction(end + 80, 100))


def reached(s: Fraction, start: Fraction, growth: Fraction) -> Fraction:
    """The solution of ``u' = 2 u (s - u)`` when ``e^(2 s t)`` has this value."""
    return s * growth / (growth - 1 + s / start)


@claim(
    "saxe.time",
    source=SAXE.at("the time to learn a mode"),
    statement=r"\dot u = 2 u (s - u), \; 0 < u_0 < u_f < s: \; u(t) = u_f \text{ at } t = \frac{1}{2 s} \ln \frac{u_f "
    r"(s - u_0)}{u_0 (s - u_f)}",
    over=cases(
        "modes",
        modes,
        sentence="three singular values, starts at 1/100 and 1/2 of them, ends at 82, 89 and 90 hundredths, in exact "
        "arithmetic for e^(2 s t)",
        strength=Verdict.VERIFIED,
        fields=("s", "start", "end"),
    ),
    in_print=False,
    made_precise="the formula as it is widely quoted, the text was not at hand; the time constant is 1; for balanced "
    "modes of two layers, with f = 1/2",
    written=written.MODE_TIME,
)
def time(mode: Mode) -> Outcome:
    """A mode of two layers is learned up to a given value in a time that is logarithmic in the start."""
    s, start, end = map(Fraction, mode)
    growth = end * (s - start) / (start * (s - end))
    slope = 2 * end * (s - end)  # du/dt by the equation; by the formula it is 2 s growth du/dgrowth
    c = s / start - 1
    by_formula = 2 * s * growth * s * c / (growth + c) ** 2
    return all_of(
        equal(reached(s, start, Fraction(1)), start, "the value at time 0"),
        equal(reached(s, start, growth), end, "the value at the printed time"),
        equal(slope, by_formula, "the rate there, by the equation and by the solution"),
    )
