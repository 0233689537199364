"""What every test may ask for: the repository's folder, and a terminal of fixed width without colours."""

import gc
import signal
import threading
from pathlib import Path

import pytest

collect_ignore = ["kit"]  # a package of its own, whose tests ask for the library that they try

# Thousands of tests and all claims stay in memory, and the usual collections, one for 700 new objects, look through
# them again and again: a third of the time that it takes to collect the tests.
gc.set_threshold(50_000, 20, 50)

if threading.current_thread() is threading.main_thread():
    # A shell that starts the tests in the background, or nohup, has these ignored, and programs would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_finish() -> None:
    """What has been collected stays to the end, so that garbage is looked for in the rest only."""
    gc.freeze()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command prints must not depend on the terminal in which the tests were started."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many false neighbours of true claims were refuted (tests/mutations), whatever process ran them."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    counts = [value for report in reports for name, value in report.user_properties if name == "mutants"]
    if counts:
        killed, planted = (sum(column) for column in zip(*counts, strict=True))
        terminalreporter.write_line(f"mutants: {killed} of {planted} killed")
