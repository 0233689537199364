"""The multiplicity of the real log canonical threshold, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts.architectures import RESIDUAL, Fibre, every_fibre, residual
from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.sources import LEHALLEUR
from symdln.strings.singularity import lehalleur_rimanyi

ORDER = (
    "rlcm is the order of the pole, as the source defines it; m and S as in lehalleur.codimension. What is compared is "
    "the power of m, plus one, in the volume of the q-adic weights whose product is within q^-m of a matrix of rank r; "
    "for widths (1, 1, 1) and r = 0 the loss is a^2 b^2 / 2, whose real pole at 1/2 has order 2 by hand"
)


def printed(fibre: Fibre) -> Fraction:
    """``m^2 {S/m} (1 - {S/m})``."""
    found = lehalleur_rimanyi(*fibre)
    part = Fraction(found.S % found.m, found.m)
    return found.m**2 * part * (1 - part)


@claim(
    "lehalleur.multiplicity",
    source=LEHALLEUR.at("the theorem on the real log canonical threshold"),
    statement=r"\operatorname{rlcm}(\lVert \operatorname{mult} - B \rVert^2) = m^2 \Bigl\{\frac Sm\Bigr\} "
    r"\Bigl(1 - \Bigl\{\frac Sm\Bigr\}\Bigr)",
    over=every_fibre,
    made_precise=ORDER,
    axioms=(RESIDUAL,),
    certify=NoCertificate("the kernel has no facts about volumes of neighbourhoods."),
    grade=Grade.MISPRINT,
)
def multiplicity(fibre: Fibre) -> Outcome:
    """The order of the pole is m^2 {S/m} (1 - {S/m})."""
    order = growth_at_zero(residual(fibre)[0])[1]
    return equal(printed(fibre), Fraction(order), "the order as printed, and of the volume", fibre=fibre)


@claim(
    "lehalleur.multiplicity.corrected",
    source=LEHALLEUR.at("the theorem on the real log canonical threshold"),
    statement=r"\operatorname{rlcm}(\lVert \operatorname{mult} - B \rVert^2) = m^2 \Bigl\{\frac Sm\Bigr\} "
    r"\Bigl(1 - \Bigl\{\frac Sm\Bigr\}\Bigr) + 1",
    over=every_fibre,
    made_precise=ORDER,
    axioms=(RESIDUAL,),
    corrects="lehalleur.multiplicity",
)
def multiplicity_corrected(fibre: Fibre) -> Outcome:
    """The order of the pole is one more than printed."""
    order = growth_at_zero(residual(fibre)[0])[1]
    return equal(printed(fibre) + 1, Fraction(order), "one more than printed, and the order of the volume")
