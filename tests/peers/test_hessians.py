"""torch.func.hessian and jax.hessian at our exact points: Hessians against Hessians, spectra against exact inertia."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import NumericProblem, gradient, hessian, hessian_vector_product, loss, rounding_bound
from tests.numeric.support import floats, random_batch, random_layers, random_problem, stacked

EPS = 2.0**-52

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # torch warns about itself


def needs(name: str) -> pytest.MarkDecorator:
    missing = importlib.util.find_spec(name) is None
    return pytest.mark.skipif(missing, reason=f"{name} is not installed; get it with pip install 'symdln[peers]'")


PEERS = [pytest.param(name, marks=needs(name)) for name in ("torch", "jax")]


@cache
def library(name: str) -> Any:
    """The module, with 64-bit floats."""
    module = importlib.import_module(name)
    if name == "jax":
        module.config.update("jax_enable_x64", True)
    return module


def plain_loss(problem: NumericProblem, array: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The loss as anybody would write it, of one vector of weights in the order of our Hessians."""
    Sxx, Syx, constant = array(problem.Sxx.copy()), array(problem.Syx.copy()), float(np.trace(problem.Syy))
    ends = list(itertools.accumulate((rows * columns for rows, columns in problem.shapes), initial=0))

    def value(vector: Any) -> Any:
        layers = [
            vector[a:b].reshape(shape) for (a, b), shape in zip(itertools.pairwise(ends), problem.shapes, strict=True)
        ]
        P = layers[0]
        for layer in layers[1:]:
            P = layer @ P
        return problem.loss_factor * (((P @ Sxx - 2 * Syx) * P).sum() + constant)

    return value


def peer_hessians(name: str, problem: NumericProblem, W: Sequence[np.ndarray]) -> np.ndarray:
    vectors = np.concatenate([layer.reshape(len(layer), -1) for layer in W], axis=1)
    if name == "torch":
        torch = library(name)
        function = torch.func.vmap(torch.func.hessian(plain_loss(problem, torch.from_numpy)))
        return function(torch.from_numpy(vectors)).numpy()
    jax = library(name)
    return np.asarray(jax.vmap(jax.hessian(plain_loss(problem, jax.numpy.asarray)))(jax.numpy.asarray(vectors)))


def peer_bound(problem: NumericProblem, W: Sequence[np.ndarray]) -> np.ndarray:
    """How far a Hessian by automatic differentiation may be from the exact one, entry by entry.

    Forward over reverse mode sends each monomial through the matrix products of the loss and their adjoints: at most
    4H + 2 products, and a sum after each.  Our bound allows for 2H + 1 products; four times ours covers that.
    """
    return 4 * rounding_bound(problem, "hessian", W, inputs_rounded=True)


# -- our Hessian against theirs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(2, 3, 2), (2, 1, 3, 2), (4, 4, 4, 4), (1, 2, 3, 2, 1)], ids=str)
@pytest.mark.parametrize("name", PEERS)
def test_our_hessian_is_theirs_to_rounding(name, widths):
    exact = random_problem(widths, 0)
    problem = NumericProblem.of(exact)
    W = stacked([floats(random_layers(exact, seed)) for seed in range(4)])
    ours, theirs = hessian(problem, W), peer_hessians(name, problem, W)
    room = peer_bound(problem, W) + rounding_bound(problem, "hessian", W)
    assert (abs(ours - theirs) <= room).all()
    wrong = ours.swapaxes(1, 2).copy()
    wrong[:, 0, -1] += 1e-9 * abs(ours).max()  # a planted fault
    assert (abs(wrong - theirs) > room).any()


# -- their spectrum against our exact inertia --------------------------------------------------------------------------

PROBLEMS = {
    "distinct": dln.Problem.canonical((2, 1), (2, 2, 2)),
    "tie": dln.Problem.canonical((1, 1), (2, 2, 2, 2)),
    "wide": dln.Problem.canonical((2, 1), (2, 3, 2)),
    "singular data": dln.Problem.from_data([[2, 1], [1, 0], [3, 1]], [[1, 0], [0, 1]], (2,)),
}


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS.keys())
@pytest.mark.parametrize("name", PEERS)
def test_their_spectrum_has_our_exact_inertia_at_critical_points(name, problem):
    """Eigenvalues further from 0 than the stated error have the right signs, and as many as n_0 lie within it.

    Weyl: an eigenvalue moves by at most the norm of the change, here the Frobenius norm of the bound for the Hessian,
    plus N eps |Hess| for the eigensolver.
    """
    points = representatives(problem)
    numeric = NumericProblem.of(problem)
    W = stacked([floats([layer.rows() for layer in point.weights]) for point in points])
    H = peer_hessians(name, numeric, W)
    stated = np.linalg.norm(peer_bound(numeric, W), axis=(1, 2)) + len(H[0]) * EPS * np.linalg.norm(H, axis=(1, 2))
    for point, values, error in zip(points, np.linalg.eigvalsh(H), stated, strict=True):
        inertia = point.inertia_by_ranks
        counts = (values > error).sum(), (values < -error).sum(), (abs(values) <= error).sum()
        assert counts == (inertia.positive, inertia.negative, inertia.zero), point


def representatives(problem: dln.Problem) -> list[dln.Point]:
    """A plain and a disguised point of every kind that has rational points."""
    points = []
    for kind in problem.kinds():
        try:
            points += [kind.representative(seed) for seed in (None, 1)]
        except dln.NotRationalError:
            continue
    assert points
    return points


# -- arrays of theirs at our edge --------------------------------------------------------------------------------------


def converted(name: str, layers: Sequence[np.ndarray]) -> list[Any]:
    module = library(name)
    return [module.from_numpy(layer) if name == "torch" else module.numpy.asarray(layer) for layer in layers]


@pytest.mark.parametrize("name", PEERS)
def test_their_arrays_come_back_as_their_arrays(name):
    problem = NumericProblem.of(random_problem((2, 3, 2), 0))
    for W in (random_batch(problem, 3, 0), [layer[0] for layer in random_batch(problem, 1, 0)]):
        theirs = converted(name, W)
        results = [loss(problem, theirs), hessian(problem, theirs), *gradient(problem, theirs)]
        results += hessian_vector_product(problem, theirs, theirs)
        expected = [
            loss(problem, W),
            hessian(problem, W),
            *gradient(problem, W),
            *hessian_vector_product(problem, W, W),
        ]
        for result, value in zip(results, expected, strict=True):
            assert isinstance(result, type(theirs[0]))
            assert tuple(result.shape) == value.shape
            assert np.array_equal(np.asarray(result), value)


@needs("torch")
def test_tensors_that_require_gradients_are_refused():
    torch = library("torch")
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    weights = [torch.ones((1, 1), dtype=torch.float64, requires_grad=True)] * 2
    with pytest.raises(dln.InputError, match=r"W_1 cannot be read as a CPU array .* detached from any gradient"):
        loss(problem, weights)


@needs("jax")
def test_jax_with_32_bit_floats_is_refused():
    jax = library("jax")
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    weights = [jax.numpy.ones((1, 1))] * 2
    jax.config.update("jax_enable_x64", False)
    try:
        with pytest.raises(dln.InputError, match="set jax"):
            loss(problem, weights)
    finally:
        jax.config.update("jax_enable_x64", True)
