"""Descent with decreasing steps keeps two factors balanced, in the constants of print."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, isqrt

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import DU
from proofs_check.language.verdict import Verdict
from symdln.dynamics import imbalances

Start = tuple[tuple[int, int, int], int, str]
"""Widths, a number from which target and start are made, and epsilon as a part of the norm of the target."""

STEPS = 3
WIDTHS = ((1, 1, 1), (2, 1, 2), (2, 2, 2), (2, 2, 1))


def starts(size: str, seed: int) -> Iterator[Start]:
    yield from itertools.product(WIDTHS[: 3 if size == "small" else None], (1, 2), ("1/2", "1/10"))


class Factors:
    """Two layers ``W_2 = U``, ``W_1 = V^T``, a target M, and steps in the range of print."""

    def __init__(self, start: Start):
        widths, number, part = start
        d, self.r, n = widths
        target = dln.Matrix.from_entries(n, d, [(number + 3 * k) % 5 + 1 for k in range(n * d)])
        self.norm_squared = target.norm_squared()
        norm_below = Fraction(isqrt(int(self.norm_squared * 10**8)), 10**4)
        self.epsilon = Fraction(part) * norm_below
        problem = dln.Problem.from_data(dln.Matrix.identity(d), target, widths[1:2])
        scale = Fraction(isqrt(int(self.epsilon * 10**4 / (16 * d * n * self.r))), 100)
        layers = [
            dln.Matrix.from_entries(
                *shape, [scale * ((number + j + 2 * k) % 4 - 1) for k in range(shape[0] * shape[1])]
            )
            for j, shape in enumerate(problem.shapes)
        ]
        self.point = dln.Point(problem, layers)

    def step(self, t: int) -> Fraction:
        """A number 1 / q just below ``sqrt(epsilon / r) / (100 (t + 1) ||M||^(3/2))``, so that numbers stay short.

        Its square is at most ``epsilon / (10^4 r (t + 1)^2 ||M||^3)``.
        """
        norm_above = Fraction(isqrt(ceil(self.norm_squared * 10**8)) + 1, 10**4)
        inverse_square = 10**4 * self.r * (t + 1) ** 2 * norm_above**3 / self.epsilon
        return Fraction(1, isqrt(ceil(inverse_square)) + 1)

    def points(self) -> Iterator[dln.Point]:
        point = self.point
        yield point
        for t in range(STEPS):
            point = point.moved(point.gradient, -self.step(t))
            yield point


def norm_bound(r: int, norm_squared: Fraction) -> Fraction:
    """The square of ``5 sqrt(r) ||M||``."""
    return 25 * r * norm_squared


def balance_bound(exact: Factors) -> Fraction:
    """The square of epsilon."""
    return exact.epsilon**2


@claim(
    "du.descent",
    source=DU.at("descent with decreasing steps, two factors"),
    statement=r"\|U_0^\mathsf{T} U_0 - V_0^\mathsf{T} V_0\| \le \tfrac{99}{100} \varepsilon, \; \|U_0 V_0^\mathsf{T}\| "
    r"\le \|M\|, \; 0 < \eta_t \le \frac{\sqrt{\varepsilon / r}}{100 (t + 1) \|M\|^{3/2}} \Rightarrow \forall t: \; "
    r"\|U_t^\mathsf{T} U_t - V_t^\mathsf{T} V_t\| \le \varepsilon, \; f(U_{t+1}, V_{t+1}) \le f(U_t, V_t) \le 2 "
    r"\|M\|^2, \; \|U_t\|^2, \|V_t\|^2 \le 5 \sqrt r \|M\|",
    over=cases(
        "two factors",
        starts,
        sentence=f"two starts each for epsilon = ||M|| / 2 and ||M|| / 10 at {len(WIDTHS)} widths (small scope: 3): "
        f"{STEPS} exact steps of descent just below the printed size",
        strength=Verdict.VERIFIED,
        fields=("widths", "start", "share of the bound"),
    ),
    in_print=False,
    made_precise="f = ||U V^T - M||^2 / 2, all norms are Frobenius norms, r is the number of columns of U and V, and "
    "0 < "
    "epsilon < ||M||; the constants are proved here, and the theorem of print was not at hand to compare them: it "
    "starts from small Gaussian factors, for which the first two conditions hold with high probability, and goes on "
    "to the limit, which is not part of this claim",
    written=written.DECREASING_STEPS,
)
def descent(start: Start) -> Outcome:
    """Descent with steps of order 1 / t keeps two factors balanced and bounded, and the loss falls."""
    exact = Factors(start)
    outcomes, losses = [], []
    for point in exact.points():
        (C,) = imbalances(point.problem, point)
        first, second = point.weights
        losses.append(point.loss)
        bound = norm_bound(exact.r, exact.norm_squared)
        outcomes += [
            at_most(C.norm_squared(), balance_bound(exact), "the squared imbalance"),
            at_most(first.norm_squared() ** 2, bound, "the fourth power of the norm of V"),
            at_most(second.norm_squared() ** 2, bound, "the fourth power of the norm of U"),
            at_most(point.loss, 2 * exact.norm_squared, "the loss"),
        ]
    (C,), product = imbalances(exact.point.problem, exact.point), exact.point.end_to_end
    meets = (
        C.norm_squared() <= (Fraction(99, 100) * exact.epsilon) ** 2 and product.norm_squared() <= exact.norm_squared
    )
    falls = [at_most(after, before, "the loss after a step") for before, after in itertools.pairwise(losses)]
    return all_of(is_true(meets, "the start meets the hypotheses"), *outcomes, *falls)
