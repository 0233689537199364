"""Levels: *entries* of matrices, *spectra* with multiplicities, *stochastic* estimates, *degenerate* operators."""

from __future__ import annotations

import numpy as np
import pytest

from exact_points import adapters, array, load, spectrum

POINTS = {point.id: point for point in load()}
DTYPES = ("float64", "float32")
SEEDS = range(5)
pytestmark = pytest.mark.filterwarnings("ignore")

every_point = pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
every_dtype = pytest.mark.parametrize("dtype", DTYPES)


@pytest.fixture(scope="session")
def adapter(request):
    """The adapter of the library under test."""
    try:
        return adapters.adapter(request.config.getoption("--library"))
    except (ImportError, ValueError, AttributeError) as error:
        pytest.fail(f"--library: {error}", pytrace=False)


def needs(adapter, method, dtype="float64"):
    """The method of the adapter; a skip where it has none, or not in this type."""
    if not hasattr(adapter, method) or dtype not in adapter.dtypes:
        pytest.skip(f"the adapter has no {method} in {dtype}")
    return getattr(adapter, method)


def close(found, exact, allowed):
    found = np.asarray(found)
    assert found.shape == exact.shape
    assert np.isfinite(found).all()
    assert np.abs(found - exact).max(initial=0) <= allowed


def blocks(point):
    """The diagonal blocks of the Gauss-Newton matrix, as one matrix."""
    G, kept, start = array(point, "ggn"), np.zeros_like(array(point, "ggn")), 0
    for columns, rows in zip(point.widths[:-1], point.widths[1:], strict=True):
        end = start + rows * columns
        kept[start:end, start:end] = G[start:end, start:end]
        start = end
    return kept


# -- entries -----------------------------------------------------------------------------------------------------------


@every_dtype
@every_point
@pytest.mark.parametrize("what", ["hessian", "ggn"])
def test_entries(adapter, what, point, dtype):
    close(needs(adapter, what, dtype)(point, dtype), array(point, what), point.tolerance[dtype][what])


@every_dtype
@every_point
def test_entries_of_gradients(adapter, point, dtype):
    exact = np.concatenate([layer.ravel() for layer in array(point, "gradient")])
    close(needs(adapter, "gradient", dtype)(point, dtype), exact, point.tolerance[dtype]["gradient"])


@every_dtype
@every_point
def test_entries_of_products(adapter, point, dtype):
    product = needs(adapter, "hvp", dtype)
    H = array(point, "hessian")
    v = np.linspace(-1, 1, len(H)).astype(dtype)
    unit = 2.0 ** -(53 if dtype == "float64" else 24)
    room = len(H) * (point.tolerance[dtype]["hessian"] + 2 * (len(H) + 1) * unit * np.abs(H).max())
    close(product(point, dtype, v), H @ v.astype(float), room)


@every_dtype
@every_point
def test_entries_of_kfac_blocks(adapter, point, dtype):
    """K-FAC with the exact Fisher matrix ("type 2") is the block diagonal of the Gauss-Newton matrix."""
    found = needs(adapter, "kfac_blocks", dtype)(point, dtype)
    close(found, blocks(point), 4 * point.tolerance[dtype]["ggn"])


@every_dtype
def test_entries_of_kfra_blocks(adapter, dtype):
    point = POINTS["a13"]
    close(needs(adapter, "kfra_blocks", dtype)(point, dtype), blocks(point), 4 * point.tolerance[dtype]["ggn"])


@every_dtype
@every_point
def test_entries_of_the_empirical_fisher_matrix(adapter, point, dtype):
    """Two gradients are multiplied: twice the relative error, of the size of the largest gradient of a sample."""
    found = needs(adapter, "empirical_fisher", dtype)(point, dtype)
    exact = array(point, "empirical_fisher")
    if point.reduction == "sum":
        room = point.tolerance[dtype]["gradient"]
        close(found, exact, 2 * len(point.X[0]) * room * (np.sqrt(np.abs(exact).max()) + room) + room)


@every_dtype
def test_entries_with_batches_of_unequal_size(adapter, dtype):
    point = POINTS["unequal-batches"]
    found = needs(adapter, "batched_hessian", dtype)(point, dtype)
    close(found, array(point, "hessian"), 2 * point.tolerance[dtype]["hessian"])


# -- spectra -----------------------------------------------------------------------------------------------------------


@every_dtype
@every_point
def test_spectra(adapter, point, dtype):
    """The three eigenvalues of largest modulus: right with multiplicity, or honestly said not to have converged."""
    top = needs(adapter, "top", dtype)
    exact = spectrum(point)
    exact = exact[np.argsort(-np.abs(exact))]
    k = min(3, len(exact))
    allowed = point.tolerance[dtype]["eigenvalue"] + 1e-3 * abs(exact[0])
    for seed in SEEDS:
        values, converged = top(point, dtype, k, seed)
        assert len(values) == k, f"{len(values)} of {k} eigenvalues, without a word"
        assert np.isfinite(values).all()
        claimed = [value for value, sure in zip(values, converged, strict=True) if sure]
        left = list(exact)
        for value in claimed:
            nearest = min(left, key=lambda one: abs(one - value))
            assert abs(nearest - value) <= allowed, f"{value} is not a further eigenvalue"
            left.remove(nearest)
        if len(claimed) == k:
            sizes = np.sort(np.abs(claimed))[::-1]
            assert np.abs(sizes - np.abs(exact[:k])).max() <= allowed, "other ones are larger"


# -- stochastic --------------------------------------------------------------------------------------------------------


@every_point
def test_stochastic_traces_of_the_ggn(adapter, point):
    """Finite; and within six standard errors, for Hutchinson's estimator at most sqrt(2) |G|_F for each probe."""
    traces = needs(adapter, "traces")
    G = array(point, "ggn")
    for name, values in traces(point, "float64", SEEDS).items():
        assert np.isfinite(values).all(), name
        room = 6 * np.sqrt(2) * np.linalg.norm(G) + 1e-9
        assert np.abs(np.array(values) - np.trace(G)).max() <= room, name


# -- degenerate --------------------------------------------------------------------------------------------------------


@every_point
def test_degenerate_density_of_the_ggn(adapter, point):
    """A density exists for every symmetric matrix, the zero matrix among them."""
    grid, values = needs(adapter, "density")(point, "float64")
    assert np.isfinite(grid).all()
    assert np.isfinite(values).all()


def test_degenerate_pair_of_eigenvalues(adapter):
    """[[0, -4], [-4, 0]]: the eigenvalues are 4 and -4, and nothing between them."""
    point = POINTS["e1"]
    dtype = adapter.dtypes[-1]
    for seed in SEEDS:
        values, converged = needs(adapter, "top", dtype)(point, dtype, 1, seed)
        assert not converged[0] or abs(abs(values[0]) - 4) < 1e-2
