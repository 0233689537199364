"""Fixtures with curvature, filters, batches, and comparisons: right code passes, and every fault shows."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.curvature import compare, eigenvalues, kronecker
from symdln.errors import InputError
from symdln.exact_points import Conventions, build, check, differences, load, request, stacked, write
from symdln.exact_points.compare import upper_root
from symdln.exact_points.curvature import decimal_text, significant

PROBLEM = dln.Problem.canonical((3, 2), (3, 2, 2))
DEEP = dln.Problem.canonical((2, 1), (2, 2, 2, 2))


@pytest.fixture(scope="module")
def made():
    return list(build([PROBLEM, DEEP], count=2, limit=2, non_critical=2, curvature=True, families="gauge"))


def test_all_of_it_is_right_by_the_hessian(made):
    for fixture in made:
        found, point = fixture.curvature, fixture.point
        assert found.ggn == dln.ggn(point.problem, point)
        assert found.ggn.trace() == point.hessian.trace()
        assert found.ggn_rank == found.ggn.rank()
        for j, (left, right) in enumerate(found.kronecker_factors, 1):
            assert kronecker(left, right) == dln.hessian_block(point.problem, point, j, j)
        for listed, matrix in ((found.eigenvalues, point.hessian), (found.ggn_eigenvalues, found.ggn)):
            for value, (low, high, multiplicity) in zip(eigenvalues(matrix), listed, strict=True):
                assert compare(value, low) >= 0 >= compare(value, high)
                assert multiplicity == value.multiplicity
                assert high - low <= max(abs(low), abs(high)) / 10**10
        assert (found.learning_coefficient is None) == (fixture.label != "global minimiser")
        assert (found.volume_exponent is None) == (fixture.label in ("global minimiser", "not critical"))


@pytest.mark.parametrize("layout", ["linear", "kernel"])
def test_files_give_it_back(made, tmp_path, layout):
    path = write(tmp_path / "set.json", made, conventions=Conventions(layout=layout))
    assert list(load(path)) == made
    assert not list(check(path))
    document = json.loads(path.read_text())
    first = document["fixtures"][0]["curvature"]
    first["eigenvalues"][0][1] = decimal_text(Fraction(first["eigenvalues"][0][1]) + 1)
    path.write_text(json.dumps(document))
    assert list(check(path)) == [f"{made[0].id}: curvature differs from what its weights and data give."]


def test_files_without_it_are_as_before(tmp_path):
    path = write(tmp_path / "set.json", request(PROBLEM, count=1))
    assert "curvature" not in json.loads(path.read_text())["fixtures"][0]
    assert load(path)[0].curvature is None


# -- filters -----------------------------------------------------------------------------------------------------------


def test_filters_keep_what_has_the_property():
    for name, of in (
        ("index", lambda f: f.inertia.negative),
        ("order", lambda f: f.saddle_order),
        ("rank", lambda f: f.rank),
        ("dimension", lambda f: f.kind.dimension),
        ("value", lambda f: f.loss),
    ):
        everything = [of(fixture) for fixture in build(DEEP, count=1)]
        for wanted in {value for value in everything if value is not None}:
            kept = [of(fixture) for fixture in build(DEEP, count=1, **{name: wanted})]
            assert kept == [wanted] * everything.count(wanted)


def test_scale_moves_along_the_fibre_and_unbalances():
    plain, moved = (list(build(PROBLEM, count=1, scale=scale)) for scale in (1, "5/2"))
    for one, other in zip(plain, moved, strict=True):
        assert (one.end_to_end, one.inertia, one.loss) == (other.end_to_end, other.inertia, other.loss)
        assert other.weights[0] == one.weights[0] * Fraction(5, 2)
    balanced, others = (list(build(PROBLEM, count=1, balanced=wanted)) for wanted in (True, False))
    assert len(balanced) + len(others) == len(plain)
    assert request(PROBLEM, count=1, balanced=True).number() == len(balanced)
    with pytest.raises(InputError, match="scale=0"):
        request(PROBLEM, scale=0)


def test_batches_hold_what_the_fixtures_hold(made):
    for name, batch in stacked(made).items():
        group = [fixture for fixture in made if fixture.problem_id == name]
        assert batch.ids == tuple(fixture.id for fixture in group)
        for place, fixture in enumerate(group):
            rounded = fixture.rounded("float64")
            assert all((a[place] == b).all() for a, b in zip(batch.weights, rounded.weights, strict=True))
            assert (batch.hessian[place] == fixture.point.hessian.to_numpy()).all()
            assert batch.inertia[place].sum() == fixture.problem.parameters
    with pytest.raises(InputError, match="nothing to stack"):
        stacked([])


# -- comparisons -------------------------------------------------------------------------------------------------------


def floating(fixture, dtype="float64"):
    """What right floating code gives: rounded entries, numpy's eigenvalues and kernel."""
    H = np.array(fixture.point.hessian.to_numpy(), dtype=dtype)
    G = np.array(fixture.curvature.ggn.to_numpy(), dtype=dtype)
    values, vectors = np.linalg.eigh(H)
    nullity = fixture.inertia.zero
    kernel = vectors[:, np.argsort(abs(values))[:nullity]]
    v = np.linspace(-1, 1, len(H)).astype(dtype)
    return {"hessian": H, "ggn": G, "hvp": (v, H @ v), "eigenvalues": values, "kernel": kernel}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_right_code_passes(made, dtype):
    for fixture in made:
        if fixture.origin is None:
            found = floating(fixture, dtype)
            inertia = fixture.inertia
            counts = {"negative": inertia.negative, "positive": inertia.positive, "zero": inertia.zero}
            assert differences(fixture, **found, **counts, dtype=dtype) == []


def test_every_fault_shows(made):
    for fixture in made[:6]:
        right = floating(fixture)
        v, product = right["hvp"]
        wrong = {
            "ggn": right["ggn"] + 1e-9,
            "hvp": (v, product + 1e-9),
            "eigenvalues": right["eigenvalues"] + 1e-9,
            "positive": fixture.inertia.positive + 1,
            "zero": fixture.inertia.zero + 1,
        }
        for name, value in wrong.items():
            assert len(differences(fixture, **{name: value})) == 1, name


def test_a_gauss_newton_matrix_in_place_of_the_hessian_shows_at_saddles(made):
    for fixture in made:
        if fixture.label == "strict saddle" and fixture.origin is None:
            assert len(differences(fixture, hessian=fixture.curvature.ggn.to_numpy())) == 1


def test_one_copy_of_a_multiple_eigenvalue_shows():
    zero = next(build(dln.Problem.canonical((2, 2), (2, 2, 2)), count=1))
    assert differences(zero, eigenvalues=[2] * 4 + [-2] * 4) == []
    (sentence,) = differences(zero, eigenvalues=[2] * 5 + [-2] * 3)
    assert "eigenvalue 5, from the largest, is 2 instead of -2" in sentence


def test_kernels_are_compared_as_spaces(made):
    fixture = next(f for f in made if f.inertia.zero >= 2 and f.origin is None)
    kernel = floating(fixture)["kernel"]
    mixed = kernel @ np.triu(np.ones((kernel.shape[1], kernel.shape[1])))
    assert differences(fixture, kernel=mixed) == []
    assert "nullity" in differences(fixture, kernel=kernel[:, 1:])[0]
    assert "nullity" in differences(fixture, kernel=np.repeat(kernel[:, :1], kernel.shape[1], axis=1))[0]
    other = kernel.copy()
    other[:, 0] = np.linalg.eigh(fixture.point.hessian.to_numpy())[1][:, -1]
    assert "is stretched by" in differences(fixture, kernel=other)[0]


def test_wrong_shapes_are_refused(made):
    fixture = made[0]
    for wrong, message in (
        ({"eigenvalues": [1, 2]}, "with repetitions"),
        ({"kernel": [[1]]}, "columns of"),
        ({"hvp": ([1], [2])}, "hvp must be a vector"),
        ({"ggn": [[1]]}, "has shape"),
    ):
        with pytest.raises(InputError, match=message):
            differences(fixture, **wrong)


# -- numbers -----------------------------------------------------------------------------------------------------------


def test_decimals_are_read_back_and_rounded_outwards():
    for numerator, denominator in itertools.product((1, -7, 123456789012345), (1, 3, 10**9, 7 * 10**20)):
        value = Fraction(numerator, denominator)
        low, high = significant(value, value)
        assert low <= value <= high
        assert high - low <= abs(value) / 10**10
        assert Fraction(decimal_text(low)) == low
        assert len(decimal_text(low)) <= 40


def test_the_root_is_rounded_upwards():
    for value in (Fraction(0), Fraction(2), Fraction(1, 10**40), Fraction(10**40, 3)):
        root = upper_root(value)
        assert value <= root**2
        assert root**2 <= value * (1 + Fraction(1, 10**6)) + Fraction(1, 10**30)
