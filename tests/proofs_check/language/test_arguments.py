"""Arguments of another kind: one sentence when the claim is made, with what was passed and what to pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from planted_claims import TOY

import proofs_check as pc
from proofs_check.running import claim_file
from symdln.errors import InputError

HYPOTHESIS = pc.on_point("always", "true", lambda point: True)
ONE = pc.cases("one", lambda size, seed: [1], sentence="one", strength=pc.Verdict.VERIFIED)


def holds(case: Any) -> pc.Outcome:
    """It holds."""
    return pc.holds()


def make(check: Any = holds, **changed: Any) -> pc.Claim:
    options = {"id": "toy.one", "source": TOY.at("page 1"), "statement": "1 = 1", "over": ONE}
    return pc.claim(**{**options, **changed})(check)


CLAIMS = [
    ({"id": None}, "None is not a claim id"),
    ({"id": 3}, "3 is not a claim id"),
    ({"source": TOY}, "claim toy.one: source is Source"),
    ({"source": None}, 'source is None; pass a citation, such as source.at("Lemma 1")'),
    ({"source": "Nobody, page 1"}, "source is 'Nobody, page 1'; pass a citation"),
    ({"statement": None}, "statement is None; pass the statement as a text"),
    ({"statement": " "}, "statement is ' '; pass the statement as a text"),
    ({"statement": holds}, "statement is the function holds"),
    ({"over": None}, "over is None; pass a scope, such as pc.every_critical_point()"),
    ({"over": pc.every_critical_point}, "over is the function every_critical_point; pass a scope"),
    ({"over": [1, 2]}, "over is [1, 2]; pass a scope"),
    ({"assuming": None}, "assuming is None; pass a tuple of hypotheses, such as (pc.is_critical,), or ()"),
    ({"assuming": HYPOTHESIS}, "assuming is the hypothesis 'always' itself; write it as a tuple, with a comma"),
    ({"assuming": holds}, "assuming is the function holds; pass a tuple of hypotheses"),
    ({"assuming": (holds,)}, "assuming holds holds, which is not a hypothesis; write pc.on_point("),
    ({"assuming": (HYPOTHESIS, None)}, "assuming holds None, which is not a hypothesis"),
    ({"assuming": ("d = 2",)}, "assuming holds 'd = 2', which is not a hypothesis; write pc.on_point(\"its name\""),
    ({"assuming": (pc.depth_is,)}, "assuming holds depth_is, a function that makes hypotheses; call it"),
    ({"assuming": "critical"}, "assuming is 'critical'; pass a tuple of hypotheses"),
    ({"assuming": iter((HYPOTHESIS,))}, "pass a tuple of hypotheses"),
    ({"made_precise": ("a",)}, "made_precise is ('a',); pass a text, or None"),
    ({"ill_formed": True}, "ill_formed is True; pass a text, or None"),
    ({"ill_formed": ""}, "ill_formed is ''; pass a text, or None"),
    ({"axioms": "a fact"}, "axioms is 'a fact'; pass a tuple of texts, such as (\"a fact\",), with the comma"),
    ({"axioms": None}, "axioms is None; pass a tuple of texts"),
    ({"axioms": (1,)}, "axioms is (1,); pass a tuple of texts"),
    ({"prose": "a step"}, "prose is 'a step'; pass a tuple of texts"),
    ({"prose": ("",)}, "prose is ('',); pass a tuple of texts"),
    ({"corrects": 1}, "corrects is 1; pass a text, or None"),
    ({"in_print": "no"}, "in_print is 'no'; pass True or False"),
    ({"certify": 1}, "certify is 1; pass a function of the case and its details"),
    ({"formal": 1}, "formal is 1; pass a tuple of texts"),
    ({"formal": (None,)}, "formal is (None,); pass a tuple of texts"),
    ({"proof": "see the paper"}, "proof is 'see the paper'; pass pc.proofs.logic(...) or pc.proofs.matrices(...)"),
    ({"proof": holds, "formal": "a"}, "proof is the function holds; pass pc.proofs.logic"),
    ({"restricted": 2}, "restricted is 2; pass a text, or None"),
    ({"written": "docs/page.md"}, "written is 'docs/page.md'; pass a WrittenProof, or None"),
    ({"grade": "misprint"}, "grade is 'misprint'; pass one of pc.Grade."),
    ({"literal": 1}, "literal is 1; pass True or False"),
    ({"check": None}, "the check is None; pass a function of one case under the decorator"),
    ({"check": int}, "the check is the class int; pass a function of one case"),
]


@pytest.mark.parametrize(
    ("changed", "sentence"), CLAIMS, ids=lambda value: value[:40] if isinstance(value, str) else "-".join(value)
)
def test_a_claim_of_other_kinds_is_refused(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        make(**changed)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


OTHERS = [
    (lambda: pc.on_point(1, "s", holds), "a hypothesis: its name is 1; pass a text"),  # pyright: ignore
    (lambda: pc.on_point("H", None, holds), "hypothesis 'H': its statement is None; pass the statement as a text"),  # pyright: ignore
    (lambda: pc.on_point("H", "s", True), "hypothesis 'H': its predicate is True; pass a function"),  # pyright: ignore
    (lambda: pc.on_problem("H", "s", HYPOTHESIS), "its predicate is Hypothesis"),  # pyright: ignore
    (lambda: pc.all_of_items("H", "s", ()), "hypothesis 'H' is made of (); pass a tuple of one or more hypotheses"),
    (lambda: pc.all_of_items("H", "s", (holds,)), "pass a tuple of one or more hypotheses"),  # pyright: ignore
    (lambda: TOY.at(None), "the source 'toy': the place is None; pass a text"),  # pyright: ignore
    (lambda: pc.own_source("mine", None), "the source 'mine': title is None; pass a text"),  # pyright: ignore
    (lambda: pc.own_source("mine", "t", year="now"), "year is 'now'; pass a whole number"),  # pyright: ignore
    (lambda: pc.own_source("mine", "t", authors="symdln"), "authors is 'symdln'; pass your name or names"),
]


@pytest.mark.parametrize(("build", "sentence"), OTHERS)
def test_hypotheses_and_sources_of_other_kinds_are_refused(build: Any, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        build()
    assert sentence in str(refused.value)


SCOPES = [
    ({"name": None}, "pc.cases: name is None; pass two or three words"),
    ({"make": [1, 2]}, "the scope 'one': make is [1, 2]; pass a function of size and seed"),
    ({"sentence": None}, "sentence is None; pass what is covered"),
    ({"strength": "VERIFIED"}, "strength is 'VERIFIED'; choose pc.Verdict.PROVED"),
    ({"strength": pc.Verdict.REFUTED}, "choose pc.Verdict.PROVED, VERIFIED, CERTIFIED or SUPPORTED"),
    ({"strength": [1]}, "strength is [1]; choose"),
    ({"of": "points"}, "of is 'points'; pass a Subject"),
    ({"exact": 1}, "exact is 1; pass True or False"),
    ({"count": -1}, "count is -1; pass a whole number, or a table"),
    ({"count": 2.5}, "count is 2.5; pass a whole number"),
    ({"count": True}, "count is True; pass a whole number"),
    ({"per_unit": 0}, "per_unit is 0; pass a whole number from 1 on"),
]


@pytest.mark.parametrize(("changed", "sentence"), SCOPES)
def test_scopes_of_other_kinds_are_refused(changed: dict[str, Any], sentence: str) -> None:
    options = {"name": "one", "make": lambda size, seed: [1], "sentence": "one", "strength": pc.Verdict.VERIFIED}
    with pytest.raises(InputError) as refused:
        pc.cases(**{**options, **changed})  # pyright: ignore
    assert sentence in str(refused.value)


def test_a_table_of_counts_without_a_size_is_refused_where_the_size_is_asked_for() -> None:
    table = pc.cases("one", lambda size, seed: [1], sentence="1", strength=pc.Verdict.VERIFIED, count={"small": 1})
    assert len(list(table.units("small", 0))) == 1
    with pytest.raises(InputError, match=r"the scope 'one': count\['default'\] is None; pass a whole number for each"):
        list(table.units("default", 0))


def test_counts_may_be_a_function_of_size() -> None:
    by_size = {"small": 2, "default": -1}
    options: dict[str, Any] = {"sentence": "1", "strength": pc.Verdict.VERIFIED}
    scope = pc.cases("two", lambda size, seed: [1, 2], count=lambda size: by_size[size], **options)
    assert [unit.weight for unit in scope.units("small", 0)] == [1, 1]
    with pytest.raises(InputError, match=r"count\['default'\] is -1; pass a whole number for each size"):
        list(scope.units("default", 0))


def test_lists_are_read_as_tuples_and_copies_are_checked_too() -> None:
    made = make(assuming=[HYPOTHESIS], axioms=["a fact"])
    assert made.assuming == (HYPOTHESIS,)
    assert made.axioms == ("a fact",)
    with pytest.raises(InputError, match="over is None"):
        replace(made, over=None)  # pyright: ignore


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("pc.claim('own.one', source=S, statement='s', over=O, assuming=None)", "assuming is None"),
        (
            "pc.claim('own.one', source=S, statement='s', over=O, assuming=pc.is_critical)",
            "is the hypothesis 'critical'",
        ),
        (
            "pc.claim('own.one', source=S, statement='s', over=O, assuming=pc.has_least_loss)",
            "pass a tuple",
        ),
        ("lambda f: pc.Claim('own.one', S, 's', O, f, corrects='own.two')", "call it own.two.corrected"),
        ("lambda f: pc.Claim('other.one', S, 's', O, f)", "its id must begin with 'own.'"),
    ],
)
def test_a_claim_file_names_the_line(line: str, sentence: str, tmp_path: Any) -> None:
    path = tmp_path / "draft.py"
    head = "import proofs_check as pc\nS = pc.own_source('own', 't').at('1')\nO = pc.every_problem()\n"
    path.write_text(f'{head}@{line}\ndef check(case):\n    """It holds."""\n    return pc.holds()\n')
    with pytest.raises(InputError) as refused:
        claim_file.load(path)
    assert sentence in str(refused.value)
    assert "line 4" in str(refused.value)


@pytest.mark.parametrize(
    ("before", "made", "changes"),
    [
        ("kept = iter(range(5))", "kept", True),  # empty for every call but the first
        ("kept = (n for n in range(5))", "map(int, kept)", True),
        ("kept = itertools.count()", "(next(kept) for _ in range(5))", True),
        ("import random", "[random.random() for _ in range(9)]", True),
        ("import random", "[random.Random(seed).random() for _ in range(9)]", False),
        ("", "map(object.__new__, [object] * 5)", False),  # cases of which nothing can be compared
        ("", "1 / 0", False),  # said where the cases are checked
    ],
)
def test_cases_that_change_with_each_call_are_refused(before: str, made: str, changes: bool, tmp_path: Any) -> None:
    (tmp_path / "own.py").write_text(
        f"import itertools\n{before}\nimport proofs_check as pc\nSOURCE = pc.own_source('own', 'Own', year=2025)\n"
        "@pc.claim('own.a', source=SOURCE.at('1'), statement='n',\n"
        f"    over=pc.cases('n', lambda size, seed: {made}, sentence='n', strength=pc.Verdict.VERIFIED))\n"
        "def check(n):\n    'It holds.'\n    return pc.holds()\n",
        encoding="utf-8",
    )
    if not changes:
        assert len(claim_file.load(tmp_path / "own.py")) == 1
        return
    with pytest.raises(InputError, match="yields other cases when it is called again"):
        claim_file.load(tmp_path / "own.py")
