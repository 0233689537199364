"""Small weights of a few networks with data that are neither white nor diagonal."""

from __future__ import annotations

from collections.abc import Iterator

import symdln as dln
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.few_critical_points import NETWORKS, turned


def points(size: str, seed: int) -> Iterator[dln.Point]:
    """Two points per network with small whole entries by a rule, and zero."""
    for widths, values, inputs in NETWORKS:
        problem = turned(widths, values, inputs)
        for shift in (0, 1):
            weights = [
                dln.Matrix.from_entries(a, b, [(shift + 2 * k + 3 * j) % 5 - 2 for k in range(a * b)])
                for j, (a, b) in enumerate(problem.shapes)
            ]
            yield dln.Point(problem, weights)
        yield dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])


FEW_POINTS: Scope = cases(
    "weights of a few networks",
    points,
    sentence="zero and two points with small whole weights in each of seven networks of depth 2 and 3 with widths 1 "
    "and 2, "
    "inputs that are not white, and targets that are not diagonal",
    strength=Verdict.VERIFIED,
)
