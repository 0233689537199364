"""The file in which a certified trajectory keeps its state, so that the run can be stopped and resumed.

The file has a checksum against damage; whoever changes a file on purpose can change the checksum too, so a verdict from
a resumed run is worth what its file is worth.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from symdln.errors import InputError
from symdln.files.disk import read_bytes, will_write, write_bytes

FORMAT = "symdln flow 1"
_MOST_BYTES = 256 << 20


class TrajectoryFile:
    """One file for one run of ``symdln.dynamics.certified_flow``, written whole or not at all.

    Without ``resume`` the file must not exist yet; with it the run continues from its state.  Raises ``InputError`` for
    a file that exists, cannot be written, is damaged, or is of another run.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     TrajectoryFile(f"{folder}/run.json").save({"time": "1"}, {"step": 7})
    ...     again = TrajectoryFile(f"{folder}/run.json", resume=True)
    ...     again.found({"time": "1"})
    {'step': 7}
    """

    def __init__(self, path: str | Path, *, resume: bool = False):
        self.path, self.resume = Path(path), resume
        if not resume:
            if self.path.exists():
                raise InputError(f"'{path}' exists already; resume the run in it, or name another file.")
            will_write(path)

    def save(self, about: dict[str, Any], state: dict[str, Any]) -> None:
        """Write the state of the run that ``about`` describes."""
        body = {"format": FORMAT, "about": about, "state": state}
        content = json.dumps({**body, "sha256": digest(body)}, separators=(",", ":")) + "\n"
        write_bytes(self.path, content.encode())

    def found(self, about: dict[str, Any]) -> dict[str, Any] | None:
        """The state in the file, None for a new run; ``InputError`` where the file is damaged or of another run."""
        if not self.resume:
            return None
        raw = read_bytes(self.path, "a trajectory", _MOST_BYTES)
        try:
            data = json.loads(raw)
            checksum = data.pop("sha256")
            whole = checksum == digest(data) and data["format"] == FORMAT and isinstance(data["state"], dict)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            whole, data = False, {}
        if not whole:
            raise InputError(f"'{self.path}' is not a complete file of a trajectory; start again with another file.")
        if data["about"] != about:
            named = ", ".join(key for key in about if data["about"].get(key) != about[key])
            raise InputError(f"'{self.path}' belongs to another trajectory ({named} differ); name its own file.")
        return data["state"]


def digest(body: dict[str, Any]) -> str:
    """The checksum of what is written, SHA-256 in hexadecimal digits, whatever the order of the keys.

    >>> digest({})[:16], digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})               # that of the two letters {}
    ('44136fa355b3678a', True)
    """
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
