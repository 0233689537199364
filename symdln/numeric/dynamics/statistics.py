"""The measurements of the escape experiment: epochs, their quantiles, and fitted slopes beside those of the theory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from symdln.numeric.derivatives.batch import NumericProblem
from symdln.numeric.derivatives.hessians import hessian
from symdln.numeric.dynamics.escape import NEVER, Chunk, Saddle, Setup, floats

FITTED = 3  # slopes are fitted on this many of the smallest distances


@dataclass(frozen=True)
class SlopeFit:
    """A fitted slope with a bootstrap interval, and the slope by theory.

    ``scale`` is "log": epochs against ``log(1/eps)``; or "power": ``log(epochs)`` against ``log(1/eps)``.
    ``distances`` are those of the fit, smallest first; ``local`` are the slopes between neighbours of all usable
    distances, largest distances first.  ``low`` and ``high`` are None where some resample has an infinite median.
    """

    scale: str
    slope: float
    low: float | None
    high: float | None
    theory: float
    distances: tuple[float, ...]
    local: tuple[float, ...]


Epochs = dict[tuple[int, float], np.ndarray]  # by number of the saddle and distance


def gathered(experiment: Setup, results: dict[Chunk, list[int]]) -> Epochs:
    """The epochs ``(runs,)`` of every saddle at every distance; runs that never escaped are ``inf``."""
    joined: dict[tuple[int, float], list[float]] = {}
    for item in experiment.items:
        epochs = (math.inf if epoch == NEVER else float(epoch) for epoch in results.get(item, ()))
        joined.setdefault((item.saddle, item.epsilon), []).extend(epochs)
    return {key: np.array(values) for key, values in joined.items() if values}


def quantiles(epochs: np.ndarray, at: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> list[float]:
    """Sample quantiles (each one of the values, the lower one); ``inf`` where too few have escaped."""
    return [float(value) for value in np.quantile(epochs, at, method="inverted_cdf")]


def fitted(
    experiment: Setup,
    saddle: Saddle,
    epochs: Epochs,
    *,
    smallest: int = FITTED,
    resamples: int = 1000,
    level: float = 0.95,
) -> SlopeFit | None:
    """The slope of the median epoch over the smallest usable distances, least squares; None with fewer than two.

    A distance is usable where more than half of the runs have escaped and the median is not 0.  The interval is the
    percentile bootstrap over runs, resampled at each distance.
    """
    usable = {}
    for epsilon in sorted(experiment.epsilons):
        values = epochs.get((saddle.number, epsilon), np.array([np.inf]))
        if 0 < quantiles(values, (0.5,))[0] < np.inf:
            usable[epsilon] = values
    if len(usable) < 2:
        return None
    strict, kept = saddle.order == 2, list(usable)[: max(smallest, 2)]
    x = np.log(1 / np.array(list(usable)))
    rng = np.random.default_rng([experiment.seed, saddle.number])
    medians = np.array([quantiles(values, (0.5,)) for values in usable.values()])
    again = [
        np.quantile(rng.choice(values, size=(resamples, len(values))), 0.5, axis=1, method="inverted_cdf")
        for values in map(usable.__getitem__, kept)
    ]
    low = high = None
    if np.isfinite(again).all():
        ends = np.quantile(_slopes(x[: len(kept)], np.array(again), strict), [(1 - level) / 2, (1 + level) / 2])
        low, high = map(float, ends)
    return SlopeFit(
        scale="log" if strict else "power",
        slope=float(_slopes(x[: len(kept)], medians[: len(kept)], strict)[0]),
        low=low,
        high=high,
        theory=_theory(experiment, saddle),
        distances=tuple(kept),
        local=tuple(float(_slopes(x[i : i + 2], medians[i : i + 2], strict)[0]) for i in range(len(x) - 2, -1, -1)),
    )


def _slopes(x: np.ndarray, medians: np.ndarray, strict: bool) -> np.ndarray:
    """Least-squares slopes for medians ``(distances, samples)``."""
    y = medians if strict else np.log(np.maximum(medians, 1.0))
    centred = x - x.mean()
    return centred @ y / (centred @ centred)


def _theory(experiment: Setup, saddle: Saddle) -> float:
    if saddle.order > 2:
        return float(saddle.order - 2)
    least = float(np.linalg.eigvalsh(hessian(NumericProblem.of(experiment.problem), floats(saddle.point)))[0])
    return 1 / math.log1p(-experiment.step * least)
