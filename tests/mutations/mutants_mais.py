"""False neighbours of the claims of MAIS."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofs_check.claims.mais.o70 import Factorisation, volumes_at_zero, zero_target
from proofs_check.language.outcome import Outcome, all_of, equal
from symdln.strings.singularity import least_cost
from tests.mutations.planting import Planting

plant = Planting()


def local(case: Factorisation) -> Fraction:
    """Half the least codimension at the point."""
    (M, H, N), a, b, r = case
    codimension = least_cost((M - r, H - r, N - r), {(0, 1): a - r, (1, 2): b - r}).codimension
    return Fraction(r * (M + N - r) + codimension, 2)


def reduced_to(change: Callable[[Factorisation], tuple[int, int, int]]) -> Callable[[Factorisation], Outcome]:
    """Other reduced widths (q, h, p)."""

    def check(case: Factorisation) -> Outcome:
        (M, _, N), *_ = case
        q, h, p = change(case)
        value, order = zero_target(q, h, p)
        return all_of(
            equal(Fraction(N * M - p * q, 2) + value, local(case), "lambda"),
            equal((value, order), volumes_at_zero(q, h, p), "the table at zero"),
        )

    return check


plant("mais.o70", "h = H - a - b, without the rank of the product")(
    reduced_to(lambda case: (case[0][0] - case[1], max(0, case[0][1] - case[1] - case[2]), case[0][2] - case[2]))
)
plant("mais.o70", "the ranks of both factors exchanged")(
    reduced_to(
        lambda case: (
            max(0, case[0][0] - case[2]),
            case[0][1] - case[1] - case[2] + case[3],
            max(0, case[0][2] - case[1]),
        )
    )
)
plant("mais.o70", "the coefficient of the fibre: the rank of the product in place of both ranks")(
    reduced_to(lambda case: (case[0][0] - case[3], case[0][1] - case[3], case[0][2] - case[3]))
)


@plant("mais.o70", "the order always 1")
def smooth_everywhere(case: Factorisation) -> Outcome:
    (M, H, N), a, b, r = case
    return equal(volumes_at_zero(M - a, H - a - b + r, N - b)[1], 1, "the order")


@plant("mais.o70", "no 1/8 at odd sums")
def without_the_eighth(case: Factorisation) -> Outcome:
    (M, H, N), a, b, r = case
    q, h, p = M - a, H - a - b + r, N - b
    value, order = zero_target(q, h, p)
    return equal((value - Fraction(order - 1, 8), order), volumes_at_zero(q, h, p), "the table at zero")
