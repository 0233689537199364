"""The splitting of half the Hessian form at a critical point in normal form: the three lines of the inertia theorem."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symdln.algebra.words import Symbol, identity, scalar, zero
from symdln.errors import InputError
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import Formula, Term, matrix, norm, total, traced
from symdln.teaching.operations import Table
from symdln.teaching.rules import KnownEquation

HALF = Fraction(1, 2)


# Blocks have the sizes r for the selected part, and n_x, n_y, n_j, ... for the rest at a vertex.


def _blocks(one: Any, two: Any, three: Any, four: Any) -> Table:
    return ((one, two), (three, four))


def _perturbation(name: str, rows: str, columns: str) -> Table:
    return _blocks(
        Symbol(f"a_{name}", "r", "r"),
        Symbol(f"b_{name}", "r", columns),
        Symbol(f"c_{name}", rows, "r"),
        Symbol(f"e_{name}", rows, columns),
    )


def _diagonal(first: Any, second: Any) -> Table:
    (rows, columns) = second.shape
    return _blocks(first, zero("r", columns), zero(rows, "r"), second)


D = Symbol("D", "r", "r", symmetric=True)
D_INVERSE = Symbol("T", "r", "r", symmetric=True, latex="D^{-1}")
E = Symbol("E", "n_y", "n_x")
I_r = identity("r")

# The sizes of whole matrices: d_j = r + n_j.
A_j, V_j, B_j = Symbol("A_j", "d_y", "d_j"), Symbol("V_j", "d_j", "d_i"), Symbol("B_j", "d_i", "d_x")
A_1, V_1 = Symbol("A_1", "d_y", "d_1"), Symbol("V_1", "d_1", "d_x")
A_k, V_k = Symbol("A_k", "d_y", "d_k"), Symbol("V_k", "d_k", "d_h")
M_kj = Symbol("M_kj", "d_h", "d_j", latex="M_{kj}")
R = Symbol("R", "d_y", "d_x")
P_1, P_2 = Symbol("P_1", "d_y", "d_x"), Symbol("P_2", "d_y", "d_x")

alpha_j, beta_j = Symbol("alpha_j", "n_y", "n_j"), Symbol("beta_j", "n_i", "n_x")
alpha_1 = Symbol("alpha_1", "n_y", "n_1")
alpha_k, beta_k = Symbol("alpha_k", "n_y", "n_k"), Symbol("beta_k", "n_h", "n_x")
gamma_kj = Symbol("gamma_kj", "n_h", "n_j", latex=r"\gamma_{kj}")
s, p = Symbol("s", "r", "r"), Symbol("p", "r", "n_x")
q, t = Symbol("q", "n_y", "r"), Symbol("z", "n_y", "n_x")

LAYER = {A_j: _diagonal(I_r, alpha_j), V_j: _perturbation("j", "n_j", "n_i"), B_j: _diagonal(D, beta_j)}
FIRST = {A_1: _diagonal(I_r, alpha_1), V_1: _perturbation("1", "n_1", "n_x")}
PAIR = {
    A_k: _diagonal(I_r, alpha_k),
    V_k: _perturbation("k", "n_k", "n_h"),
    M_kj: _diagonal(I_r, gamma_kj),
    V_j: _perturbation("j", "n_j", "n_i"),
    B_j: _diagonal(D, beta_j),
}
PLACES = {(0, 0): ("selected", "s"), (0, 1): ("above", "p"), (1, 0): ("below", "q D"), (1, 1): ("rest", "z")}

CLOSED = KnownEquation(beta_k @ E.T @ alpha_k, zero("n_h", "n_k"), "criticality at layer k")
OPEN_FIRST = KnownEquation(E.T @ alpha_1, zero("n_x", "n_1"), "criticality at layer 1, where beta_1 = I")
INVERSE = KnownEquation(D @ D_INVERSE, I_r, "T = D^{-1}")


def derive(depth: int | None = None) -> Derivation:
    """The three lines of the quadratic form, docs/inertia-theorem.md."""
    if depth is not None:
        raise InputError(
            f"this derivation is about symbolic layers only, so --depth {depth} does not fit; leave --depth out."
        )
    return Derivation(
        name="splitting",
        title="The splitting of the Hessian form at a critical point",
        statement="In the normal form W_1 = diag(D, Z_1), W_j = diag(I, Z_j), with [[a_j, b_j], [c_j, "
        "e_j]] for the blocks of "
        "V_j: 1/2 ||P_1||^2 + tr(R^T P_2) = 1/2 ||s||^2 + [1/2 ||p||^2 + 1/2 ||q D||^2 - tr(p E^T q)] + "
        "[1/2 ||sum_j alpha_j e_j beta_j||^2 - sum_{j<k} tr(beta_j E^T alpha_k e_k gamma_kj e_j)], where s = a_1 + "
        "sum_{j>=2} a_j D, p = sum_j b_j beta_j and q = sum_{k>=2} alpha_k c_k + alpha_1 c_1 D^{-1}.",
        source="docs/inertia-theorem.md, the quadratic form.",
        holds_for="every depth H >= 2, all widths; Sxx = I, to which all data reduce",
        axioms=(
            "Blocks (r, rest): A_j = diag(I, alpha_j), M_kj = diag(I, gamma_kj), B_j = diag(D, beta_j) "
            "for j >= 2, B_1 = I.",
            "R = P - Syx = diag(0, -E), as P = diag(D, 0) and Syx = diag(D, E).",
            f"{CLOSED} for every k, and beta_j = N beta_k for j >= k, where N = Z_{{j-1}}...Z_k.",
            f"{OPEN_FIRST}.",
            f"{INVERSE}: {INVERSE.reason}.",
        ),
        parts=(
            *first_blocks(),
            square(),
            residual(),
            second_block(),
            second_block_first(),
            first_pair(),
            *vanishing(),
            second_line(),
        ),
        equations=(CLOSED, OPEN_FIRST, INVERSE),
    )


def first_blocks() -> list[DerivationPart]:
    """The blocks of ``P_1 = sum_j A_j V_j B_j``: the summands j >= 2, and j = 1."""
    parts = []
    for place, (word, name) in PLACES.items():
        chain = Chain(f"P_1, block {word}", f"{name}, from j >= 2", matrix(A_j, V_j, B_j, over="j>=2"))
        chain.then("multiply blocks", "Most blocks of A_j and B_j vanish.", tables=LAYER, place=place, ask=True)
        parts.append(chain.part())
        first = Chain(f"P_1, block {word}, layer 1", f"{name}, from j = 1", matrix(A_1, V_1))
        first.then("multiply blocks", "B_1 = I.", tables=FIRST, place=place, ask=place == (1, 0))
        parts.append(first.part())
    below = Chain(
        "q D, from q", "the summand alpha_1 c_1 D^{-1} of q, times D", matrix(alpha_1, LAYER_1_C, D_INVERSE, D)
    )
    below.then(
        "use an equation", "So the summand alpha_1 c_1 D^{-1} of q gives alpha_1 c_1.", equation=INVERSE.T, start=2
    )
    return [*parts, below.part()]


LAYER_1_C = FIRST[V_1][1][0]


def square() -> DerivationPart:
    """The square splits into its four blocks."""
    table = {P_1: _blocks(s, p, q @ D, t)}
    chain = Chain("The square", "1/2 ||P_1||^2", norm(P_1, coefficient=HALF), latex=r"\tfrac12\lVert P_1\rVert^2")
    chain.then("multiply blocks", "A squared Frobenius norm is the sum over the blocks.", tables=table, ask=True)
    return chain.part(conclusion="nonnegative")


def residual() -> DerivationPart:
    """Only the last block of P_2 meets the residual."""
    blocks = _blocks(*(Symbol(f"Q_{a}{b}", *shape) for (a, b), shape in SHAPES.items()))
    tables = {R: _blocks(zero("r", "r"), zero("r", "n_x"), zero("n_y", "r"), -E), P_2: blocks}
    chain = Chain("The residual", "tr(R^T P_2)", traced(R.T, P_2), latex=r"\operatorname{tr}(R^\top P_2)")
    chain.then("multiply blocks", "R = diag(0, -E); Q_22 is the last block of P_2.", tables=tables, ask=True)
    return chain.part()


SHAPES = {(1, 1): ("r", "r"), (1, 2): ("r", "n_x"), (2, 1): ("n_y", "r"), (2, 2): ("n_y", "n_x")}


def second_block() -> DerivationPart:
    """The last block of ``P_2 = sum_{j<k} A_k V_k M_kj V_j B_j``, paired with -E."""
    chain = Chain("P_2, last block", "Q_22", matrix(A_k, V_k, M_kj, V_j, B_j, over="2<=j<k"))
    chain.then(
        "multiply blocks",
        "The path goes through the selected part in the middle, or never.",
        tables=PAIR,
        place=(1, 1),
        ask=True,
    )
    return chain.part()


def second_block_first() -> DerivationPart:
    """The same where j = 1."""
    M_k1, gamma_k1 = (
        Symbol("M_k1", "d_h", "d_1", latex="M_{k1}"),
        Symbol("gamma_k1", "n_h", "n_1", latex=r"\gamma_{k1}"),
    )
    tables = {**FIRST, **PAIR, M_k1: _diagonal(I_r, gamma_k1)}
    chain = Chain("P_2, last block, j = 1", "summand (1, k) of Q_22", matrix(A_k, V_k, M_k1, V_1, over="k>=2"))
    chain.then(
        "multiply blocks", "B_1 = I and beta_1 = I: nothing else changes.", tables=tables, place=(1, 1), ask=True
    )
    return chain.part()


def first_pair() -> DerivationPart:
    """``-tr(E^T P_2)``, written with the paths in front."""
    c_k, b_j, e_k, e_j = PAIR[V_k][1][0], PAIR[V_j][0][1], PAIR[V_k][1][1], PAIR[V_j][1][1]
    start = total(
        traced(E.T, alpha_k, c_k, b_j, beta_j, coefficient=-1, over="j<k"),
        traced(E.T, alpha_k, e_k, gamma_kj, e_j, beta_j, coefficient=-1, over="j<k"),
    )
    chain = Chain("The mixed terms", "-tr(E^T Q_22)", start, latex=r"-\operatorname{tr}(E^\top Q_{22})")
    chain.then(
        "cyclic rotation", "b_j beta_j is the summand j of p, alpha_k c_k the summand k of q.", term=0, by=-2, ask=True
    )
    chain.then("cyclic rotation", "The path beta_j E^T alpha_k in front.", term=1, by=-1, ask=True)
    return chain.part()


def vanishing() -> list[DerivationPart]:
    """The terms of ``tr(p E^T q)`` that are not in the sum over j < k."""
    c_k, c_1 = PAIR[V_k][1][0], LAYER_1_C
    N, b = Symbol("N", "n_i", "n_h"), Symbol("b_j", "r", "n_i")
    late = Chain("j >= k >= 2 vanishes", "the term (j, k) of tr(p E^T q)", traced(b, N, beta_k, E.T, alpha_k, c_k))
    late.then("use an equation", "beta_j = N beta_k, and beta_k E^T alpha_k = 0.", equation=CLOSED, start=2, ask=True)
    first = Chain("k = 1 vanishes", "the term (j, 1) of tr(p E^T q)", traced(p, E.T, alpha_1, c_1, D_INVERSE))
    first.then("use an equation", "E^T alpha_1 = 0.", equation=OPEN_FIRST, start=1, ask=True)
    return [late.part(conclusion="zero"), first.part(conclusion="zero")]


def second_line() -> DerivationPart:
    """One entry of p and q in singular coordinates, as two squares."""
    x, y, s_i, s_j = (scalar(name) for name in ("x", "y", "s_i", "s_j"))
    squares = ((x - s_j * y) ** 2 / 2, (s_i**2 - s_j**2) * y**2 / 2)
    start = Formula(tuple(Term((), square, "scalar") for square in squares))
    chain = Chain(
        "The second line, entry by entry",
        "1/2 (x - s_j y)^2 + 1/2 (s_i^2 - s_j^2) y^2",
        start,
        latex=r"\tfrac12 (x - s_j y)^2 + \tfrac12 (s_i^2 - s_j^2) y^2",
    )
    chain.then(
        "collect",
        "With D = diag(s_i) and E = diag(s_j), an entry x of p meets an entry y of q in this form: both "
        "signs are positive for s_j < s_i, one is zero for s_j = s_i, one is negative for s_j > s_i.",
        ask=True,
    )
    return chain.part(goal=x**2 / 2 + s_i**2 * y**2 / 2 - s_j * x * y)
