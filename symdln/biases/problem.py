"""A problem whose layers have biases: which layers, the data, and the centred problem to which it reduces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix, vstack
from symdln.errors import InputError, shown
from symdln.landscape.checks import HALF, listed
from symdln.landscape.kinds import Kind
from symdln.landscape.problem import Problem
from symdln.landscape.shared import shared


@dataclass(frozen=True)
class BiasedProblem:
    """Minimise ``f sum_i ||N(x_i) - y_i||^2`` for ``N = N_H o ... o N_1``, ``N_j(h) = W_j h + b_j``, exactly.

    ``X`` (``d_x x m``) and ``Y`` (``d_y x m``) are the data, columns being samples; ``biased[j-1]`` says whether layer
    j has a bias.  Build it by :meth:`from_data`.

    >>> problem = BiasedProblem.from_data([[0, 1, 2]], [[1, 3, 5]], hidden=(1,))       # y = 2 x + 1
    >>> problem.widths, problem.depth, problem.samples, problem.parameters, problem.has_output_bias
    ((1, 1, 1), 2, 3, 4, True)
    >>> [str(mean) for mean in problem.means], str(problem.centred.Sxx), problem.augmented.widths
    (['[1]', '[3]'], '[2]', (2, 2, 1))
    >>> problem.needs_output_bias()                                                   # it has one: no error
    >>> [str(problem.inertia(kind)) for kind in problem.kinds()]                      # two weights, two biases
    ['(n+, n-, n0) = (2, 1, 1)', '(n+, n-, n0) = (2, 0, 2)']
    >>> str(problem.inertia_of_biases)
    '(n+, n-, n0) = (1, 0, 1)'
    """

    X: Matrix
    Y: Matrix
    hidden: tuple[int, ...]
    biased: tuple[bool, ...]
    loss_factor: Fraction

    @classmethod
    def from_data(
        cls,
        X: Any,
        Y: Any,
        hidden: Sequence[int],
        *,
        biased: str | Sequence[bool] = "all",
        loss_factor: Any = HALF,
        exactly: bool = False,
        tolerance: Any = None,
    ) -> BiasedProblem:
        """``biased`` is ``"all"``, ``"output"`` (the last layer only), or one truth value for each layer, W_1 first.

        Raises ``InputError`` as :meth:`symdln.Problem.from_data` does.
        """
        plain = Problem.from_data(X, Y, hidden, loss_factor=loss_factor, exactly=exactly, tolerance=tolerance)
        X, Y = (
            Matrix(X, exactly=exactly, tolerance=tolerance, name="X"),
            Matrix(Y, exactly=exactly, tolerance=tolerance, name="Y"),
        )
        return cls(X, Y, plain.hidden, checked_biases(biased, plain.depth), plain.loss_factor)

    def __post_init__(self) -> None:
        if not isinstance(self.X, Matrix) or not isinstance(self.Y, Matrix):
            raise InputError(
                "A network with biases is built from data by BiasedProblem.from_data(X, Y, hidden): moments alone, and "
                "so a Problem, do not know the means that decide where its critical points are."
            )
        if not self.X.shape[1]:
            raise InputError("X and Y have no columns, and biases need at least one sample, whose mean is taken out.")

    # -- sizes ---------------------------------------------------------------------------------------------------------

    @shared
    def widths(self) -> tuple[int, ...]:
        """``(d_0, ..., d_H)``."""
        return (self.X.shape[0], *self.hidden, self.Y.shape[0])

    @property
    def depth(self) -> int:
        """H, the number of layers."""
        return len(self.hidden) + 1

    @property
    def samples(self) -> int:
        """m, the number of columns of X and Y."""
        return self.X.shape[1]

    @shared
    def parameters(self) -> int:
        """N, the number of weights and biases.  Hessians order them layer by layer: W_j row by row, then b_j."""
        weights = sum(a * b for a, b in zip(self.widths[1:], self.widths[:-1], strict=True))
        return weights + sum(width for width, has in zip(self.widths[1:], self.biased, strict=True) if has)

    @property
    def has_output_bias(self) -> bool:
        """Whether the last layer has a bias: then all critical points are known."""
        return self.biased[-1]

    # -- reductions ----------------------------------------------------------------------------------------------------

    @shared
    def means(self) -> tuple[Matrix, Matrix]:
        """The mean input and the mean target, as columns."""
        ones = Matrix([[1]] * self.samples)
        return self.X @ ones * Fraction(1, self.samples), self.Y @ ones * Fraction(1, self.samples)

    @shared
    def centred(self) -> Problem:
        """The problem without biases for the centred data ``X - x 1^T``, ``Y - y 1^T`` with the means x, y."""
        row = Matrix([[1] * self.samples])
        x, y = self.means
        return Problem.from_data(self.X - x @ row, self.Y - y @ row, self.hidden, loss_factor=self.loss_factor)

    @shared
    def augmented(self) -> Problem:
        """The problem without biases whose inputs and hidden layers have an additional unit, which is always 1."""
        inputs = vstack([self.X, Matrix([[1] * self.samples])])
        hidden = tuple(width + 1 for width in self.hidden)
        return Problem.from_data(inputs, self.Y, hidden, loss_factor=self.loss_factor)

    # -- the landscape, with an output bias ----------------------------------------------------------------------------

    def kinds(self) -> Iterator[Kind]:
        """The kinds of critical points: those of the centred problem (docs/biases.md).

        ``InputError`` without an output bias: no list is known then.
        """
        self.needs_output_bias()
        return self.centred.kinds()

    def inertia(self, kind: Kind) -> Inertia:
        """The inertia at all critical points of a kind: that of the centred problem, d_y positive eigenvalues for the
        output bias, and a zero for each entry of the hidden biases.
        """
        self.needs_output_bias()
        return kind.inertia + self.inertia_of_biases

    @property
    def inertia_of_biases(self) -> Inertia:
        """The share of biases in the inertia with an output bias: (d_y, 0, the number of entries of hidden biases)."""
        hidden = sum(width for width, has in zip(self.hidden, self.biased[:-1], strict=True) if has)
        return Inertia(self.widths[-1], 0, hidden)

    def needs_output_bias(self) -> None:
        """``InputError`` where the output layer has no bias, and so no list of kinds is known."""
        if not self.has_output_bias:
            raise InputError(
                "The output layer has no bias, and for such networks no list of critical points is known; give the "
                "output layer a bias, or look at single points: loss, gradient, Hessian and inertia are exact there."
            )


def checked_biases(biased: str | Sequence[bool], depth: int) -> tuple[bool, ...]:
    """Which layers have a bias, as a truth value for each; ``InputError`` for other arguments, and for no biases.

    >>> checked_biases("output", 3), checked_biases([True, False], 2)
    ((False, False, True), (True, False))
    """
    named = {"all": (True,) * depth, "output": (False,) * (depth - 1) + (True,)}
    if isinstance(biased, str):
        if biased not in named:
            raise InputError(f'biased={shown(biased)} was passed; choose "all", "output", or a truth value per layer.')
        return named[biased]
    flags = listed(biased, "biased")
    if len(flags) != depth or any(not isinstance(flag, bool) for flag in flags):
        raise InputError(f"biased must hold {depth} truth values, one for each layer, but {shown(flags)} was passed.")
    if not any(flags):
        raise InputError("No layer has a bias; use Problem.from_data for a network without biases.")
    return flags
