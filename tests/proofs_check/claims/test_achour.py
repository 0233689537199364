"""The claims of Achour, Malgouyres and Gerchinovitz: cases by hand, non-vacuity, and planted false neighbours."""

import random
from collections.abc import Callable

import pytest
from settling import claims_of, planted, settle, settle_planted, without

import symdln as dln
from proofs_check.claims.achour import (
    classification,
    global_minimisers,
    large_sets,
    no_spurious,
    plateau,
    rank_constrained,
    shallow_strict,
    strictness_definition,
    values,
    zero_nonstrict,
)
from proofs_check.facts import classes as theorem
from proofs_check.facts import extrema
from proofs_check.facts.extrema import has_least_loss, value_of
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, equal, is_true
from proofs_check.language.verdict import Verdict
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

CLAIMS = {
    id: found for id, found in claims_of("achour").items() if not id.endswith(".irrational") and id != "achour.escape"
}
SMALL = {
    "achour.strictness-definition": Verdict.ILL_FORMED,
    "achour.no-spurious": Verdict.DERIVED,
    "achour.no-spurious.general-data": Verdict.DERIVED,
    "achour.shallow-strict": Verdict.DERIVED,
    "achour.zero-nonstrict": Verdict.DERIVED,
    "achour.large-sets": Verdict.VERIFIED,
    "achour.large-sets.general-data": Verdict.VERIFIED,
    "achour.values": Verdict.DERIVED,
    "achour.values.general-data": Verdict.DERIVED,
    "achour.values.attained": Verdict.DERIVED,
    "achour.classification": Verdict.DERIVED,
    "achour.classification.general-data": Verdict.DERIVED,
    "achour.rank-constrained": Verdict.DERIVED,
    "achour.rank-constrained.converse": Verdict.REFUTED,
    "achour.rank-constrained.converse.corrected": Verdict.DERIVED,
    "achour.rank-constrained.attained": Verdict.DERIVED,
    "achour.global-minimisers": Verdict.VERIFIED,
    "achour.plateau": Verdict.SUPPORTED,
}


def scalars(*weights: int, target: int = 3) -> dln.Point:
    """All widths 1, X = 1, Y = target: L = (w_H ... w_1 - target)^2."""
    problem = dln.Problem.canonical((target,), (1,) * (len(weights) + 1), loss_factor=1)
    return dln.Point(problem, [[[weight]] for weight in weights])


def diagonal(*weights: tuple[int, int]) -> dln.Point:
    """All widths 2, X = I, Y = diag(2, 1), diagonal weights W_1, ..., W_H."""
    problem = dln.Problem.canonical((2, 1), (2,) * (len(weights) + 1), loss_factor=1)
    return dln.Point(problem, [dln.Matrix.diagonal(weight) for weight in weights])


def test_every_claim_is_listed_here():
    assert set(CLAIMS) == set(SMALL)


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*CLAIMS.values())}


@pytest.mark.parametrize("id", SMALL)
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is SMALL[id]


def test_the_converse_fails_first_at_zero_weights_of_the_smallest_network(results):
    # widths (1, 1, 1): L = (b a - 3)^2, at 0 the Hessian is [[0, -6], [-6, 0]]: strict.
    witness = results["achour.rank-constrained.converse"].witness
    assert witness["problem"]["widths"] == [1, 1, 1]
    assert witness["weights"] == [[["0"]], [["0"]]]


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_classes_of_scalar_networks():
    # L = (b a - 3)^2 at 0: eigenvalues 6, -6.  L = (c b a - 3)^2 at 0: zero Hessian.  At (0, 0, 1): d^2 L / da db = -6.
    for point, expected in (
        (scalars(0, 0), STRICT),
        (scalars(0, 0, 0), NON_STRICT),
        (scalars(0, 0, 1), STRICT),
        (scalars(3, 1), GLOBAL_MINIMISER),
    ):
        assert theorem.printed_class(point) == theorem.exact_class(point) == expected


def test_values_of_scalar_networks():
    assert theorem.loss_without_half(scalars(0, 0)) == 9
    halved = dln.Problem.canonical((3,), (1, 1, 1))
    assert theorem.loss_without_half(dln.Point(halved, [[[0]], [[0]]])) == 9


def test_least_values_by_rank():
    # Y = diag(2, 1): the best product of rank 0, 1, 2 leaves 4 + 1, 1, 0.
    assert [has_least_loss(diagonal((0, 0), (0, 0)), rank) for rank in (0, 1)] == [True, False]
    assert [has_least_loss(diagonal((2, 0), (1, 0)), rank) for rank in (0, 1, 2)] == [False, True, False]
    assert [value_of(diagonal((0, 0), (0, 0)).problem, S) for S in ((), (0,), (1,), (0, 1))] == [5, 1, 4, 0]
    assert not has_least_loss(diagonal((0, 1), (0, 1)), 1)  # keeps the smaller singular value: 4


def test_the_selected_product_is_recognised():
    assert classification.product_is_printed(diagonal((0, 1), (0, 1))).holds
    assert classification.product_is_printed(
        diagonal((0, 2), (0, 1))
    ).fails  # not critical: diag(0, 2) is no U_S U_S^T Y


def test_pivots_are_the_ranks_of_their_blocks():
    """The library's path ranks against the printed products, formed one by one."""
    problem = dln.Problem.from_data([[1, 2], [0, 1]], [[6, -4], [8, 3]], hidden=(2, 2, 2))
    kinds = random.Random(0).sample(list(problem.kinds()), 25)
    for point in (kind.representative(rng=1) for kind in kinds):
        for pivot in point.pivots:
            i, j = pivot.i, pivot.j
            outer = point.product(j - 1, 1) @ problem.Sxy @ point.product(problem.depth, i + 1)
            assert (pivot.outer_rank, pivot.inner_rank) == (outer.rank(), point.product(i - 1, j + 1).rank())


def test_parameters_of_a_minimiser_by_hand():
    # Y = diag(2, 1), widths (2, 1, 2): W_1 = D [2, 0], W_2 = [1, 0]^T D^-1 with D = 3.
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    form = global_minimisers.Parameterisation(problem)
    point = dln.Point(problem, [[[6, 0]], [["1/3"], [0]]])
    D, Z = form.parameters_of(point)
    assert [dln.Matrix([[3]])] == D
    assert [matrix.shape for matrix in Z] == [(0, 2), (1, 0)]
    assert form.parameters_of(dln.Point(problem, [[[0, 1]], [[0], [1]]])) is None  # a saddle


def test_only_rational_orthonormal_eigenvectors_are_used():
    rotated = dln.Problem.from_data([[1, 2], [0, 1]], [[6, -4], [8, 3]], hidden=(2,))
    U = global_minimisers.eigenvectors(rotated)
    assert dln.Matrix.identity(2) == U.T @ U
    assert rotated.sigma @ U == U @ dln.Matrix.diagonal([100, 25])
    # Sigma = [[2, 1], [1, 2]]: eigenvectors (1, 1) and (1, -1), of length sqrt 2
    assert (
        global_minimisers.eigenvectors(
            dln.Problem.from_moments([[1, 0], [0, 1]], [[1, 1], [1, -1]], [[9, 0], [0, 9]], (2,))
        )
        is None
    )


def test_the_two_saddles_of_a_race_differ_only_in_class():
    for layers in plateau.SADDLES.values():
        points = [dln.Point(plateau.problem(), weights) for weights in layers]
        assert [theorem.exact_class(point) for point in points] == [STRICT, NON_STRICT]
        assert points[0].end_to_end == points[1].end_to_end


def test_races_repeat_under_the_same_seed():
    first, again, other = (list(plateau.races("small", seed)) for seed in (3, 3, 4))
    assert first == again != other


def test_a_start_at_the_saddle_itself_never_leaves():
    still = plateau.np.zeros((3, 2, 2, 2))
    assert list(plateau.steps_to_leave(plateau.SADDLES["rank 0"][0], still)) == [plateau.LIMIT + 1] * 2


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


class Narrower(global_minimisers.Parameterisation):
    """r one too small: S = {1..r_max - 1}."""

    def __init__(self, problem: dln.Problem):
        super().__init__(problem)
        rows = range(problem.output_width)
        self.r -= 1
        U = global_minimisers.eigenvectors(problem)
        self.U_S, self.U_Q = U.block(rows, rows[: self.r]), U.block(rows, rows[self.r :])
        self.top = self.U_S.T @ problem.Syx @ problem.Sxx.inverse()


class NoFreedom(global_minimisers.Parameterisation):
    """Z = 0 throughout."""

    def point(self, D, Z):
        return super().point(D, [dln.Matrix.zeros(*matrix.shape) for matrix in Z])


def uncompensated(point: dln.Point) -> Outcome:
    moved = dln.Point(point.problem, [2 * point.weights[0], *point.weights[1:]])
    return is_true(moved.weights == point.weights or moved.is_critical, "the moved point is critical")


def complement_value(point: dln.Point) -> Outcome:
    others = [i for i in range(point.problem.cross_rank) if i not in point.selection]
    return equal(point.loss, value_of(point.problem, others), "loss")


def value_with_half(point: dln.Point) -> Outcome:
    return equal(point.loss, value_of(point.problem, point.selection) / point.problem.loss_factor, "loss")


def shifted_selection(problem: dln.Problem) -> Outcome:
    point = next(problem.kinds(range(problem.least_width))).representative()
    return equal(point.loss, value_of(problem, range(1, problem.least_width)), "least value")


PLANTED: dict[str, Claim] = {
    "least singular value, never negative": planted(
        strictness_definition.strictness_definition,
        check=lambda p: equal(NON_STRICT if p.inertia_by_hessian.zero else "none", theorem.printed_class(p), "class"),
    ),
    "zero counts as strict": planted(
        strictness_definition.strictness_definition,
        check=lambda p: equal(
            STRICT if theorem.least_eigenvalue_sign(p) <= 0 else NON_STRICT, theorem.printed_class(p), "class"
        ),
    ),
    "every critical point is a minimiser": planted(
        no_spurious.no_spurious, check=lambda p: is_true(has_least_loss(p), "global minimiser")
    ),
    "no minimiser either": planted(no_spurious.no_spurious, check=extrema.is_no_local_minimum),
    "constant losses allowed": planted(
        without(no_spurious.no_spurious_general, "kawaguchi"), check=extrema.is_no_local_maximum
    ),
    "deep saddles strict too": without(shallow_strict.shallow_strict, "depth = 2"),
    "zero non-strict at depth 2": planted(
        zero_nonstrict.zero_nonstrict, assuming=(theorem.WEAK_ASSUMPTIONS, depth_at_least(2))
    ),
    "one layer rescaled alone": planted(large_sets.large_sets, check=uncompensated),
    "the unselected eigenvalues summed": planted(values.values, check=complement_value),
    "the unselected eigenvalues summed, general data": planted(values.values_general, check=complement_value),
    "half forgotten": planted(values.values, check=value_with_half),
    "largest eigenvalue left out": planted(values.values_attained, check=shifted_selection),
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
    "rank at most r + 1": planted(
        rank_constrained.rank_constrained, check=lambda p: is_true(has_least_loss(p, p.rank + 1), "least loss")
    ),
    "strict saddles too": without(rank_constrained.rank_constrained, "n_- = 0"),
    "non-strict saddles at depth 2": planted(
        rank_constrained.rank_constrained_attained, assuming=(theorem.ASSUMPTION_H,)
    ),
    "one eigenvalue fewer": planted(
        global_minimisers.global_minimisers, check=lambda p: global_minimisers.only_minimisers(Narrower(p))
    ),
    "no free Z": planted(
        global_minimisers.global_minimisers, check=lambda p: global_minimisers.all_minimisers(NoFreedom(p))
    ),
}


@pytest.fixture(scope="module")
def planted_results():
    return settle_planted(PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_with_a_small_witness(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert max(result.witness["problem"]["widths"]) <= 2


def test_a_race_the_other_way_is_not_supported():
    def other_way(race: plateau.Race) -> Outcome:
        return is_true(race[3] < race[2], "the non-strict saddle is left sooner")

    result = settle(planted(plateau.plateau, check=other_way))[0]
    assert result.verdict is Verdict.UNDECIDED
    assert result.tally.failures == result.tally.cases
