"""Values derived from a problem or a point are computed once and kept in the object itself, by one decorator."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Arguments = ParamSpec("Arguments")


class shared(cached_property[R], Generic[T, R]):  # noqa: N801  a decorator, named as one
    """A function of one object, computed once for each object, that a class may carry as an attribute.

    As a method it is an attribute of its class, as with ``functools.cached_property``.  As a function of a module it
    is called, ``loss_of(point)``, and the class of a later module shows it as an attribute, ``loss = loss_of``; both
    ways find the same value.

    >>> class Square:
    ...     def __init__(self, side):
    ...         self.side = side
    >>> @shared
    ... def area_of(square):
    ...     print("computed")
    ...     return square.side**2
    >>> class Tile(Square):
    ...     area = area_of
    >>> tile = Tile(3)
    >>> tile.area, area_of(tile)
    computed
    (9, 9)
    """

    def __init__(self, function: Callable[[T], R]):
        super().__init__(function)
        self.attrname = self.name = function.__name__
        update_wrapper(self, function)  # type: ignore[arg-type]

    def __set_name__(self, owner: type, name: str) -> None:
        """The value is kept by the name of the function, whatever name a class shows it by."""

    if not TYPE_CHECKING:  # without the lock that functools.cached_property takes; typed as there

        def __get__(self, thing, owner=None):
            return self if thing is None else self(thing)

    def __call__(self, thing: T) -> R:
        known, name = thing.__dict__, self.name
        if name not in known:
            known[name] = self.func(thing)
        return known[name]


def shared_by_arguments(
    method: Callable[Concatenate[T, Arguments], R],
) -> Callable[Concatenate[T, Arguments], R]:
    """A method whose value is computed once for each object and each tuple of (positional) arguments."""
    name = f"_{method.__name__}_by_arguments"

    def once(thing: Any, *arguments: Any) -> Any:
        known = thing.__dict__.get(name)
        if known is None:
            known = thing.__dict__[name] = {}
        if arguments not in known:
            known[arguments] = method(thing, *arguments)  # type: ignore[call-arg]
        return known[arguments]

    return update_wrapper(once, method)  # type: ignore[return-value]
