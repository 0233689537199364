"""The fibres of the product map, Trager, Kohn and Bruna (2020)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import TRAGER
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, WordCase, follows, same, where
from symdln.algebra.words import Expression, Symbol, derivative, identity, product, rewrite, scalar

Widths = tuple[int, ...]


Weights = tuple[dln.Matrix, ...]


ARCHITECTURES = {
    "small": ((2, 2), (3, 2)),
    "default": ((2, 3), (3, 2), (4, 2)),
    "large": ((2, 4), (3, 3), (4, 2), (5, 2)),
}
"""Pairs (depth, largest width)."""


def hidden_of_least_width(widths: Widths) -> int:
    """b."""
    return widths[1:-1].count(min(widths))


def printed_dimension(widths: Widths) -> int:
    """``sum d_i d_{i-1} - r (d_0 + d_H - r)``."""
    r = min(widths)
    return sum(a * b for a, b in itertools.pairwise(widths)) - r * (widths[0] + widths[-1] - r)


def chain(weights: Sequence[dln.Matrix], size: int) -> dln.Matrix:
    """The product of the layers, the first of which has ``size`` columns; the identity if there are none."""
    total = dln.Matrix.identity(size)
    for W in weights:
        total = W @ total
    return total


def end_to_end(weights: Weights) -> dln.Matrix:
    return chain(weights, weights[0].shape[1])


def start(widths: Widths) -> Weights:
    """Integer weights of full rank, no entry of them special; their product has the least width as its rank."""
    layers = []
    for j, (n, m) in enumerate(itertools.pairwise(widths)):
        entries = [2 if a == b else (1 + a + 2 * b + j) % 3 - 1 for a in range(m) for b in range(n)]
        layers.append(dln.Matrix.from_entries(m, n, entries))
    return tuple(layers)


def change(size: int, sign: int) -> dln.Matrix:
    """An integer matrix with the determinant ``sign``."""
    lower = dln.Matrix([[1 if i == j else (i + j) % 2 if j < i else 0 for j in range(size)] for i in range(size)])
    return lower @ lower.T @ dln.Matrix.diagonal([sign] + [1] * (size - 1))


def points(widths: Widths) -> dict[tuple[int, ...], Weights]:
    """For every choice of a sign for each hidden layer, weights ``D_j W_j D_{j-1}^{-1}`` with these signs of det D_j:
    all in the fibre of the starting point.
    """
    W, found = start(widths), {}
    for signs in itertools.product((1, -1), repeat=len(widths) - 2):
        ends = [dln.Matrix.identity(widths[0]), dln.Matrix.identity(widths[-1])]
        D = [ends[0], *(change(d, sign) for d, sign in zip(widths[1:-1], signs, strict=True)), ends[1]]
        found[signs] = tuple(D[j + 1] @ W[j] @ D[j].inverse() for j in range(len(W)))
    return found


def frame(P: dln.Matrix) -> tuple[dln.Matrix, dln.Matrix]:
    """L and R with L P R = I_r, r the rank of P."""
    columns = P.column_basis()
    L = (columns.T @ columns).inverse() @ columns.T
    rows = L @ P
    return L, rows.T @ (rows @ rows.T).inverse()


def pairs(weights: Weights) -> list[tuple[dln.Matrix, dln.Matrix]]:
    """``(u_j, w_j)`` for j = 0, ..., H."""
    L, R = frame(end_to_end(weights))
    u, w = [R], [L]
    for W in weights:
        u.append(W @ u[-1])
    for W in reversed(weights):
        w.append(w[-1] @ W)
    return list(zip(u, reversed(w), strict=True))


def retracted(weights: Weights, t: Fraction | int) -> Weights:
    """``W_j (u_{j-1} w_{j-1} + t (I - u_{j-1} w_{j-1}))``."""
    moved = []
    for W, (u, w) in zip(weights, pairs(weights)[:-1], strict=True):
        moved.append(W @ (u @ w + t * (dln.Matrix.identity(W.shape[1]) - u @ w)))
    return tuple(moved)


def dimension_at(weights: Weights) -> int:
    """The dimension of the kernel of the derivative of the product."""
    rows = []
    for j, W in enumerate(weights):
        A, B = chain(weights[j + 1 :], W.shape[0]), chain(weights[:j], weights[0].shape[1])
        rows += [(A.column(a) @ B.row(b)).entries() for a in range(W.shape[0]) for b in range(W.shape[1])]
    return len(rows) - dln.Matrix(rows).rank()


def orientations(weights: Weights) -> tuple[int, ...]:
    """The signs of det u_j for the hidden layers of width r: constant on every piece of the fibre."""
    signs = []
    for u, _ in pairs(weights)[1:-1]:
        if u.shape[0] == u.shape[1]:
            signs.append(1 if u.flint.det() > 0 else -1)
    return tuple(signs)


def can_turn(d: int, r: int) -> bool:
    """Whether the polynomial path below turns u = (e_1, ..., e_r) into (-e_1, e_2, ..., e_r) inside {w u = I_r}.

    ``u_1 = (1 - 2t) e_1 + 4t(1 - t) e_{r+1}`` and ``w_1 = (1 - 2t) e_1 + e_{r+1}`` need d > r.  Entries of w u have
    degree at most 3, so five values of t decide.
    """
    if d == r:
        return False
    for t in range(5):
        u = [[int(i == k) for k in range(r)] for i in range(d)]
        w = [[int(i == k) for i in range(d)] for k in range(r)]
        u[0][0], u[r][0] = 1 - 2 * t, 4 * t * (1 - t)
        w[0][0], w[0][r] = 1 - 2 * t, 1
        if dln.Matrix(w) @ dln.Matrix(u) != dln.Matrix.identity(r):
            return False
    return True


def pieces(widths: Widths) -> int:
    """The classes of sign choices, two being one where all layers in which they differ can turn."""
    fixed = [place for place, d in enumerate(widths[1:-1]) if not can_turn(d, min(widths))]
    return len({tuple(signs[place] for place in fixed) for signs in points(widths)})


def at_points(widths: Widths) -> Outcome:
    """The fibre over one product, at points of every sign choice and where the retraction leads them."""
    found = points(widths)
    P = end_to_end(start(widths))
    outcomes = [equal(P.rank(), min(widths), "the rank of the product")]
    for weights in found.values():
        for t in (0, Fraction(1, 2), 3):
            moved = retracted(weights, t)
            outcomes.append(equal(end_to_end(moved), P, "the product along the retraction", t=t, weights=weights))
            outcomes.append(equal(orientations(moved), orientations(weights), "orientations along it", weights=weights))
        for at in (weights, retracted(weights, 0)):
            outcomes.append(equal(dimension_at(at), printed_dimension(widths), "dimension of the kernel", weights=at))
    seen = {orientations(weights) for weights in found.values()}
    return all_of(
        *outcomes,
        equal(len(seen), pieces(widths), "orientations, and classes of points that paths connect"),
        equal(pieces(widths), 2 ** hidden_of_least_width(widths), "components"),
    )


STEP = "the product of the first layers of W(t), from one to the next"


LAST = "the product of W(t) is P for all t"


ENDS = "at t = 0 the layers are u_j w_{j-1}, with w_j u_j = I_r"


FAMILIES = "every family of pairs gives a point of the fibre, with these pairs"


FRAMES = "pairs with the same u are on a line of such pairs, and paths of invertible matrices move pairs"


UPPER = "dP = A_e (...) or (...) B_e, of r columns and r rows"


LOWER = "dP takes all values Z P + P Z'"


s, t = scalar("s"), scalar("t")


L, R = Symbol("L", "r", "d_H"), Symbol("R", "d_0", "r")


A, W, B = Symbol("A", "d_H", "a"), Symbol("W", "a", "b"), Symbol("B", "b", "d_0")
"""One layer W, what comes after it and what comes before it."""


ONE = identity("r")


P = Symbol("P", "d_H", "d_0")


def split() -> dict[Expression, Expression]:
    """L P R = I_r with P = A W B."""
    return {L @ A @ W @ B @ R: ONE}


def next_layer() -> Outcome:
    """If W_k(t) ... W_1(t) = B (p + s (I - p)) with p = R L P and s = t^k, the same for k + 1 and t^{k+1}."""
    before, projection = R @ L @ A @ W @ B, B @ R @ L @ A @ W
    here = projection + t * (identity("b") - projection)
    known = before + s * (identity("d_0") - before)
    left = rewrite(W @ here @ B @ known, split())
    return follows(left, rewrite(W @ B @ (before + s * t * (identity("d_0") - before)), split()), STEP)


def whole_product() -> Outcome:
    """``P (p + s (I - p)) = P`` as P R L P = P."""
    projection = R @ L @ P
    value = P @ (projection + s * (identity("d_0") - projection))
    return follows(rewrite(value, {P @ R @ L @ P: P}), P, LAST)


def at_zero() -> Outcome:
    """``W_j (u_{j-1} w_{j-1}) = (W_j u_{j-1}) w_{j-1} = u_j w_{j-1}`` with u_{j-1} = B R and w_{j-1} = L A W."""
    u_before, u, w_before, w = B @ R, W @ B @ R, L @ A @ W, L @ A
    projection = u_before @ w_before
    return all_of(
        same(W @ projection, u @ w_before, "W_j(0)"),
        follows(rewrite(w @ u, split()), ONE, "w_j u_j"),
        follows(rewrite(w_before @ u_before, split()), ONE, "w_{j-1} u_{j-1}"),
    )


def families() -> Outcome:
    """With u_0 = R, w_0 = L P, u_H = P R and w_H = L, all u_j w_{j-1} have the product P and the pairs (u_j, w_j)."""
    u_next, u, w = Symbol("u_next", "a", "r"), Symbol("u", "b", "r"), Symbol("w", "r", "b")
    w_next, x, y = Symbol("w_next", "r", "a"), Symbol("x", "r", "d_0"), Symbol("y", "d_H", "r")
    step, split_P = {w @ u: ONE, w_next @ u_next: ONE}, {L @ P @ R: ONE}
    return all_of(
        follows(rewrite(u_next @ w @ u @ x, step), u_next @ x, "the first layers: u_{j+1} w_0"),
        follows(rewrite(y @ w_next @ u_next @ w, step), y @ w, "the last layers: u_H w_j"),
        follows(rewrite(P @ R @ L @ P, {P @ R @ L @ P: P}), P, "u_H w_0 = P"),
        follows(rewrite(u @ (L @ P) @ R, split_P), u, "u_j w_0 R = u_j"),
        follows(rewrite(L @ (P @ R) @ w, split_P), w, "L u_H w_j = w_j"),
    )


def frames() -> Outcome:
    """``((1 - t) w + t w') u = I_r``; and (U E, E^T U^{-1}) is a pair for every invertible U, E the first r columns."""
    u, w, other = Symbol("u", "d", "r"), Symbol("w", "r", "d"), Symbol("w_other", "r", "d")
    U, inverse, E = Symbol("U", "d", "d"), Symbol("U_inverse", "d", "d"), Symbol("E", "d", "r")
    line = (1 - t) * w + t * other
    return all_of(
        follows(rewrite(line @ u, {w @ u: ONE, other @ u: ONE}), ONE, "the line of pairs with one u"),
        follows(rewrite(E.T @ inverse @ U @ E, {inverse @ U: identity("d"), E.T @ E: ONE}), ONE, "the moved pair"),
    )


def tangent_is_small() -> Outcome:
    """A layer before the narrowest one: A = A_e D, so A V B = A_e (...); after it B = D B_e, so A V B = (...) B_e."""
    A_e, B_e, D = Symbol("A_e", "d_H", "r"), Symbol("B_e", "r", "d_0"), Symbol("D", "r", "a")
    V, D_after = Symbol("V", "a", "b"), Symbol("D_after", "b", "r")
    before = derivative(product(A_e, D, W, B), {W: V})
    after = derivative(product(A, W, D_after, B_e), {W: V})
    return all_of(same(before, A_e @ (D @ V @ B), "dP by a layer before"), same(after, A @ V @ D_after @ B_e, "after"))


def tangent_is_large() -> Outcome:
    """V = Z W_H in the last layer and V = W_1 Z' in the first give Z P + P Z'."""
    W_H, W_1, inner = Symbol("W_H", "d_H", "a"), Symbol("W_1", "b", "d_0"), Symbol("G", "a", "b")
    Z, other = Symbol("Z", "d_H", "d_H"), Symbol("Z_other", "d_0", "d_0")
    whole = W_H @ inner @ W_1
    return same(derivative(whole, {W_H: Z @ W_H, W_1: W_1 @ other}), Z @ whole + whole @ other, LOWER)


IN_WORDS: Mapping[str, Callable[[], Outcome]] = {
    STEP: next_layer,
    LAST: whole_product,
    ENDS: at_zero,
    FAMILIES: families,
    FRAMES: frames,
    UPPER: tangent_is_small,
    LOWER: tangent_is_large,
}


def cases_of_fibre(size: str, seed: int) -> Iterator[Widths | WordCase]:
    """All widths of the size, smallest first, and the steps of the proof."""
    shapes = [
        widths
        for depth, most in ARCHITECTURES[size]
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1)
    ]
    yield from sorted(shapes, key=lambda widths: (len(widths), sum(widths), widths))
    yield from (("any depth", step) for step in IN_WORDS)


def covered(size: str) -> str:
    sizes = ", ".join(f"depth {depth} with widths up to {most}" for depth, most in ARCHITECTURES[size])
    return (
        "any depth and any widths: the retraction of the fibre, its pairs and its tangent spaces in matrix words; and "
        f"by a second route exact points of every orientation in one fibre for {sizes}"
    )


@claim(
    "trager.fibre",
    source=TRAGER.at("the fibres of the product map: smoothness, dimension and number of components"),
    statement=r"\operatorname{rank} P = r = \min_i d_i \Rightarrow \dim \mu^{-1}(P) = \sum_i d_i d_{i-1} - r (d_0 + "
    r"d_H - r), \; \mu^{-1}(P) \text{ has } 2^b \text{ path-connected components}, \; b = \#\{0 < i < H : d_i = r\}",
    over=cases("any depth, greatest rank", cases_of_fibre, sentence=covered, strength=Verdict.PROVED, fields="widths"),
    made_precise="real weights; the fibre is a manifold of this dimension at each of its points; b counts hidden "
    "layers only, not the input or the output. Stated in our words: the text of the theorem was not at hand. For a "
    "product of lower rank both numbers can be wrong",
    prose=(
        (
            "constant rank theorem: where the derivative has rank k at all points of an open set, fibres are "
            "manifolds of codimension k"
        ),
        (
            "products have rank at most r, and near P they have rank r; for rank P = r the matrices Z P + P Z' form "
            "a space of dimension r (d_0 + d_H - r), and A_e X + Y B_e with r columns and r rows one of at most this "
            "dimension"
        ),
        "for rank P = r there are L and R with L P R = I_r, and then P R L P = P",
        (
            "by induction on the layer W(t) stays in the fibre for all t > 0 and leads to t = 0, where the layers "
            "are u_j w_{j-1}"
        ),
        (
            "d x r matrices of rank r < d are the first columns of matrices of positive determinant, and GL_d^+ and "
            "GL_d^- are path-connected: so pairs (u_j, w_j) with d_j > r are connected, and those with d_j = r have "
            "two components, told apart by the sign of det u_j"
        ),
        "the components of the fibre are those of the pairs, one choice of sign for each hidden layer of width r: 2^b",
    ),
)
def fibre(subject: Subject) -> Outcome:
    """The weights with one product of the greatest possible rank form a manifold of the printed dimension with 2^b
    components.
    """
    step = where(subject)
    return at_points(subject) if step is None else IN_WORDS[step]()
