"""Points as the columns of one array, for dynamics: every product of layers is one pass over contiguous memory.

Row n of a state ``(N, B)`` is parameter n in the order of the Hessians, column b is point b.  A layer is then a view
``(d_j, d_{j-1}, B)`` with the points last, a step of each point by its own step size is a multiplication by a row, and
leaving points out is a choice of columns.

In memory a state has either all points side by side, parameter by parameter, or the parameters of each point side by
side.  The first is faster for many small networks, whose products are then sums of long rows; the second for
few points or wide layers, whose products go to BLAS.  :meth:`Columns.arranged` chooses; results depend on it
only by rounding.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from symdln.numeric.derivatives.batch import NumericProblem
from symdln.numeric.derivatives.workspace import Workspace

FEW, WIDE = 64, 8  # up to FEW points, or from this mean width on, the parameters of each point lie side by side


class Columns:
    """The calculus of a problem on states ``(N, B)``, with its own workspace.

    >>> import symdln as dln
    >>> columns = Columns(NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1, 1))))       # L = 1/2 (abc - 1)^2
    >>> state = np.array([[1.0], [2.0], [3.0]])
    >>> slope = np.empty_like(state)
    >>> columns.gradient(state, slope).tolist(), slope.T.tolist()
    ([12.5], [[30.0, 15.0, 10.0]])
    """

    def __init__(self, problem: NumericProblem):
        self.problem, self.workspace = problem, Workspace()
        ends = itertools.accumulate((rows * columns for rows, columns in problem.shapes), initial=0)
        self._parts = [slice(a, b) for a, b in itertools.pairwise(ends)]
        self._wide = sum(problem.widths) >= WIDE * len(problem.widths)
        self._white = np.array_equal(problem.Sxx, np.eye(problem.widths[0]))
        self._constant = problem.loss_factor * float(np.trace(problem.Syy))

    def state(self, layers: Sequence[np.ndarray]) -> np.ndarray:
        """Layers ``(B, d_j, d_{j-1})`` as a state ``(N, B)``."""
        return np.concatenate([layer.reshape(len(layer), -1).T for layer in layers])

    def layers(self, state: np.ndarray) -> list[np.ndarray]:
        """The layers ``(d_j, d_{j-1}, B)`` of a state, as views of it."""
        return [state[part].reshape(*shape, -1) for part, shape in zip(self._parts, self.problem.shapes, strict=True)]

    def batch(self, state: np.ndarray) -> list[np.ndarray]:
        """The layers ``(B, d_j, d_{j-1})`` of a state, as copies."""
        return [np.ascontiguousarray(np.moveaxis(layer, -1, 0)) for layer in self.layers(state)]

    def blank(self, name: str, size: int, *stack: int) -> np.ndarray:
        """A state ``(*stack, N, size)`` of the workspace in the memory order of :meth:`arranged`, with any content."""
        N = self._parts[-1].stop
        if self._wide or size <= FEW:
            return self.workspace.array(name, (*stack, size, N)).swapaxes(-1, -2)
        return self.workspace.array(name, (*stack, N, size))

    def arranged(self, state: np.ndarray) -> np.ndarray:
        """The same ``(N, B)`` in the memory order that suits its number of points."""
        if self._wide or state.shape[1] <= FEW:
            return np.ascontiguousarray(state.T).T
        return np.ascontiguousarray(state)

    def gradient(self, state: np.ndarray, out: np.ndarray, losses: bool = True) -> np.ndarray:
        """Fill ``out`` with the gradient ``2f A_j^T G B_j^T`` at every point; return the losses ``(B,)``, if wanted.

        With ``G = P Sxx - Syx`` the loss is ``f (<P, G - Syx> + tr Syy)``.  Both arrays have one memory order.
        """
        if state.T.flags.c_contiguous and out.T.flags.c_contiguous:
            return self._point_by_point(state, out, losses)
        W, slopes, size, depth = self.layers(state), self.layers(out), state.shape[1], self.problem.depth
        B = [W[0], W[0]]
        for j in range(1, depth):
            B.append(self._product(f"B{j}", "ijb,jkb->ikb", W[j], B[-1]))
        P = B[-1]
        E = self._residual(P, size)
        values = self._losses(P, E) if losses else np.empty(0)
        E *= 2 * self.problem.loss_factor
        for j in range(depth - 1, 0, -1):  # j counts layers from 0; E is E_{j+1}, and B[j] the product before it
            np.einsum("ikb,jkb->ijb", E, B[j], out=slopes[j])
            E = (
                self._product(f"E{j}", "ijb,ikb->jkb", W[j], E)
                if j > 1
                else np.einsum("ijb,ikb->jkb", W[1], E, out=slopes[0])
            )
        return values

    def _point_by_point(self, state: np.ndarray, out: np.ndarray, losses: bool) -> np.ndarray:
        """The same with the parameters of each point side by side, by batched products of matrices ``(B, ., .)``."""
        W, slopes = ([layer.transpose(2, 0, 1) for layer in self.layers(array)] for array in (state, out))
        size, depth = state.shape[1], self.problem.depth
        B = [W[0], W[0]]
        for j in range(1, depth):
            B.append(self._matmul(f"B{j}", W[j], B[-1], size))
        P = B[-1]
        moved = P if self._white else self._matmul("moved P", P, self.problem.Sxx, size)
        G = np.subtract(moved, self.problem.Syx, out=self.workspace.array("G", P.shape))
        values = self._losses(P.transpose(1, 2, 0), G.transpose(1, 2, 0)) if losses else np.empty(0)
        G *= 2 * self.problem.loss_factor
        for j in range(depth - 1, 0, -1):
            np.matmul(G, B[j].swapaxes(1, 2), out=slopes[j])
            back = W[j].swapaxes(1, 2)
            G = self._matmul(f"E{j}", back, G, size) if j > 1 else np.matmul(back, G, out=slopes[0])
        return values

    def _matmul(self, name: str, left: np.ndarray, right: np.ndarray, size: int) -> np.ndarray:
        out = self.workspace.array(name, (size, left.shape[-2], right.shape[-1]))
        return np.matmul(left, right, out=out)

    def _product(self, name: str, subscripts: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        rows = left.shape[0] if subscripts.startswith("ijb,jk") else left.shape[1]
        out = self.workspace.array(name, (rows, right.shape[1], right.shape[2]))
        return np.einsum(subscripts, left, right, out=out)

    def _residual(self, P: np.ndarray, size: int) -> np.ndarray:
        """``G = P Sxx - Syx``, shape ``(d_H, d_0, B)``."""
        G = self.workspace.array("G", P.shape)
        if self._white:
            np.subtract(P, self.problem.Syx[:, :, None], out=G)
        else:
            np.matmul(self.problem.Sxx, P, out=G)  # Sxx is symmetric
            G -= self.problem.Syx[:, :, None]
        return G

    def _losses(self, P: np.ndarray, G: np.ndarray) -> np.ndarray:
        if self._white:  # 1/2 |P - Y|^2 without cancellation, where tr Syy = |Syx|^2
            spare = float(np.trace(self.problem.Syy)) - float((self.problem.Syx**2).sum())
            return self.problem.loss_factor * (np.einsum("ikb,ikb->b", G, G) + spare)
        moved = self.workspace.array("moved", G.shape)
        np.subtract(G, self.problem.Syx[:, :, None], out=moved)
        return self.problem.loss_factor * np.einsum("ikb,ikb->b", P, moved) + self._constant

    def invariants(self, state: np.ndarray) -> list[np.ndarray]:
        """``W_{j+1}^T W_{j+1} - W_j W_j^T`` for j = 1, ..., H - 1, each ``(d_j, d_j, B)``."""
        return [
            np.einsum("jib,jkb->ikb", upper, upper) - np.einsum("ijb,kjb->ikb", lower, lower)
            for lower, upper in itertools.pairwise(self.layers(state))
        ]


def flat(stack: np.ndarray) -> np.ndarray:
    """States ``(..., N, B)`` as vectors ``(..., N B)``, views of the memory in whatever order it is."""
    memory = stack if stack.flags.c_contiguous else stack.swapaxes(-1, -2)
    return memory.reshape(*stack.shape[:-2], -1)


def column_norms(state: np.ndarray) -> np.ndarray:
    """The Euclidean norms ``(B,)`` of the columns; 0 where squares underflow."""
    return np.sqrt(np.einsum("nb,nb->b", state, state))


def largest_change(now: Sequence[np.ndarray], start: Sequence[np.ndarray]) -> np.ndarray:
    """The largest Frobenius norm ``(B,)`` of the change of an invariant."""
    return np.max([np.sqrt(((a - b) ** 2).sum(axis=(0, 1))) for a, b in zip(now, start, strict=True)], axis=0)
