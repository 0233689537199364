"""The order of a saddle in closed form, for every depth, all widths and all data: from its strings alone."""

from __future__ import annotations

from collections.abc import Iterable

from symdln.strings.evaluate import Arc, checked_strings, visited

Run = tuple[int, int]  # the first and the last of consecutive vertices


def closes(string: Arc, depth: int) -> bool:
    """Whether a string (start, length) uses the arrow H -> 0."""
    return sum(string) > depth


def runs(string: Arc, depth: int) -> tuple[Run, ...]:
    """The runs of a string: one, or for a closing string the two that the arrow H -> 0 joins.

    >>> runs((1, 1), 3), runs((3, 2), 3)
    (((1, 2),), ((0, 1), (3, 3)))
    """
    start, end = string[0], visited(string, depth)[-1]
    return ((0, end), (start, depth)) if closes(string, depth) else ((start, end),)


def gap(string: Arc, depth: int) -> Run:
    """The hidden layers that a closing string misses, as a run.

    >>> gap((3, 1), 3)
    (1, 2)
    """
    return visited(string, depth)[-1] + 1, string[0] - 1


def order_of_saddle(depth: int, strings: Iterable[Arc], *, inverted: bool = False) -> int | None:
    """The order of a saddle with these strings (start, length); None at a global minimiser.

    Let n be the least number of runs of strings whose union contains the gap of a closing string.  The order is n + 1;
    but it is 4 if n = 2 and every cover by two runs of any gap that two runs cover consists of a run from vertex 0
    and a run to vertex H.  Where no gap is covered, or no string closes, the point is a global minimiser.  If the
    selection is ``inverted`` (some unselected singular value exceeds a selected one) the order is 2.

    The order is the least k such that the loss falls by at least a constant times ``rho^k`` within each small distance
    rho.  Ties of singular values and zero singular values are allowed.  It matters only which strings occur, not how
    often.  Proved in docs/saddle-order.md.  Raises ``InputError`` for a string that the depth does not have.

    >>> order_of_saddle(3, [(3, 1), (0, 0), (1, 0), (2, 0)])        # W = 0 at depth 3
    3
    >>> order_of_saddle(3, [(3, 1), (0, 1), (2, 1)])                # the exception: 3-0, 0-1 and 2-3
    4
    >>> order_of_saddle(2, [(2, 1), (1, 0)])                        # strict, by the string 1
    2
    """
    occurring = checked_strings(depth, strings)
    if inverted:
        return 2
    cover = least_cover(depth, occurring)
    if cover is None:
        return None
    if len(cover) == 2 and _only_from_input_to_output(depth, occurring):
        return 4
    return len(cover) + 1


def least_cover(depth: int, strings: Iterable[Arc]) -> tuple[Run, ...] | None:
    """The fewest runs that cover the gap of a closing string, in order; None where no gap is covered.

    >>> least_cover(4, [(4, 1), (0, 0), (1, 1), (2, 2), (3, 0)])
    ((1, 2), (2, 4))
    """
    occurring = checked_strings(depth, strings)
    available = _all_runs(depth, occurring)
    covers = (_greedy(gap(tau, depth), available) for tau in occurring if closes(tau, depth))
    return min((cover for cover in covers if cover is not None), key=len, default=None)


def _greedy(gap: Run, available: tuple[Run, ...]) -> tuple[Run, ...] | None:
    """Cover a gap from its first vertex on, each time by the run that reaches furthest: no cover has fewer runs."""
    chosen: list[Run] = []
    first, last = gap
    while first <= last:
        reaching = [run for run in available if run[0] <= first <= run[1]]
        if not reaching:
            return None
        chosen.append(max(reaching, key=lambda run: run[1]))
        first = chosen[-1][1] + 1
    return tuple(chosen)


def _only_from_input_to_output(depth: int, occurring: tuple[Arc, ...]) -> bool:
    """Whether every cover of a gap by two runs has a first run from 0 and a second run to H, where no gap is covered by
    one.
    """
    available = _all_runs(depth, occurring)
    for tau in occurring:
        if closes(tau, depth):
            first, last = gap(tau, depth)
            left = [run for run in available if run[0] <= first <= run[1]]
            right = [run for run in available if run[0] <= last <= run[1]]
            for one in left:
                for other in right:
                    if other[0] <= one[1] + 1 and not (one[0] == 0 and other[1] == depth):
                        return False
    return True


def _all_runs(depth: int, strings: Iterable[Arc]) -> tuple[Run, ...]:
    return tuple(dict.fromkeys(run for string in strings for run in runs(string, depth)))
