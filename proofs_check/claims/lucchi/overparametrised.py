""" "Over-parametrization" in Lucchi's lecture: systems with fewer equations than unknowns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, NoCertificateError, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.outcome import Outcome, all_of, equal, fails, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import Matrix, hstack


def no_solution(data: Any, details: Details) -> Given:
    """A w = Y, and a row Z with Z A = 0 and Z Y not 0."""
    A, Y = dln.Matrix(data[0]), dln.Matrix([[entry] for entry in data[1]])
    kernel = A.T.nullspace().T
    rows = (dln.Matrix([[kernel[i, j] for j in range(kernel.shape[1])]]) for i in range(kernel.shape[0]))
    Z = next((row for row in rows if not (row @ Y).is_zero()), None)
    if Z is None:
        raise NoCertificateError("the system has a solution")
    return at(None, A=A, Y=Y, Z=Z, D=A.shape[1])


Row = tuple[int, ...]


class System(NamedTuple):
    """``F(w) = A w = y`` with n equations, the rows of A, and d unknowns."""

    rows: tuple[Row, ...]
    y: Row

    @property
    def A(self) -> Matrix:
        return Matrix(self.rows)

    @property
    def right(self) -> Matrix:
        return Matrix([[value] for value in self.y])

    @property
    def unknowns(self) -> int:
        return len(self.rows[0])


SHAPES = ((1, 2), (1, 3), (2, 3))


TARGETS = (0, 1)


@cache
def every_system() -> tuple[System, ...]:
    """All systems with entries of A in {-1, 0, 1} and y in {0, 1}, by shape."""
    listed = []
    for n, d in SHAPES:
        for entries in itertools.product((0, 1, -1), repeat=n * d):
            rows = tuple(entries[i * d : (i + 1) * d] for i in range(n))
            listed += [System(rows, y) for y in itertools.product(TARGETS, repeat=n)]
    return tuple(listed)


def _systems(size: str, seed: int) -> Iterator[System]:
    return iter(every_system())


systems = cases(
    "small linear systems",
    _systems,
    sentence="all systems A w = y with n < d, entries of A in {-1, 0, 1} and of y in {0, 1}, for (n, d) = (1, 2), (1, "
    "3) and (2, 3)",
    strength=Verdict.VERIFIED,
    count=len(every_system()),
    per_unit=500,
)


planes = Hypothesis(
    "every equation is a plane", r"A_{i \cdot} \ne 0", lambda system: all(map(any, System(*system).rows)), Level.CASE
)


def is_consistent(system: System) -> bool:
    return hstack([system.A, system.right]).rank() == system.A.rank()


def solutions(system: System) -> tuple[Matrix, Matrix] | None:
    """A solution and a basis of the kernel of A, whose span moves it through all solutions; None without a solution."""
    A, y = system.A, system.right
    particular = A.pseudoinverse() @ y
    return (particular, A.nullspace()) if A @ particular == y else None


@claim(
    "lucchi.overparametrised",
    source=LUCCHI.at("Over-parametrization"),
    statement=r"F(\mathbf{w}) = \mathbf{y} \text{ linear}, \; n < d \Rightarrow \text{there is a manifold of solutions "
    r"corresponding to the intersection of the planes}",
    over=systems,
    assuming=(planes,),
    made_precise="read of every linear system with n < d, not only of the one in the figure; F(w) = A w without zero "
    "rows, so that each equation is a plane; the manifold is not empty and has positive dimension; consistency is not "
    "printed",
    certify=no_solution,
    grade=Grade.MISSING,
    literal=True,
)
def overparametrised(system: System) -> Outcome:
    """A linear system with fewer equations than unknowns has a manifold of solutions of positive dimension."""
    system = System(*system)  # a witness file holds plain tuples
    found = solutions(system)
    if found is None:
        return fails("the planes do not intersect: A w = y has no solution", A=system.A, y=list(system.y))
    return is_true(found[1].shape[1] > 0, "the solutions have positive dimension", A=system.A)


@claim(
    "lucchi.overparametrised.corrected",
    source=LUCCHI.at("Over-parametrization"),
    statement=r"A \mathbf{w} = \mathbf{y} \text{ consistent}, \; n < d \Rightarrow \{\mathbf{w} : A \mathbf{w} = "
    r"\mathbf{y}\} = \mathbf{w}_0 + \ker A, \; \dim = d - \operatorname{rank} A \ge d - n > 0; \; "
    r"\operatorname{rank} A = n \Rightarrow \text{consistent}",
    over=systems,
    made_precise="consistent if and only if rank [A y] = rank A, which full rank n ensures; zero rows are allowed",
    corrects="lucchi.overparametrised",
)
def overparametrised_corrected(system: System) -> Outcome:
    """A consistent system has solutions of dimension d - rank A, an affine space; with full rank it is consistent."""
    system = System(*system)
    n, d, rank = len(system.rows), system.unknowns, system.A.rank()
    found = solutions(system)
    exists = equal(found is not None, is_consistent(system), "A w = y has a solution, and rank [A y] = rank A")
    if found is None:
        return all_of(exists, is_true(rank < n, "a system of full rank n has a solution", A=system.A))
    particular, kernel = found
    moved = [particular + kernel.column(k) for k in range(kernel.shape[1])]
    return all_of(
        exists,
        is_true(all(system.A @ w == system.right for w in moved), "w_0 + ker A solves the system"),
        equal(kernel.rank(), d - rank, "dimension of the solutions, and d - rank A"),
        is_true(d - rank >= d - n > 0, "d - rank A >= d - n > 0"),
    )
