"""The letters of the theorems of Achour et al. at exact points: where they are asked, and what they must meet."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.achour.parts import formal_values
from proofs_check.networks.formal_letters import LEFT_OUT

PROBLEM = dln.Problem.from_data([[1, 0], [0, 1]], [[2, 0], [0, 1]], (2,))


def test_small_problems_are_not_left_out() -> None:
    # rational eigenvectors, and 8 weights; the bottleneck has 4
    bottleneck = dln.Problem.from_data([[1, 0], [0, 1]], [[2, 0], [0, 1]], (1,))
    (kind,) = bottleneck.kinds((0,))
    point = kind.representative()
    found = [
        formal_values.formal_at_selections("achour.values.attained", PROBLEM),
        formal_values.formal_at_selections("achour.minimiser-exists", PROBLEM, best=True),
        formal_values.formal_at_value("achour.values", point),
        formal_values.formal_at_minimisers("achour.global-minimisers", bottleneck, [point]),
        formal_values.formal_on_curve("achour.large-sets", point, 1, Fraction(2)),
    ]
    assert all(outcome.holds and outcome.sentence != LEFT_OUT.sentence for outcome in found)


def test_letters_that_do_not_meet_the_definitions_fail() -> None:
    # Raise[0] is the identity, and twice the identity is not
    U = formal_values.eigenvectors(PROBLEM)
    assert U is not None
    assert dln.Matrix.identity(2) == U
    data = (dln.Matrix.identity(2), dln.Matrix.diagonal([2, 1]))
    letters = formal_values.Built(PROBLEM, (0,), U, data).letters(dln.Matrix.identity(2))
    assert formal_values.asked_at_letters("achour.values.attained", letters, 2).holds
    other = {**letters, "Raise": lambda j: dln.Matrix.identity(2) * 2}
    assert formal_values.asked_at_letters("achour.values.attained", other, 2).fails
