"""The lists of the catalog: the parts of a paper, the entries of each topic and each symbol, and the papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from proofs_check.language.verdict import Verdict
from proofs_check.report.catalog_data import Catalog, anchor, label, link
from proofs_check.report.parts import PaperPart
from proofs_check.report.topics import View
from symdln.files.inline import as_markdown
from symdln.files.markup import formula, words


@dataclass(frozen=True)
class ViewList:
    """A way to list entries: the name of the page of all views, how the names of their pages begin, and how it is
    written what a view is about."""

    title: str
    page: str
    stem: str
    about: Callable[[str], str]

    def place(self, view: View) -> str:
        """The name by which the page of a view is linked."""
        return label("list", self.stem, view.key)

    def name(self, view: View) -> str:
        """The name of the page of a view."""
        return label(self.stem, view.key)


TOPICS = ViewList("By topic", "topics", "topic", words)
SYMBOLS = ViewList("By symbol", "symbols", "symbol", formula)
PAPERS = "By paper"


def view_pages(catalog: Catalog, kind: ViewList, views: Sequence[View]) -> dict[str, str]:
    """A page with a row for each view that has entries, and for each of them a page with a row for each entry."""
    found = [(view, [id for id in view.ids if catalog.claims[id].scope_of is None]) for view in views]
    found = [(view, ids) for view, ids in found if ids]
    lines = [f"# {kind.title}\n", f"| {kind.stem} | entries | about | verdicts |", "|---|---|---|---|"]
    for view, ids in found:
        old = anchor(label(kind.title, view.key))
        about = kind.about(view.about).replace("|", r"\|")
        name = f"{old}[{words(view.title)}](#{kind.place(view)})"
        lines.append(f"| {name} | {len(ids)} | {about} | {_verdicts(catalog, ids)} |")
    pages = {f"{kind.page}.md": "\n".join([*lines, "", *_below(kind.name(view) for view, _ in found)])}
    for view, ids in found:
        head = [
            f"({kind.place(view)})=\n# {words(view.title)}\n",
            f"{kind.about(view.about)}\n",
            f"{_tally(catalog, ids)}\n",
        ]
        pages[f"{kind.name(view)}.md"] = "\n".join([*head, *_rows(catalog, ids), ""])
    return pages


def papers_page(catalog: Catalog, views: Sequence[View]) -> str:
    """A row for each document from which claims are taken, with a link to the page of its entries."""
    lines = [f"# {PAPERS}\n", "| paper | entries | title | verdicts |", "|---|---|---|---|"]
    for view in views:
        ids = [id for id in view.ids if catalog.claims[id].scope_of is None]
        about = words(view.about).replace("|", r"\|")
        lines.append(f"| [{words(view.title)}]({view.key}.md) | {len(ids)} | {about} | {_verdicts(catalog, ids)} |")
    return "\n".join([*lines, ""])


def contents_of_paper(catalog: Catalog, key: str, parts: Sequence[PaperPart]) -> Iterator[str]:
    """The parts of a paper, each with a row for each entry; links to entries that name this page find their rows."""
    for part in parts:
        yield f"## [{words(part.title)}]({key}-{part.key}.md)\n"
        yield f"{_tally(catalog, part.ids)}\n"
        yield from ("| entry | verdict | place | in words |", "|---|---|---|---|")
        for id in part.ids:
            entry = f"{anchor(label('entry', id))}{link(id)}"
            place = words(catalog.claims[id].source.place).replace("|", r"\|")
            yield f"| {entry} | {catalog.verdict(id)} | {place} | {_sentence(catalog, id)} |"
        yield ""
    yield from _below(f"{key}-{part.key}" for part in parts)


def _below(names: Iterator[str]) -> list[str]:
    """The pages that belong to a page, for the list of all pages."""
    return ["```{toctree}", ":hidden:", "", *names, "```", ""]


def _counts(catalog: Catalog, ids: Sequence[str]) -> list[str]:
    found = Counter(catalog.verdict(id) for id in ids)
    return [f"{found[word]} {word}" for word in [*map(str, Verdict), "not recorded"] if found[word]]


def _verdicts(catalog: Catalog, ids: Sequence[str]) -> str:
    return words(", ".join(_counts(catalog, ids)))


def _tally(catalog: Catalog, ids: Sequence[str]) -> str:
    return words(f"{len(ids)} {'entry' if len(ids) == 1 else 'entries'}: {', '.join(_counts(catalog, ids))}.")


def _rows(catalog: Catalog, ids: Sequence[str]) -> Iterator[str]:
    yield from ("| entry | verdict | in words |", "|---|---|---|")
    for id in ids:
        yield f"| {link(id)} | {catalog.verdict(id)} | {_sentence(catalog, id)} |"


def _sentence(catalog: Catalog, id: str) -> str:
    return as_markdown(catalog.claims[id].sentence).replace("|", r"\|")
