"""The command ``proofs-check values``: its table, its JSON, its exit codes and what it refuses."""

import json

import pytest

from proofs_check.cli import values as values_cli
from proofs_check.facts.elimination_programs import SINGULAR

SMALLEST = ("values", "--widths", "1,1,1", "--spectrum", "2")


def table(out: str) -> list[list[str]]:
    """The rows below the heading, as values and what is said of real weights."""
    return [[line.split("  ", 1)[0], line.split("  ")[-1].strip()] for line in out.splitlines()[1:]]


def test_values_with_weight_decay(command) -> None:
    # by hand in the tests of elimination: s^2 / 2, d s - d^2 / 2 and -d s - d^2 / 2
    code, out, err = command(*SMALLEST, "--decay", "1/10")
    assert (code, err) == (0, "")
    assert table(out) == [
        ["2", "yes, at 1 point"],
        ["39/200", "yes, at 2 points"],
        ["-41/200", "no: by complex weights only"],
    ]


def test_values_without_decay_are_compared_with_the_theorem(command) -> None:
    code, out, _ = command(*SMALLEST)
    assert code == 0
    assert table(out)[:2] == [["2", "yes"], ["0", "yes"]]
    assert "These are the values of the theorem" in out


def test_a_difference_from_the_theorem_is_said_and_counts(command, monkeypatch) -> None:
    right = values_cli.theorem_polynomial
    monkeypatch.setattr(values_cli, "theorem_polynomial", lambda problem: right(problem) ** 2)
    code, out, _ = command(*SMALLEST)
    assert code == 1
    assert "These are NOT the values" in out
    assert "not decided" in out


def test_what_is_not_decided_is_said(command) -> None:
    code, out, _ = command("values", "--widths", "1,2,1", "--spectrum", "2", "--decay", "1/10")
    assert code == 0
    assert table(out)[:3] == [
        ["2", "not decided"],
        ["39/200", "not decided"],
        ["-41/200", "no: a loss is never negative"],
    ]


def test_irrational_values_come_with_their_polynomial(command) -> None:
    # widths 1-1-1-1 with decay d: L - v has the irrational values of a quartic twice, and s^2 / 2 = 2 at zero
    code, out, _ = command("values", "--widths", "1,1,1,1", "--spectrum", "2", "--decay", "1/10")
    assert code == 0
    assert "0.234917346193..." in out
    assert "v^4" in out
    assert "2 more values are not real" in out


def test_json_holds_the_same(command, tmp_path) -> None:
    path = tmp_path / "values.json"
    code, out, _ = command(*SMALLEST, "--decay", "1/10", "--json", path)
    assert code == 0
    assert str(path) in out
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["widths"] == [1, 1, 1]
    assert (data["singular values"], data["decay"], data["method"]) == (["2"], "1/10", "flint")
    assert [(value["value"], value["real points"]) for value in data["values"]] == [
        ("2", 1),
        ("39/200", 2),
        ("-41/200", 0),
    ]
    assert data["values that are not real"] == 0
    assert data["agrees with the theorem"] is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--widths", "1,1", "--spectrum", "2"), "at least two weight matrices"),
        (("--widths", "1,x", "--spectrum", "2"), "is not a list of widths"),
        (("--widths", "1,1,1", "--spectrum", "-2"), "never negative"),
        (("--widths", "1,1,1", "--spectrum", "2", "--decay", "-1"), "never negative"),
        (("--widths", "1,1,1", "--spectrum", "2", "--decay", "much"), "not a rational number"),
        (("--widths", "1,1,1", "--spectrum", "2", "--budget", "soon"), "not a duration"),
        (("--widths", "1,1,1", "--spectrum", "2", "--method", "maple"), "maple"),
        (("--widths", "9,9,9", "--spectrum", "2"), "tiny networks"),
        (("--widths", "3,3,3", "--spectrum", "3,2,1", "--budget", "0.2s"), "did not finish within 0.2 seconds"),
        (("--widths", "1,1,1", "--spectrum", "2", "--json", "no/such/folder.json"), "there is no folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_use_is_one_sentence(command, arguments, sentence) -> None:
    code, out, err = command("values", *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


@pytest.mark.skipif(SINGULAR.find() is not None, reason="Singular is installed")
def test_a_missing_program_is_one_sentence(command) -> None:
    code, _, err = command(*SMALLEST, "--method", "singular")
    assert code == 2
    assert "Singular was not found" in err
