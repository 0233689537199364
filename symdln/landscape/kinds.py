"""Kinds of critical points: the finite complete list for a problem, and exact representatives of each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symdln.algebra.inertia import Inertia
from symdln.errors import InputError, shown
from symdln.landscape.certified_point import CertifiedPoint, representative_of
from symdln.landscape.classification import CLASSES, GLOBAL_MINIMISER, NON_STRICT, STRICT, selects_the_best
from symdln.landscape.frames import StringFrame, disguise
from symdln.landscape.point import Point
from symdln.landscape.signature import dimension_from_kind, inertia_from_kind, named_strings, order_from_kind
from symdln.landscape.strings import String, count_multiplicities, every_multiplicities
from symdln.strings.counts import count_kinds_by_index, count_kinds_by_order

if TYPE_CHECKING:
    from symdln.landscape.problem import Problem


@dataclass(frozen=True)
class Kind:
    """A kind of critical point: a selection S of singular values and the multiplicities of its strings.

    A kind fixes every rank of a point, its class and its Hessian's inertia, but not the point up to symmetry: use
    several representatives.  The list of kinds is complete and every kind occurs (the inertia theorem, "What it gives
    the code").

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> [(str(kind), kind.label) for kind in problem.kinds()]
    [('S = {}, strings 1, 2-0', 'strict saddle'), ('S = {0}, strings none', 'global minimiser')]
    >>> zero, minimum = problem.kinds()
    >>> minimum.rank, [str(string) for string in zero.strings], str(zero.inertia)
    (1, ['1', '2-0'], '(n+, n-, n0) = (1, 1, 0)')
    >>> str(minimum.representative().loss), [dln.kind_of(one) == minimum for one in minimum.representatives()]
    ('0', [True, True])
    >>> minimum.certified_representative().field.degree            # these weights are rational
    1
    """

    problem: Problem
    selection: tuple[int, ...]
    multiplicities: tuple[int, ...]

    @property
    def rank(self) -> int:
        """``r = |S|``, the rank of ``P Sxx``."""
        return len(self.selection)

    @property
    def strings(self) -> dict[String, int]:
        """The strings that occur, with their multiplicities."""
        return named_strings(self.problem.depth, self.multiplicities)

    @property
    def inertia(self) -> Inertia:
        """The Hessian's inertia at every point of this kind, by the inertia theorem."""
        return inertia_from_kind(self.problem, self.selection, self.multiplicities)

    @property
    def label(self) -> str:
        """The class of every point of this kind: global minimiser, strict saddle or non-strict saddle."""
        if selects_the_best(self.problem, self.selection):
            return GLOBAL_MINIMISER
        return STRICT if self.inertia.negative else NON_STRICT

    @property
    def order(self) -> int | None:
        """The order of the saddle at every point of this kind: the loss falls like its power; None at minimisers.

        >>> from symdln import Problem
        >>> [kind.order for kind in Problem.canonical((1,), (1, 1, 1, 1)).kinds()]  # L = 1/2 (abc - 1)^2
        [2, 2, 2, 3, None]
        """
        return order_from_kind(self.problem, self.selection, self.multiplicities)

    @property
    def dimension(self) -> int:
        """The dimension of the set of all critical points of this kind, a smooth semialgebraic set.

        >>> from symdln import Problem
        >>> [kind.dimension for kind in Problem.canonical((1,), (1, 1, 1)).kinds()]  # a = b = 0, and ab = 1
        [0, 1]
        """
        return dimension_from_kind(self.problem, self.selection, self.multiplicities)

    def representative(
        self, rng: int | random.Random | None = None, *, mixed: bool | None = None, disguised: bool | None = None
    ) -> Point:
        """An exact critical point of this kind.

        Without ``rng``: string bases at input and output aligned with the singular vectors, plain hidden bases.  With
        ``rng`` (a seed or a ``random.Random``): bases at input and output mixed (``mixed``) and hidden bases hidden
        by random unimodular matrices, ``W_j -> D_j W_j D_{j-1}^-1`` (``disguised``); each can be switched off.

        Raises ``NotRationalError`` when ``U_S U_S^T`` is irrational, so that no point of this kind is rational.
        """
        source = rng if isinstance(rng, random.Random) else random.Random(rng if rng is not None else 0)
        mixed = rng is not None if mixed is None else mixed
        disguised = rng is not None if disguised is None else disguised
        weights = StringFrame(self.problem, self.selection, self.multiplicities, source if mixed else None).weights()
        return Point(self.problem, disguise(weights, self.problem.hidden, source) if disguised else weights)

    def representatives(self, rng: int = 0) -> tuple[Point, ...]:
        """The standard representatives: aligned and plain, and mixed and disguised."""
        return self.representative(), self.representative(rng)

    def certified_representative(
        self, rng: int | random.Random | None = None, *, mixed: bool | None = None, disguised: bool | None = None
    ) -> CertifiedPoint:
        """A critical point of this kind with weights in the number field of the selected eigenvalues.

        It exists for every kind, rational or not; the options are those of :meth:`representative`.  Raises
        ``UndecidedError`` where the field is too large for exact ranks.
        """
        source = rng if isinstance(rng, random.Random) else random.Random(rng if rng is not None else 0)
        mixed = rng is not None if mixed is None else mixed
        disguised = rng is not None if disguised is None else disguised
        return representative_of(
            self.problem, self.selection, self.multiplicities, source if mixed else None, source if disguised else None
        )

    def __str__(self) -> str:
        strings = ", ".join(f"{m} x {string}" if m > 1 else str(string) for string, m in self.strings.items())
        return f"S = {{{', '.join(map(str, self.selection))}}}, strings {strings or 'none'}"


def every_kind(
    problem: Problem,
    selection: Sequence[int] | None = None,
    *,
    order: int | None = None,
    index: int | None = None,
    dimension: int | None = None,
    label: str | None = None,
) -> Iterator[Kind]:
    """Every kind of a problem, one at a time: by size of S, then S, then string multiplicities in lexicographic order.

    The multiplicities of the strings through vertex j add up to ``d_j - r`` (rank X for d_0), and exactly ``rank Sxy
    - r`` close.  ``order``, ``index`` (the number n_- of negative eigenvalues), ``dimension`` and ``label`` keep the
    kinds that have this order, index, dimension or class.
    """
    if label is not None and label not in CLASSES:
        raise InputError(f"There is no class called {shown(label)}; choose {', '.join(map(repr, CLASSES))}.")
    for name, number in (("order", order), ("index", index), ("dimension", dimension)):
        if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
            raise InputError(f"{name}={shown(number)} was passed; pass an integer.")
    return (
        kind
        for chosen in _selections(problem, selection)
        for multiplicities in every_multiplicities(problem.depth, *_room(problem, len(chosen)))
        if (kind := Kind(problem, chosen, multiplicities))
        if label is None or kind.label == label
        if index is None or kind.inertia.negative == index
        if order is None or kind.order == order
        if dimension is None or kind.dimension == dimension
    )


def count_kinds(problem: Problem, selection: Sequence[int] | None = None) -> int:
    """The number of kinds that :func:`every_kind` lists, by a recursion over strings and without listing them.

    All selections of one size have equally many kinds.
    """
    if selection is not None:
        return count_kinds_of_rank(problem, len(problem.checked_selection(selection)))
    return sum(number * count_kinds_of_rank(problem, r) for r, number in enumerate(problem.selection_numbers) if number)


def count_kinds_by(problem: Problem, what: str) -> dict[Any, int]:
    """How many kinds have each ``"class"``, ``"order"`` or ``"index"``, by generating functions and without a list.

    Orders are integers, and None for global minimisers; the index is n_-.  Raises ``InputError`` for another word.
    """
    values = [value.multiplicity for value in problem.spectrum if not value.is_zero]
    if what == "index":
        return count_kinds_by_index(problem.widths, values, data_rank=problem.data_rank)
    orders = count_kinds_by_order(problem.widths, values, data_rank=problem.data_rank)
    if what == "order":
        return orders
    if what != "class":
        raise InputError(f"Kinds are counted by 'class', 'order' or 'index', but {shown(what)} was passed.")
    non_strict = sum(count for order, count in orders.items() if order is not None and order > 2)
    counts = {GLOBAL_MINIMISER: orders.get(None, 0), STRICT: orders.get(2, 0), NON_STRICT: non_strict}
    return {label: count for label, count in counts.items() if count}


def count_kinds_of_rank(problem: Problem, rank: int) -> int:
    """The number of kinds of every single selection of ``rank`` singular values."""
    return count_multiplicities(problem.depth, *_room(problem, rank))


def _selections(problem: Problem, selection: Sequence[int] | None) -> Iterator[tuple[int, ...]]:
    return problem.selections() if selection is None else iter((problem.checked_selection(selection),))


def _room(problem: Problem, rank: int) -> tuple[tuple[int, ...], int]:
    return (problem.data_rank - rank, *(width - rank for width in problem.widths[1:])), problem.cross_rank - rank


def kind_of(point: Point) -> Kind:
    """The kind of a critical point; ``InputError`` where the point is not critical.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> print(dln.kind_of(dln.Point(problem, [[[0]], [[0]]])))
    S = {}, strings 1, 2-0
    """
    if not point.is_critical:
        raise InputError("only critical points have a kind; look at point.gradient for the entry that does not vanish.")
    return Kind(point.problem, point.selection, point.multiplicities)
