"""Kamber and Parhi (2026): minimisers of deep linear networks with weight decay."""

from __future__ import annotations

import itertools

from proofs_check.facts import decay_outcomes as outcomes
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import KAMBER
from proofs_check.scopes import decayed
from proofs_check.scopes.decayed import Kind, Problem, point_of, spectrum

NORMS = (
    "A: e x b; V: b x a; W: a x c; B: c x f; G: e x f; A' G (W B)' + V = 0; (A V)' G B' + W = 0 |- tr(V' V) = tr(W' W)"
)
"""V = W_{j+1}, W = W_j, A the layers after them, B those before, G the gradient by the product over the decay."""


@claim(
    "kamber.minimisers.unique",
    source=KAMBER.at("abstract, uniqueness"),
    statement=r"\text{a unique end-to-end minimizer for all target matrices, except for a set of Lebesgue measure "
    r"zero}",
    over=decayed.WHITE_PROBLEMS,
    made_precise="the exact null set for white inputs: for H >= 3 the product is unique if and only if #{s_i > "
    "s_c} >= d "
    "and s_d > s_{d+1}, or #{s_i > s_c} < d and no s_i = s_c; for H = 2 if and only if #{s_i > lam} <= d or s_d "
    "> s_{d+1}",
    written=written.DECAY_CLASSES,
)
def unique(case: Problem) -> Outcome:
    """The product of all global minimisers with weight decay is unique except on an explicit null set."""
    return outcomes.thresholds_agree(spectrum(*case))


@claim(
    "kamber.minimisers.norms",
    source=KAMBER.at("abstract, layer norms"),
    statement=r"\text{the Frobenius norm of each layer is constant across all minimizers}",
    over=decayed.ALL_KINDS,
    assuming=(decayed.equal_decays,),
    made_precise="||W_1|| = ... = ||W_H|| at every critical point of any loss of the product with equal decays, "
    "so that "
    "the norms are a function of the product P, ||W_j||^2 = the sum of sigma_i(P)^(2/H), which is unique off "
    "the null set",
    proof=matrices(NORMS),
)
def norms(case: Kind) -> Outcome:
    """All layers have the same norm at every critical point with weight decay."""
    point = point_of(case)
    sizes = [W.norm_squared() for W in point.weights]
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"),
        *(equal(a, b, "the squared norms of two layers") for a, b in itertools.pairwise(sizes)),
    )


@claim(
    "kamber.minimisers.spectrum",
    source=KAMBER.at("abstract, spectrum"),
    statement=r"\text{the Hessian spectrum is constant across all minimizers of the regularized deep scalar "
    r"factorization problem}",
    over=decayed.WHITE_KINDS,
    assuming=(decayed.equal_decays,),
    made_precise="for any widths and on every kind of critical points the spectrum is the table of Theorem C, which "
    "depends on the kind only; kinds that are global minimisers are among them",
    written=written.DECAY_SPECTRUM,
)
def constant_spectrum(case: Kind) -> Outcome:
    """The spectrum of the Hessian with weight decay is constant on each kind, in closed form."""
    return outcomes.spectrum_is_the_table(point_of(case))


@claim(
    "kamber.minimisers.collapse",
    source=KAMBER.at("abstract, collapse"),
    statement=r"\text{a critical threshold for the regularization parameter above which the end-to-end minimizer "
    r"is zero}",
    over=decayed.ALL_PROBLEMS,
    made_precise="for white inputs zero is a global minimum if and only if s_1 <= s_c; for autoencoders kappa_1 <= "
    "kappa_c; for any data Theorem F of docs/decay.md",
    written=written.DECAY_COLLAPSE,
)
def collapse(case: Problem) -> Outcome:
    """Zero is a global minimum exactly when the decay is at least a threshold."""
    return outcomes.collapse_agrees(spectrum(*case))
