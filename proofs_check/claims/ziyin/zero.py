"""Ziyin, Li, Meng (2022): weight decay makes zero a local minimum from two hidden layers on."""

from __future__ import annotations

from proofs_check.facts import written
from proofs_check.facts.zero_with_decay import formal_at_zero
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sources import ZIYIN
from proofs_check.scopes import decayed
from proofs_check.scopes.decayed import Kind, Problem, kind_of, menu, point_of, spectrum
from symdln.decay import point_of_kind
from symdln.landscape.classification import GLOBAL_MINIMISER

WITHOUT_NOISE = "without stochastic neurons; any number of outputs"


@claim(
    "ziyin.zero.deep",
    source=ZIYIN.at("abstract"),
    statement=r"\text{weight decay can create bad minima at zero in a network with more than one hidden layer}",
    over=decayed.ALL_PROBLEMS,
    assuming=(decayed.deep,),
    made_precise=f"{WITHOUT_NOISE}: for H >= 3 the Hessian at zero is lam I for every decay, so zero is a strict local "
    "minimum; it is bad for X = I, Y = (1 + 1/H) E_11 and decays 1/H, for all widths (in general for s_1 > "
    "s_c); in scope the exact Hessian at zero",
    formal=(
        "1/2 tr((P[n] X - Y)' (P[n] X - Y)) + 1/2 Sum[n] >= 1/2 tr(Y' Y) + 1/4 Sum[n] if n >= 3",
        "1/2 tr((Chain[n] - (1 + mu) unit[n] unit[0]')' (Chain[n] - (1 + mu) unit[n] unit[0]')) + 1/2 mu Length[n] "
        "+ mu = 1/2 tr(((1 + mu) unit[n] unit[0]')' ((1 + mu) unit[n] unit[0]')) if n >= 1",
    ),
    proof=logic("ziyin.zero.deep"),
)
def deep(case: Problem) -> Outcome:
    """With two or more hidden layers zero is a strict local minimum for every decay."""
    found = spectrum(*case)
    zero = point_of_kind(found.kind(), menu(case).decay)
    return all_of(
        equal(zero.inertia_by_hessian.positive, found.parameters, "positive eigenvalues at zero, and weights"),
        formal_at_zero("ziyin.zero.deep", case[1], (decayed.decay_of(case),) * (len(case[1]) - 1)),
    )


@claim(
    "ziyin.zero.shallow",
    source=ZIYIN.at("abstract"),
    statement=r"\text{qualitatively different from a network with only one hidden layer}",
    over=decayed.ALL_KINDS,
    assuming=(decayed.shallow,),
    made_precise=f"{WITHOUT_NOISE}: for H = 2 a critical point with n_- = 0 is a global minimum, and zero is one "
    f"if and "
    "only if the largest singular value of Y X^T is at most (lam_1 lam_2)^{1/2}, equality included",
    written=written.DECAY_CLASSES,
)
def shallow(case: Kind) -> Outcome:
    """With one hidden layer no critical point but the global minima has a positive semidefinite Hessian."""
    flat = point_of(case).inertia_by_hessian.negative == 0
    return equal(flat, kind_of(case).label == GLOBAL_MINIMISER, "n_- = 0 by the exact Hessian, and global minimum")
