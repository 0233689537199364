"""Exact critical points of the decayed loss, made by first choosing the decay and the roots w as rationals.

A used mode of root w has the singular value ``s = w^H + lam w^(2-H)``; an autoencoder has the eigenvalue ``kappa = lam
w^(2-H) / (1 - w^H)``.  Rational rotations at all vertices hide the structure; unequal decays come from factors c_j with
product 1, ``lam_j = lam / c_j^2`` and ``W_j = c_j V_j``.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symdln.algebra.matrix import Matrix
from symdln.algebra.orthonormal import rational_rotation
from symdln.algebra.rational import rational
from symdln.decay.kinds import DecayedKind, rational_modes
from symdln.decay.point import DecayedPoint
from symdln.decay.problem import DecayedProblem
from symdln.errors import InputError, NotRationalError
from symdln.landscape.checks import HALF, checked_widths, listed
from symdln.landscape.problem import Problem


def singular_value(depth: int, decay: Fraction, w: Fraction) -> Fraction:
    """``w^H + lam w^(2-H)``, the singular value with the root w.

    >>> singular_value(2, Fraction(1), Fraction(2)) == 4 + 1, singular_value(3, Fraction(14), Fraction(2)) == 8 + 7
    (True, True)
    """
    return w**depth + decay * w ** (2 - depth)


def autoencoder_eigenvalue(depth: int, decay: Fraction, w: Fraction) -> Fraction:
    """``lam w^(2-H) / (1 - w^H)``, the eigenvalue of the moment with the root w, 0 < w < 1.

    >>> str(autoencoder_eigenvalue(2, Fraction(1), Fraction(1, 2)))                 # 1 / (1 - 1/4)
    '4/3'
    """
    return decay * w ** (2 - depth) / (1 - w**depth)


def made_point(
    widths: Sequence[int],
    decay: Any,
    used: Sequence[Any],
    dropped: Sequence[Any] = (),
    *,
    rng: int | random.Random | None = None,
    factors: Sequence[Any] | None = None,
    loss_factor: Any = HALF,
    scale: Any = 1,
) -> DecayedPoint:
    """A critical point for white inputs that uses modes with the roots ``used`` and drops singular values ``dropped``.

    With ``rng`` the bases at all vertices are rotated.  ``factors`` c_j with product 1 make the decays unequal; the
    data have ``X X^T = scale I``, and the decay and the roots are those of the loss divided by ``2 f scale``.

    >>> point = made_point((2, 2, 2), 1, [2], ["1/2"], rng=0)          # s = 4 + 1 and 1/2
    >>> point.is_critical, str(point.kind), [value.text() for value in point.decayed.spectrum.values]
    (True, 'large 0', ['25', '1/4'])
    """
    checked, lam = checked_widths(widths), rational(decay)
    depth, roots = len(checked) - 1, _positive(used, "used")
    values = [singular_value(depth, lam, w) for w in roots] + [rational(s) for s in listed(dropped, "dropped")]
    _check_room(checked, roots, values)
    frames = _frames(checked, rng)
    target = frames[-1] @ Matrix.diagonal(values, (checked[-1], checked[0])) @ frames[0].T
    unit = rational(scale)
    problem = Problem(
        checked,
        unit * Matrix.identity(checked[0]),
        unit * target,
        unit * (target @ target.T),
        rational(loss_factor),
    )
    return _point(problem, frames, roots, lam * 2 * rational(loss_factor) * unit, factors)


def made_autoencoder(
    hidden: Sequence[int],
    decay: Any,
    used: Sequence[Any],
    dropped: Sequence[Any] = (),
    *,
    rng: int | random.Random | None = None,
    factors: Sequence[Any] | None = None,
) -> DecayedPoint:
    """A critical point of an autoencoder that uses modes with the roots ``used`` in (0, 1), and drops eigenvalues
    ``dropped`` of the moment; the other arguments are those of :func:`made_point`.

    >>> made_autoencoder((1,), 1, ["1/2"], [3], rng=1).label          # kappa = 4/3 is used although 3 is larger
    'strict saddle'
    """
    roots, lam = _positive(used, "used"), rational(decay)
    if any(w >= 1 for w in roots):
        raise InputError(f"the roots of an autoencoder lie between 0 and 1, but {[str(w) for w in roots]} were passed.")
    depth = len(listed(hidden, "hidden")) + 1
    values = [autoencoder_eigenvalue(depth, lam, w) for w in roots] + [rational(k) for k in listed(dropped, "dropped")]
    checked = checked_widths((len(values), *hidden, len(values)))
    _check_room(checked, roots, values)
    frames = _frames(checked, rng)
    frames[-1] = frames[0]
    moment = frames[0] @ Matrix.diagonal(values) @ frames[0].T
    return _point(Problem(checked, moment, moment, moment), frames, roots, lam, factors)


def made_for_moments(
    widths: Sequence[int],
    decay: Any,
    used: Sequence[Any],
    moment: Matrix,
    rest: Matrix,
    *,
    rng: int | random.Random | None = None,
) -> DecayedPoint:
    """A critical point for an arbitrary positive definite input moment: in frames ``Y = [[D^H S_11 + lam D^(2-H), D^H
    S_12], [0, Y_22]]`` with ``moment`` = S and ``rest`` = Y_22, of ``d_H - rho`` rows and ``d_0 - rho`` columns.

    All critical points of all data with an invertible input moment are of this form (docs/decay.md, section 6).

    >>> S = Matrix([[2, 1], [1, 3]])
    >>> made_for_moments((2, 2, 2), 1, [2], S, Matrix([[5]])).is_critical
    True
    """
    checked, lam, roots = checked_widths(widths), rational(decay), _positive(used, "used")
    depth, rho = len(checked) - 1, len(roots)
    rows, columns = checked[-1], checked[0]
    top = Matrix.diagonal([w**depth for w in roots], (rows, columns)) @ moment
    top = top + Matrix.diagonal([lam * w ** (2 - depth) for w in roots], (rows, columns))

    def entry(i: int, j: int) -> Fraction:
        return top[i, j] if i < rho else rest[i - rho, j - rho] if j >= rho else Fraction(0)

    target = Matrix.from_entries(rows, columns, [entry(i, j) for i in range(rows) for j in range(columns)])
    frames = _frames(checked, rng)
    Syx = frames[-1] @ target @ frames[0].T
    Sxx = frames[0] @ moment @ frames[0].T
    problem = Problem(checked, Sxx, Syx, Syx @ Sxx.inverse() @ Syx.T)
    return _point(problem, frames, roots, lam, None)


def _point(
    problem: Problem, frames: list[Matrix], roots: list[Fraction], lam: Fraction, factors: Sequence[Any] | None
) -> DecayedPoint:
    """``W_j = c_j U_j D U_(j-1)^T`` with the decays ``lam / c_j^2``."""
    scales = [Fraction(1)] * problem.depth if factors is None else [rational(c) for c in listed(factors, "factors")]
    if len(scales) != problem.depth or math.prod(scales) != 1 or min(scales) <= 0:
        raise InputError(f"factors must be {problem.depth} positive numbers with product 1, one for each layer.")
    layers = [
        c * (frames[j] @ Matrix.diagonal(roots, problem.shapes[j - 1]) @ frames[j - 1].T)
        for j, c in enumerate(scales, start=1)
    ]
    return DecayedPoint(DecayedProblem(problem, [lam / (c * c) for c in scales]), layers)


def _positive(values: Sequence[Any], name: str) -> list[Fraction]:
    numbers = [rational(value) for value in listed(values, name)]
    if any(number <= 0 for number in numbers):
        raise InputError(f"the roots {name} must be positive, but {[str(number) for number in numbers]} were passed.")
    return numbers


def _check_room(widths: tuple[int, ...], roots: Sequence[Fraction], values: Sequence[Fraction]) -> None:
    if len(roots) > min(widths):
        raise InputError(f"{len(roots)} modes are used, but widths {widths} have room for {min(widths)}.")
    if len(values) > min(widths[0], widths[-1]):
        raise InputError(
            f"{len(values)} modes were passed, but widths {widths} have only {min(widths[0], widths[-1])}."
        )


def _frames(widths: Sequence[int], rng: int | random.Random | None) -> list[Matrix]:
    """A rational orthogonal matrix for every vertex; the identity without ``rng``."""
    if rng is None:
        return [Matrix.identity(width) for width in widths]
    source = rng if isinstance(rng, random.Random) else random.Random(rng)
    return [rational_rotation(width, source) for width in widths]


def point_of_kind(
    kind: DecayedKind, decay: Any, *, rng: int | random.Random | None = None, factors: Sequence[Any] | None = None
) -> DecayedPoint:
    """A critical point of a kind, exactly: for the spectrum's own singular values (or eigenvalues of an autoencoder).

    ``decay`` is the geometric mean of the decays, which must be that of the spectrum.  Raises ``NotRationalError``
    where a singular value or a root w is irrational.

    >>> from symdln.decay import DecayedSpectrum
    >>> spectrum = DecayedSpectrum.of_singular_values((15, 12), (2, 2, 2, 2), 14)
    >>> [str(point_of_kind(kind, 14, rng=1).kind) for kind in spectrum.kinds()]
    ['nothing used', 'large 0', 'small 0']
    """
    spectrum, lam = kind.spectrum, rational(decay)
    if lam**spectrum.depth != spectrum.power:
        raise InputError(
            f"The decay {lam} was passed, but the decays of this spectrum have the product {spectrum.power}."
        )
    modes = rational_modes(kind)
    if modes is None:
        raise NotRationalError(f"A singular value or a root of the kind '{kind}' is irrational.")
    used, dropped = [w for _, w in modes[0]], modes[1]
    if spectrum.is_white:
        return made_point(spectrum.widths, lam, used, dropped, rng=rng, factors=factors)
    return made_autoencoder(spectrum.hidden, lam, used, dropped, rng=rng, factors=factors)
