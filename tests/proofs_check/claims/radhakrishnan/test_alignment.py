"""The claims ``radhakrishnan.alignment``: cases by hand."""

from proofs_check.claims.radhakrishnan.alignment import best, exists, invariant, placed


def test_the_best_product_by_hand() -> None:
    # target singular values 1 and 4, inputs 2 and 1, one hidden unit: the second one is kept, and the loss is 1 / 2
    network = ((2, 1, 2), (1, 4), (2, 1))
    assert best(network).loss == placed(network, [0, 4]).loss
    assert 2 * best(network).loss == 1
    assert exists.at(network).holds


def test_alignment_is_kept() -> None:
    assert invariant.at(((2, 2, 2), (2, 1), (1, 1))).holds
