"""The input of the fast path: a problem in float64, and batches of weights, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.errors import InputError, shown
from symdln.landscape.problem import Problem
from symdln.numeric.derivatives.edge import Library, entered

ROUNDINGS = 16
"""The error of a layer, in units of roundoff of its type, unless another one is stated."""


@dataclass(frozen=True, eq=False)
class NumericProblem:
    """``L(W) = f (tr(P Sxx P^T) - 2 tr(P Syx^T) + tr Syy)`` with float64 moments; build it with :meth:`of`.

    ``widths = (d_0, ..., d_H)``; Sxx is ``(d_0, d_0)``, Syx ``(d_H, d_0)``, Syy ``(d_H, d_H)``; ``loss_factor`` is f.

    >>> from symdln import Problem
    >>> problem = NumericProblem.of(Problem.canonical((3,), (1, 1, 1)))                  # L = 1/2 (b a - 3)^2
    >>> problem.depth, problem.shapes, problem.parameters
    (2, ((1, 1), (1, 1)), 2)
    >>> problem.Syx.tolist(), problem.magnitude.Syx.tolist()
    ([[3.0]], [[-3.0]])
    """

    widths: tuple[int, ...]
    Sxx: np.ndarray
    Syx: np.ndarray
    Syy: np.ndarray
    loss_factor: float

    @classmethod
    def of(cls, problem: Problem) -> NumericProblem:
        """The floats of the exact moments and loss factor, each correctly rounded; they are read-only.

        ``InputError`` where a moment is too large for a float.
        """
        if not isinstance(problem, Problem):
            raise InputError(f"NumericProblem.of needs an exact Problem, but {type(problem).__name__} was passed.")
        Sxx, Syx, Syy = (_rounded(getattr(problem, name), name) for name in ("Sxx", "Syx", "Syy"))
        return cls(problem.widths, Sxx, Syx, Syy, float(problem.loss_factor))

    @property
    def depth(self) -> int:
        """H, the number of weight matrices."""
        return len(self.widths) - 1

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shapes ``(d_j, d_{j-1})`` of ``W_1, ..., W_H``."""
        return tuple(zip(self.widths[1:], self.widths[:-1], strict=True))

    @cached_property
    def parameters(self) -> int:
        """N, the number of weights; Hessians order them layer by layer from W_1 on, each layer row by row."""
        return sum(rows * columns for rows, columns in self.shapes)

    @cached_property
    def magnitude(self) -> NumericProblem:
        """The same with moments ``|Sxx|``, ``-|Syx|``, ``|Syy|``.

        At ``|W|`` no two terms of its loss, gradient or Hessian have opposite signs: these are sums of absolute values.
        """
        return NumericProblem(self.widths, abs(self.Sxx), -abs(self.Syx), abs(self.Syy), self.loss_factor)


@dataclass(frozen=True)
class Batch:
    """B points as C-contiguous float64 layers ``(B, d_j, d_{j-1})``, and how the caller passed them.

    ``unit`` is the unit roundoff of the coarsest floating type among the layers: 2^-53, 2^-24 or 2^-11.
    """

    layers: list[np.ndarray]
    single: bool
    array_library: Library
    unit: float

    @property
    def size(self) -> int:
        return len(self.layers[0])

    def leave(self, result: np.ndarray) -> Any:
        """A result ``(B, ...)`` as the caller wants it: one point without batch axis, in the caller's kind of array."""
        return self.array_library.leave(result[0] if self.single else result)


def checked_batch(
    problem: NumericProblem, weights: Sequence[Any], name: str = "weights", *, finite: bool = True
) -> Batch:
    """The layers as a batch; ``InputError`` says what does not fit: count, shapes, or an entry.

    Without ``finite`` entries of a batch may be infinite or nan; those of a single point must be finite.
    """
    if not isinstance(problem, NumericProblem):
        raise InputError(
            f"the fast path needs a NumericProblem, but {type(problem).__name__} was passed; "
            "build it by NumericProblem.of(problem)."
        )
    if not isinstance(weights, (list, tuple)):
        raise InputError(
            f"{name} must be a list (W_1, ..., W_{problem.depth}) of arrays, but {type(weights).__name__} was passed."
        )
    if len(weights) != problem.depth:
        raise InputError(
            f"widths {problem.widths} need {problem.depth} arrays, W_1 first, but {len(weights)} were passed as {name}."
        )
    letter = "W" if name == "weights" else "V"
    arrays, library = entered(weights, letter)
    single, size = arrays[0].ndim == 2, len(arrays[0]) if arrays[0].ndim else 0
    layers = []
    for j, (array, shape) in enumerate(zip(arrays, problem.shapes, strict=True), start=1):
        _require_shape(array, shape, f"{letter}_{j}", problem.widths, single, size)
        layers.append(np.ascontiguousarray(array[None] if single else array, dtype=np.float64))
        if finite or single:
            _require_finite(layers[-1], f"{letter}_{j}", single)
    return Batch(layers, single, library, max(_unit(array.dtype) for array in arrays))


def _unit(dtype: np.dtype[Any]) -> float:
    """Half the distance from 1 to the next number of a floating type; integers are taken as float64 holds them."""
    return float(np.finfo(dtype).eps) / 2 if dtype.kind == "f" else 2.0**-53


def checked_error(value: Any, batch: Batch) -> np.ndarray:
    """The stated error of every point, (B,); None stands for 16 units of roundoff of the type the weights came in."""
    size = batch.size
    try:
        eta = np.asarray(ROUNDINGS * batch.unit if value is None else value, dtype=np.float64)
        good = eta.shape in ((), (size,)) and bool(((eta >= 0) & (eta < 1)).all())
    except (TypeError, ValueError):
        good, eta = False, np.zeros(())
    if not good:
        raise InputError(
            "backward_error must be a number from 0 to below 1, or one for each point, relative to the norms of the "
            f"layers; {shown(value)} was passed."
        )
    return np.broadcast_to(eta, (size,))


def checked_direction(problem: NumericProblem, direction: Sequence[Any], batch: Batch) -> Batch:
    """One direction for each point of the batch, or ``InputError``."""
    moves = checked_batch(problem, direction, name="direction")
    if (moves.size, moves.single) != (batch.size, batch.single):
        raise InputError(
            f"the direction has {moves.size} points and the weights have {batch.size}; "
            "pass one direction for each point."
        )
    return moves


def _require_shape(
    array: np.ndarray, shape: tuple[int, int], name: str, widths: tuple[int, ...], single: bool, size: int
) -> None:
    wanted = shape if single else (size, *shape)
    if array.shape == wanted:
        return
    if array.ndim in (2, 3) and array.shape[-2:] == shape:
        points = "one point" if single else f"{size} points"
        raise InputError(
            f"{name} has shape {array.shape}, but the first layer has {points}; "
            f"all layers need as many points: {wanted}."
        )
    hint = "; transpose its last two axes." if array.ndim in (2, 3) and array.shape[-2:] == shape[::-1] else "."
    raise InputError(
        f"{name} has shape {array.shape}, but widths {widths} need {shape} for one point "
        f"or (B, {shape[0]}, {shape[1]}) for a batch{hint}"
    )


def _require_finite(layer: np.ndarray, name: str, single: bool) -> None:
    if np.isfinite(layer).all():
        return
    bad = ~np.isfinite(layer)
    point, row, column = (int(i) for i in np.argwhere(bad)[0])
    where = "" if single else f" of point {point} (counted from 0)"
    raise InputError(
        f"entry ({row + 1}, {column + 1}) of {name}{where} is {layer[point, row, column]}; {int(bad.sum())} such "
        f"{'entry was' if bad.sum() == 1 else 'entries were'} passed in {name}, but weights must be finite numbers: "
        "remove these points first."
    )


def checked_out(out: Any, shape: tuple[int, ...], name: str = "out") -> np.ndarray:
    """``out`` if it is a writable float64 numpy array of this shape, else ``InputError``."""
    if not isinstance(out, np.ndarray) or out.dtype != np.float64 or out.shape != shape or not out.flags.writeable:
        kind = f"{out.dtype} array of shape {out.shape}" if isinstance(out, np.ndarray) else type(out).__name__
        raise InputError(f"{name} must be a writable float64 numpy array of shape {shape}, but a {kind} was passed.")
    return out


def checked_outs(out: Any, batch: Batch, shapes: Sequence[tuple[int, int]]) -> list[np.ndarray]:
    """One array for each layer; fresh ones where ``out`` is None."""
    if out is None:
        return [np.empty((batch.size, *shape)) for shape in shapes]
    if not isinstance(out, (list, tuple)) or len(out) != len(shapes):
        raise InputError(f"out must be a list of {len(shapes)} arrays, one for each layer.")
    wanted = [shape if batch.single else (batch.size, *shape) for shape in shapes]
    arrays = [checked_out(array, shape, f"out[{j}]") for j, (array, shape) in enumerate(zip(out, wanted, strict=True))]
    return [array[None] if batch.single else array for array in arrays]


def _rounded(moment: Matrix, name: str) -> np.ndarray:
    try:
        array = moment.to_numpy()
    except OverflowError:
        raise InputError(f"{name} has an entry beyond the range of float64; scale the data first.") from None
    array.setflags(write=False)
    return array
