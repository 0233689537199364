"""Section 4: with one hidden layer, the strata of critical points, their values, their number, and hyperbolicity."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.notation import (
    NO_VALUE_MISSED,
    SECTION_3,
    aligned_points,
    below_full_rank,
    blocks,
)
from proofs_check.claims.chitour.strata import moved_by_shear, tangent_vectors
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import assumption, depth_is, is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.source import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point, every_problem

SECTION_4 = (*SECTION_3, assumption("chitour.4"), depth_is(2))
AT_SADDLES = (*SECTION_4, is_critical, below_full_rank)
FLOW_MAP = "at a critical point W the derivative of the flow map of time T is exp(-T Hess L(W))"
HIRSCH_PUGH_SHUB = "Theorem 4.2 (Hirsch, Pugh, Shub), imported"


# -- values and number of the strata -----------------------------------------------------------------------------------


def values_by_rank(problem: dln.Problem) -> dict[int, set[Fraction]]:
    """The losses of the critical points of each rank r of R: one point of every kind, its loss from its weights."""
    found: dict[int, set[Fraction]] = {}
    for point in aligned_points(problem):
        found.setdefault(blocks(point).r, set()).add(point.loss)
    return found


def subsets(problem: dln.Problem, size: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The subsets S with so many of the singular values, as the positions of S and of its complement."""
    every = range(problem.output_width)
    for chosen in itertools.combinations(every, size):
        yield chosen, tuple(i for i in every if i not in chosen)


def half_squares(problem: dln.Problem, positions: tuple[int, ...]) -> Fraction:
    """Half the sum of the squares of the singular values at these positions of S_Y."""
    return sum((problem.Syx[i, i] ** 2 for i in positions), Fraction(0)) / 2


@claim(
    "chitour.strata-values",
    source=CHITOUR.at("eq. (26) and below"),
    statement=r"\operatorname{Crit}_r(L) = \bigcup_{l=1}^{c(r)} I_l^r, \text{ one } I_l^r \text{ for each set } S "
    r"\text{ of } "
    r"r \text{ singular values}, \; L = \tfrac12 \sum_{s \in S} s^2 \text{ on } I_l^r, \; 0 \le r \le d_y - 1",
    over=every_problem(),
    assuming=SECTION_4,
)
def strata_values(problem: dln.Problem) -> Outcome:
    """The values of the loss on Crit_r are the half sums of squares over the sets S of r singular values."""
    return values_are(problem, lambda chosen, left: chosen)


@claim(
    "chitour.strata-values.corrected",
    source=CHITOUR.at("eq. (26) and below"),
    statement=r"L = \tfrac12 \sum_{s \notin S} s^2 \text{ on } I_l^r, \; |S| = r, \; 0 \le r \le d_y - 1",
    over=every_problem(),
    assuming=SECTION_4,
    axioms=(NO_VALUE_MISSED,),
    corrects="chitour.strata-values",
)
def strata_values_corrected(problem: dln.Problem) -> Outcome:
    """The values of the loss on Crit_r are the half sums of squares over the singular values outside sets S of r of
    them.
    """
    return values_are(problem, lambda chosen, left: left)


def values_are(problem: dln.Problem, summed: Callable[..., tuple[int, ...]]) -> Outcome:
    """Whether on every Crit_r, r < d_y, the values are half the sums over what ``summed`` takes of S and the rest."""
    found = values_by_rank(problem)
    outcomes = []
    for r in range(problem.output_width):
        printed = [half_squares(problem, summed(*pair)) for pair in subsets(problem, r)]
        outcomes.append(equal(len(set(printed)), len(printed), f"number of distinct values printed for r = {r}"))
        outcomes.append(equal(sorted(found.get(r, ())), sorted(printed), f"values of the loss on Crit_{r}"))
    return all_of(*outcomes)


COUNT = (
    r"I(j), 1 \le j \le 2^{d_y}, \text{ by decreasing } L; \; I(1) = I_1^0, L(1) = \tfrac12 \|S_Y\|_F^2; \; I(2^{d_y}) "
    r"\text{ is the set of global minima}, L(2^{d_y}) = 0"
)


@claim(
    "chitour.strata-count",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"\text{the } I_l^r, 0 \le r \le d_y - 1, 1 \le l \le c(r), \text{ are } " + COUNT,
    over=every_problem(),
    assuming=SECTION_4,
)
def strata_count(problem: dln.Problem) -> Outcome:
    """There are 2^{d_y} strata of rank below d_y with distinct values, from half the square of S_Y down to 0 at the
    global minima.
    """
    return strata_are(problem, range(problem.output_width))


@claim(
    "chitour.strata-count.corrected",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"\text{the } I_l^r, 0 \le r \le d_y, 1 \le l \le c(r), \text{ are } " + COUNT,
    over=every_problem(),
    assuming=SECTION_4,
    axioms=(NO_VALUE_MISSED,),
    corrects="chitour.strata-count",
)
def strata_count_corrected(problem: dln.Problem) -> Outcome:
    """With the global minima, r = d_y, there are 2^{d_y} strata with distinct values, from half the square of S_Y down
    to 0.
    """
    return strata_are(problem, range(problem.output_width + 1))


def strata_are(problem: dln.Problem, ranks: range) -> Outcome:
    """Number, first and last of the strata of these ranks, by the values of the loss on them."""
    by_rank = values_by_rank(problem)
    strata = sorted(((value, r) for r in ranks for value in by_rank.get(r, ())), reverse=True)
    values = [value for value, _ in strata]
    largest = problem.Syx.norm_squared() / 2
    return all_of(
        equal(len(strata), 2**problem.output_width, f"number of strata with r from 0 to {ranks[-1]}"),
        equal(len(set(values)), len(values), "number of distinct values"),
        equal(strata[0], (largest, 0), "value and rank of I(1)"),
        equal(strata[-1], (Fraction(0), problem.output_width), "value and rank of the last"),
    )


# -- normal hyperbolicity ----------------------------------------------------------------------------------------------


@claim(
    "chitour.normal-hyperbolicity",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"T_W \mathcal{X} = E^s \oplus T_W I_l^r \oplus E^u, \; m_s, m_u > 0, \; \dim W^{sn}(W) < \dim "
    r"\mathcal{X} "
    r"\text{ at every saddle point}",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    made_precise="E^s and E^u are spanned by the eigenvectors of the Hessian with positive and with negative "
    "eigenvalue; "
    "dim W^{sn} = m_s + n with n the dimension of the stratum (Theorem 4.2)",
    axioms=(HIRSCH_PUGH_SHUB,),
)
def normal_hyperbolicity(point: dln.Point) -> Outcome:
    """At every saddle of a network with one hidden layer the Hessian has positive and negative eigenvalues, its kernel
    is tangent to the stratum, and the stable manifolds have less than full dimension.
    """
    return has_splitting(point)


@claim(
    "chitour.normal-hyperbolicity.range",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"\text{let us fix } 1 \le j \le 2^{d_y} \dots \; m_s \text{ and } m_u \text{ are positive on } I(j)",
    over=every_critical_point(),
    assuming=(*SECTION_4, is_critical),
)
def normal_hyperbolicity_range(point: dln.Point) -> Outcome:
    """On every one of the 2^{d_y} strata the Hessian has positive and negative eigenvalues."""
    return has_both_signs(point)


@claim(
    "chitour.normal-hyperbolicity.range.corrected",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"1 \le j < 2^{d_y}: \; m_s \text{ and } m_u \text{ are positive on } I(j)",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    corrects="chitour.normal-hyperbolicity.range",
)
def normal_hyperbolicity_range_corrected(point: dln.Point) -> Outcome:
    """On every stratum but that of the global minima the Hessian has positive and negative eigenvalues."""
    return has_both_signs(point)


def has_both_signs(point: dln.Point) -> Outcome:
    inertia = point.inertia_by_hessian
    return all_of(
        is_true(inertia.positive > 0, "m_s is positive", inertia=str(inertia)),
        is_true(inertia.negative > 0, "m_u is positive", inertia=str(inertia)),
    )


def has_splitting(point: dln.Point) -> Outcome:
    """Both signs, kernel = tangent vectors of the stratum, and ``m_s + n < dim X``."""
    inertia, tangent = point.inertia_by_hessian, tangent_vectors(point)
    n = tangent.rank()
    return all_of(
        has_both_signs(point),
        is_true((point.hessian @ tangent).is_zero(), "tangent vectors lie in the kernel of the Hessian"),
        equal(n, inertia.zero, "dimensions of the tangent space and of the kernel"),
        is_true(inertia.positive + n < point.problem.parameters, "m_s + n is less than the dimension of X"),
    )


@claim(
    "chitour.hyperbolic-splitting",
    source=CHITOUR.at("Def. 4.1, Theorem 4.2 and Section 4.2.2"),
    statement=r"\lambda_1 \le \|df_{|E^s}\| \le \mu_1 < \lambda_2 \le \|df_{|TN}\| \le \mu_2 < \lambda_3 \le "
    r"\|df_{|E^u}\| \le \mu_3, \; \mu_1 < 1 < \lambda_3; \; \dim W^{sn} = m_s + n = m - m_u, \; \dim W^{un} = m_u + n",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    made_precise="for f the flow map of a time T > 0 near a point of a stratum N: on E^s, TN and E^u it has the "
    "eigenvalues exp(-T lambda) with lambda > 0, = 0 and < 0. At two points of the same stratum m_s, m_u and n = dim N "
    "agree and add up to m, so on a compact neighbourhood in N bounds exist",
    axioms=(FLOW_MAP, "eigenvalues depend continuously on the matrix", HIRSCH_PUGH_SHUB),
)
def hyperbolic_splitting(point: dln.Point) -> Outcome:
    """Along a stratum of saddles the flow map contracts E^s, fixes the tangent space and expands E^u, with dimensions
    that stay the same and add up.
    """
    there = moved_by_shear(point)
    if there.end_to_end != point.end_to_end or not there.is_critical:
        raise ArithmeticError("the shear leaves the stratum; this is an error in proofs_check")
    here, n = point.inertia_by_hessian, tangent_vectors(point).rank()
    m = point.problem.parameters
    return all_of(
        equal(there.inertia_by_hessian, here, "inertia at another point of the stratum"),
        equal(here.positive + n, m - here.negative, "m_s + n and m - m_u"),
        equal(tangent_vectors(there).rank(), n, "dimension of the stratum at another of its points"),
        has_both_signs(point),
    )
