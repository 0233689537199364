"""The main theorem of Achour, Malgouyres and Gerchinovitz: planted faults."""

import random
from collections.abc import Callable

import symdln as dln
from proofs_check.claims.achour import classification
from proofs_check.claims.ours import inertia
from proofs_check.facts import classes as theorem
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.scopes import irrational_data
from proofs_check.scopes.irrational_data import certified_point
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from tests.proofs_check.settling import planted, refuted_with_a_small_witness


def diagonal(*weights: tuple[int, int]) -> dln.Point:
    """All widths 2, X = I, Y = diag(2, 1), diagonal weights W_1, ..., W_H."""
    problem = dln.Problem.canonical((2, 1), (2,) * (len(weights) + 1), loss_factor=1)
    return dln.Point(problem, [dln.Matrix.diagonal(weight) for weight in weights])


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_selected_product_is_recognised():
    assert classification.product_is_printed(diagonal((0, 1), (0, 1))).holds
    assert classification.product_is_printed(
        diagonal((0, 2), (0, 1))
    ).fails  # not critical: diag(0, 2) is not a U_S U_S^T Y


def test_pivots_are_the_ranks_of_their_blocks():
    """The library's path ranks against the printed products, formed one by one."""
    problem = dln.Problem.from_data([[1, 2], [0, 1]], [[6, -4], [8, 3]], hidden=(2, 2, 2))
    kinds = random.Random(0).sample(list(problem.kinds()), 25)
    for point in (kind.representative(rng=1) for kind in kinds):
        for pivot in point.pivots:
            i, j = pivot.i, pivot.j
            outer = point.product(j - 1, 1) @ problem.Sxy @ point.product(problem.depth, i + 1)
            assert (pivot.outer_rank, pivot.inner_rank) == (outer.rank(), point.product(i - 1, j + 1).rank())


# -- planted faults ----------------------------------------------------------------------------------------------------


def class_by(tightened: Callable[[dln.Point], bool], top: Callable[[dln.Point], int] = lambda p: p.problem.least_width):
    def check(point: dln.Point) -> Outcome:
        r = len(point.selection)
        rest = GLOBAL_MINIMISER if r == top(point) else NON_STRICT if tightened(point) else STRICT
        return equal(rest if theorem.selects_first(point) else STRICT, theorem.exact_class(point), "class")

    return check


def both_blocks(point: dln.Point) -> bool:
    return all({pivot.outer_rank, pivot.inner_rank} == {len(point.selection)} for pivot in point.pivots)


def some_pivot(point: dln.Point) -> bool:
    return any(pivot.tightened for pivot in point.pivots)


def neighbours_only(point: dln.Point) -> bool:
    return all(pivot.tightened for pivot in point.pivots if pivot.i == pivot.j + 1)


def inner_blocks_only(point: dln.Point) -> bool:
    return all(pivot.inner_rank == len(point.selection) for pivot in point.pivots)


def outer_blocks_only(point: dln.Point) -> bool:
    return all(pivot.outer_rank == len(point.selection) for pivot in point.pivots)


PLANTED: dict[str, Claim] = {
    "pivots need both blocks": planted(classification.classification, check=class_by(both_blocks)),
    "one tightened pivot is enough": planted(classification.classification, check=class_by(some_pivot)),
    "neighbouring pivots are enough": planted(classification.classification, check=class_by(neighbours_only)),
    "inner blocks only": planted(classification.classification, check=class_by(inner_blocks_only)),
    "outer blocks only": planted(classification.classification, check=class_by(outer_blocks_only)),
    "d_y for r_max": planted(
        classification.classification, check=class_by(theorem.tightened, top=lambda p: p.problem.output_width)
    ),
    "d_y for r_max, general data": planted(
        classification.classification_general, check=class_by(theorem.tightened, top=lambda p: p.problem.output_width)
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)


def test_a_point_that_is_not_critical_fails(monkeypatch):
    case = irrational_data.listed("small")[0]
    point = certified_point(case)
    moved = dln.CertifiedPoint(
        point.problem, [point.weights[0] + point.weights[0], *point.weights[1:]], dict(point.roots)
    )
    for module in (classification, inertia):
        monkeypatch.setattr(module, "certified_point", lambda case: moved)
    assert inertia.inertia_irrational.check(case).fails
    assert classification.classification_irrational.check(case).fails
