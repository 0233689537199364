"""Rewriting by relations between symbols: orthogonality, balancedness, a block that is zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import overload

from symdln.algebra.words.assumed import note
from symdln.algebra.words.expressions import Expression, as_word, brief, described
from symdln.algebra.words.scalars import Atom, Scalar, reduced_word, sum_scalars, word_trace
from symdln.algebra.words.substitution import map_atoms
from symdln.algebra.words.symbols import Word, rotated_word, transposed_word
from symdln.errors import InputError

MOST_STEPS = 1000

_Terms = list[tuple[Word, Scalar]]
_Rules = list[tuple[Word, _Terms, str]]
"""Left sides and what replaces them, with the relation as a text."""


@overload
def rewrite(value: Expression, relations: Mapping[Expression, Expression]) -> Expression: ...
@overload
def rewrite(value: Scalar, relations: Mapping[Expression, Expression]) -> Scalar: ...
def rewrite(value: Expression | Scalar, relations: Mapping[Expression, Expression]) -> Expression | Scalar:
    """Replace every occurrence of a left side by its right side, ``{U^T U: I}``, until none is left.

    A left side is a product of symbols with coefficient 1, and its right side any expression of the same shape.  The
    transposed relations are used too, and in a trace an occurrence may cross its end.  The result equals ``value``
    wherever the relations hold.  Different results prove nothing, because the order of replacements may matter.
    Raises ``InputError`` if a thousand replacements are not enough.

    >>> from symdln.algebra.words import Symbol, identity, norm_squared, rewrite
    >>> U, A = Symbol("U", "n", "n"), Symbol("A", "n", "m")
    >>> rewrite(norm_squared(U @ A), {U.T @ U: identity("n")}) == norm_squared(A)
    True
    """
    rules = _checked(relations)
    steps = _Steps()
    if isinstance(value, Scalar):
        image = map_atoms(value, lambda atom: _trace_image(atom, rules, steps))
        image.made_by = "rewritten", value, tuple(steps.used)
        return image
    terms = [
        (image, map_atoms(coefficient, lambda atom: _trace_image(atom, rules, steps)) * factor)
        for word, coefficient in value.terms
        for image, factor in _word_image(word, rules, steps)
    ]
    rewritten = Expression.from_terms(value.rows, value.columns, terms)
    rewritten.made_by = "rewritten", value, tuple(steps.used)
    return rewritten


class _Steps:
    """Counts replacements, so that relations which feed each other are noticed."""

    def __init__(self) -> None:
        self.taken = 0
        self.used: dict[str, None] = {}

    def take(self, relation: str) -> None:
        self.taken += 1
        self.used[relation] = None
        note(relation)
        if self.taken > MOST_STEPS:
            raise InputError(
                f"the relations did not come to an end within {MOST_STEPS} replacements; "
                "orient them so that no right side brings back a left side."
            )


def _checked(relations: Mapping[Expression, Expression]) -> _Rules:
    rules: _Rules = []
    for left, right in relations.items():
        for side in (left, right):
            if not isinstance(side, Expression):
                raise InputError(f"both sides of a relation are matrix expressions, but {side!r} was passed.")
        if left.shape != right.shape:
            raise InputError(f"{described(left)} and {described(right)} cannot be equal: the shapes must be equal.")
        word, images = as_word(left), list(right.terms)
        if word is None:
            raise InputError(
                f"the left side {brief(left)} of a relation must be a product of symbols, and one with a 1 x 1 factor "
                "inside is a multiple of another."
            )
        said = f"{left} = {right}"
        rules.append((word, images, said))
        rules.append((transposed_word(word), [(transposed_word(image), c) for image, c in images], said))
    return rules


def _word_image(word: Word, rules: _Rules, steps: _Steps) -> _Terms:
    """The word with all left sides replaced, multiplied out."""
    done: _Terms = []
    open_terms: _Terms = [(word, Scalar(1))]
    while open_terms:
        current, coefficient = open_terms.pop()
        if any(letter.narrow for letter in current):
            current, factor = reduced_word(current)
            coefficient = coefficient * map_atoms(factor, lambda atom: _trace_image(atom, rules, steps))
        found = _first_occurrence(current, rules)
        if found is None:
            done.append((current, coefficient))
            continue
        place, left, images, relation = found
        steps.take(relation)
        head, tail = current[:place], current[place + len(left) :]
        open_terms += [(head + image + tail, coefficient * factor) for image, factor in images]
    return done


def _first_occurrence(word: Word, rules: _Rules) -> tuple[int, Word, _Terms, str] | None:
    for place in range(len(word)):
        for left, images, relation in rules:
            if word[place : place + len(left)] == left:
                return place, left, images, relation
    return None


def _trace_image(atom: Atom, rules: _Rules, steps: _Steps) -> Scalar:
    """The trace with all left sides replaced, also those that go across its end."""
    if isinstance(atom, str):
        return Scalar.atom(atom)
    for start in range(len(atom)):
        turned = rotated_word(atom, start)
        for left, images, relation in rules:
            if turned[: len(left)] == left:
                steps.take(relation)
                rest, size = turned[len(left) :], turned[0].rows
                traces = [word_trace(image + rest, size) * factor for image, factor in images]
                return sum_scalars([map_atoms(part, lambda a: _trace_image(a, rules, steps)) for part in traces])
    return Scalar.atom(atom)
