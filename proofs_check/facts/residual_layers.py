"""Linear residual layers I + A_j whose A_j have known spectral norms by their form."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts.eigenvalues import nth
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal_letters import formal_at_letters, product

UNITS = {
    1: {"-1": ((-1,),), "0": ((0,),), "1": ((1,),)},
    2: {
        "-I": ((-1, 0), (0, -1)),
        "turn": ((Fraction(3, 5), Fraction(4, 5)), (Fraction(-4, 5), Fraction(3, 5))),
        "mirror": ((1, 0), (0, -1)),
        "shift": ((0, 1), (0, 0)),
    },
}
"""Matrices of spectral norm 1 or 0: tau times one of them has norm at most tau."""
INPUTS = {1: ((1, 0),), 2: ((1, 0, 0), (0, 2, 0))}
"""X; Sxx is (1) or diag(1, 4), so its least eigenvalue is 1."""


class Residual(NamedTuple):
    """The size, tau as text, the names of the layers, and whether the target is the product of the network."""

    size: int
    tau: str
    layers: tuple[str, ...]
    fitted: bool


def residuals(size: str, seed: int) -> Iterator[Residual]:
    """Depth 1 to 3; at most two different layers at depth 3 below the large size."""
    for d, units in UNITS.items():
        for depth in (1, 2, 3):
            for layers in itertools.product(units, repeat=depth):
                if depth == 3 and size != "large" and len(set(layers)) == 3:
                    continue
                for tau in ("1/2",) if size == "small" else ("1/2", "9/10"):
                    yield from (Residual(d, tau, layers, fitted) for fitted in (False, True))


RESIDUAL_SCOPE: Scope = cases(
    "residual layers",
    residuals,
    sentence="one to three layers of size 1 or 2, tau = 1/2 (and 9/10), each A_j tau times a matrix of norm 0 or 1 out "
    "of a list, with targets that the network fits and others, Sxx = (1) or diag(1, 4)",
    strength=Verdict.VERIFIED,
)


def network(case: Residual) -> dln.Point:
    """The point with the layers I + A_j under the loss without 1/2; a last sample of zeros carries noise."""
    d, tau = case.size, Fraction(case.tau)
    weights = [dln.Matrix.identity(d) + tau * dln.Matrix(UNITS[d][name]) for name in case.layers]
    X = dln.Matrix(INPUTS[d])
    product = dln.Matrix.identity(d)
    for W in weights:
        product = W @ product
    noise = dln.Matrix.from_entries(d, d + 1, [int(k % (d + 1) == d) for k in range(d * (d + 1))])
    Y = (product if case.fitted else dln.Matrix.zeros(d, d)) @ X + noise
    problem = dln.Problem.from_data(X, Y, (d,) * (len(weights) - 1), loss_factor=1)
    return dln.Point(problem, weights)


def gap(point: dln.Point) -> Fraction:
    """The loss less the least loss of all linear maps, ``tr Syy - tr Syx Sxx^{-1} Sxy``."""
    problem = point.problem
    return point.loss - (problem.Syy.trace() - (problem.Syx @ problem.Sxx.inverse() @ problem.Sxy).trace())


def least_eigenvalue(point: dln.Point) -> Fraction:
    """The least eigenvalue of Sxx, which is rational for the inputs here."""
    found = nth(point.problem.Sxx, 1).value
    if found is None:
        raise ArithmeticError("the least eigenvalue of Sxx is irrational; the inputs here have rational ones.")
    return found


def formal_at_residual(case: Residual) -> Outcome:
    """The formal statement at layers that fit their target, against the identity and against zero."""
    layers, tau = network(case).weights, Fraction(case.tau)
    one = dln.Matrix.identity(case.size)
    found = []
    for rival in (one, 0 * one):
        X = dln.Matrix(INPUTS[case.size])
        known = {
            **{"n": len(layers), "X": X, "Y": product(layers, case.size) @ X, "Rival": rival, "tau": tau},
            **{"gap": 1 / (1 - tau), "Res": lambda j: layers[j - 1] - one if 1 <= j <= len(layers) else 0 * one},
            "Front": lambda j: product(layers[:j], case.size),
        }
        found.append(formal_at_letters("hardt.residual.critical", known, len(layers)))
    return all_of(*found)
