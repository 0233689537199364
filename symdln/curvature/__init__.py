"""Exact curvature at any point: Gauss-Newton matrix, functional part, Fisher matrices, NTK, spectra, sharpness.

>>> import symdln as dln
>>> problem = dln.Problem.canonical((2,), (1, 1, 1))                            # L = 1/2 (b a - 2)^2
>>> weights = [[[0]], [[0]]]
>>> print(eigenvalues(dln.hessian(problem, weights)))
2, -2
>>> ggn(problem, weights) + functional_part(problem, weights) == dln.hessian(problem, weights)
True
"""

from symdln.curvature.balanced import (
    ClosedEigenvalue,
    balanced_spectrum,
    flattest_minimum,
    is_balanced,
    least_sharpness,
    sharpness,
)
from symdln.curvature.gauss_newton import (
    column_order,
    diagonal,
    empirical_fisher,
    fisher_of_samples,
    functional_part,
    ggn,
    in_column_order,
    kronecker,
    kronecker_factors,
    ntk,
    product_jacobian,
    sample_gradients,
)
from symdln.curvature.spectrum import Spectrum, compare, eigenvalues, enclosed_eigenvalues

__all__ = [
    "ClosedEigenvalue",
    "Spectrum",
    "balanced_spectrum",
    "column_order",
    "compare",
    "diagonal",
    "eigenvalues",
    "empirical_fisher",
    "enclosed_eigenvalues",
    "fisher_of_samples",
    "flattest_minimum",
    "functional_part",
    "ggn",
    "in_column_order",
    "is_balanced",
    "kronecker",
    "kronecker_factors",
    "least_sharpness",
    "ntk",
    "product_jacobian",
    "sample_gradients",
    "sharpness",
]
