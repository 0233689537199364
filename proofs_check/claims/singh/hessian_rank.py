"""Upper bounds on the rank of the Hessian and its two parts, Singh, Bachmann and Hofmann (2021)."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import NamedTuple

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sources import SINGH
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, WordCase, any_loss, same, where
from symdln.algebra.words import Expression, Symbol, derivative, gradient, inner, product

SEMICONTINUITY = (
    "a matrix of polynomials has its greatest rank outside the zeros of a polynomial that is not zero, so a rank found "
    "at one point is at most that of almost all points"
)


ROWS = "the rank of a matrix is at most the sum of the ranks of its blocks of rows"


TWO_SPACES = (
    "the matrices C U + V R of shape a x b, with C of q columns and R of q rows, q <= min(a, b), form a space of "
    "dimension at most q (a + b - q)"
)


FACTOR = (
    "X = E X' with r columns in E: the loss sees W_1 only in W_1 E, so the Hessian is that of the network with r "
    "inputs between a matrix and its transpose; likewise at both ends for a residual F = G T H^T with s "
    "columns in G and in H"
)


CHAIN_RULE = "D^2 (f o P)[V, V] = D^2 f[dP, dP] + Df[d^2 P]: the two parts of the Hessian"


Shape = tuple[tuple[int, ...], int]
"""Widths, and the rank r of Sxx."""


ARCHITECTURES = {
    "small": ((2, 2), (3, 2)),
    "default": ((2, 4), (3, 3), (4, 2)),
    "large": ((2, 6), (3, 4), (4, 3)),
}
"""Pairs (depth, largest width)."""


TRIALS = 6


class Ranks(NamedTuple):
    """The three ranks: of the outer-product part, of the functional part and of the Hessian of the loss."""

    outer: int
    functional: int
    loss: int


def printed(widths: tuple[int, ...], r: int) -> Ranks:
    """q (r + K - q), 2 q M + 2 q s - L q^2 and 2 q M - L q^2 + q (r + K)."""
    K, hidden, L = widths[-1], widths[1:-1], len(widths) - 1
    M, q, s = sum(hidden), min(r, K, *hidden), min(r, K)
    return Ranks(q * (r + K - q), 2 * q * M + 2 * q * s - L * q**2, 2 * q * M - L * q**2 + q * (r + K))


def contained(widths: tuple[int, ...], r: int) -> Ranks:
    """The dimensions of the spaces that hold the ranges, counted layer by layer: q (a + b - q) for a layer of a x b.

    The outer-product part has the range of dP X, which is as large as a layer from r to K; the functional part is that
    of a network with s inputs and s outputs.
    """
    K, hidden = widths[-1], widths[1:-1]
    q, s = min(r, K, *hidden), min(r, K)

    def layers(*sizes: int) -> int:
        return sum(q * (a + b - q) for a, b in itertools.pairwise(sizes))

    return Ranks(layers(r, K), layers(s, *hidden, s), layers(r, *hidden, K))


def inputs(d: int, r: int) -> dln.Matrix:
    """X of shape d x r and rank r: the identity, and below it small integers."""
    return dln.Matrix([[int(i == j) if i < r else (i + 2 * j) % 3 - 1 for j in range(r)] for i in range(d)])


def integers(rows: int, columns: int, most: int, rng: random.Random) -> dln.Matrix:
    return dln.Matrix.from_entries(rows, columns, [rng.randint(-most, most) for _ in range(rows * columns)])


def at_integers(case: Shape, most: int, seed: int) -> dln.Point:
    """Weights and targets with integer entries up to ``most``, drawn from the seed."""
    widths, r = case
    rng = random.Random(seed)
    weights = [integers(m, n, most, rng) for n, m in itertools.pairwise(widths)]
    problem = dln.Problem.from_data(inputs(widths[0], r), integers(widths[-1], r, most, rng), widths[1:-1])
    return dln.Point(problem, weights)


def outer_part(point: dln.Point) -> dln.Matrix:
    """The Hessian at the same weights for targets that they meet: the part with the residual is then zero."""
    problem = point.problem
    met = point.end_to_end @ problem.Sxx
    moments = problem.Sxx, met, met @ point.end_to_end.T
    return dln.Point(dln.Problem.from_moments(*moments, problem.widths[1:-1]), point.weights).hessian


def jacobian(point: dln.Point) -> dln.Matrix:
    """The derivatives of P Sxx by all weights, one row each: ``A_j E B_j Sxx`` for every unit matrix E."""
    problem, rows = point.problem, []
    for j, shape in enumerate(problem.shapes, 1):
        A, B = point.product(problem.depth, j + 1), point.product(j - 1, 1) @ problem.Sxx
        rows += [(A.column(a) @ B.row(b)).entries() for a in range(shape[0]) for b in range(shape[1])]
    return dln.Matrix(rows)


def ranks(point: dln.Point) -> Ranks:
    outer = outer_part(point)
    return Ranks(outer.rank(), (point.hessian - outer).rank(), point.hessian.rank())


def architectures(size: str, seed: int) -> Iterator[Shape]:
    """All widths of the size, each with all ranks of Sxx, smallest first."""
    shapes = [
        (widths, r)
        for depth, most in ARCHITECTURES[size]
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1)
        for r in range(1, widths[0] + 1)
    ]
    yield from sorted(shapes, key=lambda case: (len(case[0]), sum(case[0]), case))


def in_words_of(size: str) -> str:
    sizes = ", ".join(f"depth {depth} with widths up to {most}" for depth, most in ARCHITECTURES[size])
    return f"{sizes}, each with every rank of Sxx"


SETTING = (
    "L is the number of weight matrices and M the sum of the hidden widths, as in the code that the authors publish "
    "with the paper (their README and notebook print the three formulas as upper bounds); squared loss, no biases"
)


LATER = "the narrowest layer comes after both layers"


BETWEEN = "the narrowest layer lies between the two layers"


EARLIER = "the narrowest layer comes before both layers"


PRODUCT_LATER = "dP, the narrowest layer after the one that moves"


PRODUCT_EARLIER = "dP, the narrowest layer before the one that moves"


RESIDUAL = "a residual of rank at most s"


STEPS = (LATER, BETWEEN, EARLIER, PRODUCT_LATER, PRODUCT_EARLIER, RESIDUAL)


PATHS = {
    LATER: ("A", "D", "W_k", "M", "W_j", "B"),
    BETWEEN: ("A", "W_k", "D", "E", "W_j", "B"),
    EARLIER: ("A", "W_k", "M", "W_j", "D", "B"),
    PRODUCT_LATER: ("A", "D", "W_j", "B"),
    PRODUCT_EARLIER: ("A", "W_j", "D", "B"),
}


NARROWEST = {LATER: 1, BETWEEN: 3, EARLIER: 5, PRODUCT_LATER: 1, PRODUCT_EARLIER: 3}
"""How many factors of the product come after the narrowest layer, that is, to its left."""


class Path:
    """P as the product of marked layers W_j, W_k and opaque products between them, cut at the layer of width q."""

    def __init__(self, step: str):
        names, self.cut = PATHS[step], NARROWEST[step]
        sizes = ["K", *(f"d_{place}" for place in range(1, len(names))), "r"]
        sizes[self.cut] = "q"
        self.factors = [Symbol(name, *shape) for name, shape in zip(names, itertools.pairwise(sizes), strict=True)]
        self.P = product(*self.factors)
        self.moves = {W: Symbol(f"V_{W.name[2:]}", *W.shape) for W in self.factors if W.name.startswith("W_")}

    def spaces(self, W: Symbol, F: Expression) -> tuple[Expression, Expression]:
        """C of q columns and R of q rows, which hold the gradient by W of all losses with gradient F as C U + V R."""
        place = self.factors.index(W)
        A, B = product(*self.factors[:place]), product(*self.factors[place + 1 :])
        outward, inward = product(*self.factors[: self.cut]), product(*self.factors[self.cut :])
        if self.cut <= place:
            return product(*self.factors[self.cut : place]).T, outward.T @ F @ B.T
        return A.T @ F @ inward.T, product(*self.factors[place + 1 : self.cut]).T


def is_contained(value: Expression, C: Expression, R: Expression) -> bool:
    """Whether every word of the sum begins with the word C or ends with the word R."""
    (left, _), (right, _) = *C.terms, *R.terms
    return all(word[: len(left)] == left or word[-len(right) :] == right for word, _ in value.terms)


def range_of_hessian(step: str) -> Outcome:
    """Every block of the Hessian times a direction is C U + V R, where C and R do not depend on the direction.

    The product rule gives all terms: the gradient F of the loss by P moves (in any way) and so do both layers.
    """
    path = Path(step)
    F = Symbol("F", "K", "r")
    moves = {F: Symbol("F_dot", "K", "r"), **path.moves}
    outcomes = []
    for W in path.moves:
        C, R = path.spaces(W, F)
        value = derivative(gradient(any_loss(path.P), W), moves)
        still = not (C.letters() | R.letters()) & {letter for move in moves.values() for letter in move.letters()}
        sizes = (C.rows, C.columns, R.rows, R.columns) == (W.rows, "q", "q", W.columns)
        outcomes.append(is_true(is_contained(value, C, R) and sizes and still, f"{value} is of the form C U + V R"))
    return all_of(*outcomes)


def range_of_product(step: str) -> Outcome:
    """dP is C U or V R, with C the product after the narrowest layer and R that before it."""
    path = Path(step)
    C, R = product(*path.factors[: path.cut]), product(*path.factors[path.cut :])
    value = derivative(path.P, path.moves)
    return is_true(is_contained(value, C, R), f"{value} is of the form C U + V R, with C = {C} and R = {R}")


def small_residual() -> Outcome:
    """``tr(F^T P)`` with F = G T H^T is ``tr(T^T G^T P H)``: G^T W_L and W_1 H are layers of a network with ends s.

    T may be singular, so every residual of rank at most s = min(r, K) is of this form.
    """
    G, T, H = Symbol("G", "K", "s"), Symbol("T", "s", "s"), Symbol("H", "r", "s")
    P = Symbol("P", "K", "r")
    return same(inner(G @ T @ H.T, P), inner(T, G.T @ P @ H), RESIDUAL)


def step_in_words(step: str) -> Outcome:
    if step == RESIDUAL:
        return small_residual()
    return range_of_hessian(step) if step in (LATER, BETWEEN, EARLIER) else range_of_product(step)


def below_bound(case: Shape) -> Outcome:
    """At zero, at weights of low rank and at large integers, the ranks are at most the bounds."""
    bound, outcomes = printed(*case), [equal(contained(*case), printed(*case), "the spaces that hold the ranges")]
    for most, seed in ((0, 0), (1, 0), (1, 1), (9, 0)):
        point = at_integers(case, most, seed)
        for name, found, limit in zip(Ranks._fields, ranks(point), bound, strict=True):
            outcomes.append(at_most(found, limit, f"rank of the {name} Hessian", weights=point.weights))
    return all_of(*outcomes)


def cases_of_bound(size: str, seed: int) -> Iterator[Shape | WordCase]:
    yield from architectures("small", seed)
    yield from (("any depth", step) for step in STEPS)


@claim(
    "singh.hessian-rank.bound",
    source=SINGH.at("upper bounds on the rank of the outer-product, functional and loss Hessian"),
    statement=r"\operatorname{rank} H_o \le q (r + K - q), \quad \operatorname{rank} H_f \le 2 q M + 2 q s - L q^2, "
    r"\quad \operatorname{rank} H_L \le 2 q M - L q^2 + q (r + K)",
    over=cases(
        "any depth, all weights",
        cases_of_bound,
        sentence="any depth, widths, weights and data, in matrix words: every term of every block of the Hessian times "
        "a direction passes through the narrowest layer; and by a second route the exact ranks at four points "
        f"of {in_words_of('small')}",
        strength=Verdict.PROVED,
        fields=("widths", "r"),
    ),
    made_precise=f"at all weights, for all data with rank Sxx = r; {SETTING}",
    prose=(
        "D^2 (f o P)[V, V] = D^2 f[dP, dP] + Df[d^2 P]: the two parts of the Hessian",
        "the rank of a matrix is at most the sum of the ranks of its blocks of rows",
        (
            "the matrices C U + V R of shape a x b, with C of q columns and R of q rows, q <= min(a, b), form a "
            "space of dimension at most q (a + b - q)"
        ),
        (
            "X = E X' with r columns in E: the loss sees W_1 only in W_1 E, so the Hessian is that of the network "
            "with r inputs between a matrix and its transpose; likewise at both ends for a residual F = G T H^T with "
            "s columns in G and in H"
        ),
    ),
)
def bound(subject: Subject) -> Outcome:
    """The Hessian and its two parts have at most the printed ranks, at all weights."""
    step = where(subject)
    return below_bound(subject) if step is None else step_in_words(step)


def greatest(case: Shape) -> Outcome | Ranks:
    """The greatest ranks over all weights and targets: reached at one exact point, and no point has greater ones."""
    limit = contained(*case)
    seen: list[Ranks] = []
    for seed in range(TRIALS):
        point = at_integers(case, 4, seed)
        found = ranks(point)
        if found.outer != jacobian(point).rank():
            return fails("the outer-product part has another rank than dP X", weights=point.weights)
        if any(rank > most for rank, most in zip(found, limit, strict=True)):
            return fails(f"ranks {tuple(found)} beyond the bounds {tuple(limit)}", weights=point.weights)
        seen.append(found)
        best = Ranks(*map(max, zip(*seen, strict=True)))
        if best == limit:
            return best
    return undecided(f"{TRIALS} points reach only the ranks {sorted(set(seen))} of {tuple(limit)}")


@claim(
    "singh.hessian-rank",
    in_print=False,
    source=SINGH.at("the rank of the outer-product, functional and loss Hessian"),
    statement=r"\operatorname{rank} H_o = q (r + K - q), \quad \operatorname{rank} H_f = 2 q M + 2 q s - L q^2, "
    r"\quad \operatorname{rank} H_L = 2 q M - L q^2 + q (r + K), \quad q = \min(r, K, d_1, \dots, d_{L-1}), \; "
    r"s = \min(r, K)",
    over=cases(
        "architectures and ranks",
        architectures,
        sentence=lambda size: f"{in_words_of(size)}: an exact point with the greatest rank that any point has",
        strength=Verdict.VERIFIED,
        fields=("widths", "r"),
    ),
    made_precise="for all weights and targets outside the zeros of some polynomial that is not zero, for each rank r "
    "of Sxx; the equality is shown by one exact rational point and the bound of singh.hessian-rank.bound, which holds "
    f"at all points. {SETTING}",
    axioms=(SEMICONTINUITY, CHAIN_RULE, ROWS, TWO_SPACES, FACTOR),
)
def hessian_rank(case: Shape) -> Outcome:
    """At almost all weights and targets, the Hessian and its two parts have exactly the printed ranks."""
    found = greatest(case)
    if isinstance(found, Outcome):
        return found
    outcomes = [
        equal(rank, formula, f"greatest rank of the {name} Hessian")
        for name, rank, formula in zip(Ranks._fields, found, printed(*case), strict=True)
    ]
    return all_of(*outcomes)
