"""Almost every trajectory: the criteria, the architectures that they settle, and what they leave open."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check import almost_every as checker
from proofs_check.claims.ours.dimension import tangent_moves
from proofs_check.facts import written
from proofs_check.facts.extrema import critical_above_minimum
from proofs_check.kernel import CertificateRefusedError
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, holds, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.subjects import Subject
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.critical_points import every_critical_point
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix
from symdln.almost_every.criteria import by_eigenvalues, by_ranks
from symdln.almost_every.decide import FlowAnswer, almost_every
from symdln.almost_every.invariants import generic_rank
from symdln.almost_every.kinds import SaddleKind
from symdln.landscape.classification import NON_STRICT

PLACE = OURS.at("almost every trajectory")
ALMOST_EVERY = r"\text{almost every trajectory of } \dot W = -\nabla L(W) \text{ converges to a global minimiser}"
GRADIENT_FLOW = "the flow in the given weights, for all X and Y with these ranks"


class Architecture(NamedTuple):
    """Widths rank X, d_1, ..., d_H, and rank Sxy."""

    widths: tuple[int, ...]
    cross_rank: int


LARGEST = {
    "small": {2: 2, 3: 2, 4: 2},
    "default": {2: 3, 3: 4, 4: 3, 5: 2},
    "large": {2: 4, 3: 5, 4: 4, 5: 3},
}
"""The largest width of the architectures, by depth."""


def narrow(widths: tuple[int, ...]) -> bool:
    """Whether rank X >= d_H and no hidden width is below d_H: Assumption 1 of Chitour, Liao and Couillet."""
    return min(widths) == widths[-1]


def architectures(size: str, seed: int) -> Iterator[Architecture]:
    """All architectures up to the largest widths with the output no wider than the rest, and every rank of Sxy."""
    for depth, most in LARGEST[size].items():
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1):
            if narrow(widths):
                yield from (Architecture(widths, rank) for rank in range(1, widths[-1] + 1))


def listed(size: str) -> str:
    return ", ".join(f"{most} at depth {depth}" for depth, most in LARGEST[size].items())


every_architecture = cases(
    "architectures",
    architectures,
    sentence=lambda size: (
        "architectures with rank X >= d_H, no hidden width below d_H, and every positive rank of Sxy, with widths up "
        f"to {listed(size)}"
    ),
    of=Subject("architectures with rank X and rank Sxy"),
    strength=Verdict.VERIFIED,
)


def accepted(answer: FlowAnswer) -> Outcome:
    """The independent checker, which finds the kinds by itself, accepts the certificate."""
    try:
        return holds(checker.check(answer.certificate()))
    except CertificateRefusedError as refused:
        return fails(f"the certificate is refused: {refused}", widths=answer.widths, cross_rank=answer.cross_rank)


settled = Hypothesis(
    "each kind of non-strict saddles meets (A), (A2) or (B)",
    r"\text{(A), (A2) or (B) for each kind of non-strict saddles}",
    lambda case: almost_every(*case, criteria=("A", "A2", "B")).is_settled,
    Level.CASE,
)


@claim(
    "ours.almost-every",
    source=PLACE,
    statement=rf"\text{{(A), (A2) or (B) for each kind of non-strict saddles}} \Rightarrow {ALMOST_EVERY}",
    over=every_architecture,
    assuming=(settled,),
    made_precise=f"{GRADIENT_FLOW}, the nonzero singular values being distinct where (B) is used; at the architectures "
    "in scope a certificate for each kind, of integers and of ranks modulo a prime (which bound ranks over the "
    "rationals from below), is accepted by a checker that finds the kinds by itself",
    written=written.FLOWS,
)
def architecture_is_settled(case: Architecture) -> Outcome:
    """If each kind of non-strict saddles meets a criterion, almost every trajectory of gradient flow converges to a
    global minimiser.
    """
    return accepted(almost_every(*case, criteria=("A", "A2", "B")))


def _wide(case: Architecture) -> bool:
    if len(case.widths) != 4:
        return False
    d_0, d_1, d_2, d_y = case.widths
    return d_2 >= 2 * d_y - 1 or d_1 >= d_0 + d_y - 1


wide_layer = Hypothesis(
    "depth 3 and d_2 >= 2 d_y - 1 or d_1 >= d_x + d_y - 1",
    r"H = 3, \; d_2 \ge 2 d_y - 1 \text{ or } d_1 \ge d_x + d_y - 1",
    _wide,
    Level.CASE,
)


@claim(
    "ours.almost-every.depth-three",
    source=PLACE,
    statement=rf"H = 3, \; d_1, d_2 \ge d_y, \; d_2 \ge 2 d_y - 1 \text{{ or }} d_1 \ge d_x + d_y - 1 \Rightarrow "
    rf"{ALMOST_EVERY}",
    over=every_architecture,
    assuming=(wide_layer,),
    made_precise="for all X and Y, ties and ranks; d_x may be replaced by rank X; at the architectures in scope "
    "criterion (A) alone settles each kind, as a certificate shows",
    written=written.FLOWS_DEPTH_THREE,
)
def wide_layer_is_enough(case: Architecture) -> Outcome:
    """At depth 3 one hidden layer that is wide enough makes almost every trajectory converge to a global minimiser."""
    answer = almost_every(*case, criteria=("A",))
    if not answer.is_settled:
        return fails("criterion (A) leaves a kind", widths=case.widths, kind=str(answer.open[0]))
    return accepted(answer)


def _one_string(case: Architecture) -> bool:
    widths, n = case
    return len(widths) == 4 and widths[1] == widths[2] == n == min(widths[0], widths[3]) and n <= 3


one_string_widths = Hypothesis(
    "H = 3, d_1 = d_2 = min(d_x, d_y) = rank Sxy is 2 or 3",
    r"H = 3, \; d_1 = d_2 = \min(d_x, d_y) = \operatorname{rank} \Sigma_{xy} \in \{2, 3\}",
    lambda case: _one_string(case) and case[1] > 1,
    Level.CASE,
)


@claim(
    "ours.almost-every.one-string",
    source=PLACE,
    statement=rf"\text{{widths }} (d_x, 2, 2, 2) \text{{ and }} (d_x, 3, 3, 3): {ALMOST_EVERY}",
    over=every_architecture,
    assuming=(one_string_widths,),
    made_precise="X of full row rank, rank Sxy = d_y, distinct singular values; at the architectures in scope the "
    "kinds of smaller rank are settled by (A), as a certificate shows, and what is left are kinds with "
    "one closing string",
    written=written.ONE_STRING,
)
def one_string_architectures(case: Architecture) -> Outcome:
    """For widths (d_x, 2, 2, 2) and (d_x, 3, 3, 3) almost every trajectory converges to a global minimiser."""
    answer = almost_every(*case, criteria=("A", "one string"))
    if not answer.is_settled:
        return fails("a kind is left", widths=case.widths, kind=str(answer.open[0]))
    left = [kind for kind, reason in answer.kinds if reason is not None and reason.criterion == "one string"]
    closing = {sum(n for (start, length), n in kind.strings if start + length > 3) for kind in left}
    return all_of(accepted(answer), equal(closing, {1}, "closing strings of the kinds that are left"))


# -- the equilibria on the sphere --------------------------------------------------------------------------------------


EQUILIBRIA = {"small": 20, "default": 200, "large": 3000}


class Equilibrium(NamedTuple):
    """A direction (x, y, z) and a positive definite matrix G, the inverse metric, for which it is critical."""

    direction: tuple[Fraction, Fraction, Fraction]
    metric: tuple[tuple[Fraction, ...], ...]


def equilibria(size: str, seed: int) -> Iterator[Equilibrium]:
    """Critical directions of f = - xyz on ellipsoids ``v^T G v = const``: a direction is drawn, then G to match it."""
    drawn = random.Random(f"equilibria {seed}")
    for number in range(EQUILIBRIA[size]):
        axis = number % 4 == 0
        theta = [Fraction(drawn.choice((-1, 1)) * drawn.randint(1, 6), drawn.randint(1, 4)) for _ in range(3)]
        if axis:
            kept = drawn.randrange(3)
            theta = [value if k == kept else Fraction(0) for k, value in enumerate(theta)]
        yield Equilibrium((theta[0], theta[1], theta[2]), _metric(theta, drawn))


def _metric(theta: list[Fraction], drawn: random.Random) -> tuple[tuple[Fraction, ...], ...]:
    """A positive definite G with ``grad f = 3 f G theta``; at an axis, where grad f = f = 0, any."""
    B = Matrix([[drawn.randint(-3, 3) + 7 * (i == j) for j in range(3)] for i in range(3)])
    A, t = B.T @ B, Matrix([[value] for value in theta])
    x, y, z = theta
    f = -x * y * z
    if f:
        v = Matrix([[-y * z / (3 * f)], [-x * z / (3 * f)], [-x * y / (3 * f)]])  # theta^T v = 1
        P = Matrix.identity(3) - t @ v.T
        A = v @ v.T + P.T @ A @ P
    return tuple(tuple(A[i, j] for j in range(3)) for i in range(3))


@claim(
    "ours.almost-every.equilibria",
    source=PLACE,
    statement=r"f = -x \, y \, z, \; \nabla f = 3 f G \theta, \; f(\theta) \ge 0 \Rightarrow \nabla^2 f - 3 f G \text{ "
    r"on } (G \theta)^\perp \text{ is nondegenerate and has a negative direction}",
    over=cases(
        "equilibria on ellipsoids",
        equilibria,
        sentence=lambda size: (
            f"{EQUILIBRIA[size]} rational directions, a quarter of them on the axes, each with a positive definite G "
            "for which it is critical, drawn with a seed"
        ),
        strength=Verdict.VERIFIED,
    ),
    made_precise="G is any positive definite symmetric matrix; where f(theta) < 0 the form is positive definite, where "
    "f(theta) > 0 negative definite, and at the axes, where f = 0, it has one direction of each sign",
    written=written.EQUILIBRIA,
)
def equilibria_are_unstable(case: Equilibrium) -> Outcome:
    """On every ellipsoid the critical points of -xyz are nondegenerate, and none with f >= 0 is a minimum of f."""
    (x, y, z), G = case.direction, Matrix(case.metric)
    f, theta = -x * y * z, Matrix([[x], [y], [z]])
    gradient = Matrix([[-y * z], [-x * z], [-x * y]])
    hessian = Matrix([[0, -z, -y], [-z, 0, -x], [-y, -x, 0]])
    across, second = (G @ theta).T.nullspace(), hessian - 3 * f * G
    found = inertia_of(across.T @ second @ across)
    expected = (1, 1, 0) if f == 0 else (0, 2, 0) if f > 0 else (2, 0, 0)
    return all_of(
        is_true(gradient == 3 * f * (G @ theta), "the direction is critical", direction=case.direction),
        # f has degree 3, so its second derivatives have degree 1, and at theta they give 2 grad f by Euler
        is_true(second @ theta == gradient, "the form takes the direction to the gradient", direction=case.direction),
        equal((found.positive, found.negative, found.zero), expected, "signature across the direction"),
    )


# -- what the criteria say at exact points -----------------------------------------------------------------------------


full_inputs = on_problem(
    "X has full row rank", r"\operatorname{rank} X = d_x", lambda problem: problem.data_rank == problem.input_width
)
hidden_layers = on_problem("depth >= 3", r"H \ge 3", lambda problem: problem.depth >= 3)
non_strict = on_point("n_- = 0", "n_- = 0", lambda point: point.inertia_by_hessian.negative == 0)


def saddle_kind_of(point: dln.Point) -> SaddleKind:
    """The kind of a point in plain integers."""
    kind = dln.kind_of(point)
    strings = sorted(((s.start, s.length), n) for s, n in kind.strings.items())
    return SaddleKind(point.problem.depth, kind.rank, tuple(strings))


def invariant_of(point: dln.Point, j: int) -> Matrix:
    """``C_j = W_{j+1}^T W_{j+1} - W_j W_j^T``."""
    W, after = point.weights[j - 1], point.weights[j]
    return after.T @ after - W @ W.T


def is_conserved(point: dln.Point, j: int) -> Outcome:
    """C_j, quadratic in the weights, has no first derivative along the gradient, at weights that are not critical."""
    V = [Matrix.from_entries(*W.shape, range(1, len(W.entries()) + 1)) for W in point.weights]
    away = next((other for other in (point.moved(V, t) for t in (1, 2, 3)) if not other.is_critical), None)
    if away is None:
        return fails("the weights at all three distances along V are critical")
    behind, ahead = (invariant_of(away.moved(away.gradient, step), j) for step in (-1, 1))
    return equal(behind, ahead, "C_j at equal distances behind and ahead along the gradient")


def common_eigenvalue(point: dln.Point, j: int) -> Outcome:
    """The squared singular values of ``W_{j+1}`` are eigenvalues of C_j and of - C_{j+1}: with S their common part."""
    W = point.weights[j]
    gram, size = W.T @ W, W.rank()
    one = (invariant_of(point, j) @ gram - gram @ gram).is_zero()
    other = (invariant_of(point, j + 1) @ W + W @ gram).is_zero()
    return all_of(
        is_true(size > 0, "the layer is not zero"),
        is_true(one, "C_j is W_{j+1}^T W_{j+1} on the row space of W_{j+1}", weights=point.weights, layer=j),
        is_true(other, "C_{j+1} is - W_{j+1} W_{j+1}^T on the image of W_{j+1}", weights=point.weights, layer=j),
    )


@claim(
    "ours.almost-every.exceptional",
    source=PLACE,
    statement=r"\text{(A) at } j \Rightarrow \operatorname{rank} C_j(W) < \min(d_j, d_{j-1} + d_{j+1}), \quad "
    r"\text{(A2) at } j \Rightarrow C_j(W) \text{ and } - C_{j+1}(W) \text{ have a common positive eigenvalue}",
    over=every_critical_point(),
    assuming=(hidden_layers, full_inputs, critical_above_minimum, non_strict),
    made_precise="the criteria are read off the strings of the point, the invariants off its weights; where neither "
    "applies, nothing is claimed",
    written=written.EXCEPTIONAL,
)
def invariants_are_exceptional(point: dln.Point) -> Outcome:
    """At a non-strict saddle that meets criterion (A) or (A2) the conserved matrices take values that almost no start
    has.
    """
    kind, widths = saddle_kind_of(point), tuple(point.problem.widths)
    ranks, eigenvalues = by_ranks(kind, widths), by_eigenvalues(kind, widths)
    asked = [holds("no criterion applies")]
    if ranks is not None and ranks.layer is not None:
        j = ranks.layer
        asked.append(is_conserved(point, j))
        asked.append(at_most(invariant_of(point, j).rank() + 1, generic_rank(widths, j), "one more than rank C_j"))
    if eigenvalues is not None and eigenvalues.layer is not None:
        asked.append(common_eigenvalue(point, eigenvalues.layer))
    return all_of(*asked)


# -- what they cannot say ----------------------------------------------------------------------------------------------


LIMITS = {
    "small": ((3, 3, 2, 2),),
    "default": ((3, 3, 2, 2), (2, 2, 2, 2), (3, 3, 3, 3), (3, 4, 3, 3), (2, 2, 2, 2, 2), (2, 1, 1, 2, 2, 1)),
}
VALUES = (7, 5, 3, 2)
SEEDS = 6
"""Points of each kind; the rank may be smaller at some of them."""


def open_architectures(size: str, seed: int) -> Iterator[tuple[int, ...]]:
    """Architectures that (A), (A2) and (B) leave open; in the large scope all up to width 4, 3 and 2."""
    if size != "large":
        yield from LIMITS[size]
        return
    for depth, most in ((3, 4), (4, 3), (5, 2)):
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1):
            if narrow(widths) and not almost_every(widths, criteria=("A", "A2", "B")).is_settled:
                yield widths


@claim(
    "ours.almost-every.limit",
    source=PLACE,
    statement=r"\text{where (A), (A2), (B) leave a kind, } \operatorname{rank} \, d(C_1, \dots, C_{H-1}) |_{T "
    r"\text{ kind}} = \sum_{0 < j < H} \tfrac12 d_j (d_j + 1) \text{ at some point of one of these kinds}",
    over=cases(
        "open architectures",
        open_architectures,
        sentence=lambda size: (
            "widths "
            + (
                ", ".join(map(str, LIMITS[size]))
                if size in LIMITS
                else "up to 4 at depth 3, 3 at depth 4, 2 at depth 5 that (A), (A2) and (B) leave open, with d_H least"
            )
            + f", X = I, singular values from {VALUES}"
        ),
        of=Subject("widths"),
        strength=Verdict.VERIFIED,
        fields="widths",
    ),
    made_precise="then starts of positive measure have conserved matrices that such saddles have as well, so no "
    "argument from these matrices alone settles the architecture; nothing is said about where these starts go. By "
    f"exact ranks at {SEEDS} representatives of each such kind, of which one has the full rank",
)
def invariants_alone_do_not_decide(widths: tuple[int, ...]) -> Outcome:
    """Where the criteria leave an architecture open, the conserved matrices of some kind of non-strict saddles fill an
    open set, so that they alone cannot decide.
    """
    full, largest = sum(d * (d + 1) // 2 for d in widths[1:-1]), 0
    for point in open_points(tuple(widths)):
        largest = max(largest, rank_on_kind(point))
        if largest == full:
            break
    return equal(largest, full, "largest rank of the derivative of the invariants along a kind")


def open_points(widths: tuple[int, ...]) -> Iterator[dln.Point]:
    """Mixed representatives of each kind that (A), (A2) and (B) leave."""
    problem = dln.Problem.canonical(VALUES[: min(widths[0], widths[-1])], widths)
    left = {(kind.rank, kind.strings) for kind in almost_every(widths, criteria=("A", "A2", "B")).open}
    for kind in problem.kinds(label=NON_STRICT):
        strings = tuple(sorted(((s.start, s.length), n) for s, n in kind.strings.items()))
        if (kind.rank, strings) in left:
            yield from (kind.representative(seed) for seed in range(1, SEEDS + 1))


def rank_on_kind(point: dln.Point) -> int:
    """The exact rank of the derivative of all C_j along the tangent space of the kind of a point."""
    rows = []
    for move in tangent_moves(point):
        entries, changes = iter(move), []
        for W in point.weights:
            rows_of, columns = W.shape
            changes.append(Matrix.from_entries(rows_of, columns, [next(entries) for _ in range(rows_of * columns)]))
        row = []
        for j in range(1, point.problem.depth):
            W, after, dW, d_after = point.weights[j - 1], point.weights[j], changes[j - 1], changes[j]
            C = d_after.T @ after + after.T @ d_after - dW @ W.T - W @ dW.T
            row += C.flint.entries()
        rows.append(row)
    return Matrix(rows).rank() if rows else 0
