"""Networks with biases: exact calculus for all of them, and the whole landscape where the output layer has one.

With an output bias the loss is, after a change of variables, that of the centred data plus a square: the page
docs/biases.md states and proves it.

>>> from symdln.biases import BiasedProblem
>>> problem = BiasedProblem.from_data([[0, 1, 2]], [[1, 3, 5]], hidden=(1,))     # y = 2 x + 1
>>> [(kind.label, str(problem.inertia(kind))) for kind in problem.kinds()]
[('strict saddle', '(n+, n-, n0) = (2, 1, 1)'), ('global minimiser', '(n+, n-, n0) = (2, 0, 2)')]
"""

from symdln.biases.decayed import DecayedBiasedPoint, DecayedBiasedProblem
from symdln.biases.point import BiasedPoint
from symdln.biases.problem import BiasedProblem

__all__ = ["BiasedPoint", "BiasedProblem", "DecayedBiasedPoint", "DecayedBiasedProblem"]
