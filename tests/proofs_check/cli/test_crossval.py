"""The command ``proofs-check crossval``: its table, its files, and how it exits."""

import json

import pytest
from click.testing import CliRunner

from proofs_check.arithmetics.columns import ARITHMETICS, by_numpy
from proofs_check.arithmetics.values import OPEN, Word
from proofs_check.cli import crossval as command_module
from proofs_check.crossvalidation import agreement
from proofs_check.language.scope import Unit

UNITS = [Unit(((1, 1, 1), (3,), "white", (0, 1)), 0, 2, 0)]


@pytest.fixture
def crossval(monkeypatch):
    monkeypatch.setattr(agreement, "items", lambda *_: iter(UNITS))

    def call(*arguments):
        return CliRunner().invoke(command_module.command, ["--jobs", "1", *map(str, arguments)], standalone_mode=False)

    return call


def test_agreement_exits_with_0_and_the_table_is_data(crossval, tmp_path):
    result = crossval("--json", tmp_path / "table.json")
    assert result.return_value == 0, result.output
    assert "At 2 critical points, one of each kind, no two arithmetics contradict each other" in result.output
    data = json.loads((tmp_path / "table.json").read_text(encoding="utf-8"))
    assert data["agree"] is True
    assert {cell["arithmetic"] for cell in data["table"]} == set(ARITHMETICS)
    assert {"quantity": "inertia", "arithmetic": "mpmath", "agrees": 2, "undecided": 0, "contradicted": 0} in data[
        "table"
    ]


def test_a_contradiction_exits_with_1_and_leaves_a_file_that_replays(crossval, tmp_path, monkeypatch):
    monkeypatch.setitem(ARITHMETICS, "numpy", lambda question: dict(by_numpy(question)) | {"class": Word("a valley")})
    folder = tmp_path / "found"
    result = crossval("--disagreements", folder)
    assert result.return_value == 1
    assert "CONTRADICTED: class: sympy has" in result.output
    (path, *_) = sorted(folder.iterdir())
    assert f"--replay {path}" in result.output.replace("\n", "")
    replayed = crossval("--replay", path)
    assert replayed.return_value == 1
    assert "numpy has a valley" in replayed.output.replace("\n", " ")
    monkeypatch.setitem(ARITHMETICS, "numpy", by_numpy)
    assert crossval("--replay", path).return_value == 0


def test_undecided_answers_are_said(crossval, tmp_path, monkeypatch):
    monkeypatch.setitem(ARITHMETICS, "numpy", lambda question: dict(by_numpy(question)) | {"class": OPEN})
    result = crossval("--disagreements", tmp_path / "none")
    assert result.return_value == 0
    assert "some arithmetic left 2 quantities undecided" in result.output
    assert not (tmp_path / "none").exists()


def test_both_numbers_of_kinds_at_once_are_refused(crossval):
    result = crossval("--kinds", 2, "--every-kind")
    assert "pass either --kinds N or --every-kind" in str(result.exception)


def test_a_budget_ends_it_with_what_was_done(crossval, monkeypatch):
    monkeypatch.setattr(agreement, "items", lambda *_: iter(UNITS * 3))
    result = crossval("--budget", "0.001s")
    assert "The budget ended: the table covers" in result.output
