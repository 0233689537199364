"""Section 4.2.2 of Chitour et al. (2022): the kernel of the Hessian at saddles; planted faults."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour import normal_hyperbolicity
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import first_failure


def test_saddle_of_the_smallest_network() -> None:
    # L = 1/2 (3 - ab)^2 at 0: Hessian [[0, -3], [-3, 0]], so m_s = m_u = 1 and the stratum is a point
    zero = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[0]], [[0]]])
    inertia = zero.inertia_by_hessian
    assert (inertia.positive, inertia.negative, inertia.zero) == (1, 1, 0)
    assert normal_hyperbolicity.normal_hyperbolicity.check(zero).holds


def test_global_minima_have_no_unstable_direction() -> None:
    witness = first_failure(normal_hyperbolicity.normal_hyperbolicity_range)
    assert witness.problem.widths == (1, 1, 1)
    assert witness.loss == 0


def test_planted_faults_of_the_splitting_are_refuted() -> None:
    claim = normal_hyperbolicity.normal_hyperbolicity

    def empty_kernel(point: dln.Point) -> Outcome:
        return equal(point.inertia_by_hessian.zero, 0, "dimension of the kernel")

    def as_printed_in_prop_5(point: dln.Point) -> Outcome:
        b = blocks(point)
        d_1 = point.problem.widths[1]
        printed = b.r * d_1 + (b.d_y - b.r) * b.r + (b.d_y - b.r) * (b.d_x - b.d_y)
        return equal(point.problem.parameters - point.inertia_by_hessian.negative - printed, m_s(point), "m_s")

    def one_less(point: dln.Point) -> Outcome:
        n = point.inertia_by_hessian.zero
        return is_true(m_s(point) + n < point.problem.parameters - 1, "stable manifolds of codimension 2")

    def m_s(point: dln.Point) -> int:
        return point.inertia_by_hessian.positive

    widths = [first_failure(claim, fault).problem.widths for fault in (empty_kernel, as_printed_in_prop_5, one_less)]
    assert widths[0] == (2, 1, 1)
    assert widths[1] == (1, 2, 1) or widths[1] == (2, 2, 1)
    assert widths[2] == (1, 1, 1)
