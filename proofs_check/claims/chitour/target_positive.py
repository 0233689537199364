"""The singular values of the reduced target, Chitour et al. (2022), (2)-(3)."""

from __future__ import annotations

from collections.abc import Iterator

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.given import with_inverse
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import assumption, not_of_words
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.subjects import PROBLEMS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, WordCase, follows
from proofs_check.scopes import general_data
from proofs_check.scopes.general_data import general_problems
from symdln.algebra.words import Symbol, rewrite

UNDER = (assumption("chitour.1"), assumption("chitour.2"))
UNDER_AT_PROBLEMS = tuple(not_of_words(hypothesis) for hypothesis in UNDER)


@claim(
    "chitour.target-positive",
    source=CHITOUR.at("eq. (2)-(3)"),
    statement=r"\text{Assumptions 1 and 2} \Rightarrow S_Y > 0",
    over=general_problems(),
    assuming=UNDER,
    made_precise='"positive" is read as: all diagonal entries > 0; S_Y S_Y has the eigenvalues of Y V_X^1 (Y V_X^1)^T '
    "= Syx Sxx^-1 Sxy: positive if and only if this matrix has rank d_y",
    certify=with_inverse,
    grade=Grade.MISSING,
)
def target_positive(problem: dln.Problem) -> Outcome:
    """Under Assumptions 1 and 2 all d_y singular values of the reduced target are positive."""
    rank = (problem.Syx @ problem.Sxx.inverse() @ problem.Sxy).rank()
    return equal(rank, problem.output_width, "the number of positive singular values of the reduced target", but="d_y")


def problems_and_words(size: str, seed: int) -> Iterator[dln.Problem | WordCase]:
    """The listed problems, and any sizes in words."""
    yield from map(general_data.problem, general_data.listed(size))
    yield "any sizes", "S_Y"


@claim(
    "chitour.target-positive.corrected",
    source=CHITOUR.at("eq. (2)-(3)"),
    statement=r"\text{under Assumptions 1 and 2: } S_Y > 0 \Leftrightarrow \operatorname{rank} Y X^\mathsf{T} = d_y",
    over=cases(
        "any sizes, target",
        problems_and_words,
        sentence="any sizes in matrix words; and the problems with general data",
        strength=Verdict.PROVED,
        of=PROBLEMS,
    ),
    assuming=UNDER_AT_PROBLEMS,
    corrects="chitour.target-positive",
    prose=(
        "Y and X have the singular value decompositions that (2) and (3) name",
        (
            "multiplying by invertible matrices keeps the rank, so Y X^T and Sigma_Y have one rank; U_X, S_X, U_Y "
            "and V_Y are invertible under Assumptions 1 and 2"
        ),
        "S_Y is diagonal of size d_y, so it is positive if and only if its rank is d_y",
    ),
)
def target_positive_corrected(subject: Subject) -> Outcome:
    """Under Assumptions 1 and 2 S_Y is positive if and only if Y X^T has rank d_y (which Assumption 3 contains)."""
    if isinstance(subject, dln.Problem):
        return equal(target_positive.check(subject).holds, subject.Syx.rank() == subject.output_width, "S_Y positive")
    Y, V_1 = Symbol("Y", "d_y", "m"), Symbol("V_1", "m", "d_x")
    U_X, S_X = Symbol("U_X", "d_x", "d_x"), Symbol("S_X", "d_x", "d_x", symmetric=True)
    U_Y, V_Y, Sigma = Symbol("U_Y", "d_y", "d_y"), Symbol("V_Y", "d_x", "d_x"), Symbol("Sigma", "d_y", "d_x")
    X = U_X @ S_X @ V_1.T
    decomposed = {Y @ V_1: U_Y @ Sigma @ V_Y.T}
    return follows(
        rewrite(Y @ X.T, decomposed), U_Y @ Sigma @ V_Y.T @ S_X @ U_X.T, "Y X^T and Sigma_Y between invertibles"
    )
