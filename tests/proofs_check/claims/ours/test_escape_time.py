"""The least time to leave zero: the verdicts, and a start that grows."""

import symdln as dln
from proofs_check.claims.ours.escape_time import escape, escape_on_rays, largest_square, radius
from proofs_check.language.verdict import Verdict
from symdln.dynamics import escape_time
from tests.proofs_check.settling import settle


def test_the_verdicts() -> None:
    for result in settle(escape, escape_on_rays):
        assert result.verdict is Verdict.DERIVED


def test_a_ray_nearly_attains_the_bound() -> None:
    # a = b = 1/100, s = 1: p' = 2 p (1 - p), so p grows fourfold in time log(4) / 2 + O(p), the bound for doubling
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[["1/100"]], [["1/100"]]])
    inner = radius(point)
    time = escape_time(point.problem, inner, 2 * inner)[0]
    square = largest_square(point, time)
    assert 0.999 * 4 * inner**2 < square <= 4 * inner**2
