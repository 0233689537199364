"""A problem with weight decay: the loss, and the list of kinds for data for which it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import spectrum_of
from symdln.decay.kinds import BITS, DecayedKind
from symdln.decay.modes import checked_decays
from symdln.decay.scaled import scaled_eigenvalues
from symdln.decay.spectrum import DecayedSpectrum
from symdln.decay.thresholds import Thresholds
from symdln.errors import InputError
from symdln.landscape.problem import Problem
from symdln.landscape.shared import shared

MOST_KINDS = 1 << 16
WHITE, AUTOENCODER = "white inputs", "autoencoder"


@dataclass(frozen=True)
class DecayedValue:
    """A critical value of the decayed loss with a kind that takes it: exact, or None with rigorous bounds.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((15,), (1, 1, 1, 1)), decay=14)
    >>> found = decayed.value(decayed.kind(small=[0]))                            # at a = b = c = 1
    >>> str(found.value), found.lower == found.upper
    ('119', True)
    """

    kind: DecayedKind
    value: Fraction | None
    lower: Fraction
    upper: Fraction


class DecayedProblem:
    """Minimise ``f ||W_H ... W_1 X - Y||_F^2 + 1/2 sum_j lam_j ||W_j||_F^2``; immutable.

    ``decay`` is one positive rational, or one for each layer, W_1 first.  Loss, gradient and Hessian are exact for all
    data.  The list of kinds is known for white inputs (``X X^T = c I``) and for autoencoders (targets = inputs), at
    every depth; other data raise ``InputError`` where a list is needed.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((15,), (1, 1, 1, 1)), decay=14)
    >>> [(str(found.kind), found.kind.label, str(found.value)) for found in decayed.critical_values()[1:]]
    [('nothing used', 'local minimum', '225/2'), ('large 0', 'global minimiser', '217/2')]
    >>> decayed.data_kind, decayed.count_kinds(), [str(kind) for kind in decayed.kinds()]
    ('white inputs', 3, ['nothing used', 'large 0', 'small 0'])
    >>> decayed.kind(small=[0]).label
    'strict saddle'
    >>> str(decayed.value_at_zero), str(decayed.unit), decayed.spectrum.roots(0), decayed.thresholds().collapsed
    ('225/2', '1', 2, False)
    """

    def __init__(self, problem: Problem, decay: Any):
        if not isinstance(problem, Problem):
            raise InputError(f"a Problem was expected, but {type(problem).__name__} was passed.")
        self.__dict__.update(problem=problem, decays=checked_decays(decay, problem.depth))

    problem: Problem
    decays: tuple[Fraction, ...]

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a DecayedProblem never changes, so {name} cannot be set; build a new one.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DecayedProblem) and self.problem == other.problem and self.decays == other.decays

    def __hash__(self) -> int:
        return hash((self.problem, self.decays))

    def __reduce__(self) -> tuple[Any, ...]:
        return DecayedProblem, (self.problem, self.decays)

    def __repr__(self) -> str:
        return f"DecayedProblem({self.problem!r}, {[str(value) for value in self.decays]})"

    # -- which data ----------------------------------------------------------------------------------------------------

    @shared
    def data_kind(self) -> str | None:
        """``"white inputs"``, ``"autoencoder"``, or None where no list of kinds is known."""
        Sxx, Syx = self.problem.Sxx, self.problem.Syx
        c = Sxx[0, 0]
        if c > 0 and Sxx == c * Matrix.identity(Sxx.shape[0]):
            return WHITE
        return AUTOENCODER if Sxx == Syx else None

    @shared
    def unit(self) -> Fraction:
        """The loss is ``unit`` times a loss with ``f = 1/2`` and normalised inputs, plus a constant: ``2 f c`` for
        white inputs with ``X X^T = c I``, and ``2 f`` for an autoencoder.
        """
        factor = 2 * self.problem.loss_factor
        return factor * self.problem.Sxx[0, 0] if self.data_kind == WHITE else factor

    @shared
    def spectrum(self) -> DecayedSpectrum:
        """The values that decide the list of kinds; ``InputError`` for data without a known list, and for depth 1."""
        problem = self.problem
        if problem.depth == 1:
            raise InputError(
                "Without hidden layers decay gives ridge regression, whose only critical point is its minimum; "
                "call ridge_solution()."
            )
        if self.data_kind is None:
            raise InputError(
                "No list of critical points with decay is known for these data: Sxx is not a multiple of the identity "
                "and Syx is not Sxx. Known for all data: balanced layers at critical points, the inertia at a given "
                "point by its Hessian, and when W = 0 is a minimum (docs/decay.md: What holds for any loss of the "
                "product, and Other inputs)."
            )
        power = Fraction(1)
        for value in self.decays:
            power *= value / self.unit
        if self.data_kind == WHITE:
            target = (
                problem.Syx @ problem.Syx.T
                if problem.output_width <= problem.input_width
                else problem.Sxy @ problem.Syx
            )
            values = scaled_eigenvalues(spectrum_of(target), 1 / problem.Sxx[0, 0] ** 2)
            return DecayedSpectrum(problem.widths, values, problem.depth - 1, power)
        return DecayedSpectrum(problem.widths, spectrum_of(problem.Sxx), problem.depth, power)

    # -- the landscape -------------------------------------------------------------------------------------------------

    def kinds(self) -> Iterator[DecayedKind]:
        """Every kind of critical point, by rank."""
        return self.spectrum.kinds()

    def count_kinds(self) -> int:
        """The number of kinds, by a generating function."""
        return self.spectrum.count_kinds()

    def kind(self, large: Sequence[int] = (), small: Sequence[int] = ()) -> DecayedKind:
        """The kind that uses these positions of values at the large and the small root."""
        return self.spectrum.kind(large, small)

    def thresholds(self) -> Thresholds:
        """Collapse, ranks of local and global minima, uniqueness of the product, and more (Theorem E)."""
        return self.spectrum.thresholds()

    @shared
    def value_at_zero(self) -> Fraction:
        """The loss at W = 0: ``f tr Syy``."""
        return self.problem.loss_factor * self.problem.Syy.trace()

    def value(self, kind: DecayedKind, bits: int = BITS) -> DecayedValue:
        """The loss at all critical points of a kind."""
        low, high = (self.value_at_zero + self.unit * end for end in kind.change_enclosure(bits))
        return DecayedValue(kind, low if low == high else None, low, high)

    def critical_values(self) -> tuple[DecayedValue, ...]:
        """The value of every kind, the largest first as far as enclosures of 64 bits decide; ``InputError`` for more
        than 65,536 kinds.
        """
        number = self.count_kinds()
        if number > MOST_KINDS:
            raise InputError(
                f"There are {number:,} kinds, and at most {MOST_KINDS:,} values are listed at once; iterate over "
                "kinds() and call value(kind) for those you need."
            )
        return tuple(sorted(map(self.value, self.kinds()), key=lambda found: found.lower + found.upper, reverse=True))

    def ridge_solution(self) -> Matrix:
        """Depth 1: the only critical point and minimum, ``2f Syx (2f Sxx + lam I)^-1``.

        >>> import symdln as dln
        >>> print(DecayedProblem(dln.Problem.canonical((3, 1), (2, 2)), "1/2").ridge_solution())
        [2    0]
        [0  2/3]
        """
        problem = self.problem
        if problem.depth != 1:
            raise InputError(f"ridge_solution() is for depth 1, but the depth is {problem.depth}; use kinds().")
        factor = 2 * problem.loss_factor
        regular = factor * problem.Sxx + self.decays[0] * Matrix.identity(problem.input_width)
        return factor * problem.Syx @ regular.inverse()
