"""The escape experiment: orders, epochs, statistics, and a journal that survives being killed."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric import NumericProblem, gradient, loss
from symdln.numeric.dynamics.escape import (
    NEVER,
    Chunk,
    describe,
    escape_epochs,
    run,
    saddles,
    setup,
    starts,
)
from symdln.numeric.dynamics.journal import Journal
from symdln.numeric.dynamics.statistics import fitted, gathered, quantiles

SCALAR = dln.Problem.canonical((1,), (1, 1, 1, 1))


def small(**options):
    return setup(SCALAR, **{"runs": 20, "epsilons": (0.2, 0.1), "step": 0.05, "steps": 4000, **options})


@pytest.mark.parametrize(("depth", "order"), [(2, 2), (3, 3), (4, 4), (5, 5)])
def test_the_origin_of_a_scalar_chain_has_the_order_of_its_depth(depth, order):
    # L = 1/2 (w_1 ... w_H - 1)^2 = 1/2 - t^H + ... along w_j = t, and no term of lower degree exists
    problem = dln.Problem.canonical((1,), (1,) * (depth + 1))
    assert dln.saddle_order(dln.Point(problem, [[[0]]] * depth)) == order


def test_minimisers_have_no_order_and_other_points_are_refused():
    assert dln.saddle_order(dln.Point(SCALAR, [[[1]]] * 3)) is None
    with pytest.raises(InputError, match="only critical points"):
        dln.saddle_order(dln.Point(SCALAR, [[[2]]] * 3))


def test_the_default_saddles_have_one_loss_and_different_orders():
    found = saddles(dln.Problem.canonical((2, 1), (2, 2, 2, 2)))
    assert [saddle.order for saddle in found] == [2, 3]
    assert len({saddle.point.loss for saddle in found}) == 1
    value, below = found[0].gap  # critical values are halves of sums of squares of {2, 1}: 5/2, 2, 1/2, 0
    assert (value, below) == (dln.rational("5/2"), 2)


def test_starts_lie_at_their_distance_and_depend_on_the_item_alone():
    experiment = small()
    items = experiment.items
    for item in items:
        moved = starts(experiment, item)
        at = [
            layer.to_numpy() for layer in next(s for s in experiment.saddles if s.number == item.saddle).point.weights
        ]
        away = sum(((a - b) ** 2).sum(axis=(1, 2)) for a, b in zip(moved, at, strict=True)) ** 0.5
        np.testing.assert_allclose(away, item.epsilon, rtol=1e-12)
        assert all(np.array_equal(a, b) for a, b in zip(moved, starts(experiment, item), strict=True))
    first = {starts(experiment, item)[0].tobytes() for item in items}
    assert len(first) == len(items)


def test_the_epoch_is_the_first_step_below_the_level():
    experiment = small(runs=5)
    problem = NumericProblem.of(SCALAR)
    for item in experiment.items:
        W, epochs = starts(experiment, item), escape_epochs(experiment, item)
        wanted = [NEVER] * 5
        for n in range(experiment.steps + 1):
            below = loss(problem, W) <= 0.25  # L* = 1/2, L' = 0, half of the gap
            wanted = [n if w == NEVER and b else w for w, b in zip(wanted, below, strict=True)]
            W = [layer - experiment.step * slope for layer, slope in zip(W, gradient(problem, W), strict=True)]
        assert epochs == wanted


def test_runs_that_never_escape_count_as_infinite():
    experiment = small(steps=3)
    epochs = gathered(experiment, run(experiment))
    assert all(np.isinf(values).all() and len(values) == 20 for values in epochs.values())
    assert fitted(experiment, experiment.saddles[0], epochs) is None
    assert quantiles(np.array([1.0, 2.0, math.inf]), (0.5, 0.9)) == [2.0, math.inf]


# -- the journal -------------------------------------------------------------------------------------------------------


def test_a_torn_line_is_dropped_and_its_item_done_again(tmp_path):
    experiment, path = small(), tmp_path / "runs.jsonl"
    wanted = run(experiment, Journal(path, describe(experiment), resume=False))
    whole = path.read_bytes()
    for cut in (len(whole) - 1, len(whole) - 40, len(whole) // 2, 10, 0):
        path.write_bytes(whole[:cut])
        assert run(experiment, Journal(path, describe(experiment), resume=True)) == wanted
        assert path.read_bytes() == whole


def test_finished_items_are_not_run_again_and_doubled_lines_count_once(tmp_path, monkeypatch):
    experiment, path = small(), tmp_path / "runs.jsonl"
    wanted = run(experiment, Journal(path, describe(experiment), resume=False))
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[1])
    monkeypatch.setattr("symdln.numeric.dynamics.escape.escape_epochs", lambda *_: pytest.fail("an item was run again"))
    again = run(experiment, Journal(path, describe(experiment), resume=True))
    assert again == wanted
    assert all(len(values) == 20 for values in gathered(experiment, again).values())


def test_other_experiments_and_other_files_are_refused_and_left_alone(tmp_path):
    path = tmp_path / "runs.jsonl"
    Journal(path, describe(small()), resume=False)
    with pytest.raises(InputError, match="pass --resume"):
        Journal(path, describe(small()), resume=False)
    with pytest.raises(InputError, match="different: seed"):
        Journal(path, describe(small(seed=1)), resume=True)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader")
    with pytest.raises(InputError, match="not a journal"):
        Journal(letter, describe(small()), resume=True)
    assert letter.read_text() == "Dear reader"


def test_a_foreign_record_is_refused(tmp_path):
    experiment, path = small(), tmp_path / "runs.jsonl"
    journal = Journal(path, describe(experiment), resume=False)
    journal.add({"kind": 99, "epsilon": 0.2, "chunk": 0, "epochs": [1]})
    with pytest.raises(InputError, match="does not belong"):
        run(experiment, journal)


@pytest.mark.slow
def test_killed_experiments_go_on_with_nothing_lost_or_counted_twice(tmp_path):
    out, direct = tmp_path / "killed.jsonl", tmp_path / "direct.json"
    options = [
        "--widths",
        "1,1,1,1",
        "--runs",
        "1000",
        "--step",
        "0.05",
        "--steps",
        "400",
        "--epsilon",
        "0.2,0.1,0.05",
        "--json",
    ]
    command = [sys.executable, "-m", "symdln", "escape", *options]
    kills = 0
    for lines in (2, 4, 6, 8):
        process = subprocess.Popen([*command, "-", "--out", str(out), "--resume"], stdout=subprocess.DEVNULL)
        limit = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < limit:
            if out.exists() and out.read_bytes().count(b"\n") >= lines:
                process.send_signal(signal.SIGKILL)
                kills += process.wait() == -signal.SIGKILL
            time.sleep(0.002)
        assert process.poll() is not None
    assert kills >= 2  # the experiment was long enough to be killed
    finished = subprocess.run([*command, "-", "--out", str(out), "--resume"], capture_output=True, check=True)
    subprocess.run([*command, str(direct)], capture_output=True, check=True)
    assert json.loads(finished.stdout) == json.loads(direct.read_text())
    records = [json.loads(line) for line in out.read_text().splitlines()[1:]]
    items = [Chunk(record["kind"], record["epsilon"], record["chunk"]) for record in records]
    assert len(items) == len(set(items)) == 2 * 3 * 4  # kinds, distances, chunks of 250
