"""The option ``--library`` and the expected failures."""

from __future__ import annotations

import pytest

from exact_points import adapters, expected


def pytest_addoption(parser):
    text = f"the library under test: {', '.join(adapters.ADAPTERS)}, or module:Class"
    parser.addoption("--library", default="numpy", help=text)


@pytest.fixture(scope="session")
def adapter(request):
    try:
        return adapters.adapter(request.config.getoption("--library"))
    except (ImportError, ValueError, AttributeError) as error:
        raise pytest.UsageError(f"--library: {error}") from None


def pytest_collection_modifyitems(config, items):
    name = config.getoption("--library")
    for item in items:
        why = expected.reason(name, item.name)
        if why:
            item.add_marker(pytest.mark.xfail(reason=why, strict=True))
