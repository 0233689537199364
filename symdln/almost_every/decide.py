"""For which architectures almost every trajectory converges to a global minimiser: an answer, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symdln.almost_every.criteria import CRITERIA, DISTINCT, Reason, reasons
from symdln.almost_every.invariants import PRIME, integer_point
from symdln.almost_every.kinds import SaddleKind, checked_architecture, non_strict_kinds
from symdln.errors import InputError, shown

FORMAT = "almost every trajectory 1"


@dataclass(frozen=True)
class FlowAnswer:
    """The answer for an architecture: for each kind of non-strict saddles the criterion that settles it, or None.

    >>> answer = almost_every((2, 2, 2, 2))
    >>> answer.is_settled, answer.open, answer.criteria, answer.needs_distinct_values
    (True, (), ('A', 'one string'), True)
    >>> answer.sentence.split(": ")[1]
    'almost every trajectory converges to a global minimiser (by criterion (A) and the theorem on one-string saddles).'
    >>> [row["criterion"] for row in answer.certificate()["kinds"]]
    ['A', 'one string']
    >>> almost_every((3, 3, 2, 2)).sentence.split(". ")[1], len(almost_every((3, 3, 2, 2)).open)
    ('This says nothing against the conjecture.', 1)
    """

    widths: tuple[int, ...]  # rank X, d_1, ..., d_H
    cross_rank: int
    kinds: tuple[tuple[SaddleKind, Reason | None], ...]

    @property
    def is_settled(self) -> bool:
        """Whether every kind of non-strict saddles is proved to attract only a null set; else the question is open."""
        return all(reason is not None for _, reason in self.kinds)

    @property
    def open(self) -> tuple[SaddleKind, ...]:
        """The kinds for which no criterion decides."""
        return tuple(kind for kind, reason in self.kinds if reason is None)

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that are used."""
        used = {reason.criterion for _, reason in self.kinds if reason is not None}
        return tuple(name for name in CRITERIA if name in used)

    @property
    def needs_distinct_values(self) -> bool:
        """Whether a criterion is used that holds only for distinct nonzero singular values."""
        return any(name in DISTINCT for name in self.criteria)

    @property
    def sentence(self) -> str:
        """The answer in words, with the data that it concerns."""
        data = f"rank X = {self.widths[0]} and rank Sxy = {self.cross_rank}"
        if self.needs_distinct_values:
            data += ", the nonzero singular values being distinct"
        names = f"widths ({', '.join(map(str, self.widths))})"
        if not self.is_settled:
            some = f"{len(self.open)} of {len(self.kinds)} kinds" if len(self.kinds) > 1 else "the only kind"
            return (
                f"Open for {names}, {data}: no criterion decides {some} of non-strict saddles. This says nothing "
                "against the conjecture."
            )
        how = "there are no non-strict saddles" if not self.kinds else f"by {_listed(self.criteria)}"
        return f"Settled for {names}, {data}: almost every trajectory converges to a global minimiser ({how})."

    def certificate(self) -> dict[str, Any]:
        """The evidence as data, for ``proofs-check verify``; ``InputError`` where the architecture is open."""
        if not self.is_settled:
            raise InputError(f"There is no certificate for widths {shown(self.widths)}, as the question is open there.")
        used = sorted({r.point for _, r in self.kinds if r is not None and r.point is not None})
        return {
            "format": FORMAT,
            "widths": list(self.widths),
            "cross_rank": self.cross_rank,
            "modulus": PRIME,
            "points": [[[list(row) for row in W] for W in integer_point(self.widths, number)] for number in used],
            "kinds": [_row(kind, reason, used) for kind, reason in self.kinds if reason is not None],
        }


def _listed(criteria: Sequence[str]) -> str:
    names = [f"criterion ({name})" if len(name) < 3 else "the theorem on one-string saddles" for name in criteria]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _row(kind: SaddleKind, reason: Reason, used: list[int]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "rank": kind.rank,
        "strings": [[start, length, count] for (start, length), count in kind.strings],
        "criterion": reason.criterion,
    }
    if reason.layer is not None:
        row["layer"] = reason.layer
    if reason.point is not None:
        row["point"] = used.index(reason.point)
    return row


def almost_every(
    widths: Sequence[int], cross_rank: int | None = None, *, criteria: Sequence[str] = CRITERIA
) -> FlowAnswer:
    """Whether almost every trajectory of gradient flow converges to a global minimiser, as far as is known.

    ``widths`` are rank X, d_1, ..., d_H (for X of full row rank the widths of the network), ``cross_rank`` is rank Sxy,
    by default the largest possible.  The flow is that of the loss in the given weights.  An architecture is settled
    if each kind of non-strict saddles meets one of the ``criteria``; the proof is on the page docs/almost-every.md.
    Raises ``InputError`` for widths, ranks or criteria that are not allowed.

    >>> almost_every((2, 3, 2, 2)).sentence[:26]
    'Settled for widths (2, 3, '
    >>> almost_every((2, 3, 2, 2)).criteria, almost_every((2, 2, 2, 2)).criteria
    (('A',), ('A', 'one string'))
    >>> [str(kind) for kind in almost_every((3, 3, 2, 2)).open]
    ['r = 1, strings 0-1, 1, 2, 3-0']
    """
    widths, cross_rank = checked_architecture(widths, cross_rank)
    for name in criteria:
        if name not in CRITERIA:
            raise InputError(f"There is no criterion called {shown(name)}; choose from {', '.join(CRITERIA)}.")
    rows = []
    for kind in non_strict_kinds(widths, cross_rank):
        rows.append((kind, next((r for r in reasons(kind, widths, cross_rank) if r.criterion in criteria), None)))
    return FlowAnswer(widths, cross_rank, tuple(rows))
