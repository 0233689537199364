"""The four arithmetics: each answers all quantities of a question by its own route.

- sympy: derivatives by diff of the expanded loss, signature by Descartes' rule on its characteristic polynomial, ranks
  by its elimination.
- FLINT: derivatives in closed form on integers, signature by the inertia theorem and by the characteristic polynomial
  of the Hessian, ranks by its elimination.
- mpmath: derivatives as products with unit matrices in Python's integers, signature by slices of the spectrum and zeros
  by integrality, ranks by the same of Gram matrices.
- numpy: derivatives in closed form in floats with bounds for rounding; signature and ranks from the numerical class, by
  singular values and the inertia theorem.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

import symdln as dln
from proofs_check.arithmetics.question import PointQuestion
from proofs_check.arithmetics.values import OPEN, Column, Exact, Value, Within, Word
from symdln import precise, symbolic
from symdln.errors import UndecidedError
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.strings import all_strings
from symdln.numeric import (
    LABELS,
    Landscape,
    gradient,
    hessian,
    hessian_vector_product,
    loss,
    numerical_classes,
    rounding_bound,
)
from symdln.symbolic.limits import most_terms

NO_FLOAT_DECIDES = "floats are held against exact numbers within bounds; a claim leaves open what they contradict"
UNIT = 2.0**-53  # the roundoff of float64
Arithmetic = Callable[[PointQuestion], Column]
MOST_SYMBOLIC = 500
"""Losses of at most so many terms are given to sympy: all networks of the default scope but the largest of depth 4."""
DIGITS = 50


def label_of(is_best: bool, negative: int) -> str:
    """The class of a critical point from two facts; what decides them is each arithmetic's own."""
    return GLOBAL_MINIMISER if is_best else STRICT if negative else NON_STRICT


# -- FLINT -------------------------------------------------------------------------------------------------------------


def by_flint(question: PointQuestion) -> Column:
    """FLINT: closed forms, ranks, the inertia theorem and the exact Hessian, which must have the same inertia."""
    point = question.point
    problem = point.problem
    counts = zip(problem.spectrum, problem.selection_counts(point.selection), strict=True)
    by_ranks, by_hessian = point.inertia_by_ranks, point.inertia_by_hessian
    inertia = Word(_triple(by_hessian)) if by_ranks == by_hessian else Word((_triple(by_ranks), _triple(by_hessian)))
    return {
        "gradient is zero": Word(point.is_critical),
        "gradient": Exact.of(x for layer in point.gradient for x in layer.entries()),
        "Hessian": Exact.of(point.hessian.entries()),
        "second order": Exact.of(point.second_order(V) for V in question.directions),
        "ranks": _ranks(point.path_ranks),
        "value": Exact((problem.critical_value(point.selection).value or point.loss,)),
        "selection": Word(tuple(count for value, count in counts if not value.is_zero)),
        "inertia": inertia,
        "class": Word(point.label),
        "order": Word(point.order),
        "invariants": Exact.of(invariant_slopes_of(question.moved)),
    }


def _triple(inertia: dln.Inertia) -> tuple[int, int, int]:
    return inertia.positive, inertia.negative, inertia.zero


def _ranks(ranks: Mapping[tuple[int, int], int]) -> Word:
    return Word(tuple(sorted(ranks.items())))


def invariant_slopes_of(point: dln.Point) -> list[Fraction]:
    """The derivatives of the invariants along ``W' = -grad L``, entry by entry."""
    slopes = [-layer for layer in point.gradient]
    found = []
    for (lower, upper), (d_lower, d_upper) in zip(pairwise(point.weights), pairwise(slopes), strict=True):
        slope = d_upper.T @ upper + upper.T @ d_upper - d_lower @ lower.T - lower @ d_lower.T
        found += slope.entries()
    return found


# -- sympy -------------------------------------------------------------------------------------------------------------


def is_small(problem: dln.Problem) -> bool:
    """Whether sympy is given the problem."""
    correlated = any(x for i, row in enumerate(problem.Sxx.rows()) for j, x in enumerate(row) if i != j)
    return most_terms(problem.widths, is_diagonal=not correlated) <= MOST_SYMBOLIC


def by_sympy(question: PointQuestion) -> Column:
    """sympy: the derived polynomials at the point; nothing where the loss has too many terms."""
    if not is_small(question.point.problem):
        return {}
    here, moved = symbolic.SymbolicPoint(question.point), symbolic.SymbolicPoint(question.moved)
    gradient, negative = here.gradient, here.signature()[1]
    column: dict[str, Value] = {
        "gradient is zero": Word(not any(gradient)),
        "gradient": Exact.of(gradient),
        "Hessian": Exact.of(x for row in here.hessian for x in row),
        "second order": Exact.of(_second_orders(here, question)),
        "ranks": _ranks(here.path_ranks()),
        "value": Exact((here.loss,)),
        "selection": Word(here.selected_counts()),
        "inertia": Word(here.signature()),
        "class": Word(label_of(here.selects_the_best, negative)),
        "invariants": Exact.of(moved.invariant_slopes()),
    }
    if question.curve is not None:
        change = here.coefficients_along(question.curve.layers)
        column["order"] = order_of([(c, Fraction(0)) for c in change[1:]])
    return column


def _second_orders(here: symbolic.SymbolicPoint, question: PointQuestion) -> list[Fraction]:
    """The coefficient of t^2 in ``L(W + t V)``, by expanding it."""
    return [
        here.coefficients_along([[W, V] for W, V in zip(question.point.weights, direction, strict=True)])[2]
        for direction in question.directions
    ]


def order_of(coefficients: list[tuple[Any, Any]]) -> Word:
    """The least power of t whose coefficient is beyond its bound, where it is negative; else no order at all."""
    for power, (value, bound) in enumerate(coefficients, 1):
        if abs(value) > bound:
            return Word(power if value < 0 else f"the loss rises like t^{power}")
    return Word("the loss does not change")


# -- mpmath ------------------------------------------------------------------------------------------------------------


def by_mpmath(question: PointQuestion) -> Column:
    """mpmath: signatures and ranks in high precision; what it leaves undecided is open."""
    network = precise.network_of(question.point)
    entries = network.hessian()
    inertia = _decided(lambda: precise.signature(network, dps=None)[:3])
    counts = _decided(lambda: precise.selected_counts(network, dps=30))
    column: dict[str, Value] = {
        "gradient is zero": Word(network.is_critical),
        "gradient": Exact.of(network.gradient()),
        "Hessian": Exact.of(x for row in entries for x in row),
        "second order": Exact.of(_form(entries, V) / 2 for V in question.directions),
        "ranks": _decided(lambda: _ranks(precise.path_ranks(network, dps=None)).value),
        "value": Exact((network.loss(),)),
        "selection": counts,
        "inertia": inertia,
        "class": OPEN,
        "invariants": precise_invariants(question.moved),
    }
    if isinstance(counts, Word) and isinstance(inertia, Word):
        column["class"] = Word(
            label_of(_is_best(network, counts.value, min(question.point.problem.widths)), inertia.value[1])
        )
    if question.curve is not None:
        along = precise.coefficients_along(network, question.curve.layers, dps=DIGITS)
        column["order"] = order_of([(c, size * 10 ** (5 - DIGITS)) for c, size in along])
    return column


def _decided(compute: Callable[[], Any]) -> Value:
    try:
        return Word(compute())
    except UndecidedError:
        return OPEN


def _form(entries: list[list[Fraction]], direction: Any) -> Fraction:
    v = [x for layer in direction for x in layer.entries()]
    return sum(
        (
            a * sum((x * b for x, b in zip(row, v, strict=True) if b), Fraction(0))
            for row, a in zip(entries, v, strict=True)
        ),
        Fraction(0),
    )


def _is_best(network: precise.IntegerNetwork, counts: tuple[int, ...], room: int) -> bool:
    """Whether the largest eigenvalues of Sigma are selected, as many as fit."""
    best = []
    for _, multiplicity in precise.spectrum(network, dps=30):
        best.append(min(room, multiplicity))
        room -= best[-1]
    return counts == tuple(best)


def precise_invariants(moved: dln.Point) -> Within:
    """The largest Taylor coefficient of an invariant, once for each entry, with what rounding may leave of it."""
    largest, scale = precise.taylor_invariants(moved, order=2, dps=DIGITS)
    entries = sum(width**2 for width in moved.problem.hidden)
    return Within(np.full(entries, float(largest)), np.full(entries, float(scale) * 10.0 ** (5 - DIGITS)))


# -- numpy -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def landscape_of(problem: dln.Problem) -> Landscape:
    return Landscape.of(problem)


def by_numpy(question: PointQuestion) -> Column:
    """numpy: floats with stated bounds for rounding, and the numerical class."""
    landscape = landscape_of(question.point.problem)
    problem = landscape.problem
    W = [layer.to_numpy() for layer in question.point.weights]
    slopes = np.concatenate([x.ravel() for x in gradient(problem, W)])
    bounds = np.concatenate([x.ravel() for x in rounding_bound(problem, "gradient", W, inputs_rounded=True)])
    column: dict[str, Value] = {
        "gradient is zero": Word(bool((abs(slopes) <= bounds).all())),
        "gradient": Within(slopes, bounds),
        "Hessian": Within(hessian(problem, W), rounding_bound(problem, "hessian", W, inputs_rounded=True)),
        "second order": _forms_within(problem, W, question),
        "value": float_loss(problem, question.point),
        "invariants": float_invariants(problem, question.moved),
        **_numerical_class(landscape, W),
    }
    if question.curve is not None:
        column["order"] = _float_order(question)
    return column


def _forms_within(problem: Any, W: list[np.ndarray], question: PointQuestion) -> Within:
    found, bounds = [], []
    for direction in question.directions:
        V = [layer.to_numpy() for layer in direction]
        products = hessian_vector_product(problem, W, V)
        errors = rounding_bound(problem, "hessian_vector_product", W, V, inputs_rounded=True)
        terms = np.concatenate([(v * x).ravel() for v, x in zip(V, products, strict=True)])
        found.append(terms.sum() / 2)
        more = sum(float((abs(v) * e).sum()) for v, e in zip(V, errors, strict=True))
        bounds.append((more + (len(terms) + 1) * UNIT * abs(terms).sum()) * 1.001)
    return Within(np.array(found), np.array(bounds))


def float_loss(problem: Any, point: dln.Point) -> Within:
    """The loss in floats, with its bound."""
    W = [layer.to_numpy() for layer in point.weights]
    return Within(np.array([loss(problem, W)]), np.array([rounding_bound(problem, "loss", W, inputs_rounded=True)]))


def float_signature(point: dln.Point) -> Value:
    """The signature of the numerical class."""
    return _numerical_class(landscape_of(point.problem), [layer.to_numpy() for layer in point.weights])["inertia"]


def _numerical_class(landscape: Landscape, W: list[np.ndarray]) -> dict[str, Value]:
    answers = numerical_classes(landscape, [layer[None] for layer in W])
    if not answers.decided[0] or answers.rank[0] < 0:
        label: Value = Word(LABELS[answers.code[0]]) if answers.decided[0] else OPEN
        return {"ranks": OPEN, "selection": OPEN, "inertia": OPEN, "class": label}
    return {
        "ranks": _ranks(ranks_from_strings(landscape.problem.depth, int(answers.rank[0]), answers.strings[0].tolist())),
        "selection": Word(tuple(answers.counts[0].tolist())),
        "inertia": Word(tuple(answers.inertia[0].tolist())),
        "class": Word(LABELS[answers.code[0]]),
    }


def ranks_from_strings(depth: int, rank: int, multiplicities: list[int]) -> dict[tuple[int, int], int]:
    """The rank of every path of length below H: r, and one for each string that runs along the whole path."""
    strings = list(zip(all_strings(depth), multiplicities, strict=True))
    found = {}
    for path in all_strings(depth):
        steps = path.vertices
        along = (
            m
            for string, m in strings
            if any(string.vertices[i : i + len(steps)] == steps for i in range(len(string.vertices)))
        )
        found[path.start, path.length] = rank + sum(along)
    return found


def float_invariants(problem: Any, moved: dln.Point) -> Within:
    W = [layer.to_numpy() for layer in moved.weights]
    slopes = [-x for x in gradient(problem, W)]
    errors = rounding_bound(problem, "gradient", W, inputs_rounded=True)
    values, bounds = [], []
    layers = pairwise(zip(W, slopes, errors, strict=True))
    for (lower, d_lower, e_lower), (upper, d_upper, e_upper) in layers:
        half = d_upper.T @ upper - d_lower @ lower.T
        error = e_upper.T @ abs(upper) + e_lower @ abs(lower).T
        rounding = 4 * (max(upper.shape) + max(lower.shape)) * UNIT
        size = abs(d_upper).T @ abs(upper) + abs(d_lower) @ abs(lower).T
        values.append((half + half.T).ravel())
        bounds.append((error + error.T + rounding * (size + size.T)).ravel() * 1.001)
    return Within(np.concatenate(values or [np.zeros(0)]), np.concatenate(bounds or [np.zeros(0)]))


def _float_order(question: PointQuestion) -> Word:
    """The order along the curve in floats: coefficients by convolution, bounded by those of the absolute values."""
    assert question.curve is not None
    problem = question.point.problem
    layers = [[term.to_numpy() for term in layer] for layer in question.curve.layers]
    Sxx, Syx = problem.Sxx.to_numpy(), problem.Syx.to_numpy()
    values = float_series(layers, Sxx, Syx, -2)
    sizes = float_series([[abs(term) for term in layer] for layer in layers], abs(Sxx), abs(Syx), 2)
    steps = 4 * (sum(len(layer) for layer in layers) + 4) * max(problem.widths) * UNIT
    return order_of([(value, steps * size) for value, size in zip(values[1:], sizes[1:], strict=True)])


def float_series(layers: list[list[np.ndarray]], Sxx: np.ndarray, Syx: np.ndarray, cross: int) -> list[float]:
    P = layers[0]
    for layer in layers[1:]:
        product = [np.zeros((layer[0].shape[0], P[0].shape[1])) for _ in range(len(layer) + len(P) - 1)]
        for i, left in enumerate(layer):
            for k, right in enumerate(P):
                product[i + k] = product[i + k] + left @ right
        P = product
    found = [0.0] * (2 * len(P) - 1)
    for i, left in enumerate(P):
        found[i] += cross * float((left * Syx).sum())
        for k, right in enumerate(P):
            found[i + k] += float(((left @ Sxx) * right).sum())
    return found


ARITHMETICS: dict[str, Arithmetic] = {"sympy": by_sympy, "FLINT": by_flint, "mpmath": by_mpmath, "numpy": by_numpy}
