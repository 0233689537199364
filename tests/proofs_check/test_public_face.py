"""The names that a claim file imports from proofs_check."""

import ast
import importlib
import subprocess
import sys

import pytest

import proofs_check as pc


def test_the_names_are_listed_in_order_and_once():
    assert sorted(set(pc.__all__)) == pc.__all__


@pytest.mark.parametrize("name", pc.__all__)
def test_every_name_is_there(name):
    assert getattr(pc, name) is not None


def test_the_decorator_keeps_its_name_beside_the_module_of_that_name():
    module = importlib.import_module("proofs_check.language.claim")
    assert pc.claim is module.claim


def test_every_way_to_build_a_scope_a_hypothesis_and_an_outcome_is_offered():
    """What the modules define for claims is what the face offers."""
    outcome = {"Outcome", "holds", "fails", "undecided", "is_true", "equal", "at_most", "all_of"}
    scope = {"cases", "every_critical_point", "every_problem", "general_critical_points", "general_problems"}
    hypotheses = {"assumption", "depth_is", "depth_at_least", "is_critical", "on_point", "on_problem", "all_of_items"}
    assert outcome | scope | hypotheses | {"claim", "own_source", "Verdict"} <= set(pc.__all__)


def test_an_own_source_is_cited_like_any_other():
    mine = pc.own_source("mine", "My lemma, draft of today", authors="Me", year=2025)
    assert str(mine.at("Lemma 1")) == "Me (2025), Lemma 1"
    assert mine.where == mine.title


def test_the_lists_of_names_agree(repository):
    """What type checkers see, what is imported at run time, and ``__all__``."""
    tree = ast.parse((repository / "proofs_check/__init__.py").read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {(one.module, alias.name) for one in block.body if isinstance(one, ast.ImportFrom) for alias in one.names}
    assert seen == {(place, name) for place, names in pc._PLACES.items() for name in names}
    assert {name for _, name in seen} == set(pc.__all__)


def test_importing_proofs_check_imports_nothing_heavy(repository):
    code = (
        "import sys, proofs_check\n"
        "assert not {'numpy', 'flint', 'sympy', 'scipy'} & set(sys.modules)\n"
        "from proofs_check import *\n"
        "assert claim is proofs_check.claim and 'flint' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=repository, check=True)
