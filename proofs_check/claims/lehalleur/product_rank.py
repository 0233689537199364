"""Weights whose product has a given rank: closures, components and dimensions, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Sequence
from typing import NamedTuple

from proofs_check.claims.lehalleur.parts.quiver import WIDTHS, Widths, largest, partitions
from proofs_check.claims.lehalleur.parts.truncated import by_formula
from proofs_check.claims.lehalleur.program import solved
from proofs_check.facts import written_papers as written
from proofs_check.facts.orbits import Interval, Multiplicities, codimension, least_codimension, ranks_of
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import LEHALLEUR_TEXT
from proofs_check.language.verdict import Verdict

CLOSURES = (
    "an orbit lies in the closure of another exactly where all of its ranks are at most those of the other (Abeasis, "
    "Del Fra)"
)
NO_SETS = NoCertificate("the kernel has no facts about closures of sets.")


def closure_is(widths: Widths, lies: Callable[[int, int], bool]) -> Outcome:
    """Whether the weights with a product whose rank lies so to r are the closure of those of rank r, for all r."""
    depth = len(widths) - 1
    every = [tuple(sorted(ranks_of(depth, orbit).items())) for orbit in partitions(widths)]
    outcomes = []
    for r in range(min(widths) + 1):
        of_rank = [known for known in every if dict(known)[0, depth] == r]
        inside = {known for known in every if lies(dict(known)[0, depth], r)}
        closed = {
            known
            for known in every
            if any(all(a <= b for (_, a), (_, b) in zip(known, other, strict=True)) for other in of_rank)
        }
        outcomes.append(equal(len(inside ^ closed), 0, f"orbits in one of the two sets only, for rank {r}"))
    return all_of(*outcomes)


@claim(
    "lehalleur.product-rank.closure",
    source=LEHALLEUR_TEXT.at("the definition of the sets of given rank, and the corollary on closures, (a)"),
    statement=r"\overline\Sigma{}^r = \{A : \operatorname{rk} \operatorname{mult}(A) \ge r\} \text{ is the Zariski "
    r"closure of } \Sigma^r = \{A : \operatorname{rk} \operatorname{mult}(A) = r\}, \; 0 \le r \le \min_j d_j",
    over=WIDTHS,
    axioms=(CLOSURES,),
    certify=NO_SETS,
    grade=Grade.MISPRINT,
)
def closure(widths: Widths) -> Outcome:
    """The weights with a product of rank at least r are the closure of those with a product of rank r."""
    return closure_is(widths, operator.ge)


@claim(
    "lehalleur.product-rank.closure.corrected",
    source=LEHALLEUR_TEXT.at("the definition of the sets of given rank, and the corollary on closures, (a)"),
    statement=r"\{A : \operatorname{rk} \operatorname{mult}(A) \le r\} \text{ is the Zariski closure of } \Sigma^r",
    over=WIDTHS,
    made_precise="at most in place of at least",
    axioms=(CLOSURES,),
    written=written.RANK_CLOSURE,
    corrects="lehalleur.product-rank.closure",
)
def closure_corrected(widths: Widths) -> Outcome:
    """The weights with a product of rank at most r are the closure of those with a product of rank r."""
    return closure_is(widths, operator.le)


def smallest_patterns(widths: Widths, rank: int) -> int:
    """How many rank patterns with a product of at most this rank have no smaller one."""
    depth = len(widths) - 1
    found = [orbit for orbit in partitions(widths) if orbit.get((0, depth), 0) <= rank]
    ranks = [tuple(ranks_of(depth, orbit).values()) for orbit in found]
    return sum(not any(o != own and all(b <= a for a, b in zip(own, o, strict=True)) for o in ranks) for own in ranks)


COMPONENTS = "the irreducible components are the closures of the orbits that lie in the closure of no other one"


@claim(
    "lehalleur.product-rank.components",
    source=LEHALLEUR_TEXT.at("the corollary on closures, (b)"),
    statement=r"\text{the irreducible components of } \overline\Sigma{}^r \text{ are in bijection with the minimal "
    r"elements of } \mathcal{R}^{\le r} \text{ under } s \le r \Leftrightarrow s_{ij} \le r_{ij}",
    over=WIDTHS,
    made_precise=f"in scope the two numbers are compared; {COMPONENTS}",
    axioms=(CLOSURES,),
    certify=NO_SETS,
    grade=Grade.MISPRINT,
)
def components(widths: Widths) -> Outcome:
    """There are as many components as rank patterns that are minimal."""
    return all_of(
        *(
            equal(smallest_patterns(widths, r), len(largest(widths, r)), f"minimal patterns, and components, rank {r}")
            for r in range(min(widths) + 1)
        )
    )


@claim(
    "lehalleur.product-rank.components.corrected",
    source=LEHALLEUR_TEXT.at("the corollary on closures, (b)"),
    statement=r"\text{the irreducible components of } \overline\Sigma{}^r \text{ are in bijection with the maximal "
    r"elements of } \mathcal{R}^{\le r}",
    over=WIDTHS,
    made_precise=f"maximal in place of minimal; {COMPONENTS}. In scope the number of those of least codimension is "
    "compared with the number of orbits of least codimension, which is found without any order",
    axioms=(CLOSURES,),
    written=written.RANK_CLOSURE,
    corrects="lehalleur.product-rank.components",
)
def components_corrected(widths: Widths) -> Outcome:
    """The components are the closures of the orbits with maximal rank patterns."""
    found = []
    for r in range(min(widths) + 1):
        values = [codimension(widths, orbit) for orbit in largest(widths, r)]
        least = least_codimension(tuple(d - r for d in widths))
        found.append(equal((min(values), values.count(min(values))), least, "least codimension, and how many have it"))
    return all_of(*found)


@claim(
    "lehalleur.product-rank.dimension",
    source=LEHALLEUR_TEXT.at("the lemma that reduces to rank 0"),
    statement=r"\operatorname{codim} \Sigma^r_d = \operatorname{codim} \Sigma^0_{d-r}, \quad \dim \Sigma^r_d = \dim "
    r"\Sigma^0_{d-r} + \Bigl(2 \sum_{i=0}^N d_i - d_0 - d_N\Bigr) r - N r^2",
    over=WIDTHS,
    written=written.ORBIT_CODIMENSION,
)
def dimension(widths: Widths) -> Outcome:
    """The dimension of the weights with a product of rank r follows from that at widths that are smaller by r."""
    depth, space = len(widths) - 1, sum(a * b for a, b in itertools.pairwise(widths))
    outcomes = []
    for r in range(min(widths) + 1):
        rest = tuple(d - r for d in widths)
        own = min(codimension(widths, orbit) for orbit in partitions(widths) if orbit.get((0, depth), 0) == r)
        of_rest = min(codimension(rest, orbit) for orbit in partitions(rest) if not orbit.get((0, depth), 0))
        smaller = sum(a * b for a, b in itertools.pairwise(rest))
        shift = (2 * sum(widths) - widths[0] - widths[-1]) * r - depth * r * r
        outcomes.append(equal(own, of_rest, f"the two codimensions, rank {r}"))
        outcomes.append(equal(space - own, smaller - of_rest + shift, f"the dimension, rank {r}"))
    return all_of(*outcomes)


class Listed(NamedTuple):
    """Widths, and the codimensions of all components as they are printed."""

    widths: Widths
    codimensions: tuple[int, ...]


LISTED = (
    Listed((1, 1, 1), (1, 1)),
    Listed((2, 2, 2), (3, 4, 4)),
    Listed((2, 3, 2), (4, 4)),
    Listed((2, 4, 2), (4,)),
    Listed((2, 2, 3), (4, 4, 6)),
    Listed((3, 2, 2), (4, 4, 6)),
)


@claim(
    "lehalleur.product-rank.examples",
    source=LEHALLEUR_TEXT.at("the example of sets of pairs of matrices, and the remark on permutations"),
    statement=r"\Sigma^0_{(2,2,2)}: 3, 4, 4; \; \Sigma^0_{(2,3,2)}: 4, 4; \; \Sigma^0_{(2,4,2)}: 4; \; "
    r"\Sigma^0_{(2,2,3)}, "
    r"\Sigma^0_{(3,2,2)}: 4, 4, 6 \text{ are the codimensions of the components}",
    over=cases(
        "printed examples",
        lambda size, seed: iter(LISTED),
        sentence="the six architectures of which all components are printed",
        strength=Verdict.VERIFIED,
    ),
    axioms=(CLOSURES,),
)
def examples(case: Listed) -> Outcome:
    """The components of pairs of matrices with a vanishing product, with their codimensions, in six cases."""
    found = sorted(codimension(case.widths, orbit) for orbit in largest(case.widths, 0))
    return equal(tuple(found), case.codimensions, "the codimensions of all components, and as printed")


FIVE = (5, 5, 6, 6, 6, 6)
ONE_OF_FIVE = cases(
    "widths (5, 5, 6, 6, 6, 6)",
    lambda size, seed: iter([FIVE]),
    sentence="the widths (5, 5, 6, 6, 6, 6)",
    strength=Verdict.VERIFIED,
    fields="widths",
)


def orbit_of(d: Widths, e: Sequence[int]) -> Multiplicities:
    """The orbit of a point of the program, for widths in order: ``[0, i-1]`` e_i times, the rest ``[i, N]``."""
    depth, found = len(d) - 1, dict[Interval, int]()
    for i, number in enumerate(e, start=1):
        for interval, m in (((0, i - 1), number), ((i, depth), number + d[i] - d[i - 1])):
            if m:
                found[interval] = m
    return found


def largest_of(d: Widths) -> list[Multiplicities]:
    """The orbits of least codimension with a vanishing product, for widths in order, by the integer program."""
    return [orbit_of(d, e) for e in solved(d)[1]]


def widths_of(orbit: Multiplicities) -> Widths:
    """The widths from the first to the last place at which an interval lies."""
    first, last = min(i for i, _ in orbit), max(j for _, j in orbit)
    return tuple(sum(m for (i, j), m in orbit.items() if i <= k <= j) for k in range(first, last + 1))


@claim(
    "lehalleur.product-rank.five",
    source=LEHALLEUR_TEXT.at("the example of sets of pairs of matrices, last item"),
    statement=r"\Sigma^0_{(5,5,6,6,6,6)} \text{ has five components of codimension } 19 \text{, and all others are "
    r"smaller}",
    over=ONE_OF_FIVE,
    made_precise="found twice: as the lowest term of the series, and by all points of the program, with the "
    "codimension "
    "of "
    "each orbit by dimensions of Hom",
    axioms=(CLOSURES,),
)
def five(widths: Widths) -> Outcome:
    """The weights of widths (5, 5, 6, 6, 6, 6) with a vanishing product have five components of codimension 19."""
    found = largest_of(widths)
    return all_of(
        equal(by_formula(widths, 0, 19), [0] * 19 + [5], "the lowest term of the series"),
        equal([codimension(widths, orbit) for orbit in found], [19] * 5, "the codimensions of the orbits"),
        equal([widths_of(orbit) for orbit in found], [widths] * 5, "their widths"),
    )


Ranks = dict[Interval, int]
"""Bounds of ranks: that of ``A_j ... A_{i+1}`` at the place (i, j)."""

PRINTED_RANKS: Ranks = {(0, 1): 3, (1, 2): 4, (3, 4): 4, (0, 2): 2, (1, 4): 2, (0, 4): 0}
ALL_RANKS: Ranks = {
    **{(0, 1): 3, (1, 2): 4, (2, 3): 5, (3, 4): 5, (0, 2): 2},
    **{(1, 3): 3, (2, 4): 4, (0, 3): 1, (1, 4): 2, (0, 4): 0},
}


def generic_in(widths: Widths, bounds: Ranks) -> list[Multiplicities]:
    """The orbits of least codimension in the set of weights with these bounds of ranks."""
    ranks = [(orbit, all_ranks(widths, orbit)) for orbit in largest_of(widths)]
    return [orbit for orbit, r in ranks if all(r[place] <= bound for place, bound in bounds.items())]


def all_ranks(widths: Widths, orbit: Multiplicities) -> Ranks:
    """The ranks of the products of all runs of layers."""
    return ranks_of(len(widths) - 1, orbit)


@claim(
    "lehalleur.product-rank.component",
    source=LEHALLEUR_TEXT.at("the example of sets of pairs of matrices, last item"),
    statement=r"\{\operatorname{rk} A_1 \le 3, \operatorname{rk} A_2 \le 4, \operatorname{rk} A_4 \le 4, "
    r"\operatorname{rk} A_2 A_1 \le 2, \operatorname{rk} A_4 A_3 A_2 \le 2, A_4 A_3 A_2 A_1 = 0\} \text{ is one of the "
    r"five "
    r"components of codimension } 19 \text{ of } \Sigma^0_{(5,5,6,6,6,6)}",
    over=ONE_OF_FIVE,
    made_precise="a closed union of orbits has codimension 19 only if one of the five orbits of this codimension "
    "lies in "
    "it; this one contains the component of the point (2, 1, 0, 2, 0) of the program, of codimension 20",
    axioms=(CLOSURES,),
    certify=NO_SETS,
    grade=Grade.FALSE,
)
def component(widths: Widths) -> Outcome:
    """The set with the printed bounds of ranks has one of the orbits of codimension 19 in it."""
    ranks = [[all_ranks(widths, orbit)[place] for place in PRINTED_RANKS] for orbit in largest_of(widths)]
    return is_true(
        bool(generic_in(widths, PRINTED_RANKS)),
        "an orbit of codimension 19 meets all six conditions",
        bounds=list(PRINTED_RANKS.values()),
        ranks=ranks,
    )


@claim(
    "lehalleur.product-rank.component.corrected",
    source=LEHALLEUR_TEXT.at("the example of sets of pairs of matrices, last item"),
    statement=r"\{\operatorname{rk} A_1 \le 3, \operatorname{rk} A_2 \le 4, \operatorname{rk} A_3 \le 5, "
    r"\operatorname{rk} "
    r"A_4 \le 5, \operatorname{rk} A_2 A_1 \le 2, \operatorname{rk} A_3 A_2 \le 3, \operatorname{rk} A_4 A_3 \le 4, "
    r"\operatorname{rk} A_3 A_2 A_1 \le 1, \operatorname{rk} A_4 A_3 A_2 \le 2, A_4 A_3 A_2 A_1 = 0\} \text{ is one}",
    over=ONE_OF_FIVE,
    made_precise="the component of the point (2, 1, 1, 1, 0) of the program, the only one that meets the other five "
    "printed "
    "bounds. With rk A_4 A_3 <= 4 in place of rk A_4 <= 4, and no other change, the set contains two more "
    "components, of "
    "codimension 20, which the further bounds shut out",
    axioms=(CLOSURES,),
    written=written.INTEGER_PROGRAM,
    corrects="lehalleur.product-rank.component",
)
def component_corrected(widths: Widths) -> Outcome:
    """The ten bounds are ranks of one of the five orbits, and its other ranks are those that they leave possible."""
    known = [all_ranks(widths, orbit) for orbit in generic_in(widths, ALL_RANKS)]
    left = {
        place: min(
            *widths[place[0] : place[1] + 1],
            *(b for (i, j), b in ALL_RANKS.items() if place[0] <= i and j <= place[1]),
        )
        for place in itertools.combinations(range(len(widths)), 2)
    }
    return equal(known, [left], "the ranks of the orbits of codimension 19 in the set, and the greatest possible ones")
