"""Words judged by normal form are also evaluated: an unsound normal form is an error, and never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symdln.algebra.words import Expression, Scalar, trace, zero
from symdln.algebra.words.assumed import note_made
from symdln.algebra.words.replay import agree_everywhere_looked, disagreement, rewritten_parts

SEED = 0


def confirm(left: Any, right: Any, what: str) -> None:
    """Raise ``ArithmeticError`` unless normal forms and values agree at random integer matrices of random small sizes.

    The value of a normal form must equal the result of the same operations on the matrices.  So sides with one normal
    form have one value there.  Words are evaluated before relations rewrite them.  Anything but words and scalars is
    left alone.
    """
    words = [side for side in (left, right) if isinstance(side, (Expression, Scalar))]
    if words:
        note_made(*words)
    for word in words:
        found = disagreement(word, SEED)
        if found is not None:
            raise ArithmeticError(f"{what}: {found}; the normal form is unsound, which is an error in symdln.")


def why_open(left: Any, right: Any) -> str:
    """Why different normal forms of two words show nothing; empty where their values differ too, or they are not words.

    Rewriting by relations may end in different words for one matrix, and matrices of fixed sizes obey equations that
    no normal form has, such as the standard identity of 2 x 2 matrices.  In lists and tables every entry that differs
    must be open.
    """
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)) and len(left) == len(right):
        return _all_open(zip(left, right, strict=True))
    if isinstance(left, Mapping) and isinstance(right, Mapping) and left.keys() == right.keys():
        return _all_open((left[key], right[key]) for key in left)
    return _why_open(left, right)


def _why_open(left: Any, right: Any) -> str:
    left, right = _of_one_kind(left, right)
    sides = [side for side in (left, right) if isinstance(side, (Expression, Scalar))]
    if any(rewritten_parts(side) for side in sides):
        return "rewriting by relations ends in different words, which shows nothing: there may be another way"
    both_matrices = isinstance(left, Expression) and isinstance(right, Expression) and left.shape == right.shape
    comparable = both_matrices or (isinstance(left, Scalar) and isinstance(right, Scalar))
    if comparable and agree_everywhere_looked(left, right):
        return "the words differ, but have one value at all random matrices that were tried"
    return ""


def _of_one_kind(left: Any, right: Any) -> tuple[Any, Any]:
    """Both sides as scalars, where one is a scalar and the other a 1 x 1 matrix; else as they are."""
    sides = [left, right]
    for place, other in enumerate((right, left)):
        if isinstance(other, Scalar) and isinstance(sides[place], Expression) and sides[place].shape == (1, 1):
            sides[place] = trace(sides[place])
    return sides[0], sides[1]


def _all_open(pairs: Iterable[tuple[Any, Any]]) -> str:
    """Why the pairs that differ show nothing; empty where one of them shows a difference."""
    reasons = [why_open(left, right) for left, right in pairs if left != right]
    return reasons[0] if reasons and all(reasons) else ""


def compared_by_form(left: Any, right: Any) -> bool:
    """Whether ``left == right`` is False for words or lists of words by their form alone, or by their kinds.

    A matrix of zeros is not ``== 0``, which is a matter of notation and shows nothing.
    """
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Expression) and isinstance(other, int) and other == 0 and one.shape != (1, 1):
            return not one or bool(why_open(one, zero(*one.shape)))
    return left != right and bool(why_open(left, right))


def confirm_difference(left: Any, right: Any, what: str) -> None:
    """Raise ``ArithmeticError`` if words with different normal forms have one value at all of several random matrices.

    Only for words that no relation has rewritten: there different normal forms are to be different polynomials.
    """
    both_matrices = isinstance(left, Expression) and isinstance(right, Expression) and left.shape == right.shape
    comparable = both_matrices or (isinstance(left, Scalar) and isinstance(right, Scalar))
    if comparable and left != right and agree_everywhere_looked(left, right):
        raise ArithmeticError(
            f"{what}: {left} and {right} have the same values, but different normal forms; this is an error in symdln."
        )
