"""False neighbours of the claims of Achour, Malgouyres and Gerchinovitz."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import symdln as dln
from proofs_check.claims.achour import classification, escape, global_minimisers, plateau
from proofs_check.claims.achour.classification import product_is_printed
from proofs_check.claims.achour.global_minimisers import Parameterisation, all_minimisers, only_minimisers
from proofs_check.claims.achour.large_sets import CLASS_UP_TO, rescaled
from proofs_check.claims.achour.rank_constrained import non_strict
from proofs_check.facts.classes import (
    exact_class,
    least_eigenvalue_sign,
    loss_without_half,
    printed_class,
    selects_first,
    tightened,
)
from proofs_check.facts.extrema import has_least_loss, is_no_local_maximum, is_no_local_minimum, value_of
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.scopes.irrational_data import Certified, certified_point
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from tests.mutations.planting import Planting

plant = Planting()


# -- critical values ---------------------------------------------------------------------------------------------------


@plant("achour.values", "the sum over the eigenvalues outside S")
@plant("achour.values.general-data", "the sum over the eigenvalues outside S")
def complement(point: dln.Point) -> Outcome:
    problem, S = point.problem, point.selection
    if any(each.value is None for each in problem.spectrum):
        return is_true(True, "asked for rational eigenvalues")
    left = sum(problem.spectrum[problem.positions[i]].value for i in range(problem.output_width) if i not in S)  # pyright: ignore[reportCallIssue]
    return equal(loss_without_half(point), problem.Syy.trace() - left, "loss, and tr Syy less the sum over the rest")


@plant("achour.values", "half of the value")
@plant("achour.values.general-data", "half of the value")
def half_value(point: dln.Point) -> Outcome:
    value = value_of(point.problem, point.selection)
    return equal(loss_without_half(point), value, "loss without 1/2, and the value with it")


@plant("achour.values", "|S| < r_max")
def fewer_than_r_max(point: dln.Point) -> Outcome:
    return is_true(len(point.selection) < point.problem.least_width, "S has fewer than r_max elements")


@plant("achour.values", "tr Syy plus the sum")
def plus_the_sum(point: dln.Point) -> Outcome:
    value, whole = value_of(point.problem, point.selection), value_of(point.problem, ())
    return equal(point.loss, None if value is None or whole is None else 2 * whole - value, "loss")


def values(problem: dln.Problem, sizes: range) -> set[object]:
    sets = itertools.chain.from_iterable(itertools.combinations(range(problem.output_width), n) for n in sizes)
    return {value_of(problem, S) for S in sets}


def taken(problem: dln.Problem) -> set[object]:
    return {kind.representative().loss for kind in problem.kinds()}


@plant("achour.values.attained", "sets of r_max + 1 eigenvalues too")
def one_eigenvalue_more(problem: dln.Problem) -> Outcome:
    sizes = range(min(problem.least_width + 1, problem.output_width) + 1)
    return is_true(values(problem, sizes) <= taken(problem), "all values are attained")


@plant("achour.values.attained", "only sets of r_max eigenvalues")
def only_the_largest_sets(problem: dln.Problem) -> Outcome:
    r_max = problem.least_width
    return equal(values(problem, range(r_max, r_max + 1)), taken(problem), "values of the sets, and critical values")


@plant("achour.values.attained", "the value of {2..r_max} at the representative of {1..r_max}")
def largest_eigenvalue_left_out(problem: dln.Problem) -> Outcome:
    point = next(problem.kinds(range(problem.least_width))).representative()
    return equal(point.loss, value_of(problem, range(1, problem.least_width)), "least value")


# -- the classification ------------------------------------------------------------------------------------------------


def same_class(point: dln.Point, printed: str) -> Outcome:
    return equal(printed, exact_class(point), "printed class, and class by loss and Hessian")


@plant("achour.classification", "tightened is strict, the others non-strict")
@plant("achour.classification.general-data", "tightened is strict, the others non-strict")
def strict_and_non_strict_exchanged(point: dln.Point) -> Outcome:
    printed = printed_class(point)
    if printed != GLOBAL_MINIMISER and selects_first(point):
        printed = NON_STRICT if printed == STRICT else STRICT
    return same_class(point, printed)


@plant("achour.classification", "some pivot tightened in place of every")
def some_pivot(point: dln.Point) -> Outcome:
    r, printed = len(point.selection), printed_class(point)
    if printed == STRICT and selects_first(point):
        some = any(r in (pivot.outer_rank, pivot.inner_rank) for pivot in point.pivots)
        printed = NON_STRICT if some else STRICT
    return same_class(point, printed)


@plant("achour.classification", "both blocks of rank r in place of one")
@plant("achour.classification.general-data", "both blocks of rank r in place of one")
def both_blocks(point: dln.Point) -> Outcome:
    r, printed = len(point.selection), printed_class(point)
    if printed == NON_STRICT:
        both = all(pivot.outer_rank == pivot.inner_rank == r for pivot in point.pivots)
        printed = NON_STRICT if both else STRICT
    return same_class(point, printed)


@plant("achour.classification", "S = {1..r} is a global minimiser for every r")
def every_first_selection_is_global(point: dln.Point) -> Outcome:
    return same_class(point, GLOBAL_MINIMISER if selects_first(point) else STRICT)


@plant("achour.classification", "S = {d_y - r + 1..d_y} in place of {1..r}")
def last_eigenvalues(point: dln.Point) -> Outcome:
    r, d_y = len(point.selection), point.problem.output_width
    if point.selection != tuple(range(d_y - r, d_y)):
        return same_class(point, STRICT)
    if r == point.problem.least_width:
        return same_class(point, GLOBAL_MINIMISER)
    return same_class(point, NON_STRICT if tightened(point) else STRICT)


@plant("achour.classification", "|S| = r - 1")
def one_fewer_selected(point: dln.Point) -> Outcome:
    A = point.end_to_end @ point.problem.Sxy
    return all_of(product_is_printed(point), equal(A.rank(), len(point.selection) - 1, "rank of A"))


@plant("achour.classification.general-data", "the product without Sxx^-1")
def product_without_inverse(point: dln.Point) -> Outcome:
    problem = point.problem
    A = point.end_to_end @ problem.Sxx
    return is_true(problem.sigma @ point.end_to_end == A @ problem.Syx @ problem.Sxx, "P = T Syx Sxx")


@plant("achour.classification", "what is not a global minimiser is a local minimum")
def saddles_are_minima(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point) or is_no_local_minimum(point).fails, "no descent from critical points")


# -- rank-constrained minimisers ---------------------------------------------------------------------------------------

plant.without("achour.rank-constrained", non_strict.name)
plant.without("achour.rank-constrained.converse.corrected", "tightened")
plant.without("achour.rank-constrained.converse.corrected", "least loss over products of its rank")
plant.without("achour.rank-constrained.attained", "depth >= 3")


@plant("achour.rank-constrained", "the least loss over rank at most r + 1")
def one_rank_more(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point, point.rank + 1), "no product of rank at most r + 1 has a smaller loss")


@plant("achour.rank-constrained.converse.corrected", "strict in place of non-strict")
def tightened_is_strict(point: dln.Point) -> Outcome:
    return equal(least_eigenvalue_sign(point), -1, "sign of the least eigenvalue")


@plant("achour.rank-constrained.attained", "r <= r_max")
def also_at_r_max(problem: dln.Problem) -> Outcome:
    labels = [{kind.label for kind in problem.kinds(range(r))} for r in range(problem.least_width + 1)]
    return is_true(all(NON_STRICT in found for found in labels), "every rank has a non-strict saddle")


# -- gradient descent --------------------------------------------------------------------------------------------------


@plant("achour.escape", "later in place of sooner")
def escapes_later(case: escape.Escape) -> Outcome:
    escape.confirm(case[0])
    return escape.sooner(case[5], case[4])


@plant("achour.plateau", "slower near a strict saddle")
def slower_near_strict(race: plateau.Race) -> Outcome:
    return plateau.plateau.check((race[0], race[1], race[3], race[2]))


# -- global minimisers -------------------------------------------------------------------------------------------------


class LastEigenvectors(Parameterisation):
    """With S = {d_y - r + 1..d_y}."""

    def __init__(self, problem: dln.Problem):
        super().__init__(problem)
        U, rows = global_minimisers.eigenvectors(problem), range(problem.output_width)
        assert U is not None
        split = problem.output_width - self.r
        self.U_S, self.U_Q = U.block(rows, rows[split:]), U.block(rows, rows[:split])
        self.top = self.U_S.T @ problem.Syx @ problem.Sxx.inverse()


class Transposed(Parameterisation):
    """With D^T in place of D^-1."""

    def point(self, D: Sequence[dln.Matrix], Z: Sequence[dln.Matrix]) -> dln.Point:
        last = D[-1]
        found = super().point(D, Z)
        return dln.Point(self.problem, [*found.weights[:-1], found.weights[-1] @ last @ last.T])


class WithoutFreedom(Parameterisation):
    """With Z = 0."""

    def point(self, D: Sequence[dln.Matrix], Z: Sequence[dln.Matrix]) -> dln.Point:
        return super().point(D, [0 * each for each in Z])


def parameterised(form: Parameterisation) -> Outcome:
    return all_of(only_minimisers(form), all_minimisers(form))


@plant("achour.global-minimisers", "the last eigenvectors in place of the first")
def last_eigenvectors(problem: dln.Problem) -> Outcome:
    return only_minimisers(LastEigenvectors(problem))


@plant("achour.global-minimisers", "D^T in place of D^-1")
def transposed_change(problem: dln.Problem) -> Outcome:
    return only_minimisers(Transposed(problem))


@plant("achour.global-minimisers", "Z = 0 in place of any Z")
def without_freedom(problem: dln.Problem) -> Outcome:
    return all_minimisers(WithoutFreedom(problem))


# -- saddles -----------------------------------------------------------------------------------------------------------


@plant("achour.no-spurious", "every critical point is a saddle")
@plant("achour.no-spurious.general-data", "every critical point is a saddle")
def every_point_is_a_saddle(point: dln.Point) -> Outcome:
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point))


@plant("achour.no-spurious", "every critical point is a global minimiser")
@plant("achour.no-spurious.general-data", "every critical point is a global minimiser")
def every_point_is_global(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the loss is the least one", loss=point.loss)


plant.without("achour.shallow-strict", "depth = 2")
plant.without("achour.shallow-strict", "critical, loss above the minimum")
plant.without("achour.zero-nonstrict", "depth >= 3")


@plant("achour.shallow-strict", "two negative eigenvalues")
def two_negative(point: dln.Point) -> Outcome:
    return at_most(2, point.inertia_by_hessian.negative, "two, and the number of negative eigenvalues")


@plant("achour.zero-nonstrict", "strict in place of non-strict")
def zero_is_strict(problem: dln.Problem) -> Outcome:
    zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
    return equal(least_eigenvalue_sign(zero), -1, "sign of the least eigenvalue at W = 0")


@plant("achour.zero-nonstrict", "a local minimum in place of a saddle")
def zero_is_a_minimum(problem: dln.Problem) -> Outcome:
    zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
    return is_true(is_no_local_minimum(zero).fails, "W = 0 is a local minimum")


@plant("achour.large-sets", "both layers multiplied by t")
@plant("achour.large-sets.general-data", "both layers multiplied by t")
def both_layers_grow(point: dln.Point) -> Outcome:
    moved = dln.Point(point.problem, [2 * W for W in point.weights])
    return all_of(is_true(moved.is_critical, "critical"), equal(moved.end_to_end, point.end_to_end, "product"))


@plant("achour.large-sets", "the class changes along the curve")
def class_changes(point: dln.Point) -> Outcome:
    if point.problem.parameters > CLASS_UP_TO:
        return is_true(True, "not asked")
    return is_true(exact_class(rescaled(point, 2)) != exact_class(point), "another class", W=point.weights)


@plant("achour.large-sets", "the moved point is not critical")
def saddles_are_isolated(point: dln.Point) -> Outcome:
    return is_true(not rescaled(point, 2).is_critical, "the moved point is not critical")


# -- irrational data ---------------------------------------------------------------------------------------------------


@plant("achour.classification.irrational", "a saddle wherever S = {1..r} and r = r_max")
def certified_saddles(case: Any) -> Outcome:
    point = certified_point(Certified(*case))
    printed = printed_class(point)
    printed = STRICT if printed == GLOBAL_MINIMISER else printed
    return equal(printed, classification.certified_class(point), "printed class, and class by certified Hessian")


@plant("achour.classification.irrational", "S != {1..r} is non-strict")
def certified_non_strict(case: Any) -> Outcome:
    point = certified_point(Certified(*case))
    printed = printed_class(point) if selects_first(point) else NON_STRICT
    return equal(printed, classification.certified_class(point), "printed class, and class by certified Hessian")


@plant("achour.values.classes", "strict saddles have S != {1..r} only")
def strict_by_selection(problem: dln.Problem) -> Outcome:
    strict = {kind.selection for kind in problem.kinds(label=STRICT)}
    return is_true(all(tuple(range(len(S))) != S for S in strict), "S != {1..r} at strict saddles")


@plant("achour.values.classes", "non-strict saddles at depth 2 too")
def non_strict_at_depth_two(problem: dln.Problem) -> Outcome:
    return is_true(any(problem.kinds(label=NON_STRICT)), "a non-strict saddle exists")


@plant("achour.values.classes", "non-strict saddles have S = {} only")
def non_strict_at_zero(problem: dln.Problem) -> Outcome:
    return is_true(not any(kind.selection for kind in problem.kinds(label=NON_STRICT)), "S = {} at non-strict saddles")
