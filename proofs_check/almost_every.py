"""Checks certificates that almost every trajectory of gradient flow converges to a global minimiser: no search.

A certificate names, for every kind of non-strict saddles of an architecture, the criterion by which it attracts only a
null set of starts, and integer weights where a criterion needs them.  The criteria and their proofs are on the page
docs/almost-every.md; this checks their arithmetic with the standard library alone.  It lists the kinds:

*   An architecture: rank X = d_0, the widths d_1, ..., d_H and rank Sxy.  A string is an arc of at most H - 1
    arrows on the cycle 0 -> 1 -> ... -> H -> 0; it closes if it uses the arrow H -> 0.  A kind of rank r has d_j - r
    strings through each vertex j, of which rank Sxy - r close.  It is non-strict, and no minimum, if r < min(d_j, rank
    Sxy) and no run of a string covers the hidden layers that a closing string misses.
*   (A)  rank W_j + rank W_{j+1} < min(d_j, d_{j-1} + d_{j+1}) for the hidden layer j that is named.
*   (A2) r = 0, W_{j+1} is not 0, W_{j+1} W_j and W_{j+2} W_{j+1} are; and at the named integer weights the
    characteristic polynomials of C_j and - C_{j+1}, without the factors x that they always have, are coprime.
*   (B)  the dimension of the kind is less than the rank of the derivative of (C_1, ..., C_{H-1}) at the named integer
    weights modulo the named number.  (Each pivot must be invertible, so the rank over the rationals is no smaller.)
*   (one string) H = 3, d_1 = d_2 = min(d_0, d_3) = rank Sxy = n, and r = n - 1.

(B) and (one string) speak of distinct nonzero singular values; the sentence of acceptance says so where they are used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from proofs_check.kernel import need, shown

FORMAT = "almost every trajectory 1"
KEYS = {"format", "widths", "cross_rank", "modulus", "points", "kinds"}
MOST_LAYERS, MOST_WIDTH, MOST_ENTRY, MOST_KINDS, MOST_TRIES = 8, 8, 10**6, 20_000, 1_000_000
DISTINCT = ("B", "one string")

Arc = tuple[int, int, int]  # start, number of arrows, how often
Matrix = list[list[int]]


class ListedKind(NamedTuple):
    """A kind: its rank and its strings, in order."""

    rank: int
    strings: tuple[Arc, ...]


def check(certificate: Any) -> str:
    """A sentence that says what the certificate settles; ``CertificateRefusedError``, with one sentence, if nothing."""
    need(isinstance(certificate, dict) and set(certificate) == KEYS, f"A certificate holds {', '.join(sorted(KEYS))}.")
    need(certificate["format"] == FORMAT, f"The format is not {FORMAT!r}.")
    widths, cross_rank = _architecture(certificate["widths"], certificate["cross_rank"])
    modulus = certificate["modulus"]
    need(_is_whole(modulus, 2, 2**62), "The modulus is not an integer from 2 to 2^62.")
    points = _points(certificate["points"], widths)
    rows = _rows(certificate["kinds"])
    used = set()
    for kind in kinds(widths, cross_rank):
        need(kind in rows, f"The certificate says nothing about the kind of rank {kind.rank} with {_named(kind)}.")
        row = rows.pop(kind)
        need(row["criterion"] in CHECKS, f"There is no criterion called {shown(row['criterion'])}.")
        CHECKS[row["criterion"]](kind, widths, cross_rank, row, points, modulus)
        used.add(row["criterion"])
    need(not rows, "The certificate names a kind that is not a kind of non-strict saddles here.")
    data = f"rank X = {widths[0]} and rank Sxy = {cross_rank}"
    distinct = ", the nonzero singular values being distinct" if used & set(DISTINCT) else ""
    how = f"the criteria {', '.join(sorted(used))}" if used else "the absence of non-strict saddles"
    return (
        f"settles widths ({', '.join(map(str, widths))}) by {how}: for {data}{distinct}, almost every trajectory "
        "converges to a global minimiser (theorems and textbook facts: docs/almost-every.md)"
    )


# -- what is read ------------------------------------------------------------------------------------------------------


def _is_whole(number: Any, least: int, most: int) -> bool:
    return type(number) is int and least <= number <= most


def _architecture(widths: Any, cross_rank: Any) -> tuple[tuple[int, ...], int]:
    need(
        isinstance(widths, list)
        and 3 <= len(widths) <= MOST_LAYERS + 1
        and all(_is_whole(d, 1, MOST_WIDTH) for d in widths),
        f"The widths are not a list of 3 to {MOST_LAYERS + 1} integers from 1 to {MOST_WIDTH}.",
    )
    need(_is_whole(cross_rank, 0, min(widths[0], widths[-1])), "The rank of Sxy does not fit the widths.")
    return tuple(widths), cross_rank


def _points(data: Any, widths: Sequence[int]) -> list[list[Matrix]]:
    need(isinstance(data, list) and len(data) <= MOST_LAYERS, "The points are not a short list.")
    for layers in data:
        need(isinstance(layers, list) and len(layers) == len(widths) - 1, "A point does not have one matrix a layer.")
        for W, columns, rows in zip(layers, widths, widths[1:], strict=False):
            need(isinstance(W, list) and len(W) == rows, "A weight does not have the shape that the widths say.")
            for row in W:
                need(
                    isinstance(row, list)
                    and len(row) == columns
                    and all(_is_whole(x, -MOST_ENTRY, MOST_ENTRY) for x in row),
                    f"A row of a weight is not a list of {columns} integers of at most {MOST_ENTRY}.",
                )
    return data


def _rows(data: Any) -> dict[ListedKind, dict[str, Any]]:
    need(isinstance(data, list) and len(data) <= MOST_KINDS, f"The kinds are not a list of at most {MOST_KINDS}.")
    found = {}
    for row in data:
        need(
            isinstance(row, dict) and {"rank", "strings", "criterion"} <= set(row) <= {*ROW},
            f"A kind does not have the entries {', '.join(ROW)}, of which layer and point may be missing.",
        )
        strings = row["strings"]
        need(
            isinstance(strings, list)
            and all(isinstance(s, list) and len(s) == 3 and all(_is_whole(x, 0, 99) for x in s) for s in strings)
            and type(row["rank"]) is int
            and isinstance(row["criterion"], str),
            "A kind is not a rank with a list of strings [start, arrows, how often] and the name of a criterion.",
        )
        kind = ListedKind(row["rank"], tuple(sorted(tuple(string) for string in strings)))
        need(kind not in found, "A kind is given twice.")
        found[kind] = row
    return found


ROW = ("rank", "strings", "criterion", "layer", "point")


def _named(kind: ListedKind) -> str:
    return "the strings [start, arrows, how often] " + ", ".join(str(list(string)) for string in kind.strings)


# -- kinds -------------------------------------------------------------------------------------------------------------


def kinds(widths: Sequence[int], cross_rank: int) -> Iterator[ListedKind]:
    """Every kind of non-strict saddles that are not minima: closing strings first, then open ones by their starts."""
    depth, count, tries = len(widths) - 1, 0, 0
    closing = [(start, depth + 1 - start + end) for start in range(1, depth + 1) for end in range(start - 1)]
    for rank in range(min(*widths, cross_rank)):
        room = [width - rank for width in widths]
        for counts in _shares(cross_rank - rank, len(closing)):
            tries += 1
            need(tries <= MOST_TRIES, "These widths are too much work for the checker.")
            chosen = [(*arc, n) for arc, n in zip(closing, counts, strict=True) if n]
            gaps = [_gap(arc, depth) for arc in chosen]
            left = [
                space - sum(n for start, arrows, n in chosen if v >= start or v <= start + arrows - depth - 1)
                for v, space in enumerate(room)
            ]
            runs = [run for arc in chosen for run in _runs(arc, depth)]
            if min(left) < 0 or _cover(runs, gaps):
                continue
            for opened in _open_strings(0, left, gaps, depth):
                count += 1
                need(count <= MOST_KINDS, f"There are more than {MOST_KINDS} kinds.")
                yield ListedKind(rank, tuple(sorted((*chosen, *opened))))


def _shares(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to share a total among so many parts."""
    if parts == 0:
        yield from [()] if total == 0 else []
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in _shares(total - first, parts - 1))


def _open_strings(v: int, left: list[int], gaps: list[tuple[int, int]], depth: int) -> Iterator[tuple[Arc, ...]]:
    """The open strings from the vertex v on that fill what is left there; none covers a gap."""
    if v > depth:
        yield ()
        return
    ends = [end for end in range(v, min(depth, v + depth - 1) + 1) if not _cover([(v, end)], gaps)]
    for counts in _shares(left[v], len(ends)):
        after = [
            space - sum(n for end, n in zip(ends, counts, strict=True) if v <= w <= end) for w, space in enumerate(left)
        ]
        if min(after[v:]) >= 0:
            first = tuple((v, end - v, n) for end, n in zip(ends, counts, strict=True) if n)
            yield from ((*first, *rest) for rest in _open_strings(v + 1, after, gaps, depth))


def _runs(arc: Arc, depth: int) -> list[tuple[int, int]]:
    start, last = arc[0], arc[0] + arc[1]
    return [(start, last)] if last <= depth else [(0, last - depth - 1), (start, depth)]


def _gap(arc: Arc, depth: int) -> tuple[int, int]:
    return arc[0] + arc[1] - depth, arc[0] - 1


def _cover(runs: list[tuple[int, int]], gaps: list[tuple[int, int]]) -> bool:
    return any(begin <= first and last <= end for begin, end in runs for first, last in gaps)


def _runs_over(kind: ListedKind, first: int, last: int, depth: int) -> int:
    return sum(arc[2] for arc in kind.strings for begin, end in _runs(arc, depth) if begin <= first and last <= end)


# -- criteria ----------------------------------------------------------------------------------------------------------


def _layer(row: dict[str, Any], most: int) -> int:
    need(_is_whole(row.get("layer"), 1, most), "The layer that is named is not one of the hidden layers in question.")
    return row["layer"]


def _point(row: dict[str, Any], points: list[list[Matrix]]) -> list[Matrix]:
    need(_is_whole(row.get("point"), 0, len(points) - 1), "The point that is named is not there.")
    return points[row["point"]]


def _generic_rank(widths: Sequence[int], j: int) -> int:
    return min(widths[j], widths[j - 1] + widths[j + 1])


def check_ranks(kind: ListedKind, widths: Sequence[int], cross_rank: int, row: Any, points: Any, modulus: int) -> None:
    depth = len(widths) - 1
    j = _layer(row, depth - 1)
    ranks = 2 * kind.rank + _runs_over(kind, j - 1, j, depth) + _runs_over(kind, j, j + 1, depth)
    need(ranks < _generic_rank(widths, j), f"Criterion (A) does not hold at layer {j} for {_named(kind)}.")


def check_eigenvalues(
    kind: ListedKind, widths: Sequence[int], cross_rank: int, row: Any, points: Any, modulus: int
) -> None:
    depth = len(widths) - 1
    j = _layer(row, depth - 2)
    need(
        kind.rank == 0
        and _runs_over(kind, j, j + 1, depth) > 0
        and _runs_over(kind, j - 1, j + 1, depth) == 0
        and _runs_over(kind, j, j + 2, depth) == 0,
        f"Criterion (A2) does not apply at layer {j} for {_named(kind)}.",
    )
    layers = _point(row, points)
    polynomials = []
    for k, sign in ((j, 1), (j + 1, -1)):
        found = characteristic([[sign * x for x in line] for line in invariant(layers, k)])
        polynomials.append([Fraction(x) for x in found[: _generic_rank(widths, k) + 1]])
    need(_coprime(*polynomials), f"The polynomials of C_{j} and - C_{j + 1} have a common root at the point named.")


def check_dimension(
    kind: ListedKind, widths: Sequence[int], cross_rank: int, row: Any, points: Any, modulus: int
) -> None:
    rank = rank_modulo(derivatives(_point(row, points)), modulus)
    need(dimension(kind, widths, cross_rank) < rank, f"Criterion (B) does not hold for {_named(kind)}.")


def check_one_string(
    kind: ListedKind, widths: Sequence[int], cross_rank: int, row: Any, points: Any, modulus: int
) -> None:
    n = cross_rank
    need(
        len(widths) == 4 and widths[1] == widths[2] == n == min(widths[0], widths[3]) and kind.rank == n - 1,
        "The theorem on one-string saddles does not apply to these widths and this rank.",
    )


CHECKS = {"A": check_ranks, "A2": check_eigenvalues, "B": check_dimension, "one string": check_one_string}


# -- arithmetic --------------------------------------------------------------------------------------------------------


def _times(A: Matrix, B: Matrix) -> Matrix:
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*B, strict=True)] for row in A]


def _transposed(A: Matrix) -> Matrix:
    return [list(column) for column in zip(*A, strict=True)]


def invariant(layers: list[Matrix], j: int) -> Matrix:
    """``C_j = W_{j+1}^T W_{j+1} - W_j W_j^T``."""
    W, after = layers[j - 1], layers[j]
    left, right = _times(_transposed(after), after), _times(W, _transposed(W))
    return [[x - y for x, y in zip(a, b, strict=True)] for a, b in zip(left, right, strict=True)]


def characteristic(A: Matrix) -> list[int]:
    """The coefficients of the characteristic polynomial, that of the highest power first, by Faddeev and LeVerrier."""
    n, coefficients = len(A), [1]
    M = [[0] * n for _ in range(n)]
    for k in range(1, n + 1):
        M = _times(A, M)
        for i in range(n):
            M[i][i] += coefficients[-1]
        trace = sum(_times(A, M)[i][i] for i in range(n))
        coefficients.append(-trace // k)  # the division leaves no remainder
    return coefficients


def _coprime(f: list[Fraction], g: list[Fraction]) -> bool:
    """Whether two polynomials, highest coefficients first and not 0, have no common root: Euclid's algorithm."""
    while len(g) > 1:
        remainder = list(f)
        while len(remainder) >= len(g):
            factor = remainder[0] / g[0]
            padded = [*g, *[Fraction(0)] * (len(remainder) - len(g))]
            remainder = [x - factor * y for x, y in zip(remainder, padded, strict=True)][1:]
        while remainder and remainder[0] == 0:
            remainder = remainder[1:]
        if not remainder:
            return False
        f, g = g, remainder
    return True


def derivatives(layers: list[Matrix]) -> Matrix:
    """For each entry of a weight the change of all C_j, by the product rule in whole matrices."""
    rows = []
    for at, W in enumerate(layers):
        for a, b in product(range(len(W)), range(len(W[0]))):
            unit = [[int((x, y) == (a, b)) for y in range(len(W[0]))] for x in range(len(W))]
            row: list[int] = []
            for j in range(1, len(layers)):
                size = len(layers[j - 1])
                change = [[0] * size for _ in range(size)]
                if at == j:
                    change = _times(_transposed(W), unit)
                elif at == j - 1:
                    change = [[-x for x in line] for line in _times(W, _transposed(unit))]
                row += [change[x][y] + change[y][x] for x in range(size) for y in range(x, size)]
            rows.append(row)
    return rows


def rank_modulo(rows: Matrix, modulus: int) -> int:
    """The rank by elimination modulo a number; a pivot without an inverse is refused."""
    rows, rank = [[x % modulus for x in row] for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((row for row in rows[rank:] if row[column]), None)
        if pivot is None:
            continue
        try:
            inverse = pow(pivot[column], -1, modulus)
        except ValueError:
            need(False, "A pivot has no inverse modulo the number named; name a prime.")
            raise
        rows.remove(pivot)
        rows.insert(rank, [x * inverse % modulus for x in pivot])
        for k in range(rank + 1, len(rows)):
            factor = rows[k][column]
            if factor:
                rows[k] = [(x - factor * y) % modulus for x, y in zip(rows[k], rows[rank], strict=True)]
        rank += 1
    return rank


def dimension(kind: ListedKind, widths: Sequence[int], cross_rank: int) -> int:
    """The dimension of the kind (docs/saddle-order.md); maps between strings are counted on lists of vertices."""
    depth = len(widths) - 1
    lists = Counter(
        {tuple((start + k) % (depth + 1) for k in range(arrows + 1)): n for start, arrows, n in kind.strings}
    )
    maps = sum(
        n * m
        for (sigma, n), (tau, m) in product(lists.items(), repeat=2)
        for size in range(1, min(len(sigma), len(tau)) + 1)
        if sigma[:size] == tau[-size:]
    )
    g, h, e = widths[0] - kind.rank, widths[-1] - kind.rank, cross_rank - kind.rank
    return sum(d * d for d in widths[1:-1]) + h * h - e * (h - e) + g * (g - e) - maps
