"""Figure (a) of the slides of Achour et al. (2025): plateaus near non-strict saddles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import symdln as dln
from proofs_check.facts.classes import exact_class
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, fails, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import ACHOUR_SLIDES
from proofs_check.language.verdict import Verdict
from symdln.landscape.classification import NON_STRICT, STRICT

Layers = tuple[tuple[tuple[int, ...], ...], ...]


Race = tuple[str, int, int, int]


ZERO, FIRST, ONE = ((0, 0), (0, 0)), ((1, 0), (0, 0)), ((1, 0), (0, 1))


TARGET = ((2, 0), (0, 0))


SADDLES: dict[str, tuple[Layers, Layers]] = {
    "rank 0": ((ZERO, ZERO, ONE), (ZERO, ZERO, ZERO)),
    "rank 1": ((TARGET, FIRST, ONE), (TARGET, FIRST, FIRST)),
}
"""A strict and a non-strict saddle (W_1, W_2, W_3) with one product, for X = I, Y = diag(2, 1), widths (2, 2, 2, 2)."""


DISTANCE, STEP, LIMIT, DROP = 0.1, 0.01, 4000, 0.05


STARTS = {"small": 50, "default": 300, "large": 2000}


def problem() -> dln.Problem:
    return dln.Problem.canonical((2, 1), (2, 2, 2, 2), loss_factor=1)


def races(size: str, seed: int) -> Iterator[Race]:
    """(pair, number, steps near the strict saddle, steps near the non-strict one), displaced by the same vector."""
    rng = np.random.default_rng(seed)
    for name, pair in SADDLES.items():
        shift = rng.standard_normal((3, STARTS[size], 2, 2))
        shift *= DISTANCE / np.sqrt((shift**2).sum(axis=(0, 2, 3), keepdims=True))
        strict, non_strict = (steps_to_leave(layers, shift) for layers in pair)
        yield from (
            (name, number, int(a), int(b)) for number, (a, b) in enumerate(zip(strict, non_strict, strict=True))
        )


def steps_to_leave(saddle: Layers, shift: np.ndarray) -> np.ndarray:
    """Steps from each ``saddle + shift[:, i]`` until the loss is DROP below the saddle's, else LIMIT + 1."""
    weights = np.array(saddle, dtype=float)[:, None] + shift
    Y = np.diag([2.0, 1.0])
    W1, W2, W3 = np.array(saddle, dtype=float)
    level = ((W3 @ W2 @ W1 - Y) ** 2).sum() - DROP
    steps = np.full(shift.shape[1], LIMIT + 1)
    for step in range(LIMIT + 1):
        W1, W2, W3 = weights
        residual = W3 @ W2 @ W1 - Y
        left = ((residual**2).sum(axis=(1, 2)) <= level) & (steps > LIMIT)
        steps[left] = step
        if (steps <= LIMIT).all():
            break
        T1, T2, T3 = (W.swapaxes(1, 2) for W in weights)
        weights = weights - 2 * STEP * np.array([T2 @ T3 @ residual, T3 @ residual @ T1, residual @ T1 @ T2])
    return steps


@claim(
    "achour.plateau",
    source=ACHOUR_SLIDES.at('slide "Gradient methods and saddle points", figure (a)'),
    statement=r"\text{the loss curve starts slower near a non-strict than near a strict saddle}",
    over=cases(
        "paired starts of gradient descent",
        races,
        sentence=lambda size: (
            f"gradient descent with step {STEP} for X = I, Y = diag(2, 1), widths (2, 2, 2, 2), from random starts "
            f"at distance {DISTANCE} "
            f"of two pairs of saddles ({', '.join(SADDLES)}), {STARTS[size]} starts a pair"
        ),
        strength=Verdict.SUPPORTED,
        fields=("saddles", "start", "steps from the strict one", "steps from the non-strict one"),
    ),
    made_precise=(
        "the text we have gives only the caption, an initialization close to a strict vs a non-strict saddle; "
        f"gradient descent needs fewer steps to lower the loss by {DROP} from near the strict saddle than, displaced "
        f"by the same random vector, "
        "from near a non-strict saddle with the same product"
    ),
)
def plateau(race: Race) -> Outcome:
    """Near a non-strict saddle the loss takes longer to start falling than near a strict one."""
    name, _, strict, non_strict = race
    classes = [exact_class(dln.Point(problem(), layers)) for layers in SADDLES[name]]
    if classes != [STRICT, NON_STRICT]:
        return fails(f"the two saddles are not a strict and a non-strict one: {classes}")
    return is_true(
        strict <= LIMIT and strict < non_strict, f"{strict} steps near the strict saddle are fewer than {non_strict}"
    )
