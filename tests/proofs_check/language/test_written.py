"""Written proofs: what a claim that carries one is called, and that the place of every proof exists."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check.claims.yun.global_ import full_rank_products
from proofs_check.language.outcome import fails, holds, undecided
from proofs_check.language.verdict import Verdict
from proofs_check.language.written import WrittenProof
from proofs_check.running import registry
from symdln.errors import InputError
from tests.proofs_check.settling import settle

ROOT = Path(__file__).resolve().parents[3]


def headings(page: Path) -> set[str]:
    """The anchors of a page, as MyST and GitHub make them."""
    found = re.findall(r"^#{1,4} (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_written_proof_stands_where_it_is_said_to_stand():
    proofs = {claim.written for claim in registry.all_claims().values() if claim.written is not None}
    assert len(proofs) > 10
    for proof in proofs:
        page, _, anchor = proof.place.partition("#")
        assert anchor in headings(ROOT / page), proof.place
        assert proof.steps


def test_steps_and_facts_are_listed_with_the_claim():
    written = full_rank_products.written
    assert written is not None
    assert full_rank_products.prose[0] == f"the proof in {written.place}"
    assert set(written.steps) <= set(full_rank_products.prose)
    assert set(written.facts) <= set(full_rank_products.axioms)
    assert len(set(full_rank_products.axioms)) == len(full_rank_products.axioms)


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (lambda point: holds(), Verdict.DERIVED),
        (lambda point: fails("here"), Verdict.REFUTED),  # one exact instance against it ends the matter
        (lambda point: undecided("here"), Verdict.UNDECIDED),
        (lambda point: 1 / 0, Verdict.ERROR),
    ],
    ids=["holds", "fails", "undecided", "error"],
)
def test_a_written_proof_outweighs_no_instance(check, verdict):
    (result,) = settle(replace(full_rank_products, check=check))
    assert result.verdict is verdict


def test_without_instances_nothing_is_derived():
    (result,) = settle(replace(full_rank_products, assuming=(*full_rank_products.assuming, never())))
    assert result.verdict is Verdict.VACUOUS


def never():
    from proofs_check.language.hypotheses import on_point

    return on_point("never", "false", lambda point: False)


def test_samples_are_no_second_route():
    from proofs_check.language.claim import claim
    from proofs_check.language.scope import cases
    from proofs_check.language.sources import OURS

    sampled = cases("samples", lambda size, seed: iter((1, 2)), sentence="two", strength=Verdict.SUPPORTED)
    with pytest.raises(InputError, match=r"ours\.sampled has a written proof, so its cases must be exact"):

        @claim(
            "ours.sampled",
            source=OURS.at("nowhere"),
            statement="1 = 1",
            over=sampled,
            written=WrittenProof("docs/strings.md#the-lemmas", ("all of it",)),
        )
        def check(case):
            """One is one."""
            return holds()
