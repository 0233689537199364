"""Collapse, ranks of minima and uniqueness, at hand-made spectra."""

from symdln.decay import DecayedSpectrum


def thresholds(values, widths, lam):
    return DecayedSpectrum.of_singular_values(values, widths, lam).thresholds()


def test_depth_3_with_decay_1():
    # s_min = 4 * 27^(-1/4) = 1.7548..., s_c = 2
    assert thresholds((3, 2, 1), (3, 3, 3, 3), 1).local_ranks == (0, 1, 2)
    assert thresholds((3, 2, 1), (3, 3, 3, 3), 1).global_ranks == (1, 2)
    assert not thresholds((3, 2, 1), (3, 3, 3, 3), 1).product_is_unique
    assert thresholds((3, "201/100", 1), (3, 3, 3, 3), 1).global_ranks == (2,)
    assert thresholds((3, "199/100", 1), (3, 3, 3, 3), 1).global_ranks == (1,)
    assert thresholds(("19/10",), (1, 1, 1, 1), 1).collapsed
    assert thresholds(("19/10",), (1, 1, 1, 1), 1).local_ranks == (0, 1)
    assert thresholds(("17/10",), (1, 1, 1, 1), 1).local_ranks == (0,)


def test_a_value_at_the_fold_makes_a_non_strict_saddle_unless_larger_ones_fill_the_widths():
    # lam = 3: s_min = 4
    assert not thresholds((4,), (1, 1, 1, 1), 3).all_saddles_strict
    assert not thresholds((9, 4), (2, 2, 2, 2), 3).all_saddles_strict
    assert thresholds((9, 4), (2, 1, 1, 2), 3).all_saddles_strict
    assert not thresholds((9, 4), (2, 1, 1, 2), 3).morse_bott


def test_a_bottleneck_inside_a_tie_leaves_the_product_open():
    assert not thresholds((9, 9), (2, 1, 1, 2), 1).product_is_unique
    assert thresholds((9, 8), (2, 1, 1, 2), 1).product_is_unique
    assert thresholds((9, 9), (2, 2, 2, 2), 1).product_is_unique
    assert not thresholds((9, 9), (2, 1, 2), 1).product_is_unique


def test_depth_2_has_one_rank_of_minima():
    found = thresholds((3, 1, "1/2"), (3, 3, 3), 1)
    assert found.local_ranks == found.global_ranks == (1,)
    assert found.all_saddles_strict
    assert not found.morse_bott  # s = lam
