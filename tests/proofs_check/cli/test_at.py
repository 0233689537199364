"""The command ``proofs-check at``: witnesses replay from their files, and files that do not fit are refused."""

import json
import re

import pytest

from proofs_check.running import registry

QUICK = ("--scope", "small", "--jobs", "1")


def test_witness_files_replay_from_the_file_alone(command, record, tmp_path):
    _, out, _ = command("run", *QUICK, "--witnesses", tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == [
        "toy.all-strict",
        "toy.no-zero-weights",
        "toy.sampled.against",
        "toy.zero-loss",
    ]
    for path in tmp_path.iterdir():
        assert f"proofs-check at {path.stem} {path}" in out
        code, found, _ = command("at", path.stem, path)
        assert code == 1
        assert found.startswith(f"{path.stem} fails at this case: ")


def test_results_files_replay_too(command, record, tmp_path):
    path = tmp_path / "results.json"
    command("run", *QUICK, "--json", path)
    assert command("at", "toy.all-strict", path)[0] == 1
    code, _, err = command("at", "toy.rank", path)
    assert (code, "hold no witness for toy.rank" in err) == (2, True)


def test_without_a_file_the_first_failing_case_is_found_anew(command, record):
    _, out, _ = command("run", *QUICK, "toy.all-strict")
    assert "    replay: proofs-check at toy.all-strict --scope small\n" in out
    (sentence,) = re.findall(r"^toy\.all-strict REFUTED: (.*)$", out, re.MULTILINE)
    code, found, _ = command("at", "toy.all-strict", "--scope", "small")
    assert code == 1
    assert found.splitlines()[0] == f"toy.all-strict fails at this case: {sentence}"
    assert found.splitlines()[1] in out.splitlines()
    assert command("at", "toy.zero-loss.corrected", "--scope", "small")[0] == 0
    assert command("at", "toy.unseparated")[:2] == (
        1,
        "toy.unseparated fails at none of 10 cases of the default scope, 1 of them undecided.\n",
    )


def test_an_error_in_the_search_is_code_2(command, monkeypatch):
    table = registry.in_module("planted_errors")
    monkeypatch.setattr(registry, "all_claims", lambda: table)
    code, _, err = command("at", "bad.raises", "--scope", "small")
    assert code == 2
    assert err.startswith("proofs-check: the check of bad.raises raised ZeroDivisionError: division by zero (at kind: ")


def test_a_claim_that_holds_at_a_case_is_code_0(command, record, tmp_path):
    command("run", *QUICK, "toy.no-zero-weights", "--witnesses", tmp_path)
    path = tmp_path / "toy.no-zero-weights.json"
    assert command("at", "toy.two-routes", path)[:2] == (0, "toy.two-routes holds at this case: inertia: equal\n")


@pytest.mark.parametrize(
    ("id", "change", "sentence"),
    [
        ("toy.rank", {}, "does not meet the hypothesis 'depth = 3'"),
        (
            "toy.all-strict",
            {"weights": [[["1"]], [["1"]]]},
            "does not meet the hypothesis 'critical, loss above the minimum'",
        ),
        ("toy.two-routes", {"weights": [[["1", "2"]], [["1"]]]}, "W_1"),
        ("toy.two-routes", {"weights": "none"}, '"weights" must be the list'),
        ("toy.two-routes", {"weights": [[["x"]], [["1"]]]}, "'x' is not a rational number"),
        ("toy.two-routes", {"problem": {"widths": [1, 1, 1]}}, '"problem" must give Sxx, Syx and Syy'),
        ("toy.two-routes", {"problem": 3}, '"problem" must be an object'),
        ("toy.zero-loss", {}, "it is about problems"),
    ],
)
def test_witnesses_that_do_not_fit_are_refused(command, record, tmp_path, id, change, sentence):
    command("run", *QUICK, "toy.no-zero-weights", "--witnesses", tmp_path)
    path = tmp_path / "toy.no-zero-weights.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    code, _, err = command("at", id, path)
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert sentence in err
    assert (f"'{path}': " in err) != sentence.startswith(("does not meet", "it is about"))


@pytest.mark.parametrize("text", ["", "[1, 2]", "{", '{"weights": []}', "\xff"])
def test_files_that_are_no_witness_are_refused(command, tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text, encoding="latin-1")
    code, _, err = command("at", "toy.rank", path)
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert str(path) in err
