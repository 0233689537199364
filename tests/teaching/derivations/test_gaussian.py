"""The derived expected gradient of Theorem 9 against exact moments."""

from fractions import Fraction
from math import prod

import pytest

from symdln.algebra import moments
from symdln.algebra.words import evaluate, scalar
from symdln.teaching.derivations import gaussian
from tests.teaching.derivations.support import derive


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_theorem_9_agrees_with_the_exact_moments_for_all_widths_tried(layer):
    """symdln.algebra.moments carries numbers from layer to layer; the derivation pairs letters."""
    x, y, variance = (Fraction(1), Fraction(2)), (Fraction(3), Fraction(-1), Fraction(1, 2)), Fraction(2, 3)
    widths = (2, 2, 1, 3)
    expected = moments.expected_gradient_norm(widths, layer, x, y, variance)
    part = derive("gaussian", 3).parts[layer - 1]
    assignment = {
        gaussian.x: [[entry] for entry in x], gaussian.y: [[entry] for entry in y],
        "d_1": 2, "d_2": 1, "d_y": 3, "d_x": 2,
    }  # fmt: skip
    value = part.result.values[""]
    names = {atom for atom in value.atoms() if isinstance(atom, str)}
    # sigma enters in even powers only, so any rational sigma^2 is reached through sigma^2 = variance
    assert names <= {"sigma", "d_1", "d_2", "d_y", "d_x"}
    squared = [(dict(monomial), c) for monomial, c in value.terms]
    total = Fraction(0)
    for monomial, c in squared:
        power = monomial.pop("sigma", 0)
        assert power % 2 == 0
        traces = prod(
            (evaluate(type(value).atom(atom), assignment) ** n for atom, n in monomial.items()), start=Fraction(1)
        )
        total += c * variance ** (power // 2) * traces
    assert total == expected


def test_theorem_9_for_equal_widths_is_the_closed_form_of_the_moments():
    """d = 2, H = 3, k = 2: p = 8, q = 2; 8 (8^2 - 2^2)/3 = 160, and gamma d^2 = 4."""
    value = gaussian.closed_form([scalar("d")] * 3, 2)
    exact = evaluate(value, {gaussian.x: [[1]], gaussian.y: [[1]], "d": 2, "sigma": 1})
    assert exact == 160 + 4 == moments.gaussian_gradient_norm(2, 3, 2, 1, 1, 1)


def test_the_bound_of_theorem_9_is_twice_the_leading_term():
    """rho/3 (d (d+2))^H bounds rho/3 p^(k-1) (p^(H-k+1) - q^(H-k+1)) with q >= 0, for every layer k."""
    for d in range(1, 5):
        for layer in (1, 2, 3):
            exact = moments.gaussian_gradient_norm(d, 3, layer, 1, 1, 0)
            assert exact <= Fraction((d * (d + 2)) ** 3, 3)
