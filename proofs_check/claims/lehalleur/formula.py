"""The closed formulas as they are printed, Lehalleur and Rimanyi (2024): which m, and which sign."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb, floor

from proofs_check.claims.lehalleur.codimension import ORBITS, SHIFT
from proofs_check.claims.lehalleur.program import relevant, solved
from proofs_check.facts import written_papers as written
from proofs_check.facts.architectures import Fibre, residual
from proofs_check.facts.orbits import least_codimension
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import LEHALLEUR_TEXT
from proofs_check.language.verdict import Verdict

THREE = cases(
    "three widths in order",
    lambda size, seed: (
        (widths, r)
        for widths in sorted(itertools.combinations_with_replacement(range(1, 5), 3), key=lambda d: (sum(d), d))
        for r in range(min(widths) + 1)
    ),
    sentence="three widths up to 4 in order, with every rank",
    strength=Verdict.VERIFIED,
    fields=("widths", "r"),
)


def value(widths: tuple[int, ...], r: int, m: int) -> Fraction:
    """``m/2 {S/m}(1 - {S/m}) - m(m-1)/2 (S/m)^2 + sum of the (d_i - r)(d_j - r)``, S the sum of the m + 1 least
    ``d_i - r``.
    """
    rest = sorted(d - r for d in widths)[: m + 1]
    x = Fraction(sum(rest), m)
    part = x - floor(x)
    pairs = sum(a * b for a, b in itertools.combinations(rest, 2))
    return Fraction(m, 2) * part * (1 - part) - Fraction(m * (m - 1), 2) * x * x + pairs


def numbers_of(fibre: Fibre, details: Details) -> Given:
    """Three widths with m = 2, the rank, and half of the sum of the widths less the rank."""
    (A, B, C), r = fibre
    return at(None, A=Fraction(A), B=Fraction(B), C=Fraction(C), R=Fraction(r), K=Fraction(A + B + C - 3 * r, 2))


FORMULA = (
    r"\operatorname{codim} \Sigma^r = \frac m2 \Bigl\{\frac{\tilde S}m\Bigr\} \Bigl(1 - \Bigl\{\frac{\tilde S}m\Bigr\}"
    r"\Bigr) - \frac{m(m-1)}2 \Bigl(\frac{\tilde S}m\Bigr)^2 + \sum_{0 \le i < j \le m} (d'_i - r)(d'_j - r), \; "
    r"\tilde S "
    r"= \sum_{i=0}^m (d'_i - r)"
)


@claim(
    "lehalleur.formula.any-rank",
    source=LEHALLEUR_TEXT.at("the main theorem on codimensions, with the definition of m"),
    statement=rf"m = \max \{{l : \sum_{{i=0}}^l d'_i \ge l d'_l\}}: \; {FORMULA}",
    over=THREE,
    made_precise="d'_0 <= d'_1 <= ... are the widths in order, from which the theorem takes m as it was defined for "
    "rank "
    "0; the least codimension is taken over all orbits",
    axioms=(ORBITS, SHIFT),
    certify=numbers_of,
    grade=Grade.MISPRINT,
)
def any_rank(fibre: Fibre) -> Outcome:
    """The formula for the codimension at any rank, with m from the widths themselves."""
    widths, r = fibre
    least = Fraction(least_codimension(residual(fibre)[0])[0])
    return equal(
        value(widths, r, relevant(tuple(sorted(widths)))), least, "the formula, and the codimension", fibre=fibre
    )


@claim(
    "lehalleur.formula.any-rank.corrected",
    source=LEHALLEUR_TEXT.at("the main theorem on codimensions, with the definition of m"),
    statement=rf"m = \max \{{l : \sum_{{i=0}}^l (d'_i - r) \ge l (d'_l - r)\}}: \; {FORMULA}",
    over=THREE,
    made_precise="m from the widths less r, which for r > 0 may be smaller",
    axioms=(SHIFT,),
    written=written.CLOSEST_POINTS,
    corrects="lehalleur.formula.any-rank",
)
def any_rank_corrected(fibre: Fibre) -> Outcome:
    """The formula for the codimension at any rank, with m from the widths less the rank."""
    widths, r = fibre
    rest = residual(fibre)[0]
    least = Fraction(least_codimension(rest)[0])
    return equal(value(widths, r, relevant(tuple(sorted(rest)))), least, "the formula, and the codimension")


def lower_index(d: tuple[int, ...]) -> tuple[int, int]:
    """m and ``S - m floor(S/m + 1/2)``."""
    m = relevant(d)
    S = sum(d[: m + 1])
    return m, S - m * floor(Fraction(S, m) + Fraction(1, 2))


def as_printed(fibre: Fibre) -> tuple[Fraction, int]:
    """The codimension of a fibre and the number of its components of greatest dimension, letter by letter as printed.

    So m is taken from the widths themselves, and a binomial coefficient with a negative lower index is 0.

    >>> [str(number) for number in as_printed(((3, 3, 3), 0))]  # two components, by the example of the text
    ['7', '0']
    """
    widths, r = fibre
    m = relevant(tuple(sorted(widths)))
    S = sum(sorted(widths)[: m + 1]) - (m + 1) * r
    delta = S - m * floor(Fraction(S, m) + Fraction(1, 2))
    return value(widths, r, m) + r * (widths[0] + widths[-1] - r), comb(m, delta) if delta >= 0 else 0


FOUR = cases(
    "widths in order",
    lambda size, seed: (widths for n in (3, 4) for widths in itertools.combinations_with_replacement(range(1, 4), n)),
    sentence="three and four widths up to 3 in order",
    strength=Verdict.VERIFIED,
    fields="widths",
)


def index_of(widths: tuple[int, ...], details: Details) -> Given:
    """Three widths with m = 2, and the nearest whole number to half of their sum."""
    A, B, C = widths
    return at(None, A=Fraction(A), B=Fraction(B), C=Fraction(C), T=Fraction((A + B + C + 1) // 2))


@claim(
    "lehalleur.formula.index",
    source=LEHALLEUR_TEXT.at("the number of components of greatest dimension, in the proposition and the main theorem"),
    statement=r"\theta = \binom{m}{S - m \lfloor S/m + 1/2 \rfloor}",
    over=FOUR,
    made_precise="for rank 0; a binomial coefficient with a negative lower index is 0. At widths (3, 3, 3) the "
    "formula gives 0, "
    "and the example of series in the text 2",
    axioms=(ORBITS,),
    certify=index_of,
    grade=Grade.MISPRINT,
)
def index(widths: tuple[int, ...]) -> Outcome:
    """The number of components is a binomial coefficient with a signed remainder below."""
    m, delta = lower_index(widths)
    printed = comb(m, delta) if delta >= 0 else 0
    return equal(printed, least_codimension(widths)[1], "the number as printed, and of orbits of least codimension")


@claim(
    "lehalleur.formula.index.corrected",
    source=LEHALLEUR_TEXT.at("the number of components of greatest dimension, in the proposition and the main theorem"),
    statement=r"\theta = \binom{m}{\lvert \delta \rvert}, \quad \delta = S - m \lfloor S/m + 1/2 \rfloor",
    over=FOUR,
    made_precise="with the modulus, as in the description of the closest points, which change that many entries",
    axioms=(ORBITS,),
    written=written.CLOSEST_POINTS,
    corrects="lehalleur.formula.index",
)
def index_corrected(widths: tuple[int, ...]) -> Outcome:
    """The number of components is a binomial coefficient with the modulus of the remainder below."""
    m, delta = lower_index(widths)
    return equal(comb(m, abs(delta)), least_codimension(widths)[1], "the number, and of orbits of least codimension")


@claim(
    "lehalleur.formula.constant",
    source=LEHALLEUR_TEXT.at("the example of equal widths"),
    statement=r"d = (d, \dots, d): \; \operatorname{codim} \Sigma^0 = \frac N2 \Bigl\{\frac dN\Bigr\} \Bigl(1 - "
    r"\Bigl\{\frac dN\Bigr\}\Bigr) + \frac{N+1}{N} \frac{d^2}{2}, \text{ which for } N > d \text{ is } "
    r"\frac{d(d+1)}{2}",
    over=cases(
        "equal widths",
        lambda size, seed: itertools.product(range(1, 6), range(1, 6)),
        sentence="N and d up to 5; the minimum of the program over all points",
        strength=Verdict.VERIFIED,
        fields=("N", "d"),
    ),
    made_precise="compared with the minimum of lehalleur.program.minimum",
    written=written.EQUAL_WIDTHS,
)
def constant(case: tuple[int, int]) -> Outcome:
    """The codimension for equal widths, which does not depend on a depth that is greater than the width."""
    N, d = case
    part = Fraction(d % N, N)
    found = Fraction(N, 2) * part * (1 - part) + Fraction((N + 1) * d * d, 2 * N)
    least = solved((d,) * (N + 1))[0]
    short = [equal(2 * least, d * (d + 1), "twice the codimension")] if d < N else []
    return all_of(equal(found, Fraction(least), "the formula, and the minimum of the program"), *short)


@claim(
    "lehalleur.formula.integer",
    source=LEHALLEUR_TEXT.at("the remark that the codimensions are integers"),
    statement=r"\frac m2 \Bigl\{\frac Sm\Bigr\} \Bigl(1 - \Bigl\{\frac Sm\Bigr\}\Bigr) - \frac{m(m-1)}2 "
    r"\Bigl(\frac Sm\Bigr)^2 \in \mathbb{Z} \text{ for all positive integers } S, m",
    over=cases(
        "S and m",
        lambda size, seed: itertools.product(range(1, 13), range(1, 9)),
        sentence="S up to 12 and m up to 8",
        strength=Verdict.VERIFIED,
        fields=("S", "m"),
    ),
    written=written.CLOSEST_POINTS,
)
def integer(case: tuple[int, int]) -> Outcome:
    """The part of the formula that is written with fractions is a whole number."""
    S, m = case
    x = Fraction(S, m)
    part = x - floor(x)
    found = Fraction(m, 2) * part * (1 - part) - Fraction(m * (m - 1), 2) * x * x
    return equal(found.denominator, 1, "the denominator")
