"""The claims ``kohn``: cases by hand."""

from proofs_check.claims.kohn.dimension import dimension
from proofs_check.claims.kohn.lcn import (
    critical,
    discriminant,
    is_full,
    never_vanishes,
    norms,
    product,
    repeated,
    semialgebraic,
    surd_product,
)


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


def test_quadratic_polynomials_by_hand() -> None:
    # 1 + x^2 has no real root; (1 + x)(2 - x) = 2 + x - x^2 has two; x^2 and 1 have a double one, at 0 and at infinity
    assert (discriminant((1, 0, 1)), discriminant((2, 1, -1))) == (-4, 9)
    assert surd_product((2, 1, -1))
    assert never_vanishes((1, 0, 1))
    assert not never_vanishes((2, 1, -1))
    for target in ((1, 0, 1), (2, 1, -1), (0, 0, 1), (1, 0, 0), (0, 0, 0)):
        assert semialgebraic.at(target).holds


def test_a_critical_point_for_a_target_without_real_roots() -> None:
    # t = 1 + x^2, w_1 = w_2 = 1: the residual is -x^2, and the derivative has no x^2
    assert repeated.at(((1, 0, 1), ((1, 0), (1, 0)))).holds
    # t = 1 - x^2 is met by 1 + x and 1 - x, which are critical and no multiples
    assert repeated.at(((1, 0, -1), ((1, 1), (1, -1)))).fails
