"""The escape experiment: how many steps gradient descent needs to leave saddles of several kinds.

Starts lie at distance eps from a saddle, in uniformly random directions.  The *escape epoch* of a run is the first step
after which the loss has fallen below ``L* - c (L* - L')``: L* is the critical value of the saddle, L' the next lower
critical value, c a stated fraction.

*Order of a saddle.*  The least k such that along some polynomial curve ``W(t)`` through the point, ``W(0) = W*``, the
loss is ``L* - a t^k + ...`` with a > 0.  As the gradient vanishes, the coefficient of t^2 is that of the Hessian along
``W'(0)``; so k = 2 exactly at strict saddles, and k >= 3 at non-strict ones.  :func:`symdln.saddle_order` gives it.

*Scaling.*  Near a strict saddle the distance grows by ``1 + step |lambda|`` a step, lambda the least eigenvalue of the
Hessian: epochs grow like ``log(1/eps) / log(1 + step |lambda|)``.  Where the loss falls like the k-th power of the
distance, k > 2, ``u' = u^(k-1)`` needs a time of order ``eps^-(k-2)``.  Both laws are limits: terms of higher order in
the loss correct them by factors ``1 + O(eps log(1/eps))``.  So slopes are fitted on the smallest distances alone, and
the slopes between neighbouring distances, largest first, show whether the limit has been reached
(:mod:`symdln.numeric.dynamics.statistics`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from symdln.errors import InputError, shown
from symdln.landscape.classification import GLOBAL_MINIMISER
from symdln.landscape.kinds import Kind
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem
from symdln.landscape.saddle_order import saddle_order
from symdln.numeric.derivatives.batch import NumericProblem
from symdln.numeric.derivatives.hessians import hessian
from symdln.numeric.dynamics.flow import descend
from symdln.numeric.dynamics.journal import Journal
from symdln.numeric.dynamics.outcomes import Stop, counted, positive

CHUNK = 250  # largest number of runs of one work item
MOST_KINDS = 2000
STEPS = 100_000
EPSILONS = 0.1, 0.05, 0.02, 0.01
NEVER = -1  # the epoch of a run that has not escaped


@dataclass(frozen=True)
class Saddle:
    """A saddle that runs start near: its number in the list of ``symdln kinds``, kind, an exact point, its order.

    >>> (saddle,) = saddles(Problem.canonical((2,), (1, 1, 1)))              # L = 1/2 (b a - 2)^2: the point 0
    >>> saddle.number, saddle.kind.label, saddle.order, saddle.gap           # -2 a b; from L = 2 to L = 0
    (1, 'strict saddle', 2, (Fraction(2, 1), Fraction(0, 1)))
    """

    number: int
    kind: Kind
    point: Point
    order: int

    @property
    def gap(self) -> tuple[Fraction, Fraction]:
        """The critical value L* of the saddle and the next lower one (a bound within 1e-15 where it is irrational)."""
        lower = [value.upper for value in self.point.problem.critical_values() if value.upper < self.point.loss]
        return self.point.loss, max(lower)


@dataclass(frozen=True)
class Setup:
    """All parameters of an experiment; equal setups have equal results.  Build it by :func:`setup`.

    There are ``runs`` runs for each saddle at each distance of ``epsilons``, by descent with ``step`` for at most
    ``steps`` steps, until the loss is below ``L* - fraction (L* - L')``.

    >>> wish = setup(Problem.canonical((2,), (1, 1, 1)), epsilons=[0.1], runs=300)           # 250 runs are one item
    >>> wish.items
    (Chunk(saddle=1, epsilon=0.1, chunk=0), Chunk(saddle=1, epsilon=0.1, chunk=1))
    """

    problem: Problem
    saddles: tuple[Saddle, ...]
    epsilons: tuple[float, ...]
    runs: int
    step: float
    fraction: float = 0.5
    steps: int = STEPS
    seed: int = 0

    @property
    def items(self) -> tuple[Chunk, ...]:
        """The work items, largest distances first: short runs come first."""
        return tuple(
            Chunk(saddle.number, epsilon, chunk)
            for epsilon in sorted(self.epsilons, reverse=True)
            for saddle in self.saddles
            for chunk in range(-(-self.runs // CHUNK))
        )


@dataclass(frozen=True, order=True)
class Chunk:
    """Up to :data:`CHUNK` runs of one saddle at one distance, with a seed of their own.

    >>> wish = setup(Problem.canonical((2,), (1, 1, 1)), epsilons=[0.1], runs=251)
    >>> [len(starts(wish, item)[0]) for item in wish.items]
    [250, 1]
    """

    saddle: int
    epsilon: float
    chunk: int


def saddles(problem: Problem, numbers: Sequence[int] | None = None) -> tuple[Saddle, ...]:
    """The saddles of the kinds with these numbers (from 1, as ``symdln kinds`` counts); by default one of each order.

    By default they all have the same selection, hence the same loss: the one with the most different orders.
    ``InputError`` for the number of a kind that is not a saddle, and by default for more than 2,000 kinds.

    >>> chain = Problem.canonical((2,), (1, 1, 1, 1))                        # L = 2 - 2 a b c + (a b c)^2 / 2
    >>> [(saddle.number, saddle.order) for saddle in saddles(chain)]         # two layers are 0, in three kinds; all are
    [(1, 2), (4, 3)]
    """
    if numbers is None:
        total = problem.count_kinds()
        if total > MOST_KINDS:
            raise InputError(f"{total:,} kinds are too many to find one of each order; name kinds by their numbers.")
    found = [
        saddle
        for number, kind in enumerate(problem.kinds(), start=1)
        if (numbers is None and kind.label != GLOBAL_MINIMISER) or (numbers is not None and number in numbers)
        if (saddle := _saddle(number, kind)) is not None
    ]
    if numbers is not None:
        missing = sorted(set(numbers) - {saddle.number for saddle in found})
        if missing:
            raise InputError(f"Kind {missing[0]} is not a saddle of this problem; `symdln kinds` lists the kinds.")
        return tuple(found)
    return _one_of_each_order(found)


def _saddle(number: int, kind: Kind) -> Saddle | None:
    point = kind.representative()
    order = saddle_order(point)
    return None if order is None else Saddle(number, kind, point, order)


def _one_of_each_order(found: Sequence[Saddle]) -> tuple[Saddle, ...]:
    choices: dict[tuple[int, ...], dict[int, Saddle]] = {}
    for saddle in found:
        choices.setdefault(saddle.kind.selection, {}).setdefault(saddle.order, saddle)
    if not choices:
        raise InputError("this problem has no saddle to escape from.")
    best = max(choices.values(), key=len)
    return tuple(best[order] for order in sorted(best))


def common_step(problem: Problem, chosen: Iterable[Saddle]) -> float:
    """A step size for all of them: a tenth of 1 over the largest eigenvalue of a Hessian among them and at the minimum.

    At a balanced global minimiser with least singular value first, that eigenvalue is at most ``2f H s^(2 - 2/H)
    |Sxx|`` with s the largest singular value of P; rounded down to one digit.

    >>> problem = Problem.canonical((2,), (1, 1, 1))                  # eigenvalues 2 at 0, a^2 + b^2 = 4 at the minimum
    >>> common_step(problem, saddles(problem))                        # 0.1 / 4, rounded down
    0.02
    """
    numeric = NumericProblem.of(problem)
    best = np.linalg.pinv(numeric.Sxx)
    largest = float(np.linalg.norm(numeric.Syx @ best, 2))
    H = problem.depth
    bounds = [2 * numeric.loss_factor * H * largest ** (2 - 2 / H) * float(np.linalg.norm(numeric.Sxx, 2))]
    for saddle in chosen:
        bounds.append(float(np.linalg.eigvalsh(hessian(numeric, floats(saddle.point)))[-1]))
    step = 0.1 / max(bounds)
    scale = 10.0 ** math.floor(math.log10(step))
    return math.floor(step / scale) * scale


def floats(point: Point) -> list[np.ndarray]:
    """The weights of an exact point as float64 layers.

    >>> [layer.tolist() for layer in floats(Point(Problem.canonical((2,), (1, 1, 1)), [[["1/2"]], [[4]]]))]
    [[[0.5]], [[4.0]]]
    """
    return [layer.to_numpy() for layer in point.weights]


def setup(
    problem: Problem,
    *,
    kinds: Sequence[int] | None = None,
    epsilons: Sequence[float] = EPSILONS,
    runs: int = 1000,
    step: float | None = None,
    fraction: float = 0.5,
    steps: int = STEPS,
    seed: int = 0,
) -> Setup:
    """A checked :class:`Setup`; saddles by :func:`saddles`, the step by :func:`common_step`.

    Raises ``InputError`` for distances that repeat, a fraction outside (0, 1), and numbers that are not positive.

    >>> wish = setup(Problem.canonical((2,), (1, 1, 1)), fraction=0.9)
    >>> wish.step, wish.epsilons, wish.runs, wish.fraction, [saddle.number for saddle in wish.saddles]
    (0.02, (0.1, 0.05, 0.02, 0.01), 1000, 0.9, [1])
    """
    distances = tuple(positive(epsilon, "epsilon") for epsilon in epsilons)
    if len(set(distances)) < len(distances) or not distances:
        raise InputError("the distances epsilon must be different from one another, and at least one must be given.")
    if not 0 < fraction < 1:
        raise InputError(f"fraction must lie strictly between 0 and 1, but {fraction!r} was passed.")
    chosen = saddles(problem, kinds)
    size = common_step(problem, chosen) if step is None else positive(step, "step")
    return Setup(
        problem, chosen, distances, counted(runs, "runs"), size, float(fraction), counted(steps, "steps"), seed
    )


# -- runs --------------------------------------------------------------------------------------------------------------


def starts(experiment: Setup, item: Chunk) -> list[np.ndarray]:
    """The starts of an item, layers ``(B, d_j, d_{j-1})``: the same ones at every call.

    >>> wish = setup(Problem.canonical((2,), (1, 1, 1)), epsilons=[0.1], runs=3)
    >>> a, b = starts(wish, wish.items[0])                                   # around a = b = 0
    >>> a.shape, np.hypot(a, b).ravel().round(12).tolist()
    ((3, 1, 1), [0.1, 0.1, 0.1])
    """
    saddle = _of(experiment, item)
    size = min(CHUNK, experiment.runs - item.chunk * CHUNK)
    place = experiment.epsilons.index(item.epsilon)
    rng = np.random.default_rng([experiment.seed, item.saddle, place, item.chunk])
    directions = rng.normal(size=(size, experiment.problem.parameters))
    directions *= item.epsilon / np.linalg.norm(directions, axis=1, keepdims=True)
    layers, at = [], 0
    for layer in floats(saddle.point):
        layers.append(layer + directions[:, at : at + layer.size].reshape(size, *layer.shape))
        at += layer.size
    return layers


def escape_epochs(experiment: Setup, item: Chunk) -> list[int]:
    """The escape epochs of the runs of an item; :data:`NEVER` for those that have not escaped within ``steps``.

    A run that comes to rest above the level (gradient norm below 1e-14), or diverges, counts as never too.

    Half of the way down on ``1/2 (b a - 2)^2``, L = 1, is at ``b a = 2 - sqrt 2 > 0.58``, so with a norm of more than
    1.07.  Up to there a step of 0.02 multiplies the norm by less than 1.041, for its square grows by the factor
    ``1 + 0.08 + 0.0004 (2.58)^2`` at most: from the norm 0.1 it takes more than 58 steps.

    >>> problem = Problem.canonical((2,), (1, 1, 1))
    >>> wish = setup(problem, epsilons=[0.1], runs=3)
    >>> [58 < epoch < 1000 for epoch in escape_epochs(wish, wish.items[0])]
    [True, True, True]
    >>> wish = setup(problem, epsilons=[0.1], runs=3, steps=58)
    >>> escape_epochs(wish, wish.items[0]) == [NEVER, NEVER, NEVER]
    True
    """
    value, below = _of(experiment, item).gap
    level = float(value - Fraction(experiment.fraction) * (value - below))
    run = descend(
        NumericProblem.of(experiment.problem),
        starts(experiment, item),
        step=experiment.step,
        gradient_norm=1e-14,
        loss=level,
        steps=experiment.steps,
    )
    escaped = (run.stops == Stop.LOSS) | ((run.stops == Stop.GRADIENT) & (run.losses <= level))
    return np.where(escaped, run.steps, NEVER).tolist()


def run(
    experiment: Setup, journal: Journal | None = None, progress: Callable[[int, int], None] | None = None
) -> dict[Chunk, list[int]]:
    """The escape epochs of every item; with a journal, items that it holds are not run again and new ones are added.

    ``progress`` is called with the numbers of finished and of all items.  Open the journal with
    ``Journal(path, describe(experiment), resume=...)``.

    >>> wish = setup(Problem.canonical((2,), (1, 1, 1)), epsilons=[0.1, 0.2], runs=2, steps=1)
    >>> run(wish)                                                            # nothing escapes in one step
    {Chunk(saddle=1, epsilon=0.2, chunk=0): [-1, -1], Chunk(saddle=1, epsilon=0.1, chunk=0): [-1, -1]}
    """
    results = {} if journal is None else _recorded(experiment, journal)
    items = experiment.items
    for item in items:
        if item not in results:
            epochs = escape_epochs(experiment, item)
            if journal is not None:
                journal.add({"kind": item.saddle, "epsilon": item.epsilon, "chunk": item.chunk, "epochs": epochs})
            results[item] = epochs
        if progress is not None:
            progress(len(results), len(items))
    return results


def _recorded(experiment: Setup, journal: Journal) -> dict[Chunk, list[int]]:
    """The results in the journal, each item once; ``InputError`` for the first line that this experiment cannot have
    written.
    """
    results: dict[Chunk, list[int]] = {}
    known = set(experiment.items)
    for line, record in enumerate(journal.records, start=2):
        item, epochs = _item_of(record), record.get("epochs")
        where = f"Line {line} of '{journal.path}'"
        if item is None or item not in known:
            raise InputError(f"{where} does not belong to this experiment; name another file.")
        size = min(CHUNK, experiment.runs - item.chunk * CHUNK)
        if not isinstance(epochs, list) or len(epochs) != size:
            raise InputError(f"{where} must hold the epochs of {size} runs, but it does not; the file is damaged.")
        for epoch in epochs:
            if type(epoch) is not int or not (epoch == NEVER or 0 <= epoch <= experiment.steps):
                raise InputError(
                    f"{where} holds the epoch {shown(epoch)}, but an epoch is a number of steps from 0 to "
                    f"{experiment.steps}, or {NEVER} for never; the file is damaged."
                )
        if results.setdefault(item, epochs) != epochs:
            raise InputError(f"{where} contradicts an earlier line about the same runs; the file is damaged.")
    return results


def _item_of(record: dict[str, Any]) -> Chunk | None:
    """The item of a record, or None where its fields are not numbers."""
    saddle, epsilon, chunk = (record.get(name) for name in ("kind", "epsilon", "chunk"))
    if type(saddle) is int and type(epsilon) is float and type(chunk) is int:
        return Chunk(saddle, epsilon, chunk)
    return None


def _of(experiment: Setup, item: Chunk) -> Saddle:
    return next(saddle for saddle in experiment.saddles if saddle.number == item.saddle)


def describe(experiment: Setup) -> dict[str, Any]:
    """The setup as JSON data: equal data, equal experiment.

    >>> data = describe(setup(Problem.canonical((2,), (1, 1, 1)), runs=10))
    >>> data["widths"], data["moments"]["Syx"], data["orders"], data["runs"]
    ([1, 1, 1], [['2']], [2], 10)
    """
    problem = experiment.problem
    return {
        "format": "symdln escape 1",
        "widths": list(problem.widths),
        "moments": {name: getattr(problem, name).texts() for name in ("Sxx", "Syx", "Syy")},
        "loss_factor": str(problem.loss_factor),
        "kinds": [saddle.number for saddle in experiment.saddles],
        "orders": [saddle.order for saddle in experiment.saddles],
        "epsilons": list(experiment.epsilons),
        "runs": experiment.runs,
        "chunk": CHUNK,
        "step": experiment.step,
        "fraction": experiment.fraction,
        "steps": experiment.steps,
        "seed": experiment.seed,
    }
