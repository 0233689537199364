"""A critical point of a kind for the data of a problem: exact where it is rational, else enclosed.

``W_j = (Lam / lam_j)^(1/2) U_j D U_(j-1)^T`` with the frames of the data at both ends and any frames between
(docs/decay.md, "White inputs" and "Autoencoders").
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

from symdln.algebra.matrix import Matrix, hstack
from symdln.algebra.orthonormal import orthonormal_columns, rational_power, rational_rotation
from symdln.decay.kinds import DecayedKind, rational_modes
from symdln.decay.point import DecayedPoint
from symdln.decay.problem import WHITE, DecayedProblem
from symdln.errors import InputError, NotRationalError


def representative(decayed: DecayedProblem, kind: DecayedKind, rng: int | random.Random | None = None) -> DecayedPoint:
    """A rational critical point of a kind of this problem; with ``rng`` its hidden frames are rotated, and so are those
    of repeated values.

    Raises ``NotRationalError`` where a root, a singular value or a frame is irrational; then
    :func:`symdln.decay.enclosed_representative` encloses a point.  ``InputError`` for a kind of another problem.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], [[3, 4], [0, 0]], (1,)), 1)       # s = 5 and 0
    >>> point = representative(decayed, decayed.kind(large=[0]))
    >>> print(point.weights[0], point.is_critical)
    [6/5  8/5] True
    """
    _check_same(decayed, kind)
    if not kind.rank:
        return DecayedPoint(decayed, [Matrix.zeros(*shape) for shape in decayed.problem.shapes])
    modes = rational_modes(kind)
    scales = _scales(decayed)
    if modes is None or scales is None:
        raise NotRationalError(f"A singular value, a root or the mean decay of the kind '{kind}' is irrational.")
    source = rng if rng is None or isinstance(rng, random.Random) else random.Random(rng)
    left, right = _end_frames(decayed, kind, source)
    problem, roots = decayed.problem, [w for _, w in modes[0]]
    rank = len(roots)
    frames = [right, *(_hidden_frame(width, rank, source) for width in problem.hidden), left]
    D = Matrix.diagonal(roots)
    layers = [c * (frames[j] @ D @ frames[j - 1].T) for j, c in enumerate(scales, start=1)]
    return DecayedPoint(decayed, layers)


def _check_same(decayed: DecayedProblem, kind: DecayedKind) -> None:
    if kind.spectrum != decayed.spectrum:
        raise InputError("This kind belongs to another problem; take one out of decayed.kinds() of this one.")


def _scales(decayed: DecayedProblem) -> list[Fraction] | None:
    """``(Lam / lam_j)^(1/2)`` for each layer, where all of them are rational."""
    product = Fraction(1)
    for value in decayed.decays:
        product *= value
    if len(set(decayed.decays)) == 1:
        return [Fraction(1)] * len(decayed.decays)
    mean = rational_power(product, len(decayed.decays))
    found = [None if mean is None else rational_power(mean / value, 2) for value in decayed.decays]
    known = [value for value in found if value is not None]
    return known if len(known) == len(found) else None


def _hidden_frame(width: int, rank: int, rng: random.Random | None) -> Matrix:
    frame = Matrix.identity(width) if rng is None else rational_rotation(width, rng)
    return frame.block(range(width), range(rank))


def _end_frames(decayed: DecayedProblem, kind: DecayedKind, rng: random.Random | None) -> tuple[Matrix, Matrix]:
    """The used columns of U_H and U_0, in the order of ``kind.modes()``."""
    problem, white = decayed.problem, decayed.data_kind == WHITE
    target = problem.Syx * (1 / problem.Sxx[0, 0]) if white else problem.Sxx
    form = target.T @ target if white else problem.Sxx
    left, right = [], []
    places = itertools.groupby(kind.modes(), key=lambda mode: mode[0])
    for place, modes in places:
        x, number = kind.spectrum.values[place].value, sum(copies for _, _, copies in modes)
        assert x is not None  # the roots of the kind are rational
        space = (form - x * Matrix.identity(form.shape[0])).nullspace()
        chosen = orthonormal_columns(space, number, rng)
        if chosen is None:
            raise NotRationalError(
                f"The singular vectors of the kind '{kind}' have no rational orthonormal basis here."
            )
        right.append(chosen)
        s = rational_power(x, 2) if white else None
        left.append(chosen if s is None else target @ chosen * (1 / s))
    return (hstack(left), hstack(right)) if right else (Matrix.zeros(0, 0), Matrix.zeros(0, 0))
