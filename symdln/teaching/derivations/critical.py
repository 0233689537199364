"""What holds at every critical point: the outer equations, the projector form, and the loss there."""

from __future__ import annotations

from fractions import Fraction

from symdln.algebra.words import Symbol, identity, trace
from symdln.errors import InputError
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import matrix, norm
from symdln.teaching.network import MOMENTS, Chainwork, Sxx, Syx, X, Y
from symdln.teaching.rules import KnownEquation

HALF = Fraction(1, 2)
P = Symbol("P", "d_y", "d_x")
Pi = Symbol("Pi", "d_y", "d_y", symmetric=True)
T = Symbol("T", "d_x", "d_x", symmetric=True, latex="S_{xx}^{-1}")
Sigma = Symbol("Sigma", "d_y", "d_y", symmetric=True)
INVERSE = KnownEquation(Sxx @ T, identity("d_x"), "Sxx is invertible, T = Sxx^{-1}")
OUTER = KnownEquation(P @ Sxx @ P.T, Syx @ P.T, "shown above")
PROJECTED = KnownEquation(P @ Sxx, Pi @ Syx, "shown above")
FORM = KnownEquation(Pi @ Syx @ T, P, "shown above")


class _Ends:
    """``P = A W_1 = W_H B``: the first and the last layer, at any depth or written out."""

    def __init__(self, depth: int | None):
        if depth is None:
            self.A, self.W_first = Symbol("A_1", "d_y", "d_1"), Symbol("W_1", "d_1", "d_x")
            self.W_last, self.B = Symbol("W_H", "d_y", "d_G"), Symbol("B_H", "d_G", "d_x")
        else:
            network = Chainwork.of_depth(depth, least=2)
            self.A, self.W_first = network.between(depth, 2), network.weights[0]
            self.W_last, self.B = network.weights[-1], network.between(depth - 1, 1)
        self.K = Symbol("K", self.A.columns, "d_y")
        self.first = KnownEquation(self.A.T @ P @ Sxx, self.A.T @ Syx, "dL/dW_1 = 0")
        self.last = KnownEquation(P @ Sxx @ self.B.T, Syx @ self.B.T, "dL/dW_H = 0")
        self.onto = KnownEquation(Pi @ self.A, self.A, "Pi projects onto the columns of A_1 = W_H...W_2")
        self.within = KnownEquation(self.A @ self.K, Pi, "Pi = A_1 K, where K is the pseudo-inverse of A_1")

    @property
    def axioms(self) -> tuple[KnownEquation, ...]:
        return self.first, self.last, self.onto, self.within, INVERSE


def derive(depth: int | None = None) -> Derivation:
    """``P Sxx P^T = Syx P^T``, ``P = Pi Syx Sxx^{-1}``, and Pi commutes with ``Sigma = Syx Sxx^{-1} Sxy``."""
    if depth == 1:
        raise InputError("the critical point equations of two outer layers need depth 2 or more; pass --depth 2.")
    ends = _Ends(depth)
    parts = (inner_equation(ends), outer_equation(ends), projected(ends), form(), commuting(), value())
    return Derivation(
        name="critical-points",
        title="Critical point equations and the projector form",
        statement="At a critical point P^T P Sxx = P^T Syx and P Sxx P^T = Syx P^T. With Pi the "
        "orthogonal projector onto "
        "the columns of W_H...W_2: P Sxx = Pi Syx; so P = Pi Syx Sxx^{-1} if Sxx is invertible, and Pi commutes with "
        "Sigma = Syx Sxx^{-1} Syx^T. The loss there is 1/2 ||Y||^2 - 1/2 tr(P Syx^T).",
        source="Baldi and Hornik 1989, Fact 3 (Lucchi 2024, Theorem 6, with Sigma_yx for the printed Sigma_xy); "
        "Chitour, Liao, Couillet 2022, Lemma 3.1.",
        holds_for="every depth H >= 2, all widths; the first three parts and the loss for all data, the others for "
        "invertible Sxx",
        axioms=tuple(f"{equation}: {equation.reason}." for equation in ends.axioms),
        parts=parts,
        depth=depth,
        equations=ends.axioms,
    )


def inner_equation(ends: _Ends) -> DerivationPart:
    """``P^T P Sxx = P^T Syx`` from the gradient by W_1."""
    chain = Chain(
        "From the first layer", "P^T P Sxx", matrix(P.T, P, Sxx), {P: ends.A @ ends.W_first}, latex=r"P^\top P S_{xx}"
    )
    chain.then("open", "Open only the first factor: P^T = W_1^T A_1^T.", symbols=[P], place=0)
    chain.then("use an equation", "The gradient by W_1 vanishes.", equation=ends.first, start=1, ask=True)
    chain.then("close", "Close the product again.", symbols=[P])
    return chain.part()


def outer_equation(ends: _Ends) -> DerivationPart:
    """``P Sxx P^T = Syx P^T`` from the gradient by W_H."""
    chain = Chain(
        "From the last layer", "P Sxx P^T", matrix(P, Sxx, P.T), {P: ends.W_last @ ends.B}, latex=r"P S_{xx} P^\top"
    )
    chain.then("open", "Open only the last factor: P^T = B_H^T W_H^T.", symbols=[P], place=2)
    chain.then("use an equation", "The gradient by W_H vanishes.", equation=ends.last, ask=True)
    chain.then("close", "Close the product again.", symbols=[P])
    return chain.part()


def projected(ends: _Ends) -> DerivationPart:
    """``P Sxx = Pi Syx``."""
    chain = Chain("The projector", "P Sxx", matrix(P, Sxx), {P: ends.A @ ends.W_first}, latex="P S_{xx}")
    chain.then("open", "P = A_1 W_1 has its columns among those of A_1 ...", symbols=[P])
    chain.then("use an equation", "... which Pi leaves as they are.", equation=ends.onto.reversed, ask=True)
    chain.then("close", "Close the product again.", symbols=[P])
    chain.then("use an equation", "Pi = A_1 K is symmetric, so Pi = K^T A_1^T.", equation=ends.within.T.reversed)
    chain.then("use an equation", "The gradient by W_1 vanishes.", equation=ends.first, start=1, ask=True)
    chain.then("use an equation", "Close K^T A_1^T = Pi.", equation=ends.within.T, ask=True)
    return chain.part()


def form() -> DerivationPart:
    """``P = Pi Syx Sxx^{-1}``."""
    chain = Chain("The global map", "Pi Syx T", matrix(Pi, Syx, T), latex=r"\Pi S_{yx} S_{xx}^{-1}")
    chain.then("use an equation", "Pi Syx = P Sxx.", equation=PROJECTED.reversed)
    chain.then("use an equation", "Sxx T = I.", equation=INVERSE, start=1, ask=True)
    return chain.part()


def commuting() -> DerivationPart:
    """``Sigma Pi = Pi Sigma Pi``; the right side is symmetric, so Pi and Sigma commute."""
    definitions = {Sigma: Syx @ T @ Syx.T}
    chain = Chain("The projector commutes with Sigma", "Sigma Pi", matrix(Sigma, Pi), definitions, latex=r"\Sigma \Pi")
    chain.then("open", "Sigma = Syx T Syx^T.", symbols=[Sigma])
    chain.then("use an equation", "T Syx^T Pi = P^T.", equation=FORM.T, start=1, ask=True)
    chain.then("use an equation", "The last layer's equation.", equation=OUTER.reversed, ask=True)
    chain.then("use an equation", "P = Pi Syx T, in front.", equation=FORM.reversed)
    chain.then("use an equation", "T Sxx = I.", equation=INVERSE.T, start=2)
    chain.then("use an equation", "P^T = T Syx^T Pi.", equation=FORM.T.reversed, start=2)
    chain.then("close", "Pi Sigma Pi is symmetric, so Sigma Pi = (Sigma Pi)^T = Pi Sigma.", symbols=[Sigma], ask=True)
    return chain.part()


def value() -> DerivationPart:
    """``L = 1/2 ||Y||^2 - 1/2 tr(P Syx^T)`` at a critical point."""
    chain = Chain("The loss at a critical point", "L", norm(P @ X - Y, coefficient=HALF), MOMENTS)
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then("expand", "Multiply out.", ask=True)
    chain.then("transpose under trace", "The two mixed terms are transposes of each other.", term=1)
    chain.then("add like terms", "They are equal.")
    chain.then("cyclic rotation", "Bring X and X^T together.", term=0, by=2)
    chain.then("cyclic rotation", "Bring X and Y^T together.", term=1, by=1)
    chain.then("close", "Moments of the data.", symbols=[Sxx, Syx])
    chain.then("use an equation", "The last layer's equation.", equation=OUTER, ask=True)
    chain.then("transpose under trace", "The first trace, transposed, ...", term=0)
    chain.then("add like terms", "... is half of the second.", ask=True)
    chain.then("trace as norm", "The last term is a squared norm.", term=1)
    return chain.part(goal={"": HALF * trace(Y @ Y.T) - HALF * trace(P @ Syx.T)})
