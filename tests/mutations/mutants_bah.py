"""False neighbours of the claims ``bah``."""

import symdln as dln
from proofs_check.claims.bah import riemannian
from proofs_check.claims.bah.riemannian import Shape, power, tangent
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("bah.riemannian", "the sum over j < N")
def without_the_last_term(case: Shape) -> Outcome:
    rows, columns, values, N = case
    images = []
    for place in range(rows * columns):
        Z = dln.Matrix.from_entries(rows, columns, [int(k == place) for k in range(rows * columns)])
        terms = (power(rows, values, N - j) @ Z @ power(columns, values, j - 1) for j in range(1, N))
        images.append(sum(terms, 0 * Z).entries())
    return equal(dln.Matrix(images).rank(), tangent(case).rank(), "the rank, and the dimension of the tangent space")


plant.patched("bah.riemannian.rank", "every normal part vanishes", riemannian, "outside", lambda A: A @ A.T)
