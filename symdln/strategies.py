"""Hypothesis strategies: problems and exact points of every kind, drawn at random and shrunk to small ones.

They need the extra ``symdln[hypothesis]``.  All of them draw frozen values; a drawn :class:`symdln.Point` computes its
loss, gradient, Hessian and class when they are used.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symdln.algebra.matrix import Matrix, hstack
from symdln.decay.made import made_point, singular_value
from symdln.decay.point import DecayedPoint
from symdln.errors import InputError, shown
from symdln.exact_points.build import CLASSES, STEPS
from symdln.landscape.checks import HALF, checked_widths
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.frames import random_unimodular
from symdln.landscape.kinds import Kind
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem

try:
    from hypothesis import reject
    from hypothesis import strategies as st
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "symdln.strategies needs the package hypothesis; install symdln[hypothesis].", name="hypothesis"
    ) from None

MOST_WIDTH = 3
MOST_KINDS, MOST_STATES = 20_000, 200_000  # kinds drawn from; states of the recursion that counts them
DEPTHS = (2, 3)
LARGEST = 4  # entries of data and weights are at most this in modulus
TRIES = 3  # moves drawn before an example is given up, each of which may lead to another critical point

Widths = Sequence[int] | st.SearchStrategy[Sequence[int]] | None
Depth = int | Sequence[int] | None
ProblemLike = Problem | st.SearchStrategy[Problem] | None


def problems(*, widths: Widths = None, depth: Depth = None, rational: bool = False) -> st.SearchStrategy[Problem]:
    """Problems with small integer data, of any rank, with and without ties and zero singular values.

    ``widths`` are all widths ``(d_0, ..., d_H)`` or a strategy for them; by default each is 1, 2 or 3.  ``depth`` is H,
    or several depths to choose from; the default is 2 or 3, and 1 is linear regression.  Canonical problems (X = I, Y
    diagonal) come first, then problems with noise and with inputs that are dependent or of low rank, and finally any
    integers X and Y, whose singular values may be irrational.  ``rational=True`` leaves the last ones out, so that
    every kind of critical point has rational points.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None, derandomize=True, deadline=None)
    ... @given(problems(depth=2, rational=True))
    ... def test_the_loss_at_zero_is_the_largest_critical_value(problem):
    ...     values = [found.value for found in problem.critical_values()]
    ...     assert max(values) == problem.loss_factor * problem.Syy.trace()
    >>> test_the_loss_at_zero_is_the_largest_critical_value()
    """
    return _problems(_widths(widths, depth), rational=rational, nonzero=False)


def weights(problem: ProblemLike = None, *, widths: Widths = None, depth: Depth = None) -> st.SearchStrategy[Point]:
    """Points with arbitrary small weights: integers first, then layers of halves or thirds.  Few of them are critical.

    ``problem`` is a problem or a strategy for problems; by default :func:`problems` with these ``widths`` and
    ``depth``.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None, derandomize=True, deadline=None)
    ... @given(weights(Problem.canonical((2,), (1, 1, 1))))
    ... def test_the_loss(point):
    ...     a, b = (W[0, 0] for W in point.weights)
    ...     assert point.loss == (b * a - 2) ** 2 / 2
    >>> test_the_loss()
    """
    source = _source(problem, widths, depth) if problem is not None else problems(widths=widths, depth=depth)
    return _any_weights(source)


def critical_points(
    kind: str | Kind | None = None,
    *,
    problem: ProblemLike = None,
    widths: Widths = None,
    depth: Depth = None,
) -> st.SearchStrategy[Point]:
    """Exact critical points of every kind, or of one class or one kind.

    ``kind`` is ``"strict"``, ``"nonstrict"`` or ``"minimum"``, a :class:`symdln.Kind` (which has its own problem), or
    None for all of them.  The first points are aligned with the singular vectors; later ones have mixed bases and
    disguised hidden layers.  Kinds without rational points are left out.  Raises ``InputError`` at once if no point can
    be drawn: a strict saddle needs depth 2, and a non-strict one depth 3.

    >>> from hypothesis import find
    >>> point = find(critical_points("strict"), lambda point: True)
    >>> point.problem.widths, [layer.texts() for layer in point.weights], str(point.loss)
    ((1, 1, 1), [[['0']], [['0']]], '1/2')
    """
    if isinstance(kind, Kind):
        if problem is not None or widths is not None or depth is not None:
            raise InputError("a Kind has its own problem; pass it without problem, widths and depth.")
        return _representatives(st.just(kind))
    label = _checked_class(kind)
    if problem is not None:
        return _representatives(_kinds(_source(problem, widths, depth), label))
    shapes = _widths(widths, depth, least_depth=3 if label == NON_STRICT else 2 if label == STRICT else 1)
    saddles = label not in (None, GLOBAL_MINIMISER)  # there are none where all singular values are zero
    return _representatives(_kinds(_problems(shapes, rational=True, nonzero=saddles), label))


def non_critical_points(
    kind: str | Kind | None = None,
    *,
    problem: ProblemLike = None,
    widths: Widths = None,
    depth: Depth = None,
) -> st.SearchStrategy[Point]:
    """Points ``W + step V`` that are not critical, near critical W; arguments as for :func:`critical_points`.

    V has entries -1, 0 and 1, and the step is 1, 1/1000 or 1/1000000.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None, derandomize=True, deadline=None)
    ... @given(non_critical_points("minimum", widths=(1, 1, 1)))
    ... def test_the_loss_is_not_least(point):
    ...     assert point.loss > 0 and not point.is_critical
    >>> test_the_loss_is_not_least()
    """
    return _moved(critical_points(kind, problem=problem, widths=widths, depth=depth))


# -- arguments ---------------------------------------------------------------------------------------------------------


def _widths(widths: Widths, depth: Depth, least_depth: int = 1) -> st.SearchStrategy[tuple[int, ...]]:
    """Widths with at least ``least_depth`` matrices; ``InputError`` where the given ones have fewer."""
    if widths is None:
        depths = [one for one in _checked_depths(depth) if one >= least_depth]
        if not depths:
            raise _too_shallow(depth)
        shapes = [st.tuples(*[st.integers(1, MOST_WIDTH)] * (one + 1)) for one in sorted(depths)]
        return st.one_of(shapes)
    if depth is not None:
        raise InputError("widths have a depth; pass either widths or depth.")
    if isinstance(widths, st.SearchStrategy):
        return widths.map(checked_widths).filter(lambda drawn: len(drawn) > least_depth)
    if len(checked_widths(widths)) <= least_depth:
        raise _too_shallow(len(widths) - 1)
    return st.just(checked_widths(widths))


def _too_shallow(depth: Depth) -> InputError:
    return InputError(
        f"Strict saddles exist from depth 2 on and non-strict ones from depth 3 on, but depth {depth} was passed; "
        "use more widths."
    )


def _checked_depths(depth: Depth) -> tuple[int, ...]:
    passed = DEPTHS if depth is None else depth
    depths = tuple(passed) if isinstance(passed, Sequence) else (passed,)
    if not depths or not all(type(one) is int and one >= 1 for one in depths):
        raise InputError(
            f"depth={shown(depth)} must be an integer of at least 1, the number of weight matrices, or several."
        )
    return depths


def _checked_class(kind: Any) -> str | None:
    if kind is None:
        return None
    if kind not in CLASSES:
        raise InputError(
            f"There is no class of critical points called {kind!r}; pass a Kind or one of {', '.join(CLASSES)}."
        )
    return CLASSES[kind][0]


def _source(problem: ProblemLike, widths: Widths, depth: Depth) -> st.SearchStrategy[Problem]:
    """The problem or problems that were passed."""
    if widths is not None or depth is not None:
        raise InputError("a problem has its own widths and depth; pass either the problem or those.")
    if isinstance(problem, Problem):
        return st.just(problem)
    if not isinstance(problem, st.SearchStrategy):
        raise InputError(f"problem must be a Problem or a strategy for them, but {type(problem).__name__} was passed.")
    return problem


# -- problems ----------------------------------------------------------------------------------------------------------

# A strategy is made once and drawn from often: making it costs more than drawing from it.
_ENTRIES = st.integers(-LARGEST, LARGEST)
_SIGNS = st.integers(-1, 1)
_SEEDS = st.integers(0, 2**16 - 1)  # a seed is drawn faster than what it stands for, and 0 comes first
_VARIANTS = {True: st.integers(0, 1), False: st.integers(0, 2)}
_FACTORS = st.sampled_from((HALF, 2 * HALF))


@st.composite
def _problems(draw: st.DrawFn, shapes: st.SearchStrategy[tuple[int, ...]], *, rational: bool, nonzero: bool) -> Problem:
    widths, variant = draw(shapes), draw(_VARIANTS[rational])
    if variant == 2:
        samples = draw(_integers(1, widths[0] + 1))
        X, Y = (draw(_matrices(rows, samples, _ENTRIES)) for rows in (widths[0], widths[-1]))
        return Problem.from_data(X, Y, widths[1:-1])
    values = sorted(draw(_lists(min(widths[0], widths[-1]), _integers(0, LARGEST))), reverse=True)
    if nonzero and not values[0]:
        values[0] = 1
    return _dependent(draw, widths, values) if variant else Problem.canonical(values, widths)


def _dependent(draw: st.DrawFn, widths: tuple[int, ...], values: Sequence[int]) -> Problem:
    """``X = [G E, 0], Y = [D, N]``: G unimodular, E diagonal with a positive first entry, D diagonal with the singular
    values, N noise.

    The projector onto the rows of G E is a coordinate projector Q, so ``Sigma = D Q D^T`` is diagonal.
    """
    inputs, outputs = widths[0], widths[-1]
    first, *others, noise = draw(_lists(inputs + 1, _integers(0, 2)))
    mixing = random_unimodular(inputs, random.Random(draw(_SEEDS)))
    X = hstack([mixing @ Matrix.diagonal([first + 1, *others]), Matrix.zeros(inputs, noise)])
    Y = hstack([Matrix.diagonal(values, (outputs, inputs)), draw(_matrices(outputs, noise, _ENTRIES))])
    return Problem.from_data(X, Y, widths[1:-1], loss_factor=draw(_FACTORS))


@lru_cache(maxsize=256)
def _integers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


@lru_cache(maxsize=256)
def _lists(size: int, entries: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(entries, min_size=size, max_size=size)


@lru_cache(maxsize=256)
def _matrices(rows: int, columns: int, entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Matrix]:
    return _lists(rows * columns, entries).map(lambda flat: Matrix.from_entries(rows, columns, flat))


# -- kinds and points --------------------------------------------------------------------------------------------------

_BOOLEANS = st.booleans()
_STEPS = st.sampled_from(STEPS)


@st.composite
def _any_weights(draw: st.DrawFn, source: st.SearchStrategy[Problem]) -> Point:
    problem = draw(source)
    scales = [Fraction(1, denominator) for denominator in draw(_lists(problem.depth, _integers(1, 3)))]
    layers = [draw(_matrices(*shape, _ENTRIES)) for shape in problem.shapes]
    return Point(problem, [layer * scale for layer, scale in zip(layers, scales, strict=True)])


@st.composite
def _kinds(draw: st.DrawFn, source: st.SearchStrategy[Problem], label: str | None) -> Kind:
    problem = draw(source)
    found = _kinds_of(_Structure(problem), label)
    if not found:
        reject()
    selection, multiplicities = found[draw(_integers(0, len(found) - 1))]
    return Kind(problem, selection, multiplicities)


class _Structure:
    """A problem, equal to all problems with the same kinds: these, their classes and the rationality of their points
    depend on the widths, the rank of X and the pattern of the spectrum alone.
    """

    def __init__(self, problem: Problem):
        self.problem = problem
        factors = [value.factor for value in problem.spectrum]
        pattern = [(v.multiplicity, v.is_zero, len(v.factor), factors.index(v.factor)) for v in problem.spectrum]
        self.key = (problem.widths, problem.data_rank, tuple(pattern))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Structure) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=1024)
def _kinds_of(structure: _Structure, label: str | None) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """The kinds of a class that have rational points, those with few nonzero weights first."""
    problem = structure.problem
    states = problem.depth * (problem.depth + 1) * math.prod(width + 1 for width in problem.widths)
    if states > MOST_STATES or problem.count_kinds() > MOST_KINDS:
        raise InputError(
            f"widths {problem.widths} have too many kinds of critical points to draw from all of them; "
            "use smaller widths, or pass a Kind."
        )
    found = [
        kind
        for selection in problem.selections()
        if problem.has_rational_points(selection)
        for kind in problem.kinds(selection)
        if label is None or kind.label == label
    ]
    found.sort(key=lambda kind: (kind.rank, sum(string.length * m for string, m in kind.strings.items())))
    return tuple((kind.selection, kind.multiplicities) for kind in found)


@st.composite
def _representatives(draw: st.DrawFn, kinds: st.SearchStrategy[Kind]) -> Point:
    kind, mixed, disguised = draw(kinds), draw(_BOOLEANS), draw(_BOOLEANS)
    return kind.representative(draw(_SEEDS) if mixed or disguised else None, mixed=mixed, disguised=disguised)


@st.composite
def _moved(draw: st.DrawFn, points: st.SearchStrategy[Point]) -> Point:
    point, step = draw(points), draw(_STEPS)
    for _ in range(TRIES):
        moved = point.moved([draw(_matrices(*shape, _SIGNS)) for shape in point.problem.shapes], step)
        if not moved.is_critical:
            return moved
    reject()


@st.composite
def decayed_points(draw: st.DrawFn, *, depth: Depth = None) -> DecayedPoint:
    """Critical points of the loss with weight decay: white inputs, small widths, any mix of roots, hidden by rotations.

    ``depth`` is H >= 2, or several to choose from; by default 2 or 3.  Ties, double roots, thresholds that are met and
    unequal decays are among them.

    >>> from hypothesis import find
    >>> find(decayed_points(), lambda point: point.label == "non-strict saddle").decayed.problem.widths
    (1, 1, 1, 1)
    """
    depths = DEPTHS if depth is None else (depth,) if isinstance(depth, int) else tuple(depth)
    H = draw(st.sampled_from(depths))
    if H < 2:
        raise InputError(f"depth={depth} was passed; with weight decay points are drawn for depth 2 or more.")
    widths = tuple(draw(st.integers(1, MOST_WIDTH)) for _ in range(H + 1))
    roots = st.sampled_from((Fraction(1), Fraction(2), Fraction(1, 2)))
    fold = Fraction(H, H - 2) if H > 2 else Fraction(1)  # the decay at which w = 1 is a double root; for H = 2 any
    lam = draw(st.sampled_from((fold, Fraction(1), Fraction(2))))
    used = draw(st.lists(roots, max_size=min(widths)))
    rest = min(widths[0], widths[-1]) - len(used)
    values = st.one_of(st.integers(0, LARGEST).map(Fraction), roots.map(lambda w: singular_value(H, lam, w)))
    dropped = draw(st.lists(values, min_size=rest, max_size=rest))
    factors = draw(st.sampled_from((None, (Fraction(2), *[Fraction(1)] * (H - 2), Fraction(1, 2)))))
    seed = draw(st.one_of(st.none(), st.integers(0, 99)))
    return made_point(widths, lam, used, dropped, rng=seed, factors=factors)
