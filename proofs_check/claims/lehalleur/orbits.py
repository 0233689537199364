"""Weights up to base changes: Kostant partitions, rank patterns and codimensions, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from proofs_check.claims.lehalleur.parts.quiver import (
    WIDTHS,
    Widths,
    codimension_by_stabiliser,
    laces,
    partitions,
    printed_codimension,
    widths_of,
)
from proofs_check.facts import written_papers as written
from proofs_check.facts.orbits import Interval, ranks_of
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import LEHALLEUR_TEXT
from proofs_check.language.verdict import Verdict

ONE_ARCHITECTURE = cases(
    "widths (2, 2, 2)",
    lambda size, seed: iter([(2, 2, 2)]),
    sentence="widths (2, 2, 2)",
    strength=Verdict.VERIFIED,
    fields="widths",
)


@claim(
    "lehalleur.orbits.count",
    source=LEHALLEUR_TEXT.at("the example after the definition of Kostant partitions"),
    statement=r"\lvert \mathcal{M}^+_{(2,2,2)} \rvert = 6",
    over=ONE_ARCHITECTURE,
    made_precise="M^+_d are all arrays of integers m_ij >= 0, i <= j, with d_k the sum of the m_ij with i <= k <= j",
    certify=NoCertificate("the kernel has no facts about counts."),
    grade=Grade.MISPRINT,
)
def count(widths: Widths) -> Outcome:
    """There are 6 Kostant partitions of the widths (2, 2, 2)."""
    return equal(len(list(partitions(widths))), 6, "the number of Kostant partitions, and as printed")


@claim(
    "lehalleur.orbits.count.corrected",
    source=LEHALLEUR_TEXT.at("the example after the definition of Kostant partitions"),
    statement=r"\lvert \{m \in \mathcal{M}^+_{(2,2,2)} : m_{02} = 0\} \rvert = 6, \quad \lvert \mathcal{M}^+_{(2,2,2)} "
    r"\rvert = 10",
    over=ONE_ARCHITECTURE,
    made_precise="the six arrays that are printed are those with m_02 = 0",
    corrects="lehalleur.orbits.count",
)
def count_corrected(widths: Widths) -> Outcome:
    """Six Kostant partitions of (2, 2, 2) belong to weights whose product vanishes, and there are ten in all."""
    found = list(partitions(widths))
    absent = [(0, 2) not in m for m in found]
    vanish = [(last @ first).is_zero() for first, last in (laces(2, m) for m in found)]
    return all_of(
        equal(absent, vanish, "whether m_02 = 0, and whether the product of the weights vanishes"),
        equal((sum(absent), len(found)), (6, 10), "with a vanishing product, and in all"),
    )


Array = tuple[Widths, tuple[int, ...]]
"""Widths, and the entries of an array beside the diagonal, in the order (0, 1), (0, 2), ..."""


def arrays(size: str, seed: int) -> Iterator[Array]:
    """Entries -1, 0 and 1 beside the diagonal; those on it follow from the widths."""
    for depth in (1, 2):
        entries = itertools.product((-1, 0, 1), repeat=depth * (depth + 1) // 2)
        yield from itertools.product([(1,) * (depth + 1)], entries)


def whole(array: Array) -> dict[Interval, int]:
    """The array m in M_d with these entries beside the diagonal."""
    widths, entries = array
    depth = len(widths) - 1
    m = dict(zip(itertools.combinations(range(depth + 1), 2), entries, strict=True))
    return m | {(k, k): d - widths_of(depth, m)[k] for k, d in enumerate(widths)}


def back(depth: int, r: dict[Interval, int]) -> dict[Interval, int]:
    """``r_ij - r_{i,j+1} - r_{i-1,j} + r_{i-1,j+1}``, with zeros outside."""
    at = r.get
    return {
        (i, j): at((i, j), 0) - at((i, j + 1), 0) - at((i - 1, j), 0) + at((i - 1, j + 1), 0)
        for i, j in itertools.combinations_with_replacement(range(depth + 1), 2)
    }


def patterns(array: Array) -> tuple[dict[Interval, int], bool]:
    """The pattern of the array, and whether the two maps take the array to itself and keep the widths."""
    widths, _ = array
    depth, m = len(widths) - 1, whole(array)
    r = ranks_of(depth, m) | {(k, k): d for k, d in enumerate(widths_of(depth, m))}
    return r, back(depth, r) == m and widths_of(depth, m) == widths


ARRAYS = cases(
    "arrays of integers",
    arrays,
    sentence="widths (1, 1) and (1, 1, 1), entries -1, 0 and 1 beside the diagonal",
    strength=Verdict.VERIFIED,
    fields=("widths", "entries"),
)
MAPS = r"m_{ij}(r) = r_{ij} - r_{i,j+1} - r_{i-1,j} + r_{i-1,j+1}, \; r_{ij}(m) = \sum_{k \le i \le j \le l} m_{kl}"


@claim(
    "lehalleur.orbits.rank-patterns",
    source=LEHALLEUR_TEXT.at("the proposition on rank patterns, first part"),
    statement=rf"{MAPS} \text{{ are well defined maps between }} \{{r : r_{{ij}} \in \mathbb{{N}}, r_{{ii}} = d_i\}} "
    r"\text{ and } \mathcal{M}_d = \{m : m_{ij} \in \mathbb{Z}, \, d_k = \sum_{i \le k \le j} m_{ij}\}, \text{ and "
    r"inverse}",
    over=ARRAYS,
    certify=NoCertificate("the kernel has no facts about arrays of integers."),
    grade=Grade.MISPRINT,
)
def rank_patterns(array: Array) -> Outcome:
    """Rank patterns of integers that are not negative correspond to arrays of any integers with the right sums."""
    r, inverse = patterns(array)
    low = min(r.values())
    return all_of(is_true(inverse, "the maps are inverse"), is_true(low >= 0, "the pattern is not negative", least=low))


@claim(
    "lehalleur.orbits.rank-patterns.corrected",
    source=LEHALLEUR_TEXT.at("the proposition on rank patterns, first part"),
    statement=rf"{MAPS} \text{{ are inverse maps between }} \{{r : r_{{ij}} \in \mathbb{{Z}}, r_{{ii}} = d_i\}} "
    rf"\text{{ "
    r"and } \mathcal{M}_d",
    over=ARRAYS,
    made_precise="integers in place of integers that are not negative, on both sides",
    written=written.RANK_PATTERNS,
    corrects="lehalleur.orbits.rank-patterns",
)
def rank_patterns_corrected(array: Array) -> Outcome:
    """Rank patterns of integers correspond to arrays of integers with the right sums."""
    return is_true(patterns(array)[1], "the maps are inverse and keep the widths")


@claim(
    "lehalleur.orbits.ranks",
    source=LEHALLEUR_TEXT.at("the proposition on rank patterns, second part"),
    statement=r"A \in \mathcal{O}_m \Leftrightarrow \operatorname{rank}(A_j \cdots A_{i+1}) = \sum_{k \le i, \, j \le "
    r"l} "
    r"m_{kl} \text{ for all } i < j",
    over=WIDTHS,
    made_precise="in scope at the weights of one lace diagram of each orbit; different orbits have different ranks",
    written=written.RANK_PATTERNS,
)
def ranks(widths: Widths) -> Outcome:
    """The orbits of the base changes are the sets of weights with given ranks of all products of neighbours."""
    depth, seen, found = len(widths) - 1, set(), []
    shapes = [(right, left) for left, right in itertools.pairwise(widths)]
    for orbit in partitions(widths):
        weights, wanted = laces(depth, orbit), ranks_of(depth, orbit)
        products = {(j - 1, j): A for j, A in enumerate(weights, start=1)}
        for i, j in itertools.combinations(range(depth + 1), 2):
            if j > i + 1:
                products[i, j] = weights[j - 1] @ products[i, j - 1]
        of_widths = [A.shape for A in weights] == shapes
        found.append(of_widths and {pair: A.rank() for pair, A in products.items()} == wanted)
        seen.add(tuple(sorted(wanted.items())))
    return all_of(
        is_true(all(found), "the shapes, and the ranks of all products"),
        equal(len(seen), len(found), "different ranks"),
    )


@claim(
    "lehalleur.orbits.codimension",
    source=LEHALLEUR_TEXT.at("the corollary on the codimension of an orbit"),
    statement=r"\operatorname{codim} \mathcal{O}_m = \sum_{1 \le i \le u \le j \le v \le N} m_{(i-1)(j-1)} m_{uv}",
    over=WIDTHS,
    written=written.ORBIT_CODIMENSION,
)
def codimension(widths: Widths) -> Outcome:
    """The codimension of an orbit is a sum of products of multiplicities."""
    return all_of(
        *(
            equal(
                printed_codimension(len(widths) - 1, orbit),
                codimension_by_stabiliser(widths, orbit),
                "the formula, and the codimension by the stabiliser",
            )
            for orbit in partitions(widths)
        )
    )


EXAMPLE = {(0, 0): 2, (0, 1): 1, (0, 2): 1, (0, 3): 1, (1, 1): 2, (1, 3): 1, (2, 3): 2, (3, 3): 2}


@claim(
    "lehalleur.orbits.example",
    source=LEHALLEUR_TEXT.at("the example of a rank pattern of the widths (5, 6, 5, 6)"),
    statement=r"\dim \mathcal{O} = 72",
    over=cases(
        "one Kostant partition",
        lambda size, seed: iter([(5, 6, 5, 6)]),
        sentence="the Kostant partition that is printed as an array, of the widths (5, 6, 5, 6)",
        strength=Verdict.VERIFIED,
        fields="widths",
    ),
    made_precise="the array is read; the sum of modules that is printed beside it has one [1, 3] too many, and the "
    "widths (5, 7, 6, 7)",
)
def example(widths: Widths) -> Outcome:
    """The orbit of the example has the dimension 72."""
    space = sum(a * b for a, b in itertools.pairwise(widths))
    return all_of(
        equal(widths_of(3, EXAMPLE), widths, "the widths"),
        equal(space - codimension_by_stabiliser(widths, EXAMPLE), 72, "the dimension of the orbit"),
    )


@claim(
    "lehalleur.orbits.longest",
    source=LEHALLEUR_TEXT.at("the theorem on additional longest roots"),
    statement=r"\operatorname{codim}_{\mathrm{Rep}_{d+p}} \mathcal{O}_{\operatorname{rk} = r + p} = "
    r"\operatorname{codim}_{\mathrm{Rep}_d} \mathcal{O}_{\operatorname{rk} = r}",
    over=WIDTHS,
    made_precise="the second sentence of the theorem; in scope p = 1",
    written=written.ORBIT_CODIMENSION,
)
def longest(widths: Widths) -> Outcome:
    """Longer paths through all layers do not change the codimension of an orbit."""
    depth, wider = len(widths) - 1, tuple(d + 1 for d in widths)
    outcomes = []
    for orbit in partitions(widths):
        more = {**orbit, (0, depth): orbit.get((0, depth), 0) + 1}
        before, after = codimension_by_stabiliser(widths, orbit), codimension_by_stabiliser(wider, more)
        outcomes += [
            equal(widths_of(depth, more), wider, "the widths with one more path"),
            equal(after, before, "the codimension with one more path, and without"),
        ]
    return all_of(*outcomes)
