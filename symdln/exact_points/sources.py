"""The sources of critical points of a problem: its kinds that have rational points, also with decay and biases."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from symdln.biases.decayed import critical_point_with_decay
from symdln.biases.point import critical_point_of
from symdln.decay import DecayedKind, representative
from symdln.decay.problem import MOST_KINDS
from symdln.errors import InputError, NotRationalError
from symdln.exact_points.data import AnyPoint, Data
from symdln.landscape.classification import NON_STRICT, STRICT
from symdln.landscape.kinds import Kind
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem

AnyKind = Kind | DecayedKind
Numbered = tuple[int, AnyKind]


@dataclass(frozen=True)
class Traits:
    """The traits of a kind that a request may prescribe.

    ``label`` is its class, ``index`` the number of negative eigenvalues, ``order`` that of the saddle, None where the
    points are no saddles, ``rank`` that of ``W_H ... W_1``, ``dimension`` that of the set of the points of the kind,
    and ``value`` the loss there, None where it is irrational.

    >>> from symdln.exact_points import data_of
    >>> data = data_of(Problem.canonical((2,), (1, 1, 1)))                  # L = 1/2 (b a - 2)^2
    >>> zero, minimum = data.problem.kinds()                                # b = a = 0, and the curve b a = 2
    >>> traits_of(data, minimum)
    Traits(label='global minimiser', index=0, order=None, rank=1, dimension=1, value=Fraction(0, 1))
    """

    label: str
    index: int
    order: int | None
    rank: int
    dimension: int
    value: Fraction | None


def traits_of(data: Data, kind: AnyKind) -> Traits:
    """The traits of a kind of the problem of some data; every hidden bias adds a dimension.

    >>> from symdln.exact_points import data_of
    >>> data = data_of(Problem.canonical((2,), (1, 1, 1)))                  # L = 1/2 (b a - 2)^2
    >>> zero = traits_of(data, next(data.problem.kinds()))                  # -2 a b near 0: one negative eigenvalue
    >>> zero.label, zero.index, zero.order, zero.rank, zero.dimension, str(zero.value)
    ('strict saddle', 1, 2, 0, 0, '2')
    """
    free = sum(width for width, has in zip(data.hidden, data.biased or (), strict=False) if has)
    if isinstance(kind, DecayedKind):
        value, dimension = data.decayed.value(kind).value, kind.orbit_dimension + free
        return Traits(kind.label, kind.inertia.negative, order_with_decay(kind.label), kind.rank, dimension, value)
    value = kind.problem.critical_value(kind.selection).value
    return Traits(kind.label, kind.inertia.negative, kind.order, kind.rank, kind.dimension + free, value)


def order_with_decay(label: str) -> int | None:
    """The order of a saddle with decay: 3 for the non-strict ones, where a double mode falls like t^3.

    >>> order_with_decay("strict saddle"), order_with_decay("non-strict saddle"), order_with_decay("global minimiser")
    (2, 3, None)
    """
    return {STRICT: 2, NON_STRICT: 3}.get(label)


def kind_groups(data: Data) -> Iterator[Iterator[Numbered]]:
    """The kinds that have rational points, with their numbers in the list of all: a group for each selection, or with
    decay for each rank.  ``InputError`` where no list of kinds is known.

    >>> from symdln.exact_points import data_of
    >>> groups = kind_groups(data_of(Problem.canonical((2,), (1, 1, 1))))         # the selections () and (0,)
    >>> [[(number, kind.label) for number, kind in group] for group in groups]
    [[(1, 'strict saddle')], [(2, 'global minimiser')]]
    """
    if data.decays is not None:
        return _decayed_groups(data)
    return _plain_groups(data.problem if data.biased is None else data.centred)


def _plain_groups(problem: Problem) -> Iterator[Iterator[Numbered]]:
    start = 1
    for selection in problem.selections():
        if problem.has_rational_points(selection):
            yield enumerate(problem.kinds(selection), start=start)
        start += problem.count_kinds(selection)


def _decayed_groups(data: Data) -> Iterator[Iterator[Numbered]]:
    decayed = data.decayed
    if decayed.count_kinds() > MOST_KINDS:
        raise InputError(
            f"There are {decayed.count_kinds():,} kinds with this decay, and fixtures go through at most "
            f"{MOST_KINDS:,}; use smaller widths."
        )
    for _, group in itertools.groupby(enumerate(decayed.kinds(), start=1), key=lambda numbered: numbered[1].rank):
        yield ((number, kind) for number, kind in group if _is_rational(data, kind))


def _is_rational(data: Data, kind: DecayedKind) -> bool:
    try:
        representative(data.decayed, kind)
    except NotRationalError:
        return False
    return True


def group_sizes(data: Data) -> int:
    """How many groups :func:`kind_groups` has at most.

    >>> from symdln.exact_points import data_of
    >>> group_sizes(data_of(Problem.canonical((2, 1), (2, 2, 2))))                # (), (0,), (1,) and (0, 1)
    4
    """
    if data.decays is not None:
        return data.decayed.spectrum.least_width + 1
    return sum((data.problem if data.biased is None else data.centred).selection_numbers)


def critical_point(data: Data, kind: AnyKind, rng: random.Random | None, scale: Fraction = Fraction(1)) -> AnyPoint:
    """A rational critical point of a kind, moved along its fibre by ``scale``; hidden biases are 0 without ``rng``.

    >>> from symdln.exact_points import data_of
    >>> data = data_of(Problem.canonical((2,), (1, 1, 1)))                        # L = 1/2 (b a - 2)^2
    >>> _, minimum = data.problem.kinds()
    >>> [str(W) for W in critical_point(data, minimum, None, Fraction(3)).weights]                # from a = 2, b = 1
    ['[6]', '[1/3]']
    """
    if isinstance(kind, DecayedKind):
        if scale != 1:
            raise InputError("With weight decay a point has no fibre to be moved along; leave scale at 1.")
        found = representative(data.decayed, kind, rng)
        return found if data.biased is None else critical_point_with_decay(data.with_both, found, _hidden(data, rng))
    point = scaled(kind.representative(rng), scale)
    return point if data.biased is None else critical_point_of(data.with_units, point, _hidden(data, rng, scale))


def _hidden(data: Data, rng: random.Random | None, scale: Fraction = Fraction(1)) -> list[list[Fraction] | None]:
    """Hidden biases: small integers times the scale, 0 without ``rng``; None for a layer without one."""
    return [
        [Fraction(0) if rng is None else scale * rng.randint(-3, 3) for _ in range(width)] if has else None
        for width, has in zip(data.hidden, data.biased or (), strict=False)
    ]


def scaled(point: Point, scale: Fraction) -> Point:
    """``W_1 -> c W_1`` and ``W_H -> W_H / c``, another point of the same fibre; at depth 1 the point itself.

    >>> point = Point(Problem.canonical((2,), (1, 1, 1, 1)), [[[2]], [[5]], [[6]]])
    >>> [str(W) for W in scaled(point, Fraction(3)).weights]
    ['[6]', '[5]', '[2]']
    """
    if scale == 1 or point.problem.depth == 1:
        return point
    first, *middle, last = point.weights
    return Point(point.problem, [first * scale, *middle, last * (1 / scale)])
