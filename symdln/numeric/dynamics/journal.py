"""A journal of results, one JSON line per item, that survives being killed at any moment.

The first line identifies the experiment.  Each later line is one finished item, written at once and forced to the
disk.  A line that was cut off by a kill has no newline at its end; it is dropped when the journal is opened again, and
its item is done again with the same seed.  So only the current item is lost, and nothing is counted twice.

One process at a time writes a journal: the file itself is locked by the operating system, which drops the lock however
the process ends, so a kill leaves nothing behind that would block the next run.  Where a file system has no locks, the
journal is not locked.
"""

from __future__ import annotations

import importlib
import json
import os
import stat
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from symdln.errors import InputError, shown

LARGEST = 1 << 30  # the most bytes that are read
BEYOND = 2**31 - 2  # a place in the file behind all results


class Journal:
    """Append-only results in a file; ``header`` must be the same whenever the file is opened.

    The file stays locked until :meth:`close`, or until the journal is dropped or the process ends.
    """

    def __init__(self, path: Path, header: dict[str, Any], *, resume: bool):
        self.path, self.header = path, header
        if _size(path) and not resume:
            raise InputError(f"'{path}' exists already; pass --resume to continue it, or name another file.")
        self.records: list[dict[str, Any]] = []
        self._file = self._opened()
        self.close = weakref.finalize(self, os.close, self._file)
        try:
            self._begin()
        except InputError:
            self.close()
            raise

    def add(self, record: dict[str, Any]) -> None:
        """Write one finished item; on return it is on the disk."""
        self._append(record)
        self.records.append(record)

    def _opened(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise InputError(f"'{self.path}' cannot be written: {error.strerror}.") from None

    def _begin(self) -> None:
        """Lock the file before anything in it is read; then read it, or write its first line."""
        if not _locked(self._file):
            raise InputError(
                f"'{self.path}' is being written by another process; wait until it has finished, or name another file."
            )
        self._recover()
        if not os.fstat(self._file).st_size:
            self._append(self.header)

    def _append(self, data: dict[str, Any]) -> None:
        try:
            if not os.fstat(self._file).st_nlink:
                raise InputError(f"'{self.path}' was deleted while results were written; run the experiment again.")
            line = memoryview(_line(data))
            while line:
                line = line[os.write(self._file, line) :]
            os.fsync(self._file)
        except OSError as error:
            raise InputError(f"'{self.path}' cannot be written: {error.strerror}.") from None

    def _recover(self) -> None:
        """Read the complete lines and cut off the rest."""
        if os.fstat(self._file).st_size > LARGEST:
            raise InputError(
                f"'{self.path}' is larger than {LARGEST >> 30} GiB, the most for a journal; name another file."
            )
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if not whole and not _line(self.header).startswith(content):
            raise InputError(f"'{self.path}' is not a journal of an experiment; name another file.")
        lines = list(self._parsed(content[:whole]))
        if lines and lines[0] != self.header:
            differing = sorted(key for key in self.header if lines[0].get(key) != self.header[key])
            raise InputError(
                f"'{self.path}' holds another experiment (different: {', '.join(differing) or 'format'}); "
                "pass the same options, or name another file."
            )
        if whole < len(content):
            os.ftruncate(self._file, whole)
        self.records = lines[1:]

    def _parsed(self, content: bytes) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(content.split(b"\n")[:-1], start=1):
            try:
                data = json.loads(line)
            except (ValueError, RecursionError):  # bytes that are not text, not JSON, or nested without end
                data = None
            if not isinstance(data, dict):
                raise InputError(
                    f"Line {number} of '{self.path}' is not a result of an experiment; the file is damaged, or it is "
                    "another file: name a new one."
                )
            yield data


def _size(path: Path) -> int:
    """The size of the file, 0 where there is none yet; ``InputError`` for a folder, a pipe or a device."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(str(path))} cannot be written: {error}.") from None
    if not stat.S_ISREG(found.st_mode):
        raise InputError(f"'{path}' is not a regular file; name a file for the results.")
    return found.st_size


def _locked(file: int) -> bool:
    """Lock an open file for this process; False where another one holds it."""
    try:
        if sys.platform == "win32":
            msvcrt = importlib.import_module("msvcrt")
            os.lseek(file, BEYOND, os.SEEK_SET)  # bytes that are locked cannot be read, so one behind all results is
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except (OSError, ImportError):
        return True  # no locks here
    return True


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"
