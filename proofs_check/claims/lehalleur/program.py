"""The quadratic integer program for codimension and number of components, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import NamedTuple

from proofs_check.claims.lehalleur.parts.quiver import WIDTHS, Widths
from proofs_check.facts import written_papers as written
from proofs_check.facts.orbits import least_codimension
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import LEHALLEUR_TEXT
from proofs_check.language.verdict import Verdict

Point = tuple[int, ...]


def sums(total: int, parts: int) -> Iterator[Point]:
    """All tuples of so many whole numbers, none negative, with this sum."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in sums(total - first, parts - 1))


def goal(d: Widths, e: Point) -> int:
    """``G_d(e)``: the sum of ``e_i (e_j + d_j - d_{j-1})`` over ``1 <= j <= i <= N``."""
    return sum(
        e[i - 1] * (e[j - 1] + d[j] - d[j - 1]) for j, i in itertools.combinations_with_replacement(range(1, len(d)), 2)
    )


def solved(widths: Widths) -> tuple[int, tuple[Point, ...]]:
    """The minimum of the program, and where it is taken, by trying all points."""
    d = tuple(sorted(widths))
    values = {e: goal(d, e) for e in sums(d[0], len(d) - 1)}
    least = min(values.values())
    return least, tuple(sorted(e for e, value in values.items() if value == least))


PROGRAM = (
    "d'_0 <= ... <= d'_N are the widths in order, G(e) the sum of e_i (e_j + d'_j - d'_(j-1)) over 1 <= j <= i <= N, "
    "and "
    "e runs through the tuples of whole numbers, none negative, with the sum d'_0"
)


@claim(
    "lehalleur.program.minimum",
    source=LEHALLEUR_TEXT.at("the theorem on the quadratic integer program"),
    statement=r"C = \min_e G_d(e), \quad \theta = \# \{e : G_d(e) = C\}",
    over=WIDTHS,
    made_precise=f"{PROGRAM}; C and theta are the least codimension of an orbit with a vanishing product, and how many "
    "have it",
    written=written.INTEGER_PROGRAM,
)
def minimum(widths: Widths) -> Outcome:
    """Codimension and number of components are the minimum of the program and how often it is taken."""
    least, points = solved(widths)
    return equal((least, len(points)), least_codimension(widths), "minimum and how often, codimension and number")


class Solution(NamedTuple):
    """Widths, and the minimum and the minimisers as printed."""

    widths: Widths
    least: int
    points: tuple[Point, ...]


SOLUTIONS = (
    Solution((2, 2, 3), 4, ((1, 1), (2, 0))),
    Solution((7, 7, 8, 9, 12, 13), 39, ((3, 2, 2, 0, 0), (3, 3, 1, 0, 0), (4, 2, 1, 0, 0))),
    Solution(
        (8, 8, 11, 11, 11, 13, 13, 13, 15),
        55,
        tuple((*start, 0, 0, 0, 0) for start in ((4, 1, 1, 2), (4, 1, 2, 1), (4, 2, 1, 1), (5, 1, 1, 1))),
    ),
)


@claim(
    "lehalleur.program.examples",
    source=LEHALLEUR_TEXT.at("the examples of the program, and of closest points"),
    statement=r"(2,2,3): 4 \text{ at } 2; \; (7,7,8,9,12,13): 39 \text{ at } 3; \; (8,8,11,11,11,13,13,13,15): 55 "
    r"\text{ "
    r"at } 4 \text{ points}",
    over=cases(
        "printed solutions",
        lambda size, seed: iter(SOLUTIONS),
        sentence="the three architectures of which all minimisers are printed; all points of the program are tried",
        strength=Verdict.VERIFIED,
    ),
    made_precise="the printed points are compared one by one",
)
def examples(case: Solution) -> Outcome:
    """The minimum of the program and all points at which it is taken, in three cases."""
    return equal(solved(case.widths), (case.least, case.points), "minimum and minimisers, and as printed")


def relevant(d: Widths) -> int:
    """m, the greatest l with ``d_0 + ... + d_l >= l d_l``, for widths in order."""
    return max(level for level in range(1, len(d)) if sum(d[: level + 1]) >= level * d[level])


def projection(d: Widths) -> list[Fraction]:
    """The projection of ``(d_0 - d_1, ..., d_0 - d_m)`` to the points with the sum d_0, by its definition."""
    m = relevant(d)
    s = [d[0] - d[i] for i in range(1, m + 1)]
    return [x + Fraction(d[0] - sum(s), m) for x in s]


HAT = (
    "m is the greatest l with d'_0 + ... + d'_l >= l d'_l, S = d'_0 + ... + d'_m, s^ = (d'_0 - d'_1, ..., d'_0 - "
    "d'_m), "
    "and p^ its projection to the points with the sum d'_0"
)
ORDERED = cases(
    "widths in order",
    lambda size, seed: iter(
        sorted(itertools.combinations_with_replacement(range(1, 4), 3), key=sum)
        + list(itertools.combinations_with_replacement(range(1, 4), 4))
        + [(7, 7, 8, 9, 12, 13)]
    ),
    sentence="three and four widths up to 3 in order, and the printed example (7, 7, 8, 9, 12, 13)",
    strength=Verdict.VERIFIED,
    fields="widths",
)


@claim(
    "lehalleur.program.projection",
    source=LEHALLEUR_TEXT.at("the formula for the projection of s to the hyperplane"),
    statement=r"\hat p_i = (d'_0 - d'_i) + \frac{d'_0 - \sum_{j=1}^m (d'_0 - d'_j)}{m} = d'_i - \frac Sm",
    over=ORDERED,
    made_precise=HAT,
    certify=NoCertificate("the kernel has no facts about projections; the two printed sides differ by their sign."),
    grade=Grade.MISPRINT,
)
def projected(d: Widths) -> Outcome:
    """The projection has the entries d'_i - S/m."""
    m = relevant(d)
    S = Fraction(sum(d[: m + 1]))
    return equal(projection(d), [d[i] - S / m for i in range(1, m + 1)], "the projection, and as printed")


@claim(
    "lehalleur.program.projection.corrected",
    source=LEHALLEUR_TEXT.at("the formula for the projection of s to the hyperplane"),
    statement=r"\hat p_i = \frac Sm - d'_i",
    over=ORDERED,
    made_precise=f"the other sign, with which the next formula and the printed example are right; {HAT}",
    written=written.CLOSEST_POINTS,
    corrects="lehalleur.program.projection",
)
def projected_corrected(d: Widths) -> Outcome:
    """The projection has the entries S/m - d'_i."""
    m = relevant(d)
    S = Fraction(sum(d[: m + 1]))
    return equal(projection(d), [S / m - d[i] for i in range(1, m + 1)], "the projection")


def distances(d: Widths) -> tuple[Fraction, int]:
    """The least squared distance of s^ from a point of whole numbers with the sum d_0, and how many points have it.

    A closest point differs from the projection by less than 1 in every entry.
    """
    s = [d[0] - d[i] for i in range(1, relevant(d) + 1)]
    places = [range(floor(x), floor(x) + 2) for x in projection(d)]
    near = [sum((a - b) ** 2 for a, b in zip(v, s, strict=True)) for v in itertools.product(*places) if sum(v) == d[0]]
    return Fraction(min(near)), near.count(min(near))


@claim(
    "lehalleur.program.closest",
    source=LEHALLEUR_TEXT.at("the theorem on closest points"),
    statement=r"\min_e G_d(e) = \tfrac12 \Bigl(\hat D + {d'_0}^2 - \sum_{i=1}^m (d'_i - d'_0)^2\Bigr), \text{ taken at "
    r"as "
    r"many points as are closest to } \hat s",
    over=ORDERED,
    made_precise=f"{HAT}; D^ is the least squared distance of s^ from a point of whole numbers with the sum d'_0",
    written=written.CLOSEST_POINTS,
)
def closest(d: Widths) -> Outcome:
    """The program asks for the points of whole numbers in a hyperplane that are closest to a given one."""
    (distance, number), (least, points) = distances(d), solved(d)
    value = (distance + d[0] ** 2 - sum((d[i] - d[0]) ** 2 for i in range(1, relevant(d) + 1))) / 2
    return all_of(equal(value, least, "the value, and the minimum"), equal(number, len(points), "how many points"))


@claim(
    "lehalleur.program.distance",
    source=LEHALLEUR_TEXT.at("the proposition on the distance"),
    statement=r"\hat D = m \Bigl\{\frac Sm\Bigr\} \Bigl(1 - \Bigl\{\frac Sm\Bigr\}\Bigr) + \frac{S^2}{m} + m d_0^2 - 2 "
    r"d_0 S",
    over=ORDERED,
    made_precise=f"d_0 is the least width d'_0; {HAT}, D^ as in lehalleur.program.closest",
    written=written.CLOSEST_POINTS,
)
def distance(d: Widths) -> Outcome:
    """The least squared distance in closed form."""
    m = relevant(d)
    S = sum(d[: m + 1])
    part = Fraction(S % m, m)
    value = m * part * (1 - part) + Fraction(S * S, m) + m * d[0] ** 2 - 2 * d[0] * S
    return equal(value, distances(d)[0], "the formula, and the least squared distance")


@claim(
    "lehalleur.program.remainder",
    source=LEHALLEUR_TEXT.at("the lemma on delta"),
    statement=r"\delta = S - m \Bigl\lfloor \frac Sm + \frac12 \Bigr\rfloor: \; \delta \ge 0 \Rightarrow \delta = m "
    r"\Bigl\{\frac Sm\Bigr\}, \; \Bigl\lfloor \frac Sm + \frac12 \Bigr\rfloor = \frac Sm - \Bigl\{\frac Sm\Bigr\}; "
    r"\quad "
    r"\delta < 0 \Rightarrow \delta = m \Bigl\{\frac Sm\Bigr\} - m, \; \Bigl\lfloor \frac Sm + \frac12 \Bigr\rfloor = "
    r"\frac Sm - \Bigl\{\frac Sm\Bigr\} + 1",
    over=cases(
        "S and m",
        lambda size, seed: itertools.product(range(13), range(1, 7)),
        sentence="S up to 12 and m up to 6",
        strength=Verdict.VERIFIED,
        fields=("S", "m"),
    ),
    written=written.CLOSEST_POINTS,
)
def remainder(case: tuple[int, int]) -> Outcome:
    """The signed remainder of S by m, and the nearest whole number to S/m."""
    S, m = case
    x = Fraction(S, m)
    nearest, part = floor(x + Fraction(1, 2)), x - floor(x)
    delta = S - m * nearest
    up = 0 if delta >= 0 else 1
    return all_of(
        is_true(-m <= 2 * delta < m, "no whole number is nearer"),
        equal(Fraction(delta), m * part - m * up, "delta"),
        equal(Fraction(nearest), x - part + up, "the nearest whole number"),
    )
