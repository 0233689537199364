"""The finite list of kinds of critical points is complete: planted faults."""

from collections.abc import Iterator

import pytest

import symdln as dln
from proofs_check.claims.ours import kinds
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, fails, holds
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import general_data
from symdln.landscape import calculus
from symdln.landscape.strings import every_multiplicities
from tests.proofs_check.settling import planted, refuted_with_a_small_witness, settle

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


# -- planted faults ----------------------------------------------------------------------------------------------------


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
    "one closing string more": planted(kinds.kinds, over=TINY, check=lambda p: listed_otherwise(p, closing=1)),
    "one closing string fewer": planted(kinds.kinds, over=TINY, check=lambda p: listed_otherwise(p, closing=-1)),
    "d_x at vertex 0": planted(kinds.kinds, over=TINY, check=lambda p: listed_otherwise(p, inputs=p.input_width)),
    "one kind a problem": planted(kinds.kinds, over=TINY, check=first_kind_only),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)


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
