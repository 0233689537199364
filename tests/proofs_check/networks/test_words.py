"""Networks of any depth and any widths in matrix words."""

from __future__ import annotations

import pytest

from proofs_check.networks.words import LAYER, NEIGHBOURS, MarkedChain
from symdln.errors import InputError


@pytest.mark.parametrize("gaps", [*LAYER.values(), *NEIGHBOURS.values(), (False, True, False, True, False)])
def test_chain_is_the_product_of_its_layers_and_gaps(gaps: tuple[bool, ...]) -> None:
    chain = MarkedChain(gaps)
    assert len(chain.W) == len(gaps) - 1
    assert chain.P.shape == chain.target.shape == ("d_y", "d_x")
    for place, W in enumerate(chain.W):
        assert chain.outer(place) @ W @ chain.inner(place) == chain.P


def test_wrong_boundary_or_missing_transpose_does_not_fit() -> None:
    chain = MarkedChain(LAYER["an inner layer"])
    with pytest.raises(InputError, match="must be equal"):
        chain.outer() @ chain.M @ chain.inner().T
    with pytest.raises(InputError, match="must be equal"):
        (chain.outer() @ chain.W[0]).T @ chain.M @ chain.inner().T + chain.W[0]  # (Pi W)_j instead of (Pi W)_{j+1}
