"""From a kind of critical point to weights: bases from the spectrum and the strings, and the weights in these bases."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

import flint

from symdln.algebra.matrix import Matrix, hstack, vstack
from symdln.errors import NotRationalError
from symdln.landscape.regression import Regression
from symdln.landscape.shared import shared
from symdln.landscape.strings import all_strings

# -- bases at the output, from the spectrum ----------------------------------------------------------------------------


@dataclass(frozen=True)
class OutputBasis:
    """A rational basis of R^{d_y}: columns that span im P, then the other nonzero eigenspaces of Sigma, then ker
    Sigma.

    >>> from symdln import Problem
    >>> basis = output_basis(Problem.canonical((3, 2), (3, 3, 3)), (0,))     # it takes 3, leaves 2, and one output is 0
    >>> basis.selected.texts(), basis.unselected.texts(), basis.kernel.texts()
    ([['1'], ['0'], ['0']], [['0'], ['1'], ['0']], [['0'], ['0'], ['1']])
    """

    selected: Matrix
    unselected: Matrix
    kernel: Matrix


def output_basis(problem: Regression, selection: tuple[int, ...], rng: random.Random | None = None) -> OutputBasis:
    """Bases of the selected and unselected parts of the eigenspaces of Sigma, orthogonal to each other.

    Inside a rational eigenspace any rational subspace may be selected: the first basis vectors, or with ``rng`` random
    integer combinations of all; the roots of an irreducible factor of higher degree are
    conjugate, and only equally many copies of each span a rational subspace: otherwise ``NotRationalError``.

    >>> from symdln import Problem
    >>> basis = output_basis(Problem.canonical((1, 1), (2, 2, 2)), (0,))     # one of two equal values: any line will do
    >>> basis.selected.texts(), basis.unselected.texts(), basis.kernel.shape
    ([['1'], ['0']], [['0'], ['1']], (2, 0))
    >>> golden = Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(2,))   # the values are (sqrt 5 +- 1) / 2
    >>> output_basis(golden, (0,))                                                  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    symdln.errors.NotRationalError: selection (0,) takes some but not all of the 2 conjugate irrational eigenvalues ...
    """
    counts = problem.selection_counts(selection)
    empty = Matrix.zeros(problem.output_width, 0)
    selected, unselected, kernel = [empty], [empty], empty
    members: dict[tuple[int, ...], list[int]] = {}
    for index, value in enumerate(problem.spectrum):
        members.setdefault(value.factor, []).append(index)
    for factor, indices in members.items():
        eigenspace = problem.eigenspaces[factor]
        copies = {counts[i] for i in indices}
        if problem.spectrum[indices[0]].is_zero:
            kernel = eigenspace
            continue
        if rng is not None:
            eigenspace = eigenspace @ random_unimodular(eigenspace.shape[1], rng)
        if len(copies) > 1:
            raise NotRationalError(
                f"selection {selection} takes some but not all of the {len(indices)} conjugate irrational eigenvalues "
                f"with minimal polynomial coefficients {list(factor)}, so no rational point has it."
            )
        inside, outside = _split_eigenspace(problem.sigma, eigenspace, copies.pop(), len(indices))
        selected.append(inside)
        unselected.append(outside)
    return OutputBasis(hstack(selected), hstack(unselected), kernel)


def _split_eigenspace(sigma: Matrix, eigenspace: Matrix, copies: int, degree: int) -> tuple[Matrix, Matrix]:
    """``copies`` cyclic subspaces of dimension ``degree`` inside an eigenspace, and their orthogonal complement in
    it.
    """
    inside = Matrix.zeros(sigma.shape[0], 0)
    for column in range(eigenspace.shape[1]):
        if inside.shape[1] == copies * degree:
            break
        vector = eigenspace.column(column)
        if hstack([inside, vector]).rank() > inside.shape[1]:
            orbit = list(itertools.accumulate(range(degree - 1), lambda v, _: sigma @ v, initial=vector))
            inside = hstack([inside, *orbit])
    outside = eigenspace @ (inside.T @ eigenspace).nullspace()
    return inside, outside


# -- representatives ---------------------------------------------------------------------------------------------------


class StringFrame:
    """The bases that turn string multiplicities into weights; ``rng`` None keeps them aligned with singular vectors.

    ``multiplicities`` count the strings in the order of :func:`symdln.landscape.strings.all_strings`.  With the
    singular values 2 and 0, 2 selected, the strings 0-1 and 2 say that W_1 is 1 on the other unit, and W_2 is 0 there:

    >>> from symdln import Problem
    >>> frame = StringFrame(Problem.canonical((2,), (2, 2, 2)), (0,), (0, 1, 0, 0, 1, 0), None)
    >>> [W.texts() for W in frame.weights()]
    [[['2', '0'], ['0', '1']], [['1', '0'], ['0', '0']]]
    >>> [str(string) for string in frame.copies], frame.through(1), frame.through(2)
    (['0-1', '2'], [0], [1])
    >>> frame.arrow(1).texts(), frame.arrow(2).texts(), frame.output.kernel.texts()    # 0-1 goes on at 1 and ends there
    ([['1', '0'], ['0', '1']], [['1', '0'], ['0', '0']], [['0'], ['1']])
    >>> frame.unimodular(2).texts(), frame.small(1, 2, 5).texts()                      # without rng nothing is mixed
    ([['1', '0'], ['0', '1']], [['0', '0']])
    """

    def __init__(
        self,
        problem: Regression,
        selection: tuple[int, ...],
        multiplicities: tuple[int, ...],
        rng: random.Random | None,
    ):
        self.problem, self.selection, self.rank, self.rng = problem, selection, len(selection), rng
        counted = zip(all_strings(problem.depth), multiplicities, strict=True)
        self.copies = [string for string, m in counted for _ in range(m)]

    @shared
    def output(self) -> OutputBasis:
        """The basis of the outputs: selected, unselected and kernel."""
        return output_basis(self.problem, self.selection, self.rng)

    @shared
    def _ends(self) -> tuple[dict[int, Matrix], dict[int, Matrix]]:
        return self._string_vectors()

    def weights(self) -> list[Matrix]:
        """``W_1, ..., W_H``."""
        depth = self.problem.depth
        if depth == 1:
            return [self._only()]
        return [self._first(), *(self.arrow(j) for j in range(2, depth)), self._last()]

    def through(self, vertex: int) -> list[int]:
        """The strings (indices into ``copies``) that visit a vertex, in the order of its basis behind the r-part."""
        return [i for i, string in enumerate(self.copies) if vertex in string.vertices]

    def _string_vectors(self) -> tuple[dict[int, Matrix], dict[int, Matrix]]:
        """The basis vector of every string that meets H, and of every string that meets 0."""
        problem, depth = self.problem, self.problem.depth
        closing = [i for i, string in enumerate(self.copies) if string.closing]
        ending = [i for i in self.through(depth) if i not in set(closing)]
        starting = [i for i in self.through(0) if i not in set(closing)]
        images = self.output.unselected @ self.unimodular(len(closing)) + self._combination(
            self.output.kernel, len(closing)
        )
        kernel = self.output.kernel @ self.unimodular(len(ending))
        reached = problem.Sxy @ images
        fresh = problem.unreached_inputs @ self.unimodular(len(starting)) + self._combination(reached, len(starting))
        at_output = {i: images.column(k) for k, i in enumerate(closing)} | {
            i: kernel.column(k) for k, i in enumerate(ending)
        }
        at_input = {i: reached.column(k) for k, i in enumerate(closing)} | {
            i: fresh.column(k) for k, i in enumerate(starting)
        }
        return at_output, at_input

    def unimodular(self, size: int) -> Matrix:
        """A random integer matrix of determinant 1 or -1; the identity when aligned."""
        return random_unimodular(size, self.rng) if self.rng else Matrix.identity(size)

    def _combination(self, basis: Matrix, columns: int) -> Matrix:
        """Random combinations of the basis columns: shifts that the string does not see; zero when aligned."""
        return basis @ self.small(basis.shape[1], columns, 1)

    def small(self, rows: int, columns: int, most: int) -> Matrix:
        """Random integers up to ``most`` in modulus; zero when aligned."""
        entries = [self.rng.randint(-most, most) if self.rng else 0 for _ in range(rows * columns)]
        return Matrix.from_entries(rows, columns, entries)

    def _first(self) -> Matrix:
        """``W_1``: D on the selected part, the strings' first arrow elsewhere, anything where the data are zero."""
        problem, (_, at_input) = self.problem, self._ends
        selected = self.output.selected
        top = (selected.T @ selected).inverse() @ selected.T @ problem.Syx @ problem.Sxx_pseudoinverse
        strings_at_0 = self.through(0)
        row_space = hstack([problem.Sxy @ selected, *(at_input[i] for i in strings_at_0)])
        coordinates = (row_space.T @ row_space).inverse() @ row_space.T
        empty = Matrix.zeros(1, problem.input_width)
        rows = [top]
        for i in self.through(1):
            continues = 0 in self.copies[i].vertices
            place = self.rank + strings_at_0.index(i) if continues else None
            rows.append(empty if place is None else coordinates.row(place))
        return vstack(rows) + self._unseen(row_space @ coordinates)

    def _only(self) -> Matrix:
        """``W_1`` of depth 1: ``Syx Sxx^+``, and anything where the data are zero."""
        problem = self.problem
        return problem.Syx @ problem.Sxx_pseudoinverse + self._unseen(problem.Sxx @ problem.Sxx_pseudoinverse)

    def _unseen(self, projector: Matrix) -> Matrix:
        """Random entries of W_1 on the input directions that the data never use; zero when aligned."""
        hidden, inputs = self.problem.widths[1], self.problem.input_width
        return self.small(hidden, inputs, 2) @ (Matrix.identity(inputs) - projector)

    def arrow(self, j: int) -> Matrix:
        """``diag(I_r, Z_j)``, Z_j sending every string one step on: this is W_j for 1 < j < H."""
        before, after = self.through(j - 1), self.through(j)
        matrix = flint.fmpq_mat(self.rank + len(after), self.rank + len(before))
        for i in range(self.rank):
            matrix[i, i] = 1
        for column, string in enumerate(before):
            if string in after:
                matrix[self.rank + after.index(string), self.rank + column] = 1
        return Matrix.from_flint(matrix)

    def _last(self) -> Matrix:
        """``W_H = [U_S, the vectors at H of the strings that arrive there]``, up to the choice of bases."""
        zero = Matrix.zeros(self.problem.output_width, 1)
        columns = [self.output.selected]
        for i in self.through(self.problem.depth - 1):
            columns.append(self._ends[0].get(i, zero))
        return hstack(columns)


def random_unimodular(size: int, rng: random.Random) -> Matrix:
    """A random integer matrix of determinant 1 or -1: a permuted product of unit triangular factors with sparse small
    entries.

    >>> change = random_unimodular(4, random.Random(1))
    >>> {entry.denominator for M in (change, change.inverse()) for entry in M.entries()}     # so its determinant is +-1
    {1}
    """
    lower, upper, permutation = (flint.fmpq_mat(size, size) for _ in range(3))
    order = rng.sample(range(size), size)
    for i in range(size):
        lower[i, i] = upper[i, i] = 1
        permutation[i, order[i]] = rng.choice((-1, 1))
        for j in range(i):
            if j >= i - 3:
                lower[i, j] = rng.randint(-1, 1)
                upper[j, i] = rng.randint(-1, 1)
    return Matrix.from_flint(permutation * lower * upper)


def disguise(weights: list[Matrix], hidden: tuple[int, ...], rng: random.Random) -> list[Matrix]:
    """``W_j -> D_j W_j D_{j-1}^-1`` with random unimodular ``D_1, ..., D_{H-1}``.

    >>> W_1, W_2 = Matrix([[1, 2], [0, 1], [3, 1]]), Matrix([[2, 1, 1]])
    >>> changed = disguise([W_1, W_2], (3,), random.Random(1))
    >>> changed[1] @ changed[0] == W_2 @ W_1, changed[0] == W_1
    (True, False)
    """
    changed = list(weights)
    for j, width in enumerate(hidden):
        change = random_unimodular(width, rng)
        changed[j] = change @ changed[j]
        changed[j + 1] = changed[j + 1] @ change.inverse()
    return changed
