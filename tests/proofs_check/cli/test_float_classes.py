"""The command ``proofs-check float-classes``: the table that it writes, and how it exits."""

import json

from click.testing import CliRunner

from proofs_check.cli import float_classes as command_module
from proofs_check.crossvalidation import float_classes
from proofs_check.crossvalidation.float_classes import Item
from proofs_check.running.runner import Ending
from proofs_check.scopes.families import Spec

SAMPLE = [
    Item(Spec((1, 2, 1), (3,)), 0, 3, 0),
    Item(Spec((2, 2, 1), (3,)), 0, 4, 0),
    Item(Spec((1, 2, 2, 1), (3,)), 0, 9, 0),
    Item(Spec((2, 1, 2), (3,), "deficient"), 0, 2, 0),
]


def test_the_command_writes_the_table_and_exits_by_the_judgement(tmp_path, monkeypatch):
    monkeypatch.setattr(float_classes, "items", lambda size, seed: iter(SAMPLE[:1]))
    path = tmp_path / "table.json"
    result = CliRunner().invoke(command_module.command, ["--jobs", "1", "--json", str(path)], standalone_mode=False)
    assert result.return_value == 0, result.output
    assert "Passed" in result.output
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["passes"] is True
    assert sum(cell["count"] for cell in data["cells"]) > 500
    monkeypatch.setattr(float_classes, "MOST_UNDECIDED", 0.0)
    failed = CliRunner().invoke(command_module.command, ["--jobs", "1"], standalone_mode=False)
    assert failed.return_value == 1


def test_a_budget_and_an_interrupt_end_with_the_part_that_was_done(monkeypatch, tmp_path):
    def interrupted(size, seed):
        yield SAMPLE[0]
        raise KeyboardInterrupt

    monkeypatch.setattr(float_classes, "items", interrupted)
    table, ending, _ = float_classes.run("small", 0, 1)
    assert (table.kinds, ending) == (3, Ending.INTERRUPTED)
    table, ending, _ = float_classes.run("small", 0, 1, budget=1e-9)
    assert (table.kinds, ending) == (0, Ending.BUDGET)
    assert not table.passes  # nothing was seen
