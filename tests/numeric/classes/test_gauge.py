"""Arrows in other bases: their errors are within the stated bounds."""

import numpy as np
import pytest

from symdln.numeric.classes.gauge import in_bases, reversed_bases, string_bases


@pytest.mark.parametrize("propose", [string_bases, reversed_bases])
def test_errors_in_other_bases_hold(propose):
    # D (W + dW) E is within the bound of D W E, for perturbations of the stated size.
    rng = np.random.default_rng(1)
    layers = [rng.normal(size=(50, *shape)) for shape in ((3, 2), (3, 3), (2, 3))]
    layers[1][:, :, 0] *= 1e-6
    errors = np.array([np.full(50, 1e-10)] * 3)
    bases = propose(layers, errors)
    placed = in_bases(layers, errors, bases, layers[0])
    noise = [rng.normal(size=W.shape) for W in layers]
    moved = [W + 1e-10 * m / np.linalg.norm(m, axis=(1, 2), keepdims=True) for W, m in zip(layers, noise, strict=True)]
    again = in_bases(moved, errors, bases, moved[0])
    for before, after, bound in zip(placed.matrices, again.matrices, placed.errors, strict=True):
        assert (np.linalg.norm(after - before, ord=2, axis=(1, 2)) <= bound).all()
