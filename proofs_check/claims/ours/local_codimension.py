"""The least codimension of the pieces of a fibre through one of its points: by profiles and by orbits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache

from proofs_check.claims.ours.order_chain import OURS_PLACE
from proofs_check.facts.orbits import Interval, codimension, orbits, ranks_of
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.strings.singularity import least_cost

SIZES = {
    "small": ((2, 3), (3, 2)),
    "default": ((2, 4), (3, 3), (4, 2)),
    "large": ((2, 5), (3, 4), (4, 2), (5, 2)),
}

Kind = tuple[tuple[int, ...], tuple[tuple[Interval, int], ...]]
"""Widths, and the ranks of all products at a point, the product of all layers being zero."""

DEGENERATIONS = (
    "an orbit of chains of matrices lies in the closure of another exactly where each of its ranks is at most that of "
    "the other (Abeasis and Del Fra; over the real numbers too); its codimension is dim Hom(M, M) - <d, d>"
)


@lru_cache(maxsize=512)
def known_orbits(widths: tuple[int, ...]) -> tuple[tuple[Mapping[Interval, int], int], ...]:
    """The ranks and the codimension of every orbit."""
    depth = len(widths) - 1
    return tuple((ranks_of(depth, orbit), codimension(widths, orbit)) for orbit in orbits(widths))


def kinds(size: str, seed: int) -> Iterator[Kind]:
    """Every orbit of the widths of the size, by its ranks."""
    for depth, most in SIZES[size]:
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1):
            for ranks, _ in known_orbits(widths):
                yield widths, tuple(sorted(ranks.items()))


def in_words_of(size: str) -> str:
    sizes = ", ".join(f"depth {depth} with widths up to {most}" for depth, most in SIZES[size])
    return f"{sizes}: all points with a vanishing product, up to base changes"


@claim(
    "ours.local-codimension",
    source=OURS.at(OURS_PLACE),
    statement=r"\min\{\operatorname{codim} O : A \in \overline{O}\} = \min_t \sum_j (t_{j-1} - t_j)(d_j - t_j), \quad "
    r"t_p - t_l \le d_p - \operatorname{rank} A_l \cdots A_{p+1}",
    over=cases(
        "points with a vanishing product",
        kinds,
        sentence=in_words_of,
        strength=Verdict.VERIFIED,
        fields=("widths", "ranks"),
    ),
    made_precise="over orbits O of weights with a vanishing product, and over integers d_0 = t_0 >= ... >= t_H = 0 "
    "with "
    "t_j <= d_j; as many orbits as profiles have the least codimension. Half of it, plus r (d_0 + d_H - r) / 2 before "
    "the reduction of a product of rank r, is the learning coefficient at the point by the proof by hand in "
    "docs/learning-coefficients.md; that proof is not what is checked here",
    axioms=(DEGENERATIONS,),
)
def local_codimension(kind: Kind) -> Outcome:
    """The least codimension of the orbits whose closures contain a point, and how many have it, are those of the
    profiles of ranks that the point allows.
    """
    widths, pairs = kind
    ranks = dict(pairs)
    above = [value for other, value in known_orbits(widths) if all(other[key] >= ranks[key] for key in ranks)]
    found = least_cost(widths, ranks)
    return all_of(
        equal(found.codimension, min(above), "least codimension by profiles, and by orbits"),
        equal(found.components, above.count(min(above)), "number of profiles, and of orbits, of least codimension"),
    )
