"""False neighbours of the theorems: each is refuted by strings that a solver names and by an exact critical point."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

import symdln as dln
from symdln.landscape.classification import NON_STRICT
from symdln.landscape.strings import count_pairs, count_squares
from symdln.strings.decide import HOLDS, REFUTED, Witness, decide
from symdln.strings.dimension import dimension_of_kind, hom
from symdln.strings.evaluate import Arc, holds
from symdln.strings.neighbours import Neighbour, neighbours
from symdln.strings.order import gap, least_cover, runs
from symdln.strings.parser import parse_statement
from symdln.strings.substitution import renamed
from symdln.strings.syntax import And, Formula, Iff, Or, Quantified, Statement
from tests.strings.support import kinds_of, point_with, strings_of, ties_of
from tests.strings.tangent import tangent_rank

PAIR = parse_statement("every pair of strings: pair(sigma, tau)")
SQUARE = parse_statement(
    "every pair of strings: sigma does not close and tau does not close and end(sigma) = H and start(tau) = 0"
    " and start(sigma) <= end(tau)+1"
)

# -- the inertia theorem -----------------------------------------------------------------------------------------------


def relation_in(statement: Statement) -> Formula:
    return statement.prefix[1]


def counts_as_often(relation: Formula, other: Formula) -> Statement:
    """The statement that two relations count the same for every two strings, both orders taken together."""
    swapped = [renamed(found, {"sigma": "tau", "tau": "sigma"}, {}) for found in (relation, other)]
    same = And(
        (
            Iff(Or((relation, swapped[0])), Or((other, swapped[1]))),
            Iff(And((relation, swapped[0])), And((other, swapped[1]))),
        )
    )
    return Statement(">=", 2, Quantified(True, "string", ("sigma", "tau"), same))


def false_neighbours(statement: Statement) -> list[tuple[Neighbour, Witness]]:
    """The neighbours that count differently somewhere, with strings that show it.

    Those that a solver finds to count the same for every depth state no other inertia.
    """
    found = []
    for neighbour in neighbours(statement):
        if neighbour.statement.depth != statement.depth:
            continue
        decision = decide(counts_as_often(relation_in(neighbour.statement), relation_in(statement)))
        if decision.status != HOLDS:
            assert decision.status == REFUTED
            assert decision.witness is not None
            found.append((neighbour, decision.witness))
    return found


def count_by(relation: Formula, depth: int, strings: dict[Arc, int]) -> int:
    return sum(
        n * m
        for (sigma, n), (tau, m) in itertools.product(strings.items(), repeat=2)
        if holds(relation, {"H": depth, "sigma": sigma, "tau": tau})
    )


def refuted_by_a_hessian(neighbour: Neighbour, witness: Witness, of: str) -> None:
    """At an exact critical point with one or two copies of the strings the Hessian has the true count alone.

    r = 1 and S on top: ``n_- = pairs``, ``n_+ = 1 + (d_0 - 1) + (d_H - 1) + pairs + squares``.
    """
    depth, relation = witness.depth, relation_in(neighbour.statement)
    true = relation_in(PAIR if of == "pairs" else SQUARE)
    copies = (dict(zip(witness.strings.values(), counts, strict=True)) for counts in ((1, 1), (1, 2), (2, 1)))
    strings = next(found for found in copies if count_by(relation, depth, found) != count_by(true, depth, found))
    at = point_with(depth, strings, rank=1)
    inertia, widths = at.inertia_by_hessian, at.problem.widths
    pairs, squares = count_pairs(depth, at.multiplicities), count_squares(depth, at.multiplicities)
    false = count_by(relation, depth, strings)
    assert inertia.negative == pairs
    assert inertia.positive == widths[0] + widths[-1] - 1 + pairs + squares
    assert false != (inertia.negative if of == "pairs" else squares), neighbour.statement.text


@pytest.mark.parametrize(("statement", "of", "number"), [(PAIR, "pairs", 24), (SQUARE, "squares", 16)])
def test_a_false_inertia_is_refuted_by_named_strings_and_by_an_exact_hessian(statement, of, number):
    found = false_neighbours(statement)
    assert len(found) == number  # as docs/strings.md says
    assert len({neighbour.mistake for neighbour, _ in found}) >= 4
    for neighbour, witness in found:
        refuted_by_a_hessian(neighbour, witness, of)


# -- the order ---------------------------------------------------------------------------------------------------------


def covers_by_two(kind: dln.Kind):
    """The pairs of runs that cover a gap, the first from the left."""
    depth, strings = kind.problem.depth, list(strings_of(kind))
    available = {run for string in strings for run in runs(string, depth)}
    for tau in strings:
        if sum(tau) > depth:
            first, last = gap(tau, depth)
            for one, other in itertools.product(available, repeat=2):
                if one[0] <= first <= one[1] and other[0] <= last <= other[1] and other[0] <= one[1] + 1:
                    yield one, other


def number(kind: dln.Kind) -> int:
    cover = least_cover(kind.problem.depth, strings_of(kind))
    assert cover is not None
    return len(cover)


def without_exception(kind: dln.Kind) -> int:
    return number(kind) + 1


def exception_if_some_cover_is_exceptional(kind: dln.Kind) -> int:
    depth = kind.problem.depth
    some = any(one[0] == 0 and other[1] == depth for one, other in covers_by_two(kind))
    return 4 if number(kind) == 2 and some else number(kind) + 1


def exception_without_the_output(kind: dln.Kind) -> int:
    return 4 if number(kind) == 2 and all(one[0] == 0 for one, _ in covers_by_two(kind)) else number(kind) + 1


def exception_without_the_input(kind: dln.Kind) -> int:
    depth = kind.problem.depth
    always = all(other[1] == depth for _, other in covers_by_two(kind))
    return 4 if number(kind) == 2 and always else number(kind) + 1


def as_many_as_runs(kind: dln.Kind) -> int:
    return number(kind)


def always_the_depth(kind: dln.Kind) -> int:
    return kind.problem.depth


ORDERS: list[Callable[[dln.Kind], int]] = [
    without_exception,
    exception_if_some_cover_is_exceptional,
    exception_without_the_output,
    exception_without_the_input,
    as_many_as_runs,
    always_the_depth,
]


@pytest.mark.parametrize("false", ORDERS)
def test_a_false_order_is_refuted_by_an_exact_point(false):
    """At some non-strict saddle the curve and the cubic form show the true order and not the false one."""
    for kind in itertools.chain(kinds_of(3, 2), kinds_of(4, 2)):
        if kind.label == NON_STRICT and false(kind) != kind.order:
            at = kind.representative()
            curve = at.descent_curve
            assert curve is not None
            assert curve.order == kind.order != false(kind)
            assert at.cubic_form.vanishes == (curve.order > 3)
            return
    pytest.fail("no kind refutes this")


# -- the dimension -----------------------------------------------------------------------------------------------------


def without_ties(kind: dln.Kind) -> int:
    return kind.dimension - sum(r * (m - r) for m, r in ties_of(kind))


def with_every_tie_twice(kind: dln.Kind) -> int:
    return kind.dimension + sum(r * (m - r) for m, r in ties_of(kind))


def with_ends_free_of_each_other(kind: dln.Kind) -> int:
    """g_0 and g_H keep the image and the kernel of E^T, but need not agree on them: e^2 dimensions more."""
    return kind.dimension + (kind.problem.cross_rank - kind.rank) ** 2


def with_homs_in_both_orders(kind: dln.Kind) -> int:
    """As if there were a map from sigma to tau whenever there is one in either direction."""
    depth, strings = kind.problem.depth, strings_of(kind)
    ordered = sum(n * m * hom(depth, s, t) for (s, n), (t, m) in itertools.product(strings.items(), repeat=2))
    either = sum(
        n * m * max(hom(depth, s, t), hom(depth, t, s))
        for (s, n), (t, m) in itertools.product(strings.items(), repeat=2)
    )
    return kind.dimension + ordered - either


@pytest.mark.parametrize(
    "false", [without_ties, with_every_tie_twice, with_ends_free_of_each_other, with_homs_in_both_orders]
)
def test_a_false_dimension_is_refuted_by_an_exact_tangent_space(false):
    kind = next(kind for kind in kinds_of(3, 2) if false(kind) != kind.dimension)
    assert tangent_rank(kind.representative()) == kind.dimension != false(kind)


def test_the_strings_of_a_problem_cannot_be_passed_for_another():
    """The check of widths and ranks refuses the strings of every other kind with other widths."""
    kind = next(iter(dln.Problem.canonical((2, 1), (2, 2, 2, 2)).kinds()))
    with pytest.raises(dln.InputError, match="strings pass through vertex"):
        dimension_of_kind((2, 2, 3, 2), strings_of(kind), kind.rank, kind.problem.cross_rank)
