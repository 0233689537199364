"""The data on which the decayed landscape depends: widths, values of the modes, and the product of the decays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any, Self

from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.rational import rational
from symdln.algebra.square_roots import square_of
from symdln.decay.levels import ModeLevel, compare_power, even_threshold, fold_threshold
from symdln.errors import InputError
from symdln.landscape.checks import checked_widths, listed
from symdln.landscape.shared import shared


@dataclass(frozen=True)
class Modes:
    """The data of the list of kinds: ``widths``, distinct ``values`` x in decreasing order with multiplicities (as many
    as min(d_0, d_H) in all, zeros included), the ``exponent`` e, and ``power``, the product of the decays.

    For the loss ``1/2 ||P - Y||^2 + 1/2 sum lam_j ||W_j||^2`` x is the square of a singular value of Y and e = H - 1;
    for an autoencoder, ``1/2 tr (P - 1) S (P - 1)^T`` plus the decay, x is an eigenvalue of S and e = H.  Only the
    product of the decays matters (docs/decay.md, "Unequal decays").  Depth H >= 2.

    >>> modes = Modes.of_singular_values((4, 1), (2, 2, 2, 2), 1)
    >>> [modes.roots(place) for place in range(2)]           # usable from s = 4 3^(-3/4) = 1.7... on
    [2, 0]
    >>> modes.depth, modes.hidden, modes.least_width, modes.parameters, modes.first_positions, modes.is_white
    (3, (2, 2), 2, 12, (0, 1), True)
    >>> [modes.against_fold(place) for place in range(2)], [modes.against_even(place) for place in range(2)]   # s_c = 2
    ([1, -1], [1, -1])
    >>> [level.name for level in modes.levels(0)], modes.number(1), modes.global_ranks
    (['LARGE', 'SMALL'], 1, (1, 1))
    >>> Modes.of_squares([16, 1], (2, 2, 2, 2), [1, 1, 1]) == modes
    True
    >>> modes = Modes.of_autoencoder((4, 1), (1,), 2)         # at depth 2 an eigenvalue is usable above the decay
    >>> [modes.roots(place) for place in range(2)]
    [1, 0]
    """

    widths: tuple[int, ...]
    values: tuple[Eigenvalue, ...]
    exponent: int
    power: Fraction

    @classmethod
    def of_singular_values(cls, singular_values: Sequence[Any], widths: Sequence[int], decay: Any) -> Self:
        """Inputs white, with singular values that are rationals or texts such as "sqrt(3)" (those not given are 0), and
        one decay, or one for each layer.
        """
        checked = _deep(checked_widths(widths))
        squares = [square_of(value) for value in listed(singular_values, "singular_values")]
        return cls.of_squares(squares, checked, checked_decays(decay, len(checked) - 1))

    @classmethod
    def of_squares(cls, squares: Sequence[Fraction], widths: Sequence[int], decays: Sequence[Fraction]) -> Self:
        """Inputs white, by the rational squares of the singular values, so that sqrt(3) is passed as 3."""
        checked = _deep(checked_widths(widths))
        values = _distinct(squares, min(checked[0], checked[-1]), checked)
        product = math.prod(checked_decays(decays, len(checked) - 1), start=Fraction(1))
        return cls(checked, values, len(checked) - 2, product)

    @classmethod
    def of_autoencoder(cls, eigenvalues: Sequence[Any], hidden: Sequence[int], decay: Any) -> Self:
        """Targets = inputs with these eigenvalues of the moment S, all of them, zeros included."""
        values = [rational(value) for value in listed(eigenvalues, "eigenvalues")]
        if any(value < 0 for value in values):
            raise InputError("a moment matrix has no negative eigenvalue; pass eigenvalues >= 0.")
        checked = _deep(checked_widths((len(values), *listed(hidden, "hidden"), len(values))))
        decays = checked_decays(decay, len(checked) - 1)
        return cls(
            checked, _distinct(values, len(values), checked), len(checked) - 1, math.prod(decays, start=Fraction(1))
        )

    # -- sizes ---------------------------------------------------------------------------------------------------------

    @property
    def depth(self) -> int:
        """H, the number of weight matrices."""
        return len(self.widths) - 1

    @property
    def hidden(self) -> tuple[int, ...]:
        """The hidden widths."""
        return self.widths[1:-1]

    @property
    def least_width(self) -> int:
        """d, the largest rank of a product."""
        return min(self.widths)

    @property
    def parameters(self) -> int:
        """N, the number of weights."""
        return sum(a * b for a, b in zip(self.widths, self.widths[1:], strict=False))

    @property
    def is_white(self) -> bool:
        """Whether the values are squared singular values for white inputs, not eigenvalues of an autoencoder."""
        return self.exponent == self.depth - 1

    @shared
    def first_positions(self) -> tuple[int, ...]:
        """The position of the first copy of each value, counted from 0 in decreasing order."""
        return tuple(accumulate((value.multiplicity for value in self.values), initial=0))[:-1]

    # -- roots and thresholds ------------------------------------------------------------------------------------------

    @shared
    def _signs(self) -> tuple[tuple[int, int], ...]:
        """For each value the signs of ``x^e`` against the threshold of being usable, and of lowering the loss."""
        fold, even = fold_threshold(self.depth, self.power), even_threshold(self.depth, self.power)
        return tuple(
            (compare_power(v, self.exponent, fold), compare_power(v, self.exponent, even)) for v in self.values
        )

    def against_fold(self, place: int) -> int:
        """The sign of ``s - s_min`` for the value at this place (for H = 2 of ``s - lam``)."""
        return self._signs[place][0]

    def against_even(self, place: int) -> int:
        """The sign of ``s - s_c``: whether using the mode lowers the loss (1), leaves it (0) or raises it."""
        return self._signs[place][1]

    def levels(self, place: int) -> tuple[ModeLevel, ...]:
        """The levels at which the value at this place can be used."""
        sign = self.against_fold(place)
        if self.depth == 2:
            return (ModeLevel.LARGE,) if sign > 0 else ()
        return (ModeLevel.LARGE, ModeLevel.SMALL) if sign > 0 else () if sign < 0 else (ModeLevel.DOUBLE,)

    def roots(self, place: int) -> int:
        """How many roots the value at this place has: 0, 1 or 2."""
        return len(self.levels(place))

    def number(self, sign: int, *, even: bool = False, equal: bool = False) -> int:
        """How many modes, with multiplicity, have this sign against the threshold; with ``equal`` also sign 0."""
        signs = [pair[1] if even else pair[0] for pair in self._signs]
        return sum(v.multiplicity for v, s in zip(self.values, signs, strict=True) if s == sign or (equal and s == 0))

    @shared
    def global_ranks(self) -> tuple[int, int]:
        """The least and the largest rank of the product at a global minimum (docs/decay.md, Theorem E)."""
        d, least = self.least_width, min(self.least_width, self.number(1, even=True))
        return least, least if self.depth == 2 else min(d, self.number(1, even=True, equal=True))


def checked_decays(decay: Any, depth: int) -> tuple[Fraction, ...]:
    """One positive decay for each layer; ``InputError`` for zero, negative or the wrong number of decays.

    >>> checked_decays("1/2", 2), checked_decays([1, 2], 2)
    ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 1), Fraction(2, 1)))
    """
    several = isinstance(decay, (list, tuple))
    decays = tuple(rational(value) for value in decay) if several else (rational(decay),) * depth
    if len(decays) != depth:
        raise InputError(
            f"{len(decays)} decays were passed for {depth} layers; pass one number, or one for each layer."
        )
    if any(value < 0 for value in decays):
        raise InputError(f"the decays {[str(value) for value in decays]} are not all positive; pass positive numbers.")
    if not any(decays):
        raise InputError("The decay is 0, so this is the plain loss; use the problem without decay.")
    if not all(decays):
        raise InputError(
            "Some layers have the decay 0 and others do not: then every decayed layer is zero at every critical point "
            "(docs/decay.md, corollary A4), so there is no list of kinds; pass positive decays for all layers."
        )
    return decays


def _deep(widths: tuple[int, ...]) -> tuple[int, ...]:
    if len(widths) < 3:
        raise InputError(
            f"The widths {widths} have no hidden layer: with decay this is ridge regression, whose only critical point "
            "is its minimum; build a DecayedProblem and call ridge_solution()."
        )
    return widths


def _distinct(values: Sequence[Fraction], size: int, widths: tuple[int, ...]) -> tuple[Eigenvalue, ...]:
    """The rational values, filled up with zeros, as distinct numbers in decreasing order with multiplicities."""
    if len(values) > size:
        raise InputError(
            f"{len(values)} singular values were passed, but widths {widths} leave room for min(d_0, d_H) = {size}; "
            "pass fewer values or wider ends."
        )
    everyone = [*values, *([Fraction(0)] * (size - len(values)))]
    return tuple(
        Eigenvalue(x, (-x.numerator, x.denominator), 0, everyone.count(x), x, x)
        for x in sorted(set(everyone), reverse=True)
    )
