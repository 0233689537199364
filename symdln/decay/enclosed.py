"""Critical points of irrational kinds, enclosed: weights, gradient, loss and Hessian in balls, and a proved inertia."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.enclosure import MOST_BITS, START_BITS, proved_signs
from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.decay.kinds import DecayedKind
from symdln.decay.modes import checked_decays
from symdln.decay.problem import WHITE, DecayedProblem
from symdln.errors import InputError, UndecidedError

Balls = flint.arb_mat
MOST_PARAMETERS = 300


class _Data(NamedTuple):
    """``2f Sxx``, ``2f Syx``, and the used singular vectors at the output and at the input, as balls."""

    moment: Balls
    target: Balls
    left: Balls
    right: Balls


@dataclass(frozen=True)
class EnclosedPoint:
    """A critical point of a kind, given by enclosures of any precision.

    The point is ``W_j = (Lam / lam_j)^(1/2) U_j D U_(j-1)^T`` with the first unit vectors as hidden frames, and every
    enclosure contains the exact number: those of the gradient contain 0, and the inertia is proved.  Build it by
    :func:`enclosed_representative` or :func:`enclosed_point`.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((3,), (1, 1, 1)), 1)     # 1/2 (b a - 3)^2 + 1/2 (a^2 + b^2)
    >>> point = enclosed_representative(decayed, decayed.kind(large=[0]))       # a = b = sqrt 2
    >>> a, b = (layer[0, 0] for layer in point.weights())
    >>> (a * b).contains(2), all(part[0, 0].contains(0) for part in point.gradient())
    (True, True)
    >>> point.hessian().contains(flint.arb_mat([[3, 1], [1, 3]])), str(point.inertia())
    (True, '(n+, n-, n0) = (2, 0, 0)')
    >>> low, high = point.change()                                              # 1/2 + 2 - 9/2
    >>> low <= -2 <= high, high - low < Fraction(1, 10**9)
    (True, True)
    """

    kind: DecayedKind
    decays: tuple[Fraction, ...]
    _data: Callable[[int], _Data]

    def weights(self, bits: int = START_BITS) -> tuple[Balls, ...]:
        """Balls around the entries of ``W_1, ..., W_H``, computed with this many bits."""
        with flint.ctx.workprec(bits):
            return self._weights(self._data(bits), bits)

    def _weights(self, data: _Data, bits: int) -> tuple[Balls, ...]:
        widths, depth = self.kind.spectrum.widths, self.kind.spectrum.depth
        roots = self._roots(data, bits)
        mean = _ball(math.prod(self.decays, start=Fraction(1))).root(depth)
        layers = []
        for j, decay in enumerate(self.decays, start=1):
            left = data.left if j == depth else _frame(widths[j], len(roots))
            right = data.right if j == 1 else _frame(widths[j - 1], len(roots))
            scale = (mean / _ball(decay)).sqrt() if len(set(self.decays)) > 1 else flint.arb(1)
            inner = flint.arb_mat(
                [[scale * w if i == k else 0 for k in range(len(roots))] for i, w in enumerate(roots)]
            )
            layers.append(left * inner * right.transpose() if roots else flint.arb_mat(widths[j], widths[j - 1]))
        return tuple(layers)

    def _roots(self, data: _Data, bits: int) -> list[Any]:
        """Balls around w for each used mode, in the order of ``kind.modes()``."""
        spectrum, found = self.kind.spectrum, []
        for place, level, number in self.kind.modes():
            t = _between(self.kind.root_enclosure(place, level, bits))
            if spectrum.is_white:
                t *= _between(_value(self.kind, place, bits)).sqrt()
            found += [t.root(spectrum.depth)] * number
        return found

    def gradient(self, bits: int = START_BITS) -> tuple[Balls, ...]:
        """Balls around the gradient, layer by layer; each contains 0."""
        with flint.ctx.workprec(bits):
            data = self._data(bits)
            layers = self._weights(data, bits)
            residual = _product(layers) * data.moment - data.target
            found = []
            for j, (W, decay) in enumerate(zip(layers, self.decays, strict=True)):
                after, before = _factors(layers, j, data)
                found.append(after.transpose() * residual * before.transpose() + W * _ball(decay))
            return tuple(found)

    def change(self, bits: int = START_BITS) -> Interval:
        """Rationals around ``L(W) - L(0)``, from the loss itself."""
        with flint.ctx.workprec(bits):
            data = self._data(bits)
            layers = self._weights(data, bits)
            P = _product(layers)
            fit = (P * data.moment * P.transpose()).trace() / 2 - (P * data.target.transpose()).trace()
            norms = sum(((W * W.transpose()).trace() * _ball(d) for W, d in zip(layers, self.decays, strict=True)), 0)
            return interval_of(fit + norms / 2)

    def hessian(self, bits: int = START_BITS) -> Balls:
        """Balls around the N x N Hessian; parameters as everywhere, layer by layer and row by row."""
        with flint.ctx.workprec(bits):
            data = self._data(bits)
            return _hessian(self._weights(data, bits), data, self.decays)

    def inertia(self, most_bits: int = MOST_BITS) -> Inertia:
        """The inertia of the Hessian, proved without the theorem on inertia.

        Zeros: the kernel contains the tangent space of the orbit of critical points.  Signs: definite blocks of the
        enclosed Hessian, as many as are left.  Raises ``UndecidedError`` at degenerate kinds, where the kernel is
        larger than the orbit, and where ``most_bits`` do not separate an eigenvalue from 0.
        """
        orbit, size = self.kind.orbit_dimension, self.kind.spectrum.parameters
        if not self.kind.is_morse_bott:
            raise UndecidedError(
                f"The Hessian of the kind '{self.kind}' has more zeros than the dimension of its orbit, and enclosures "
                "never prove such zeros; kind.inertia has them by the theorem."
            )
        signs = proved_signs(self.hessian, size - orbit, most_bits=most_bits)
        return Inertia(signs.positive_basis.shape[1], signs.negative_basis.shape[1], orbit)


def enclosed_point(kind: DecayedKind, decay: Any) -> EnclosedPoint:
    """The point of a kind for its own spectrum: ``f = 1/2``, X = I and Y diagonal with the singular values (for an
    autoencoder Sxx diagonal with the eigenvalues); all of them may be irrational.

    >>> from symdln.decay import DecayedSpectrum
    >>> kind = DecayedSpectrum.of_singular_values(("sqrt(20)", 2), (2, 2, 2, 2), 1).kind(large=[0], small=[1])
    >>> str(enclosed_point(kind, 1).inertia()), str(kind.inertia)
    ('(n+, n-, n0) = (9, 1, 2)', '(n+, n-, n0) = (9, 1, 2)')
    """
    spectrum = kind.spectrum
    decays = checked_decays(decay, spectrum.depth)
    if math.prod(decays, start=Fraction(1)) != spectrum.power:
        raise InputError(f"The decays have the product {math.prod(decays)}, but those of this kind {spectrum.power}.")
    _check_size(kind)
    positions = [
        spectrum.first_positions[place] + k
        for place, group in itertools.groupby(kind.modes(), key=lambda mode: mode[0])
        for k in range(sum(number for _, _, number in group))
    ]

    def data(bits: int) -> _Data:
        values = [
            _between(_value(kind, place, bits))
            for place, value in enumerate(spectrum.values)
            for _ in range(value.multiplicity)
        ]
        rows, columns = spectrum.widths[-1], spectrum.widths[0]
        left, right = (flint.arb_mat([[int(i == p) for p in positions] for i in range(n)]) for n in (rows, columns))
        if not spectrum.is_white:
            moment = _diagonal(values, rows, columns)
            return _Data(moment, moment, left, right)
        return _Data(
            _diagonal([flint.arb(1)] * columns, columns, columns),
            _diagonal([value.sqrt() for value in values], rows, columns),
            left,
            right,
        )

    return EnclosedPoint(kind, decays, data)


def enclosed_representative(decayed: DecayedProblem, kind: DecayedKind) -> EnclosedPoint:
    """The point of a kind for the data of a problem, where anything may be irrational.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], [[2, 1], [1, 3]], (3,)), "1/2")
    >>> [enclosed_representative(decayed, kind).inertia() == kind.inertia for kind in decayed.kinds()]
    [True, True, True, True]
    """
    if kind.spectrum != decayed.spectrum:
        raise InputError("This kind belongs to another problem; take one out of decayed.kinds() of this one.")
    _check_size(kind)
    problem, white = decayed.problem, decayed.data_kind == WHITE
    factor = 2 * problem.loss_factor
    target = problem.Syx * (1 / problem.Sxx[0, 0]) if white else problem.Sxx
    form = target.T @ target if white else problem.Sxx
    pivots = {
        place: _pivots(form, kind, place, sum(number for _, _, number in group))
        for place, group in itertools.groupby(kind.modes(), key=lambda mode: mode[0])
    }

    def data(bits: int) -> _Data:
        left, right = [], []
        for place, chosen in pivots.items():
            columns = _eigenvectors(form, kind, place, chosen, bits)
            right += columns
            s = _between(_value(kind, place, bits)).sqrt()
            left += [_times(target, v, s) for v in columns] if white else columns
        return _Data(
            _balls(factor * problem.Sxx), _balls(factor * problem.Syx),
            _columns(left, problem.output_width), _columns(right, problem.input_width),
        )  # fmt: skip

    return EnclosedPoint(kind, decayed.decays, data)


def _check_size(kind: DecayedKind) -> None:
    if kind.spectrum.parameters > MOST_PARAMETERS:
        raise InputError(
            f"Widths {kind.spectrum.widths} have {kind.spectrum.parameters} weights, and points are enclosed up to "
            f"{MOST_PARAMETERS}; kind.inertia and kind.label need no point."
        )


# -- singular vectors --------------------------------------------------------------------------------------------------


def _pivots(form: Matrix, kind: DecayedKind, place: int, number: int) -> list[int]:
    """The columns of the enclosed projection from which eigenvectors are made, by the longest remainder in turn.

    They are chosen once, so that enclosures of any precision belong to one point.
    """
    with flint.ctx.workprec(START_BITS):
        rest, chosen = _projection(form, kind, place, START_BITS), []
        for _ in range(number):
            lengths = [float(_dot(column, column).mid()) for column in rest]
            chosen.append(lengths.index(max(lengths)))
            rest = _reduced(rest, _unit(rest[chosen[-1]]))
    return chosen


def _eigenvectors(form: Matrix, kind: DecayedKind, place: int, pivots: Sequence[int], bits: int) -> list[list[Any]]:
    """Orthonormal eigenvectors of ``form`` for the value at this place, from these columns of the projection."""
    rest, vectors = _projection(form, kind, place, bits), []
    for pivot in pivots:
        vectors.append(_unit(rest[pivot]))
        rest = _reduced(rest, vectors[-1])
    return vectors


def _projection(form: Matrix, kind: DecayedKind, place: int, bits: int) -> list[list[Any]]:
    """The columns of ``prod (form - y) / (x - y)`` over the other eigenvalues y, in balls."""
    size, values = form.shape[0], kind.spectrum.values
    x = _between(_value(kind, place, bits))
    others = [_between(_value(kind, k, bits)) for k in range(len(values)) if k != place]
    if sum(value.multiplicity for value in values) < size and not values[-1].is_zero:
        others.append(flint.arb(0))  # more inputs than outputs
    exact, found = _balls(form), _diagonal([flint.arb(1)] * size, size, size)
    for y in others:
        found = (exact - _diagonal([y] * size, size, size)) * found * (1 / (x - y))
    return [[found[i, k] for i in range(size)] for k in range(size)]


def _unit(column: Sequence[Any]) -> list[Any]:
    length = _dot(column, column).sqrt()
    return [entry / length for entry in column]


def _reduced(columns: Sequence[Sequence[Any]], unit: Sequence[Any]) -> list[list[Any]]:
    """The columns without their parts along a unit vector."""
    return [[a - _dot(column, unit) * b for a, b in zip(column, unit, strict=True)] for column in columns]


def _dot(left: Sequence[Any], right: Sequence[Any]) -> Any:
    return sum((a * b for a, b in zip(left, right, strict=True)), flint.arb(0))


def _times(target: Matrix, vector: Sequence[Any], s: Any) -> list[Any]:
    return [_dot([_ball(entry) for entry in row], vector) / s for row in target.rows()]


def _columns(columns: Sequence[Sequence[Any]], size: int) -> Balls:
    return flint.arb_mat([[column[i] for column in columns] for i in range(size)])


# -- calculus in balls -------------------------------------------------------------------------------------------------


def _product(layers: Sequence[Balls]) -> Balls:
    found = layers[0]
    for layer in layers[1:]:
        found = layer * found
    return found


def _factors(layers: Sequence[Balls], j: int, data: _Data) -> tuple[Balls, Balls]:
    """``W_H ... W_{j+2}`` and ``W_j ... W_1`` (0-based j), identities where there is none."""
    rows, columns = data.target.nrows(), data.target.ncols()
    after = _product(layers[j + 1 :]) if j + 1 < len(layers) else _diagonal([flint.arb(1)] * rows, rows, rows)
    before = _product(layers[:j]) if j else _diagonal([flint.arb(1)] * columns, columns, columns)
    return after, before


def _hessian(layers: Sequence[Balls], data: _Data, decays: Sequence[Fraction]) -> Balls:
    """Block (j, k) is ``A_j^T A_k (x) B_j M B_k^T`` plus, for j < k, the residual through ``W_{k-1} ... W_{j+1}``."""
    residual = _product(layers) * data.moment - data.target
    ends = [_factors(layers, j, data) for j in range(len(layers))]
    places = [(j, a, b) for j, W in enumerate(layers) for a in range(W.nrows()) for b in range(W.ncols())]
    blocks = {}
    for j, k in itertools.combinations_with_replacement(range(len(layers)), 2):
        (A, B), (C, D) = ends[j], ends[k]
        inner = _product(layers[j + 1 : k]) if k > j + 1 else None
        blocks[j, k] = (
            A.transpose() * C,
            B * data.moment * D.transpose(),
            inner,
            C.transpose() * residual * B.transpose(),
        )
    size = len(places)
    table: list[list[Any]] = [[flint.arb(0)] * size for _ in range(size)]
    for (p, (j, a, b)), (q, (k, c, d)) in itertools.combinations_with_replacement(enumerate(places), 2):
        left, right, inner, outer = blocks[j, k]
        value = left[a, c] * right[b, d]
        if j < k:  # d^2 P: the entry (d, a) of W_{k-1} ... W_{j+1} joins layer k at column d with layer j at row a
            value += outer[c, b] * (inner[d, a] if inner is not None else int(d == a))
        if p == q:
            value += _ball(decays[j])
        table[p][q] = table[q][p] = value
    return flint.arb_mat(table)


# -- balls -------------------------------------------------------------------------------------------------------------


def _value(kind: DecayedKind, place: int, bits: int) -> Interval:
    return kind.spectrum.values[place].enclosure(bits)


def _ball(value: Fraction) -> Any:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def _between(interval: Interval) -> Any:
    low, high = interval
    return _ball(low) if low == high else _ball(low).union(_ball(high))


def _balls(matrix: Matrix) -> Balls:
    return flint.arb_mat([[_ball(entry) for entry in row] for row in matrix.rows()])


def _diagonal(values: Sequence[Any], rows: int, columns: int) -> Balls:
    return flint.arb_mat(
        [[values[i] if i == k and i < len(values) else 0 for k in range(columns)] for i in range(rows)]
    )


def _frame(width: int, rank: int) -> Balls:
    return flint.arb_mat([[int(i == k) for k in range(rank)] for i in range(width)])
