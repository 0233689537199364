"""The Hessian of a deep linear network and its blocks as Kronecker products."""
# %% [markdown]
# # The Hessian and its blocks
#
# Let $E = P X - Y$. Along $W + tV$ the product is $P + t P_1 + t^2 P_2 + O(t^3)$ with
#
# $$P_1 = \sum_j A_j V_j B_j, \qquad P_2 = \sum_{j<k} A_k V_k M_{kj} V_j B_j ,$$
#
# because every layer occurs once in $P$. This is all that we need for the loss to second order.

# %%
from symdln.teaching import derive

second = derive("second-order")
assert second.check() == []
for part in second.parts:
    print(f"{part.title}, {part.subject}:")
    display(part.result)

# %% [markdown]
# Each pair of layers is counted once. Chitour, Liao and Couillet write the pairs of inner layers as a sum over $j
# \ne k$, in which each pair comes twice. At widths 1 the difference can be seen in one line: $L =
# \tfrac12 (abcd - 2)^2$ at $a = b = c = d = 1$ along $V = (0, 1, 1, 0)$.

# %%
from fractions import Fraction

import symdln as dln

problem = dln.Problem.canonical((2,), widths=(1, 1, 1, 1, 1))
ones = [dln.Matrix([[1]])] * 4
direction = [dln.Matrix([[entry]]) for entry in (0, 1, 1, 0)]
exact = dln.second_order(problem, ones, direction)
P_1, P_2, E = 2, 1, 1 - 2  # by hand: (1 + t)^2 = 1 + 2t + t^2, and E = 1 - 2
once, twice = Fraction(P_1**2, 2) + E * P_2, Fraction(P_1**2, 2) + E * 2 * P_2
assert exact == once == 1
print("t^2-coefficient:", exact, "and with the pair counted twice:", twice)

# %% [markdown]
# ## Blocks
#
# For vectors taken row by row, $\operatorname{vec}(L V R) = (L \otimes R^\top) \operatorname{vec} V$, so the derivative
# of the gradient is a sum of Kronecker products. The transpose $V_k^\top$ needs the matrix $K$ with
# $K \operatorname{vec} V = \operatorname{vec} V^\top$.

# %%
hessian = derive("hessian")
assert hessian.check() == []
for part in hessian.parts:
    print(f"{part.title}:")
    display(part.result)

# %% [markdown]
# ## The same numbers
#
# The blocks at a depth, evaluated exactly, are the blocks of the landscape's Hessian.

# %%
import re

from symdln.teaching.network import Sxx, X, Y

problem = dln.Problem.canonical((3, 2), widths=(2, 3, 2))
weights = [dln.Matrix([[1, 2], [0, 1], [1, 1]]), dln.Matrix([[1, 0, 2], [1, 1, 0]])]
product = weights[1] @ weights[0]
written = derive("hessian", depth=2)
named = {symbol.name: symbol for symbol in written.symbols()}
values = {
    named["W_1"]: weights[0], named["W_2"]: weights[1], X: dln.Matrix.identity(2), Sxx: problem.Sxx,
    Y: problem.Syx, named["E"]: product - problem.Syx,
}  # fmt: skip
for part in written.parts:
    j, k = map(int, re.findall("[0-9]+", part.title))
    block = dln.hessian_block(problem, weights, j, k)
    assert part.result.kronecker.evaluate(values) == block
    print(f"{part.title} agrees:")
    display(block)
