"""Assumptions 3 and 4: cases by hand."""

import pytest

import symdln as dln
from proofs_check.claims.chitour import assumption3, assumption4
from proofs_check.claims.chitour.parts import assumptions
from proofs_check.claims.chitour.parts.assumptions import Inputs
from symdln.algebra.matrix import Matrix

CLAIMS = (assumption3.assumption_3_generic, assumption4.assumption_4)

SQUARE = Inputs(2, ((1, 0), (0, 1)))


def test_inputs_are_counted_by_hand() -> None:
    # entries in {0, 1}: m = 1: one X; m = 2: 3 of one row, 6 invertible ones of two; every d_y = 1..m with each
    listed = assumptions.every_inputs("small")
    assert len(listed) == 1 + 2 * (3 + 6)
    assert len({inputs for inputs in listed if len(inputs.X) == 2}) == 2 * 6


def test_explicit_target_by_hand() -> None:
    # rows of X = [[1, 1], [0, 1]] orthogonalised: (1, 1), (-1/2, 1/2), of squares 2 and 1/2.
    # c_1 = 1: Sigma_11 = 2; c_2^2 / 2 > 2 first at c_2 = 3: Sigma_22 = 9/2.
    inputs = Inputs(2, ((1, 1), (0, 1)))
    target = assumptions.target_off_the_zero_set(inputs)
    assert target == Matrix([[1, 1], ["-3/2", "3/2"]])
    assert inputs.problem(target).sigma == Matrix([[2, 0], [0, "9/2"]])


@pytest.mark.parametrize(
    ("values", "third", "fourth"),
    [((2, 1), True, True), ((1, 1), False, False), ((1, 0), False, False)],
    ids=["distinct", "repeated", "zero"],
)
def test_assumptions_at_two_singular_values_are_equivalent(values, third, fourth) -> None:
    problem = SQUARE.problem(Matrix.diagonal(values))
    assert (problem.satisfies("chitour.3"), problem.satisfies("chitour.4")) == (third, fourth)
    assert assumptions.polynomial_decides(problem, "chitour.3").holds
    assert assumptions.polynomial_decides(problem, "chitour.4").holds


def test_cases_are_read_back_from_plain_tuples() -> None:
    for claim in CLAIMS:
        assert claim.check(tuple(SQUARE)).holds
        assert all(hypothesis.met_by(tuple(SQUARE)) for hypothesis in claim.assuming)


def test_a_degenerate_explicit_target_would_be_noticed(monkeypatch) -> None:
    monkeypatch.setattr(assumptions, "target_off_the_zero_set", lambda inputs: dln.Matrix.zeros(inputs.d_y, 2))
    assumptions.problems.cache_clear()
    assert assumptions.fails_on_a_zero_set(SQUARE, "chitour.3").fails
    assumptions.problems.cache_clear()


def test_weights_with_a_given_product() -> None:
    problem = dln.Problem.canonical((3, 2), (2, 3, 2, 2))
    point = assumptions.factored(problem, Matrix([[1, 2], [3, 4]]))
    assert point.weights[0] == Matrix([[1, 2], [3, 4], [0, 0]])
    assert point.end_to_end == Matrix([[1, 2], [3, 4]])
