"""Loss, gradient, Hessian-vector products, invariants and criticality of a batch of float64 points.

The formulas are those of :mod:`symdln.landscape.calculus`, evaluated as small matrix products over a batch.  With
``B_j = W_{j-1} ... W_1`` and ``E_j = 2f A_j^T G`` the gradient by ``W_j`` is ``E_j B_j^T``, where ``E_H = 2f G`` and
``E_{j-1} = W_j^T E_j``.  What is stored is ``E_j^T``: BLAS multiplies two plain or two transposed small matrices
twice as fast as a plain one by a transposed one.  All functions take a list of arrays ``(B, d_j, d_{j-1})``, or
``(d_j, d_{j-1})`` for one point.  Rounding errors are bounded in :mod:`symdln.numeric.derivatives.rounding`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from symdln.numeric.derivatives.batch import NumericProblem, checked_batch, checked_direction, checked_out, checked_outs
from symdln.numeric.derivatives.workspace import Workspace

CHUNK = 1024  # points at once: longer inner loops gain nothing
CACHED = 1 << 17  # entries of the weights of one chunk: with all products they fill a second-level cache


def loss(
    problem: NumericProblem, weights: Sequence[Any], *, workspace: Workspace | None = None, out: Any = None
) -> Any:
    """``f (tr(P Sxx P^T) - 2 tr(P Syx^T) + tr Syy)``, shape ``(B,)``; a numpy float64 for one numpy point.

    Cancellation is the caller's: near a perfect fit the error is relative to the terms, not to the loss.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))              # L = 1/2 (b a - 3)^2
    >>> float(loss(problem, [np.array([[1.0]]), np.array([[2.0]])]))                     # at a = 1, b = 2
    0.5
    >>> loss(problem, [np.ones((4, 1, 1)), np.ones((4, 1, 1))]).tolist()                 # four points
    [2.0, 2.0, 2.0, 2.0]
    """
    batch = checked_batch(problem, weights)
    ws = workspace or Workspace()
    shape = () if batch.single else (batch.size,)
    result = np.empty(batch.size) if out is None else checked_out(out, shape).reshape(-1)
    P = partial_products(problem, batch.layers, ws)[-1]
    moved = shared_product(P, problem.Sxx, ws.array("PSxx", P.shape))
    moved -= 2 * problem.Syx
    np.einsum("bij,bij->b", P, moved, out=result)
    result += np.trace(problem.Syy)
    result *= problem.loss_factor
    return batch.leave(result) if out is None else out


def gradient(
    problem: NumericProblem, weights: Sequence[Any], *, workspace: Workspace | None = None, out: Any = None
) -> list[Any]:
    """``2f A_j^T G B_j^T`` for j = 1, ..., H: a list of arrays ``(B, d_j, d_{j-1})``.

    ``out`` is a list of such arrays; they are filled and returned.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))              # L = 1/2 (b a - 3)^2
    >>> [G.item() for G in gradient(problem, [np.array([[1.0]]), np.array([[2.0]])])]    # (ab - 3) b and (ab - 3) a
    [-2.0, -1.0]
    """
    batch, ws = checked_batch(problem, weights), workspace or Workspace()
    results = checked_outs(out, batch, problem.shapes)
    for chunk in chunks(problem, batch.size):
        W = [layer[chunk] for layer in batch.layers]
        B = partial_products(problem, W, ws)
        fill_gradient(W, B, errors_back(problem, W, B, ws), [result[chunk] for result in results])
    return [batch.leave(result) for result in results] if out is None else out


def chunks(problem: NumericProblem, size: int) -> Iterator[slice]:
    """Parts of a batch small enough that all products of one part stay in cache."""
    step = max(64, min(CHUNK, CACHED // problem.parameters))
    return (slice(start, start + step) for start in range(0, size, step))


def fill_gradient(
    W: Sequence[np.ndarray], B: Sequence[np.ndarray], E: Sequence[np.ndarray], results: Sequence[np.ndarray]
) -> None:
    """Write the gradient, given the products :func:`partial_products` and :func:`errors_back` at W."""
    if len(W) == 1:
        np.copyto(results[0], _turned(E[0]))
        return
    for j in range(len(W) - 1, 0, -1):  # j counts layers from 0: W[j] is W_{j+1}
        np.matmul(_turned(E[j]), _turned(B[j]), out=results[j])
    np.matmul(_turned(W[1]), _turned(E[1]), out=results[0])


def partial_products(problem: NumericProblem, W: Sequence[np.ndarray], ws: Workspace) -> list[np.ndarray]:
    """At place j >= 1, ``B_{j+1} = W_j ... W_1``, so P comes last; place 0, an identity, is not used and holds W_1."""
    products = [W[0], W[0]]
    for j in range(1, problem.depth):
        shape = (len(W[0]), problem.widths[j + 1], problem.widths[0])
        products.append(np.matmul(W[j], products[-1], out=ws.array(f"B{j}", shape)))
    return products


def residual(problem: NumericProblem, P: np.ndarray, ws: Workspace) -> np.ndarray:
    """``2f G = 2f (P Sxx - Syx)``, shape ``(B, d_H, d_0)``."""
    factor = 2 * problem.loss_factor
    G = shared_product(P, factor * problem.Sxx, ws.array("G", P.shape))
    G -= factor * problem.Syx
    return G


def shared_product(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> np.ndarray:
    """``left[b] right`` for all points b, as one product of two matrices; both arrays are contiguous."""
    width = left.shape[-1]
    np.matmul(left.reshape(-1, width), right, out=out.reshape(-1, right.shape[1]))
    return out


def hessian_vector_product(
    problem: NumericProblem,
    weights: Sequence[Any],
    direction: Sequence[Any],
    *,
    workspace: Workspace | None = None,
    out: Any = None,
) -> list[Any]:
    """``Hess V`` without a Hessian: a list of arrays ``(B, d_j, d_{j-1})``, the derivative of the gradient along V.

    With a dash for the derivative along V, ``(E_j B_j^T)' = E_j' B_j^T + E_j B_j'^T``; forward ``B_{j+1}' = W_j B_j'
    + V_j B_j`` and back ``E_{j-1}' = W_j^T E_j' + V_j^T E_j``.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))              # L = 1/2 (b a - 3)^2
    >>> weights, first = [np.array([[1.0]]), np.array([[2.0]])], [np.array([[1.0]]), np.array([[0.0]])]
    >>> [V.item() for V in hessian_vector_product(problem, weights, first)]              # b^2 and 2 ab - 3
    [4.0, 1.0]
    """
    batch = checked_batch(problem, weights)
    moves = checked_direction(problem, direction, batch)
    ws, W, V = workspace or Workspace(), batch.layers, moves.layers
    results = checked_outs(out, batch, problem.shapes)
    for chunk in chunks(problem, batch.size):
        at, along, filled = ([layer[chunk] for layer in layers] for layers in (W, V, results))
        before = partial_products(problem, at, ws)
        fill_moved_gradient(problem, at, along, before, errors_back(problem, at, before, ws), filled, ws)
    return [batch.leave(result) for result in results] if out is None else out


def _moved_products(
    problem: NumericProblem, W: Sequence[np.ndarray], V: Sequence[np.ndarray], B: Sequence[np.ndarray], ws: Workspace
) -> list[np.ndarray]:
    """The derivatives of the partial products, in the same places."""
    moved = [V[0], V[0]]
    for j in range(1, problem.depth):
        shape = (len(W[0]), problem.widths[j + 1], problem.widths[0])
        moved.append(_two_products(W[j], moved[j], V[j], B[j], ws.array(f"B'{j}", shape), ws))
    return moved


def errors_back(
    problem: NumericProblem, W: Sequence[np.ndarray], B: Sequence[np.ndarray], ws: Workspace
) -> list[np.ndarray]:
    """``E_j^T`` at place j - 1 for j = 2, ..., H; place 0 is not used and holds ``E_H^T``."""
    size, d_x, d_y = len(W[0]), problem.widths[0], problem.widths[-1]
    E_T = ws.array("E last", (size, d_x, d_y))
    np.copyto(E_T, _turned(residual(problem, B[-1], ws)))
    errors = [E_T]
    for j in range(problem.depth - 1, 1, -1):
        errors.append(np.matmul(errors[-1], W[j], out=ws.array(f"E{j}", (size, d_x, problem.widths[j]))))
    return [E_T, *reversed(errors)]


def fill_moved_gradient(
    problem: NumericProblem,
    W: Sequence[np.ndarray],
    V: Sequence[np.ndarray],
    B: Sequence[np.ndarray],
    E: Sequence[np.ndarray],
    results: Sequence[np.ndarray],
    ws: Workspace,
) -> None:
    """Write the derivative of the gradient along V, given the products :func:`partial_products` and
    :func:`errors_back` at W.
    """
    moved = _moved_products(problem, W, V, B, ws)
    image = shared_product(moved[-1], 2 * problem.loss_factor * problem.Sxx, ws.array("G", moved[-1].shape))
    if problem.depth == 1:
        np.copyto(results[0], image)
        return
    F_T = ws.array("E' last", (len(W[0]), problem.widths[0], problem.widths[-1]))  # F stands for E'
    np.copyto(F_T, _turned(image))
    for j in range(problem.depth - 1, 0, -1):
        _two_products(_turned(F_T), _turned(B[j]), _turned(E[j]), _turned(moved[j]), results[j], ws)
        if j == 1:  # B_1 = I does not move
            _two_products(_turned(W[1]), _turned(F_T), _turned(V[1]), _turned(E[1]), results[0], ws)
        else:
            shape = (len(W[0]), problem.widths[0], problem.widths[j])
            F_T = _two_products(F_T, W[j], E[j], V[j], ws.array(f"E'{j}", shape), ws)


def _two_products(
    first: np.ndarray, second: np.ndarray, third: np.ndarray, fourth: np.ndarray, out: np.ndarray, ws: Workspace
) -> np.ndarray:
    """``first second + third fourth`` into ``out``."""
    np.matmul(first, second, out=out)
    np.add(out, np.matmul(third, fourth, out=ws.array("term", out.shape)), out=out)
    return out


def _turned(matrices: np.ndarray) -> np.ndarray:
    return matrices.swapaxes(1, 2)


def invariants(problem: NumericProblem, weights: Sequence[Any]) -> list[Any]:
    """``W_{j+1}^T W_{j+1} - W_j W_j^T`` for j = 1, ..., H - 1: a list of arrays ``(B, d_j, d_j)``.

    Constant along the gradient flow (Chitour et al. 2022, Lemma 2.3).

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))
    >>> [D.item() for D in invariants(problem, [np.array([[1.0]]), np.array([[2.0]])])]  # b^2 - a^2
    [3.0]
    """
    batch = checked_batch(problem, weights)
    W = batch.layers
    return [
        batch.leave(np.matmul(upper.swapaxes(1, 2), upper) - np.matmul(lower, lower.swapaxes(1, 2)))
        for lower, upper in itertools.pairwise(W)
    ]


def criticality_residual(problem: NumericProblem, weights: Sequence[Any], *, workspace: Workspace | None = None) -> Any:
    """``|grad L|`` relative to the absolute values of its terms, shape ``(B,)``; 0 where both vanish.

    Both are Frobenius norms over all layers, the second of the gradient of ``problem.magnitude`` at ``|W|``.

    It lies between 0 and 1, is 0 at a critical point, and does not change when all of Sxx, Syx are scaled by one
    number.  Rounding alone leaves up to ``unit_bound(problem, "gradient")``, see
    :mod:`symdln.numeric.derivatives.rounding`.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))                  # ab - 3 is 2 - 3
    >>> round(float(criticality_residual(problem, [np.array([[1.0]]), np.array([[2.0]])])), 12)          # 1 of 2 + 3
    0.2
    >>> float(criticality_residual(problem, [np.array([[1.0]]), np.array([[3.0]])]))
    0.0
    """
    batch = checked_batch(problem, weights)
    ws = workspace or Workspace()
    actual = gradient(problem, batch.layers, workspace=ws)
    terms = gradient(problem.magnitude, [abs(layer) for layer in batch.layers], workspace=ws)
    top, bottom = _norm(actual), _norm(terms)
    return batch.leave(np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0))


def _norm(layers: Sequence[np.ndarray]) -> np.ndarray:
    """The Frobenius norm over all layers together, without overflow or underflow of squares."""
    largest = np.max([abs(layer).max(axis=(1, 2)) for layer in layers], axis=0)
    scale = np.where(largest > 0, largest, 1.0)[:, None, None]
    return largest * np.sqrt(sum(((layer / scale) ** 2).sum(axis=(1, 2)) for layer in layers))
