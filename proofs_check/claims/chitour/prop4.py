"""Proposition 4 of Chitour et al. (2022): local extrema, saddles and negative curvature."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

import symdln as dln
from proofs_check.claims.chitour.parts.formal_blocks import formal_descent
from proofs_check.claims.chitour.parts.formal_saddles import IS_MINIMUM, NO_EXTREMUM, READ_NEARBY, formal_at_saddles
from proofs_check.claims.chitour.parts.notation import (
    E_Y_READING,
    EVERY_CRITICAL,
    LEMMA_3_2,
    Blocks,
    aligned_points,
    below_full_rank,
    blocks,
    is_saddle,
)
from proofs_check.facts import written
from proofs_check.facts.extrema import SECOND_ORDER, ZERO_IS_A_SADDLE
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import depth_at_least, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true, undecided
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sharing import shared
from proofs_check.language.sources import CHITOUR
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal_letters import formal_at_pair, formal_at_weights
from proofs_check.networks.indeterminates import Network, Widths, doubled
from proofs_check.scopes import families, strata
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from symdln.algebra.matrix import hstack

LARGEST_FOR_ZERO_SETS = 12


more_than_rank_r = on_point(
    "rank(W_H...W_2) > rank(W_{H+1}...W_2)",
    r"r_Z > r",
    lambda point: blocks(point).r_Z > blocks(point).r,
)


not_scalar_and_shallow = on_problem(
    "not (H = 1 and d_x = d_y = 1)",
    r"H \ge 2 \text{ or } d_x \ge 2",
    lambda problem: problem.depth > 2 or problem.input_width > 1,
)


@claim(
    "chitour.prop4.i",
    source=CHITOUR.at("Prop. 4 i)"),
    statement=r"\text{every local minimum is a global maximum and every critical point that is not a global minimum "
    r"is a saddle point}",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    axioms=(SECOND_ORDER,),
    grade=Grade.MISPRINT,
)
def prop_4_i(point: dln.Point) -> Outcome:
    """A local minimum is a global maximum, and what is critical and no global minimum is not a local extremum."""
    if is_zero_loss(point):
        return is_global_maximum(point)
    return is_saddle(point)


@claim(
    "chitour.prop4.i.corrected",
    source=CHITOUR.at("Prop. 4 i)"),
    statement=r"\text{every local minimum is a global minimum and every critical point that is not a global minimum "
    r"is a saddle point}",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    made_precise=f"{READ_NEARBY}; at a local minimum with r = d_y the gradient by the first layer vanishes, as with a "
    "step along it the loss is smaller",
    axioms=(SECOND_ORDER,),
    corrects="chitour.prop4.i",
    formal=(
        "1/2 tr((M - step V[1] V[1]' M)' (M - step V[1] V[1]' M)) <= 1/2 tr(M' M) - 1/2 step tr((V[1]' M)' V[1]' M) if "
        "step >= 0, step tr((V[1] V[1]' M)' V[1] V[1]' M) <= tr((V[1]' M)' V[1]' M), n >= 1",
        "Sigma - V[1] (W[1] + step V[1]' M) = M - step V[1] V[1]' M if n >= 1",
        IS_MINIMUM,
        *NO_EXTREMUM,
    ),
    proof=logic("chitour.prop4.i.corrected"),
)
def prop_4_i_corrected(point: dln.Point) -> Outcome:
    """A critical point is a global minimum (the loss is zero), or else neither a local minimum nor a local maximum."""
    formal = formal_at_saddles("chitour.prop4.i.corrected", point)
    if is_zero_loss(point):
        return all_of(holds("the loss is zero, so the point is a global minimum"), formal)
    return all_of(is_saddle(point), formal)


def is_zero_loss(point: dln.Point) -> bool:
    """Whether the effective loss, a sum of squares, takes its least conceivable value here."""
    return point.loss == 0


def is_global_maximum(point: dln.Point) -> Outcome:
    """Whether no loss exceeds that at a local minimum.  It is compared with W = 0, where it is ``1/2 ||S_Y||^2``."""
    zero = zero_point(point.problem)
    if zero.loss > point.loss:
        return fails(
            f"the point is a local minimum of loss {point.loss} and no global maximum: at W = 0 the loss is {zero.loss}"
        )
    return undecided("no larger loss was found")


@claim(
    "chitour.prop4.ii",
    source=CHITOUR.at("Prop. 4 ii)"),
    statement=r"H = 1: \text{the Hessian at every saddle point admits a negative eigenvalue}; \; "
    r"H \ge 2: \text{there exist saddle points with non negative Hessian}",
    over=every_problem(),
    assuming=(depth_at_least(2), *LEMMA_3_2),
    made_precise="both representatives of every kind at H = 1; for H >= 2 such a saddle point is exhibited for every "
    "problem. For H = 1 the theorem says the same the other way round: a critical point at which no direction has a "
    "negative second derivative has the least loss",
    axioms=(SECOND_ORDER,),
    formal=(
        "tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))",
        *ZERO_IS_A_SADDLE,
    ),
    proof=logic("chitour.prop4.ii"),
)
def prop_4_ii(problem: dln.Problem) -> Outcome:
    """With one hidden layer every saddle has a negative Hessian eigenvalue; with more, every problem has a saddle
    without.
    """
    if problem.depth == 2:
        points = (point for kind in problem.kinds() for point in kind.representatives())
        saddles = [point for point in points if not is_zero_loss(point)]
        return all_of(
            *map(has_negative_eigenvalue, saddles),
            *(formal_at_pair("chitour.prop4.ii", point) for point in saddles),
        )
    zero = zero_point(problem)
    return all_of(
        is_true(zero.is_critical, "W = 0 is critical"),
        is_saddle(zero),
        equal(zero.inertia_by_hessian.negative, 0, "number of negative Hessian eigenvalues at W = 0"),
        formal_at_weights("chitour.prop4.ii", problem),
    )


def has_negative_eigenvalue(point: dln.Point) -> Outcome:
    """Of the exact Hessian."""
    sentence = "the Hessian has a negative eigenvalue"
    return is_true(
        point.inertia_by_hessian.negative > 0, sentence, weights=point.weights, inertia=point.inertia_by_hessian
    )


@claim(
    "chitour.prop4.iii.saddle",
    source=CHITOUR.at("Prop. 4 iii)"),
    statement=r"W \in \operatorname{Crit}_r(L), \; 0 \le r \le d_y - 1 \Rightarrow W \text{ is a saddle point}",
    over=every_critical_point(),
    assuming=(*EVERY_CRITICAL, below_full_rank),
    made_precise=READ_NEARBY,
    axioms=(SECOND_ORDER,),
    formal=NO_EXTREMUM,
    proof=logic("chitour.prop4.iii.saddle"),
)
def prop_4_iii_saddle(point: dln.Point) -> Outcome:
    """A critical point with rank(W_{H+1}...W_2) < d_y is not a local extremum."""
    return all_of(is_saddle(point), formal_at_saddles("chitour.prop4.iii.saddle", point))


@claim(
    "chitour.prop4.iii.rank",
    source=CHITOUR.at("Prop. 4 iii)"),
    statement=r"r_Z > r \ge 0 \Rightarrow \text{the Hessian has at least one negative eigenvalue}",
    over=every_critical_point(),
    assuming=(*EVERY_CRITICAL, below_full_rank, more_than_rank_r),
    made_precise="r <= d_y - 1, as in the first sentence of iii); at global minima, where r = d_y, r_Z > r is "
    "possible and no eigenvalue is negative. The theorem says the same the other way round: where no direction in the "
    "first and the last layer has a negative second derivative, R x = 0 gives Z x = 0, so that r = rank W_{H+1} "
    "Z is r_Z",
    formal=("Middle x = 0 if R x = 0, rk + 1 <= dy", "Middle x = 0 if R x = 0, R = 0"),
    proof=logic("chitour.prop4.iii.rank"),
)
def prop_4_iii_rank(point: dln.Point) -> Outcome:
    """At a saddle with rank(W_H...W_2) > rank(W_{H+1}...W_2) the exact Hessian has a negative eigenvalue."""
    return all_of(has_negative_eigenvalue(point), formal_descent(point))


@claim(
    "chitour.prop4.iii.variety",
    source=CHITOUR.at("Prop. 4 iii)"),
    statement=r"\text{the set of saddle points is an algebraic variety of positive dimension}",
    over=every_problem(),
    assuming=LEMMA_3_2,
    made_precise="for every problem; the saddle points are the critical points of positive loss, so by Lemma 3.2 the "
    "zeros of finitely many polynomials; where there is a line of them the dimension is positive, and where "
    "W = 0 is the only one it is 0",
    grade=Grade.MISSING,
)
def prop_4_iii_variety(problem: dln.Problem) -> Outcome:
    """The saddle points of every problem form an algebraic variety of positive dimension."""
    saddles = (point for point in aligned_points(problem) if not is_zero_loss(point))
    if any(is_on_line_of_critical_points(point) for point in saddles):
        return holds("a line of saddle points passes through a saddle point")
    if gradient_is_residual_times_weights(problem.widths):
        return fails(
            "W = 0 is the only critical point of positive loss, as there m = s - W_2 W_1 is not 0 and the gradients "
            "are - m W_2^T and - m W_1^T: the set of saddle points has dimension 0",
            hessian_at_zero=zero_point(problem).inertia_by_hessian,
        )
    return undecided("no line of saddle points was found")


def gradient_is_residual_times_weights(widths: Widths) -> bool:
    """Whether H = 1 and the residual is one number m, and the gradients are ``- m W_2^T`` and ``- m W_1^T``: an
    identity of polynomials in the weights and the target.
    """
    if len(widths) != 3 or (widths[0], widths[-1]) != (1, 1):
        return False
    n = Network(widths, diagonal=True)
    (W_1, W_2), m = n.W, n.residual
    return all(
        (derivative + doubled(product)).is_zero
        for derivative, product in zip(n.twice_gradient, (W_2.T @ m, m @ W_1.T), strict=True)
    )


def zero_point(problem: dln.Problem) -> dln.Point:
    """W = 0."""
    return dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])


@claim(
    "chitour.prop4.iii.variety.corrected",
    source=CHITOUR.at("Prop. 4 iii)"),
    statement=r"H \ge 2 \text{ or } d_x \ge 2 \Rightarrow \text{the set of saddle points is an algebraic variety of "
    r"positive dimension}",
    over=every_problem(),
    assuming=(*LEMMA_3_2, not_scalar_and_shallow),
    made_precise="for every such problem; the saddle points are the critical points of positive loss, so by Lemma "
    "3.2 the zeros of finitely many polynomials",
    corrects="chitour.prop4.iii.variety",
    written=written.REDUCED,
)
def prop_4_iii_variety_corrected(problem: dln.Problem) -> Outcome:
    """Unless H = 1 and d_x = d_y = 1, a line of saddle points exists."""
    return prop_4_iii_variety.check(problem)


def is_on_line_of_critical_points(point: dln.Point) -> bool:
    """Whether changing one single weight keeps the critical point critical.

    The gradient is a polynomial of degree at most 2 in one weight: it vanishes on the line if it does at three points.
    """
    for layer, (rows, columns) in enumerate(point.problem.shapes):
        for place in range(rows * columns):
            direction = [dln.Matrix.zeros(*shape) for shape in point.problem.shapes]
            direction[layer] = dln.Matrix.from_entries(rows, columns, [int(i == place) for i in range(rows * columns)])
            if all(point.moved(direction, t).is_critical for t in (0, 1, 2)):
                return True
    return False


def points_near_zero_set(size: str, seed: int) -> Iterator[dln.Point]:
    """For every small problem of the setting, the aligned saddle points, and weights with the residual of W = 0."""
    for spec in strata.specs(size):
        problem = families.problem(spec)
        if spec.parameters <= LARGEST_FOR_ZERO_SETS and all(hypothesis.predicate(problem) for hypothesis in LEMMA_3_2):
            yield from (point for point in aligned_points(problem) if not is_zero_loss(point))
            diagonals = [dln.Matrix.diagonal([1] * min(shape), shape) for shape in problem.shapes]
            yield dln.Point(problem, [*diagonals[:-1], dln.Matrix.zeros(*problem.shapes[-1])])


@claim(
    "chitour.prop4.iii.zero-set",
    source=CHITOUR.at("Prop. 4 iii)"),
    statement=r"\{\text{saddle points}\} = \bigcup_U \{W : U^\mathsf{T} M U = \operatorname{diag}(0, E_Y)\}, \; E_Y "
    r"\ne 0",
    over=cases(
        "zeros of (23)",
        points_near_zero_set,
        sentence=lambda size: (
            "saddle points (an aligned one of every kind) and a point with the residual of W = 0 (W_{H+1} = 0, the "
            f"other layers with ones on their diagonals), for every problem with at most {LARGEST_FOR_ZERO_SETS} "
            f"weights that is reduced to (3) and meets Assumptions 1 to 3, among: "
            f"{strata.problems(size)}{families.sentence(size)}"
        ),
        of=POINTS,
        strength=Verdict.VERIFIED,
    ),
    assuming=(depth_at_least(2), *LEMMA_3_2),
    made_precise=f"the zero set in all of X; E_Y not empty; {E_Y_READING}, for any permutation U. (23) is derived for "
    "critical points: among these its zero set is that of chitour.prop4.iii.zero-set.corrected",
    axioms=(SECOND_ORDER,),
    grade=Grade.MISSING,
)
def prop_4_iii_zero_set(point: dln.Point) -> Outcome:
    """A point is a saddle if and only if it is a zero of (23), for some permutation and some nonempty E_Y."""
    M = blocks(point).M
    if not is_zero_of_23(blocks(point)):
        return is_true(not point.is_critical or is_zero_loss(point), "a saddle point is a zero of (23)", M=M)
    return is_saddle(point) if point.is_critical else fails("W satisfies (23) but is not critical", M=M)


@claim(
    "chitour.prop4.iii.zero-set.corrected",
    source=CHITOUR.at("Prop. 4 iii)"),
    statement=r"\{\text{saddle points}\} = \operatorname{Crit}(L) \cap \bigcup_U \{W : U^\mathsf{T} M U = "
    r"\operatorname{diag}(0, E_Y)\}, \; E_Y \ne 0",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    made_precise=f"E_Y not empty; {E_Y_READING}, for any permutation U",
    axioms=(SECOND_ORDER,),
    corrects="chitour.prop4.iii.zero-set",
    written=written.REDUCED,
)
def prop_4_iii_zero_set_corrected(point: dln.Point) -> Outcome:
    """A critical point is a saddle if and only if it is a zero of (23), for some permutation and some nonempty E_Y."""
    if is_zero_of_23(blocks(point)):
        return is_saddle(point)
    return is_true(
        is_zero_loss(point), "a critical point that is not a zero of (23) is a global minimum", M=blocks(point).M
    )


def is_zero_of_23(b: Blocks) -> bool:
    """Whether the residual M is diagonal, each entry that of S_Y or zero, and not all zero: then E_Y holds those of
    S_Y.
    """
    entries = [b.M[i, i] for i in range(b.d_y)]
    chosen = [b.S_Y[i, i] if entry else Fraction(0) for i, entry in enumerate(entries)]
    return any(entries) and dln.Matrix.diagonal(chosen) == b.M


class CrossingDirection:
    """The w of the proof at a point with r_Z > r: ``w_{1,1,2} = lambda v``, ``w_{H+1,2} = mu T``, all else zero.

    The columns of v (d_1 x (d_y - r)) are vectors of ``ker W_{H+1,1} Z`` outside ``ker Z``, ``V = Z v``, of shape
    (d_H, d_y - r), and ``T = V^T``, so that ``tr(T V E_Y) = tr(V E_Y V^T) > 0``.
    """

    def __init__(self, point: dln.Point):
        self.point, self.b = point, blocks(point)
        kernel = (self.b.W_last_1 @ self.b.Z).nullspace()
        outside = [j for j in range(kernel.shape[1]) if not (self.b.Z @ kernel.column(j)).is_zero()]
        columns = [outside[k % len(outside)] for k in range(self.b.d_y - self.b.r)]
        self.v = hstack([kernel.column(j) for j in columns])
        self.V = self.b.Z @ self.v
        self.T = self.V.T

    @cached_property
    def crossing(self) -> Fraction:
        """``tr(T V E_Y)``."""
        return (self.T @ self.V @ self.b.E_Y).trace()

    @cached_property
    def square(self) -> Fraction:
        """``||T Z W_{1,1,1}||^2 + ||T Z W_{1,2}||^2``."""
        TZ = self.T @ self.b.Z
        return (TZ @ self.b.W_111).norm_squared() + (TZ @ self.b.W_12).norm_squared()

    def printed(self, lam: Fraction, mu: Fraction) -> Fraction:
        """The printed form ``- tr(T V E_Y) lambda mu + (...) mu^2 / 2``."""
        return -self.crossing * lam * mu + self.square * mu**2 / 2

    def exact(self, lam: Fraction, mu: Fraction) -> Fraction:
        """``H_W(w)`` of the loss itself."""
        return self.point.second_order(self.b.variation(lam * self.v, mu * self.T))


@claim(
    "chitour.prop4.direction",
    source=CHITOUR.at("proof of Prop. 4 iii)"),
    statement=r"H_W(\lambda, \mu) = -\operatorname{tr}(T V E_Y) \lambda \mu + \left(\|T Z W_{1,1,1}\|_F^2 + \|T Z "
    r"W_{1,2}\|_F^2\right) \frac{\mu^2}{2}, "
    r"\; v \in \ker(W_{H+1,1} Z), \; V = Z v \ne 0, \; \operatorname{tr}(T V E_Y) \ne 0",
    over=every_critical_point(),
    assuming=(*EVERY_CRITICAL, below_full_rank, more_than_rank_r),
    ill_formed="v is a vector of R^{d_1}, but stands for the block w_{1,1,2} with d_y - r columns, and T V E_Y has a "
    "trace only if V has as many; "
    f"read with a matrix v of d_y - r columns from ker W_{{H+1,1}} Z; {E_Y_READING}",
    written=written.DEEP_FORMS,
    grade=Grade.SLIP,
)
def prop_4_direction(point: dln.Point) -> Outcome:
    """Along the direction of the proof H_W has the printed form in lambda and mu, and takes negative values."""
    return check_direction(point)


@claim(
    "chitour.prop4.direction.corrected",
    source=CHITOUR.at("proof of Prop. 4 iii)"),
    statement=r"H_W(\lambda, \mu) = -\operatorname{tr}(T V E_Y) \lambda \mu + \left(\|T Z W_{1,1,1}\|_F^2 + \|T Z "
    r"W_{1,2}\|_F^2\right) \frac{\mu^2}{2}, "
    r"\; v \in \mathbb{R}^{d_1 \times (d_y - r)}, \; W_{H+1,1} Z v = 0, \; V = Z v \ne 0, \; T \in \mathbb{R}^{(d_y "
    r"- r) \times d_H}, "
    r"\; \operatorname{tr}(T V E_Y) \ne 0",
    over=every_critical_point(),
    assuming=(*EVERY_CRITICAL, below_full_rank, more_than_rank_r),
    made_precise=f"{E_Y_READING}; for v with columns from a basis of ker W_{{H+1,1}} Z and T = V^T",
    corrects="chitour.prop4.direction",
    written=written.DEEP_FORMS,
)
def prop_4_direction_corrected(point: dln.Point) -> Outcome:
    """With a matrix v of d_y - r columns, H_W has the printed form in lambda and mu, and takes negative values."""
    return check_direction(point)


@shared
def check_direction(point: dln.Point) -> Outcome:
    """A quadratic form in two variables is known by three values; the one at lambda = (square/2 + 1) / crossing, mu =
    1 is -1.
    """
    w = CrossingDirection(point)
    zero, one = Fraction(0), Fraction(1)
    agree = (
        equal(w.exact(*at), w.printed(*at), f"H_W{tuple(map(int, at))}")
        for at in ((one, zero), (zero, one), (one, one))
    )
    value = w.exact((w.square / 2 + 1) / w.crossing, one)
    return all_of(*agree, equal(value, -1, "a value of H_W", crossing=w.crossing, square=w.square))
