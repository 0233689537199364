"""How large a gradient can be around a critical point."""

import numpy as np

import symdln as dln
from symdln.numeric import Landscape, NumericProblem, gradient
from symdln.numeric.classes.residual import _Norms, gradient_bounds


def test_gradient_bounds_hold_over_the_ball():
    # The gradient vanishes at the centre, so nowhere in the ball may it exceed the bound; nor is the bound idle.
    problem = dln.Problem.canonical((3, 2), (2, 3, 2, 2))
    landscape, rng = Landscape.of(problem), np.random.default_rng(0)
    centre = [layer.to_numpy()[None] for layer in list(problem.kinds())[-1].representative(1).weights]
    worst = 0.0
    for size in (1e-8, 1e-3, 0.1):
        moves = [rng.normal(size=(400, *W.shape[1:])) for W in centre]
        W = [
            w + size * np.linalg.norm(w) * m / np.linalg.norm(m, axis=(1, 2), keepdims=True)
            for w, m in zip(centre, moves, strict=True)
        ]
        errors = np.array([np.full(400, size * np.linalg.norm(w)) for w in centre])
        bounds = gradient_bounds(landscape.problem, W, errors)
        for slope, (moved, rounding) in zip(gradient(landscape.problem, W), bounds, strict=True):
            actual = np.linalg.norm(slope, axis=(1, 2))
            assert (actual <= moved + rounding).all()
            worst = max(worst, (actual / np.maximum(moved, 1e-300)).max())
    assert worst > 0.05


def test_norms_of_products_hold_where_the_floats_cancel():
    # 3 * fl(0.1) - fl(3 * fl(0.1)) is one rounding error, which the computed product may not see.
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 2, 1)))
    W = [np.array([[[0.1], [0.1 * 3]]]), np.array([[[3.0, -1.0]]])]
    exact = 3 * dln.rational(0.1, exactly=True) - dln.rational(0.1 * 3, exactly=True)
    computed = (W[1] @ W[0]).item()
    assert float(exact) != 0
    bound = _Norms(problem, W).m[2, 1].item()
    assert bound >= abs(float(exact))
    assert bound < 1e-13
    assert computed in (0.0, float(exact))
