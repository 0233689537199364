"""Exact loss landscapes of deep linear networks: critical points of every kind, their values, Hessians, signatures."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symdln.algebra.eigenvalue import Eigenvalue
    from symdln.algebra.enclosure import CertifiedInertia
    from symdln.algebra.inertia import Inertia, certificate_of, inertia_of
    from symdln.algebra.matrix import Matrix
    from symdln.algebra.rational import rational
    from symdln.algebraic.point import AlgebraicPoint
    from symdln.algebraic.problem import AlgebraicProblem
    from symdln.curvature.gauss_newton import functional_part, ggn, kronecker_factors, ntk
    from symdln.curvature.spectrum import Spectrum, eigenvalues
    from symdln.errors import InputError, NotRationalError, SymdlnError, UndecidedError
    from symdln.landscape.certified_point import CertifiedPoint
    from symdln.landscape.classification import Pivot
    from symdln.landscape.classify import Classification, classify
    from symdln.landscape.descent import Curve
    from symdln.landscape.functions import (
        gradient,
        hessian,
        hessian_block,
        hessian_vector_product,
        inertia,
        loss,
        path_ranks,
        second_order,
    )
    from symdln.landscape.kinds import Kind, kind_of
    from symdln.landscape.learning import LearningCoefficient, VolumeExponent
    from symdln.landscape.point import Point
    from symdln.landscape.problem import Problem
    from symdln.landscape.regression import CriticalValue
    from symdln.landscape.saddle_order import OrderBounds, order_bounds, saddle_order
    from symdln.landscape.strings import String
    from symdln.proving.answer import Answer
    from symdln.proving.decide import prove

__version__ = "0.1.0"

__all__ = [
    "AlgebraicPoint",
    "AlgebraicProblem",
    "Answer",
    "CertifiedInertia",
    "CertifiedPoint",
    "Classification",
    "CriticalValue",
    "Curve",
    "Eigenvalue",
    "Inertia",
    "InputError",
    "Kind",
    "LearningCoefficient",
    "Matrix",
    "NotRationalError",
    "OrderBounds",
    "Pivot",
    "Point",
    "Problem",
    "Spectrum",
    "String",
    "SymdlnError",
    "UndecidedError",
    "VolumeExponent",
    "__version__",
    "certificate_of",
    "classify",
    "eigenvalues",
    "functional_part",
    "ggn",
    "gradient",
    "hessian",
    "hessian_block",
    "hessian_vector_product",
    "inertia",
    "inertia_of",
    "kind_of",
    "kronecker_factors",
    "loss",
    "ntk",
    "order_bounds",
    "path_ranks",
    "prove",
    "rational",
    "saddle_order",
    "second_order",
]

# Where each name is defined.  It is imported when it is first asked for, so that `import symdln` alone, as every start
# of pytest does for its plugin, brings in neither numpy nor FLINT.
_PLACES = {
    "symdln.algebra.eigenvalue": ("Eigenvalue",),
    "symdln.algebra.enclosure": ("CertifiedInertia",),
    "symdln.algebra.inertia": ("Inertia", "certificate_of", "inertia_of"),
    "symdln.algebra.matrix": ("Matrix",),
    "symdln.algebra.rational": ("rational",),
    "symdln.algebraic.point": ("AlgebraicPoint",),
    "symdln.algebraic.problem": ("AlgebraicProblem",),
    "symdln.curvature.gauss_newton": ("functional_part", "ggn", "kronecker_factors", "ntk"),
    "symdln.curvature.spectrum": ("Spectrum", "eigenvalues"),
    "symdln.errors": ("InputError", "NotRationalError", "SymdlnError", "UndecidedError"),
    "symdln.landscape.certified_point": ("CertifiedPoint",),
    "symdln.landscape.classification": ("Pivot",),
    "symdln.landscape.classify": ("Classification", "classify"),
    "symdln.landscape.descent": ("Curve",),
    "symdln.landscape.functions": (
        "gradient",
        "hessian",
        "hessian_block",
        "hessian_vector_product",
        "inertia",
        "loss",
        "path_ranks",
        "second_order",
    ),
    "symdln.landscape.kinds": ("Kind", "kind_of"),
    "symdln.landscape.learning": ("LearningCoefficient", "VolumeExponent"),
    "symdln.landscape.point": ("Point",),
    "symdln.landscape.problem": ("Problem",),
    "symdln.landscape.regression": ("CriticalValue",),
    "symdln.landscape.saddle_order": ("OrderBounds", "order_bounds", "saddle_order"),
    "symdln.landscape.strings": ("String",),
    "symdln.proving.answer": ("Answer",),
    "symdln.proving.decide": ("prove",),
}
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _PLACE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_PLACE_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
