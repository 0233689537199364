"""An independent look at a certified point: mpmath's eigenvalues of the Hessian at two precisions; no proof."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import FieldMatrix

if TYPE_CHECKING:
    from symdln.landscape.certified_point import CertifiedPoint

_SHARE = 0.8


@dataclass(frozen=True)
class IndependentSigns:
    """Signs of floating eigenvalues at ``dps`` and ``2 dps`` digits; values below ``10^(-0.8 digits)`` of the largest
    count as zero.  Not rigorous.

    ``gaps`` has, for each precision, the moduli of the smallest eigenvalue that counts as non-zero and of the largest
    that counts as zero, relative to the largest of all, as texts.
    """

    dps: int
    inertias: tuple[Inertia, Inertia]
    gaps: tuple[tuple[str, str], tuple[str, str]]

    @property
    def inertia(self) -> Inertia | None:
        """The inertia at both precisions; None where they differ."""
        return self.inertias[0] if self.inertias[0] == self.inertias[1] else None

    def data(self) -> dict[str, Any]:
        """The check as plain data."""
        found = [
            {
                "digits": digits,
                "inertia": [inertia.positive, inertia.negative, inertia.zero],
                "least_nonzero": gap[0],
                "largest_zero": gap[1],
            }
            for digits, inertia, gap in zip((self.dps, 2 * self.dps), self.inertias, self.gaps, strict=True)
        ]
        return {"by": "mpmath", "rigorous": False, "precisions": found}


def independent_signs(point: CertifiedPoint, dps: int) -> IndependentSigns:
    """The signs of the Hessian by floating eigenvalues at two precisions."""
    (first, gap), (second, other) = (_signs(point, digits) for digits in (dps, 2 * dps))
    return IndependentSigns(dps, (first, second), (gap, other))


def _signs(point: CertifiedPoint, digits: int) -> tuple[Inertia, tuple[str, str]]:
    import mpmath  # rarely needed, and it takes a while to import

    context = mpmath.MPContext()
    context.dps = digits
    hessian = floating_hessian(point, context)
    values = sorted((abs(x), x) for x in context.eigsy(hessian, eigvals_only=True))
    largest = values[-1][0] or context.one
    bound = largest * context.mpf(10) ** (-_SHARE * digits)
    zeros = [size for size, _ in values if size <= bound]
    kept = [(size, x) for size, x in values if size > bound]
    positive = sum(x > 0 for _, x in kept)
    gap = kept[0][0] / largest if kept else context.zero, max(zeros, default=context.zero) / largest
    inertia = Inertia(positive, len(kept) - positive, len(zeros))
    return inertia, (str(context.nstr(gap[0], 3)), str(context.nstr(gap[1], 3)))


def floating_hessian(point: CertifiedPoint, context: Any) -> Any:
    """The Hessian from weights rounded to the precision of the context: second differences of the layers' products.

    The loss has second derivative ``2f (<dP_u Sxx, dP_v> + <ddP_uv, G>)`` along coordinates u, v, with dP the
    product in which one layer is replaced by a unit matrix, and ddP that in which two are.
    """
    problem, depth = point.problem, point.problem.depth
    theta = _root(point, context)
    weights = [_evaluated(weight, theta, context) for weight in point.weights]
    Sxx, Syx = (_rational(matrix, context) for matrix in (problem.Sxx, problem.Syx))
    after, before = _partial_products(problem.widths, weights, context)
    residual = before[depth] * Sxx - Syx
    places = [(j, c, d) for j, shape in enumerate(problem.shapes) for c, d in itertools.product(*map(range, shape))]
    # dP for the entry (c, d) of W_j is (column c of A_j) (row d of B_j)
    columns = {(j, c): after[j][:, c] for j, c, _ in places}
    rows = {(j, d): before[j][d, :] for j, _, d in places}
    weighted = {key: row * Sxx for key, row in rows.items()}
    hessian = context.matrix(len(places), len(places))
    scale = 2 * context.mpf(problem.loss_factor.numerator) / problem.loss_factor.denominator
    for (p, (j, c, d)), (q, (k, a, b)) in itertools.combinations_with_replacement(enumerate(places), 2):
        value = (columns[j, c].T * columns[k, a])[0] * (weighted[j, d] * rows[k, b].T)[0]
        if j < k:
            middle = context.eye(problem.widths[j + 1])
            for weight in weights[j + 1 : k]:
                middle = weight * middle
            value += middle[b, c] * (columns[k, a].T * residual * rows[j, d].T)[0]
        hessian[p, q] = hessian[q, p] = scale * value
    return hessian


def _partial_products(widths: tuple[int, ...], weights: list[Any], context: Any) -> tuple[list[Any], list[Any]]:
    """``after[j] = W_H ... W_{j+2}`` and ``before[j] = W_j ... W_1`` for the layers W_{j+1}, j from 0."""
    before = [context.eye(widths[0])]
    for weight in weights:
        before.append(weight * before[-1])
    after = [context.eye(widths[-1])]
    for weight in reversed(weights[1:]):
        after.append(after[-1] * weight)
    return after[::-1], before


def _root(point: CertifiedPoint, context: Any) -> Any:
    """theta by mpmath's own root finder, the real root at its place in decreasing order."""
    modulus = point.field.modulus
    if len(modulus) == 2:
        return -context.mpf(modulus[0]) / modulus[1]
    roots = context.polyroots([context.mpf(value) for value in reversed(modulus)], maxsteps=500, extraprec=400)
    return sorted((root.real for root in roots), reverse=True)[point.field.root]


def _evaluated(matrix: FieldMatrix, theta: Any, context: Any) -> Any:
    """The entries at theta, with extra digits against cancellation."""
    values = context.matrix(*matrix.shape)
    for i, j in itertools.product(*map(range, matrix.shape)):
        coefficients = [_quotient(context, value.p, value.q) for value in reversed(matrix[i, j].coeffs())]
        values[i, j] = context.polyval(coefficients, theta) if coefficients else context.zero
    return values


def _rational(matrix: Matrix, context: Any) -> Any:
    values = context.matrix(*matrix.shape)
    for i, j in itertools.product(*map(range, matrix.shape)):
        values[i, j] = _quotient(context, matrix[i, j].numerator, matrix[i, j].denominator)
    return values


def _quotient(context: Any, top: Any, bottom: Any) -> Any:
    return context.mpf(int(top)) / int(bottom)
