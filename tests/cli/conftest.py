"""The command ``symdln``, and the example data that it reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from symdln import cli


@pytest.fixture
def symdln(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command; the answer is (exit code, output, error output)."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return stop.value.code, captured.out, captured.err

    return run


@pytest.fixture
def linnerud(repository: Path) -> Path:
    return repository / "docs/examples/linnerud.csv"


@pytest.fixture
def iris(repository: Path) -> Path:
    return repository / "docs/examples/iris.csv"
