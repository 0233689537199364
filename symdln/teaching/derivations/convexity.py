"""Two layers: the loss is convex in each of them, and every critical value of one layer is a minimum."""

from __future__ import annotations

from fractions import Fraction

from symdln.algebra.words import Symbol, gradient, hessian_form, norm_squared, zero
from symdln.errors import InputError
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import norm
from symdln.teaching.network import MOMENTS, Sxx, Syx, X, Y
from symdln.teaching.rules import KnownEquation

HALF = Fraction(1, 2)
A, B = Symbol("A", "d_y", "d_1"), Symbol("B", "d_1", "d_x")
U, V = Symbol("U", "d_y", "d_1"), Symbol("V", "d_1", "d_x")
E = Symbol("E", "d_y", "m")
RESIDUAL = {E: A @ B @ X - Y}
FLAT = {
    B: KnownEquation(A.T @ E @ X.T, zero("d_1", "d_x"), "the gradient by B vanishes"),
    A: KnownEquation(E @ X.T @ B.T, zero("d_y", "d_1"), "the gradient by A vanishes"),
}


def derive(depth: int | None = None) -> Derivation:
    """``D_B^2 L[V, V] = ||A V X||^2`` and ``L(A, B + V) = L(A, B) + 1/2 ||A V X||^2`` where ``dL/dB = 0``; so for A."""
    if depth not in (None, 2):
        raise InputError(
            f"this derivation is about two layers, so --depth {depth} does not fit; pass --depth 2 or none."
        )
    parts = [part for W, move in ((B, V), (A, U)) for part in (equation(W, move), second(W, move), minimum(W, move))]
    return Derivation(
        name="convexity",
        title="Two layers: convex in each layer",
        statement="For fixed A, L(A, B) = 1/2 ||A B X - Y||^2 is convex in B, and B is a minimiser exactly if "
        "A^T A B Sxx = A^T Syx. For fixed B it is convex in A, and A is a minimiser exactly if "
        "A B Sxx B^T = Syx B^T.",
        source="Baldi and Hornik 1989, Facts 1 and 2; Lucchi 2024, Theorems 4 and 5 (a factor in front of "
        "the loss does "
        "not matter).",
        holds_for="two layers, all widths and all data",
        axioms=tuple(f"{flat}: {flat.reason} (in the parts about minimisers)." for flat in FLAT.values()),
        parts=tuple(parts),
        depth=depth,
        equations=tuple(FLAT.values()),
    )


def equation(W: Symbol, move: Symbol) -> DerivationPart:
    """The gradient by one of the layers, in moments."""
    chain = Chain(
        f"The gradient by {W.name}",
        f"dL/d{W.name}",
        norm(A @ B @ X - Y, coefficient=HALF),
        {**RESIDUAL, **MOMENTS},
        latex=rf"\nabla_{{{W.name}}} L",
    )
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then("product rule", f"Only {W.name} moves, along {move.name}.", directions={W: move}, ask=True)
    chain.then("transpose under trace", "Bring both terms to the same form.", term=0)
    chain.then("add like terms", "They are equal.")
    chain.then("drop brackets", "Products of matrices are associative.")
    place = chain.stage.terms[0].factors.index(move)  # type: ignore[union-attr]
    chain.then("cyclic rotation", f"Rotate until {move.name} is last.", by=place + 1)
    chain.then("read off the gradient", f"Everything before {move.name}, transposed.", direction=move, ask=True)
    chain.then("expand", "Multiply out.")
    chain.then(
        "close",
        "Moments of the data; this is zero exactly if the equation of the statement holds.",
        symbols=[Sxx, Syx],
        ask=True,
    )
    return chain.part(goal=gradient(HALF * norm_squared(A @ B @ X - Y), W))


def second(W: Symbol, move: Symbol) -> DerivationPart:
    """The second derivative by one layer is a squared norm."""
    loss = HALF * norm_squared(A @ B @ X - Y)
    chain = Chain(
        f"Convex in {W.name}",
        f"D^2 L[{move.name}, {move.name}]",
        norm(A @ B @ X - Y, coefficient=HALF),
        latex=rf"D_{{{W.name}}}^2 L[{move.name}, {move.name}]",
    )
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then("product rule", f"{W.name} moves along {move.name}.", directions={W: move})
    chain.then("product rule", f"Once more along {move.name}.", directions={W: move}, ask=True)
    chain.then("add like terms", "Both terms are equal.")
    chain.then("trace as norm", "A squared norm is never negative, so L is convex in this layer.", ask=True)
    return chain.part(goal=hessian_form(loss, {W: move}), conclusion="nonnegative")


def minimum(W: Symbol, move: Symbol) -> DerivationPart:
    """The exact increment where the gradient vanishes."""
    chain = Chain(
        f"A zero of the gradient by {W.name} is a minimiser",
        f"L at {W.name} + {move.name}",
        norm(A @ B @ X - Y, coefficient=HALF),
        RESIDUAL,
        latex=rf"L|_{{{W.name}+{move.name}}}",
    )
    chain.then("insert", f"{W.name} + {move.name} for {W.name}.", images={W: W + move})
    chain.then("close", "Write E for the residual where the gradient vanishes.", symbols=[E])
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then("expand", "Multiply out.", ask=True)
    chain.then("transpose under trace", "The two mixed terms are transposes of each other.", term=1)
    chain.then("add like terms", "They are equal.")
    mixed = next(n for n, term in enumerate(chain.stage.terms) if E.T in term.factors and move in term.factors)  # type: ignore[union-attr]
    place = chain.stage.terms[mixed].factors.index(move)  # type: ignore[union-attr]
    chain.then("cyclic rotation", f"Rotate until {move.name} is last.", term=mixed, by=place + 1)
    chain.then(
        "use an equation", "The gradient vanishes, so the mixed term does.", equation=FLAT[W].T, term=mixed, ask=True
    )
    chain.then("trace as norm", "What is added is a squared norm.", ask=True)
    return chain.part(conclusion="nonnegative")
