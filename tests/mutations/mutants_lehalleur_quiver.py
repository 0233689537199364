"""False neighbours of the claims of Lehalleur and Rimanyi on orbits, series and the integer program."""

from __future__ import annotations

import itertools
import operator
from fractions import Fraction
from math import comb, floor

from proofs_check.claims.lehalleur import formula, orbits, product_rank, program, series
from proofs_check.claims.lehalleur.parts.quiver import (
    Widths,
    codimension_by_stabiliser,
    laces,
    largest,
    partitions,
)
from proofs_check.claims.lehalleur.parts.truncated import by_formula, by_orbits, p, p_of, shifted, times
from proofs_check.facts.architectures import Fibre, residual
from proofs_check.facts.orbits import codimension, least_codimension
from proofs_check.language.outcome import Outcome, all_of, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("lehalleur.orbits.count.corrected", "nine in all")
def nine(widths: Widths) -> Outcome:
    return equal(len(list(partitions(widths))), 9, "the number of Kostant partitions")


@plant("lehalleur.orbits.rank-patterns.corrected", "without the last term of the alternating sum")
def without_last_term(array: orbits.Array) -> Outcome:
    r, depth = orbits.patterns(array)[0], len(array[0]) - 1
    found = [
        r.get((i, j), 0) - r.get((i, j + 1), 0) - r.get((i - 1, j), 0)
        for i, j in itertools.combinations_with_replacement(range(depth + 1), 2)
    ]
    m = orbits.whole(array)
    wanted = [m[pair] for pair in itertools.combinations_with_replacement(range(depth + 1), 2)]
    return equal(found, wanted, "the array")


@plant("lehalleur.orbits.ranks", "intervals that contain one of the two places")
def one_of_two(widths: Widths) -> Outcome:
    depth, outcomes = len(widths) - 1, []
    for orbit in partitions(widths):
        first = sum(m for (a, b), m in orbit.items() if a <= 0 <= b or a <= 1 <= b)
        outcomes.append(equal(laces(depth, orbit)[0].rank(), first, "the rank of A_1"))
    return all_of(*outcomes)


@plant("lehalleur.orbits.codimension", "i < u in place of i <= u")
def strict_inequality(widths: Widths) -> Outcome:
    N, outcomes = len(widths) - 1, []
    for orbit in partitions(widths):
        places = itertools.combinations_with_replacement(range(1, N + 1), 4)
        found = sum(orbit.get((i - 1, j - 1), 0) * orbit.get((u, v), 0) for i, u, j, v in places if i < u)
        outcomes.append(equal(found, codimension_by_stabiliser(widths, orbit), "the codimension"))
    return all_of(*outcomes)


@plant("lehalleur.orbits.example", "the codimension in place of the dimension")
def codimension_of_example(widths: Widths) -> Outcome:
    return equal(codimension_by_stabiliser(widths, orbits.EXAMPLE), 72, "the codimension")


@plant("lehalleur.orbits.longest", "the intervals [0, N - 1] in place of the longest ones")
def second_longest(widths: Widths) -> Outcome:
    depth, wider = len(widths) - 1, (*(d + 1 for d in widths[:-1]), widths[-1])
    return all_of(
        *(
            equal(
                codimension_by_stabiliser(wider, {**orbit, (0, depth - 1): orbit.get((0, depth - 1), 0) + 1}),
                codimension_by_stabiliser(widths, orbit),
                "the codimensions",
            )
            for orbit in partitions(widths)
        )
    )


@plant("lehalleur.product-rank.closure.corrected", "at least in place of at most")
def at_least(widths: Widths) -> Outcome:
    return product_rank.closure_is(widths, operator.ge)


@plant("lehalleur.product-rank.components.corrected", "all orbits in place of the maximal ones")
def all_orbits(widths: Widths) -> Outcome:
    return equal(len(largest(widths, 0)), sum(1 for m in partitions(widths) if (0, len(widths) - 1) not in m), "number")


@plant("lehalleur.product-rank.dimension", "N r in place of N r^2")
def linear_term(widths: Widths) -> Outcome:
    r, depth = min(widths), len(widths) - 1
    space, rest = sum(a * b for a, b in itertools.pairwise(widths)), tuple(d - r for d in widths)
    smaller = sum(a * b for a, b in itertools.pairwise(rest))
    shift = (2 * sum(widths) - widths[0] - widths[-1]) * r - depth * r
    return equal(space - smaller, shift, "the difference of the dimensions at full rank")


@plant("lehalleur.product-rank.examples", "the codimension of B A = 0 for a generic A")
def generic_first_layer(case: product_rank.Listed) -> Outcome:
    found = min(codimension(case.widths, orbit) for orbit in largest(case.widths, 0))
    return equal(found, case.widths[2] * min(case.widths[:2]), "the least codimension")


@plant("lehalleur.product-rank.five", "one component for each layer that is wider than the first")
def wider_layers(widths: Widths) -> Outcome:
    return equal(len(product_rank.largest_of(widths)), sum(d > widths[0] for d in widths), "the number of components")


@plant("lehalleur.product-rank.component.corrected", "rank at most 4 for A_3 in place of 5")
def smaller_bound(widths: Widths) -> Outcome:
    bounds = {**product_rank.ALL_RANKS, (2, 3): 4}
    return equal(len(product_rank.generic_in(widths, bounds)), 1, "the orbits of codimension 19 in the set")


@plant("lehalleur.series.total", "without the powers of q")
def without_powers(widths: Widths) -> Outcome:
    every = [p_of(orbit.values(), series.TERMS) for orbit in partitions(widths)]
    return equal([sum(c) for c in zip(*every, strict=True)], p_of(widths, series.TERMS), "the coefficients")


@plant("lehalleur.series.formula", "q^{s(s+1)/2} in place of q^{s(s-1)/2}")
def greater_triangle(widths: Widths) -> Outcome:
    total = [0] * (series.TERMS + 1)
    for s in range(min(widths) + 1):
        part = shifted(p_of((s, *(d - s for d in widths)), series.TERMS), s * (s + 1) // 2)
        total = [a + (-1) ** s * b for a, b in zip(total, part, strict=True)]
    return equal(total, by_orbits(widths, 0, series.TERMS), "the coefficients")


@plant("lehalleur.series.leading", "one component")
def one_component(widths: Widths) -> Outcome:
    C = least_codimension(widths)[0]
    return equal(by_formula(widths, 0, C)[C], 1, "the first coefficient")


@plant("lehalleur.series.examples", "in another order of the widths, with the orbits of rank 1")
def rank_one(case: series.PrintedTerms) -> Outcome:
    return equal(by_formula(case.widths, 1, case.first)[case.first], case.coefficients[0], "the first coefficient")


@plant("lehalleur.series.shift.corrected", "from 1 - q^{s-r}")
def one_factor_more(case: series.Shift) -> Outcome:
    left = by_orbits(tuple(d - case.r for d in case.widths), case.s - case.r, series.TERMS)
    right = times(series.factors(max(case.s - case.r, 1), case.s), by_orbits(case.widths, case.s, series.TERMS))
    return equal(left, right, "the coefficients of the two sides")


@plant("lehalleur.series.pochhammer.corrected", "from s = 1")
def from_one(power: int) -> Outcome:
    return equal(series.inverse_product(power, 1), p(power, series.TERMS), "the coefficients")


@plant("lehalleur.program.minimum", "without the differences of the widths")
def without_differences(widths: Widths) -> Outcome:
    equal_widths = (min(widths),) * len(widths)
    return equal(program.solved(equal_widths)[0], least_codimension(widths)[0], "the minimum, and the codimension")


@plant("lehalleur.program.examples", "j < i in place of j <= i")
def without_squares(case: program.Solution) -> Outcome:
    d = case.widths
    values = [
        program.goal(d, e) - sum(e[i - 1] * (e[i - 1] + d[i] - d[i - 1]) for i in range(1, len(d))) for e in case.points
    ]
    return equal(min(values), case.least, "the minimum")


@plant("lehalleur.program.projection.corrected", "d_0 in place of d_i")
def first_width(d: Widths) -> Outcome:
    m = program.relevant(d)
    S = Fraction(sum(d[: m + 1]))
    return equal(program.projection(d), [S / m - d[0]] * m, "the projection")


@plant("lehalleur.program.closest", "all widths in the last sum")
def all_widths(d: Widths) -> Outcome:
    value = (program.distances(d)[0] + d[0] ** 2 - sum((x - d[0]) ** 2 for x in d)) / 2
    return equal(value, program.solved(d)[0], "the value, and the minimum")


@plant("lehalleur.program.distance", "without the fractional parts")
def without_parts(d: Widths) -> Outcome:
    m = program.relevant(d)
    S = sum(d[: m + 1])
    value = Fraction(S * S, m) + m * d[0] ** 2 - 2 * d[0] * S
    return equal(value, program.distances(d)[0], "the least squared distance")


@plant("lehalleur.program.remainder", "delta > 0 in place of delta >= 0")
def positive_delta(case: tuple[int, int]) -> Outcome:
    S, m = case
    x = Fraction(S, m)
    delta = S - m * floor(x + Fraction(1, 2))
    return equal(Fraction(delta), m * (x - floor(x)) - (0 if delta > 0 else m), "delta")


@plant("lehalleur.formula.any-rank.corrected", "m from the widths themselves")
def m_from_widths(fibre: Fibre) -> Outcome:
    widths, r = fibre
    least = Fraction(least_codimension(residual(fibre)[0])[0])
    return equal(formula.value(widths, r, program.relevant(tuple(sorted(widths)))), least, "the codimension")


@plant("lehalleur.formula.index.corrected", "without the modulus, 0 below zero")
def signed_index(widths: Widths) -> Outcome:
    m, delta = formula.lower_index(widths)
    return equal(comb(m, delta) if delta >= 0 else 0, least_codimension(widths)[1], "the number of components")


@plant("lehalleur.formula.constant", "(N - 1)/N in place of (N + 1)/N")
def minus_one(case: tuple[int, int]) -> Outcome:
    N, d = case
    part = Fraction(d % N, N)
    found = Fraction(N, 2) * part * (1 - part) + Fraction((N - 1) * d * d, 2 * N)
    return equal(found, Fraction(program.solved((d,) * (N + 1))[0]), "the codimension")


@plant("lehalleur.formula.integer", "without the fractional parts")
def only_squares(case: tuple[int, int]) -> Outcome:
    S, m = case
    return equal((Fraction(m * (m - 1), 2) * Fraction(S, m) ** 2).denominator, 1, "the denominator")
