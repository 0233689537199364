"""The four arithmetics at a critical point with weight decay, each by its own route.

The quantities have the names of those without decay: "selection" is how many copies of each value are used at the
large (or double) and at the small root, "ranks" are those of the product and of every layer, and "invariants" are the
balance equations ``lam_{j+1} W_{j+1}^T W_{j+1} - lam_j W_j W_j^T``.

- sympy: derivatives of the expanded loss, signature by Descartes' rule, modes by kernels at the rational roots, and
  Sturm sequences for the class.
- FLINT: closed forms; kind and inertia by the theorem, and the characteristic polynomial of the Hessian.
- mpmath: derivatives in Python's integers, signature by slices of the spectrum, modes by enclosed eigenvalues and
  roots by bisection.
- numpy: floats with bounds, and the numerical kind.
"""

from __future__ import annotations

from itertools import pairwise

from proofs_check.arithmetics.decayed_mpmath import by_mpmath
from proofs_check.arithmetics.decayed_numpy import by_numpy
from proofs_check.arithmetics.decayed_question import DecayedQuestion, asked_with_decay
from proofs_check.arithmetics.decayed_sympy import by_sympy
from proofs_check.arithmetics.values import Column, Exact, Word
from symdln.algebra.matrix import Matrix
from symdln.exact_points.sources import order_with_decay


def by_flint(question: DecayedQuestion) -> Column:
    """FLINT: closed forms, the theorem on kinds, and the exact Hessian, which must have the same inertia."""
    point = question.point
    theorem, exact = point.inertia_by_theorem, point.inertia_by_hessian
    triples = [(one.positive, one.negative, one.zero) for one in (theorem, exact)]
    layers, decays = point.weights, point.decayed.decays
    balances = (
        entry
        for (a, W), (b, V) in pairwise(zip(decays, layers, strict=True))
        for entry in (b * (V.T @ V) - a * (W @ W.T)).entries()
    )
    vectors = [Matrix([[x] for W in V for x in W.entries()]) for V in question.directions]
    return {
        "gradient is zero": Word(point.is_critical),
        "gradient": Exact.of(x for layer in point.gradient for x in layer.entries()),
        "Hessian": Exact.of(point.hessian.entries()),
        "second order": Exact.of((v.T @ point.hessian @ v)[0, 0] / 2 for v in vectors),
        "ranks": Word((point.plain.end_to_end.rank(), *(W.rank() for W in layers))),
        "value": Exact((point.decayed.value(point.kind).value or point.loss,)),
        "selection": Word(point.kind.used),
        "inertia": Word(triples[0] if triples[0] == triples[1] else tuple(triples)),
        "class": Word(point.kind.label),
        "order": Word(order_with_decay(point.kind.label)),
        "invariants": Exact.of(balances),
    }


WITH_DECAY = {"sympy": by_sympy, "FLINT": by_flint, "mpmath": by_mpmath, "numpy": by_numpy}
"""The four arithmetics at a point with decay."""

__all__ = ["WITH_DECAY", "DecayedQuestion", "asked_with_decay", "by_flint", "by_mpmath", "by_numpy", "by_sympy"]
