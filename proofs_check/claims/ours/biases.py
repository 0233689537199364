"""Networks with biases: the reduction to centred data, and what gradient flow conserves."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.biases import BiasedPoint, BiasedProblem
from symdln.biases.point import critical_point_of

Case = tuple[tuple[int, ...], tuple[bool, ...], int]
"""The widths, which layers have a bias, and a seed for data and biases."""

_SIZES = {"small": ((2, 1), (3, 2)), "default": ((1, 2), (2, 2), (3, 2)), "large": ((1, 3), (2, 3), (3, 2), (4, 2))}
MOST_KINDS = 12


def _cases(size: str, seed: int) -> Iterator[Case]:
    turn = 0
    for depth, most in _SIZES[size]:
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1):
            for hidden in itertools.product((True, False), repeat=depth - 1):
                turn += 1
                if size == "large" or depth < 3 or turn % 3 == 0:
                    yield widths, (*hidden, True), turn


NETWORKS = cases(
    "networks with biases",
    _cases,
    sentence=lambda size: (
        "small integer data of a fixed seed for every architecture of "
        + ", ".join(f"depth {depth} with widths up to {most}" for depth, most in _SIZES[size])
        + ", an output bias and hidden biases in some layers (at depth 3 every third case below the large size)"
    ),
    strength=Verdict.VERIFIED,
    fields=("widths", "biases", "turn"),
)


def problem_of(case: Case) -> BiasedProblem:
    """Integer data with one sample more than inputs."""
    widths, biased, seed = case
    rng, m = random.Random(seed), widths[0] + 2
    X, Y = ([[rng.randint(-2, 2) for _ in range(m)] for _ in range(width)] for width in (widths[0], widths[-1]))
    return BiasedProblem.from_data(X, Y, widths[1:-1], biased=biased)


def points_of(case: Case) -> Iterator[BiasedPoint]:
    """A critical point over each of the first kinds with rational points, with random hidden biases."""
    problem, rng = problem_of(case), random.Random(case[2])
    for kind in itertools.islice(problem.kinds(), MOST_KINDS):
        if problem.centred.has_rational_points(kind.selection):
            flags = zip(problem.hidden, problem.biased, strict=False)
            hidden = [[rng.randint(-2, 2) for _ in range(width)] if has else None for width, has in flags]
            yield critical_point_of(problem, kind.representative(1), hidden)


def any_point(case: Case) -> BiasedPoint:
    """A point with small integer weights and biases, critical or not."""
    problem, rng = problem_of(case), random.Random(case[2] + 1)
    weights = [
        [[rng.randint(-1, 1) for _ in range(columns)] for _ in range(rows)]
        for rows, columns in itertools.pairwise(problem.widths[::-1])
    ][::-1]
    flags = zip(problem.widths[1:], problem.biased, strict=True)
    return BiasedPoint(problem, weights, [[rng.randint(-1, 1)] * width if has else None for width, has in flags])


@claim(
    "ours.biases.centred",
    source=OURS.at("biases, the reduction to centred data"),
    statement=r"L(W, b) = L_c(W) + f m \|P \bar x + \beta - \bar y\|^2, \quad \text{inertia} = \text{inertia}_c + "
    r"(d_y, 0, "
    r"\textstyle\sum d_j)",
    over=NETWORKS,
    made_precise="the output layer has a bias; the sum runs over the hidden layers with a bias; the inertia is "
    "at critical "
    f"points, of the first {MOST_KINDS} kinds of each problem, by ranks of the centred problem and by the exact "
    f"Hessian",
    written=written.BIASES,
)
def centred(case: Case) -> Outcome:
    """With an output bias the loss is that of the centred data plus a square, and so is the inertia."""
    somewhere = any_point(case)
    x, y = somewhere.problem.means
    mean = output(somewhere, x) - y
    square = somewhere.problem.loss_factor * somewhere.problem.samples * mean.norm_squared()
    return all_of(
        equal(somewhere.loss, somewhere.centred.loss + square, "the loss, and L_c plus the square, at any point"),
        equal(somewhere.is_critical, somewhere.centred.is_critical and mean.is_zero(), "critical, and both conditions"),
        *(inertias_agree(point) for point in points_of(case)),
    )


def inertias_agree(point: BiasedPoint) -> Outcome:
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"),
        equal(point.inertia_by_centred, point.inertia_by_hessian, "inertia by the centred problem, and by the Hessian"),
    )


def output(point: BiasedPoint, x: dln.Matrix) -> dln.Matrix:
    """The network's output at one input."""
    for W, b in zip(point.weights, point.biases, strict=True):
        x = W @ x if b is None else W @ x + b
    return x


INVARIANT = (
    "V: e x n; W: n x c; b: n x 1; h: c x m; u: m x 1; D: e x m |- "
    "V' D (W h + b u')' + (W h + b u') D' V = W h D' V + V' D h' W' + b u' D' V + V' D u b'"
)
"""V = W_{j+1}, W = W_j, h the outputs of layer j - 1, u = 1, D the derivatives by the outputs of layer j + 1."""


@claim(
    "ours.biases.invariant",
    source=OURS.at("biases, what gradient flow conserves"),
    statement=r"\frac{d}{dt} \left(W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T} - b_j b_j^\mathsf{T}\right) = 0",
    over=NETWORKS,
    made_precise="any differentiable loss of the outputs; the derivative along the gradient flow vanishes "
    "identically; in "
    "scope the velocities are the exact gradients of the squared loss at a point",
    proof=matrices(INVARIANT),
)
def invariant(case: Case) -> Outcome:
    """The difference of neighbouring Gram matrices less the square of the bias is constant along the gradient flow."""
    point = any_point(case)
    rates = []
    for j in range(point.problem.depth - 1):
        (dW, db), (dV, _) = point.gradient[j], point.gradient[j + 1]
        W, b, V = point.weights[j], point.biases[j], point.weights[j + 1]
        half = V.T @ dV - W @ dW.T
        if b is not None and db is not None:
            half = half - b @ db.T
        rates.append(half + half.T)
    return all_of(
        is_true(len(rates) == point.problem.depth - 1, "one rate for each hidden layer"),
        *(is_true(rate.is_zero(), "the rate vanishes", rate=rate) for rate in rates),
    )
