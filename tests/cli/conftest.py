"""What the tests of the commands share."""

import pytest

from symdln import cli


@pytest.fixture
def symdln(capsys):
    """Run a command; the answer is (exit code, output, error output)."""

    def run(*arguments):
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run
