"""The matrices and printed terms of Proposition 3, for words of any size and for polynomials of named sizes."""

from __future__ import annotations

import pytest

from proofs_check.claims.chitour.parts import expansion


def test_printed_products_do_not_exist_for_different_widths() -> None:
    # H = 3: Q^2_{3,2} = W_3 w_2 I w_3 W_2 needs d_1 = d_3
    network = expansion.varied((2, 1, 2, 2, 1))
    with pytest.raises(ValueError, match="do not multiply"):
        expansion.q_2(network, 3, 2)
    assert expansion.q_2(expansion.varied((2, 2, 1, 2, 1)), 3, 2).shape == (2, 2)
