"""Chen, Jiang, Wang (2025): all critical points of regularised deep matrix factorisation, and what they are."""

from __future__ import annotations

from proofs_check.facts import decay_outcomes as outcomes
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome
from proofs_check.language.sources import CHEN
from proofs_check.scopes import decayed
from proofs_check.scopes.decayed import Problem, decay_of, spectrum

SETTING = (
    "the abstract prints no formula; the problem is 1/2 ||W_H ... W_1 - Y||^2 + 1/2 sum lam_j ||W_j||^2 with "
    "lam_j > 0, "
    "and the conditions are those of docs/decay.md"
)


@claim(
    "chen.critical.points",
    source=CHEN.at("abstract, first result"),
    statement=r"\text{a closed-form characterization of all critical points of the regularized problem}",
    over=decayed.WHITE_PROBLEMS,
    made_precise=f"{SETTING}: Theorem B",
    written=written.DECAY_CRITICAL,
)
def points(case: Problem) -> Outcome:
    """All critical points of regularised deep matrix factorisation are known in closed form."""
    return outcomes.list_is_complete(spectrum(*case), decay_of(case))


@claim(
    "chen.critical.classes",
    source=CHEN.at("abstract, second result"),
    statement=r"\text{conditions under which a critical point is a local minimizer, a global minimizer, a strict "
    r"saddle, "
    r"or a non-strict saddle}",
    over=decayed.WHITE_PROBLEMS,
    made_precise=f"{SETTING}: Theorem E",
    written=written.DECAY_CLASSES,
)
def classes(case: Problem) -> Outcome:
    """The levels of the modes say whether a critical point is a local or global minimum, or which kind of saddle."""
    return outcomes.classes_agree(spectrum(*case), decay_of(case))


@claim(
    "chen.critical.dichotomy",
    source=CHEN.at("abstract, third result"),
    statement=r"\text{a necessary and sufficient condition under which every critical point is either a local "
    r"minimizer or "
    r"a strict saddle point}",
    over=decayed.WHITE_PROBLEMS,
    made_precise=f"{SETTING}: H = 2, or no singular value equals s_min, or d of them are larger",
    written=written.DECAY_CLASSES,
)
def dichotomy(case: Problem) -> Outcome:
    """Every critical point is a local minimum or a strict saddle unless a value at the threshold can be used."""
    return outcomes.thresholds_agree(spectrum(*case))
