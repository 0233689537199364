"""How claims are found, and selected by their ids."""

import ast
import importlib
from pathlib import Path

import planted_claims
import pytest

from proofs_check.language.claim import Claim
from proofs_check.running import registry
from symdln.errors import InputError


def test_claims_are_found_in_the_order_in_which_they_are_written():
    assert list(registry.in_module("planted_claims")) == [made.id for made in planted_claims.SUITE]


def decorated_names(path: Path) -> list[str]:
    functions = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    ]
    marks = [(node.name, ast.unparse(mark)) for node in functions for mark in node.decorator_list]
    return [name for name, mark in marks if mark.startswith("claim(")]


def test_no_claim_is_hidden_by_a_later_function_of_its_name():
    assert decorated_names(Path(planted_claims.__file__)) == [made.check.__name__ for made in planted_claims.SUITE]
    for name in registry.modules():
        module = importlib.import_module(name)
        names = decorated_names(Path(str(module.__file__)))
        assert len(names) == len(set(names)), name
        assert all(isinstance(vars(module)[function], Claim) for function in names), name


def test_two_claims_of_one_id_are_refused():
    with pytest.raises(InputError, match=r"two claims are called toy\.rank"):
        registry._by_id([planted_claims.rank, planted_claims.rank])


@pytest.mark.parametrize(
    ("prefixes", "ids"),
    [
        (("toy.rank",), ["toy.rank"]),
        (("toy.all-strict",), ["toy.all-strict", "toy.all-strict.corrected"]),
        (("toy.sampled.", "toy.rank"), ["toy.rank", "toy.sampled.against"]),
        ((), [made.id for made in planted_claims.SUITE]),
    ],
)
def test_ids_select_by_prefix_at_dots(prefixes, ids):
    found = registry.select(registry.in_module("planted_claims"), prefixes)
    assert [made.id for made in found] == ids


@pytest.mark.parametrize("name", ["toy.rnk", "toy.ran", "nothing"])
def test_an_unknown_id_gets_close_matches(name):
    table: dict[str, Claim] = registry.in_module("planted_claims")
    with pytest.raises(InputError, match=f"no claim is called '{name}'") as error:
        registry.select(table, [name])
    assert ("toy.rank" in str(error.value)) == (name != "nothing")
    assert len(str(error.value).splitlines()) == 1


def test_unknown_sources_are_named():
    with pytest.raises(InputError, match="the sources are toy"):
        registry.select(registry.in_module("planted_claims"), source="toi")
