"""The kinds of a problem as rows: number, class, order, dimension, inertia, and whether Hessians confirm it."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from symdln.algebra.inertia import Inertia
from symdln.algebraic import AlgebraicProblem
from symdln.cli.texts import inertia_data, selection_text, strings_data, strings_text
from symdln.errors import InputError, UndecidedError
from symdln.landscape.algebraic_frame import adjoined_roots
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.kinds import Kind, count_kinds_of_rank
from symdln.landscape.problem import Problem
from symdln.landscape.strings import counting_steps
from symdln.tables import Printer

LISTED = 200  # the most kinds that are listed without --limit
LISTED_OF_EACH = 20
MOST_KINDS = 200_000
MOST_STEPS = 10_000_000
CHECKED_PARAMETERS = 40
CERTIFIED_SIZE = 120  # the largest number of weights times degree of the number field, for certified inertias

NUMBERS = "order", "dim", "n+", "n-", "n0"
_RATIONAL = {True: "yes", False: "no", None: "-"}
SHORT = {GLOBAL_MINIMISER: "minimiser", STRICT: "strict", NON_STRICT: "non-strict"}

Selection = tuple[int, ...]


@dataclass(frozen=True)
class KindRow:
    """A kind with its number in the list of all kinds, its class and inertia, and further evidence for them.

    ``rational`` says whether a rational point of this kind exists, and is None where the moments are irrational, so
    that none is sought; ``by_hessian`` holds the inertias of the exact
    Hessians at two representatives, and is empty where none was formed.  ``certified`` holds the inertia that exact
    ranks and rigorous enclosures prove at a point with algebraic weights, where there is no rational one.
    """

    number: int
    kind: Kind
    label: str
    inertia: Inertia
    rational: bool | None
    by_hessian: tuple[Inertia, ...] = ()
    certified: tuple[Inertia, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether no Hessian contradicts the theorem."""
        return all(found == self.inertia for found in self.by_hessian + self.certified)

    @property
    def checked(self) -> str:
        """``Hessian`` where exact Hessians gave the same inertia, ``certified`` where the Hessian of an algebraic point
        did, ``theorem only`` where none was formed.
        """
        if not self.agrees:
            return "Hessian DIFFERS: " + "; ".join(map(str, self.by_hessian + self.certified))
        return "Hessian" if self.by_hessian else "certified" if self.certified else "theorem only"

    def data(self) -> dict[str, Any]:
        """The row as JSON data."""
        return {
            "number": self.number,
            "selection": list(self.kind.selection),
            "strings": strings_data(self.kind.strings),
            "class": self.label,
            "order": self.kind.order,
            "dimension": self.kind.dimension,
            "inertia": inertia_data(self.inertia),
            "rational_point": self.rational,
            "inertias_by_hessian": [inertia_data(found) for found in self.by_hessian],
            "inertias_certified": [inertia_data(found) for found in self.certified],
        }


@dataclass(frozen=True)
class KindCounts:
    """How many kinds each selection has, for all selections or a chosen one; no kind is listed to count them.

    All selections of ``r`` singular values have ``of_rank[r]`` kinds.
    """

    problem: Problem | AlgebraicProblem
    of_rank: tuple[int, ...]
    chosen: Selection | None = None

    def __getitem__(self, selection: Selection) -> int:
        return self.of_rank[len(selection)]

    def __iter__(self) -> Iterator[Selection]:
        """The selections, one at a time; there may be very many."""
        return self.problem.selections() if self.chosen is None else iter((self.chosen,))

    def most(self, limit: int | None) -> int:
        """How many kinds there are when at most ``limit`` of each selection are taken."""
        of_each = [count if limit is None else min(count, limit) for count in self.of_rank]
        if self.chosen is not None:
            return of_each[len(self.chosen)]
        return sum(number * count for number, count in zip(self.problem.selection_numbers, of_each, strict=True))

    @property
    def total(self) -> int:
        """The number of kinds."""
        return self.most(None)

    def first_number(self) -> int:
        """The number, in the list of all kinds of the problem, of the first one that is counted here."""
        if self.chosen is None:
            return 1
        rank, numbers = len(self.chosen), self.problem.selection_numbers
        before = sum(number * count for number, count in zip(numbers[:rank], self.of_rank, strict=False))
        return before + self.problem.selection_place(self.chosen) * self.of_rank[rank] + 1


def counts_of(problem: Problem | AlgebraicProblem, chosen: Sequence[int] | None = None) -> KindCounts:
    """The number of kinds of each selection, or of the chosen one; ``InputError`` for widths at which counting takes
    too long.
    """
    depth, room = problem.depth, (problem.data_rank, *problem.widths[1:])
    steps, most = math.prod(width + 1 for width in room) * depth * (depth + 1), MOST_STEPS
    if steps > most:  # in deep networks the bound of every step is finer; some ten times as many as are taken
        steps, most = counting_steps(depth, room, problem.best_rank), 10 * MOST_STEPS
    if steps > most:
        raise InputError(
            f"The kinds of widths {problem.widths} are too many to be counted here: that takes {steps:,} steps, and "
            f"the limit is {most:,}; use smaller widths, or --values-only in `symdln landscape`."
        )
    of_rank = tuple(count_kinds_of_rank(cast("Problem", problem), rank) for rank in range(problem.best_rank + 1))
    return KindCounts(problem, of_rank, None if chosen is None else problem.checked_selection(chosen))


def check_amount(
    counts: KindCounts, limit: int | None, remedy: str = "pass --limit N for the first N of each S"
) -> None:
    """Raise ``InputError`` where more kinds would be classified than is sensible in one table."""
    number = counts.most(limit)
    if number > MOST_KINDS:
        raise InputError(
            f"There are {number:,} kinds to be listed, and at most {MOST_KINDS:,} are classified at once; {remedy}."
        )


def default_limit(total: int) -> int | None:
    """How many kinds of each selection are listed unless a limit is given: all up to 200 in total, else 20."""
    return None if total <= LISTED else LISTED_OF_EACH


def rows_of(counts: KindCounts, *, limit: int | None = None, checks: int = 0) -> Iterator[KindRow]:
    """The kinds in their fixed order, the first ``limit`` of each selection, the first ``checks`` with Hessians."""
    problem, start = counts.problem, counts.first_number()
    for selection in counts:
        rational = None if isinstance(problem, AlgebraicProblem) else problem.has_rational_points(selection)
        few = checks if problem.parameters <= CHECKED_PARAMETERS else 0
        if not rational and few and not _has_small_field(problem, selection):
            few = 0
        for place, kind in enumerate(itertools.islice(problem.kinds(selection), limit)):
            found = _hessian_inertias(kind) if rational and place < few else ()
            proved = _certified_inertias(kind) if not rational and place < few else ()
            yield KindRow(start + place, kind, kind.label, kind.inertia, rational, found, proved)
        start += counts[selection]


def _hessian_inertias(kind: Kind) -> tuple[Inertia, ...]:
    """The inertias of the exact Hessians at the standard representatives: one aligned, one mixed and disguised."""
    return tuple(point.inertia_by_hessian for point in kind.representatives())


def _has_small_field(problem: Problem | AlgebraicProblem, selection: Selection) -> bool:
    """Whether ranks of Hessians over the field of the selected eigenvalues take less than about a second."""
    most = max(1, CERTIFIED_SIZE // problem.parameters)
    try:
        if isinstance(problem, AlgebraicProblem):
            problem.field_of(selection, most)
        else:
            adjoined_roots(problem, selection, most)
    except UndecidedError:
        return False
    return True


def _certified_inertias(kind: Kind) -> tuple[Inertia, ...]:
    """The proved inertia of the Hessian at an algebraic point, mixed and disguised; none where it remains undecided."""
    try:
        return (kind.certified_representative(0).certified_inertia.inertia,)
    except UndecidedError:
        return ()


# -- tables ------------------------------------------------------------------------------------------------------------


def print_rows(
    printer: Printer,
    rows: Iterable[KindRow],
    counts: KindCounts,
    *,
    limit: int | None,
    values: Mapping[Selection, str] | None = None,
    hessian: bool = False,
) -> None:
    """Print a table, grouped by S, of the first ``limit`` kinds of each S; ``...`` stands for the other kinds.

    ``values`` adds a column with the critical value of each S, ``hessian`` two about rational points and checks.
    """
    headers = ["kind", "S", *(["value"] if values else []), "class", *NUMBERS]
    headers += ["rational", "checked", "strings"] if hessian else ["strings"]
    first = headers.index(NUMBERS[0])
    cells: list[Sequence[object]] = []
    for selection, group in itertools.groupby(rows, key=lambda row: row.kind.selection):
        shown = list(itertools.islice(group, limit))
        value = [values[selection]] if values else []
        cells += [_cells(row, value, hessian) for row in shown]
        if len(shown) < counts[selection]:
            left = f"{counts[selection] - len(shown):,} more"
            cells.append(["...", selection_text(selection), *value, left, *[""] * (len(headers) - first)])
    printer.table(headers, cells, right=(0, *range(first, first + len(NUMBERS))))


def _cells(row: KindRow, value: list[str], hessian: bool) -> list[object]:
    kind, inertia = row.kind, row.inertia
    order = "-" if kind.order is None else kind.order
    numbers = [order, kind.dimension, inertia.positive, inertia.negative, inertia.zero]
    seen = [_RATIONAL[row.rational], row.checked] if hessian else []
    named = selection_text(kind.selection), *value, SHORT[row.label]
    return [row.number, *named, *numbers, *seen, strings_text(kind.strings)]


def print_summary(printer: Printer, rows: Iterable[KindRow]) -> None:
    """Print for each selection and class the number of kinds, the ranges of n_+, n_-, n_0, and the checks."""
    groups: dict[tuple[Selection, str], list[KindRow]] = {}
    for row in rows:
        groups.setdefault((row.kind.selection, row.label), []).append(row)
    headers = ["S", "class", "kinds", "n+", "n-", "n0", "rational", "checked"]
    cells = ([selection_text(S), label, f"{len(group):,}", *_summary(group)] for (S, label), group in groups.items())
    printer.table(headers, cells, title="Kinds by S and class", right=(2, 3, 4, 5))


def _summary(group: list[KindRow]) -> list[str]:
    ranges = [_range([getattr(row.inertia, sign) for row in group]) for sign in ("positive", "negative", "zero")]
    return [*ranges, _RATIONAL[group[0].rational], _checks(group)]


def _checks(group: list[KindRow]) -> str:
    wrong = sum(not row.agrees for row in group)
    if wrong:
        return f"Hessian DIFFERS for {wrong:,}"
    (how, checked), *_ = Counter(row.checked for row in group if row.checked != "theorem only").most_common(1) or [
        ("", 0)
    ]
    return (how if checked == len(group) else f"{how} for {checked:,}") if checked else "theorem only"


def _range(values: list[int]) -> str:
    low, high = min(values), max(values)
    return str(low) if low == high else f"{low} to {high}"
