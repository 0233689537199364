"""The command line: exit codes, what is printed, and what is refused in one sentence."""

import ast
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import planted_claims
import pytest
from click.testing import CliRunner

from proofs_check.cli import cli
from proofs_check.language.verdict import Verdict
from proofs_check.report import results
from proofs_check.running import expected, registry

QUICK = ("--scope", "small", "--jobs", "1")


@pytest.fixture
def record(monkeypatch):
    """Replace the recorded verdicts."""

    def replace(verdicts):
        monkeypatch.setattr(expected, "recorded", lambda: {id: Verdict(word) for id, word in verdicts.items()})

    replace(planted_claims.EXPECTED)
    return replace


def test_list_names_every_claim_in_full(command):
    code, out, _ = command("list")
    assert code == 0
    assert all(f"{made.id} " in out for made in planted_claims.SUITE)
    assert "13 claims." in out


def test_long_ids_are_never_cut(command, monkeypatch, record):
    monkeypatch.setenv("COLUMNS", "50")
    for arguments in (("list",), ("run", *QUICK, "toy.all-strict")):
        _, out, _ = command(*arguments)
        assert "toy.all-strict.corrected" in out


def test_show_tells_everything_about_a_claim(command, record):
    code, out, _ = command("show", "toy.ill-formed")
    assert code == 0
    for part in (
        "n < N",
        "Every number is below N.",
        "page 8",
        "N is not defined; read as 10",
        "PROVED:",
        "ILL-FORMED",
    ):
        assert part in out


def test_run_agrees_with_the_record(command, record):
    code, out, err = command("run", *QUICK)
    assert (code, err) == (0, "")
    assert re.search(r"toy\.all-strict +REFUTED +330 +50 +critical points", out)
    assert "13 claims: 1 PROVED, 4 VERIFIED, 1 SUPPORTED, 3 REFUTED, 1 ILL-FORMED, 1 VACUOUS, 2 UNDECIDED." in out
    assert "202 kinds of critical points" in out.splitlines()[0]
    assert "202 kinds of critical points (404 points)" in out
    assert "\x1b" not in out


def test_run_takes_prefixes_and_sources(command, record):
    _, out, _ = command("run", *QUICK, "toy.zero-loss", "toy.symbols")
    assert "3 claims:" in out
    assert command("run", *QUICK, "--source", "toy", "toy.rank")[0] == 0


def test_a_refutation_that_is_not_recorded_differs(command, record):
    record({**planted_claims.EXPECTED, "toy.all-strict": "VERIFIED"})
    code, _, err = command("run", *QUICK)
    assert code == 1
    assert err == "proofs-check: toy.all-strict is REFUTED, but VERIFIED is recorded.\n"


def test_every_difference_counts_in_the_default_scope(command, record):
    ids = ("toy.sampled", "toy.symbols")
    assert command("run", *ids, "--jobs", "1")[0] == 0
    record({**planted_claims.EXPECTED, "toy.symbols": "VERIFIED"})
    assert command("run", *ids, "--jobs", "1")[0] == 1
    record({})
    code, _, err = command("run", "toy.symbols", "--jobs", "1")
    assert code == 1
    assert err == "proofs-check: toy.symbols is PROVED, and no verdict is recorded for it.\n"


def test_a_smaller_scope_need_not_find_what_is_recorded(command, record):
    record({**planted_claims.EXPECTED, "toy.two-routes": "REFUTED"})
    assert command("run", *QUICK)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "toy.rnk"), "no claim is called 'toy.rnk'; did you mean toy.rank"),
        (("show", "toy.all"), "no claim is called 'toy.all'; did you mean"),
        (("list", "--source", "toi"), "no claim has the source 'toi'; the sources are toy."),
        (("run", "--scope", "huge"), "'huge' is not one of"),
        (("run", "--budget", "soon"), "'soon' is not a duration; write it like 60s, 5m or 1h."),
        (("run", "--budget", "0s"), "'0s' is not a duration"),
        (("run", "--jobs", "0"), "0 is not in the range"),
        (("run", "--json", "no/such/folder/x.json"), "there is no folder 'no/such/folder'"),
        (("run", "--quickly"), "No such option '--quickly'"),
        (("at", "toy.rank", "missing.json"), "there is no file 'missing.json'"),
        (("haunt",), "No such command 'haunt'"),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(command, arguments, sentence):
    code, _, err = command(*arguments)
    assert code == 2
    assert err.startswith("proofs-check: ")
    assert sentence in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_an_error_in_a_check_is_code_2_with_its_traceback_on_request(command, monkeypatch):
    table = registry.in_module("planted_errors")
    monkeypatch.setattr(registry, "all_claims", lambda: table)
    code, _, err = command("run", *QUICK, "bad.raises")
    assert code == 2
    assert err.startswith("proofs-check: the check of bad.raises raised ZeroDivisionError: division by zero (at kind: ")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" in command("run", *QUICK, "bad.raises", "--traceback")[2]


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


def test_the_table_says_what_each_scope_covers(command, record):
    _, out, _ = command("run", *QUICK, "toy.all-strict", "toy.rank", "toy.sampled")
    assert "critical points (toy.rank and 2 more): two representatives" in out
    assert "depth 2 to 3, widths up to 2" in out
    assert "sampled (toy.sampled and 1 more): the numbers 0 to 9\n" in out


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
        ("toy.zero-loss", {}, "it speaks of problems"),
    ],
)
def test_witnesses_that_do_not_fit_are_refused(command, record, tmp_path, id, change, sentence):
    command("run", *QUICK, "toy.no-zero-weights", "--witnesses", tmp_path)
    path = tmp_path / "toy.no-zero-weights.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    code, _, err = command("at", id, path)
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert sentence in err


@pytest.mark.parametrize("text", ["", "[1, 2]", "{", '{"weights": []}', "\xff"])
def test_files_that_are_no_witness_are_refused(command, tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text, encoding="latin-1")
    code, _, err = command("at", "toy.rank", path)
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert str(path) in err


def test_results_follow_their_schema(command, record, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    path = tmp_path / "results.json"
    command("run", *QUICK, "--json", path)
    schema = json.loads(results.SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = json.loads(path.read_text(encoding="utf-8"))
    validator.validate(data)
    assert {entry["id"]: entry["verdict"] for entry in data["claims"]} == planted_claims.EXPECTED
    assert sum(data["totals"].values()) == len(data["claims"])
    data["claims"][0]["verdict"] = "TRUE"
    assert not validator.is_valid(data)


def test_the_schema_is_described_key_by_key(repository):
    words = (repository / "docs/results-format.md").read_text(encoding="utf-8")
    schema = json.loads(results.SCHEMA.read_text(encoding="utf-8"))
    for part in (schema, schema["$defs"]["claim"], schema["$defs"]["witness"]):
        assert [key for key in part["properties"] if f"`{key}`" not in words] == []


def test_verdicts_are_recorded_from_a_complete_default_run_only(command, tmp_path):
    default, small, file = tmp_path / "default.json", tmp_path / "small.json", tmp_path / "expected.json"
    command("run", "toy.symbols", "toy.sampled", "--jobs", "1", "--json", default)
    command("run", "toy.symbols", *QUICK, "--json", small)
    assert expected.record(json.loads(default.read_text()), file) == 3
    assert json.loads(file.read_text())["verdicts"] == {
        id: planted_claims.EXPECTED[id] for id in ("toy.sampled", "toy.sampled.against", "toy.symbols")
    }
    with pytest.raises(ValueError, match="only a complete run of the default scope"):
        expected.record(json.loads(small.read_text()), file)
    with pytest.raises(ValueError, match="no results file"):
        expected.record({}, file)
    broken = json.loads(default.read_text())
    broken["claims"][0]["error"] = {"sentence": "x", "case": "y"}
    with pytest.raises(ValueError, match="raised errors"):
        expected.record(broken, file)


def test_recorded_verdicts_belong_to_claims():
    assert set(expected.recorded()) <= set(registry.all_claims())


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_list_takes_the_beginning_of_ids():
    shown = CliRunner().invoke(cli, ["list", "chitour.prop4.i"]).output
    assert "chitour.prop4.i.corrected" in shown
    assert "chitour.prop4.ii" not in shown


def test_no_code_that_decides_a_verdict_reads_the_recorded_ones(repository):
    package = repository / "proofs_check"
    readers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "expected" in path.read_text(encoding="utf-8")
        and (
            any(name.startswith("proofs_check.running.expected") for name in _imports(path))
            or "expected.json" in path.read_text(encoding="utf-8")
        )
    }
    assert readers == {"cli/__init__.py", "running/expected.py"}
    others = (path for path in package.rglob("[!_]*.py") if path.parent != package / "cli")
    assert all(not name.startswith("proofs_check.cli") for path in others for name in _imports(path))


def wait_for_items(store, at_least):
    """Until so many work items have been recorded; a run that has not begun after five minutes never will."""
    end, found = time.monotonic() + 300, 0
    while found < at_least:
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
        try:
            file = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
            try:
                found = file.execute("SELECT count(*) FROM items").fetchone()[0]
            finally:
                file.close()
        except sqlite3.OperationalError:  # it is being made
            pass


@pytest.mark.skipif(os.name == "nt", reason="sends the signal of Ctrl-C")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_prints_what_was_covered_and_ends_with_130(repository, tmp_path, jobs):
    script, store = tmp_path / "slow.py", tmp_path / "store.db"
    script.write_text(
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a parent in the background has it ignored
        f"sys.path[:0] = [{str(repository)!r}, {str(Path(__file__).parent)!r}]\n"
        "from proofs_check import cli\n"
        "from proofs_check.running import registry\n"
        "if __name__ == '__main__':\n"
        "    table = registry.in_module('planted_errors')\n"
        "    registry.all_claims = lambda: table\n"
        "    cli.main()\n"
    )
    arguments = [sys.executable, "-u", str(script), "run", "bad.slow", "--scope", "small", "--jobs", str(jobs)]
    arguments += ["--store", str(store)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        wait_for_items(store, 1)  # however long workers take to start
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert "Checking 2 claims" in first
    assert process.returncode == 130, err
    assert re.search(r"bad\.slow +UNDECIDED", out)
    assert re.search(r"bad\.slow\.refuted +REFUTED", out)
    assert "Interrupted." in out
    assert "Traceback" not in err
