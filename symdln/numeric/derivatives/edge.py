"""The entry and exit of arrays of other libraries: CPU arrays of torch and jax without a copy, by DLPack."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symdln.errors import InputError


@dataclass(frozen=True)
class Library:
    """The library of the caller's arrays: ``"numpy"``, ``"torch"`` or ``"jax"``."""

    name: str

    def leave(self, result: np.ndarray) -> Any:
        """A float64 result as an array of the caller's library; torch shares its memory."""
        if self.name == "torch":
            return sys.modules["torch"].from_numpy(np.asarray(result))
        if self.name == "jax":
            return sys.modules["jax"].numpy.asarray(result)
        return result


def entered(arrays: Sequence[Any], letter: str = "W") -> tuple[list[np.ndarray], Library]:
    """The arrays as real numpy arrays, and their library; numpy where several are mixed.

    Lists and lower precision are converted, exactly.  ``InputError`` for arrays without such a copy: integers that are
    not float64, complex or text entries, arrays on another device, tensors that require gradients, and jax without
    64-bit floats.
    """
    kinds = {_library(array) for array in arrays}
    library = kinds.pop() if len(kinds) == 1 else "numpy"
    if library == "jax" and not sys.modules["jax"].config.jax_enable_x64:
        raise InputError(
            "jax works in 32-bit floats here and could not hold the results; "
            "set jax.config.update('jax_enable_x64', True), or pass numpy arrays."
        )
    return [_as_numpy(array, f"{letter}_{j}") for j, array in enumerate(arrays, start=1)], Library(library)


def _library(array: Any) -> str:
    top = type(array).__module__.partition(".")[0]
    return {"torch": "torch", "jaxlib": "jax", "jax": "jax"}.get(top, "numpy")


def _as_numpy(array: Any, name: str) -> np.ndarray:
    if isinstance(array, np.ndarray):
        found = array
    elif hasattr(array, "__dlpack__"):
        try:
            found = np.from_dlpack(array)
        except (BufferError, RuntimeError, TypeError, ValueError) as error:
            raise InputError(
                f"{name} cannot be read as a CPU array ({error}); "
                "pass a float64 copy on the CPU, detached from any gradient."
            ) from None
    else:
        try:
            found = np.asarray(array)
        except ValueError as error:
            raise InputError(f"{name} is not an array of numbers: {error}") from None
    if found.dtype.kind not in "fiu" or found.dtype.itemsize > 8:
        raise InputError(
            f"{name} has entries of type {found.dtype}, but the fast path takes real numbers of at most 64 bits."
        )
    if found.dtype.kind in "iu":
        _check_integers(found[(found > WHOLE) | (found < -WHOLE)], name)
    elif isinstance(array, (list, tuple)):
        _check_integers([x for x in np.asarray(array, dtype=object).flat if isinstance(x, (int, np.integer))], name)
    return found


WHOLE = 2**53
"""Up to this size every integer is a float64."""


def _check_integers(found: Iterable[Any], name: str) -> None:
    """``InputError`` for an integer that is not a float64, so that none is rounded in silence."""
    for number in map(int, found):
        if int(float(number)) != number:
            raise InputError(
                f"{name} holds the integer {number}, which is not a float64; use symdln.Point for exact weights, or "
                "pass the float that you mean."
            )
