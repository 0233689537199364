"""Stop and resume: the same numbers as a run that was not stopped, and files that cannot be used."""

import json

import pytest

import symdln as dln
from symdln.dynamics import certified, certified_flow
from symdln.dynamics.certified import BrokenEnclosureError
from symdln.errors import InputError
from symdln.files.trajectory import TrajectoryFile, digest

PROBLEM = dln.Problem.canonical((2, 1), (2, 2, 2))
START = [[[1, "1/2"], [0, 1]], [[1, 0], ["1/3", 1]]]


def stopped(path, after):
    count = 0

    def progress(_):
        nonlocal count
        count += 1
        if count == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        certified_flow(PROBLEM, START, at=["1/2", 2], checkpoint=TrajectoryFile(path), progress=progress)


@pytest.mark.parametrize("after", [1, 5, 9])
def test_a_stopped_run_goes_on_as_if_nothing_had_happened(tmp_path, after):
    whole = certified_flow(PROBLEM, START, at=["1/2", 2])
    path = tmp_path / "run.json"
    stopped(path, after)
    assert json.loads(path.read_text())["state"]["count"] == after
    seen = []
    run = certified_flow(
        PROBLEM, START, at=["1/2", 2], checkpoint=TrajectoryFile(path, resume=True), progress=seen.append
    )
    assert (run.steps, run.convergence, run.reason) == (whole.steps, whole.convergence, whole.reason)
    assert [state.weights for state in run.states] == [state.weights for state in whole.states]
    assert len(seen) == whole.steps - after  # no step is done twice


def test_a_finished_run_is_read_and_a_longer_one_goes_on(tmp_path):
    path = tmp_path / "run.json"
    short = certified_flow(PROBLEM, START, until="1/4", checkpoint=TrajectoryFile(path))
    assert short.verdict == "UNDECIDED"
    assert certified_flow(PROBLEM, START, checkpoint=TrajectoryFile(path, resume=True)).verdict == "CERTIFIED"
    again = certified_flow(
        PROBLEM, START, checkpoint=TrajectoryFile(path, resume=True), progress=lambda _: pytest.fail("a step")
    )
    assert again.verdict == "CERTIFIED"


def test_the_state_is_written_while_the_run_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(certified, "SAVED_AFTER", -1)
    path, counts = tmp_path / "run.json", []

    def progress(_):
        counts.append(json.loads(path.read_text())["state"]["count"] if path.exists() else 0)

    certified_flow(PROBLEM, START, checkpoint=TrajectoryFile(path), progress=progress)
    assert counts == list(range(len(counts)))  # at each step the file has the one before


def test_files_that_cannot_be_used(tmp_path):
    path = tmp_path / "run.json"
    with pytest.raises(InputError, match="there is no file"):
        certified_flow(PROBLEM, START, checkpoint=TrajectoryFile(path, resume=True))
    stopped(path, 3)
    content = path.read_text()
    with pytest.raises(InputError, match="exists already"):
        certified_flow(PROBLEM, START, checkpoint=TrajectoryFile(path))
    with pytest.raises(InputError, match=r"to another trajectory \(times differ\)"):
        certified_flow(PROBLEM, START, checkpoint=TrajectoryFile(path, resume=True))
    for broken in (content[:-40], content.replace('"count":3', '"count":4'), "[]", "{"):
        path.write_text(broken)
        with pytest.raises(InputError, match="not a complete file"):
            certified_flow(PROBLEM, START, at=["1/2", 2], checkpoint=TrajectoryFile(path, resume=True))


def test_a_state_that_contradicts_the_invariants_is_refused(tmp_path):
    """A file that somebody changed, checksum and all: the exact invariants do not lie in its enclosure."""
    path = tmp_path / "run.json"
    stopped(path, 3)
    data = json.loads(path.read_text())
    data.pop("sha256")
    data["state"]["centre"][0][0][0] = "3 0"
    path.write_text(json.dumps({**data, "sha256": digest(data)}))
    with pytest.raises(BrokenEnclosureError, match="exact invariants"):
        certified_flow(PROBLEM, START, at=["1/2", 2], checkpoint=TrajectoryFile(path, resume=True))
    data["state"].pop("centre")
    path.write_text(json.dumps({**data, "sha256": digest(data)}))
    with pytest.raises(InputError, match="lacks a part"):
        certified_flow(PROBLEM, START, at=["1/2", 2], checkpoint=TrajectoryFile(path, resume=True))
