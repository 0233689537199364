"""The balanced manifold: the verdict, and two scalars by hand."""

from proofs_check.claims.menon.balanced import balanced_manifold, derivative
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import Matrix
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(balanced_manifold)
    assert result.verdict is Verdict.DERIVED


def test_two_scalars_by_hand() -> None:
    # b^2 - a^2 = 0 at a = b = 2: the derivative is (-4, 4), of rank 1, so the lines a = +- b have dimension 1
    assert derivative([Matrix([[2]]), Matrix([[2]])]).entries() == [-4, 4]
