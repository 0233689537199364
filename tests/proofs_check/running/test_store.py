"""The store of work items: what it gives back, what it refuses, and when an item is done again."""

import json
import shutil
import sqlite3
import zlib
from pathlib import Path

import planted_claims
import planted_errors
import pytest

from proofs_check.language.scope import Unit
from proofs_check.report.results import results_data
from proofs_check.running import evaluate, fingerprint, registry
from proofs_check.running.evaluate import Tally
from proofs_check.running.runner import Ending, Settings, run
from proofs_check.running.store import FORMAT, Store, as_data, from_data, text_of
from symdln.errors import InputError

SMALL = Settings("small")

UNIT = Unit(((1, 2, 1), (3,), "white"), 0, 100, 7)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


def without_times(data):
    if isinstance(data, dict):
        return {key: without_times(value) for key, value in data.items() if key not in ("seconds", "jobs")}
    return [without_times(entry) for entry in data] if isinstance(data, list) else data


def text(report):
    return json.dumps(without_times(results_data(report)))


@pytest.fixture
def asked(monkeypatch):
    """The claims that are really checked, once for each work item."""
    seen = []
    whole = evaluate.evaluate

    def noted(task):
        seen.extend(id for _, id in task.claims)
        return whole(task)

    monkeypatch.setattr("proofs_check.running.runner.evaluate", noted)
    return seen


def test_a_tally_comes_back_as_it_was():
    tally = Tally(seen=9, cases=5, failures=2, seconds=0.1, witness={"data": [1, "2/3", None]}, open_sentence="why")
    tally.excluded_cases["depth = 2"] += 4
    assert from_data(json.loads(json.dumps(as_data(tally)))) == tally
    assert as_data(Tally()) == {}


def test_every_work_item_of_the_suite_has_its_own_text():
    # Equal texts would mix up two work items; a unit that JSON cannot hold would raise.
    for size in ("small", "default"):
        for scope in {claim.over for claim in registry.all_claims().values()}:
            units = list(scope.units(size, 3))
            assert len({text_of(unit) for unit in units}) == len(units)


def test_a_second_run_asks_nothing_and_says_the_same(path, asked):
    fresh = text(run(planted_claims.SUITE, SMALL))
    with Store(path) as store:
        assert text(run(planted_claims.SUITE, SMALL, store=store)) == fresh
        asked.clear()
        again = run(planted_claims.SUITE, SMALL, store=store)
    assert (text(again), asked) == (fresh, [])
    assert again.recalled > 0


@pytest.mark.parametrize("first", [planted_claims.SUITE[:1], planted_claims.SUITE[2:5], planted_claims.SUITE[4:]])
def test_claims_recorded_in_other_company_give_the_same_results(path, first):
    # toy.vacuous alone looks at no case; with others over its scope it stands beside those that look at all.
    with Store(path) as store:
        run(first, SMALL, store=store)
        assert text(run(planted_claims.SUITE, SMALL, store=store)) == text(run(planted_claims.SUITE, SMALL))
        assert text(run(first, SMALL, store=store)) == text(run(first, SMALL))


def test_another_seed_or_scope_is_new_work(path, asked):
    with Store(path) as store:
        for settings in (SMALL, Settings("small", seed=1), Settings("default")):
            asked.clear()
            run([planted_claims.sampled], settings, store=store)
            assert asked == ["toy.sampled"] * 4  # ten cases, three at a time


def test_only_claims_whose_code_changed_are_done_again(path, asked, monkeypatch):
    with Store(path) as store:
        run(planted_claims.SUITE, SMALL, store=store)
        whole = fingerprint.of_claim
        monkeypatch.setattr(fingerprint, "of_claim", lambda made: whole(made) + "+" * (made.id == "toy.rank"))
        asked.clear()
        run(planted_claims.SUITE, SMALL, store=store)
        assert set(asked) == {"toy.rank"}
        assert [record.id for record in store.records()].count("toy.rank") == 2
        removed = store.compact(lambda id, code: code == whole(planted_claims.rank) or id != "toy.rank")
        assert removed == len(asked)


def test_errors_are_not_recorded(path, asked):
    suite = [planted_errors.fine, planted_errors.raises]
    with Store(path) as store:
        for _ in range(2):
            asked.clear()
            report = run(suite, SMALL, store=store)
            assert [result.claim.id for result in report.errors] == ["bad.raises"]
    assert set(asked) == {"bad.raises"}


def test_what_a_budget_cut_is_not_recorded(path):
    with Store(path) as store:
        report = run([planted_errors.slow], Settings("small", budget=0.35), store=store)
        (record,) = store.records()
    assert report.ending is Ending.BUDGET
    assert str(report.results[0].verdict) == "UNDECIDED"
    assert record.tally.cases <= report.results[0].tally.cases


def test_the_first_record_of_an_item_stays(path):
    with Store(path) as one, Store(path) as other:
        one.add(UNIT, [("toy.rank", "a", Tally(cases=1))])
        other.add(UNIT, [("toy.rank", "a", Tally(cases=2)), ("toy.rank", "b", Tally(cases=3))])
        assert one.tallies(UNIT, {"toy.rank": "a"}) == {"toy.rank": Tally(cases=1)}
        assert one.tallies(UNIT, {"toy.rank": "b"}) == {"toy.rank": Tally(cases=3)}
        assert one.tallies(UNIT._replace(seed=8), {"toy.rank": "a"}) == {}


# -- files that are refused --------------------------------------------------------------------------------------------


@pytest.fixture
def filled(path):
    with Store(path) as store:
        for start in range(0, 40_000, 100):
            store.add(UNIT._replace(start=start), [("toy.rank", "a", Tally(cases=100, open_sentence="x" * 50))])
    return path


def no_database(path):
    path.write_bytes(b"not a database at all, " * 100)


def zeroed_pages(path):
    content = bytearray(path.read_bytes())
    content[8192:-4096] = bytes(len(content) - 12_288)
    path.write_bytes(content)


def cut_off(path):
    path.write_bytes(path.read_bytes()[:10_000])


def of_another_program(path):
    path.unlink()
    file = sqlite3.connect(path)
    file.execute("CREATE TABLE photographs (name TEXT)")
    file.close()


def of_a_newer_version(path):
    file = sqlite3.connect(path)
    file.execute(f"PRAGMA user_version = {FORMAT + 1}")
    file.close()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (no_database, "is damaged or not a store (file is not a database); it was left as it is"),
        (zeroed_pages, "is damaged or not a store"),
        (cut_off, "is damaged or not a store"),
        (of_another_program, "is the database of another program; name another file."),
        (of_a_newer_version, "was written by a newer version of proofs-check (format 2; this one reads 1)"),
    ],
)
def test_a_file_that_is_no_sound_store_is_refused_and_kept(filled, damage, sentence):
    damage(filled)
    before = filled.read_bytes()
    with pytest.raises(InputError) as refused:
        Store(filled)
    assert sentence in str(refused.value)
    assert filled.read_bytes() == before


def test_a_text_that_is_damaged_in_a_message_of_sqlite_is_a_sentence(filled, monkeypatch):
    # With damaged pages SQLite's own check may answer in bytes that are not text, which Python then refuses to read.
    def unreadable(store, name):
        with store._said():
            b"row 7 missing from index \xb6".decode()

    monkeypatch.setattr(Store, "_pragma", unreadable)
    with pytest.raises(InputError, match=r"is damaged or not a store \(a text in it is not in UTF-8\); it was left"):
        Store(filled)


def test_a_changed_record_is_found_when_it_is_read(filled):
    # SQLite keeps no checksums: one digit more, and 100 cases would count as 900.
    filled.write_bytes(filled.read_bytes().replace(b'"cases":100', b'"cases":900'))
    with Store(filled) as store, pytest.raises(InputError, match="a recorded work item was changed"):
        store.tallies(UNIT, {"toy.rank": "a"})


def test_a_full_disk_is_said_and_keeps_what_was_recorded(filled):
    with Store(filled) as store:
        pages = store._pragma("page_count")
        store._file.execute(f"PRAGMA max_page_count = {pages}")
        added = []

        def fill():
            for start in range(100_000):
                store.add(Unit((), start, start + 1, 0), [("toy.rank", "a", Tally(open_sentence="y" * 1000))])
                added.append(start)

        with pytest.raises(InputError, match="database or disk is full; what was recorded before is kept in it"):
            fill()
    with Store(filled) as store:
        (record,) = store.records()
        assert record.items == 400 + len(added)


def test_a_locked_store_is_said(filled, monkeypatch):
    monkeypatch.setattr("proofs_check.running.store.PATIENCE", 0.1)
    with Store(filled) as store:
        other = sqlite3.connect(filled, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="database is locked"):
            store.add(UNIT, [("toy.rank", "c", Tally())])
        other.close()


def test_a_store_that_was_being_made_when_it_was_killed_is_begun_again(path):
    path.touch()
    with Store(path) as store:
        assert store.records() == []


# -- fingerprints ------------------------------------------------------------------------------------------------------


def test_a_copy_of_a_store_is_a_store(filled, tmp_path):
    copy = tmp_path / "copy.db"
    shutil.copy(filled, copy)
    with Store(filled) as one, Store(copy) as other:
        assert one.records() == other.records()


# -- nonsense with good checksums --------------------------------------------------------------------------------------

NONSENSE = {
    "a negative count": {"cases": -7},
    "half a case": {"cases": 2.5},
    "a truth value": {"cases": True},
    "a text": {"cases": "7"},
    "more failures than cases": {"cases": 1, "failures": 2},
    "negative time": {"seconds": -1.0},
    "no time": {"seconds": float("nan")},
    "endless time": {"seconds": float("inf")},
    "an unknown entry": {"case": 1},
    "counts that are none": {"excluded_cases": {"a": -1}},
    "a list of counts": {"excluded_cases": [1]},
    "a witness that is a text": {"witness": "W = 0"},
    "a witness without a sentence": {"witness": {"data": [1]}},
    "half an error": {"error": {"sentence": "x"}},
    "a list": [1],
    "null": None,
}


def with_item(path, tally: object, sum: object = None) -> None:
    """A store with one recorded item, written past all checks; its checksum is right unless one is given."""
    Store(path).close()
    file = sqlite3.connect(path)
    text = tally if isinstance(tally, (str, bytes)) else json.dumps(tally)
    raw = text.encode() if isinstance(text, str) else text
    with file:
        file.execute("INSERT INTO claims VALUES (1, 'toy.a', 'code')")
        file.execute(
            "INSERT INTO items VALUES (?, 1, ?, ?)", (text_of(UNIT), text, zlib.crc32(raw) if sum is None else sum)
        )
    file.close()


def each_reading(store):
    """All that reads recorded items."""
    return (lambda: store.tallies(UNIT, {"toy.a": "code"}), store.records, lambda: list(store.lines()))


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_with_a_good_checksum_is_refused(path, name):
    with_item(path, NONSENSE[name])
    with Store(path) as store:
        for read in each_reading(store):
            with pytest.raises(InputError, match=r"is damaged or not a store \(.*\); it was left as it is"):
                read()


@pytest.mark.parametrize(
    ("tally", "sum"),
    [("{", None), ("[" * 100_000, None), (b"{}", None), ("{}", 5), ("{}", "x"), (b"\xff\xfe", 1), ("NaN", None)],
)
def test_items_that_are_no_text_or_no_json_are_refused(path, tally, sum):
    with_item(path, tally, sum)
    with Store(path) as store:
        for read in each_reading(store):
            with pytest.raises(InputError, match="is damaged or not a store"):
                read()


def test_an_item_of_no_claim_is_refused(path):
    with_item(path, {"cases": 1})
    file = sqlite3.connect(path)
    with file:
        file.execute("UPDATE items SET claim = 2")
    file.close()
    with Store(path) as store, pytest.raises(InputError, match="belongs to no claim"):
        store.records()


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no such device")
def test_what_is_no_file_is_no_store():
    for name in ("/dev/null", ":memory:"):
        with pytest.raises(InputError, match="name a file for the store"):
            Store(Path(name))


@pytest.mark.parametrize("name", ["file::memory:?cache=shared", "file:run.db?mode=memory", "file:/dev/null"])
def test_a_name_that_sqlite_would_read_as_an_address_is_the_name_of_a_file(name, tmp_path, monkeypatch):
    """SQLite on some systems keeps the first two in memory, where nothing lasts; the third has a folder that is not."""
    monkeypatch.chdir(tmp_path)
    if "/" in name:
        with pytest.raises(InputError, match="there is no folder"):
            Store(Path(name))
    else:
        Store(Path(name)).close()
        assert (tmp_path / name).stat().st_size > 0
