"""The expected squared gradient at Gaussian layers, exactly: one pairing for each layer and a closed recursion."""

from __future__ import annotations

from symdln.algebra.words import Expression, Scalar, Symbol, identity, norm_squared, scalar, trace
from symdln.algebra.words.scalars import size_scalar
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import Formula, formula_of, letters, norm
from symdln.teaching.network import Chainwork

VARIANCE = scalar("sigma") ** 2
MOST_LAYERS = 6  # written out, the number of terms doubles with each layer
x, y = Symbol("x", "d_x", 1), Symbol("y", "d_y", 1)


def derive(depth: int | None = None) -> Derivation:
    """``E ||dl/dW_k||^2`` in closed form."""
    if depth is None:
        parts = [one_layer(), *forward(), backward_target(), *backward(), *starts(), splitting()]
    else:
        network = Chainwork.of_depth(depth, most=MOST_LAYERS)
        parts = [written_out(network, k) for k in range(1, depth + 1)]
    return Derivation(
        name="gaussian",
        title="The expected squared gradient at Gaussian layers",
        statement="For l = 1/2 ||W_H...W_1 x - y||^2 and independent Gaussian entries of mean 0 and variance sigma^2: "
        "E ||dl/dW_k||^2 = sigma^(4H-2)/3 ||x||^4 p_1...p_(k-1) (p_k...p_H - q_k...q_H) + sigma^(2H-2) ||x||^2 ||y||^2 "
        "d_1...d_(H-1), with p_j = d_j (d_j + 2) and q_j = d_j (d_j - 1).",
        source="Lucchi 2024, Theorem 9 and its proof, which bounds this from above for equal widths "
        "by twice sigma^(4H-2)/3 (d (d+2))^H ||x||^4 + sigma^(2H-2) d^(H-1) ||x||^2 ||y||^2.",
        holds_for="every depth H >= 1, every layer k, all widths, all x and y",
        axioms=(
            "The entries of all W_j are independent Gaussians of mean 0 and variance sigma^2.",
            "Isserlis' theorem: the expectation of a product is the sum over all pairings.",
        ),
        parts=tuple(parts),
        depth=depth,
        notes=() if depth is not None else INDUCTION,
    )


INDUCTION = (
    "The first part needs E ||b||^2, E ||b||^4 for b = W_{k-1}...W_1 x, E ||A^T y||^2 and u = E tr((A^T A)^2) for "
    "A = W_H...W_{k+1}; all layers are independent. By induction over the layers, the forward parts give "
    "E ||b||^2 = sigma^(2k-2) d_1...d_(k-1) ||x||^2 and E ||b||^4 = sigma^(4k-4) p_1...p_(k-1) ||x||^4, the next part "
    "E ||A^T y||^2 = sigma^(2H-2k) d_k...d_(H-1) ||y||^2. With v = E tr(A^T A)^2 the backward parts multiply 2 u + v "
    "by sigma^4 p_j and u - v by sigma^4 q_j, layer by layer from d_H (d_H + 2) and -d_H (d_H - 1) at A = I, and the "
    "last part gives u = sigma^(4H-4k)/3 (p_k...p_H - q_k...q_H).",
)


def one_layer() -> DerivationPart:
    """``E ||A^T (A W b - y) b^T||^2`` over W alone."""
    A, W, b = Symbol("A", "d_y", "d_k"), Symbol("W", "d_k", "d_i"), Symbol("b", "d_i", 1)
    chain = Chain(
        "One layer, the others fixed",
        "E ||dl/dW_k||^2",
        norm(A.T, A @ W @ b - y, b.T),
        latex=r"\mathbb{E}\,\bigl\lVert\nabla_{W_k}\ell\bigr\rVert^2",
    )
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then("expand", "Multiply out: W occurs twice, once or not at all.", ask=True)
    chain.then("Gaussian pairing", "Pair the two W; a term with a single W has mean zero.", symbol=W, variance=VARIANCE)
    gram = trace(A.T @ A @ A.T @ A)
    goal = VARIANCE * gram * trace(b.T @ b) ** 2 + trace(y.T @ A @ A.T @ y) * trace(b.T @ b)
    return chain.part(goal=goal)


def forward() -> tuple[DerivationPart, DerivationPart]:
    """One more layer below: the second and the fourth moment of the signal."""
    W, b = Symbol("W", "d_j", "d_i"), Symbol("b", "d_i", 1)
    size, square = scalar("d_j"), norm_squared(W @ b)
    two = Chain("Forward, second moment", "E ||W b||^2", norm(W, b), latex=r"\mathbb{E}\,\lVert W b\rVert^2")
    two.then("norm as trace", "The squared norm is a trace.")
    two.then("Gaussian pairing", "One pair.", symbol=W, variance=VARIANCE, ask=True)
    four = Chain(
        "Forward, fourth moment",
        "E ||W b||^4",
        formula_of(square**2),
        latex=r"\mathbb{E}\,\lVert W b\rVert^4",
    )
    four.then("Gaussian pairing", "Three pairings of four letters.", symbol=W, variance=VARIANCE, ask=True)
    length = trace(b.T @ b)
    return two.part(goal=VARIANCE * size * length), four.part(goal=VARIANCE**2 * size * (size + 2) * length**2)


def backward_target() -> DerivationPart:
    """One more layer above, for the target: ``E ||W^T c||^2``."""
    W, c = Symbol("W", "d_j", "d_i"), Symbol("c", "d_j", 1)
    chain = Chain("Backward, the target", "E ||W^T c||^2", norm(W.T, c), latex=r"\mathbb{E}\,\lVert W^\top c\rVert^2")
    chain.then("norm as trace", "The squared norm is a trace.")
    chain.then("Gaussian pairing", "One pair.", symbol=W, variance=VARIANCE, ask=True)
    return chain.part(goal=VARIANCE * scalar("d_i") * trace(c.T @ c))


def combinations(N: Expression) -> tuple[Scalar, Scalar]:
    """``2 u + v`` and ``u - v`` for ``u = tr(N N)``, ``v = tr(N)^2``."""
    u, v = trace(N @ N), trace(N) ** 2
    return 2 * u + v, u - v


def backward() -> list[DerivationPart]:
    """``2 u + v`` and ``u - v`` are each multiplied by a number when a layer is added."""
    W = Symbol("W", "d_j", "d_i")
    S = Symbol("S", "d_j", "d_j", symmetric=True)
    size = scalar("d_i")
    before, after = combinations(S), combinations(W.T @ S @ W)
    factors = (size * (size + 2), size * (size - 1))
    parts = []
    for name, latex, new, old, factor in zip(
        ("2 u + v", "u - v"), ("2 u+v", "u-v"), after, before, factors, strict=True
    ):
        chain = Chain(f"Backward, {name}", f"E ({name})", formula_of(new), latex=rf"\mathbb{{E}}\,({latex})")
        chain.then(
            "Gaussian pairing",
            f"S = A^T A for the layers above; {name} comes back, times sigma^4 and a number.",
            symbol=W,
            variance=VARIANCE,
            ask=True,
        )
        parts.append(chain.part(goal=VARIANCE**2 * factor * old))
    return parts


def starts() -> list[DerivationPart]:
    """The two combinations at A = I."""
    A, size = Symbol("A", "d_y", "d_k"), scalar("d_y")
    parts = []
    goals = (size * (size + 2), size * (1 - size))
    for name, value, goal in zip(("2 u + v", "u - v"), combinations(A.T @ A), goals, strict=True):
        chain = Chain(f"The last layer, {name}", name, formula_of(value))
        chain.then(
            "boundary case",
            "For k = H the product above is empty, A = I.",
            sizes={"d_k": "d_y"},
            images={A: identity("d_y")},
        )
        chain.then("collect", "The trace of the identity is its size.", ask=True)
        parts.append(chain.part(goal=goal))
    return parts


def splitting() -> DerivationPart:
    """``u = 1/3 (2 u + v) + 1/3 (u - v)``."""
    u, v = scalar("u"), scalar("v")
    chain = Chain("u from the two", "u", Formula(_thirds(u, v).terms))
    chain.then("collect", "v cancels.", ask=True)
    return chain.part(goal=u)


def _thirds(u: Scalar, v: Scalar) -> Formula:
    return Formula((*formula_of((2 * u + v) / 3).terms, *formula_of((u - v) / 3).terms))


def written_out(network: Chainwork, k: int) -> DerivationPart:
    """The expectation over all layers of a network of given depth, one layer after the other."""
    H = len(network.weights)
    A, W, B = network.between(H, k + 1), network.weights[k - 1], network.between(k - 1, 1)
    chain = Chain(
        f"Layer {k}",
        f"E ||dl/dW_{k}||^2",
        norm(A.T, A @ W @ B @ x - y, *reversed([f.T for f in letters(B, x)])),
        latex=rf"\mathbb{{E}}\,\bigl\lVert\nabla_{{W_{{{k}}}}}\ell\bigr\rVert^2",
    )
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then("expand", "Multiply out.")
    order = [k, *range(k - 1, 0, -1), *range(k + 1, H + 1)]
    for j in order:
        chain.then(
            "Gaussian pairing",
            f"Over W_{j}, the others fixed.",
            symbol=network.weights[j - 1],
            variance=VARIANCE,
            ask=j == order[-1],
        )
    return chain.part(goal=closed_form([size_scalar(W.rows) for W in network.weights], k))


def closed_form(widths: list[Scalar], k: int) -> Scalar:
    """The statement's formula for the widths ``d_1, ..., d_H``."""
    H = len(widths)
    p, q = [d * (d + 2) for d in widths], [d * (d - 1) for d in widths]
    length = trace(x.T @ x)
    quartic = _all(p[: k - 1]) * (_all(p[k - 1 :]) - _all(q[k - 1 :])) / 3
    target = _all(widths[: H - 1]) * length * trace(y.T @ y)
    return VARIANCE ** (2 * H - 1) * quartic * length**2 + VARIANCE ** (H - 1) * target


def _all(factors: list[Scalar]) -> Scalar:
    result = Scalar(1)
    for factor in factors:
        result = result * factor
    return result
