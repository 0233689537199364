"""True statements without hypotheses, one for each thing of which random cases are drawn."""

import proofs_check as pc

TRUE = pc.own_source("true", "True statements", year=2025)


@pc.claim("true.critical", source=TRUE.at("1"), statement=r"P S_{xy} = P S_{xx} P^T", over=pc.every_critical_point())
def critical(point):
    """At a critical point P Sxy = P Sxx P^T, as the gradient in the first layer says."""
    P, problem = point.end_to_end, point.problem
    return pc.equal(P @ problem.Sxy, P @ problem.Sxx @ P.T, "P Sxy, and P Sxx P^T")


@pc.claim("true.points", source=TRUE.at("2"), statement=r"L \ge 0", over=pc.every_small_weight())
def points(point):
    """The loss is not negative."""
    return pc.at_most(0, point.loss, "0")


@pc.claim("true.problems", source=TRUE.at("3"), statement=r"S_{xx} \succeq 0", over=pc.every_problem())
def problems(problem):
    """Sxx is positive semidefinite."""
    return pc.is_true(pc.is_positive_semidefinite(problem.Sxx), "Sxx is positive semidefinite")
