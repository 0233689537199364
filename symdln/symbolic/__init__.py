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

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symdln.symbolic.limits import MOST_TERMS

if TYPE_CHECKING:
    from symdln.symbolic.answers import SymbolicPoint, signature_of
    from symdln.symbolic.expansions import Expansion, expansion
    from symdln.symbolic.network import SymbolicNetwork, symbolic_network

__all__ = [
    "MOST_TERMS",
    "Expansion",
    "SymbolicNetwork",
    "SymbolicPoint",
    "expansion",
    "signature_of",
    "symbolic_network",
]

_PLACES = {
    "Expansion": "expansions",
    "SymbolicNetwork": "network",
    "SymbolicPoint": "answers",
    "expansion": "expansions",
    "signature_of": "answers",
    "symbolic_network": "network",
}
"""The modules of the names, imported at the first use of one, since sympy takes half a second."""


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    return value
