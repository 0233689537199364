"""The table of conventions in the docs agrees with the data that translate the claims."""

from fractions import Fraction
from pathlib import Path

import pytest

from proofs_check.language import source

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "conventions.md").read_text(encoding="utf-8")
ROWS = {
    "`achour`": source.ACHOUR_PAPER,
    "`chitour`": source.CHITOUR,
    "`lucchi`, Theorems 4 to 7": source.LUCCHI_TWO_LAYERS,
    "`lucchi`, Theorem 8": source.LUCCHI_DEEP,
    '`lucchi`, from "Setting" on': source.LUCCHI_SETTING,
}


def cells(name: str) -> list[str]:
    """The cells of the first row of the page that begins with a name; a bar in a norm is no border."""
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {name}"))
    return [cell.strip() for cell in row.replace(r"\|", "!").strip("| ").split("|")]


@pytest.mark.parametrize("name", ROWS)
def test_a_row_says_what_the_data_say(name):
    conventions = ROWS[name].conventions
    _, loss, depth, first_layer, rank_product = cells(name)
    assert loss.startswith("1/2") == (conventions.loss_factor == Fraction(1, 2))
    letter, _, extra = depth.partition(" + ")
    assert (letter, extra or "0") == (conventions.depth_symbol, str(conventions.extra_layers)) or depth == "2"
    assert (first_layer, rank_product) == (conventions.first_layer, conventions.rank_product)


def test_the_two_layers_have_no_depth_symbol():
    assert source.LUCCHI_TWO_LAYERS.conventions.extra_layers == 2
    assert cells("`lucchi`, Theorems 4 to 7")[2] == "2"
