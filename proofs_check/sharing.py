"""What several claims ask of one point is computed once and kept with the point."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import symdln as dln

T = TypeVar("T")


def shared(function: Callable[[dln.Point], T]) -> Callable[[dln.Point], T]:
    """The function, computed once for a point, so that all claims at the same point share the value."""

    @wraps(function)
    def kept(point: dln.Point) -> T:
        values = vars(point).setdefault("_shared", {})
        if function not in values:
            values[function] = function(point)
        return values[function]

    return kept
