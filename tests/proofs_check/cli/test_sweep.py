"""The command ``proofs-check sweep``: it counts first, keeps witnesses, and refuses in a sentence."""

import json

import pytest

from proofs_check import cli
from proofs_check.running.runner import upper_bound
from proofs_check.running.sweep import Extent, Plan
from symdln.landscape import signature

TINY = Plan(620, Extent(3, 2), Extent(4, 2))  # 202 kinds twice, and 216 draws from 1,353: six work items


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        cli.main(["sweep", *map(str, arguments)])
    printed = capsys.readouterr()
    return stop.value.code, printed.out, printed.err


SMALL = ("--points", 620, "--exhaust", 3, 2, "--sample", 4, 2, "--jobs", 1)


def test_the_command_counts_first_then_says_what_was_found(capsys, tmp_path):
    code, out, _ = run(capsys, *SMALL, "--json", tmp_path / "sweep.json", "--store", tmp_path / "s.db")
    assert code == 0
    assert out.index("kinds of critical points.") < out.index("VERIFIED") < out.index("SUPPORTED")
    bound = upper_bound(0, TINY.draws, 0.99)
    assert f"ours.inertia fails at most at a share of {bound:.2g}" in out
    written = json.loads((tmp_path / "sweep.json").read_text())
    assert sum(part["points"] for part in written["parts"]) == written["points"] == 620
    code, out, _ = run(capsys, *SMALL, "--store", tmp_path / "s.db")
    assert code == 0
    assert f"{TINY.draws} points, {TINY.draws} of them from the store." in out


def test_the_command_says_that_a_claim_is_refuted_and_keeps_the_witness(capsys, tmp_path, monkeypatch):
    with monkeypatch.context() as planted:
        planted.setattr(signature, "count_pairs", lambda depth, m: 0)
        code, out, _ = run(capsys, *SMALL, "--witnesses", tmp_path)
    assert code == 1
    assert "REFUTED" in out
    with pytest.raises(SystemExit) as stop:  # without the fault the claim holds there
        cli.main(["at", "ours.inertia", str(tmp_path / "ours.inertia.json")])
    assert stop.value.code == 0


def test_the_command_refuses_in_a_sentence(capsys, tmp_path):
    assert run(capsys, "--points", 10)[0] == 2
    assert run(capsys, *SMALL, "--json", tmp_path / "no" / "x.json")[0] == 2
