"""Weight decay: the checks behind the claims ``ours.decay.*``.

Notations:

    MOST_ELIMINATED                the most weights that are eliminated from the equations of critical points
    equal_decays                   the hypothesis that all layers have one decay
    aligned                        the hypothesis that the point is the aligned one, with diagonal layers
    hidden_directions              Hess (S.W) = lam (S + S^T).W, and the dimensions of both spaces
    same_as_equal_decays           loss and inertia at a point with unequal decays are those of the equal ones
    list_is_complete               no further critical points: by Euler characteristics and by elimination
    all_critical_points_are_listed the real points at each value, by elimination and by the list
    kinds_are_orbits               the number of kinds, and the dimension of each
    spectrum_is_the_table          the characteristic polynomial of the Hessian, and of the table
    nondegenerate_iff              n_0 and the dimension of the orbit agree where the corollary says so
    error_bound                    the order of the gradient along a line from a degenerate kind
    classes_agree                  which kinds have n_- = 0, and their classes
    thresholds_agree               the thresholds, from the list of all kinds
    collapse_agrees                whether W = 0 is a global minimum, by the threshold and by all values
    AnyInputs                      seed, widths, decay and roots of a point for an arbitrary input moment
    ANY_INPUTS                     the scope of these
    reduced_inertia_agrees         the inertia by the reduced form, and of the Hessian
    SmallAutoencoder               the moment and the depth of an autoencoder with hidden widths 1
    SMALL_AUTOENCODERS             the scope of these
    small_autoencoder              the problem with decay of such a case
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import decay as facts
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.decayed import Kind, Problem, kind_of, menu, point_of, spectrum
from symdln.algebra.matrix import Matrix
from symdln.decay import DecayedPoint, DecayedProblem, DecayedSpectrum, Level, made_for_moments, point_of_kind
from symdln.decay.closed_form import hessian_spectrum
from symdln.decay.kinds import LOCAL_MINIMUM, rational_modes
from symdln.decay.reduced import reduced_inertia
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

MOST_ELIMINATED = 5

equal_decays = Hypothesis("equal decays", r"\lambda_1 = \dots = \lambda_H", lambda case: case[4] != 2)
aligned = Hypothesis("aligned", r"U_j = I", lambda case: case[4] == 0)


def hidden_directions(point: DecayedPoint) -> Outcome:
    problem, lam, rho = point.decayed.problem, point.decayed.decays[0], point.kind.rank
    outcomes = []
    for sign, value in ((-1, Fraction(0)), (1, 2 * lam)):
        moves = facts.hidden_directions(point, sign)
        for move in moves:
            image = point.hessian @ facts.flat(move)
            outcomes.append(equal(image, value * facts.flat(move), f"Hess (S.W), and {value} S.W"))
        h_0 = (problem.depth - 1) * rho * (rho - 1) // 2 + rho * sum(width - rho for width in problem.hidden)
        expected = h_0 if sign == -1 else h_0 + (problem.depth - 1) * rho
        outcomes.append(equal(facts.span(moves), expected, "the dimension of all S.W, and the formula"))
    return all_of(*outcomes)


def same_as_equal_decays(case: Kind) -> Outcome:
    """The point of the same kind with the same rotations, once with unequal and once with equal decays."""
    if case[4] != 2:
        return holds("the decays are equal here")
    data, widths, number, used, _ = case
    unequal, equal_ones = point_of(case), point_of((data, widths, number, used, 1))
    return all_of(
        is_true(unequal.is_critical and equal_ones.is_critical, "both points are critical"),
        equal(unequal.loss, equal_ones.loss, "the losses"),
        equal(unequal.inertia_by_hessian, equal_ones.inertia_by_hessian, "the inertias of the Hessians"),
        equal(unequal.plain.end_to_end, equal_ones.plain.end_to_end, "the products"),
    )


# -- the list of kinds -------------------------------------------------------------------------------------------------


def list_is_complete(case: Problem) -> Outcome:
    found = spectrum(*case)
    kinds = list(found.kinds())
    outcomes = [holds("a double root occurs")]
    if all(kind.is_morse_bott for kind in kinds):
        total = sum((-1) ** kind.inertia.negative * facts.euler_characteristic(kind) for kind in kinds)
        outcomes = [equal(total, 1, "the alternating sum of Euler characteristics, and that of the space of weights")]
    points_alone = all(kind.orbit_dimension == 0 for kind in kinds)
    if points_alone and found.parameters <= MOST_ELIMINATED:
        origin = next(point_of_kind(kind, menu(case).decay) for kind in kinds if kind.rank == 0)
        outcomes.append(all_critical_points_are_listed(origin.decayed))
    return all_of(*outcomes)


def all_critical_points_are_listed(decayed: DecayedProblem) -> Outcome:
    counted = facts.counted_by_elimination(decayed)
    if counted is None:
        return fails("the critical points are not finitely many, but the list has isolated points only")
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


def kinds_are_orbits(case: Problem) -> Outcome:
    found = spectrum(*case)
    kinds = list(found.kinds())
    outcomes = [
        equal(len(kinds), found.count_kinds(), "kinds listed, and by the generating function"),
        equal(len(set(kinds)), len(kinds), "different kinds, and kinds"),
    ]
    for kind in kinds:
        if rational_modes(kind) is not None and found.parameters <= 16:
            point = point_of_kind(kind, menu(case).decay, rng=1)
            outcomes.append(
                equal(facts.orbit_dimension(point), kind.orbit_dimension, "the rank of the group at the point, and dim")
            )
    return all_of(*outcomes)


# -- at a point --------------------------------------------------------------------------------------------------------


def spectrum_is_the_table(case: Kind) -> Outcome:
    point = point_of(case)
    table = hessian_spectrum(point.decayed, point.kind)
    return is_true(
        facts.characteristic_polynomial(table) == point.hessian.flint.charpoly(),
        "the characteristic polynomial of the Hessian is the product over the table",
        table=[(entry.where, entry.value, entry.multiplicity) for entry in table],
    )


def is_degenerate(case: Kind) -> bool:
    """The exceptions of the corollary, read off the kind."""
    kind = kind_of(case)
    if kind.number(Level.DOUBLE):
        return True
    at_threshold = [
        copies[Level.DROPPED] for place, copies in enumerate(kind.copies) if kind.spectrum.against_fold(place) == 0
    ]
    return kind.spectrum.depth == 2 and kind.spectrum.widths[1] > kind.rank and any(at_threshold)


def nondegenerate_iff(case: Kind) -> Outcome:
    point = point_of(case)
    nondegenerate = point.inertia_by_hessian.zero == facts.orbit_dimension(point)
    return equal(nondegenerate, not is_degenerate(case), "n_0 is the dimension, and the corollary says so")


def error_bound(case: Kind) -> Outcome:
    """Where a kind is degenerate, the gradient along the line has the stated order; both say the same of degeneracy."""
    point = point_of(case)
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


def classes_agree(case: Problem) -> Outcome:
    found = spectrum(*case)
    kinds, deep = list(found.kinds()), found.depth > 2
    flat = [kind for kind in kinds if not kind.inertia.negative]
    minima = [kind for kind in flat if not kind.number(Level.DOUBLE)]
    most = min(found.least_width, found.number(1))
    ranks = list(range(most + 1)) if deep else [most]
    outcomes = [
        equal(sorted(kind.rank for kind in minima), ranks, "ranks of kinds with n_- = 0 and no double root"),
        equal(
            [k for k in flat if not takes_the_top(k)], [], "kinds with n_- = 0 whose used modes are not the top ones"
        ),
        equal(
            [k for k in kinds if k.label == NON_STRICT],
            [k for k in flat if k.number(Level.DOUBLE)],
            "non-strict saddles",
        ),
        equal([k for k in kinds if k.label == STRICT], [k for k in kinds if k.inertia.negative], "strict saddles"),
    ]
    if deep:
        outcomes += [same_as_top(found, kinds), *(falls_on_one_side(k, case) for k in flat if k.number(Level.DOUBLE))]
    return all_of(*outcomes)


def takes_the_top(kind) -> bool:
    """No dropped value is larger than a used one, and no small root is used."""
    dropped = [place for place, copies in enumerate(kind.copies) if copies[Level.DROPPED]]
    used = [place for place, _, _ in kind.modes()]
    return not kind.number(Level.SMALL) and (not used or not dropped or max(used) <= min(dropped))


def same_as_top(found: DecayedSpectrum, kinds: list) -> Outcome:
    """For H >= 3 the kinds with n_- = 0 are those that take the top modes at large or double roots."""
    return equal(
        [k for k in kinds if not k.inertia.negative], [k for k in kinds if takes_the_top(k)], "n_- = 0, and top modes"
    )


def falls_on_one_side(kind, case: Problem) -> Outcome:
    """From a point with a double root the loss along the mode has the exact order 3."""
    if rational_modes(kind) is None:
        return holds("no rational point")
    point = point_of_kind(kind, menu(case).decay)
    direction = facts.degenerate_direction(point)
    if direction is None:
        return fails("no double mode was found at the point", kind=str(kind))
    steps = [Fraction(k, 5) for k in range(1, 2 * kind.spectrum.depth + 1)]
    return equal(facts.order_at_zero(facts.loss_along(point, direction, steps), steps), 3, "order of L along the mode")


def thresholds_agree(found: DecayedSpectrum) -> Outcome:
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


def collapse_agrees(case: Problem) -> Outcome:
    """The largest value x against ``x^e (H-2)^(H-2) <= (H-1)^(2H-2) p``, and no kind below zero."""
    found = spectrum(*case)
    H, largest = found.depth, found.values[0].value
    if largest is None:
        return fails("the largest value is irrational")
    small = largest**found.exponent * (H - 2) ** (H - 2) <= (H - 1) ** (2 * H - 2) * found.power
    below = [kind for kind in found.kinds() if kind.change_enclosure()[1] < 0]
    return equal(small, not below, "the condition on the largest value, and no kind below zero")


# -- any inputs --------------------------------------------------------------------------------------------------------

AnyInputs = tuple[int, tuple[int, ...], str, tuple[str, ...]]

_DECAYS = {2: ("1", "2"), 3: ("14", "3"), 4: ("20", "2")}
_ROOTS = ("2", "1", "1/2")
_NUMBERS = {"small": 20, "default": 150, "large": 1500}


def _any_inputs(size: str, seed: int) -> Iterator[AnyInputs]:
    rng = random.Random(19)
    for number in range(_NUMBERS[size]):
        depth = 2 + number % 3
        widths = tuple(rng.randint(1, 2 + (number > 20)) for _ in range(depth + 1))
        rank = rng.randint(0, min(widths))
        yield number, widths, rng.choice(_DECAYS[depth]), tuple(rng.choice(_ROOTS) for _ in range(rank))


ANY_INPUTS = cases(
    "any inputs with decay",
    _any_inputs,
    sentence=lambda size: (
        f"{_NUMBERS[size]} exact critical points of depth 2 to 4 with widths up to 3: random positive "
        "definite input moments and remaining targets (of a fixed seed), roots and double roots, hidden by rotations"
    ),
    strength=Verdict.VERIFIED,
)


def any_inputs_of(case: AnyInputs) -> tuple[DecayedPoint, Matrix, Matrix]:
    """The point, the input moment in its frame, and the remaining block of the targets."""
    number, widths, lam, roots = case
    rng, rho = random.Random(number), len(roots)
    size = widths[0]
    A = Matrix.from_entries(size, size, [rng.randint(-2, 2) for _ in range(size * size)])
    rows, columns = widths[-1] - rho, size - rho
    rest = Matrix.from_entries(rows, columns, [rng.randint(-3, 3) for _ in range(rows * columns)])
    S = A @ A.T + Matrix.identity(size)
    return made_for_moments(widths, lam, roots, S, rest, rng=rng), S, rest


def reduced_inertia_agrees(case: AnyInputs) -> Outcome:
    point, S, rest = any_inputs_of(case)
    found = reduced_inertia(case[1], Fraction(case[2]), [Fraction(w) for w in case[3]], S, rest)
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"),
        equal(found, point.inertia_by_hessian, "inertia by the reduced form, and of the exact Hessian"),
    )


SmallAutoencoder = tuple[tuple[int, ...], int, str]

_MOMENTS = ((4,), (9,), (2,), (4, 0, 3), (4, 1, 3), (6, 2, 3), (2, 1, 2), (9, 0, 1))


def _small_autoencoders(size: str, seed: int) -> Iterator[SmallAutoencoder]:
    decays = ("1",) if size == "small" else ("1", "3/2")
    for moment, lam in itertools.product(_MOMENTS, decays):
        for depth in (2, 3) if len(moment) == 1 else (2,):
            yield moment, depth, lam


SMALL_AUTOENCODERS = cases(
    "small autoencoders with decay",
    _small_autoencoders,
    sentence=f"the moments {', '.join(map(str, _MOMENTS))} (S_11, S_12, S_22), hidden widths 1, depth 2 (and 3 for one "
    "input)",
    strength=Verdict.VERIFIED,
)


def small_autoencoder(case: SmallAutoencoder) -> DecayedProblem:
    moment, depth, lam = case
    S = [[moment[0]]] if len(moment) == 1 else [[moment[0], moment[1]], [moment[1], moment[2]]]
    return DecayedProblem(dln.Problem.from_moments(S, S, S, (1,) * (depth - 1)), Fraction(lam))
