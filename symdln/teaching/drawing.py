"""Common parts of the pictures: an empty figure, line styles that differ in grey print, and progress reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from symdln.errors import InputError
from symdln.landscape.problem import Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Item = TypeVar("Item")
STYLES = ("-", "--", ":", "-.")
GREYS = ("black", "0.35", "0.55", "0.2")
SERIES = 300  # number of points of a drawn curve


class Watch(Protocol):
    """Passes the items on and may say how many of ``total`` have passed; ``what`` names them."""

    def __call__(self, items: Iterable[Item], what: str, total: int, /) -> Iterator[Item]: ...


def unwatched(items: Iterable[Item], what: str, total: int, /) -> Iterator[Item]:
    """The items without a report, which is the default of every picture."""
    return iter(items)


def counter(watch: Watch, what: str, total: int) -> Callable[[int], None]:
    """A function that takes the number of done items out of ``total``, for work that calls back."""
    ticks, told = watch(range(total + 1), what, total), 0

    def reach(done: int) -> None:
        nonlocal told
        while told <= min(done, total):
            next(ticks)
            told += 1

    reach(0)
    return reach


def figure(rows: int, columns: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """An empty figure with axes, row by row; ``InputError`` where matplotlib is missing."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError("plots need matplotlib; install it with pip install 'symdln[plot]'.") from None
    made = Figure(figsize=(width, height), layout="constrained")
    return made, list(np.ravel(made.subplots(rows, columns, squeeze=False)))


def widths_of(problem: Problem) -> str:
    """The widths as text for a title."""
    return "(" + ", ".join(map(str, problem.widths)) + ")"
