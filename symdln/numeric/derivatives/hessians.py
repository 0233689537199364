"""Hessians of a batch of points, assembled from outer products of small tables.

Entry ((c, d), (a, b)) of block (j, k) is ``left[jc, ka] right[jd, kb] + inner[jc, kb] outer[jd, ka]`` (the second
term for j < k, the mirror image for j > k), with the small tables of :mod:`symdln.landscape.calculus`: ``left = 2f
A_j^T A_k``, ``right = B_j Sxx B_k^T``, ``outer = 2f B_j G^T A_k``, ``inner = M_kj^T`` with ``M_kj = W_{k-1} ...
W_{j+1}``.  The tables are small matrix products with the batch axis first.

Two ways to write the blocks, equal bit by bit, by the order of the result in memory.  With the batch axis last numpy's
inner loop runs over points; each block and its mirror image are written at once, and copied to another order if it is
requested.  Large Hessians in another order are written row by row instead: the inner loop runs over columns, the tables
are first repeated to full rows, and both triangles are computed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symdln.errors import InputError
from symdln.numeric.derivatives.batch import NumericProblem, checked_batch, checked_out
from symdln.numeric.derivatives.calculus import CHUNK, residual, shared_product
from symdln.numeric.derivatives.workspace import Workspace

SLAB = 1 << 20  # entries of the Hessians that wait in a workspace
TILE = 1 << 17  # entries that are processed at once: about the size of a second-level cache
WIDE = 36  # entries of a layer, on average, from which the columns of a block fill numpy's inner loop


def hessian(
    problem: NumericProblem, weights: Sequence[Any], *, workspace: Workspace | None = None, out: Any = None
) -> Any:
    """The Hessians, shape ``(B, N, N)``; parameters layer by layer from W_1 on, each layer row by row.

    Without ``out`` the result's batch axis is the last one *in memory* (strides ``(8, 8 N B, 8 B)``): a view that
    numpy handles like any other, about twice as fast to fill.  Pass a C-ordered ``out`` of shape ``(B, N, N)``
    where each Hessian has to be contiguous.  Both triangles are written, and equal bit by bit.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))              # L = 1/2 (b a - 3)^2
    >>> hessian(problem, [np.array([[1.0]]), np.array([[2.0]])]).tolist()                # b^2, 2 ab - 3, a^2
    [[4.0, 1.0], [1.0, 1.0]]
    """
    batch = checked_batch(problem, weights)
    ws, N, size = workspace or Workspace(), problem.parameters, batch.size
    if out is None:
        result = np.moveaxis(np.empty((N, N, size)), -1, 0)
    else:
        result = checked_out(out, (N, N) if batch.single else (size, N, N))
        result = result[None] if batch.single else result
    fill_hessians(problem, batch.layers, result, ws)
    return batch.leave(result) if out is None else out


def fill_hessians(
    problem: NumericProblem, W: Sequence[np.ndarray], result: np.ndarray, ws: Workspace, *, mirror: bool = True
) -> None:
    """Write the Hessians into ``result``, (B, N, N) with any strides; without ``mirror`` the blocks j <= k alone."""
    N, direct = problem.parameters, result.strides[0] == result.itemsize
    if not direct and N // problem.depth >= WIDE:
        _fill_by_rows(problem, W, result, ws, mirror)
        return
    step = CHUNK if direct else slab_size(problem)
    for start in range(0, len(result), step):
        part = result[start : start + step]
        tables = _batch_last(_tables(problem, [layer[start : start + step] for layer in W], ws), ws)
        inside = np.moveaxis(part, 0, -1) if direct else ws.array("slab", (N, N, len(part)))
        for j, k in itertools.combinations_with_replacement(range(problem.depth), 2):
            _fill_block(problem, tables, j, k, inside, ws, mirror)
        if not direct:
            for j in _places([rows * columns for rows, columns in problem.shapes]):
                columns = slice(0 if mirror else j.start, N)
                np.copyto(part[:, j, columns], np.moveaxis(inside[j, columns], -1, 0))


def slab_size(problem: NumericProblem) -> int:
    """How many Hessians are held in a workspace at once, on their way to another order or to a factorisation."""
    return max(64, min(CHUNK, SLAB // problem.parameters**2))


def hessian_block(problem: NumericProblem, weights: Sequence[Any], j: int, k: int) -> Any:
    """The block of the Hessians at layers j and k (1-based), shape ``(B, d_j d_{j-1}, d_k d_{k-1})``.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))              # L = 1/2 (b a - 3)^2
    >>> hessian_block(problem, [np.array([[1.0]]), np.array([[2.0]])], 1, 1).tolist()    # b^2
    [[4.0]]
    """
    if not (1 <= j <= problem.depth and 1 <= k <= problem.depth):
        raise InputError(f"layers run from 1 to {problem.depth}, but the block ({j}, {k}) was passed.")
    batch = checked_batch(problem, weights)
    low, high = min(j, k) - 1, max(j, k) - 1
    rows, columns = (problem.shapes[i][0] * problem.shapes[i][1] for i in (low, high))
    ws, block = Workspace(), np.empty((rows, columns, batch.size))
    for start in range(0, batch.size, CHUNK):
        chunk = slice(start, start + CHUNK)
        tables = _batch_last(_tables(problem, [layer[chunk] for layer in batch.layers], ws), ws)
        _fill_upper(problem, tables, low, high, block[..., chunk], ws)
    first = np.moveaxis(block, -1, 0)
    return batch.leave(first if j <= k else first.swapaxes(1, 2))


# -- the small tables --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Tables:
    """The factors of all blocks; layer j + 1 is at ``tops[j]`` of the A, ``ends[j]`` of the B.

    The batch axis is the first one, after :func:`_batch_last` the last one.
    """

    left: np.ndarray
    right: np.ndarray
    outer: np.ndarray
    inner: dict[tuple[int, int], np.ndarray]  # M_kj^T for k > j + 1; for k = j + 1 it is the identity
    tops: list[slice]
    ends: list[slice]


def _tables(problem: NumericProblem, W: Sequence[np.ndarray], ws: Workspace) -> _Tables:
    at_A, at_B = _places(problem.widths[1:]), _places(problem.widths[:-1])
    A_T, B = _stacked_products(problem, W, at_A, at_B, ws)
    P = np.matmul(W[-1], B[:, at_B[-1]], out=ws.array("P", (len(B), problem.widths[-1], problem.widths[0])))
    G = residual(problem, P, ws)
    rows_A, rows_B, size = A_T.shape[1], B.shape[1], len(B)
    left = np.matmul(A_T, A_T.swapaxes(1, 2), out=ws.array("left", (size, rows_A, rows_A)))
    left *= 2 * problem.loss_factor
    moved = shared_product(B, problem.Sxx, ws.array("BSxx", B.shape))
    right = np.matmul(moved, B.swapaxes(1, 2), out=ws.array("right", (size, rows_B, rows_B)))
    BG = np.matmul(B, G.swapaxes(1, 2), out=ws.array("BG", (size, rows_B, problem.widths[-1])))
    outer = np.matmul(BG, A_T.swapaxes(1, 2), out=ws.array("outer", (size, rows_B, rows_A)))
    return _Tables(
        _symmetric(left),
        _symmetric(right),
        outer,
        _inner_products(problem, W, ws),
        at_A,
        at_B,
    )


def _batch_last(tables: _Tables, ws: Workspace) -> _Tables:
    left, right, outer = (_turned(getattr(tables, name), name, ws) for name in ("left", "right", "outer"))
    inner = {(j, k): _turned(table, f"inner{j},{k}", ws) for (j, k), table in tables.inner.items()}
    return _Tables(left, right, outer, inner, tables.tops, tables.ends)


def _places(widths: Sequence[int]) -> list[slice]:
    ends = list(itertools.accumulate(widths, initial=0))
    return [slice(*pair) for pair in itertools.pairwise(ends)]


def _stacked_products(
    problem: NumericProblem, W: Sequence[np.ndarray], at_A: list[slice], at_B: list[slice], ws: Workspace
) -> tuple[np.ndarray, np.ndarray]:
    """All ``A_j^T`` one above the other, and all ``B_j``."""
    size, depth, d_x, d_y = len(W[0]), problem.depth, problem.widths[0], problem.widths[-1]
    A_T = ws.array("A_T", (size, sum(problem.widths[1:]), d_y))
    B = ws.array("B", (size, sum(problem.widths[:-1]), d_x))
    A_T[:, at_A[-1]], B[:, at_B[0]] = np.eye(d_y), np.eye(d_x)
    if depth > 1:
        A_T[:, at_A[-2]], B[:, at_B[1]] = W[-1].swapaxes(1, 2), W[0]
    for j in range(depth - 3, -1, -1):  # A_j^T = W_{j+1}^T A_{j+1}^T
        np.matmul(W[j + 1].swapaxes(1, 2), A_T[:, at_A[j + 1]], out=A_T[:, at_A[j]])
    for j in range(2, depth):  # B_{j+1} = W_j B_j
        np.matmul(W[j - 1], B[:, at_B[j - 1]], out=B[:, at_B[j]])
    return A_T, B


def _inner_products(
    problem: NumericProblem, W: Sequence[np.ndarray], ws: Workspace
) -> dict[tuple[int, int], np.ndarray]:
    inner = {}
    for j in range(problem.depth - 2):
        M = W[j + 1]
        for k in range(j + 2, problem.depth):
            inner[j, k] = M.swapaxes(1, 2)
            if k + 1 < problem.depth:
                shape = (len(M), problem.widths[k + 1], problem.widths[j + 1])
                M = np.matmul(W[k], M, out=ws.array(f"M{j},{k}", shape))
    return inner


def _turned(table: np.ndarray, name: str, ws: Workspace) -> np.ndarray:
    size, rows, columns = table.shape
    last = ws.array(f"{name} last", (rows, columns, size))
    np.copyto(last, np.moveaxis(table, 0, -1))
    return last


def _symmetric(table: np.ndarray) -> np.ndarray:
    """The table with its lower triangle replaced by the upper one, from which it differs by rounding."""
    for i in range(table.shape[1]):
        table[:, i + 1 :, i] = table[:, i, i + 1 :]
    return table


# -- batch axis last: block by block -----------------------------------------------------------------------------------


def _fill_block(
    problem: NumericProblem, tables: _Tables, j: int, k: int, inside: np.ndarray, ws: Workspace, mirror: bool
) -> None:
    """Block (j, k), j <= k counted from 0, of Hessians with the batch axis last, and its mirror image."""
    at = _places([rows * columns for rows, columns in problem.shapes])
    image = inside[at[k], at[j]] if mirror and j < k else None
    _fill_upper(problem, tables, j, k, inside[at[j], at[k]], ws, image)


def _fill_upper(
    problem: NumericProblem,
    tables: _Tables,
    j: int,
    k: int,
    block: np.ndarray,
    ws: Workspace,
    image: np.ndarray | None = None,
) -> None:
    """Write one block, j <= k, and its transpose into ``image``, in tiles that stay in cache."""
    rows, columns = problem.shapes[j], problem.shapes[k]
    size = block.shape[-1]
    entries = block.reshape(*rows, *columns, size)  # (c, d, a, b, point)
    images = None if image is None else image.reshape(*columns, *rows, size).transpose(2, 3, 0, 1, 4)
    left, right = tables.left[tables.tops[j], tables.tops[k]], tables.right[tables.ends[j], tables.ends[k]]
    outer = tables.outer[tables.ends[j], tables.tops[k]]
    for c, d in _panels(rows, columns[0] * columns[1] * size):
        tile = entries[c, d]
        np.multiply(left[c, None, :, None], right[None, d, None, :], out=tile)
        if k == j + 1:  # inner is the identity: only the entries with c = b
            diagonal = np.einsum("cdacn->cdan", tile[:, :, :, c])  # a view
            diagonal += outer[None, d]
        elif k > j:
            mixed = ws.array("mixed", tile.shape)
            np.multiply(tables.inner[j, k][c, None, None, :], outer[None, d, :, None], out=mixed)
            tile += mixed
        if images is not None:
            images[c, d] = tile


def _panels(rows: tuple[int, int], entries: int) -> Iterator[tuple[slice, slice]]:
    """Index pairs (c, d) that cut a block into tiles of at most TILE entries, or into single rows of the block."""
    whole = slice(None)
    if rows[0] * rows[1] * entries <= TILE:
        yield whole, whole
        return
    for c in range(rows[0]):
        row = slice(c, c + 1)
        if rows[1] * entries <= TILE:
            yield row, whole
        else:
            yield from ((row, slice(d, d + 1)) for d in range(rows[1]))


# -- any other order: row by row ---------------------------------------------------------------------------------------


def _fill_by_rows(
    problem: NumericProblem, W: Sequence[np.ndarray], result: np.ndarray, ws: Workspace, mirror: bool
) -> None:
    N = problem.parameters
    step = max(4, min(CHUNK, TILE // (sum(problem.widths) * N)))
    for start in range(0, len(result), step):
        tables = _tables(problem, [layer[start : start + step] for layer in W], ws)
        left = _repeated(tables.left, tables.tops, problem.shapes, "left", ws, tiled=False)
        right = _repeated(tables.right, tables.ends, problem.shapes, "right", ws, tiled=True)
        part, low = result[start : start + step], 0
        for j, (c, d) in enumerate(problem.shapes):
            first = 0 if mirror else low  # the first column written
            panel = part[:, low : low + c * d].reshape(len(part), c, d, N)
            top, end = left[:, tables.tops[j], None, first:], right[:, None, tables.ends[j], first:]
            np.multiply(top, end, out=panel[..., first:])
            _add_second_terms(problem, tables, j, panel, ws, mirror)
            low += c * d


def _repeated(
    table: np.ndarray, at: list[slice], shapes: Sequence[tuple[int, int]], name: str, ws: Workspace, *, tiled: bool
) -> np.ndarray:
    """Each row of a table at the columns (k, a, b) of a Hessian: entry b of layer k if ``tiled``, else entry a."""
    rows = ws.array(f"{name} rows", (*table.shape[:2], sum(a * b for a, b in shapes)))
    for place, columns, (a, b) in zip(_places([a * b for a, b in shapes]), at, shapes, strict=True):
        entries = table[:, :, None, columns] if tiled else table[:, :, columns, None]
        np.copyto(rows[..., place].reshape(*table.shape[:2], a, b), entries)
    return rows


def _add_second_terms(
    problem: NumericProblem, tables: _Tables, j: int, panel: np.ndarray, ws: Workspace, mirror: bool
) -> None:
    """Add ``tops[jc, kb] ends[jd, ka]`` to the rows (c, d) of layer j, shape ``(B, c, d, N)``: inner and outer for
    j < k, their transposes in turn for j > k."""
    for k, place in enumerate(_places([a * b for a, b in problem.shapes])):
        if j == k or (k < j and not mirror):
            continue
        low, high = min(j, k), max(j, k)
        inner: Any = tables.inner.get((low, high))
        outer: Any = tables.outer[:, tables.ends[low], tables.tops[high]]
        tops, ends = (inner, outer) if j < k else (_flipped(outer), _flipped(inner))
        (c, d), shape = problem.shapes[j], problem.shapes[k]
        block = panel[..., place].reshape(len(panel), c, d, *shape)
        if k == j + 1:  # inner is the identity: only the entries with c = b
            diagonal = np.einsum("ncdac->ncda", block)  # a view
            diagonal += ends[:, None]
        elif j == k + 1:  # only those with d = a
            diagonal = np.einsum("ncddb->ncdb", block)
            diagonal += tops[:, :, None]
        else:
            every = slice(None)
            top = _repeated(tops, [every], [shape], "top", ws, tiled=True)[:, :, None]
            end = _repeated(ends, [every], [shape], "end", ws, tiled=False)[:, None]
            panel[..., place] += np.multiply(
                top, end, out=ws.array("mixed", (len(panel), c, d, place.stop - place.start))
            )


def _flipped(table: Any) -> Any:
    return None if table is None else table.swapaxes(1, 2)
