"""Random letters: means of polynomials in them, and their independence.

A theory that declares random letters is about their outcomes: its lines hold at every outcome.  The entries of a letter
that is declared ``random`` are independent, also of those of all other random letters, with mean 0 and a variance; of a
``gaussian`` letter they are Gaussian.  A letter that ``depends`` is a function of the letters that it names, a letter
that is ``sure`` is the same at all outcomes, and nothing is known of any other letter: terms that contain it are
refused here.  All means that occur are assumed to exist.  Python's standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from proofs_check.logic.indices import ONE, Index, entails, minus, need
from proofs_check.logic.terms import (
    Matrix,
    MatrixLetter,
    Monomial,
    Scalar,
    Substitution,
    Word,
    add,
    atom_scalar,
    constant,
    multiply,
    multiply_matrices,
    trace_of,
    turn_word,
)

Known = frozenset[Index]


class RandomLetter(NamedTuple):
    """A random letter: the variance of its entries, whether they are Gaussian, and for which indices this is so."""

    parameters: tuple[str, ...]
    variance: Scalar
    gaussian: bool
    range: tuple[Index, ...]


class DependentLetter(NamedTuple):
    """A letter that is a function of ``on[low], ..., on[high]`` for the indices of the range."""

    parameters: tuple[str, ...]
    on: str
    low: Index
    high: Index
    range: tuple[Index, ...]


@dataclass(frozen=True)
class Chance:
    """The random letters of a theory, those that depend on them, and those that are sure."""

    random: Mapping[str, RandomLetter] = field(default_factory=dict)
    depends: Mapping[str, DependentLetter] = field(default_factory=dict)
    sure: frozenset[str] = frozenset()

    def is_sure(self, thing: Any) -> bool:
        """Whether a term contains only sure letters, apart from means; refused for a letter of unknown kind."""
        found = True
        for name, _ in letters(thing):
            need(
                name in self.sure or name in self.random or name in self.depends,
                f"whether {name} is random is not known",
            )
            found = found and name in self.sure
        return found

    def mean(self, scalar: Scalar) -> Scalar:
        """The mean is linear, and sure factors are taken out of it."""
        total: Scalar = {}
        for monomial, value in scalar.items():
            rest: Monomial = frozenset(pair for pair in monomial if not self.is_sure(pair[0]))
            need(all(not exponent[1] for _, exponent in rest), "a symbolic power of what is random has no mean here")
            before = {monomial - rest: value}
            total = add(total, multiply(before, atom_scalar(("mean", rest))) if rest else before)
        return total

    # -- independence --------------------------------------------------------------------------------------------------

    def support(self, name: str, indices: tuple[Index, ...], known: Known) -> tuple[str, Index | None, Index | None]:
        """The random letters of which a letter is a function: ``name[low], ..., name[high]``."""
        one = self.random.get(name) or self.depends.get(name)
        if one is None:
            need(False, f"{name} is not random")
        assert one is not None
        at = Substitution(indices=dict(zip(one.parameters, indices, strict=True)))
        need(all(entails(known, at.index(term)) for term in one.range), f"{name} is not known to be in its range")
        if isinstance(one, RandomLetter):
            return (name, indices[0], indices[0]) if indices else (name, None, None)
        return one.on, at.index(one.low), at.index(one.high)

    def are_independent(self, first: Any, second: Any, known: Known) -> bool:
        """Whether two terms are functions of different random letters."""
        pairs = [(a, b) for a in letters(first) for b in letters(second) if not {a[0], b[0]} & self.sure]
        return all(self._apart(self.support(*a, known), self.support(*b, known), known) for a, b in pairs)

    def _apart(self, first: tuple[Any, ...], second: tuple[Any, ...], known: Known) -> bool:
        if first[0] != second[0]:
            return True
        if first[1] is None or second[1] is None:
            return False
        before = minus(minus(second[1], first[2]), ONE)
        after = minus(minus(first[1], second[2]), ONE)
        return entails(known, before) or entails(known, after)

    # -- the mean over one letter --------------------------------------------------------------------------------------

    def contracted(self, monomial: Monomial, letter: MatrixLetter, known: Known) -> Scalar:
        """The mean over one random letter, which is independent of all others.

        It is 0 if the letter occurs an odd number of times, and else the sum over all pairings of the terms in which
        the letters of a pair W, W' are replaced by ``E w_ab w_cd``, the variance if a = c and b = d and else 0.  Four
        letters or more need Gaussian entries.
        """
        self.support(letter.name, letter.indices, known)
        one = self.random[letter.name]
        words, rest = self._words(monomial, letter)
        count = sum(_is(other, letter) for word in words for other in word)
        need(count <= 2 or one.gaussian, "three or more entries of a letter that is not Gaussian")
        other_letters = tuple(other for word in words for other in word if not _is(other, letter))
        alone = ((letter.name, letter.indices),)
        need(
            self.are_independent(_Named(alone), (other_letters, rest), known), "a letter is not known to be independent"
        )
        if count % 2:
            return {}
        at = Substitution(indices=dict(zip(one.parameters, letter.indices, strict=True)))
        return multiply({rest: Fraction(1)}, _paired(words, letter, at.scalar(one.variance)))

    def _words(self, monomial: Monomial, letter: MatrixLetter) -> tuple[list[list[MatrixLetter]], Monomial]:
        """The traces in which the letter occurs, as lists of letters without powers, and all other factors."""
        words, rest = [], set()
        for atom, exponent in monomial:
            if not any(found == (letter.name, letter.indices) for found in letters(atom)):
                rest.add((atom, exponent))
                continue
            need(atom[0] == "tr" and not exponent[1], "the letter occurs outside of a trace")
            need(all(not e[1] for _, e in atom[1]), "a symbolic power beside the letter")
            words += [[one for one, e in atom[1] for _ in range(e[0])]] * exponent[0]
        return words, frozenset(rest)


class _Named(tuple):
    """Names with indices, for :func:`letters`."""


def letters(thing: Any) -> Iterator[tuple[str, tuple[Index, ...]]]:
    """The names and indices of all matrix letters and named scalars in a term, except those inside of a mean."""
    if isinstance(thing, _Named):
        yield from thing
    elif isinstance(thing, MatrixLetter):
        yield thing.name, thing.indices
    elif isinstance(thing, dict):
        for pair in thing.items():
            yield from letters(pair)
    elif isinstance(thing, tuple) and len(thing) == 3 and thing[0] == "scalar":
        yield thing[1], thing[2]
    elif isinstance(thing, tuple | frozenset) and not (isinstance(thing, tuple) and thing[:1] == ("mean",)):
        for part in thing:
            yield from letters(part)


def _is(first: MatrixLetter, second: MatrixLetter) -> bool:
    return (first.name, first.indices) == (second.name, second.indices)


def _matrix(word: Sequence[MatrixLetter]) -> Matrix:
    total: Matrix = {(): constant(1)}
    for letter in word:
        total = multiply_matrices(total, {((letter, ONE),): constant(1)})
    return total


def _paired(words: Sequence[Sequence[MatrixLetter]], letter: MatrixLetter, variance: Scalar) -> Scalar:
    """The sum over all pairings: the first letter is paired with each of the others in turn."""
    here = next((k for k, word in enumerate(words) if any(_is(one, letter) for one in word)), None)
    if here is None:
        total = constant(1)
        for word in words:
            total = multiply(total, _trace(word))
        return total
    first, others = _led(words[here], letter), [*words[:here], *words[here + 1 :]]
    total: Scalar = {}
    for place in range(1, len(first)):
        if _is(first[place], letter):
            before, after = list(first[1:place]), list(first[place + 1 :])
            same = first[place].turned == first[0].turned
            # tr(W P W Q) gives tr(P Q'), and tr(W P W' Q) gives tr(P) tr(Q)
            left = [[*before, *_turned(after)]] if same else [before, after]
            total = add(total, _rest(left, others, first[0], letter, variance))
    for number, word in enumerate(others):
        remaining = [*others[:number], *others[number + 1 :]]
        for place, one in enumerate(word):
            if _is(one, letter):
                turned = [*word[place + 1 :], *word[:place]]
                if one.turned != first[0].turned:  # tr(W' Q) = tr(W Q')
                    turned = _turned(turned)
                left = [[*first[1:], *_turned(turned)]]  # tr(W P) tr(W Q) gives tr(P Q')
                total = add(total, _rest(left, remaining, first[0], letter, variance))
    return total


def _rest(
    left: list[list[MatrixLetter]], others: list[Any], first: MatrixLetter, letter: MatrixLetter, variance: Scalar
) -> Scalar:
    """The variance times the remainder of a pair; an empty word is an identity of the size at its place."""
    factor, words = variance, list(others)
    for place, word in enumerate(left):
        if word:
            words.append(word)
        else:  # between W and W', or, after W', around it
            factor = multiply(factor, trace_of({(): constant(1)}, first.cols if place == 0 else first.rows))
    return multiply(factor, _paired(words, letter, variance))


def _led(word: Sequence[MatrixLetter], letter: MatrixLetter) -> list[MatrixLetter]:
    """The word rotated so that it begins with the letter."""
    place = next(k for k, one in enumerate(word) if _is(one, letter))
    return [*word[place:], *word[:place]]


def _turned(word: Sequence[MatrixLetter]) -> list[MatrixLetter]:
    turned: Word = turn_word(tuple((one, ONE) for one in word))
    return [one for one, _ in turned]


def _trace(word: Sequence[MatrixLetter]) -> Scalar:
    return trace_of(_matrix(word), word[0].rows)
