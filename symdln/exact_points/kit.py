"""The conformance kit: about fifty exact points in one small JSON file, with .npz and .safetensors beside it.

``python -m symdln.exact_points.kit tests/kit/exact_points`` writes the files that the package ``exact_points`` holds;
the same bytes each time.  Everything in them is computed here from weights and data; the package itself imports nothing
of symdln.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

import symdln
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational_text
from symdln.curvature import eigenvalues, empirical_fisher, ggn, kronecker_factors
from symdln.errors import InputError
from symdln.exact_points.answers import fixture_at
from symdln.exact_points.build import request
from symdln.exact_points.compare import spectral_tolerance, tolerances
from symdln.exact_points.conventions import Conventions
from symdln.exact_points.curvature import compact, curvature_at, decimal_text
from symdln.exact_points.data import Data
from symdln.exact_points.kit_learning import learning_records
from symdln.exact_points.model import Fixture
from symdln.exact_points.write import compact as json_text
from symdln.files.disk import write_bytes
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem

FORMAT = "exact-points 1"
CONDITION = Fraction(1000)  # of ill-conditioned points; float32 can still pass
FAMILIES = ("gauge", "near-tie", "small-value", "collinear")
MOMENTS = 4
NAMES = ("points.json", "points.npz", "points.safetensors", "learning_coefficients.json")


def points() -> Iterator[tuple[str, Fixture, str, list[int]]]:
    """For every point its id, the fixture, the reduction of ``MSELoss`` that its loss is, and sizes of batches."""
    canonical = (
        ("a", Problem.canonical((3, 2), (3, 2, 2)), 2, 3),
        ("b", Problem.canonical((2, 2), (2, 2, 2)), 1, 0),
        ("c", Problem.canonical((1,), (1, 1, 1, 1)), 1, 0),
        ("d", Problem.canonical((2, 1), (2, 2, 2, 2)), 1, 1),
        ("e", Problem.canonical((2,), (1, 1, 1)), 1, 0),
        ("f", Problem.canonical((2, 1), (2, 1, 2)), 1, 0),
    )
    for letter, problem, count, others in canonical:
        limit = {"d": 4, "e": 1}.get(letter)
        wish = request(problem, count=count, non_critical=others, limit=limit, conventions=Conventions(loss="sum"))
        for number, fixture in enumerate(wish.fixtures(), start=1):
            if letter != "e" or number == 1:  # at most the point W = 0
                yield f"{letter}{number}", fixture, "sum", []
    hard = request(families=FAMILIES, conditions=[CONDITION], conventions=Conventions(loss="sum"))
    for fixture in hard.fixtures():
        data = Data(fixture.X, fixture.Y, fixture.data.hidden, Fraction(1))
        again = fixture_at(fixture.id, "hard", data, Point(data.problem, fixture.weights), origin=fixture.origin)
        yield fixture.id, again, "sum", []
    yield from _single_points()


def _single_points() -> Iterator[tuple[str, Fixture, str, list[int]]]:
    """Points made by hand, each for one purpose."""
    diag, zeros = Matrix.diagonal, Matrix.zeros
    I2 = Matrix.identity(2)
    singles: list[tuple[str, Data, Sequence[Any], str, list[int]]] = [
        ("depth-1", Data.of(I2, diag([2, 1]), (), loss_factor=1), [[[1, 0], [0, 0]]], "sum", []),
        ("residual-rank", Data.of(I2, diag([1, 0]), (2,), loss_factor=1), [diag([1, 0]), diag([1, 0])], "sum", []),
        (
            "local-codimension",
            Data.of(Matrix.identity(4), zeros(4, 4), (2, 2), loss_factor=1),
            [zeros(2, 4), diag([1, 0]), zeros(4, 2)],
            "sum",
            [],
        ),
        (
            "fitted-with-noise",
            Data.of([[1, 0, 1], [0, 1, 1]], [[2, 1, 0]], (2,), loss_factor=1),
            [[[1, 0], [0, 1]], [[1, 0]]],
            "sum",
            [],
        ),
        (
            "unequal-batches",
            Data.of([[1, 0, 2], [0, 1, 1]], [[1, 2, 0], [0, 1, -1]], (2,), loss_factor=Fraction(1, 6)),
            [[[1, 1], [0, 2]], [[1, 0], [-1, 1]]],
            "mean",
            [2, 1],
        ),
    ]
    for name, data, weights, reduction, batches in singles:
        yield name, fixture_at(name, name, data, Point(data.problem, weights)), reduction, batches


def record_of(name: str, fixture: Fixture, reduction: str, batches: list[int]) -> dict[str, Any]:
    """All answers for one point; symmetric matrices by their upper triangles."""
    point, problem, data = fixture.point, fixture.problem, fixture.data
    assert isinstance(point, Point)
    hessian, gauss_newton = point.hessian, ggn(problem, point)
    curvature = curvature_at(data, point)
    learning = curvature.learning_coefficient
    return {
        "id": name,
        "class": fixture.label,
        "widths": list(problem.widths),
        "X": data.X.texts(),
        "Y": data.Y.texts(),
        "loss_factor": rational_text(problem.loss_factor),
        "reduction": reduction,
        "batches": batches,
        "weights": [layer.texts() for layer in fixture.weights],
        "loss": rational_text(fixture.loss),
        "gradient": [layer.texts() for layer in fixture.gradient],
        "hessian": upper(hessian),
        "ggn": upper(gauss_newton),
        "empirical_fisher": upper(empirical_fisher(problem, point, data.X, data.Y)),
        "kronecker_factors": [[left.texts(), right.texts()] for left, right in kronecker_factors(problem, point)],
        "inertia": [fixture.inertia.positive, fixture.inertia.negative, fixture.inertia.zero],
        "ggn_rank": gauss_newton.rank(),
        "eigenvalues": _values(hessian),
        "ggn_eigenvalues": _values(gauss_newton),
        "moments": [rational_text(moment) for moment in spectral_moments(hessian)],
        "saddle_order": fixture.saddle_order,
        "balanced": curvature.balanced,
        "lambda": None if learning is None else rational_text(learning.value),
        "order": None if learning is None else learning.order,
        "made_for": None if fixture.origin is None else fixture.origin.made_for,
        "tolerance": {dtype: tolerance_of(fixture, dtype) for dtype in ("float64", "float32")},
    }


def tolerance_of(fixture: Fixture, dtype: str) -> dict[str, float]:
    """The largest derived bound of each answer's entries, rounded up to a float of two digits."""
    allowed = tolerances(fixture, dtype)
    assert allowed.ggn is not None  # the kit has no decay and no biases
    gradient = [entry for layer in allowed.gradient for entry in layer.entries()]
    bounds = {
        "loss": allowed.loss,
        "gradient": max(gradient),
        "hessian": max(allowed.hessian.entries()),
        "ggn": max(allowed.ggn.entries()),
        "eigenvalue": spectral_tolerance(fixture.point.hessian, allowed.hessian, dtype),
        "ggn_eigenvalue": spectral_tolerance(ggn(fixture.problem, fixture.point), allowed.ggn, dtype),
    }
    return {name: rounded_up(bound) for name, bound in bounds.items()}


def rounded_up(value: Fraction) -> float:
    """A float of two significant digits that is at least the value.

    >>> rounded_up(Fraction(1, 3)), rounded_up(Fraction(0))
    (0.35, 0.0)
    """
    if not value:
        return 0.0
    found = float(f"{float(value):.1e}")
    return found if Fraction(found) >= value else float(f"{float(value) * 1.06:.1e}")


def spectral_moments(matrix: Matrix) -> list[Fraction]:
    """``tr H^k / N`` for k = 1, ..., 4: the moments of the spectral density."""
    powers, found = matrix, []
    for _ in range(MOMENTS):
        found.append(powers.trace() / matrix.shape[0])
        powers = powers @ matrix
    return found


def upper(matrix: Matrix) -> list[str]:
    """The entries on and above the diagonal, row by row."""
    rows = matrix.texts()
    return [text for i, row in enumerate(rows) for text in row[i:]]


def _values(matrix: Matrix) -> list[list[Any]]:
    return [[decimal_text(low), decimal_text(high), times] for low, high, times in compact(eigenvalues(matrix))]


# -- files -------------------------------------------------------------------------------------------------------------


def documents() -> dict[str, bytes]:
    """The files by name."""
    records = [record_of(*one) for one in points()]
    head = {"format": FORMAT, "made_by": f"symdln {symdln.__version__}", "check": "symdln.exact_points.kit"}
    learning = {**head, "format": "learning-coefficients 1", "points": learning_records()}
    text = ",\n".join(json_text(record) for record in records)
    arrays = arrays_of(records)
    return {
        "points.json": (json_text(head)[:-1] + ',"points":[\n' + text + "\n]}\n").encode(),
        "points.npz": _npz(arrays),
        "points.safetensors": _safetensors(arrays),
        "learning_coefficients.json": (json_text(learning) + "\n").encode(),
    }


def arrays_of(records: Sequence[dict[str, Any]]) -> dict[str, np.ndarray]:
    """float64 arrays ``id/weights/0``, ``id/hessian`` and so on, and ``id/exact``: whether nothing was rounded."""
    found: dict[str, np.ndarray] = {}
    for record in records:
        name, texts = record["id"], []
        for key in ("X", "Y"):
            found[f"{name}/{key}"] = _floats(record[key])
            texts += [text for row in record[key] for text in row]
        for key in ("weights", "gradient"):
            for j, layer in enumerate(record[key]):
                found[f"{name}/{key}/{j}"] = _floats(layer)
                texts += [text for row in layer for text in row]
        for key in ("hessian", "ggn", "empirical_fisher"):
            found[f"{name}/{key}"] = _symmetric(record[key])
            texts += record[key]
        exact = all(Fraction(float(Fraction(text))) == Fraction(text) for text in texts)
        found[f"{name}/exact"] = np.array([exact], dtype="uint8")
    return found


def _floats(rows: list[list[str]]) -> np.ndarray:
    return np.array([[float(Fraction(text)) for text in row] for row in rows])


def _symmetric(triangle: list[str]) -> np.ndarray:
    size = int((2 * len(triangle)) ** 0.5)
    matrix = np.zeros((size, size))
    matrix[np.triu_indices(size)] = [float(Fraction(text)) for text in triangle]
    return np.triu(matrix) + np.triu(matrix, 1).T


def _npz(arrays: dict[str, np.ndarray]) -> bytes:
    """An .npz file with a fixed date, compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content.getvalue())
    return file.getvalue()


def _safetensors(arrays: dict[str, np.ndarray]) -> bytes:
    from symdln.exact_points.write import safetensors

    return safetensors().numpy.save(arrays)


def main(arguments: Sequence[str]) -> int:
    """Write the files into the folder that is named."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        raise InputError("Name the folder of the package exact_points, as in: python -m symdln.exact_points.kit DIR.")
    for name, content in documents().items():
        write_bytes(Path(arguments[0]) / name, content)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except InputError as error:
        sys.exit(str(error))
