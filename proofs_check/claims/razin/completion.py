"""Razin and Cohen (2020): a completion problem in which the norms grow without bound as the loss vanishes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import RAZIN
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at, speaks_at
from proofs_check.scopes.rational_data import orthogonal

ROOT = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


class Completed(NamedTuple):
    """The root of twice the loss, the three errors divided by it (a unit vector), and the determinant."""

    root: Fraction
    errors: tuple[Fraction, Fraction, Fraction]
    determinant: Fraction


def completions(size: str, seed: int) -> Iterator[Completed]:
    unit = [Fraction(k, 7) for k in (2, 3, 6)]
    for root, order in itertools.product(ROOT, itertools.permutations(unit)):
        for signs in itertools.product((1, -1), repeat=3):
            a, b, c = (sign * value for sign, value in zip(signs, order, strict=True))
            for determinant in (Fraction(1, 100), Fraction(-1), Fraction(-50)):
                yield Completed(root, (a, b, c), determinant)


def matrix(case: Completed) -> dln.Matrix:
    """The matrix with these errors at the observed entries 1, 1 and 0, and this determinant."""
    a, b, c = (case.root * error for error in case.errors)
    off = (1 + a) * (1 + b)
    return dln.Matrix([[(case.determinant + off) / c, 1 + a], [1 + b, c]])


positive = Hypothesis("positive determinant", r"\det W > 0", lambda case: case.determinant > 0)


@claim(
    "razin.completion",
    source=RAZIN.at("abstract: all norms are driven to infinity"),
    statement=r"\det W > 0, \; 2 \ell < 1 \Rightarrow |W_{11}| > \frac{(1 - \sqrt{2 \ell})^2}{\sqrt{2 \ell}}, \quad "
    r"\ell = \tfrac12 \bigl((W_{12} - 1)^2 + (W_{21} - 1)^2 + W_{22}^2\bigr)",
    over=cases(
        "2 x 2 completions",
        completions,
        sentence="twice the loss 1/16, 1/4 and 9/16, with errors of all signs at the three observed entries, and "
        "positive and negative determinants",
        strength=Verdict.VERIFIED,
    ),
    assuming=(positive,),
    made_precise="the abstract says that natural problems exist on which all norms are driven to infinity; this is the "
    "2 x 2 completion problem of the paper with a bound of our own: with razin.completion.determinant the free entry, "
    "and so every norm, grows without bound along the flow wherever the loss tends to 0. The formal statement is the "
    "same "
    "by squares, with root = sqrt(2 l) and the square of the determinant, which makes it strict",
    formal=(
        "(1 - root)^4 + (corner last - upper lower)^2 <= root^2 corner^2 if root >= 0, root <= 1, root^2 = (upper - "
        "1)^2 "
        "+ (lower - 1)^2 + last^2, corner last >= upper lower",
    ),
    proof=logic("razin.completion"),
)
def completion(case: Completed) -> Outcome:
    """While the determinant is positive, the entry that is not observed is large where the loss is small."""
    least = (1 - case.root) ** 2 / case.root
    W = matrix(case)
    found = abs(W[0, 0])
    letters = {"corner": W[0, 0], "upper": W[0, 1], "lower": W[1, 0], "last": W[1, 1], "root": case.root}
    return all_of(
        equal(W[0, 0] * W[1, 1] - W[0, 1] * W[1, 0], case.determinant, "the determinant"),
        equal((W[0, 1] - 1) ** 2 + (W[1, 0] - 1) ** 2 + W[1, 1] ** 2, case.root**2, "twice the loss"),
        is_true(found > least, "the free entry exceeds the bound", entry=found, bound=least),
        speaks_at("razin.completion", **letters),
        formal_at("razin.completion", **letters),
    )


Balanced = tuple[int, tuple[int, int]]
"""The depth N, and the singular values of every layer."""
BALANCED: tuple[Balanced, ...] = tuple(itertools.product((2, 3, 4), ((2, 1), (1, -3), (3, 0), (1, 1))))


def layers(case: Balanced) -> list[dln.Matrix]:
    """``Q_j D Q_{j-1}^T``; a negative entry of D makes the determinant negative where N is odd."""
    turns = [orthogonal(2, j + 1) for j in range(case[0] + 1)]
    D = dln.Matrix.diagonal(case[1])
    return [turns[j + 1] @ D @ turns[j].T for j in range(case[0])]


def rates(case: Balanced, G: dln.Matrix) -> tuple[Fraction, Fraction]:
    """The rate of the determinant of the product along the flow for the gradient G, by layers and by the formula."""
    W, one = layers(case), dln.Matrix.identity(2)
    after, before = [one], [one]
    for layer in reversed(W[1:]):
        after.append(after[-1] @ layer)
    for layer in W[:-1]:
        before.append(layer @ before[-1])
    P = W[-1] @ before[-1]
    moved = -sum((A @ A.T @ G @ B.T @ B for A, B in zip(reversed(after), before, strict=True)), 0 * G)
    adjugate = dln.Matrix([[P[1, 1], -P[0, 1]], [-P[1, 0], P[0, 0]]])
    determinant = P[0, 0] * P[1, 1] - P[0, 1] * P[1, 0]
    return (adjugate @ moved).trace(), -determinant * factor(case, G)


def factor(case: Balanced, G: dln.Matrix) -> Fraction:
    """``N sum_i sigma_i^{1 - 2/N} u_i^T G v_i``, bounded wherever the layers are."""
    N, values = case
    U, V = orthogonal(2, N + 1), orthogonal(2, 1)
    sides = (U.T @ G @ V)[0, 0], (U.T @ G @ V)[1, 1]
    return N * sum((Fraction(t) ** (N - 2) * side for t, side in zip(values, sides, strict=True)), Fraction(0))


def balanced(size: str, seed: int) -> Iterator[Balanced]:
    yield from BALANCED


@claim(
    "razin.completion.determinant",
    source=RAZIN.at("the step that keeps the determinant positive"),
    statement=r"\text{balanced: } \frac{d}{dt} \det W = -\det W \cdot N \sum_i \sigma_i^{1 - 2/N} u_i^\mathsf{T} "
    r"\nabla \ell(W) v_i \text{, so } \det W \text{ keeps its sign}",
    over=cases(
        "balanced layers of size 2",
        balanced,
        sentence="depth 2 to 4, singular values of the layers (2, 1), (1, -3), (3, 0) and (1, 1), two gradients each",
        strength=Verdict.VERIFIED,
        fields=("N", "singular values"),
    ),
    in_print=False,
    made_precise="stated in our words, the lemma was not at hand; for every continuously differentiable loss of the "
    "product and every size, along the gradient flow from balanced square layers, W = U diag(sigma) V^T, N >= 2",
    written=written.DETERMINANT,
)
def determinant(case: Balanced) -> Outcome:
    """Along the flow of balanced square layers the determinant of the product keeps its sign."""
    gradients = (dln.Matrix([[1, 2], [-3, 1]]), dln.Matrix([[0, 1], [1, 5]]))
    found = [rates(case, G) for G in gradients]
    return equal([one for one, _ in found], [other for _, other in found], "the rates of the determinant")
