"""`proofs-check new` writes skeletons that are valid code, cannot pass, and stand where the id says."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from proofs_check.cli import cli
from proofs_check.cli.new import PLACE, SENTENCE, STATEMENT, Skeleton, home
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from symdln.errors import InputError
from tests.proofs_check.settling import settle


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The folders of a checkout that a skeleton needs, without any file."""
    for folder in ("proofs_check/claims/chitour", "proofs_check/claims/yun", "tests/mutations"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def loaded(path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, module)
    spec.loader.exec_module(module)
    return module


def claims_in(module: ModuleType) -> list[Claim]:
    return [value for value in vars(module).values() if isinstance(value, Claim)]


@pytest.mark.parametrize(
    ("id", "place"),
    [
        ("chitour.prop4.i", ("chitour", "prop4")),
        ("chitour.crit-strata", ("chitour", "crit_strata")),
        ("yun.global", ("yun", "global_")),  # a keyword of Python
        ("lucchi.matrix-gradient.A", ("lucchi", "matrix_gradient")),
    ],
)
def test_the_id_says_where_the_claim_stands(id: str, place: tuple[str, str]) -> None:
    assert home(id) == place


def test_three_files_are_written_where_they_belong(checkout: Path) -> None:
    paths = Skeleton("chitour.lemma9.first-part").write(checkout)
    assert [path.relative_to(checkout).as_posix() for path in paths] == [
        "proofs_check/claims/chitour/lemma9.py",
        "tests/mutations/mutants_chitour_lemma9.py",
        "tests/proofs_check/claims/chitour/test_lemma9.py",
    ]


def test_the_skeleton_of_a_claim_ends_in_error(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, *_ = Skeleton("chitour.lemma9").write(checkout)
    (made,) = claims_in(loaded(file, monkeypatch))
    assert (made.id, made.statement, made.sentence, made.source.place) == ("chitour.lemma9", STATEMENT, SENTENCE, PLACE)
    (result,) = settle(made)
    assert result.verdict is Verdict.ERROR
    assert result.error is not None
    assert "the check of chitour.lemma9 is not written yet" in result.error["sentence"]


def test_the_skeleton_of_a_test_fails(checkout: Path) -> None:
    *_, test = Skeleton("chitour.lemma9").write(checkout)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test.name]
    done = subprocess.run(command, cwd=test.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a case of chitour.lemma9 that you worked out by hand" in done.stdout


def test_the_false_neighbour_of_a_skeleton_raises(checkout: Path) -> None:
    _, mutants, _ = Skeleton("chitour.lemma9").write(checkout)
    text = mutants.read_text(encoding="utf-8")
    assert '@plant("chitour.lemma9", ' in text
    assert text.rstrip().endswith(
        'raise NotImplementedError("the false neighbour of chitour.lemma9 is not written yet")'
    )


@pytest.mark.parametrize("title", ["It holds.", 'They call it "sharp"', 'Three """ quotes', r"\sigma \le 1"])
def test_title_and_place_are_taken_as_they_are(checkout: Path, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    file, *_ = Skeleton("chitour.lemma9", title, r'Lemma "9", \S 2').write(checkout)
    (made,) = claims_in(loaded(file, monkeypatch))
    assert made.sentence == title
    assert made.source.place == r'Lemma "9", \S 2'


def test_a_second_claim_joins_the_files_of_the_first(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Skeleton("yun.global.second").write(checkout)
    file, mutants, test = Skeleton("yun.global.Second").write(checkout)
    assert [made.id for made in claims_in(loaded(file, monkeypatch))] == ["yun.global.second", "yun.global.Second"]
    assert mutants.read_text(encoding="utf-8").count("plant = Planting()") == 1
    assert test.name == "test_global.py"  # the module is global_.py
    assert test.read_text(encoding="utf-8").count("import pytest\n") == 1


def test_a_file_keeps_its_imports_and_its_document(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checkout / "proofs_check/claims/achour/values.py"
    file.parent.mkdir()
    before = '"""Values."""\n\nfrom proofs_check.language.sources import ACHOUR_PAPER\n\nclaim = None\n'
    file.write_text(before, encoding="utf-8")
    Skeleton("achour.values.least").write(checkout)
    text = file.read_text(encoding="utf-8")
    assert "source=ACHOUR_PAPER.at" in text  # the document that the file cites, not the first of the source
    assert text.count("import ACHOUR_PAPER") == 1


@pytest.mark.parametrize(
    ("id", "sentence"),
    [
        ("chitour", "is not a claim id"),
        ("Chitour.Lemma", "is not a claim id"),
        ("chitour.a..b", "is not a claim id"),
        ("nobody.lemma1", 'NOBODY = Source("nobody", title, authors, year, where)'),
        ("chitour.invariant", "exists already, in proofs_check.claims.chitour.invariant"),
        ("chitour.parts", "names the file of the claim"),
        ("chitour.9", "names the file of the claim"),
    ],
)
def test_what_cannot_be_a_claim_is_refused_in_one_sentence(id: str, sentence: str, checkout: Path) -> None:
    with pytest.raises(InputError, match=re.escape(sentence)) as caught:
        Skeleton(id)
    assert "\n" not in str(caught.value)
    assert list((checkout / "tests/mutations").iterdir()) == []


def test_an_installed_copy_is_no_place_for_a_claim(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a checkout of the repository"):
        Skeleton("chitour.lemma9").write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_comes_next(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofs_check.__file__", str(checkout / "proofs_check" / "__init__.py"))
    answer = CliRunner().invoke(cli, ["new", "chitour.lemma9", "--place", "Lemma 9"])
    assert answer.exit_code == 0, answer.output
    assert "  proofs_check/claims/chitour/lemma9.py\n" in answer.output
    for step in ("proofs-check run chitour.lemma9 --scope small", "make format missing", "CONTRIBUTING.md"):
        assert step in answer.output
