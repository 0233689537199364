"""Linear networks in the text of Nouiehed and Razaviyayn (2018): an example, Theorem 5, Corollary 6, Lemmas 7 and 8."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written_papers as papers
from proofs_check.facts.convex_losses import ConvexNetwork, Weights
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    SECOND_ORDER,
    has_least_loss,
    is_no_local_maximum,
    is_no_local_minimum,
)
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis, depth_is, is_critical, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, fails, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import NOUIEHED_TEXT
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal_letters import formal_at_minimum, formal_at_pair
from proofs_check.scopes.few_critical_points import FEW_CRITICAL_POINTS
from proofs_check.scopes.few_points import FEW_POINTS

RANKS = r"\operatorname{rank}(W_h \cdots W_1)"


def printed_point() -> dln.Point:
    """X = I, Y = diag(0, 1), and the weights of the example."""
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[0, 0], [0, 1]], (1, 1))
    return dln.Point(problem, [[[1, 0]], [[0]], [[1], [0]]])


EXAMPLE = cases(
    "the printed point",
    lambda size, seed: iter(["X = I, Y = diag(0, 1)"]),
    sentence="the printed data and weights",
    strength=Verdict.VERIFIED,
)
WEIGHTS = (
    r"X = I, \; W_3 = \begin{pmatrix} 1 \\ 0 \end{pmatrix}, \; W_2 = (0), \; W_1 = (1 \; 0), \; Y = \begin{pmatrix} 0 "
    r"& 0 "
    r"\\ 0 & 1 \end{pmatrix}"
)


def the_point(case: str, details: Details) -> Given:
    """The data, and weights that tend to the printed ones."""
    return at(printed_point().problem, points={"q": [[["1", "a"]], [["c"]], [["1"], ["b"]]]})


@claim(
    "nouiehed.linear.example",
    source=NOUIEHED_TEXT.at("Section 1, the example after Lu and Kawaguchi's theorem"),
    statement=rf"{WEIGHTS} \text{{ is a local optimum of }} \tfrac12 \|W_3 W_2 W_1 X - Y\|^2 \text{{ that is not "
    rf"global}}",
    over=EXAMPLE,
    made_precise="local optimum is read as local minimum; it is not a local maximum either. The example is to show "
    "that Y must have full rank for every local minimum to be global",
    certify=the_point,
    grade=Grade.FALSE,
)
def example(case: str) -> Outcome:
    """The printed weights of three layers are a local minimum that is not global."""
    point = printed_point()
    lower = is_no_local_minimum(point)
    if lower.holds:
        return fails(f"it is not a local minimum: {lower.sentence}", weights=point.weights, loss=point.loss)
    return is_true(not has_least_loss(point), "the loss is not the least one")


@claim(
    "nouiehed.linear.example.corrected",
    source=NOUIEHED_TEXT.at("Section 1, the example after Lu and Kawaguchi's theorem"),
    statement=rf"{WEIGHTS} \text{{ is a saddle of }} \tfrac12 \|W_3 W_2 W_1 X - Y\|^2",
    over=EXAMPLE,
    made_precise="with all weights of the order t or less the loss falls like t^4; every local minimum is global for "
    "all "
    "data and all widths, whatever the rank of Y (achour.no-spurious), so that no such example exists",
    corrects="nouiehed.linear.example",
)
def example_corrected(case: str) -> Outcome:
    """The printed weights are a saddle."""
    point = printed_point()
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"), is_no_local_minimum(point), is_no_local_maximum(point)
    )


degenerate = on_point(
    "degenerate", rf"{RANKS} < \min_i d_i", lambda point: point.end_to_end.rank() < point.problem.least_width
)
not_degenerate = on_point(
    "not degenerate", rf"{RANKS} = \min_i d_i", lambda point: point.end_to_end.rank() == point.problem.least_width
)
full_row_rank = on_problem(
    "X of full row rank", r"\operatorname{rank} X = d_0", lambda problem: problem.Sxx.rank() == problem.input_width
)
FORMAL = "tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))"
STRICT = (
    "the formal statement has it the other way round: a critical point at which no direction has a negative second "
    "derivative has the least loss"
)


@claim(
    "nouiehed.linear.thm5.degenerate",
    source=NOUIEHED_TEXT.at("Theorem 5, first sentence"),
    statement=r"h = 2: \; \text{every degenerate critical point is either a global minimum or a second order saddle}",
    over=FEW_CRITICAL_POINTS,
    assuming=(depth_is(2), degenerate, is_critical),
    made_precise=f"no assumption on X and Y; that the point is degenerate is not used. {STRICT}",
    axioms=(ECKART_YOUNG,),
    formal=FORMAL,
    proof=logic("zhu.shallow.strict"),
)
def degenerate_points(point: dln.Point) -> Outcome:
    """Degenerate critical points of two layers are global minima or have a direction of negative curvature."""
    formal = formal_at_pair("zhu.shallow.strict", point)
    if has_least_loss(point):
        return formal
    return all_of(is_true(point.inertia_by_hessian.negative > 0, "the Hessian has a negative eigenvalue"), formal)


@claim(
    "nouiehed.linear.thm5.other",
    source=NOUIEHED_TEXT.at("Theorem 5, second sentence"),
    statement=r"h = 2, \; X \text{ of full row rank}: \; \text{every non-degenerate critical point is either a global "
    r"minimum or a saddle point}",
    over=FEW_CRITICAL_POINTS,
    assuming=(depth_is(2), full_row_rank, not_degenerate, is_critical),
    made_precise=f"more is true: the saddle is strict, and X may be any matrix. {STRICT}",
    axioms=(ECKART_YOUNG,),
    formal=FORMAL,
    proof=logic("zhu.shallow.strict"),
)
def other_points(point: dln.Point) -> Outcome:
    """Critical points of two layers with a product of full rank are global minima or saddles."""
    formal = formal_at_pair("zhu.shallow.strict", point)
    if has_least_loss(point):
        return formal
    return all_of(
        is_true(point.inertia_by_hessian.negative > 0, "the Hessian has a negative eigenvalue"),
        is_no_local_maximum(point),
        formal,
    )


Convex = tuple[str, Weights]
"""The name of a loss, and two layers."""
SECOND = {"weighted squares": lambda r: Fraction(1), "fourth powers": lambda r: 3 * r * r}
TWO_LAYERS = ((1, 1, 1), (2, 1, 1), (1, 1, 2), (1, 2, 1), (2, 1, 2), (2, 2, 1), (1, 2, 2), (1, 2, 3))


def convex_points(size: str, seed: int) -> Iterator[Convex]:
    """Critical points with two layers among small weights, and the first of the others for each loss and width."""
    for loss in SECOND:
        for widths in TWO_LAYERS:
            network = ConvexNetwork(loss, widths)
            every = list(network.small_weights((0, 1)))
            yield loss, next(W for W in every if not network.is_critical(W))
            yield from ((loss, W) for W in every if network.is_critical(W))


def of_convex(case: Convex) -> tuple[ConvexNetwork, Weights]:
    loss, W = case
    return ConvexNetwork(loss, (W[0].shape[1], *(layer.shape[0] for layer in W))), W


def has_small_rank(case: Convex) -> bool:
    network, (first, second) = of_convex(case)
    return (second @ first).rank() < min(network.widths)


def is_critical_for_convex(case: Convex) -> bool:
    network, W = of_convex(case)
    return network.is_critical(W)


@claim(
    "nouiehed.linear.corollary6",
    source=NOUIEHED_TEXT.at("Corollary 6"),
    statement=r"h = 2, \; \ell \text{ convex}: \; \text{every degenerate critical point is either a global minimum or "
    r"a "
    r"second order saddle}",
    over=cases(
        "points of two layers",
        convex_points,
        sentence=f"all critical points with weights 0 and 1 at the widths {TWO_LAYERS}, for weighted squares and "
        "fourth powers, and one more point for each",
        strength=Verdict.VERIFIED,
        fields=("loss", "weights"),
    ),
    assuming=(
        Hypothesis("degenerate", rf"{RANKS} < \min_i d_i", has_small_rank),
        Hypothesis("critical", r"\nabla L(W) = 0", is_critical_for_convex),
    ),
    made_precise="the loss is twice differentiable, as second order speaks of a Hessian",
    written=papers.DEGENERATE_POINTS,
)
def convex_loss(case: Convex) -> Outcome:
    """For a convex loss, degenerate critical points of two layers are global minima or have negative curvature."""
    network, W = of_convex(case)
    P = W[1] @ W[0]
    G = network.slope(P)
    if G.is_zero():
        return equal(network.value(P), Fraction(0), "the loss where its gradient by the product vanishes")
    V = direction_down(G, *W)
    if V is None:
        return fails("neither layer has a kernel of use")
    value, ones = second_derivative(network, W, V), [layer_of_ones(*layer.shape) for layer in W]
    moved = [layer + one for layer, one in zip(W, ones, strict=True)]
    return all_of(
        is_true(is_critical_for_convex(case), "the gradient vanishes"),
        equal(value, second_difference(network, W, V), "the second derivative along the direction of the proof"),
        equal(second_derivative(network, moved, ones), second_difference(network, moved, ones), "that elsewhere"),
        is_true(value < 0, "that along the direction of the proof is negative", value=value),
    )


def layer_of_ones(rows: int, columns: int) -> dln.Matrix:
    return dln.Matrix.from_entries(rows, columns, [1] * (rows * columns))


def direction_down(G: dln.Matrix, first: dln.Matrix, second: dln.Matrix) -> Weights | None:
    """The direction of the proof: a vector in the kernel of a layer, with a factor 1/1000; None where there is none."""
    tau = Fraction(1, 1000)
    a, b = next((i, j) for i in range(G.shape[0]) for j in range(G.shape[1]) if G[i, j])
    down = -1 if G[a, b] > 0 else 1
    row, column = unit(G.shape[1], b).T, unit(G.shape[0], a)
    kernel, cokernel = second.nullspace(), first.T.nullspace()
    if kernel.shape[1]:
        v = kernel.column(0)
        return v @ row * down, column @ v.T * tau
    if cokernel.shape[1]:
        v = cokernel.column(0)
        return v @ row * tau, column @ v.T * down
    return None


def second_derivative(network: ConvexNetwork, W: Sequence[dln.Matrix], V: Sequence[dln.Matrix]) -> Fraction:
    """``f''(P)[dP, dP] + 2 <f'(P), V_2 V_1>`` with ``dP = V_2 W_1 + W_2 V_1``."""
    P, linear = W[1] @ W[0], V[1] @ W[0] + W[1] @ V[0]
    weighted = [
        (3 if network.loss == "weighted squares" and i != j else 1)
        * SECOND[network.loss](P[i, j] - network.target[i, j])
        * linear[i, j] ** 2
        for i in range(P.shape[0])
        for j in range(P.shape[1])
    ]
    return sum(weighted, Fraction(0)) + 2 * network.slope(P).inner(V[1] @ V[0])


def second_difference(network: ConvexNetwork, W: Sequence[dln.Matrix], V: Sequence[dln.Matrix]) -> Fraction:
    """The second derivative at 0 of ``L(W + s V)``, of degree 8 at most in s, from its values at -4 to 4."""
    weights = (Fraction(-205, 72), Fraction(8, 5), Fraction(-1, 5), Fraction(8, 315), Fraction(-1, 560))
    return sum(
        (weights[abs(s)] * network.loss_of([w + v * s for w, v in zip(W, V, strict=True)]) for s in range(-4, 5)),
        Fraction(0),
    )


def unit(size: int, place: int) -> dln.Matrix:
    return dln.Matrix.from_entries(size, 1, [int(i == place) for i in range(size)])


@claim(
    "nouiehed.linear.lemma7",
    source=NOUIEHED_TEXT.at("Lemma 7"),
    statement=rf"{RANKS} = \min_i d_i \Rightarrow (W_h, \dots, W_1) \mapsto W_h \cdots W_1 \text{{ is locally open at "
    rf"}} W",
    over=FEW_POINTS,
    assuming=(not_degenerate,),
    made_precise="open in the matrices of rank at most the least width; in scope exact layers near W are found for two "
    "products near by",
    written=papers.OPEN_PRODUCTS,
)
def open_products(point: dln.Point) -> Outcome:
    """Where the product of all layers has full rank, multiplication is locally open."""
    found, distances, step = [], [], small_step(point)
    for t in (step, step / 100):
        moved = [
            W + dln.Matrix.from_entries(*W.shape, [t * ((2 * k + j) % 3 - 1) for k in range(len(W.entries()))])
            for j, W in enumerate(point.weights)
        ]
        Z = dln.Point(point.problem, moved).end_to_end
        layers = layers_near(point, Z)
        distances.append(max(abs(x) for a, b in zip(layers, point.weights, strict=True) for x in (a - b).entries()))
        found.append(equal(dln.Point(point.problem, layers).end_to_end, Z, "the product of the layers that are found"))
        found.append(equal(distances[-1] > 0, point.end_to_end != Z, "whether a layer and the product differ"))
    nearer = is_true(distances[1] <= distances[0] / 10, "they are nearer to W for a nearer product")
    return all_of(is_true(step > 0, "the step"), *found, nearer)


def small_step(point: dln.Point) -> Fraction:
    """A step that is small beside all layers and beside what their partial products divide by."""
    depth = point.problem.depth
    partial = [point.product(j, i) for i in range(1, depth + 1) for j in range(i, depth + 1)]
    entries = [abs(x) for A in partial for B in (A, A.pseudoinverse()) for x in B.entries()]
    return 1 / (100 * max(Fraction(1), *entries) ** 2)


def layers_near(point: dln.Point, Z: dln.Matrix) -> list[dln.Matrix]:
    """Layers with the product Z, by the proof: the first and the last layer are moved."""
    problem, depth = point.problem, point.problem.depth
    p = problem.widths.index(problem.least_width)
    A, B = point.product(depth, p + 1), point.product(p, 1)
    core = (A.pseudoinverse() @ Z @ B.pseudoinverse()).inverse()
    new_A, new_B = (Z @ B.pseudoinverse() @ core, A.pseudoinverse() @ Z) if 0 < p < depth else (Z, Z)
    layers = list(point.weights)
    if p < depth:
        layers[-1] = layers[-1] + (new_A - A) @ point.product(depth - 1, p + 1).pseudoinverse()
    if p > 0:
        layers[0] = layers[0] + point.product(p, 2).pseudoinverse() @ (new_B - B)
    return layers


@claim(
    "nouiehed.linear.lemma8",
    source=NOUIEHED_TEXT.at("Lemma 8"),
    statement=r"X \text{ of full row rank}: \; \text{every non-degenerate critical point is either a saddle or a "
    r"global "
    r"minimum}",
    over=FEW_CRITICAL_POINTS,
    assuming=(full_row_rank, not_degenerate, is_critical),
    made_precise="any depth; a saddle is neither a local minimum nor a local maximum",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    formal="tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((Way[n, 0] X - Y)' (Way[n, 0] X - Y))",
    proof=logic("nouiehed.linear.lemma8"),
)
def deep_points(point: dln.Point) -> Outcome:
    """Critical points with a product of full rank are saddles or global minima."""
    formal = formal_at_minimum("nouiehed.linear.lemma8", point)
    if has_least_loss(point):
        return formal
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point), formal)
