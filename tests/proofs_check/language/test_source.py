"""Sources: what a reader needs, how each counts depth and rank, and that the page of conventions says the same."""

from fractions import Fraction
from pathlib import Path

import pytest

import symdln as dln
from proofs_check.language import source
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


PAGE = (Path(__file__).resolve().parents[3] / "docs" / "conventions.md").read_text(encoding="utf-8")
ROWS = {
    "`achour`": source.ACHOUR_PAPER,
    "`chitour`": source.CHITOUR,
    "`lucchi`, Theorems 4 to 7": source.LUCCHI_TWO_LAYERS,
    "`lucchi`, Theorem 8": source.LUCCHI_DEEP,
    '`lucchi`, from "Setting" on': source.LUCCHI_SETTING,
    "`baldi`": source.BALDI,
    "`kawaguchi`": source.KAWAGUCHI,
    "`hardt`": source.HARDT,
    "`zhu`": source.ZHU,
}


def cells(name: str) -> list[str]:
    """The cells of the first row of the page that begins with a name, without the dollar signs around a formula."""
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {name}"))
    return [cell.strip().strip("$") for cell in row.strip("| ").split("|")]


@pytest.mark.parametrize("name", ROWS)
def test_a_row_says_what_the_data_say(name):
    conventions = ROWS[name].conventions
    _, loss, depth, first_layer, rank_product = cells(name)
    assert loss.startswith(r"\tfrac12") == (conventions.loss_factor == Fraction(1, 2))
    letter, _, extra = depth.partition(" + ")
    assert (letter, extra or "0") == (conventions.depth_symbol, str(conventions.extra_layers)) or depth == "2"
    assert (first_layer, rank_product.replace(r"\cdots ", "...")) == (conventions.first_layer, conventions.rank_product)


def test_the_two_layers_have_no_depth_symbol():
    assert source.LUCCHI_TWO_LAYERS.conventions.extra_layers == 2
    assert cells("`lucchi`, Theorems 4 to 7")[2] == "2"
