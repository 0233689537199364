"""Dynamics, exact and enclosed: closed forms of the flow, certified trajectories, descent as it is run.

>>> import symdln as dln
>>> problem = dln.Problem.canonical((2, 1), (2, 2, 2))
>>> run = certified_flow(problem, [[[1, "1/2"], [0, 1]], [[1, 0], ["1/3", 1]]])
>>> run.verdict, run.convergence.time_until("1/1000000000000") < 30             # the loss is below 1e-12 from then on
('CERTIFIED', True)
"""

from symdln.dynamics.certified import CertifiedFlow, State, certified_flow
from symdln.dynamics.convergence import Convergence
from symdln.dynamics.cycles import Cycle, scalar_cycles
from symdln.dynamics.descent import decreasing_steps, exact_descent, loss_along_gradient
from symdln.dynamics.diagonal_cycles import DiagonalCycle, diagonal_cycles
from symdln.dynamics.enclosed_steps import DescentConvergence, EnclosedDescent, enclosed_descent
from symdln.dynamics.escape import escape_time
from symdln.dynamics.invariants import end_to_end_rate, imbalance_change, imbalances
from symdln.dynamics.modes import Mode, learning_times, mode_at, modes_of, time_to_reach, time_to_share
from symdln.dynamics.riccati import RiccatiFlow, balance_of, riccati_flow

__all__ = [
    "CertifiedFlow",
    "Convergence",
    "Cycle",
    "DescentConvergence",
    "DiagonalCycle",
    "EnclosedDescent",
    "Mode",
    "RiccatiFlow",
    "State",
    "balance_of",
    "certified_flow",
    "decreasing_steps",
    "diagonal_cycles",
    "enclosed_descent",
    "end_to_end_rate",
    "escape_time",
    "exact_descent",
    "imbalance_change",
    "imbalances",
    "learning_times",
    "loss_along_gradient",
    "mode_at",
    "modes_of",
    "riccati_flow",
    "scalar_cycles",
    "time_to_reach",
    "time_to_share",
]
