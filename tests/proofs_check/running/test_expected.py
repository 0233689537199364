"""Recorded verdicts: how they are recorded, and that no verdict is decided by them."""

import ast
import json

import planted_claims
import pytest

from proofs_check.running import expected, registry

QUICK = ("--scope", "small", "--jobs", "1")


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
    with pytest.raises(ValueError, match="not a results file"):
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
    assert readers == {
        "cli/claims.py",
        "cli/run.py",
        "cli/topics.py",
        "report/catalog.py",
        "report/dynamics.py",
        "running/expected.py",
    }
    others = (path for path in package.rglob("[!_]*.py") if path.parent != package / "cli")
    assert all(not name.startswith("proofs_check.cli") for path in others for name in _imports(path))
