"""How singular a fibre of the product map is, in plain integers: codimensions, components, and Aoyagi's theorem.

The fibre of the product at W consists of the weights with the same product.  Where the product has rank r, it looks
near W like ``{W_H ... W_1 = 0}`` at the *residual* widths ``d_j - r`` times a smooth set of codimension ``r (d_0 + d_H
- r)``.  So everything below concerns products that vanish.  The ranks at a point of such a fibre are a mapping from
(i, l), ``0 <= i < l <= H``, to the rank of ``W_l ... W_{i+1}``; those that are left out are zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from symdln.errors import InputError

Ranks = Mapping[tuple[int, int], int]
Profile = tuple[int, ...]

MOST_PROFILES = 300_000  # about two seconds


@dataclass(frozen=True)
class LeastCost:
    """The least codimension of the pieces of a fibre that pass through a point, and all profiles that have it.

    A profile ``(t_0, ..., t_H)`` has ``t_j`` for the rank of ``W_j ... W_1`` at most points of a piece.

    >>> found = least_cost((2, 2, 2))                      # W_2 W_1 = 0 with 2 x 2 layers, at W = 0
    >>> found.codimension, found.profiles, found.components      # both layers have rank 1, and 2 (2 - 1) + 1 = 3
    (3, ((2, 1, 0),), 1)
    """

    codimension: int
    profiles: tuple[Profile, ...]

    @property
    def components(self) -> int:
        """How many pieces of this codimension pass through the point."""
        return len(self.profiles)


def cost(widths: Sequence[int], profile: Profile) -> int:
    """The codimension of the weights with ``rank W_j ... W_1 = t_j``: the sum of ``(t_{j-1} - t_j)(d_j - t_j)``.

    >>> cost((2, 2, 2), (2, 1, 0))                     # W_1 singular costs 1, and W_2 W_1 = 0 then 2 more
    3
    """
    steps = range(1, len(widths))
    return sum((profile[j - 1] - profile[j]) * (widths[j] - profile[j]) for j in steps)


def least_cost(widths: Sequence[int], ranks: Ranks | None = None) -> LeastCost:
    """The least cost of all profiles of vanishing products at points near one with these ranks.

    These are the integers ``d_0 = t_0 >= t_1 >= ... >= t_H = 0`` with ``t_j <= d_j`` and, for all p < l, ``t_p - t_l <=
    d_p - rank W_l ... W_{p+1}``: ranks only rise near a point.  Without ranks it is the codimension of the fibre over
    zero.  Raises ``InputError`` for widths and ranks that do not fit, and for more than 300,000 profiles.

    >>> least_cost((2, 1, 1, 2)).codimension, least_cost((2, 1, 1, 2), {(1, 2): 1}).codimension
    (1, 2)
    """
    known = _checked(widths, ranks or {})
    best, found = None, []
    for seen, profile in enumerate(_profiles(tuple(widths), known)):
        if seen == MOST_PROFILES:
            raise InputError(
                f"Widths {tuple(widths)} have more than {MOST_PROFILES:,} profiles; aoyagi(widths, r) has the learning "
                "coefficient of the whole fibre at any size."
            )
        value = cost(widths, profile)
        if best is None or value < best:
            best, found = value, []
        if value == best:
            found.append(profile)
    return LeastCost(best or 0, tuple(found))


def _profiles(widths: Profile, ranks: Ranks) -> Iterator[Profile]:
    """Every profile, by its entries from the left."""
    depth = len(widths) - 1

    def extend(profile: Profile) -> Iterator[Profile]:
        j = len(profile)
        if j > depth:
            yield profile
            return
        lowest = max(profile[p] - widths[p] + ranks.get((p, j), 0) for p in range(j))
        highest = 0 if j == depth else min(profile[-1], widths[j])
        for t in range(highest, max(lowest, 0) - 1, -1):
            yield from extend((*profile, t))

    yield from extend((widths[0],))


def _checked(widths: Sequence[int], ranks: Ranks) -> Ranks:
    if len(widths) < 2 or any(isinstance(d, bool) or not isinstance(d, int) or d < 0 for d in widths):
        raise InputError(f"Widths are at least two integers that are not negative, but {widths!r} was passed.")
    depth = len(widths) - 1
    for key, rank in ranks.items():
        if not (isinstance(key, tuple) and len(key) == 2 and 0 <= key[0] < key[1] <= depth):
            raise InputError(f"{key!r} does not name a product; ranks are given by (i, l) with 0 <= i < l <= {depth}.")
        if not 0 <= rank <= min(widths[key[0] : key[1] + 1]):
            raise InputError(f"The product {key} has the rank {rank}, which the widths {tuple(widths)} do not allow.")
    if ranks.get((0, depth), 0):
        raise InputError("The product of all layers must vanish; pass residual widths and ranks, less the rank r.")
    return ranks


# -- closed formulas for whole fibres ----------------------------------------------------------------------------------


def aoyagi(widths: Sequence[int], rank: int = 0) -> tuple[Fraction, int]:
    """Aoyagi's theorem: the learning coefficient of the fibre over a matrix of this rank, and its order.

    With ``M_s = d_s - rank``, choose l + 1 of the widths such that ``max inside < min outside``, ``sum inside >= l max
    inside`` and ``sum inside < l min outside``; with S the sum inside, ``M = ceil(S/l)`` and ``a = S - (M - 1) l``::

        lambda = (r (d_0 + d_H) - r^2) / 2 + a (l - a) / (4 l) - l (l - 1) / 4 (S/l)^2 + 1/2 sum of M_i M_j inside

    and the order is ``a (l - a) + 1`` (Aoyagi, "Consideration on the learning efficiency of multiple-layered neural
    networks with linear units", Theorem 2, as quoted in the literature).  It is the *least* local coefficient along the
    fibre; at a given point the coefficient may be larger.  Raises ``InputError`` for a rank that no product has.

    >>> aoyagi((2, 2, 2)), aoyagi((1, 1, 1)), aoyagi((5, 3, 5))
    ((Fraction(3, 2), 1), (Fraction(1, 2), 2), (Fraction(13, 2), 2))
    """
    M, regular = _residual(widths, rank)
    inside = _active(M)
    l, S = len(inside) - 1, sum(inside)  # noqa: E741  the theorem's letter
    a = S - (-(-S // l) - 1) * l
    pairs = sum(inside[i] * inside[j] for j in range(l + 1) for i in range(j))
    rest = Fraction(a * (l - a), 4 * l) - Fraction(l - 1, 4 * l) * S * S + Fraction(pairs, 2)
    return Fraction(regular, 2) + rest, a * (l - a) + 1


def _active(M: Sequence[int]) -> list[int]:
    """The subset of Aoyagi's theorem, as a sorted list; with max inside < min outside it begins the sorted widths."""
    ordered = sorted(M)
    for size in range(2, len(ordered) + 1):
        inside, outside, l = ordered[:size], ordered[size:], size - 1  # noqa: E741
        fits = sum(inside) >= l * inside[-1]
        if fits and (not outside or (inside[-1] < outside[0] and sum(inside) < l * outside[0])):
            return inside
    raise AssertionError(f"no subset of {ordered} meets the conditions of Aoyagi's theorem; please report this")


def lehalleur_rimanyi(widths: Sequence[int], rank: int = 0) -> LeastCostFormula:
    """The codimension of the fibre over a matrix of this rank and its number of components, in closed form.

    With ``d'_0 <= d'_1 <= ...`` the widths less the rank, sorted, ``m = max {l >= 1: d'_0 + ... + d'_l >= l d'_l}`` and
    ``S = d'_0 + ... + d'_m``::

        C = m/2 {S/m} (1 - {S/m}) - m (m - 1)/2 (S/m)^2 + sum of d'_i d'_j (i < j <= m) + r (d_0 + d_H - r)
        components: binom(m, |S - m floor(S/m + 1/2)|)

    (Lehalleur and Rimanyi, arXiv:2411.19920, the theorem on the codimension; the modulus is ours, since the index is
    negative without it for widths (1, 1, 1, 2)).  Raises ``InputError`` as :func:`aoyagi`.

    >>> found = lehalleur_rimanyi((2, 2, 2, 2, 2))
    >>> str(found.codimension), found.components
    ('3', 6)
    """
    residual, regular = _residual(widths, rank)
    d = sorted(residual)
    m = max(l for l in range(1, len(d)) if sum(d[: l + 1]) >= l * d[l])  # noqa: E741
    S = sum(d[: m + 1])
    part = Fraction(S % m, m)
    pairs = sum(d[i] * d[j] for j in range(m + 1) for i in range(j))
    value = Fraction(m, 2) * part * (1 - part) - Fraction(m - 1, 2 * m) * S * S + pairs + regular
    nearest = (2 * S + m) // (2 * m)
    return LeastCostFormula(value, comb(m, abs(S - m * nearest)), m, S)


@dataclass(frozen=True)
class LeastCostFormula:
    """The closed formula's codimension, an integer in value, with the number of components and its m and S.

    >>> found = lehalleur_rimanyi((2, 2, 2), 0)                  # W_2 W_1 = 0 at W = 0
    >>> str(found.codimension), found.components, found.m, found.S
    ('3', 1, 2, 6)
    """

    codimension: Fraction
    components: int
    m: int
    S: int


def _residual(widths: Sequence[int], rank: int) -> tuple[list[int], int]:
    _checked(widths, {})
    if isinstance(rank, bool) or not isinstance(rank, int) or not 0 <= rank <= min(widths):
        raise InputError(f"A product through widths {tuple(widths)} has no rank {rank!r}; pass 0 to {min(widths)}.")
    return [d - rank for d in widths], rank * (widths[0] + widths[-1] - rank)
