"""The spectrum of the Hessian: by hand, against the characteristic polynomial, and enclosed."""

from fractions import Fraction

import flint
import numpy as np
import pytest

import symdln as dln
from symdln import InputError
from symdln.decay import DecayedProblem, made_autoencoder, made_point
from symdln.decay.closed_form import bounds, hessian_spectrum


def polynomial(entries):
    found = flint.fmpq_poly([1])
    for entry in entries:
        value = flint.fmpq(entry.value.numerator, entry.value.denominator)
        found *= flint.fmpq_poly([-value, 1]) ** entry.multiplicity
    return found


def test_depth_2_width_1_by_hand():
    # 1/2 (b a - 2)^2 + 1/2 (a^2 + b^2) at a = b = 1: [[2, 0], [0, 2]]
    point = made_point((1, 1, 1), 1, [1])
    assert [(entry.value, entry.multiplicity) for entry in hessian_spectrum(point.decayed, point.kind)] == [
        (2, 1),
        (2, 1),
    ]


@pytest.mark.parametrize("scale", [1, 4])
@pytest.mark.parametrize("loss_factor", ["1/2", 3])
@pytest.mark.parametrize(
    ("widths", "lam", "used", "dropped"), [((2, 3, 2), 1, [2], [1]), ((3, 2, 2, 2), 14, [2, 1], [])]
)
def test_the_table_is_the_spectrum_of_the_exact_hessian(widths, lam, used, dropped, scale, loss_factor):
    point = made_point(widths, lam, used, dropped, rng=5, scale=scale, loss_factor=loss_factor)
    table = hessian_spectrum(point.decayed, point.kind)
    assert polynomial(table) == point.hessian.flint.charpoly()


def test_irrational_eigenvalues_are_enclosed():
    """s = 2 at depth 3, lam = 1: w^4 - 2 w + 1 = 0 has the root 1 and one near 0.54; numpy's eigenvalues of the Hessian
    1/2 (cba - 2)^2 + 1/2 (a^2 + b^2 + c^2) at a = b = c = w lie near the enclosures."""
    decayed = DecayedProblem(dln.Problem.canonical((2,), (1, 1, 1, 1)), 1)
    table = hessian_spectrum(decayed, decayed.kind(small=[0]))
    w = min(root.real for root in np.roots([1, 0, 0, -2, 1]) if abs(root.imag) < 1e-9)
    off = 2 * w**4 - 2 * w
    seen = sorted(np.linalg.eigvalsh(np.full((3, 3), off) + np.eye(3) * (w**4 + 1 - off)))
    found = sorted(float(low) for entry in table for low, _ in [bounds(entry.value)] for _ in range(entry.multiplicity))
    assert np.allclose(seen, found, atol=1e-9)
    assert all(high - low < Fraction(1, 10**30) for entry in table for low, high in [bounds(entry.value)])


def test_no_closed_form_is_promised_where_none_is_known():
    unequal = made_point((1, 1, 1), 1, [2], factors=(2, "1/2"))
    with pytest.raises(InputError, match="needs equal decays"):
        hessian_spectrum(unequal.decayed, unequal.kind)
    code = made_autoencoder((1,), 3, ["1/2"], [6])
    with pytest.raises(InputError, match="white inputs only"):
        hessian_spectrum(code.decayed, code.kind)
