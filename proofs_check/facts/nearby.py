"""Exact critical points close to given weights: by them the cross-validation shows that an answer is true there.

From an exact critical point other exact critical points are made, by rational projections that lower ranks and by the
group that acts on the critical points of one kind.  The results are checked exactly (gradient, kind, distance), so
nothing rests on the floating-point steps in between, which only propose.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

import symdln as dln
from symdln.algebra.matrix import Matrix, hstack, vstack
from symdln.landscape.strings import all_strings

Weights = tuple[Matrix, ...]
STEPS = 10  # Gauss-Newton steps towards the weights
LEVELS, FOLLOWED = 6, 2  # number of successive projections, and of points of a kind that are followed after each
BASES = 6  # points of the right kind from which the weights are approached


class Neighbourhood:
    """The search from one exact critical point; work that does not depend on the target weights is done once."""

    def __init__(self, start: dln.Point):
        self.start = start
        self._found: dict[tuple[int, ...], tuple[list[dln.Point], Iterator[dln.Point]]] = {}

    @cached_property
    def ends(self) -> list[tuple[Matrix, Matrix]]:
        return end_group(self.start)

    def exhibited(
        self, weights: Sequence[np.ndarray], radius: float, rank: int, multiplicities: tuple[int, ...]
    ) -> dln.Point | None:
        """An exact critical point of this kind within ``radius ||W_j||_F`` of every layer, or None.

        None proves nothing: the search is not complete.
        """
        target = [Matrix(layer, exactly=True) for layer in weights]
        itself = dln.Point(self.start.problem, target)
        if itself.is_critical and (itself.rank, itself.multiplicities) == (rank, multiplicities):
            return itself
        if rank != self.start.rank:
            return None
        for base in self._bases(multiplicities):
            found = _approached(base, target, radius, self.ends)
            if found is not None and found.is_critical and found.multiplicities == multiplicities:
                return found
        return None

    def _bases(self, multiplicities: tuple[int, ...]) -> Iterator[dln.Point]:
        """Points of this kind from which to start; found at the first use, and kept."""
        if multiplicities not in self._found:
            self._found[multiplicities] = [], itertools.islice(degenerations(self.start, multiplicities), BASES)
        known, others = self._found[multiplicities]
        yield from known
        for point in others:
            known.append(point)
            yield point


def degenerations(start: dln.Point, multiplicities: tuple[int, ...]) -> Iterator[dln.Point]:
    """The point itself, and critical points of its rank that follow from it by up to LEVELS projections, of the right
    kind.  Of the intermediate points the nearest few of each kind are followed.
    """
    wanted = _path_ranks(start.problem, multiplicities, start.rank)
    sizes = [float(np.linalg.norm(layer.to_numpy())) or 1.0 for layer in start.weights]

    def distance(weights: Weights) -> float:
        gaps = (left - right for left, right in zip(weights, start.weights, strict=True))
        return max(float(np.linalg.norm(gap.to_numpy())) / size for gap, size in zip(gaps, sizes, strict=True))

    front, seen = [start], set[Weights]()
    for _ in range(LEVELS + 1):
        yield from (point for point in front if point.multiplicities == multiplicities)
        later: list[tuple[float, int, dln.Point]] = []
        for point in front:
            for weights in itertools.chain(_relinked(point), _projected(point), _lowered(point)):
                if weights in seen:
                    continue
                seen.add(weights)
                moved = dln.Point(start.problem, weights)
                ranks = moved.path_ranks
                if all(ranks[key] >= wanted[key] for key in wanted) and moved.is_critical and moved.rank == start.rank:
                    later.append((distance(weights), len(seen), moved))
        of_kind = Counter[tuple[int, ...]]()
        front = []
        for _, _, point in sorted(later):
            of_kind[point.multiplicities] += 1
            if of_kind[point.multiplicities] <= FOLLOWED:
                front.append(point)


def _path_ranks(problem: dln.Problem, multiplicities: tuple[int, ...], rank: int) -> dict[tuple[int, int], int]:
    """The ranks of all paths of arrows from the strings that contain them."""
    depth = problem.depth
    ranks = {}
    for a, length, _ in all_strings(depth):
        total = 0
        for string, m in zip(all_strings(depth), multiplicities, strict=True):
            offset = (a - string.start) % (depth + 1)
            total += m if offset + length <= string.length else 0
        ranks[a, length] = total + rank
    return ranks


def _relinked(point: dln.Point) -> Iterator[Weights]:
    """Weights with one string cut, or two strings exchanging their tails, after one arrow."""
    basis = point.string_basis
    for layer in range(1, point.problem.depth + 1):
        here = [string for string in basis.strings if string.visits(layer - 1)]
        going = [string for string in here if string.visits(layer) and string.string.start != layer]
        fresh = [string for string in basis.strings if string.visits(layer) and string not in going]
        cut = {id(string): basis.move(string, string, layer) for string in going}
        for string in going:
            yield _sum(point.weights, [cut[id(string)]], [])
        for one, two in itertools.combinations(going, 2):
            added = [basis.move(one, two, layer), basis.move(two, one, layer)]
            yield _sum(point.weights, [cut[id(one)], cut[id(two)]], added)
        for one in going:
            for other in here:
                if other not in going:
                    yield _sum(point.weights, [cut[id(one)]], [basis.move(other, one, layer)])
            for other in fresh:
                yield _sum(point.weights, [cut[id(one)]], [basis.move(one, other, layer)])


def _sum(weights: Weights, minus: Sequence[Weights], plus: Sequence[Weights]) -> Weights:
    for change in minus:
        weights = tuple(layer - move for layer, move in zip(weights, change, strict=True))
    for change in plus:
        weights = tuple(layer + move for layer, move in zip(weights, change, strict=True))
    return weights


def _projected(point: dln.Point) -> Iterator[Weights]:
    """Weights with one layer projected: its small singular directions removed, or those that a nearby path meets."""
    W, depth = point.weights, point.problem.depth
    for j, layer in enumerate(W):
        rank = layer.rank()
        if rank > 1:
            left, _, right = np.linalg.svd(layer.to_numpy())
            for kept in range(rank - 1, 0, -1):
                yield _with(W, j, layer - layer @ _projector(Matrix(right[kept:rank].T, exactly=True)))
                yield _with(W, j, layer - _projector(Matrix(left[:, kept:rank], exactly=True)) @ layer)
    for j in range(1, depth):
        for i in range(1, j + 1):
            before = point.product(j, i)
            if not before.is_zero() and not W[j].is_zero():
                yield _with(W, j, W[j] - W[j] @ _projector(before))
        for k in range(j + 1, depth + 1):
            after = point.product(k, j + 1).T
            if not after.is_zero() and not W[j - 1].is_zero():
                yield _with(W, j - 1, W[j - 1] - _projector(after) @ W[j - 1])


def _lowered(point: dln.Point) -> Iterator[Weights]:
    """Weights with one layer changed as little as possible: so that it kills one more vector that a path brings to it
    (or leaves out one that a path takes from it), or so that its rank falls by one while what a path brings and
    takes is as before; then it becomes ``W - (W x)(y^T W) / (y^T W x)`` (Wedderburn).
    """
    closing, depth = point.problem.Syx.T, point.problem.depth
    for j, layer in enumerate(point.weights, start=1):
        if layer.is_zero():
            continue
        before = [point.product(j - 1, i) for i in range(j - 1, 0, -1)]
        after = [point.product(k, j + 1).T for k in range(j + 1, depth + 1)]
        around = [point.product(j - 1, 1) @ closing if j > 1 else closing]
        around += [around[0] @ point.product(depth, k) for k in range(depth, j, -1)]
        beyond = [(closing @ point.product(depth, j + 1)).T if j < depth else closing.T]
        beyond += [(point.product(k, 1) @ beyond[0].T).T for k in range(1, j)]
        brought, taken = list(_changing([*before, *around])), list(_changing([*after, *beyond]))
        changed = [_without(layer, image) for image in brought] + [_without(layer.T, image).T for image in taken]
        changed += _reductions(layer, brought, taken)
        yield from (_with(point.weights, j - 1, new) for new in changed)


def _without(layer: Matrix, image: Matrix) -> Matrix:
    """``W - W w w^T / w^T w`` for that w in the column space of ``image`` for which the change is smallest, among those
    on which W is injective.
    """
    inside = _free(image, None)
    if inside is None or (restricted := layer @ inside).is_zero():
        return layer
    back = inside @ restricted.pseudoinverse()
    w = back @ Matrix(np.linalg.svd(back.to_numpy())[2][0][:, None], exactly=True)
    return layer - (layer @ w) @ w.T * (1 / w.norm_squared()) if not w.is_zero() else layer


def _reductions(layer: Matrix, brought: Sequence[Matrix], taken: Sequence[Matrix]) -> Iterator[Matrix]:
    inverse = layer.pseudoinverse()
    for kept in (None, *brought):
        right = _free(layer.T, kept)
        for held in (None, *taken):
            left = _free(layer, held)
            if right is not None and left is not None and not (right.T @ inverse @ left).is_zero():
                yield _reduced(layer, left, right, inverse)


def _changing(images: Sequence[Matrix]) -> Iterator[Matrix]:
    """The nested images whose ranks differ from those before."""
    seen = {0}
    for image in images:
        rank = image.rank()
        if rank not in seen:
            seen.add(rank)
            yield image


def _free(layer: Matrix, kept: Matrix | None) -> Matrix | None:
    """An orthogonal basis of the vectors in the column space that are orthogonal to the columns of ``kept``; None if
    there are none.
    """
    basis = layer.column_basis()
    if kept is not None:
        basis = basis @ (kept.T @ basis).nullspace()
    columns: list[Matrix] = []
    for k in range(basis.shape[1]):  # Gram and Schmidt, exactly: no basis is too ill-conditioned
        column = basis.column(k)
        for other in columns:
            column = column - other * (other.inner(basis.column(k)) / other.norm_squared())
        columns.append(column)
    return hstack(columns) if columns else None


def _reduced(layer: Matrix, left: Matrix, right: Matrix, inverse: Matrix) -> Matrix:
    """``layer - s t^T / (t^T layer^+ s)`` for those s, t in the spans for which the change is smallest."""
    (q, a), (p, b) = (_unit_columns(basis) for basis in (right, left))
    u, _, v = np.linalg.svd(q.T @ inverse.to_numpy() @ p)
    t = right @ Matrix((u[:, 0] / a)[:, None], exactly=True)
    s = left @ Matrix((v[0] / b)[:, None], exactly=True)
    denominator = (t.T @ inverse @ s)[0, 0]
    return layer - s @ t.T * (1 / denominator) if denominator else layer


def _unit_columns(basis: Matrix) -> tuple[np.ndarray, np.ndarray]:
    floats = basis.to_numpy()
    lengths = np.linalg.norm(floats, axis=0)
    return floats / lengths, lengths


def _with(weights: Weights, j: int, layer: Matrix) -> Weights:
    return (*weights[:j], layer, *weights[j + 1 :])


def _projector(matrix: Matrix) -> Matrix:
    """The orthogonal projection onto the columns, exactly."""
    basis = matrix.column_basis()
    return basis @ (basis.T @ basis).inverse() @ basis.T


# -- moving inside a kind ----------------------------------------------------------------------------------------------


def end_group(point: dln.Point) -> list[tuple[Matrix, Matrix]]:
    """A basis of the pairs (g_0, g_H) with ``g_H P Sxx = P g_0 Sxx`` and ``g_H^T G = G g_0^T``, G = P Sxx - Syx.

    Invertible ones act on critical points by ``W_1 -> W_1 g_0^-1``, ``W_H -> g_H W_H``, as hidden bases do.
    """
    problem, P = point.problem, point.end_to_end
    moved = P @ problem.Sxx
    G = moved - problem.Syx
    d_x, d_y = problem.input_width, problem.output_width
    one_x, one_y = Matrix.identity(d_x), Matrix.identity(d_y)
    first = _beside(_kron(P, problem.Sxx.T) * -1, _kron(one_y, moved.T))
    second = _beside(_kron(one_x, G) * -1, _kron(G.T, one_y))  # transposed: G^T g_H = g_0 G^T
    return [_pair(column, d_x, d_y) for column in _columns(vstack([first, second]).nullspace())]


def _kron(left: Matrix, right: Matrix) -> Matrix:
    """``vec(left X right^T) = kron(left, right) vec X``, row by row."""
    (a, b), (c, d) = left.shape, right.shape
    return Matrix.from_entries(
        a * c, b * d, [left[i, j] * right[k, m] for i in range(a) for k in range(c) for j in range(b) for m in range(d)]
    )


def _beside(left: Matrix, right: Matrix) -> Matrix:
    return vstack([left.T, right.T]).T


def _columns(matrix: Matrix) -> list[Matrix]:
    return [matrix.column(k) for k in range(matrix.shape[1])]


def _pair(column: Matrix, d_x: int, d_y: int) -> tuple[Matrix, Matrix]:
    entries = column.entries()
    split = d_x * d_x
    return Matrix.from_entries(d_x, d_x, entries[:split]), Matrix.from_entries(d_y, d_y, entries[split:])


def _approached(
    base: dln.Point, target: Sequence[Matrix], radius: float, ends: Sequence[tuple[Matrix, Matrix]]
) -> dln.Point | None:
    """Moves of the base by hidden bases and end pairs, each proposed by least squares and carried out exactly, until
    all layers are within the radius.  Layers that lag behind get larger weights.
    """
    current, floats = base.weights, [layer.to_numpy() for layer in target]
    norms = np.array([np.linalg.norm(layer) for layer in floats])
    weight = 1 / np.where(norms > 0, norms, 1.0)
    basis = [(x.to_numpy(), y.to_numpy()) for x, y in ends]
    best = np.inf
    for step in range(STEPS):
        rest = [a - b for a, b in zip(target, current, strict=True)]
        gaps = np.array([np.linalg.norm(layer.to_numpy()) for layer in rest])
        if (gaps <= 1.01 * radius * norms).all() and _within(rest, target, radius):
            return dln.Point(base.problem, current)
        ratio = float((gaps / np.where(norms > 0, norms, 1.0)).max())
        if not np.isfinite(ratio) or (step >= 4 and ratio > max(0.5 * best, 10 * radius)):
            return None
        best = min(best, ratio)
        if step >= 2:
            weight = weight * np.maximum(gaps * weight / max((gaps * weight).max(), 1e-300), 0.1) ** 0.7
        moves = _proposed([layer.to_numpy() for layer in current], [layer.to_numpy() for layer in rest], basis, weight)
        try:
            current = _moved(current, moves, ends)
        except ZeroDivisionError:  # a singular proposal
            return None
    return None


def _within(rest: Sequence[Matrix], target: Sequence[Matrix], radius: float) -> bool:
    square = dln.rational(radius, exactly=True) ** 2
    return all(gap.norm_squared() <= square * layer.norm_squared() for gap, layer in zip(rest, target, strict=True))


def _proposed(
    W: Sequence[np.ndarray],
    rest: Sequence[np.ndarray],
    ends: Sequence[tuple[np.ndarray, np.ndarray]],
    weight: np.ndarray,
) -> tuple[list[np.ndarray], np.ndarray]:
    """x_1, ..., x_{H-1} and coefficients of end pairs: ``x_j W_j - W_j x_{j-1}`` is nearest to the rest."""
    sizes = [layer.shape[0] for layer in W[:-1]]
    at = np.cumsum([0, *(size * size for size in sizes)])
    blocks = []
    for j, layer in enumerate(W):
        rows, columns = layer.shape
        block = np.zeros((rows * columns, at[-1] + len(ends)))
        if j + 1 < len(W):
            block[:, at[j] : at[j + 1]] += np.kron(np.eye(rows), layer.T)
        else:
            for c, (_, y) in enumerate(ends):
                block[:, at[-1] + c] += (y @ layer).ravel()
        if j:
            block[:, at[j - 1] : at[j]] -= np.kron(layer, np.eye(columns))
        else:
            for c, (x, _) in enumerate(ends):
                block[:, at[-1] + c] -= (layer @ x).ravel()
        blocks.append(weight[j] * block)
    system = np.vstack(blocks)
    scale = np.linalg.norm(system, axis=0)
    scale[scale == 0] = 1.0
    aim = np.concatenate([w * layer.ravel() for w, layer in zip(weight, rest, strict=True)])
    x = np.linalg.lstsq(system / scale, aim, rcond=1e-15)[0] / scale
    return [x[a:b].reshape(n, n) for a, b, n in zip(at, at[1:], sizes, strict=False)], x[at[-1] :]


def _moved(W: Weights, moves: tuple[list[np.ndarray], np.ndarray], ends: Sequence[tuple[Matrix, Matrix]]) -> Weights:
    hidden, coefficients = moves
    first, last = Matrix.identity(W[0].shape[1]), Matrix.identity(W[-1].shape[0])
    for (x, y), c in zip(ends, coefficients, strict=True):
        exact = dln.rational(float(c), exactly=True)
        first, last = first + x * exact, last + y * exact
    bases = [first, *(Matrix(np.eye(len(x)) + x, exactly=True) for x in hidden), last]
    return tuple(bases[j + 1] @ layer @ bases[j].inverse() for j, layer in enumerate(W))
