"""The overview of the lecture: solutions of over-parametrised linear systems, and local minima of ReLU networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.outcome import Outcome, all_of, equal, fails, is_true
from proofs_check.language.scope import cases
from proofs_check.language.source import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import Matrix, hstack

Row = tuple[int, ...]
Rows = tuple[tuple[str, ...], ...]


# -- over-parametrisation ----------------------------------------------------------------------------------------------


class System(NamedTuple):
    """``F(w) = A w = y`` with n equations, the rows of A, and d unknowns."""

    rows: tuple[Row, ...]
    y: Row

    @property
    def A(self) -> Matrix:
        return Matrix(self.rows)

    @property
    def right(self) -> Matrix:
        return Matrix([[value] for value in self.y])

    @property
    def unknowns(self) -> int:
        return len(self.rows[0])


SHAPES = ((1, 2), (1, 3), (2, 3))
TARGETS = (0, 1)


@cache
def every_system() -> tuple[System, ...]:
    """All systems with entries of A in {-1, 0, 1} and y in {0, 1}, by shape."""
    listed = []
    for n, d in SHAPES:
        for entries in itertools.product((0, 1, -1), repeat=n * d):
            rows = tuple(entries[i * d : (i + 1) * d] for i in range(n))
            listed += [System(rows, y) for y in itertools.product(TARGETS, repeat=n)]
    return tuple(listed)


def _systems(size: str, seed: int) -> Iterator[System]:
    return iter(every_system())


systems = cases(
    "small linear systems",
    _systems,
    sentence="all systems A w = y with n < d, entries of A in {-1, 0, 1} and of y in {0, 1}, for (n, d) = (1, 2), (1, "
    "3) and (2, 3)",
    strength=Verdict.VERIFIED,
    count=len(every_system()),
    per_unit=500,
)
planes = Hypothesis(
    "every equation is a plane", r"A_{i \cdot} \ne 0", lambda system: all(map(any, System(*system).rows)), Level.CASE
)


def is_consistent(system: System) -> bool:
    return hstack([system.A, system.right]).rank() == system.A.rank()


def solutions(system: System) -> tuple[Matrix, Matrix] | None:
    """A solution and a basis of the kernel of A, whose span moves it through all solutions; None without a solution."""
    A, y = system.A, system.right
    particular = A.pseudoinverse() @ y
    return (particular, A.nullspace()) if A @ particular == y else None


@claim(
    "lucchi.overparametrised",
    source=LUCCHI.at("Over-parametrization"),
    statement=r"F(\mathbf{w}) = \mathbf{y} \text{ linear}, \; n < d \Rightarrow \text{there is a manifold of solutions "
    r"corresponding to the intersection of the planes}",
    over=systems,
    assuming=(planes,),
    made_precise="read of every linear system with n < d, not only of the one in the figure; F(w) = A w without zero "
    "rows, so that each equation is a plane; the manifold is not empty and has positive dimension; consistency is not "
    "printed",
)
def overparametrised(system: System) -> Outcome:
    """A linear system with fewer equations than unknowns has a manifold of solutions of positive dimension."""
    system = System(*system)  # a witness file holds plain tuples
    found = solutions(system)
    if found is None:
        return fails("the planes do not intersect: A w = y has no solution", A=system.A, y=list(system.y))
    return is_true(found[1].shape[1] > 0, "the solutions have positive dimension", A=system.A)


@claim(
    "lucchi.overparametrised.corrected",
    source=LUCCHI.at("Over-parametrization"),
    statement=r"A \mathbf{w} = \mathbf{y} \text{ consistent}, \; n < d \Rightarrow \{\mathbf{w} : A \mathbf{w} = "
    r"\mathbf{y}\} = \mathbf{w}_0 + \ker A, \; \dim = d - \operatorname{rank} A \ge d - n > 0; \; "
    r"\operatorname{rank} A = n \Rightarrow \text{consistent}",
    over=systems,
    made_precise="consistent if and only if rank [A y] = rank A, which full rank n ensures; zero rows are allowed",
    corrects="lucchi.overparametrised",
)
def overparametrised_corrected(system: System) -> Outcome:
    """A consistent system has solutions of dimension d - rank A, an affine space; with full rank it is consistent."""
    system = System(*system)
    n, d, rank = len(system.rows), system.unknowns, system.A.rank()
    found = solutions(system)
    exists = equal(found is not None, is_consistent(system), "A w = y has a solution, and rank [A y] = rank A")
    if found is None:
        return all_of(exists, is_true(rank < n, "a system of full rank n has a solution", A=system.A))
    particular, kernel = found
    moved = [particular + kernel.column(k) for k in range(kernel.shape[1])]
    return all_of(
        exists,
        is_true(all(system.A @ w == system.right for w in moved), "w_0 + ker A solves the system"),
        equal(kernel.rank(), d - rank, "dimension of the solutions, and d - rank A"),
        is_true(d - rank >= d - n > 0, "d - rank A >= d - n > 0"),
    )


# -- ReLU networks -----------------------------------------------------------------------------------------------------


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


class Network:
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
    network = Network(example.X, example.Y, example.U, example.V)
    better = Network(example.X, example.Y, *example.other)
    active = [max(network.preactivations.row(k).entries()) > 0 for k in range(network.U.shape[0])]
    return all_of(
        is_true(all(network.preactivations.entries()), "no preactivation is zero", UX=network.preactivations),
        is_true(all(active), "every unit is active at some sample", UX=network.preactivations),
        is_true(all(block.is_zero() for block in network.gradient), "the gradient is zero", loss=network.loss),
        equal(network.loss, network.least_loss_nearby, "the loss, and the least one nearby"),
        is_true(better.loss < network.loss, "other weights have a smaller loss", loss=network.loss, other=better.loss),
    )
