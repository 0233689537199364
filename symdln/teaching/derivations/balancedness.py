"""What gradient flow conserves, for any loss of the end-to-end matrix, and what weight decay does to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symdln.algebra.words import Expression, Symbol, derivative, gradient, identity, inner, product, scalar, substitute
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import Definitions, matrix, norm, total, traced
from symdln.teaching.network import Chainwork, Layer, layers

G = Symbol("G", "d_y", "d_x")
DECAY = scalar("lambda")


@dataclass(frozen=True)
class Neighbours:
    """Layers j and k = j + 1 with their velocities; ``P = A W_k W_j B``."""

    names: tuple[str, str]
    A: Expression
    W_k: Symbol
    W_j: Symbol
    B: Expression
    U_k: Symbol
    U_j: Symbol
    C: Symbol
    definitions: Definitions
    opaque: bool

    @property
    def A_j(self) -> Expression:
        return Symbol("A_j", "d_y", "d_j") if self.opaque else product(self.A, self.W_k)

    @property
    def B_k(self) -> Expression:
        return Symbol("B_k", "d_j", "d_x") if self.opaque else product(self.W_j, self.B)

    def flow(self, decay: bool) -> dict[Symbol, Expression]:
        """The velocities under gradient flow."""
        fall = DECAY if decay else DECAY * 0
        return {
            self.U_k: -product(self.A.T, G, self.B_k.T) - fall * self.W_k,
            self.U_j: -product(self.A_j.T, G, self.B.T) - fall * self.W_j,
        }


def any_neighbours() -> Neighbours:
    """Layers j and k = j + 1 of any depth."""
    A, B = Symbol("A_k", "d_y", "d_k"), Symbol("B_j", "d_i", "d_x")
    W_k, W_j = Symbol("W_k", "d_k", "d_j"), Symbol("W_j", "d_j", "d_i")
    C = Symbol("C_j", "d_j", "d_j", symmetric=True)
    definitions = {
        Symbol("A_j", "d_y", "d_j"): A @ W_k,
        Symbol("B_k", "d_j", "d_x"): W_j @ B,
        C: W_k.T @ W_k - W_j @ W_j.T,
    }
    return Neighbours(
        ("j", "k"), A, W_k, W_j, B, Symbol("U_k", "d_k", "d_j"), Symbol("U_j", "d_j", "d_i"), C, definitions, True
    )


def neighbours(depth: int | None) -> list[Neighbours]:
    """Layers j and j + 1: one symbolic pair, or all of a depth."""
    if depth is None:
        return [any_neighbours()]
    network = Chainwork.of_depth(depth, least=2)
    found = []
    for pair in (p for p in network.pairs() if int(p.names[1]) == int(p.names[0]) + 1):
        C = Symbol(f"C_{pair.names[0]}", pair.W_j.rows, pair.W_j.rows, symmetric=True)
        velocities = [Symbol(f"U_{name}", *W.shape) for name, W in zip(pair.names, (pair.W_j, pair.W_k), strict=True)]
        images = {C: pair.W_k.T @ pair.W_k - pair.W_j @ pair.W_j.T}
        found.append(
            Neighbours(pair.names, pair.A, pair.W_k, pair.W_j, pair.B, velocities[1], velocities[0], C, images, False)
        )
    return found


def derive(depth: int | None = None) -> Derivation:
    """``d/dt (W_{j+1}^T W_{j+1} - W_j W_j^T) = 0`` under gradient flow of any loss of P."""
    found = neighbours(depth)
    parts = [layer_gradient(layer) for layer in layers(depth)]
    moving = [invariance(pair) for pair in found]
    parts += [*moving, *(special(moving[0], *case) for case in cases(found[0]) if depth is None)]
    return Derivation(
        name="balancedness",
        title="Balancedness: what gradient flow conserves",
        statement="For any differentiable loss l(P), P = W_H...W_1, and the flow dW_j/dt = -dl/dW_j, every "
        "C_j = W_{j+1}^T W_{j+1} - W_j W_j^T, 1 <= j < H, is constant, and so is ||W_{j+1}||^2 - ||W_j||^2.",
        source="Chitour, Liao, Couillet 2022, Lemma 2.3 and (8), and Remark 3; Arora, Cohen, Hazan 2018 "
        "for any loss of P.",
        holds_for="every depth H >= 2, every j, all widths, every differentiable loss of the end-to-end matrix",
        axioms=("G = dl/dP, so dl = tr(G^T dP) (chain rule).", "dW_j/dt = U_j = -dl/dW_j (gradient flow)."),
        parts=(*parts, *(norms(pair) for pair in found)),
        depth=depth,
    )


def derive_with_decay(depth: int | None = None) -> Derivation:
    """``d/dt C_j = -2 lambda C_j`` with weight decay."""
    found = neighbours(depth)
    moving = [decaying(pair) for pair in found]
    parts = [*(layer_gradient(layer) for layer in layers(depth)), *moving]
    parts += [special(moving[0], *case) for case in cases(found[0]) if depth is None]
    return Derivation(
        name="weight-decay",
        title="Balancedness with weight decay",
        statement="For l(P) + lambda/2 sum_j ||W_j||^2 and gradient flow, dC_j/dt = -2 lambda C_j, so "
        "C_j(t) = exp(-2 lambda t) C_j(0): for lambda > 0 it is not an invariant unless it vanishes.",
        source="Chitour, Liao, Couillet 2022, Remark 3, which says that Lemma 2.3 holds with and without "
        "l2 regularisation.",
        holds_for="every depth H >= 2, every j, all widths, every differentiable loss of the end-to-end matrix",
        axioms=(
            "G = dl/dP, so dl = tr(G^T dP) (chain rule).",
            "dW_j/dt = U_j = -dl/dW_j - lambda W_j (gradient flow of the sum).",
        ),
        parts=tuple(parts),
        depth=depth,
    )


def layer_gradient(layer: Layer) -> DerivationPart:
    """``dl/dW_j = A_j^T G B_j^T`` for any loss of P."""
    j = layer.name
    chain = Chain(
        f"The gradient by W_{j}",
        f"dl/dW_{j}",
        traced(G.T, layer.P),
        layer.definitions,
        latex=rf"\nabla_{{W_{{{j}}}}} \ell",
    )
    chain.then("open", f"The differential is tr(G^T dP) with G held fixed; only W_{j} moves.", symbols=[layer.P])
    chain.then("product rule", f"W_{j} moves along V_{j}.", directions={layer.W: layer.V})
    chain.then("drop brackets", "Products of matrices are associative.")
    factors = chain.stage.terms[0].factors  # type: ignore[union-attr]
    chain.then("cyclic rotation", f"Rotate until V_{j} is last.", by=factors.index(layer.V) + 1, ask=True)
    chain.then("read off the gradient", f"A form tr(F^T V_{j}) has the gradient F.", direction=layer.V, ask=True)
    return chain.part(goal=gradient(inner(G, layer.definitions[layer.P]), layer.W))


def cases(pair: Neighbours) -> list[tuple[str, dict[str, Any]]]:
    """The first and the last pair of neighbours."""
    return [
        ("j = 1, B_1 = I", {"sizes": {"d_i": "d_x"}, "images": {pair.B: identity("d_x")}}),
        ("k = H, A_H = I", {"sizes": {"d_k": "d_y"}, "images": {pair.A: identity("d_y")}}),
    ]


def _moved(pair: Neighbours, decay: bool) -> Chain:
    j, k = pair.names
    start = total(matrix(pair.W_k.T, pair.W_k), matrix(pair.W_j, pair.W_j.T, coefficient=-1))
    chain = Chain(f"d/dt C_{j}", f"dC_{j}/dt", start, pair.definitions, latex=rf"\frac{{d}}{{dt}} C_{{{j}}}")
    moves = {pair.W_k: pair.U_k, pair.W_j: pair.U_j}
    chain.then("product rule", f"W_{j} and W_{k} move with the velocities U_{j} and U_{k}.", directions=moves, ask=True)
    chain.then("insert", "Gradient flow says what the velocities are.", images=pair.flow(decay))
    chain.then("expand", "Multiply out.", ask=True)
    if pair.opaque:
        opaque = [symbol for symbol in pair.definitions if symbol != pair.C]
        chain.then("open", "A_j = A_k W_k and B_k = W_j B_j.", symbols=opaque, ask=True)
    return chain


def _rate(pair: Neighbours, decay: bool) -> Expression:
    """dC/dt from the calculus."""
    velocities = {pair.W_k: pair.flow(decay)[pair.U_k], pair.W_j: pair.flow(decay)[pair.U_j]}
    opened = {symbol: image for symbol, image in pair.definitions.items() if symbol != pair.C}
    return substitute(derivative(pair.W_k.T @ pair.W_k - pair.W_j @ pair.W_j.T, velocities), opened)


def invariance(pair: Neighbours) -> DerivationPart:
    """C_j does not move."""
    chain = _moved(pair, False)
    chain.then("collect", "The terms cancel in pairs.")
    return chain.part(goal=_rate(pair, False), conclusion="zero")


def decaying(pair: Neighbours) -> DerivationPart:
    """C_j decays at the rate 2 lambda."""
    chain = _moved(pair, True)
    chain.then("collect", "What comes from the loss cancels in pairs; what is left comes from the decay.", ask=True)
    chain.then("recognise", "That is a multiple of C_j.", symbol=pair.C, coefficient=DECAY * -2)
    return chain.part(goal=_rate(pair, True))


def special(part: DerivationPart, at: str, case: dict[str, Any]) -> DerivationPart:
    """The first or the last pair of layers, from the sum before its terms cancel."""
    chain = Chain.after(part, "open", f"{part.title}, {at}")
    chain.then("boundary case", f"{at}: this product is empty.", ask=True, **case)
    chain.then("collect", "The same terms cancel.")
    if not part.conclusion:
        C = next(symbol for symbol in chain.definitions if symbol.name.startswith("C_"))
        chain.then("recognise", "That is a multiple of C_j.", symbol=C, coefficient=DECAY * -2)
    return chain.part(conclusion=part.conclusion)


def norms(pair: Neighbours) -> DerivationPart:
    """The trace of C_j is the difference of squared norms."""
    j, _ = pair.names
    chain = Chain(f"The trace of C_{j}", f"tr C_{j}", traced(pair.C), pair.definitions)
    chain.then("open", "Write C out.", symbols=[pair.C])
    chain.then("expand", "The trace of a sum is the sum of the traces.")
    chain.then(
        "cyclic rotation", "Rotate the trace in which the transpose is last.", term=_last_transposed(chain), by=1
    )
    chain.then("trace as norm", "Both are squared norms; as C does not move, their difference does not.", ask=True)
    return chain.part(goal=norm(pair.W_k).values[""] - norm(pair.W_j).values[""])  # type: ignore[operator]


def _last_transposed(chain: Chain) -> int:
    terms = chain.stage.terms  # type: ignore[union-attr]
    return next(n for n, term in enumerate(terms) if isinstance(term.factors[0], Symbol))
