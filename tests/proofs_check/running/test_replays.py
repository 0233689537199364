"""Proofs as work items of a run: each claim with a proof is in one item, and a refused
proof is the error of its claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from proofs_check.claims.chitour.lemma2 import lemma_2_4
from proofs_check.running import registry, replays
from proofs_check.running.runner import Settings, run


def test_each_proof_is_replayed_in_one_work_item():
    claims = list(registry.all_claims().values())
    names = [name for item in replays.items(claims) for name in item.claims]
    assert Counter(names) == Counter((claim.module, claim.id) for claim in claims if claim.proof is not None)


@pytest.fixture
def wrong(monkeypatch):
    """A claim with a formal statement, turned round, that its proof does not prove."""
    claim = replace(lemma_2_4, formal=tuple(text.replace("<=", ">=") for text in lemma_2_4.formal))
    monkeypatch.setattr(registry, "in_module", lambda module: {claim.id: claim})
    return claim


@pytest.mark.parametrize("budget", [None, 1e-6], ids=["whole", "ended by a budget before the proof's turn"])
def test_a_proof_of_another_statement_is_an_error_however_the_run_ends(wrong, budget):
    (result,) = run([wrong], Settings("small", budget=budget)).results
    assert str(result.verdict) == "ERROR"
    assert result.error is not None
    assert "not the conclusion of the proof" in result.error["sentence"]
    (item,) = replays.items([wrong])
    assert replays.replay(item).errors == {wrong.id: result.error}
