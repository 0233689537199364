"""Known failures of libraries, by test; docs/found-in-libraries.md of symdln explains each reason.

``expected.json`` names for every library the version that was tried and, for each reason, the tests that fail.  They
are expected strictly: a library that is mended turns the run red until its entry is removed.
"""

from __future__ import annotations

import json
from pathlib import Path

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))


def reason(library: str, test: str) -> str | None:
    """Why this test is expected to fail with this library."""
    failures = EXPECTED.get(library, {}).get("failures", {})
    return next((why for why, tests in failures.items() if test in tests), None)
