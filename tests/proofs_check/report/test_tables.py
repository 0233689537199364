"""The tables of the field: entries by hand, and a wrong value is seen."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.cli import main
from proofs_check.report import tables
from proofs_check.report.tables import TABLES, FieldRow, FieldTable, find, tables_page
from proofs_check.running import registry
from symdln.errors import InputError


def entry(table: str, what: str) -> FieldRow:
    return next(row for row in find(table).rows if row.what == what)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_every_table_has_entries_and_names_a_claim(table: FieldTable) -> None:
    assert len({row.what for row in table.rows}) == len(table.rows) > 20
    assert table.claim in registry.all_claims()
    # what the printed formula of the orders lacks is one, everywhere; the formula of the number of components fails
    # where S/m is rounded up, and at some fibres of positive rank; all other tables are right at every entry
    if table.key == "fibres":
        assert all(row.cells[1].split(", ")[0] == row.cells[2].split(", ")[0] for row in table.rows)
        assert not entry("fibres", "widths (3, 3, 3), rank 0").equal
        assert entry("fibres", "widths (2, 2, 2), rank 0").equal
    else:
        assert table.summary.startswith(f"{0 if table.key == 'pole-orders' else len(table.rows)} of {len(table.rows)} ")


def test_entries_by_hand() -> None:
    # one hidden unit between one input and one output: u^2 - v^2 is the only law
    assert entry("conservation-laws", "n = 1, r = 1, m = 1").ours == 1
    # L = (b a)^2 / 2: the volume of |a b| < e is like e log 1/e, so lambda = 1/2 with order 2; a b = 0 is two lines
    assert entry("learning-coefficients", "widths (1, 1, 1), rank 0").ours == (Fraction(1, 2), 2)
    assert entry("fibres", "widths (1, 1, 1), rank 0").ours == (1, 2)
    assert entry("fibres", "widths (1, 1, 1), rank 0").cells == ("widths (1, 1, 1), rank 0", "1, 0", "1, 2", "no")
    # two layers of rank 1: q^3 / (1 - q)^4 = q^3 + 4 q^4 + ...; one of rank 2 and one that is 0: q^4, twice
    assert entry("fibre-examples", "widths (2, 2, 2), coefficient of q^4").ours == 6
    assert entry("pole-orders", "widths (1, 1, 1), rank 0").cells == ("widths (1, 1, 1), rank 0", "1", "2", "no")
    # b a = 1 is a curve in the plane
    assert entry("fibre-dimensions", "widths (1, 1, 1)").ours == 1
    # L = (b a - y)^2 / 2: the Gauss-Newton part has rank 1, the part with the residual and the Hessian have rank 2
    assert entry("hessian-ranks", "widths (1, 1, 1), rank Sxx 1").ours == (1, 2, 2)


def test_a_wrong_value_is_seen() -> None:
    def rows() -> Iterator[FieldRow]:
        yield FieldRow("a", 1, 1)
        yield FieldRow("b", 2, 3)
        yield FieldRow("c", 2, tables.UNDECIDED)

    wrong = replace(TABLES[0], make=rows)
    assert wrong.summary == "1 of 3 entries are equal."
    assert [row.cells[3] for row in wrong.rows] == ["yes", "no", "no"]


def test_the_page_has_every_table_and_every_entry() -> None:
    page = tables_page()
    assert page.count("\n## ") == len(TABLES)
    assert sum(line.startswith("| widths") or line.startswith("| n =") for line in page.splitlines()) == sum(
        len(table.rows) for table in TABLES
    )


def test_an_unknown_table_gets_one_sentence() -> None:
    with pytest.raises(InputError, match="There is no table called 'ranks'; the tables are conservation-laws, "):
        find("ranks")


@pytest.mark.parametrize(("name", "code"), [("fibre-dimensions", 0), ("pole-orders", 1)])
def test_the_command_ends_with_1_where_an_entry_differs(
    capsys: pytest.CaptureFixture[str], name: str, code: int
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["tables", name])
    assert int(ended.value.code or 0) == code
    assert find(name).summary in capsys.readouterr().out
