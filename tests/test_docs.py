"""The documentation is true: its links and files exist, its Python runs, its commands are accepted."""

import doctest
import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import proofs_check.cli
import symdln.cli
from proofs_check.running.registry import all_claims
from symdln.teaching import derivation_names

ROOT = Path(__file__).resolve().parents[1]
FOLLOWED = ROOT / "CONTRIBUTING.md"  # its commands are run one after the other by tests/test_contributing.py
COURSE = ROOT / "docs" / "course"  # its commands run claims, which are settled by the tests of these claims
PAGES = [*(ROOT / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "SECURITY"))]
PAGES += sorted(page for page in (ROOT / "docs").rglob("*.md") if "built" not in page.parts)
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
PROGRAMS = {"symdln": symdln.cli.main, "proofs-check": proofs_check.cli.main}

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```[ ]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]+(/[\w.-]+)*(/|/[\w-]+\.(py|md|csv|json|toml|txt))")
_HEADING = re.compile(r"^#+ +(.*?) *#*$", re.MULTILINE)


# -- reading a page ----------------------------------------------------------------------------------------------------


def blocks(text: str, language: str) -> list[str]:
    """The contents of the fenced blocks of one language, in order."""
    return [body for tag, body in _FENCE.findall(text) if tag == language]


def commands(text: str) -> Iterator[list[str]]:
    """The command lines of the console blocks, as lists of words; they start with ``$``, a backslash continues one."""
    for block in blocks(text, "console"):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("$ "):
                words = shlex.split(line[2:], comments=True)
                yield words[: next((i for i, word in enumerate(words) if word in {"|", ">", "&&", ";"}), len(words))]


def anchors(text: str) -> set[str]:
    """The anchors that a renderer gives to the headings: lower case, punctuation dropped, hyphens for spaces."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_references(page: Path, root: Path) -> list[str]:
    """Relative links (with their anchors) and paths in code spans that lead nowhere."""
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return [*broken_links(page, prose), *missing_files(page, prose, root)]


def broken_links(page: Path, prose: str) -> Iterator[str]:
    for link in _LINK.findall(prose):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = page.parent / place if place else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            yield link


def missing_files(page: Path, prose: str, root: Path) -> Iterator[str]:
    for code in _CODE.findall(prose):
        if _PATH.fullmatch(code) and not (root / code).exists() and not (page.parent / code).exists():
            yield code


def is_quick(words: list[str]) -> bool:
    """All but runs of all claims and comparisons take seconds; hunts and ablations have tests of their own."""
    if words[:2] in [["proofs-check", name] for name in ("hunt", "ablate", "sweep")] or "--claims" in words:
        return False
    return words[:2] not in (["proofs-check", "run"], ["proofs-check", "crossval"]) or "small" in words


def expected_codes(words: list[str]) -> set[int]:
    """Exit codes that are not errors: where a page shows how a claim or a statement fails, 1 says that it does."""
    if words[:2] == ["symdln", "prove"]:
        return {0, 1, 3}  # proved, refuted, open
    failing = ["proofs-check", "at"], ["proofs-check", "hunt"], ["symdln", "strings"]
    return {0, 1} if words[:2] in failing else {0}


def narrowed(words: list[str]) -> list[str]:
    """The command as it is run here: a run of claims stays in this process, and one of all claims takes one source.

    CI settles all claims, in the small scope and in the default one, and so in several processes.
    """
    if words[:2] != ["proofs-check", "run"] or "--help" in words:
        return words
    alone = [*words, "--jobs", "1"]
    return [*alone, "--source", "lucchi"] if words[2].startswith("--") else alone


def run(words: list[str]) -> tuple[int, str]:
    """Run one command of the documentation in this process and folder: its exit code, and what it says.

    That the programs start in processes of their own is for the tests of the command lines.
    """
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(said), redirect_stderr(said), pytest.raises(SystemExit) as end:
        PROGRAMS[words[0]](narrowed(words)[1:])
    said.seek(0)
    assert isinstance(end.value.code, int)
    return end.value.code, said.read()


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a reader's commands find docs/ and leave their files without touching the repository."""
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


# -- every page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_and_files_exist(page):
    assert broken_references(page, ROOT) == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_python_runs(page, reader):
    namespace: dict[str, object] = {"__name__": page.stem}
    for block in blocks(page.read_text(encoding="utf-8"), "python"):
        exec(compile(block, str(page), "exec"), namespace)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_sessions_print_what_they_show(page, reader):
    session = "\n".join(blocks(page.read_text(encoding="utf-8"), "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0)
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_are_accepted(page, reader):
    for words in commands(page.read_text(encoding="utf-8")):
        words[0] = words[0].removeprefix(".venv/bin/")
        if words[0] == "make":
            dry = subprocess.run(["make", "-n", "-C", ROOT, *words[1:]], capture_output=True, text=True, check=False)
            assert dry.returncode == 0, dry.stderr
        elif words[0] in PROGRAMS:
            # With --help at its end a command line is parsed, so an unknown option is refused, and nothing is computed.
            settled = page == FOLLOWED or page.parent == COURSE
            code, said = run(words if is_quick(words) and not settled else [*words, "--help"])
            assert code in expected_codes(words), f"{shlex.join(words)}\n{said}"


def test_every_lesson_has_a_picture_an_exercise_and_a_claim_of_the_suite():
    known = set(all_claims())
    lessons = sorted(set(COURSE.glob("*.md")) - {COURSE / "index.md"})
    assert len(lessons) == 8
    for lesson in lessons:
        text = lesson.read_text(encoding="utf-8")
        assert len(re.findall(r'^(?:```\{image\} |<img src=")\.\./_static/[\w-]+\.svg\b', text, re.MULTILINE)) >= 1
        assert text.count("**Exercise.**") == 1
        ((_, _, claim, *_),) = commands(text)
        assert claim in known
        assert f"({lesson.name})" in (COURSE / "index.md").read_text(encoding="utf-8")
        assert set(re.findall(r"exercises/([\w-]+)\.html", text)) <= set(derivation_names())


# -- the checks themselves ---------------------------------------------------------------------------------------------


def test_a_broken_link_anchor_or_path_is_found(tmp_path):
    (tmp_path / "there.md").write_text("# A heading, here\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) [b](there.md#a-heading-here) [c](https://example.org/x) `there.md` `no/such/word` `p/q`\n"
        "[d](gone.md) [e](there.md#no-heading) `folder/gone.py` `gone/`\n"
        "```text\n[not a link](in-a-block.md)\n```\n",
        encoding="utf-8",
    )
    assert broken_references(page, tmp_path) == ["gone.md", "there.md#no-heading", "folder/gone.py", "gone/"]


def test_commands_are_read_with_their_continuations_and_without_their_output():
    text = "```console\n$ symdln kinds \\\n    --widths 3,2  # small\nprinted\n$ make check | less\n```\n"
    assert list(commands(text)) == [["symdln", "kinds", "--widths", "3,2"], ["make", "check"]]


def test_an_unknown_option_is_refused_even_with_help(reader):
    assert run(["proofs-check", "run", "--no-such-option", "--help"])[0] == 2


def test_blocks_are_told_apart_by_their_language():
    text = "```python\na\n```\nprose\n```pycon\nb\n```\n```python\nc\n```\n"
    assert blocks(text, "python") == ["a\n", "c\n"]
