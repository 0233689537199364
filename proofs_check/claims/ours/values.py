"""The critical values by elimination of the weights."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from proofs_check.facts.elimination import critical_equations, critical_polynomial, real_roots_of, theorem_polynomial
from proofs_check.facts.subset_sums import squarefree_part
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, depth_at_least
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.subjects import CRITICAL_POINTS, PROBLEMS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import WordCase, follows
from proofs_check.scopes import general_data
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.words import Expression, Scalar, Symbol, gradient, norm_squared, rewrite, trace

CANONICAL: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((1, 1, 1), (2,)),
    ((1, 1, 1), (0,)),
    ((1, 1, 1, 1), (2,)),
    ((1, 2, 1), (2,)),
    ((2, 1, 1), (2,)),
    ((1, 1, 2), (2,)),
    ((1, 1, 1, 1, 1), (2,)),
    ((2, 1, 2), (3, 2)),
    ((2, 1, 2), (2, 2)),
    ((2, 1, 2), (2, 0)),
    ((2, 1, 1, 2), (3, 2)),
    ((1, 2, 2, 1), (2,)),
    ((3, 1, 3), (3, 2, 1)),
    ((2, 2, 2), (3, 2)),
    ((2, 2, 2), (2, 2)),
    ((2, 2, 2), (0, 0)),
    ((2, 2, 2, 2), (3, 2)),
)


LARGE = (((3, 2, 2), (3, 2)), ((2, 3, 2), (3, 2)), ((3, 2, 3), (3, 2, 1)), ((2, 2, 2, 2), (2, 2)))


MOST_WEIGHTS = {"small": 4, "default": 8, "large": 12}


def canonical(size: str) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The widths and singular values with X = I; in the small scope those with few enough weights."""
    for widths, values in (*CANONICAL, *(LARGE if size == "large" else ())):
        weights = sum(a * b for a, b in itertools.pairwise(widths))
        if size != "small" or weights <= MOST_WEIGHTS[size]:
            yield widths, values


def tiny_problems(size: str, seed: int) -> Iterator[dln.Problem]:
    """Canonical problems, and all general data under few enough weights."""
    for widths, values in canonical(size):
        yield dln.Problem.canonical(values, widths)
    for named in general_data.listed("default"):
        problem = general_data.problem(named)
        if problem.parameters <= MOST_WEIGHTS[size]:
            yield problem


def covered(size: str) -> str:
    """The problems in words."""
    return (
        "Groebner bases over the rationals, computed in FLINT, for the widths and singular values "
        + ", ".join(f"{widths} {values}" for widths, values in canonical(size))
        + f" with X = I, and for all problems with general data and at most {MOST_WEIGHTS[size]} weights"
    )


tiny = cases("tiny networks", tiny_problems, sentence=covered, strength=Verdict.VERIFIED, of=PROBLEMS)


@claim(
    "ours.values.complete",
    source=OURS.at("the inertia theorem, normal form"),
    statement=(
        r"\langle \nabla L, \; v - L \rangle \cap \mathbb{Q}[v] = \langle p \rangle, \quad p(v) = 0 \iff v = f \, "
        r"(\operatorname{tr} \Sigma_{yy} - \textstyle\sum_{i \in S} s_i^2), \; |S| \le \min_j d_j"
    ),
    over=tiny,
    assuming=(depth_at_least(2),),
    made_precise="the roots of p over the complex numbers, each once, are exactly the theorem's values: critical "
    "points with complex weights take no values of their own (see ours.values.complex); that real weights take each "
    "value is shown by the loss of an exact representative where its selection has rational points (the others are "
    "taken at algebraic points, see ours.inertia.irrational)",
    axioms=(
        "Hilbert's Nullstellensatz: the roots of p are the values of L at the complex critical points, as L is "
        "constant on every component of these",
    ),
)
def values_complete(problem: dln.Problem) -> Outcome:
    """The elimination ideal of (grad L = 0, v = L) has exactly the theorem's critical values as its roots."""
    polynomial = squarefree_part(critical_polynomial(critical_equations(problem)))
    roots = real_roots_of(polynomial)
    return all_of(
        equal(
            list(map(str, polynomial.coeffs())),
            list(map(str, theorem_polynomial(problem).coeffs())),
            "coefficients of the polynomial by elimination, and of that with the theorem's values as roots",
        ),
        equal(len(roots), polynomial.degree(), "number of real roots, and degree"),
        listed_values_are(roots, problem),
        taken_at_representatives(roots, problem),
    )


def listed_values_are(roots: tuple[Eigenvalue, ...], problem: dln.Problem) -> Outcome:
    """Every value that the library lists lies at one root, and every root is hit."""
    hit: set[int] = set()
    for value in problem.critical_values():
        near = [i for i, root in enumerate(roots) if root.lower <= value.upper and value.lower <= root.upper]
        exact = value.value is None or [roots[i].value for i in near] == [value.value]
        if len(near) != 1 or not exact:
            return fails(f"the listed value of S = {value.selection} is not a root", value=value)
        hit.update(near)
    return equal(sorted(hit), list(range(len(roots))), "roots that are listed, and all roots")


def taken_at_representatives(roots: tuple[Eigenvalue, ...], problem: dln.Problem) -> Outcome:
    """The exact losses at rational critical points, one for each selection that has some, are roots."""
    values = {root.value for root in roots}
    for S in problem.selections():
        if general_data.has_rational_points(problem, S):
            point = next(problem.kinds(S)).representative()
            if not point.is_critical or point.loss not in values:
                return fails("the loss at this critical point is not a root", weights=point.weights, loss=point.loss)
    return holds("the losses at rational representatives are roots")


def points_and_words(size: str, seed: int) -> Iterator[dln.Point | WordCase]:
    for widths, values in canonical(size):
        yield from (kind.representative() for kind in dln.Problem.canonical(values, widths).kinds())
    yield ("any depth", "any widths")


in_words = cases(
    "complex weights, in words",
    points_and_words,
    sentence="any depth and any widths with X = I, in matrix words with transposes and without conjugates, so for "
    "complex weights too; and by a second route an exact real critical point of every kind of tiny networks",
    strength=Verdict.PROVED,
    of=CRITICAL_POINTS,
)


def _is_white(subject: dln.Point | WordCase) -> bool:
    """The derivation takes it for itself."""
    return not isinstance(subject, dln.Point) or subject.problem.Sxx == dln.Matrix.identity(subject.problem.input_width)


white = Hypothesis("Sxx = I", r"\Sigma_{xx} = I", _is_white)


@claim(
    "ours.values.complex",
    source=OURS.at("the inertia theorem, normal form"),
    statement=(
        r"\Sigma_{xx} = I, \; \nabla L(W) = 0, \; W_j \in \mathbb{C}^{d_j \times d_{j-1}}, \; A = P P^\mathsf{T} "
        r"\Rightarrow A^2 = A \Sigma = \Sigma A, \; L(W) = f \, (\operatorname{tr} \Sigma_{yy} - \operatorname{tr} A)"
    ),
    over=in_words,
    assuming=(white,),
    made_precise="so critical points with complex weights have the theorem's values too: on the eigenspace of an "
    "eigenvalue s of Sigma, A satisfies A^2 = s A, so tr A is a sum of at most rank P eigenvalues. Any invertible Sxx "
    "is brought to I by the real linear change W_1 Sxx^(1/2), a singular one after restricting W_1 to the columns of X",
    proof=matrices(
        (
            "W1: d1 x dx; WH: dy x dh; K: dy x d1; N: dh x dx; T: dy x dx; Y: dy x m; X: dx x m; f: scalar; P := K "
            "W1; A := P P'; C := T T'; K W1 = WH N; X X' = I; T = Y X'; K' (P X X' - T) = 0; (P X X' - T) N' = 0 |- "
            "A A = A C = C A, f tr((P X - Y)' (P X - Y)) = f tr(Y Y') - f tr(A)"
        ),
        complex=True,
    ),
)
def values_complex(subject: dln.Point | WordCase) -> Outcome:
    """At complex critical points A = P P^T commutes with Sigma, A^2 = A Sigma, and the loss is that of the theorem."""
    return values_at(subject) if isinstance(subject, dln.Point) else values_in_words()


def values_at(point: dln.Point) -> Outcome:
    """The equations at an exact real critical point."""
    problem, P = point.problem, point.end_to_end
    A, sigma = P @ P.T, problem.Syx @ problem.Sxy
    return all_of(
        equal(A @ A, A @ sigma, "A^2 and A Sigma"),
        equal(A @ A, sigma @ A, "A^2 and Sigma A"),
        equal(point.loss, problem.loss_factor * (problem.Syy.trace() - A.trace()), "the loss and that of the theorem"),
    )


def values_in_words() -> Outcome:
    """The steps one by one; the proof of the whole is replayed by the checker of matrix proofs."""
    first, last = Symbol("W_1", "d_1", "d_x"), Symbol("W_H", "d_y", "d_h")
    above, below = Symbol("K", "d_y", "d_1"), Symbol("N", "d_h", "d_x")  # P = K W_1 = W_H N
    P, M = Symbol("P", "d_y", "d_x"), Symbol("M", "d_y", "d_x")  # the product, and Syx
    by_first, by_last = gradient(squared(above @ first - M), first), gradient(squared(last @ below - M), last)
    relations = {P.T @ M: P.T @ P, M @ P.T: P @ P.T}  # what the next two lines show to be zero
    A, sigma = P @ P.T, M @ M.T
    return all_of(
        follows(first.T @ by_first, (above @ first).T @ (above @ first - M), "W_1^T grad and P^T (P - Syx)"),
        follows(by_last @ last.T, (last @ below - M) @ (last @ below).T, "grad W_H^T and (P - Syx) P^T"),
        follows(rewrite(A @ sigma, relations), A @ A, "A Sigma and A^2"),
        follows(rewrite(sigma @ A, relations), A @ A, "Sigma A and A^2"),
        follows(rewrite(2 * squared(P - M), relations), trace(sigma) - trace(A), "||P - Syx||^2 and tr Sigma - tr A"),
    )


def squared(matrix: Expression) -> Scalar:
    """``1/2 ||matrix||^2``."""
    return norm_squared(matrix) / 2
