"""The codimension of the fibres of the product map, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts.architectures import Fibre, every_fibre, residual
from proofs_check.facts.orbits import least_codimension
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.sources import LEHALLEUR
from symdln.strings.singularity import lehalleur_rimanyi

ORBITS = (
    "the weights whose product vanishes are a finite union of orbits of the base changes, one for each sum of "
    "intervals "
    "that leaves out [0, H], of codimension dim Hom(M, M) - <d, d> (Gabriel, Ringel)"
)

SHIFT = (
    "the weights with a given product of rank r have the codimension of those with a vanishing product at the widths "
    "d_j - r, plus r (d_0 + d_H - r)"
)


@claim(
    "lehalleur.codimension",
    source=LEHALLEUR.at("the theorem on codimension and components"),
    statement=r"\operatorname{codim} \operatorname{mult}^{-1}(B) = \frac m2 \Bigl\{\frac Sm\Bigr\} "
    r"\Bigl(1 - \Bigl\{\frac Sm\Bigr\}\Bigr) - \frac{m(m-1)}{2} \Bigl(\frac Sm\Bigr)^2 + \sum_{i < j \le m} d'_i d'_j "
    r"+ "
    r"r(d_0 + d_N - r)",
    over=every_fibre,
    made_precise="d'_0 <= d'_1 <= ... are the widths less r = rank B, sorted; m is the greatest l >= 1 with d'_0 + ... "
    "+ "
    "d'_l >= l d'_l, and S = d'_0 + ... + d'_m; the least codimension is taken over all orbits, by dimensions of Hom. "
    "For r > 0 the text takes m from the widths themselves, which lehalleur.formula.any-rank refutes",
    in_print=False,
    axioms=(ORBITS, SHIFT),
)
def codimension(fibre: Fibre) -> Outcome:
    """The closed formula is the least codimension of an orbit of weights with a product of this rank."""
    widths, regular = residual(fibre)
    least, _ = least_codimension(widths)
    return equal(lehalleur_rimanyi(*fibre).codimension, Fraction(regular + least), "codimension by formula, and orbits")
