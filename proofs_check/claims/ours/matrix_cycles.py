"""Cycles of period two of descent on two layers of matrices: which of them attract all weights near."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import flint

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.claims.ours.parts.unit_disc import is_schur, may_touch_circle
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.algebra.rational import to_fmpq
from symdln.dynamics import diagonal_cycles, exact_descent

Mode = tuple[str, ...]
"""``(r,)``: a mode that rests at r; ``(a, b)``: one that goes round from a to b, with a b = 1 / eta."""

Network = tuple[Mode, ...]

RESTING: tuple[Network, ...] = tuple((("2", "3"), (rest,)) for rest in ("1", "2", "9/4", "5/2", "3"))
BEYOND: Network = (("3/2", "4"), ("1",))
BETWEEN: Network = (("10", "13"), ("11",))
"""On the curve: ``c = 10/13 + 13/10 - 1 = 139/130`` and ``d = 121/130``, so c + d = 2."""

TOGETHER: tuple[Network, ...] = (
    (("2", "3"), ("7/3", "18/7")),
    (("2", "3"), ("18/7", "7/3")),
    (("2", "3"), ("2", "3")),
    (("2", "3"), ("3", "2")),
    (("2", "3"), ("9/4", "8/3")),
    (("6/5", "5/3"), ("5/4", "8/5")),  # on the curve: c - 1 = 49/450, d - 1 = 49/800
    (("6/5", "5/3"), ("8/5", "5/4")),
)
THREE: tuple[Network, ...] = ((("2", "3"), ("1",), ("2",)), (("2", "3"), ("7/3", "18/7"), ("1",)))


def networks(size: str, seed: int) -> Iterator[Network]:
    yield from (*RESTING[:3], *TOGETHER[:2]) if size == "small" else (*RESTING, BEYOND, BETWEEN, *TOGETHER, *THREE)


class Oscillating:
    """Two equal diagonal layers, two exact steps from them, and the derivative of these in all weights."""

    def __init__(self, network: Network):
        modes = [tuple(map(Fraction, mode)) for mode in network]
        self.n, self.moving = len(modes), [j for j, mode in enumerate(modes) if len(mode) == 2]
        product = modes[self.moving[0]][0] * modes[self.moving[0]][1]
        self.eta = 1 / product
        self.targets = [m[0] ** 2 if len(m) == 1 else m[0] ** 2 + m[1] ** 2 - product for m in modes]
        self.c = [self.eta * s for s in self.targets]
        self.points = [[mode[0] for mode in modes], [mode[-1] for mode in modes]]
        self.starts_low = [len(mode) == 2 and mode[0] < mode[1] for mode in modes]

    def steps(self) -> tuple[dln.Point, ...]:
        shape = (self.n, self.n)
        problem = dln.Problem.from_data(
            dln.Matrix.identity(self.n), dln.Matrix.diagonal(self.targets, shape), (self.n,)
        )
        return exact_descent(problem, [dln.Matrix.diagonal(self.points[0], shape)] * 2, self.eta, 2)

    def characteristic(self) -> flint.fmpq_poly:
        """That of the product of ``I - eta Hessian`` at both points, in all 2 n^2 weights."""
        first, second = (dln.Matrix.identity(2 * self.n**2) - self.eta * point.hessian for point in self.steps()[:2])
        return (second @ first).flint.charpoly()


def linear(root: Fraction) -> flint.fmpq_poly:
    return flint.fmpq_poly([to_fmpq(-root), 1])


def quadratic(trace: Fraction, determinant: Fraction) -> flint.fmpq_poly:
    return flint.fmpq_poly([to_fmpq(determinant), to_fmpq(-trace), 1])


def own_factor(exact: Oscillating, j: int) -> flint.fmpq_poly:
    """The multipliers of one mode: along and across a cycle, or those of a minimum."""
    c = exact.c[j]
    if j in exact.moving:
        return linear(9 - 2 * (1 + c) ** 2) * linear(3 - 2 * c)
    return linear((1 - 2 * c) ** 2) * linear(Fraction(1))


def pair_factor(exact: Oscillating, j: int, k: int) -> flint.fmpq_poly:
    """The four multipliers of the entries (j, k) and (k, j) of both layers."""
    together = [mode for mode in (j, k) if mode in exact.moving]
    if not together:
        return linear((1 - exact.c[j] - exact.c[k]) ** 2) ** 2 * linear(Fraction(1)) ** 2
    if len(together) == 1:
        (moving,), c = together, exact.c
        return resting_pair(c[moving], c[k if moving == j else j])
    return moving_pair(exact, j, k)


def resting_pair(c: Fraction, d: Fraction) -> flint.fmpq_poly:
    """One mode goes round, the other rests."""
    across = quadratic(4 - 3 * c - d + d * d + c * d, (1 - c) * (3 - 2 * c - 3 * d) + d * d)
    return linear(Fraction(1)) * linear((1 - c) * (1 + d) + d * d) * across


def moving_pair(exact: Oscillating, j: int, k: int) -> flint.fmpq_poly:
    """Both go round: ``q = u_1 v_2 + u_2 v_1`` with u, v the squares of their points times the step."""
    (u1, v1), (u2, v2) = ([exact.eta * point[mode] ** 2 for mode in (j, k)] for point in exact.points)
    c, d = exact.c[j], exact.c[k]
    q, other = u1 * v2 + u2 * v1, u1 * v1 + u2 * v2
    A = (c - 1) * (d - 1) + 2 - q
    return quadratic(2 * A + 2, A * A - A * other + 1) * linear(Fraction(1)) * linear(5 - 2 * other)


def predicted(exact: Oscillating) -> flint.fmpq_poly:
    """The polynomial with all multipliers as roots."""
    product = flint.fmpq_poly([1])
    for j in range(exact.n):
        product *= own_factor(exact, j)
        for k in range(j):
            product *= pair_factor(exact, k, j)
    return product


def attracts(exact: Oscillating) -> bool | None:
    """The statement: True, False, or None on the curves that it leaves out."""
    if len(exact.moving) > 1:
        return None if on_curve(exact) else False
    (k,) = exact.moving
    sums = [exact.c[k] + c for j, c in enumerate(exact.c) if j != k]
    if (1 + exact.c[k]) ** 2 > 5 or any(total > 2 for total in sums):
        return False
    return None if 2 in sums else True


def on_curve(exact: Oscillating) -> bool:
    """Two modes, in phase, with ``(c - d)^2 = 2 (c - 1)(d - 1)(c + d - 2)``."""
    j, k = exact.moving[:2]
    c, d = exact.c[j], exact.c[k]
    in_phase = exact.starts_low[j] == exact.starts_low[k]
    return in_phase and (c - d) ** 2 == 2 * (c - 1) * (d - 1) * (c + d - 2)


def by_schur_and_cohn(exact: Oscillating, characteristic: flint.fmpq_poly) -> bool | None:
    """What the multipliers decide, without the n (n - 1) that are 1 along other cycles of the same kind.

    Where no root has an inverse root, none lies on the circle: then False says that one lies outside.
    """
    rest = characteristic // linear(Fraction(1)) ** (exact.n * (exact.n - 1))
    return True if is_schur(rest) else None if may_touch_circle(rest) else False


def found(exact: Oscillating) -> list[bool | None]:
    """The verdicts of ``diagonal_cycles`` on this cycle."""
    flip = next(exact.starts_low[j] for j in exact.moving)
    phases = tuple(j in exact.moving and low == flip for j, low in enumerate(exact.starts_low))
    return [
        cycle.attracts_matrices
        for cycle in diagonal_cycles(exact.targets, exact.eta)
        if cycle.moving == tuple(exact.moving) and cycle.in_phase == phases
    ]


@claim(
    "ours.matrix-cycles",
    source=OURS.at(OURS_FLOW),
    statement=r"L = \tfrac12 \|W_2 W_1 - \operatorname{diag}(s_1, \dots, s_n)\|^2, \; c_j = \eta s_j > 0, \; W_1 = W_2 "
    r"\text{ diagonal and positive, each mode resting at its minimum or in its cycle of two steps: the cycle attracts "
    r"all weights near it if one mode } k \text{ alone goes round, } 1 < c_k < \sqrt5 - 1 \text{ and } c_k + c_j < 2 "
    r"\text{ for all } j \ne k; \text{ it repels if } c_k > \sqrt5 - 1, \text{ if } c_k + c_j > 2 \text{ for a resting "
    r"} j, \text{ or if two modes go round, unless in phase with } (c_k - c_l)^2 = 2 (c_k - 1)(c_l - 1)(c_k + c_l - 2)",
    over=cases(
        "rational cycles of networks",
        networks,
        sentence=f"{len(list(networks('default', 0)))} networks of two and three modes with rational cycles and "
        "minima, one or two modes going round, in phase or not, where the cycle attracts, where it repels and where "
        "neither is said (small scope: five of them): two exact steps, the characteristic polynomial of their "
        "derivative in all weights from the exact Hessians, and the criterion of Schur and Cohn",
        strength=Verdict.VERIFIED,
        fields="the factors of each mode",
    ),
    made_precise="n x n layers and white inputs; attracts means that all weights near the cycle tend to a cycle of the "
    "same kind: turned by an orthogonal matrix between the layers, or with other factors of the modes at rest; repels "
    "means that a multiplier has modulus above 1",
    written=written.MATRIX_CYCLES,
)
def matrix_cycles(network: Network) -> Outcome:
    """Of the cycles of two steps of two diagonal layers only those of one mode can attract matrices that are near."""
    exact = Oscillating(network)
    here, there = (dln.Matrix.diagonal(values, (exact.n, exact.n)) for values in exact.points)
    visited = [layer for point in exact.steps() for layer in point.weights]
    characteristic = exact.characteristic()
    return all_of(
        is_true(visited == [here, here, there, there, here, here], "two steps return"),
        is_true(characteristic == predicted(exact), "the multipliers"),
        equal(by_schur_and_cohn(exact, characteristic), attracts(exact), "whether the cycle attracts"),
        equal(found(exact), [attracts(exact)], "what diagonal_cycles says"),
    )
