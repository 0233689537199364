"""Where a certified trajectory stands, on the disk: exact numbers, so that a run goes on as if it had not stopped.

Centres and radii are integers times powers of two.  The file has a checksum against damage; whoever changes a file on
purpose can change the checksum too, so a verdict from a resumed run is worth what its file is worth.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import flint

from symdln.dynamics.balls import Ball, Balls
from symdln.errors import InputError
from symdln.files.disk import read_bytes, will_write, write_bytes

FORMAT = "symdln flow 1"
_MOST_BYTES = 256 << 20


class Checkpoint:
    """One file for one trajectory; ``about`` is what must be the same whenever it is read."""

    def __init__(self, path: Path, about: dict[str, Any], *, resume: bool):
        self.path, self.about, self.found = path, about, None
        if resume:
            self.found = self._read()
        elif path.exists():
            raise InputError(f"'{path}' exists already; resume the run in it, or name another file.")
        else:
            will_write(path)

    def save(self, state: dict[str, Any]) -> None:
        """Write the state, whole or not at all."""
        body = {"format": FORMAT, "about": self.about, "state": state}
        content = json.dumps({**body, "sha256": _digest(body)}, separators=(",", ":")) + "\n"
        write_bytes(self.path, content.encode())

    def _read(self) -> dict[str, Any]:
        raw = read_bytes(self.path, "a trajectory", _MOST_BYTES)
        try:
            data = json.loads(raw)
            digest = data.pop("sha256")
            whole = digest == _digest(data) and data["format"] == FORMAT and isinstance(data["state"], dict)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            whole, data = False, {}
        if not whole:
            raise InputError(f"'{self.path}' is not a whole file of a trajectory; start again with another file.")
        if data["about"] != self.about:
            named = ", ".join(key for key in self.about if data["about"].get(key) != self.about[key])
            raise InputError(f"'{self.path}' is of another trajectory ({named} differ); name its own file.")
        return data["state"]


def loaded(path: Path, make: Callable[[dict[str, Any]], Any], state: dict[str, Any]) -> Any:
    """What ``make`` reads from the state; ``InputError`` where a part is missing."""
    try:
        return make(state)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise InputError(f"'{path}' lacks a part of the state; start again with another file.") from None


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def dumped(value: Ball) -> str:
    """An exact ball as the text ``m e`` for ``m 2^e``."""
    assert value.is_exact(), "only exact numbers are written"
    mantissa, exponent = value.man_exp()
    return f"{int(mantissa)} {int(exponent)}"


def ball_of(text: str) -> Ball:
    """The number that :func:`dumped` wrote, exactly, whatever the working precision is."""
    mantissa, exponent = map(int, text.split())
    with flint.ctx.workprec(max(mantissa.bit_length(), 2)):
        return flint.arb(mantissa) * flint.arb(2) ** exponent


def dumped_layers(layers: Sequence[Balls]) -> list[list[list[str]]]:
    """Every entry of every layer by :func:`dumped`."""
    return [[[dumped(entry) for entry in row] for row in layer.tolist()] for layer in layers]


def layers_of(data: list[list[list[str]]]) -> list[Balls]:
    """The layers that :func:`dumped_layers` wrote."""
    return [flint.arb_mat([[ball_of(entry) for entry in row] for row in layer]) for layer in data]
