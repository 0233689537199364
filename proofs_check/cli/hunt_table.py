"""The printed form of a hunt: the table, the coverage, the strata, and a paragraph for each claim that needs one."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from proofs_check.hunting import draws, strata
from proofs_check.hunting.hunt import Hunt, Hunted
from proofs_check.language.long_numbers import shortened
from proofs_check.language.verdict import Verdict
from proofs_check.report import terminal
from proofs_check.running import alike, statistics, witness
from proofs_check.running.runner import CONFIDENCE, Ending, upper_bound
from symdln.errors import printable
from symdln.tables import ruled


def print_hunt(out: Console, ended: Hunt, file: Path, witnesses: Path | None, with_strata: bool = False) -> None:
    """Print the table, the coverage, a paragraph for each claim that needs one, and how the hunt ended."""
    out.print(_table(ended, out.width))
    for line in _covered(ended):
        terminal.tell(out, line)
    for one in ended.hunted:
        for line in (*_paragraph(one, file, witnesses), *_statistics(one)):
            terminal.tell(out, line)
        if with_strata and one.by_stratum:
            out.print(_strata_table(one, ended))
    cut = "The budget ended before the scope was covered."
    ending = cut if ended.ending is Ending.BUDGET else ended.ending.sentence
    counts = Counter(one.verdict for one in ended.hunted)
    totals = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    terminal.tell(out, f"{counted(len(ended.hunted), 'claim')}: {totals}. {ending}".rstrip())


def counted(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _table(ended: Hunt, columns: int) -> Table:
    rows = [
        (
            one.claim.id,
            terminal.noted(one.verdict, one.in_scope),
            f"{one.in_scope.tally.cases:,}{'' if one.in_scope.complete else ' (part)'}",
            f"{one.drawn.cases:,}",
            one.find.place.value if one.find else "",
        )
        for one in ended.hunted
    ]
    return ruled(("claim", "verdict", "cases in scope", "random cases", "counterexample"), rows, columns, right=[2, 3])


def _covered(ended: Hunt) -> Iterator[Text]:
    """The lines on what the scopes cover, and on what was drawn."""
    for group in ended.in_scope.groups:
        others = f" and {len(group.claims) - 1} more" if len(group.claims) > 1 else ""
        part = "" if group.complete else "part of "
        name = f"{group.scope.short} ({group.claims[0].id}{others})"
        yield Text.assemble((name, "bold"), f": {part}{group.scope.summary(ended.settings.size)}")
    for subject in dict.fromkeys(one.claim.over.subject for one in ended.hunted if one.by_stratum):
        cases = draws.RandomCases(subject, ended.limits)
        yield Text.assemble((cases.short, "bold"), cases.sentence("").removeprefix(cases.short))


def _statistics(one: Hunted) -> Iterator[Text]:
    """A sentence on the kinds of cases, and on what makes them weaker support than their number suggests."""
    if one.find is not None or one.error is not None or one.verdict is Verdict.VACUOUS:
        return
    if relations := terminal.relations_used(one.verdict, one.in_scope):
        yield Text.assemble((one.claim.id, "bold"), f": {relations}")
    if one.verdict is one.in_scope.verdict and (proved := terminal.what_is_proved(one.in_scope)):
        yield Text.assemble((one.claim.id, "bold"), f": {proved}")
    parts = [("in scope", one.in_scope.tally), ("at random", one.drawn)]
    said = [f"{where} {statistics.sentence(tally.traits)}" for where, tally in parts if tally.traits]
    if said and any(statistics.sentence(tally.traits) for _, tally in parts):
        yield Text.assemble((one.claim.id, "bold"), f": {'; '.join(said)}.")
    traits = one.in_scope.tally.traits + one.drawn.traits
    excluded = one.in_scope.tally.excluded_cases + one.drawn.excluded_cases
    left_out = one.in_scope.tally.left_out + one.drawn.left_out
    equal = Counter(one.in_scope.tally.alike)
    alike.merge(equal, one.drawn.alike)
    cases = one.in_scope.tally.cases + one.drawn.cases
    for warning in statistics.warnings(traits, excluded, cases, left_out, equal):
        yield Text.assemble((one.claim.id, "bold"), f": {warning}")


def _strata_table(one: Hunted, ended: Hunt) -> Table:
    """For each stratum how many cases were drawn, met the hypotheses, and failed."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=one.claim.id, title_justify="left", title_style="bold")
    table.add_column("stratum of random cases", no_wrap=True)
    for name in ("drawn", "met the hypotheses", "failing"):
        table.add_column(name, justify="right")
    for name, (drawn, met, failing) in by_stratum(one, ended).items():
        table.add_row(escape(name), f"{drawn:,}", f"{met:,}", f"{failing:,}")
    return table


def by_stratum(one: Hunted, ended: Hunt) -> dict[str, tuple[int, int, int]]:
    """For each stratum within the limits how many cases were drawn, met the hypotheses, and failed."""
    met, failing = (statistics.of_stratum(one.drawn.traits, failing) for failing in (False, True))
    names = [stratum.name for stratum in strata.fitting(ended.limits)]
    return {name: (one.by_stratum[name], met[name], failing[name]) for name in names}


def print_strata(out: Console) -> None:
    """The table of strata in words."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("stratum of random cases", no_wrap=True)
    table.add_column("what belongs to it", overflow="fold")
    for stratum in strata.STRATA:
        table.add_row(escape(stratum.name), escape(stratum.sentence))
    out.print(table)


def _paragraph(one: Hunted, file: Path, witnesses: Path | None) -> Iterator[Text]:
    """The finding, or the reason why there could be none."""
    head = Text.assemble((one.claim.id, "bold"), " ", terminal.word(one.verdict), ": ")
    if one.error is not None and one.find is None:
        yield head + Text(printable(witness.raised_text(one.error)))
    elif one.find is not None:
        found = one.find.witness
        yield head + Text(printable(shortened(found["sentence"])))
        for line in witness.case_lines(found):
            yield Text(printable("    " + line))
        if one.find.larger is not None:
            yield Text(f"    found at {witness.problem_text(one.find.larger)}, and shrunk")
        if one.find.strata:
            yield Text(f"    {'stratum' if len(one.find.strata) == 1 else 'strata'}: {'; '.join(one.find.strata)}")
        if witnesses is not None:
            path = shlex.quote(str(witnesses / f"{one.claim.id}.json"))
            yield Text(f"    replay: proofs-check at {one.claim.id} {path} --claims {shlex.quote(str(file))}")
        if one.error is not None:
            yield head + Text(f"at another case {printable(witness.raised_text(one.error))}")
    elif one.verdict is Verdict.VACUOUS:
        left_out = _excluded(one)
        met = f"its hypotheses are met by no instance; left out {left_out}"
        yield head + Text(met if left_out else "its scope has no case")
    elif one.float_finds:
        yield head + Text(
            f"it fails at {one.float_finds} computed points, and no exact critical point near them was found at which "
            "it does; a float alone refutes nothing"
        )
    elif failures := sum(tally.failures + tally.inexact_failures for tally in (one.in_scope.tally, one.drawn)):
        float_seen = one.in_scope.tally.float_seen or one.drawn.float_seen
        because = f" ({float_seen})" if float_seen else ""
        yield head + Text(f"it fails at {failures:,} inexact cases{because}; a float alone refutes nothing")
    elif one.in_scope.verdict is Verdict.VACUOUS and one.drawn.cases:
        bound = upper_bound(0, one.drawn.cases, CONFIDENCE)
        yield head + Text(
            f"its hypotheses are met by no instance in scope, and it holds at {one.drawn.cases} random cases (fails at "
            f"a share of at most {bound:.2g}, with confidence {CONFIDENCE:.0%})"
        )
    undecided = one.in_scope.tally.open_sentence or one.drawn.open_sentence
    if undecided is not None and one.find is None:
        yield head + Text(f"undecided, first: {undecided}")


def _excluded(one: Hunted) -> str:
    """How many problems and cases each hypothesis left out, the largest numbers first; empty where none did."""
    excluded = one.in_scope.tally.excluded_problems + one.drawn.excluded_problems
    problems = [f"{n:,} problems by {name!r}" for name, n in excluded.most_common()]
    points = one.in_scope.tally.excluded_cases + one.drawn.excluded_cases
    return ", ".join([*problems, *(f"{n:,} cases by {name!r}" for name, n in points.most_common())])
