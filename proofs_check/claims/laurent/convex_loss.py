"""Laurent and von Brecht (2018): convex losses without a bottleneck have no spurious minima."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from proofs_check.claims.laurent.parts.setting import ABSTRACT
from proofs_check.facts.convex_losses import (
    SCALARS,
    ConvexNetwork,
    Weights,
    family,
    hessian_of_weighted_squares,
    orbit_dimension,
    step_down,
    transposed,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, fails, holds, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sources import LAURENT
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import (
    LAYER,
    MarkedChain,
    Subject,
    WordCase,
    any_loss,
    follows,
    matrix_order,
    same,
    where,
)
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.words import Symbol, gradient, identity, product, rewrite, scalar, zero

#
# Let d_0 <= all hidden widths (else transpose), B_j = W_{j-1} ... W_1 and G the gradient of f at P.  If B_H has rank
# d_0, it has a left inverse, and the gradient G B_H^T by W_H gives G = 0.  Else let k < H be the first layer with rank
# (W_k ... W_1) < d_0, and v_j != 0 with v_j^T W_j ... W_1 = 0 for k <= j < H: d_j >= d_0 exceeds the rank.  Scale v_j
# to length 1.  W_j(t) = W_j + t v_j v_{j-1}^T for k < j < H and W_H(t) = W_H + t u v_{H-1}^T have the same product for
# every t and u (SAME_PRODUCT), so they are local minima for small t, and the gradient by W_k, A(t)^T G B_k^T with
# A(t) = W_H(t) ... W_{k+1}(t), vanishes.  B_k has a left inverse (LEFT_INVERSE), so A(t)^T G = 0; its coefficient of
# t^{H-k} is v_k u^T G (TOP).  So u^T G = 0 for every u (LAST_STEP): G = 0, and P is a global minimum of f.
SAME_PRODUCT = "(W + t x v^T) Q = W Q where v^T Q = 0"


LEFT_INVERSE = "A^T G B^T = 0 with C B = I gives A^T G = 0"


TOP = "v^T v = 1: the coefficient of t^{n+1} from x v^T and from t^n v v_k^T is x v_k^T"


LAST_STEP = "v_k u^T G = 0 with v_k^T v_k = 1 gives u^T G = 0"


TRANSPOSED = "the gradient of f(P^T) by W is the transpose of that by W^T"


NAMED = {f"H = {H}, k = {k}": (H, k) for H in (2, 3, 4, 5) for k in range(1, H)}


t = scalar("t")


def same_product() -> Outcome:
    W, Q = Symbol("W", "a", "b"), Symbol("Q", "b", "d_0")
    x, v = Symbol("x", "a", 1), Symbol("v", "b", 1)
    return follows(rewrite((W + t * (x @ v.T)) @ Q, {v.T @ Q: zero(1, "d_0")}), W @ Q, SAME_PRODUCT)


def left_inverse() -> Outcome:
    A, G = Symbol("A", "d_H", "a"), Symbol("G", "d_H", "d_0")
    B, C = Symbol("B", "b", "d_0"), Symbol("C", "d_0", "b")
    return follows(rewrite(A.T @ G @ B.T @ C.T, {C @ B: identity("d_0")}), A.T @ G, LEFT_INVERSE)


def top_coefficient() -> Outcome:
    x, v, v_k = Symbol("x", "a", 1), Symbol("v", "b", 1), Symbol("v_k", "c", 1)
    return follows(rewrite(x @ v.T @ v @ v_k.T, {v.T @ v: identity(1)}), x @ v_k.T, TOP)


def last_step() -> Outcome:
    G, u, v_k = Symbol("G", "d_H", "d_0"), Symbol("u", "d_H", 1), Symbol("v_k", "c", 1)
    return follows(rewrite(v_k.T @ v_k @ u.T @ G, {v_k.T @ v_k: identity(1)}), u.T @ G, LAST_STEP)


def mirror() -> Outcome:
    A, V, B = Symbol("A", "d_H", "a"), Symbol("V", "b", "a"), Symbol("B", "b", "d_0")
    turned = gradient(any_loss((A @ V.T @ B).T), V)
    G = Symbol("F", "d_0", "d_H")
    return same(turned, (A.T @ G.T @ B.T).T, TRANSPOSED)


def layer_gradient(chain: MarkedChain) -> Outcome:
    """``A^T G B^T`` with everything after and before the layer."""
    found = gradient(any_loss(chain.P), chain.W[0])
    return same(found, chain.outer().T @ Symbol("F", "d_y", "d_x") @ chain.inner().T, "the gradient by a layer")


def named_depth(H: int, k: int) -> Outcome:
    """All layers at once: the product does not depend on t, and the coefficient of t^{H-k} of A(t) is u v_k^T."""
    W = [Symbol(f"W_{j}", f"d_{j}", f"d_{j - 1}") for j in range(1, H + 1)]
    v = {j: Symbol(f"v_{j}", f"d_{j}", 1) for j in range(k, H)}
    u = Symbol("u", f"d_{H}", 1)
    moved = [W[j - 1] + t * ((u if j == H else v[j]) @ v[j - 1].T) for j in range(k + 1, H + 1)]
    A = product(*reversed(moved))
    vanish = {product(v[j].T, *reversed(W[:j])): zero(1, "d_0") for j in v}
    units = {v[j].T @ v[j]: identity(1) for j in range(k + 1, H)}
    return all_of(
        follows(rewrite(A @ product(*reversed(W[:k])), vanish), product(*reversed(W)), "the product for every t"),
        follows(rewrite(matrix_order(A, H - k), units), u @ v[k].T, "the top coefficient"),
    )


STEPS = {
    SAME_PRODUCT: same_product,
    LEFT_INVERSE: left_inverse,
    TOP: top_coefficient,
    LAST_STEP: last_step,
    TRANSPOSED: mirror,
}


AtLoss = tuple[str, tuple[int, ...]]
"""The name of a loss, and widths."""


NARROW = ("weighted squares", (2, 1, 2))
NARROW_AND_WIDE = ("weighted squares", (2, 1, 2, 2))
"""Bottlenecks, which do not meet the hypothesis, in the second beside a wide hidden layer."""


WIDTHS = {
    "small": ((1, 1, 1), (1, 1, 1, 1)),
    "default": ((1, 1, 1), (1, 1, 1, 1), (2, 1, 1), (1, 1, 2), (1, 2, 1, 1), (2, 2, 2)),
    "large": (
        (1, 1, 1),
        (1, 1, 1, 1),
        (2, 1, 1),
        (1, 1, 2),
        (1, 2, 1, 1),
        (2, 2, 2),
        (1, 2, 2),
        (2, 2, 1),
        (2, 2, 2, 2),
    ),
}


def entries_for(widths: tuple[int, ...]) -> tuple[int, ...]:
    """Small entries: fewer where there are many weights."""
    return (0, 1) if sum(a * b for a, b in itertools.pairwise(widths)) >= 8 else (0, 1, -1)


def at_losses(size: str, seed: int) -> Iterator[AtLoss | WordCase]:
    yield from ((loss, widths) for widths in WIDTHS[size] for loss in SCALARS)
    yield from (NARROW, NARROW_AND_WIDE)
    yield from (("any depth", name) for name in (*STEPS, *LAYER, *NAMED))


def covered(size: str) -> str:
    return (
        "any depth and any widths with hidden widths at least min(d_0, d_H), in matrix words, by induction and for "
        "depth 2 to 5 with all layers at once; and by a second route, for the losses "
        f"{', '.join(SCALARS)} and widths {', '.join(map(str, WIDTHS[size]))}, every critical point among all weights "
        "with entries in {-1, 0, 1}, with 8 weights or more in {0, 1}"
    )


def is_wide(subject: Subject) -> bool:
    if where(subject) is not None:
        return True
    widths = subject[1]
    return min(widths) == min(widths[0], widths[-1])


wide = Hypothesis("hidden widths >= min(d_0, d_H)", r"\min_{0 < j < H} d_j \ge \min(d_0, d_H)", is_wide)


@claim(
    "laurent.convex-loss",
    source=LAURENT.at("abstract"),
    statement=r"f \text{ convex and differentiable}, \; \min(d_1, \dots, d_{H-1}) \ge \min(d_0, d_H) \Rightarrow "
    r"\text{all local minima of } W \mapsto f(W_H \cdots W_1) \text{ are global minima}",
    over=cases(
        "any depth, convex loss", at_losses, sentence=covered, strength=Verdict.PROVED, fields=("loss", "widths")
    ),
    assuming=(wide,),
    made_precise=f"f is a function of the product, the data being part of it; {ABSTRACT}",
    prose=(
        (
            "a point near a local minimum with the same value is a local minimum, and at a local minimum of a "
            "differentiable function the gradient vanishes"
        ),
        "chain rule: the gradient of f(P) by a layer is A^T G B^T with G the gradient of f at P",
        (
            "if W_{H-1} ... W_1 has rank d_0 it has a left inverse, and the gradient by the last layer gives G = 0; "
            "else there is a first layer k at which the rank drops, and for j >= k a unit vector v_j with v_j^T W_j "
            "... W_1 = 0, as d_j >= d_0 exceeds the rank"
        ),
        "the steps for one more layer are put together by induction (multiplied out by machine for H = 2 to 5)",
        (
            "a polynomial in t that vanishes for all small t > 0 has no coefficient but 0, so the top coefficient "
            "v_k u^T G is zero for every u, and G = 0"
        ),
        "a point where the gradient of a convex differentiable function vanishes is a global minimum of it",
        "transposing all layers gives the case in which d_H is the smaller of the two ends",
    ),
)
def convex_loss(subject: Subject) -> Outcome:
    """Under a convex differentiable loss and without a bottleneck, every local minimum is a global minimum."""
    marked = where(subject)
    if marked is None:
        return critical_points_are_no_traps(ConvexNetwork(*subject))
    if marked in LAYER:
        return layer_gradient(MarkedChain(LAYER[marked]))
    return STEPS[marked]() if marked in STEPS else named_depth(*NAMED[marked])


def critical_points_are_no_traps(network: ConvexNetwork) -> Outcome:
    """Every critical point among the small weights is a global minimum of f, or the loss falls from points with its
    product as near as one likes.
    """
    critical = (W for W in network.small_weights(entries_for(network.widths)) if network.is_critical(W))
    products = ((W, network.product(W, network.depth, 1)) for W in critical)
    left = [is_left(network, W, P) for W, P in products if not network.slope(P).is_zero()]
    return all_of(holds(f"the loss falls from {len(left)} critical points that are not minima of f"), *left)


def is_left(network: ConvexNetwork, W: Weights, P: Matrix) -> Outcome:
    """Exact steps down from weights with the same product, at two distances."""
    for turned in (False, True):
        G = network.slope(P)
        ways = [family(transposed(W) if turned else W, G.T if turned else G, Fraction(1, n)) for n in (3, 1000)]
        moved = [transposed(each) if turned else each for each in ways if each is not None]
        same_product = all(network.product(each, network.depth, 1) == P for each in moved)
        if moved and same_product and all(step_down(network, each) is not None for each in moved):
            return holds("the loss falls from points near by with the same value")
    return is_trap(network, W)


def is_trap(network: ConvexNetwork, W: Weights) -> Outcome:
    """Fails if the point is proved to be a local minimum that is not global; else nothing is known."""
    best = min(network.small_weights((0, 1, -1)), key=network.loss_of)
    if network.depth == 2 and network.loss == "weighted squares" and network.loss_of(best) < network.loss_of(W):
        inertia = inertia_of(hessian_of_weighted_squares(network, W))
        if inertia.negative == 0 and inertia.zero == orbit_dimension(W):
            return fails(
                "the point is a local minimum, and the loss is smaller elsewhere",
                weights=W,
                loss=network.loss_of(W),
                elsewhere=best,
                smaller=network.loss_of(best),
            )
    return undecided("no way down was found", weights=W)
