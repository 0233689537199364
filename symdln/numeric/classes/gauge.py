"""A choice of hidden bases in which the arrows of a point are near partial permutations, and its exact cost.

Ranks of paths do not change when ``W_j`` is replaced by ``D_j W_j D_{j-1}^-1``; error bounds do, by the norms of D_j
and D_{j-1}^-1.  A point whose strings are plain in one basis may look hopeless in another, so bases are chosen before
any rank is decided.  They are *proposed* by a sweep that follows the strings from one end to the other: the columns of
``E_j = D_j^-1`` are the images of the columns of ``E_{j-1}`` that the arrow does not kill, oldest first, then a
complement, where new strings are born.  The sweep decides ranks by a plain tolerance.  Nothing that is claimed depends
on that: a bad proposal only costs decisions, since the error of the arrows in the proposed bases is bounded afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from symdln.numeric.classes.scaling import TINY, frobenius
from symdln.numeric.derivatives.rounding import UNIT

KILLED = 4.0  # a direction counts as killed if its image is within this multiple of the error


@dataclass(frozen=True)
class _Sweep:
    """Points with equal string patterns so far: ``points`` are their indices, ``bases`` E_0, ..., E_j with batch axis.

    ``strings[j]`` names the string of every column of E_j, ``born[s]`` its first vertex and ``last[s]`` its last one.
    At the current arrow, ``images`` are those of the columns already followed (``alive`` names their strings) and
    ``frame`` is an orthonormal basis of their span.
    """

    points: np.ndarray
    bases: tuple[np.ndarray, ...]
    strings: tuple[tuple[int, ...], ...]
    born: tuple[int, ...]
    images: np.ndarray
    frame: np.ndarray
    alive: tuple[int, ...] = ()
    done: int = 0  # columns of the last basis that have been followed

    def at(self, rows: np.ndarray) -> _Sweep:
        """The same for some of the points."""
        return replace(
            self,
            points=self.points[rows],
            bases=tuple(basis[rows] for basis in self.bases),
            images=self.images[rows],
            frame=self.frame[rows],
        )


@dataclass(frozen=True)
class InBases:
    """The arrows ``D_j W_j E_{j-1}`` of a batch, and for each the norm ``(B,)`` of its error.

    Layers come restricted to the inputs that the data use; ``first`` is the norm ``(B,)`` of all of ``D_1 W_1``.
    ``bases`` are E_1, ..., E_{H-1} and ``duals`` D_1, ..., D_{H-1}; both are empty where they are multiples of I.
    """

    matrices: list[np.ndarray]
    errors: list[np.ndarray]
    first: np.ndarray
    bases: Sequence[np.ndarray] = ()
    duals: Sequence[np.ndarray] = ()

    def at(self, rows: np.ndarray) -> InBases:
        """The same for some of the points."""
        parts = (self.matrices, self.errors, self.bases, self.duals)
        matrices, errors, bases, duals = ([array[rows] for array in arrays] for arrays in parts)
        return InBases(matrices, errors, self.first[rows], bases, duals)


def in_plain_bases(layers: Sequence[np.ndarray], errors: np.ndarray, whole: np.ndarray) -> InBases:
    """The layers as they are, with their errors."""
    return InBases(list(layers), list(errors), frobenius(whole))


def string_bases(layers: Sequence[np.ndarray], noise: np.ndarray) -> list[np.ndarray]:
    """E_1, ..., E_{H-1}, each ``(B, d_j, d_j)``, by the sweep from vertex 0; ``noise`` is ``(H, B)``, the error of
    every layer in the Frobenius norm.
    """
    results = [np.empty((len(W), W.shape[1], W.shape[1])) for W in layers[:-1]]
    for sweep in _swept(layers, noise):
        for result, basis in zip(results, _scaled(sweep, layers, noise), strict=True):
            result[sweep.points] = basis
    return results


def reversed_bases(layers: Sequence[np.ndarray], noise: np.ndarray) -> list[np.ndarray]:
    """The same by the sweep from vertex H, which follows ``W_H^T, ..., W_1^T``: it proposes D_j^T."""
    flipped = [W.swapaxes(1, 2) for W in reversed(layers)]
    duals = string_bases(flipped, noise[::-1])
    return [_inverse(dual).swapaxes(1, 2) for dual in reversed(duals)]


def in_bases(
    layers: Sequence[np.ndarray], errors: np.ndarray, bases: Sequence[np.ndarray], whole: np.ndarray
) -> InBases:
    """The arrows ``D_j W_j E_{j-1}`` and bounds for their errors, given those of the layers, ``(H, B)`` (Frobenius);
    ``whole`` is W_1 before it was restricted.

    With the computed ``D_j`` near ``E_j^-1`` and ``X_j = D_j E_j``, a path ``... W_{j+1} W_j ...`` is ``... (W_{j+1}
    E_j) X_j^-1 (D_j W_j) ...``; so besides ``|D_j| |dW_j| |E_{j-1}|`` and rounding, the arrow carries a relative error
    ``|X_j^-1 - I| <= x / (1 - x)``, ``x = |X_j - I|``.  It is infinite where x is not below 1/2.
    """
    matrices, bounds, duals = [], [], []
    left_size = right_size = first = np.ones(len(layers[0]))
    E = None
    for j, W in enumerate(layers):
        size = frobenius(W)
        right, right_size = (W, np.ones(len(W))) if E is None else (W @ E, frobenius(E))
        if j + 1 < len(layers):
            E = bases[j]
            D = _inverse(E)
            duals.append(D)
            left_size, width = frobenius(D), E.shape[-1]
            defect = frobenius(D @ E - np.eye(width)) + (width + 2) * UNIT * left_size * frobenius(E)
            matrix = D @ right
            if j == 0:
                first = frobenius(D @ whole)
        else:
            matrix, left_size, defect = right, np.ones(len(W)), np.zeros(len(W))
        rounding = 2 * (sum(W.shape[1:]) + 4) * UNIT
        bound = left_size * right_size * (errors[j] + rounding * size) + (1 + left_size) * (1 + right_size) * TINY
        drift = np.where(defect < 0.5, defect / (1 - defect), np.inf)
        bound = bound + np.where(drift > 0, drift * (frobenius(matrix) + bound), 0.0)
        matrices.append(matrix)
        bounds.append(np.where(np.isfinite(bound), bound, np.inf))
    return InBases(matrices, bounds, first, bases, duals)


# -- the sweep ---------------------------------------------------------------------------------------------------------


def _swept(layers: Sequence[np.ndarray], noise: np.ndarray) -> Iterator[_Sweep]:
    """All points in groups of equal string patterns, with the bases of all vertices below H."""
    size, inputs = len(layers[0]), layers[0].shape[2]
    first = np.broadcast_to(np.eye(inputs), (size, inputs, inputs)).copy()
    empty = np.empty((size, layers[0].shape[1], 0))
    names = tuple(range(inputs))
    waiting = [_Sweep(np.arange(size), (first,), (names,), (0,) * inputs, empty, empty)]
    while waiting:
        sweep = waiting.pop()
        vertex = len(sweep.bases) - 1
        if sweep.done < len(sweep.strings[vertex]):
            waiting += _follow_block(sweep, layers[vertex], noise[vertex])
        elif vertex + 1 < len(layers):
            waiting.append(_next_vertex(sweep, layers[vertex + 1].shape[1]))
        else:
            yield sweep


def _follow_block(sweep: _Sweep, layer: np.ndarray, noise: np.ndarray) -> Iterator[_Sweep]:
    """Follow the next columns born together: turn them so that the living ones come first, and free the killed ones
    from what older columns explain of their images.
    """
    names, E = sweep.strings[-1], sweep.bases[-1]
    start = sweep.done
    stop = start
    while stop < len(names) and sweep.born[names[stop]] == sweep.born[names[start]]:
        stop += 1
    block = E[:, :, start:stop]
    image = layer[sweep.points] @ block
    rest = image - sweep.frame @ (sweep.frame.swapaxes(1, 2) @ image)
    left, values, right = np.linalg.svd(_finite(rest))
    room = KILLED * (noise[sweep.points] * frobenius(block) + 16 * UNIT * frobenius(image))
    most = layer.shape[1] - sweep.frame.shape[2]
    counts = np.minimum((values > room[:, None]).sum(axis=1), most)
    turned, image = block @ right.swapaxes(1, 2), image @ right.swapaxes(1, 2)
    for count in np.unique(counts):
        rows = np.flatnonzero(counts == count)
        part = sweep.at(rows)
        yield _followed(
            part, start, stop, int(count), turned[rows], image[rows], left[rows][:, :, :count], values[rows]
        )


def _followed(
    sweep: _Sweep,
    start: int,
    stop: int,
    count: int,
    block: np.ndarray,
    image: np.ndarray,
    left: np.ndarray,
    values: np.ndarray,
) -> _Sweep:
    names, vertex = sweep.strings[-1], len(sweep.bases) - 1
    alive = sweep.alive + names[start : start + count]
    if vertex and sweep.born[names[start]] == vertex:  # a new string may be scaled at will: its first image is a unit
        scale = values[:, None, :count]
        block = np.concatenate([block[:, :, :count] / scale, block[:, :, count:]], axis=2)
        image = np.concatenate([image[:, :, :count] / scale, image[:, :, count:]], axis=2)
    images = np.concatenate([sweep.images, image[:, :, :count]], axis=2)
    E = sweep.bases[-1].copy()
    E[:, :, start:stop] = block
    if images.shape[2] and count < stop - start:
        living = [i for i, name in enumerate(names[:stop]) if name in alive]
        explained = np.linalg.pinv(_finite(_unit_columns(images))) @ image[:, :, count:]
        explained /= _column_norms(images)[:, :, None]
        E[:, :, start + count : stop] -= E[:, :, living] @ explained
    frame = np.concatenate([sweep.frame, left], axis=2)
    return replace(sweep, bases=(*sweep.bases[:-1], E), images=images, frame=frame, alive=alive, done=stop)


def _next_vertex(sweep: _Sweep, after: int) -> _Sweep:
    """The basis of the next vertex: the images, then an orthonormal complement in which new strings are born."""
    size, width, kept = sweep.images.shape
    births = width - kept
    full = np.linalg.qr(_unit_columns(sweep.images), mode="complete")[0] if kept else np.eye(width)[None]
    fresh = np.broadcast_to(full[:, :, kept:], (size, width, births))
    names = sweep.alive + tuple(range(len(sweep.born), len(sweep.born) + births))
    empty = np.empty((size, after, 0))
    return _Sweep(
        sweep.points,
        (*sweep.bases, np.concatenate([sweep.images, fresh], axis=2)),
        (*sweep.strings, names),
        sweep.born + (len(sweep.bases),) * births,
        empty,
        empty,
    )


def _scaled(sweep: _Sweep, layers: Sequence[np.ndarray], noise: np.ndarray) -> list[np.ndarray]:
    """The hidden bases, every string scaled: a unit at H where it gets there, else so that the errors of the arrows
    before its birth and after its death balance.
    """
    noise = noise[:, sweep.points]
    depth = len(layers)
    scale = np.ones((len(sweep.born), len(sweep.points)))
    ends = _column_norms(sweep.images)
    for place, name in enumerate(sweep.alive):
        if sweep.born[name]:
            scale[name] = 1 / ends[:, place]
    loose = [s for s, vertex in enumerate(sweep.born) if vertex and s not in sweep.alive]
    for _ in range(2 if loose else 0):
        bases = _with_scales(sweep, scale)
        sizes = [frobenius(basis) for basis in bases]
        duals = [_inverse(basis) for basis in bases[1:]]
        for s in loose:
            first = sweep.born[s]
            last = max(j for j, names in enumerate(sweep.strings) if s in names)
            row = duals[first - 1][:, sweep.strings[first].index(s)]
            column = bases[last][:, :, sweep.strings[last].index(s)]
            into = noise[first - 1] * sizes[first - 1] * np.sqrt((row * row).sum(axis=1))
            beyond = frobenius(duals[last]) if last + 1 < depth else 1.0
            out_of = noise[last] * beyond * np.sqrt((column * column).sum(axis=1))
            good = (into > 0) & (out_of > 0) & np.isfinite(into) & np.isfinite(out_of)
            scale[s] *= np.sqrt(np.where(good, into, 1.0) / np.where(good, out_of, 1.0))
    return _with_scales(sweep, scale)[1:]


def _with_scales(sweep: _Sweep, scale: np.ndarray) -> list[np.ndarray]:
    return [basis * scale[list(names)].T[:, None, :] for basis, names in zip(sweep.bases, sweep.strings, strict=True)]


def _inverse(matrices: np.ndarray) -> np.ndarray:
    """Inverses; a singular matrix, or one with entries that are not numbers, gets zeros, which decide nothing."""
    usable = np.all(np.isfinite(matrices), axis=(1, 2), keepdims=True)
    safe = np.where(usable, matrices, np.eye(matrices.shape[-1]))
    norms = np.maximum(_column_norms(safe), 1e-300)  # scaled columns: no overflow, and a better inverse
    try:
        inverse = np.linalg.inv(safe / norms[:, None, :])
    except np.linalg.LinAlgError:
        inverse = np.linalg.pinv(safe / norms[:, None, :])
    return np.where(usable, inverse / norms[:, :, None], 0.0)


def _column_norms(matrices: np.ndarray) -> np.ndarray:
    return np.sqrt(np.einsum("bij,bij->bj", matrices, matrices))


def _finite(matrices: np.ndarray) -> np.ndarray:
    """Zeros for non-finite entries: LAPACK refuses a batch with one nan, and a bad proposal only costs decisions."""
    return np.where(np.isfinite(matrices), matrices, 0.0)


def _unit_columns(matrices: np.ndarray) -> np.ndarray:
    return matrices / np.maximum(_column_norms(matrices), 1e-300)[:, None, :]
