"""Systems with fewer equations than unknowns: cases by hand and a false neighbour."""

from proofs_check.claims.lucchi import overparametrised
from proofs_check.claims.lucchi.overparametrised import System
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import planted, settle, without


def test_parallel_planes_are_the_smallest_witness() -> None:
    (result,) = settle(overparametrised.overparametrised)
    rows, y = result.witness["data"]["fields"].values()
    assert rows[0] == rows[1]
    assert y[0] != y[1]


def test_number_of_failures_by_hand() -> None:
    # Inconsistent systems of the printed claim: two non-zero rows of rank 1, so row_2 = +-row_1 (entries -1, 0, 1):
    # 26 rows, 2 signs; equal rows fail for y = (0, 1), (1, 0), opposite ones for (0, 1), (1, 0), (1, 1).  26 * 5.
    (result,) = settle(overparametrised.overparametrised)
    assert result.tally.failures == 26 * 5


def test_two_planes_in_space_meet_in_a_line() -> None:
    system = System(((1, 0, 0), (0, 1, 1)), (1, 1))
    solved = overparametrised.solutions(system)
    assert solved is not None
    particular, kernel = solved
    assert system.A @ particular == system.right
    assert kernel.shape[1] == 1
    assert overparametrised.overparametrised.check(tuple(system)).holds
    assert overparametrised.overparametrised_corrected.check(tuple(system)).holds


def test_a_zero_equation_is_no_plane() -> None:
    assert not overparametrised.planes.met_by(System(((0, 0),), (1,)))
    witness = settle(without(overparametrised.overparametrised, overparametrised.planes.name))[0].witness
    rows, y = witness["data"]["fields"].values()
    assert [list(map(list, rows)), list(y)] == [[[0, 0]], [1]]


def dimension_d_minus_n(system: System) -> Outcome:
    found = overparametrised.solutions(system)
    dimension = None if found is None else found[1].shape[1]
    return equal(dimension, system.unknowns - len(system.rows), "planted: dimension d - n")


def test_the_dimension_is_not_always_d_minus_n() -> None:
    claim = planted(overparametrised.overparametrised_corrected, check=dimension_d_minus_n)
    assert settle(claim)[0].verdict is Verdict.REFUTED
