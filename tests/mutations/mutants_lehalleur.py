"""False neighbours of the claims of Lehalleur and Rimanyi."""

from __future__ import annotations

import itertools
from fractions import Fraction

from proofs_check.claims.lehalleur import multiplicity
from proofs_check.facts.architectures import Fibre, residual
from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.facts.orbits import least_codimension, orbits
from proofs_check.language.outcome import Outcome, equal, is_true
from symdln.strings.singularity import lehalleur_rimanyi
from tests.mutations.planting import Planting, listed

plant = Planting()


@plant("lehalleur.codimension", "without r (d_0 + d_N - r)")
def no_regular_part(fibre: Fibre) -> Outcome:
    widths, regular = residual(fibre)
    return equal(lehalleur_rimanyi(widths).codimension, Fraction(regular + least_codimension(widths)[0]), "codimension")


@plant("lehalleur.codimension", "all widths in place of the m + 1 least")
def all_widths(fibre: Fibre) -> Outcome:
    d, regular = residual(fibre)
    m, S = len(d) - 1, sum(d)
    part = Fraction(S % m, m)
    pairs = sum(a * b for a, b in itertools.combinations(d, 2))
    value = Fraction(m, 2) * part * (1 - part) - Fraction(m - 1, 2 * m) * S * S + pairs + regular
    return equal(value, Fraction(regular + least_codimension(d)[0]), "codimension")


SIX = listed(((2, 2, 2, 2, 2), 0))  # six components, and a pole of order 5


@plant("lehalleur.components", "the order of the pole in place of the number of components", over=SIX)
def order_of_the_pole(fibre: Fibre) -> Outcome:
    widths, _ = residual(fibre)
    return equal(growth_at_zero(widths)[1], least_codimension(widths)[1], "order, and number of components")


@plant("lehalleur.components", "floor (S/m) in place of the nearest integer")
def floor_in_place_of_nearest(fibre: Fibre) -> Outcome:
    widths, _ = residual(fibre)
    found = lehalleur_rimanyi(*fibre)
    count = least_codimension(widths)[1]
    return is_true((found.S % found.m == 0 and count == 1) or found.S % found.m == count, "the remainder of S by m")


@plant("lehalleur.permutation", "the number of all orbits in place of those of least codimension")
def all_orbits(fibre: Fibre) -> Outcome:
    orders = sorted(set(itertools.permutations(fibre[0])))
    counts = [sum(1 for _ in orbits(order)) for order in orders]
    return equal(min(counts), max(counts), "the number of orbits in every order")


@plant("lehalleur.multiplicity.corrected", "two more than printed")
def two_more(fibre: Fibre) -> Outcome:
    return equal(multiplicity.printed(fibre) + 2, Fraction(growth_at_zero(residual(fibre)[0])[1]), "the order")
