"""The pages on hunts and ablations show what the commands print in 80 columns."""

import re
import shlex

import pytest

from proofs_check import cli

PAGES = ("check-your-own-lemma.md", "ablation.md")
_BLOCK = re.compile(r"^```console\n\$ proofs-check ([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def lines_of(text: str) -> list[str]:
    """The lines without blanks at their ends, and without empty ones."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_what_is_printed(page, repository, tmp_path, monkeypatch, capsys):
    (tmp_path / "docs").symlink_to(repository / "docs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shown = _BLOCK.findall((repository / "docs" / page).read_text(encoding="utf-8"))
    assert len(shown) >= 2
    for command, output in shown:
        jobs = [] if command.startswith("at ") else ["--jobs", "1"]  # the output does not depend on them
        with pytest.raises(SystemExit):
            cli.main([*shlex.split(command), *jobs])
        assert lines_of(capsys.readouterr().out) == lines_of(output), command


def test_the_page_prints_a_claim_of_the_example_file(repository):
    """The claim that the tutorial shows stands in the file, word for word."""
    page = (repository / "docs" / PAGES[0]).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    example = (repository / "docs/examples/my_lemmas.py").read_text(encoding="utf-8")
    assert all(part in example for part in block.strip().split("\n\n\n"))


def test_the_point_on_the_page_is_the_one_in_the_file(repository):
    page = (repository / "docs" / PAGES[0]).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block == (repository / "docs/examples/zero-at-depth-3.json").read_text(encoding="utf-8")
