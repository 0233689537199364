"""Whether the order of a learning coefficient is the length of a chain of least-cost profiles."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from proofs_check.facts.level_ranks import growth_between_zeros
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.strings.singularity import Profile, least_cost

OURS_PLACE = "learning coefficients at points"

Between = tuple[int, int, int]
"""Widths (first, 2, ..., 2, last) with W_1 = W_H = 0 and so many layers diag(1, 0) between them."""

MOST = {"small": (3, 3), "default": (4, 4), "large": (5, 5)}
"""The largest width at the ends, and the largest number of inner layers."""


def between_zeros(size: str, seed: int) -> Iterator[Between]:
    ends, inner = MOST[size]
    found = itertools.product(range(1, ends + 1), range(1, ends + 1), range(1, inner + 1))
    yield from sorted(found, key=lambda case: (case[2], case[0] + case[1], case))


def in_words_of(size: str) -> str:
    ends, inner = MOST[size]
    return f"widths (a, 2, ..., 2, b) with a, b up to {ends} and 1 to {inner} layers diag(1, 0) between two zero layers"


def least_profiles(case: Between) -> tuple[tuple[int, ...], dict[tuple[int, int], int], tuple[Profile, ...]]:
    """Widths, the ranks at the point, and the least-cost profiles there."""
    first, last, inner = case
    widths = (first, *(2 for _ in range(inner + 1)), last)
    ranks = dict.fromkeys(itertools.combinations(range(1, inner + 2), 2), 1)
    return widths, ranks, least_cost(widths, ranks).profiles


def longest_chain(profiles: Sequence[Profile], below: Callable[[Profile, Profile], bool]) -> int:
    """The greatest number of profiles of which each is ``below`` *all* later ones."""

    def extended(later: Sequence[Profile]) -> int:
        """The longest chain within profiles that are sorted by their sums."""
        return max(
            (1 + extended([two for two in later[place + 1 :] if below(one, two)]) for place, one in enumerate(later)),
            default=0,
        )

    return extended(sorted(profiles, key=sum))


def entrywise(lower: Profile, upper: Profile) -> bool:
    return lower != upper and all(a <= b for a, b in zip(lower, upper, strict=True))


SETTING = (
    "at the weights W_1 = W_H = 0 with inner layers diag(1, 0); the order is the power of m, plus one, in the volume "
    "of "
    "the q-adic weights congruent to these modulo q whose product is within q^-m of zero, by an exact transfer matrix"
)

every_case = cases(
    "zero layers around diag(1, 0)",
    between_zeros,
    sentence=in_words_of,
    strength=Verdict.VERIFIED,
    fields=("first width", "last width", "inner layers"),
)


@claim(
    "ours.order-chain",
    source=OURS.at(OURS_PLACE),
    statement=r"\theta(A) = \max\{k : t^1 < \dots < t^k \text{ profiles of least cost at } A\}",
    over=every_case,
    made_precise=f"{SETTING}; profiles are compared entry by entry. It is true at W = 0, where Young's lattice gives "
    "a(l - a) + 1, and it was a natural guess elsewhere",
    certify=NoCertificate("the kernel has no facts about volumes of neighbourhoods."),
    grade=Grade.FALSE,
)
def order_is_a_chain(case: Between) -> Outcome:
    """The order at a point is the greatest length of a chain of least-cost profiles."""
    profiles = least_profiles(case)[2]
    order = growth_between_zeros(*case)[1]
    return equal(longest_chain(profiles, entrywise), order, "the longest chain, and the order", profiles=profiles)


@claim(
    "ours.order-chain.corrected",
    source=OURS.at(OURS_PLACE),
    statement=r"\theta(A) = \max\{k : t^1 < \dots < t^k\}, \quad (t'_p - t'_o) + (t_o - t_l) \le d_p - "
    r"\operatorname{rank} A_l \cdots A_{p+1} \; (p \le o \le l) \text{ for } t < t'",
    over=every_case,
    made_precise=f"{SETTING}. That this holds at all points is not known, and no order is printed on its ground",
    corrects="ours.order-chain",
)
def order_is_a_refined_chain(case: Between) -> Outcome:
    """The order at a point is the greatest length of a chain of least-cost profiles that may occur together."""
    widths, ranks, profiles = least_profiles(case)
    pairs = list(itertools.combinations(range(len(widths)), 2))
    places = [(p, o, last) for p, last in pairs for o in range(p, last + 1)]

    def together(lower: Profile, upper: Profile) -> bool:
        return entrywise(lower, upper) and all(
            (upper[p] - upper[o]) + (lower[o] - lower[k]) <= widths[p] - ranks.get((p, k), 0) for p, o, k in places
        )

    order = growth_between_zeros(*case)[1]
    return equal(longest_chain(profiles, together), order, "the longest refined chain, and the order")
