"""One trajectory to a given time: enclosures by symdln and codac, digits by mpmath, floats by scipy."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import harness
import numpy as np
from harness import Section, duration, race, times
from scipy.integrate import solve_ivp

import symdln as dln
from symdln.dynamics import certified_flow
from symdln.numeric import NumericProblem, gradient

TIME, SLICES = 2, 400
DIGITS = 20
CASES = (((2, 2, 2), (2, 1)), ((2, 2, 1, 2), (2, 1)), ((3, 3, 3), (3, 2, 1)), ((2, 2, 2, 2), (2, 1)))
MOST = 10  # numbers of which a vector in codac can be made


class Case:
    """A problem, a rational start, and the weights at the time, enclosed far more narrowly than any contender does."""

    def __init__(self, widths: tuple[int, ...], values: tuple[int, ...]):
        self.problem = dln.Problem.canonical(values, widths)
        self.start = [
            [[Fraction((7 * i + 3 * j + 5 * k) % 13 - 5, 8) for k in range(n)] for i in range(m)]
            for j, (m, n) in enumerate(self.problem.shapes)
        ]
        self.fast = NumericProblem.of(self.problem)
        self.begin = np.array([float(x) for layer in self.start for row in layer for x in row])
        (state,) = certified_flow(self.problem, self.start, at=[TIME], until=TIME, bits=256).states
        self.exact = [entry for layer in state.weights for row in layer for entry in row]

    def slope(self, _: float, flat: np.ndarray) -> np.ndarray:
        sizes = np.cumsum([m * n for m, n in self.problem.shapes])[:-1]
        layers = [block.reshape(shape) for block, shape in zip(np.split(flat, sizes), self.problem.shapes, strict=True)]
        return -np.concatenate([np.asarray(block).ravel() for block in gradient(self.fast, layers)])

    def distance(self, values: Any) -> float:
        """The largest distance of the values from the exact ones."""
        pairs = zip(values, self.exact, strict=True)
        return max(float(abs(Fraction(str(value)) - low)) for value, (low, _) in pairs)

    def covers(self, intervals: Any) -> bool:
        """Whether every interval meets the exact enclosure, as it must if both are right."""
        return all(
            low <= right and left <= high for (low, high), (left, right) in zip(intervals, self.exact, strict=True)
        )


def by_symdln(case: Case) -> tuple[float, bool]:
    (state,) = certified_flow(case.problem, case.start, at=[TIME], until=TIME).states
    found = [entry for layer in state.weights for row in layer for entry in row]
    return max(float(high - low) for low, high in found), case.covers(found)


def by_scipy(case: Case, method: str) -> tuple[float, bool]:
    ends = solve_ivp(case.slope, (0, TIME), case.begin, method=method, rtol=1e-13, atol=1e-13).y[:, -1]
    return case.distance([repr(float(x)) for x in ends]), False


def by_mpmath(case: Case) -> tuple[float, bool]:
    mpmath = importlib.import_module("mpmath")
    with mpmath.workdps(DIGITS):
        target = mpmath.matrix([[mpmath.mpf(str(x)) for x in row] for row in case.problem.Syx.rows()])
        shapes = case.problem.shapes

        def slope(_: Any, flat: list[Any]) -> list[Any]:
            layers, place = [], 0
            for m, n in shapes:
                layers.append(mpmath.matrix(m, n))
                for k in range(m * n):
                    layers[-1][k // n, k % n] = flat[place + k]
                place += m * n
            total: list[Any] = []
            for j in range(len(layers)):
                before, after = None, None
                for layer in layers[:j]:
                    before = layer if before is None else layer * before
                for layer in layers[j + 1 :]:
                    after = layer if after is None else layer * after
                product = layers[j] if before is None else layers[j] * before
                product = product if after is None else after * product
                block = target - product
                block = block if after is None else after.T * block
                block = block if before is None else block * before.T
                total += [block[a, b] for a in range(block.rows) for b in range(block.cols)]
            return total

        start = [mpmath.mpf(x.numerator) / x.denominator for layer in case.start for row in layer for x in row]
        ends = mpmath.odefun(slope, 0, start)(TIME)
        return case.distance([mpmath.nstr(x, DIGITS) for x in ends]), False


def by_codac(case: Case) -> tuple[float, bool]:
    """Lohner's contractor with a step of 1/200, for X = I."""
    codac = importlib.import_module("codac")
    x, layers, place = codac.VectorVar(case.problem.parameters), [], 0
    for m, n in case.problem.shapes:
        layers.append([[x[place + i * n + k] for k in range(n)] for i in range(m)])
        place += m * n

    def times_(A: Any, B: Any) -> Any:
        return [
            [sum((a * b for a, b in zip(row, column, strict=True)), 0) for column in zip(*B, strict=True)] for row in A
        ]

    product = layers[0]
    for layer in layers[1:]:
        product = times_(layer, product)
    target = [[float(value) for value in row] for row in case.problem.Syx.rows()]
    error = [[t - p for t, p in zip(row, found, strict=True)] for row, found in zip(target, product, strict=True)]
    slopes: list[Any] = []
    for j in range(len(layers)):
        block = error
        for layer in reversed(layers[j + 1 :]):
            block = times_(list(zip(*layer, strict=True)), block)
        for layer in layers[:j]:
            block = times_(block, list(zip(*layer, strict=True)))
        slopes += [entry for row in block for entry in row]
    field = codac.AnalyticFunction([x], codac.vec(*slopes))
    domain = codac.create_tdomain([0, TIME], TIME / SLICES, True)
    tube = codac.SlicedTube(domain, codac.IntervalVector([[-20, 20]] * case.problem.parameters))
    tube.set(codac.IntervalVector([[value, value] for value in case.begin.tolist()]), 0.0)
    codac.CtcLohner(field).contract(tube, codac.TimePropag.FWD)
    end = tube(float(TIME))
    found = [(Fraction(end[i].lb()), Fraction(end[i].ub())) for i in range(case.problem.parameters)]
    return max(float(high - low) for low, high in found), case.covers(found)


def contenders_of(widths: tuple[int, ...]) -> dict[str, Callable[[Case], tuple[float, bool]]]:
    """Who runs at these widths, in the order of the table; in a short run the slow ones are left out, but mpmath at the
    first widths.
    """
    contenders: dict[str, Callable[[Case], tuple[float, bool]]] = {
        "symdln": by_symdln,
        "mpmath odefun": by_mpmath,
        "scipy DOP853": partial(by_scipy, method="DOP853"),
        "scipy LSODA": partial(by_scipy, method="LSODA"),
    }
    if harness.short:
        if widths != CASES[0][0]:
            del contenders["mpmath odefun"]
        return contenders
    parameters = sum(m * n for m, n in itertools.pairwise(widths))
    if importlib.util.find_spec("codac") and parameters <= MOST:
        contenders["codac CtcLohner"] = by_codac
    return contenders


def measure(long: bool) -> Section:
    section = Section(
        "One trajectory to the time 2",
        "The gradient flow from one rational start for each widths, to the time 2. symdln and codac (Lohner's method, "
        f"{SLICES} slices, up to {MOST} weights) give enclosures; their width is the largest of all entries. "
        f"mpmath.odefun ({DIGITS} digits) and "
        "scipy (both tolerances 1e-13) give numbers; their distance is that from an enclosure with 256 bits.",
        ["widths", "contender", "seconds", "width or distance", "proved", "symdln against it"],
    )
    for widths, values in CASES:
        case, contenders = Case(widths, values), contenders_of(widths)
        answers = {name: work(case) for name, work in contenders.items()}
        if not (answers["symdln"][1] and answers.get("codac CtcLohner", (0, True))[1]):
            raise AssertionError("an enclosure does not meet the one with 256 bits.")
        found = race({name: partial(work, case) for name, work in contenders.items()}, budget=60 if long else 4)
        for name, timing in found.items():
            size, proved = answers[name]
            ratio = "-" if name == "symdln" else f"{times(found['symdln'].ratio(timing))} as fast"
            cells = [
                ",".join(map(str, widths)),
                name,
                duration(timing.median),
                f"{size:.1e}",
                "yes" if proved else "no",
                ratio,
            ]
            section.add(cells, widths=list(widths), contender=name, seconds=timing.median, size=size, proved=proved)
    return section
