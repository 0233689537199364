"""Lemmas 3.2 and 3.3 of Yun, Sra and Jadbabaie (2018): the gradient, and norms of products."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written_papers as written
from proofs_check.facts.one_layer import derivatives_agree
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, at_most, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import YUN
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.few_points import FEW_POINTS
from proofs_check.scopes.rational_data import orthogonal


@claim(
    "yun.lemma3.2",
    source=YUN.at("Lemma 3.2, eq. (6)"),
    statement=r"\frac{\partial L}{\partial W_i} = W_{i+1}^\mathsf{T} \cdots W_{H+1}^\mathsf{T} (W_{H+1} \cdots W_1 X - "
    r"Y) "
    r"X^\mathsf{T} W_1^\mathsf{T} \cdots W_{i-1}^\mathsf{T}, \quad i = 1, \dots, H + 1",
    over=FEW_POINTS,
    made_precise="in scope the derivatives along two directions a layer are differences of the loss, which are exact "
    "as it "
    "is quadratic in each layer",
    written=written.LAYER_GRADIENT,
)
def gradient(point: dln.Point) -> Outcome:
    """The gradient of the loss by a layer."""
    problem, depth = point.problem, point.problem.depth
    error = 2 * problem.loss_factor * (point.end_to_end @ problem.Sxx - problem.Syx)  # the factor is 1/2 in print
    layers = range(1, depth + 1)
    return derivatives_agree(point, [point.product(depth, i + 1).T @ error @ point.product(i - 1, 1).T for i in layers])


class TallPair(NamedTuple):
    """The singular values of A, its number of rows, and B."""

    values: tuple[int, ...]
    rows: int
    B: tuple[tuple[int, ...], ...]

    @property
    def A(self) -> dln.Matrix:
        """A tall matrix with these singular values, turned."""
        n = len(self.values)
        return orthogonal(self.rows, 1) @ dln.Matrix.diagonal(self.values, (self.rows, n)) @ orthogonal(n, 2).T


def pairs(size: str, seed: int) -> Iterator[TallPair]:
    for values, extra in itertools.product(((1,), (2,), (3, 1), (2, 0), (2, 2), (3, 2, 1)), (0, 1)):
        n = len(values)
        for width in (1, 2):
            yield TallPair(values, n + extra, tuple(tuple((i + 2 * j) % 3 - 1 for j in range(width)) for i in range(n)))


def stretched(pair: TallPair, factor: dln.Matrix, product: dln.Matrix) -> Outcome:
    """The bound for the product with this factor; it is reached where all singular values of the other are equal."""
    bound, size = Fraction(min(pair.values)) ** 2 * factor.norm_squared(), product.norm_squared()
    if len(set(pair.values)) == 1:
        return equal(bound, size, "the bound, and the squared norm")
    return at_most(bound, size, "the bound", but="the squared norm")


PAIRS = cases(
    "tall matrices",
    pairs,
    sentence="tall matrices of one to three columns with whole singular values, turned, times small matrices",
    strength=Verdict.VERIFIED,
)
LEFT = "A: m x n; B: n x l; C: p x n; s: scalar; A' A = s I + C' C |- tr((A B)' (A B)) = s tr(B' B) + tr((C B)' (C B))"
RIGHT = (
    "A: m x n; B: n x l; C: p x n; s: scalar; B B' = s I + C' C |- tr((A B)' (A B)) = s tr(A' A) + tr((C A')' (C A'))"
)
FORMAL = (
    "s is the square of the least singular value; the formal statement has the difference of the two sides as a sum of "
    "squares"
)
STEPS = (
    "the least singular value is that of the number of the columns of the left (rows of the right) factor, so that "
    "what "
    "is left over is positive semidefinite, and C'C for some C",
    "the trace of a matrix times its transpose is not negative",
)


@claim(
    "yun.lemma3.3.1",
    source=YUN.at("Lemma 3.3, 1."),
    statement=r"A \in \mathbb{R}^{m \times n}, \; B \in \mathbb{R}^{n \times l}, \; m \ge n \Rightarrow \|A B\|_F^2 "
    r"\ge "
    r"\sigma_{\min}^2(A) \|B\|_F^2",
    over=PAIRS,
    made_precise=FORMAL,
    prose=STEPS,
    proof=matrices(LEFT),
)
def left(pair: TallPair) -> Outcome:
    """A tall matrix on the left stretches Frobenius norms at least by its least singular value."""
    B = dln.Matrix(pair.B)
    return stretched(pair, B, pair.A @ B)


@claim(
    "yun.lemma3.3.2",
    source=YUN.at("Lemma 3.3, 2."),
    statement=r"A \in \mathbb{R}^{m \times n}, \; B \in \mathbb{R}^{n \times l}, \; n \le l \Rightarrow \|A B\|_F^2 "
    r"\ge "
    r"\sigma_{\min}^2(B) \|A\|_F^2",
    over=PAIRS,
    made_precise=f"{FORMAL}. In scope the transposes of the matrices of yun.lemma3.3.1",
    prose=STEPS,
    proof=matrices(RIGHT),
)
def right(pair: TallPair) -> Outcome:
    """A wide matrix on the right stretches Frobenius norms at least by its least singular value."""
    A = dln.Matrix(pair.B).T
    return stretched(pair, A, A @ pair.A.T)
