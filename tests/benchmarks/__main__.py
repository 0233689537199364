"""Run the benchmarks and report: ``python tests/benchmarks [--only NAME] [--full | --long] [--out FOLDER]``."""

from __future__ import annotations

import argparse
import importlib
import os
import time
from pathlib import Path

# NAMES come in the order of the report.
HERE = Path(__file__).resolve().parent
NAMES = (
    "signature", "routes", "kinds", "inertia", "words", "numeric", "curvature", "classify", "decay", "strategies",
    "flow", "enclosures", "convergence", "size", "commands",
)  # fmt: skip
LONG = ("size",)
"""What takes minutes by itself."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests/benchmarks", description="Measure symdln beside its peers.")
    parser.add_argument("--only", action="append", choices=NAMES, help="run these alone and write nothing")
    parser.add_argument("--full", action="store_true", help="all rounds, starts and peers, as on the page in docs")
    parser.add_argument("--long", action="store_true", help=f"the same and what takes minutes, {', '.join(LONG)} too")
    parser.add_argument("--out", type=Path, help="folder of the report (default: docs, of a short run build)")
    options = parser.parse_args()
    full = options.full or options.long
    folder = options.out or HERE.parents[1] / ("docs" if full else "build")
    for library in ("OMP", "OPENBLAS", "MKL"):  # one core for everybody; read when numpy is first imported
        os.environ[f"{library}_NUM_THREADS"] = "1"
    harness = importlib.import_module("harness")
    harness.short = not (full or options.only)
    harness.share = 1.0 if options.long or options.only else 1 / 3 if full else 1 / 6
    start, sections = time.perf_counter(), []
    for name in options.only or (NAMES if options.long else (name for name in NAMES if name not in LONG)):
        print(f"{name}:", flush=True)
        sections.append(importlib.import_module(f"bench_{name}").measure(options.long))
    seconds = time.perf_counter() - start
    if options.only:
        print(harness.report(sections, seconds))
    else:
        harness.write(sections, seconds, folder)
        print(f"{seconds:.0f} s; wrote benchmarks.md and benchmarks.json in {folder}")


if __name__ == "__main__":
    main()
