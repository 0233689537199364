"""The products P^k of Chitour et al. (2022), Section 2.1: cases by hand."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.claims.chitour import products
from proofs_check.networks.indeterminates import Network
from tests.proofs_check.settling import first_failure, word_cases


def test_general_product_by_hand() -> None:
    # H = 2, layers 1 and 3: P^2_{1,3} = w_3 W_2 w_1
    network = Network((1, 1, 1, 1), varied=True)
    entry = products.multiplied(network, products.general_product([("", 1), ("", 3)])).rows[0][0]
    w_1, w_3, W_2 = network.w[0].rows[0][0], network.w[2].rows[0][0], network.W[1].rows[0][0]
    assert entry == w_3 * W_2 * w_1


def test_upper_index_as_printed_is_wrong_already_for_three_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    # with j_{r-1} as upper index the product between two variations is empty: w_3 w_1 instead of w_3 W_2 w_1
    def literally(indices: Any) -> list[Any]:
        factors = true(indices)
        return [
            ("Pi", f[1], products.plus(f[1], -1)) if f[0] == "Pi" and place not in (0, len(factors) - 1) else f
            for place, f in enumerate(factors)
        ]

    true = products.general_product
    monkeypatch.setattr(products, "general_product", literally)
    assert first_failure(products.products_corrected) == (1, 1, 1, 1)
    assert all(products.products_corrected.check(case).fails for case in word_cases(products.products_corrected))
