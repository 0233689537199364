"""The inertia theorem and the list of kinds: cases by hand, non-vacuity, and planted false neighbours."""

from collections.abc import Iterator

import pytest
from settling import claims_of, planted, settle, settle_planted

import symdln as dln
from proofs_check.claims.ours import inertia as inertia_claims
from proofs_check.claims.ours import kinds
from proofs_check.facts import classes as theorem
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, fails, holds
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import general_data
from symdln.landscape import calculus, signature
from symdln.landscape.strings import all_strings, count_pairs, count_squares, every_multiplicities

IDS = (
    "ours.inertia",
    "ours.inertia.general-data",
    "ours.inertia.strictness",
    "ours.inertia.strictness.general-data",
    "ours.kinds",
)
CLAIMS = claims_of("ours", "inertia", "kinds")


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*(CLAIMS[id] for id in IDS))}


@pytest.mark.parametrize("id", IDS)
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is Verdict.DERIVED


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_all_weights_of_the_smallest_networks_are_looked_at():
    problem = dln.Problem.canonical((1,), (1, 1, 1))  # L = (b a - 1)^2 / 2: critical at 0 and where b a = 1
    points = list(kinds.small_weights(problem))
    assert len(points) == 5**2
    critical = [point for point in points if point.is_critical]
    assert sorted(tuple(int(weight[0, 0]) for weight in point.weights) for point in critical) == [
        (-1, -1),
        (0, 0),
        (1, 1),
    ]
    assert list(kinds.small_critical_points(problem)) == critical
    assert len(list(kinds.small_weights(dln.Problem.canonical((2, 1), (2, 2, 2))))) == 3**8
    assert list(kinds.small_weights(dln.Problem.canonical((2, 1), (2, 2, 2, 2)))) == []


@pytest.mark.parametrize("safe", [calculus.INT64_SAFE, 0], ids=["int64", "Python integers"])
def test_critical_points_are_told_at_once_as_one_by_one(safe: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kinds, "INT64_SAFE", safe)
    half = dln.Matrix([["1/2", 0], [1, 3]])
    for problem in (
        dln.Problem.canonical((3,), (1, 1, 1, 1)),
        dln.Problem.from_moments(half @ half.T, half.row(1) @ half.T, [[11]], (1,)),
        dln.Problem.from_data([[1], [2]], [[1]], (1,)),
    ):
        by_tables = kinds.are_critical(problem, kinds.small_tables(problem)).tolist()
        assert by_tables == [point.is_critical for point in kinds.small_weights(problem)]
        assert 0 < sum(by_tables) < len(by_tables)


def test_the_signature_of_a_tied_saddle_by_hand():
    # X = I, Y = I, widths (2, 1, 2), W_1 = e_1^T, W_2 = e_1: S = {0} of two equal values, one tie, N = 4.
    # r^2 + r (d_x - r) + r (d_y - r) - ties = 1 + 1 + 1 - 1 = 2 positive, none negative, two zero: a minimiser.
    problem = dln.Problem.canonical((1, 1), (2, 1, 2))
    point = dln.Point(problem, [[[1, 0]], [[1], [0]]])
    assert point.inertia_by_hessian == dln.Inertia(positive=2, negative=0, zero=2)
    assert inertia_claims.routes_agree(point).holds


# -- planted faults ----------------------------------------------------------------------------------------------------


def formula(point: dln.Point, *, inversions=1, ties=1, pairs=1, squares=1, rank_X=None) -> dln.Inertia:
    """The theorem's formula with terms multiplied or replaced."""
    problem, r, m = point.problem, point.rank, point.multiplicities
    inv = inversions * signature.inversions(problem, point.selection)
    tied = ties * signature.ties(problem, point.selection)
    both, square = pairs * count_pairs(problem.depth, m), squares * count_squares(problem.depth, m)
    inputs = problem.data_rank if rank_X is None else rank_X
    negative = inv + both
    positive = r * r + r * (inputs - r) + r * (problem.output_width - r) - inv - tied + both + square
    return dln.Inertia(positive=positive, negative=negative, zero=problem.parameters - positive - negative)


def test_the_formula_without_a_fault_is_the_theorem():
    for kind in dln.Problem.canonical((2, 1), (2, 2, 2, 2)).kinds():
        point = kind.representative()
        assert formula(point) == point.inertia_by_ranks == point.inertia_by_hessian


def faulty(claim: Claim, **faults: int) -> Claim:
    return planted(claim, check=lambda point: equal(formula(point, **faults), point.inertia_by_hessian, "inertia"))


def all_inputs(point: dln.Point) -> Outcome:
    return equal(formula(point, rank_X=point.problem.input_width), point.inertia_by_hessian, "inertia")


def by_mirrored_strings(point: dln.Point) -> Outcome:
    """Multiplicities read in the wrong order: start and length of each string exchanged."""
    depth, m = point.problem.depth, point.multiplicities
    table = dict(zip(all_strings(depth), m, strict=True))
    mirrored = tuple(table[s._replace(start=s.length, length=min(s.start, depth - 1))] for s in all_strings(depth))
    inertia = signature.inertia_from_kind(point.problem, point.selection, mirrored)
    return equal(inertia, point.inertia_by_hessian, "inertia")


def strict_unless_both_blocks(point: dln.Point) -> Outcome:
    r = len(point.selection)
    tight = all({pivot.outer_rank, pivot.inner_rank} == {r} for pivot in point.pivots)
    strict = not theorem.selects_first(point) or (r < point.problem.least_width and not tight)
    return equal(point.inertia_by_ranks.negative > 0, strict, "strict")


def strict_by_first_pivot(point: dln.Point) -> Outcome:
    r = len(point.selection)
    strict = not theorem.selects_first(point) or (r < point.problem.least_width and not point.pivots[0].tightened)
    return equal(point.inertia_by_ranks.negative > 0, strict, "strict")


def listed_otherwise(problem: dln.Problem, *, closing: int = 0, inputs: int | None = None) -> Outcome:
    """Completeness of a list with another number of closing strings, or with all of R^{d_x} at vertex 0."""
    listed = set()
    for S in problem.selections():
        at_input = (problem.data_rank if inputs is None else inputs) - len(S)
        room = (at_input, *(width - len(S) for width in problem.widths[1:]))
        need = problem.cross_rank - len(S) + closing
        listed |= {(S, m) for m in every_multiplicities(problem.depth, room, need)}
    for point in kinds.small_weights(problem):
        if point.is_critical and (point.selection, point.multiplicities) not in listed:
            return fails("not in the list", weights=point.weights)
    return holds()


def first_kind_only(problem: dln.Problem) -> Outcome:
    first = next(problem.kinds())
    return equal(
        {(kind.selection, kind.multiplicities) for kind in problem.kinds()},
        {(first.selection, first.multiplicities)},
        "kinds",
    )


def tiny_problems(size: str, seed: int) -> Iterator[dln.Problem]:
    every = (general_data.problem(named) for named in general_data.listed("small"))
    return (problem for problem in every if problem.parameters <= 4)


TINY = cases("tiny problems", tiny_problems, sentence="problems with at most 4 weights", strength=Verdict.VERIFIED)

PLANTED: dict[str, Claim] = {
    "no inversions": faulty(inertia_claims.inertia, inversions=0),
    "no ties": faulty(inertia_claims.inertia_general, ties=0),
    "no pairs": faulty(inertia_claims.inertia, pairs=0),
    "pairs twice": faulty(inertia_claims.inertia, pairs=2),
    "no squares": faulty(inertia_claims.inertia_general, squares=0),
    "d_x for rank X": planted(inertia_claims.inertia_general, check=all_inputs),
    "strings mirrored": planted(inertia_claims.inertia, check=by_mirrored_strings),
    "strict unless both blocks": planted(inertia_claims.strictness, check=strict_unless_both_blocks),
    "strict unless both blocks, general data": planted(
        inertia_claims.strictness_general, check=strict_unless_both_blocks
    ),
    "strict by one pivot": planted(inertia_claims.strictness, check=strict_by_first_pivot),
    "one closing string more": planted(kinds.kinds, over=TINY, check=lambda p: listed_otherwise(p, closing=1)),
    "one closing string fewer": planted(kinds.kinds, over=TINY, check=lambda p: listed_otherwise(p, closing=-1)),
    "d_x at vertex 0": planted(kinds.kinds, over=TINY, check=lambda p: listed_otherwise(p, inputs=p.input_width)),
    "one kind a problem": planted(kinds.kinds, over=TINY, check=first_kind_only),
}


@pytest.fixture(scope="module")
def planted_results():
    return settle_planted(PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_with_a_small_witness(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert max(result.witness["problem"]["widths"]) <= 2


def test_without_a_fault_the_tiny_problems_settle():
    assert settle(planted(kinds.kinds, over=TINY))[0].verdict is Verdict.DERIVED


def test_the_list_as_it_is_contains_all_small_critical_points():
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    assert listed_otherwise(problem).holds


def test_representatives_of_another_kind_are_noticed(monkeypatch):
    problem = dln.Problem.canonical((2, 1), (2, 2, 2))
    assert kinds.every_kind_occurs(problem).holds
    other = next(problem.kinds()).representative()
    monkeypatch.setattr(dln.Kind, "representatives", lambda kind, rng=0: (other,))
    assert kinds.every_kind_occurs(problem).fails
