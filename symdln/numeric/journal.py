"""A journal of results, one JSON line an item, that survives being killed at any moment.

The first line says what experiment it is.  Each later line is one finished item, written at once and forced to the
disk.  A line that was cut off by a kill has no newline at its end; it is dropped when the journal is opened again, and
its item is done again with the same seed.  So nothing is lost but the item under way, and nothing is counted twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from symdln.errors import InputError


class Journal:
    """Append-only results in a file; ``header`` must be the same whenever the file is opened."""

    def __init__(self, path: Path, header: dict[str, Any], *, resume: bool):
        self.path, self.header = path, header
        if path.is_dir():
            raise InputError(f"'{path}' is a directory; name a file for the results.")
        if path.exists() and path.stat().st_size and not resume:
            raise InputError(f"'{path}' exists already; pass --resume to go on with it, or name another file.")
        self.records: list[dict[str, Any]] = []
        if path.exists():
            self._recover()
        if not path.exists() or not path.stat().st_size:
            self._append(header)

    def add(self, record: dict[str, Any]) -> None:
        """Write one finished item; on return it is on the disk."""
        self._append(record)
        self.records.append(record)

    def _append(self, data: dict[str, Any]) -> None:
        try:
            with self.path.open("ab") as stream:
                stream.write(_line(data))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise InputError(f"'{self.path}' cannot be written: {error.strerror}.") from None

    def _recover(self) -> None:
        """Read what is complete and cut off the rest."""
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if not whole and not _line(self.header).startswith(content):
            raise InputError(f"'{self.path}' is no journal of an experiment; name another file.")
        lines = list(self._parsed(content[:whole]))
        if lines and lines[0] != self.header:
            differing = sorted(key for key in self.header if lines[0].get(key) != self.header[key])
            raise InputError(
                f"'{self.path}' holds another experiment (different: {', '.join(differing) or 'format'}); "
                "pass the same options, or name another file."
            )
        if whole < len(content):
            with self.path.open("r+b") as stream:
                stream.truncate(whole)
        self.records = lines[1:]

    def _parsed(self, content: bytes) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(content.splitlines(), start=1):
            try:
                data = json.loads(line)
            except ValueError:
                data = None
            if not isinstance(data, dict):
                raise InputError(f"line {number} of '{self.path}' is no result of an experiment; name another file.")
            yield data


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"
