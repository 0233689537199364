"""The command ``proofs-check topics``: the claims by topic, by paper and by symbol."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import click

from proofs_check.cli.claims import lines, width
from proofs_check.language.role import scope_of
from proofs_check.language.verdict import Verdict
from proofs_check.report import topics
from proofs_check.report.topics import View
from proofs_check.running import expected, index
from symdln.cli.top import say
from symdln.errors import InputError, shown
from symdln.tables import Printer


def _by_symbol() -> list[View]:
    from proofs_check.running import registry  # imports the language of claims, which the other views do not need

    return topics.by_symbol(registry.all_claims())


VIEWS: Mapping[str, Callable[[], list[View]]] = {
    "topic": lambda: topics.by_topic(index.entries()),
    "paper": lambda: topics.by_paper(index.entries()),
    "symbol": _by_symbol,
}


@click.command("topics")
@click.argument("names", nargs=-1, metavar="[NAME ...]")
@click.option(
    "--by", type=click.Choice(list(VIEWS)), default="topic", show_default=True, help="The view of the claims."
)
def command(names: tuple[str, ...], by: str) -> None:
    """List the topics of the catalog, or the claims of the topics NAME, with their recorded verdicts.

    With --by paper or --by symbol the same for papers (by the first part of their ids, such as achour) and for symbols.
    """
    views = VIEWS[by]()
    if not names:
        _overview(by, views)
        return
    chosen = [view for name in names for view in _called(name, views, by)]
    known, verdicts = index.entries(), expected.recorded()
    for view in chosen:
        say(f"{view.title}: {view.about}")
        for line in lines([known[id] for id in view.ids], verdicts, width()):
            say(line)


def _overview(by: str, views: Sequence[View]) -> None:
    named = [(view, view.title if view.title != view.key else view.about) for view in views]
    rows = [(view.key, *map(str, _counted(view)), meaning) for view, meaning in named]
    Printer().table((by, "claims", "hold", "fail", "what it is"), rows)


def _counted(view: View) -> tuple[int, int, int]:
    """How many claims there are, how many are recorded as true, and how many as false or not well-formed."""
    verdicts = expected.recorded()
    ids = [id for id in view.ids if scope_of(id) is None]
    found = Counter(verdicts.get(id) for id in ids)
    holds = sum(found[word] for word in (Verdict.PROVED, Verdict.DERIVED, Verdict.VERIFIED, Verdict.CERTIFIED))
    return len(ids), holds + found[Verdict.SUPPORTED], found[Verdict.REFUTED] + found[Verdict.ILL_FORMED]


def _called(name: str, views: Sequence[View], by: str) -> list[View]:
    found = [view for view in views if view.key == name]
    if not found:
        keys = list(dict.fromkeys(view.key for view in views))
        close = difflib.get_close_matches(name, keys, n=3, cutoff=0.5) or keys
        raise InputError(f"There is no {by} called {shown(name)}; choose {' or '.join(close)}.")
    return found
