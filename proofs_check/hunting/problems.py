"""Random problems for a hunt: the recipes of the strata, small ones more often than large ones."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import symdln as dln
from symdln.algebra.matrix import hstack
from symdln.landscape.frames import random_unimodular

MOST_WEIGHTS, MOST_WIDE_WEIGHTS = 40, 75
LARGEST_VALUE = 6
DEEPEST, WIDEST = 8, 6
USUAL_DEPTHS = (2, 2, 2, 3, 3, 4)
USUAL_WIDTHS = (1, 1, 1, 2, 2, 2, 2, 3, 3, 4)
DEEP = 5
"""The least number of layers of thin deep chains."""


@dataclass(frozen=True)
class DrawLimits:
    """The largest sizes that are drawn, and the factors of the targets (taken in turn)."""

    max_depth: int = DEEPEST
    max_width: int = WIDEST
    scales: tuple[Fraction, ...] = ()


USUAL = DrawLimits()
Recipe = Callable[[random.Random, DrawLimits], dln.Problem]
Values = Sequence[Fraction]


# -- widths ------------------------------------------------------------------------------------------------------------


def usual_widths(rng: random.Random, limits: DrawLimits, least_ends: int = 1) -> tuple[int, ...]:
    """Depth 2 to 4, widths up to 4; ``least_ends`` inputs and outputs at least."""
    return _widths(rng, limits, USUAL_DEPTHS, USUAL_WIDTHS, least_ends)


def _widths(
    rng: random.Random, limits: DrawLimits, depths: Sequence[int], wide: Sequence[int], least_ends: int = 1
) -> tuple[int, ...]:
    depths = [min(depth, limits.max_depth) for depth in depths]
    wide = [min(width, limits.max_width) for width in wide]
    ends = [width for width in wide if width >= least_ends]
    while True:
        hidden = [rng.choice(wide) for _ in range(rng.choice(depths) - 1)]
        widths = (rng.choice(ends), *hidden, rng.choice(ends))
        if weights_of(widths) <= MOST_WEIGHTS:
            return widths


def weights_of(widths: Sequence[int]) -> int:
    return sum(a * b for a, b in itertools.pairwise(widths))


def thin_and_deep(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """5 to 8 layers, or as many as the limits say, of widths 1 and 2, all 1 or all 2 now and then; any values."""
    depths = range(DEEP, limits.max_depth + 1)
    widths = _widths(rng, limits, depths, rng.choice(((1,), (1, 1, 2), (1, 2, 2), (2,))))
    return any_inputs(rng, widths, _some(rng, widths, (1, 2, 3, Fraction(1, 2), 0)))


def wide(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """One of the widths 6, or more if the limits say so; the others small or, every other time, 3 or more as well.

    Ranks, indices and kernels are large only where all widths are: the index at W = 0 is d_1 rank Sxy for two layers.
    Every eighth time two widths beside each other are 6 or more: a layer has a rank above 5 only between such widths.
    """
    variant = rng.random()
    depths, others, most = (
        ((2, 2, 3), (1, 1, 2, 3), MOST_WEIGHTS) if variant < 0.5 else ((2, 2, 2, 3), (3, 4, 5), MOST_WIDE_WEIGHTS)
    )
    beside = variant < 1 / 8
    if beside:
        others, most = (1, 2), MOST_WIDE_WEIGHTS
    while True:
        widths = [rng.choice(others) for _ in range(min(rng.choice(depths), limits.max_depth) + 1)]
        place = rng.randrange(len(widths))
        widths[place] = rng.randint(WIDEST, limits.max_width)
        if beside:
            widths[place - 1 if place else 1] = WIDEST
        if weights_of(widths) <= most:
            return any_inputs(rng, widths, _distinct(rng, widths))


def more_outputs(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """``d_y > d_x``, X = I or sheared."""
    while True:
        widths = usual_widths(rng, limits)
        if widths[-1] > widths[0]:
            values = _distinct(rng, widths)
            return canonical(rng, widths, values) if rng.random() < 0.5 else sheared(rng, widths, values)


# -- spectra -----------------------------------------------------------------------------------------------------------


def _room(widths: Sequence[int]) -> int:
    return min(widths[0], widths[-1])


def _distinct(rng: random.Random, widths: Sequence[int]) -> Values:
    return [Fraction(value) for value in rng.sample(range(1, LARGEST_VALUE + 1), _room(widths))]


def _some(rng: random.Random, widths: Sequence[int], among: Sequence[Fraction | int]) -> Values:
    return [Fraction(rng.choice(among)) for _ in range(_room(widths))]


def canonical(rng: random.Random, widths: Sequence[int], values: Values) -> dln.Problem:
    """X = I and Y diagonal."""
    return dln.Problem.canonical(sorted(values, reverse=True), widths)


def plain(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    widths = usual_widths(rng, limits)
    return canonical(rng, widths, _distinct(rng, widths))


def small_values(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """All singular values below 1, X = I, turned or not, or sheared."""
    widths = usual_widths(rng, limits)
    among = [Fraction(1, n) for n in (2, 3, 4, 8, 16, 27)] + [Fraction(2, 3)]
    return any_inputs(rng, widths, rng.sample(among, _room(widths)))


def far_apart(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    widths = usual_widths(rng, limits, least_ends=2)
    values = [Fraction(8), Fraction(1, 8), *_some(rng, widths, (1, 64, Fraction(1, 64)))]
    return any_inputs(rng, widths, values[: _room(widths)])


def tied(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    widths = usual_widths(rng, limits, least_ends=2)
    return any_inputs(rng, widths, _some(rng, widths, (1, 1, 2, 2, 3)))


def with_zeros(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    widths = usual_widths(rng, limits)
    return any_inputs(rng, widths, _some(rng, widths, (0, 0, 1, 2)))


def nearly_tied(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """Two values that differ by 1/1000, or one value that is 1/1000."""
    widths = usual_widths(rng, limits)
    step, values = Fraction(1, 1000), list(_distinct(rng, widths))
    if len(values) == 1 or rng.random() < 0.5:
        values[0] = step
    else:
        values[1] = values[0] + step
    return any_inputs(rng, widths, values)


# -- inputs and targets ------------------------------------------------------------------------------------------------


def any_inputs(rng: random.Random, widths: Sequence[int], values: Values) -> dln.Problem:
    """In half of the cases X = I and Y diagonal; else Y turned, or X sheared."""
    made = rng.choice((canonical, canonical, turned, sheared))
    return made(rng, widths, values)


def orthogonal(size: int, rng: random.Random) -> dln.Matrix:
    """A product of one or two reflections ``I - 2 v v^T / v^T v`` with small integers in v."""
    one = found = dln.Matrix.identity(size)
    for _ in range(rng.choice((1, 2))):
        v = dln.Matrix.from_entries(size, 1, [rng.choice((1, 1, 2, -1)) for _ in range(size)])
        found = found @ (one - v @ v.T * Fraction(2, v.norm_squared()))
    return found


def turned(rng: random.Random, widths: Sequence[int], values: Values) -> dln.Problem:
    """``Y = U diag(values) V^T`` with U, V orthogonal, and X = I or orthogonal: X X^T = I."""
    d_x, d_y = widths[0], widths[-1]
    Y = orthogonal(d_y, rng) @ dln.Matrix.diagonal(values, (d_y, d_x)) @ orthogonal(d_x, rng)
    X = dln.Matrix.identity(d_x) if rng.random() < 0.5 else orthogonal(d_x, rng)
    return dln.Problem.from_data(X, Y, widths[1:-1])


def turned_targets(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    widths = usual_widths(rng, limits, least_ends=rng.choice((1, 2)))
    return turned(rng, widths, _distinct(rng, widths))


def white_any_targets(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """X = I and Y any small integers or halves."""
    widths = usual_widths(rng, limits)
    bottom = rng.choice((1, 1, 2))
    entries = [Fraction(rng.randint(-2, 2), bottom) for _ in range(widths[0] * widths[-1])]
    Y = dln.Matrix.from_entries(widths[-1], widths[0], entries)
    return dln.Problem.from_data(dln.Matrix.identity(widths[0]), Y, widths[1:-1])


def turned_inputs(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """``X = U diag(s) V^T`` with s not constant, so that Sxx is neither diagonal nor white, and Y turned."""
    widths = usual_widths(rng, limits, least_ends=2)
    d_x, d_y = widths[0], widths[-1]
    scales = [Fraction(rng.choice((1, 2, 3, Fraction(1, 2)))) for _ in range(d_x)]
    X = orthogonal(d_x, rng) @ dln.Matrix.diagonal(scales) @ orthogonal(d_x, rng)
    Y = orthogonal(d_y, rng) @ dln.Matrix.diagonal(_distinct(rng, widths), (d_y, d_x)) @ orthogonal(d_x, rng)
    return dln.Problem.from_data(X, Y, widths[1:-1])


def sheared(rng: random.Random, widths: Sequence[int], values: Values) -> dln.Problem:
    """``X = [G E, 0], Y = [D, N]``: G unimodular, E diagonal, N noise or nothing: Sigma is diagonal."""
    scales = [Fraction(rng.choice((1, 1, 2, 0))) for _ in range(widths[0])]
    return _sheared(rng, widths, values, scales, noise=rng.randint(0, 1))


def _sheared(rng: random.Random, widths: Sequence[int], values: Values, scales: Values, noise: int) -> dln.Problem:
    d_x, d_y = widths[0], widths[-1]
    X = hstack([random_unimodular(d_x, rng) @ dln.Matrix.diagonal(scales), dln.Matrix.zeros(d_x, noise)])
    extra = dln.Matrix.from_entries(d_y, noise, [rng.choice((-2, -1, 1, 2)) for _ in range(d_y * noise)])
    Y = hstack([dln.Matrix.diagonal(sorted(values, reverse=True), (d_y, d_x)), extra])
    return dln.Problem.from_data(X, Y, widths[1:-1])


def singular_inputs(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """Inputs with rank X < d_x; X = 0 now and then."""
    widths = usual_widths(rng, limits)
    scales = [Fraction(rng.choice((1, 2, 0))) for _ in range(widths[0])]
    scales[0] = Fraction(0)
    return _sheared(rng, widths, _distinct(rng, widths), scales, noise=rng.randint(0, 1))


def tall_inputs(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """Fewer samples than inputs: X has more rows than columns."""
    widths = usual_widths(rng, limits, least_ends=2)
    return any_data(rng, widths, samples=rng.randint(1, widths[0] - 1))


def noisy(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """Targets that no weights fit, for X = I or sheared."""
    widths = usual_widths(rng, limits)
    values = _distinct(rng, widths)
    if rng.random() < 0.5:
        return _sheared(rng, widths, values, [Fraction(1)] * widths[0], noise=1)
    base = canonical(rng, widths, values)
    more = dln.Matrix.diagonal([rng.choice((1, 2)) for _ in range(widths[-1])])
    return dln.Problem.from_moments(base.Sxx, base.Syx, base.Syy + more, widths[1:-1])


def integers(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """X and Y of any small integers."""
    widths = usual_widths(rng, limits)
    return any_data(rng, widths, samples=rng.randint(1, widths[0] + 1))


def any_data(rng: random.Random, widths: Sequence[int], samples: int) -> dln.Problem:
    X, Y = (
        dln.Matrix.from_entries(rows, samples, [rng.randint(-2, 2) for _ in range(rows * samples)])
        for rows in (widths[0], widths[-1])
    )
    return dln.Problem.from_data(X, Y, widths[1:-1])


# -- scale -------------------------------------------------------------------------------------------------------------


def times(factor: Fraction) -> Recipe:
    """The targets, or all data, of a plain, turned or sheared problem times a factor."""

    def recipe(rng: random.Random, limits: DrawLimits) -> dln.Problem:
        widths = usual_widths(rng, limits)
        problem = any_inputs(rng, widths, _distinct(rng, widths))
        return scaled(problem, factor, factor if rng.random() < 0.5 else Fraction(1))

    return recipe


def scaled(problem: dln.Problem, targets: Fraction, inputs: Fraction = Fraction(1)) -> dln.Problem:
    """The problem of the data ``inputs * X`` and ``targets * Y``."""
    Sxx, Syx, Syy = problem.Sxx * inputs**2, problem.Syx * (inputs * targets), problem.Syy * targets**2
    return dln.Problem(problem.widths, Sxx, Syx, Syy, problem.loss_factor, problem.samples)


def other_loss(rng: random.Random, limits: DrawLimits) -> dln.Problem:
    """A problem with the loss without 1/2, or as a mean over samples; half of them of other strata, too."""
    widths = usual_widths(rng, limits)
    base = any_inputs(rng, widths, _distinct(rng, widths))
    factor = rng.choice((Fraction(1), Fraction(1, 3), Fraction(2)))
    if rng.random() < 0.5:
        base = rng.choice((small_values, with_zeros, singular_inputs, noisy, integers))(rng, limits)
    return dln.Problem(base.widths, base.Sxx, base.Syx, base.Syy, factor, base.samples)


def powers(rng: random.Random, limits: DrawLimits, roots: Sequence[Fraction]) -> dln.Problem:
    """X = I and singular values that are H-th powers of some of these numbers, so that balanced points are rational."""
    widths = usual_widths(rng, limits)
    depth = len(widths) - 1
    return canonical(rng, widths, [rng.choice(roots) ** depth for _ in range(_room(widths))])
