"""A kind of critical point of a problem over a number field, with its points over a larger field."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, cast

from symdln.algebra.field_extension import MOST_DEGREE
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import FieldMatrix, NumberField, side_by_side
from symdln.algebra.over_fields import nullspace
from symdln.algebraic.point import AlgebraicPoint
from symdln.errors import NotRationalError
from symdln.landscape.algebraic_frame import AlgebraicBasis, weights_in_bases
from symdln.landscape.frames import StringFrame
from symdln.landscape.kinds import Kind

if TYPE_CHECKING:
    from symdln.algebraic.problem import AlgebraicProblem


@dataclass(frozen=True)
class AlgebraicKind(Kind):
    """As :class:`symdln.Kind`; its points lie over the field of the moments and the selected eigenvalues.

    >>> from symdln.algebraic import AlgebraicProblem
    >>> problem = AlgebraicProblem.from_data([["sqrt(2)", 1]], [["1 + sqrt(2)", 1]], hidden=(1,))
    >>> points = [kind.certified_representative() for kind in problem.kinds()]
    >>> [(point.is_critical, point.label, str(point.inertia_by_hessian)) for point in points]
    [(True, 'strict saddle', '(n+, n-, n0) = (1, 1, 0)'), (True, 'global minimiser', '(n+, n-, n0) = (1, 0, 1)')]

    The combinatorics need no points:

    >>> zero, minimum = problem.kinds()
    >>> minimum.rank, minimum.label, [str(string) for string in zero.strings], str(zero.inertia)
    (1, 'global minimiser', ['1', '2-0'], '(n+, n-, n0) = (1, 1, 0)')
    """

    def representative(self, *_: Any, **__: Any) -> NoReturn:  # type: ignore[override]
        """No representative with rational weights is sought: this and ``representatives`` raise ``NotRationalError``.

        >>> from symdln.algebraic import AlgebraicProblem
        >>> kind = next(AlgebraicProblem.from_data([["sqrt(2)"]], [[1]], hidden=(1,)).kinds())
        >>> kind.representatives()                                      # doctest: +ELLIPSIS
        Traceback (most recent call last):
        symdln.errors.NotRationalError: The moments of this problem are irrational, so points are built over a ...
        """
        raise NotRationalError(
            "The moments of this problem are irrational, so points are built over a number field: call "
            "certified_representative()."
        )

    def certified_representative(  # type: ignore[override]
        self,
        rng: int | random.Random | None = None,
        *,
        mixed: bool | None = None,
        disguised: bool | None = None,
        most_degree: int = MOST_DEGREE,
    ) -> AlgebraicPoint:
        """A critical point of this kind; options as :meth:`symdln.Kind.certified_representative`.

        Raises ``UndecidedError`` where the field of moments and selected eigenvalues has more than ``most_degree``.
        """
        source = rng if isinstance(rng, random.Random) else random.Random(rng if rng is not None else 0)
        mixed = rng is not None if mixed is None else mixed
        disguised = rng is not None if disguised is None else disguised
        problem, basis = self._basis(most_degree)
        frame = StringFrame(cast("Any", problem), self.selection, self.multiplicities, source if mixed else None)
        point = AlgebraicPoint(problem, weights_in_bases(frame, basis, source if disguised else None))
        if not point.is_critical:
            raise AssertionError(f"the weights built for '{self}' of {problem!r} are not critical; please report this.")
        return point

    def _basis(self, most_degree: int) -> tuple[AlgebraicProblem, AlgebraicBasis]:
        """The problem over the field of the selected eigenvalues, and bases of their eigenspaces and of the rest.

        Of an eigenvalue that is selected c times the first c vectors of a basis are taken; the unselected part is what
        is orthogonal to the selected one and to ker Sigma.
        """
        original = cast("AlgebraicProblem", self.problem)
        counts = [count for count in original.selection_counts(self.selection) if count]
        field, theta, elements = original.field_of(self.selection, most_degree)
        problem = original.over(field, theta)
        size = original.output_width
        blocks = []
        for element, count in zip(elements, counts, strict=True):
            shifted = problem.sigma - FieldMatrix.lift(field, Matrix.identity(size)).scaled(element)
            blocks.append(nullspace(shifted).columns(range(count)))
        selected = side_by_side(field, size, blocks)
        other = side_by_side(field, size, [selected, problem.sigma_kernel])
        unselected = nullspace(other.T) if other.shape[1] else _identity(field, size)
        return problem, AlgebraicBasis(selected, unselected)


def _identity(field: NumberField, size: int) -> FieldMatrix:
    return FieldMatrix.lift(field, Matrix.identity(size))
