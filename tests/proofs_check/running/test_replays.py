"""Proofs as work items of a run: a claim with a proof is in one item, and a refused proof is the error of its claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from unittest import mock

import pytest

from proofs_check.claims.chitour.lemma2 import lemma_2_4
from proofs_check.running import registry, replays
from proofs_check.running.runner import Settings, run


def test_each_proof_is_replayed_in_one_work_item():
    claims = list(registry.all_claims().values())
    names = [name for item in replays.items(claims) for name in item.claims]
    assert Counter(names) == Counter((claim.module, claim.id) for claim in claims if claim.proof is not None)


def test_a_proof_of_another_statement_is_an_error_in_the_run_and_in_the_work_item():
    (other, *_) = lemma_2_4.formal
    wrong = replace(lemma_2_4, formal=(other.replace("<=", ">="),))
    with mock.patch.object(registry, "in_module", return_value={wrong.id: wrong}):
        (item,) = replays.items([wrong])
        error = replays.replay(item).errors[wrong.id]
        (result,) = run([wrong], Settings("small")).results
    assert error is not None
    assert result.error == error
    assert str(result.verdict) == "ERROR"
    assert "not the conclusion of the proof" in error["sentence"]


def test_a_run_that_a_budget_ends_still_replays_the_proofs():
    with mock.patch.object(replays, "error_of", side_effect=lambda claim: pytest.fail("replayed twice")):
        items = list(replays.items([lemma_2_4]))
    assert [name for item in items for name in item.claims] == [(lemma_2_4.module, lemma_2_4.id)]
