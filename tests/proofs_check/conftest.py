"""The planted claims, importable by name here and in worker processes, which inherit ``sys.path``."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import planted_claims

from proofs_check import cli
from proofs_check.language.verdict import Verdict
from proofs_check.running import expected, index, registry


@pytest.fixture
def planted() -> ModuleType:
    return planted_claims


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """``proofs-check`` with the planted claims: call it with arguments, get the exit code, stdout and stderr."""
    table = registry.in_module("planted_claims")
    monkeypatch.setattr(registry, "all_claims", lambda: table)
    monkeypatch.setattr(index, "entries", lambda source="": {id: index.entry_of(made) for id, made in table.items()})

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return stop.value.code, printed.out, printed.err

    return call


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """The recorded verdicts are those of the planted claims; call it to record others."""

    def replace(verdicts: dict[str, str]) -> None:
        monkeypatch.setattr(expected, "recorded", lambda: {id: Verdict(word) for id, word in verdicts.items()})

    replace(planted_claims.EXPECTED)
    return replace
