"""The command ``proofs-check run``: the table, exit codes, differences from the record, and Ctrl-C."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time

import planted_claims
import pytest

from proofs_check.running import registry

QUICK = ("--scope", "small", "--jobs", "1")


def test_long_ids_are_never_cut(command, monkeypatch, record):
    monkeypatch.setenv("COLUMNS", "50")
    for arguments in (("list",), ("run", *QUICK, "toy.all-strict")):
        _, out, _ = command(*arguments)
        assert "toy.all-strict.corrected" in out


def test_run_agrees_with_the_record(command, record):
    code, out, err = command("run", *QUICK)
    assert (code, err) == (0, "")
    assert re.search(r"toy\.all-strict +REFUTED +458 +74 +critical points", out)
    assert "11 printed statements of the sources: 1 PROVED, 2 VERIFIED, 1 SUPPORTED, 3 REFUTED, 1 ILL-FORMED, " in out
    assert "2 repaired statements: 2 VERIFIED." in out
    assert "202 kinds of critical points" in out.splitlines()[0]
    assert "202 kinds of critical points (566 points)" in out
    assert "\x1b" not in out


def test_run_takes_prefixes_and_sources(command, record):
    _, out, _ = command("run", *QUICK, "toy.zero-loss", "toy.symbols")
    assert "Checking 3 claims" in out
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


def test_an_error_in_a_check_is_code_2_with_its_traceback_on_request(command, monkeypatch):
    table = registry.in_module("planted_errors")
    monkeypatch.setattr(registry, "all_claims", lambda: table)
    code, _, err = command("run", *QUICK, "bad.raises")
    assert code == 2
    assert err.startswith("proofs-check: the check of bad.raises raised ZeroDivisionError: division by zero (at kind: ")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" in command("run", *QUICK, "bad.raises", "--traceback")[2]


def test_the_table_says_what_each_scope_covers(command, record):
    _, out, _ = command("run", *QUICK, "toy.all-strict", "toy.rank", "toy.sampled")
    assert "critical points (toy.rank and 2 more): every kind of critical point of 24 problems" in out
    assert "depth 2 to 3, widths up to 2, singular values from 2 to 3, white inputs" in out
    assert "sampled (toy.sampled and 1 more): the numbers 0 to 9\n" in out


FIRST = '[["small"],0,1,0]'  # the work item of the first case


def wait_for_items(store, at_least):
    """Until so many claims have been recorded at the first case, which need not be the first that is recorded; a run
    that has not begun after five minutes never will.
    """
    end, found = time.monotonic() + 300, 0
    while found < at_least:
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
        try:
            file = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
            try:
                found = file.execute("SELECT count(*) FROM items WHERE unit = ?", (FIRST,)).fetchone()[0]
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
        f"sys.path[:0] = [{str(repository)!r}, {str(repository / 'tests/proofs_check')!r}]\n"
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
        wait_for_items(store, 2)  # however long workers take to start
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
