"""The harness of the four arithmetics: counts, disagreements as files that replay, and a store to go on from."""

import pytest

from proofs_check.arithmetics.columns import ARITHMETICS, by_numpy
from proofs_check.arithmetics.decayed import WITH_DECAY
from proofs_check.arithmetics.values import Word
from proofs_check.crossvalidation import agreement
from proofs_check.crossvalidation.agreement import ROWS, Table, examined
from proofs_check.language.scope import Unit
from proofs_check.running.loop import Ending
from proofs_check.running.store import Store
from proofs_check.scopes import families
from symdln.decay.point import DecayedPoint
from symdln.errors import InputError, UndecidedError

UNIT = Unit(((2, 1, 2), (3, 2), "white", (0, 1, 2)), 0, 3, 0)


def table_of(arithmetics):
    table = Table()
    table.add(examined(UNIT, arithmetics))
    return table


def wrong_ranks(question):
    return dict(by_numpy(question)) | {"ranks": Word("none")}


def test_agreement_is_counted_for_every_quantity_and_arithmetic():
    table = table_of(ARITHMETICS)
    assert table.agree
    assert (table.points, table.contradicted, table.undecided) == (3, 0, 0)
    for quantity in set(ROWS) - {"order"}:
        assert all(table.cell(quantity, name) == (3, 0, 0) for name in ARITHMETICS), quantity
    assert all(table.milliseconds(name) > 0 for name in ARITHMETICS)
    assert "no two arithmetics contradict each other" in table.sentence


def test_a_contradiction_is_counted_and_kept_with_its_point():
    table = table_of(ARITHMETICS | {"numpy": wrong_ranks})
    assert not table.agree
    assert table.contradicted == 3
    assert table.cell("ranks", "numpy") == (0, 0, 3)
    assert table.cell("ranks", "FLINT") == (0, 0, 3)
    assert table.cell("inertia", "numpy") == (3, 0, 0)
    assert "3 quantities at these points are contradicted" in table.sentence
    (first, *_) = table.found
    assert first["quantity"] == "ranks"
    assert "numpy has none" in first["sentence"]


def test_an_arithmetic_that_raises_is_a_contradiction():
    def raises(question):
        raise UndecidedError("not today")

    table = table_of(ARITHMETICS | {"mpmath": raises})
    assert not table.agree
    assert table.cell("answers", "mpmath") == (0, 0, 3)
    assert table.cell("answers", "FLINT") == (3, 0, 0)
    assert "mpmath raised UndecidedError: not today" in table.found[0]["sentence"]


def test_a_file_replays_the_disagreement(tmp_path, monkeypatch):
    table = table_of(ARITHMETICS | {"numpy": wrong_ranks})
    (path, *_) = agreement.write_disagreements(table.found, tmp_path)
    assert agreement.replay(path).found == []  # the fault is gone
    monkeypatch.setitem(ARITHMETICS, "numpy", wrong_ranks)
    assert {found.quantity for found in agreement.replay(path).found} == {"ranks"}
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="holds no disagreement"):
        agreement.replay(other)


def test_the_same_kinds_are_chosen_again_and_all_where_they_are_few():
    spec = families.specs("default")[-1]
    numbers = agreement.chosen(spec, 3, 4)
    assert numbers == agreement.chosen(spec, 3, 4) != agreement.chosen(spec, 4, 4)
    assert len(set(numbers)) == 4
    assert agreement.chosen(spec, 0, None) == list(range(families.count_kinds(spec)))
    whole = list(agreement.items("small", 0, None))
    assert sum(unit.weight for unit in whole) == agreement.amount("small", None) == 202


def test_a_run_goes_on_from_its_store(tmp_path, monkeypatch):
    monkeypatch.setattr(agreement, "items", lambda *_: iter([UNIT]))
    with Store(tmp_path / "work.db") as store:
        first, ending, recalled = agreement.run("small", 0, 1, store=store)
    assert (ending, recalled) == (Ending.COMPLETE, 0)

    def never(unit):
        raise AssertionError("this item is in the store")

    monkeypatch.setattr(agreement, "examine", never)
    with Store(tmp_path / "work.db") as store:
        again, _, recalled = agreement.run("small", 0, 1, store=store)
    assert recalled == 1
    assert (again.points, again.tallies["ranks"].traits) == (first.points, first.tallies["ranks"].traits)


def test_a_contradiction_in_a_store_is_one_when_it_is_recalled(tmp_path, monkeypatch):
    monkeypatch.setattr(agreement, "items", lambda *_: iter([UNIT]))
    honest = agreement.examined
    monkeypatch.setattr(agreement, "examined", lambda unit: honest(unit, ARITHMETICS | {"numpy": wrong_ranks}))
    for recalled in (0, 1):
        with Store(tmp_path / "work.db") as store:
            found = agreement.run("small", 0, 1, store=store)
        assert found.recalled == recalled
        assert not found.table.agree
        assert "numpy has none" in found.table.found[0]["sentence"]


# -- weight decay ------------------------------------------------------------------------------------------------------


def test_points_with_decay_are_items_too_and_disagreements_replay(tmp_path):
    units = list(agreement.items("small", 0, 1, decay=True))
    assert sum(unit.weight for unit in units) == agreement.amount("small", 1, decay=True)
    unit = Unit((agreement.DECAY, units[0].part[1][:3]), 0, 3, 0)
    table = Table()
    table.add(examined(unit))
    assert table.agree
    assert table.cell("selection", "sympy") == (3, 0, 0)

    def wrong(question):
        return dict(WITH_DECAY["numpy"](question)) | {"ranks": Word("none")}

    table = Table()
    table.add(examined(unit, WITH_DECAY | {"numpy": wrong}))
    assert table.cell("ranks", "numpy") == (0, 0, 3)
    (path, *_) = agreement.write_disagreements(table.found, tmp_path)
    again = agreement.replay(path)
    assert again.found == []
    assert isinstance(again.question.point, DecayedPoint)
