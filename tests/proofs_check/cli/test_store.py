"""The command ``proofs-check store``: what it shows, exports and compacts, and what it refuses."""

import json

import pytest

from proofs_check.language.scope import Unit
from proofs_check.running.evaluate import Tally
from proofs_check.running.store import Store, text_of

UNIT = Unit(((1, 2, 1), (3,), "white"), 0, 100, 7)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


def test_show_export_and_compact(command, path):
    command("run", "toy.symbols", "toy.rank", "--scope", "small", "--jobs", "1", "--store", path)
    with Store(path) as store:
        store.add(UNIT, [("toy.gone", "old", Tally(cases=3))])
    out = command("store", "show", path)[1]
    assert [line.split()[:2] + line.split()[-1:] for line in out.splitlines() if line.strip().startswith("toy.")] == [
        ["toy.gone", "1", "other"],
        ["toy.rank", "24", "present"],
        ["toy.symbols", "1", "present"],
    ]
    lines = [json.loads(line) for line in command("store", "export", path)[1].splitlines()]
    assert len(lines) == 26
    assert lines[0] == {"claim": "toy.gone", "code": "old", "unit": json.loads(text_of(UNIT)), "tally": {"cases": 3}}
    assert command("store", "compact", path)[1].startswith("1 work items removed; ")
    assert "toy.gone" not in command("store", "show", path)[1]


def test_commands_refuse_a_store_that_is_not_there(command, path, tmp_path):
    for word in ("show", "compact", "export"):
        code, _, err = command("store", word, path)
        said = f"there is no store '{path}'; `proofs-check run --store FILE` makes one."
        assert (code, err) == (2, f"proofs-check: {said}\n")
    assert not path.exists()
    assert "is a folder" in command("run", "toy.symbols", "--store", tmp_path)[2]
    assert "there is no folder" in command("run", "toy.symbols", "--store", tmp_path / "no" / "store.db")[2]
