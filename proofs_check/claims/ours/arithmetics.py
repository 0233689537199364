"""Three theorems, each in four arithmetics: invariants of the flow, critical values, and zero at depth 2 and beyond."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.arithmetics.columns import (
    float_invariants,
    float_loss,
    float_signature,
    invariant_slopes_of,
    is_small,
    landscape_of,
    precise_invariants,
)
from proofs_check.arithmetics.values import Exact, Value, Word, agree, text
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.subjects import CRITICAL_POINTS, POINTS, PROBLEMS
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import families
from symdln import precise, symbolic
from symdln.algebra.matrix import Matrix

NO_FLOAT_DECIDES = (
    "floats, with bounds for their rounding, are compared with exact numbers; where they contradict these, the case is "
    "left undecided"
)
PLACE = "one theorem, four arithmetics"
EVERY = "by sympy where the loss is small enough for it, by FLINT, by mpmath with Python's integers, and by numpy"


MOST_SMALL = 6
"""In the small scope the networks of the families have at most so many weights."""


def problems(size: str, seed: int) -> Iterator[dln.Problem]:
    """The problems of the small scope, and three with correlated inputs, tied and small values, and noise."""
    for spec in families.specs("small"):
        if size != "small" or spec.parameters <= MOST_SMALL:
            yield families.problem(spec)
    yield families.problem(families.Spec((2, 2, 2), (3, 3), "sheared"))
    yield families.problem(families.Spec((2, 2, 2, 2), (3,), "deficient"))
    yield families.problem(families.Spec((1, 2, 2), ("1/3",), "noisy"))


def covered(what: str) -> Callable[[str], str]:
    """What a scope covers, by its size."""

    def sentence(size: str) -> str:
        small = f", at most {MOST_SMALL} weights" if size == "small" else ""
        more = "and three with correlated inputs, tied and small values, and noise"
        return f"{what}: {families.sentence('small')}{small}; {more}; {EVERY}"

    return sentence


def points(size: str, seed: int) -> Iterator[dln.Point]:
    """Of each problem two points with random weights between -3 and 3."""
    for problem in problems(size, seed):
        rng = random.Random(f"{seed} {problem.widths}")
        for _ in range(2):
            yield dln.Point(
                problem,
                [
                    Matrix.from_entries(rows, columns, [rng.randint(-3, 3) for _ in range(rows * columns)])
                    for rows, columns in problem.shapes
                ],
            )


def critical_points(size: str, seed: int) -> Iterator[dln.Point]:
    """One mixed and disguised point of every kind."""
    for problem in problems(size, seed):
        for number, kind in enumerate(problem.kinds()):
            yield kind.representative(seed + number)


def floats_agree(exact: Exact | Word, floats: Value, what: str) -> Outcome:
    """Floats within their bounds of exact numbers; else the case is undecided, as a float refutes nothing."""
    if agree(exact, floats):
        return is_true(True, f"numpy has {what}")
    return undecided(f"numpy contradicts the exact numbers: {text(exact)} against {text(floats)}")


# -- invariants --------------------------------------------------------------------------------------------------------


@claim(
    "ours.arithmetics.invariants",
    source=OURS.at(PLACE),
    statement=r"\dot W_j = -\partial L / \partial W_j \implies \tfrac{d}{dt} (W_{j+1}^T W_{j+1} - W_j W_j^T) = 0",
    over=cases(
        "points of small networks",
        points,
        sentence=covered("two points with random integer weights of every problem"),
        strength=Verdict.VERIFIED,
        of=POINTS,
    ),
    made_precise="sympy's derivative is 0 as a polynomial, so for all weights of these networks; FLINT's is 0 at the "
    "point; of mpmath's Taylor coefficients of degree 1 and 2 no more is left than rounding explains; so of numpy's",
)
def invariants(point: dln.Point) -> Outcome:
    """The invariants do not move along the gradient flow, in all four arithmetics."""
    slopes = invariant_slopes_of(point)
    zeros = Exact.of(Fraction(0) for _ in slopes)
    return all_of(
        equal(slopes, list(zeros.numbers), "FLINT's derivatives of the invariants"),
        vanishes_in_sympy(point),
        floats_agree(zeros, precise_invariants(point), "invariants that do not move (mpmath)"),
        floats_agree(
            zeros, float_invariants(landscape_of(point.problem).problem, point), "invariants that do not move"
        ),
    )


def vanishes_in_sympy(point: dln.Point) -> Outcome:
    """Sympy's derivative of the invariants is zero, as a polynomial and at the point."""
    if not is_small(point.problem):
        return is_true(True, "sympy was not asked: the loss has too many terms")
    here = symbolic.SymbolicPoint(point)
    slopes = [entry for table in here.network.invariant_derivatives for entry in table]
    return all_of(
        equal([str(x) for x in slopes], ["0"] * len(slopes), "sympy's derivatives of the invariants"),
        equal(here.invariant_slopes(), [Fraction(0)] * len(slopes), "the same, multiplied out at the point"),
    )


# -- critical values ---------------------------------------------------------------------------------------------------


@claim(
    "ours.arithmetics.values",
    source=OURS.at(PLACE),
    statement=r"\nabla L(W) = 0 \implies L(W) = f \, (\operatorname{tr} \Sigma_{yy} - \textstyle\sum_{i \in S} s_i^2)",
    over=cases(
        "kinds of small networks",
        critical_points,
        sentence=covered("one mixed and disguised point of every kind of every problem"),
        strength=Verdict.VERIFIED,
        of=CRITICAL_POINTS,
    ),
    made_precise="the value on the right is FLINT's, from the spectrum and the selection; the losses on the left are "
    "those of each arithmetic, and sympy and mpmath also find the selection",
)
def values(point: dln.Point) -> Outcome:
    """The loss at a critical point is that of its selection, in all four arithmetics."""
    problem, network = point.problem, precise.network_of(point)
    value = problem.critical_value(point.selection).value
    counts = [
        n for v, n in zip(problem.spectrum, problem.selection_counts(point.selection), strict=True) if not v.is_zero
    ]
    floats = landscape_of(problem).problem
    return all_of(
        equal(point.loss, value, "FLINT's loss, and the value of the selection"),
        equal(network.loss(), value, "the loss in Python's integers, and the value"),
        equal(list(precise.selected_counts(network, dps=30)), counts, "mpmath's selection, and FLINT's"),
        value_in_sympy(point, value, counts),
        floats_agree(Exact.of([point.loss]), float_loss(floats, point), "the value"),
    )


def value_in_sympy(point: dln.Point, value: Fraction | None, counts: list[int]) -> Outcome:
    """Sympy's loss and selection."""
    if not is_small(point.problem):
        return is_true(True, "sympy was not asked: the loss has too many terms")
    here = symbolic.SymbolicPoint(point)
    return all_of(
        equal(here.loss, value, "sympy's loss, and the value of the selection"),
        equal(list(here.selected_counts()), counts, "sympy's selection, and FLINT's"),
    )


# -- zero --------------------------------------------------------------------------------------------------------------

two_layers = Hypothesis("depth >= 2", r"H \ge 2", lambda problem: problem.depth >= 2)


@claim(
    "ours.arithmetics.zero",
    source=OURS.at(PLACE),
    statement=(
        r"H = 2: \ n_+(\nabla^2 L(0)) = n_-(\nabla^2 L(0)) = d_1 \operatorname{rank} \Sigma_{xy}; "
        r"\quad H \ge 3: \ \nabla^2 L(0) = 0"
    ),
    over=cases(
        "small networks",
        problems,
        sentence=covered("every problem"),
        strength=Verdict.VERIFIED,
        of=PROBLEMS,
    ),
    assuming=(two_layers,),
    made_precise="so zero is a strict saddle at depth 2 unless Sxy = 0, and non-strict from depth 3 on, where it is "
    "not a minimiser",
)
def zero(problem: dln.Problem) -> Outcome:
    """At zero the Hessian has d_1 rank Sxy negative eigenvalues at depth 2, and vanishes at depth 3 and beyond."""
    point = dln.Point(problem, [Matrix.zeros(rows, columns) for rows, columns in problem.shapes])
    signs = problem.widths[1] * problem.cross_rank if problem.depth == 2 else 0
    expected = [signs, signs, problem.parameters - 2 * signs]
    found = point.inertia_by_hessian
    outcomes = [
        is_true(point.is_critical, "zero is critical"),
        equal([found.positive, found.negative, found.zero], expected, "FLINT's signature of the Hessian at zero"),
        equal(list(precise.signature(point, dps=None)[:3]), expected, "mpmath's signature at zero"),
        floats_agree(Word(tuple(expected)), float_signature(point), "the signature at zero"),
    ]
    if is_small(problem):
        outcomes.append(equal(list(symbolic.SymbolicPoint(point).signature()), expected, "sympy's signature at zero"))
    return all_of(*outcomes)
