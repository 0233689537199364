"""The pytest plugin of the kit: the option ``--library``, and the failures that are expected."""

from __future__ import annotations


def pytest_addoption(parser):
    text = "the library that the tests of exact_points are run on, or module:Class for an adapter of your own"
    parser.addoption("--library", default="numpy", help=text)


def pytest_collection_modifyitems(config, items):
    import pytest

    from exact_points import expected

    name = config.getoption("--library")
    for item in items:
        why = expected.reason(name, item.name) if item.module.__name__.startswith("exact_points.") else None
        if why:
            item.add_marker(pytest.mark.xfail(reason=why, strict=True))
