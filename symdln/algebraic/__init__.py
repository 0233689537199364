"""Problems and points whose entries are real algebraic numbers: everything over one number field, exact."""

from symdln.algebraic.kind import AlgebraicKind
from symdln.algebraic.point import AlgebraicPoint
from symdln.algebraic.problem import AlgebraicProblem

__all__ = ["AlgebraicKind", "AlgebraicPoint", "AlgebraicProblem"]
