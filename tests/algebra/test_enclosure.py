"""Certified inertias: by hand, against the exact methods, planted faults refused, undecided instead of guessed."""

import random
from dataclasses import replace

import flint
import mpmath
import pytest

from symdln import Inertia, InputError, Matrix, UndecidedError, inertia_of
from symdln.algebra.enclosure import ProvedSigns, certified_inertia, is_definite, proved_signs
from symdln.algebra.number_field import FieldMatrix, NumberField

GOLDEN = NumberField((-1, -1, 1), 0)  # theta^2 = theta + 1
THETA = GOLDEN.theta
RATIONALS = NumberField()


def of(rows, field=GOLDEN):
    entries = [value + flint.fmpq_poly([0]) for row in rows for value in row]
    return FieldMatrix(field, (len(rows), len(rows[0])), entries)


def symmetric(source, size, rank):
    """B^T D B with a diagonal D of ``rank`` signs: any inertia of at most this rank."""
    B = Matrix([[source.randint(-3, 3) for _ in range(size)] for _ in range(rank)])
    return B.T @ Matrix.diagonal([source.choice((-1, 1)) for _ in range(rank)]) @ B


@pytest.mark.parametrize(
    ("rows", "inertia"),
    [
        ([[THETA, 0], [0, 1 - THETA]], (1, 1, 0)),  # 1.618..., -0.618...
        ([[1, THETA], [THETA, THETA + 1]], (1, 0, 1)),  # (1, theta)^T (1, theta)
        ([[1, THETA], [THETA, THETA]], (1, 1, 0)),  # determinant theta - theta^2 = -1
        ([[0, THETA, 0], [THETA, 0, 0], [0, 0, 0]], (1, 1, 1)),
        ([[0, 0], [0, 0]], (0, 0, 2)),
        ([[2 - THETA]], (1, 0, 0)),
    ],
)
def test_by_hand(rows, inertia):
    proof = certified_inertia(of(rows))
    assert proof.inertia == Inertia(*inertia)
    assert proof.verify(of(rows))


def test_conjugate_matrices_differ_in_sign():
    other = NumberField((-1, -1, 1), 1)
    assert certified_inertia(of([[THETA]])).inertia == Inertia(1, 0, 0)
    assert certified_inertia(of([[other.theta]], other)).inertia == Inertia(0, 1, 0)


@pytest.mark.parametrize("field", [RATIONALS, GOLDEN], ids=["Q", "golden"])
def test_rational_matrices_agree_with_the_characteristic_polynomial(field):
    source = random.Random(2)
    for size in (1, 3, 5, 8):
        for rank in range(size + 1):
            matrix = symmetric(source, size, rank) if rank else Matrix.zeros(size, size)
            proof = certified_inertia(FieldMatrix.lift(field, matrix))
            assert proof.inertia == inertia_of(matrix, method="charpoly")


def test_badly_scaled_matrices_agree():
    source = random.Random(3)
    D = Matrix.diagonal([1, 10**40, f"1/{10**40}", 10**7, 10**20])
    for rank in (2, 4, 5):
        matrix = symmetric(source, 5, rank)
        proof = certified_inertia(FieldMatrix.lift(GOLDEN, D @ matrix @ D))
        assert proof.inertia == inertia_of(matrix, method="ldl")


NEAR = Matrix([[1, 1], [1, 1 + Matrix([["1/1000000000000000000000000000000"]])[0, 0]]])  # determinant 10^-30


def test_precision_doubles_until_signs_separate():
    # the smaller eigenvalue is about 5 * 10^-31, where floats see a singular matrix: 128 bits and floats prove nothing
    proof = certified_inertia(FieldMatrix.lift(GOLDEN, NEAR))
    assert (proof.inertia, proof.signs.bits) == (Inertia(2, 0, 0), 256)
    assert proof.verify(FieldMatrix.lift(GOLDEN, NEAR))


def test_a_budget_that_ends_is_undecided_and_never_a_guess():
    with pytest.raises(UndecidedError, match="not separated from zero by enclosures of 128 bits"):
        certified_inertia(FieldMatrix.lift(GOLDEN, NEAR), most_bits=128)
    # theta - F_(n+1) / F_n is about 10^-41: enclosures of 64 bits are wider than that
    F = [1, 1]
    while len(F) < 102:
        F.append(F[-1] + F[-2])
    tiny = of([[THETA - flint.fmpq(F[100], F[99])]])
    with pytest.raises(UndecidedError):
        certified_inertia(tiny, start_bits=16, most_bits=64)
    assert certified_inertia(tiny, start_bits=16).inertia == Inertia(0, 1, 0)  # -(1 - theta)^100 / F_99 < 0
    assert certified_inertia(tiny, start_bits=16).signs.bits > 64


def test_a_rank_that_is_too_large_is_never_confirmed():
    square = of([[1, THETA], [THETA, THETA + 1]])  # rank 1
    assert proved_signs(square.enclosure, 1).positive_basis.shape == (2, 1)
    with pytest.raises(UndecidedError, match="check the rank"):
        proved_signs(square.enclosure, 2, most_bits=512)


def test_an_enclosure_that_is_too_wide_proves_nothing():
    identity = Matrix.identity(2)
    narrow, wide = (flint.arb_mat(2, 2, [flint.arb(1, r), 0, 0, flint.arb(1, r)]) for r in ("0.1", "1.1"))
    assert is_definite(narrow, identity, 1, 64)
    assert not is_definite(wide, identity, 1, 64)  # 0 is inside
    assert not is_definite(narrow, identity, -1, 64)
    unknown = flint.arb_mat(1, 1, [flint.arb("nan")])
    assert not is_definite(unknown, Matrix.identity(1), 1, 64)


def test_dominance_must_be_strict():
    tie = flint.arb_mat(2, 2, [1, 1, 1, 1])  # singular
    assert not is_definite(tie, Matrix.identity(2), 1, 64)


def forged(proof, **changes):
    return replace(proof, **changes)


def test_forged_proofs_are_refused():
    A = of([[THETA, 0, 0], [0, 1 - THETA, 0], [0, 0, 0]])
    proof = certified_inertia(A)
    P, Q, bits = proof.signs.positive_basis, proof.signs.negative_basis, proof.signs.bits
    assert proof.verify(A)
    forgeries = [
        forged(proof, inertia=Inertia(1, 0, 2)),  # one zero too many
        forged(proof, inertia=Inertia(1, 0, 2), rational_rank=2, signs=ProvedSigns(P, Matrix.zeros(3, 0), bits)),
        forged(proof, inertia=Inertia(2, 1, 0), rational_rank=6),
        forged(proof, inertia=Inertia(2, 1, 0), rational_rank=6, signs=ProvedSigns(Matrix.identity(3), Q, bits)),
        forged(proof, signs=ProvedSigns(Q, P, bits)),
        forged(proof, signs=ProvedSigns(P.T, Q.T, bits)),
        forged(proof, degree=1),
        forged(proof, rational_rank=5),
    ]
    assert not any(forgery.verify(A) for forgery in forgeries)
    skew = of([[THETA, flint.fmpq(1, 10), 0], [0, 1 - THETA, 0], [0, 0, 0]])  # same rank, same definite blocks
    assert skew.rank() == 2
    assert not proof.verify(skew)
    others = [A.scaled(THETA * 0 - 1), A + A.T @ A, of([[THETA, 0], [0, 1 - THETA]]), of([[0, 1], [0, 0]])]
    assert proof.verify(others[1]) is (certified_inertia(others[1]).inertia == proof.inertia)
    assert not any(proof.verify(other) for other in (others[0], others[2], others[3]))


def test_the_proof_says_what_is_rigorous():
    data = certified_inertia(of([[1, THETA], [THETA, THETA + 1]])).data()
    assert data["rigorous"] == "FLINT arb"
    assert (data["zeros"]["degree"], data["zeros"]["rational_rank"], data["zeros"]["rank"]) == (2, 2, 1)
    assert (data["zeros"]["kernel"], data["nonzero"]["positive"], data["nonzero"]["negative"]) == (1, 1, 0)


def test_what_is_not_symmetric_is_refused():
    with pytest.raises(InputError, match="not symmetric"):
        certified_inertia(of([[0, 1], [0, 0]]))


def test_global_precisions_stay_as_they_are():
    before = flint.ctx.prec, mpmath.mp.dps
    certified_inertia(FieldMatrix.lift(GOLDEN, NEAR))
    assert (flint.ctx.prec, mpmath.mp.dps) == before
