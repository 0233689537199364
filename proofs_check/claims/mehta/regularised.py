"""With weight decay there are local minima that are not global, Mehta et al. (2022)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import symdln as dln
from proofs_check.facts.zero_with_decay import formal_at_zero
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import MEHTA
from proofs_check.language.verdict import Verdict

SUFFICIENT = "second-order sufficient condition: a critical point with a positive definite Hessian is a local minimum"


Decayed = tuple[tuple[int, ...], str]
"""The widths, and the strength ``lam`` of the decay as ``"p/q"``."""


@dataclass(frozen=True)
class RegularisedNetwork:
    """``F(W) = 1/2 ||W_H ... W_1 - Y||^2 + lam/2 sum_j ||W_j||^2`` with ``Y = diag(1 + lam, 0, ...)``, exactly."""

    widths: tuple[int, ...]
    decay: Fraction

    @property
    def depth(self) -> int:
        return len(self.widths) - 1

    @property
    def problem(self) -> dln.Problem:
        return dln.Problem.canonical((1 + self.decay,), self.widths)

    def zero(self) -> dln.Point:
        return dln.Point(self.problem, [dln.Matrix.zeros(*shape) for shape in self.problem.shapes])

    def chain(self) -> dln.Point:
        """One path of weights 1 through the network; all other weights are zero."""
        return dln.Point(self.problem, [dln.Matrix.diagonal((1,), shape) for shape in self.problem.shapes])

    def value(self, point: dln.Point) -> Fraction:
        return point.loss + self.decay / 2 * sum(W.norm_squared() for W in point.weights)

    def gradient(self, point: dln.Point) -> list[dln.Matrix]:
        return [G + self.decay * W for G, W in zip(point.gradient, point.weights, strict=True)]

    def hessian(self, point: dln.Point) -> dln.Matrix:
        return point.hessian + self.decay * dln.Matrix.identity(self.problem.parameters)

    def is_critical(self, point: dln.Point) -> bool:
        return all(block.is_zero() for block in self.gradient(point))


def network(case: Decayed) -> RegularisedNetwork:
    return RegularisedNetwork(case[0], Fraction(case[1]))


LARGEST = {"small": ((3,), 2), "default": ((3, 4), 2), "large": ((3, 4, 5), 3)}
"""The depths and the largest width, by size."""


def networks(size: str, seed: int) -> Iterator[Decayed]:
    """Every architecture of the size, the decay being 1/H."""
    depths, width = LARGEST[size]
    for depth in depths:
        for widths in itertools.product(range(1, width + 1), repeat=depth + 1):
            yield widths, str(Fraction(1, depth))


def covered(size: str) -> str:
    depths, width = LARGEST[size]
    span = f"depth {depths[0]}" + (f" to {depths[-1]}" if len(depths) > 1 else "")
    return f"every architecture of {span} with widths up to {width}, X = I, Y = diag(1 + 1/H, 0, ...), lam = 1/H"


def is_local_minimum(net: RegularisedNetwork, point: dln.Point) -> Outcome:
    """The gradient vanishes and the Hessian is positive definite."""
    return all_of(
        is_true(net.is_critical(point), "the regularised gradient vanishes"),
        equal(dln.inertia_of(net.hessian(point)).positive, net.problem.parameters, "positive eigenvalues, parameters"),
    )


deep = Hypothesis("depth >= 3", "the network has at least 3 weight matrices", lambda case: network(case).depth >= 3)


decays = Hypothesis("lam > 0", r"\lambda > 0", lambda case: network(case).decay > 0)


@claim(
    "mehta.regularised",
    source=MEHTA.at("abstract"),
    statement=r"\text{in the presence of the non-zero regularization, deep linear networks can indeed possess local "
    r"minima which are not global minima}",
    over=cases(
        "regularised networks", networks, sentence=covered, strength=Verdict.VERIFIED, fields=("widths", "lambda")
    ),
    assuming=(deep, decays),
    made_precise="the regularization is weight decay lam/2 sum_j ||W_j||^2 (the abstract has a generalized L2 "
    "regularization, which is not written out there) with lam = 1/H, one instance for every architecture: W = 0 is a "
    "strict local minimum, and the critical point W_j = E_11 has a value that is lower by 1/H",
    axioms=(SUFFICIENT,),
    formal=(
        "1/2 tr((P[n] X - Y)' (P[n] X - Y)) + 1/2 Sum[n] >= 1/2 tr(Y' Y) + 1/4 Sum[n] if n >= 3",
        "1/2 tr((Chain[n] - (1 + mu) unit[n] unit[0]')' (Chain[n] - (1 + mu) unit[n] unit[0]')) + 1/2 mu "
        "Length[n] + mu "
        "= 1/2 tr(((1 + mu) unit[n] unit[0]')' ((1 + mu) unit[n] unit[0]')) if n >= 1",
    ),
    proof=logic("mehta.regularised"),
)
def regularised(case: Decayed) -> Outcome:
    """With weight decay, W = 0 is a local minimum and another rational point has a lower value."""
    net = network(case)
    zero, chain = net.zero(), net.chain()
    return all_of(
        is_local_minimum(net, zero),
        is_true(net.is_critical(chain), "the other point is critical too"),
        is_true(
            net.value(chain) < net.value(zero),
            "the other point has a lower value",
            at_zero=net.value(zero),
            elsewhere=net.value(chain),
        ),
        equal(
            net.value(zero) - net.value(chain),
            Fraction(1, 2) + net.decay * (1 - Fraction(net.depth, 2)),
            "how much lower it is, which is 1/H for lam = 1/H",
        ),
        formal_at_zero("mehta.regularised", net.widths, (net.decay,) * net.depth),
    )
