"""False neighbours of the claims ``ours.almost-every``."""

from __future__ import annotations

from unittest import mock

import symdln as dln
from proofs_check.claims.ours import almost_every as claims
from proofs_check.claims.ours.almost_every import Architecture, Equilibrium, accepted
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, holds
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from symdln.almost_every import criteria
from symdln.almost_every.criteria import DIMENSION, EIGENVALUES, RANKS, Reason
from symdln.almost_every.decide import almost_every
from symdln.almost_every.invariants import differential_rank, generic_rank, integer_point
from symdln.almost_every.kinds import SaddleKind
from symdln.strings.dimension import dimension_of_kind
from tests.mutations.planting import Planting

plant = Planting()


# -- criteria with one thing changed: the checker refuses their certificates -------------------------------------------


def equal_ranks(kind: SaddleKind, widths: tuple[int, ...]) -> Reason | None:
    """(A) with <= in place of <."""
    for j in range(1, kind.depth):
        if kind.layer_rank(j) + kind.layer_rank(j + 1) <= generic_rank(widths, j):
            return Reason(RANKS, layer=j)
    return None


def any_nonzero_layer(kind: SaddleKind, widths: tuple[int, ...]) -> Reason | None:
    """(A2) without the two products that vanish."""
    nonzero = [j for j in range(1, kind.depth - 1) if kind.rank == 0 and kind.layer_rank(j + 1)]
    return Reason(EIGENVALUES, layer=nonzero[-1], point=0) if nonzero else None


def equal_dimension(kind: SaddleKind, widths: tuple[int, ...], cross_rank: int) -> Reason | None:
    """(B) with <= in place of <."""
    dimension = dimension_of_kind(widths, dict(kind.strings), kind.rank, cross_rank)
    fits = dimension <= differential_rank(integer_point(widths, 0))
    return Reason(DIMENSION, point=0) if fits else None


def none(*_: object) -> None:
    """No criterion."""


@plant("ours.almost-every", "(A) with <= in place of <")
def ranks_may_be_equal(case: Architecture) -> Outcome:
    with mock.patch.object(criteria, "by_ranks", equal_ranks):
        return accepted(almost_every(*case, criteria=(RANKS, EIGENVALUES, DIMENSION)))


@plant("ours.almost-every", "(A2) for every layer that is not zero")
def layers_may_touch(case: Architecture) -> Outcome:
    with (
        mock.patch.object(criteria, "by_ranks", none),
        mock.patch.object(criteria, "by_eigenvalues", any_nonzero_layer),
        mock.patch.object(criteria, "by_dimension", return_value=Reason(RANKS, layer=1)),
    ):
        answer = almost_every(*case, criteria=(RANKS, EIGENVALUES))
        used = any(reason is not None and reason.criterion == EIGENVALUES for _, reason in answer.kinds)
        return accepted(answer) if used else holds("(A2) is not used here")


@plant("ours.almost-every", "(B) with <= in place of <, alone")
def dimension_may_be_equal(case: Architecture) -> Outcome:
    with (
        mock.patch.object(criteria, "by_ranks", none),
        mock.patch.object(criteria, "by_eigenvalues", none),
        mock.patch.object(criteria, "by_dimension", equal_dimension),
    ):
        answer = almost_every(*case, criteria=(DIMENSION,))
    return accepted(answer) if answer.is_settled else holds("a kind is left")


WIDE = cases(
    "wide enough by one unit",
    lambda size, seed: [Architecture((d, 2, 3, 2), 2) for d in (2, 3, 4)],
    sentence="widths (d, 2, 3, 2)",
    strength=Verdict.VERIFIED,
)


@plant("ours.almost-every.depth-three", "d_2 >= 2 d_y - 2 in place of 2 d_y - 1", over=WIDE)
def narrower_layer(case: Architecture) -> Outcome:
    d_0, d_1, _, d_y = case.widths
    narrower = (d_0, d_1, 2 * d_y - 2, d_y)
    answer = almost_every(narrower, case.cross_rank, criteria=(RANKS,))
    return accepted(answer) if answer.is_settled else fails("criterion (A) leaves a kind", widths=narrower)


@plant("ours.almost-every.one-string", "without the theorem on one-string saddles, by (A), (A2) and (B)")
def without_the_theorem(case: Architecture) -> Outcome:
    answer = almost_every(*case, criteria=(RANKS, EIGENVALUES, DIMENSION))
    return accepted(answer) if answer.is_settled else fails("a kind is left", kind=str(answer.open[0]))


@plant("ours.almost-every.one-string", "widths (d_x + 1, n + 1, n, n) in place of (d_x, n, n, n)")
def wider_hidden_layer(case: Architecture) -> Outcome:
    d_0, n, *_ = case.widths
    changed = (d_0 + 1, n + 1, n, n)
    answer = almost_every(changed, criteria=(RANKS, "one string"))
    return accepted(answer) if answer.is_settled else fails("a kind is left", widths=changed)


# -- exact points ------------------------------------------------------------------------------------------------------


@plant("ours.almost-every.exceptional", "(A) with <= in place of <")
def rank_may_be_generic(point: dln.Point) -> Outcome:
    kind, widths = claims.saddle_kind_of(point), tuple(point.problem.widths)
    reason = equal_ranks(kind, widths)
    if reason is None or reason.layer is None:
        return holds("no criterion applies")
    rank = claims.invariant_of(point, reason.layer).rank()
    return at_most(rank + 1, generic_rank(widths, reason.layer), "one more than rank C_j")


@plant("ours.almost-every.exceptional", "(A2) for every layer that is not zero")
def common_eigenvalue_at_every_layer(point: dln.Point) -> Outcome:
    kind = claims.saddle_kind_of(point)
    layers = [j for j in range(1, kind.depth - 1) if kind.layer_rank(j + 1)]
    return all_of(holds("no layer"), *(claims.common_eigenvalue(point, j) for j in layers))


@plant("ours.almost-every.limit", "one less than the full rank")
def one_less(widths: tuple[int, ...]) -> Outcome:
    full = sum(d * (d + 1) // 2 for d in widths[1:-1])
    return equal(max(map(claims.rank_on_kind, claims.open_points(tuple(widths)))), full - 1, "the rank")


@plant("ours.almost-every.equilibria", "minima of f among the critical points with f >= 0")
def a_minimum(case: Equilibrium) -> Outcome:
    x, y, z = case.direction
    return all_of(claims.equilibria_are_unstable.check(case), at_most(0, x * y * z, "f <= 0"))
