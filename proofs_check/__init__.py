"""Statements that papers print about deep linear networks, each settled with a scope, evidence and a witness.

What a claim file needs is here: ``import proofs_check as pc``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs_check.facts.bounds import (
        frobenius_norm_squared,
        is_positive_definite,
        is_positive_semidefinite,
        kronecker,
        largest_eigenvalue_at_least,
        largest_eigenvalue_at_most,
        least_eigenvalue_at_least,
        least_eigenvalue_at_most,
        operator_norm_at_most,
        sqrt_at_most,
        square_root,
    )
    from proofs_check.facts.extrema import (
        critical_above_minimum,
        has_least_loss,
        is_no_local_maximum,
        is_no_local_minimum,
    )
    from proofs_check.language import proofs
    from proofs_check.language.claim import Claim, claim
    from proofs_check.language.grade import Grade
    from proofs_check.language.hypotheses import (
        Hypothesis,
        all_of_items,
        assumption,
        depth_at_least,
        depth_is,
        is_critical,
        on_point,
        on_problem,
    )
    from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, holds, is_true, undecided
    from proofs_check.language.scope import Scope, cases
    from proofs_check.language.source import Citation, Source
    from proofs_check.language.sources import own_source
    from proofs_check.language.verdict import Verdict
    from proofs_check.scopes.critical_points import every_critical_point, every_problem
    from proofs_check.scopes.general_data import general_critical_points, general_problems
    from proofs_check.scopes.small_weights import computed_critical_points, every_small_weight

__all__ = [
    "Citation",
    "Claim",
    "Grade",
    "Hypothesis",
    "Outcome",
    "Scope",
    "Source",
    "Verdict",
    "all_of",
    "all_of_items",
    "assumption",
    "at_most",
    "cases",
    "claim",
    "computed_critical_points",
    "critical_above_minimum",
    "depth_at_least",
    "depth_is",
    "equal",
    "every_critical_point",
    "every_problem",
    "every_small_weight",
    "fails",
    "frobenius_norm_squared",
    "general_critical_points",
    "general_problems",
    "has_least_loss",
    "holds",
    "is_critical",
    "is_no_local_maximum",
    "is_no_local_minimum",
    "is_positive_definite",
    "is_positive_semidefinite",
    "is_true",
    "kronecker",
    "largest_eigenvalue_at_least",
    "largest_eigenvalue_at_most",
    "least_eigenvalue_at_least",
    "least_eigenvalue_at_most",
    "on_point",
    "on_problem",
    "operator_norm_at_most",
    "own_source",
    "proofs",
    "sqrt_at_most",
    "square_root",
    "undecided",
]

# Where each name is defined.  It is imported when it is first asked for, so that a command that only lists claims
# brings in neither numpy nor FLINT.
_PLACES = {
    "proofs_check.facts.bounds": (
        "frobenius_norm_squared",
        "is_positive_definite",
        "is_positive_semidefinite",
        "kronecker",
        "largest_eigenvalue_at_least",
        "largest_eigenvalue_at_most",
        "least_eigenvalue_at_least",
        "least_eigenvalue_at_most",
        "operator_norm_at_most",
        "sqrt_at_most",
        "square_root",
    ),
    "proofs_check.facts.extrema": (
        "critical_above_minimum",
        "has_least_loss",
        "is_no_local_maximum",
        "is_no_local_minimum",
    ),
    "proofs_check.language": ("proofs",),
    "proofs_check.language.claim": ("Claim", "claim"),
    "proofs_check.language.grade": ("Grade",),
    "proofs_check.language.hypotheses": (
        "Hypothesis",
        "all_of_items",
        "assumption",
        "depth_at_least",
        "depth_is",
        "is_critical",
        "on_point",
        "on_problem",
    ),
    "proofs_check.language.outcome": (
        "Outcome",
        "all_of",
        "at_most",
        "equal",
        "fails",
        "holds",
        "is_true",
        "undecided",
    ),
    "proofs_check.language.scope": ("Scope", "cases"),
    "proofs_check.language.source": ("Citation", "Source"),
    "proofs_check.language.sources": ("own_source",),
    "proofs_check.language.verdict": ("Verdict",),
    "proofs_check.scopes.critical_points": ("every_critical_point", "every_problem"),
    "proofs_check.scopes.general_data": ("general_critical_points", "general_problems"),
    "proofs_check.scopes.small_weights": ("computed_critical_points", "every_small_weight"),
}
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _PLACE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place = import_module(_PLACE_OF[name])
    value = getattr(place, name, None) or import_module(f"{place.__name__}.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
