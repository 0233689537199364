"""The claims ``kohn``: cases by hand."""

from proofs_check.claims.kohn.dimension import dimension
from proofs_check.claims.kohn.lcn import critical, is_full, norms, product


def test_two_filters_of_two_entries() -> None:
    # (a + b x)(c + d x): four entries, one scaling, three dimensions; all quadratic polynomials with real roots
    layers = (((1, 1), (2, -1)), (1, 1))
    assert all(claim.at(layers).holds for claim in (product, dimension, critical, norms))


def test_equal_filters_degenerate() -> None:
    # (1 + x)^2: the derivative spans (1 + x) times all linear polynomials, two dimensions
    layers = (((1, 1), (1, 1)), (1, 1))
    assert not is_full(layers)
    assert critical.at(layers).holds
    assert dimension.at(layers).fails


def test_with_stride_two_equal_filters_do_not_degenerate() -> None:
    # (1 + x)(1 + x^2): all of a c + b c x + a d x^2 + b d x^3, which has three dimensions at a = b = c = d = 1
    assert is_full((((1, 1), (1, 1)), (2, 1)))
