"""Runs the conformance kit on real libraries, in an environment of its own, and prints the table of results.

``python -m tests.peers.conformance`` creates build/peers-curvature (a large download) and needs minutes; with the name
of a Python that has the libraries it uses that one.  ``--record`` writes what fails into the kit's expected.json.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "tests" / "kit"
HOME = ROOT / "build" / "peers-curvature"
LIBRARIES = {
    "torch": "torch",
    "jax": "jax",
    "curvlinops": "curvlinops-for-pytorch",
    "eigenthings": "hessian-eigenthings",
    "pyhessian": "PyHessian",
    "backpack": "backpack-for-pytorch",
    "laplace": "laplace-torch",
}
REASONS = (
    ("curvlinops", "test_stochastic_traces", "xtrace raises for exactly rank-deficient operators"),
    ("curvlinops", "test_degenerate_density", "no spectral density where Lanczos breaks down at once"),
    ("eigenthings", "test_spectra[unequal", "batches of unequal size have equal weight"),
    ("eigenthings", "test_spectra", "wrong eigenvalues are said to have converged"),
    ("eigenthings", "", "batches of unequal size have equal weight"),
    ("pyhessian", "", "power iteration stops where successive Rayleigh quotients agree"),
    ("backpack", "", "KFRA fails in float64"),
    ("laplace", "", "a float32 identity is multiplied in float64 models"),
    ("torch", "", "jvp of grad raises for the mean squared error with reduction='mean'"),
)


class Run(NamedTuple):
    """What one run of the kit says."""

    passed: int
    expected: int
    failed: tuple[str, ...]
    skipped: int


def environment() -> Path:
    """A Python with all libraries, installed at the first call."""
    python = HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(HOME, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"{KIT}[{','.join(LIBRARIES)}]"], check=True)
    return python


def run(python: Path | str, library: str, *options: str) -> Run:
    """The kit on one library."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            str(python),
            "-m",
            "pytest",
            "-p",
            "exact_points.plugin",
            "--pyargs",
            "exact_points",
            "--library",
            library,
        ]
        quiet = ["-q", "--tb=no", "-p", "no:cacheprovider", f"--junitxml={report}", *options]
        subprocess.run(
            [*command, "--library", library, *quiet], cwd=KIT, env=_env(), capture_output=True, check=False, text=True
        )
        return read(report)


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(KIT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def read(report: Path) -> Run:
    """A JUnit report: expected failures are those that pytest calls xfail."""
    passed, expected, skipped, failed = 0, 0, 0, []
    for case in ElementTree.parse(report).iter("testcase"):
        note = case.find("skipped")
        if note is not None:
            expected += note.get("type") == "pytest.xfail"
            skipped += note.get("type") != "pytest.xfail"
        elif case.find("failure") is not None or case.find("error") is not None:
            failed.append(str(case.get("name")))
        else:
            passed += 1
    return Run(passed, expected, tuple(failed), skipped)


def version(python: Path | str, package: str) -> str:
    """The version of an installed package."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def table(rows: Sequence[tuple[str, str, Run]]) -> str:
    """The results as a Markdown table."""
    lines = ["| library | version | pass | expected failures | other failures |", "|---|---|---|---|---|"]
    for library, number, found in rows:
        lines.append(f"| {library} | {number} | {found.passed} | {found.expected} | {len(found.failed)} |")
    return "\n".join(lines)


def recorded(library: str, number: str, failed: Sequence[str]) -> dict[str, object]:
    """The entry of expected.json."""
    failures: dict[str, list[str]] = {}
    for name in failed:
        why = next(text for of, start, text in REASONS if of == library and name.startswith(start))
        failures.setdefault(why, []).append(name)
    return {"version": number, "failures": failures}


def main(arguments: Sequence[str]) -> int:
    """Print the table; exit code 1 where a library fails unexpectedly, or no longer as expected."""
    names = [one for one in arguments if one != "--record"]
    python: Path | str = names[0] if names else environment()
    rows, path = [], KIT / "exact_points" / "expected.json"
    entries: dict[str, object] = {}
    if "--record" in arguments:
        path.write_text("{}\n", encoding="utf-8")
    for library, package in LIBRARIES.items():
        found = run(python, library)
        rows.append((library, version(python, package), found))
        if found.failed:
            entries[library] = recorded(library, rows[-1][1], found.failed)
    if "--record" in arguments:
        path.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(table(rows) + "\n")
    return int(any(found.failed for _, _, found in rows) and "--record" not in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
