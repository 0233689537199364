"""Weights of any kind over a number field: bases of unnormalised eigenvectors, so that no square root is needed."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import flint

from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.field_extension import MOST_DEGREE, field_of
from symdln.algebra.matrix import Matrix, hstack
from symdln.algebra.number_field import Element, FieldMatrix, NumberField, side_by_side
from symdln.landscape.frames import StringFrame, random_unimodular
from symdln.landscape.regression import Regression

Roots = dict[int, Element]
"""Eigenvalues of Sigma, by their index in the spectrum, as elements of a number field."""


def adjoined_roots(
    problem: Regression, selection: Sequence[int], most_degree: int = MOST_DEGREE
) -> tuple[NumberField, Roots]:
    """The field over which ``U_S U_S^T`` is written, and the irrational eigenvalues that generate it.

    The conjugates of an irreducible factor are selected with certain counts; those with the most frequent count need
    not be separated, so only the others are adjoined.  Raises ``UndecidedError`` above ``most_degree``.
    """
    counts = problem.selection_counts(selection)
    generators: list[int] = []
    for indices in _conjugates(problem).values():
        common = Counter(counts[i] for i in indices).most_common(1)[0][0]
        generators += [i for i in indices if counts[i] != common]
    field, elements = field_of(tuple(problem.spectrum[i] for i in generators), most_degree)
    return field, dict(zip(generators, elements, strict=True))


def _conjugates(problem: Regression) -> dict[tuple[int, ...], list[int]]:
    """The indices of the nonzero eigenvalues, by irreducible factor."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for index, value in enumerate(problem.spectrum):
        if not value.is_zero:
            groups.setdefault(value.factor, []).append(index)
    return groups


@dataclass(frozen=True)
class AlgebraicBasis:
    """Columns that span im P, then the rest of the nonzero eigenspaces of Sigma, orthogonal to each other."""

    selected: FieldMatrix
    unselected: FieldMatrix


def algebraic_basis(
    problem: Regression, selection: Sequence[int], field: NumberField, roots: Roots, rng: random.Random | None
) -> AlgebraicBasis:
    """Bases of the selected and the unselected parts of the nonzero eigenspaces of Sigma, over the field.

    For a root t of the factor f and a vector e in ker f(Sigma), ``(f(x) / (x - t))(Sigma) e`` is an eigenvector of t;
    the roots that are not adjoined share one space, the image of the product of all adjoined ``Sigma - t``.
    """
    counts = problem.selection_counts(selection)
    selected: list[FieldMatrix] = []
    unselected: list[FieldMatrix] = []
    for factor, indices in _conjugates(problem).items():
        adjoined = [i for i in indices if i in roots]
        orbits = _orbits(problem, problem.spectrum[indices[0]], factor, rng)
        spaces = [(counts[i], _quotient(field, factor, [roots[i]])) for i in adjoined]
        rest = [i for i in indices if i not in roots]
        if rest:
            spaces.append((counts[rest[0]], _multiples(field, [roots[i] for i in adjoined], len(rest))))
        for copies, coefficients in spaces:
            blocks = [_scaled(FieldMatrix.lift(field, orbit) @ coefficients) for orbit in orbits]
            inside = side_by_side(field, problem.output_width, blocks[:copies])
            outside = side_by_side(field, problem.output_width, blocks[copies:])
            selected.append(inside)
            unselected.append(outside - _projected(inside, outside))
    return AlgebraicBasis(*(side_by_side(field, problem.output_width, blocks) for blocks in (selected, unselected)))


def _scaled(block: FieldMatrix) -> FieldMatrix:
    """The columns times powers of two, so that their lengths are about 1 and the numbers small."""
    powers = []
    for j in range(block.shape[1]):
        column = block.columns([j])
        bits = block.field.magnitude((column.T @ column)[0, 0]) // 2
        powers.append(flint.fmpq(1, 1 << bits) if bits >= 0 else flint.fmpq(1 << -bits))
    entries = (entry * powers[i % block.shape[1]] for i, entry in enumerate(block.entries))
    return FieldMatrix(block.field, block.shape, entries)


def _projected(onto: FieldMatrix, vectors: FieldMatrix) -> FieldMatrix:
    """The orthogonal projections of the vectors on the span of independent columns."""
    if not onto.shape[1]:
        return FieldMatrix.lift(vectors.field, Matrix.zeros(*vectors.shape))
    return onto @ (onto.T @ onto).inverse() @ (onto.T @ vectors)


def _orbits(problem: Regression, value: Eigenvalue, factor: Sequence[int], rng: random.Random | None) -> list[Matrix]:
    """``[e, Sigma e, ..., Sigma^(n-1) e]`` for vectors e whose orbits together are a basis of ker f(Sigma)."""
    sigma, degree = problem.sigma, len(factor) - 1
    image = Matrix.zeros(*sigma.shape)
    for coefficient in reversed(factor):
        image = image @ sigma + Matrix.identity(sigma.shape[0]) * coefficient
    kernel = image.nullspace()
    if rng is not None:
        kernel = kernel @ random_unimodular(kernel.shape[1], rng)
    orbits: list[Matrix] = []
    for column in range(kernel.shape[1]):
        if len(orbits) == value.multiplicity:
            break
        vectors = itertools.accumulate(range(degree - 1), lambda v, _: sigma @ v, initial=kernel.column(column))
        orbit = hstack(list(vectors))
        if hstack([*orbits, orbit]).rank() == (len(orbits) + 1) * degree:
            orbits.append(orbit)
    return orbits


def _quotient(field: NumberField, factor: Sequence[int], roots: Sequence[Element]) -> FieldMatrix:
    """The coefficients, as a column, of the factor divided by ``x - t`` for the given roots t (synthetic division)."""
    coefficients = [flint.fmpq_poly([value]) for value in factor]
    for root in roots:
        quotient = [coefficients[-1]]
        for coefficient in reversed(coefficients[1:-1]):
            quotient.append(coefficient + field.times(root, quotient[-1]))
        coefficients = quotient[::-1]
    padded = coefficients + [flint.fmpq_poly([0])] * (len(factor) - 1 - len(coefficients))
    return FieldMatrix(field, (len(padded), 1), padded)


def _multiples(field: NumberField, roots: Sequence[Element], room: int) -> FieldMatrix:
    """The coefficients of ``a, x a, ..., x^(room-1) a`` as columns, a being the product of ``x - t`` over the roots."""
    zero = flint.fmpq_poly([0])
    product = [zero + 1]
    for root in roots:
        product = [a - field.times(root, b) for a, b in zip([zero, *product], [*product, zero], strict=True)]
    columns = [[zero] * shift + product + [zero] * (room - 1 - shift) for shift in range(room)]
    return FieldMatrix(field, (room, len(columns[0])), itertools.chain.from_iterable(columns)).T


# -- weights -----------------------------------------------------------------------------------------------------------


def algebraic_weights(
    frame: StringFrame, field: NumberField, roots: Roots, disguise: random.Random | None
) -> tuple[FieldMatrix, ...]:
    """Weights of a critical point in a frame, aligned where the frame is and plain where ``disguise`` is None.

    With the bases at output and input as columns of U and the coordinates C of the input, ``W_H = U diag(I_r, Z_H)``,
    ``W_1 = diag(I_r, Z_1) C`` and ``W_j = diag(I_r, Z_j)`` between: as for rational kinds, over a field.
    """
    basis = algebraic_basis(frame.problem, frame.selection, field, roots, frame.rng)
    return weights_in_bases(frame, basis, disguise)


def weights_in_bases(
    frame: StringFrame, basis: AlgebraicBasis, disguise: random.Random | None
) -> tuple[FieldMatrix, ...]:
    """The weights for given bases of the nonzero eigenspaces; moments are rational, or over the field of the bases."""
    problem, depth, field = frame.problem, frame.problem.depth, basis.selected.field
    output, coordinates = _ends(frame, basis)
    arrows = [FieldMatrix.lift(field, frame.arrow(j)) for j in range(1, depth + 1)]
    noise = lifted(field, frame.small(problem.widths[1], problem.input_width, 2)) @ _unseen(problem, field)
    arrows[0] = arrows[0] @ coordinates + noise
    arrows[-1] = output @ arrows[-1]
    if disguise is not None:
        for j, width in enumerate(problem.hidden):
            change = random_unimodular(width, disguise)
            arrows[j] = FieldMatrix.lift(field, change) @ arrows[j]
            arrows[j + 1] = arrows[j + 1] @ FieldMatrix.lift(field, change.inverse())
    return tuple(arrows)


def lifted(field: NumberField, matrix: Matrix | FieldMatrix) -> FieldMatrix:
    """A rational matrix over the field; a matrix over a field stays as it is."""
    return matrix if isinstance(matrix, FieldMatrix) else FieldMatrix.lift(field, matrix)


def _unseen(problem: Regression, field: NumberField) -> FieldMatrix:
    """The orthogonal projector on the input directions that the data never use."""
    seen = lifted(field, problem.Sxx) @ lifted(field, problem.Sxx_pseudoinverse)
    return FieldMatrix.lift(field, Matrix.identity(problem.input_width)) - seen


def _ends(frame: StringFrame, basis: AlgebraicBasis) -> tuple[FieldMatrix, FieldMatrix]:
    """The basis at the output, and the coordinates at the input, in the order of the strings behind the r-part.

    The first r coordinates are those with ``W_1 = D`` there, ``(U_S^T U_S)^-1 U_S^T Syx Sxx^+``.
    """
    problem, field, selected = frame.problem, basis.selected.field, basis.selected
    closing = [i for i, string in enumerate(frame.copies) if string.closing]
    ending = [i for i in frame.through(problem.depth) if i not in set(closing)]
    starting = [i for i in frame.through(0) if i not in set(closing)]

    def lift(matrix: Matrix | FieldMatrix) -> FieldMatrix:
        return lifted(field, matrix)

    def joined(height: int, *blocks: FieldMatrix) -> FieldMatrix:
        return side_by_side(field, height, blocks)

    kernel = lift(problem.sigma_kernel)
    shifts = kernel @ lift(frame.small(kernel.shape[1], len(closing), 1))
    images = basis.unselected @ lift(frame.unimodular(len(closing))) + shifts
    at_output = joined(problem.output_width, images, kernel @ lift(frame.unimodular(len(ending))))
    reached = lift(problem.Sxy) @ images
    fresh = lift(problem.unreached_inputs) @ lift(frame.unimodular(len(starting)))
    fresh = fresh + reached @ lift(frame.small(len(closing), len(starting), 1))
    at_input = joined(problem.input_width, reached, fresh)
    at_output = at_output.columns([(closing + ending).index(i) for i in frame.through(problem.depth)])
    at_input = at_input.columns([(closing + starting).index(i) for i in frame.through(0)])
    output = joined(problem.output_width, selected, at_output)
    rows = joined(problem.input_width, lift(problem.Sxy) @ selected, at_input)
    coordinates = (rows.T @ rows).inverse() @ rows.T if rows.shape[1] else rows.T
    if frame.rank:
        dual = (selected.T @ selected).inverse() @ selected.T
        top = dual @ lift(problem.Syx) @ lift(problem.Sxx_pseudoinverse)
        behind = coordinates.T.columns(range(frame.rank, coordinates.shape[0]))
        coordinates = joined(problem.input_width, top.T, behind).T
    return output, coordinates
