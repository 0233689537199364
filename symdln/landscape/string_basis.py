"""Bases adapted to a critical point: the selected part and the strings, with explicit vectors at every vertex.

This is the normal form of the inertia theorem computed for given weights.  It gives descent directions and curves,
and a second route to the string multiplicities (by dimensions of kernels instead of ranks of paths).
"""

from __future__ import annotations

from dataclasses import dataclass

from symdln.algebra.matrix import Matrix, hstack
from symdln.landscape.shared import shared, shared_by_arguments
from symdln.landscape.signature import require_critical
from symdln.landscape.strings import String, all_strings
from symdln.landscape.weights import Weights


@dataclass(frozen=True)
class StringVectors:
    """One string with its basis vectors, one column vector per visited vertex: each is the image of the one before.

    >>> from symdln import Point, Problem
    >>> waiting, closing = StringBasis(Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])).strings
    >>> str(closing.string), str(closing.at(2)), str(closing.at(0)), closing.visits(1)          # 2 -> 0 by Sxy = [2]
    ('2-0', '[1]', '[2]', False)
    """

    string: String
    vectors: tuple[Matrix, ...]

    def at(self, vertex: int) -> Matrix:
        """The basis vector at a vertex that the string visits."""
        return self.vectors[self.string.vertices.index(vertex)]

    def visits(self, vertex: int) -> bool:
        """Whether the string visits a vertex."""
        return vertex in self.string.vertices


class StringBasis:
    """The splitting of a critical point into its selected part and strings.

    Vertex 0 is the image of Sxx inside R^{d_0} (W_1 acts on it, Sxy maps into it); vertex j is R^{d_j}.  With ``C_j =
    (W_H ... W_{j+1})^{-1}((im P)^perp)`` and ``C_0 = ker P`` the complements of the selected part, the strings are a
    graded Jordan basis of the nilpotent cycle ``C_0 -> C_1 -> ... -> C_H -> C_0``.

    ``InputError`` where the point is not critical.  At zero weights nothing is selected, and all arrows but Sxy are 0:

    >>> from symdln import Point, Problem
    >>> basis = StringBasis(Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]]))
    >>> [str(found.string) for found in basis.strings], basis.multiplicities              # of 0, 0-1, 1, 1-2, 2, 2-0
    (['1', '2-0'], (0, 0, 1, 0, 0, 1))
    >>> [str(C) for C in basis.complements], str(basis.arrow(2)), str(basis.path(2, 1)), str(basis.kernel(1, 1))
    (['[1]', '[1]', '[1]'], '[2]', '[2]', '[1]')
    >>> str(basis.coordinates(0)), [str(V) for V in basis.move(*basis.strings, layer=2)]     # the vector of 2-0 is [2]
    ('[1/2]', ['[0]', '[1]'])
    """

    def __init__(self, point: Weights):
        require_critical(point)
        self.point, self.depth = point, point.problem.depth
        self.image = (point.end_to_end @ point.problem.Sxx).column_basis()

    # -- the nilpotent cycle -------------------------------------------------------------------------------------------

    @shared
    def complements(self) -> tuple[Matrix, ...]:
        """Bases of C_0, ..., C_H."""
        point, inputs = self.point, self.point.problem.input_basis
        first = inputs @ (point.end_to_end @ inputs).nullspace()
        later = [(self.image.T @ point.product(self.depth, j + 1)).nullspace() for j in range(1, self.depth + 1)]
        return (first, *later)

    def arrow(self, vertex: int) -> Matrix:
        """The arrow that leaves a vertex: W_{vertex+1}, or Sxy from vertex H."""
        return self.point.problem.Sxy if vertex == self.depth else self.point.weights[vertex]

    @shared_by_arguments
    def path(self, start: int, length: int) -> Matrix:
        """The restriction to C_start of the path of ``length`` arrows."""
        if length == 0:
            return self.complements[start]
        return self.arrow((start + length - 1) % (self.depth + 1)) @ self.path(start, length - 1)

    @shared_by_arguments
    def kernel(self, start: int, length: int) -> Matrix:
        """A basis of the vectors of C_start that the path of ``length`` arrows kills; 0 <= start <= H."""
        complement = self.complements[start]
        if length == 0:
            return Matrix.zeros(complement.shape[0], 0)
        if length >= self.depth or self.kernel(start, length - 1) is complement:
            return complement
        null = self.path(start, length).nullspace()
        return complement if null.shape[1] == complement.shape[1] else complement @ null

    # -- strings -------------------------------------------------------------------------------------------------------

    @shared
    def strings(self) -> tuple[StringVectors, ...]:
        """All strings with their vectors, in the order of :func:`all_strings`."""
        found = []
        for string in all_strings(self.depth):
            for head in self._heads(string):
                vectors = [head]
                for vertex in string.vertices[:-1]:
                    vectors.append(self.arrow(vertex) @ vectors[-1])
                found.append(StringVectors(string, tuple(vectors)))
        return tuple(found)

    def _heads(self, string: String) -> list[Matrix]:
        """In the kernel of length + 1 arrows, a complement of vectors that die earlier or come from the last vertex."""
        start, length, depth = string
        dying, candidates = self.kernel(start, length), self.kernel(start, length + 1)
        if candidates.shape[1] == dying.shape[1]:
            return []
        before = (start - 1) % (depth + 1)
        arriving = self.arrow(before) @ self.kernel(before, length + 2)
        return independent_columns(hstack([dying, arriving]), candidates)

    @shared
    def multiplicities(self) -> tuple[int, ...]:
        """How often each string of :func:`all_strings` occurs, counted from the basis."""
        names = [found.string for found in self.strings]
        return tuple(names.count(string) for string in all_strings(self.depth))

    # -- moves ---------------------------------------------------------------------------------------------------------

    @shared_by_arguments
    def coordinates(self, vertex: int) -> Matrix:
        """The matrix that gives coordinates in the basis of a vertex: selected part, strings through the vertex."""
        selected = self.point.product(vertex, 1) @ self.point.problem.Sxy @ self.image
        frame = hstack([selected, *(found.at(vertex) for found in self.strings if found.visits(vertex))])
        return (frame.T @ frame).inverse() @ frame.T

    def move(self, source: StringVectors, target: StringVectors, layer: int) -> tuple[Matrix, ...]:
        """The direction that changes only W_layer: the vector of ``source`` goes to that of ``target``, one layer on.

        All other vectors of the adapted basis at vertex layer-1 go to zero.
        """
        at = layer - 1
        row = self.image.shape[1] + [found for found in self.strings if found.visits(at)].index(source)
        change = target.at(layer) @ self.coordinates(at).row(row)
        return tuple(
            change if j == layer else Matrix.zeros(*shape) for j, shape in enumerate(self.point.problem.shapes, start=1)
        )


@shared
def string_basis_of(point: Weights) -> StringBasis:
    """The splitting of a critical point into the selected part and strings, with explicit vectors; computed once.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[2]], [[1]]])          # a minimum: everything is selected
    >>> string_basis_of(point).strings, str(string_basis_of(point).image), string_basis_of(point) is point.string_basis
    ((), '[2]', True)
    """
    return StringBasis(point)


def independent_columns(base: Matrix, candidates: Matrix) -> list[Matrix]:
    """Those columns of ``candidates`` that extend a basis of the span of ``base``, chosen from the left.

    >>> base, candidates = Matrix([[1], [0], [0]]), Matrix([[2, 1, 3], [0, 1, 1], [0, 0, 0]])
    >>> [column.texts() for column in independent_columns(base, candidates)]     # (1, 1, 0); the others are in the span
    [[['1'], ['1'], ['0']]]
    """
    offset = base.shape[1]
    together = hstack([base, candidates])
    reduced, rank = together.flint.rref()
    pivots = [next(j for j in range(together.shape[1]) if reduced[i, j] != 0) for i in range(rank)]
    return [together.column(j) for j in pivots if j >= offset]
