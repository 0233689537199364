"""False neighbours of the claims ``razin``."""

from proofs_check.claims.razin.completion import Balanced, Completed, layers, matrix, rates
from proofs_check.language.outcome import Outcome, equal, is_true
from symdln import Matrix
from tests.mutations.planting import Planting

plant = Planting()

plant.without("razin.completion", "positive determinant")


@plant("razin.completion", "the square of the loss in the denominator")
def squared(case: Completed) -> Outcome:
    return is_true(abs(matrix(case)[0, 0]) > (1 - case.root) ** 2 / case.root**2, "the free entry exceeds the bound")


@plant("razin.completion.determinant", "N - 1 in place of N")
def one_layer_less(case: Balanced) -> Outcome:
    by_layers, by_formula = rates(case, Matrix([[1, 2], [-3, 1]]))
    return equal(by_layers, by_formula * (len(layers(case)) - 1) / len(layers(case)), "the rate of the determinant")
