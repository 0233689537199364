"""The flow of the end-to-end matrix of balanced weights, Arora, Cohen and Hazan (2018), Theorem 1."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import ARORA
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.words import (
    CHAIN_RULE,
    LAYER,
    NEIGHBOURS,
    MarkedChain,
    Subject,
    WordCase,
    any_loss,
    balance_is_kept,
    follows,
    same,
    where,
)
from proofs_check.scopes.balanced_points import EXACT, Balanced, BalancedPoint
from symdln.algebra.words import Expression, Symbol, derivative, gradient, identity, product, rewrite
from symdln.numeric import NumericProblem, flow_batch

PUSH = "W (W^T W)^m = (W W^T)^m W, from m to m + 1"


OUTER = "W_N ... W_{k+1} (W_k W_k^T)^m W_{k+1}^T ... W_N^T, from k to k + 1"


INNER = "W_1^T ... W_{k-1}^T (W_k^T W_k)^m W_{k-1} ... W_1, from k to k - 1"


STEPS = (PUSH, OUTER, INNER)


NAMED_DEPTHS = {f"N = {N}": N for N in (2, 3, 4, 5)}


def push_through() -> Outcome:
    """With ``Q = (W^T W)^m`` and ``R = (W W^T)^m``: if W Q = R W, the same for m + 1; for m = 0 both are identities."""
    W, Q = Symbol("W", "a", "b"), Symbol("Q", "b", "b", symmetric=True)
    R = Symbol("R", "a", "a", symmetric=True)
    start = same(W @ identity("b"), identity("a") @ W, "m = 0")
    return all_of(start, follows(rewrite(W @ W.T @ W @ Q, {W @ Q: R @ W}), W @ W.T @ R @ W, PUSH))


def outer_step() -> Outcome:
    """``A W S^m W^T A^T = A T^{m+1} A^T`` for W = W_{k+1}, A = W_N ... W_{k+2}, S = W_k W_k^T = W^T W and T = W W^T.

    S^m and T^m are opaque; W S^m = T^m W is the push-through.  From k = j and m = 0 the steps lead to k = N and m = N -
    j, so W_N ... W_{j+1} times its transpose is (W_N W_N^T)^{N-j}; from k = m = 1 they lead to P P^T = (W_N W_N^T)^N.
    """
    W, A = Symbol("W", "a", "b"), Symbol("A", "d_y", "a")
    power_S, power_T = Symbol("S_m", "b", "b", symmetric=True), Symbol("T_m", "a", "a", symmetric=True)
    left = A @ W @ power_S @ W.T @ A.T
    return follows(rewrite(left, {W @ power_S: power_T @ W}), A @ power_T @ W @ W.T @ A.T, OUTER)


def inner_step() -> Outcome:
    """The mirror image: ``B^T W^T T^m W B = B^T S^{m+1} B`` for W = W_{k-1}, T = W_k^T W_k = W W^T and S = W^T W."""
    W, B = Symbol("W", "a", "b"), Symbol("B", "b", "d_x")
    power_S, power_T = Symbol("S_m", "b", "b", symmetric=True), Symbol("T_m", "a", "a", symmetric=True)
    left = B.T @ W.T @ power_T @ W @ B
    return follows(rewrite(left, {W.T @ power_T: power_S @ W.T}), B.T @ power_S @ W.T @ W @ B, INNER)


def layer_in_motion(chain: MarkedChain) -> Outcome:
    """What one layer adds to dP/dt: ``- A A^T F B^T B``, where A comes after it and B before it."""
    F, A, B = Symbol("F", "d_y", "d_x"), chain.outer(), chain.inner()
    rate = derivative(chain.P, chain.flows(any_loss(chain.P)))
    return same(rate, -A @ A.T @ F @ B.T @ B, "dP/dt from one layer")


def power(matrix: Expression, exponent: int) -> Expression:
    return product(identity(matrix.rows), *[matrix] * exponent)


def named_depth(N: int) -> Outcome:
    """All layers at once: the balance rewrites every factor into a power of W_N W_N^T or W_1^T W_1."""
    W = [Symbol(f"W_{j}", f"d_{j}", f"d_{j - 1}") for j in range(1, N + 1)]
    up = {W[k] @ W[k].T: W[k + 1].T @ W[k + 1] for k in range(N - 1)}
    down = {right: left for left, right in up.items()}
    P, output, input = product(*W[::-1]), W[-1] @ W[-1].T, W[0].T @ W[0]
    F = Symbol("F", *P.shape)
    outcomes = [
        follows(rewrite(P @ P.T, up), power(output, N), "P P^T and (W_N W_N^T)^N"),
        follows(rewrite(P.T @ P, down), power(input, N), "P^T P and (W_1^T W_1)^N"),
    ]
    total = 0 * F
    for j in range(1, N + 1):
        A, B = product(identity(W[-1].rows), *W[: j - 1 : -1]), product(*W[: j - 1][::-1], identity(W[0].columns))
        total = total - A @ A.T @ F @ B.T @ B
        outcomes += [
            follows(rewrite(A @ A.T, up), power(output, N - j), f"(P P^T)^((N-j)/N), j = {j}"),
            follows(rewrite(B.T @ B, down), power(input, j - 1), f"(P^T P)^((j-1)/N), j = {j}"),
        ]
    flows = {each: -gradient(any_loss(P), each) for each in W}
    return all_of(*outcomes, same(derivative(P, flows), total, "dP/dt"))


def cases_of_theorem(size: str, seed: int) -> Iterator[Balanced | WordCase]:
    yield from EXACT
    yield from (("any depth", name) for name in (*STEPS, *LAYER, *NEIGHBOURS, *NAMED_DEPTHS))


@claim(
    "arora.end-to-end",
    source=ARORA.at("Theorem 1, without weight decay and with learning rate 1"),
    statement=r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T} \text{ at } t = 0 \Rightarrow \frac{dP}{dt} = "
    r"-\sum_{j=1}^{N} (P P^\mathsf{T})^{(N-j)/N} \, \nabla f(P) \, (P^\mathsf{T} P)^{(j-1)/N}, \; P = W_N \cdots W_1",
    over=cases(
        "any depth, balanced",
        cases_of_theorem,
        sentence="any depth N >= 2, any widths and any differentiable loss f of the end-to-end matrix, in matrix "
        "words: by induction with opaque products and powers, and for N = 2 to 5 by rewriting; and by a second route "
        f"{len(EXACT)} exact balanced points of depth 2 to 4 with known eigenvalues",
        strength=Verdict.PROVED,
        fields=("widths", "singular values", "turn"),
    ),
    made_precise="the power 0 is the identity; the powers 1/N are the positive semidefinite roots, (P P^T)^(1/N) = W_N "
    "W_N^T and (P^T P)^(1/N) = W_1^T W_1",
    formal=("dU[n] = Sum[n] if n >= 1",),
    axioms=(CHAIN_RULE,),
    proof=logic("arora.end-to-end"),
)
def end_to_end(subject: Subject) -> Outcome:
    """Balanced weights stay balanced, and the end-to-end matrix moves along the gradient times powers of P P^T and
    P^T P.
    """
    marked = where(subject)
    if marked is None:
        exact = BalancedPoint(subject)
        return all_of(
            equal(exact.rate(), exact.printed(), "dP/dt at a balanced point", weights=exact.point.weights),
            formal_at_point("arora.end-to-end", exact.point),
        )
    steps = {PUSH: push_through, OUTER: outer_step, INNER: inner_step}
    if marked in steps:
        return steps[marked]()
    if marked in LAYER:
        return layer_in_motion(MarkedChain(LAYER[marked]))
    if marked in NEIGHBOURS:
        chain = MarkedChain(NEIGHBOURS[marked])
        return balance_is_kept(chain, marked, any_loss(chain.P))
    return named_depth(NAMED_DEPTHS[marked])


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
        ends = [np.stack(list(map(layer_product, zip(*run.weights, strict=True)))) for run in runs]
        for number, layers in enumerate(starts):
            start = layer_product(layers)
            own = along_equation(problem, start)
            found = [end[number] for end in ends]
            yield Pair(
                widths,
                number,
                max(float(np.linalg.norm(a - b)) for a, b in zip(found, own, strict=True)),
                float(np.linalg.norm(found[-1] - start)),
                max(float(run.drifts[number]) for run in runs),
            )


def layer_product(layers: tuple[np.ndarray, ...] | list[np.ndarray]) -> np.ndarray:
    """``W_N ... W_1``."""
    P = layers[0]
    for layer in layers[1:]:
        P = layer @ P
    return P


def along_equation(problem: NumericProblem, start: np.ndarray) -> list[np.ndarray]:
    """P at the times, integrated from the printed equation alone, by scipy."""
    from scipy.integrate import solve_ivp  # loads much, and only this route needs it

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
