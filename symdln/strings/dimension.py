"""The dimension of the set of critical points of one kind, in closed form: from widths, ranks, strings and ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from symdln.errors import InputError
from symdln.strings.evaluate import Arc, checked_strings, visited


def dimension_of_kind(
    widths: Sequence[int],
    strings: Mapping[Arc, int],
    rank: int,
    cross_rank: int,
    *,
    data_rank: int | None = None,
    ties: Iterable[tuple[int, int]] = (),
) -> int:
    """The dimension of the set of critical points of one kind, a smooth semialgebraic set.

    With d_0 = rank X (``data_rank``; the input width unless said otherwise), r = ``rank`` = rank P X, g = d_0 - r,
    h = d_H - r and e = ``cross_rank`` - r, the number of closing strings, it is ::

        sum of d_j^2 over hidden j  +  h^2 - e (h - e) + g (g - e)  -  dim End  +  sum of r_v (m_v - r_v)
        +  d_1 (d_x - rank X),

    where dim End adds up ``hom(sigma, tau)`` over all ordered pairs of copies of ``strings`` (multiplicities by (start,
    length)), and ``ties`` are the (m_v, r_v) of the nonzero singular values: how often the value v occurs and how
    often it is selected (a value that is not repeated adds 0 and may be omitted).  Proved in docs/saddle-order.md.
    Raises ``InputError`` where strings, widths and ranks do not fit together.

    >>> dimension_of_kind((1, 1, 1), {}, rank=1, cross_rank=1)              # the hyperbola ab = s
    1
    >>> dimension_of_kind((1, 1, 1), {(1, 0): 1, (2, 1): 1}, 0, 1)          # the point a = b = 0
    0
    """
    given, outputs, depth = widths[0], widths[-1], len(widths) - 1
    inputs = given if data_rank is None else data_rank
    _check((inputs, *widths[1:]), strings, rank, cross_rank)
    g, h, e = inputs - rank, outputs - rank, cross_rank - rank
    ends = h * h - e * (h - e) + g * (g - e)
    hidden = sum(width * width for width in widths[1:-1])
    choices = sum(selected * (multiplicity - selected) for multiplicity, selected in ties)
    return hidden + ends - endomorphisms(depth, strings) + choices + widths[1] * (given - inputs)


def endomorphisms(depth: int, strings: Mapping[Arc, int]) -> int:
    """dim End: the sum of ``hom(sigma, tau)`` over all ordered pairs of copies of strings.

    >>> endomorphisms(2, {(0, 1): 1, (1, 0): 1})        # 0-1 to itself, 1 to itself, 1 into 0-1
    3
    """
    return sum(
        count * other * hom(depth, sigma, tau) for sigma, count in strings.items() for tau, other in strings.items()
    )


def hom(depth: int, sigma: Arc, tau: Arc) -> int:
    """1 if there is a nonzero map from sigma to tau, else 0: if an initial piece of sigma is a final piece of tau.

    A map takes the first vector of sigma to one of tau at the same vertex, and so all of sigma along tau to its end.

    >>> hom(2, (1, 0), (0, 1)), hom(2, (0, 1), (1, 0))
    (1, 0)
    """
    left = tau[1] - (sigma[0] - tau[0]) % (depth + 1)
    return int(0 <= left <= sigma[1])


def _check(widths: Sequence[int], strings: Mapping[Arc, int], rank: int, cross_rank: int) -> None:
    """The strings through each vertex j number d_j - r, and rank Sxy - r of them close."""
    depth = len(widths) - 1
    for string in checked_strings(depth, strings):
        if strings[string] < 0:
            raise InputError(
                f"The string {string} has the multiplicity {strings[string]}; pass one that is at least 0."
            )
    for vertex, width in enumerate(widths):
        found = sum(count for string, count in strings.items() if vertex in visited(string, depth))
        if found != width - rank:
            raise InputError(
                f"{found} strings pass through vertex {vertex}, but the width there is {width} and the rank {rank}; "
                f"pass multiplicities with {width - rank} there (rank X counts as the width at 0)."
            )
    closing = sum(count for (start, length), count in strings.items() if start + length > depth)
    if closing != cross_rank - rank:
        raise InputError(
            f"{closing} strings close, but rank Sxy is {cross_rank} and the rank of the product {rank}; pass "
            f"multiplicities with {cross_rank - rank} closing strings."
        )
