"""Lemma 12 of Lucchi's lecture: the fourth moment of the norm after a random layer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from proofs_check.claims.lucchi.parts.random_weights import (
    W_CENTRED,
    Atoms,
    every_law,
    joint_law,
    mean,
    uniform_on,
)
from proofs_check.claims.lucchi.parts.sizes import algebra
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict

W_VARIES = Hypothesis("W not 0", r"\sigma > 0", lambda atoms: any(atom[0] for atom in atoms))


@claim(
    "lucchi.lemma12",
    source=LUCCHI.at("Lemma 12"),
    statement=(
        r"\boldsymbol{\xi} \in \mathbb{R}^d \text{ an arbitrary random vector} \Rightarrow "
        r"\mathbb{E}\|\mathbf{W}\boldsymbol{\xi}\|_2^4 = d(d+2)\sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_2^4 + "
        r"(\kappa - 3) d \sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_4^4"
    ),
    over=every_law(2, "(W, xi)"),
    assuming=(W_CENTRED, W_VARIES),
    made_precise="arbitrary as printed: xi may depend on W (where the slides use the lemma, it does not); kurtosis is "
    "E w^4 / sigma^4",
    certify=joint_law("wx"),
    grade=Grade.MISSING,
    literal=True,
)
def lemma_12(atoms: Atoms) -> Outcome:
    """For an arbitrary random xi, E||W xi||^4 = d(d+2) sigma^4 E||xi||^4 + (kappa-3) d sigma^4 E||xi||_4^4."""
    d, variance, fourth = 1, mean(atoms, (2, 0)), mean(atoms, (0, 4))
    kappa = mean(atoms, (4, 0)) / variance**2
    right = d * (d + 2) * variance**2 * fourth + (kappa - 3) * d * variance**2 * fourth
    return equal(mean(atoms, (4, 4)), right, "E||W xi||^4", but="the right side", at=uniform_on("(W, xi)", atoms))


def patterns(size: str, seed: int) -> Iterator[tuple[int, int]]:
    """Rows m <= 2 and columns n <= 4: all coincidences of two row indices and of four column indices; then 3 x 3."""
    yield from itertools.product((1, 2), (1, 2, 3, 4))
    yield (3, 3)


@claim(
    "lucchi.lemma12.corrected",
    source=LUCCHI.at("Lemma 12"),
    statement=(
        r"\boldsymbol{\xi} \text{ independent of } \mathbf{W} \Rightarrow "
        r"\mathbb{E}\|\mathbf{W}\boldsymbol{\xi}\|_2^4 = d(d+2)\sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_2^4 + "
        r"(\kappa - 3) d \sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_4^4"
    ),
    over=cases(
        "symbols",
        patterns,
        sentence="all entries, the variance, the kurtosis and the third moment as indeterminates, for W of m <= 2 rows "
        "and n <= 4 columns, which "
        "covers all coincidences of indices and so all sizes",
        strength=Verdict.PROVED,
        fields=("m", "n"),
    ),
    made_precise="for W of m rows with d = m in the formula, the square case being m = n; kurtosis is E w^4 / sigma^4, "
    "and the third moment does not enter",
    corrects="lucchi.lemma12",
    prose=(
        "expectation is linear, and E fg = E f E g for independent f and g",
        (
            "the rows of W are independent and alike, so E ||W xi||^4 = m E q^2 + m (m - 1) (E q)^2 with q = (w "
            "xi)^2; and in E (sum w_r xi_r)^4 a term with indices r, s, u, v depends only on which of the four are "
            "equal: so the identity, checked for m <= 2 rows and n <= 4 columns, holds for all m and n"
        ),
        "where W is independent of xi, one may average over W first",
    ),
)
def lemma_12_corrected(shape: tuple[int, int]) -> Outcome:
    """If xi is independent of W, E||W xi||^4 is d (d + 2) sigma^4 E||xi||^4 + (kappa - 3) d sigma^4 E||xi||_4^4."""
    m, n = shape
    work = algebra({"W": ("m", "n"), "xi": ("n", 1)}, {"m": m, "n": n})
    W, xi, variance = work["W"], work["xi"], work.variance
    fourth = sum((row[0] ** 4 for row in xi.rows), xi.zero)
    right = m * (m + 2) * variance**2 * work.norm(xi) ** 2 + (work.kurtosis - 3) * m * variance**2 * fourth
    return equal(work.expect(work.norm(W @ xi) ** 2, W), right, "E ||W xi||^4")
