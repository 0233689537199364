"""Critical points of a few small networks with general data, for claims whose proof is for all sizes."""

from __future__ import annotations

from collections.abc import Iterator

import symdln as dln
from proofs_check.language.scope import Scope, cases
from proofs_check.language.subjects import CRITICAL_POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal

NETWORKS = (
    ((1, 1, 1), (2,), (1,)),
    ((2, 1, 2), (2, 1), (1, 2)),
    ((2, 2, 2), (2, 1), (1, 2)),
    ((2, 2, 2), (2, 0), (1, 2)),
    ((2, 2, 2), (1, 1), (1, 0)),
    ((1, 1, 1, 1), (2,), (1,)),
    ((2, 2, 2, 2), (3, 1), (1, 2)),
)
"""Widths, and the singular values of targets and inputs; one has inputs that span a line, one a target of rank 1."""


def turned(widths: tuple[int, ...], values: tuple[int, ...], inputs: tuple[int, ...]) -> dln.Problem:
    """Inputs and targets with these singular values, in turned coordinates."""
    d_x, d_y = widths[0], widths[-1]
    stretched = orthogonal(d_x, 1) @ dln.Matrix.diagonal(inputs)
    target = orthogonal(d_y, 2) @ dln.Matrix.diagonal(values, (d_y, d_x)) @ orthogonal(d_x, 3).T
    return dln.Problem.from_data(stretched, target, widths[1:-1])


def points(size: str, seed: int) -> Iterator[dln.Point]:
    """One representative of every kind."""
    for widths, values, inputs in NETWORKS:
        for kind in turned(widths, values, inputs).kinds():
            yield kind.representatives(rng=seed)[-1]


FEW_CRITICAL_POINTS: Scope = cases(
    "critical points of a few networks",
    points,
    sentence="a disguised representative of every kind of critical point of seven networks of depth 2 and 3 with "
    "widths 1 and 2, inputs that are not white, and targets that are not diagonal; one with singular Sxx, one with a "
    "target of rank 1",
    strength=Verdict.VERIFIED,
    of=CRITICAL_POINTS,
)
