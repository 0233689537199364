"""What gradient flow conserves, and what breaks it."""
# %% [markdown]
# # Invariants and what breaks them
#
# Under gradient flow $\dot W_j = -\nabla_{W_j} \ell$ of *any* loss of the end-to-end matrix $P$,
#
# $$C_j = W_{j+1}^\top W_{j+1} - W_j W_j^\top$$
#
# is constant. With $k = j + 1$, opaque products around the two layers and $G = d\ell/dP$, the proof takes five lines.

# %%
from symdln.teaching import derive

balancedness = derive("balancedness")
assert balancedness.check() == []
for step in balancedness.parts[1].steps:
    print(f"{step.rule_name}:")
    display(step.after)

# %% [markdown]
# ## Weight decay breaks it
#
# With $\tfrac{\lambda}{2} \sum_j \lVert W_j \rVert^2$ added, what comes from the loss cancels as before. What is
# left is a multiple of $C_j$ itself: $\dot C_j = -2 \lambda C_j$. So weight decay *balances* the layers, and $C_j$
# is an invariant only if it vanishes.

# %%
decay = derive("weight-decay")
assert decay.check() == []
print("The last line but one, and the last line:")
display(decay.parts[1].steps[-2].after, decay.parts[1].result)

# %% [markdown]
# ## A finite step breaks it too
#
# One step of gradient descent of size $s$ changes $C_j$ by $s^2$ times the same expression in the gradients, exactly:
# $(W + sU)^\top (W + sU)$ has the first-order terms that cancel, and a second-order term that does not.

# %%
from fractions import Fraction

import symdln as dln

problem = dln.Problem.canonical((3, 1), (2, 2, 2))
weights = [dln.Matrix([[1, 2], [0, 1]]), dln.Matrix([[1, 0], [1, 1]])]


def C(W):
    return W[1].T @ W[1] - W[0] @ W[0].T


gradients = dln.gradient(problem, weights)
for s in (Fraction(1, 10), Fraction(1, 100)):
    moved = [W - G * s for W, G in zip(weights, gradients, strict=True)]
    assert C(moved) - C(weights) == C(gradients) * s**2
    print(f"s = {s}: C moves by s^2 times")
    display(C(gradients))

# %% [markdown]
# ## A loss of anything but $P$ breaks it
#
# The proof used that the layers enter through $P$ only. A penalty on a single layer does not: for
# $\tfrac{\lambda}{2} \lVert W_1 \rVert^2$ alone, $\dot C_1 = 2 \lambda W_1 W_1^\top$, which is not a multiple of $C_1$.

# %%
from symdln.algebra.words import Symbol, derivative, scalar

W_1, W_2, G = (
    Symbol("W_1", "d_1", "d_x"),
    Symbol("W_2", "d_y", "d_1"),
    Symbol("G", "d_y", "d_x"),
)
rate = scalar("lambda")
flow = {W_1: -(W_2.T @ G) - rate * W_1, W_2: -(G @ W_1.T)}
change = derivative(W_2.T @ W_2 - W_1 @ W_1.T, flow)
assert change == 2 * rate * W_1 @ W_1.T
change
