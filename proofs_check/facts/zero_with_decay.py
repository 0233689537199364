"""The formal statements about zero under weight decay, evaluated at small weights and at an instance."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.language.outcome import Outcome, holds
from proofs_check.networks.formal_letters import formal_at_letters, product, unit

MOST_WEIGHTS = 18


@cache
def formal_at_zero(id: str, widths: tuple[int, ...], decays: tuple[Fraction, ...]) -> Outcome:
    """The formal statement near W = 0, for data of small integers, and at the instance with decays mu = 1/n."""
    n = len(decays)
    if _weights(widths) > MOST_WEIGHTS:
        return holds("the formal statement is evaluated at smaller weights")
    return formal_at_letters(id, letters(widths, decays), n + 1)


def _weights(widths: tuple[int, ...]) -> int:
    return sum(a * b for a, b in itertools.pairwise(widths))


def letters(widths: tuple[int, ...], decays: tuple[Fraction, ...]) -> dict[str, Any]:
    """The letters of the theory "decay"."""
    n = len(decays)
    X, Y = _numbers(widths[0], 2, 1), _numbers(widths[-1], 2, 2)
    largest = sum(map(abs, (Y @ X.T).entries()), Fraction(1))
    radius = min(Fraction(1), min(decays) / (2 * largest))
    entry = radius / max(a * b for a, b in itertools.pairwise(widths)) / 2
    layers = [entry * _numbers(m, k, j) for j, (k, m) in enumerate(itertools.pairwise(widths))]
    mu = Fraction(1, n)

    def layer(j: int) -> dln.Matrix:
        return layers[j - 1] if 1 <= j <= n else dln.Matrix.zeros(1, 1)

    def ray(j: int) -> dln.Matrix:
        return unit(widths[j]) if 0 <= j <= n else unit(1)

    def chain(j: int) -> dln.Matrix:
        return product([ray(i) @ ray(i - 1).T for i in range(1, j + 1)], widths[0])

    known: dict[str, Any] = {
        **{"n": n, "X": X, "Y": Y, "V": layer, "P": lambda j: product(layers[:j], widths[0])},
        **{"lam": lambda j: decays[j - 1] if 1 <= j <= n else 0, "low": min(decays), "radius": radius, "mu": mu},
        "Sum": lambda j: _decayed(layers[:j], decays),
        **{"unit": ray, "Chain": chain, "Length": lambda j: j},
    }
    return known


def _numbers(rows: int, columns: int, start: int) -> dln.Matrix:
    return dln.Matrix.from_entries(rows, columns, [(start + k) % 3 - 1 for k in range(rows * columns)])


def _decayed(layers: Sequence[dln.Matrix], decays: Sequence[Fraction]) -> Fraction:
    return sum((lam * V.norm_squared() for lam, V in zip(decays, layers, strict=False)), Fraction(0))
