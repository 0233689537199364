"""The claims ``kamber.sharpness``: cases by hand."""

from proofs_check.claims.kamber.sharpness import (
    LAYERS,
    balanced,
    balanced_corrected,
    deep_is_flat,
    factor_products,
    is_flat,
    norms_are_right,
    sufficient,
    sufficient_corrected,
)


def test_equal_norms_that_are_not_flat() -> None:
    # (1, 0)^T and (3/5, 4/5): the Hessian at the fit has the eigenvalue |W_1|^2 + |W_2|^2 = 2, more than 2 * 3/5
    case = LAYERS[2]
    assert not is_flat(case)
    assert balanced.at(case).fails
    assert balanced_corrected.at(case).holds


def test_norms_are_checked() -> None:
    assert norms_are_right(LAYERS[1]).holds
    assert norms_are_right((*LAYERS[1][:2], "3", "1/2", "1")).fails


def test_three_layers_with_a_constant_product_that_are_not_flat() -> None:
    # I / 2, diag(1/2, 4), diag(4, 1/2): the norms are 2, 4 * 1/2 and 2, where 1 would be the power of s_1 = 1
    case = (("1/2", "1/2"), ("1/2", "4"), ("4", "1/2"))
    assert factor_products(case) == [2, 2, 2]
    assert not deep_is_flat(case)
    assert sufficient.at(case).fails
    assert sufficient_corrected.at(case).holds


def test_balanced_layers_are_flat() -> None:
    case = (("2", "1"), ("2", "1"), ("2", "1"))
    assert factor_products(case) == [4, 4, 4]  # 8^(2/3)
    assert deep_is_flat(case)
