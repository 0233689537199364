"""Random exact layers, and lines about them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

import symdln as dln
from proofs_check.logic import replay, syntax
from proofs_check.logic.layers import Layers
from proofs_check.logic.syntax import Line

WIDTHS = (
    (1, 1),
    (2, 2),
    (1, 2, 1),
    (2, 1, 3),
    (1, 3, 1),
    (2, 3, 2, 1),
    (2, 2, 2),
    (3, 2, 2),
    (2, 3, 1, 2),
    (1, 1, 1, 1),
    (2, 2, 2, 2),
    (1, 2, 1, 2, 1),
)


def random_matrix(rng: random.Random, rows: int, columns: int, top: int = 3) -> dln.Matrix:
    entries = [Fraction(rng.randint(-top, top), rng.choice((1, 1, 2))) for _ in range(rows * columns)]
    return dln.Matrix.from_entries(rows, columns, entries)


def random_layers(rng: random.Random, widths: Sequence[int], slack: Fraction = Fraction(0)) -> Layers:
    weights = [random_matrix(rng, widths[j], widths[j - 1]) for j in range(1, len(widths))]
    return Layers(weights, random_matrix(rng, widths[-1], widths[0]), slack)


def identity_layers(width: int, n: int) -> Layers:
    """All layers the identity: the C[j] vanish, where Lemma 2.4 with P = 0 is sharp for gamma0 = width^(1-n)."""
    return Layers([dln.Matrix.identity(width)] * n, dln.Matrix.zeros(width, width))


def rotated_layers(seed: int, n: int) -> Layers:
    """Layers of width 2 with rational singular values, so that all eigenvalues of Gram matrices are rational."""
    rng, rotation = random.Random(seed), dln.Matrix([["3/5", "4/5"], ["-4/5", "3/5"]])
    weights = [rotation @ dln.Matrix.diagonal([rng.randint(1, 2), rng.randint(0, 3)]) for _ in range(n)]
    return Layers(weights, random_matrix(rng, 2, 2))


def balanced_layers(width: int, n: int, size: int) -> Layers:
    """All layers ``size`` times a rotation, a small target: all C[j] vanish, and g is larger than K2."""
    rotation = dln.Matrix([["3/5", "4/5"], ["-4/5", "3/5"]]) if width == 2 else dln.Matrix([[1]])
    target = dln.Matrix.from_entries(width, width, [Fraction(1, 4)] * width**2)
    return Layers([rotation * size] * n, target)


def pyramids(seed: int) -> Iterator[Layers]:
    """Layers that meet the assumptions of Proposition 2: each is large against the one before."""
    rng = random.Random(seed)
    for widths in ((2, 2, 2), (3, 2, 1), (1, 2, 1), (2, 3, 2), (2, 2, 2, 1), (1, 2, 2, 2), (1, 1, 1, 1)):
        weights = [random_matrix(rng, widths[1], widths[0], 1)]
        for j in range(2, len(widths)):
            size = 2 * int(sum(map(abs, weights[-1].entries()))) + 2
            weights.append(dln.Matrix.diagonal([size] * widths[j], (widths[j], widths[j - 1])))
        yield Layers(weights, random_matrix(rng, widths[-1], widths[0]))


def some_layers(seed: int, repeats: int = 2) -> Iterator[Layers]:
    rng = random.Random(seed)
    for widths in WIDTHS:
        for k in range(repeats):
            yield random_layers(rng, widths, Fraction(k % 2))
    yield identity_layers(2, 3)
    yield from (rotated_layers(seed + n, n) for n in (2, 3, 4))
    yield from (balanced_layers(width, n, size) for width in (1, 2) for n in (2, 3, 4) for size in (3, 4, 5, 6))


def lines_about_layers(theory: replay.Theory) -> list[Line]:
    own = {line.name for line in syntax.theory_text(replay.text_of("chitour")).lines}
    return [line for name, line in theory.lines.items() if name in own]
