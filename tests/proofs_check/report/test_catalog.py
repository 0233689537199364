"""The catalog as pages: every claim has one entry, links lead somewhere, and an entry says what is known."""

import re
from dataclasses import replace
from functools import cache

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.report import catalog
from proofs_check.report.catalog import Catalog
from proofs_check.report.hypotheses import Dropped
from proofs_check.running import expected, registry

CLAIMS = registry.all_claims()
WHOLE = catalog.recorded({"lindsey.balanced": ["equal norms <script>"]})


@cache
def pages() -> dict[str, str]:
    """Written when a test asks for them, not when the tests are collected."""
    return catalog.pages(WHOLE)


def entry(id: str) -> str:
    """The entry of a claim, on the page of its paper or of a part of it."""
    texts = [text for name, text in pages().items() if re.split("[-.]", name)[0] == id.partition(".")[0]]
    (found,) = (part for text in texts for part in re.split(r"\n(?=\(entry-)", text) if f"## `{id}`\n" in part)
    return found


def test_every_claim_has_one_entry_and_further_scopes_stand_in_it() -> None:
    headings = re.findall(r"^## `(.*)`$", "\n".join(pages().values()), re.MULTILINE)
    assert sorted(headings) == sorted(id for id, claim in CLAIMS.items() if claim.scope_of is None)
    assert "`achour.values.general-data`" in entry("achour.values")


def test_every_link_leads_to_one_place() -> None:
    text = "\n".join(pages().values())
    places = re.findall(r"^\(([a-z0-9-]+)\)=$", text, re.MULTILINE)
    assert len(set(places)) == len(places)
    assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", text)) <= set(places)


def test_every_entry_is_listed_under_a_topic() -> None:
    listed = "\n".join(text for name, text in pages().items() if name.startswith("topic-"))
    for id, claim in CLAIMS.items():
        assert (f"| [`{id}`](#entry-" in listed) == (claim.scope_of is None), id


def test_no_page_has_many_entries_and_none_is_left_over() -> None:
    """A page of thirty entries is some forty screens of a telephone; what no part names is on a page `further`."""
    found = {name: len(re.findall(r"^## `", text, re.MULTILINE)) for name, text in pages().items()}
    assert max(found.values()) <= 30
    assert [name for name in found if name.endswith("-further.md")] == []


def test_a_link_to_an_entry_on_the_whole_page_of_its_paper_finds_its_row() -> None:
    """Each entry of a divided paper has a place on the page of the paper, in the row that leads to the entry."""
    divided = {name.partition("-")[0] for name in pages() if re.match(r"(chitour|lucchi|lehalleur|ours)-", name)}
    assert divided == {"chitour", "lucchi", "lehalleur", "ours"}
    for id, claim in CLAIMS.items():
        if claim.source.source.key in divided and claim.scope_of is None:
            name = catalog.label("entry", id)
            row = f'| <span id="{name}"></span>[`{id}`](#{name}) |'
            assert row in pages()[f"{claim.source.source.key}.md"], id


def test_the_papers_are_counted() -> None:
    assert "| [Lindsey, Menon (2025)](lindsey.md) |" in pages()["papers.md"]
    counted = [int(row.split("|")[2]) for row in pages()["papers.md"].splitlines()[4:] if row.startswith("|")]
    assert sum(counted) == sum(claim.scope_of is None for claim in CLAIMS.values())


def test_an_entry_by_hand() -> None:
    text = entry("lindsey.balanced")
    assert text.startswith("(entry-lindsey-balanced)=\n## `lindsey.balanced`\n")
    assert f"**{expected.recorded()['lindsey.balanced']}.**" in text
    assert r"equal norms \<script\>" in text  # foreign text stays text
    assert "printed there" in text
    assert "*Cite as:* symdln" in text
    assert "catalog entry `lindsey.balanced` (" in text  # as code, so that no part of an id becomes a Greek letter
    assert re.search(r"not seen to be needed, .*: \*the product has full rank\* \(\d+ cases\)", text)
    assert "*Fails at*" not in text
    assert "](#entry-chitour-prop4-i)" in entry("chitour.prop4.i.corrected")  # the repaired statement is related
    assert "](#entry-achour-rank-constrained-converse)" in entry("achour.rank-constrained")  # a neighbour that fails


def test_where_a_statement_fails_stands_in_its_entry() -> None:
    known = CLAIMS["lucchi.thm6"]
    small = Catalog({known.id: known}, {known.id: Verdict.REFUTED}, {}, {}, {known.id: "widths (2, 1, 2)"})
    assert "- *Fails at* widths (2, 1, 2)." in catalog.pages(small)["lucchi-landscape.md"]


def test_hypotheses_that_were_not_needed_stand_together() -> None:
    """In the order in which the answers occur; each needed one has a line with its case."""
    known = CLAIMS["lindsey.balanced"]
    rows = [Dropped("a", "not tested", 0), Dropped("b", "not refuted", 1200), Dropped("c", "not tested", 0)]
    small = Catalog({known.id: known}, {}, {}, {known.id: [*rows, Dropped("d", "needed", 1, "x = 1")]})
    lines = [line for line in catalog.pages(small)["lindsey.md"].splitlines() if line.startswith("  - ")]
    assert [line.partition(": ")[2] for line in lines] == [
        "needed, fails at $x$ = 1.",
        "*a*, *c*.",
        "*b* (1,200 cases).",
    ]


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


@pytest.mark.parametrize(
    ("beginning", "bars"),
    [("topics.", 5), ("symbols.", 5), ("papers.", 5), ("chitour.", 5), ("topic-", 4), ("symbol-", 4)],
)
def test_no_row_of_a_list_is_broken(beginning: str, bars: int) -> None:
    found = [text for name, text in pages().items() if name.startswith(beginning)]
    rows = [line for text in found for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {bars}
