"""Coq for the tests: skipped where it is not installed; the sources, compiled once."""

import shutil
from pathlib import Path

import pytest

from proofs_check.coq import check, theorems

LIMITS = check.Limits(seconds=300)


@pytest.fixture(scope="session")
def coq() -> None:
    """Skip the test, and say why, where there is no Coq."""
    if shutil.which("coqc") is None or shutil.which("coqchk") is None:
        pytest.skip(f"Coq is not installed: {', '.join(check.PACKAGES)} (Debian)")


@pytest.fixture(scope="session")
def compiled(coq: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all sources are compiled."""
    folder = tmp_path_factory.mktemp("compiled")
    check.compiled({name: theorems.source(name) for name in theorems.file_names()}, folder, lambda line: None, LIMITS)
    return folder
