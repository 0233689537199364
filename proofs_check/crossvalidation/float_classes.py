"""Cross-validation of the fast path: exact critical points of every kind, disguised, rounded and perturbed, against
the class that :func:`symdln.numeric.numerical_classes` gives.  See docs/float-classes.md.
"""

from __future__ import annotations

import importlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

import symdln as dln
from proofs_check.facts.nearby import Neighbourhood
from proofs_check.language.scope import Unit
from proofs_check.running import fingerprint
from proofs_check.running.evaluate import Tally, Task, TaskAnswer
from proofs_check.running.loop import Ending, InOrder
from proofs_check.running.resume import work_on
from proofs_check.running.store import Store
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError
from symdln.landscape.classification import NOT_CRITICAL
from symdln.numeric import BACKWARD_ERROR, LABELS, UNDECIDED, Classes, Landscape, inertia_by_spectrum

CONDITIONS = tuple(range(13))
PERTURBATIONS = (0.0, *(10.0**-k for k in range(16, 1, -1)))
KINDS = 5  # of one work item
MARGIN = 4
"""The stated error in true ones: an answer is required only if the intended point is well inside the stated ball."""
CERTAIN = 1e-12
"""Points whose true error is larger than the default one are judged from here on: see docs/float-classes.md."""
ZONE = 4, 1e-13  # conditions and perturbations up to which the share of undecided answers is limited
MOST_UNDECIDED = 0.01
TRUE, NEAR, FALSE, OPEN, NOT = "exact class", "exhibited", "outside", "undecided", "not critical"
NONZERO, TOLD, WRONG = "not zero", "told", "wrong"
Classifier = Callable[..., Classes]
CLASSIFIER = "symdln.numeric.classes.numerical", "numerical_classes"
ID = "float-classes"
"""The name under which a store records it."""


class Item(NamedTuple):
    """A work item: kinds ``start`` to ``stop`` of a problem, and the classifier by its module and name."""

    spec: Spec
    start: int
    stop: int
    seed: int
    classifier: tuple[str, str] = CLASSIFIER

    @property
    def unit(self) -> Unit:
        return Unit((*self.spec, *self.classifier), self.start, self.stop, self.seed)

    @classmethod
    def of(cls, unit: Unit) -> Item:
        *spec, module, name = unit.part
        return cls(Spec(*spec), unit.start, unit.stop, unit.seed, (module, name))


class Cell(NamedTuple):
    """Where an answer is counted: whether the stated error is true, exact class, answer, condition, perturbation."""

    stated: bool
    exact: str
    answer: str
    condition: int
    perturbation: float
    outcome: str


class Eigenvalues(NamedTuple):
    """Where eigenvalues are counted: those of the exact Hessians that are not zero (NONZERO), those whose signs the
    floating spectrum tells (TOLD), and signs that it tells beyond the exact inertia (WRONG).
    """

    condition: int
    perturbation: float
    outcome: str


@dataclass
class AnswerTable:
    """All answers of both routes for ``kinds`` kinds, and the first few that are outside the truth set, in words."""

    kinds: int = 0
    cells: Counter[Cell] = field(default_factory=Counter)
    spectra: Counter[Eigenvalues] = field(default_factory=Counter)
    outside: list[str] = field(default_factory=list)

    def add(self, other: AnswerTable) -> None:
        self.kinds += other.kinds
        self.cells.update(other.cells)
        self.spectra.update(other.spectra)
        self.outside = (self.outside + other.outside)[:20]

    @property
    def tally(self) -> Tally:
        """The table as a store records it: cells and eigenvalues as texts with their counts, and what is outside."""
        cells = Counter({json.dumps(cell): number for cell, number in self.cells.items()})
        spectra = Counter({json.dumps(place): number for place, number in self.spectra.items()})
        outside = Counter(self.outside)
        return Tally(self.kinds, self.kinds, traits=cells, left_out=spectra, excluded_cases=outside)

    @classmethod
    def of(cls, tally: Tally) -> AnswerTable:
        """The table that :attr:`tally` wrote."""
        try:
            cells = {Cell(*json.loads(text)): number for text, number in tally.traits.items()}
            spectra = {Eigenvalues(*json.loads(text)): number for text, number in tally.left_out.items()}
        except (TypeError, ValueError):
            raise InputError(
                "the store holds a cross-validation that cannot be read; name another file for the store."
            ) from None
        return cls(tally.cases, Counter(cells), Counter(spectra), list(tally.excluded_cases.elements()))

    def count(self, keep: Callable[[Cell], bool]) -> int:
        return sum(number for cell, number in self.cells.items() if keep(cell))

    @property
    def false_answers(self) -> int:
        """Answers outside the truth set, among those that are judged."""
        return self.count(lambda cell: cell.outcome == FALSE and judged(cell))

    @property
    def unjudged(self) -> int:
        """Classes given to points whose stated error is false by less than CERTAIN, with no critical point found."""
        return self.count(lambda cell: cell.outcome == FALSE and not judged(cell))

    @property
    def false_signs(self) -> int:
        """Eigenvalues whose sign the floating spectrum tells and the exact inertia does not have."""
        return sum(number for place, number in self.spectra.items() if place.outcome == WRONG)

    @property
    def told_in_zone(self) -> float:
        """The share of non-zero eigenvalues whose sign the floating spectrum tells, in the zone of ``in_zone``."""
        counts = Counter[str]()
        for place, number in self.spectra.items():
            counts[place.outcome] += number * _is_mild(place.condition, place.perturbation)
        return counts[TOLD] / counts[NONZERO] if counts[NONZERO] else 0.0

    @property
    def in_zone(self) -> int:
        return self.count(_in_zone)

    @property
    def undecided_in_zone(self) -> float:
        """The share of undecided answers where at most MOST_UNDECIDED is allowed."""
        undecided = self.count(lambda cell: _in_zone(cell) and cell.outcome == OPEN)
        return undecided / self.in_zone if self.in_zone else 0.0

    @property
    def passes(self) -> bool:
        right = not self.false_answers and not self.false_signs
        return bool(self.in_zone) and right and self.undecided_in_zone < MOST_UNDECIDED

    @property
    def sentence(self) -> str:
        """The judgement, with its numbers."""
        return (
            f"{self.false_answers} answers outside the truth set (0 allowed); {self.undecided_in_zone:.2%} of "
            f"{self.in_zone:,} undecided for conditions up to 1e{ZONE[0]} and perturbations up to {ZONE[1]:g} (below "
            f"{MOST_UNDECIDED:.0%} required); {self.unjudged} not judged. By spectrum: {self.false_signs} wrong signs "
            f"(0 allowed); {self.told_in_zone:.1%} of the non-zero eigenvalues got a sign there. "
            f"{'Passed' if self.passes else 'FAILED'}."
        )


def judged(cell: Cell) -> bool:
    return cell.stated or cell.perturbation >= CERTAIN


def _in_zone(cell: Cell) -> bool:
    return cell.stated and _is_mild(cell.condition, cell.perturbation)


def _is_mild(condition: int, perturbation: float) -> bool:
    return condition <= ZONE[0] and perturbation <= 1.01 * ZONE[1]


def items(size: str, seed: int) -> Iterator[Item]:
    """The work items of a size, smallest first."""
    for spec in families.specs(size):
        yield from _items_of(spec, seed)


def scattered(size: str, seed: int) -> Iterator[Item]:
    """The same in random order, one of every problem in turn: what a budget covers is spread over the scope."""
    rng = random.Random(seed)
    waiting = list(families.specs(size))
    rng.shuffle(waiting)
    streams: dict[Spec, list[Item]] = {}
    while waiting:
        for spec in waiting:
            if spec not in streams:
                streams[spec] = list(_items_of(spec, seed))
                rng.shuffle(streams[spec])
            yield streams[spec].pop()
        waiting = [spec for spec in waiting if streams[spec]]


def _items_of(spec: Spec, seed: int) -> Iterator[Item]:
    kinds = families.count_kinds(spec)
    return (Item(spec, start, min(start + KINDS, kinds), seed) for start in range(0, kinds, KINDS))


class CrossValidation(NamedTuple):
    """The table of a scope, why the run ended, and how many work items a store held already."""

    table: AnswerTable
    ending: Ending
    recalled: int


def run(
    size: str,
    seed: int,
    jobs: int,
    budget: float | None = None,
    on_item: Callable[[Unit], None] | None = None,
    store: Store | None = None,
) -> CrossValidation:
    """Cross-validate over a scope; a budget (in seconds) or Ctrl-C ends it with what was done.

    What is in the ``store`` is taken from there, and what is new is recorded.
    """
    table, in_order = AnswerTable(), InOrder[TaskAnswer]()
    listed = items(size, seed) if budget is None else scattered(size, seed)
    deadline = None if budget is None else time.monotonic() + budget

    def take(answer: TaskAnswer) -> None:
        for due in in_order.take(answer.task.number, answer):
            table.add(AnswerTable.of(due.tallies[0]))
        if on_item:
            on_item(answer.task.unit)

    ending, recalled = work_on(
        examine,
        (Task(0, number, ((__name__, ID),), item.unit) for number, item in enumerate(listed)),
        take,
        store=store,
        codes=lambda: {ID: fingerprint.of_module(__name__, CLASSIFIER[0])},
        jobs=jobs,
        deadline=deadline,
    )
    for answer in in_order.rest():
        table.add(AnswerTable.of(answer.tallies[0]))
    return CrossValidation(table, ending, recalled)


def examine(task: Task) -> TaskAnswer:
    """All disguises and perturbations of the kinds of one work item."""
    start = time.perf_counter()
    item = Item.of(task.unit)
    module, name = item.classifier
    table = examined(item, getattr(importlib.import_module(module), name))
    return TaskAnswer(task, (table.tally,), table.kinds, True, time.perf_counter() - start)


@dataclass(frozen=True)
class SampledPoint:
    """A float point with what it was made from."""

    near: Neighbourhood
    kind: dln.Kind
    condition: int
    perturbation: float
    weights: list[np.ndarray]


def examined(item: Item, classifier: Classifier) -> AnswerTable:
    problem, table = families.problem(item.spec), AnswerTable(item.stop - item.start)
    landscape = Landscape.of(problem)
    samples = list(_samples(item))
    weights = [np.stack([sample.weights[j] for sample in samples]) for j in range(problem.depth)]
    errors = np.array([stated_error(sample.perturbation) for sample in samples])
    larger = np.flatnonzero(errors > BACKWARD_ERROR)
    _judge(table, samples, classifier(landscape, weights, backward_error=errors), errors, stated=True)
    if len(larger):
        answers = classifier(landscape, [layer[larger] for layer in weights], backward_error=BACKWARD_ERROR)
        default = np.full(len(larger), BACKWARD_ERROR)
        _judge(table, [samples[i] for i in larger], answers, default, stated=False)
    signs = inertia_by_spectrum(landscape.problem, weights, backward_error=errors)
    _compare(table, samples, signs.positive.tolist(), signs.negative.tolist())
    return table


def _compare(
    table: AnswerTable, samples: Sequence[SampledPoint], positive: Sequence[int], negative: Sequence[int]
) -> None:
    """What the floating spectra say holds at the exact points, which lie in the balls."""
    for sample, up, down in zip(samples, positive, negative, strict=True):
        exact = sample.kind.inertia
        wrong = max(up - exact.positive, 0) + max(down - exact.negative, 0)
        for outcome, number in ((NONZERO, exact.rank), (TOLD, up + down - wrong), (WRONG, wrong)):
            table.spectra[Eigenvalues(sample.condition, sample.perturbation, outcome)] += number


def stated_error(perturbation: float) -> float:
    """The error that is stated: MARGIN times the true one (relative to the perturbed weights, with the rounding of the
    exact point), and at least the default one.
    """
    return max(MARGIN * (perturbation / (1 - perturbation) + 2 * 2.0**-53), BACKWARD_ERROR)


def _judge(
    table: AnswerTable, samples: Sequence[SampledPoint], answers: Classes, errors: np.ndarray, stated: bool
) -> None:
    for i, sample in enumerate(samples):
        label, kind = LABELS[answers.code[i]], sample.kind
        outcome = _outcome(sample, answers, i, label, float(errors[i]), stated)
        table.cells[Cell(stated, kind.label, label, sample.condition, sample.perturbation, outcome)] += 1
        if outcome == FALSE and (stated or sample.perturbation >= CERTAIN) and len(table.outside) < 20:
            table.outside.append(
                f"widths {kind.problem.widths}, {kind}, condition 1e{sample.condition}, perturbation "
                f"{sample.perturbation:g}, {'stated' if stated else 'default'} error: {label}"
            )


def _outcome(sample: SampledPoint, answers: Classes, i: int, label: str, error: float, stated: bool) -> str:
    if label == UNDECIDED:
        return OPEN
    if label == NOT_CRITICAL:
        return FALSE if stated else NOT
    kind = sample.kind
    counts = kind.problem.selection_counts(kind.selection)
    nonzero = [count for count, value in zip(counts, kind.problem.spectrum, strict=True) if not value.is_zero]
    same_selection = answers.counts[i].tolist() == nonzero
    given = tuple(int(m) for m in answers.strings[i])
    inertia = kind.inertia
    whole = (label, *answers.inertia[i].tolist())
    same = given == kind.multiplicities and same_selection
    if same:
        if whole != (kind.label, inertia.positive, inertia.negative, inertia.zero):
            return FALSE
        if stated:
            return TRUE
    found = sample.near.exhibited(sample.weights, error, int(answers.rank[i]), given)
    if found is None or not _describes(found, whole, answers.counts[i].tolist()):
        return FALSE
    return NEAR


def _describes(point: dln.Point, whole: tuple[Any, ...], counts: list[int]) -> bool:
    """Whether label, inertia and selection of an answer are those of the exact point."""
    inertia, spectrum = point.inertia_by_ranks, point.problem.spectrum
    selected = point.problem.selection_counts(point.selection)
    nonzero = [count for count, value in zip(selected, spectrum, strict=True) if not value.is_zero]
    return whole == (point.label, inertia.positive, inertia.negative, inertia.zero) and counts == nonzero


# -- exact points in disguise ------------------------------------------------------------------------------------------


def _samples(item: Item) -> Iterator[SampledPoint]:
    kinds = families.kind_stream(item.spec).slice(item.start, item.stop)
    for number, kind in enumerate(kinds, item.start):
        rng = random.Random(f"{item.seed} {item.spec} {number}")
        noise = np.random.default_rng([item.seed, number])
        natural = kind.representative(rng, disguised=False)
        for condition in CONDITIONS:
            near = Neighbourhood(disguised(natural, condition, rng))
            rounded = [layer.to_numpy() for layer in near.start.weights]
            for perturbation in PERTURBATIONS:
                weights = [perturbed(layer, perturbation, noise) for layer in rounded]
                yield SampledPoint(near, kind, condition, perturbation, weights)


def perturbed(layer: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    """The layer plus a random matrix of ``size`` times its Frobenius norm."""
    if not size:
        return layer
    move = rng.normal(size=layer.shape)
    return layer + move * (size * np.linalg.norm(layer) / np.linalg.norm(move))


def disguised(point: dln.Point, condition: int, rng: random.Random) -> dln.Point:
    """The point with layers scaled (by factors of product 1) and hidden bases of condition number 10^condition."""
    weights, product = list(point.weights), dln.rational(1)
    for j in range(len(weights) - 1):
        scale = dln.rational(f"{rng.randint(1, 9)}/{rng.randint(1, 9)}") * dln.rational(2) ** rng.randint(-8, 8)
        weights[j], product = weights[j] * scale, product * scale
        change, back = hidden_basis(weights[j].shape[0], condition, rng)
        weights[j], weights[j + 1] = change @ weights[j], weights[j + 1] @ back
    weights[-1] = weights[-1] * (1 / product)
    return dln.Point(point.problem, weights)


def hidden_basis(size: int, condition: int, rng: random.Random) -> tuple[Matrix, Matrix]:
    """An exact matrix ``Q diag(1, ..., 10^-condition) R`` with rational orthogonal Q and R, and its inverse."""
    left, right = random_orthogonal(size, rng), random_orthogonal(size, rng)
    graded = [dln.rational(1)] + [
        dln.rational(2) ** -round(i * condition * 3.3219 / (size - 1)) for i in range(1, size - 1)
    ]
    if size > 1:
        graded.append(dln.rational(10) ** -condition)
    change = left @ Matrix.diagonal(graded) @ right
    return change, right.T @ Matrix.diagonal([1 / value for value in graded]) @ left.T


def random_orthogonal(size: int, rng: random.Random) -> Matrix:
    """The product of two random reflections ``I - 2 v v^T / v^T v`` with small integer v: rational and orthogonal."""
    result = Matrix.identity(size)
    for _ in range(2):
        v = Matrix([[rng.randint(-9, 9) or 1] for _ in range(size)])
        result = result @ (Matrix.identity(size) - v @ v.T * (dln.rational(2) / v.norm_squared()))
    return result
