"""Deriving the gradient of a deep linear network, at any depth."""
# %% [markdown]
# # Deriving the gradient
#
# A deep linear network maps $x$ to $W_H \cdots W_1 x$. With data $X$, targets $Y$ and $P = W_H \cdots W_1$ its loss is
#
# $$L(W) = \tfrac12 \lVert P X - Y \rVert^2 .$$
#
# We want $\partial L / \partial W_j$ for every layer, every depth and all widths at once.  The letters below are
# matrices of free entries with *named* sizes, so an identity between them holds for all matrices that fit.

# %%
from fractions import Fraction

from symdln.algebra.words import (
    Symbol,
    gradient,
    norm_squared,
    read_off_gradient,
    trace,
)

A = Symbol("A", "d_y", "d_j")  # A = W_H ... W_{j+1}
W = Symbol("W", "d_j", "d_i")  # W = W_j, with i = j - 1
B = Symbol("B", "d_i", "d_x")  # B = W_{j-1} ... W_1
X, Y = Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m")

A @ W @ B @ X - Y  # the residual

# %% [markdown]
# ## One step by hand
#
# Move $W$ along a direction $V$. The differential is $\operatorname{tr}(E^\top A V B X)$ with the residual $E$.
# Rotating the trace until $V$ is last shows the gradient: it is everything before $V$, transposed.

# %%
E, V = Symbol("E", "d_y", "m"), Symbol("V", "d_j", "d_i")
form = trace(E.T @ A @ V @ B @ X)
assert form == trace(B @ X @ E.T @ A @ V)  # cyclic rotation
read_off_gradient(form, V)

# %% [markdown]
# If the transpose is forgotten, the shapes do not fit, and the algebra says so:

# %%
from symdln import InputError

try:
    A @ E
except InputError as error:
    print(error)

# %% [markdown]
# ## The whole derivation
#
# Each step below is a named rule. `check` replays every rule and compares both sides in normal form; an empty list
# means that nothing is wrong.

# %%
from symdln.teaching import derive

derivation = derive("gradient")
for number, step in derivation.steps:
    print(f"{number}  {step.rule_name}:")
    display(step.after)
assert derivation.check() == []

# %% [markdown]
# ## Another route
#
# The calculus of words differentiates without showing steps. It agrees:

# %%
loss = norm_squared(A @ W @ B @ X - Y) * Fraction(1, 2)
expected = A.T @ (A @ W @ B @ X - Y) @ X.T @ B.T
assert gradient(loss, W) == expected
gradient(loss, W)

# %% [markdown]
# And so does the exact landscape code, at a point:

# %%
import symdln as dln
from symdln.algebra.words import evaluate

problem = dln.Problem.canonical((3, 2), widths=(2, 2, 2, 2))
weights = [
    dln.Matrix([[1, 2], [0, 1]]),
    dln.Matrix([[1, 0], [1, 1]]),
    dln.Matrix([[2, 1], [1, 1]]),
]
point = dln.Point(problem, weights)
values = {
    A: weights[2],
    W: weights[1],
    B: weights[0],
    X: dln.Matrix.identity(2),
    Y: problem.Syx,
}
assert evaluate(expected, values) == point.gradient[1]
point.gradient[1]

# %% [markdown]
# ## Your turn
#
# `symdln derive gradient --exercise --format html --output mine.html` writes a page with blank steps that checks your
# answers; `--format ipynb` writes a notebook. Without a format it writes a file for `symdln derive --check`, which also
# shows the difference of wrong answers.
