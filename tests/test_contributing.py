"""CONTRIBUTING.md, followed step by step in a copy of the repository: each step is missed until it is done."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_docs import blocks

ID = "ours.product-rank"
NEW = "product_rank"
UP_TO_DATE = ("-o", ".venv/.test", "-o", ".venv/.dev")
"""What makes `make` take the environment as it is: the copy must not install itself into it."""

needs_tools = pytest.mark.skipif(
    shutil.which("make") is None or shutil.which("git") is None or not (Path(sys.prefix) / "bin" / "ruff").exists(),
    reason="needs make, git and what `make lint` installs",
)


class Copy:
    """A copy of the repository, with the environment in which this test runs."""

    def __init__(self, original: Path, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=original, capture_output=True, check=True
        )
        for name in filter(None, listed.stdout.decode().split("\0")):
            if (original / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(original / name, folder / name)
        (folder / ".venv").symlink_to(sys.prefix)
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)  # ruff leaves out what .gitignore names

    def run(self, command: str, codes: tuple[int, ...] = (0,)) -> str:
        """Run a command line as it is printed, and give what it printed."""
        words = shlex.split(command)
        if words[0] == "make":
            words[1:1] = UP_TO_DATE
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in codes, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def write(self, block: str) -> None:
        """Write a block of the page into the file that its first line names; the skeleton must stand there already."""
        first, text = block.split("\n", 1)
        path = self.folder / first.removeprefix("# ")
        assert path.exists(), f"`proofs-check new` did not write {path}"
        path.write_text(text, encoding="utf-8")

    def missing(self) -> list[str]:
        """What `make missing` says of the new claim, of its files and of the totals."""
        lines = self.run("make missing", (0, 2)).split("\n")
        return [line for line in lines if line.startswith("- ")]


def console(page: str) -> list[str]:
    """The command lines of the page, in order."""
    return [line[2:] for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture
def page(repository: Path) -> str:
    return (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_checklist_of_a_pull_request_is_that_of_reviewers(repository: Path) -> None:
    review = (repository / "docs" / "reviewing-claims.md").read_text(encoding="utf-8").split("## Checklist")[1]
    template = (repository / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    items = [line for line in review.splitlines() if line.startswith("- [ ] ")]
    assert len(items) > 5
    assert "\n".join(items) in template


def test_hooks_before_a_commit_download_nothing(repository: Path) -> None:
    hooks = (repository / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"- repo: (\S+)", hooks) == ["local"]
    assert set(re.findall(r"language: (\S+)", hooks)) == {"system"}


def test_the_workflow_calls_tasks_that_exist(repository: Path) -> None:
    workflow = (repository / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    called = {
        word
        for line in re.findall(r"- run: make (.*)", workflow)
        for word in re.findall(r"(?:^| )([a-z]+)(?= |$)", line)
    }
    tasks = set(re.findall(r"^([a-z-]+):.*## ", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"test", "lint", "types", "coverage", "missing"} <= called <= tasks


@pytest.mark.slow
@needs_tools
def test_a_claim_is_added_by_following_the_page(repository: Path, page: str, tmp_path: Path) -> None:
    copy = Copy(repository, tmp_path)
    install, new, small, tested, run, record, every, report, tidy, last = console(page)
    claim, neighbour, by_hand = [block for tag in ("python", "py") for block in blocks(page, tag)]
    assert copy.missing() == []

    copy.run(install)
    copy.run(new)
    assert "1 claim: 1 ERROR." in copy.run(small, (2,))
    lacks = copy.missing()
    for part in (
        "the statement is still",
        "the docstring is still",
        "no verdict is recorded",
        "does not say what is changed",
        "a test is still that of the skeleton",
    ):
        assert any(part in line for line in lacks), part

    copy.write(claim)
    assert "1 claim: 1 VERIFIED." in copy.run(small)
    assert not any("docstring" in line or "statement is still" in line for line in copy.missing())

    copy.write(neighbour)
    assert not any("what is changed" in line for line in copy.missing())
    copy.write(by_hand)
    assert not any("skeleton" in line for line in copy.missing())
    copy.run(tested)

    copy.run(run, (1,))  # nothing is recorded yet
    copy.run(record)
    copy.run(run)
    assert [re.sub(r":.*", "", line) for line in copy.missing()] == [
        f"- {ID}",
        "- README.md",
    ]  # the findings, the totals

    copy.run(every)
    copy.run(report)
    (line,) = copy.missing()
    readme = copy.folder / "README.md"
    first, last_one = "printed statements of the sources: ", "statements of this project: "
    old = re.search(rf"\d+ {first}.*?{last_one}[^.]*\.", text := readme.read_text(encoding="utf-8"), re.DOTALL)
    assert old is not None
    readme.write_text(text.replace(old[0], line.split("write there: ")[1]), encoding="utf-8")
    assert copy.missing() == []
    copy.run(tidy)
    copy.run(last)


@pytest.mark.slow
@needs_tools
def test_a_neighbour_that_is_left_out_is_missed(repository: Path, page: str, tmp_path: Path) -> None:
    copy = Copy(repository, tmp_path)
    _, new, _, _, run, record, *_ = console(page)
    copy.run(new)
    copy.write(blocks(page, "python")[0])
    copy.run(run, (1,))
    copy.run(record)
    (copy.folder / f"tests/mutations/mutants_ours_{NEW}.py").unlink()
    assert any(f"{ID}: it is VERIFIED, and no false neighbour of it is planted" in line for line in copy.missing())
