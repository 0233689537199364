"""Runs all mechanical mutants and prints a table: killed, raised, survivors with their reasons, and the open ones.

``make mutants`` calls ``python tests/mutations/survivors.py [-n JOBS] [--only MODULE] [--journal FILE]``.  An answer
that stands in the journal is not asked again, as long as no code has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
if __name__ == "__main__":  # pytest has these folders from conftest.py
    sys.path[:0] = [str(HERE), str(HERE.parent / "proofs_check"), str(ROOT)]

from symdln.files import write_text  # noqa: E402
from tests.mutations import reasons  # noqa: E402
from tests.mutations.mechanical import MOST_TEXTS, End, Measured, every_mutant, settle, values_at_cases  # noqa: E402

LIST = HERE / "survivors.toml"
JOURNAL = ROOT / "build" / "mutants.jsonl"


class Settled(NamedTuple):
    """A mutant as plain data, and how it ended."""

    module: str
    function: str
    told: str
    kind: str
    end: str
    claim: str
    measured: str
    reason: str = ""
    """What a machine can say of a survivor (``tests/mutations/reasons.py``)."""
    cases: int = 0
    evaluations: int = 0
    different: int = 0
    """At so many cases a survivor held, and its expression was evaluated so often, with so many different values."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.module, self.function, self.told


class Reason(NamedTuple):
    """Why a survivor may survive: what is measured at the cases, and a sentence for what differs there."""

    measured: str
    sentence: str


@cache
def reasoned() -> tuple[str, ...]:
    """The modules all of whose survivors have a reason; in the others those without one are printed as open."""
    return tuple(tomllib.loads(LIST.read_text(encoding="utf-8"))["modules"])


EVERY = "*"
"""In place of changes: a reason for all survivors in a function that no machine gives one for."""


@cache
def listed() -> dict[tuple[str, str, str], Reason]:
    """The survivors that have a reason."""
    groups = tomllib.loads(LIST.read_text(encoding="utf-8")).get("survivors", [])
    return {
        (group["module"], group["function"], change): Reason(group["measured"], group["reason"])
        for group in groups
        for change in group["changes"]
    }


def modules() -> list[str]:
    """The modules that hold mutants, those with the most of them first."""
    return [module for module, _ in Counter(mutant.module for mutant in every_mutant()).most_common()]


def settled(module: str) -> list[Settled]:
    """All mutants of one module; changes that no claim reaches are none."""
    found = []
    for mutant in every_mutant():
        if mutant.module == module and mutant.codes:
            answer = settle(mutant)
            seen, why, numbers = "", "", (0, 0, 0)
            if answer.end is End.SURVIVED:
                values = values_at_cases(mutant)
                seen, why = values.measured.value, reasons.reason(mutant, values)
                numbers = (values.cases, values.evaluations, values.different)
            found.append(Settled(*mutant.key, mutant.change.kind, answer.end.value, answer.claim, seen, why, *numbers))
    return found


def complaints(results: Iterable[Settled]) -> list[str]:
    """Survivors without a reason or with another measurement, and listed ones that are no longer alive.

    A listed one that runs away is no complaint: whether it stays below the limit depends on what ran before it.
    """
    results = list(results)
    alive = {each.key: each for each in results if each.end == End.SURVIVED.value}
    at = {each.module for each in results}
    found = []
    for key, each in alive.items():
        reason = listed().get(key)
        if not sentence_of(each):
            found.append(f"{' | '.join(key)}: a survivor without a reason ({each.measured})")
        elif reason is not None and reason.measured != each.measured:
            found.append(f"{' | '.join(key)}: listed as '{reason.measured}', but {each.measured}")
    open_ended = {each.key for each in results if each.end == End.STOPPED.value}
    gone = [key for key in listed() if key[0] in at and key not in {*alive, *open_ended} and key[2] != EVERY]
    return found + [f"{' | '.join(key)}: it is listed and does not survive" for key in gone]


# -- the whole run -----------------------------------------------------------------------------------------------------


def state_of_the_code() -> str:
    """A hash of everything that an answer can depend on in this repository."""
    sum = hashlib.sha256()
    for folder in (ROOT / "symdln", ROOT / "proofs_check", ROOT / "tests"):
        for file in sorted(folder.rglob("*.py")):
            sum.update(file.read_bytes())
    return sum.hexdigest()


def run(names: Sequence[str], jobs: int, journal: Path) -> Iterator[list[Settled]]:
    """The answers of the modules; those of the journal first."""
    state, known = state_of_the_code(), {}
    if journal.exists():
        entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
        known = {entry["module"]: entry for entry in entries if entry["state"] == state}
    write_text(journal, "".join(json.dumps(entry) + "\n" for entry in known.values()))
    left = [name for name in names if name not in known]
    yield from ([Settled(*each) for each in known[name]["settled"]] for name in names if name in known)
    with multiprocessing.get_context("spawn").Pool(jobs) as pool, journal.open("a", encoding="utf-8") as file:
        for results in pool.imap_unordered(settled, left):
            if results:
                file.write(json.dumps({"state": state, "module": results[0].module, "settled": results}) + "\n")
                file.flush()
            yield results


def sentence_of(each: Settled) -> str:
    """The reason of a survivor, given by a person or a machine; empty where there is none."""
    reason = listed().get(each.key)
    if reason is None and not each.reason:
        reason = listed().get((each.module, each.function, EVERY))
    return each.reason if reason is None else reason.sentence


def is_open(each: Settled) -> bool:
    """Whether it survives, and neither a machine nor a person has said why."""
    return each.end == End.SURVIVED.value and not sentence_of(each)


def open_sentence(each: Settled) -> str:
    """All that is known of an open survivor.  It is not a reason: it says that the change is not shown to be false."""
    if not each.evaluations:
        return f"not shown false: none of {each.cases:,} cases reaches the changed statement; nobody has looked at it"
    values = f"{each.different} or more" if each.different == MOST_TEXTS else f"{each.different}"
    return (
        f"not shown false: the changed statement was evaluated {each.evaluations:,} times at {each.cases:,} cases, "
        f"with {values} different values, and held at each; nobody has looked at it"
    )


def table(results: Sequence[Settled]) -> str:
    """Counts by source, then the survivors with their reasons, and the open ones by the numbers."""
    columns = (
        "mutants",
        *(end.value for end in (End.KILLED, End.ERROR, End.UNDECIDED, End.VACUOUS, End.STOPPED, End.SURVIVED)),
    )
    rows = []
    for source in sorted({each.module.split("/")[0] for each in results}):
        ends = Counter(each.end for each in results if each.module.startswith(source + "/"))
        rows.append((source, ends.total(), *(ends[word] for word in columns[1:])))
    rows.append(("all", *(sum(row[i] for row in rows) for i in range(1, len(columns) + 1))))
    lines = [f"{'source':<12}" + "".join(f"{name:>10}" for name in columns)]
    lines += [f"{row[0]:<12}" + "".join(f"{number:>10,}" for number in row[1:]) for row in rows]
    told: Counter[tuple[str, str]] = Counter()
    for each in results:
        if each.end == End.SURVIVED.value and not is_open(each):
            told[each.measured, sentence_of(each)] += 1
    for seen in Measured:
        here = [(number, sentence) for (word, sentence), number in told.most_common() if word == seen.value]
        if here:
            lines += ["", f"{sum(number for number, _ in here):,} survivors: {seen.value}"]
            lines += [f"{number:>6,}  {sentence}" for number, sentence in here]
    still_open = [each for each in results if is_open(each)]
    lines += ["", f"Open survivors, for which nobody has given a reason: {len(still_open):,}."]
    lines += [f"{' | '.join(each.key)}: {each.measured}; {open_sentence(each)}." for each in still_open]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Run all mechanical mutants of the true claims.")
    parser.add_argument("-n", type=int, default=multiprocessing.cpu_count(), help="processes")
    parser.add_argument("--only", default="", help="modules whose path matches this, such as chitour/prop3")
    parser.add_argument("--journal", type=Path, default=JOURNAL, help="where answers are kept, to go on after a stop")
    parser.add_argument("--write", type=Path, help="write a draft of the list of survivors to this file")
    options = parser.parse_args()
    options.journal.parent.mkdir(parents=True, exist_ok=True)
    names = [name for name in modules() if re.search(options.only, name)]
    results: list[Settled] = []
    for number, more in enumerate(run(names, options.n, options.journal), start=1):
        results += more
        print(f"\r{number} of {len(names)} modules, {len(results):,} mutants", end="", file=sys.stderr, flush=True)
    print("\n" + table(results))
    wrong = complaints(each for each in results if each.module in reasoned())
    print("\n".join(["", *wrong]))
    survived = [each for each in results if each.end == End.SURVIVED.value]
    still_open = sum(map(is_open, survived))
    print(f"{len(survived) - still_open:,} survivors with a reason, {still_open:,} open; {len(wrong)} complaints.")
    if options.write:
        options.write.write_text(drafted(results), encoding="utf-8")
    return 1 if wrong else 0


def drafted(results: Sequence[Settled]) -> str:
    """The survivors as they stand in the list, grouped, with empty reasons for those that have none."""
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for each in results:
        if each.end == End.SURVIVED.value:
            if each.reason and each.key not in listed():
                continue
            sentence = listed()[each.key].sentence if each.key in listed() else ""
            groups.setdefault((each.module, each.function, each.measured, sentence), []).append(each.told)
    text = [f"modules = {json.dumps(sorted({each.module for each in results}))}"]
    for (module, function, seen, sentence), changes in groups.items():
        lines = [f"    {json.dumps(change, ensure_ascii=False)}," for change in changes]
        heads = zip(("module", "function", "measured", "reason"), (module, function, seen, sentence), strict=True)
        text += ["", "[[survivors]]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in heads)]
        text += ["changes = [", *lines, "]"]
    return "\n".join(text) + "\n"


if __name__ == "__main__":
    sys.exit(main())
