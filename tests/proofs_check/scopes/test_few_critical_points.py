"""The critical points of a few networks."""

from proofs_check.scopes.few_critical_points import NETWORKS, points, turned


def test_all_are_critical_and_some_data_are_singular() -> None:
    found = list(points("small", 0))
    assert all(point.is_critical for point in found)
    assert {point.problem.depth for point in found} == {2, 3}
    assert [turned(*network).Sxx.rank() for network in NETWORKS].count(1) == 3  # two have one input, one spans a line
    assert {point.is_global_minimiser for point in found} == {True, False}
