"""The metric of the flow of the product, by hand."""

import symdln as dln
from proofs_check.claims.bah.riemannian import metric, outside, tangent_dimension
from proofs_check.scopes.balanced_points import BalancedPoint


def test_by_hand() -> None:
    # N = 2, layers diag(2, 0): P P^T = diag(16, 0), its root diag(4, 0); Z -> root Z + Z root has the eigenvalues
    # 4 + 4 = 8 at z_11, 4 at z_12 and z_21, and 0 at z_22
    assert metric(BalancedPoint(((2, 2, 2), (2, 0), 0))) == dln.Matrix.diagonal([8, 4, 4, 0])
    assert tangent_dimension(1, 2, 2) == 3
    assert outside(dln.Matrix([[1, 0], [0, 0]])) == dln.Matrix([[0, 0], [0, 1]])
