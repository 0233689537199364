"""High precision with bounds, by mpmath and Python's integers, independent of FLINT: ranks, signatures, selections.

>>> from symdln import Problem
>>> from symdln.precise import path_ranks, selected_counts, signature, value
>>> problem = Problem.canonical((3, 2), (2, 2, 2, 2))
>>> kind = next(problem.kinds((0,)))
>>> point = kind.representative(1)
>>> signature(point)[:3] == (kind.inertia.positive, kind.inertia.negative, kind.inertia.zero)
True
>>> path_ranks(point) == point.path_ranks, selected_counts(point), value(point)[0]
(True, (1, 0), Fraction(2, 1))
"""

from symdln.precise.answers import (
    descent_direction,
    path_ranks,
    product_rank,
    selected_counts,
    signature,
    singular_values,
    spectrum,
    value,
)
from symdln.precise.flow import coefficients_along, taylor_invariants
from symdln.precise.network import IntegerNetwork, network_of
from symdln.precise.slices import MOST_DIGITS, Signature, rank_of, signature_of
from symdln.precise.spectra import distinct, eigenvalues_of

__all__ = [
    "MOST_DIGITS",
    "IntegerNetwork",
    "Signature",
    "coefficients_along",
    "descent_direction",
    "distinct",
    "eigenvalues_of",
    "network_of",
    "path_ranks",
    "product_rank",
    "rank_of",
    "selected_counts",
    "signature",
    "signature_of",
    "singular_values",
    "spectrum",
    "taylor_invariants",
    "value",
]
