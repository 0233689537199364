"""Lemma 10 of Lucchi's lecture: the expectations of ||A W B||^2 and of fourth powers."""

from __future__ import annotations

import itertools

from proofs_check.claims.lucchi.parts.formal_means import formal_product
from proofs_check.claims.lucchi.parts.random_weights import (
    W_CENTRED,
    Atoms,
    every_law,
    joint_law,
    mean,
    uniform_on,
)
from proofs_check.claims.lucchi.parts.sizes import Sizes, algebra, every_size
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict


def uncorrelated(atoms: Atoms) -> bool:
    """All pairs of variables have covariance 0."""
    units = [tuple(int(i == place) for i in range(len(atoms[0]))) for place in range(len(atoms[0]))]
    return all(
        mean(atoms, [a + b for a, b in zip(first, second, strict=True)]) == mean(atoms, first) * mean(atoms, second)
        for first, second in itertools.combinations(units, 2)
    )


UNCORRELATED = Hypothesis(
    "{A, B, W} uncorrelated", r"\{\mathbf{A}, \mathbf{B}, \mathbf{W}\} \text{ uncorrelated}", uncorrelated
)


every_shape = cases(
    "symbols",
    every_size("p", "d", "e", "q", most=2),
    sentence="A p x d, W d x e and B e x q with sizes as symbols (contraction of words), and independently all entries "
    "as indeterminates for sizes up to 2",
    strength=Verdict.PROVED,
    fields=("p", "d", "e", "q"),
)


def lemma_10(sizes: Sizes) -> Outcome:
    """``E ||A W B||^2 = sigma^2 ||A||^2 ||B||^2`` over W alone."""
    shapes = {"A": ("p", "d"), "W": ("d", "e"), "B": ("e", "q")}
    work = algebra(shapes, dict(zip(("p", "d", "e", "q"), sizes, strict=True)))
    A, W, B = work["A"], work["W"], work["B"]
    return equal(work.expect(work.norm(A @ W @ B), W), work.variance * work.norm(A) * work.norm(B), "E ||AWB||^2")


@claim(
    "lucchi.lemma10.fixed",
    source=LUCCHI.at("Lemma 10, first part"),
    statement=r"\mathbb{E}\|\mathbf{AWB}\|_F^2 = \sigma^2 \|\mathbf{A}\|_F^2 \|\mathbf{B}\|_F^2",
    over=every_shape,
    made_precise="for rectangular matrices; the entries of W are independent, of mean 0 and variance sigma^2",
    formal="mean(tr((La G Rb)' La G Rb)) = var tr(La' La) tr(Rb Rb')",
    proof=logic("lucchi.lemma10.fixed"),
)
def lemma_10_fixed(sizes: Sizes) -> Outcome:
    """For fixed A and B, the expectation of ||AWB||^2 is sigma^2 ||A||^2 ||B||^2."""
    return all_of(lemma_10(sizes), formal_product())


@claim(
    "lucchi.lemma10.random",
    source=LUCCHI.at("Lemma 10, second part"),
    statement=(
        r"\{\mathbf{A}, \mathbf{B}, \mathbf{W}\} \text{ uncorrelated} \Rightarrow \mathbb{E}\|\mathbf{AWB}\|_F^2 = "
        r"\sigma^2 \cdot \mathbb{E}\|\mathbf{A}\|_F^2 \cdot \mathbb{E}\|\mathbf{B}\|_F^2"
    ),
    over=every_law(3, "(W, A, B)"),
    assuming=(W_CENTRED, UNCORRELATED),
    made_precise="uncorrelated: the covariance of any two entries of different matrices is 0; where the slides use the "
    "lemma, the matrices are independent",
    certify=joint_law("wab"),
    grade=Grade.MISSING,
)
def lemma_10_random(atoms: Atoms) -> Outcome:
    """For uncorrelated random A, B and W, the expectation of ||AWB||^2 is sigma^2 E||A||^2 E||B||^2."""
    right = mean(atoms, (2, 0, 0)) * mean(atoms, (0, 2, 0)) * mean(atoms, (0, 0, 2))
    product = "sigma^2 E||A||^2 E||B||^2"
    return equal(mean(atoms, (2, 2, 2)), right, "E||AWB||^2", but=product, at=uniform_on("(W, A, B)", atoms))


@claim(
    "lucchi.lemma10.random.corrected",
    source=LUCCHI.at("Lemma 10, second part"),
    statement=(
        r"\mathbf{W} \text{ independent of } (\mathbf{A}, \mathbf{B}), \; \|\mathbf{A}\|_F^2 \text{ and } "
        r"\|\mathbf{B}\|_F^2 \text{ uncorrelated} \Rightarrow \mathbb{E}\|\mathbf{AWB}\|_F^2 = "
        r"\sigma^2 \cdot \mathbb{E}\|\mathbf{A}\|_F^2 \cdot \mathbb{E}\|\mathbf{B}\|_F^2"
    ),
    over=every_shape,
    made_precise="in particular for independent A, B, W; the identity for fixed A and B is averaged over (A, B)",
    corrects="lucchi.lemma10.random",
    prose=(
        "expectation is linear, and E w_ij w_kl is sigma^2 if the two entries are the same and otherwise 0",
        "where W is independent of (A, B), one may average over W first",
        "E fg = E f E g for uncorrelated f and g, here the squared norms of A and B",
    ),
)
def lemma_10_random_corrected(sizes: Sizes) -> Outcome:
    """If W is independent of (A, B), and ||A||^2, ||B||^2 are uncorrelated, E||AWB||^2 = sigma^2 E||A||^2 E||B||^2."""
    return lemma_10(sizes)
