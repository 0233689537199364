"""How large the gradient can be in a ball around a critical point: a point with a larger one is proved not critical."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symdln.numeric.classes.scaling import LOST, frobenius
from symdln.numeric.derivatives.batch import NumericProblem
from symdln.numeric.derivatives.calculus import gradient
from symdln.numeric.derivatives.rounding import UNIT, rounding_bound
from symdln.numeric.derivatives.workspace import Workspace

Key = tuple[int, int]
SLACK = 1 + 1e-10
"""More than the relative rounding of sums and products of non-negative bounds."""


def gradient_test(
    problem: NumericProblem, layers: Sequence[np.ndarray], errors: np.ndarray, share: float, workspace: Workspace
) -> tuple[np.ndarray, np.ndarray]:
    """Where no critical point lies in the ball (a proof), and where the gradient is at most ``share`` of what a ball
    around a critical point allows; ``layers`` are balanced layers of usable points, ``errors`` (H, B) the radii.
    """
    grown = gradient_bounds(problem, layers, errors)
    sizes = [frobenius(slope) for slope in gradient(problem, layers, workspace=workspace)]
    allowed = [(move + most) * SLACK + LOST for move, most in grown]
    excess = np.any([size > most for size, most in zip(sizes, allowed, strict=True)], axis=0)
    near = np.all([size <= share * most for size, most in zip(sizes, allowed, strict=True)], axis=0)
    return excess, near


def gradient_bounds(
    problem: NumericProblem, layers: Sequence[np.ndarray], errors: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For every layer, what ``||dL/dW_j||_F`` is at most if a critical point lies in the ball, and the most that
    rounding adds to the computed norm; both ``(B,)``.

    With ``A = A_j``, ``B = B_j`` and dashes for the critical point, ``A'^T G' B'^T - A^T G B^T = dA^T G B^T + A^T dG
    B^T + A^T G dB^T + R``, ``||R|| <= |dA| |dG| |B'| + |A| |dG| |dB| + |dA| |G| |dB|``.  Products move by ``dM =
    sum over l of (W_k ... W_{l+1}) dW_l (W'_{l-1} ... W'_i)``, so norms of the actual partial products and the bounds
    for shorter ones bound each term.  Norms are those of computed products plus their rounding errors.
    """
    H, norms = problem.depth, _Norms(problem, layers)
    m, slopes, tops, floors, spread = norms.m, norms.slopes, norms.tops, norms.floors, norms.spread
    moved = _moves(H, m, errors)
    dG = moved[H, 1] * spread
    rounding = rounding_bound(problem, "gradient", list(layers))
    bounds = []
    for j in range(1, H + 1):
        a, b, da, db = m[H, j + 1], m[j - 1, 1], moved[H, j + 1], moved[j - 1, 1]
        total = da * dG * (b + db) + a * dG * db + da * norms.g * db
        for k in range(1, H + 1):
            low, high = min(j, k), max(j, k)
            total = total + tops[low, high] * errors[k - 1] * (floors[low, high] + moved[k - 1, 1] * spread * b)
            if k > j:
                total = total + (m[k - 1, j + 1] + moved[k - 1, j + 1]) * errors[k - 1] * slopes[k, j]
            if k < j:
                total = total + (slopes[j, k] + norms.left[j] * moved[k - 1, 1]) * errors[k - 1] * m[j - 1, k + 1]
        bounds.append((2 * problem.loss_factor * total * SLACK, frobenius(rounding[j - 1])))
    return bounds


class _Norms:
    """Upper bounds ``(B,)`` for the Frobenius norms of the exact products that the bounds need.

    ``m[k, i]`` is for ``W_k ... W_i``, ``g`` for G, ``left[k]`` for ``A_k^T G``, ``slopes[k, j]`` for ``A_k^T G
    B_j^T``, ``tops[j, k]`` for ``A_j^T A_k`` and ``floors[j, k]`` for ``B_k Sxx B_j^T``.  A computed product of at
    most 2H + 2 factors of inner size at most w is off by at most ``gamma``, here ``(2H + 4) w u``, times the product
    of the norms of its factors (Higham 2002, section 3.5), whatever cancels in it.
    """

    def __init__(self, problem: NumericProblem, layers: Sequence[np.ndarray]):
        H = problem.depth
        gamma = (2 * H + 4) * max(problem.widths) * UNIT
        self.spread = float(np.linalg.norm(problem.Sxx)) * SLACK
        M = _products(problem, layers)
        sizes = _sizes(M, H)
        G = M[H, 1] @ problem.Sxx - problem.Syx
        whole = sizes[H, 1] * self.spread + float(np.linalg.norm(problem.Syx))
        after = {j: M[H, j + 1].swapaxes(1, 2) for j in range(1, H + 1)}
        left = {j: after[j] @ G if j < H else G for j in after}
        ends = {j: M[j - 1, 1] @ problem.Sxx for j in after}

        def bound(product: np.ndarray, size: np.ndarray) -> np.ndarray:
            return frobenius(product) * SLACK + gamma * size

        self.m = {(k, i): bound(M[k, i], size) if k >= i else size for (k, i), size in sizes.items()}
        self.g = bound(G, whole)
        self.left = {j: bound(left[j], sizes[H, j + 1] * whole) for j in after}
        self.slopes = {
            (k, j): bound(left[k] @ M[j - 1, 1].swapaxes(1, 2), sizes[H, k + 1] * whole * sizes[j - 1, 1])
            if j > 1
            else self.left[k]
            for k in after
            for j in after
        }
        pairs = [(j, k) for j in after for k in after if j <= k]
        self.tops = {(j, k): bound(after[j] @ M[H, k + 1], sizes[H, j + 1] * sizes[H, k + 1]) for j, k in pairs}
        self.floors = {
            (j, k): bound(ends[k] @ M[j - 1, 1].swapaxes(1, 2), sizes[k - 1, 1] * self.spread * sizes[j - 1, 1])
            for j, k in pairs
        }


def _products(problem: NumericProblem, layers: Sequence[np.ndarray]) -> dict[Key, np.ndarray]:
    """``W_k ... W_i`` at (k, i); identities for k = i - 1."""
    products: dict[Key, np.ndarray] = {}
    for i in range(1, problem.depth + 2):
        products[i - 1, i] = np.eye(problem.widths[i - 1])[None]
        for k in range(i, problem.depth + 1):
            products[k, i] = layers[k - 1] @ products[k - 1, i] if k > i else layers[k - 1]
    return products


def _sizes(products: dict[Key, np.ndarray], depth: int) -> dict[Key, np.ndarray]:
    """Products of the norms of the factors; identities count as 1, since multiplying by them is exact."""
    size = len(products[1, 1])
    sizes = {(i - 1, i): np.ones(size) for i in range(1, depth + 2)}
    for i in range(1, depth + 1):
        for k in range(i, depth + 1):
            sizes[k, i] = sizes[k - 1, i] * frobenius(products[k, k]) * SLACK
    return sizes


def _moves(depth: int, m: dict[Key, np.ndarray], errors: np.ndarray) -> dict[Key, np.ndarray]:
    """Bounds for how far each product moves over the ball."""
    moved = {(i - 1, i): np.zeros(errors.shape[1]) for i in range(1, depth + 2)}
    for length in range(1, depth + 1):
        for i in range(1, depth - length + 2):
            k = i + length - 1
            moved[k, i] = sum(
                (m[k, h + 1] * errors[h - 1] * (m[h - 1, i] + moved[h - 1, i]) for h in range(i, k + 1)),
                np.zeros(errors.shape[1]),
            )
    return moved
