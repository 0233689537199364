"""False neighbours of the claims of this project: inertia, kinds, critical values by elimination, irrational data."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.ours import dimension, normal_form, strings
from proofs_check.claims.ours import kinds as kinds_claims
from proofs_check.claims.ours.balance import imbalance
from proofs_check.facts.classes import printed_class, selects_first
from proofs_check.facts.elimination import critical_equations, critical_polynomial, real_roots_of
from proofs_check.facts.subset_sums import squarefree_part
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.networks.words import same
from proofs_check.scopes.irrational_data import Certified, certified_point
from symdln.algebra.inertia import Inertia
from symdln.algebra.words import Symbol, gradient, norm_squared, trace
from symdln.landscape.classification import NON_STRICT
from symdln.strings.dimension import endomorphisms
from symdln.strings.evaluate import counterexample
from symdln.strings.lemmas import COROLLARIES, LEMMAS, Lemma
from symdln.strings.neighbours import neighbours
from symdln.strings.syntax import Statement
from tests.mutations.planting import Planting, listed

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


# -- the normal form ---------------------------------------------------------------------------------------------------


def every_move(point: dln.Point, part: Callable[[normal_form.Moved], Outcome]) -> Outcome:
    return all_of(*(part(moved) for moved in normal_form.moves(point)))


plant.patched(
    "ours.normal-form",
    "D in place of D + a",
    normal_form.Moved,
    "corner",
    property(lambda moved: moved.basis.T @ moved.point.end_to_end @ moved.into),
)


@plant("ours.normal-form", "without the Schur term")
def without_schur(point: dln.Point) -> Outcome:
    """``s = s~`` would have a rank of at most each d_j - r."""
    inputs = point.problem.input_basis
    free = inputs @ (point.end_to_end @ inputs).nullspace()

    def part(moved: normal_form.Moved) -> Outcome:
        s = moved.product @ free - moved.pi @ moved.product @ free
        least = min(width - point.rank for width in point.problem.hidden)
        return at_most(s.rank(), least, "rank of s, and the least d_j - r")

    return every_move(point, part)


@plant("ours.normal-form", "half of <E, s>")
def half_of_the_pairing(point: dln.Point) -> Outcome:
    def part(moved: normal_form.Moved) -> Outcome:
        problem, change = point.problem, moved.product - point.end_to_end
        squares = (change @ problem.Sxx @ change.T).trace()
        paired = (change @ (problem.Sxy - problem.Sxx @ point.end_to_end.T)).trace()
        expected = problem.loss_factor * (squares - paired)
        return equal(dln.loss(problem, moved.weights) - point.loss, expected, "change of the loss")

    return every_move(point, part)


@plant("ours.normal-form", "spaces K_j of dimension d_j")
def whole_spaces(point: dln.Point) -> Outcome:
    def part(moved: normal_form.Moved) -> Outcome:
        kernel = (moved.basis.T @ moved.behind(1)).nullspace()
        return equal(kernel.shape[1], point.problem.widths[1], "dimension of K_1, and d_1")

    return every_move(point, part)


# -- dimensions --------------------------------------------------------------------------------------------------------


def is_dimension(point: dln.Point, number: int) -> Outcome:
    return equal(number, dimension.tangent_dimension(point), "the number, and the dimension of the tangent space")


@plant("ours.dimension", "one too many")
def one_dimension_more(point: dln.Point) -> Outcome:
    return is_dimension(point, dln.kind_of(point).dimension + 1)


@plant("ours.dimension", "the nullity of the Hessian")
def nullity(point: dln.Point) -> Outcome:
    return is_dimension(point, point.inertia_by_hessian.zero)


@plant("ours.dimension", "without the ties")
def without_ties(point: dln.Point) -> Outcome:
    problem = point.problem
    counts = zip(problem.spectrum, problem.selection_counts(point.selection), strict=True)
    choices = sum(count * (value.multiplicity - count) for value, count in counts if not value.is_zero)
    return is_dimension(point, dln.kind_of(point).dimension - choices)


@plant("ours.dimension", "without what the loss does not see")
def without_free_weights(point: dln.Point) -> Outcome:
    problem = point.problem
    free = problem.widths[1] * (problem.input_width - problem.data_rank)
    return is_dimension(point, dln.kind_of(point).dimension - free)


@plant("ours.dimension", "one hom for each pair of sorts in place of copies")
def without_copies(point: dln.Point) -> Outcome:
    depth, strings = point.problem.depth, {(string.start, string.length): n for string, n in point.strings.items()}
    right, sorts = endomorphisms(depth, strings), endomorphisms(depth, dict.fromkeys(strings, 1))
    return is_dimension(point, dln.kind_of(point).dimension + right - sorts)


FLAT = dln.Point(dln.Problem.canonical((3, 0), (2, 1, 1, 2)), [[[0, 1]], [[0]], [[0], [1]]])
"""Strings 3-0, 0-1 and 2-3: dimension 2, n_0 = 4."""


for degenerate in ("ours.dimension.degenerate", "ours.dimension.degenerate.general-data"):
    plant.without(degenerate, dimension.non_strict.name)

    @plant(degenerate, "n_0 > dim + 2", over=listed(FLAT))
    def three_more(point: dln.Point) -> Outcome:
        return at_most(dln.kind_of(point).dimension + 3, point.inertia_by_hessian.zero, "dim + 3, and n_0")

    @plant(degenerate, "n_0 = dim")
    def nondegenerate(point: dln.Point) -> Outcome:
        return equal(dln.kind_of(point).dimension, point.inertia_by_hessian.zero, "dim, and n_0")


# -- strings: every statement with one small mistake -------------------------------------------------------------------


def plant_strings(stated: Lemma) -> None:
    """The first neighbours of the statement that some strings of depth 2 or 3 refute."""
    found = (
        neighbour
        for neighbour in neighbours(stated.statement)
        if any(counterexample(neighbour.statement, depth) is not None for depth in (2, 3))
    )
    for number, neighbour in enumerate(itertools.islice(found, 2), start=1):

        @plant(f"ours.strings.{stated.name.replace(' ', '-')}", f"{number}: {neighbour.mistake}")
        def mistaken(depth: int, statement: Statement = neighbour.statement) -> Outcome:
            return strings.settled(statement, depth)


for each in (*LEMMAS, *COROLLARIES):
    plant_strings(each)


# -- statements that the search gave -----------------------------------------------------------------------------------


@plant("ours.descent-imbalance", "the invariants are kept by a step")
def step_keeps(point: Any) -> Outcome:
    moved = [W - gradient * Fraction(1, 3) for W, gradient in zip(point.weights, point.gradient, strict=True)]
    return equal(imbalance(moved, 1), imbalance(point.weights, 1), "C_1 after the step, and before")


@plant("ours.balance.decay", "the layers themselves do not move")
def layers_stand_still(point: Any) -> Outcome:
    return is_true(all(gradient.is_zero() for gradient in point.gradient), "no layer moves", weights=point.weights)


@plant("ours.critical.commutation", "with Sxy in place of Syx")
def commutes_with_inputs(point: Any) -> Outcome:
    A, problem = point.weights[1], point.problem
    projection, other = A @ A.pseudoinverse(), problem.Syx @ problem.Syx.T
    return equal(projection @ other, other @ projection, "P Syx Sxy and Syx Sxy P")


@plant("ours.critical.redundant-equation", "W_{1,2} = 0")
def second_block_vanishes(point: Any) -> Outcome:
    W = point.weights[0]
    second = W.block(range(W.shape[0]), range(point.problem.output_width, W.shape[1]))
    return is_true(second.shape[1] == 0 or second.is_zero(), "W_{1,2} = 0", weights=point.weights)
