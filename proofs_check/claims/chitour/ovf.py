"""Section 4 of Chitour et al. (2022): almost every trajectory reaches a global minimum."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check import almost_every as checker
from proofs_check.claims.chitour.parts.overfitting import LEAST_LOSS, Flow, comes_to_rest, simulated_flows
from proofs_check.facts import written
from proofs_check.facts.classes import least_eigenvalue_sign
from proofs_check.facts.extrema import critical_above_minimum
from proofs_check.kernel import CertificateRefusedError
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level, depth_is
from proofs_check.language.outcome import Outcome, all_of, fails, holds, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.subjects import Subject
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data
from symdln.almost_every.decide import almost_every
from symdln.dynamics import certified_flow


@claim(
    "chitour.ovf.shallow",
    source=CHITOUR.at("Section 4"),
    statement=r"\text{(OVF) in the case } H = 1",
    over=every_critical_point(),
    assuming=(depth_is(2), critical_above_minimum),
    made_precise="for all widths, X and Y, without Assumptions 1 to 4, and the flow in the given weights; at the "
    "points in scope the exact Hessian has a negative eigenvalue wherever the loss is not the least one, which is the "
    "fact about critical points that the proof needs",
    written=written.FLOWS_SHALLOW,
)
def ovf_shallow(point: dln.Point) -> Outcome:
    """With one hidden layer almost every trajectory converges to a global minimum."""
    return is_true(least_eigenvalue_sign(point) < 0, "the saddle is strict", inertia=point.inertia_by_hessian)


ovf_shallow_general = on_general_data(ovf_shallow)


CONJECTURE = (
    r"\text{for almost every initial condition } W_0 \in \mathcal{X} \text{ the trajectory of (GDD) starting at } W_0 "
    r"\text{ converges to a global minimum}"
)
LARGEST = {"small": {3: 2, 4: 2}, "default": {3: 3, 4: 2, 5: 2}, "large": {3: 5, 4: 4, 5: 3}}
"""The largest width of the architectures, by the number of weights.  Each size has an architecture that is open: the
conjecture speaks of all, and no choice of cases may make it look proved.
"""


def architectures(size: str, seed: int) -> Iterator[tuple[int, ...]]:
    """The widths d_x, d_1, ..., d_y that meet Assumption 1: no width is below d_y."""
    for depth, most in LARGEST[size].items():
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1):
            if min(widths) == widths[-1]:
                yield widths


@claim(
    "chitour.ovf.deep",
    source=CHITOUR.at("Conjecture 1"),
    statement=CONJECTURE,
    over=cases(
        "architectures",
        architectures,
        sentence=lambda size: (
            "architectures that meet Assumption 1, with widths up to "
            + ", ".join(f"{most} for {depth} layers of weights" for depth, most in LARGEST[size].items())
        ),
        of=Subject("widths"),
        strength=Verdict.VERIFIED,
        fields="widths",
    ),
    made_precise="under Assumptions 1 to 3, which the reduced problem meets. Where every kind of non-strict saddles "
    "meets a criterion of docs/almost-every.md, or the theorem of docs/one-string-saddles.md, it holds, and an "
    "independent checker accepts the certificate; where one does not, it is open, and so is the conjecture as a whole. "
    "Nothing here speaks against it",
    written=written.FLOWS_DEEP,
)
def ovf_deep(widths: tuple[int, ...]) -> Outcome:
    """With two or more hidden layers almost every trajectory converges to a global minimum."""
    answer = almost_every(widths)
    if not answer.is_settled:
        return undecided(answer.sentence, widths=widths, kind=str(answer.open[0]))
    try:
        return holds(checker.check(answer.certificate()))
    except CertificateRefusedError as refused:
        return fails(f"the certificate is refused: {refused}", widths=widths)


def _of_depth(name: str, statement: str, least: int, most: float) -> Hypothesis:
    def is_so(flow: Flow) -> bool:
        return least <= len(flow.widths) - 1 <= most

    return Hypothesis(name, statement, is_so, Level.CASE)


one_hidden_layer = _of_depth("one hidden layer", "H = 1", 2, 2)


more_hidden_layers = _of_depth("at least two hidden layers", r"H \ge 2", 3, float("inf"))


SIMULATED = (
    f"simulated: for random targets, which meet Assumption 4, and random starts the flow ends with loss 0 up to "
    f"{LEAST_LOSS}; the smallest positive critical value of a target is at least 1/8; the confidence bound speaks of "
    "random starts at the targets drawn, as starts share their target"
)


def reaches_global_minimum(flow: Flow) -> Outcome:
    """The limit has loss zero, the least loss under Assumption 1."""
    return all_of(comes_to_rest(flow), is_true(flow.loss <= LEAST_LOSS, "the loss tends to 0", loss=flow.loss))


@claim(
    "chitour.ovf.shallow.simulated",
    source=CHITOUR.at("Section 4"),
    statement=r"\text{(OVF) in the case } H = 1",
    over=simulated_flows,
    assuming=(one_hidden_layer,),
    made_precise=SIMULATED,
)
def ovf_shallow_simulated(flow: Flow) -> Outcome:
    """With one hidden layer almost every trajectory converges to a global minimum."""
    return reaches_global_minimum(flow)


@claim(
    "chitour.ovf.deep.simulated",
    source=CHITOUR.at("Conjecture 1"),
    statement=CONJECTURE,
    over=simulated_flows,
    assuming=(more_hidden_layers,),
    made_precise=SIMULATED + "; with two and three hidden layers",
)
def ovf_deep_simulated(flow: Flow) -> Outcome:
    """With two or more hidden layers almost every trajectory converges to a global minimum."""
    return reaches_global_minimum(flow)


ENCLOSED = {"small": 2, "default": 5, "large": 25}
"""Starts at each architecture."""

ENCLOSED_WIDTHS = ((1, 1, 1, 1), (2, 2, 2, 2), (2, 3, 2, 2), (3, 3, 3, 3))

Start = tuple[tuple[int, ...], int]
"""Widths, and the number from which the rational start is made."""


def enclosed_starts(size: str, seed: int) -> Iterator[Start]:
    yield from itertools.product(ENCLOSED_WIDTHS, range(ENCLOSED[size]))


def rational_start(start: Start) -> dln.Point:
    """Weights with entries k / 97 in [-1, 1], for X = I and the target with singular values n, ..., 1."""
    widths, number = start
    rng = random.Random(f"{widths} {number}")
    problem = dln.Problem.canonical(range(min(widths), 0, -1), widths)
    shapes = problem.shapes
    return dln.Point(
        problem, [[[Fraction(rng.randint(-97, 97), 97) for _ in range(m)] for _ in range(n)] for n, m in shapes]
    )


@claim(
    "chitour.ovf.deep.enclosed",
    source=CHITOUR.at("Conjecture 1"),
    statement=r"\text{the trajectory of (GDD) starting at } W_0 \text{ converges to a global minimum}",
    over=cases(
        "rational starts",
        enclosed_starts,
        sentence=lambda size: (
            f"{ENCLOSED[size]} fixed rational starts at each of the widths {', '.join(map(str, ENCLOSED_WIDTHS))}, "
            "X = I and targets that meet the assumptions; every trajectory is enclosed until its convergence is proved"
        ),
        strength=Verdict.CERTIFIED,
        fields=("widths", "start"),
    ),
    in_print=False,
    made_precise="print says for almost every W_0; here for the starts named alone, each for all times; a start whose "
    "trajectory cannot be enclosed is undecided",
)
def ovf_deep_enclosed(start: Start) -> Outcome:
    """With two hidden layers these trajectories converge to a global minimum, by rigorous enclosures."""
    point = rational_start(start)
    run = certified_flow(point.problem, point)
    return holds(run.reason) if run.convergence else undecided(run.reason, widths=start[0], start=start[1])
