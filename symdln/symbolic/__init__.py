"""Small networks in sympy: the loss as a polynomial in the weights, its derivatives by sympy's diff, expansions.

>>> from symdln.symbolic import expansion, symbolic_network
>>> network = symbolic_network(widths=(1, 1, 1))
>>> network.hessian
Matrix([
[            w2_11**2, -s_1 + 2*w1_11*w2_11],
[-s_1 + 2*w1_11*w2_11,             w1_11**2]])
>>> expansion(network, [[[0]], [[0]]]).parts                      # zero at depth 2: the second order is not zero
(s_1**2/2, 0, -s_1*v1_11*v2_11)
"""

from symdln.symbolic.answers import SymbolicPoint, signature_of
from symdln.symbolic.expansion import Expansion, expansion
from symdln.symbolic.network import MOST_TERMS, SymbolicNetwork, symbolic_network

__all__ = [
    "MOST_TERMS",
    "Expansion",
    "SymbolicNetwork",
    "SymbolicPoint",
    "expansion",
    "signature_of",
    "symbolic_network",
]
