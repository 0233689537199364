"""Lindsey and Menon (2025): on the weights with one product, balanced ones have the least norms."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, at_most, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import LINDSEY
from proofs_check.language.verdict import Verdict

CHANGES = {
    "none": ((1, 0), (0, 1)),
    "turned": ((Fraction(3, 5), Fraction(4, 5)), (Fraction(-4, 5), Fraction(3, 5))),
    "scaled": ((2, 0), (0, 2)),
    "sheared": ((1, 1), (0, 1)),
    "squeezed": ((Fraction(1, 3), 0), (2, 1)),
}


class OnFibre(NamedTuple):
    """The depth, the roots t_i of the singular values ``t_i^N`` of the product, and a change of basis of each hidden
    layer, all of size 2.
    """

    depth: int
    roots: tuple[int, int]
    changes: tuple[str, ...]


def fibres(size: str, seed: int) -> Iterator[OnFibre]:
    for depth in (2, 3) if size == "small" else (2, 3, 4):
        for roots in ((1, 1), (2, 1), (3, 0), (0, 0)):
            for changes in itertools.product(CHANGES, repeat=depth - 1):
                if depth < 4 or len(set(changes)) == 2:
                    yield OnFibre(depth, roots, changes)


def layers(case: OnFibre) -> list[dln.Matrix]:
    """Balanced layers ``diag(t)`` with the basis of each hidden layer changed, which keeps the product."""
    bases = [dln.Matrix.identity(2), *(dln.Matrix(CHANGES[name]) for name in case.changes), dln.Matrix.identity(2)]
    middle = dln.Matrix.diagonal(case.roots, (2, 2))
    return [after @ middle @ before.inverse() for before, after in itertools.pairwise(bases)]


def is_balanced(weights: list[dln.Matrix]) -> bool:
    """Whether ``W_{j+1}^T W_{j+1} = W_j W_j^T`` for all j."""
    return all(after.T @ after == before @ before.T for before, after in itertools.pairwise(weights))


def product(weights: list[dln.Matrix]) -> dln.Matrix:
    """``W_N ... W_1``."""
    total = weights[0]
    for W in weights[1:]:
        total = W @ total
    return total


full_rank = Hypothesis(
    "the product has full rank", r"\operatorname{rank} W = d", lambda case: product(layers(case)).rank() == 2
)


@claim(
    "lindsey.balanced",
    source=LINDSEY.at("abstract and overview of version 1"),
    statement=r"\operatorname{rank} W = d, \; W_N \cdots W_1 = W \Rightarrow \sum_j \|W_j\|_F^2 \ge N \sum_i "
    r"\sigma_i(W)^{2/N}, \text{ with equality exactly on the balanced set}",
    over=cases(
        "weights of one product",
        fibres,
        sentence="layers of size 2, depth 2 to 4, with products of full and of deficient rank, and five bases of each "
        "hidden layer",
        strength=Verdict.VERIFIED,
    ),
    assuming=(full_rank,),
    made_precise="the abstract says that the L2 regulariser is minimised on the balanced manifold; the least value is "
    "ours. The proof needs neither full rank nor square layers, only hidden widths of at least the rank of W",
    written=written.LEAST_NORMS,
)
def balanced(case: OnFibre) -> Outcome:
    """Of all weights with one product exactly the balanced ones have the least sum of squared norms."""
    weights = layers(case)
    least = Fraction(case.depth * sum(t * t for t in case.roots))
    size = sum((W.norm_squared() for W in weights), Fraction(0))
    return all_of(
        equal(product(weights), dln.Matrix.diagonal([t**case.depth for t in case.roots], (2, 2)), "the product"),
        at_most(least, size, "the least sum of squared norms"),
        equal(size == least, is_balanced(weights), "whether the sum is least, and whether the layers are balanced"),
    )
