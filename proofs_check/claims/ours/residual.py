"""Linear residual layers near the identity: the constant in the bound for the gradient is the best one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from proofs_check.facts import written
from proofs_check.facts.residual_layers import Residual, gap, least_eigenvalue, network
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict


def extreme(size: str, seed: int) -> Iterator[Residual]:
    for depth in range(1, 4 if size == "small" else 7):
        for tau in ("1/3", "1/2", "9/10"):
            yield Residual(1, tau, ("-1",) * depth, fitted=False)


@claim(
    "ours.residual.sharp",
    source=OURS.at("docs/literature-proofs.md"),
    statement=r"A_1 = \dots = A_l = -\tau I, \; \Sigma = \sigma I \Rightarrow \|\nabla f(A)\|_F^2 = 4 l (1 - "
    r"\tau)^{2l-2} \sigma_{\min}(\Sigma) (f(A) - C^*)",
    over=cases(
        "layers (1 - tau) I",
        extreme,
        sentence="size 1, up to six layers, tau = 1/3, 1/2 and 9/10",
        strength=Verdict.VERIFIED,
    ),
    made_precise="so for no l, tau and size the constant of hardt.residual.gradient can be larger",
    written=written.RESIDUAL,
)
def sharp(case: Residual) -> Outcome:
    """The bound for the gradient of residual layers is attained for every number of layers and every tau."""
    point, depth = network(case), len(case.layers)
    size = sum((G.norm_squared() for G in point.gradient), Fraction(0))
    bound = 4 * depth * (1 - Fraction(case.tau)) ** (2 * depth - 2) * least_eigenvalue(point) * gap(point)
    return all_of(
        equal(size, bound, "the squared gradient, and the bound"), is_true(bound > 0, "the bound is positive")
    )
