"""Non-strict saddles and rank-constrained least squares, slides of Achour et al. (2025)."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.classes import ASSUMPTION_H, exact_class, least_eigenvalue_sign, tightened
from proofs_check.facts.extrema import ECKART_YOUNG, critical_above_minimum, has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.given import with_inverse
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import depth_at_least, on_point
from proofs_check.language.outcome import Outcome, all_of, fails, is_true, undecided
from proofs_check.language.proofs import logic
from proofs_check.language.sources import ACHOUR_SLIDES
from proofs_check.networks.formal_letters import formal_at_rank
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from proofs_check.scopes.general_data import has_rational_points
from symdln.landscape.classification import NON_STRICT

CONCLUSION = ACHOUR_SLIDES.at('slide "Conclusion"')


non_strict = on_point("n_- = 0", r"n_-(\nabla^2 L(W)) = 0", lambda point: least_eigenvalue_sign(point) >= 0)


best_of_its_rank = on_point(
    "least loss over products of its rank",
    r"L(W) = \min \{ \|M X - Y\|^2 : \operatorname{rank} M \le r \}",
    lambda point: has_least_loss(point, point.rank),
)


is_tightened = on_point("tightened", "every pivot has a complementary block of rank r", tightened)


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
    formal=(
        "tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y)) "
        "if n >= 2, side >= 0, W1 Wright = I",
        "tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr(Y' Y) if Path[n, 0] = 0",
    ),
    proof=logic("achour.rank-constrained"),
)
def rank_constrained(point: dln.Point) -> Outcome:
    """A non-strict saddle of rank r has the least loss over all products of rank at most r."""
    least = is_true(
        has_least_loss(point, point.rank),
        f"no product of rank at most {point.rank} has a smaller loss",
        loss=point.loss,
    )
    return all_of(least, formal_at_rank("achour.rank-constrained", point))


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
    certify=with_inverse,
    grade=Grade.MISSING,
)
def rank_constrained_converse(point: dln.Point) -> Outcome:
    """A saddle of rank r with the least loss over all products of rank at most r is non-strict."""
    return least_eigenvalue_is_zero(point)


def least_eigenvalue_is_zero(point: dln.Point) -> Outcome:
    """Of the exact Hessian."""
    inertia = point.inertia_by_hessian
    otherwise = f"the Hessian has a negative eigenvalue, {inertia}, so that this saddle is strict"
    zero = least_eigenvalue_sign(point) == 0
    return is_true(zero, "the least eigenvalue is zero", otherwise=otherwise, inertia=inertia)


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
    written=written.CLASSIFICATION,
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
    written=written.CLASSIFICATION,
)
def rank_constrained_attained(problem: dln.Problem) -> Outcome:
    """From depth 3 on, the best product of every rank below r_max is that of a non-strict saddle."""
    for r in range(problem.least_width):
        kind = next((kind for kind in problem.kinds(range(r)) if kind.label == NON_STRICT), None)
        if kind is None:
            return fails(f"no kind of critical point of rank {r} with S = {{1..{r}}} is a non-strict saddle")
        if not has_rational_points(problem, kind.selection):
            return undecided(f"no rational point of rank {r} has the largest eigenvalues of Sigma")
        point = kind.representative()
        if not (point.is_critical and has_least_loss(point, r) and exact_class(point) == NON_STRICT):
            return fails(
                f"the point built for rank {r} is not a non-strict saddle of least loss", weights=point.weights
            )
    return is_true(True, "every rank below r_max has a non-strict saddle of least loss")
