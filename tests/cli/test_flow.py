"""``symdln flow``: verdicts, times, files, and what cannot work."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction

import pytest

from tests.cli.support import point_file, scalar

CHAIN = scalar(1, "1/2", "1/2")


def test_the_flow_of_a_chain(symdln, tmp_path):
    # balanced: p = 1 / (1 + 3 e^(-2t)), and the loss is (1 - p)^2 / 2
    loss = (1 - 1 / (1 + 3 * math.exp(-2))) ** 2 / 2
    code, out, _ = symdln("flow", point_file(tmp_path, CHAIN), "--at", "1")
    assert code == 0
    assert "CERTIFIED" in out
    assert f"{loss:.12g}" in out


def test_descent_and_json(symdln, tmp_path):
    code, out, _ = symdln("flow", point_file(tmp_path, scalar(1, 1, "1/2")), "--descent", "1/2", "--at", "2", "--json")
    data = json.loads(out)
    low, high = (Fraction(end) for end in data["states"][0]["loss"])
    assert code == 0
    assert low <= Fraction(1177225, 34359738368) <= high  # by hand, as in exact_descent
    assert (data["verdict"], data["format"]) == ("CERTIFIED", "symdln trajectory 1")
    assert Fraction(data["convergence"]["factor"]) < 1


def test_what_is_not_proved_is_undecided(symdln, tmp_path):
    code, out, _ = symdln("flow", point_file(tmp_path, scalar(1, 0, 0)), "--until", "3")
    assert code == 0
    assert "UNDECIDED" in out
    assert "not proved by the time 3" in out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--until", "0"], "until must be a positive time, but 0 was passed"),
        (["--at", "2,1"], "increasing and not negative, but 2, 1 was passed"),
        (["--at", "-1"], "increasing and not negative, but -1 was passed"),
        (["--steps", "0"], "not an integer from 1"),
        (["--descent", "-1/2"], "the step must be positive, but -1/2 was passed"),
        (["--descent", "1", "--at", "1/2"], "whole numbers of steps, 0 or more, but 1/2 was passed"),
        (["--descent", "1", "--until", "3"], "options of the flow"),
        (["--resume"], "--resume needs --out"),
    ],
)
def test_bad_input_is_one_sentence(symdln, tmp_path, options, sentence):
    code, out, err = symdln("flow", point_file(tmp_path, CHAIN), *options)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_file_that_is_no_point_and_one_that_is_missing(symdln, tmp_path):
    for path in (point_file(tmp_path, {"problem": 1}), tmp_path / "none.json"):
        code, _, err = symdln("flow", path)
        assert code == 2
        assert path.name in err


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Ctrl-C as in a shell")
def test_ctrl_c_keeps_the_state_and_the_run_goes_on(tmp_path):
    deep = {
        "problem": {"singular_values": [3, 2, 1], "widths": [3] * 5},
        "weights": [
            [[f"{(7 * i + 3 * j + 5 * k) % 19 - 9}/200" for k in range(3)] for j in range(3)] for i in range(4)
        ],
    }
    file, kept = point_file(tmp_path, deep), tmp_path / "run.json"
    counts = []
    for resume in ([], ["--resume"]):
        command = [sys.executable, "-m", "symdln", "flow", str(file), "--until", "5000", "--out", str(kept), *resume]
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            time.sleep(6)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "interrupted" in err
        counts.append(json.loads(kept.read_text())["state"]["count"])
    assert 0 < counts[0] < counts[1]
