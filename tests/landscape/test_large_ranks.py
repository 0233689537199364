"""Ranks at large widths: proved on cores of paths, equal to FLINT's at every kind, and never misled by a prime."""

import itertools
import random

import flint
import numpy as np
import pytest

import symdln as dln
from symdln.algebra import rank as ranks
from symdln.algebra.products import to_array, to_flint
from symdln.algebra.rank import Span, spanning
from symdln.landscape import signature
from tests.benchmarks.cases import square_problem, varied_kind, wide_point
from tests.landscape.support import general_problems


@pytest.fixture
def by_cores(monkeypatch):
    """All widths count as large."""
    monkeypatch.setattr(signature, "LARGE", 0)


def flint_ranks(point: dln.Point) -> dict[tuple[int, int], int]:
    """The rank of every path by FLINT's exact elimination, and that of P Sxx."""
    depth = point.problem.depth
    keys = [*itertools.product(range(depth + 1), range(depth)), (0, depth)]
    return {key: signature.path_from(point, *key).rank() for key in keys}


def cores(point: dln.Point) -> dict[tuple[int, int], int]:
    return {key: span.rank for key, span in signature.path_spans(point).items()}


def points() -> list[dln.Point]:
    """Both representatives of every rational kind of a few problems, with closing strings, Sxx != I, and rank 0."""
    small = [dln.Problem.canonical((2, 1), widths) for widths in ((2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3, 1, 2, 2))]
    found = []
    for problem in [*small, *general_problems()]:
        for kind in itertools.islice(problem.kinds(), 40):
            try:
                found += kind.representatives(1)
            except dln.NotRationalError:
                continue
    return found


# -- the same answers --------------------------------------------------------------------------------------------------


def test_cores_have_the_ranks_of_their_paths():
    tried = points()
    assert len(tried) > 150
    for point in tried:
        assert cores(point) == flint_ranks(point)


def test_cores_have_the_ranks_of_their_paths_away_from_critical_points():
    """The relations among rows and columns need no criticality."""
    rng = random.Random(0)
    for problem in (dln.Problem.canonical((2, 1), (3, 2, 3, 2)), *general_problems()):
        for _ in range(5):
            layers = [[[rng.randint(-1, 1) for _ in range(n)] for _ in range(m)] for m, n in problem.shapes]
            point = dln.Point(problem, layers)
            assert cores(point) == flint_ranks(point)


def test_a_point_uses_cores_from_the_threshold_on(by_cores):
    problem = square_problem((6,) * 4)
    kind = varied_kind(problem)
    point = wide_point(problem, kind, random.Random(0))
    assert point.inertia_by_ranks == kind.inertia == point.inertia_by_hessian
    assert "path_spans" in vars(point)
    assert set(point.path_ranks) == set(itertools.product(range(4), range(3)))  # lengths below H alone


@pytest.mark.parametrize("dense", [False, True])
def test_lifting_proves_ranks_of_wide_points(dense):
    """Width 80: cores are beyond FLINT's sizes, so that kernels of hundreds of digits (dense) are lifted."""
    problem = square_problem((80,) * 4)
    point = wide_point(problem, varied_kind(problem), random.Random(3), dense)
    expected = flint_ranks(point)
    assert cores(point) == expected
    assert len(set(expected.values())) >= 3  # 40 selected; ranks between that and 80


@pytest.mark.slow
@pytest.mark.parametrize("widths", [(183,) * 4, (200, 150, 210, 200), (100,) * 11])
def test_a_hundred_thousand_weights(widths):
    problem = square_problem(widths)
    kind = varied_kind(problem)
    point = wide_point(problem, kind, random.Random(5))
    assert point.is_critical
    assert point.inertia_by_ranks == kind.inertia
    assert cores(point) == flint_ranks(point)


# -- spanning rows and columns -----------------------------------------------------------------------------------------


def check_span(matrix: flint.fmpz_mat) -> None:
    """The rank is FLINT's, and the rows and columns named do span."""
    span, array = spanning(to_array(matrix)), to_array(matrix)
    assert span.rank == matrix.rank()
    for part in (array[span.rows], array[:, span.columns]):
        assert to_flint(part).rank() == span.rank


@pytest.mark.parametrize(
    "shape", [(0, 0), (0, 3), (3, 0), (1, 1), (3, 5), (5, 3), (70, 90), (90, 70), (80, 80)], ids=str
)
@pytest.mark.parametrize("inner", [0, 1, 3, 65])
@pytest.mark.parametrize("bits", [2, 40])
def test_rows_and_columns_span(shape, inner, bits):
    rng = random.Random(inner)
    top = 2**bits

    def drawn(rows: int, columns: int) -> flint.fmpz_mat:
        return flint.fmpz_mat(rows, columns, [rng.randint(-top, top) for _ in range(rows * columns)])

    check_span(drawn(shape[0], inner) * drawn(inner, shape[1]))


# -- planted faults ----------------------------------------------------------------------------------------------------


def test_a_prime_that_divides_minors_misleads_nobody(monkeypatch):
    """Every rank is asked for with the primes 31, 29, 23, ...: modulo them most of these matrices lose rank.

    Weights times 31, 29 and 23 in turn vanish modulo these primes, and their ranks over the rationals do not change.
    """
    monkeypatch.setattr(ranks, "_SMALL", 0)
    monkeypatch.setattr(ranks, "_LEAST_PRIME", 2)
    monkeypatch.setattr(ranks, "_prime_for", lambda size, entry: 31)
    problem = dln.Problem.canonical((2, 1), (2, 3, 2, 2))
    lost = 0
    for kind in problem.kinds():
        plain = kind.representative(2)
        for primes in itertools.permutations((1, 31, 29 * 23)):
            weights = [weight * prime for weight, prime in zip(plain.weights, primes, strict=True)]
            point = dln.Point(problem, weights)
            assert cores(point) == flint_ranks(plain)
            lost += any(flint.nmod_mat(weight.cleared[0], 31).rank() < weight.rank() for weight in weights)
    assert lost > 50


def test_a_large_prime_that_divides_a_pivot_costs_rows_and_columns_only():
    """diag(1, p): modulo p one pivot is seen, the rank is 2, so everything is kept."""
    p = 2**61 - 1
    span = spanning(np.array([[1, 0, 0], [0, p, 0], [0, 0, 0]], dtype=object))
    assert (span.rank, span.rows, span.columns) == (2, [0, 1, 2], [0, 1, 2])


def test_without_the_proof_a_prime_would_mislead(monkeypatch):
    """What the proofs are for: were every Schur complement taken for zero, the rank modulo 31 would be the answer."""
    monkeypatch.setattr(ranks, "_SMALL", 0)
    monkeypatch.setattr(ranks, "_LEAST_PRIME", 2)
    monkeypatch.setattr(ranks, "_prime_for", lambda size, entry: 31)
    matrix = np.array([[1, 0, 0], [0, 31, 0], [0, 0, 31 * 29]])
    assert spanning(matrix).rank == 3
    monkeypatch.setattr(ranks, "_schur_vanishes", lambda array, split: True)
    assert spanning(matrix).rank == 1


def test_a_core_of_too_few_rows_is_noticed(monkeypatch):
    """One spanning row fewer than the rank: longer paths then lose rank, and the comparison above says so."""
    right = signature._span_of_path

    def one_row_short(point, start, length, spans):
        span = right(point, start, length, spans)
        return Span(span.rank, span.rows[:-1], span.columns)

    monkeypatch.setattr(signature, "_span_of_path", one_row_short)
    assert any(cores(point) != flint_ranks(point) for point in points())
