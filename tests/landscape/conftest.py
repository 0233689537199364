"""Points that several files look at, evaluated once."""

import pytest

from tests.landscape.support import Case, canonical_problems, cases_of, general_problems


@pytest.fixture(scope="session")
def canonical_cases() -> list[Case]:
    """Two representatives of every kind of depth 2 and 3 with widths up to 2, under all ties and zeros."""
    return [case for problem in canonical_problems((2, 3), 2) for case in cases_of(problem)]


@pytest.fixture(scope="session")
def general_cases() -> list[Case]:
    """Three representatives of every rational kind of the general data."""
    return [case for problem in general_problems() for case in cases_of(problem, (None, 1, 2))]


@pytest.fixture(scope="session")
def small_cases(canonical_cases: list[Case], general_cases: list[Case]) -> list[Case]:
    """Both, the smallest problems first."""
    return sorted(canonical_cases + general_cases, key=lambda case: case.kind.problem.parameters)
