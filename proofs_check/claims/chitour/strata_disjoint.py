"""The strata of critical points are disjoint and closed, Chitour et al. (2022), Section 4.1."""

from __future__ import annotations

import itertools

import symdln as dln
from proofs_check.claims.chitour.parts.formal_strata import ONE_STRATUM, formal_at_closed
from proofs_check.claims.chitour.parts.notation import NO_VALUE_MISSED, aligned_points
from proofs_check.claims.chitour.parts.strata import SECTION_4
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_problem


@claim(
    "chitour.strata-disjoint",
    source=CHITOUR.at("below eq. (26)"),
    statement=r"I_l^r \cap I_{l'}^{r'} = \emptyset \text{ for } (r, l) \ne (r', l'), \text{ and each } I_l^r \text{ is "
    r"closed}",
    over=every_problem(),
    assuming=SECTION_4,
    made_precise="at the points, the loss takes different values on different strata, so each is the part of the "
    "closed set Crit(L) where L has its value.  In the formal statement I_l^r is given by its selection, as the zeros "
    "of four equations, and weights that miss one of them have a distance from it that is written down; that the "
    "strata are connected is not printed and not claimed",
    axioms=(NO_VALUE_MISSED, "a level set of a continuous function on a closed set is closed"),
    formal=ONE_STRATUM,
    proof=logic("chitour.strata-disjoint"),
)
def strata_disjoint(problem: dln.Problem) -> Outcome:
    """The loss has different values on different strata, and one value on each: they are disjoint and closed."""
    values: dict[tuple[int, ...], set[object]] = {}
    for point in aligned_points(problem):
        values.setdefault(tuple(point.selection), set()).add(point.loss)
    return all_of(
        *(equal(len(found), 1, f"number of values on the stratum of {chosen}") for chosen, found in values.items()),
        *(
            is_true(not values[a] & values[b], f"the strata of {a} and {b} have different values")
            for a, b in itertools.combinations(values, 2)
        ),
        formal_at_closed("chitour.strata-disjoint", problem),
    )
