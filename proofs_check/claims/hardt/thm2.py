"""Theorem 2.1 of Hardt and Ma (2017), in the text of ICLR: small layers for every target need a positive "
"determinant."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written_papers as written
from proofs_check.facts.eigenvalues import nth
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, at_most, fails
from proofs_check.language.scope import cases
from proofs_check.language.sources import HARDT
from proofs_check.language.verdict import Verdict

PI = (Fraction(3), Fraction(22, 7))
"""Numbers below and above pi."""


class NamedTarget(NamedTuple):
    """The name of the target R and the number of layers."""

    name: str
    depth: int


TURN, STRETCH = dln.Matrix([["24/25", "7/25"], ["-7/25", "24/25"]]), dln.Matrix([["11/10", 0], [0, "10/11"]])


UNIT = dln.Matrix.identity(1)
LAYERS = {"1": UNIT, "a turn": TURN, "a stretch": STRETCH, "an enlargement": STRETCH[0, 0] * UNIT}
"""One layer I + A whose power is R, for the targets with a positive determinant."""
REFLECTIONS = {"-1": dln.Matrix([[-1]]), "a mirror": dln.Matrix([[1, 0], [0, -1]])}


def targets(size: str, seed: int) -> Iterator[NamedTarget]:
    """Reflections where one layer suffices, and where the bound is below 1; powers of one layer else."""
    yield from (NamedTarget(name, depth) for depth in (1, 2, 3, 7, 10) for name in REFLECTIONS)
    yield from itertools.starmap(NamedTarget, itertools.product(LAYERS, (1, 2, 3, 7, 10)))


TARGETS = cases(
    "targets and depths",
    targets,
    sentence="depth 1, 2, 3, 7 and 10, the targets -1 and diag(1, -1), and powers of 1, of a turn, and of two matrices "
    "that stretch by 11/10",
    strength=Verdict.VERIFIED,
)


def bounds(target: NamedTarget) -> tuple[Fraction, Fraction]:
    """Numbers below and above ``2 (sqrt(pi) + sqrt(3 gamma))^2 / l``; gamma is 0, or l log(11/10) for the stretches.

    Below, the mixed term is left out, and ``log c >= 1 - 1/c``.
    """
    stretched = Fraction(3, 11) if target.name in ("a stretch", "an enlargement") else Fraction(0)
    low = 2 * PI[0] / target.depth + 2 * stretched
    return low, 2 * PI[1] / target.depth if not stretched else low


def spectral_norm_squared(A: dln.Matrix) -> Fraction:
    """The greatest eigenvalue of A^T A, which is rational for the matrices here."""
    found = nth(A.T @ A, A.shape[1]).value
    if found is None:
        raise ArithmeticError("the spectral norm is irrational; the matrices here have rational ones.")
    return found


def small_layers(target: NamedTarget) -> Outcome:
    """Layers that give R within the bound, or a proof that there are none."""
    low, high = bounds(target)
    if target.name in REFLECTIONS:
        R = REFLECTIONS[target.name]
        if high < 1:
            return fails(
                f"layers I + A with norms of A at most {high} < 1 have positive determinants, and det R = -1",
                target=target.name,
                depth=target.depth,
            )
        A = R - dln.Matrix.identity(R.shape[0])  # the first layer, with identities behind it
        return at_most(spectral_norm_squared(A), low**2, "the squared norm of the first layer, and the squared bound")
    layer = LAYERS[target.name]
    A = layer - dln.Matrix.identity(layer.shape[0])
    return at_most(spectral_norm_squared(A), low**2, "the squared norm of each layer, and the squared bound")


def numbers_of(target: NamedTarget, details: Details) -> Given:
    """The number of layers."""
    return at(None, L=Fraction(target.depth))


BOUND = r"\exists A^\star: \; (I + A^\star_\ell) \cdots (I + A^\star_1) = R, \; \max_j \|A^\star_j\| \le 2 (\sqrt\pi + "
BOUND += r"\sqrt{3 \gamma})^2 / \ell, \; \gamma = \max\{|\log \sigma_{\max}(R)|, |\log \sigma_{\min}(R)|\}"
READ = "a global optimum of the population risk is one whose product is R, if the inputs have a covariance of full rank"


@claim(
    "hardt.thm2.1",
    source=HARDT.at("Theorem 2.1"),
    statement=rf"\ell \ge 3 \gamma: \; {BOUND}",
    over=TARGETS,
    made_precise=f"{READ}. The introduction says that this is true for all linear transformations R. The proof in the "
    "appendix "
    "takes the dimension as even and every block of size 2 of an orthogonal matrix as a rotation, which a mirror is "
    "not",
    certify=numbers_of,
    grade=Grade.MISSING,
)
def printed(target: NamedTarget) -> Outcome:
    """Every invertible target is a product of layers whose distance from the identity is of the order 1/l."""
    return small_layers(target)


positive = Hypothesis("det R > 0", r"\det R > 0", lambda target: target.name not in REFLECTIONS)


@claim(
    "hardt.thm2.1.corrected",
    source=HARDT.at("Theorem 2.1"),
    statement=rf"\det R > 0, \; \ell \ge 3 \gamma: \; {BOUND}",
    over=TARGETS,
    assuming=(positive,),
    made_precise=f"{READ}; later papers quote the theorem with det R > 0. In scope R is a power of one layer",
    written=written.SMALL_LAYERS,
    corrects="hardt.thm2.1",
)
def repaired(target: NamedTarget) -> Outcome:
    """Every target with a positive determinant is a product of layers near the identity."""
    return small_layers(target)
