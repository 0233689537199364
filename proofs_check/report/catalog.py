"""The catalog as pages: one entry for each claim, on the page of its paper or of a part of it, and lists of entries.

``docs/conf.py`` writes the pages when the site is built, so they are never older than the claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from proofs_check.hunting.ablate import Need
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.role import Role
from proofs_check.language.sources import SOURCES
from proofs_check.language.verdict import Verdict
from proofs_check.report import bibliography, catalog_lists, counts, hypotheses, tables, topics
from proofs_check.report.catalog_data import Catalog, label, link
from proofs_check.report.hypotheses import Dropped
from proofs_check.report.parts import parts_of
from proofs_check.report.readings import readings
from proofs_check.running import expected, index, registry
from symdln import __version__
from symdln.files.inline import as_markdown
from symdln.files.markup import code, displayed, formula, words

_ROLES = {
    Role.PRINTED: "printed there",
    Role.REPAIR: "a repair; no source prints it so",
    Role.NEIGHBOUR: "not in print in these words",
    Role.OWN: "a statement of this project",
}

_ANSWERS = {
    Need.NOT_REFUTED.value: "not seen to be needed, as the statement holds in all cases that violate one of them alone",
    Need.NOT_TESTED.value: "not tested alone, as no case in scope violates only one of them",
    Need.UNDECIDED.value: "not decided whether it is needed",
}


def recorded(neighbours: Mapping[str, Sequence[str]], failing: Mapping[str, str] | None = None) -> Catalog:
    """The claims of this project with the recorded verdicts and the recorded hypotheses."""
    return Catalog(registry.all_claims(), expected.recorded(), neighbours, hypotheses.recorded(), failing or {})


def pages(catalog: Catalog) -> dict[str, str]:
    """The text of every page by its name: the entries of each paper on one page or several, the lists by topic, paper
    and symbol, and the list of the papers, which the first page includes."""
    found: dict[str, str] = {}
    for key, claims in _by_key(catalog).items():
        found |= _paper(catalog, key, claims)
    known = {claim.id: index.entry_of(claim) for claim in catalog.entries()}
    by_symbol = topics.by_symbol({id: catalog.claims[id] for id in known})
    return {
        **catalog_lists.view_pages(catalog, catalog_lists.TOPICS, topics.by_topic(known)),
        **catalog_lists.view_pages(catalog, catalog_lists.SYMBOLS, by_symbol),
        "papers.md": catalog_lists.papers_page(catalog, topics.by_paper(known)),
        "tables.md": tables.tables_page(),
        "entries.inc": _contents(_by_key(catalog)),
        **dict(sorted(found.items())),
    }


def cited(claim: Claim, verdict: str) -> str:
    """How to cite an entry, in one line of Markdown."""
    source = words(str(claim.source).rstrip("."))
    return f"symdln {words(__version__)}, catalog entry {code(claim.id)} ({verdict}), on {source}"


# -- the entries of a paper --------------------------------------------------------------------------------------------


def _by_key(catalog: Catalog) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in catalog.entries():
        found.setdefault(claim.source.source.key, []).append(claim)
    return found


def _contents(found: Mapping[str, Sequence[Claim]]) -> str:
    """The list of the papers, in the order of their authors, and then of what is in no paper."""
    titles = {key: _title(claims) for key, claims in found.items()}
    ordered = sorted(titles, key=lambda key: (found[key][0].source.source.own, titles[key].casefold()))
    lines = [f"{titles[key]} <built/{key}>" for key in ordered]
    return "\n".join(["```{toctree}", ":caption: The entries, by paper", ":maxdepth: 1", "", *lines, "```", ""])


def _title(claims: Sequence[Claim]) -> str:
    """Who wrote the paper, and when; several papers of the same authors share a page."""
    first = claims[0].source.source
    if first.own:
        return f"{first.title} (symdln)"
    return f"{first.authors} ({', '.join(map(str, sorted({claim.source.source.year for claim in claims})))})"


def _paper(catalog: Catalog, key: str, claims: Sequence[Claim]) -> dict[str, str]:
    """The pages of a paper: one with all its entries, or one that lists them and one for each part."""
    parts = parts_of(key, [claim.id for claim in claims])
    if not parts:
        return {f"{key}.md": "\n".join([_head(catalog, claims), *("\n".join(_entry(catalog, one)) for one in claims)])}
    found = {f"{key}.md": "\n".join([_head(catalog, claims), *catalog_lists.contents_of_paper(catalog, key, parts)])}
    for part in parts:
        title = f"# {words(_title(claims))}: {words(part.title)}\n\n[All statements of this source]({key}.md)\n"
        entries = ("\n".join(_entry(catalog, catalog.claims[id])) for id in part.ids)
        found[f"{key}-{part.key}.md"] = "\n".join([title, *entries])
    return found


def _head(catalog: Catalog, claims: Sequence[Claim]) -> str:
    """The heading of the page of a paper: what it is, and how its statements ended."""
    sources = dict.fromkeys(claim.source.source for claim in claims)
    bibtex = {bibliography.identity(source): name for name, source in bibliography.keys(SOURCES)}
    lines = [f"# {words(_title(claims))}\n"]
    for source in sources:
        name = bibtex.get(bibliography.identity(source))
        read = f"{source.authors} ({source.year}): {source.title}. {source.where}"
        lines.append(f"- {words(read)}{f'. BibTeX: {code(name)}' if name else ''}")
    every = [catalog.claims[id] for claim in claims for id in (claim.id, *catalog.scopes(claim.id))]
    found = counts.by_role((one.id, one.role, catalog.verdicts[one.id]) for one in every if one.id in catalog.verdicts)
    return "\n".join([*lines, "", *(f"{words(sentence)}.\n" for sentence in counts.sentences(found))])


def _entry(catalog: Catalog, claim: Claim) -> Iterator[str]:
    verdict = catalog.verdict(claim.id)
    yield f"({label('entry', claim.id)})=\n## {code(claim.id)}\n"
    yield f"**{verdict}.** {as_markdown(claim.sentence)}\n"
    yield f"{displayed(claim.statement)}\n"
    if claim.id in catalog.failing:
        yield f"- *Fails at* {catalog.failing[claim.id]}."
    yield f"- *Source:* {words(str(claim.source).rstrip('.'))}; {_ROLES[claim.role]}."
    yield from _precision(claim)
    yield from _assumptions(catalog, claim)
    yield from _neighbours(catalog, claim)
    yield from _relations(catalog, claim)
    if claim.id in readings():
        yield f"- *Second reading:* {as_markdown(readings()[claim.id].sentence)}"
    yield f"- *Cite as:* {cited(claim, verdict)}.\n"


def _precision(claim: Claim) -> Iterator[str]:
    if claim.made_precise:
        yield f"- *Made precise:* {as_markdown(claim.made_precise.rstrip('.'))}."
    if claim.ill_formed:
        yield f"- *Not defined as printed:* {as_markdown(claim.ill_formed.rstrip('.'))}."
    if claim.grade:
        yield f"- *Grade:* {words(str(claim.grade))}."


def _assumptions(catalog: Catalog, claim: Claim) -> Iterator[str]:
    """The hypotheses, and which of them are needed."""
    yield f"- *Assuming:* {'; '.join(map(_hypothesis, claim.assuming)) or 'no hypotheses'}."
    rows = catalog.hypotheses.get(claim.id, ())
    for row in rows:
        if row.answer == Need.NEEDED.value:
            yield f"  - without *{words(row.hypothesis)}*: {as_markdown(row.sentence)}."
    yield from _not_needed(rows)


def _not_needed(rows: Sequence[Dropped]) -> Iterator[str]:
    """The hypotheses that were not found to be needed, together: one line for each answer."""
    for answer in dict.fromkeys(row.answer for row in rows if row.answer != Need.NEEDED.value):
        found = [row for row in rows if row.answer == answer]
        listed = (f"*{words(row.hypothesis)}*{_cases(row)}" for row in found)
        yield f"  - {_ANSWERS.get(answer, 'the statement cannot be stated without')}: {', '.join(listed)}."


def _cases(row: Dropped) -> str:
    if row.answer != Need.NOT_REFUTED.value:
        return ""
    return f" ({row.cases:,} {'case' if row.cases == 1 else 'cases'})"


def _hypothesis(one: Hypothesis) -> str:
    """The name and the statement of a hypothesis; the statement alone where the name is the same formula."""
    name, statement = (re.sub(r"\\(operatorname|mathsf|text)|[\s{}$\\.]", "", text) for text in _plain(one))
    shown = _statement(one.statement)
    return shown if name == statement else f"{words(one.name)}: {shown}"


def _plain(one: Hypothesis) -> tuple[str, str]:
    return one.name, one.statement.replace(r"\ge", ">=").replace(r"\le", "<=").replace(r"\lambda", "lambda")


def _statement(text: str) -> str:
    return formula(text) if "\\" in text else as_markdown(text)


def _neighbours(catalog: Catalog, claim: Claim) -> Iterator[str]:
    """The planted neighbours, and those of the catalog, that fail."""
    planted = [as_markdown(change) for change in catalog.neighbours.get(claim.id, ())]
    failed = [
        link(id)
        for id, other in catalog.claims.items()
        if id.startswith(f"{claim.id}.") and other.scope_of is None and catalog.verdict(id) == Verdict.REFUTED.value
    ]
    if planted or failed:
        yield f"- *Neighbours that fail:* {'; '.join([*failed, *planted])}."


def _relations(catalog: Catalog, claim: Claim) -> Iterator[str]:
    near = related(catalog, claim)
    if near:
        yield f"- *Related:* {', '.join(link(id) for id in near)}."
    scopes = catalog.scopes(claim.id)
    if scopes:
        yield f"- *Also over other data:* {', '.join(code(id) for id in scopes)}."
    found = [
        f"[{words(view.title)}](#{catalog_lists.TOPICS.place(view)})"
        for view in topics.by_topic([claim.id])
        if view.ids
    ]
    yield f"- *Topics:* {', '.join(found)}."


def related(catalog: Catalog, claim: Claim) -> list[str]:
    """What the claim corrects or is corrected by, and the claims whose ids continue its own or are continued by it."""
    known = [one.id for one in catalog.entries() if one.id != claim.id]
    stem = claim.id.rpartition(".")[0]
    siblings = [id for id in known if "." in stem and id.startswith(f"{stem}.")]
    return list(
        dict.fromkeys(
            [*(id for id in known if id.startswith(f"{claim.id}.") or claim.id.startswith(f"{id}.")), *siblings]
        )
    )
