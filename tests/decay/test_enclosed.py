"""Enclosed points of irrational kinds: the gradient contains 0, and inertia and value agree with the theorems."""

from fractions import Fraction

import flint
import pytest

import symdln as dln
from symdln import InputError, UndecidedError
from symdln.decay import DecayedProblem, DecayedSpectrum, enclosed_point, enclosed_representative
from symdln.decay.enclosed import EnclosedPoint

SKEW = [[2, 1], [1, 3]]  # eigenvalues (5 +- sqrt 5) / 2
PROBLEMS = [
    DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], SKEW, (3,)), "1/2"),
    DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], SKEW, (2, 2)), ("1/8", "1/3", "1/2")),
    DecayedProblem(dln.Problem.from_data([[1, 1], [1, -1]], [[4, 1], [1, 3], [1, 1]], (2,)), 1),  # X X^T = 2 I
    DecayedProblem(dln.Problem.from_data([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 2, 2]], (1, 1), loss_factor=1), "1/5"),
    DecayedProblem(dln.Problem.from_data([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[2, 1, 0], [1, 2, 0]], (2,)), "3/2"),
    DecayedProblem(dln.Problem.from_moments(SKEW, SKEW, SKEW, (2,)), "1/2"),
    DecayedProblem(dln.Problem.from_moments(SKEW, SKEW, SKEW, (1, 2)), ("1/10", "1/5", "1/7")),
    DecayedProblem(
        dln.Problem.from_data([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[3, 1, 1], [1, 3, 1], [1, 1, 3]], (2,)), 1
    ),
]


@pytest.mark.parametrize("decayed", PROBLEMS)
def test_every_kind_is_enclosed(decayed):
    """Three routes beside the theorems: 0 in the gradient, the loss of the weights, signs of the enclosed Hessian."""
    for kind in decayed.kinds():
        point = enclosed_representative(decayed, kind)
        _check(point)
        low, high = point.change()
        value = decayed.value(kind)
        assert max(low + decayed.value_at_zero, value.lower) <= min(high + decayed.value_at_zero, value.upper)
        assert point.inertia() == kind.inertia


def _check(point):
    for layer in point.gradient():
        assert all(entry.contains(0) for row in layer.tolist() for entry in row)
        assert all(float(entry.rad()) < 1e-25 for row in layer.tolist() for entry in row)


@pytest.mark.parametrize(
    "spectrum",
    [
        DecayedSpectrum.of_singular_values(("sqrt(20)", "sqrt(3)", "2"), (3, 2, 3), 1),
        DecayedSpectrum.of_singular_values(("sqrt(20)", "sqrt(20)"), (2, 2, 2, 2), 1),
        DecayedSpectrum.of_autoencoder((5, 5, 2), (2, 2), "1/3"),
    ],
)
def test_kinds_of_a_spectrum_alone(spectrum):
    decay = Fraction(1) if spectrum.is_white else Fraction(1, 3)
    for kind in spectrum.kinds():
        point = enclosed_point(kind, decay)
        _check(point)
        assert point.inertia() == kind.inertia


def test_another_decay_or_a_lost_mode_moves_the_gradient_away_from_zero():
    decayed = PROBLEMS[0]
    kind = decayed.kind(large=[0])
    point = enclosed_representative(decayed, kind)
    for wrong in (
        EnclosedPoint(kind, (Fraction(1), Fraction(1)), point._data),
        EnclosedPoint(decayed.kind(large=[0, 1]), decayed.decays, point._data),
    ):
        try:
            layers = wrong.gradient()
        except ValueError:  # two modes and the frames of one do not fit
            continue
        assert any(not entry.contains(0) for layer in layers for row in layer.tolist() for entry in row)


def test_precision_grows_and_enclosures_are_of_one_point():
    point = enclosed_representative(PROBLEMS[-1], PROBLEMS[-1].kind(large=[0, 1]))
    coarse, fine = (point.weights(bits) for bits in (64, 400))
    with flint.ctx.workprec(400):
        for first, second in zip(coarse, fine, strict=True):
            pairs = zip(first.tolist(), second.tolist(), strict=True)
            assert all(a.overlaps(b) and b.rad() <= a.rad() for r, s in pairs for a, b in zip(r, s, strict=True))


def test_degenerate_kinds_and_wrong_input_are_said():
    spectrum = DecayedSpectrum.of_singular_values((4,), (1, 1, 1, 1), 3)  # w = 1 is a double root: 1 + 3 = 4
    with pytest.raises(UndecidedError, match="more zeros than the dimension of its orbit"):
        enclosed_point(spectrum.kind(large=[0]), 3).inertia()
    with pytest.raises(InputError, match="The decays have the product"):
        enclosed_point(spectrum.kind(), 2)
    with pytest.raises(InputError, match="belongs to another problem"):
        enclosed_representative(PROBLEMS[0], spectrum.kind())
    with pytest.raises(InputError, match="points are enclosed up to 300"):
        enclosed_point(DecayedSpectrum.of_singular_values((4,), (13, 13, 13), 1).kind(), 1)
