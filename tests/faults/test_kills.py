"""Runs that are killed, interrupted, starved or doubled: nothing is lost, and nothing is counted twice."""

import os
import re
import resource
import signal
import sys

import pytest
from planted_processes import IDS, ROWS, counted, ended, text_of, wait_until, workers
from planted_work import DEADLY, DEADLY_FILE, PER_UNIT, SUITE

from proofs_check.report.results import results_data
from proofs_check.running.runner import Settings, run
from proofs_check.running.store import Store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")

BEGUN = 12  # rows after which a run is hit


def recalled(out: str) -> int:
    found = re.search(r"^([\d,]+) work items were in", out, re.MULTILINE)
    assert found is not None, out
    return int(found[1].replace(",", ""))


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def finished_from(planted, reference, at_least: int) -> None:
    """The store is sound, a second run takes from it what is there, and ends as a run that nothing disturbed."""
    kept = counted(planted.store)
    assert at_least <= kept < ROWS
    with Store(planted.store) as store:
        assert sum(record.items for record in store.records()) == kept
        report = run(SUITE, Settings(), store=store)
    assert text_of(results_data(report)) == reference
    assert counted(planted.store) == ROWS
    # A row is one claim at one work item; two claims share each work item of the first scope.
    assert kept / 2 <= report.recalled <= kept


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_kill_of_the_run(planted, reference, jobs):
    process = planted.start_held(*IDS, "--jobs", jobs)
    wait_until(lambda: counted(planted.store) >= BEGUN)
    started = workers(process.pid)
    assert len(started) == (jobs if jobs > 1 else 0)
    process.send_signal(signal.SIGKILL)
    ended(process)
    wait_until(lambda: all(gone(worker) for worker in started))
    finished_from(planted, reference, BEGUN)


def test_kill_of_a_worker(planted, reference):
    process = planted.start_held(*IDS, "--jobs", 2)
    wait_until(lambda: counted(planted.store) >= BEGUN)
    os.kill(workers(process.pid)[0], signal.SIGKILL)
    code, _, err = ended(process)
    assert (code, err) == (
        2,
        "proofs-check: a worker process was killed, perhaps for lack of memory; use fewer jobs.\n",
    )
    finished_from(planted, reference, BEGUN)


@pytest.mark.slow
def test_an_item_that_kills_its_worker_leaves_the_others(planted):
    deadly = planted.folder / "deadly"
    deadly.touch()
    environment = {DEADLY_FILE: str(deadly)}
    code, _, err = planted.run("work.deadly", "--jobs", 2, extra=environment)
    assert code == 2
    assert "a worker process was killed" in err
    kept = counted(planted.store)
    assert 0 < kept <= DEADLY // PER_UNIT + 8
    deadly.unlink()
    code, out, _ = planted.run("work.deadly", "--jobs", 2, extra=environment)
    assert (code, recalled(out)) == (0, kept)


def test_an_interruption_prints_the_partial_table(planted, reference):
    process = planted.start_held(*IDS, "--jobs", 2)
    wait_until(lambda: counted(planted.store) >= BEGUN)
    process.send_signal(signal.SIGINT)
    code, out, err = ended(process)
    assert (code, err) == (130, "")
    assert re.search(r"work\.below +UNDECIDED +\d+ .*\(part\)", out)
    assert "Interrupted." in out
    finished_from(planted, reference, BEGUN)


def test_a_budget_ends_in_undecided_and_the_next_run_goes_on(planted, reference):
    # Two scopes of 120 naps of 0.01 s take 2.4 s in one process; 1 s is not enough, whatever the machine.
    code, out, _ = planted.run(*IDS, "--jobs", 1, "--budget", "1s")
    assert code == 0
    assert re.search(r"work\.below +UNDECIDED .*\(part\)", out)
    assert "The budget ended." in out
    finished_from(planted, reference, 0)


def test_a_full_disk_is_said_and_loses_nothing(planted, reference):
    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (49_152, 49_152))

    code, _, err = planted.run(*IDS, "--jobs", 1, preexec_fn=starve)
    assert code == 2
    assert re.fullmatch(r"proofs-check: the store '.*store\.db' cannot be used: .*; what was .* is kept in it\.\n", err)
    finished_from(planted, reference, 1)


def test_two_runs_share_a_store(planted, reference):
    first, second = (planted.start(*IDS, "--jobs", 1) for _ in range(2))
    for process in (first, second):
        code, _, err = ended(process)
        assert (code, err) == (0, "")
    assert planted.text == reference
    assert counted(planted.store) == ROWS


@pytest.mark.slow
def test_a_second_run_does_nothing_again(planted, reference):
    planted.run(*IDS, "--jobs", 1)
    before = planted.store.read_bytes()
    code, out, _ = planted.run(*IDS, "--jobs", 1)
    assert (code, recalled(out)) == (0, ROWS * 2 // 3)
    assert planted.text == reference
    assert planted.store.read_bytes() == before
