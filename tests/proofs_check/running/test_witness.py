"""The text of a witness says all that a reader needs to check the case by hand."""

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.running.witness import problem_text
from symdln.files.point import problem_data


@pytest.mark.parametrize(
    ("problem", "ends"),
    [
        (dln.Problem.canonical((3,), (1, 1, 1)), "Syx = [[3]]"),
        (dln.Problem.canonical((3,), (1, 1, 1), loss_factor=Fraction(1, 3)), "Syx = [[3]], loss factor 1/3"),
        # X = (1, 0) and Y = (2, 1): the best map is 2, and the residual (0, 1) adds 1 to Syy = 5
        (dln.Problem.from_data([[1, 0]], [[2, 1]], hidden=(1,)), "Syx = [[2]], Syy = [[5]], 2 samples"),
        (dln.Problem.from_data([[1], [0]], [[2]], hidden=(1,)), "Syx = [[2, 0]], 1 sample"),
    ],
)
def test_a_residual_other_samples_and_another_loss_factor_are_said(problem, ends):
    assert problem_text({"problem": problem_data(problem)}).endswith(ends)
