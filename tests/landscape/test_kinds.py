"""Kinds: counted by hand, by brute force and by recursion; every one occurs, and the points of one kind are many."""

import random

import pytest

import symdln as dln
from symdln.landscape.kinds import count_kinds, every_kind
from tests.landscape.support import Case, brute_force, canonical_problems, error_of, general_problems, is_galois_closed

# -- how many there are ------------------------------------------------------------------------------------------------


def names(problem: dln.Problem) -> list[tuple[tuple[int, ...], dict[str, int]]]:
    return [(kind.selection, {str(string): m for string, m in kind.strings.items()}) for kind in problem.kinds()]


def test_kinds_of_widths_111_by_hand():
    # L = 1/2 (ba - 1)^2 is critical at a = b = 0 and where ba = 1.
    assert names(dln.Problem.canonical((1,), (1, 1, 1))) == [((), {"1": 1, "2-0": 1}), ((0,), {})]
    # L = 1/2 (ba)^2 is critical where ba = 0: only b = 0, or only a = 0, or both.
    assert names(dln.Problem.canonical((0,), (1, 1, 1))) == [
        ((), {"0-1": 1, "2": 1}),
        ((), {"0": 1, "1-2": 1}),
        ((), {"0": 1, "1": 1, "2": 1}),
    ]


def test_kinds_of_widths_1111_by_hand():
    # L = 1/2 (cba - 1)^2 is critical where cba = 1, and where two of a, b, c vanish at least: all, or all but c, b or
    # a.
    assert names(dln.Problem.canonical((1,), (1, 1, 1, 1))) == [
        ((), {"2": 1, "3-0-1": 1}),
        ((), {"1-2": 1, "3-0": 1}),
        ((), {"1": 1, "2-3-0": 1}),
        ((), {"1": 1, "2": 1, "3-0": 1}),
        ((0,), {}),
    ]


def test_kinds_of_widths_222_by_hand():
    # At depth 2 with invertible Syx the ends are full of closing strings, so S alone decides: 2-0 and 1, both 2 - |S|
    # times.
    expected = [((), {"1": 2, "2-0": 2}), ((0,), {"1": 1, "2-0": 1}), ((1,), {"1": 1, "2-0": 1}), ((0, 1), {})]
    assert names(dln.Problem.canonical((2, 1), (2, 2, 2))) == expected


@pytest.mark.parametrize(
    "problem",
    [*canonical_problems((2,), 3), *general_problems()],
    ids=lambda p: f"{p.widths} {p.data_rank} {p.cross_rank}",
)
def test_recursion_enumeration_and_brute_force_agree(problem):
    total = 0
    for S in problem.selections():
        # The theorem: the strings through vertex j fill d_j - r places (rank X - r for j = 0), and rank Sxy - r of
        # them close.
        room = (problem.data_rank - len(S), *(width - len(S) for width in problem.widths[1:]))
        listed = {kind.multiplicities for kind in every_kind(problem, S)}
        if sum(room) < 9 or problem.depth == 2:
            assert listed == brute_force(problem.depth, room, problem.cross_rank - len(S))
        assert count_kinds(problem, S) == len(listed) >= 1
        total += len(listed)
    assert problem.count_kinds() == total == len(set(problem.kinds()))


# -- every one occurs --------------------------------------------------------------------------------------------------


def test_every_representative_is_critical_and_of_its_kind(small_cases: list[Case]):
    for case in small_cases:
        kind, point = case.kind, case.point
        assert not any(any(block.entries()) for block in point.gradient)
        assert dln.kind_of(point) == kind
        assert (point.selection, point.strings, point.rank) == (kind.selection, kind.strings, kind.rank)
        value = kind.problem.critical_value(kind.selection).value
        assert point.loss == value


def test_the_product_keeps_the_selected_part_only(small_cases: list[Case]):
    # P Sxx = U_S U_S^T Syx, with U_S an orthonormal basis of im P: U_S U_S^T = B (B^T B)^-1 B^T for any basis B.
    for case in small_cases:
        problem, P = case.point.problem, case.point.end_to_end
        B = (P @ problem.Sxx).column_basis()
        projector = B @ (B.T @ B).inverse() @ B.T
        assert P @ problem.Sxx == projector @ problem.Syx
        assert projector @ problem.sigma == problem.sigma @ projector


def test_general_data_have_kinds_with_and_without_rational_points():
    closed = [is_galois_closed(kind) for problem in general_problems() for kind in problem.kinds()]
    assert closed.count(False) > 10
    assert closed.count(True) > 100


# -- many points of one kind -------------------------------------------------------------------------------------------


def test_one_kind_holds_a_continuum_of_inequivalent_points():
    # Widths (2, 2, 2, 2), Syx = diag(2, 1), W_2 = 0, W_1 = u (1, t), W_3 = (1, -2/t)^T v^T: the gradient by W_2 is -v
    # (1, -2/t) diag(2, 1) (1, t)^T u^T = -v (2 - 2) u^T = 0, and the others contain W_2 = 0.  The kernel of W_1 is
    # spanned by (t, -1); a symmetry of the problem changes hidden bases and signs of the singular vectors, so it
    # keeps |t|.
    problem = dln.Problem.canonical((2, 1), (2, 2, 2, 2))
    u, v, kinds, slopes = dln.Matrix([[1], [2]]), dln.Matrix([[3], [1]]), set(), set()
    for t in ("1", "2", "1/3", "-5", "7/2"):
        t = dln.rational(t)
        weights = [u @ dln.Matrix([[1, t]]), dln.Matrix.zeros(2, 2), dln.Matrix([[1], [-2 / t]]) @ v.T]
        point = dln.Point(problem, weights)
        assert point.is_critical
        kernel = point.weights[0].nullspace()
        slopes.add(abs(kernel[0, 0] / kernel[1, 0]))
        kinds.add(dln.kind_of(point))
        assert point.inertia_by_ranks == point.inertia_by_hessian == dln.kind_of(point).inertia
        assert point.second_order(point.descent_direction) < 0
    assert len(slopes) == 5
    assert len(kinds) == 1
    (kind,) = kinds
    # By hand: paths 3 -> 0 -> 1 and 2 -> 3 -> 0 have rank 1 and 2 -> 3 -> 0 -> 1 has rank 0, so no string joins them.
    assert {str(string): m for string, m in kind.strings.items()} == {"1": 1, "2": 1, "2-3-0": 1, "3-0-1": 1}
    # The aligned representative has ker W_1 on a coordinate axis; among the mixed ones some are off the axes.
    assert not all(kind.representative().weights[0].nullspace().entries())
    assert any(all(kind.representative(seed).weights[0].nullspace().entries()) for seed in range(10))


def test_representatives_are_reproducible_and_seeds_matter():
    kind = next(dln.Problem.canonical((2, 1), (2, 2, 2, 2)).kinds((0,)))
    assert kind.representative(5) == kind.representative(5) == kind.representative(random.Random(5))
    assert len({kind.representative(seed) for seed in range(6)}) > 3
    assert kind.representatives(5) == (kind.representative(), kind.representative(5))


def test_mixing_and_disguise_can_be_switched_off_each():
    kind = list(dln.Problem.canonical((2, 1), (2, 2, 2, 2)).kinds(()))[1]
    plain = kind.representative()
    assert kind.representative(5, mixed=False, disguised=False) == plain
    mixed, disguised = kind.representative(5, disguised=False), kind.representative(5, mixed=False)
    assert len({plain, mixed, disguised, kind.representative(5)}) == 4
    assert {dln.kind_of(point) for point in (plain, mixed, disguised)} == {kind}


def test_a_kind_prints_its_selection_and_strings():
    kinds = list(dln.Problem.canonical((2, 1), (2, 2, 2)).kinds())
    assert list(map(str, kinds)) == [
        "S = {}, strings 2 x 1, 2 x 2-0",
        "S = {0}, strings 1, 2-0",
        "S = {1}, strings 1, 2-0",
        "S = {0, 1}, strings none",
    ]


def test_points_that_are_not_critical_have_no_kind():
    point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[1]], [[1]]])
    sentence = error_of(lambda: dln.kind_of(point))
    assert sentence == "only critical points have a kind; look at point.gradient for the entry that does not vanish."
