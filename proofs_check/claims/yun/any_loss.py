"""Theorem 4 and Corollary 5 of Yun, Sra and Jadbabaie (2019): any differentiable loss of the product of all layers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.claims.yun.parts.setting import INVERSES
from proofs_check.facts import written_papers as written
from proofs_check.facts.convex_losses import family, transposed
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, fails, is_true, undecided
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import YUN_SLOPES
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import hstack, vstack

Weights = tuple[dln.Matrix, ...]


class EntryLoss(NamedTuple):
    """A function of one entry, its derivative, its least value, and whether it has a critical point above that."""

    value: Callable[[Fraction], Fraction]
    slope: Callable[[Fraction], Fraction]
    least: Fraction


LOSSES = {
    "squares": EntryLoss(lambda r: (r - 1) ** 2, lambda r: 2 * (r - 1), Fraction(0)),
    "two wells": EntryLoss(lambda r: (r * r - 1) ** 2, lambda r: 4 * r * (r * r - 1), Fraction(0)),
    "wells of two depths": EntryLoss(
        lambda r: 3 * r**4 - 16 * r**3 + 18 * r**2, lambda r: 12 * r * (r - 1) * (r - 3), Fraction(-27)
    ),
}
"""The last two are not convex: a maximum between two minima, which in the last are of different depths."""


class LayersAndLoss(NamedTuple):
    """The name of a loss of the entries of the product, and the layers, as rows of whole numbers."""

    loss: str
    layers: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def weights(self) -> Weights:
        return tuple(dln.Matrix(rows) for rows in self.layers)

    @property
    def widths(self) -> tuple[int, ...]:
        return (len(self.layers[0][0]), *(len(rows) for rows in self.layers))


def product(weights: Sequence[dln.Matrix], last: int, first: int) -> dln.Matrix:
    """``W_last ... W_first``, the identity if last < first."""
    size = weights[first - 1].shape[1] if first <= len(weights) else weights[-1].shape[0]
    total = dln.Matrix.identity(size)
    for W in weights[first - 1 : last]:
        total = W @ total
    return total


def value(loss: str, P: dln.Matrix) -> Fraction:
    return sum(map(LOSSES[loss].value, P.entries()), Fraction(0))


def slope(loss: str, P: dln.Matrix) -> dln.Matrix:
    """The gradient of the loss by the product."""
    return dln.Matrix.from_entries(*P.shape, list(map(LOSSES[loss].slope, P.entries())))


def gradient(loss: str, weights: Weights) -> list[dln.Matrix]:
    depth = len(weights)
    G = slope(loss, product(weights, depth, 1))
    return [product(weights, depth, j + 1).T @ G @ product(weights, j - 1, 1).T for j in range(1, depth + 1)]


SHAPES = ((1, 1, 1), (1, 1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (1, 2, 2, 1), (2, 2, 2))
NARROW = (2, 1, 2)
"""A bottleneck, which does not meet the hypothesis."""


def is_critical(network: LayersAndLoss) -> bool:
    """Whether the gradient by every layer vanishes."""
    return all(G.is_zero() for G in gradient(network.loss, network.weights))


def not_critical(loss: str, widths: tuple[int, ...]) -> Iterator[LayersAndLoss]:
    """Points that are not critical, among all layers 2, the first layer 0 and the last layer 0."""
    last = len(widths) - 2
    for zero in (None, 0, last):
        entries = [0 if j == zero else 2 for j in range(last + 1)]
        rows = tuple(((entry,) * b,) * a for entry, (b, a) in zip(entries, itertools.pairwise(widths), strict=True))
        network = LayersAndLoss(loss, rows)
        if not is_critical(network):
            yield network


def networks(size: str, seed: int) -> Iterator[LayersAndLoss]:
    """All critical points with these entries, with at most three 1 where they have more than 4 weights, and others."""
    for loss, widths in itertools.product(LOSSES, (*SHAPES, NARROW)):
        yield from not_critical(loss, widths)
        number = sum(a * b for a, b in itertools.pairwise(widths))
        many, entries = number > 4, (0, 1) if number > 4 else (0, 1, 3) if number == 4 else (0, 1, -1, 3)
        layers = (
            [tuple(e[i : i + b] for i in range(0, a * b, b)) for e in itertools.product(entries, repeat=a * b)]
            for b, a in itertools.pairwise(widths)
        )
        for choice in itertools.product(*layers):
            network = LayersAndLoss(loss, choice)
            if many and sum(map(sum, itertools.chain(*choice))) > 3:
                continue
            if is_critical(network):
                yield network


CRITICAL = cases(
    "points of three losses",
    networks,
    sentence="squares and two polynomials of degree 4 of the entries of the product, one with minima of two depths; "
    "all critical points with entries 0, 1 and 3, of three weights or fewer -1 too, of more than four at most three "
    "not 0, at the widths "
    f"{SHAPES}, and at (2, 1, 2); and the points that are not critical among those with all entries 2, or 2 with the "
    "first or the last layer 0",
    strength=Verdict.VERIFIED,
)
wide = Hypothesis(
    "d_j >= min(d_x, d_y)",
    r"d_j \ge \min\{d_x, d_y\} \text{ for all } j",
    lambda network: min(network.widths) == min(network.widths[0], network.widths[-1]),
)


def at_product(network: LayersAndLoss) -> dln.Matrix:
    return product(network.weights, len(network.layers), 1)


critical = Hypothesis("critical", r"\nabla \ell(W) = 0", is_critical)
zero_slope = Hypothesis(
    "the gradient by the product vanishes",
    r"\nabla \ell_0(W_{H+1:1}) = 0",
    lambda network: slope(network.loss, at_product(network)).is_zero(),
)
slope_remains = Hypothesis(
    "the gradient by the product does not vanish",
    r"\nabla \ell_0(W_{H+1:1}) \ne 0",
    lambda network: not slope(network.loss, at_product(network)).is_zero(),
)
READ = (
    "in scope critical points of polynomials; a saddle is a critical point that is neither a local minimum nor a local "
    "maximum"
)


def is_saddle(network: LayersAndLoss) -> Outcome:
    """A critical point, and points as near as one likes with the same product at which the gradient does not vanish."""
    W, loss, P = network.weights, network.loss, at_product(network)
    G = slope(loss, P)
    if not is_critical(network):
        return fails("the gradient does not vanish", layers=network.layers)
    for turned in (False, True):
        ways = [family(transposed(W) if turned else W, G.T if turned else G, Fraction(1, n)) for n in (3, 1000)]
        moved = [transposed(each) if turned else each for each in ways if each is not None]
        if moved:
            return all_of(
                has_slopes(loss),
                *(has_a_way_up(loss, each, P) for each in moved),
            )
    return undecided("no points near by were found", layers=network.layers)


def has_slopes(loss: str) -> Outcome:
    """Whether the slope is the derivative: of a polynomial of degree 4 at most, by its values at four points."""
    f, slope = LOSSES[loss].value, LOSSES[loss].slope
    numbers = [Fraction(k) for k in range(-2, 3)]
    differences = [(f(r - 2) - 8 * f(r - 1) + 8 * f(r + 1) - f(r + 2)) / 12 for r in numbers]
    return equal([slope(r) for r in numbers], differences, "the derivative of the loss by an entry")


def has_a_way_up(loss: str, weights: Weights, P: dln.Matrix) -> Outcome:
    """The product is P, and the derivative of the loss along its gradient is the squared length of that, and not zero.

    The derivative comes from layers with two blocks ``[[W, V], [0, W]]``, in whose product stand P and dP.
    """
    V, (rows, columns) = gradient(loss, weights), P.shape
    doubled = [
        vstack([hstack([W, way]), hstack([dln.Matrix.zeros(*W.shape), W])]) for W, way in zip(weights, V, strict=True)
    ]
    change = product(doubled, len(doubled), 1).block(range(rows), range(columns, 2 * columns))
    rate = (slope(loss, P).T @ change).trace()
    return all_of(
        equal(product(weights, len(weights), 1), P, "the product near by"),
        equal(rate, sum((way.T @ way).trace() for way in V), "the derivative along the gradient"),
        is_true(rate > 0, "the gradient near by is not zero", layers=weights),
    )


@claim(
    "yun.any-loss.saddle",
    source=YUN_SLOPES.at("Theorem 4, 1."),
    statement=r"\ell_0 \text{ differentiable}, \; d_j \ge \min\{d_x, d_y\}, \; \nabla \ell(W) = 0, \; \nabla "
    r"\ell_0(W_{H+1:1}) \ne 0 \Rightarrow W \text{ is a saddle of } \ell(W) = \ell_0(W_{H+1:1})",
    over=CRITICAL,
    assuming=(wide, critical, slope_remains),
    made_precise=READ,
    written=written.ANY_LOSS_SADDLES,
)
def saddle(network: LayersAndLoss) -> Outcome:
    """A critical point at which the loss of the product still has a gradient is a saddle."""
    return is_saddle(network)


def is_extremum(loss: str, P: dln.Matrix, sign: int) -> bool:
    """Whether every entry is a local minimum (``sign`` 1) or maximum (-1) of the polynomial, by values near by."""
    entry = LOSSES[loss].value
    near = (Fraction(1, 100), Fraction(-1, 100))
    return all(all(sign * (entry(x + h) - entry(x)) > 0 for h in near) for x in P.entries())


@claim(
    "yun.any-loss.local",
    source=YUN_SLOPES.at("Theorem 4, 2. (a)"),
    statement=r"\nabla \ell_0(W_{H+1:1}) = 0, \; W_{H+1:1} \text{ a local min (max) of } \ell_0 \Rightarrow W \text{ a "
    r"local min (max) of } \ell",
    over=CRITICAL,
    assuming=(wide, zero_slope),
    made_precise="in scope at four points near the weights, at distance 1/1000 in each entry",
    written=written.ANY_LOSS_MINIMA,
)
def local(network: LayersAndLoss) -> Outcome:
    """Where the product is a local minimum or maximum, so are the layers."""
    P, here = at_product(network), value(network.loss, at_product(network))
    for sign in (1, -1):
        if is_extremum(network.loss, P, sign):
            near = [value_near(network, pattern) for pattern in range(4)]
            return all_of(
                has_slopes(network.loss),
                *(is_true(sign * (found - here) >= 0, "the value near by") for found in near),
                is_true(any(found != here for found in near), "it is another at one of the points"),
            )
    kinds = {tuple(is_extremum(network.loss, entry, sign) for sign in (1, -1)) for entry in single_entries(P)}
    return equal(kinds, {(True, False), (False, True)}, "some entries are local minima, and all others local maxima")


def single_entries(P: dln.Matrix) -> list[dln.Matrix]:
    return [dln.Matrix([[entry]]) for entry in P.entries()]


def value_near(network: LayersAndLoss, pattern: int) -> Fraction:
    """The loss after a small step by this pattern of signs."""
    moved = tuple(
        W
        + dln.Matrix.from_entries(*W.shape, [(k + j + 1) * (pattern + 1) % 3 - 1 for k in range(len(W.entries()))])
        * Fraction(1, 1000)
        for j, W in enumerate(network.weights)
    )
    return value(network.loss, product(moved, len(moved), 1))


@claim(
    "yun.any-loss.global",
    source=YUN_SLOPES.at("Theorem 4, 2. (b)"),
    statement=r"\nabla \ell_0(W_{H+1:1}) = 0: \; W \text{ a global min (max) of } \ell \Leftrightarrow W_{H+1:1} "
    r"\text{ a "
    r"global min (max) of } \ell_0",
    over=CRITICAL,
    assuming=(wide, zero_slope),
    made_precise="in scope for minima: the least value of the loss over matrices is that of weights with the best "
    "product; a polynomial of even degree here has no maximum",
    written=written.ANY_LOSS_MINIMA,
)
def global_(network: LayersAndLoss) -> Outcome:
    """The layers are a global minimum exactly where their product is one."""
    P = at_product(network)
    least = len(P.entries()) * LOSSES[network.loss].least
    best = {"squares": 1, "two wells": 1, "wells of two depths": 3}[network.loss]
    reached = with_product(network.widths, dln.Matrix.from_entries(*P.shape, [best] * len(P.entries())))
    return all_of(
        equal(value(network.loss, product(reached, len(reached), 1)), least, "the least value is taken by weights"),
        equal(value(network.loss, P) == least, slope_and_best(network, best), "global, and the product the best one"),
    )


def slope_and_best(network: LayersAndLoss, best: int) -> bool:
    """Whether all entries are minimisers: the best number, or its negative where the loss is even."""
    good = {Fraction(best)} | ({Fraction(-best)} if network.loss == "two wells" else set())
    return set(at_product(network).entries()) <= good


def with_product(widths: tuple[int, ...], P: dln.Matrix) -> Weights:
    """Weights with this product: P, with rows or columns of zeros, in the layer at the wider end, parts of identities
    in the others.
    """
    narrow = min(widths[0], widths[-1])
    ones = [dln.Matrix.diagonal([1] * narrow, (a, b)) for b, a in itertools.pairwise(widths)]
    last = widths[0] <= widths[-1]
    place = len(ones) - 1 if last else 0
    rows, columns = ones[place].shape
    padded = [
        P[i, j] if i < P.shape[0] and j < P.shape[1] else 0 for i, j in itertools.product(range(rows), range(columns))
    ]
    ones[place] = dln.Matrix.from_entries(rows, columns, padded)
    return tuple(ones)


VANISHES = (
    "A: e x a; B: c x b; K: a x e; L: b x c; G: e x b; A K = I; L B = I; A' G B' = 0 |- G = 0, A K G = G, G L B = G"
)
REACHES = "A: e x a; W: a x c; B: c x b; K: a x e; L: b x c; D: e x b; A K = I; L B = I |- A (W + K D L) B = A W B + D"


def full_layer(network: LayersAndLoss) -> int | None:
    """A layer before which the product has full column rank, and after which it has full row rank."""
    W, depth = network.weights, len(network.layers)
    d = network.widths
    for j in range(1, depth + 1):
        if product(W, depth, j + 1).rank() == d[-1] and (j == 1 or product(W, j - 1, 1).rank() == d[0]):
            return j
    return None


has_full_layer = Hypothesis(
    "a layer between full ranks",
    r"\exists j^*: \; W_{H+1:j^*+1} \text{ has full row rank and } W_{j^*-1:1} \text{ has full column rank}",
    lambda network: full_layer(network) is not None,
)


@claim(
    "yun.any-loss.full-rank",
    source=YUN_SLOPES.at("Theorem 4, 3."),
    statement=r"W_{H+1:j^*+1} \text{ of full row rank}, \; W_{j^*-1:1} \text{ of full column rank}, \; \nabla \ell(W) "
    r"= 0 "
    r"\Rightarrow \nabla \ell_0(W_{H+1:1}) = 0",
    over=CRITICAL,
    assuming=(wide, has_full_layer, critical),
    made_precise="full ranks give the inverses on one side in the formal statement",
    axioms=(INVERSES,),
    proof=matrices(VANISHES),
)
def full_rank(network: LayersAndLoss) -> Outcome:
    """Between a product of full column rank and one of full row rank, a critical layer has a critical product."""
    return is_true(slope(network.loss, at_product(network)).is_zero(), "the gradient by the product vanishes")


@claim(
    "yun.any-loss.converse",
    source=YUN_SLOPES.at("Theorem 4, 3. (a)"),
    statement=r"\text{with such a } j^*: \; W \text{ a local min (max) of } \ell \Rightarrow W_{H+1:1} \text{ a local "
    r"min "
    r"(max) of } \ell_0",
    over=CRITICAL,
    assuming=(wide, has_full_layer),
    made_precise="the formal statement moves one layer so that the product moves by any given matrix",
    prose=(
        "the step K D L of the layer is small where the matrix D is, so every value of the loss near the product is "
        "taken "
        "near the layers, and a local minimum (maximum) there is one of the product",
    ),
    axioms=(INVERSES,),
    proof=matrices(REACHES),
)
def converse(network: LayersAndLoss) -> Outcome:
    """Between full ranks the product of a local minimum or maximum is one."""
    W, j, depth = network.weights, full_layer(network) or 1, len(network.layers)
    A, B = product(W, depth, j + 1), product(W, j - 1, 1)
    P = at_product(network)
    D = dln.Matrix.from_entries(*P.shape, [Fraction(k + 1, 7) for k in range(len(P.entries()))])
    step = A.pseudoinverse() @ D @ B.pseudoinverse()
    moved = (*W[: j - 1], W[j - 1] + step, *W[j:])
    return equal(product(moved, depth, 1), P + D, "the product after the step")


@claim(
    "yun.any-loss.corollary",
    source=YUN_SLOPES.at("Corollary 5"),
    statement=r"\text{every critical point of } \ell_0 \text{ is a global min}, \; \nabla \ell(W) = 0: \; \nabla "
    r"\ell_0(W_{H+1:1}) \ne 0 \Rightarrow W \text{ a saddle}, \; \nabla \ell_0(W_{H+1:1}) = 0 \Rightarrow W \text{ a "
    r"global min of } \ell",
    over=CRITICAL,
    assuming=(
        wide,
        critical,
        Hypothesis(
            "critical points of the loss are global minima",
            r"\nabla \ell_0(R) = 0 \Rightarrow \ell_0(R) = \min \ell_0",
            lambda network: network.loss == "squares",
        ),
    ),
    made_precise=READ,
    written=written.ANY_LOSS_MINIMA,
)
def corollary(network: LayersAndLoss) -> Outcome:
    """If every critical point of the loss of the product is global, there are saddles and global minima only."""
    P = at_product(network)
    if slope(network.loss, P).is_zero():
        return equal(value(network.loss, P), Fraction(0), "the loss, and the least one")
    return is_saddle(network)
