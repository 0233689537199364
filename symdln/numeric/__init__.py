"""The fast path: batches of float64 weights, numpy only.

>>> import numpy as np
>>> import symdln as dln
>>> from symdln.numeric import NumericProblem, gradient, hessian, loss
>>> problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))      # L = 1/2 (abc - 1)^2
>>> a, b, c = np.array([[[1.0]], [[1.0]]]), np.array([[[1.0]], [[2.0]]]), np.array([[[1.0]], [[3.0]]])
>>> loss(problem, [a, b, c]).tolist()                                           # at (1, 1, 1) and (1, 2, 3)
[0.0, 12.5]
>>> [layer.ravel().tolist() for layer in gradient(problem, [a, b, c])]
[[0.0, 30.0], [0.0, 15.0], [0.0, 10.0]]
>>> hessian(problem, [a, b, c]).shape
(2, 3, 3)
"""

from symdln.numeric.classes.answer import BACKWARD_ERROR, LABELS, UNDECIDED, Classes
from symdln.numeric.classes.classify import classify
from symdln.numeric.classes.landscape import Landscape
from symdln.numeric.classes.numerical import numerical_classes
from symdln.numeric.derivatives.batch import NumericProblem
from symdln.numeric.derivatives.calculus import (
    criticality_residual,
    gradient,
    hessian_vector_product,
    invariants,
    loss,
)
from symdln.numeric.derivatives.gauss_newton import (
    Spectra,
    ggn,
    ggn_bound,
    ggn_vector_product,
    kronecker_factors,
    spectra,
)
from symdln.numeric.derivatives.hessians import hessian, hessian_block
from symdln.numeric.derivatives.linearisation import Linearisation, linearise
from symdln.numeric.derivatives.pivots import pivot_signs
from symdln.numeric.derivatives.rounding import rounding_bound, unit_bound
from symdln.numeric.derivatives.spectrum import SpectralSigns, inertia_by_spectrum
from symdln.numeric.derivatives.workspace import Workspace
from symdln.numeric.dynamics.flow import descend, drift_bound, flow, flow_batch
from symdln.numeric.dynamics.outcomes import BatchRun, Stop, Trajectory

__all__ = [
    "BACKWARD_ERROR",
    "LABELS",
    "UNDECIDED",
    "BatchRun",
    "Classes",
    "Landscape",
    "Linearisation",
    "NumericProblem",
    "Spectra",
    "SpectralSigns",
    "Stop",
    "Trajectory",
    "Workspace",
    "classify",
    "criticality_residual",
    "descend",
    "drift_bound",
    "flow",
    "flow_batch",
    "ggn",
    "ggn_bound",
    "ggn_vector_product",
    "gradient",
    "hessian",
    "hessian_block",
    "hessian_vector_product",
    "inertia_by_spectrum",
    "invariants",
    "kronecker_factors",
    "linearise",
    "loss",
    "numerical_classes",
    "pivot_signs",
    "rounding_bound",
    "spectra",
    "unit_bound",
]
