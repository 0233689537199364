"""The second remark after Theorem 9 of Lucchi's lecture: small sigma."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.lucchi.parts.initialisation import (
    ANY,
    REMARKS,
    Setting,
    bound_terms,
    letters,
    ratio_by_induction,
    settings,
    true_ratio,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.networks.formal import formal_at

TOLERANCES = (Fraction(1, 100), Fraction(1), Fraction(100))


@claim(
    "lucchi.remark-small-sigma",
    source=LUCCHI.at(REMARKS),
    statement=r"\text{Small } \sigma: \text{gradient is dominated by the term involving } \mathbf{y}",
    over=settings(),
    made_precise="said of the terms of the bound, as in the remark on large sigma: for gamma > 0 their ratio, rho d "
    "(sigma^2 (d + 2))^L / (3 gamma), tends to 0 with sigma; for every a > 0 it is at most a wherever sigma^2 <= 1 and "
    "sigma^2 <= 3 gamma a / (rho d (d + 2)^L). The exact value is lucchi.thm9.sharp",
    formal=(
        (
            "2/3 rho u v^(2 n) d^n e^n <= a (2 gamma v^(n-1) d^(n-1)) if n >= 1, rho >= 0, v >= 0, v <= 1, u v = 1, e "
            "= real(d) + 2, rho v d e^n <= 3 gamma a"
        ),
    ),
    proof=logic("lucchi.remark-small-sigma"),
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
        *(formal_at("lucchi.remark-small-sigma", **(letters(setting) | {"a": a})) for a in TOLERANCES),
    )
