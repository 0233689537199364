"""The program that runs the conformance kit on real libraries: what it reads, what it prints, and the libraries."""

from __future__ import annotations

import os

import pytest

from tests.peers import conformance

PYTHON = os.environ.get("SYMDLN_PEERS_PYTHON")
REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><skipped type="pytest.xfail"/></testcase>
<testcase name="c"><skipped type="pytest.skip"/></testcase><testcase name="test_spectra[a1]"><failure/></testcase>
<testcase name="e"><error/></testcase></testsuite></testsuites>"""


def test_a_report_is_counted(tmp_path):
    path = tmp_path / "report.xml"
    path.write_text(REPORT)
    found = conformance.read(path)
    assert found == conformance.Run(passed=1, expected=1, failed=("test_spectra[a1]", "e"), skipped=1)
    assert conformance.table([("jax", "1.0", found)]).endswith("| jax | 1.0 | 1 | 1 | 2 |")


def test_failures_are_recorded_with_their_reasons():
    entry = conformance.recorded("eigenthings", "2.0", ["test_spectra[unequal-batches-float64]", "test_spectra[b1]"])
    assert entry == {
        "version": "2.0",
        "failures": {
            "batches of unequal size have equal weight": ["test_spectra[unequal-batches-float64]"],
            "wrong eigenvalues are said to have converged": ["test_spectra[b1]"],
        },
    }


@pytest.mark.slow
@pytest.mark.skipif(PYTHON is None, reason="set SYMDLN_PEERS_PYTHON to a Python with the libraries")
@pytest.mark.parametrize("library", conformance.LIBRARIES)
def test_a_library_fails_as_expected_and_nowhere_else(library):
    assert conformance.run(str(PYTHON), library).failed == ()
