"""A run in the terminal: what is ahead, a progress bar, the table of verdicts, and the witnesses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from proofs_check.language.claim import Claim
from proofs_check.language.long_numbers import shortened
from proofs_check.language.role import scope_of
from proofs_check.language.verdict import Verdict, worded
from proofs_check.report import counts
from proofs_check.running import claim_file, statistics
from proofs_check.running.evaluate import Tally, TaskAnswer
from proofs_check.running.runner import Group, Report, Result, Settings, grouped, is_not_formal, total
from proofs_check.running.witness import case_lines, raised_text
from proofs_check.scopes import families
from symdln.errors import printable

STYLES = {
    Verdict.PROVED: "bold green",
    Verdict.DERIVED: "green",
    Verdict.VERIFIED: "green",
    Verdict.CERTIFIED: "green",
    Verdict.SUPPORTED: "cyan",
    Verdict.REFUTED: "bold red",
    Verdict.ILL_FORMED: "magenta",
    Verdict.VACUOUS: "yellow",
    Verdict.UNDECIDED: "yellow",
    Verdict.ERROR: "bold red",
}
PIPED_WIDTH = 120
INDENT = "    "
LEAST_SCOPE = 16  # columns of the table
MOST_DESCRIBED = 12
DERIVATIONS = (Verdict.PROVED, Verdict.DERIVED)
SLOW_CASE = 1.0  # seconds
SUPPORTING = (Verdict.VERIFIED, Verdict.CERTIFIED, Verdict.SUPPORTED)


def console(error: bool = False) -> Console:
    """A console as wide as the terminal; 120 columns when piped, unless COLUMNS says otherwise."""
    made = Console(stderr=error, highlight=False)
    if not made.is_terminal and "COLUMNS" not in made._environ:
        made = Console(stderr=error, highlight=False, width=PIPED_WIDTH)
    return made


def print_plan(out: Console, claims: Sequence[Claim], settings: Settings) -> int | None:
    """Say what is ahead; return the total amount of work, None where it is not known."""
    counts = [(group, total(group.scope, settings)) for group in grouped(claims)]
    known = [amount for _, amount in counts if amount is not None]
    ahead = ", ".join(_counted(amount, _noun(group)) for group, amount in counts if amount is not None)
    budget = "" if settings.budget is None else f" for {settings.budget:,.12g} s"
    uncounted = "cases not counted beforehand"
    if any(group.scope.noun == "kinds" for group, _ in counts):
        uncounted = f"{len(families.specs(settings.size)):,} problems, kinds not counted beforehand"
    number = _counted(len({claim.scope_of or claim.id for claim in claims}), "claims")
    tell(out, f"Checking {number}, scope {settings.size}{budget}: {ahead or uncounted}.")
    return sum(known) if len(known) == len(counts) else None


@contextmanager
def progress(out: Console, amount: int | None, budget: float | None = None) -> Iterator[Progress]:
    """A progress bar with the time that is left; silent where the output is not a terminal.

    Where the amount of work is not known beforehand, the number done, the time passed and the budget are shown.
    """
    if amount is None:
        most = "" if budget is None else f"(at most {budget:,.12g} s)"
        columns = (
            TextColumn("{task.description}: {task.completed:,.0f} done after"),
            TimeElapsedColumn(),
            TextColumn(most),
        )
    else:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        bar.add_task("checking", total=amount)
        yield bar


def tell(out: Console, text: Text | str) -> None:
    """Print sentences; a terminal breaks them between words, under their indentation; elsewhere each is on one line.

    A command is not broken, since it could not be copied then.
    """
    if str(text).startswith(f"{INDENT}replay: "):
        out.print(text, soft_wrap=True)
    elif out.is_terminal and str(text).startswith(INDENT):
        out.print(Padding(Text(str(text).removeprefix(INDENT)), (0, 0, 0, len(INDENT))))
    else:
        out.print(text, soft_wrap=not out.is_terminal)


def advance(bar: Progress, answer: TaskAnswer) -> None:
    bar.advance(bar.task_ids[0], answer.task.unit.weight or answer.cases)


def print_report(out: Console, report: Report, replay: Callable[[str], str]) -> None:
    """The table, what was refuted with the command that replays it, and the totals."""
    out.print(verdict_table(report, out.width))
    _print_scopes(out, report)
    _print_statistics(out, report)
    for result in report.results:
        if result.witness is not None:
            _print_witness(out, result, replay)
        if result.error is not None:
            _print_error(out, result, replay)
    for result in report.results:
        if result.tally.open_sentence is not None:
            first = printable(result.tally.open_sentence)
            tell(out, Text(f"{result.claim.id}: {result.tally.undecided:,} undecided, first: {first}"))
    _print_totals(out, report)


def verdict_table(report: Report, columns: int = PIPED_WIDTH) -> Table:
    """A line for each claim; where the ids leave no room, the time is left out, and before it the scope."""
    needed = len(Verdict.ILL_FORMED.value) + 20  # of the verdicts and the two numbers
    longest = min(max([5, *(len(result.claim.id) for result in report.results)]), max(LEAST_SCOPE, columns - needed))
    room = columns - longest - len(Verdict.ILL_FORMED.value) - 26
    shown = [True, True, True, True, room >= LEAST_SCOPE, room >= 0]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("claim", overflow="fold", width=longest)
    table.add_column("verdict", no_wrap=True, min_width=len(Verdict.ILL_FORMED.value))
    table.add_column("cases", justify="right", no_wrap=True, min_width=6)
    table.add_column("against", justify="right", no_wrap=True, min_width=7)
    if shown[4]:
        table.add_column("scope", overflow="fold")
    if shown[5]:
        table.add_column("time", justify="right", no_wrap=True)
    for result in report.results:
        tally = result.tally
        cells = [
            broken_at_dots(result.claim.id, longest),
            noted(result.verdict, result),
            f"{tally.cases:,}",
            f"{tally.failures:,}" if tally.failures else "",
            escape(result.claim.over.short) + ("" if result.complete else " (part)"),
            f"{tally.seconds:.1f} s",
        ]
        table.add_row(*itertools.compress(cells, shown))
    return table


def broken_at_dots(id: str, width: int) -> str:
    """An id in lines of at most so many characters, if its parts are no longer.

    >>> print(broken_at_dots("achour.classification.general-data", 24))
    achour.classification.
      general-data
    """
    lines = [""]
    for part in re.findall(r"[^.]+\.?", id):
        if lines[-1].strip() and len(lines[-1] + part) > width:
            lines.append("  ")
        lines[-1] += part
    return "\n".join(lines)


def _print_scopes(out: Console, report: Report) -> None:
    """One line for each scope of the table: what it covers in this run."""
    for group in report.groups:
        others = f" and {len(group.claims) - 1} more" if len(group.claims) > 1 else ""
        covered = group.scope.summary(report.settings.size)
        part = "" if group.complete else "only a part of the following, see below: "
        name = f"{group.scope.short} ({group.claims[0].id}{others})"
        tell(out, Text.assemble((name, "bold"), f": {part}{covered}"))
    out.print()


def _print_statistics(out: Console, report: Report) -> None:
    """For a run of few claims what the cases of each were; for every run what makes support weaker than it looks."""
    said: dict[str, list[str]] = {}
    for result in report.results:
        tally, id = result.tally, result.claim.id
        if len(report.results) <= MOST_DESCRIBED:
            tell(out, Text.assemble((id, "bold"), ": ", _described(tally)))
        if result.verdict in SUPPORTING:
            for warning in statistics.warnings(
                tally.traits, tally.excluded_cases, tally.cases, tally.left_out, tally.alike
            ):
                said.setdefault(warning, []).append(id)
        if relations := relations_used(result.verdict, result):
            said.setdefault(relations, []).append(id)
        if proved := what_is_proved(result):
            said.setdefault(proved, []).append(id)
        if slow(result):
            seconds = tally.seconds / max(tally.cases + tally.errors, 1)
            text = f"A case takes {seconds:.1f} s, so a run covers few cases; make the cases smaller."
            said.setdefault(text, []).append(id)
        if tally.float_seen:
            said.setdefault(f"{_counted(tally.inexact, 'cases')} inexact: {tally.float_seen}.", []).append(id)
    for warning, ids in said.items():
        others = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
        tell(out, Text.assemble((f"{ids[0]}{others}", "bold"), f": {warning}"))


def slow(result: Result) -> bool:
    """Whether a case of a user's claim takes more than a second; what those of this project take is known."""
    return claim_file.is_own(result.claim) and result.tally.seconds > SLOW_CASE * max(result.tally.cases, 1)


def _described(tally: Tally) -> str:
    left_out = sum(tally.excluded_cases.values())
    excluded = f" of {tally.cases + left_out:,} (the others do not meet the hypotheses)" if left_out else ""
    sentence = statistics.sentence(tally.traits)
    if not tally.cases and not left_out:
        if not (tally.seen or tally.errors or tally.excluded_problems):
            return "its scope has no case."
        problems = (f"{_counted(n, 'problems')} by {name}" for name, n in tally.excluded_problems.most_common())
        excluded = "".join(f" (left out: {text})" for text in [", ".join(problems)] if text)
    return f"{_counted(tally.cases, 'cases')}{excluded}" + (f"; {sentence}." if sentence else ".")


def noted(verdict: Verdict, result: Result) -> Text:
    """A verdict of a claim with what its derivation is restricted to."""
    return Text(worded(verdict.value, result.restricted, result.given_relations), style=STYLES[verdict])


def relations_used(verdict: Verdict, result: Result) -> str:
    """The relations under which a claim in words holds, as a sentence; empty where there are none."""
    if not result.given_relations or verdict not in (*DERIVATIONS, *SUPPORTING):
        return ""
    return f"words were rewritten by {'; '.join(result.tally.relations)}: under these it holds."


def what_is_proved(result: Result) -> str:
    """What a user's claim in words compared, or its formal statement; empty for all other claims."""
    claim, tally = result.claim, result.tally
    if result.verdict in DERIVATIONS and claim.proof is not None and claim_file.is_own(claim):
        stated = "; ".join(claim.formal)
        return f"what is proved is the formal statement: {stated}. Whether it says what the claim says is not checked."
    if is_not_formal(claim, tally) and result.verdict is Verdict.VERIFIED:
        without = _counted(tally.cases - tally.formal, "cases")
        return f"the check compared no words or polynomials at {without}, so nothing is proved there."
    if result.verdict not in DERIVATIONS or claim.proof is not None or not claim_file.is_own(claim):
        return ""
    return f"what is proved is that both sides are equal to {'; '.join(tally.identities)}."


def word(verdict: Verdict) -> Text:
    return Text(verdict.value, style=STYLES[verdict])


def _print_witness(out: Console, result: Result, replay: Callable[[str], str]) -> None:
    witness = result.witness
    assert witness is not None
    said = printable(shortened(witness["sentence"]))
    tell(out, Text.assemble((result.claim.id, "bold"), " ", word(result.verdict), ": ", said))
    _print_case(out, result, witness, replay)


def _print_error(out: Console, result: Result, replay: Callable[[str], str]) -> None:
    """What the check raised, where, at which case, and what became of the other cases."""
    error, tally = result.error, result.tally
    assert error is not None
    head = Text.assemble((result.claim.id, "bold"), " ", word(result.verdict), ": ")
    whole = f"{_counted(tally.cases, 'cases')} {'was' if tally.cases == 1 else 'were'} checked without an error."
    often = f", {_counted(tally.errors, 'times')}" if tally.errors else ""
    tell(out, head + Text(printable(raised_text(error)) + f"{often}; {whole}"))
    if "witness" in error and result.witness is None:
        _print_case(out, result, error["witness"], replay)


def _print_case(out: Console, result: Result, witness: Mapping[str, Any], replay: Callable[[str], str]) -> None:
    for line in case_lines(witness):
        tell(out, Text(INDENT + printable(line)))
    tell(out, Text(f"{INDENT}replay: {replay(result.claim.id)}"))


def _print_totals(out: Console, report: Report) -> None:
    counted = counts.by_role((result.claim.id, result.claim.role, result.verdict) for result in report.results)
    covered = "; ".join(_all_covered(report.groups))
    totals = "\n".join(f"{sentence}." for sentence in (*counts.sentences(counted), *_several_scopes(report)))
    tell(out, f"\n{totals} {report.ending.sentence}".rstrip())
    tell(out, f"Covered in {report.seconds:.1f} s: {escape(covered)}.")


def _several_scopes(report: Report) -> Iterator[str]:
    """That further scopes were not counted as claims; and the words of claims that ended differently over them."""
    further = sum(result.claim.scope_of is not None for result in report.results)
    if not further:
        return
    yield (
        f"{further:,} further scopes count with their claims"
        if further > 1
        else "1 further scope counts with its claim"
    )
    words = {result.claim.id: result.verdict for result in report.results}
    for id, verdict in counts.by_claim(words.items()).items():
        found = {name: word for name, word in words.items() if id in (name, scope_of(name))}
        if len(set(found.values())) > 1:
            each = ", ".join(f"{word} over the scope of {name}" for name, word in found.items())
            yield f"{id} is {verdict}: {each}"


def _all_covered(groups: Sequence[Group]) -> Iterator[str]:
    """What was covered: kinds and problems scope by scope, then the cases of claims that have a scope of their own."""
    yield from (_covered(group) for group in groups if group.scope.noun != "cases")
    own = [group for group in groups if group.scope.noun == "cases"]
    if len(own) == 1:
        yield _covered(own[0])
    elif own:
        part = "" if all(group.complete for group in own) else ", not all"
        yield f"{sum(group.done for group in own):,} cases of {len(own)} scopes of single claims{part}"


def _covered(group: Group) -> str:
    part = "" if group.complete else ", not all"
    points = f" ({group.cases:,} points)" if group.scope.noun == "kinds" else ""
    return f"{_counted(group.done, _noun(group))}{points}{part}"


def _counted(number: int, words: str) -> str:
    """A number with its noun, the first of the words, which stand in the plural: 1 case, 2 cases."""
    noun, _, rest = words.partition(" ")
    return f"{number:,} {noun.removesuffix('s') if number == 1 else noun} {rest}".rstrip()


def _noun(group: Group) -> str:
    """What a scope counts, with its name where the noun alone does not tell it from other scopes."""
    words = {"kinds": "kinds of critical points"}.get(group.scope.noun, group.scope.noun)
    return words if group.scope.short in words else f"{words} ({group.scope.short})"
