"""The second remark after Theorem 9 of Lucchi's lecture: small sigma."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.lucchi.parts.initialisation import (
    ANY,
    REMARKS,
    Setting,
    bound_terms,
    ratio_by_induction,
    settings,
    true_ratio,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.source import LUCCHI_SETTING as LUCCHI


@claim(
    "lucchi.remark-small-sigma",
    source=LUCCHI.at(REMARKS),
    statement=r"\text{Small } \sigma: \text{gradient is dominated by the term involving } \mathbf{y}",
    over=settings(),
    made_precise="for gamma > 0 the ratio of the terms, rho d (sigma^2 (d + 2))^L / (3 gamma), tends to 0 with sigma: "
    "halving sigma^2 divides it by 2^L; the first term of the exact value is at most half of that of the bound, and "
    "the second is half of it",
    prose=(
        (
            "a sequence that starts at c and is multiplied by q in every step is c q^t: so the ratio of the two "
            "terms is rho d (sigma^2 (d + 2))^L / (3 gamma) for every L"
        ),
        "a power of sigma^2 with a positive exponent tends to 0 with sigma",
    ),
)
def small_sigma(setting: Setting) -> Outcome:
    """The ratio of the term with y_hat to the term with y tends to 0 with sigma."""
    if setting == ANY:
        return ratio_by_induction()
    d, depth, v = setting
    first, second = bound_terms(setting)
    halved = bound_terms((d, depth, str(Fraction(v) / 2)))
    return all_of(
        equal(first / second, true_ratio(setting), "ratio of the terms"),
        equal(halved[0] / halved[1] * 2 ** int(depth), first / second, "ratio at half the variance, times 2^L"),
    )
