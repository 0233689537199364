"""Whether the cubic Taylor form of the loss vanishes on the kernel of the Hessian: cases by hand."""

from __future__ import annotations

import numpy as np
import pytest

import symdln as dln
from proofs_check.facts import cubic_form
from proofs_check.facts.cubic_form import vanishes_on_kernel
from proofs_check.scopes.critical_points import representatives
from proofs_check.scopes.families import Spec, problem


def point(values: tuple[int, ...], widths: tuple[int, ...], weights: list[list[list[int]]]) -> dln.Point:
    return dln.Point(dln.Problem.canonical(values, widths), weights)


@pytest.mark.parametrize("native", [True, False])
def test_cubic_form_by_gradients_is_that_by_products(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not native:
        monkeypatch.setattr(cubic_form, "INT64_SAFE", 1)
    problems = [problem(Spec((2, 1, 2, 2), (3, 0))), problem(Spec((2, 2, 1, 1, 1), (3,)))]
    points = [at for each in problems for n, kind in enumerate(each.kinds()) for at in representatives(kind, n)]
    answers = [vanishes_on_kernel(at) for at in points]
    assert answers == [at.cubic_form.vanishes for at in points]
    assert {True, False} == set(answers)


def test_gradients_along_lines_by_hand() -> None:
    # L = 1/2 (abc - 3)^2 at 0: along t (a, b, c) the gradient is -3 t^2 (bc, ac, ab) + ...
    at = point((3,), (1, 1, 1, 1), [[[0]], [[0]], [[0]]])
    basis = np.array([[1, 0, 0], [0, 2, 0], [0, 0, 5]], dtype=object)
    lines = [(1, 0, 0), (0, 2, 0), (0, 0, 5), (1, 2, 0), (1, 0, 5), (0, 2, 5)]  # a, and a + b
    expected = [[-3 * b * c, -3 * a * c, -3 * a * b] for a, b, c in lines]
    assert cubic_form.along_lines(at, basis).tolist() == expected
