"""What claims over a scope speak about, so that cases outside the scope can be asked: drawn, made smaller, or given."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.language.scope import Scope
from proofs_check.scopes.critical_points import EveryCriticalPoint, EveryProblem
from proofs_check.scopes.general_data import GeneralCriticalPoints, GeneralProblems
from proofs_check.scopes.small_weights import ComputedCriticalPoints, SmallWeights

CRITICAL, PROBLEMS, WEIGHTS = "critical points", "problems", "weights"
_DOMAINS: dict[type[Scope], str] = {
    EveryCriticalPoint: CRITICAL,
    GeneralCriticalPoints: CRITICAL,
    ComputedCriticalPoints: CRITICAL,
    EveryProblem: PROBLEMS,
    GeneralProblems: PROBLEMS,
    SmallWeights: WEIGHTS,
}


def domain_of(scope: Scope) -> str | None:
    """What claims over a scope speak about; None for cases of a claim's own, whose domain only their maker knows."""
    return _DOMAINS.get(type(scope))


def belongs(subject: Any, domain: str) -> bool:
    """Whether claims over this domain speak about the subject."""
    if domain == PROBLEMS:
        return isinstance(subject, dln.Problem)
    return isinstance(subject, dln.Point) and (domain == WEIGHTS or subject.is_critical)


def why_outside(scope: Scope, subject: Any) -> str | None:
    """Why a claim over this scope does not speak about the problem or point in a file, in words; None where it does."""
    domain = domain_of(scope)
    if domain is None or belongs(subject, domain) or isinstance(scope, ComputedCriticalPoints):
        return None
    if domain == PROBLEMS:
        return 'it speaks about problems; leave out "weights"'
    if not isinstance(subject, dln.Point):
        return f'it speaks about {domain}; add "weights"'
    return "it speaks about critical points, and the gradient at these weights is not zero"
