"""The state of a certified trajectory as exact data, so that a run continues as if it had not stopped.

Centres and radii are integers times powers of two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import flint

from symdln.dynamics.balls import Ball, Balls
from symdln.errors import InputError


class Checkpoint(Protocol):
    """The keeper of the state of a run; ``about`` identifies the run.  See ``symdln.files.TrajectoryFile``."""

    def found(self, about: dict[str, Any]) -> dict[str, Any] | None:
        """The state from which to continue, or None; ``InputError`` if it belongs to another run."""

    def save(self, about: dict[str, Any], state: dict[str, Any]) -> None:
        """Keep the state."""


def loaded(make: Callable[[dict[str, Any]], Any], state: dict[str, Any]) -> Any:
    """The object that ``make`` builds from the state; ``InputError`` if a part of the state is missing."""
    try:
        return make(state)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise InputError("the saved trajectory lacks a part of its state; start again with another file.") from None


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
