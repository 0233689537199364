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


def path_of(block: str) -> str:
    """The file that the first line of a block names."""
    return block.split("\n", 1)[0].removeprefix("# ")


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
        path = self.folder / path_of(block)
        assert path.exists(), f"`proofs-check new` did not write {path}"
        path.write_text(block.split("\n", 1)[1], encoding="utf-8")

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
    """Each command of the page is run; what the whole project would need minutes for, for the new claim alone."""
    copy = Copy(repository, tmp_path)
    install, new, small, tested, run, record, topic, every, report, tidy, last = console(page)
    claim, neighbour, by_hand = [block for tag in ("python", "py") for block in blocks(page, tag)]

    copy.run(install)
    copy.run(new)
    assert "1 claim: 1 ERROR." in copy.run(small, (2,))
    lacks = copy.missing()
    for part in (
        "the statement is still",
        "the docstring is still",
        "no verdict is recorded",
        "no topic has it",
        "does not say what is changed",
        "a test is still that of the skeleton",
    ):
        assert sum(part in line for line in lacks) == 1, part

    copy.write(claim)
    assert "1 claim: 1 VERIFIED." in copy.run(small)
    copy.run(run, (1,))  # nothing is recorded yet
    copy.run(record)
    copy.run(topic)
    assert " 0 work items were in" not in copy.run(run)  # with a store a second run takes seconds
    planted = copy.folder / f"tests/mutations/mutants_ours_{NEW}.py"
    planted.unlink()
    lacks = copy.missing()
    assert [re.sub(r":.*", "", line) for line in lacks] == [f"- {ID}"] * 2 + ["- README.md", f"- {path_of(by_hand)}"]
    assert f"{ID}: it is VERIFIED, and no false neighbour of it is planted" in lacks[0]
    assert f"{ID}: docs/findings.md does not have it as VERIFIED" in lacks[1]
    assert "write a case by hand" in lacks[3]

    planted.touch()
    copy.write(neighbour)
    copy.write(by_hand)
    copy.run(tested)
    take_over_findings(copy, every, report)
    take_over_totals(copy, lacks[2].split("write there: ")[1])
    assert copy.missing() == []
    copy.run(tidy.removesuffix(" missing"))
    lint, types, contracts = last.removeprefix("make ").split()
    assert types == "types"  # of the whole project: another job
    copy.run(f"make {lint} {contracts}")
    copy.run(f".venv/bin/pyright {' '.join(map(path_of, (claim, neighbour, by_hand)))}")


def take_over_findings(copy: Copy, every: str, report: str) -> None:
    """The row of the page of findings that a run of the new claim leads to; a run of all claims gives the others."""
    findings = copy.folder / "docs" / "findings.md"
    before = findings.read_text(encoding="utf-8")
    assert every.startswith(".venv/bin/proofs-check run --store")
    copy.run(every.replace("run", f"run {ID}", 1))
    copy.run(report)
    (row,) = [line for line in findings.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{ID}` |")]
    findings.write_text(before.rstrip("\n") + f"\n{row}\n", encoding="utf-8")


def take_over_totals(copy: Copy, sentence: str) -> None:
    """Put the sentence with the totals into the README, as the page says."""
    readme = copy.folder / "README.md"
    first, last = "printed statements of the sources: ", "statements of this project: "
    text = readme.read_text(encoding="utf-8")
    old = re.search(rf"\d+ {first}.*?{last}[^.]*\.", text, re.DOTALL)
    assert old is not None
    readme.write_text(text.replace(old[0], sentence), encoding="utf-8")
