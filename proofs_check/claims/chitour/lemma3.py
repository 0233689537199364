"""Lemmas 3.1 and 3.2 of Chitour et al. (2022): critical points in block form."""

from __future__ import annotations

import itertools
from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.parts.formal_blocks import formal_at_blocks
from proofs_check.claims.chitour.parts.formal_sorted import (
    ARE_BLOCKS,
    IS_PERMUTATION,
    NOT_SUFFICIENT,
    READ_SORTED,
    SUFFICIENT,
    formal_at_problem,
    formal_at_sorted,
)
from proofs_check.claims.chitour.parts.formal_strata import ATTAINED, SELECTED, formal_at_strata
from proofs_check.claims.chitour.parts.lemma3 import (
    EVERY_CRITICAL,
    EVERY_KIND,
    WITH_ITEM_2,
    WITHOUT_ASSUMPTION_3,
    block_diagonal,
    is_necessary,
    is_not_sufficient,
    is_sufficient_at_depth_2,
    item_2_and_20,
    permutation_matrices,
    symbolic_networks_of_section_3,
    truncated_identity,
)
from proofs_check.claims.chitour.parts.notation import LEMMA_3_2, NO_VALUE_MISSED, aligned_points, blocks
from proofs_check.language.claim import claim
from proofs_check.language.given import at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, equal, is_true, text
from proofs_check.language.proofs import logic, matrices
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.indeterminates import Network, Widths, doubled
from proofs_check.scopes.critical_points import every_critical_point, every_problem


@claim(
    "chitour.lemma3.1",
    source=CHITOUR.at("Lemma 3.1, eq. (16)"),
    statement=r"R^\mathsf{T} S_Y = R^\mathsf{T} R W_{1,1}, \; R W_{1,2} = 0, \; R W_{1,1} S_Y = R W_{1,1} "
    r"W_{1,1}^\mathsf{T} R^\mathsf{T}",
    over=every_critical_point(),
    assuming=WITHOUT_ASSUMPTION_3,
    proof=matrices(
        "W: dy x b; Z: b x d1; W11: d1 x dy; W12: d1 x e; S: dy sym; R := W Z; M := S - R W11; R' M = 0; R' R "
        "W12 = 0; M W11' Z' - R W12 W12' Z' = 0 |- R' S = R' R W11, R W12 = 0, R W11 S = R W11 W11' R'"
    ),
)
def lemma_3_1(point: dln.Point) -> Outcome:
    """At a critical point R = W_{H+1}...W_2 and the two blocks of W_1 satisfy the three equations (16)."""
    b = blocks(point)
    return all_of(
        equal(b.R.T @ b.S_Y, b.R.T @ b.Q, "R^T S_Y and R^T R W_{1,1}"),
        is_true((b.R @ b.W_12).is_zero(), "R W_{1,2} = 0"),
        equal(b.Q @ b.S_Y, b.Q @ b.Q.T, "R W_{1,1} S_Y and R W_{1,1} W_{1,1}^T R^T"),
    )


@claim(
    "chitour.lemma3.1.equivalence",
    source=CHITOUR.at("proof of Lemma 3.1, eq. (17)"),
    statement=r"\nabla L(W) = 0 \Leftrightarrow R^\mathsf{T} M = 0, \; R W_{1,2} = 0, \; "
    r"[(\Pi W)_{j+1}^{H+1}]^\mathsf{T} M W_{1,1}^\mathsf{T} [(\Pi W)_2^{j-1}]^\mathsf{T} = 0, \; j = 2, \ldots, H+1",
    over=symbolic_networks_of_section_3,
    proof=matrices(
        (
            "A: dy x a; W: a x b; B: b x d1; W11: d1 x dy; W12: d1 x e; S: dy; R := A W B; M := S - R W11; R' M = 0; "
            "R' R W12 = 0; A' M W11' B' - A' R W12 W12' B' = 0 |- R' M = 0, R W12 = 0, A' M W11' B' = 0"
        ),
        (
            "A: dy x a; W: a x b; B: b x d1; W11: d1 x dy; W12: d1 x e; S: dy; R := A W B; M := S - R W11; R' M = 0; "
            "R W12 = 0; A' M W11' B' = 0 |- R' M = 0, R' R W12 = 0, A' M W11' B' - A' R W12 W12' B' = 0"
        ),
    ),
)
def lemma_3_1_equivalence(widths: Widths) -> Outcome:
    """W is critical if and only if the left sides of (17) vanish: each side is a combination of the other's
    polynomials.
    """
    n = Network(widths, diagonal=True)
    d_x, d_y = widths[0], widths[-1]
    R, W_11, W_12 = n.product(2, n.H + 1), n.W[0].columns(0, d_y), n.W[0].columns(d_y, d_x)
    M = n.target.columns(0, d_y) - R @ W_11
    first, second = R.T @ M, R @ W_12
    gradient = n.twice_gradient
    identities = [
        (gradient[0].columns(0, d_y) + doubled(first)).is_zero,  # dL/dW_{1,1} = - (first equation)
        (gradient[0].columns(d_y, d_x) - doubled(R.T @ second)).is_zero,
        (
            doubled(second.T @ second) - W_12.T @ gradient[0].columns(d_y, d_x)
        ).is_zero,  # so the second one follows from dL/dW_{1,2} = 0
    ]
    for j in range(2, n.H + 2):
        outer, inner = n.product(j + 1, n.H + 1), n.product(2, j - 1)
        third = outer.T @ M @ W_11.T @ inner.T
        rest = outer.T @ second @ W_12.T @ inner.T
        identities.append((gradient[j - 1] + doubled(third) - doubled(rest)).is_zero)
    sentence = "the gradient and the left sides of (17) are combinations of each other"
    return all_of(
        equal(W_11.shape, R.T.shape, "the shapes of W_{1,1} and R^T"),
        is_true(all(identities), sentence, widths=widths),
    )


@claim(
    "chitour.lemma3.2.selection",
    source=CHITOUR.at("Lemma 3.2, 1)"),
    statement=r"R W_{1,1} = S_Y D_W, \; D_W \text{ diagonal with } r \text{ ones and } d_y - r \text{ zeros}, \; "
    r"R^\mathsf{T} = R^\mathsf{T} D_W",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    formal=(
        "R W11 = SY DW",
        "DW = DW'",
        "e[i]' DW e[j] = 0 if 1 <= i, i+1 <= j, j <= dy",
        "e[i]' DW e[i] e[i]' DW e[i] = e[i]' DW e[i] if 1 <= i <= dy",
        "tr(DW) = real(rk)",
        "DW = 0 if R = 0",
        "R' = R' DW",
    ),
    proof=logic("chitour.lemma3.2.selection"),
)
def lemma_3_2_selection(point: dln.Point) -> Outcome:
    """At a critical point R W_{1,1} = S_Y D_W for a diagonal matrix D_W with r = rank R ones and otherwise zeros, and
    R^T = R^T D_W.
    """
    b = blocks(point)
    diagonal = [b.D_W[i, i] for i in range(b.d_y)]
    return all_of(
        equal(b.D_W, dln.Matrix.diagonal(diagonal), "S_Y^-1 R W_{1,1} and its diagonal"),
        equal(sorted(diagonal), [0] * (b.d_y - b.r) + [1] * b.r, "diagonal of D_W, sorted"),
        equal(b.R.T, b.R.T @ b.D_W, "R^T and R^T D_W"),
        formal_at_blocks("chitour.lemma3.2.selection", b),
    )


@claim(
    "chitour.lemma3.2.blocks",
    source=CHITOUR.at("Lemma 3.2, 2) and 3), eq. (20)"),
    statement=r"\exists U: \; W_{H+1,2} Z = 0, \; \operatorname{rank} W_{H+1,1} Z = r; \; S_Y = \begin{bmatrix} D_Y "
    r"& 0 \\ 0 & E_Y \end{bmatrix} "
    r"\Rightarrow W_{H+1,1} Z W_{1,1,1} = D_Y, \; Z W_{1,1,2} = 0, \; W_{H+1,1} Z W_{1,2} = 0",
    over=every_critical_point(),
    assuming=(depth_at_least(2), *EVERY_CRITICAL),
    made_precise="D_Y is the upper left r x r block of S_Y itself, as printed; every permutation matrix U is tried. "
    "That 4) speaks of any subset suggests that U^T S_Y U is meant, as in chitour.lemma3.2.blocks.corrected",
    grade=Grade.MISPRINT,
    literal=True,
)
def lemma_3_2_blocks(point: dln.Point) -> Outcome:
    """For some permutation U the blocks of W satisfy 2) and (20), where D_Y holds the first r entries of S_Y."""
    b = blocks(point)
    first = range(b.r)
    D_Y = b.S_Y.block(first, first)
    orders = itertools.permutations(range(b.d_y))
    orders = (order for order in orders if b.zero_rows_of_R.issuperset(order[b.r :]))  # W_{H+1,2} Z = 0
    found = any(item_2_and_20(point, order, D_Y).holds for order in orders)
    kept = [b.S_Y[i, i] for i in range(b.d_y) if b.D_W[i, i]]
    otherwise = (
        f"R W_{{1,1}} keeps the singular values {text(kept)}, but D_Y is {text(D_Y)}, the first of S_Y; "
        "no permutation U gives 2) and (20)"
    )
    sentence = "2) and (20) hold for a permutation matrix U, with D_Y the first entries of S_Y"
    return is_true(found, sentence, otherwise=otherwise, D_Y=D_Y, D_W=b.D_W)


@claim(
    "chitour.lemma3.2.blocks.corrected",
    source=CHITOUR.at("Lemma 3.2, 2) and 3), eq. (20)"),
    statement=r"\exists U: \; W_{H+1,2} Z = 0, \; \operatorname{rank} W_{H+1,1} Z = r; \; U^\mathsf{T} S_Y U = "
    r"\begin{bmatrix} D_Y & 0 \\ 0 & E_Y "
    r"\end{bmatrix} \Rightarrow W_{H+1,1} Z W_{1,1,1} = D_Y, \; Z W_{1,1,2} = 0, \; W_{H+1,1} Z W_{1,2} = 0",
    over=every_critical_point(),
    assuming=(depth_at_least(2), *EVERY_CRITICAL),
    made_precise=READ_SORTED,
    corrects="chitour.lemma3.2.blocks",
    formal=(*IS_PERMUTATION, *ARE_BLOCKS),
    proof=logic("chitour.lemma3.2.blocks.corrected"),
)
def lemma_3_2_blocks_corrected(point: dln.Point) -> Outcome:
    """For some permutation U the blocks of W satisfy 2) and (20), where D_Y holds the first r entries of U^T S_Y U."""
    b = blocks(point)
    return all_of(item_2_and_20(point, b.order, b.D_Y), formal_at_sorted("chitour.lemma3.2.blocks.corrected", b))


@claim(
    "chitour.lemma3.2.necessary",
    source=CHITOUR.at("after eq. (20)"),
    statement=r"W \in \operatorname{Crit}(L) \Rightarrow (20), \quad (20) \not\Rightarrow W \in \operatorname{Crit}(L)",
    over=every_problem(),
    assuming=(depth_at_least(2), *LEMMA_3_2),
    made_precise='"only a necessary condition [...] since we use only the j = H + 1-th of the total H equations" is '
    "read as: necessary for every network, and not sufficient where equations are left out, that is for H >= 2 (at "
    f"H = 1 the total is one equation); a point that shows it is exhibited for every such problem; {WITH_ITEM_2}; "
    f"{READ_SORTED}",
    axioms=(EVERY_KIND,),
    formal=(*IS_PERMUTATION, *ARE_BLOCKS, *NOT_SUFFICIENT),
    proof=logic("chitour.lemma3.2.necessary"),
)
def lemma_3_2_necessary(problem: dln.Problem) -> Outcome:
    """Every critical point satisfies 2) and (20), and from two hidden layers on some point that is not critical
    satisfies them too.
    """
    formal = formal_at_problem("chitour.lemma3.2.necessary", problem)
    if problem.depth == 2:
        return all_of(is_necessary(problem), formal)
    return all_of(is_necessary(problem), is_not_sufficient(problem), formal)


@claim(
    "chitour.lemma3.2.necessary.every-depth",
    source=CHITOUR.at("after eq. (20)"),
    statement=r"W \in \operatorname{Crit}(L) \Rightarrow (20), \quad (20) \not\Rightarrow W \in \operatorname{Crit}(L)",
    over=every_problem(),
    assuming=(depth_at_least(2), *LEMMA_3_2),
    made_precise=f"the same sentence read as said of every network, those with one hidden layer too; {WITH_ITEM_2}",
    axioms=(EVERY_KIND,),
    in_print=False,
    grade=Grade.MISSING,
)
def lemma_3_2_necessary_every_depth(problem: dln.Problem) -> Outcome:
    """In every network every critical point satisfies 2) and (20), and some point that is not critical satisfies them
    too.
    """
    return all_of(is_necessary(problem), is_not_sufficient(problem))


@claim(
    "chitour.lemma3.2.necessary.every-depth.corrected",
    source=CHITOUR.at("after eq. (20)"),
    statement=r"W \in \operatorname{Crit}(L) \Rightarrow (20); \quad (20) \Rightarrow W \in \operatorname{Crit}(L) "
    r"\text{ if and only if } H = 1",
    over=every_problem(),
    assuming=(depth_at_least(2), *LEMMA_3_2),
    made_precise=f"for every architecture; {WITH_ITEM_2}; {READ_SORTED}",
    axioms=(EVERY_KIND,),
    corrects="chitour.lemma3.2.necessary.every-depth",
    formal=(*IS_PERMUTATION, *ARE_BLOCKS, *NOT_SUFFICIENT, *SUFFICIENT),
    proof=logic("chitour.lemma3.2.necessary.every-depth.corrected"),
)
def lemma_3_2_necessary_every_depth_corrected(problem: dln.Problem) -> Outcome:
    """Every critical point satisfies 2) and (20); with one hidden layer nothing else does, with more some other points
    do.
    """
    formal = formal_at_problem("chitour.lemma3.2.necessary.every-depth.corrected", problem)
    if problem.depth == 2:
        return all_of(is_necessary(problem), is_sufficient_at_depth_2(problem), formal)
    return all_of(is_necessary(problem), is_not_sufficient(problem), formal)


@claim(
    "chitour.lemma3.2.q",
    source=CHITOUR.at("proof of Lemma 3.2, eq. (21) and below"),
    statement=r"Q^\mathsf{T} S_Y = Q^\mathsf{T} Q = S_Y Q, \; Q S_Y = Q Q^\mathsf{T} = S_Y Q^\mathsf{T}, \; Q S_Y^2 "
    r"= S_Y^2 Q, \; Q = R W_{1,1}",
    over=every_critical_point(),
    assuming=WITHOUT_ASSUMPTION_3,
    made_precise="checked without Assumption 3, which the proof uses only afterwards",
    proof=matrices(
        "W: dy x b; Z: b x d1; W11: d1 x dy; W12: d1 x e; S: dy sym; R := W Z; M := S - R W11; Q := R W11; R' M "
        "= 0; R' R W12 = 0; M W11' Z' - R W12 W12' Z' = 0 |- Q' S = Q' Q = S Q, Q S = Q Q' = S Q', Q S^2 = S^2 Q"
    ),
)
def lemma_3_2_q(point: dln.Point) -> Outcome:
    """At a critical point Q = R W_{1,1} satisfies (21) and commutes with the square of S_Y."""
    b = blocks(point)
    Q, S_Y = b.Q, b.S_Y
    square = S_Y @ S_Y
    return all_of(
        equal(Q.T @ S_Y, Q.T @ Q, "Q^T S_Y and Q^T Q"),
        equal(Q.T @ Q, S_Y @ Q, "Q^T Q and S_Y Q"),
        equal(Q @ S_Y, Q @ Q.T, "Q S_Y and Q Q^T"),
        equal(Q @ Q.T, S_Y @ Q.T, "Q Q^T and S_Y Q^T"),
        equal(Q @ square, square @ Q, "Q S_Y^2 and S_Y^2 Q"),
    )


@claim(
    "chitour.lemma3.2.permutation",
    source=CHITOUR.at("proof of Lemma 3.2, eq. (22)"),
    statement=r"\exists \text{ a permutation matrix } U: \; D_W U = \begin{bmatrix} I_r & 0 \\ 0 & 0_{d_y - r} "
    r"\end{bmatrix}",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    made_precise="every permutation matrix U is tried",
    certify=lambda point, details: at(point, D=blocks(point).D_W),
    grade=Grade.MISPRINT,
)
def lemma_3_2_permutation(point: dln.Point) -> Outcome:
    """Some permutation of the columns of D_W gives diag(I_r, 0)."""
    b = blocks(point)
    target = truncated_identity(b)
    found = any(target == b.D_W @ U for U in permutation_matrices(b.d_y))
    otherwise = f"D_W is {text(b.D_W)}, and no permutation of its columns alone gives {text(target)}"
    sentence = f"D_W U = diag(I_{b.r}, 0) for a permutation matrix U"
    return is_true(found, sentence, otherwise=otherwise, D_W=b.D_W)


@claim(
    "chitour.lemma3.2.permutation.corrected",
    source=CHITOUR.at("proof of Lemma 3.2, eq. (22)"),
    statement=r"\exists \text{ a permutation matrix } U: \; U^\mathsf{T} D_W U = \begin{bmatrix} I_r & 0 \\ 0 & "
    r"0_{d_y - r} \end{bmatrix}, \; "
    r"R^\mathsf{T} U = [\bar R^\mathsf{T} \; 0], \; \operatorname{rank} \bar R = r",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    made_precise=READ_SORTED,
    corrects="chitour.lemma3.2.permutation",
    formal=(
        *IS_PERMUTATION,
        "Ones' DW Ones = I",
        "DW Zeros = 0",
        "R' Zeros = 0",
        "Ones' R (W11 Ones (Ones' SYinverse Ones)) = I",
    ),
    proof=logic("chitour.lemma3.2.permutation.corrected"),
)
def lemma_3_2_permutation_corrected(point: dln.Point) -> Outcome:
    """Some permutation of rows and columns brings D_W to diag(I_r, 0), and then only the first r columns of R^T U are
    nonzero.
    """
    b = blocks(point)
    transformed = b.R.T @ b.U
    rows = range(transformed.shape[0])
    return all_of(
        equal(b.U.T @ b.D_W @ b.U, truncated_identity(b), "U^T D_W U and diag(I_r, 0)"),
        equal(transformed.block(rows, range(b.r)).rank(), b.r, "rank of the first r columns of R^T U"),
        is_true(transformed.block(rows, range(b.r, b.d_y)).is_zero(), "the other columns of R^T U vanish"),
        formal_at_sorted("chitour.lemma3.2.permutation.corrected", b),
    )


@claim(
    "chitour.lemma3.2.residual",
    source=CHITOUR.at("proof of Lemma 3.2, eq. (23)"),
    statement=r"U^\mathsf{T} M U = \begin{bmatrix} 0 & 0 \\ 0 & E_Y \end{bmatrix}, \; S_Y = \begin{bmatrix} D_Y & 0 "
    r"\\ 0 & E_Y \end{bmatrix}",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    made_precise="E_Y is the lower right block of S_Y itself, as printed; every permutation matrix U is tried. That 4) "
    "speaks of any subset suggests that U^T S_Y U is meant, as in chitour.lemma3.2.residual.corrected",
    grade=Grade.MISPRINT,
    literal=True,
)
def lemma_3_2_residual(point: dln.Point) -> Outcome:
    """Some permutation of rows and columns brings the residual to diag(0, E_Y), where E_Y holds the last d_y - r
    entries of S_Y.
    """
    b = blocks(point)
    last = range(b.r, b.d_y)
    target = block_diagonal(dln.Matrix.zeros(b.r, b.r), b.S_Y.block(last, last))
    found = any(target == U.T @ b.M @ U for U in permutation_matrices(b.d_y))
    otherwise = f"M is {text(b.M)}, and no permutation of its rows and columns gives diag(0, E_Y) = {text(target)}"
    sentence = "U^T M U = diag(0, E_Y) for a permutation matrix U, with E_Y the last entries of S_Y"
    return is_true(found, sentence, otherwise=otherwise, M=b.M)


@claim(
    "chitour.lemma3.2.residual.corrected",
    source=CHITOUR.at("proof of Lemma 3.2, eq. (23)"),
    statement=r"U^\mathsf{T} M U = \begin{bmatrix} 0 & 0 \\ 0 & E_Y \end{bmatrix}, \; "
    r"U^\mathsf{T} S_Y U = \begin{bmatrix} D_Y & 0 \\ 0 & E_Y \end{bmatrix}, \; U^\mathsf{T} D_W U = \begin{bmatrix} "
    r"I_r & 0 \\ 0 & 0 \end{bmatrix}",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    corrects="chitour.lemma3.2.residual",
    formal=(
        "U1' M U1 = 0 if U1 U1' = DW, U1' U1 = I",
        "U1' M U2 = 0 if U1 U1' = DW, U1' U1 = I, U2 U2' = I - DW, U2' U2 = I",
        "U2' M U1 = 0 if U1 U1' = DW, U1' U1 = I",
        "U2' M U2 = U2' SY U2 if U2 U2' = I - DW, U2' U2 = I",
        "U1' SY U2 = 0 if U1 U1' = DW, U1' U1 = I, U2 U2' = I - DW, U2' U2 = I",
        "U1' DW U1 = I if U1 U1' = DW, U1' U1 = I",
        "DW U2 = 0 if U2 U2' = I - DW, U2' U2 = I",
    ),
    proof=logic("chitour.lemma3.2.residual.corrected"),
)
def lemma_3_2_residual_corrected(point: dln.Point) -> Outcome:
    """The permutation that brings D_W to diag(I_r, 0) brings the residual to diag(0, E_Y), E_Y being the rest of U^T
    S_Y U.
    """
    b = blocks(point)
    return all_of(
        equal(b.U.T @ b.M @ b.U, block_diagonal(dln.Matrix.zeros(b.r, b.r), b.E_Y), "U^T M U and diag(0, E_Y)"),
        equal(b.U.T @ b.S_Y @ b.U, block_diagonal(b.D_Y, b.E_Y), "U^T S_Y U and diag(D_Y, E_Y)"),
        formal_at_blocks("chitour.lemma3.2.residual.corrected", b),
    )


@claim(
    "chitour.lemma3.2.values",
    source=CHITOUR.at("Lemma 3.2, 4)"),
    statement=r"\{L(W) : W \in \operatorname{Crit}(L)\} = \{\tfrac12 \sum_{i \in S} s_i^2 : S \subseteq \{1, \ldots, "
    r"d_y\}\}",
    over=every_problem(),
    assuming=(depth_at_least(2), *LEMMA_3_2),
    made_precise="the critical values are the losses computed at one exact point of every kind; the theorem has the "
    "sums over the complement of S, and explicit critical points for all S",
    axioms=(NO_VALUE_MISSED,),
    formal=(*SELECTED, *ATTAINED),
    proof=logic("chitour.lemma3.2.values"),
)
def lemma_3_2_values(problem: dln.Problem) -> Outcome:
    """The critical values are exactly the half sums of squares of all subsets of the singular values."""
    squares = [problem.Syx[i, i] ** 2 for i in range(problem.output_width)]
    subsets = itertools.chain.from_iterable(itertools.combinations(squares, n) for n in range(len(squares) + 1))
    printed = {sum(subset, Fraction(0)) / 2 for subset in subsets}
    found = sorted({point.loss for point in aligned_points(problem)})
    formal = formal_at_strata("chitour.lemma3.2.values", problem)
    return all_of(equal(found, sorted(printed), "set of critical values"), formal)
