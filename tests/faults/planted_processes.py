"""Runs of the planted claims in processes of their own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import planted_work

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
IDS = tuple(claim.id for claim in planted_work.SUITE)
ROWS = planted_work.UNITS * len(IDS)
PATIENCE = 100  # seconds until a test gives up, on a busy machine


def without_times(data: Any) -> Any:
    """Results without what may differ when a run is repeated."""
    if isinstance(data, dict):
        return {key: without_times(value) for key, value in data.items() if key not in ("seconds", "jobs", "software")}
    return [without_times(entry) for entry in data] if isinstance(data, list) else data


def text_of(results: Any) -> str:
    """Results as text, to be compared byte for byte."""
    return json.dumps(without_times(results), indent=2)


def wait_until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def counted(store: Path) -> int:
    """How many rows the items of a store have; 0 while it is being made."""
    try:
        file = sqlite3.connect(store, timeout=10)
        try:
            return file.execute("SELECT count(*) FROM items").fetchone()[0]
        finally:
            file.close()
    except sqlite3.OperationalError:
        return 0


def children(pid: int) -> list[int]:
    """The processes that were started by this one (Linux)."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(word) for word in listed]


def workers(pid: int) -> list[int]:
    """The worker processes of a run of joblib."""
    return [child for child in children(pid) if b"popen_loky" in Path(f"/proc/{child}/cmdline").read_bytes()]


def environment() -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), str(HERE), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "120"}


class Planted:
    """Starts the planted program; what still runs at the end of a test is ended."""

    def __init__(self, folder: Path):
        self.folder, self.store, self.json = folder, folder / "store.db", folder / "results.json"
        self.hold = folder / "hold"
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: object, store: bool = True, extra: Any = (), **options: Any) -> subprocess.Popen[str]:
        words = ["run", "--json", self.json, *(("--store", self.store) if store else ()), *arguments]
        command = [sys.executable, HERE / "planted_run.py", *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        settings = {"env": {**environment(), **dict(extra)}, "cwd": self.folder, **pipes, **options}
        started = subprocess.Popen([str(word) for word in command], text=True, **settings)
        self.started.append(started)
        return started

    def start_held(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a run that waits in its middle until the file ``hold`` is gone, or for ever."""
        self.hold.touch()
        return self.start(*arguments, extra={planted_work.HOLD_FILE: str(self.hold)})

    def run(self, *arguments: object, **options: Any) -> tuple[int, str, str]:
        """Exit code, output and errors of a whole run."""
        return ended(self.start(*arguments, **options))

    @property
    def text(self) -> str:
        """The results of the last run that wrote them."""
        return text_of(json.loads(self.json.read_text(encoding="utf-8")))


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err
