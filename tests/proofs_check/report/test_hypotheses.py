"""Which hypotheses are needed: the recorded data against the claims, and against a fresh ablation."""

import json
from typing import Any

import pytest

from proofs_check.cli.ablate import as_data
from proofs_check.hunting import ablate
from proofs_check.report.hypotheses import Dropped, as_text, main, of_ablation, recorded
from proofs_check.running import registry
from proofs_check.running.runner import Settings
from symdln.errors import InputError

CLAIMS = registry.all_claims()


def ablation(*ids: str) -> dict[str, Any]:
    return as_data(ablate.ablate([CLAIMS[id] for id in ids], Settings("small", 0, 1, None), lambda weight: None, None))


def test_no_claim_is_recorded_that_does_not_exist_or_has_no_hypotheses() -> None:
    assert {id for id in recorded() if id not in CLAIMS or not CLAIMS[id].assuming} == set()


@pytest.mark.parametrize("id", ["lindsey.balanced", "razin.completion", "laurent.gradient"])
def test_a_fresh_ablation_finds_what_is_recorded(id: str) -> None:
    assert of_ablation(ablation(id))[id] == recorded()[id]


def test_what_is_needed_has_a_case_and_nothing_else_has() -> None:
    rows = [row for each in recorded().values() for row in each]
    assert all(bool(row.smallest) == (row.answer == "needed") for row in rows)
    assert all("fails at" in row.sentence for row in rows if row.answer == "needed")


def test_the_words_say_no_more_than_was_found() -> None:
    said = Dropped("h", "not refuted", 7).sentence
    assert "7 cases" in said
    assert "not seen" in said
    assert Dropped("h", "needed", 1, "a = 0").sentence == "needed, fails at a = 0"


def test_an_ablation_that_was_interrupted_is_not_recorded() -> None:
    for ending, scope in (("interrupted", "small"), ("complete", "large")):
        with pytest.raises(InputError, match="only a complete ablation"):
            of_ablation({"ending": ending, "scope": scope, "claims": []})


def test_a_check_that_raised_is_not_recorded() -> None:
    broken = {"id": "a.b", "with_all_hypotheses": {"unstated": 1}, "dropped": []}
    with pytest.raises(InputError, match=r"the checks of a\.b raised errors"):
        of_ablation({"ending": "complete", "scope": "small", "claims": [broken]})


def test_the_file_reads_back(tmp_path, monkeypatch, capsys) -> None:
    found = {"a.b": (Dropped("h", "needed", 2, "x < 1"),), "a.c": (Dropped("g", "not tested", 0),)}
    path = tmp_path / "hypotheses.json"
    path.write_text(as_text(found), encoding="utf-8")
    assert dict(recorded(path)) == found
    assert json.loads(path.read_text(encoding="utf-8"))["scope"] == "small"
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
