"""Wendin and Altafini (2025): the layers as one block-shift matrix."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import WENDIN
from proofs_check.networks.formal_letters import formal_at_letters, product
from proofs_check.scopes.any_weights import INTEGER_WEIGHTS


def block_shift(widths: Sequence[int], step: int, blocks: Sequence[dln.Matrix]) -> dln.Matrix:
    """The matrix of size ``d_0 + ... + d_h`` with ``blocks[k]`` in row k + step and column k of blocks, 0 elsewhere."""
    starts = [sum(widths[:k]) for k in range(len(widths))]
    size = sum(widths)
    rows = [[Fraction(0)] * size for _ in range(size)]
    for k, block in enumerate(blocks):
        values = list(block.entries())
        for i in range(block.shape[0]):
            for j in range(block.shape[1]):
                rows[starts[k + step] + i][starts[k] + j] = values[i * block.shape[1] + j]
    return dln.Matrix(rows)


def power(A: dln.Matrix, exponent: int) -> dln.Matrix:
    total = dln.Matrix.identity(A.shape[0])
    for _ in range(exponent):
        total = total @ A
    return total


def widths_of(problem: dln.Problem) -> list[int]:
    return [problem.input_width, *problem.hidden, problem.output_width]


@claim(
    "wendin.block",
    source=WENDIN.at("abstract, the flow of the adjacency matrix"),
    statement=r"A = \operatorname{blk}_1(W_1, \dots, W_h): \; A^h = \operatorname{blk}_h(W_h \cdots W_1), \; A^{h+1} = "
    r"0, \; \dot A = \sum_{j=1}^{h} (A^{h-j})^\mathsf{T} (E - A^h) (A^{j-1})^\mathsf{T} \text{ is of the form of } A, "
    r"\text{ so that the flow is nilpotent and isospectral}",
    over=INTEGER_WEIGHTS,
    made_precise="blk_k has its blocks k below the diagonal; for white inputs, E = blk_h(Syx), and for other losses "
    "E - A^h is blk_h of the negative gradient by the product; isospectral as all eigenvalues are 0 at all times",
    formal=(
        "A1^n = J[n] U[n] J[0]' if n >= 1",
        "A1^(n+1) = 0 if n >= 1",
        "Rate[n] = Form[n] if n >= 1",
    ),
    proof=logic("wendin.block"),
)
def block(point: dln.Point) -> Outcome:
    """The block-shift matrix of the layers is nilpotent, and its flow is the printed one and keeps its form."""
    problem, h, widths = point.problem, point.problem.depth, widths_of(point.problem)
    A = block_shift(widths, 1, point.weights)
    force = block_shift(widths, h, [2 * problem.loss_factor * (problem.Syx - point.end_to_end @ problem.Sxx)])
    rate = dln.Matrix.zeros(*A.shape)
    for j in range(1, h + 1):
        rate = rate + power(A, h - j).T @ force @ power(A, j - 1).T
    return all_of(
        equal(power(A, h), block_shift(widths, h, [point.end_to_end]), "A^h, and the product in its corner"),
        is_true(power(A, h + 1).is_zero(), "A^{h+1} = 0"),
        equal(rate, block_shift(widths, 1, [-1 * G for G in point.gradient]), "the printed rate, and the flow"),
        formal_at_letters("wendin.block", letters(point), h),
    )


def letters(point: dln.Point) -> dict[str, Any]:
    """The letters of the formal statement at a point: the velocities of the layers are minus the gradients."""
    problem, h, widths = point.problem, point.problem.depth, widths_of(point.problem)
    A, size = block_shift(widths, 1, point.weights), sum(widths)
    force = 2 * problem.loss_factor * (problem.Syx - point.end_to_end @ problem.Sxx)
    E = block_shift(widths, h, [force]) + power(A, h)
    one = dln.Matrix.identity(size)

    def columns(j: int) -> dln.Matrix:
        return one.block(range(size), range(sum(widths[:j]), sum(widths[: j + 1])))

    def rate(j: int) -> dln.Matrix:
        parts = [power(A, h - i).T @ (E - power(A, h)) @ power(A, i - 1).T for i in range(1, j + 1)]
        return sum(parts, 0 * one)

    def form(j: int) -> dln.Matrix:
        return block_shift(widths, 1, [(-G if i < j else 0 * G) for i, G in enumerate(point.gradient)])

    def upper(j: int) -> dln.Matrix:
        return product(point.weights[:j], widths[0])

    return {"n": h, "A1": A, "J": columns, "U": upper, "Rate": rate, "Form": form}
