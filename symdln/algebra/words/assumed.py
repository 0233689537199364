"""Under which equations a word was made: relations that rewrote it, and images that were put into it."""

from __future__ import annotations

import threading
from typing import TypeVar

from symdln.algebra.words.expressions import Expression
from symdln.algebra.words.scalars import Scalar


class _Listening(threading.local):
    """Where the relations that are used in this thread are noted, while someone listens, and whether images are too."""

    found: dict[str, None] | None = None
    images: bool = False


_listening = _Listening()


class relations_used:  # noqa: N801  a block, named as one; a generator would cost more than most of what it hears
    """While it is open, add to ``found`` every relation by which :func:`rewrite` replaces something in this thread.

    What follows holds under these relations only.  With ``images`` what is substituted for a symbol or a scalar and
    what is closed to a symbol are noted too, as equations.

    >>> from symdln.algebra.words import Symbol
    >>> from symdln.algebra.words.assumed import relations_used
    >>> from symdln.algebra.words.relations import rewrite
    >>> A, B, used = Symbol("A", "n", "n"), Symbol("B", "n", "n"), {}
    >>> with relations_used(used):
    ...     same = rewrite(A @ B, {A: B, B @ B @ A: A}) == rewrite(B @ A, {A: B})
    >>> same, list(used)
    (True, ['A = B'])
    """

    __slots__ = ("_before", "_found", "_images")

    def __init__(self, found: dict[str, None], *, images: bool = False):
        self._found, self._images = found, images

    def __enter__(self) -> None:
        self._before = _listening.found, _listening.images
        _listening.found, _listening.images = self._found, self._images

    def __exit__(self, *error: object) -> None:
        _listening.found, _listening.images = self._before


def note(relation: str, *, image: bool = False) -> None:
    """Note a relation, or an image, if someone listens for it.

    >>> used = {}
    >>> with relations_used(used):
    ...     note("A = B")
    ...     note("f = 1", image=True)                                  # only for those who listen with images=True
    >>> list(used)
    ['A = B']
    """
    if _listening.found is not None and (_listening.images or not image):
        _listening.found[relation] = None


def note_made(*values: Expression | Scalar) -> None:
    """Note again what was assumed where these values were made, which may have been before anyone listened.

    >>> from symdln.algebra.words import Symbol, rewrite
    >>> A, B, used = Symbol("A", "n", "n"), Symbol("B", "n", "n"), {}
    >>> square = rewrite(A @ B, {A: B})
    >>> with relations_used(used):
    ...     note_made(square.T)
    >>> list(used)
    ['A = B']
    """
    from symdln.algebra.words.replay import nodes

    if _listening.found is not None:
        for node in nodes(values):
            if node.made_by and node.made_by[0] in ("rewritten", "substituted"):
                for said in node.made_by[2]:
                    note(said, image=node.made_by[0] == "substituted")


_Value = TypeVar("_Value", bound=Expression | Scalar)


def assumed(made: _Value, before: Expression | Scalar, said: list[str]) -> _Value:
    """The value with a note of the images that were put into the value ``before``, if that changed it.

    >>> from symdln.algebra.words import Symbol
    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> assumed(B @ B, A @ B, ["A = B"]).made_by                       # what substitute(A @ B, {A: B}) returns
    ('substituted', <A B: n x n>, ('A = B',))
    """
    if made != before:
        made.made_by = "substituted", before, tuple(said)
        note_made(made)
    return made
