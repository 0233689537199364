"""What several tests of this source share."""

import symdln as dln


def two_by_two(A, B, X=((1, 0), (0, 1)), Y=((0, 1), (0, 0))) -> dln.Point:
    """Widths (2, p, 2), the loss without 1/2."""
    problem = dln.Problem.from_data(X, Y, (len(B),), loss_factor=1)
    return dln.Point(problem, [B, A])
