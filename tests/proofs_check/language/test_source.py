"""Sources: what a reader needs, how each counts depth and rank, and that the page of conventions says the same."""

from dataclasses import replace
from fractions import Fraction

import symdln as dln
from proofs_check.language.sources import ACHOUR_PAPER, CHITOUR, LUCCHI_DEEP, LUCCHI_TWO_LAYERS, MARCOTTE, SOURCES

# Widths (2, 2, 2, 2), W_1 = diag(1, 0), W_2 = diag(0, 1), W_3 = I: the full product is 0, W_3 W_2 and W_2 have rank 1.
PROBLEM = dln.Problem.canonical((3, 2), (2, 2, 2, 2))

POINT = dln.Point(PROBLEM, [[[1, 0], [0, 0]], [[0, 0], [0, 1]], [[1, 0], [0, 1]]])


def test_each_source_counts_depth_and_rank_in_its_own_way():
    assert CHITOUR.conventions.rank_of(POINT) == 1
    assert ACHOUR_PAPER.conventions.rank_of(POINT) == 0
    assert LUCCHI_DEEP.conventions.rank_of(POINT) == 1
    assert CHITOUR.conventions.symbol_value(depth=3) == 2
    assert ACHOUR_PAPER.conventions.symbol_value(depth=3) == 3
    assert CHITOUR.conventions.loss_factor == Fraction(1, 2)
    assert ACHOUR_PAPER.conventions.loss_factor == 1


def test_citations_have_what_a_reader_needs():
    assert {source.key for source in SOURCES} >= {"chitour", "achour", "lucchi", "ours"}
    assert all(source.title and source.authors and source.where and source.year > 1900 for source in SOURCES)


def test_the_layers_of_a_printed_product_are_translated_once():
    # a product with the input on the left, and the second layer transposed: X A B^T, A of 2 x 3 maps nothing but shapes
    A, B = dln.Matrix([[1, 2, 3], [4, 5, 6]]), dln.Matrix([[1, 0, 2], [0, 1, 0], [5, 0, 0], [0, 0, 7]])
    rows = replace(CHITOUR.conventions, input_is_left=True, transposed=(2,))
    assert rows.layers([A, B]) == [A, B.T]
    assert CHITOUR.conventions.layers([A, B]) == [B, A]
    # U V^T with U of 1 x 1 and V of 2 x 1: the first layer is V^T of 1 x 2, the second U
    U, V = dln.Matrix([[3]]), dln.Matrix([[5], [7]])
    assert MARCOTTE.conventions.layers([U, V]) == [dln.Matrix([[5, 7]]), U]


def test_a_loss_is_counted_with_the_factor_of_the_source():
    # symdln's half of a squared norm: the same point has twice the loss in a source without the factor 1/2
    assert CHITOUR.conventions.loss_of(POINT) == POINT.loss
    assert ACHOUR_PAPER.conventions.loss_of(POINT) == 2 * POINT.loss != 0


def test_the_factor_is_that_of_the_printed_loss():
    for each in SOURCES:
        if each.as_printed and "any function" not in each.conventions.loss:
            assert each.conventions.loss.startswith(r"\tfrac12") == (each.conventions.loss_factor == Fraction(1, 2)), (
                each
            )
    assert LUCCHI_TWO_LAYERS.conventions.extra_layers == 2  # the two layers have no depth symbol
