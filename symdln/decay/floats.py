"""Kinds of float points of the decayed loss, such as those that a program trained: numerical answers, not proofs.

A point is taken as critical where the gradient is small against its two parts, the plain gradient and the decay.  Then
the product is turned into the singular bases of the target, and each mode is matched with the nearest root.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symdln.decay.kinds import DecayedKind
from symdln.decay.levels import ModeLevel
from symdln.decay.problem import WHITE, DecayedProblem
from symdln.decay.roots import root_enclosure
from symdln.errors import InputError
from symdln.landscape.classification import NOT_CRITICAL
from symdln.numeric import NumericProblem, gradient

NO_KIND = "undecided"
_BITS = 60


@dataclass(frozen=True)
class FloatKinds:
    """For each point its kind (None where there is none), its class as a text, the relative gradient, and the largest
    distance of a mode ``t = sigma / s`` from the root with which it was matched (nan where there is no kind).

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((5,), (1, 1, 1)), 1)     # 1/2 (b a - 5)^2 + 1/2 (a^2 + b^2)
    >>> found = kinds_of_floats(decayed, [np.array([[[2.0]], [[1.0]]])] * 2)    # at a = b = 2 and at a = b = 1
    >>> found.labels, [str(kind) for kind in found.kinds], found.distances.round(9).tolist()
    (('global minimiser', 'not critical'), ['large 0', 'None'], [0.0, nan])
    >>> found.residuals.round(9).tolist()                                       # at 1: |-4 + 1| / (|-4| + |1|)
    [0.0, 0.6]
    """

    kinds: tuple[DecayedKind | None, ...]
    labels: tuple[str, ...]
    residuals: np.ndarray
    distances: np.ndarray


def kinds_of_floats(decayed: DecayedProblem, weights: Sequence[Any], *, tolerance: float = 1e-6) -> FloatKinds:
    """The numerical kinds of a batch of float64 points: arrays ``(B, d_j, d_{j-1})``, W_1 first.

    A point with a relative gradient above ``tolerance`` is not critical; one with a mode farther than
    ``sqrt(tolerance)`` from all roots, or near two of them, is undecided.  For data with a list of kinds.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((15,), (1, 1, 1, 1)), decay=14)
    >>> points = [np.array([[[1.0]], [[2.0]], [[0.0]], [[1.5]]])] * 3
    >>> kinds_of_floats(decayed, points).labels
    ('strict saddle', 'global minimiser', 'local minimum', 'not critical')
    """
    if not 0 < tolerance < 1:
        raise InputError(f"tolerance={tolerance} was passed; pass a number between 0 and 1, such as 1e-6.")
    layers = [np.atleast_3d(np.asarray(layer, dtype=float)) for layer in weights]
    residuals = _residuals(decayed, layers)
    used, distances = _matched(decayed, _modes(decayed, layers), tolerance**0.5)
    distances = np.where(residuals <= tolerance, distances, np.nan)
    known: dict[bytes, DecayedKind | None] = {}
    kinds, labels = [], []
    for point, residual in enumerate(residuals):
        kind = None
        if not np.isnan(distances[point]):
            key = used[point].tobytes()
            if key not in known:
                known[key] = _kind_of(decayed, used[point])
            kind = known[key]
        kinds.append(kind)
        labels.append(NOT_CRITICAL if residual > tolerance else NO_KIND if kind is None else kind.label)
    distances[[kind is None for kind in kinds]] = np.nan
    return FloatKinds(tuple(kinds), tuple(labels), residuals, distances)


def _residuals(decayed: DecayedProblem, layers: Sequence[np.ndarray]) -> np.ndarray:
    """``|grad L|`` over the sum of the norms of its two parts; 0 where both vanish."""
    plain = gradient(NumericProblem.of(decayed.problem), list(layers))
    decays = [float(value) * layer for value, layer in zip(decayed.decays, layers, strict=True)]
    whole = _norm([a + b for a, b in zip(plain, decays, strict=True)])
    parts = _norm(plain) + _norm(decays)
    return np.divide(whole, parts, out=np.zeros_like(whole), where=parts > 0)


def _norm(layers: Sequence[np.ndarray]) -> np.ndarray:
    return np.sqrt(sum((layer**2).sum(axis=(1, 2)) for layer in layers))


def _modes(decayed: DecayedProblem, layers: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The numbers t of all copies of each distinct value > 0, by eigenvalues of a block of the product."""
    problem, product = decayed.problem, layers[0]
    for layer in layers[1:]:
        product = layer @ product
    if decayed.data_kind == WHITE:
        left, values, right = np.linalg.svd(problem.Syx.to_numpy() / float(problem.Sxx[0, 0]))
        turned = left.T @ product @ right.T
    else:
        values, basis = np.linalg.eigh(problem.Sxx.to_numpy())
        values, basis = values[::-1], basis[:, ::-1]
        turned = basis.T @ product @ basis
    blocks = []
    for first, value in zip(decayed.spectrum.first_positions, decayed.spectrum.values, strict=True):
        place = slice(first, first + value.multiplicity)
        block = turned[:, place, place]
        scale = values[first] if decayed.data_kind == WHITE else 1.0
        symmetric = (block + block.swapaxes(1, 2)) / 2
        blocks.append(np.linalg.eigvalsh(symmetric) / scale if not value.is_zero else np.zeros(block.shape[:2]))
    return blocks


def _candidates(decayed: DecayedProblem) -> list[dict[ModeLevel, float]]:
    """For each distinct value the roots t, with 0 for a dropped mode."""
    spectrum, found = decayed.spectrum, []
    for place, value in enumerate(spectrum.values):
        roots = {ModeLevel.DROPPED: 0.0}
        for level in spectrum.levels(place):
            low, high = root_enclosure(spectrum.depth, value, spectrum.exponent, spectrum.power, level, _BITS)
            roots[level] = float((low + high) / 2)
        found.append(roots)
    return found


def _matched(decayed: DecayedProblem, modes: list[np.ndarray], close: float) -> tuple[np.ndarray, np.ndarray]:
    """For each point the number of copies of each value nearest to its large (or double) and to its small root, of
    shape ``(B, values, 2)``; and the largest distance, nan where a mode is near no root, or near two.
    """
    counts, largest = [], np.zeros(len(modes[0]))
    for values, roots in zip(modes, _candidates(decayed), strict=True):
        levels, places = list(roots), np.array(list(roots.values()))
        distances = np.abs(values[:, :, None] - places)
        ordered = np.sort(distances, axis=2)
        doubtful = ordered[:, :, 0] > close
        if len(places) > 1:
            doubtful |= ordered[:, :, 1] <= 2 * ordered[:, :, 0]
        nearest = distances.argmin(axis=2)
        top = [k for k, level in enumerate(levels) if level in (ModeLevel.LARGE, ModeLevel.DOUBLE)]
        low = [k for k, level in enumerate(levels) if level is ModeLevel.SMALL]
        counts.append(np.stack([np.isin(nearest, chosen).sum(axis=1) for chosen in (top, low)], axis=1))
        largest = np.maximum(largest, ordered[:, :, 0].max(axis=1))
        largest[doubtful.any(axis=1)] = np.nan
    return np.stack(counts, axis=1), largest


def _kind_of(decayed: DecayedProblem, used: np.ndarray) -> DecayedKind | None:
    """The kind with these numbers; None where they are more than the widths admit."""
    kind = DecayedKind(decayed.spectrum, tuple((int(large), int(small)) for large, small in used))
    return kind if kind.rank <= decayed.spectrum.least_width else None


def float_point(decayed: DecayedProblem, kind: DecayedKind) -> list[np.ndarray]:
    """A critical point of a kind, rounded to float64: layers ``(d_j, d_{j-1})``, for any data with a list of kinds.

    The hidden frames are the standard ones; decays may be unequal.  Exact points, where there are rational ones, come
    from :func:`symdln.decay.point_of_kind`.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((5,), (1, 2, 1)), 1)
    >>> [layer.tolist() for layer in float_point(decayed, decayed.kind(large=[0]))]
    [[[2.0], [0.0]], [[2.0, 0.0]]]
    """
    problem, spectrum = decayed.problem, decayed.spectrum
    white = decayed.data_kind == WHITE
    if white:
        left, values, right_T = np.linalg.svd(problem.Syx.to_numpy() / float(problem.Sxx[0, 0]))
        right = right_T.T
    else:
        values, basis = np.linalg.eigh(problem.Sxx.to_numpy())
        values, left = values[::-1], basis[:, ::-1]
        right = left
    columns, roots = [], []
    taken = dict.fromkeys(range(len(spectrum.values)), 0)
    for place, level, number in kind.modes():
        low, high = kind.root_enclosure(place, level)
        for _ in range(number):
            position = spectrum.first_positions[place] + taken[place]
            taken[place] += 1
            columns.append(position)
            sigma = float((low + high) / 2) * (values[position] if white else 1.0)
            roots.append(sigma ** (1 / problem.depth))
    mean = float(np.prod([float(value) for value in decayed.decays])) ** (1 / problem.depth)
    layers = []
    for j, (rows, inner) in enumerate(problem.shapes):
        after = left[:, columns] if j + 1 == problem.depth else np.eye(rows)[:, : len(columns)]
        before = right[:, columns] if j == 0 else np.eye(inner)[:, : len(columns)]
        layers.append((mean / float(decayed.decays[j])) ** 0.5 * (after * np.array(roots)) @ before.T)
    return layers
