"""Arora, Cohen, Hazan (2018), Theorem 1, simulated: balanced flows of the weights and of the end-to-end matrix."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp

import symdln as dln
from proofs_check.claim import claim
from proofs_check.outcome import Outcome, all_of, at_most
from proofs_check.scope import cases
from proofs_check.source import ARORA
from proofs_check.verdict import Verdict
from symdln.numeric import NumericProblem, flow_batch

WIDTHS = ((2, 2, 2), (3, 3, 2), (2, 3, 2, 2), (2, 2, 2, 2, 2))
STARTS = {"small": 3, "default": 4, "large": 100}
TIMES = (0.5, 1.5, 4.0)
RTOL, CLOSE = 1e-9, 1e-6


class Pair(NamedTuple):
    """One start: the largest distances over the times between ``W_N ... W_1`` along the flow of the weights and P along
    the printed equation, and of the end from the start; and the largest change of ``W_{j+1}^T W_{j+1} - W_j W_j^T``.
    """

    widths: tuple[int, ...]
    number: int
    distance: float
    path: float
    drift: float


def balanced(widths: tuple[int, ...], rng: np.random.Generator) -> list[np.ndarray]:
    """``W_j = Q_j D_j Q_{j-1}^T`` with random orthogonal Q_j and the same random diagonal in every D_j."""
    Q = [np.linalg.qr(rng.normal(size=(d, d)))[0] for d in widths]
    values = rng.uniform(0.3, 1.0, size=min(widths))
    layers = []
    for j, (n, m) in enumerate(itertools.pairwise(widths)):
        D = np.zeros((m, n))
        D[: len(values), : len(values)] = np.diag(values)
        layers.append(Q[j + 1] @ D @ Q[j].T)
    return layers


def printed_rate(P: np.ndarray, depth: int, slope: np.ndarray) -> np.ndarray:
    """``- sum_j (P P^T)^((N-j)/N) F (P^T P)^((j-1)/N)`` by singular values; the power 0 is the identity."""
    U, values, V = np.linalg.svd(P)

    def power(basis: np.ndarray, number: int) -> np.ndarray:
        scale = np.ones(len(basis)) if number == 0 else np.zeros(len(basis))
        if number:
            scale[: len(values)] = values ** (2 * number / depth)
        return (basis * scale) @ basis.T

    terms = [power(U, depth - j) @ slope @ power(V.T, j - 1) for j in range(1, depth + 1)]
    return -np.sum(terms, axis=0)


def pairs(size: str, seed: int) -> Iterator[Pair]:
    for widths in WIDTHS:
        rng = np.random.default_rng([seed, *widths])
        problem = NumericProblem.of(dln.Problem.canonical((2, 1), widths))
        starts = [balanced(widths, rng) for _ in range(STARTS[size])]
        weights = [np.stack(layers) for layers in zip(*starts, strict=True)]
        runs = [flow_batch(problem, weights, rtol=RTOL, gradient_norm=0, time=time) for time in TIMES]
        ends = [np.stack(list(map(product, zip(*run.weights, strict=True)))) for run in runs]
        for number, layers in enumerate(starts):
            start = product(layers)
            own = along_equation(problem, start)
            found = [end[number] for end in ends]
            yield Pair(
                widths,
                number,
                max(float(np.linalg.norm(a - b)) for a, b in zip(found, own, strict=True)),
                float(np.linalg.norm(found[-1] - start)),
                max(float(run.drifts[number]) for run in runs),
            )


def product(layers: tuple[np.ndarray, ...] | list[np.ndarray]) -> np.ndarray:
    """``W_N ... W_1``."""
    P = layers[0]
    for layer in layers[1:]:
        P = layer @ P
    return P


def along_equation(problem: NumericProblem, start: np.ndarray) -> list[np.ndarray]:
    """P at the times, integrated from the printed equation alone, by scipy."""

    def rate(_: float, vector: np.ndarray) -> np.ndarray:
        P = vector.reshape(start.shape)
        return printed_rate(P, problem.depth, P @ problem.Sxx - problem.Syx).ravel()

    found = solve_ivp(rate, (0.0, TIMES[-1]), start.ravel(), t_eval=TIMES, method="RK45", rtol=RTOL, atol=RTOL)
    return [column.reshape(start.shape) for column in found.y.T]


@claim(
    "arora.end-to-end.flow",
    source=ARORA.at("Theorem 1, without weight decay and with learning rate 1"),
    statement=r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T} \text{ at } t = 0 \Rightarrow W_N(t) \cdots W_1(t) "
    r"\text{ solves } \frac{dP}{dt} = -\sum_{j=1}^{N} (P P^\mathsf{T})^{(N-j)/N} \, \nabla f(P) \, "
    r"(P^\mathsf{T} P)^{(j-1)/N}",
    over=cases(
        "balanced flows",
        pairs,
        sentence=lambda size: (
            f"flows from {STARTS[size]} random balanced starts each at widths {', '.join(map(str, WIDTHS))}, X = I, "
            f"Y = diag(2, 1), at the times {', '.join(map(str, TIMES))}"
        ),
        strength=Verdict.SUPPORTED,
    ),
    made_precise="two integrations, of the weights and of P from the printed equation alone, each with relative "
    f"tolerance {RTOL:g}, agree within {CLOSE:g} at all times, and the weights stay balanced within {CLOSE:g}",
)
def end_to_end_flow(pair: Pair) -> Outcome:
    """Along a balanced flow the product of the weights goes where the printed equation takes it."""
    return all_of(
        at_most(pair.distance, CLOSE, "distance between the product of the weights and P"),
        at_most(pair.drift, CLOSE, "change of the invariants"),
    )
