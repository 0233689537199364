"""Proposition 3 of Chitour et al. (2022): first and second variation of the loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.expansion import (
    ONE_HIDDEN,
    Letters,
    expanded_loss,
    increasing_pairs,
    letters,
    opaque_letters,
    twice_value,
    varied,
    word_letters,
)
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic, matrices
from proofs_check.language.scope import Scope, cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at_variations
from proofs_check.networks.indeterminates import Network, Widths, doubled, polynomials_agree
from proofs_check.networks.words import (
    MOST_WEIGHTS,
    Subject,
    any_depth,
    few_weights,
    follows,
    matrix_order,
    order,
    same,
    t,
    where,
)
from symdln.algebra import words
from symdln.algebra.words import Expression, Symbol, hessian_form, identity, product, rewrite, zero


def variation(widths: Any, details: Details) -> Given:
    """The weights p, the variation v and the target that the check found."""
    target = dln.Matrix(details["target"])
    white = dln.Matrix.identity(widths[0])
    problem = dln.Problem.from_moments(white, target, target @ target.T, widths[1:-1])
    return at(dln.Point(problem, details["W"]), points={"v": dln.Point(problem, details["w"])})


def first_order(a: Letters) -> Any:
    """``Delta_W(w)`` as printed."""
    tr, M, R, Z = a.trace, a.M, a.R, a.Z
    return (
        -tr(a.W_last @ a.Q_1 @ a.W_11 @ M.T)
        - tr(a.w_last @ Z @ a.W_11 @ M.T)
        + tr(a.W_last @ a.Q_1 @ a.W_12 @ a.W_12.T @ R.T)
        + tr(a.w_last @ Z @ a.W_12 @ a.W_12.T @ R.T)
        - tr(R @ a.w_11 @ M.T)
        + tr(R @ a.w_12 @ a.W_12.T @ R.T)
    )


def twice_second_order(a: Letters) -> Any:
    """``2 H_W(w)`` as printed; what the sums over pairs run over is in ``Q_2``."""
    tr, M, R, Z = a.trace, a.M, a.R, a.Z
    traces = (
        -tr(a.W_last @ a.Q_2 @ a.W_11 @ M.T)
        - tr(a.w_last @ a.Q_1 @ a.W_11 @ M.T)
        - tr(a.W_last @ a.Q_1 @ a.w_11 @ M.T)
        - tr(a.w_last @ Z @ a.w_11 @ M.T)
        + tr(a.W_last @ a.Q_2 @ a.W_12 @ a.W_12.T @ R.T)
        + tr(a.w_last @ a.Q_1 @ a.W_12 @ a.W_12.T @ R.T)
        + tr(a.W_last @ a.Q_1 @ a.w_12 @ a.W_12.T @ R.T)
        + tr(a.w_last @ Z @ a.w_12 @ a.W_12.T @ R.T)
    )
    moved_11 = a.W_last @ a.Q_1 @ a.W_11 + a.w_last @ Z @ a.W_11 + R @ a.w_11
    moved_12 = a.W_last @ a.Q_1 @ a.W_12 + a.w_last @ Z @ a.W_12 + R @ a.w_12
    return 2 * traces + a.norm_squared(moved_11) + a.norm_squared(moved_12)


TAYLOR = (
    "Taylor: if f is a polynomial and f(t) = f(0) + f_1 t + f_2 t^2 + O(t^3), then its second derivative at 0 is 2 f_2"
)


MORE_HIDDEN = "H >= 2, Q_1 and Q_2 opaque"


ONE_MORE = "the sums Q_1 and Q_2 from H to H + 1"


NAMED_DEPTHS = {f"H = {H}, two derivatives": H for H in (1, 2, 3, 4)}


def one_more_layer() -> Outcome:
    """The terms of order 1 and 2 of ``(Pi(W + t w))_2^{H+1}`` from those up to H, and the same for the printed sums."""
    V, v = Symbol("V", "d_new", "d_H"), Symbol("v", "d_new", "d_H")  # W_{H+1}, w_{H+1}, as another inner layer
    Z, Q_1, Q_2 = (Symbol(name, "d_H", "d_1") for name in ("Z", "Q_1", "Q_2"))
    expanded = (V + t * v) @ (Z + t * Q_1 + t**2 * Q_2)
    A, w_k = Symbol("A", "d_H", "d_k"), Symbol("w_k", "d_k", "d_i")
    B, w_j, C = Symbol("B", "d_i", "d_j"), Symbol("w_j", "d_j", "d_l"), Symbol("C", "d_l", "d_1")
    D = Symbol("D", "d_H", "d_j")  # W_H ... W_{j+1}
    return all_of(
        # Q_j^1 and Q_{j,k}^2 for j, k <= H gain W_{H+1} on the left; the new ones are w_{H+1} Z and w_{H+1} Q_j^1
        same(product(V @ D, w_j, C), V @ product(D, w_j, C), "Q_j^1 for j <= H"),
        same(product(V @ A, w_k, B, w_j, C), V @ product(A, w_k, B, w_j, C), "Q_{j,k}^2 for k <= H"),
        same(product(identity("d_new"), v, D, w_j, C), v @ product(D, w_j, C), "Q_{j,H+1}^2"),
        same(matrix_order(expanded, 1), V @ Q_1 + v @ Z, "the terms of order 1"),
        same(matrix_order(expanded, 2), V @ Q_2 + v @ Q_1, "the terms of order 2"),
    )


def explicit_letters(H: int) -> tuple[Letters, dict[Symbol, Expression]]:
    """The letters for a number of hidden layers, with every inner layer a symbol; and the direction w of each layer."""
    sizes = [f"d_{j}" for j in range(H + 1)]
    W = {j: Symbol(f"W_{j}", sizes[j], sizes[j - 1]) for j in range(2, H + 1)}
    w = {j: Symbol(f"w_{j}", sizes[j], sizes[j - 1]) for j in range(2, H + 1)}

    def layers(first: int, last: int) -> Expression:
        return product(identity(sizes[max(last, first - 1)]), *[W[j] for j in range(last, first - 1, -1)])

    Q_1, Q_2 = zero(sizes[H], "d_1"), zero(sizes[H], "d_1")
    for j in W:
        Q_1 += layers(j + 1, H) @ w[j] @ layers(2, j - 1)
    for j, k in increasing_pairs(H):
        Q_2 += layers(k + 1, H) @ w[k] @ layers(j + 1, k - 1) @ w[j] @ layers(2, j - 1)
    a = word_letters(layers(2, H), Q_1, Q_2)
    return a, {**{W[j]: w[j] for j in W}, a.W_11: a.w_11, a.W_12: a.w_12, a.W_last: a.w_last}


PAIRS = r"\sum_{2 \le j < k \le H}"


PRINTED_PAIRS = r"\sum_{j \ne k \ge 2}^{H}"


ASSUMPTION_1 = f"that meets Assumption 1, with at most {MOST_WEIGHTS} weights and "


def ordered_widths(size: str, seed: int) -> Iterator[Widths]:
    """Widths that meet Assumption 1, with few weights."""
    return few_weights(size, seed, ordered=True)


def any_number_of_layers(name: str, *marked: str) -> Scope:
    """Any depth in words, after networks that meet Assumption 1."""
    return any_depth(name, dict.fromkeys(marked), ordered_widths, ASSUMPTION_1)


@claim(
    "chitour.prop3.value",
    source=CHITOUR.at("Prop. 3, with (13)"),
    statement=r"L(W) = \frac12 \|M\|_F^2 + \frac12 \|(\Pi W)_2^{H+1} W_{1,2}\|_F^2, \; M = S_Y - (\Pi W)_2^{H+1} "
    r"W_{1,1}",
    over=any_number_of_layers("any depth, split", "(Pi W)_2^{H+1} opaque"),
    proof=matrices(
        "E1: dx x dy col; E2: dx x e col; S: dy; R: dy x d1; W11: d1 x dy; W12: d1 x e; M := S - R W11; N := S "
        "E1' - R (W11 E1' + W12 E2'); E1' E2 = 0 |- 1/2 tr(N N') = 1/2 tr(M M') + 1/2 tr(R W12 W12' R')"
    ),
)
def prop_3_value(subject: Subject) -> Outcome:
    """The loss of the reduced problem splits into a part of W_{1,1} and a part of W_{1,2}."""
    if where(subject) is None:
        n = varied(subject)
        return polynomials_agree(n.twice_loss, twice_value(letters(n)), "L(W) and its printed split", n, 2)
    a = opaque_letters(MORE_HIDDEN)
    E_1, E_2 = Symbol("E_1", "d_x", "d_y"), Symbol("E_2", "d_x", "e")
    columns_of_identity = {
        E_1.T @ E_1: identity("d_y"),
        E_2.T @ E_2: identity("e"),
        E_1.T @ E_2: zero("d_y", "e"),
    }
    W_1, target = a.W_11 @ E_1.T + a.W_12 @ E_2.T, a.S_Y @ E_1.T
    loss = words.norm_squared(target - a.R @ W_1)
    return follows(rewrite(loss, columns_of_identity), twice_value(a), "2 L(W) and its printed split")


@claim(
    "chitour.prop3.first",
    source=CHITOUR.at("Prop. 3"),
    statement=r"\Delta_W(w) = -\sum_{j=2}^{H} \operatorname{tr}(W_{H+1} Q_j^1 W_{1,1} M^\mathsf{T}) - "
    r"\operatorname{tr}(w_{H+1} (\Pi W)_2^H W_{1,1} M^\mathsf{T}) + \sum_{j=2}^{H} \operatorname{tr}(W_{H+1} Q_j^1 "
    r"W_{1,2} W_{1,2}^\mathsf{T} [(\Pi W)_2^{H+1}]^\mathsf{T}) + \operatorname{tr}(w_{H+1} (\Pi W)_2^H W_{1,2} "
    r"W_{1,2}^\mathsf{T} [(\Pi W)_2^{H+1}]^\mathsf{T}) - \operatorname{tr}((\Pi W)_2^{H+1} w_{1,1} M^\mathsf{T}) + "
    r"\operatorname{tr}((\Pi W)_2^{H+1} w_{1,2} W_{1,2}^\mathsf{T} [(\Pi W)_2^{H+1}]^\mathsf{T})",
    over=any_number_of_layers("any depth, expansion", ONE_HIDDEN, MORE_HIDDEN, ONE_MORE),
    made_precise="Delta_W(w) is the part of order one in w of L(W + w): what is left is at most Second step^2 for all "
    "w = step v with ||v_j||_F <= 1 and 0 <= step <= 1, where Second depends on W and on the target only",
    formal=(
        "L0 + step Delta - step^2 Second <= Lmoved if n >= 2",
        "Lmoved <= L0 + step Delta + step^2 Second if n >= 2",
    ),
    proof=logic("chitour.prop3.first"),
)
def prop_3_first(subject: Subject) -> Outcome:
    """The first-order term of L(W + w) in the split variables is the printed Delta_W(w)."""
    marked = where(subject)
    if marked is None:
        n = varied(subject)
        return polynomials_agree(n.twice_first_variation, 2 * first_order(letters(n)), "the first-order term", n, 2)
    if marked == ONE_MORE:
        return one_more_layer()
    a = opaque_letters(marked)
    formal = formal_at_variations("chitour.prop3.first")
    return all_of(same(order(expanded_loss(a), 1), first_order(a), "the first-order term"), formal)


varied_networks = cases(
    "symbols, varied",
    ordered_widths,
    sentence="all weights, all variations w and all S_Y at once, as indeterminates, for every architecture of depth 2 "
    f"to 4 that meets Assumption 1, with widths up to 2 (beyond the small scope up to 3) and at most "
    f"{MOST_WEIGHTS} weights",
    strength=Verdict.PROVED,
    fields="widths",
)


def second_order_statement(pairs: str) -> str:
    """The LaTeX of H_W(w), with what its sums over pairs run over."""
    R = r"[(\Pi W)_2^{H+1}]^\mathsf{T}"
    return (
        rf"H_W(w) = -{pairs} \operatorname{{tr}}(W_{{H+1}} Q_{{j,k}}^2 W_{{1,1}} M^\mathsf{{T}}) "
        r"- \sum_{j=2}^{H} \operatorname{tr}(w_{H+1} Q_j^1 W_{1,1} M^\mathsf{T}) "
        r"- \sum_{l=2}^{H} \operatorname{tr}(W_{H+1} Q_l^1 w_{1,1} M^\mathsf{T}) "
        r"- \operatorname{tr}(w_{H+1} (\Pi W)_2^H w_{1,1} M^\mathsf{T}) "
        rf"+ {pairs} \operatorname{{tr}}(W_{{H+1}} Q_{{j,k}}^2 W_{{1,2}} W_{{1,2}}^\mathsf{{T}} {R}) "
        rf"+ \sum_{{j=2}}^{{H}} \operatorname{{tr}}(w_{{H+1}} Q_j^1 W_{{1,2}} W_{{1,2}}^\mathsf{{T}} {R}) "
        rf"+ \sum_{{j=2}}^{{H}} \operatorname{{tr}}(W_{{H+1}} Q_j^1 w_{{1,2}} W_{{1,2}}^\mathsf{{T}} {R}) "
        rf"+ \operatorname{{tr}}(w_{{H+1}} (\Pi W)_2^H w_{{1,2}} W_{{1,2}}^\mathsf{{T}} {R}) "
        r"+ \tfrac12 \|\sum_{j=2}^{H} W_{H+1} Q_j^1 W_{1,1} + w_{H+1} (\Pi W)_2^H W_{1,1} + (\Pi W)_2^{H+1} "
        r"w_{1,1}\|_F^2 + \tfrac12 \|W_{H+1} \sum_{j=2}^{H} Q_j^1 W_{1,2} + w_{H+1} (\Pi W)_2^H W_{1,2} + (\Pi "
        r"W)_2^{H+1} w_{1,2}\|_F^2"
    )


@claim(
    "chitour.prop3.second",
    source=CHITOUR.at("Prop. 3"),
    statement=second_order_statement(PRINTED_PAIRS),
    over=varied_networks,
    ill_formed="for j > k no Q^2_{j,k} is defined: it is introduced similarly to the notation of Section 2.1, where "
    "j < k, and by the letter (Pi W)_{k+1}^H w_k I w_j (Pi W)_2^{j-1} needs an identity with d_{k-1} rows and d_j "
    "columns; read over the pairs j < k (with Q^2_{k,j} = Q^2_{j,k} the sum over ordered pairs would "
    "count every pair twice)",
    made_precise="H_W(w) is the part of order two in w of L(W + w)",
    grade=Grade.MISPRINT,
)
def prop_3_second(widths: Widths) -> Outcome:
    """The second-order term of L(W + w) is the printed H_W(w)."""
    n = varied(widths)
    printed = 2 * twice_second_order(letters(n))
    return polynomials_agree(n.twice_second_derivative, printed, "the second-order term and H_W(w)", n, 4)


@claim(
    "chitour.prop3.second.corrected",
    source=CHITOUR.at("Prop. 3"),
    statement=second_order_statement(PAIRS),
    over=any_number_of_layers("any depth, expansion", ONE_HIDDEN, MORE_HIDDEN, ONE_MORE),
    made_precise="H_W(w) is the part of order two in w of L(W + w): what is left is at most Third step^3 for all w = "
    "step v with ||v_j||_F <= 1 and 0 <= step <= 1, where Third depends on W and on the target only",
    corrects="chitour.prop3.second",
    formal=(
        "L0 + step Delta + step^2 HW - step^3 Third <= Lmoved if n >= 2",
        "Lmoved <= L0 + step Delta + step^2 HW + step^3 Third if n >= 2",
    ),
    proof=logic("chitour.prop3.second.corrected"),
)
def prop_3_second_corrected(subject: Subject) -> Outcome:
    """The second-order term of L(W + w) is the printed H_W(w) with its sums over the pairs j < k."""
    marked = where(subject)
    if marked is None:
        n = varied(subject)
        printed = 2 * twice_second_order(letters(n))
        return polynomials_agree(n.twice_second_derivative, printed, "the second-order term and H_W(w)", n, 4)
    if marked == ONE_MORE:
        return one_more_layer()
    a = opaque_letters(marked)
    formal = formal_at_variations("chitour.prop3.second.corrected")
    return all_of(same(2 * order(expanded_loss(a), 2), twice_second_order(a), "twice the second-order term"), formal)


@claim(
    "chitour.prop3.hessian",
    source=CHITOUR.at("Prop. 3"),
    statement=r"D^2 L(W)[w, w] = H_W(w)",
    over=varied_networks,
    made_precise='the equality itself; in print the Hessian "is given by" H_W(w), the part of order two of (14), which '
    "is half the second derivative along w: chitour.prop3.second; sums over the pairs j < k",
    in_print=False,
    certify=variation,
    grade=Grade.MISPRINT,
    literal=True,
)
def prop_3_hessian(widths: Widths) -> Outcome:
    """The second derivative of L along w is H_W(w) itself."""
    n = varied(widths)
    printed = twice_second_order(letters(n))
    return polynomials_agree(n.twice_second_derivative, printed, "D^2 L(W)[w, w]", n, 2, but="H_W(w)")


@claim(
    "chitour.prop3.hessian.corrected",
    source=CHITOUR.at("Prop. 3"),
    statement=r"D^2 L(W)[w, w] = 2 H_W(w), \; " + second_order_statement(PAIRS),
    over=any_number_of_layers("any depth, Hessian", ONE_HIDDEN, MORE_HIDDEN, ONE_MORE, *NAMED_DEPTHS),
    made_precise="in words by two derivatives for H = 1, 2, 3, 4, and for any H by the expansion",
    corrects="chitour.prop3.hessian",
    axioms=(TAYLOR,),
    formal=(
        "L0 + step Delta + step^2 HW - step^3 Third <= Lmoved if n >= 2",
        "Lmoved <= L0 + step Delta + step^2 HW + step^3 Third if n >= 2",
    ),
    proof=logic("chitour.prop3.hessian.corrected"),
)
def prop_3_hessian_corrected(subject: Subject) -> Outcome:
    """The quadratic form of the Hessian of L is twice H_W(w), with sums over the pairs j < k."""
    marked = where(subject)
    if marked not in NAMED_DEPTHS:
        formal = formal_at_variations("chitour.prop3.hessian.corrected")
        return all_of(prop_3_second_corrected.check(subject), formal)
    a, directions = explicit_letters(NAMED_DEPTHS[marked])
    return same(hessian_form(twice_value(a), directions), 2 * twice_second_order(a), "2 D^2 L(W)[w, w] and 4 H_W(w)")


INNER_LAYERS = {"W_j, 2 < j <= H": True, "W_j, j = 2 <= H": False}


LAST_LAYERS = {"W_{H+1}, H >= 2": MORE_HIDDEN, "W_{H+1}, H = 1": ONE_HIDDEN}


@claim(
    "chitour.prop3.flow",
    source=CHITOUR.at("Prop. 3, eq. (15)"),
    statement=r"\frac{dW_{1,1}}{dt} = [(\Pi W)_2^{H+1}]^\mathsf{T} M, \; \frac{dW_{1,2}}{dt} = -[(\Pi "
    r"W)_2^{H+1}]^\mathsf{T} (\Pi W)_2^{H+1} W_{1,2}, \; \frac{dW_j}{dt} = [(\Pi W)_{j+1}^{H+1}]^\mathsf{T} M "
    r"W_{1,1}^\mathsf{T} [(\Pi W)_2^{j-1}]^\mathsf{T} - [(\Pi W)_{j+1}^{H+1}]^\mathsf{T} (\Pi W)_2^{H+1} W_{1,2} "
    r"W_{1,2}^\mathsf{T} [(\Pi W)_2^{j-1}]^\mathsf{T}, \; \frac{dW_{H+1}}{dt} = M W_{1,1}^\mathsf{T} [(\Pi "
    r"W)_2^H]^\mathsf{T} - (\Pi W)_2^{H+1} W_{1,2} W_{1,2}^\mathsf{T} [(\Pi W)_2^H]^\mathsf{T}",
    over=any_number_of_layers("any depth, split flow", "W_{1,1} and W_{1,2}", *INNER_LAYERS, *LAST_LAYERS),
    made_precise="in words from the split loss of chitour.prop3.value",
)
def prop_3_flow(subject: Subject) -> Outcome:
    """Minus the gradient of the split loss has the printed blocks."""
    marked = where(subject)
    if marked is None:
        return flow_in_symbols(Network(subject, diagonal=True))
    if marked in INNER_LAYERS:
        return inner_flow(Symbol("B", "d_i", "d_1") if INNER_LAYERS[marked] else identity("d_1"))
    if marked in LAST_LAYERS:
        a = opaque_letters(LAST_LAYERS[marked])
        flow = -words.gradient(twice_value(a), a.W_last) / 2
        return same(flow, a.M @ a.W_11.T @ a.Z.T - a.R @ a.W_12 @ a.W_12.T @ a.Z.T, marked)
    a = opaque_letters(MORE_HIDDEN)
    loss = twice_value(a) / 2
    return all_of(
        same(-words.gradient(loss, a.W_11), a.R.T @ a.M, "dW_{1,1}/dt"),
        same(-words.gradient(loss, a.W_12), -a.R.T @ a.R @ a.W_12, "dW_{1,2}/dt"),
    )


def inner_flow(B: Expression) -> Outcome:
    """``dW_j/dt`` for 2 <= j <= H, where B is the product of the layers 2 to j - 1."""
    A, W_j = Symbol("A", "d_y", "d_j"), Symbol("W_j", "d_j", B.rows)
    a = word_letters(zero("d_y", "d_1"), zero("d_y", "d_1"), zero("d_y", "d_1"))
    R = A @ W_j @ B
    M = a.S_Y - R @ a.W_11
    loss = (words.norm_squared(M) + words.norm_squared(R @ a.W_12)) / 2
    printed = A.T @ M @ a.W_11.T @ B.T - A.T @ R @ a.W_12 @ a.W_12.T @ B.T
    return same(-words.gradient(loss, W_j), printed, "dW_j/dt")


def flow_in_symbols(n: Network) -> Outcome:
    """(15) against the derivatives of the expanded loss by every entry."""
    d_x, d_y, H = n.widths[0], n.widths[-1], n.H
    R, W_11, W_12 = n.product(2, H + 1), n.W[0].columns(0, d_y), n.W[0].columns(d_y, d_x)
    M = n.target.columns(0, d_y) - R @ W_11
    first = n.twice_gradient[0]
    sums = [
        doubled(R.T @ M) + first.columns(0, d_y),
        first.columns(d_y, d_x) - doubled(R.T @ R @ W_12),
    ]
    for j in range(2, H + 2):  # j = H + 1 is the last equation
        A, B = n.product(j + 1, H + 1), n.product(2, j - 1)
        printed = A.T @ M @ W_11.T @ B.T - A.T @ R @ W_12 @ W_12.T @ B.T
        sums.append(doubled(printed) + n.twice_gradient[j - 1])
    return all_of(
        equal(W_11.shape, R.T.shape, "the shapes of W_{1,1} and of (Pi W)_2^{H+1} transposed"),
        is_true(all(total.is_zero for total in sums), "(15) is minus the gradient of the loss", widths=n.widths),
    )
