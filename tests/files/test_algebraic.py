"""Points over number fields as JSON: what is written is read again, and each bad file gets one sentence."""

import pytest

from symdln import InputError
from symdln.algebraic import AlgebraicPoint, AlgebraicProblem
from symdln.files.algebraic import algebraic_point_data, is_algebraic, parse_algebraic_point, parse_algebraic_problem


def test_a_point_is_read_again():
    problem = AlgebraicProblem.from_data([["sqrt(2)", 1]], [["cbrt(2)", "1/3"]], (1,), loss_factor="1/3")
    point = AlgebraicPoint.of(problem, [[["sqrt(3)"]], [[0]]])
    again = parse_algebraic_point(algebraic_point_data(point))
    assert again.weights == point.weights
    assert again.algebraic.Syx == point.algebraic.Syx
    assert (again.loss_value, again.label) == (point.loss_value, point.label)


@pytest.mark.parametrize(
    ("problem", "weights", "wanted"),
    [
        ({"singular_values": ["sqrt(3)"], "widths": [1, 1, 1]}, [[[1]], [[1]]], False),
        ({"singular_values": ["sqrt(3)"], "widths": [1, 1, 1]}, [[["sqrt(3)"]], [[1]]], True),
        ({"singular_values": ["1+sqrt(3)"], "widths": [1, 1, 1]}, [[[1]], [[1]]], True),
        ({"X": [["2^(1/2)"]], "Y": [[1]], "hidden": [1]}, [[[1]], [[1]]], True),
        ({"X": [["1/2"]], "Y": [[1]], "hidden": [1]}, [[["0.5"]], [[1]]], False),
    ],
)
def test_which_points_have_roots(problem, weights, wanted):
    assert is_algebraic({"problem": problem, "weights": weights}) is wanted


def test_a_spectrum_of_square_roots_is_the_problem_that_it_is_with_rational_weights():
    """Singular values sqrt 3 by an input of squared length 1/3 and the target 1, so W = sqrt 3 * sqrt 3 is critical."""
    problem = {"singular_values": ["sqrt(3)"], "widths": [1, 1, 1]}
    point = parse_algebraic_point({"problem": problem, "weights": [[["sqrt(3)"]], [["sqrt(3)"]]]})
    assert (point.label, point.loss_value.value) == ("global minimiser", 0)
    assert point.algebraic.rational() is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hidden": None}, 'needs "hidden"'),
        ({"widths": [1, 2, 1]}, "the matrices belong to widths"),
        ({"hiden": [1]}, 'unknown key "hiden"'),
        ({"Y": None}, "lacks Y"),
        ({"Sxx": [[1]]}, "several at once"),
        ({"loss_factor": -1}, "must be positive"),
        ({"number_field": {"modulus": ["x"], "root": 0}}, '"number_field" must be like'),
        ({"number_field": {"modulus": ["1"] * 30, "root": 0}}, "has degree 29"),
    ],
)
def test_problems_that_are_refused(changes, sentence):
    problem = {"X": [["sqrt(2)"]], "Y": [[1]], "hidden": [1]} | changes
    problem = {key: value for key, value in problem.items() if value is not None}
    with pytest.raises(InputError, match=sentence):
        parse_algebraic_problem(problem)


def test_weights_must_be_there():
    with pytest.raises(InputError, match="must be the list of the matrices"):
        parse_algebraic_point({"problem": {"X": [["sqrt(2)"]], "Y": [[1]], "hidden": [1]}})
