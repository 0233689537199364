"""Values that several claims need at one point, or for one problem, are computed once and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import symdln as dln

S = TypeVar("S", dln.Point, dln.Problem)
T = TypeVar("T")


def shared(function: Callable[[S], T]) -> Callable[[S], T]:
    """The function, computed once for a point or problem, so that all claims about the same one share the value."""

    @wraps(function)
    def kept(subject: S) -> T:
        values = vars(subject).setdefault("_shared", {})
        if function not in values:
            values[function] = function(subject)
        return values[function]

    return kept
