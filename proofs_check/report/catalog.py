"""The catalog as pages: one entry for each claim, on the page of its paper, and lists by topic, paper and symbol.

``docs/conf.py`` writes the pages when the site is built, so they are never older than the claims.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from proofs_check.hunting.ablate import Need
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.role import Role
from proofs_check.language.sources import SOURCES
from proofs_check.language.verdict import Verdict, over_all
from proofs_check.report import bibliography, counts, hypotheses, tables, topics
from proofs_check.report.hypotheses import Dropped
from proofs_check.report.readings import readings
from proofs_check.report.topics import View
from proofs_check.running import expected, index, registry
from symdln import __version__
from symdln.files.inline import as_markdown
from symdln.files.markup import code, displayed, formula, words

PAPERS = "By paper"
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


@dataclass(frozen=True)
class Catalog:
    """Everything that the pages are made of; ``neighbours`` are the planted false neighbours by the id of the claim.

    ``failing`` says in Markdown where a statement fails, by the id of the claim, as the page of findings has it.
    """

    claims: Mapping[str, Claim]
    verdicts: Mapping[str, Verdict]
    neighbours: Mapping[str, Sequence[str]]
    hypotheses: Mapping[str, Sequence[Dropped]]
    failing: Mapping[str, str] = field(default_factory=dict)

    def verdict(self, id: str) -> str:
        """The recorded verdict, over all scopes of the claim."""
        found = [self.verdicts[one] for one in (id, *self.scopes(id)) if one in self.verdicts]
        return str(over_all(found)) if found else "not recorded"

    def scopes(self, id: str) -> list[str]:
        """The ids of the same statement over further cases."""
        return self._scopes.get(id, [])

    @cached_property
    def _scopes(self) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.scope_of, []).append(claim.id)
        return found

    def entries(self) -> list[Claim]:
        """The claims without their further scopes, which stand in the entries of their claims."""
        return [claim for claim in self.claims.values() if claim.scope_of is None]


def recorded(neighbours: Mapping[str, Sequence[str]], failing: Mapping[str, str] | None = None) -> Catalog:
    """The claims of this project with the recorded verdicts and the recorded hypotheses."""
    return Catalog(registry.all_claims(), expected.recorded(), neighbours, hypotheses.recorded(), failing or {})


def pages(catalog: Catalog) -> dict[str, str]:
    """The text of every page by its name: a page for each paper with its entries, the three views, and the list of the
    papers, which the first page includes."""
    found = {f"{key}.md": _paper(catalog, key, claims) for key, claims in _by_key(catalog).items()}
    known = {claim.id: index.entry_of(claim) for claim in catalog.entries()}
    return {
        "topics.md": _view(catalog, "By topic", topics.by_topic(known), words),
        "papers.md": _view(catalog, PAPERS, topics.by_paper(known), words),
        "symbols.md": _view(catalog, "By symbol", topics.by_symbol({id: catalog.claims[id] for id in known}), formula),
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


def _paper(catalog: Catalog, key: str, claims: Sequence[Claim]) -> str:
    sources = dict.fromkeys(claim.source.source for claim in claims)
    bibtex = {bibliography.identity(source): name for name, source in bibliography.keys(SOURCES)}
    lines = [f"# {words(_title(claims))}\n"]
    for source in sources:
        name = bibtex.get(bibliography.identity(source))
        read = f"{source.authors} ({source.year}): {source.title}. {source.where}"
        lines.append(f"- {words(read)}{f'. BibTeX: {code(name)}' if name else ''}")
    every = [catalog.claims[id] for claim in claims for id in (claim.id, *catalog.scopes(claim.id))]
    found = counts.by_role((one.id, one.role, catalog.verdicts[one.id]) for one in every if one.id in catalog.verdicts)
    lines += ["", *(f"{words(sentence)}.\n" for sentence in counts.sentences(found))]
    return "\n".join([*lines, *("\n".join(_entry(catalog, claim)) for claim in claims)])


def _entry(catalog: Catalog, claim: Claim) -> Iterator[str]:
    verdict = catalog.verdict(claim.id)
    yield f"({_label('entry', claim.id)})=\n## {code(claim.id)}\n"
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
        _link(id)
        for id, other in catalog.claims.items()
        if id.startswith(f"{claim.id}.") and other.scope_of is None and catalog.verdict(id) == Verdict.REFUTED.value
    ]
    if planted or failed:
        yield f"- *Neighbours that fail:* {'; '.join([*failed, *planted])}."


def _relations(catalog: Catalog, claim: Claim) -> Iterator[str]:
    near = related(catalog, claim)
    if near:
        yield f"- *Related:* {', '.join(_link(id) for id in near)}."
    scopes = catalog.scopes(claim.id)
    if scopes:
        yield f"- *Also over other data:* {', '.join(code(id) for id in scopes)}."
    found = [f"[{words(view.title)}](#{_place('By topic', view)})" for view in topics.by_topic([claim.id]) if view.ids]
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


def _label(*parts: str) -> str:
    """A name for a place of the pages, to which links lead."""
    return "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()) for part in parts)


def _place(title: str, view: View) -> str:
    """The name of the section of a view; one key may have several papers."""
    return _label(title, view.key, *((view.title, view.about[:30]) if title == PAPERS else ()))


def _link(id: str) -> str:
    return f"[{code(id)}](#{_label('entry', id)})"


# -- the views ---------------------------------------------------------------------------------------------------------


def _view(catalog: Catalog, title: str, views: Sequence[View], about: Callable[[str], str]) -> str:
    """A section for each view that has entries, with a row for each; ``about`` writes what the view is about."""
    found = [(view, [id for id in view.ids if catalog.claims[id].scope_of is None]) for view in views]
    found = [(view, ids) for view, ids in found if ids]
    lines = [
        f"# {title}\n",
        "\u00a0· ".join(f"[{words(view.title)}](#{_place(title, view)})\u00a0({len(ids)})" for view, ids in found),
    ]
    for view, ids in found:
        lines += ["", f"({_place(title, view)})=", f"## {words(view.title)}\n", f"{about(view.about)}\n"]
        lines += [f"{words(_tally(catalog, ids))}\n", *_rows(catalog, ids)]
    return "\n".join([*lines, ""])


def _tally(catalog: Catalog, ids: Sequence[str]) -> str:
    found = Counter(catalog.verdict(id) for id in ids)
    listed = ", ".join(f"{found[word]} {word}" for word in [*map(str, Verdict), "not recorded"] if found[word])
    return f"{len(ids)} {'entry' if len(ids) == 1 else 'entries'}: {listed}."


def _rows(catalog: Catalog, ids: Sequence[str]) -> Iterator[str]:
    yield "| entry | verdict | in words |"
    yield "|---|---|---|"
    for id in ids:
        sentence = as_markdown(catalog.claims[id].sentence).replace("|", r"\|")
        yield f"| {_link(id)} | {catalog.verdict(id)} | {sentence} |"
