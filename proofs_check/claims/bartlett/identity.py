"""Bartlett, Helmbold, Long (2018): descent from the identity towards a symmetric target."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import BARTLETT
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal

SYMMETRIC = (
    "A W B: n sym; T: n sym; A W = W A; A B = B A; W B = B W; T A = A T; T W = W T; T B = B T; E := A W B - T; G := "
    "A E B |- sym G, G T = T G, G W = W G, G = A B E"
)
"""W is a layer, A and B the layers after and before it, which are powers of W; T is the target."""

Run = tuple[tuple[int, ...], int, str]
"""The eigenvalues of the target, the depth, and the length of the steps."""
RUNS: tuple[Run, ...] = (
    *itertools.product(((2, -1), (-1,), (3, -2)), (2, 3, 4), ("1/10", "1/4")),
    ((-1,), 2, "1"),
    ((-1,), 3, "1"),
)
STEPS = 3


def start(case: Run) -> dln.Point:
    """All layers the identity, white inputs, the symmetric target with these eigenvalues."""
    values, depth, _ = case
    Q, one = orthogonal(len(values), 1), dln.Matrix.identity(len(values))
    target = Q @ dln.Matrix.diagonal(values) @ Q.T
    return dln.Point(dln.Problem.from_data(one, target, [len(values)] * (depth - 1)), [one] * depth)


def path(case: Run) -> Iterator[dln.Point]:
    """The exact points of descent."""
    point, step = start(case), Fraction(case[2])
    for _ in range(STEPS):
        yield point
        weights = [W - step * G for W, G in zip(point.weights, point.gradient, strict=True)]
        point = dln.Point(point.problem, weights)
    yield point


def runs(size: str, seed: int) -> Iterator[Run]:
    yield from RUNS


OVER = cases(
    "descent from the identity",
    runs,
    sentence=f"targets with the eigenvalues (2, -1), (-1) and (3, -2), depth 2 to 4, steps 1/10 and 1/4, and for -1 "
    f"also 1: {STEPS} exact steps",
    strength=Verdict.VERIFIED,
    fields=("eigenvalues", "depth", "step"),
)
even_depth = Hypothesis("even depth", r"L \text{ is even}", lambda case: case[1] % 2 == 0)


@claim(
    "bartlett.identity.symmetric",
    source=BARTLETT.at("abstract, symmetric targets"),
    statement=r"X X^\mathsf{T} = I, \; \Phi = \Phi^\mathsf{T}, \; \Theta_1 = \dots = \Theta_L = I \text{ at the start} "
    r"\Rightarrow \Theta_1 = \dots = \Theta_L \text{ symmetric, } \Theta_j \Phi = \Phi \Theta_j \text{ at all times}",
    over=OVER,
    in_print=False,
    made_precise="stated in our words, the lemma was not at hand; for descent with any steps and for the flow. The "
    "formal statement is one step: the gradients of all layers are one symmetric matrix that commutes with the target "
    "and with the layer",
    proof=matrices(SYMMETRIC, part=True),
    prose=(
        "A B is a power of the common layer for every layer, so that all gradients are one and the same matrix",
        "induction over the steps; for the flow, its solution is unique",
    ),
)
def symmetric(case: Run) -> Outcome:
    """Descent from the identity towards a symmetric target keeps all layers equal, symmetric and commuting with it."""
    outcomes = []
    for point in path(case):
        first, target = point.weights[0], point.problem.Syx
        outcomes += [
            is_true(all(first == W for W in point.weights), "all layers are equal"),
            equal(first, first.T, "the layer and its transpose"),
            equal(first @ target, target @ first, "the layer times the target, and the other way round"),
        ]
    return all_of(*outcomes)


@claim(
    "bartlett.identity.negative",
    source=BARTLETT.at("abstract, a negative eigenvalue"),
    statement=r"\Phi = \Phi^\mathsf{T} \text{ with an eigenvalue } \lambda < 0 \Rightarrow \|\Theta_L \cdots "
    r"\Theta_1 - \Phi\|_F^2 \ge \lambda^2 \text{ along descent with identity initialisation}",
    over=OVER,
    assuming=(even_depth,),
    made_precise="the abstract says that a class of algorithms fails to converge; our reading is plain descent with "
    "any steps, without regularisation, and a loss that stays away from its least value. For odd depth one long step "
    "can reach the target: at L = 3 and Phi = -1 the step 1 does; the depth of the theorem was not at hand",
    written=written.IDENTITY_START,
)
def negative(case: Run) -> Outcome:
    """Descent from the identity stays away from a symmetric target with a negative eigenvalue."""
    least = Fraction(min(case[0])) ** 2
    return all_of(
        *(at_most(least, 2 * point.loss, "the squared eigenvalue", but="the squared distance") for point in path(case))
    )


POSITIVE: tuple[Run, ...] = tuple(itertools.product(((2, 1), (4,), (3, 2)), (2, 3, 4), ("1/100", "1/200")))


def positive_runs(size: str, seed: int) -> Iterator[Run]:
    yield from POSITIVE


def modes(case: Run, point: dln.Point) -> list[Fraction]:
    """The eigenvalues of the product in the order of those of the target."""
    Q = orthogonal(len(case[0]), 1)
    turned = Q.T @ point.end_to_end @ Q
    return [turned[i, i] for i in range(len(case[0]))]


@claim(
    "bartlett.identity.positive",
    source=BARTLETT.at("abstract, symmetric positive definite targets"),
    statement=r"\Phi \text{ symmetric positive definite}, \; \Theta_1 = \dots = \Theta_L = I \text{ at the start} "
    r"\Rightarrow \Theta_L \cdots \Theta_1 \to \Phi \text{ along the gradient flow}",
    over=cases(
        "descent from the identity",
        positive_runs,
        sentence="targets with the eigenvalues (2, 1), (4) and (3, 2), depth 2 to 4, steps 1/100 and 1/200: each mode "
        f"of {STEPS} exact steps of descent moves from 1 towards its eigenvalue and not beyond",
        strength=Verdict.VERIFIED,
        fields=("eigenvalues", "depth", "step"),
    ),
    in_print=False,
    made_precise="stated in our words for the gradient flow; the abstract speaks of an algorithm with a polynomial "
    "number of steps, which was not at hand. White inputs",
    written=written.IDENTITY_POSITIVE,
)
def positive(case: Run) -> Outcome:
    """The gradient flow from the identity converges to every symmetric positive definite target."""
    outcomes = []
    for before, after in itertools.pairwise(modes(case, point) for point in path(case)):
        for target, old, new in zip(case[0], before, after, strict=True):
            rises = old < new < target if target > 1 else old == new == target
            outcomes.append(is_true(rises, f"the mode of the eigenvalue {target} moves towards it"))
    return all_of(*outcomes)
