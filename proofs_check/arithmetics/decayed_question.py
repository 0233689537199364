"""What the columns with decay share: the question, and words that follow from facts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs_check.arithmetics.question import DIRECTIONS, direction_at
from symdln.algebra.matrix import Matrix
from symdln.decay import DecayedPoint
from symdln.decay.kinds import LOCAL_MINIMUM
from symdln.exact_points.answers import theory_at
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

Layers = Sequence[Sequence[Matrix]]


@dataclass(frozen=True)
class DecayedQuestion:
    """A critical point with decay, directions for the second-order form, and the polynomial layers of a curve along
    which the loss falls, as FLINT's side proposes it; None at minima.
    """

    point: DecayedPoint
    directions: tuple[tuple[Matrix, ...], ...]
    curve: Layers | None


def asked_with_decay(point: DecayedPoint, seed: str) -> DecayedQuestion:
    """The question at a critical point; the same seed asks the same."""
    rng = random.Random(seed)
    directions = tuple(direction_at(point.plain, rng) for _ in range(DIRECTIONS))
    theory, curve = theory_at(point), None
    if theory.direction is not None:
        curve = [[W, V] for W, V in zip(point.weights, theory.direction, strict=True)]
    elif theory.curve is not None:
        curve = theory.curve.layers
    return DecayedQuestion(point, directions, curve)


def decay_of_entries(point: DecayedPoint) -> list[Fraction]:
    """The decay of each parameter."""
    layers = zip(point.decayed.decays, point.weights, strict=True)
    return [lam for lam, W in layers for _ in range(W.shape[0] * W.shape[1])]


def label_of(depth: int, negative: int, *, double: bool, best: bool) -> str:
    """The class from facts: negative eigenvalues, a double root that is used, whether no kind is better."""
    if negative:
        return STRICT
    if depth == 2:
        return GLOBAL_MINIMISER
    return NON_STRICT if double else GLOBAL_MINIMISER if best else LOCAL_MINIMUM


def is_best(counts: Sequence[tuple[int, int]], numbers: Sequence[int], signs: Sequence[int], least_width: int) -> bool:
    """Whether large modes alone are used that do not raise the loss, and no mode that would lower it is left though
    there is room: ``signs`` are those of what using a mode saves, ``numbers`` the multiplicities.
    """
    rank = sum(large for large, _ in counts)
    if any(large and sign < 0 for (large, _), sign in zip(counts, signs, strict=True)):
        return False
    left = any(large < m and sign > 0 for (large, _), m, sign in zip(counts, numbers, signs, strict=True))
    return rank == least_width or not left


def form_at(rows: Sequence[Sequence[Fraction]], direction: Sequence[Matrix]) -> Fraction:
    v = [x for W in direction for x in W.entries()]
    return sum(
        (a * b * x for row, a in zip(rows, v, strict=True) if a for x, b in zip(row, v, strict=True)), Fraction(0)
    )
