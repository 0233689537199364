"""Numerical kinds of float points: rounded exact points of every kind, and points between kinds."""

import numpy as np
import pytest

import symdln as dln
from symdln import InputError
from symdln.decay import DecayedProblem, DecayedSpectrum, point_of_kind
from symdln.decay.floats import float_point, kinds_of_floats


@pytest.mark.parametrize(
    ("spectrum", "lam"),
    [
        (DecayedSpectrum.of_singular_values((15, 15, 12), (3, 3, 3, 3), 14), 14),
        (DecayedSpectrum.of_singular_values((5, 2, 1), (3, 2, 3), 1), 1),
        (DecayedSpectrum.of_singular_values(("19/2", 4, 1), (3, 3, 3, 4), 3), 3),
    ],
)
def test_rounded_points_of_every_kind_are_recognised(spectrum, lam):
    for kind in spectrum.kinds():
        try:
            point = point_of_kind(kind, lam, rng=4)
        except dln.NotRationalError:
            continue
        found = kinds_of_floats(point.decayed, [W.to_numpy()[None] for W in point.weights])
        assert found.kinds == (kind,)
        assert found.labels == (kind.label,)
        assert found.residuals[0] < 1e-12


def test_an_autoencoder_trained_by_descent_ends_in_a_listed_minimum():
    """Gradient descent in floats from a fixed start: the end is critical, and the list says what it is."""
    decayed = DecayedProblem(
        dln.Problem.from_moments([[4, 1], [1, 3]], [[4, 1], [1, 3]], [[4, 1], [1, 3]], (1,)), "1/2"
    )
    S = np.array([[4.0, 1.0], [1.0, 3.0]])
    rng = np.random.default_rng(3)
    W, V = rng.normal(size=(1, 2)), rng.normal(size=(2, 1))
    for _ in range(4000):
        G = (V @ W - np.eye(2)) @ S
        W, V = W - 0.02 * (V.T @ G + W / 2), V - 0.02 * (G @ W.T + V / 2)
    found = kinds_of_floats(decayed, [W[None], V[None]])
    assert found.labels == ("global minimiser",)
    assert str(found.kinds[0]) == "large 0"


def test_what_is_not_critical_or_near_no_root_is_said():
    decayed = DecayedProblem(dln.Problem.canonical((15,), (1, 1, 1, 1)), 14)
    batch = [np.array([[[1.0]], [[0.7937]]])] * 3  # t = 0.0333 lies between the roots 0 and 1/15
    assert kinds_of_floats(decayed, batch).labels == ("strict saddle", "not critical")
    assert kinds_of_floats(decayed, batch, tolerance=0.9).labels == ("strict saddle", "undecided")
    with pytest.raises(InputError, match="pass a number between 0 and 1"):
        kinds_of_floats(decayed, batch, tolerance=0)


def test_a_thousand_points_at_once():
    spectrum = DecayedSpectrum.of_singular_values((5, 2), (16,) * 4, 1)
    point = point_of_kind(spectrum.kind(), 1)
    found = kinds_of_floats(point.decayed, [np.zeros((1000, 16, 16))] * 3)
    assert set(found.labels) == {"local minimum"}


IRIS = [["61301/600", "-2371/375"], ["-2371/375", "106151/3750"]]  # the centred moments of the sepals


@pytest.mark.parametrize("decay", [3, (1, 2, 3)])
def test_float_points_of_all_kinds_of_an_autoencoder_are_critical_and_recognised(decay):
    decayed = DecayedProblem(dln.Problem.from_moments(IRIS, IRIS, IRIS, (2, 3)), decay)
    kinds = list(decayed.kinds())
    assert len(kinds) == 9
    points = [float_point(decayed, kind) for kind in kinds]
    found = kinds_of_floats(decayed, [np.stack(layers) for layers in zip(*points, strict=True)])
    assert found.kinds == tuple(kinds)
    assert found.residuals.max() < 1e-12


def test_float_points_for_targets_with_irrational_singular_values():
    """The loss at the rounded point lies within rounding of the enclosed value of the kind."""
    decayed = DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], [[2, 1], [1, 3]], (3,)), "1/2")
    for kind in decayed.kinds():
        W, V = float_point(decayed, kind)
        loss = 0.5 * ((V @ W - np.array([[2.0, 1.0], [1.0, 3.0]])) ** 2).sum() + 0.25 * ((W**2).sum() + (V**2).sum())
        assert loss == pytest.approx(float(decayed.value(kind).lower), abs=1e-12)
