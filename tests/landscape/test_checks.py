"""What is not a problem is refused in one sentence: widths, factors, data and moments that cannot be used."""

import pytest

import symdln as dln
from tests.landscape.support import error_of

I2 = [[1, 0], [0, 1]]


REFUSED = [
    (
        lambda: dln.Problem.canonical((1,), (2,)),
        "The widths (2,) have no weight matrix between them; pass (d_0, d_1, ..., d_H)",
    ),
    (lambda: dln.Problem.canonical((1,), ()), "The widths () have no weight matrix between them"),
    (lambda: dln.Problem.canonical((1,), (2, 0, 2)), "widths must be positive integers, but (2, 0, 2) were passed."),
    (lambda: dln.Problem.canonical((1,), (2, -1, 2)), "widths must be positive integers"),
    (
        lambda: dln.Problem.canonical((1,), (2, 1.5, 2)),
        "widths must be positive integers, but (2, 1.5, 2) were passed.",
    ),
    (
        lambda: dln.Problem.canonical((1,), (w for w in (2, 1.5, 2))),
        "widths must be positive integers, but (2, 1.5, 2) were passed.",
    ),
    (lambda: dln.Problem.canonical((1,), (2, True, 2)), "widths must be positive integers"),
    (lambda: dln.Problem.canonical((1,), (2, "x", 2)), "widths must be integers like (3, 2, 2)"),
    (lambda: dln.Problem.canonical((1,), (2, float("inf"), 2)), "widths must be integers like (3, 2, 2)"),
    (lambda: dln.Problem.canonical((1,), (2, float("nan"), 2)), "widths must be integers like (3, 2, 2)"),
    (
        lambda: dln.Problem.canonical((1,), "222"),
        "widths must be a sequence such as (3, 2), but '222' (str) was passed.",
    ),
    (lambda: dln.Problem.canonical((1,), 3), "widths must be a sequence such as (3, 2), but 3 (int) was passed."),
    (
        lambda: dln.Problem.canonical(3, (2, 2, 2)),
        "singular_values must be a sequence such as (3, 2), but 3 (int) was passed.",
    ),
    (
        lambda: dln.Problem.canonical((3, 2, 1), (3, 3, 2)),
        "3 singular values were passed, but widths (3, 3, 2) leave room for min(d_0, d_H) = 2",
    ),
    (
        lambda: dln.Problem.canonical((1, -1), (2, 2, 2)),
        "singular values are never negative, but -1 was passed.",
    ),
    (lambda: dln.Problem.canonical((0.5,), (2, 2, 2)), "0.5 is a float"),
    (
        lambda: dln.Problem.canonical((1,), (2, 2, 2), loss_factor=0),
        "loss_factor=0 must be positive: 1/2 and 1 are the usual conventions.",
    ),
    (lambda: dln.Problem.canonical((1,), (2, 2, 2), loss_factor=-1), "loss_factor=-1 must be positive"),
    (
        lambda: dln.Problem.from_data([[1, 2]], [[1]], (1,)),
        "X has 2 columns and Y has 1, but columns are samples and must be as many",
    ),
    (
        lambda: dln.Problem.from_data([[1, 2], [3]], [[1]], (1,)),
        "X has rows of lengths [2, 1]; every row needs the same number of entries.",
    ),
    (lambda: dln.Problem.from_data([[1]], [[float("nan")]], (1,)), "Y, row 1, column 1: nan is not a finite number"),
    (lambda: dln.Problem.from_data([[0.5]], [[1]], (1,)), "X, row 1, column 1: 0.5 is a float"),
    (lambda: dln.Problem.from_data([], [[1]], (1,)), "X must be a non-empty list of rows of numbers"),
    (
        lambda: dln.Problem.from_data([[1]], [[1]], 2),
        "hidden must be a sequence such as (3, 2), but 2 (int) was passed.",
    ),
    (
        lambda: dln.Problem.from_moments([[1, 2], [0, 1]], [[1, 1]], [[1]], (1,)),
        "Sxx must be a symmetric matrix, but the 2x2 matrix passed is not.",
    ),
    (
        lambda: dln.Problem.from_moments([[1, 2]], [[1, 1]], [[1]], (1,)),
        "Sxx must be a symmetric matrix, but the 1x2 matrix passed is not.",
    ),
    (lambda: dln.Problem.from_moments(I2, [[1, 1], [0, 0]], [[1, 0], [1, 1]], (1,)), "Syy must be a symmetric matrix"),
    (
        lambda: dln.Problem.from_moments(I2, [[1], [1]], [[1]], (1,)),
        "Syx must have shape (d_y, d_x) = (1, 2), but (2, 1) was passed.",
    ),
    (
        lambda: dln.Problem.from_moments([[1, 0], [0, -1]], [[1, 0]], [[1]], (1,)),
        "Sxx must be positive semidefinite, as X X^T is, but it has 1 negative",
    ),
    (lambda: dln.Problem.from_moments(I2, [[0, 0]], [[-1]], (1,)), "Syy must be positive semidefinite"),
    (
        lambda: dln.Problem.from_moments([[1, 0], [0, 0]], [[0, 1]], [[1]], (1,)),
        "the rows of Syx must lie in the image of Sxx",
    ),
    (
        lambda: dln.Problem.from_moments([[1]], [[2]], [[3]], (1,)),
        "Syy - Syx Sxx^+ Sxy must be positive semidefinite",
    ),  # 3 - 4 < 0
    (
        lambda: dln.Problem.canonical((2, 1), (2, 2, 2)).critical_value((2,)),
        "(2,) is not a selection; pass distinct positions of the 2 nonzero singular values",
    ),
    (lambda: dln.Problem.canonical((2, 1), (2, 2, 2)).critical_value((0, 0)), "(0, 0) is not a selection"),
    (lambda: dln.Problem.canonical((2, 1), (2, 2, 2)).critical_value((-1,)), "(-1,) is not a selection"),
    (lambda: dln.Problem.canonical((2, 1), (2, 2, 2)).critical_value(("a",)), "('a',) is not a selection"),
    (lambda: dln.Problem.canonical((2, 1), (2, 2, 2)).critical_value(0), "the selection must be a sequence"),
    (
        lambda: dln.Problem.canonical((2, 0), (2, 2, 2)).critical_value((1,)),
        "of the 1 nonzero singular values, 0 being the largest.",
    ),
    (
        lambda: dln.Problem.canonical((2, 1), (2, 1, 2)).critical_value((0, 1)),
        "a product through widths (2, 1, 2) has rank at most 1, but 2 positions",
    ),
    (
        lambda: dln.Problem.from_data([[0]], [[1]], (1,)).reduced(),
        "Sxx is zero, so no input direction is left; the loss is constant.",
    ),
    (
        lambda: dln.Problem.from_data([[0]], [[1]], (1,)).canonical_form(),
        "Sxx is zero, so no input direction is left; the loss is constant.",
    ),
]


@pytest.mark.parametrize(("action", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_used_is_refused_with_a_sentence(action, sentence):
    assert sentence in error_of(action)
