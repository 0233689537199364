"""Codimension and number of components do not depend on the order of the widths, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from proofs_check.claims.lehalleur.codimension import ORBITS
from proofs_check.facts.architectures import SIZES, Fibre
from proofs_check.facts.orbits import least_codimension
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import LEHALLEUR
from proofs_check.language.verdict import Verdict


def sorted_widths(size: str, seed: int) -> Iterator[Fibre]:
    """Increasing widths of the size, smallest first, with rank 0."""
    for depth, most in SIZES[size]:
        for widths in itertools.combinations_with_replacement(range(1, most + 1), depth + 1):
            yield widths, 0


def in_every_order(size: str) -> str:
    sizes = ", ".join(f"depth {depth} with widths up to {most}" for depth, most in SIZES[size])
    return f"{sizes}, a vanishing product, and every order of the widths"


@claim(
    "lehalleur.permutation",
    source=LEHALLEUR.at("the corollary on permutations"),
    statement=r"C(d_{\pi(0)}, \dots, d_{\pi(N)}) = C(d_0, \dots, d_N), \quad \theta(d_\pi) = \theta(d)",
    over=cases(
        "multisets of widths", sorted_widths, sentence=in_every_order, strength=Verdict.VERIFIED, fields=("widths", "r")
    ),
    made_precise="C and theta are the least codimension of an orbit of weights with a vanishing product and how many "
    "orbits have it",
    axioms=(ORBITS,),
)
def permutation(fibre: Fibre) -> Outcome:
    """The least codimension of the weights whose product vanishes, and the number of orbits that have it, are the same
    for every order of the widths.
    """
    widths, _ = fibre
    expected = least_codimension(widths)
    orders = sorted(set(itertools.permutations(widths)))
    return all_of(*(equal(least_codimension(order), expected, f"C and theta at {order}") for order in orders))
