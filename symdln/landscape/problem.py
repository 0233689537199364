"""A problem: the regression with its kinds of critical points and the assumptions that it satisfies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from symdln.landscape.assumptions import assumption, every_assumption
from symdln.landscape.kinds import Kind, count_kinds, count_kinds_by, every_kind
from symdln.landscape.regression import Regression
from symdln.landscape.shared import shared


@dataclass(frozen=True)
class Problem(Regression):
    """Minimise ``L(W) = f ||W_H ... W_1 X - Y||_F^2`` over ``W_j`` of shape ``(d_j, d_{j-1})``, exactly.

    ``widths = (d_0, ..., d_H)`` with depth ``H >= 1`` weight matrices; ``H = 1`` is linear regression.
    ``loss_factor`` is ``f``, 1/2 unless said otherwise.  The data enter through their moments ``Sxx = X X^T``,
    ``Syx = Y X^T``, ``Syy = Y Y^T`` only, of any rank and shape; ``samples`` is the number of columns of X and Y, if
    it is known.  Build it with :meth:`canonical`, :meth:`from_data` or :meth:`from_moments`.

    >>> problem = Problem.canonical(singular_values=(3, 2), widths=(3, 2, 2))
    >>> [(value.selection, str(value.value)) for value in problem.critical_values()]
    [((), '13/2'), ((1,), '9/2'), ((0,), '2'), ((0, 1), '0')]

    Sizes, data, and the whitened problem:

    >>> problem.depth, problem.input_width, problem.hidden, problem.output_width, problem.least_width
    (2, 3, (2,), 2, 2)
    >>> problem.shapes, problem.parameters, problem.data_rank, problem.cross_rank
    (((2, 3), (2, 2)), 10, 3, 2)
    >>> data = Problem.from_data([[1, 1], [0, 0]], [[2, 0], [0, 1]], hidden=(1,))         # the second input is unused
    >>> data.Sxx, data.Sxy, data.Sxx_pseudoinverse, data.input_basis
    (Matrix([[2, 0], [0, 0]]), Matrix([[2, 1], [0, 0]]), Matrix([['1/2', 0], [0, 0]]), Matrix([[2], [0]]))
    >>> data.sigma, data.sigma_kernel, [str(value.value) for value in data.spectrum]
    (Matrix([[2, 1], [1, '1/2']]), Matrix([['-1/2'], [1]]), ['5/2', '0'])
    >>> str(data.constant), data == Problem.from_moments(data.Sxx, data.Syx, data.Syy, (1,))
    ('5/4', False)
    >>> data.reduced().widths, problem.canonical_form() == problem
    ((1, 1, 2), True)
    >>> data.unreached_inputs.shape, problem.unreached_inputs              # inputs that the targets do not depend on
    ((2, 0), Matrix([[0], [0], [1]]))
    >>> problem.eigenspaces[-9, 1], data.integer_moments[2], problem.positions  # by the factor x - 9 of s^2 = 9
    (Matrix([[1], [0]]), 1, (0, 1))

    Selections, kinds and assumptions:

    >>> [value.text() for value in problem.singular_values], list(problem.selections())
    (['3', '2'], [(), (0,), (1,), (0, 1)])
    >>> problem.selection_numbers, problem.selection_place((1,)), problem.best_rank, problem.least_rank
    ((1, 2, 1), 1, 2, 0)
    >>> problem.selection_counts((1,)), problem.selection_of_counts((0, 1)), problem.checked_selection([1, 0])
    ((0, 1), (1,), (0, 1))
    >>> str(problem.critical_value((0,)).value), problem.has_rational_points((0,)), problem.count_kinds()
    ('2', True, 7)
    >>> problem.satisfies("achour.H"), problem.assumptions["achour.H"]
    (True, True)
    """

    def kinds(
        self,
        selection: Sequence[int] | None = None,
        *,
        order: int | None = None,
        index: int | None = None,
        dimension: int | None = None,
        label: str | None = None,
    ) -> Iterator[Kind]:
        """Every kind of critical point (of one selection), in a fixed order; see :mod:`symdln.landscape.kinds`.

        ``order``, ``index`` (the number of negative eigenvalues), ``dimension`` and ``label`` (the class) keep the
        kinds with this value.  Raises ``InputError`` for anything but an integer, or a class.

        >>> problem = Problem.canonical(singular_values=(2, 1), widths=(2, 2, 2, 2))
        >>> [str(kind) for kind in problem.kinds(order=3)]
        ['S = {}, strings 2 x 1, 2 x 2, 2 x 3-0', 'S = {0}, strings 1, 2, 3-0']
        """
        return every_kind(self, selection, order=order, index=index, dimension=dimension, label=label)

    def count_kinds(self, selection: Sequence[int] | None = None) -> int:
        """The number of kinds, by recursion and without listing them."""
        return count_kinds(self, selection)

    def count_kinds_by(self, what: str) -> dict[Any, int]:
        """How many kinds have each ``"class"``, ``"order"`` or ``"index"``, without listing them.

        >>> Problem.canonical(singular_values=(2, 1), widths=(2, 2, 2, 2)).count_kinds_by("order")
        {None: 1, 2: 17, 3: 2}
        """
        return count_kinds_by(self, what)

    @shared
    def assumptions(self) -> Mapping[str, bool | None]:
        """Which assumptions of the sources this problem satisfies (see :mod:`symdln.landscape.assumptions`).

        None stands for an assumption whose decision would take too long: ``chitour.4`` beyond 16 eigenvalues.
        """
        return MappingProxyType(every_assumption(self))

    def satisfies(self, name: str) -> bool:
        """Whether the named assumption holds, for example ``"achour.H"``; ``UndecidedError`` where that would take
        too long.
        """
        return assumption(name).holds(self)
