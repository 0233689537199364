"""Expansions of the loss around a point: around given weights, or around weights that are symbols, up to any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing

from symdln.errors import InputError
from symdln.symbolic.limits import most_terms
from symdln.symbolic.network import SymbolicNetwork, entry_names

MOST_EXPANDED = 60_000


@dataclass(frozen=True)
class Expansion:
    """``L(W + V)`` by degrees in V: ``parts[k]`` is the homogeneous part of degree k, up to the requested order.

    The entries of V are named like the weights, with v for w.

    >>> from symdln.symbolic import symbolic_network
    >>> found = expansion(symbolic_network(widths=(1, 1, 1)), [[[0]], [[0]]])  # (v2 v1 - s)^2 / 2 up to order 2
    >>> found.parts, found.first, found.directions
    ((s_1**2/2, 0, -s_1*v1_11*v2_11), 2, (v1_11, v2_11))
    """

    network: SymbolicNetwork
    parts: tuple[sympy.Expr, ...]
    directions: tuple[sympy.Symbol, ...]

    @property
    def first(self) -> int | None:
        """The least degree above 0 whose part is not zero; None if all are."""
        return next((k for k, part in enumerate(self.parts) if k and part != 0), None)


def expansion(network: SymbolicNetwork, at: Any = None, order: int = 2) -> Expansion:
    """The expansion of the loss around weights ``at``: a sequence of matrices of rationals, or None for symbols.

    >>> from symdln.symbolic import symbolic_network
    >>> zero = [[[0]], [[0]], [[0]]]
    >>> expansion(symbolic_network(widths=(1, 1, 1, 1)), zero, order=3).parts   # zero at depth 3: nothing below order 3
    (s_1**2/2, 0, 0, -s_1*v1_11*v2_11*v3_11)
    """
    highest = 2 * network.depth
    if isinstance(order, bool) or not isinstance(order, int) or not 0 <= order <= highest:
        raise InputError(
            f"order must be an integer from 0 to {highest}, twice the depth, where the expansion ends, but {order!r} "
            "was passed."
        )
    _check_terms(network)
    names = entry_names(network.shapes, "v")
    data = [str(symbol) for symbol in network.ring.symbols[network.parameters :]]
    around = [] if at is not None else network.names
    ring = PolyRing([*names, *around, *data], QQ)
    moves = ring.gens[: network.parameters]
    centre: Sequence[Any]
    if at is None:
        centre = ring.gens[network.parameters : 2 * network.parameters]
    else:
        centre = [QQ(value.numerator, value.denominator) for value in flat_weights(network, at)]
    layers = network._layers_of(ring, [c + v for c, v in zip(centre, moves, strict=True)])
    parts = _by_degree(network.loss_of(ring, layers), network.parameters, order)
    return Expansion(network, tuple(part.as_expr() for part in parts), tuple(ring.symbols[: network.parameters]))  # type: ignore[arg-type]


def _check_terms(network: SymbolicNetwork) -> None:
    """Every factor is the sum of the weight and its change, so a path has 2^H terms."""
    inner = (network.widths[1] * 2**network.depth, *network.widths[2:-1]) if network.depth > 1 else ()
    terms = most_terms((network.widths[0], *inner, network.widths[-1]), is_diagonal=network.has_white_inputs)
    if terms > MOST_EXPANDED:
        raise InputError(
            f"The expansion at widths {network.widths} has up to {terms:,} terms, and at most {MOST_EXPANDED:,} are "
            "expanded here; choose smaller widths, or symdln.second_order at a point."
        )


def _by_degree(polynomial: PolyElement, variables: int, order: int) -> list[PolyElement]:
    """The parts of degree 0, ..., order in the first variables."""
    ring = polynomial.ring
    parts: list[dict[Any, Any]] = [{} for _ in range(order + 1)]
    for monomial, coefficient in polynomial.terms():
        degree = sum(monomial[:variables])
        if degree <= order:
            parts[degree][monomial] = coefficient
    return [ring.from_dict(part) for part in parts]


def flat_weights(network: SymbolicNetwork, weights: Any) -> list[Fraction]:
    """The weights of a Point, or matrices of rationals (lists, or anything with ``rows()``), in one list."""
    layers = getattr(weights, "weights", weights)
    if len(layers) != network.depth:
        raise InputError(f"widths {network.widths} need {network.depth} matrices, but {len(layers)} were passed.")
    found: list[Fraction] = []
    for j, (layer, (rows, columns)) in enumerate(zip(layers, network.shapes, strict=True), 1):
        table = layer.rows() if hasattr(layer, "rows") else layer
        if len(table) != rows or any(len(row) != columns for row in table):
            raise InputError(f"W_{j} must have shape ({rows}, {columns}) for widths {network.widths}.")
        found += [Fraction(value) for row in table for value in row]
    return found
