"""The finite list of kinds of critical points is complete."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, fails, holds
from proofs_check.language.sources import OURS
from proofs_check.scopes import general_data
from proofs_check.scopes.general_data import general_problems
from symdln.algebra.matrix import Matrix
from symdln.landscape.calculus import INT64_SAFE
from symdln.landscape.string_basis import StringBasis

NO_FLOAT_DECIDES = "numpy holds 64-bit integers below INT64_SAFE, or Python integers"
MOST_WEIGHTS = 6561


@claim(
    "ours.kinds",
    source=OURS.at("the inertia theorem, what it gives the code, 1."),
    statement=(
        r"\{(S, m)\} = \{(S, m) : \textstyle\sum_{\sigma \ni j} m_\sigma = d_j - r \ (\operatorname{rank} X - r "
        r"\text{ for } j = 0), "
        r"\sum_{\sigma \text{ closing}} m_\sigma = \operatorname{rank} \Sigma_{xy} - r \}"
    ),
    over=general_problems(),
    assuming=(depth_at_least(2),),
    made_precise=(
        f"complete: S and m of every critical point among all weights with entries in {{-2..2}}, else in {{-1, 0, 1}}, "
        f"are in the list, asked where these are at most {MOST_WEIGHTS} choices (problems with up to 5, up to 8 "
        "weights; of larger ones it is not asked); every kind occurs: the representatives of every kind with "
        "rational points are critical and "
        "have its S and m, by ranks of paths and by dimensions of kernels"
    ),
    written=written.KINDS,
)
def kinds(problem: dln.Problem) -> Outcome:
    """The finite list of kinds is complete, and every kind occurs."""
    return all_of(list_is_complete(problem), every_kind_occurs(problem))


def list_is_complete(problem: dln.Problem) -> Outcome:
    """Every critical point among small integer weights has a kind of the list."""
    listed = {(kind.selection, kind.multiplicities) for kind in problem.kinds()}
    found = 0
    for point in small_critical_points(problem):
        found += 1
        if (point.selection, point.multiplicities) not in listed:
            return fails(
                "this critical point has no kind of the list",
                weights=point.weights,
                S=point.selection,
                m=point.multiplicities,
            )
    if not found and len(small_tables(problem)[0]):
        return fails("of all small weights none is critical, though those that are 0 are")
    return holds(f"{found} critical points have kinds of the list")


def small_critical_points(problem: dln.Problem) -> Iterator[dln.Point]:
    """The critical points among :func:`small_weights`."""
    tables = small_tables(problem)
    return (_point(problem, tables, number) for number in np.flatnonzero(are_critical(problem, tables)).tolist())


def small_weights(problem: dln.Problem) -> Iterator[dln.Point]:
    """All weights with entries in {-2..2} if they are at most MOST_WEIGHTS, else in {-1, 0, 1}, else none."""
    tables = small_tables(problem)
    return (_point(problem, tables, number) for number in range(len(tables[0])))


def _point(problem: dln.Problem, tables: Sequence[np.ndarray], number: int) -> dln.Point:
    layers = zip(problem.shapes, tables, strict=True)
    return dln.Point(problem, [Matrix.from_entries(*shape, table[number].ravel().tolist()) for shape, table in layers])


def small_tables(problem: dln.Problem) -> list[np.ndarray]:
    """The entries of all n small weights: for layer j an array of shape ``(n, d_j, d_{j-1})``."""
    choices = [e for e in ((0, 1, -1, 2, -2), (0, 1, -1)) if len(e) ** problem.parameters <= MOST_WEIGHTS]
    every = list(itertools.product(choices[0], repeat=problem.parameters)) if choices else []
    table = np.array(every, dtype=np.int64).reshape(-1, problem.parameters)
    layers = []
    for rows, columns in problem.shapes:
        part, table = table[:, : rows * columns], table[:, rows * columns :]
        layers.append(part.reshape(-1, rows, columns))
    return layers


def are_critical(problem: dln.Problem, layers: Sequence[np.ndarray]) -> np.ndarray:
    """Whether ``A_j^T (P Sxx - Syx) B_j^T = 0`` for every j, for n integer weights at once: shape ``(n,)``."""
    Sxx, Syx = (
        np.array([int(x) for x in moment.entries()], dtype=object).reshape(moment.nrows(), moment.ncols())
        for moment in problem.integer_moments[:2]
    )
    largest = max((int(np.abs(layer).max(initial=1)) for layer in layers), default=1)
    moments = int(np.abs(Sxx).max(initial=1)) + int(np.abs(Syx).max(initial=1))
    bound = (max(problem.widths) * largest) ** (2 * problem.depth) * moments
    dtype = np.int64 if bound < INT64_SAFE else object
    layers, Sxx, Syx = [layer.astype(dtype) for layer in layers], Sxx.astype(dtype), Syx.astype(dtype)
    before = list(itertools.accumulate(layers, lambda B, W: W @ B, initial=np.eye(len(Sxx), dtype=dtype)))
    behind = list(itertools.accumulate(reversed(layers), lambda A, W: A @ W, initial=np.eye(len(Syx), dtype=dtype)))
    residual = before[-1] @ Sxx - Syx
    vanishing = np.ones(len(layers[0]), dtype=bool)
    for B, A in zip(before[:-1], reversed(behind[:-1]), strict=True):
        gradient = A.swapaxes(-1, -2) @ residual @ B.swapaxes(-1, -2)
        vanishing &= ~np.any(gradient != 0, axis=(1, 2))
    return vanishing


def every_kind_occurs(problem: dln.Problem) -> Outcome:
    """Representatives are critical and come back with their own S and multiplicities, by both routes."""
    selections = [S for S in problem.selections() if general_data.has_rational_points(problem, S)]
    if not selections:
        return fails("no kind has rational points, though the least-squares solution or W = 0 is one")
    for kind in itertools.chain.from_iterable(map(problem.kinds, selections)):
        for point in kind.representatives():
            if not point.is_critical:
                return fails(f"the representative of {kind} is not critical", weights=point.weights)
            seen = {(point.selection, point.multiplicities), (point.selection, StringBasis(point).multiplicities)}
            if seen != {(kind.selection, kind.multiplicities)}:
                return fails(f"the representative of {kind} has another kind", weights=point.weights, seen=sorted(seen))
    return holds("every kind with rational points occurs")
