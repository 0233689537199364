"""The adapted basis of a critical point: its strings are those of the path ranks, and its vectors do what they say."""

import itertools

import symdln as dln
from symdln.algebra.matrix import hstack
from symdln.landscape.string_basis import StringBasis, independent_columns
from tests.landscape.support import Case, error_of


def test_dimensions_of_kernels_and_ranks_of_paths_give_the_same_strings(small_cases: list[Case]):
    for case in small_cases:
        assert StringBasis(case.point).multiplicities == case.kind.multiplicities


def test_vectors_follow_the_arrows_and_die_at_the_end(small_cases: list[Case]):
    for case in small_cases[::5]:
        basis, problem = StringBasis(case.point), case.point.problem
        for found in basis.strings:
            visited = found.string.vertices
            for vertex, after in itertools.pairwise(visited):
                assert basis.arrow(vertex) @ found.at(vertex) == found.at(after)
            assert not any(vector.is_zero() for vector in found.vectors)
            assert (basis.arrow(found.string.end) @ found.at(found.string.end)).is_zero()
        for vertex in range(
            problem.depth + 1
        ):  # selected part and strings are a basis: of im Sxx at 0, of R^{d_j} at j
            selected = case.point.product(vertex, 1) @ problem.Sxy @ basis.image
            frame = hstack([selected, *(found.at(vertex) for found in basis.strings if found.visits(vertex))])
            size = problem.widths[vertex] if vertex else problem.data_rank
            assert frame.shape[1] == frame.rank() == size
            assert vertex or hstack([frame, problem.Sxx]).rank() == size


def test_a_move_changes_one_layer_and_sends_one_vector_to_another(small_cases: list[Case]):
    for case in small_cases[::40]:
        basis = StringBasis(case.point)
        for layer in range(1, basis.depth + 1):
            sources = [found for found in basis.strings if found.visits(layer - 1)]
            targets = [found for found in basis.strings if found.visits(layer)]
            for source, target in ((s, t) for s in sources[:2] for t in targets[:2]):
                move = basis.move(source, target, layer)
                assert all(change.is_zero() for j, change in enumerate(move, start=1) if j != layer)
                for found in sources:
                    image = move[layer - 1] @ found.at(layer - 1)
                    assert image == target.at(layer) if found is source else image.is_zero()
                selected = case.point.product(layer - 1, 1) @ case.point.problem.Sxy @ basis.image
                assert (move[layer - 1] @ selected).is_zero()


def test_the_basis_at_zero_by_hand():
    # Widths (1, 1, 1), Y = 2, W = 0: the closing string 2-0 with vectors 1 and Sxy 1 = 2, and the string 1.
    basis = StringBasis(dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]]))
    assert {str(found.string): [vector[0, 0] for vector in found.vectors] for found in basis.strings} == {
        "1": [1],
        "2-0": [1, 2],
    }


def test_independent_columns_extend_a_basis_from_the_left():
    base, candidates = dln.Matrix([[1], [1]]), dln.Matrix([[2, 1, 0], [2, 0, 1]])
    assert independent_columns(base, candidates) == [dln.Matrix([[1], [0]])]


def test_points_that_are_not_critical_have_no_string_basis():
    point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[1]], [[1]]])
    assert "not a critical point" in error_of(lambda: StringBasis(point))


def test_complements_are_orthogonal_to_the_selected_part(general_cases: list[Case]):
    for case in general_cases[::3]:
        basis = StringBasis(case.point)
        assert (basis.image.T @ basis.complements[-1]).is_zero()
        assert (case.point.end_to_end @ basis.complements[0]).is_zero()
