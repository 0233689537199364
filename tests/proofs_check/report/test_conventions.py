"""The table of conventions: the page has what the data of the sources say."""

import pytest

from proofs_check.language.sources import HARDT, KAWAGUCHI, LUCCHI_TWO_LAYERS, MARCOTTE, SAXE
from proofs_check.report.conventions import FILE, in_our_words, page, table
from symdln.errors import InputError


def test_the_page_has_the_table_of_the_data() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert page(text) == text, "docs/conventions.md is old; run `.venv/bin/python -m proofs_check.report.conventions`."


def test_rows_by_hand() -> None:
    rows = table([KAWAGUCHI, LUCCHI_TWO_LAYERS, MARCOTTE, SAXE]).splitlines()[3:]
    assert [row.split(" | ")[0] for row in rows] == [
        "| `kawaguchi`",
        "| `lucchi`, Theorems 4 to 7",
        "| `marcotte`, two layers",
    ]
    assert "$H + 1$" in rows[0]
    assert r"$W_H\cdots W_2$" in rows[0]
    assert rows[1].split(" | ")[1:4] == [r"$\lVert A B X - Y\rVert^2$", "$2$", "$B$"]
    assert "transposed for layer 1" in rows[2]  # U V^T
    assert "`saxe` (2014)" in in_our_words([SAXE, HARDT])
    assert "hardt" not in in_our_words([SAXE, HARDT])


def test_a_page_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(InputError, match="no place for the table"):
        page("# Conventions\n")
