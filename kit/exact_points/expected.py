"""Known failures, by library and test; ``docs/found-in-libraries.md`` of symdln explains each of them."""

from __future__ import annotations

EXPECTED: dict[str, dict[str, str]] = {}


def reason(library: str, test: str) -> str | None:
    """Why this test is expected to fail with this library."""
    return EXPECTED.get(library, {}).get(test)
