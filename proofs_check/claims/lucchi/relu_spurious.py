"""Spurious minima of small ReLU networks, "Landscapes: Overview, B" in Lucchi's lecture."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import Matrix

Rows = tuple[tuple[str, ...], ...]


class ReluExample(NamedTuple):
    """``f(x) = V relu(U x)`` with data and weights, and other weights with a smaller loss; matrices as rows of texts.

    Columns of X and Y are samples; the loss is ``1/2 sum ||f(x_i) - y_i||^2``.
    """

    name: str
    X: Rows
    Y: Rows
    U: Rows
    V: Rows
    other: tuple[Rows, Rows]


EXAMPLES = (
    ReluExample(
        "one unit, two samples",
        X=(("1", "-1"),),
        Y=(("1", "2"),),
        U=(("1",),),
        V=(("1",),),
        other=((("-1",),), (("2",),)),
    ),
    ReluExample(
        "two units, which can fit both samples",
        X=(("1", "-1"),),
        Y=(("1", "2"),),
        U=(("1",), ("2",)),
        V=(("1/2", "1/4"),),
        other=((("1",), ("-1",)), (("1", "2"),)),
    ),
    ReluExample(
        "one unit with bias, which fits no sample",
        X=(("1", "2", "3", "-1", "-2"), ("1", "1", "1", "1", "1")),
        Y=(("1", "2", "4", "3", "6"),),
        U=(("3/2", "-2/3"),),  # the regression line of (1, 1), (2, 2), (3, 4)
        V=(("1",),),
        other=((("-3", "0"),), (("1",),)),
    ),
)


class ReluNetwork:
    """The network of an example at its weights: activations, loss and gradient, exactly."""

    def __init__(self, X: Rows, Y: Rows, U: Rows, V: Rows):
        self.X, self.Y, self.U, self.V = Matrix(X), Matrix(Y), Matrix(U), Matrix(V)
        self.preactivations = self.U @ self.X

    @property
    def H(self) -> Matrix:
        """``relu(U X)``."""
        return Matrix.from_entries(
            *self.preactivations.shape, [max(value, Fraction(0)) for value in self.preactivations.entries()]
        )

    @property
    def residual(self) -> Matrix:
        """``V relu(U X) - Y``."""
        return self.V @ self.H - self.Y

    @property
    def loss(self) -> Fraction:
        return self.residual.norm_squared() / 2

    @property
    def gradient(self) -> tuple[Matrix, Matrix]:
        """By U and by V, where no preactivation is zero."""
        back = self.V.T @ self.residual
        pairs = zip(back.entries(), self.preactivations.entries(), strict=True)
        active = Matrix.from_entries(*back.shape, [value if at > 0 else 0 for value, at in pairs])
        return active @ self.X.T, self.residual @ self.H.T

    @property
    def patterns(self) -> dict[tuple[bool, ...], list[int]]:
        """The samples by the units that are active at them."""
        found: dict[tuple[bool, ...], list[int]] = {}
        for i in range(self.X.shape[1]):
            found.setdefault(tuple(value > 0 for value in self.preactivations.column(i).entries()), []).append(i)
        return found

    @property
    def least_loss_nearby(self) -> Fraction:
        """A bound for the loss wherever the same units are active at the same samples.

        There ``f(x) = A x`` with one matrix ``A = sum of v_k u_k^T`` over the active units for all samples of a
        pattern, and ``1/2 ||A X - Y||^2`` is convex in A with its minimum at the least square solution; A = 0 where
        none is.
        """
        total = Fraction(0)
        for pattern, samples in self.patterns.items():
            X, Y = (table.block(range(table.shape[0]), samples) for table in (self.X, self.Y))
            A = Y @ X.pseudoinverse() if any(pattern) else Matrix.zeros(Y.shape[0], X.shape[0])
            total += (A @ X - Y).norm_squared() / 2
        return total


def _examples(size: str, seed: int) -> Iterator[ReluExample]:
    return iter(EXAMPLES)


relu_examples = cases(
    "exact ReLU networks",
    _examples,
    sentence=f"{len(EXAMPLES)} two-layer ReLU networks with rational data and weights: "
    + "; ".join(example.name for example in EXAMPLES),
    strength=Verdict.VERIFIED,
    count=len(EXAMPLES),
)


@claim(
    "lucchi.relu-spurious",
    source=LUCCHI.at("Landscapes of Neural Networks: Overview, B)"),
    statement=r"\text{small-size two-layer ReLU networks: there exist spurious local minima}",
    over=relu_examples,
    made_precise="each example is one: no preactivation is zero, so near it the loss is a polynomial; every unit is "
    "active at some sample; the gradient is zero; the loss is the least one among all weights with the same active "
    "units; other weights have a smaller loss. That they are reached with high probability is not checked",
    axioms=("a stationary point of a convex function is a minimum",),
)
def relu_spurious(example: ReluExample) -> Outcome:
    """Small two-layer ReLU networks have local minima that are not global, none of their units being dead."""
    example = ReluExample(*example)
    network = ReluNetwork(example.X, example.Y, example.U, example.V)
    better = ReluNetwork(example.X, example.Y, *example.other)
    active = [max(network.preactivations.row(k).entries()) > 0 for k in range(network.U.shape[0])]
    return all_of(
        is_true(all(network.preactivations.entries()), "no preactivation is zero", UX=network.preactivations),
        is_true(all(active), "every unit is active at some sample", UX=network.preactivations),
        is_true(all(block.is_zero() for block in network.gradient), "the gradient is zero", loss=network.loss),
        equal(network.loss, network.least_loss_nearby, "the loss, and the least one nearby"),
        is_true(better.loss < network.loss, "other weights have a smaller loss", loss=network.loss, other=better.loss),
    )
