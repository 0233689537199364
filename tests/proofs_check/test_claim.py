"""Claims, their sources and hypotheses, and how claims are found."""

import ast
import importlib
from fractions import Fraction
from pathlib import Path

import planted_claims
import pytest
from planted_claims import TOY

import symdln as dln
from proofs_check.facts.extrema import critical_above_minimum
from proofs_check.language.claim import Claim, claim
from proofs_check.language.hypotheses import assumption, depth_is, first_unmet, on_point
from proofs_check.language.outcome import holds
from proofs_check.language.source import ACHOUR_PAPER, CHITOUR, LUCCHI_DEEP, SOURCES
from proofs_check.running import registry
from proofs_check.scopes.critical_points import every_problem
from symdln.errors import InputError


def _make(id, doc="It holds.", **options):
    def check(case):
        return holds()

    check.__doc__ = doc
    return claim(id, source=TOY.at("page 1"), statement="1 = 1", over=every_problem(), **options)(check)


def test_a_claim_holds_together_statement_citation_and_check():
    made = _make("toy.one", "It holds,\n    always.")
    assert made.sentence == "It holds, always."
    assert str(made.source) == "Nobody (2025), page 1"
    assert made.at(None).holds


@pytest.mark.parametrize(
    ("id", "doc", "options", "sentence"),
    [
        ("Toy", "It holds.", {}, "'Toy' is not a claim id"),
        ("toy.", "It holds.", {}, "'toy.' is not a claim id"),
        ("other.one", "It holds.", {}, "claim other.one cites the source 'toy'"),
        ("toy.one", "", {}, "claim toy.one has no docstring"),
        ("toy.repair", "It holds.", {"corrects": "toy.one"}, "call it toy.one.corrected"),
    ],
)
def test_a_claim_that_cannot_be_cited_is_refused(id, doc, options, sentence):
    with pytest.raises(InputError, match=sentence):
        _make(id, doc, **options)


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
    with pytest.raises(InputError, match=r"two claims are called toy\.one"):
        registry._by_id([_make("toy.one"), _make("toy.one")])


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


# Widths (2, 2, 2, 2), W_1 = diag(1, 0), W_2 = diag(0, 1), W_3 = I: the full product is 0, W_3 W_2 and W_2 have rank 1.
PROBLEM = dln.Problem.canonical((3, 2), (2, 2, 2, 2))
POINT = dln.Point(PROBLEM, [[[1, 0], [0, 0]], [[0, 0], [0, 1]], [[1, 0], [0, 1]]])


def test_each_source_counts_depth_and_rank_in_its_own_way():
    assert CHITOUR.conventions.rank_of(POINT) == 1
    assert ACHOUR_PAPER.conventions.rank_of(POINT) == 0
    assert LUCCHI_DEEP.conventions.rank_of(POINT) == 1
    assert CHITOUR.conventions.symbol_value(depth=3) == 2
    assert ACHOUR_PAPER.conventions.symbol_value(depth=3) == 3
    assert CHITOUR.conventions.loss_factor == Fraction(1, 2)
    assert ACHOUR_PAPER.conventions.loss_factor == 1


def test_citations_have_what_a_reader_needs():
    assert {source.key for source in SOURCES} >= {"chitour", "achour", "lucchi", "ours"}
    assert all(source.title and source.authors and source.where and source.year > 1900 for source in SOURCES)


def test_a_hypothesis_on_the_problem_is_asked_of_the_problem_of_a_point():
    assert depth_is(3).met_by(POINT)
    assert depth_is(3).met_by(PROBLEM)
    assert not depth_is(2).met_by(POINT)
    assert assumption("chitour.1").met_by(POINT)
    assert depth_is(3) == depth_is(3) != depth_is(2)


def test_saddles_are_critical_and_not_minimal():
    # W = 0 at depth 3 has a zero gradient and the loss 1/2 (9 + 4); POINT has P = 0 and
    # dL/dW_1 = -(W_3 W_2)^T diag(3, 2) = -diag(0, 2), so it is not critical.
    zero = dln.Point(PROBLEM, [[[0, 0], [0, 0]]] * 3)
    minimum = dln.Point(PROBLEM, [[[3, 0], [0, 2]], [[1, 0], [0, 1]], [[1, 0], [0, 1]]])
    assert [critical_above_minimum.met_by(point) for point in (zero, minimum, POINT)] == [True, False, False]


def test_the_first_unmet_hypothesis_is_named_and_each_is_asked_once():
    asked = []
    counted = on_point("counted", "is counted", lambda point: not asked.append(point))
    known: dict = {}
    assert first_unmet((counted, counted, depth_is(2), depth_is(9)), POINT, known) == depth_is(2)
    assert len(asked) == 1


def test_a_predicate_must_say_true_or_false():
    with pytest.raises(TypeError, match="must return True or False"):
        on_point("maybe", "perhaps", lambda point: None).met_by(POINT)  # type: ignore[arg-type, return-value]
