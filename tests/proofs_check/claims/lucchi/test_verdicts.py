"""The claims of Lucchi's lecture on the small scope: their verdicts, first witnesses, and the cases they rest on."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import claims_of, settle

DERIVATIVES = claims_of("lucchi", "gradient", "matrix-gradient", "trace-derivatives")
LANDSCAPE = claims_of("lucchi", "saddle-definition", "thm4", "thm5", "thm6", "thm7", "thm8")
OVERVIEW = claims_of("lucchi", "overparametrised", "relu-spurious")
PARTS = ("corollary11", "lemma10", "lemma12", "lemma13", "thm9", "remark-large-sigma", "remark-small-sigma", "xavier")
RANDOM = claims_of("lucchi", *PARTS)
BY_THE_LOGIC = dict.fromkeys(
    (
        "lucchi.thm9.start",
        "lucchi.lemma10.fixed",
        "lucchi.corollary11",
        "lucchi.lemma13",
        "lucchi.thm9",
        "lucchi.remark-large-sigma.implication",
        "lucchi.remark-large-sigma.corrected",
        "lucchi.remark-small-sigma",
        "lucchi.xavier",
    ),
    Verdict.PROVED,
)
SMALL = {
    "lucchi.saddle-definition": Verdict.REFUTED,
    "lucchi.saddle-definition.general-data": Verdict.REFUTED,
    "lucchi.saddle-definition.corrected": Verdict.PROVED,
    "lucchi.saddle-definition.corrected.general-data": Verdict.PROVED,
    "lucchi.thm4": Verdict.PROVED,
    "lucchi.thm4.converse": Verdict.PROVED,
    "lucchi.thm5": Verdict.PROVED,
    "lucchi.thm5.converse": Verdict.PROVED,
    "lucchi.thm6": Verdict.REFUTED,
    "lucchi.thm6.corrected": Verdict.PROVED,
    "lucchi.thm7": Verdict.PROVED,
    "lucchi.thm7.general-data": Verdict.PROVED,
    "lucchi.thm8.1": Verdict.REFUTED,
    "lucchi.thm8.1.corrected": Verdict.VERIFIED,
    "lucchi.thm8.1.corrected.every-problem": Verdict.VERIFIED,
    "lucchi.thm8.2": Verdict.PROVED,
    "lucchi.thm8.2.general-data": Verdict.PROVED,
    "lucchi.thm8.3": Verdict.PROVED,
    "lucchi.thm8.3.general-data": Verdict.PROVED,
    "lucchi.thm8.4": Verdict.PROVED,
    "lucchi.thm8.4.general-data": Verdict.PROVED,
}

WITNESSES = {
    "lucchi.saddle-definition": [1, 1, 1, 1],  # L = (c b a - y)^2 / 2 at 0: zero Hessian
    "lucchi.thm6": [2, 1, 2],  # at d = 1 Sxy = Syx
    "lucchi.thm8.1": [1, 1, 1],  # X = 0: the loss is constant
}
REFUTED = {
    "lucchi.lemma10.random": [[0, 0, 1], [1, 1, 1], [-1, 1, 1]],  # E w^4 = 2/3, (E w^2)^2 = 4/9 for A = |W|, B = 1
    "lucchi.lemma12": [[0, 0], [1, 0], [-1, 1]],  # E w^4 xi^4 = 1/3, E w^4 E xi^4 = 2/9 for xi = [w = -1]
    "lucchi.lemma13.brace": [[0], [1], [-1]],  # w uniform on 0, 1, -1: E w^4 = 2/3, (E w^2)^2 = 4/9
    "lucchi.remark-large-sigma": [1, 1, "3/2"],  # terms 2/3 * 3/2 * 3 = 3 > 2, but 9/4 < 3
    "lucchi.xavier.fixed-width": [1],  # sigma = 1: factor 3 a layer
}


@pytest.fixture(scope="module")
def results():
    every = DERIVATIVES | LANDSCAPE | OVERVIEW | RANDOM
    return {result.claim.id: result for result in settle(*every.values())}


def test_every_claim_is_listed_here():
    assert set(LANDSCAPE) == set(SMALL)
    assert set(claims_of("lucchi")) == set(DERIVATIVES | LANDSCAPE | OVERVIEW | RANDOM)


@pytest.mark.parametrize("id", DERIVATIVES)
def test_every_derivative_is_proved_at_named_sizes_and_at_all_sizes(results, id):
    assert results[id].error is None
    assert results[id].verdict is Verdict.PROVED
    subjects = subjects_of(DERIVATIVES[id])
    assert results[id].tally.cases == len(subjects)
    assert any(isinstance(subject[0], int) for subject in subjects)
    assert any(isinstance(subject[0], str) for subject in subjects)


def subjects_of(claim: Claim) -> list[Any]:
    return [case.subject for unit in claim.over.units("small", 0) for case in claim.over.cases(unit)]


@pytest.mark.parametrize("id", SMALL)
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is SMALL[id]


@pytest.mark.parametrize("id", WITNESSES)
def test_what_is_refuted_fails_first_at_the_smallest_network(results, id):
    assert results[id].witness["problem"]["widths"] == WITNESSES[id]


def test_verdicts(results) -> None:
    assert {id: results[id].verdict for id in OVERVIEW} == {
        "lucchi.overparametrised": Verdict.REFUTED,
        "lucchi.overparametrised.corrected": Verdict.VERIFIED,
        "lucchi.relu-spurious": Verdict.VERIFIED,
    }
    assert all(results[id].error is None and results[id].tally.cases for id in OVERVIEW)


@pytest.mark.parametrize("id", RANDOM)
def test_verdicts_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is (Verdict.REFUTED if id in REFUTED else BY_THE_LOGIC.get(id, Verdict.DERIVED))


@pytest.mark.parametrize("id", REFUTED)
def test_what_is_refuted_fails_first_at_the_smallest_case(results, id):
    assert results[id].witness["data"] == REFUTED[id]


@pytest.mark.parametrize("id", sorted(set(RANDOM) - set(REFUTED) - {"lucchi.lemma12.corrected"}))
def test_what_is_proved_is_proved_for_symbols_and_checked_at_numbers(id):
    subjects = subjects_of(RANDOM[id])
    assert isinstance(subjects[0][0], int)
    assert isinstance(subjects[-1][0], str)
