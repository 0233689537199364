"""The list of kinds: counts by hand and by enumeration, sizes, and what is refused."""

import itertools
import time
from fractions import Fraction

import pytest

from symdln import InputError
from symdln.decay import DecayedSpectrum


def test_counts_by_hand():
    # two equal usable values with two roots, room for both: 1 + 2 t + 3 t^2
    assert DecayedSpectrum.of_singular_values((4, 4), (2, 2, 2, 2), 1).kind_numbers() == (1, 2, 3)
    # a double root (s = 4 at lam = 3), one value with two roots, one too small: (1 + t)(1 + 2 t)
    assert DecayedSpectrum.of_singular_values((5, 4, 1), (3, 3, 3, 3), 3).kind_numbers() == (1, 3, 2, 0)
    # depth 2: s > lam only
    assert DecayedSpectrum.of_singular_values((2, 1, "1/2"), (3, 3, 3), 1).kind_numbers() == (1, 1, 0, 0)


@pytest.mark.parametrize("values", [(9, 9, 4), (40, 9, 9), (16, 2, 1), (4, 4, 4)])
@pytest.mark.parametrize("widths", [(3, 2, 3), (3, 1, 2, 3), (3, 3, 3, 3, 3)])
def test_the_generating_function_counts_the_kinds(values, widths):
    spectrum = DecayedSpectrum.of_singular_values(values, widths, 3)
    ranks = [kind.rank for kind in spectrum.kinds()]
    assert spectrum.kind_numbers() == tuple(map(ranks.count, range(spectrum.least_width + 1)))
    assert len(set(spectrum.kinds())) == len(ranks)


def test_a_square_root_enters_by_its_square():
    spectrum = DecayedSpectrum.of_singular_values(("sqrt(3)", "2*sqrt(2)"), (2, 2, 2), 1)
    assert [value.value for value in spectrum.values] == [8, 3]


def test_inertia_at_widths_200_takes_less_than_a_moment():
    values = tuple(range(1, 201))
    spectrum = DecayedSpectrum.of_singular_values(values, (200,) * 4, 1)
    kind = spectrum.kind(large=range(0, 100), small=range(120, 150))
    began = time.perf_counter()
    inertia = kind.inertia
    assert time.perf_counter() - began < 0.5  # measured 0.01 s
    # m = 30 small ones; every dropped value of 101..120 is larger than the 30 used small ones
    assert inertia.negative == 30 * 31 // 2 + 20 * 30
    assert spectrum.count_kinds() > 10**90


def test_only_the_product_of_unequal_decays_counts():
    one = DecayedSpectrum.of_singular_values((5, 2), (2, 2, 2, 2), (1, 2, 4))
    other = DecayedSpectrum.of_singular_values((5, 2), (2, 2, 2, 2), 2)
    assert one == other


def test_a_kind_is_named_by_positions():
    spectrum = DecayedSpectrum.of_singular_values((9, 9, 4), (3, 3, 3, 3), 1)
    assert spectrum.kind(large=[1], small=[2, 0]).used == ((1, 1), (0, 1))
    assert {str(kind) for kind in spectrum.kinds() if kind.rank == 0} == {"nothing used"}


REFUSED = {
    "The decay is 0, so this is the plain loss": lambda: DecayedSpectrum.of_singular_values((1,), (1, 1, 1), 0),
    "are not all positive": lambda: DecayedSpectrum.of_singular_values((1,), (1, 1, 1), -1),
    "every decayed layer is zero at every critical point": lambda: DecayedSpectrum.of_singular_values(
        (1,), (1, 1, 1), (1, 0)
    ),
    "3 decays were passed for 2 layers": lambda: DecayedSpectrum.of_singular_values((1,), (1, 1, 1), (1, 1, 1)),
    "have no hidden layer": lambda: DecayedSpectrum.of_singular_values((1,), (1, 1), 1),
    "leave room for min(d_0, d_H) = 1": lambda: DecayedSpectrum.of_singular_values((1, 2), (1, 2, 2), 1),
    "has 0 roots at this decay": lambda: DecayedSpectrum.of_singular_values((1,), (1, 1, 1), 2).kind(large=[0]),
    "has 1 roots at this decay": lambda: DecayedSpectrum.of_singular_values((3,), (1, 1, 1), 2).kind(small=[0]),
    "is not a position": lambda: DecayedSpectrum.of_singular_values((3,), (1, 1, 1), 2).kind(large=[1]),
    "named twice": lambda: DecayedSpectrum.of_singular_values((9, 9), (2, 2, 2, 2), 1).kind(large=[0], small=[0]),
    "has rank at most 1": lambda: DecayedSpectrum.of_singular_values((9, 9), (2, 1, 2), 1).kind(large=[0, 1]),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence(words):
    with pytest.raises(InputError) as caught:
        REFUSED[words]()
    assert words in str(caught.value)


def test_values_of_kinds_by_hand():
    # lam = 14, s = 15, H = 3: sigma = 8 or 1, v = (sigma/2)(s - 2 sigma) = -4 or 13/2
    spectrum = DecayedSpectrum.of_singular_values((15,), (1, 1, 1, 1), 14)
    assert [kind.change for kind in spectrum.kinds()] == [0, -4, Fraction(13, 2)]


def test_enclosures_of_irrational_values_contain_them():
    # H = 2: L(W) - L(0) = -(s - lam)^2 / 2 with s = sqrt 3, lam = 1: -(4 - 2 sqrt 3)/2 = sqrt 3 - 2
    kind = DecayedSpectrum.of_singular_values(("sqrt(3)",), (1, 1, 1), 1).kind(large=[0])
    low, high = kind.change_enclosure(80)
    assert high - low < Fraction(1, 10**20)
    assert (low + 2) ** 2 <= 3 <= (high + 2) ** 2
    assert kind.change is None


@pytest.mark.parametrize("s", ["1/2", "1", "3/2", "2", "5/2", "7"])
def test_every_number_of_global_minimisers_is_one_or_more(s):
    for widths in itertools.product((1, 2), repeat=4):
        labels = [kind.label for kind in DecayedSpectrum.of_singular_values((s,), widths, 1).kinds()]
        assert "global minimiser" in labels
