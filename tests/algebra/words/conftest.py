"""The network whose loss the tests differentiate, and random exact matrices."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from symdln import Matrix
from symdln.algebra.words import Expression, Scalar, Symbol, norm_squared, product, scalar


@dataclass(frozen=True)
class Network:
    """Symbols of a deep linear network with sizes d_0, ..., d_H and m, and its loss f ||W_H ... W_1 X - Y||^2."""

    weights: tuple[Symbol, ...]
    X: Symbol
    Y: Symbol
    residual: Expression
    loss: Scalar

    @property
    def directions(self) -> tuple[Symbol, ...]:
        """A fresh symbol V_j for every weight."""
        return tuple(Symbol(f"V{w.name[1:]}", *w.shape) for w in self.weights)


@pytest.fixture(scope="session")
def network() -> Callable[[int], Network]:
    def build(depth: int) -> Network:
        weights = tuple(Symbol(f"W_{j}", f"d_{j}", f"d_{j - 1}") for j in range(1, depth + 1))
        X, Y = Symbol("X", "d_0", "m"), Symbol("Y", f"d_{depth}", "m")
        residual = product(*weights[::-1], X) - Y
        return Network(weights, X, Y, residual, scalar("f") * norm_squared(residual))

    return build


@pytest.fixture(scope="session")
def random_matrix() -> Callable[[random.Random, int, int], Matrix]:
    def build(rng: random.Random, rows: int, columns: int) -> Matrix:
        return Matrix.from_entries(rows, columns, [rng.randint(-4, 4) for _ in range(rows * columns)])

    return build
