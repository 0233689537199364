"""Kohn, Montúfar, Shahverdi, Trager (2023): the dimension of the function space of a convolutional network."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from proofs_check.claims.kohn.lcn import STRIDES
from proofs_check.facts import filters, written
from proofs_check.facts.filters import Layers
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import KOHN_STRIDES
from proofs_check.language.verdict import Verdict

GENERIC: tuple[Layers, ...] = tuple(
    (tuple(tuple((3 * i + 5 * j * j + 7 * i * j) % 11 + 1 for i in range(k)) for j, k in enumerate(sizes)), strides)
    for strides in STRIDES
    for sizes in itertools.product((1, 2, 3), repeat=len(strides))
)
"""Positive integers, so that no filter vanishes or ends in a zero."""


def generic(size: str, seed: int) -> Iterator[Layers]:
    yield from GENERIC


@claim(
    "kohn.dimension",
    source=KOHN_STRIDES.at("the dimension of the function space, as a summary has it"),
    statement=r"\dim \mathcal{M}_{\mathbf{k}, \mathbf{s}} = \sum_{i=1}^L k_i - (L - 1)",
    over=cases(
        "positive filters",
        generic,
        sentence=f"filters of one to three entries for the strides {STRIDES}: the rank of the derivative at one point",
        strength=Verdict.VERIFIED,
        fields=("filters", "strides"),
    ),
    made_precise="k_i is the number of entries of the filter of layer i; the dimension of the set of all filters of "
    "the composition",
    written=written.CONVOLUTION_DIMENSION,
)
def dimension(layers: Layers) -> Outcome:
    """The filters of a convolutional network form a set of as many dimensions as entries, less one for each scaling."""
    wanted = sum(map(len, layers[0])) - (len(layers[0]) - 1)
    return equal(filters.derivative(layers).rank(), wanted, "the rank of the derivative", but="the dimension")
