"""The claims ``yun.lemma3``: cases by hand."""

import symdln as dln
from proofs_check.claims.yun import lemma3


def test_norms_of_products_by_hand() -> None:
    # A = (2, 0)^T turned, B = (-1): |A B|^2 = 4 = 2^2 * 1
    pair = lemma3.TallPair((2,), 2, ((-1,),))
    assert (pair.A @ dln.Matrix(pair.B)).norm_squared() == 4
    assert lemma3.left.at(pair).holds
