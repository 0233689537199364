"""Arrays that are allocated once and used again by every later call."""

from __future__ import annotations

import numpy as np


class Workspace:
    """Named float64 arrays, each allocated at its first use and again only when it has to grow.

    Pass one to repeated calls on batches of like size: fresh pages cost more than the arithmetic on them.  Results
    never alias a workspace.  Calls in several threads need a workspace each.

    >>> workspace = Workspace()
    >>> first = workspace.array("residual", (2, 3))
    >>> workspace.array("residual", (3, 2)).base is first.base
    True
    """

    def __init__(self) -> None:
        self._flat: dict[str, np.ndarray] = {}

    def array(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        """A C-contiguous array of this shape with arbitrary content."""
        size = 1
        for extent in shape:
            size *= extent
        flat = self._flat.get(name)
        if flat is None or flat.size < size:
            flat = self._flat[name] = np.empty(size)
        return flat[:size].reshape(shape)
