"""The claims ``kamber.sharpness``: cases by hand."""

from proofs_check.claims.kamber.sharpness import LAYERS, balanced, balanced_corrected, is_flat, norms_are_right


def test_equal_norms_that_are_not_flat() -> None:
    # (1, 0)^T and (3/5, 4/5): the Hessian at the fit has the eigenvalue |W_1|^2 + |W_2|^2 = 2, more than 2 * 3/5
    case = LAYERS[2]
    assert not is_flat(case)
    assert balanced.at(case).fails
    assert balanced_corrected.at(case).holds


def test_norms_are_checked() -> None:
    assert norms_are_right(LAYERS[1]).holds
    assert norms_are_right((*LAYERS[1][:2], "3", "1/2", "1")).fails
