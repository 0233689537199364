"""The journal of results: one writer, nothing lost, and damage is named in one sentence."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric.dynamics.escape import describe, run, setup
from symdln.numeric.dynamics.journal import Journal

HOLDER = """
import sys, time
from pathlib import Path
from symdln.numeric.dynamics.journal import Journal
journal = Journal(Path(sys.argv[1]), {"format": "test"}, resume=True)
journal.add({"n": 1})
print("held", flush=True)
time.sleep(60)
"""


def test_a_journal_has_one_writer_and_a_killed_one_blocks_nobody(tmp_path):
    path, header = tmp_path / "runs.jsonl", {"format": "test"}
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        before = path.read_bytes()
        with pytest.raises(InputError, match="being written by another process"):
            Journal(path, header, resume=True)
        assert path.read_bytes() == before
    finally:
        holder.kill()  # SIGKILL: nothing is tidied up
        holder.communicate()
    after = Journal(path, header, resume=True)
    after.add({"n": 2})
    assert after.records == [{"n": 1}, {"n": 2}]


def test_a_journal_is_free_again_when_closed_or_refused(tmp_path):
    path, header = tmp_path / "runs.jsonl", {"format": "test"}
    first = Journal(path, header, resume=False)
    with pytest.raises(InputError, match="being written"):  # a second writer in this very process too
        Journal(path, header, resume=True)
    first.close()
    with pytest.raises(InputError, match="another experiment"):
        Journal(path, {"format": "other"}, resume=True)
    Journal(path, header, resume=True).add({"n": 1})
    assert Journal(path, header, resume=True).records == [{"n": 1}]


def test_a_deleted_journal_and_a_missing_folder_are_named(tmp_path):
    path = tmp_path / "runs.jsonl"
    journal = Journal(path, {"format": "test"}, resume=False)
    path.unlink()
    with pytest.raises(InputError, match="was deleted"):
        journal.add({"n": 1})
    with pytest.raises(InputError, match="cannot be written"):
        Journal(tmp_path / "none" / "runs.jsonl", {"format": "test"}, resume=False)


def experiment():
    """Two chunks of runs, of 250 and 10, that end at once: a step that never escapes is given up after 3."""
    problem = dln.Problem.canonical((1,), (1, 1, 1, 1))
    return setup(problem, kinds=[1], epsilons=[0.1], runs=260, steps=3)


@pytest.fixture
def written(tmp_path):
    path, made = tmp_path / "runs.jsonl", experiment()
    journal = Journal(path, describe(made), resume=False)
    results = run(made, journal)
    journal.close()
    return path, made, results


def resumed(path, made):
    """The results of an experiment that goes on with the journal."""
    journal = Journal(path, describe(made), resume=True)
    try:
        return run(made, journal)
    finally:
        journal.close()


def changed(path, line, **fields):
    lines = path.read_bytes().split(b"\n")
    record = json.loads(lines[line]) | fields
    path.write_bytes(b"\n".join([*lines[:line], json.dumps(record).encode(), *lines[line + 1 :]]))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"epochs": [-7] * 250},
            r"Line 2 of .* holds the epoch -7, but an epoch is a number of steps from 0",
        ),
        ({"epochs": [4] * 250}, "holds the epoch 4"),
        ({"epochs": [1.0] * 250}, r"holds the epoch 1\.0"),
        ({"epochs": [True] * 250}, "holds the epoch True"),
        ({"epochs": [[]] * 250}, r"holds the epoch \[\]"),
        ({"epochs": [1]}, "must hold the epochs of 250 runs"),
        ({"epochs": 250}, "must hold the epochs of 250 runs"),
        ({"epochs": None}, "must hold the epochs of 250 runs"),
        ({"kind": 99}, "does not belong to this experiment"),
        ({"kind": []}, "does not belong to this experiment"),
        ({"epsilon": "0.1"}, "does not belong to this experiment"),
        ({"chunk": True}, "does not belong to this experiment"),
        ({"chunk": -1}, "does not belong to this experiment"),
    ],
    ids=str,
)
def test_nonsense_in_a_record_is_named(written, fields, sentence):
    path, made, _ = written
    changed(path, 1, **fields)
    with pytest.raises(InputError, match=sentence):
        resumed(path, made)


def test_lines_that_contradict_each_other_are_refused(written):
    path, made, results = written
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:-1], lines[1], b""]))  # the same line again changes nothing
    assert resumed(path, made) == results
    record = json.loads(lines[1])
    record["epochs"][0] = 2 if record["epochs"][0] != 2 else 1
    path.write_bytes(b"\n".join([*lines[:-1], json.dumps(record).encode(), b""]))
    with pytest.raises(InputError, match=r"Line 4 of .* contradicts an earlier line"):
        resumed(path, made)


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b"{", b"9" * 10_000])
def test_a_line_that_is_no_record_is_named(written, line):
    path, made, _ = written
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(InputError, match=r"Line 4 of .* is not a result of an experiment"):
        resumed(path, made)


def mutated(content, rng):
    """The bytes with one to three of them changed, cut out, doubled, or replaced by what a reader may trip over."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(content))
        end = min(len(content), at + rng.choice((1, 1, 4, 40)))
        new = rng.choice((b"", bytes([rng.randrange(256)]), content[at:end] * 2, b"-7", b"NaN", b"1e999", b"[[", b"{}"))
        content = content[:at] + new + content[end:]
    return content


def damaged(path, made, results, seeds):
    """How many damaged journals were refused, each by an InputError; the others give whole results."""
    whole, sentences = path.read_bytes(), []
    for seed in seeds:
        path.write_bytes(mutated(whole, random.Random(seed)))
        try:
            found = resumed(path, made)
        except InputError as error:
            sentences.append(str(error))
        else:
            assert found.keys() == results.keys()
            assert all(-1 <= epoch <= 3 for epochs in found.values() for epoch in epochs)
    assert not any("\n" in sentence for sentence in sentences)
    return len(sentences)


def test_damaged_journals_are_refused_or_complete(written):
    assert damaged(*written, range(300)) > 200  # pyright: ignore[reportCallIssue]


@pytest.mark.slow
def test_ten_thousand_damaged_journals_are_refused_or_complete(written):
    assert damaged(*written, range(10_000)) > 7_000  # pyright: ignore[reportCallIssue]


def test_what_is_not_a_regular_file_is_refused(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(InputError, match="is not a regular file"):
            Journal(path, {"format": "test"}, resume=True)
    with pytest.raises(InputError, match="cannot be written"):
        Journal(tmp_path / ("a" * 3000), {"format": "test"}, resume=True)
