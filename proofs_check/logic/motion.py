"""Letters that move in time: their derivatives by the product rule, and their values at the start.

A theory that declares motions is about a trajectory: its lines hold at every time t >= 0 at which the trajectory
exists, a letter with a motion is a differentiable function of t, and a letter that is declared still does not depend
on t.  Nothing is known of any other fixed letter, and terms that contain it are refused here.  Python's standard
library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from proofs_check.logic.indices import ONE, Index, minus, need, whole
from proofs_check.logic.terms import (
    Atom,
    Matrix,
    MatrixLetter,
    Monomial,
    Scalar,
    Substitution,
    Word,
    add,
    add_matrices,
    atom_scalar,
    constant,
    letter_matrix,
    matrix_power,
    multiply,
    multiply_matrices,
    power,
    scale,
    trace_of,
    transpose,
)


class Motion(NamedTuple):
    """A moving letter has the derivative ``rate`` and is ``start`` at t = 0, where all terms of ``range`` are >= 0."""

    parameters: tuple[str, ...]
    rate: Any
    start: Any
    range: tuple[Index, ...]


@dataclass(frozen=True)
class Time:
    """The motions of a theory by name, and the names of the letters that are still."""

    motions: Mapping[str, Motion]
    still: frozenset[str]

    def moves(self, name: str) -> bool:
        """Whether a letter moves; refused if that is not known."""
        need(name in self.motions or name in self.still, f"whether {name} moves is not known")
        return name in self.motions

    def is_still(self, thing: Any) -> bool:
        """Whether a term or a fact contains only still letters."""
        return all(name in self.still for name, _ in _letters(thing))

    def ranges(self, thing: Any) -> list[Index]:
        """The index terms that must be >= 0 so that all moving letters of a term have their motions."""
        found: list[Index] = []
        for name, indices in _letters(thing):
            if self.moves(name):
                motion = self.motions[name]
                found += [_at(motion, indices).index(term) for term in motion.range]
        return found

    # -- derivatives -------------------------------------------------------------------------------------------------

    def scalar_rate(self, scalar: Scalar) -> Scalar:
        """The derivative of a polynomial, by the product rule."""
        total: Scalar = {}
        for monomial, value in scalar.items():
            for atom, exponent in monomial:
                if self.is_still((atom,)):
                    continue
                need(not exponent[1], "a symbolic power of what moves has no derivative here")
                rest: Monomial = monomial - {(atom, exponent)}
                lower = power(atom_scalar(atom), minus(exponent, ONE))
                factor = multiply(constant(value * exponent[0]), multiply({rest: Fraction(1)}, lower))
                total = add(total, multiply(factor, self._atom_rate(atom)))
        return total

    def _atom_rate(self, atom: Atom) -> Scalar:
        need(atom[0] in ("scalar", "tr"), f"{atom[0]} of what moves has no derivative here")
        if atom[0] == "tr":
            return trace_of(self._word_rate(atom[1]), atom[1][0][0].rows)
        motion = self.motions[atom[1]] if self.moves(atom[1]) else None
        return {} if motion is None else _at(motion, atom[2]).scalar(motion.rate)

    def matrix_rate(self, matrix: Matrix) -> Matrix:
        """The derivative of a sum of words with scalar coefficients."""
        total: Matrix = {}
        for word, scalar in matrix.items():
            total = add_matrices(total, scale(self._word_rate(word), scalar))
            total = add_matrices(total, scale({word: constant(1)}, self.scalar_rate(scalar)))
        return total

    def _word_rate(self, word: Word) -> Matrix:
        total: Matrix = {}
        for place, (letter, exponent) in enumerate(word):
            if not self.moves(letter.name):
                continue
            need(not exponent[1], "a symbolic power of what moves has no derivative here")
            before, after = {word[:place]: constant(1)}, {word[place + 1 :]: constant(1)}
            motion = self.motions[letter.name]
            rate = _at(motion, letter.indices).matrix(motion.rate)
            rate = transpose(rate) if letter.turned else rate
            base = letter_matrix(letter)
            for k in range(exponent[0]):
                left, right = matrix_power(base, whole(k)), matrix_power(base, whole(exponent[0] - 1 - k))
                middle = multiply_matrices(multiply_matrices(left, rate), right)
                total = add_matrices(total, multiply_matrices(multiply_matrices(before, middle), after))
        return total

    # -- the start ---------------------------------------------------------------------------------------------------

    @property
    def start(self) -> Substitution:
        """The replacement of every moving letter by its value at t = 0."""
        return _Start(self)


class _Start(Substitution):
    def __init__(self, time: Time):
        super().__init__()
        object.__setattr__(self, "time", time)

    def _letter(self, letter: MatrixLetter) -> Matrix:
        time: Time = self.time  # pyright: ignore[reportAttributeAccessIssue]
        if not time.moves(letter.name):
            return letter_matrix(letter)
        motion = time.motions[letter.name]
        start = _at(motion, letter.indices).matrix(motion.start)
        return transpose(start) if letter.turned else start

    def _atom(self, atom: Atom) -> Scalar:
        time: Time = self.time  # pyright: ignore[reportAttributeAccessIssue]
        if atom[0] == "scalar" and time.moves(atom[1]):
            motion = time.motions[atom[1]]
            return _at(motion, atom[2]).scalar(motion.start)
        return super()._atom(atom)


def _at(motion: Motion, indices: tuple[Index, ...]) -> Substitution:
    return Substitution(indices=dict(zip(motion.parameters, indices, strict=True)))


def _letters(thing: Any) -> list[tuple[str, tuple[Index, ...]]]:
    """The names and indices of all matrix letters and named scalars in a term, a fact or a part of one."""
    if isinstance(thing, MatrixLetter):
        return [(thing.name, thing.indices)]
    if isinstance(thing, dict):
        return [found for pair in thing.items() for part in pair for found in _letters(part)]
    if isinstance(thing, tuple) and len(thing) == 3 and thing[0] == "scalar":
        return [(thing[1], thing[2])]
    if isinstance(thing, tuple | frozenset):
        return [found for part in thing for found in _letters(part)]
    return []
