"""The statements of docs/decay.md at a spectrum or at a point, each against another route; shared by the sources."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts import decay as facts
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true, undecided
from symdln.algebra.matrix import hstack
from symdln.decay import DecayedKind, DecayedPoint, DecayedProblem, DecayedSpectrum, ModeLevel, point_of_kind
from symdln.decay.closed_form import hessian_spectrum
from symdln.decay.kinds import LOCAL_MINIMUM, rational_modes
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

MOST_ELIMINATED = 5
"""The most weights that are eliminated from the equations of critical points."""
MOST_MOVED = 16
"""The most weights at which the dimension of an orbit is also the rank of the derivative of the group."""


def hidden_directions(point: DecayedPoint) -> Outcome:
    """Hess (S.W) = lam (S + S^T).W for equal decays, and the dimensions of both spaces."""
    problem, lam, rho = point.decayed.problem, point.decayed.decays[0], point.kind.rank
    outcomes = []
    for sign, value in ((-1, Fraction(0)), (1, 2 * lam)):
        moves = facts.hidden_directions(point, sign)
        if moves:
            directions = hstack([facts.flat(move) for move in moves])
            outcomes.append(equal(point.hessian @ directions, value * directions, f"Hess (S.W), and {value} S.W"))
        h_0 = (problem.depth - 1) * rho * (rho - 1) // 2 + rho * sum(width - rho for width in problem.hidden)
        expected = h_0 if sign == -1 else h_0 + (problem.depth - 1) * rho
        outcomes.append(equal(facts.span(moves), expected, "the dimension of all S.W, and the formula"))
    return all_of(*outcomes)


# -- the list of kinds -------------------------------------------------------------------------------------------------


def list_is_complete(found: DecayedSpectrum, lam: Fraction) -> Outcome:
    """No critical points beyond the list, by Euler characteristics and, at isolated points, by elimination."""
    kinds = list(found.kinds())
    outcomes = [holds("a double root occurs")]
    if all(kind.is_morse_bott for kind in kinds):
        total = sum((-1) ** kind.inertia.negative * facts.euler_characteristic(kind) for kind in kinds)
        outcomes = [equal(total, 1, "the alternating sum of Euler characteristics, and that of the space of weights")]
    points_alone = set(found.hidden) == {1} and all(kind.orbit_dimension == kind.inertia.zero == 0 for kind in kinds)
    if points_alone and found.parameters <= MOST_ELIMINATED:
        origin = next(point_of_kind(kind, lam) for kind in kinds if kind.rank == 0)
        counted = all_critical_points_are_listed(origin.decayed)
        outcomes.append(counted if counted.holds or counted.fails else holds("elimination does not count here"))
    return all_of(*outcomes)


def all_critical_points_are_listed(decayed: DecayedProblem) -> Outcome:
    """The real critical points at each value, by the list and by elimination; hidden widths 1, isolated points."""
    counted = facts.counted_by_elimination(decayed)
    if counted is None:
        return undecided(
            "the complex critical points are not finitely many, so elimination does not count the real ones"
        )
    intervals, counts = counted
    hidden = len(decayed.problem.hidden)
    values = [(decayed.value(kind), 2**hidden if kind.rank else 1) for kind in decayed.kinds()]
    listed = tuple(
        sum(number for value, number in values if low < value.lower and value.upper < high) for low, high in intervals
    )
    return all_of(
        equal(sum(listed), sum(number for _, number in values), "points of the list at the values of the elimination"),
        equal(listed, counts, "real critical points at each value, by the list and by elimination"),
    )


def kinds_are_orbits(found: DecayedSpectrum, lam: Fraction) -> Outcome:
    """The number of kinds, and the dimension of each that has a rational point."""
    kinds = list(found.kinds())
    outcomes = [
        equal(len(kinds), found.count_kinds(), "kinds listed, and by the generating function"),
        equal(len(set(kinds)), len(kinds), "different kinds, and kinds"),
    ]
    for kind in kinds:
        if rational_modes(kind) is not None and found.parameters <= MOST_MOVED:
            point = point_of_kind(kind, lam, rng=1)
            outcomes.append(
                equal(facts.orbit_dimension(point), kind.orbit_dimension, "the rank of the group at the point, and dim")
            )
    return all_of(*outcomes)


# -- at a point --------------------------------------------------------------------------------------------------------


def spectrum_is_the_table(point: DecayedPoint) -> Outcome:
    """The characteristic polynomial of the Hessian, and the product over the table of Theorem C."""
    table = hessian_spectrum(point.decayed, point.kind)
    return is_true(
        facts.characteristic_polynomial(table) == point.hessian.flint.charpoly(),
        "the characteristic polynomial of the Hessian is the product over the table",
        table=[(entry.where, entry.value, entry.multiplicity) for entry in table],
    )


def is_degenerate(kind: DecayedKind) -> bool:
    """The exceptions of the corollary, read off the kind."""
    if kind.number(ModeLevel.DOUBLE):
        return True
    at_threshold = [
        copies[ModeLevel.DROPPED] for place, copies in enumerate(kind.copies) if kind.spectrum.against_fold(place) == 0
    ]
    return kind.spectrum.depth == 2 and kind.spectrum.widths[1] > kind.rank and any(at_threshold)


def nondegenerate_iff(point: DecayedPoint) -> Outcome:
    """n_0 is the dimension of the orbit exactly outside the exceptions."""
    nondegenerate = point.inertia_by_hessian.zero == facts.orbit_dimension(point)
    return equal(nondegenerate, not is_degenerate(point.kind), "n_0 is the dimension, and the corollary says so")


def error_bound(point: DecayedPoint) -> Outcome:
    """Where a kind is degenerate, the gradient along the line has the stated order; both agree on degeneracy."""
    direction, depth = facts.degenerate_direction(point), point.decayed.problem.depth
    if direction is None:
        return equal(point.inertia_by_hessian.zero, point.kind.orbit_dimension, "n_0, and the dimension")
    steps = [Fraction(k, 7) for k in range(1, 4 * depth)]
    squares = facts.gradient_norms(point, direction, steps)
    order = facts.order_at_zero(squares, steps)
    return all_of(
        is_true(min(squares) > 0, "the line leaves the critical points"),
        equal(order, 4 if depth > 2 else 6, "the order of |grad L|^2 along the line"),
    )


# -- classes and thresholds --------------------------------------------------------------------------------------------


def classes_agree(found: DecayedSpectrum, lam: Fraction) -> Outcome:
    """The kinds with n_- = 0, and the classes that follow."""
    kinds, deep = list(found.kinds()), found.depth > 2
    flat = [kind for kind in kinds if not kind.inertia.negative]
    minima = [kind for kind in flat if not kind.number(ModeLevel.DOUBLE)]
    most = min(found.least_width, found.number(1))
    ranks = list(range(most + 1)) if deep else [most]
    outcomes = [
        equal(sorted(kind.rank for kind in minima), ranks, "ranks of kinds with n_- = 0 and no double root"),
        equal(
            [k for k in flat if not takes_the_top(k)], [], "kinds with n_- = 0 whose used modes are not the top ones"
        ),
        equal(
            [k for k in kinds if k.label == NON_STRICT],
            [k for k in flat if k.number(ModeLevel.DOUBLE)],
            "non-strict saddles",
        ),
        equal([k for k in kinds if k.label == STRICT], [k for k in kinds if k.inertia.negative], "strict saddles"),
    ]
    if deep:
        outcomes += [
            same_as_top(found, kinds),
            *(falls_on_one_side(k, lam) for k in flat if k.number(ModeLevel.DOUBLE)),
        ]
    return all_of(*outcomes)


def takes_the_top(kind: DecayedKind) -> bool:
    """No dropped value is larger than a used one, and no small root is used."""
    dropped = [place for place, copies in enumerate(kind.copies) if copies[ModeLevel.DROPPED]]
    used = [place for place, _, _ in kind.modes()]
    return not kind.number(ModeLevel.SMALL) and (not used or not dropped or max(used) <= min(dropped))


def same_as_top(found: DecayedSpectrum, kinds: list[DecayedKind]) -> Outcome:
    """For H >= 3 the kinds with n_- = 0 are those that take the top modes at large or double roots."""
    return equal(
        [k for k in kinds if not k.inertia.negative], [k for k in kinds if takes_the_top(k)], "n_- = 0, and top modes"
    )


def falls_on_one_side(kind: DecayedKind, lam: Fraction) -> Outcome:
    """From a point with a double root the loss along the mode has the exact order 3."""
    if rational_modes(kind) is None:
        return holds("no rational point")
    point = point_of_kind(kind, lam)
    direction = facts.degenerate_direction(point)
    if direction is None:
        return fails("no double mode was found at the point", kind=str(kind))
    steps = [Fraction(k, 5) for k in range(1, 2 * kind.spectrum.depth + 1)]
    return equal(facts.order_at_zero(facts.loss_along(point, direction, steps), steps), 3, "order of L along the mode")


def thresholds_agree(found: DecayedSpectrum) -> Outcome:
    """The thresholds of Theorem E, from the list of all kinds with their values."""
    kinds = list(found.kinds())
    least = min(high for _, high in (kind.change_enclosure() for kind in kinds))
    best = [kind for kind in kinds if kind.change_enclosure()[0] <= least]
    said = found.thresholds()
    minima = [kind for kind in kinds if kind.label in (GLOBAL_MINIMISER, LOCAL_MINIMUM)]
    saddles_strict = all(kind.label != NON_STRICT for kind in kinds)
    return all_of(
        equal(sorted({kind.rank for kind in best}), list(said.global_ranks), "ranks of the kinds of least value"),
        equal([k for k in kinds if k.label == GLOBAL_MINIMISER], best, "global minimisers, and kinds of least value"),
        equal(sorted({kind.rank for kind in minima}), list(said.local_ranks), "ranks of local minima"),
        equal(said.collapsed, any(kind.rank == 0 for kind in best), "collapsed, and least value at zero"),
        equal(said.all_saddles_strict, saddles_strict, "all saddles are strict"),
        equal(said.morse_bott, all(kind.is_morse_bott for kind in kinds), "all kinds are nondegenerate"),
        equal(said.product_is_unique, len(best) == 1 and not best[0].ties, "one product"),
    )


def collapse_agrees(found: DecayedSpectrum) -> Outcome:
    """The largest value x against ``x^e (H-2)^(H-2) <= (H-1)^(2H-2) p``, and no kind below zero."""
    H, largest = found.depth, found.values[0].value
    if largest is None:
        return fails("the largest value is irrational")
    small = largest**found.exponent * (H - 2) ** (H - 2) <= (H - 1) ** (2 * H - 2) * found.power
    below = [kind for kind in found.kinds() if kind.change_enclosure()[1] < 0]
    return equal(small, not below, "the condition on the largest value, and no kind below zero")
