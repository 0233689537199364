"""Tests mirror the tree: what tests a module stands at the path of the module.

``symdln/a/b.py`` is tested in ``tests/a/test_b.py``, ``proofs_check/a/b.py`` in ``tests/proofs_check/a/test_b.py``. A
room as a whole is tested in ``test_a.py`` inside it, a command in ``cli/test_<command>.py``, the verdicts of all claims
of a source in ``test_verdicts.py``; a module with more tests than one file should hold has several,
``test_b_<aspect>.py``. What tests no single module is listed below with what it tests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import proofs_check.cli

TESTS = Path(__file__).parent
ROOT = TESTS.parent
COMMANDS = {name.replace("-", "_") for name in proofs_check.cli.cli.commands}

OTHERWISE = {
    "browser": "pages of several commands in a real browser",
    "faults": "processes that are killed, files that are hostile, memory that ends: across all rooms",
    "mutations": "false neighbours of the claims, by source",
    "kit": "a package of its own: the conformance kit for curvature libraries",
    "peers": "the same numbers by other libraries",
    "test_docs.py": "the pages of the documentation",
    "test_notebooks.py": "the notebooks of the documentation",
    "test_architecture.py": "the page about the rooms",
    "test_contributing.py": "the page for contributors, and what else a contribution meets",
    "teaching/test_proof_attacks.py": "false derivations, which the checker of derivations refuses",
    "proofs_check/logic/test_extrema.py": "the theory of extrema, at exact points",
    "proofs_check/logic/test_deep.py": "the theory of extrema of any depth, at exact networks",
    "proofs_check/logic/test_curved.py": "the theory of points without negative curvature, at exact networks",
    "proofs_check/test_vacuous_statements.py": "formal statements at all cases of their claims: what they say there",
    "proofs_check/logic/test_xavier.py": "the theorem on Xavier initialisation, without each of its conditions",
    "proofs_check/cli/test_list.py": "the command list",
    "proofs_check/cli/test_show.py": "the command show",
    "proofs_check/cli/test_own_list.py": "the command list: columns, searches, claim files",
    "proofs_check/cli/test_own_show.py": "the command show: columns, beginnings of ids, claim files",
    "proofs_check/cli/test_own_run.py": "the command run: claim files, errors, files that cannot be written",
    "proofs_check/cli/test_own_at.py": "the command at: every claim with files of every kind",
    "proofs_check/cli/test_own_hostile.py": "run, hunt and report: hostile claim files",
    "proofs_check/cli/test_own_verify.py": "the command verify: proofs of all formats",
    "test_packaging.py": "what is installed",
    "test_layout.py": "where tests stand",
    "test_arithmetics.py": "exact, algebraic, enclosed and float arithmetic by the same tests",
    "test_api_examples.py": "the examples on the page of the reference",
    "test_public_names.py": "the public names of symdln",
    "proofs_check/test_public_face.py": "the public names of proofs_check",
    "proofs_check/test_imports.py": "what proofs_check imports of symdln",
    "proofs_check/claims/test_ids.py": "where claims stand, by their ids",
    "proofs_check/claims/test_notations.py": "the lists of notations of helpers",
    "proofs_check/test_foreign_points.py": "all claims at points that no scope has",
    "proofs_check/cli/test_pages.py": "the pages of the documentation on hunts and ablations",
    "proofs_check/running/test_formal_claims.py": "the command run: what a user's PROVED claim compared",
    "proofs_check/test_ablate.py": "the room hunting",
    "proofs_check/test_hunt.py": "the room hunting",
    "proofs_check/test_scope.py": "scopes of the language and of the rooms of cases",
    "proofs_check/test_general_data.py": "the room scopes",
    "proofs_check/coq/test_attacks.py": "the Coq files and their check: attacks",
    "proofs_check/coq/test_definitions.py": "the Coq files: definitions",
    "proofs_check/coq/test_mutants.py": "the Coq files: false neighbours of theorems",
    "proofs_check/logic/test_axioms.py": "the theory of textbook facts",
    "algebra/words/test_normal_forms.py": "all modules of words: normal forms",
    "algebra/words/test_values.py": "all modules of words: values",
    "algebra/words/test_witness.py": "all modules of words: the loss against sympy",
    "exact_points/test_files.py": "all formats, written and read back",
    "exact_points/test_published.py": "the set of fixtures among the examples",
    "exact_points/test_reader.py": "the reader on the page about fixtures",
    "landscape/test_large_ranks.py": "ranks at large widths, on several routes",
    "landscape/test_linear_regression.py": "depth 1, in all modules of the landscape",
    "proving/test_prove.py": "the room proving as a whole",
    "proving/test_prove_command.py": "the command prove",
    "proving/test_statements.py": "the list of statements to be proved",
    "strings/test_command.py": "the command strings",
    "strings/test_language.py": "statements about strings as text and as trees",
    "strings/test_pages.py": "the page of the documentation on strings",
    "strings/test_power.py": "false neighbours of the theorems about strings",
    "strings/test_random_statements.py": "random statements about strings",
}
"""Folders and files that test no single module, each with what it tests instead."""


def files_below(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("test_*.py")):
        yield path.relative_to(folder).as_posix()


def room_of(file: str, root: Path) -> Path:
    """The folder of a package that a folder of tests mirrors."""
    folder = Path(file).parent
    return root / folder if folder.parts[:1] == ("proofs_check",) else root / "symdln" / folder


def is_mirrored(file: str, root: Path) -> bool:
    """Whether a test file stands at the path of a module, of a room, or of a command."""
    room, name = room_of(file, root), Path(file).stem.removeprefix("test_")
    modules = {path.stem.rstrip("_") for path in room.glob("*.py")} | {
        path.parent.name for path in room.glob("*/__init__.py")
    }
    if name in modules or any(name.startswith(f"{module}_") for module in modules if module):
        return True
    if room == root / "proofs_check" / "cli" and name in COMMANDS:
        return True
    return room.is_dir() and (name == room.name or (name == "verdicts" and room.parent.name == "claims"))


def is_otherwise(file: str) -> bool:
    return file in OTHERWISE or Path(file).parts[0] in OTHERWISE


NOWHERE = "tests/{} stands at the path of no module, room or command; move it there, or list what it tests in OTHERWISE"

FILES = list(files_below(TESTS))


@pytest.mark.parametrize("file", FILES)
def test_a_test_file_stands_where_its_module_does(file: str) -> None:
    assert is_otherwise(file) or is_mirrored(file, ROOT), NOWHERE.format(file)


def test_what_is_listed_is_there_and_tests_no_module() -> None:
    assert [place for place in OTHERWISE if not (TESTS / place).exists()] == []
    assert [place for place in OTHERWISE if place in FILES and is_mirrored(place, ROOT)] == []


def test_every_source_of_claims_has_tests_below_its_name() -> None:
    sources = {path.parent.name for path in (ROOT / "proofs_check" / "claims").glob("*/__init__.py")}
    tested = {
        Path(file).parts[2] for file in FILES if file.startswith("proofs_check/claims/") and not is_otherwise(file)
    }
    assert tested == sources


@pytest.mark.parametrize(
    ("file", "mirrored"),
    [
        ("landscape/test_kinds.py", True),
        ("landscape/test_kinds_at_size.py", True),
        ("numeric/test_kinds.py", False),  # the module stands in landscape/
        ("test_kinds.py", False),
        ("landscape/test_kind.py", False),
        ("nowhere/test_nowhere.py", False),
        ("proofs_check/test_kernel_rules.py", True),
        ("proofs_check/claims/yun/test_global.py", True),  # the module is global_.py
        ("proofs_check/claims/yun/test_verdicts.py", True),
        ("proofs_check/facts/test_verdicts.py", False),
        ("proofs_check/cli/test_at.py", True),
        ("proofs_check/facts/test_at.py", False),
        ("proofs_check/facts/test_facts.py", True),
        ("teaching/test_derivations.py", True),
    ],
)
def test_paths_are_judged_by_the_tree(file: str, mirrored: bool) -> None:
    assert is_mirrored(file, ROOT) is mirrored


def test_no_class_name_is_defined_twice() -> None:
    places: dict[str, list[str]] = {}
    for package in ("symdln", "proofs_check"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert len(places) > 100
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
