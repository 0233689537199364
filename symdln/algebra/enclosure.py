"""Rigorous signs of symmetric matrices from enclosures (FLINT arb), closed by an exact rank: proved, never guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import flint
import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import FieldMatrix
from symdln.algebra.signs import Inertia
from symdln.errors import InputError, UndecidedError

START_BITS = 128
MOST_BITS = 4096
_ROUNDED_BITS = 40  # leading bits of floating eigenvectors that are kept


@dataclass(frozen=True)
class ProvedSigns:
    """Integer bases P (N x p) and Q (N x q) with ``P^T A P`` and ``-Q^T A Q`` proved positive definite at ``bits``.

    Hence ``n_+ >= p`` and ``n_- >= q``; nothing is said about zeros.
    """

    positive_basis: Matrix
    negative_basis: Matrix
    bits: int


def is_definite(enclosure: flint.arb_mat, basis: Matrix, sign: int, bits: int) -> bool:
    """Whether every row of ``sign V^T A V`` has a diagonal entry proved larger than the sum of the others' moduli.

    The enclosure holds the entries of a symmetric A; by Gershgorin's theorem ``sign V^T A V`` is then positive
    definite.  ``False`` says only that this is not proved.
    """
    with flint.ctx.workprec(bits):
        columns = flint.arb_mat(basis.cleared[0])
        block = (columns.transpose() * enclosure * columns).tolist()
        return all(_exceeds(row, i, sign) for i, row in enumerate(block))


def _exceeds(row: list[Any], place: int, sign: int) -> bool:
    others = sum((abs(value) for j, value in enumerate(row) if j != place), flint.arb(0))
    return bool(sign * row[place] - others > 0)


def proved_signs(
    enclose: Callable[[int], flint.arb_mat], rank: int, *, start_bits: int = START_BITS, most_bits: int = MOST_BITS
) -> ProvedSigns:
    """``rank`` signs of a symmetric matrix, proved from the enclosures ``enclose(bits)`` at doubling precision.

    Approximate eigenvectors for the ``rank`` eigenvalues of largest modulus are rounded to integers and only propose;
    :func:`is_definite` proves.  Raises ``UndecidedError`` where nothing is proved with ``most_bits``.
    """
    bits = min(start_bits, most_bits)
    while True:
        matrix = enclose(bits)
        for positive, negative in _proposals(matrix, rank, bits):
            bases = positive.shape[1] + negative.shape[1]
            if bases == rank and is_definite(matrix, positive, 1, bits) and is_definite(matrix, negative, -1, bits):
                return ProvedSigns(positive, negative, bits)
        if bits >= most_bits:
            raise UndecidedError(
                f"{rank} non-zero eigenvalues of this {matrix.nrows()}x{matrix.ncols()} matrix are not separated from "
                f"zero by enclosures of {most_bits} bits; allow more bits, or check the rank."
            )
        bits = min(2 * bits, most_bits)


# -- proposals: nothing here is rigorous -------------------------------------------------------------------------------


def _proposals(matrix: flint.arb_mat, rank: int, bits: int) -> Iterator[tuple[Matrix, Matrix]]:
    """Integer bases for the positive and the negative eigenvectors, by floats and then with this many bits.

    The matrix is equilibrated first: A becomes ``D A D`` with a diagonal D of powers of two.
    """
    size = matrix.nrows()
    if not rank:
        yield Matrix.zeros(size, 0), Matrix.zeros(size, 0)
        return
    middle = [[_dyadic(ball) for ball in row] for row in matrix.tolist()]
    scales = _equilibrating(middle)
    yield _floating(middle, scales, rank)
    if bits > START_BITS:
        yield _precise(middle, scales, rank, bits)


Dyadic = tuple[int, int]  # (m, e) stands for m 2^e


def _dyadic(ball: flint.arb) -> Dyadic:
    """The midpoint of a ball; zero where it is not finite, which may happen with too few bits."""
    if not ball.is_finite():
        return 0, 0
    mantissa, exponent = ball.mid().man_exp()
    return int(mantissa), int(exponent)


def _equilibrating(middle: list[list[Dyadic]]) -> list[int]:
    """Exponents of a diagonal D of powers of two for which the rows of ``D A D`` have entries up to about 1 (Ruiz)."""
    logs = np.array([[m.bit_length() + e if m else -np.inf for m, e in row] for row in middle])
    shift = np.zeros(len(middle))
    for _ in range(10):
        top = (logs + shift[:, None] + shift[None, :]).max(axis=1)
        shift -= np.where(np.isfinite(top), top, 0) / 2
    return [int(value) for value in np.rint(shift)]


def _floating(middle: list[list[Dyadic]], scales: list[int], rank: int) -> tuple[Matrix, Matrix]:
    """Eigenvectors by numpy, cut to their leading bits."""
    scaled = [
        [
            math.ldexp(m >> (cut := max(0, m.bit_length() - 64)), e + cut + a + b)
            for (m, e), b in zip(row, scales, strict=True)
        ]
        for row, a in zip(middle, scales, strict=True)
    ]
    values, vectors = np.linalg.eigh(np.array(scaled))
    chosen = np.argsort(np.abs(values))[len(values) - rank :]
    values, vectors = values[chosen], vectors[:, chosen]
    size = np.where(values == 0, 1, np.abs(values))
    rounded = np.rint(vectors * (2.0**_ROUNDED_BITS * np.sqrt(size.min() / size)))
    return _bases(values > 0, [[int(x) for x in column] for column in rounded.T], scales)


def _precise(middle: list[list[Dyadic]], scales: list[int], rank: int, bits: int) -> tuple[Matrix, Matrix]:
    """Eigenvectors by mpmath in the precision of the enclosures."""
    import mpmath  # enclosures are rarely needed, and mpmath takes a while to import

    context = mpmath.MPContext()
    context.prec = bits
    rows = zip(middle, scales, strict=True)
    scaled = [[context.ldexp(m, e + a + b) for (m, e), b in zip(row, scales, strict=True)] for row, a in rows]
    values, vectors = context.eigsy(context.matrix(scaled))
    chosen = sorted(range(len(scales)), key=lambda k: abs(values[k]))[len(scales) - rank :]
    least = abs(values[chosen[0]]) or context.one
    factors = [context.ldexp(context.sqrt(least / (abs(values[k]) or least)), bits) for k in chosen]
    columns = [[int(context.nint(f * x)) for x in vectors[:, k]] for k, f in zip(chosen, factors, strict=True)]
    return _bases([values[k] > 0 for k in chosen], columns, scales)


def _bases(positive: Iterable[Any], columns: list[list[int]], scales: list[int]) -> tuple[Matrix, Matrix]:
    """The columns sorted by sign, for A instead of ``D A D``: times D, and times a power of two that clears it."""
    lift = min(scales)
    kept: dict[bool, list[int]] = {True: [], False: []}
    for sign, column in zip(positive, columns, strict=True):
        kept[bool(sign)] += [x << (scale - lift) for x, scale in zip(column, scales, strict=True)]
    size = len(scales)
    found = (flint.fmpz_mat(len(kept[sign]) // size, size, kept[sign]).transpose() for sign in (True, False))
    first, second = (Matrix.from_flint(flint.fmpq_mat(basis)) for basis in found)
    return first, second


# -- inertia -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CertifiedInertia:
    """The inertia of a symmetric matrix over a number field, with the data that prove it.

    Zeros are exact: the rational rank of the regular representation is ``rational_rank``, hence the rank over the field
    of degree ``degree`` is their quotient p + q.  Signs are rigorous: with the bases of ``signs``, FLINT's arb proves
    ``n_+ >= p`` and ``n_- >= q`` at ``signs.bits`` of precision; so both are equalities.

    >>> from symdln import Problem
    >>> problem = Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))   # s^2 = (3 +- sqrt 5) / 2
    >>> point = next(problem.kinds((0,))).certified_representative()
    >>> proved = point.certified_inertia
    >>> str(proved.inertia), proved.degree, proved.rational_rank           # the rank is 6 / 2 = 3
    ('(n+, n-, n0) = (3, 0, 1)', 2, 6)
    >>> proved.verify(point.hessian), proved.verify(point.hessian.scaled(0 * point.loss)), sorted(proved.data())
    (True, False, ['nonzero', 'rigorous', 'zeros'])
    """

    inertia: Inertia
    degree: int
    rational_rank: int
    signs: ProvedSigns

    def verify(self, matrix: FieldMatrix) -> bool:
        """Whether the data prove ``inertia`` for this matrix: symmetry, rank and both definite blocks, computed
        afresh.
        """
        p, q = self.signs.positive_basis.shape[1], self.signs.negative_basis.shape[1]
        size = matrix.shape[0]
        heights = {basis.shape[0] for basis in (self.signs.positive_basis, self.signs.negative_basis)}
        if not matrix.is_symmetric() or heights != {size} or self.degree != matrix.field.degree:
            return False
        exact = self.rational_rank == matrix.rational_rank() == (p + q) * self.degree
        claimed = self.inertia == Inertia(positive=p, negative=q, zero=size - p - q)
        ball = matrix.enclosure(self.signs.bits)
        return (
            exact
            and claimed
            and is_definite(ball, self.signs.positive_basis, 1, self.signs.bits)
            and is_definite(ball, self.signs.negative_basis, -1, self.signs.bits)
        )

    def data(self) -> dict[str, Any]:
        """The proof in words and numbers, for people and files."""
        return {
            "zeros": {
                "by": "exact rational rank of the regular representation, divided by the degree of the number field",
                "degree": self.degree,
                "rational_rank": self.rational_rank,
                "rank": self.inertia.rank,
                "kernel": self.inertia.zero,
            },
            "nonzero": {
                "by": "definite blocks P^T A P and -Q^T A Q, diagonally dominant in enclosures",
                "positive": self.inertia.positive,
                "negative": self.inertia.negative,
                "bits": self.signs.bits,
            },
            "rigorous": "FLINT arb",
        }


def certified_inertia(
    matrix: FieldMatrix, *, start_bits: int = START_BITS, most_bits: int = MOST_BITS
) -> CertifiedInertia:
    """The inertia of a symmetric matrix over a real number field, proved: zeros by exact rank, signs by enclosures.

    Raises ``InputError`` for a matrix that is not symmetric, ``UndecidedError`` where ``most_bits`` are not enough.

    >>> from symdln.algebra.number_field import NumberField
    >>> golden = NumberField((-1, -1, 1), 0)                     # theta = (1 + sqrt 5) / 2
    >>> one, zero = golden.theta**0, golden.theta * 0
    >>> A = FieldMatrix(golden, (2, 2), [one, golden.theta, golden.theta, golden.theta + 1])   # theta^2 = theta + 1
    >>> str(certified_inertia(A).inertia)                        # (1, theta)^T (1, theta)
    '(n+, n-, n0) = (1, 0, 1)'
    """
    if not matrix.is_symmetric():
        raise InputError(f"inertia is defined for symmetric matrices, but this {matrix.shape} matrix is not symmetric.")
    rational_rank, degree = matrix.rational_rank(), matrix.field.degree
    signs = proved_signs(matrix.enclosure, rational_rank // degree, start_bits=start_bits, most_bits=most_bits)
    p, q = signs.positive_basis.shape[1], signs.negative_basis.shape[1]
    return CertifiedInertia(Inertia(p, q, matrix.shape[0] - p - q), degree, rational_rank, signs)
