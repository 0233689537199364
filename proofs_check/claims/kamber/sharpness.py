"""Kamber, Parhi (2025): which minima of two layers are flattest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.source import KAMBER_SHARPNESS
from proofs_check.language.verdict import Verdict
from symdln.algebra.inertia import inertia_of

Layers = tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...], str, str, str]
"""W_1, W_2, their spectral norms, and the largest singular value of the product."""

LAYERS: tuple[Layers, ...] = (
    ((("1",),), (("1",),), "1", "1", "1"),
    ((("2",),), (("1/2",),), "2", "1/2", "1"),
    ((("1",), ("0",)), (("3/5", "4/5"),), "1", "1", "3/5"),
    ((("1",), ("0",)), (("1", "0"),), "1", "1", "1"),
    ((("2", "0"), ("0", "1")), (("2", "0"), ("0", "1")), "2", "2", "4"),
    ((("2", "0"), ("0", "2")), (("2", "0"), ("0", "1/2")), "2", "2", "4"),
    ((("2", "0"), ("0", "1/2")), (("1/2", "0"), ("0", "2")), "2", "2", "1"),
    ((("3", "0"), ("0", "1")), (("1", "0"), ("0", "1")), "3", "1", "3"),
)
SETTING = (
    "white inputs, zero residual, the loss with the factor 1/2; flat says that the largest eigenvalue of the Hessian "
    "is the least of all minima with the same product, 2 s_1 with s_1 its largest singular value"
)


def layers(size: str, seed: int) -> Iterator[Layers]:
    yield from LAYERS


OVER = cases(
    "two layers with known norms",
    layers,
    sentence="eight pairs of layers of widths (1, 1, 1), (1, 2, 1) and (2, 2, 2) with rational spectral norms",
    strength=Verdict.VERIFIED,
)


def minimum(case: Layers) -> dln.Point:
    """The point of these layers, with the product as target."""
    W1, W2 = dln.Matrix(case[0]), dln.Matrix(case[1])
    return dln.Point(dln.Problem.from_data(dln.Matrix.identity(W1.shape[1]), W2 @ W1, [W1.shape[0]]), [W1, W2])


def is_at_most(matrix: dln.Matrix, norm: str) -> tuple[bool, bool]:
    """Whether the spectral norm is at most this number, and whether it is this number."""
    gap = inertia_of(Fraction(norm) ** 2 * dln.Matrix.identity(matrix.shape[1]) - matrix.T @ matrix)
    return gap.negative == 0, gap.negative == 0 < gap.zero


def norms_are_right(case: Layers) -> Outcome:
    point = minimum(case)
    found = [is_at_most(M, norm)[1] for M, norm in zip((*point.weights, point.end_to_end), case[2:], strict=True)]
    return equal(found, [True] * 3, "whether the spectral norms are those of the case")


def is_flat(case: Layers) -> bool:
    """Whether no eigenvalue of the exact Hessian is above ``2 s_1``."""
    point = minimum(case)
    return (
        inertia_of(2 * Fraction(case[4]) * dln.Matrix.identity(point.problem.parameters) - point.hessian).negative == 0
    )


def _plain(matrix: dln.Matrix) -> str:
    return str(matrix.texts()).replace("'", "")


@claim(
    "kamber.sharpness.balanced",
    source=KAMBER_SHARPNESS.at("abstract, depth 2"),
    statement=r"N = 2: \; W \text{ flat} \Leftrightarrow \|W_1\|_2 = \|W_2\|_2",
    over=OVER,
    made_precise="the abstract calls a constant product of the spectral norms of the left and right intermediate "
    "factors across layers necessary and sufficient for flatness at depth 2; these products are the norms of W_2 and "
    f"of W_1. The theorem was not at hand and may name the constant; {SETTING}",
    certify=NoCertificate("the kernel has no facts about largest eigenvalues of Hessians."),
    grade=Grade.MISSING,
    literal=True,
)
def balanced(case: Layers) -> Outcome:
    """A minimum of two layers is flat exactly if the spectral norms of the layers are equal."""
    point = minimum(case)
    return all_of(
        norms_are_right(case),
        equal(
            is_flat(case),
            case[2] == case[3],
            "whether it is flat, and whether the norms are equal",
            at=f"W_1 = {_plain(point.weights[0])}, W_2 = {_plain(point.weights[1])}",
        ),
    )


@claim(
    "kamber.sharpness.balanced.corrected",
    source=KAMBER_SHARPNESS.at("abstract, depth 2"),
    statement=r"N = 2: \; W \text{ flat} \Leftrightarrow \|W_1\|_2 = \|W_2\|_2 = \sqrt{s_1}",
    over=OVER,
    made_precise=SETTING,
    corrects="kamber.sharpness.balanced",
    written=written.FLAT_PAIRS,
)
def balanced_corrected(case: Layers) -> Outcome:
    """A minimum of two layers is flat exactly if both spectral norms are the root of that of the product."""
    wanted = case[2] == case[3] and Fraction(case[2]) ** 2 == Fraction(case[4])
    return all_of(
        norms_are_right(case),
        equal(is_flat(case), wanted, "whether it is flat, and whether both norms are the root of that of the product"),
    )
