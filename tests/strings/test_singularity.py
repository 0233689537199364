"""Codimensions and learning coefficients in plain integers: against orbits and volumes, by hand, and bad input."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.facts.orbits import least_codimension
from symdln.errors import InputError
from symdln.strings.singularity import aoyagi, cost, least_cost, lehalleur_rimanyi

ARCHITECTURES = [
    widths
    for depth, most in ((2, 4), (3, 4), (4, 3))
    for widths in itertools.product(range(1, most + 1), repeat=depth + 1)
]


def test_all_563_architectures_agree_by_four_routes():
    """Aoyagi's formula; profiles; the formula of Lehalleur and Rimanyi; exact growth of p-adic volumes, with order."""
    assert len(ARCHITECTURES) == 563
    for widths in ARCHITECTURES:
        value, order = aoyagi(widths)
        profiles, formula = least_cost(widths), lehalleur_rimanyi(widths)
        assert 2 * value == profiles.codimension == formula.codimension
        assert profiles.components == formula.components
        assert growth_at_zero(widths) == (2 * value, order)


def test_profiles_are_orbits_of_least_codimension():
    for widths in ARCHITECTURES[:320]:
        found = least_cost(widths)
        assert (found.codimension, found.components) == least_codimension(widths)


def test_the_cost_of_a_profile_by_hand():
    # 2 x 2 matrices of rank 1 have codimension 1; then W_2 W_1 = 0 says W_2 v = 0 for one vector: 2 equations
    assert cost((2, 2, 2), (2, 1, 0)) == 1 + 2
    assert cost((2, 2, 2), (2, 0, 0)) == 4
    assert cost((2, 2, 2), (2, 2, 0)) == 4


def test_the_coefficient_depends_on_the_point():
    assert least_cost((4, 2, 2, 4)).codimension == 4
    assert least_cost((4, 2, 2, 4), {(1, 2): 1}).codimension == 5
    assert aoyagi((4, 2, 2, 4))[0] == Fraction(2)


@pytest.mark.parametrize("widths", [(3,), (2, -1), (2, 1.5), (True, 2)])
def test_wrong_widths_are_refused(widths):
    with pytest.raises(InputError, match="Widths are at least two integers"):
        least_cost(widths)


def test_wrong_ranks_are_refused():
    with pytest.raises(InputError, match="does not name a product"):
        least_cost((2, 2, 2), {(1, 1): 1})
    with pytest.raises(InputError, match="do not allow"):
        least_cost((2, 1, 2), {(0, 1): 2})
    with pytest.raises(InputError, match="must vanish"):
        least_cost((2, 2, 2), {(0, 2): 1})
    with pytest.raises(InputError, match="has no rank 3"):
        aoyagi((2, 2, 2), 3)


def test_too_many_profiles_are_refused_with_what_is_available():
    with pytest.raises(InputError, match=r"more than 300,000 profiles; aoyagi\(widths, r\)"):
        least_cost((40,) * 9)
    assert aoyagi((40,) * 9)[1] >= 1
