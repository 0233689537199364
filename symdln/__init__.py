"""Exact loss landscapes of deep linear networks: critical points of every kind, their values, Hessians and signatures."""

from symdln.algebra.inertia import Inertia, certificate_of, inertia_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational
from symdln.errors import InputError, NotRationalError, SymdlnError, UndecidedError
from symdln.landscape.classification import Classification, Pivot, classify
from symdln.landscape.descent import Curve
from symdln.landscape.functions import (
    gradient,
    hessian,
    hessian_block,
    hessian_vector_product,
    inertia,
    loss,
    second_order,
)
from symdln.landscape.kinds import Kind, kind_of
from symdln.landscape.point import Point
from symdln.landscape.problem import CriticalValue, Problem
from symdln.landscape.strings import String

__version__ = "0.1.0"

__all__ = [
    "Classification",
    "CriticalValue",
    "Curve",
    "Inertia",
    "InputError",
    "Kind",
    "Matrix",
    "NotRationalError",
    "Pivot",
    "Point",
    "Problem",
    "String",
    "SymdlnError",
    "UndecidedError",
    "__version__",
    "certificate_of",
    "classify",
    "gradient",
    "hessian",
    "hessian_block",
    "hessian_vector_product",
    "inertia",
    "inertia_of",
    "kind_of",
    "loss",
    "rational",
    "second_order",
]
