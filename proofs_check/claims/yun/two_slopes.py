"""Yun, Sra, Jadbabaie (2019): networks with a piecewise linear activation have spurious local minima."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import YUN_SLOPES
from proofs_check.language.verdict import Verdict

Sample = tuple[int, ...]


class BentData(NamedTuple):
    """Inputs, one tuple each, their targets, and the slopes for positive and for negative arguments."""

    inputs: tuple[Sample, ...]
    targets: tuple[int, ...]
    slopes: tuple[str, str]


SETS = (
    (((0,), (1,), (2,)), (0, 1, 0)),
    (((-1,), (0,), (1,), (3,)), (1, 0, 2, 0)),
    (((0, 0), (1, 0), (0, 1), (1, 1)), (0, 1, 1, 0)),
    (((0, 0), (1, 2), (2, 1), (3, 5), (1, -1)), (1, 0, 0, 2, -1)),
)
SLOPES = (("1", "0"), ("1", "1/10"), ("2", "-1"), ("1", "3"))


class BentNetwork(NamedTuple):
    """One hidden layer: rows of weights with a bias last, and the weights of the output with its bias last."""

    hidden: tuple[tuple[Fraction, ...], ...]
    output: tuple[Fraction, ...]


def preactivations(network: BentNetwork, x: Sample) -> list[Fraction]:
    return [sum((w * v for w, v in zip(row, (*x, 1), strict=True)), Fraction(0)) for row in network.hidden]


def loss(network: BentNetwork, data: BentData) -> Fraction:
    """The sum of squared errors, exactly."""
    up, down = map(Fraction, data.slopes)
    total = Fraction(0)
    for x, y in zip(data.inputs, data.targets, strict=True):
        units = [(up if z > 0 else down) * z for z in preactivations(network, x)]
        value = sum((a * u for a, u in zip(network.output, (*units, 1), strict=True)), Fraction(0))
        total += (value - y) ** 2
    return total


def affine_fit(data: BentData, targets: list[Fraction]) -> list[Fraction]:
    """The coefficients of the best affine function, the constant last."""
    X = dln.Matrix([[*x, 1] for x in data.inputs])
    return (X.pseudoinverse() @ dln.Matrix([[y] for y in targets])).entries()


def fitted(data: BentData) -> tuple[list[Fraction], list[Fraction]]:
    """The best affine function and its errors, target minus value."""
    best = affine_fit(data, list(map(Fraction, data.targets)))
    values = [sum((a * b for a, b in zip(best, (*x, 1), strict=True)), Fraction(0)) for x in data.inputs]
    return best, [y - value for y, value in zip(data.targets, values, strict=True)]


def lifted(data: BentData, affine: list[Fraction]) -> tuple[tuple[Fraction, ...], Fraction, Fraction]:
    """A unit that is positive on the data, and weight and bias by which it gives this affine function."""
    *slope, constant = affine
    values = [sum((a * b for a, b in zip(slope, x, strict=True)), Fraction(0)) for x in data.inputs]
    lift = 1 - min(values)
    return (*slope, lift), 1 / Fraction(data.slopes[0]), constant - lift


def local_minimum(data: BentData) -> BentNetwork:
    """All units positive on all data, the first gives the best affine function, the second is not used."""
    best, _ = fitted(data)
    unit, weight, bias = lifted(data, best)
    idle = (*[Fraction(0)] * (len(unit) - 1), Fraction(1))
    return BentNetwork((unit, idle), (weight, Fraction(0), bias))


def kinks(data: BentData) -> Iterator[tuple[Fraction, ...]]:
    """Units that change their slope at a sample, along a direction in which all samples differ."""
    direction = next(
        u
        for u in itertools.product(range(1, 8), repeat=len(data.inputs[0]))
        if len(set(_along(u, data))) == len(data.inputs)
    )
    for threshold in _along(direction, data):
        yield (*map(Fraction, direction), -Fraction(threshold))


def _along(direction: tuple[int, ...], data: BentData) -> list[int]:
    return [sum(a * b for a, b in zip(direction, x, strict=True)) for x in data.inputs]


def better(data: BentData) -> BentNetwork | None:
    """The best affine function plus a multiple of one kink that lowers the loss; None if no kink does."""
    best, errors = fitted(data)
    up, down = map(Fraction, data.slopes)
    for kink in kinks(data):
        bends = [max(Fraction(0), z) for z in (preactivations(BentNetwork((kink,), ()), x)[0] for x in data.inputs)]
        gain = sum((e * b for e, b in zip(errors, bends, strict=True)), Fraction(0))
        if gain:
            a = gain / sum(b * b for b in bends) / (up - down)
            rest = [c - a * down * k for c, k in zip(best, kink, strict=True)]
            unit, weight, bias = lifted(data, rest)
            return BentNetwork((unit, kink), (weight, a, bias))
    return None


def data_sets(size: str, seed: int) -> Iterator[BentData]:
    for (inputs, targets), slopes in itertools.product(SETS, SLOPES):
        yield BentData(inputs, targets, slopes)


@claim(
    "yun.two-slopes",
    source=YUN_SLOPES.at("Theorem 1"),
    statement=r"d_y = 1, \; Y \ne R \tilde X \text{ for all } R, \; x_i \text{ distinct}, \; d_1 \ge 2, \; h(t) = "
    r"s_+ t "
    r"\; (t \ge 0), \; s_- t \; (t < 0), \; s_+ > 0, \; s_- \ge 0, \; s_+ \ne s_-: \; \text{the loss of one hidden "
    r"layer has infinitely many local minima with the loss of the best affine function, which are not global}",
    over=cases(
        "data and slopes",
        data_sets,
        sentence="four sets of data with one and two inputs, and four pairs of slopes: ReLU, leaky ReLU, a bent "
        "line and one that is steeper on the left",
        strength=Verdict.VERIFIED,
    ),
    made_precise="X~ are the inputs with a row of ones below. More is true: s_- may be negative, as it is once in "
    "scope. Every larger lift of the unit gives another local minimum",
    written=written.TWO_SLOPES,
)
def two_slopes(data: BentData) -> Outcome:
    """One hidden layer with two slopes has local minima no better than the best affine function, and better points."""
    network, (_, errors) = local_minimum(data), fitted(data)
    found = better(data)
    positive = all(z > 0 for x in data.inputs for z in preactivations(network, x))
    columns = zip(*((*x, 1) for x in data.inputs), strict=True)
    normal = [sum(e * entry for e, entry in zip(errors, column, strict=True)) for column in columns]
    return all_of(
        is_true(not any(normal), "the errors are normal to the inputs and to 1, so the affine function is the best"),
        is_true(positive, "all units are positive at all inputs, so that near this point the network is affine"),
        equal(loss(network, data), sum(e * e for e in errors), "the loss there, and that of the best affine function"),
        is_true(found is not None and loss(found, data) < loss(network, data), "another point has a smaller loss"),
    )
