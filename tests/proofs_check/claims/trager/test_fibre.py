"""The fibres of the product map, Trager, Kohn and Bruna (2020): planted faults."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.trager import fibre
from proofs_check.language.outcome import Finding
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import first_failure, verdicts_on_cases

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {
        fibre.fibre: Verdict.DERIVED,
    },
    more_than=20,
)


@pytest.mark.parametrize(
    ("widths", "dimension", "components"),
    [
        ((1, 1, 1), 1, 2),  # the hyperbola b a = c
        ((1, 2, 1), 3, 1),  # b_1 a_1 + b_2 a_2 = c, connected
        ((2, 1, 2), 1, 2),  # (k a, b / k) for k != 0
        ((1, 1, 1, 1), 2, 4),  # c b a = d: the signs of a and b a
        ((2, 2, 2), 4, 2),  # W_1 any invertible matrix
        ((1, 2, 1, 1), 4, 2),
        ((1, 1, 2), 1, 2),
        ((2, 3, 1), 9 - 2, 1),  # r is the width of the output, which b does not count
    ],
)
def test_fibres_of_the_smallest_networks(widths: fibre.Widths, dimension: int, components: int) -> None:
    assert fibre.printed_dimension(widths) == dimension
    assert fibre.dimension_at(fibre.start(widths)) == dimension
    assert fibre.pieces(widths) == 2 ** fibre.hidden_of_least_width(widths) == components
    assert fibre.fibre.check(widths).holds


def test_points_lie_in_one_fibre_and_are_of_every_orientation() -> None:
    found = fibre.points((1, 1, 2, 1))
    assert {fibre.end_to_end(weights).entries()[0] for weights in found.values()} == {
        fibre.end_to_end(fibre.start((1, 1, 2, 1)))[0, 0]
    }
    assert {fibre.orientations(weights) for weights in found.values()} == {(1,), (-1,)}
    assert len(found) == 4


def test_retraction_moves_what_the_product_does_not_see() -> None:
    # widths (1, 2, 1), u = (1, 0)^T, W_2 = (2, 1): the part of W_2 off u w goes
    weights = dln.Matrix([[1], [0]]), dln.Matrix([[2, 1]])
    moved = fibre.retracted(weights, 0)
    assert moved == weights  # one hidden layer has nothing to spare: u_1 = W_1 and w_1 = W_2
    weights = dln.Matrix([[1], [0]]), dln.Matrix([[1, 3], [0, 5]]), dln.Matrix([[1, 0]])
    assert fibre.retracted(weights, 1) == weights
    assert fibre.retracted(weights, 0)[1] == dln.Matrix([[1, 3], [0, 0]])
    assert fibre.retracted(weights, Fraction(1, 2))[1] == dln.Matrix([[1, 3], [0, Fraction(5, 2)]])


def test_frame_inverts_the_product_on_its_rank() -> None:
    P = dln.Matrix([[1, 2, 0], [2, 4, 0]])
    L, R = fibre.frame(P)
    assert (L @ P @ R).texts() == [["1"]]
    assert P @ R @ L @ P == P


def test_only_wider_layers_can_turn() -> None:
    # (1 - 2t)^2 + 4t(1 - t) = 1
    assert [fibre.can_turn(d, r) for d, r in ((1, 1), (2, 1), (2, 2), (3, 2), (4, 2))] == [0, 1, 0, 1, 1]


def test_below_the_greatest_rank_both_numbers_can_be_wrong() -> None:
    # widths (1, 1, 1), b a = 0: two lines that cross.  The formula gives 1, at the crossing the kernel has dimension 2;
    # and (t, 0) leads from one arm of a line through the crossing to the other, so there is one component, not 2
    crossing = dln.Matrix([[0]]), dln.Matrix([[0]])
    assert fibre.printed_dimension((1, 1, 1)) == 1
    assert fibre.dimension_at(crossing) == 2
    assert fibre.dimension_at((dln.Matrix([[1]]), dln.Matrix([[0]]))) == 1
    # a path through the crossing from W_1 = 1 to W_1 = -1, all of whose points have the product 0
    assert all(fibre.end_to_end((dln.Matrix([[1 - t]]), crossing[1])).is_zero() for t in (0, 1, 2))


@pytest.mark.parametrize(
    ("planted", "witness"),
    [
        (lambda widths: widths.count(min(widths)), (1, 1, 1)),  # the ends counted too
        (lambda widths: len(widths) - 2, (1, 2, 1)),  # every hidden layer
        (lambda widths: 0, (1, 1, 1)),  # connected
        (lambda widths: min(1, widths[1:-1].count(min(widths))), (1, 1, 1, 1)),  # two components at most
    ],
)
def test_false_numbers_of_components_are_refuted(monkeypatch: pytest.MonkeyPatch, planted: Any, witness: Any) -> None:
    monkeypatch.setattr(fibre, "hidden_of_least_width", planted)
    assert first_failure(fibre.fibre) == witness


def weights_less(widths: fibre.Widths, r: int) -> int:
    total = sum(a * b for a, b in itertools.pairwise(widths))
    return total - r * (widths[0] + widths[-1] - r)


@pytest.mark.parametrize(
    ("planted", "witness"),
    [
        (lambda widths: weights_less(widths, min(widths[0], widths[-1])), (2, 1, 2)),  # the rank of a free product
        (lambda widths: weights_less(widths, 0) - widths[0] * widths[-1], (2, 1, 2)),  # one equation per entry
        (lambda widths: weights_less(widths, min(widths[1:-1])), (1, 2, 1)),  # the ends forgotten
    ],
)
def test_false_dimensions_are_refuted(monkeypatch: pytest.MonkeyPatch, planted: Any, witness: Any) -> None:
    monkeypatch.setattr(fibre, "printed_dimension", planted)
    assert first_failure(fibre.fibre) == witness


@pytest.mark.parametrize("step", [fibre.STEP, fibre.LAST, fibre.ENDS, fibre.FAMILIES, fibre.FRAMES])
def test_without_its_relations_no_step_is_shown(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setattr(fibre, "rewrite", lambda value, relations: value)
    assert fibre.IN_WORDS[step]().answer is Finding.UNDECIDED


def test_a_fibre_that_connects_what_determinants_separate_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fibre, "can_turn", lambda d, r: True)
    assert first_failure(fibre.fibre) == (1, 1, 1)
