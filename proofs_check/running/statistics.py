"""Statistics of the cases of a claim for the sentence under a verdict: depths, widths, classes, trivial cases, data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import symdln as dln
from proofs_check.language.scope import Case
from proofs_check.language.sharing import shared
from proofs_check.running import alike

NEARLY_ALL = 0.9
NAMES = ("depth", "width", "data", "scale", "trivial", "class", "stratum", "failing")


def traits(case: Case) -> str:
    """A case in a few words, the same for cases that are alike, such as ``"depth=3 width=2 data=diagonal"``."""
    return _traits_of(case) + (f" stratum={case.label['stratum']}" if "stratum" in case.label else "")


def _traits_of(case: Case) -> str:
    subject = case.subject
    if isinstance(subject, dln.Point):
        trivial = "W = 0" if all(layer.is_zero() for layer in subject.weights) else ""
        said = problem_traits(subject.problem)
        trivial = f" trivial={trivial}" if trivial and "trivial" not in said else ""
        label = case.label.get("class")
        return said + trivial + (f" class={label}" if label else "")
    return problem_traits(subject) if isinstance(subject, dln.Problem) else ""


FAILING = " failing=yes"
"""The mark in the traits of a case at which the claim fails."""


def of_stratum(counts: Mapping[str, int], failing: bool = False) -> Counter[str]:
    """How many cases of each stratum there are, or how many of them fail.

    >>> of_stratum({"depth=2 width=1 stratum=any Y": 3, "depth=2 width=1 stratum=any Y failing=yes": 1})
    Counter({'any Y': 4})
    """
    found: Counter[str] = Counter()
    for text, count in counts.items():
        named = dict(_named(text))
        if "stratum" in named and (not failing or "failing" in named):
            found[named["stratum"]] += count
    return found


@shared
def problem_traits(problem: dln.Problem) -> str:
    no_inputs, no_cross = problem.Sxx.is_zero(), problem.Syx.is_zero()
    trivial = " trivial=X = 0" if no_inputs else " trivial=Y X^T = 0" if no_cross else ""
    return f"depth={problem.depth} width={max(problem.widths)} {data_traits(problem)}{trivial}"


def data_traits(subject: Any) -> str:
    """The data of a problem, or of the problem of a point, in a few words; empty for other cases."""
    problem = subject.problem if isinstance(subject, dln.Point) else subject
    return _data_traits(problem) if isinstance(problem, dln.Problem) else ""


@shared
def _data_traits(problem: dln.Problem) -> str:
    return f"data={_data(problem)} scale={_scale(problem)}"


def _data(problem: dln.Problem) -> str:
    diagonal = all(not entry or i == j for i, row in enumerate(problem.Syx.rows()) for j, entry in enumerate(row))
    white = problem.Sxx == dln.Matrix.identity(problem.input_width)
    return "diagonal" if diagonal and white else "white" if white else "general"


def _scale(problem: dln.Problem) -> str:
    """Whether every entry of the cross moment that is not zero is at least 1 in size."""
    sizes = [abs(entry) for row in problem.Syx.rows() for entry in row if entry]
    return "small" if any(size < 1 for size in sizes) else "large"


def parsed(counts: Mapping[str, int]) -> dict[str, Counter[str]]:
    """How many cases have each trait, by the name of the trait."""
    table: dict[str, Counter[str]] = {}
    for text, count in counts.items():
        for name, value in _named(text):
            table.setdefault(name, Counter())[value] += count
    return table


def _named(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in text.split():
        name, equals, value = part.partition("=")
        if equals and name in NAMES:
            found.append((name, value))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {part}")
    return found


def sentence(counts: Mapping[str, int]) -> str:
    """A description of the cases in one sentence; empty for cases that are neither points nor problems.

    >>> sentence({"depth=2 width=2 data=diagonal scale=large class=strict saddle": 3})
    'depth 2, widths up to 2, diagonal data: 3 strict saddles'
    """
    table = parsed(counts)
    if "depth" not in table:
        return ""
    depths, widths = sorted(map(int, table["depth"])), max(map(int, table["width"]))
    span = f"depth {depths[0]}" + (f" to {depths[-1]}" if len(depths) > 1 else "")
    data = {"diagonal": "diagonal", "white": "rotated", "general": "correlated"}
    kinds = _joined([data[name] for name in data if name in table["data"]])
    common = {name: table.get(name, Counter()).most_common() for name in ("class", "trivial")}
    classes = ", ".join(f"{count:,} {_plural(name, count)}" for name, count in common["class"])
    trivial = ", ".join(f"{count:,} with {name}" for name, count in common["trivial"])
    ends = "; ".join(text for text in (classes, trivial) if text)
    return f"{span}, widths up to {widths}, {kinds} data" + (f": {ends}" if ends else "")


def _joined(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _plural(name: str, count: int) -> str:
    return name if count == 1 else f"{name}s"


def warnings(
    counts: Mapping[str, int],
    excluded: Mapping[str, int],
    cases: int,
    other_data: Mapping[str, int] = MappingProxyType({}),
    equal_cases: Mapping[str, int] = MappingProxyType({}),
) -> list[str]:
    """The reasons why the support is weaker than the number of cases suggests, a sentence each.

    ``other_data`` counts, by their data, the cases that do not meet the hypotheses: where the hypotheses exclude all
    data but diagonal ones, the claim does not speak of other data, and none are missing.  ``equal_cases`` is the count
    of :mod:`proofs_check.running.alike`.
    """
    said: list[str] = []
    left_out = sum(excluded.values())
    for name, count in excluded.items():
        if left_out and count > NEARLY_ALL * (cases + left_out):
            said.append(f"The hypothesis {name} left out {count:,} of {cases + left_out:,} cases.")
    if equal := alike.warning(equal_cases, cases):
        said.append(equal)
    table = parsed(counts)
    total = sum(table.get("depth", Counter()).values())
    trivial = table.get("trivial", Counter())
    if total and trivial.total() > NEARLY_ALL * total:
        which = ", ".join(f"{name} in {count:,}" for name, count in trivial.most_common())
        share = "All" if trivial.total() == total else "Nearly all"
        said.append(f"{share} cases are trivial and say little: of {total:,}, {which}.")
    refused = parsed(other_data)
    if total and set(table["data"]) == {"diagonal"} and set(refused.get("data", ())) <= {"diagonal"}:
        said.append("All data were diagonal with X = I.")
    if total and set(table["scale"]) == {"large"} and set(refused.get("scale", ())) <= {"large"}:
        said.append("No entry of the data was between 0 and 1 in size.")
    return said
