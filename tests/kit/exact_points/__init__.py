"""Exact points of deep linear networks: ``load`` gives their answers as texts "p/q", ``array`` as floats."""

import json
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np


def load(path=Path(__file__).parent / "points.json"):
    """The points, each with attributes as in the file (``lambda`` is ``point.learning``)."""
    with open(path, encoding="utf-8") as file:
        records = json.load(file)["points"]
    return [SimpleNamespace(**{k: v for k, v in r.items() if k != "lambda"}, learning=r["lambda"]) for r in records]


def array(point, key, dtype="float64"):
    """``X``, ``Y`` as arrays, ``weights``, ``gradient`` as lists of arrays, symmetric matrices in full."""
    value = getattr(point, key)
    if key in ("weights", "gradient"):
        return [_floats(layer, dtype) for layer in value]
    if key in ("X", "Y"):
        return _floats(value, dtype)
    size = sum(a * b for a, b in zip(point.widths[1:], point.widths[:-1], strict=True))
    matrix = np.zeros((size, size))
    matrix[np.triu_indices(size)] = [float(Fraction(text)) for text in value]
    return (np.triu(matrix) + np.triu(matrix, 1).T).astype(dtype)


def spectrum(point, key="eigenvalues"):
    """All eigenvalues with repetitions, decreasing; twelve digits are exact."""
    return np.array([(float(low) + float(high)) / 2 for low, high, times in getattr(point, key) for _ in range(times)])


def _floats(rows, dtype):
    return np.array([[float(Fraction(text)) for text in row] for row in rows], dtype)
