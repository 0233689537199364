"""Inertia by charpoly, by congruence and by certificate: hand-made cases, agreement, and faults that must be caught."""

import dataclasses
import random
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy

from symdln.algebra.charpoly import SignRule, count_signs
from symdln.algebra.inertia import METHODS, Inertia, certificate_of, inertia_of
from symdln.algebra.ldl import Congruence, congruence_of
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError

EXACT = ("auto", "ldl", "charpoly")

# eigenvalues in the comments
BY_HAND = [
    ([[5]], Inertia(1, 0, 0)),
    ([[0]], Inertia(0, 0, 1)),
    ([[0, 1], [1, 0]], Inertia(1, 1, 0)),  # 1, -1
    ([[1, 1], [1, 1]], Inertia(1, 0, 1)),  # 2, 0
    ([["-1/2", 0], [0, "-1/3"]], Inertia(0, 2, 0)),
    ([[0, 1, 1], [1, 0, 1], [1, 1, 0]], Inertia(1, 2, 0)),  # J - I: 2, -1, -1; all pivots start from a zero diagonal
    ([[0, 0, 1], [0, 0, 0], [1, 0, 0]], Inertia(1, 1, 1)),  # 1, 0, -1
    ([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 2], [0, 0, 2, 0]], Inertia(2, 2, 0)),  # 1, -1, 2, -2
    ([[1, 2, 3], [2, 4, 6], [3, 6, 9]], Inertia(1, 0, 2)),  # 14, 0, 0
    ([[0, 0], [0, 0]], Inertia(0, 0, 2)),
]


def small_symmetric(rng: random.Random) -> tuple[Matrix, Inertia]:
    """``B^T diag(s) B`` with B of full row rank: by Sylvester's law its inertia is that of s, completed with zeros."""
    size = rng.randint(1, 6)
    while True:
        signs = [rng.choice((-2, -1, 1, 3)) for _ in range(rng.randint(0, size))]
        B = Matrix.from_entries(len(signs), size, [rng.randint(-2, 2) for _ in range(len(signs) * size)])
        if B.rank() == len(signs):
            break
    positive = sum(sign > 0 for sign in signs)
    expected = Inertia(positive, len(signs) - positive, size - len(signs))
    return B.T @ Matrix.diagonal(signs) @ B * Fraction(1, rng.randint(1, 4)), expected


def zero_diagonal(rng: random.Random) -> Matrix:
    size = rng.randint(2, 6)
    upper = {(i, j): rng.choice((0, 0, 1, -1, 2)) for i in range(size) for j in range(i + 1, size)}
    return Matrix([[upper.get((min(i, j), max(i, j)), 0) for j in range(size)] for i in range(size)])


@pytest.mark.parametrize("method", EXACT)
@pytest.mark.parametrize(("rows", "expected"), BY_HAND)
def test_hand_made_cases(rows, expected, method):
    assert inertia_of(Matrix(rows), method) == expected


@pytest.mark.parametrize("method", METHODS)
def test_the_empty_matrix_has_no_eigenvalues(method):
    empty = Matrix.zeros(0, 0)
    assert inertia_of(empty, method) == Inertia(0, 0, 0)
    assert certificate_of(empty, method).verify(empty)


@pytest.mark.parametrize("seed", range(150))
def test_all_methods_find_the_inertia_known_by_sylvesters_law(seed):
    A, expected = small_symmetric(random.Random(seed))
    for method in METHODS:
        proof = certificate_of(A, method)
        assert inertia_of(A, method) == proof.inertia == expected
        assert proof.verify(A)


@pytest.mark.parametrize("seed", range(100))
def test_both_exact_methods_agree_on_matrices_with_zero_diagonal(seed):
    A = zero_diagonal(random.Random(seed))
    proof = congruence_of(A)
    assert proof.verify(A)
    assert proof.inertia == inertia_of(A, "charpoly")
    assert A.is_zero() or any(block.shape == (2, 2) for block in proof.blocks)


def test_an_integer_flint_matrix_is_accepted_as_it_is():
    A = flint.fmpz_mat([[2, 3], [3, 2]])  # eigenvalues 5, -1
    for method in METHODS:
        assert inertia_of(A, method) == Inertia(1, 1, 0)
        assert certificate_of(A, method).verify(A)


def test_repeated_eigenvalues_are_counted_with_multiplicity():
    size = 8  # J - 3 I with J of ones: eigenvalues 5 once, -3 seven times
    A = Matrix([[1 - 3 * (i == j) for j in range(size)] for i in range(size)])
    assert {inertia_of(A, method) for method in METHODS} == {Inertia(1, 7, 0)}


@pytest.mark.parametrize("seed", range(100))
def test_a_negative_direction_is_found_exactly_when_there_is_one(seed):
    rng = random.Random(seed)
    A = zero_diagonal(rng) if seed % 2 else small_symmetric(rng)[0]
    v = congruence_of(A).negative_direction()
    assert (v is None) == (inertia_of(A, "charpoly").negative == 0)
    assert v is None or (v.T @ A @ v)[0, 0] < 0


@pytest.mark.parametrize(
    "block",
    [[[0, 1], [1, 0]], [[0, -1], [-1, 5]], [[3, 2], [2, 1]], [[1, 2], [2, -1]], [[-2, 1], [1, -1]], [[-1, 3], [3, 2]]],
)
def test_a_negative_direction_is_read_off_every_kind_of_2x2_block(block):
    A = Matrix(block)
    proof = Congruence(Matrix.identity(2), (A,))
    v = proof.negative_direction()
    assert proof.verify(A)
    assert v is not None
    assert (v.T @ A @ v)[0, 0] < 0


def test_a_definite_2x2_block_counts_by_its_diagonal_sign():
    for sign, expected in ((1, Inertia(2, 0, 0)), (-1, Inertia(0, 2, 0))):
        proof = Congruence(Matrix.identity(2), (Matrix([[2, 1], [1, 2]]) * sign,))
        assert proof.inertia == expected
        assert (proof.negative_direction() is None) == (sign > 0)


def test_descartes_rule_by_hand():
    # (x - 1)(x - 2)(x + 3) x^2 = (x^3 - 7x + 6) x^2: the missing x^2 term of the cubic must not count as a change
    assert count_signs([0, 0, 6, -7, 0, 1]) == Inertia(2, 1, 2)


# -- faults ------------------------------------------------------------------------------------------------------------

A = Matrix([[0, 2, 1], [2, 0, 0], [1, 0, "1/3"]])


def neighbours(matrix: Matrix) -> list[Matrix]:
    """The matrix with one entry, and its mirror image, changed by 1 or -100."""
    changed = []
    for i, j, change in ((0, 0, 1), (0, 1, 1), (2, 2, 1), (0, 0, -100), (1, 1, -100), (2, 2, -100)):
        rows = [list(row) for row in matrix.rows()]
        rows[i][j] += change
        rows[j][i] = rows[i][j]
        changed.append(Matrix(rows))
    return changed


@pytest.mark.parametrize("method", ["ldl", "charpoly"])
def test_an_exact_certificate_is_no_proof_for_a_neighbouring_matrix(method):
    proof = certificate_of(A, method)
    assert proof.verify(A)
    assert not any(proof.verify(other) for other in neighbours(A))


def test_definite_blocks_may_prove_a_neighbour_too_but_never_a_wrong_inertia():
    proof = certificate_of(A, "certified")
    proved = [proof.verify(other) for other in neighbours(A)]
    right = [inertia_of(other, "charpoly") == proof.inertia for other in neighbours(A)]
    assert not any(found and not true for found, true in zip(proved, right, strict=True))
    assert not all(right)


@pytest.mark.parametrize("method", METHODS)
def test_a_certificate_is_no_proof_for_a_matrix_of_other_signs_shape_or_symmetry(method):
    proof = certificate_of(A, method)
    assert not proof.verify(-A)
    assert not proof.verify(Matrix.zeros(2, 2))
    assert not proof.verify(Matrix([[0, 2, 1], [2, 0, 0], [0, 0, 1]]))  # not symmetric
    assert not proof.verify(Matrix.zeros(3, 2))


def test_each_changed_coefficient_of_a_sign_rule_is_caught():
    proof = certificate_of(A, "charpoly")
    assert isinstance(proof, SignRule)
    for place in range(4):
        changed = list(proof.coefficients)
        changed[place] += 1
        assert not SignRule(tuple(changed)).verify(A), place
    vanishing = [0, 2, -3, 1]  # x (x - 1) (x - 2), which is zero at all points that are checked but one
    changed = [value + 5 * extra for value, extra in zip(proof.coefficients, vanishing, strict=True)]
    assert not SignRule(tuple(changed)).verify(A)
    assert not SignRule((*proof.coefficients, 0)).verify(A)
    assert not SignRule(tuple(-value for value in proof.coefficients)).verify(A)


def test_each_change_of_a_congruence_is_caught():
    proof = congruence_of(A)
    first, *rest = proof.blocks
    flipped = dataclasses.replace(proof, blocks=(-first, *rest))
    dropped = dataclasses.replace(proof, blocks=tuple(rest))
    swapped = dataclasses.replace(proof, transform=proof.transform.block(range(3), [1, 0, 2]))
    assert proof.verify(A)
    assert not any(fault.verify(A) for fault in (flipped, dropped, swapped))


def test_a_singular_transform_or_block_is_caught_although_the_product_fits():
    B = Matrix([[1, 1], [1, 1]])
    # T = 0 turns everything into zero blocks, and a singular 2x2 block hides a zero
    assert not Congruence(Matrix.zeros(2, 2), (Matrix([[0]]), Matrix([[0]]))).verify(B)
    assert not Congruence(Matrix.identity(2), (B,)).verify(B)
    assert not Congruence(Matrix.identity(2), (Matrix([[1, 1], [0, 1]]),)).verify(Matrix([[1, 1], [1, 1]]))


# -- sentences ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compute", [inertia_of, certificate_of])
@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        (Matrix([[1, 2, 3]]), "symmetric matrices, but a 1x3 matrix was passed"),
        (Matrix([[1, 2, 0], [2, 1, "1/2"], [0, 4, 1]]), "row 2, column 3 is 1/2 and row 3, column 2 is 4"),
        (flint.fmpz_mat([[1, 2], [3, 1]]), "row 1, column 2 is 2 and row 2, column 1 is 3"),
        ([[1, 2], [3, 1]], "row 1, column 2 is 2 and row 2, column 1 is 3"),
        ([[0, "x"], ["x", 0]], "is not a rational number"),
        ("A", "must be a list of rows of numbers, but 'A'"),
    ],
)
def test_what_has_no_inertia_is_refused_with_a_sentence(compute, matrix, sentence):
    with pytest.raises(InputError, match=sentence):
        compute(matrix)


@pytest.mark.parametrize(
    "matrix",
    [
        [[1, 2], [2, 1]],
        [["1", Fraction(2)], ["2/1", 1]],
        np.array([[1, 2], [2, 1]]),
        sympy.Matrix([[1, 2], [2, 1]]),
        flint.fmpz_mat([[1, 2], [2, 1]]),
        flint.fmpq_mat([[1, 2], [2, 1]]),
    ],
    ids=["lists", "texts", "numpy", "sympy", "fmpz_mat", "fmpq_mat"],
)
@pytest.mark.parametrize("method", ["auto", "ldl", "charpoly", "certified"])
def test_whatever_reads_as_a_matrix_has_an_inertia(matrix, method):
    # trace 2, determinant -3: eigenvalues 3 and -1
    assert inertia_of(matrix, method) == Inertia(1, 1, 0)
    proof = certificate_of(matrix, method)
    assert proof.inertia == Inertia(1, 1, 0)
    assert proof.verify(matrix)


@pytest.mark.parametrize("compute", [inertia_of, certificate_of])
def test_an_unknown_method_is_refused_with_the_known_ones(compute):
    with pytest.raises(InputError, match=r"no inertia method 'eig'; choose one of auto, ldl, charpoly, certified"):
        compute(Matrix([[1]]), method="eig")


def test_inertia_is_a_small_value():
    one = Inertia(positive=3, negative=1, zero=4)
    assert (one.rank, one.size) == (4, 8)
    assert one.opposite() == Inertia(1, 3, 4)
    assert one + Inertia(0, 2, 1) == Inertia(3, 3, 5)
    assert str(one) == "(n+, n-, n0) = (3, 1, 4)"
    assert len({one, Inertia(3, 1, 4)}) == 1
