"""Sources: what a reader needs, and how each counts depth and rank."""

from fractions import Fraction

import symdln as dln
from proofs_check.language.source import ACHOUR_PAPER, CHITOUR, LUCCHI_DEEP, SOURCES

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
