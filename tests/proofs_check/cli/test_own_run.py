"""``proofs-check run``: claims of a user's file, errors as verdicts, files that cannot be written, interruption."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proofs_check.report import results
from proofs_check.running import expected
from symdln.files import disk

OWN = Path(__file__).with_name("own_claims.py")
QUICK = ("--scope", "small", "--jobs", "1")
VERDICTS = {
    "mine.strict": "REFUTED",  # W = 0 at depth 3 is critical and its Hessian is zero
    "mine.raises": "ERROR",
    "mine.pairs": "REFUTED",  # 2 * 1/3
    "mine.tuples": "REFUTED",  # 2 > 1
    "mine.vacuous": "VACUOUS",
    "mine.slow": "VERIFIED",
    "mine.true": "VERIFIED",
}


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The folder that a run of the claim file left, with what was printed."""
    folder = tmp_path_factory.mktemp("own")
    call = [sys.executable, "-m", "proofs_check", "run", "--claims", str(OWN), "--scope", "small", "--jobs", "2"]
    call += ["--json", "r.json", "--html", "p.html", "--witnesses", "w", "--certificates", "c", "--store", "s.db"]
    root = Path(__file__).parents[3]
    done = subprocess.run(
        call, cwd=folder, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )
    return folder, done


def test_the_claims_of_a_file_end_in_their_verdicts_and_an_error_is_code_2(own):
    folder, done = own
    data = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    assert {entry["id"]: entry["verdict"] for entry in data["claims"]} == VERDICTS
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "recorded" not in done.stderr
    assert "the page is in p.html." in done.stdout.lower()
    assert "No verdict contradicts" not in done.stdout


def test_an_error_has_file_line_case_and_command_and_the_other_cases_count(own):
    _, done = own
    line = 1 + OWN.read_text(encoding="utf-8").splitlines().index(
        '    return pc.holds() if 1 / (point.problem.depth - 2) else pc.fails("unreachable")'
    )
    (said,) = [text for text in done.stdout.splitlines() if text.startswith("mine.raises ERROR: ")]
    assert "raised ZeroDivisionError: division by zero (at kind: S = {}, strings 1, 2-0, " in said
    assert f"in own_claims.py:{line}), 92 times; 474 cases were checked without an error." in said
    assert f"replay: proofs-check at mine.raises w/mine.raises.json --claims {OWN}" in done.stdout


def test_cheap_warnings_of_health(own):
    _, done = own
    slow = r"mine\.slow: A case takes 2\.\d s, so a run covers few cases; make the cases smaller\."
    assert re.search(slow, done.stdout)
    assert re.search(r"mine\.vacuous: 0 cases \(left out: \d+ problems by depth >= 9\)\.", done.stdout)
    assert "mine.pairs: 2 cases." in done.stdout
    assert "mine.slow: 1 case." in done.stdout


def test_every_witness_replays_from_its_file_and_from_the_results(own, command, monkeypatch):
    folder, _ = own
    monkeypatch.chdir(folder)
    for name, code in (("strict", 1), ("pairs", 1), ("tuples", 1), ("raises", 2)):
        for file in (f"w/mine.{name}.json", "r.json"):
            found, out, err = command("at", f"mine.{name}", file, "--claims", OWN)
            assert found == code
            assert (f"mine.{name} fails at this case: " in out) == (code == 1)
            assert ("raised ZeroDivisionError: division by zero (at the case in this file, in" in err) == (code == 2)


def test_named_tuples_are_printed_by_their_fields(own):
    _, done = own
    assert "    a = 2, b = 1/3\n" in done.stdout


def test_a_report_reads_the_results_of_own_claims(own, command, monkeypatch):
    folder, _ = own
    monkeypatch.chdir(folder)
    code, out, err = command("report", "r.json", "--html", "again.html", "--findings", "f.md")
    assert (code, err) == (0, "")
    assert "The page is in again.html." in out
    assert "mine.strict" in (folder / "f.md").read_text(encoding="utf-8")


def test_a_second_run_takes_everything_but_errors_from_the_store(own, command, monkeypatch):
    folder, _ = own
    monkeypatch.chdir(folder)
    code, out, _ = command("run", "mine.strict", "mine.pairs", "--claims", OWN, *QUICK, "--store", "s.db")
    assert code == 1
    assert re.search(r"^[1-9]\d* work items were in s\.db already", out, re.MULTILINE)
    assert "mine.pairs" in command("store", "show", "s.db", "--claims", OWN)[1]


def test_ids_are_looked_for_in_the_file_first_and_then_in_the_catalog(command, monkeypatch):
    monkeypatch.setattr(expected, "recorded", lambda: {})
    code, out, _ = command("run", "mine.true", "toy.symbols", "--claims", OWN, *QUICK)
    assert code == 0
    assert "mine.true" in out
    assert "toy.symbols" in out
    code, _, err = command("run", "mine.gone", "--claims", OWN, *QUICK)
    assert (code, "no claim is called 'mine.gone'; did you mean" in err) == (2, True)


def test_own_claims_that_hold_are_code_0_and_a_refuted_one_is_code_1(command):
    assert command("run", "mine.true", "--claims", OWN, *QUICK)[0] == 0
    assert command("run", "mine.pairs", "--claims", OWN, *QUICK)[0] == 1


def test_two_files_are_joined_and_one_id_in_both_is_refused(command, tmp_path):
    copy = tmp_path / "copy.py"
    copy.write_text(OWN.read_text(encoding="utf-8"), encoding="utf-8")
    code, _, err = command("run", "--claims", OWN, "--claims", copy)
    assert code == 2
    assert (
        err
        == f"proofs-check: the claim mine.strict is in two claim files, one of them '{copy}'; rename one of the two.\n"
    )
    copy.write_text(copy.read_text(encoding="utf-8").replace("mine", "other"), encoding="utf-8")
    assert command("list", "--claims", OWN, "--claims", copy)[1].endswith("14 claims.\n")


@pytest.mark.parametrize(
    ("option", "path", "sentence"),
    [
        ("--json", "no/such/x.json", "--json: 'no/such/x.json' cannot be written, since there is no folder 'no/such'"),
        ("--html", "no/such/x.html", "--html: 'no/such/x.html' cannot be written"),
        ("--json", ".", "--json: '.' is a directory"),
        ("--json", "", "--json: '.' is a directory"),
        ("--witnesses", "file/below", "--witnesses: 'file/below' cannot be written, since "),
        ("--certificates", "file/below", "--certificates: 'file/below' cannot be written"),
        ("--store", ":memory:", "':memory:' is not a file"),
        ("--claims", "a\nb.py", "there is no claim file 'a\\nb.py'"),
        ("--json", "x" * 3000, "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_work(command, tmp_path, monkeypatch, option, path, sentence):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    code, out, err = command("run", "toy.symbols", *QUICK, option, path)
    assert code == 2
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert "toy.symbols " not in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_that_is_full_is_refused_before_the_work(command):
    code, out, err = command("run", "toy.all-strict", *QUICK, "--json", "/dev/full")
    assert (code, out) == (2, "")
    assert "'/dev/full' cannot be written (No space left on device); choose another place." in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_on_a_full_disk_the_verdicts_are_shown_and_the_other_files_written(command, tmp_path, monkeypatch):
    """The disk has room when it is asked before the work, and is full when the results are written."""
    monkeypatch.setattr(disk, "_try_device", lambda path: None)
    monkeypatch.setattr(expected, "recorded", lambda: {})
    code, out, err = command("run", "toy.all-strict", *QUICK, "--json", "/dev/full", "--witnesses", tmp_path)
    assert code == 2
    assert re.search(r"toy\.all-strict +REFUTED", out)
    assert "'/dev/full' cannot be written (No space left on device); choose another place." in err
    assert (tmp_path / "toy.all-strict.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_standard_output_leaves_the_files(repository, tmp_path):
    call = [sys.executable, "-m", "proofs_check", "run", "yun.global", *QUICK, "--json", str(tmp_path / "r.json")]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            call, env={**os.environ, "PYTHONPATH": str(repository)}, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_results_of_own_claims_follow_the_schema(own):
    folder, _ = own
    assert results.read(folder / "r.json")["format"] == results.FORMAT


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="sends signals that only POSIX has")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupted_preparation_leaves_an_empty_table(repository, tmp_path, name):
    """The signal comes when the claims are about to be loaded; the store is made anew, and no process is left."""
    script = tmp_path / "early.py"
    script.write_text(
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"sys.path.insert(0, {str(repository)!r})\n"
        "from proofs_check import cli\n"
        "from proofs_check.running import registry\n"
        "whole = registry.all_claims\n"
        "def interrupted():\n"
        f"    os.kill(os.getpid(), signal.{name})\n"
        "    return whole()\n"
        "registry.all_claims = interrupted\n"
        "cli.main(['run', 'yun', '--jobs', '2', '--store', 'store.db', '--json', 'r.json'])\n"
    )
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (130, "")
    assert "Interrupted." in done.stdout
    assert set(re.findall(r"^ yun\S+ +(\S+)", done.stdout, re.MULTILINE)) == {"UNDECIDED"}
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["run"]["ending"] == "interrupted"
    assert time.monotonic() - start < 60
