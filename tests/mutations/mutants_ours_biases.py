"""False neighbours of the claims ``ours.biases``."""

from __future__ import annotations

from proofs_check.claims.ours import biases
from proofs_check.claims.ours.biases import Case
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true
from symdln.algebra.inertia import Inertia
from tests.mutations.planting import Planting

plant = Planting()


@plant("ours.biases.centred", "without zeros for the hidden biases")
def without_zeros(case: Case) -> Outcome:
    problem = biases.problem_of(case)
    extra = Inertia(problem.widths[-1], 0, 0)
    return all_of(
        holds(),
        *(equal(p.centred.inertia_by_ranks + extra, p.inertia_by_hessian, "inertia") for p in biases.points_of(case)),
    )


@plant("ours.biases.centred", "data that are not centred")
def not_centred(case: Case) -> Outcome:
    point = biases.any_point(case)
    x, y = point.problem.means
    square = point.problem.samples * (biases.output(point, x) - y).norm_squared() / 2
    plain = point.problem.augmented
    return equal(point.loss, plain.loss_factor * plain.Syy.trace() + square, "the loss, and a sum")


@plant("ours.biases.invariant", "without the square of the bias")
def without_bias(case: Case) -> Outcome:
    point = biases.any_point(case)
    outcomes = [holds()]
    for j in range(point.problem.depth - 1):
        (dW, _), (dV, _) = point.gradient[j], point.gradient[j + 1]
        half = point.weights[j + 1].T @ dV - point.weights[j] @ dW.T
        outcomes.append(is_true((half + half.T).is_zero(), "the rate vanishes"))
    return all_of(*outcomes)
