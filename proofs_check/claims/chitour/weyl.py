"""Eigenvalues of W_{l+1}^T W_{l+1} and C_l, proof of Proposition 2 of Chitour et al. (2022)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.rates import (
    Subject,
    in_words,
    invariant,
    invariants,
    lower,
    shifted_spectrum,
    the_sum,
    upper,
)
from proofs_check.facts.eigenvalues import compare, nth, sign
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import depth_at_least, not_of_words
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.layers import depth_of
from proofs_check.scopes.weight_grids import on_grids, pyramidal


@claim(
    "chitour.weyl",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=r"\lambda_i(W_{l+1}^\mathsf{T} W_{l+1}) \ge \lambda_i(C_l) + \lambda_{\min}(W_l W_l^\mathsf{T}) \ge "
    r"\lambda_i(C_l), \; l = 1, \dots, H",
    over=in_words,
    formal=(
        "eig(C[j], i) + eig(W[j] W[j]', 1) <= eig(W[j+1]' W[j+1], i) if 1 <= j <= n-1, 1 <= i <= d[j]",
        "eig(C[j], i) <= eig(C[j], i) + eig(W[j] W[j]', 1) if 1 <= j <= n-1, 1 <= i <= d[j]",
    ),
    proof=logic("chitour.weyl"),
)
def weyl(subject: Subject) -> Outcome:
    """The eigenvalues of W_{l+1}^T W_{l+1} are at least those of C_l plus the least one of W_l W_l^T, and so at least
    those of C_l.
    """
    if isinstance(subject, dln.Point):
        by_layers = (weyl_at(subject, k, i) for k in invariants(subject) for i in _numbers(subject, k))
        return all_of(*by_layers, formal_at_point("chitour.weyl", subject))
    return the_sum(subject)


def _numbers(point: dln.Point, k: int) -> range:
    return range(1, point.problem.widths[k] + 1)


def weyl_at(point: dln.Point, k: int, i: int) -> Outcome:
    A, C, B = upper(point, k), invariant(point, k), lower(point, k)
    return all_of(
        is_true(compare([(A, i)], [(C, i), (B, 1)]) >= 0, "the first inequality", l=k, i=i),
        is_true(compare([(C, i), (B, 1)], [(C, i)]) >= 0, "the second inequality", l=k, i=i),
    )


SPECTRUM = (
    r"\lambda_i(W_{l+1}^\mathsf{T} W_{l+1}) = 0, \; \lambda_i(C_l) \le 0 \text{ for } i = 1, \dots, d_l - d_{l+1}; \; "
    r"\lambda_{i + d_l - d_{l+1}}(W_{l+1}^\mathsf{T} W_{l+1}) = \lambda_i(W_{l+1} W_{l+1}^\mathsf{T}) \text{ for } "
)


@claim(
    "chitour.weyl.spectrum",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=SPECTRUM + r"i = 1, \dots, d_{j+1}",
    over=on_grids,
    assuming=(
        not_of_words(depth_at_least(2)),
        pyramidal,
    ),
    ill_formed="in the range of the shift, i = 1, ..., d_{j+1}, nothing says what j is; read as l, as two lines below",
    grade=Grade.MISPRINT,
)
def weyl_spectrum(point: dln.Point) -> Outcome:
    """W_{l+1}^T W_{l+1} has at least d_l - d_{l+1} zero eigenvalues, where those of C_l are not positive, and above
    these it has the eigenvalues of W_{l+1} W_{l+1}^T.
    """
    return all_of(*(spectrum_at(point, k) for k in invariants(point)))


@claim(
    "chitour.weyl.spectrum.corrected",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=SPECTRUM + r"i = 1, \dots, d_{l+1}",
    over=in_words,
    assuming=(pyramidal,),
    corrects="chitour.weyl.spectrum",
    formal=(
        "eig(W[j+1]' W[j+1], i) = 0 if 1 <= j <= n-1, 1 <= i <= d[j] - d[j+1]",
        "eig(C[j], i) <= 0 if 1 <= j <= n-1, 1 <= i <= d[j] - d[j+1]",
        (
            "eig(W[j+1]' W[j+1], i + d[j] - d[j+1]) = eig(W[j+1] W[j+1]', i) if 1 <= j <= n-1, d[j] >= d[j+1], 1 <= "
            "i <= d[j+1]"
        ),
    ),
    proof=logic("chitour.weyl.spectrum.corrected"),
)
def weyl_spectrum_corrected(subject: Subject) -> Outcome:
    """The same with the range i = 1, ..., d_{l+1} of the shift."""
    if isinstance(subject, dln.Point):
        by_layers = (spectrum_at(subject, k) for k in invariants(subject))
        return all_of(*by_layers, formal_at_point("chitour.weyl.spectrum.corrected", subject))
    return all_of(the_sum(subject), *(shifted_spectrum(subject, k) for k in range(1, depth_of(subject))))


def spectrum_at(point: dln.Point, k: int) -> Outcome:
    A, C, B = upper(point, k), invariant(point, k), lower(point, k + 1)
    shift = point.problem.widths[k] - point.problem.widths[k + 1]
    outcomes = []
    for i in range(1, shift + 1):
        outcomes.append(is_true(nth(A, i).is_zero, "lambda_i(W_{l+1}^T W_{l+1}) = 0", l=k, i=i))
        outcomes.append(is_true(sign(nth(C, i)) <= 0, "lambda_i(C_l) <= 0", l=k, i=i))
    for i in range(1, point.problem.widths[k + 1] + 1):
        outcomes.append(is_true(compare([(A, i + shift)], [(B, i)]) == 0, "the shifted eigenvalues agree", l=k, i=i))
    return all_of(*outcomes)
