"""Kamber, Parhi (2025): which minima of two layers are flattest."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import KAMBER_SHARPNESS
from proofs_check.language.verdict import Verdict
from symdln.algebra.inertia import Inertia, inertia_of

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
    ((("5/4",),), (("4/5",),), "5/4", "4/5", "1"),
    ((("2", "0"), ("0", "1")), (("2", "0"), ("0", "4")), "2", "4", "4"),
    ((("2", "0"), ("0", "4")), (("2", "0"), ("0", "1")), "4", "2", "4"),
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
    sentence="eleven pairs of layers of widths (1, 1, 1), (1, 2, 1) and (2, 2, 2) with rational spectral norms",
    strength=Verdict.VERIFIED,
    fields=("W_1", "W_2", "norm of W_1", "norm of W_2", "s_1"),
)


def minimum(case: Layers) -> dln.Point:
    """The point of these layers, with the product as target."""
    W1, W2 = dln.Matrix(case[0]), dln.Matrix(case[1])
    return dln.Point(dln.Problem.from_data(dln.Matrix.identity(W1.shape[1]), W2 @ W1, [W1.shape[0]]), [W1, W2])


def has_norm(matrix: dln.Matrix, norm: str) -> bool:
    """Whether the spectral norm is this number."""
    gap = inertia_of(Fraction(norm) ** 2 * dln.Matrix.identity(matrix.shape[1]) - matrix.T @ matrix)
    return gap.negative == 0 < gap.zero


def norms_are_right(case: Layers) -> Outcome:
    point = minimum(case)
    found = [has_norm(M, norm) for M, norm in zip((*point.weights, point.end_to_end), case[2:], strict=True)]
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


Diagonals = tuple[tuple[str, str], ...]
"""The diagonals of 2 x 2 layers, the first next to the input."""
DEEP: tuple[Diagonals, ...] = (
    (("1", "1"), ("1", "1"), ("1", "1")),
    (("2", "1"), ("2", "1"), ("2", "1")),
    (("2", "1"), ("2", "3/2"), ("2", "1")),
    (("1/2", "1/2"), ("1/2", "4"), ("4", "1/2")),
    (("2", "1/2"), ("1/2", "2"), ("1", "1")),
    (("2", "1/2"), ("1/2", "2")),
    (("2", "1"), ("2", "1/2")),
    (("4", "1"), ("1", "1")),
    (("8", "1/2"), ("1/2", "8")),  # the three last: a constant product that is another power of the root of s_1
    (("4", "1"), ("1", "4")),
    (("1", "1/4"), ("1/4", "1")),
)


def diagonals(size: str, seed: int) -> Iterator[Diagonals]:
    yield from sorted(DEEP, key=len)


def greatest(rows: Sequence[Sequence[str]]) -> Fraction:
    """The spectral norm of the product of diagonal matrices; 1 for none."""
    products = [prod((Fraction(row[i]) for row in rows), start=Fraction(1)) for i in range(2)]
    return max(map(abs, products))


def factor_products(case: Diagonals) -> list[Fraction]:
    """``||W_N ... W_{j+1}|| ||W_{j-1} ... W_1||`` for every layer j."""
    return [greatest(case[j + 1 :]) * greatest(case[:j]) for j in range(len(case))]


def below_bound(case: Diagonals) -> Inertia:
    """How many eigenvalues of the exact Hessian are below, above and at ``N s_1^(2 - 2/N)``, as an inertia."""
    layers = [dln.Matrix.diagonal([Fraction(x) for x in row]) for row in case]
    product = dln.Matrix.diagonal([prod(Fraction(row[i]) for row in case) for i in range(2)])
    point = dln.Point(dln.Problem.from_data(dln.Matrix.identity(2), product, [2] * (len(case) - 1)), layers)
    N = len(case)
    root = integer_root(greatest(case), N)
    bound = N * root ** (2 * N - 2)
    return inertia_of(bound * dln.Matrix.identity(point.problem.parameters) - point.hessian)


def deep_is_flat(case: Diagonals) -> bool:
    """Whether no eigenvalue of the exact Hessian is above ``N s_1^(2 - 2/N)``."""
    return below_bound(case).negative == 0


def integer_root(number: Fraction, N: int) -> Fraction:
    """The N-th root, which is rational in scope."""
    found = next(
        (Fraction(a, b) for a, b in itertools.product(range(1, 9), repeat=2) if Fraction(a, b) ** N == number), None
    )
    if found is None:
        raise ValueError(f"{number} has no small rational root of order {N}")
    return found


DEEP_OVER = cases(
    "diagonal layers",
    diagonals,
    sentence="eleven lists of two or three diagonal layers of size 2 whose products have rational N-th roots",
    strength=Verdict.VERIFIED,
    fields="the diagonals of the layers",
)


@claim(
    "kamber.sharpness.sufficient",
    source=KAMBER_SHARPNESS.at("abstract, every depth"),
    statement=r"\|W_N \cdots W_{j+1}\|_2 \|W_{j-1} \cdots W_1\|_2 \text{ does not depend on } j \Rightarrow "
    r"W \text{ flat}",
    over=DEEP_OVER,
    made_precise="the abstract calls a constant product of the spectral norms of the left and right intermediate "
    "factors across layers sufficient for flatness. The theorem was not at hand and may name the constant; white "
    "inputs, zero residual, f = 1/2; flat says that the largest eigenvalue of the Hessian is the least of all minima "
    "with this product, N s_1^(2 - 2/N)",
    certify=NoCertificate("the kernel has no facts about largest eigenvalues of Hessians."),
    grade=Grade.MISSING,
    literal=True,
)
def sufficient(case: Diagonals) -> Outcome:
    """A minimum is flat if the norms of what comes before and after a layer have the same product at every layer."""
    products = factor_products(case)
    constant = len(set(products)) == 1
    return is_true(deep_is_flat(case) or not constant, "a constant product makes the minimum flat", layers=case)


@claim(
    "kamber.sharpness.sufficient.corrected",
    source=KAMBER_SHARPNESS.at("abstract, every depth"),
    statement=r"\|W_N \cdots W_{j+1}\|_2 \|W_{j-1} \cdots W_1\|_2 = s_1^{1 - 1/N} \text{ for all } j \Rightarrow W "
    r"\text{ flat}",
    over=DEEP_OVER,
    made_precise="white inputs, zero residual, f = 1/2; s_1 is the largest singular value of the product",
    corrects="kamber.sharpness.sufficient",
    written=written.FLAT_FACTORS,
)
def sufficient_corrected(case: Diagonals) -> Outcome:
    """A minimum is flat if all of these products are the power of the largest singular value that fits."""
    N = len(case)
    wanted = integer_root(greatest(case), N) ** (N - 1)
    met = all(found == wanted for found in factor_products(case))
    found = below_bound(case)
    return all_of(
        is_true(found.negative + found.zero > 0, "the largest eigenvalue is not below the least of all", layers=case),
        is_true(found.negative == 0 or not met, "these products make the minimum flat", layers=case),
    )
