"""The number of components of greatest dimension of the fibres of the product map, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

from proofs_check.claims.lehalleur.codimension import ORBITS, SHIFT
from proofs_check.facts.architectures import Fibre, every_fibre, residual
from proofs_check.facts.orbits import least_codimension
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.sources import LEHALLEUR
from symdln.strings.singularity import lehalleur_rimanyi


@claim(
    "lehalleur.components",
    source=LEHALLEUR.at("the theorem on codimension and components"),
    statement=r"\theta = \binom{m}{\lvert S - m \lfloor S/m + 1/2 \rfloor \rvert}",
    over=every_fibre,
    made_precise="m and S as in lehalleur.codimension; the modulus around the lower index is ours, since the index is "
    "negative without it at widths (1, 1, 1, 2), where there are two components; counted are the orbits of least "
    "codimension. As printed it is lehalleur.formula.index",
    in_print=False,
    axioms=(ORBITS, SHIFT),
)
def components(fibre: Fibre) -> Outcome:
    """The binomial coefficient is the number of orbits of least codimension."""
    widths, _ = residual(fibre)
    return equal(
        lehalleur_rimanyi(*fibre).components, least_codimension(widths)[1], "components by formula, and orbits"
    )
