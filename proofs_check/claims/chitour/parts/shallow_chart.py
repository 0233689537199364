"""Section 4.1: the coordinates of the proof of Proposition 5 at a critical point of one hidden layer, for matrices and
for words.

Notations:

    SHAPES          the shapes of the blocks of w
    Variation       w in the blocks named before (29)
    NewVariables    w after the change of variables from (29) to (30)
    Blocks          one of the two
    Chart           a critical point in the coordinates of the proof
    word_chart      the coordinates in words, of any sizes
    relations       what the letters of word_chart satisfy
    word_variables  a symbol for every block
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

from symdln.algebra.words import Expression, Symbol, identity, zero

SHAPES = {
    "a_1": ("r", "r"),
    "a_2": ("r", "n"),
    "b_1": ("r", "r"),
    "b_2": ("n", "r"),
    "c_1": ("r", "e"),
    "c_2": ("n", "e"),
    "d_1": ("r", "k"),
    "d_2": ("n", "k"),
    "e_1": ("k", "r"),
    "e_2": ("k", "n"),
    "beta_1": ("r", "r"),
    "gamma_1": ("r", "e"),
    "delta_1": ("r", "k"),
    "delta_2": ("n", "k"),
    "epsilon_1": ("r", "k"),
}
"""The blocks of w, with n = d_1 - r, k = d_y - r and e = d_x - d_y."""


@dataclass(frozen=True)
class Variation:
    """``w`` in the blocks named before (29), as matrices or as words; the indices 1 and 2 stand for r and d_1 - r."""

    a_1: Any
    a_2: Any
    b_1: Any
    b_2: Any
    c_1: Any
    c_2: Any
    d_1: Any
    d_2: Any
    e_1: Any
    e_2: Any


@dataclass(frozen=True)
class NewVariables:
    """``w`` after the linear change of variables that leads from (29) to (30)."""

    a_1: Any
    a_2: Any
    beta_1: Any
    b_2: Any
    gamma_1: Any
    c_2: Any
    delta_1: Any
    delta_2: Any
    epsilon_1: Any
    e_2: Any


Blocks = TypeVar("Blocks", Variation, NewVariables)


@dataclass(frozen=True)
class Chart:
    """A critical point in the coordinates of the proof, as matrices or as words.

    ``W_{2,1} = [A 0] V``, ``V W_{1,1,1} = [B_1; B_2]`` with ``B_1 = A^-1 D_Y``, and ``V W_{1,2} = [0; C_2]``; the
    matrices ``U = [U_1 U_2]`` and ``V = [V_1; V_2]`` are orthogonal, and ``S_Y = U diag(D_Y, E_Y) U^T``.
    """

    A: Any
    A_inverse: Any
    B_2: Any
    C_2: Any
    D_Y: Any
    D_inverse: Any
    E_Y: Any
    U_1: Any
    U_2: Any
    V_1: Any
    V_2: Any

    @property
    def B_1(self) -> Any:
        return self.A_inverse @ self.D_Y

    @property
    def S_Y(self) -> Any:
        return self.U_1 @ self.D_Y @ self.U_1.T + self.U_2 @ self.E_Y @ self.U_2.T

    @property
    def weights(self) -> tuple[Any, Any, Any]:
        """``W_{1,1}, W_{1,2}, W_2``."""
        return (
            (self.V_1.T @ self.B_1 + self.V_2.T @ self.B_2) @ self.U_1.T,
            self.V_2.T @ self.C_2,
            self.U_1 @ self.A @ self.V_1,
        )

    def direction(self, x: Variation) -> tuple[Any, Any, Any]:
        """``w_{1,1}, w_{1,2}, w_2`` of the blocks."""
        w_111 = self.V_1.T @ x.b_1 + self.V_2.T @ x.b_2
        w_112 = self.V_1.T @ x.d_1 + self.V_2.T @ x.d_2
        w_21 = x.a_1 @ self.V_1 + x.a_2 @ self.V_2
        w_22 = x.e_1 @ self.V_1 + x.e_2 @ self.V_2
        return (
            w_111 @ self.U_1.T + w_112 @ self.U_2.T,
            self.V_1.T @ x.c_1 + self.V_2.T @ x.c_2,
            self.U_1 @ w_21 + self.U_2 @ w_22,
        )

    def tangent_equations(self, x: Variation) -> dict[str, Any]:
        """The left sides of (29), as printed."""
        return {
            "A b_1 + a_1 A^-1 D_Y + a_2 B_2": self.A @ x.b_1 + x.a_1 @ self.A_inverse @ self.D_Y + x.a_2 @ self.B_2,
            "d_1": x.d_1,
            "d_2": x.d_2,
            "A c_1 + a_2 C_2": self.A @ x.c_1 + x.a_2 @ self.C_2,
            "e_1": x.e_1,
            "e_2": x.e_2,
        }

    def new_variables(self, x: Variation) -> NewVariables:
        """The change of variables, as printed."""
        return NewVariables(
            a_1=x.a_1,
            a_2=x.a_2,
            beta_1=self.A @ x.b_1 + x.a_1 @ self.B_1 + x.a_2 @ self.B_2,
            b_2=x.b_2,
            gamma_1=self.A @ x.c_1 + x.a_2 @ self.C_2,
            c_2=x.c_2,
            delta_1=self.A @ x.d_1,
            delta_2=x.d_2 - self.B_2 @ self.D_inverse @ self.A @ x.d_1,
            epsilon_1=(x.e_1 @ self.B_1 + x.e_2 @ self.B_2).T,
            e_2=x.e_2,
        )

    def old_variables(self, y: NewVariables) -> Variation:
        """The inverse of :meth:`new_variables`."""
        return Variation(
            a_1=y.a_1,
            a_2=y.a_2,
            b_1=self.A_inverse @ (y.beta_1 - y.a_1 @ self.B_1 - y.a_2 @ self.B_2),
            b_2=y.b_2,
            c_1=self.A_inverse @ (y.gamma_1 - y.a_2 @ self.C_2),
            c_2=y.c_2,
            d_1=self.A_inverse @ y.delta_1,
            d_2=y.delta_2 + self.B_2 @ self.D_inverse @ y.delta_1,
            e_1=(y.epsilon_1.T - y.e_2 @ self.B_2) @ self.D_inverse @ self.A,
            e_2=y.e_2,
        )


def word_chart() -> Chart:
    """The coordinates in words, of any sizes."""
    A, A_inverse = Symbol("A", "r", "r"), Symbol("A_inverse", "r", "r")
    D_Y, D_inverse = (Symbol(name, "r", "r", symmetric=True) for name in ("D_Y", "D_inverse"))
    return Chart(
        A=A,
        A_inverse=A_inverse,
        B_2=Symbol("B_2", "n", "r"),
        C_2=Symbol("C_2", "n", "e"),
        D_Y=D_Y,
        D_inverse=D_inverse,
        E_Y=Symbol("E_Y", "k", "k", symmetric=True),
        U_1=Symbol("U_1", "d_y", "r"),
        U_2=Symbol("U_2", "d_y", "k"),
        V_1=Symbol("V_1", "r", "d_1"),
        V_2=Symbol("V_2", "n", "d_1"),
    )


def relations(a: Chart) -> dict[Expression, Expression]:
    """What the letters of :func:`word_chart` satisfy: A and D_Y are invertible, U and V orthogonal."""
    return {
        a.A @ a.A_inverse: identity("r"),
        a.A_inverse @ a.A: identity("r"),
        a.D_Y @ a.D_inverse: identity("r"),
        a.D_inverse @ a.D_Y: identity("r"),
        a.U_1.T @ a.U_1: identity("r"),
        a.U_2.T @ a.U_2: identity("k"),
        a.U_1.T @ a.U_2: zero("r", "k"),
        a.V_1 @ a.V_1.T: identity("r"),
        a.V_2 @ a.V_2.T: identity("n"),
        a.V_1 @ a.V_2.T: zero("r", "n"),
    }


def word_variables(kind: type[Blocks]) -> Blocks:
    """A symbol for every block."""
    return kind(**{field.name: Symbol(field.name, *SHAPES[field.name]) for field in fields(kind)})
