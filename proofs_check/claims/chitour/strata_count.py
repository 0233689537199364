"""How many strata there are, Chitour et al. (2022), Section 4.2.2."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.parts.notation import NO_VALUE_MISSED
from proofs_check.claims.chitour.parts.strata import SECTION_4, first_layer_free, values_by_rank
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_problem

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
    certify=first_layer_free,
    grade=Grade.MISPRINT,
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
    written=written.CRITICAL_VALUES,
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
        equal(
            len(strata), 2**problem.output_width, f"the number of strata with r from 0 to {ranks[-1]}", but="2^{d_y}"
        ),
        equal(len(set(values)), len(values), "number of distinct values"),
        equal(strata[0], (largest, 0), "value and rank of I(1)"),
        equal(strata[-1], (Fraction(0), problem.output_width), "value and rank of the last"),
    )
