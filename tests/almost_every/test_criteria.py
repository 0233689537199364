"""The criteria, each by hand at a kind that meets it and at one that just does not."""

import pytest

from symdln.almost_every.criteria import DIMENSION, EIGENVALUES, ONE_STRING, RANKS, reasons
from symdln.almost_every.kinds import non_strict_kinds


def met(widths, strings, rank=0):
    """The names of the criteria that the kind with these strings meets."""
    e = min(widths[0], widths[-1])
    (kind,) = [kind for kind in non_strict_kinds(widths) if (kind.rank, dict(kind.strings)) == (rank, strings)]
    return [reason.criterion for reason in reasons(kind, widths, e)]


def test_zero_meets_the_criterion_of_ranks():
    assert met((1, 1, 1, 1), {(1, 0): 1, (2, 0): 1, (3, 1): 1})[0] == RANKS  # 0 + 0 < 1


def test_ranks_that_add_up_to_the_width_do_not():
    # widths (3, 3, 2, 2), r = 1, strings 0-1, 1, 2, 3-0: ranks 2, 1, 1; 2 + 1 = 3 and 1 + 1 = 2; C_1 and C_2 have
    # 6 + 3 entries and the kind has 10 dimensions
    assert met((3, 3, 2, 2), {(0, 1): 1, (1, 0): 1, (2, 0): 1, (3, 1): 1}, 1) == []


def test_a_common_eigenvalue():
    # widths (1, 1, 1, 1, 1), strings 4-0, 1-2, 3: W_2 is not 0 and W_1 = W_3 = W_4 = 0, so C_1 = b^2 and C_2 = - b^2.
    # (A) holds as well: rank W_3 + rank W_4 = 0 < 1
    assert met((1,) * 5, {(4, 1): 1, (1, 1): 1, (3, 0): 1})[:2] == [RANKS, EIGENVALUES]
    # widths (2, 2, 2, 2, 2) and two copies of each of 4-0-1, 2, 3: W_1 has rank 2, the others 0: (A) at j = 2
    assert met((2,) * 5, {(4, 2): 2, (2, 0): 2, (3, 0): 2})[0] == RANKS


def test_the_dimension():
    # widths (1, 1, 2, 2, 1, 1) need it, by the table of docs/almost-every.md
    kinds = list(non_strict_kinds((1, 1, 2, 2, 1, 1)))
    needed = [k for k in kinds if next(reasons(k, (1, 1, 2, 2, 1, 1), 1)).criterion == DIMENSION]
    assert needed


@pytest.mark.parametrize(
    ("widths", "rank", "meets"),
    [
        ((2, 2, 2, 2), 1, True),
        ((3, 2, 2, 2), 1, True),
        ((2, 2, 2, 3), 1, True),
        ((3, 3, 3, 3), 2, True),
        ((2, 2, 2, 2), 0, False),
        ((3, 3, 3, 3), 1, False),
        ((2, 3, 2, 2), 1, False),
        ((3, 2, 2, 3), 1, False),
        ((4, 4, 4, 4), 2, False),
        ((2, 2, 2, 2, 2), 1, False),
    ],
)
def test_the_theorem_on_one_string_speaks_of_its_widths_only(widths, rank, meets):
    kinds = [kind for kind in non_strict_kinds(widths) if kind.rank == rank]
    assert kinds
    for kind in kinds:
        found = [reason.criterion for reason in reasons(kind, widths, min(widths[0], widths[-1]))]
        assert (ONE_STRING in found) == meets
