"""The parameterisation of all global minimisers, Achour et al. (arXiv:2107.13289): cases by hand and planted faults."""

import symdln as dln
from proofs_check.claims.achour import global_minimisers
from proofs_check.language.claim import Claim
from tests.proofs_check.settling import planted, refuted_with_a_small_witness

# -- by hand -----------------------------------------------------------------------------------------------------------


def test_parameters_of_a_minimiser_by_hand():
    # Y = diag(2, 1), widths (2, 1, 2): W_1 = D [2, 0], W_2 = [1, 0]^T D^-1 with D = 3.
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    form = global_minimisers.Parameterisation(problem)
    point = dln.Point(problem, [[[6, 0]], [["1/3"], [0]]])
    found = form.parameters_of(point)
    assert found is not None
    D, Z = found
    assert [dln.Matrix([[3]])] == D
    assert [matrix.shape for matrix in Z] == [(0, 2), (1, 0)]
    assert form.parameters_of(dln.Point(problem, [[[0, 1]], [[0], [1]]])) is None  # a saddle


def test_only_rational_orthonormal_eigenvectors_are_used():
    rotated = dln.Problem.from_data([[1, 2], [0, 1]], [[6, -4], [8, 3]], hidden=(2,))
    U = global_minimisers.eigenvectors(rotated)
    assert dln.Matrix.identity(2) == U.T @ U
    assert rotated.sigma @ U == U @ dln.Matrix.diagonal([100, 25])
    # Sigma = [[2, 1], [1, 2]]: eigenvectors (1, 1) and (1, -1), of length sqrt 2
    assert (
        global_minimisers.eigenvectors(
            dln.Problem.from_moments([[1, 0], [0, 1]], [[1, 1], [1, -1]], [[9, 0], [0, 9]], (2,))
        )
        is None
    )


# -- planted faults ----------------------------------------------------------------------------------------------------


class Narrower(global_minimisers.Parameterisation):
    """r one too small: S = {1..r_max - 1}."""

    def __init__(self, problem: dln.Problem):
        super().__init__(problem)
        rows = range(problem.output_width)
        self.r -= 1
        U = global_minimisers.eigenvectors(problem)
        self.U_S, self.U_Q = U.block(rows, rows[: self.r]), U.block(rows, rows[self.r :])
        self.top = self.U_S.T @ problem.Syx @ problem.Sxx.inverse()


PLANTED: dict[str, Claim] = {
    "one eigenvalue fewer": planted(
        global_minimisers.global_minimisers, check=lambda p: global_minimisers.only_minimisers(Narrower(p))
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
