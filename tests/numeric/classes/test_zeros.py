"""Whether zeros are within reach of the stated error, in the weights as they were given."""

import numpy as np
import pytest

from symdln.numeric.classes.zeros import _turned, reached


def test_a_string_of_tiny_weights_does_not_hide_another():
    # W_3 = [1, 1e-11, 1e-7] takes the second vector that W_2 = [e_1, e_2] brings to 1e-11, far beyond an error of
    # 1e-15, though small beside the one that e_3 takes along where its image has size one: 1e-15 / 1e-7 = 1e-8.
    layers = [np.eye(3)[None, :, :2], np.array([[[1.0, 1e-11, 1e-7]]])]
    noise = [np.full(1, 1e-15), np.full(1, 1e-15)]
    value, room = reached(layers, noise, np.array([[[0.0], [1.0]]]), np.ones((1, 1, 1)))
    assert value.item() == pytest.approx(1e-11, rel=1e-12)
    # to first order: error of W_3 on |e_2| = 1, error of W_2 taken by |W_3| near 1
    assert room.item() == pytest.approx(2e-15, rel=1e-6)


def test_directions_carried_back_are_told_apart():
    # e_1 + 1e-9 e_2 and e_1 span the same as e_1, e_2; alone they never show what happens to e_2.
    near = np.array([[[1.0, 1.0], [1e-9, 0.0]]])
    turned = _turned(near)
    assert np.allclose(abs(turned[0]), [[0, 1], [1, 0]], atol=1e-12)
    assert np.allclose(turned[0].T @ turned[0], np.eye(2), atol=1e-12)
