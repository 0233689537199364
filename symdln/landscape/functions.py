"""The functions people call on weights: each accepts a sequence (W_1, ..., W_H) or a Point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal, get_args

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError
from symdln.landscape import calculus
from symdln.landscape.certified_point import CertifiedPoint
from symdln.landscape.point import as_point
from symdln.landscape.problem import Problem


def loss(problem: Problem, weights: Any) -> Fraction:
    """``L(W) = f ||W_H ... W_1 X - Y||_F^2``, the constant part included.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> dln.loss(problem, [[[1]], [[1]]])
    Fraction(1, 2)
    """
    return as_point(problem, weights).loss


def gradient(problem: Problem, weights: Any) -> tuple[Matrix, ...]:
    """The derivatives of the loss by W_1, ..., W_H: layer j is ``2f (W_H...W_{j+1})^T (P Sxx - Syx)
    (W_{j-1}...W_1)^T``.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> [str(layer) for layer in dln.gradient(problem, [[[1]], [[1]]])]  # b (b a - 2) and a (b a - 2)
    ['[-1]', '[-1]']
    """
    return as_point(problem, weights).gradient


def hessian(problem: Problem, weights: Any) -> Matrix:
    """The exact N x N Hessian; parameters layer by layer from W_1 on, each layer row by row.

    >>> from symdln import Problem, hessian
    >>> problem = Problem.canonical(singular_values=(1,), widths=(1, 1, 1, 1))
    >>> print(hessian(problem, [[[1]], [[1]], [[1]]]))      # L = 1/2 (abc - 1)^2: (bc)^2 and 2abc^2 - c
    [1  1  1]
    [1  1  1]
    [1  1  1]
    """
    return as_point(problem, weights).hessian


def hessian_block(problem: Problem, weights: Any, j: int, k: int) -> Matrix:
    """The Hessian's block at layers j and k (1-based), of shape ``(d_j d_{j-1}, d_k d_{k-1})``.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> print(dln.hessian_block(problem, [[[1]], [[2]]], 1, 2))  # 2 a b - 2
    [2]
    """
    if not (1 <= j <= problem.depth and 1 <= k <= problem.depth):
        raise InputError(f"layers run from 1 to {problem.depth}, but the block passed is ({j}, {k}).")
    return calculus.hessian_block_of(as_point(problem, weights), j, k)


def hessian_vector_product(problem: Problem, weights: Any, direction: Sequence[Any]) -> tuple[Matrix, ...]:
    """``Hess V``, layer by layer, without forming the Hessian.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> [str(layer) for layer in dln.hessian_vector_product(problem, [[[0]], [[0]]], [[[1]], [[3]]])]  # -2 (3, 1)
    ['[-6]', '[-2]']
    """
    return calculus.hessian_vector_product_of(as_point(problem, weights), direction)


def second_order(problem: Problem, weights: Any, direction: Sequence[Any]) -> Fraction:
    """``H_W(V)``, the coefficient of t^2 in ``L(W + t V)``: half of ``V^T Hess V``.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> dln.second_order(problem, [[[0]], [[0]]], [[[1]], [[3]]])  # (3 t^2 - 2)^2 / 2
    Fraction(-6, 1)
    """
    return as_point(problem, weights).second_order(direction)


Method = Literal["auto", "ranks", "hessian", "mpmath", "sympy"]
METHODS = get_args(Method)


def inertia(problem: Problem, weights: Any, method: Method = "auto", *, dps: int = 50) -> Inertia:
    """The inertia ``(n_+, n_-, n_0)`` of the Hessian, by one of four routes.

    - ``"ranks"`` uses the inertia theorem (a few ranks of d x d matrices; stated and proved for every depth, all widths
      and all data in docs/inertia-theorem.md, claim ``ours.inertia``), which holds at critical points: it raises
      ``InputError`` where the gradient does not vanish.
    - ``"hessian"`` uses the exact Hessian in FLINT and works anywhere.
    - ``"mpmath"`` counts signs in high precision with bounds (:mod:`symdln.precise`), from ``dps`` digits on and twice
      as many until the eigenvalues are separated; ``UndecidedError`` beyond 4000.
    - ``"sympy"`` differentiates the loss as a polynomial (:mod:`symdln.symbolic`); ``InputError`` if it is too
      large.

    ``"auto"`` takes ranks at critical points and the Hessian elsewhere.  ``weights`` may be a ``CertifiedPoint`` with
    algebraic weights: ``"hessian"`` is then the certified inertia, and sympy refuses.

    >>> problem = Problem.canonical((2,), (1, 1, 1))                       # L = 1/2 (b a - 2)^2, Hessian -2 ab at 0
    >>> {str(inertia(problem, [[[0]], [[0]]], method)) for method in ("ranks", "hessian", "mpmath", "sympy")}
    {'(n+, n-, n0) = (1, 1, 0)'}
    """
    if method not in METHODS:
        raise InputError(
            f'There is no method {method!r} for the inertia; choose "auto", "ranks", "hessian", "mpmath" or "sympy".'
        )
    if isinstance(weights, CertifiedPoint):
        return _algebraic_inertia(problem, weights, method, dps)
    point = as_point(problem, weights)
    if method == "mpmath":
        from symdln import precise  # mpmath and sympy take a while to import, and few callers need them

        return Inertia(*precise.signature(point, dps=dps)[:3])
    if method == "sympy":
        from symdln.symbolic import SymbolicPoint

        return Inertia(*SymbolicPoint(point).signature())
    routes = {"auto": "inertia", "ranks": "inertia_by_ranks", "hessian": "inertia_by_hessian"}
    return getattr(point, routes[method])


def _algebraic_inertia(problem: Problem, point: CertifiedPoint, method: Method, dps: int) -> Inertia:
    _check_algebraic(problem, point, method)
    if method == "mpmath":
        from symdln import precise

        return Inertia(*precise.signature(point, dps=dps)[:3])
    return point.certified_inertia.inertia if method == "hessian" else point.inertia_by_ranks


def _check_algebraic(problem: Problem, point: CertifiedPoint, method: str) -> None:
    """``InputError`` for a point of another problem, and for sympy, which needs rational weights."""
    if point.problem != problem:
        raise InputError("the point passed belongs to another problem; pass its own problem (point.problem).")
    if method == "sympy":
        raise InputError(
            'The weights of this point are algebraic, and method "sympy" needs rational ones; use "mpmath".'
        )


def path_ranks(
    problem: Problem, weights: Any, method: Literal["flint", "mpmath", "sympy"] = "flint", *, dps: int = 50
) -> dict[tuple[int, int], int]:
    """The ranks of all partial products on the cycle 0 -> 1 -> ... -> H -> 0, keyed by (start vertex, length < H).

    Arrow j-1 -> j is W_j and the closing arrow H -> 0 is Sxy; a path that starts at 0 has Sxx on its right.
    ``method="flint"`` eliminates exactly, ``"mpmath"`` separates singular values from zero from ``dps`` digits on, and
    ``"sympy"`` eliminates in sympy.  ``weights`` may be a ``CertifiedPoint``, whose algebraic weights sympy refuses.

    >>> problem = Problem.canonical((2,), (1, 1, 1))
    >>> path_ranks(problem, [[[0]], [[3]]], method="mpmath")[0, 1], path_ranks(problem, [[[0]], [[3]]])[1, 1]
    (0, 1)
    """
    if isinstance(weights, CertifiedPoint):
        _check_algebraic(problem, weights, method)
    point = weights if isinstance(weights, CertifiedPoint) else as_point(problem, weights)
    if method == "mpmath":
        from symdln import precise

        return precise.path_ranks(point, dps=dps)
    if method == "sympy":
        from symdln.symbolic import SymbolicPoint

        return SymbolicPoint(point).path_ranks()
    if method != "flint":
        raise InputError(f'There is no method {method!r} for ranks; choose "flint", "mpmath" or "sympy".')
    return dict(point.path_ranks)
