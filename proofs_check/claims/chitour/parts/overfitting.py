"""Proposition 1 and Conjecture 1, simulated: where the gradient flow goes from random starts.

Notations:

    SHALLOW          widths of networks with one hidden layer
    DEEP             widths of deeper networks
    TARGETS          random targets of each architecture, by the size of the scope
    STARTS           random starts of each target, by the size of the scope
    AT_REST          the norm of the gradient at which a flow is at rest
    LEAST_LOSS       the loss up to which a flow counts as one whose loss tends to zero
    MOST_STEPS       the most steps of a flow
    Flow             the end of one simulated trajectory as plain data
    target           distinct random singular values
    path_bound       a bound for ||W(t)||^2 along a flow
    simulated        flows from Gaussian starts
    exact            the rational matrix that floats are
    flows            all flows, architecture by architecture
    simulated_flows  the scope over them
    comes_to_rest    the gradient vanishes at the end of a flow
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np

import symdln as dln
from proofs_check.claims.chitour.parts.convergence import Bounds, last_norm
from proofs_check.language.outcome import Outcome, is_true
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from symdln.numeric import NumericProblem, flow_batch

SHALLOW = ((1, 1, 1), (2, 2, 1), (2, 2, 2), (3, 2, 2), (2, 3, 2), (3, 3, 3))


DEEP = ((1, 1, 1, 1), (2, 2, 2, 2), (2, 3, 2, 2), (3, 3, 3, 3), (2, 2, 2, 2, 2))


TARGETS = {"small": 1, "default": 2, "large": 20}


STARTS = {"small": 10, "default": 40, "large": 200}


AT_REST, LEAST_LOSS = 1e-8, 1e-12


MOST_STEPS = 200_000


class Flow(NamedTuple):
    """The end of one simulated trajectory as plain data: where it started, why it stopped, and its bounds."""

    widths: tuple[int, ...]
    singular_values: tuple[str, ...]
    number: int
    converged: bool
    loss: float
    gradient_norm: float
    largest_square: float
    bound: float


def target(widths: tuple[int, ...], rng: np.random.Generator) -> tuple[Fraction, ...]:
    """Distinct singular values: multiples of 1/1000 between 1/2 and 3, for which Assumption 4 is checked."""
    while True:
        drawn = sorted({Fraction(int(k), 1000) for k in rng.integers(500, 3001, size=widths[-1])}, reverse=True)
        if len(drawn) == widths[-1] and dln.Problem.canonical(drawn, widths).satisfies("chitour.4"):
            return tuple(drawn)


def path_bound(point: dln.Point) -> Fraction:
    """A bound for ``||W(t)||^2`` over all layers: ``||W_j||^2 <= max(g(0), K_2) + tau_j`` with the constants of
    Prop. 1.
    """
    bounds = Bounds(point)
    most = max(last_norm(point), bounds.K_2)
    return sum((most + tau for tau in bounds.tau.values()), Fraction(0))


@lru_cache(maxsize=64)
def simulated(widths: tuple[int, ...], size: str, seed: int) -> tuple[Flow, ...]:
    """Flows from Gaussian starts for random targets, to a gradient norm of 1e-8."""
    rng = np.random.default_rng([seed, *widths])
    found = []
    for _ in range(TARGETS[size]):
        values = target(widths, rng)
        problem = dln.Problem.canonical(values, widths)
        numeric = NumericProblem.of(problem)
        weights = [rng.standard_normal((STARTS[size], *shape)) for shape in numeric.shapes]
        run = flow_batch(numeric, weights, gradient_norm=AT_REST, steps=MOST_STEPS)
        for number in range(STARTS[size]):
            start = dln.Point(problem, [exact(layer[number]) for layer in weights])
            found.append(
                Flow(
                    widths,
                    tuple(map(str, values)),
                    len(found),
                    bool(run.converged[number]),
                    float(run.losses[number]),
                    float(run.gradient_norms[number]),
                    float(run.radii[number] ** 2),
                    float(path_bound(start)),
                )
            )
    return tuple(found)


def exact(layer: np.ndarray) -> dln.Matrix:
    """The rational matrix that the floats are."""
    rows, columns = layer.shape
    return dln.Matrix.from_entries(rows, columns, [Fraction(float(entry)) for entry in layer.ravel()])


def flows(size: str, seed: int) -> Iterator[Flow]:
    """All flows, architecture by architecture."""
    return itertools.chain.from_iterable(simulated(widths, size, seed) for widths in (*SHALLOW, *DEEP))


simulated_flows = cases(
    "simulated flows",
    flows,
    sentence=f"flows from standard Gaussian weights for widths {', '.join(map(str, (*SHALLOW, *DEEP)))}, "
    f"{TARGETS['default']} random targets each and {STARTS['default']} starts a target in the default size, "
    f"integrated to "
    f"a gradient norm of {AT_REST}",
    strength=Verdict.SUPPORTED,
)


def comes_to_rest(flow: Flow) -> Outcome:
    return is_true(flow.converged, "the gradient vanishes in the limit", gradient_norm=flow.gradient_norm)
