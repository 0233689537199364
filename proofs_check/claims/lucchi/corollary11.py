"""Corollary 11 of Lucchi's lecture: the expected squared norm grows geometrically in depth."""

from __future__ import annotations

from collections.abc import Iterator

from proofs_check.claims.lucchi.parts.formal_means import formal_network
from proofs_check.claims.lucchi.parts.random_weights import INDEPENDENT, norm_step
from proofs_check.claims.lucchi.parts.sizes import Size, algebra
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict

Chain = tuple[Size, Size]


CHAINS = {"small": ((1, 2), (2, 1)), "default": ((1, 4), (2, 3), (3, 1))}


def chains(size: str, seed: int) -> Iterator[Chain]:
    """The cases (d, t): numbers, smallest first, then any width and number of layers."""
    for d, most in CHAINS["small" if size == "small" else "default"]:
        yield from ((d, t) for t in range(most + 1))
    yield ("d", "t")


@claim(
    "lucchi.corollary11",
    source=LUCCHI.at("Corollary 11"),
    statement=r"\mathbb{E}\|\mathbf{W}^{t:1}\mathbf{x}\|^2 = (d\sigma^2)^t \|\mathbf{x}\|^2",
    over=cases(
        "symbols",
        chains,
        sentence="width d and t as symbols (induction over t), and independently all entries as indeterminates for "
        "d = 1, t <= 4; d = 2, t <= 3; d = 3, t <= 1",
        strength=Verdict.PROVED,
        fields=("d", "t"),
    ),
    made_precise=INDEPENDENT,
    formal="mean(tr(U[j]' U[j])) = var^j width^j tr(x' x) if 0 <= j <= n",
    proof=logic("lucchi.corollary11"),
)
def corollary_11(case: Chain) -> Outcome:
    """The expected squared norm is multiplied by d sigma^2 in every layer."""
    d, t = case
    if isinstance(t, str):
        return all_of(norm_step(), formal_network("lucchi.corollary11"))
    work = algebra({f"W{j}": (d, d) for j in range(t)} | {"x": (d, 1)}, {"d": d})
    layers, end = [work[f"W{j}"] for j in range(t)], work["x"]
    for W in layers:
        end = W @ end
    right = (work.number(d) * work.variance) ** t * work.norm(work["x"])
    expected = equal(work.expect(work.norm(end), *layers), right, "E ||W^{t:1} x||^2")
    return all_of(expected, formal_network("lucchi.corollary11"))
