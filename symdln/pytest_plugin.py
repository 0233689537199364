"""The pytest plugin: the marker ``dln`` and the fixtures ``dln_point`` and ``dln_points``.

pytest loads it at every start, so everything heavy is imported only by tests that use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from symdln.exact_points.marked import LazyFixture
    from symdln.exact_points.model import Fixture

MARKER = "dln"
HELP = (
    "dln(widths=(3, 2, 2), spectrum=(3, 2), kinds='strict', ...): the exact points that dln_point runs the test on, "
    "one after the other, and that dln_points gives together; see docs/fixtures.md of symdln."
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", HELP)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument ``dln_point`` runs once for every point of its markers."""
    if not {"dln_point", "dln_points"} & set(metafunc.fixturenames):
        return
    found = _cases_of(metafunc.definition)
    if "dln_point" in metafunc.fixturenames:
        metafunc.parametrize("dln_point", found, ids=[case.name for case in found], indirect=True)


@pytest.fixture
def dln_point(request: pytest.FixtureRequest) -> Fixture:
    """One exact point with its answers; the test runs on every point that its ``dln`` marker describes.

    A test of a loss of one's own: pytest runs it twice, at the saddle 0 and at a minimum of ``1/2 (b a - 2)^2``.

    >>> @pytest.mark.dln(widths=(1, 1, 1), spectrum=(2,), count=1)
    ... def test_my_loss(dln_point):
    ...     W_1, W_2 = (W.to_numpy() for W in dln_point.weights)
    ...     assert ((W_2 @ W_1 - 2) ** 2).sum() / 2 == dln_point.loss
    >>> from symdln import Problem
    >>> from symdln.exact_points import build
    >>> for point in build(Problem.canonical((2,), (1, 1, 1)), count=1):
    ...     test_my_loss(point)
    """
    return request.param.fixture


@pytest.fixture
def dln_points(request: pytest.FixtureRequest) -> tuple[Fixture, ...]:
    """All exact points that the test's ``dln`` marker describes.

    For what many points show together, here that the loss is largest at the saddle:

    >>> @pytest.mark.dln(widths=(1, 1, 1), spectrum=(2,), count=1)
    ... def test_the_saddle_is_highest(dln_points):
    ...     assert max(dln_points, key=lambda point: point.loss).label == "strict saddle"
    >>> from symdln import Problem
    >>> from symdln.exact_points import build
    >>> test_the_saddle_is_highest(tuple(build(Problem.canonical((2,), (1, 1, 1)), count=1)))
    """
    return tuple(case.fixture for case in _cases_of(request.node))


def _cases_of(node: Any) -> list[LazyFixture]:
    """The cases of all ``dln`` markers of a test, in the order of pytest; of the default request if it has none."""
    from symdln.errors import SymdlnError
    from symdln.exact_points.marked import DEFAULT, cases

    found: list[LazyFixture] = []
    for marker in [*node.iter_markers(MARKER)] or [pytest.mark.dln(**DEFAULT).mark]:
        try:
            if marker.args:
                raise SymdlnError(f"its arguments are given by name, but {marker.args[0]!r} was passed.")
            found += cases(marker.kwargs)
        except (SymdlnError, TypeError) as error:
            # pytest shows this error as its sentence alone, and a UsageError with a traceback.
            raise pytest.Collector.CollectError(f"{node.nodeid}: @pytest.mark.dln: {error}") from None
    return found
