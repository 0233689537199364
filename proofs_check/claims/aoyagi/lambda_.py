"""The learning coefficient of a fibre of the product map and its order, Aoyagi (2024)."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts.architectures import RESIDUAL, Fibre, every_fibre, residual
from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sources import AOYAGI
from symdln.strings.singularity import aoyagi

FORMULA = (
    r"2\lambda = r(d_0 + d_H) - r^2 + \frac{a(l-a)}{2l} - \frac{l(l-1)}{2} \Bigl(\frac{S}{l}\Bigr)^2 + \sum_{i<j} M_i "
    r"M_j, "
    r"\quad \theta = a(l-a) + 1"
)


@claim(
    "aoyagi.lambda",
    source=AOYAGI.at("the main theorem, as later papers and public code quote it"),
    statement=FORMULA,
    over=every_fibre,
    made_precise="M_s = d_s - r; l + 1 of them are taken with max inside < min outside, S = sum inside >= l max inside "
    "and S < l min outside; a = S - (ceil(S/l) - 1) l. What is checked is that the volume of the weights over the "
    "q-adic integers whose product is within q^-m of a matrix of rank r decreases exactly like m^(theta - 1) q^(-2 "
    "lambda m), by the transfer matrix of level ranks (q = 2; the exponents do not depend on q); the real integrals of "
    "the theorem are not computed",
    axioms=(RESIDUAL,),
)
def lambda_and_order(fibre: Fibre) -> Outcome:
    """The formulas for the learning coefficient and its order give the exponents of the q-adic volume of the weights
    whose product is near a matrix of this rank.
    """
    widths, regular = residual(fibre)
    rate, order = growth_at_zero(widths)
    value, theta = aoyagi(*fibre)
    return all_of(
        equal(value, Fraction(regular + rate, 2), "lambda by the formula, and half the rate of the volume"),
        equal(theta, order, "the order by the formula, and that of the volume"),
    )
