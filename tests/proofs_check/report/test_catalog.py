"""The catalog as pages: every claim has one entry, links lead somewhere, and an entry says what is known."""

import re
from dataclasses import replace

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.report import catalog
from proofs_check.report.catalog import Catalog
from proofs_check.report.hypotheses import Dropped
from proofs_check.running import expected, registry

CLAIMS = registry.all_claims()
WHOLE = catalog.recorded({"lindsey.balanced": ["equal norms <script>"]})
PAGES = catalog.pages(WHOLE)


def entry(id: str) -> str:
    text = PAGES[f"{id.partition('.')[0]}.md"]
    return next(part for part in re.split(r"\n(?=\(entry-)", text) if f"## `{id}`\n" in part)


def test_every_claim_has_one_entry_and_further_scopes_stand_in_it() -> None:
    headings = re.findall(r"^## `(.*)`$", "\n".join(PAGES.values()), re.MULTILINE)
    assert sorted(headings) == sorted(id for id, claim in CLAIMS.items() if claim.scope_of is None)
    assert "`achour.values.general-data`" in entry("achour.values")


def test_every_link_leads_to_one_place() -> None:
    text = "\n".join(PAGES.values())
    places = re.findall(r"^\(([a-z0-9-]+)\)=$", text, re.MULTILINE)
    assert len(set(places)) == len(places)
    assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", text)) <= set(places)


def test_every_entry_is_listed_by_paper() -> None:
    for id, claim in CLAIMS.items():
        assert (f"| [`{id}`](#entry-" in PAGES["papers.md"]) == (claim.scope_of is None), id


def test_an_entry_by_hand() -> None:
    text = entry("lindsey.balanced")
    assert text.startswith("(entry-lindsey-balanced)=\n## `lindsey.balanced`\n")
    assert f"**{expected.recorded()['lindsey.balanced']}.**" in text
    assert r"equal norms \<script\>" in text  # foreign text stays text
    assert "printed there" in text
    assert "*Cite as:* symdln" in text
    assert "without *the product has full rank*: not seen to be needed" in text
    assert "](#entry-chitour-prop4-i)" in entry("chitour.prop4.i.corrected")  # the repaired statement is related
    assert "](#entry-achour-rank-constrained-converse)" in entry("achour.rank-constrained")  # a neighbour that fails


def test_a_needed_hypothesis_is_shown_with_its_case() -> None:
    known = CLAIMS["lindsey.balanced"]
    small = Catalog(
        {known.id: known}, {known.id: Verdict.VERIFIED}, {}, {known.id: [Dropped("h", "needed", 1, "a = 0")]}
    )
    (text,) = (text for name, text in catalog.pages(small).items() if name == "lindsey.md")
    assert "without *h*: needed, fails at" in text
    assert "**VERIFIED.**" in text
    assert "Neighbours that fail" not in text


def test_a_verdict_that_is_not_recorded_is_not_made_up() -> None:
    known = CLAIMS["lindsey.balanced"]
    made = Catalog({known.id: known, "lindsey.x": replace(known, id="lindsey.x")}, {}, {}, {})
    assert "**not recorded.**" in catalog.pages(made)["lindsey.md"]


def test_the_weakest_scope_decides_the_verdict_of_an_entry() -> None:
    ids = ["lucchi.thm8.1.corrected", "lucchi.thm8.1.corrected.every-problem"]
    words = {ids[0]: Verdict.VERIFIED, ids[1]: Verdict.REFUTED}
    assert Catalog({id: CLAIMS[id] for id in ids}, words, {}, {}).verdict(ids[0]) == "REFUTED"


@pytest.mark.parametrize("name", ["topics.md", "symbols.md", "papers.md"])
def test_no_row_of_a_view_is_broken(name: str) -> None:
    rows = [line for line in PAGES[name].splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}
