"""False neighbours of the claims of this project: inertia, kinds, critical values by elimination, irrational data."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.ours import kinds as kinds_claims
from proofs_check.facts.classes import printed_class, selects_first
from proofs_check.facts.elimination import critical_equations, critical_polynomial, real_roots_of
from proofs_check.facts.subset_sums import squarefree_part
from proofs_check.language.outcome import Outcome, equal, is_true
from proofs_check.networks.words import same
from proofs_check.scopes.irrational_data import Certified, certified_point
from symdln.algebra.inertia import Inertia
from symdln.algebra.words import Symbol, gradient, norm_squared, trace
from symdln.landscape.classification import NON_STRICT
from tests.mutations.planting import Planting

plant = Planting()


def inversions(point: Any) -> int:
    """The pairs of a selected and an unselected eigenvalue in which the unselected one comes first."""
    S = point.selection
    return sum(i not in S for j in S for i in range(j))


@plant("ours.inertia", "n_+ and n_- exchanged")
@plant("ours.inertia.general-data", "n_+ and n_- exchanged")
def exchanged(point: dln.Point) -> Outcome:
    return equal(point.inertia_by_ranks.opposite(), point.inertia_by_hessian, "inertia by ranks, and by the Hessian")


@plant("ours.inertia", "n_- = inv(S), without the pairs")
@plant("ours.inertia.general-data", "n_- = inv(S), without the pairs")
def without_pairs(point: dln.Point) -> Outcome:
    return equal(inversions(point), point.inertia_by_hessian.negative, "inv(S), and n_-")


@plant("ours.inertia", "n_0 = N - n_+")
def zeros_without_negatives(point: dln.Point) -> Outcome:
    found = point.inertia_by_ranks
    return equal(
        Inertia(found.positive, found.negative, found.zero + found.negative), point.inertia_by_hessian, "inertia"
    )


@plant("ours.inertia", "n_+ with r (d_y - r) twice")
def a_term_twice(point: dln.Point) -> Outcome:
    r, d_y = len(point.selection), point.problem.output_width
    return equal(point.inertia_by_ranks.positive + r * (d_y - r), point.inertia_by_hessian.positive, "n_+")


@plant("ours.inertia.strictness", "only S != {1..r}")
@plant("ours.inertia.strictness.general-data", "only S != {1..r}")
def by_the_selection_alone(point: dln.Point) -> Outcome:
    return equal(point.inertia_by_ranks.negative > 0, not selects_first(point), "n_- > 0, and S != {1..r}")


@plant("ours.inertia.strictness", "every pivot in place of some")
def every_pivot(point: dln.Point) -> Outcome:
    r, first = len(point.selection), selects_first(point)
    loose = bool(point.pivots) and all(r not in (p.outer_rank, p.inner_rank) for p in point.pivots)
    strict = not first or (r < point.problem.least_width and loose)
    return equal(point.inertia_by_ranks.negative > 0, strict, "n_- > 0, and strict")


@plant("ours.inertia.strictness.general-data", "non-strict in place of strict")
def non_strict(point: dln.Point) -> Outcome:
    return equal(point.inertia_by_ranks.negative > 0, printed_class(point) == NON_STRICT, "n_- > 0, and non-strict")


KINDS = 24


@plant("ours.kinds", "only kinds with S = {1..r}", first=KINDS)
def only_first_selections(problem: dln.Problem) -> Outcome:
    listed_kinds = {(kind.selection, kind.multiplicities) for kind in problem.kinds() if selects_first(kind)}
    points = (point for point in kinds_claims.small_weights(problem) if point.is_critical)
    return is_true(all((p.selection, p.multiplicities) in listed_kinds for p in points), "the list is complete")


@plant("ours.kinds", "without the last kind of the list", first=KINDS)
def without_the_last(problem: dln.Problem) -> Outcome:
    kinds = {(kind.selection, kind.multiplicities) for kind in list(problem.kinds())[:-1]}
    points = (point for point in kinds_claims.small_weights(problem) if point.is_critical)
    return is_true(all((p.selection, p.multiplicities) in kinds for p in points), "the list is complete")


@plant("ours.kinds", "no strings where |S| = r_max", first=KINDS)
def no_strings_at_full_rank(problem: dln.Problem) -> Outcome:
    full = [kind for kind in problem.kinds() if len(kind.selection) == problem.least_width]
    return is_true(not any(any(kind.multiplicities) for kind in full), "m = 0 where |S| = r_max")


# -- elimination -------------------------------------------------------------------------------------------------------


def number_of_values(problem: dln.Problem) -> tuple[int, ...]:
    return tuple(range(squarefree_part(critical_polynomial(critical_equations(problem))).degree()))


@plant("ours.values.complete", "2^{d_y} values, whatever the widths")
def without_bottleneck(problem: dln.Problem) -> Outcome:
    return equal(len(number_of_values(problem)), 2**problem.output_width, "number of values")


@plant("ours.values.complete", "|S| = min d_j in place of at most")
def only_full_rank(problem: dln.Problem) -> Outcome:
    values = [value for value in problem.critical_values() if len(value.selection) == problem.least_width]
    return equal(len(number_of_values(problem)), len(values), "number of values")


@plant("ours.values.complete", "twice the values, f left out")
def without_loss_factor(problem: dln.Problem) -> Outcome:
    polynomial = squarefree_part(critical_polynomial(critical_equations(problem)))
    roots = {root.value for root in real_roots_of(polynomial)}
    return is_true(problem.Syy.trace() in roots, "tr Syy is a critical value", roots=sorted(map(str, roots)))


def complex_network() -> tuple[Symbol, Symbol, Symbol, Symbol]:
    """``P = K W_1`` with Syx = M."""
    return Symbol("W_1", "d_1", "d_x"), Symbol("K", "d_y", "d_1"), Symbol("M", "d_y", "d_x"), Symbol("P", "d_y", "d_x")


@plant("ours.values.complex", "P^T (P + Syx) in place of P^T (P - Syx)")
def gradient_with_plus(case: Any) -> Outcome:
    first, above, M, _ = complex_network()
    by_first = gradient(norm_squared(above @ first - M) / 2, first)
    return same(first.T @ by_first, (above @ first).T @ (above @ first + M), "W_1^T grad")


@plant("ours.values.complex", "L = f (tr Syy + tr A)")
def loss_with_plus(case: Any) -> Outcome:
    _, _, M, P = complex_network()
    return same(norm_squared(P - M), trace(M @ M.T) + trace(P @ P.T), "the loss")


# -- irrational data ---------------------------------------------------------------------------------------------------


@plant("ours.inertia.irrational", "n_+ and n_- exchanged")
def certified_exchanged(case: Any) -> Outcome:
    point = certified_point(Certified(*case))
    return equal(point.inertia_by_ranks.opposite(), point.certified_inertia.inertia, "inertia, certified")


@plant("ours.inertia.irrational", "n_- = inv(S), without the pairs")
def certified_without_pairs(case: Any) -> Outcome:
    point = certified_point(Certified(*case))
    return equal(inversions(point), point.certified_inertia.inertia.negative, "inv(S), and n_-, certified")
