"""The main theorem: critical values, the classification by pivots, and rank-constrained minimisers."""

from __future__ import annotations

import itertools

import symdln as dln
from proofs_check.facts.classes import (
    ASSUMPTION_H,
    exact_class,
    least_eigenvalue_sign,
    loss_without_half,
    printed_class,
    tightened,
)
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    SECOND_ORDER,
    critical_above_minimum,
    has_least_loss,
    is_no_local_maximum,
    is_no_local_minimum,
    value_of,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, on_point
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, is_true
from proofs_check.language.source import ACHOUR_ABSTRACT, ACHOUR_PAPER, ACHOUR_SLIDES
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from proofs_check.scopes.general_data import on_general_data
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT

VALUES = (
    r"\nabla L(\mathbf{W}) = 0 \Rightarrow L(\mathbf{W}) = \operatorname{tr}(\Sigma_{YY}) - \sum_{i \in S} "
    r"\lambda_i, \quad "
    r"\lambda_i \text{ eigenvalues of } \Sigma_{YX} \Sigma_{XX}^{-1} \Sigma_{XY}, \quad |S| \le r_{\max}"
)
THEOREM = (
    r"W_H \cdots W_1 = U_S U_S^T \Sigma_{YX} \Sigma_{XX}^{-1}, |S| = r; \quad S = \{1..r\}, r = r_{\max}: \text{ "
    r"global minimizer}; \quad "
    r"S \ne \{1..r\}: \text{ strict saddle}; \quad S = \{1..r\}, r < r_{\max}: \text{ tightened} \Rightarrow "
    r"\text{non-strict saddle}, "
    r"\text{ else strict saddle}"
)
CONCLUSION = ACHOUR_SLIDES.at('slide "Conclusion"')

non_strict = on_point("n_- = 0", r"n_-(\nabla^2 L(W)) = 0", lambda point: least_eigenvalue_sign(point) >= 0)
best_of_its_rank = on_point(
    "least loss over products of its rank",
    r"L(W) = \min \{ \|M X - Y\|^2 : \operatorname{rank} M \le r \}",
    lambda point: has_least_loss(point, point.rank),
)
is_tightened = on_point("tightened", "every pivot has a complementary block of rank r", tightened)


def value_is_printed(point: dln.Point) -> Outcome:
    """The loss at a critical point is tr Syy less the sum of a set S of at most r_max eigenvalues."""
    problem, S = point.problem, point.selection
    value = value_of(problem, S)
    return all_of(
        at_most(len(S), problem.least_width, "size of S"),
        equal(
            loss_without_half(point),
            None if value is None else value / problem.loss_factor,
            "loss, and tr Syy less the sum over S",
        ),
    )


values = claim(
    "achour.values",
    source=ACHOUR_ABSTRACT.at("abstract; formula from arXiv:2107.13289"),
    statement=VALUES,
    over=every_critical_point(),
    assuming=(ASSUMPTION_H,),
)(value_is_printed)

values_general = on_general_data(values)


@claim(
    "achour.values.attained",
    source=ACHOUR_ABSTRACT.at('abstract ("we enumerate")'),
    statement=r"\forall S \subseteq \{1..d_y\}, |S| \le r_{\max}: \exists \mathbf{W}, \nabla L(\mathbf{W}) = 0, "
    r"L(\mathbf{W}) = \operatorname{tr}(\Sigma_{YY}) - \sum_{i \in S} \lambda_i",
    over=every_problem(),
    assuming=(ASSUMPTION_H,),
)
def values_attained(problem: dln.Problem) -> Outcome:
    """Every set S of at most r_max eigenvalues gives a critical value."""
    for size in range(problem.least_width + 1):
        for S in itertools.combinations(range(problem.output_width), size):
            point = next(problem.kinds(S)).representative()
            wanted = value_of(problem, S)
            if not (point.is_critical and point.loss == wanted):
                return fails(
                    f"the point built for S = {S} does not have this critical value",
                    wanted=wanted,
                    weights=point.weights,
                )
    return is_true(True, "every S has a critical point with its value")


def theorem_holds(point: dln.Point) -> Outcome:
    """S is unique, the product is the printed one, the printed class is the exact one (loss, Hessian), and what is
    called a saddle is no local extremum.
    """
    exact = exact_class(point)
    same_class = equal(
        printed_class(point), exact, "printed class, and class by loss and Hessian", inertia=point.inertia_by_hessian
    )
    saddle = () if exact == GLOBAL_MINIMISER else (is_no_local_minimum(point), is_no_local_maximum(point))
    return all_of(product_is_printed(point), same_class, *saddle)


def product_is_printed(point: dln.Point) -> Outcome:
    """``P = T Syx Sxx^-1`` with ``T = U_S U_S^T``, said of ``A = P Sxy = T Sigma`` so that nothing is inverted.

    If A is symmetric and ``A A = A Sigma``, A commutes with Sigma, whose eigenvalues are simple, and has the eigenvalue
    0 or that of Sigma in each of its eigenvectors: this is one S.  Its size is the rank of A.  With this T,
    ``P Sxx = T Syx`` is ``Sigma P Sxx = A Syx``, as Sigma is invertible.
    """
    problem, P, Sigma = point.problem, point.end_to_end, point.problem.sigma
    A = P @ problem.Sxy
    is_selection = A.is_symmetric() and A @ Sigma == A @ A and Sigma @ P @ problem.Sxx == A @ problem.Syx
    return is_true(
        is_selection and A.rank() == len(point.selection), "the product is U_S U_S^T Syx Sxx^-1 with |S| = r", product=P
    )


classification = claim(
    "achour.classification",
    source=ACHOUR_PAPER.at("main theorem"),
    statement=THEOREM,
    over=every_critical_point(),
    assuming=(ASSUMPTION_H,),
    axioms=(ECKART_YOUNG, SECOND_ORDER),
)(theorem_holds)

classification_general = on_general_data(classification)


@claim(
    "achour.rank-constrained",
    source=CONCLUSION,
    statement=(
        r"\mathbf{W} \text{ a non-strict saddle}, r = \operatorname{rank}(W_H \cdots W_1) \Rightarrow "
        r"L(\mathbf{W}) = \min_{\operatorname{rank} M \le r} \|M X - Y\|_F^2"
    ),
    over=every_critical_point(),
    assuming=(ASSUMPTION_H, critical_above_minimum, non_strict),
    made_precise=(
        '"associated with rank-constrained minimizers" is read as: the product minimises the loss among '
        "matrices of rank at most its own"
    ),
    axioms=(ECKART_YOUNG,),
)
def rank_constrained(point: dln.Point) -> Outcome:
    """A non-strict saddle of rank r has the least loss over all products of rank at most r."""
    return is_true(
        has_least_loss(point, point.rank),
        f"no product of rank at most {point.rank} has a smaller loss",
        loss=point.loss,
    )


@claim(
    "achour.rank-constrained.converse",
    source=CONCLUSION,
    statement=(
        r"L(\mathbf{W}) = \min_{\operatorname{rank} M \le r} \|M X - Y\|_F^2, r < r_{\max}, \nabla L(\mathbf{W}) = 0 "
        r"\Rightarrow \mathbf{W} \text{ is a non-strict saddle}"
    ),
    over=every_critical_point(),
    assuming=(ASSUMPTION_H, critical_above_minimum, best_of_its_rank),
    made_precise="the converse of the same reading",
    in_print=False,
    axioms=(ECKART_YOUNG,),
)
def rank_constrained_converse(point: dln.Point) -> Outcome:
    """A saddle of rank r with the least loss over all products of rank at most r is non-strict."""
    return least_eigenvalue_is_zero(point)


def least_eigenvalue_is_zero(point: dln.Point) -> Outcome:
    """Of the exact Hessian."""
    return is_true(least_eigenvalue_sign(point) == 0, "the least eigenvalue is zero", inertia=point.inertia_by_hessian)


@claim(
    "achour.rank-constrained.converse.corrected",
    source=CONCLUSION,
    statement=(
        r"L(\mathbf{W}) = \min_{\operatorname{rank} M \le r} \|M X - Y\|_F^2, r < r_{\max}, \nabla L(\mathbf{W}) = 0, "
        r"\mathbf{W} \text{ tightened} \Rightarrow \mathbf{W} \text{ is a non-strict saddle}"
    ),
    over=every_critical_point(),
    assuming=(ASSUMPTION_H, critical_above_minimum, best_of_its_rank, is_tightened),
    axioms=(ECKART_YOUNG,),
    corrects="achour.rank-constrained.converse",
)
def rank_constrained_converse_corrected(point: dln.Point) -> Outcome:
    """A tightened saddle of rank r with the least loss over all products of rank at most r is non-strict."""
    return least_eigenvalue_is_zero(point)


@claim(
    "achour.rank-constrained.attained",
    source=CONCLUSION,
    statement=(
        r"H \ge 3, r < r_{\max} \Rightarrow \text{ some non-strict saddle has rank } r \text{ and } "
        r"L(\mathbf{W}) = \min_{\operatorname{rank} M \le r} \|M X - Y\|_F^2"
    ),
    over=every_problem(),
    assuming=(ASSUMPTION_H, depth_at_least(3)),
    in_print=False,
    made_precise=(
        "a second reading of the same sentence: from depth 3 on, every rank-constrained minimiser below the largest "
        "rank is the product of some non-strict saddle"
    ),
    axioms=(ECKART_YOUNG,),
)
def rank_constrained_attained(problem: dln.Problem) -> Outcome:
    """From depth 3 on, the best product of every rank below r_max is that of a non-strict saddle."""
    for r in range(problem.least_width):
        kind = next((kind for kind in problem.kinds(range(r)) if kind.label == NON_STRICT), None)
        if kind is None:
            return fails(f"no kind of critical point of rank {r} with S = {{1..{r}}} is a non-strict saddle")
        point = kind.representative()
        if not (point.is_critical and has_least_loss(point, r) and exact_class(point) == NON_STRICT):
            return fails(f"the point built for rank {r} is no non-strict saddle of least loss", weights=point.weights)
    return is_true(True, "every rank below r_max has a non-strict saddle of least loss")
