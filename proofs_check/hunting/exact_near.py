"""Exact critical points near float weights: they replace a failing float case."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import nearby
from proofs_check.scopes.general_data import has_rational_points

TOLERANCES = tuple(Fraction(1, 10**k) for k in (6, 4, 3, 2, 1))
RADIUS = 1e-2
"""The largest distance, relative to each layer, of a point of a kind from the weights."""
MOST_KINDS = 200


def exact_critical_points(point: dln.Point) -> Iterator[dln.Point]:
    """Exact critical points near the weights: simple rationals within a tolerance, then points of each kind."""
    weights = [layer.to_numpy() for layer in point.weights]
    seen = set()
    for tolerance in TOLERANCES:
        near = dln.Point(point.problem, weights, tolerance=tolerance)
        if near.is_critical and near not in seen:
            seen.add(near)
            yield near
    for kind in itertools.islice(point.problem.kinds(), MOST_KINDS):
        if has_rational_points(point.problem, kind.selection):
            start = kind.representative()
            near = nearby.Neighbourhood(start).exhibited(weights, RADIUS, kind.rank, kind.multiplicities)
            if near is not None and near not in seen:
                seen.add(near)
                yield near
