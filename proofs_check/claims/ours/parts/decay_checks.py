"""Weight decay: the checks behind the claims ``ours.decay.*``.

Notations:

    same_as_equal_decays           loss and inertia at a point with unequal decays are those of the equal ones
    AnyInputs                      seed, widths, decay and roots of a point for an arbitrary input moment
    ANY_INPUTS                     the scope of these
    any_inputs_of                  the point of such a case, its input moment and the remaining targets
    reduced_inertia_agrees         the inertia by the reduced form, and of the Hessian
    SmallAutoencoder               the moment and the depth of an autoencoder with hidden widths 1
    SMALL_AUTOENCODERS             the scope of these
    small_autoencoder              the problem with decay of such a case
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.decayed import Kind, point_of
from symdln.algebra.matrix import Matrix
from symdln.decay import DecayedPoint, DecayedProblem, made_for_moments
from symdln.decay.reduced import reduced_inertia


def same_as_equal_decays(case: Kind) -> Outcome:
    """The point of the same kind with the same rotations, once with unequal and once with equal decays."""
    data, widths, number, used, _ = case
    unequal, equal_ones = point_of(case), point_of((data, widths, number, used, 1))
    return all_of(
        is_true(unequal.is_critical and equal_ones.is_critical, "both points are critical"),
        equal(unequal.loss, equal_ones.loss, "the losses"),
        equal(unequal.inertia_by_hessian, equal_ones.inertia_by_hessian, "the inertias of the Hessians"),
        equal(unequal.plain.end_to_end, equal_ones.plain.end_to_end, "the products"),
    )


# -- any inputs --------------------------------------------------------------------------------------------------------

AnyInputs = tuple[int, tuple[int, ...], str, tuple[str, ...]]

_DECAYS = {2: ("1", "2"), 3: ("14", "3"), 4: ("20", "2")}
_ROOTS = ("2", "1", "1/2")
_NUMBERS = {"small": 20, "default": 150, "large": 1500}


def _any_inputs(size: str, seed: int) -> Iterator[AnyInputs]:
    rng = random.Random(19)
    for number in range(_NUMBERS[size]):
        depth = 2 + number % 3
        widths = tuple(rng.randint(1, 2 + (number > 20)) for _ in range(depth + 1))
        rank = rng.randint(0, min(widths))
        yield number, widths, rng.choice(_DECAYS[depth]), tuple(rng.choice(_ROOTS) for _ in range(rank))


ANY_INPUTS = cases(
    "any inputs with decay",
    _any_inputs,
    sentence=lambda size: (
        f"{_NUMBERS[size]} exact critical points of depth 2 to 4 with widths up to 3: random positive "
        "definite input moments and remaining targets (of a fixed seed), roots and double roots, hidden by rotations"
    ),
    strength=Verdict.VERIFIED,
    fields=("number", "widths", "lambda", "roots"),
)


def any_inputs_of(case: AnyInputs) -> tuple[DecayedPoint, Matrix, Matrix]:
    """The point, the input moment in its frame, and the remaining block of the targets."""
    number, widths, lam, roots = case
    rng, rho = random.Random(number), len(roots)
    size = widths[0]
    A = Matrix.from_entries(size, size, [rng.randint(-2, 2) for _ in range(size * size)])
    rows, columns = widths[-1] - rho, size - rho
    rest = Matrix.from_entries(rows, columns, [rng.randint(-3, 3) for _ in range(rows * columns)])
    S = A @ A.T + Matrix.identity(size)
    return made_for_moments(widths, lam, roots, S, rest, rng=rng), S, rest


def reduced_inertia_agrees(case: AnyInputs) -> Outcome:
    point, S, rest = any_inputs_of(case)
    found = reduced_inertia(case[1], Fraction(case[2]), [Fraction(w) for w in case[3]], S, rest)
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"),
        equal(found, point.inertia_by_hessian, "inertia by the reduced form, and of the exact Hessian"),
    )


SmallAutoencoder = tuple[tuple[int, ...], int, str]

_MOMENTS = ((4,), (9,), (2,), (4, 0, 3), (4, 1, 3), (6, 2, 3), (2, 1, 2), (9, 0, 1))


def _small_autoencoders(size: str, seed: int) -> Iterator[SmallAutoencoder]:
    decays = ("1",) if size == "small" else ("1", "3/2")
    for moment, lam in itertools.product(_MOMENTS, decays):
        for depth in (2, 3) if len(moment) == 1 else (2,):
            yield moment, depth, lam


SMALL_AUTOENCODERS = cases(
    "small autoencoders with decay",
    _small_autoencoders,
    sentence=f"the moments {', '.join(map(str, _MOMENTS))} (S_11, S_12, S_22), hidden widths 1, depth 2 (and 3 for one "
    "input)",
    strength=Verdict.VERIFIED,
    fields=("moment", "depth", "lambda"),
)


def small_autoencoder(case: SmallAutoencoder) -> DecayedProblem:
    moment, depth, lam = case
    S = [[moment[0]]] if len(moment) == 1 else [[moment[0], moment[1]], [moment[1], moment[2]]]
    return DecayedProblem(dln.Problem.from_moments(S, S, S, (1,) * (depth - 1)), Fraction(lam))
