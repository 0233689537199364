"""Assumptions 3 and 4: how strong they are, and that they fail only on the zero set of a polynomial in the data.

Notations:

    MOST_COLUMNS             the most columns of X, by the size of the scope
    MOST_ENTRIES             the most entries of a target of which all values are taken
    TARGET_ENTRIES           the values that entries of small targets take
    ZERO_SETS                textbook fact: zero sets of polynomials are small
    Inputs                   the shape of the targets, d_y x m, and an X of full row rank
    every_inputs             all X with entries in {0, 1} and full row rank, with every d_y up to m
    all_inputs               the scope over them
    few_outputs              the hypothesis m >= d_x >= d_y
    polynomial_3             the polynomial whose multiple roots decide Assumption 3
    polynomial_4             the same for Assumption 4
    target_off_the_zero_set  an explicit target at which the assumption holds
    small_targets            all Y with entries in {0, 1, 2}, if they are few
    problems                 the problem with the explicit target, then those with small targets
    polynomial_decides       the assumption holds exactly where the polynomial has no multiple root
    fails_on_a_zero_set      the assumption fails only where a polynomial that is not zero vanishes
    Sxx_invertible           the hypothesis that X X^T is invertible
    least_squares            W_LS = Y X^T (X X^T)^-1
    factored                 weights with a given product
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import flint

import symdln as dln
from proofs_check.facts.subset_sums import is_squarefree, subset_sum_polynomial
from proofs_check.language.hypotheses import Hypothesis, Level, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, fails, is_true
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.strata import in_turn

MOST_COLUMNS = {"small": 2, "default": 3, "large": 3}


MOST_ENTRIES = 4


TARGET_ENTRIES = (0, 1, 2)


ZERO_SETS = (
    "the zero set of a polynomial other than the zero polynomial is closed, nowhere dense and of Lebesgue measure zero",
    "a polynomial has a multiple root if and only if its discriminant, a polynomial in its coefficients, is zero",
    "the additive compounds of a matrix have the sums over k-subsets of its eigenvalues as eigenvalues (Fiedler 1974)",
)


class Inputs(NamedTuple):
    """The shape of the targets, ``d_y x m``, and an X of full row rank."""

    d_y: int
    X: tuple[tuple[int, ...], ...]

    def problem(self, Y: dln.Matrix) -> dln.Problem:
        """With any hidden layer: the assumptions do not look at it."""
        return dln.Problem.from_data(self.X, Y, hidden=(1,))


@cache
def every_inputs(size: str) -> tuple[Inputs, ...]:
    """All X with entries in {0, 1} and full row rank, with every ``d_y`` up to m: shapes and then entries."""
    listed = []
    for m in range(1, MOST_COLUMNS[size] + 1):
        for d_x in range(1, m + 1):
            for entries in itertools.product((0, 1), repeat=d_x * m):
                if dln.Matrix.from_entries(d_x, m, entries).rank() == d_x:
                    X = tuple(entries[i * m : (i + 1) * m] for i in range(d_x))
                    listed += [Inputs(d_y, X) for d_y in range(1, m + 1)]
    return tuple(sorted(listed, key=lambda found: (len(found.X[0]), len(found.X), found.d_y, found.X)))


def _listed(size: str, seed: int) -> Iterator[Inputs]:
    return iter(every_inputs(size))


all_inputs = in_turn(
    cases(
        "all small inputs",
        _listed,
        sentence=lambda size: (
            f"all X of full row rank with entries in {{0, 1}} and m <= {MOST_COLUMNS[size]} columns, with every d_y; "
            f"for each an explicit Y at which the polynomial does not vanish, and all Y with entries in {{0, 1, 2}} "
            f"where these are at most {MOST_ENTRIES} entries"
        ),
        strength=Verdict.VERIFIED,
        count={size: len(every_inputs(size)) for size in ("small", "default", "large")},
        per_unit=50,
    ),
    lambda inputs: (inputs.d_y, len(inputs.X), len(inputs.X[0])),
    "X of one shape with the same d_y",
)


few_outputs = Hypothesis(
    "m >= d_x >= d_y", r"m \ge d_x \ge d_y", lambda inputs: inputs[0] <= len(inputs[1]) <= len(inputs[1][0]), Level.CASE
)


def polynomial_3(problem: dln.Problem) -> flint.fmpq_poly:
    """``v det(v - Sigma)``, with ``Sigma = bar Y bar Y^T``: without a multiple root if and only if Assumption 3 holds.

    Its discriminant, times a power of ``det X X^T``, is a polynomial in the entries of X and Y.
    """
    return subset_sum_polynomial(problem.sigma, (0, 1))


def polynomial_4(problem: dln.Problem) -> flint.fmpq_poly:
    """The product of ``v - (sum over S)`` over all sets S of the ``d_y`` eigenvalues: likewise for Assumption 4."""
    return subset_sum_polynomial(problem.sigma, range(problem.output_width + 1))


def target_off_the_zero_set(inputs: Inputs) -> dln.Matrix:
    """Multiples ``c_i`` of the orthogonalised rows of X, such that ``Sigma = diag(c_i^2 ||row_i||^2)`` is positive and
    each entry is greater than the sum of those before: so all sums over subsets differ.
    """
    rows: list[dln.Matrix] = []
    targets: list[list[object]] = []
    total = 0
    for entries in inputs.X[: inputs.d_y]:
        row = dln.Matrix([list(entries)])
        for other in rows:
            row = row - other * (row.inner(other) / other.norm_squared())
        rows.append(row)
        factor = math.isqrt(math.floor(total / row.norm_squared())) + 1
        total += factor**2 * row.norm_squared()
        targets.append([factor * value for value in row.entries()])
    return dln.Matrix(targets)


def small_targets(inputs: Inputs) -> Iterator[dln.Matrix]:
    """All Y with entries in {0, 1, 2}, if they have at most MOST_ENTRIES entries."""
    m = len(inputs.X[0])
    if inputs.d_y * m <= MOST_ENTRIES:
        for entries in itertools.product(TARGET_ENTRIES, repeat=inputs.d_y * m):
            yield dln.Matrix.from_entries(inputs.d_y, m, entries)


@lru_cache(maxsize=2)
def problems(inputs: Inputs) -> tuple[dln.Problem, ...]:
    """The problem with the explicit target first, then those with small targets."""
    return tuple(inputs.problem(Y) for Y in (target_off_the_zero_set(inputs), *small_targets(inputs)))


def polynomial_decides(problem: dln.Problem, name: str) -> Outcome:
    """The assumption, by the eigenvalues in exact order, holds where the polynomial has no multiple root, and only
    there.
    """
    polynomial = polynomial_3(problem) if name == "chitour.3" else polynomial_4(problem)
    return equal(is_squarefree(polynomial), problem.satisfies(name), f"discriminant not zero, and {name}")


def fails_on_a_zero_set(inputs: Inputs, name: str) -> Outcome:
    """The assumption fails where the discriminant is zero, and the discriminant is not a zero polynomial in Y."""
    if inputs.d_y > len(inputs.X):
        return fails("rank bar Y <= d_x < d_y, so zero is an eigenvalue of bar Y bar Y^T at every Y")
    first, *others = problems(inputs)
    return all_of(
        is_true(first.satisfies(name), f"{name} holds at an explicit Y", Syx=first.Syx),
        *(polynomial_decides(problem, name) for problem in (first, *others)),
    )


Sxx_invertible = on_problem(
    "X X^T invertible",
    r"X X^\mathsf{T} \text{ invertible}",
    lambda problem: problem.data_rank == problem.input_width,
)


def least_squares(problem: dln.Problem) -> dln.Matrix:
    """``W_LS = Y X^T (X X^T)^-1``; with singular ``X X^T`` the pseudoinverse stands for its inverse."""
    return problem.Syx @ problem.Sxx_pseudoinverse


def factored(problem: dln.Problem, target: dln.Matrix) -> dln.Point:
    """The weights ``(I, ..., I, [target; 0])``, whose product is the target if every hidden width is at least d_y."""
    ones = [dln.Matrix.diagonal([1] * min(shape), shape) for shape in problem.shapes[1:]]
    start = dln.Matrix.diagonal([1] * min(problem.widths[1], target.shape[0]), (problem.widths[1], target.shape[0]))
    return dln.Point(problem, [start @ target, *ones])
