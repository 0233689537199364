"""The column of numpy at a critical point with weight decay: floats with bounds, and the numerical kind."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from proofs_check.arithmetics.columns import UNIT, float_series, order_of
from proofs_check.arithmetics.decayed_question import DecayedQuestion
from proofs_check.arithmetics.values import OPEN, Column, Value, Within, Word
from symdln.decay.floats import kinds_of_floats
from symdln.numeric import NumericProblem, gradient, hessian, loss, rounding_bound


def by_numpy(question: DecayedQuestion) -> Column:
    """numpy: floats with stated bounds for rounding, and the numerical kind."""
    point = question.point
    problem = NumericProblem.of(point.decayed.problem)
    W = [layer.to_numpy() for layer in point.weights]
    lam = [float(value) for value in point.decayed.decays]
    slopes, bounds = _float_gradient(problem, W, lam)
    H, errors = _float_hessian(problem, W, lam)
    column: dict[str, Value] = {
        "gradient is zero": Word(bool((abs(slopes) <= bounds).all())),
        "gradient": Within(slopes, bounds),
        "Hessian": Within(H, errors),
        "second order": _float_forms(H, errors, question),
        "value": _float_value(problem, W, lam),
        "invariants": _float_balance(W, lam),
        "ranks": OPEN,
        "selection": OPEN,
        "inertia": OPEN,
        "class": OPEN,
    }
    answers = kinds_of_floats(point.decayed, [layer[None] for layer in W])
    kind = answers.kinds[0]
    if kind is not None:
        inertia = kind.inertia
        column |= {
            "ranks": Word((kind.rank,) * (len(W) + 1)),
            "selection": Word(kind.used),
            "inertia": Word((inertia.positive, inertia.negative, inertia.zero)),
            "class": Word(answers.labels[0]),
        }
    if question.curve is not None:
        column["order"] = _float_order(question, lam)
    return column


def _float_gradient(problem: Any, W: list[np.ndarray], lam: list[float]) -> tuple[np.ndarray, np.ndarray]:
    slopes = np.concatenate([x.ravel() for x in gradient(problem, W)])
    bounds = np.concatenate([x.ravel() for x in rounding_bound(problem, "gradient", W, inputs_rounded=True)])
    penalty = np.concatenate([a * layer.ravel() for a, layer in zip(lam, W, strict=True)])
    return slopes + penalty, (bounds + 4 * UNIT * (abs(penalty) + abs(slopes))) * 1.001


def _float_hessian(problem: Any, W: list[np.ndarray], lam: list[float]) -> tuple[np.ndarray, np.ndarray]:
    H = np.array(hessian(problem, W))
    errors = np.array(rounding_bound(problem, "hessian", W, inputs_rounded=True))
    diagonal = np.concatenate([np.full(layer.size, a) for a, layer in zip(lam, W, strict=True)])
    errors = errors + np.diag(4 * UNIT * (abs(diagonal) + abs(np.diag(H))))
    return H + np.diag(diagonal), errors * 1.001


def _float_forms(H: np.ndarray, errors: np.ndarray, question: DecayedQuestion) -> Within:
    found, bounds = [], []
    for direction in question.directions:
        v = np.concatenate([W.to_numpy().ravel() for W in direction])
        found.append(v @ H @ v / 2)
        bounds.append(abs(v) @ (errors + 3 * len(v) * UNIT * abs(H)) @ abs(v) * 1.001)
    return Within(np.array(found), np.array(bounds))


def _float_value(problem: Any, W: list[np.ndarray], lam: list[float]) -> Within:
    plain, bound = loss(problem, W), rounding_bound(problem, "loss", W, inputs_rounded=True)
    norms = sum(a * float((layer**2).sum()) / 2 for a, layer in zip(lam, W, strict=True))
    steps = sum(layer.size for layer in W) + 8
    return Within(np.array([plain + norms]), np.array([(bound + steps * UNIT * (norms + abs(plain))) * 1.001]))


def _float_balance(W: list[np.ndarray], lam: list[float]) -> Within:
    values, bounds = [np.zeros(0)], [np.zeros(0)]
    for (a, lower), (b, upper) in pairwise(zip(lam, W, strict=True)):
        size = b * abs(upper).T @ abs(upper) + a * abs(lower) @ abs(lower).T
        values.append((b * upper.T @ upper - a * lower @ lower.T).ravel())
        bounds.append((size * (2 * (max(upper.shape) + max(lower.shape)) + 8) * UNIT).ravel() * 1.001)
    return Within(np.concatenate(values), np.concatenate(bounds))


def _float_order(question: DecayedQuestion, lam: list[float]) -> Word:
    assert question.curve is not None
    problem = question.point.decayed.problem
    layers = [[term.to_numpy() for term in terms] for terms in question.curve]
    Sxx, Syx, factor = problem.Sxx.to_numpy(), problem.Syx.to_numpy(), float(problem.loss_factor)
    values = factor * np.array(float_series(layers, Sxx, Syx, -2))
    sizes = factor * np.array(float_series([[abs(x) for x in terms] for terms in layers], abs(Sxx), abs(Syx), 2))
    for a, terms in zip(lam, layers, strict=True):
        for i, one in enumerate(terms):
            for k, other in enumerate(terms):
                values[i + k] += a * (one * other).sum() / 2
                sizes[i + k] += a * abs(one * other).sum() / 2
    steps = 4 * (sum(map(len, layers)) + 4) * max(problem.widths) ** 2 * UNIT
    return order_of([(value, steps * size) for value, size in zip(values[1:], sizes[1:], strict=True)])
