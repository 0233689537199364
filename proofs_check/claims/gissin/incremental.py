"""Incremental learning: how small the start must be at depth 2, and how small it suffices to be at greater depth."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import flint

from proofs_check.facts import written
from proofs_check.facts.enclosures import ball
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, holds, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sources import GISSIN
from proofs_check.language.verdict import Verdict
from symdln.algebra.eigenvalue import interval_of
from symdln.dynamics import Mode, time_to_share

Pair = tuple[str, str, str, int]
"""``(r, f, s, k)``: the ratio of the two targets r and 1, both shares, and the start s / 10^k."""

RATIOS, SHARES = ("11/10", "3/2", "3"), (("9/10", "1/10"), ("3/4", "1/4"))


def pairs(size: str, seed: int) -> Iterator[Pair]:
    for r, (f, s), k in itertools.product(RATIOS, SHARES, (1, 2, 4, 8, 16, 32)):
        if size != "small" or k < 16:
            yield r, f, s, k


def learned(r: Fraction, f: Fraction, s: Fraction, start: Fraction, depth: int) -> bool | None:
    """Whether the first mode has the share f of its target r before the second has the share s of 1; None if open."""
    first, second = time_to_share(Mode(r, start, depth), f), time_to_share(Mode(1, start, depth), s)
    return True if first[1] < second[0] else False if first[0] > second[1] else None


def threshold(r: Fraction, f: Fraction, s: Fraction) -> Fraction:
    """A number a little above ``((s / (1-s))^r (1-f) / (f (r-s)))^(1/(r-1))``."""
    with flint.ctx.workprec(128):
        inner = ball(s / (1 - s)) ** ball(r) * ball((1 - f) / (f * (r - s)))
        return interval_of(inner ** ball(1 / (r - 1)))[1]


@claim(
    "gissin.incremental.shallow",
    source=GISSIN.at("the start needed at depth 2"),
    statement=r"u_i' = 2 u_i (s_i - u_i), \, u_i(0) = u_0, \, s_1 = r s_2 > s_2: \; \exists t: u_1(t) \ge f s_1, \, "
    r"u_2(t) \le s \, s_2 \Rightarrow \frac{u_0}{s_2} \le \Bigl(\bigl(\tfrac{s}{1-s}\bigr)^r "
    r"\frac{1 - f}{f (r - s)}\Bigr)^{1/(r-1)}",
    over=cases(
        "two modes, depth 2",
        pairs,
        sentence="ratios 11/10, 3/2 and 3 of the targets, two pairs of shares, starts s / 10^k with k up to 32 (small "
        "scope: 8); the times by the enclosed closed form",
        strength=Verdict.CERTIFIED,
        fields=("r", "f", "s", "k"),
    ),
    in_print=False,
    made_precise="0 < u_0 < s s_2 and 0 < s, f < 1; print calls the start exponentially small in the inverse of r - 1 "
    "and "
    "has another constant",
    written=written.INCREMENTAL,
)
def shallow(pair: Pair) -> Outcome:
    """At depth 2 modes are learned one after the other only from a start that is exponentially small in 1 / (r - 1)."""
    r, f, s = map(Fraction, pair[:3])
    start = s / 10 ** pair[3]
    found = learned(r, f, s, start, 2)
    if found is None:
        return undecided("the enclosed times overlap")
    if not found:
        return holds("the modes are not learned one after the other")
    return is_true(start <= threshold(r, f, s), "the start is below the threshold", start=start)


Deep = tuple[str, str, str, int]
"""``(r, f, s, N)``."""


def deep_pairs(size: str, seed: int) -> Iterator[Deep]:
    for r, (f, s), N in itertools.product((*RATIOS, "101/100"), SHARES, (3, 4, 6)):
        if size != "small" or N < 6:
            yield r, f, s, N


def enough(r: Fraction, f: Fraction, s: Fraction, N: int) -> Fraction:
    """A number a little below ``((r-1) / (r K))^(N/(N-2))``."""
    with flint.ctx.workprec(128):
        K = ball(s) ** ball(Fraction(2 - N, N)) + (N - 2) * ball(f * r) ** ball(Fraction(2, N)) / ball(
            2 * (1 - f) * r**2
        )
        low, _ = interval_of((ball((r - 1) / r) / K) ** ball(Fraction(N, N - 2)))
    return Fraction(int(low * 10**30), 10**30)


@claim(
    "gissin.incremental.deep",
    source=GISSIN.at("the start that suffices at depth 3 and more"),
    statement=r"u_i' = N u_i^{2 - 2/N} (s_i - u_i), \, N \ge 3: \; \frac{u_0}{s_2} \le \Bigl(\frac{r - 1}{r K}\Bigr)"
    r"^{N/(N-2)}, \; K = s^{-(N-2)/N} + \frac{(N - 2) (f r)^{2/N}}{2 (1 - f) r^2} \Rightarrow \exists t: "
    r"u_1(t) \ge f s_1, \, u_2(t) \le s \, s_2",
    over=cases(
        "two modes, depth 3 and more",
        deep_pairs,
        sentence="ratios 101/100, 11/10, 3/2 and 3 of the targets, two pairs of shares, depths 3, 4 and 6 (small "
        "scope: 3 "
        "and 4); starts just below the bound, the times by the enclosed closed form",
        strength=Verdict.CERTIFIED,
        fields=("r", "f", "s", "N"),
    ),
    in_print=False,
    made_precise="s_1 = r s_2, 0 < s, f < 1; the bound is polynomial in r - 1, as print says, with another constant",
    written=written.INCREMENTAL,
)
def deep(pair: Deep) -> Outcome:
    """At depth 3 and more a start that is polynomially small in r - 1 suffices."""
    r, f, s = map(Fraction, pair[:3])
    start = enough(r, f, s, pair[3])
    found = learned(r, f, s, start, pair[3])
    if found is None:
        return undecided("the enclosed times overlap")
    return is_true(found, "the first mode is learned before the second", start=start)
