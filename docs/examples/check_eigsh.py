"""Eigenvalue tools against exact inertia: negative eigenvalues by eigsh, and by a Lanczos method that misses some.

python docs/examples/check_eigsh.py
"""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from symdln.exact_points import differences, load

FIXTURES = Path(__file__).parent / "fixtures"
EPS = np.finfo(float).eps


def by_eigsh(hessian):
    """All eigenvalues but the largest, by the implicitly restarted Lanczos method of ARPACK."""
    size = len(hessian)
    if not hessian.any():
        return np.zeros(size)  # ARPACK takes no zero operator, and the Hessian at W = 0 is one from depth 3 on
    operator = LinearOperator((size, size), matvec=lambda v: hessian @ v, dtype=float)
    start = np.random.default_rng(0).standard_normal(size)
    return eigsh(operator, k=size - 1, which="SA", v0=start, return_eigenvectors=False)


def by_one_krylov_space(hessian):
    """The eigenvalues on one Krylov space, to its end: of a multiple eigenvalue it holds one copy."""
    size = len(hessian)
    basis = [np.random.default_rng(0).standard_normal(size)]
    basis[0] /= np.linalg.norm(basis[0])
    while len(basis) < size:
        vector = hessian @ basis[-1]
        for _ in range(2):
            for other in basis:
                vector = vector - (other @ vector) * other
        length = np.linalg.norm(vector)
        if length <= 1e-8 * np.abs(hessian).max():
            break
        basis.append(vector / length)
    space = np.array(basis)
    return np.linalg.eigvalsh(space @ hessian @ space.T)


def negative(eigenvalues, hessian):
    """How many are negative, by the usual tolerance."""
    return int((eigenvalues < -len(hessian) * EPS * np.abs(hessian).max()).sum())


TOOLS = {"scipy.sparse.linalg.eigsh": by_eigsh, "one Krylov space": by_one_krylov_space}


def wrong(fixtures, tool):
    """What a tool finds wrong; the Hessians are those of the fixtures, rounded to float64."""
    found = []
    for fixture in fixtures:
        hessian = fixture.rounded("float64").hessian
        found += differences(fixture, negative=negative(tool(hessian), hessian))
    return found


def main():
    fixtures = load(FIXTURES)
    easy = [fixture for fixture in fixtures if fixture.origin is None]
    hard = [fixture for fixture in fixtures if fixture.origin is not None]
    for name, tool in TOOLS.items():
        for kind, some in (("easy", easy), ("ill-conditioned", hard)):
            found = wrong(some, tool)
            print(f"{name}: wrong at {len(found)} of {len(some)} {kind} fixtures.", *found[:2], sep="\n  ")
    return int(bool(wrong(easy, by_eigsh)) or not wrong(easy, by_one_krylov_space))


if __name__ == "__main__":
    sys.exit(main())
