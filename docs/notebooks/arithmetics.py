"""Three theorems in four arithmetics: sympy, FLINT, mpmath and numpy."""
# %% [markdown]
# # One theorem, four arithmetics
#
# We show three theorems about $L(W) = \tfrac12 \lVert W_H \cdots W_1 X - Y \rVert^2$, each with sympy (which derives),
# FLINT (which decides), mpmath (which checks in high precision) and numpy (which is fast). They share only the weights.
#
# ## What the flow conserves
#
# Along $\dot W_j = -\partial L / \partial W_j$ the matrices $W_{j+1}^\top W_{j+1} - W_j W_j^\top$ are constant.
# Sympy derives it for all weights at once. For $j = 1$ the first matrix is the invariant, the second
# its derivative; $w_{1\,21}$ is an entry of $W_1$.

# %%
from symdln.symbolic import symbolic_network

network = symbolic_network(widths=(1, 2, 1))
display(network.invariants[0], network.invariant_derivatives[0])
assert all(entry == 0 for table in network.invariant_derivatives for entry in table)

# %% [markdown]
# FLINT computes the derivative at a point exactly, mpmath expands the flow to order 4 with 50 digits, and numpy uses
# floats with a bound for their rounding.

# %%
import numpy as np

import symdln as dln
from symdln import numeric, precise
from symdln.teaching import MarkdownTable

problem = dln.Problem.canonical((3, 1), (2, 2, 2))
point = dln.Point(problem, [[[1, 2], [0, 1]], [[1, -1], [2, 1]]])
W_1, W_2 = point.weights
V_1, V_2 = (-slope for slope in point.gradient)
exact = V_2.T @ W_2 + W_2.T @ V_2 - V_1 @ W_1.T - W_1 @ V_1.T
assert exact.is_zero()

largest, scale = precise.taylor_invariants(point, order=4)
assert largest < scale * 1e-45

W = [layer.to_numpy() for layer in point.weights]
floats = numeric.NumericProblem.of(problem)
run = numeric.flow(floats, W, time=1.0)
before, after = (
    numeric.invariants(floats, weights)[0] for weights in (W, run.final)
)
assert abs(after - before).max() < 1e-6

heads = ["by", "what was found of the derivative"]
rows = [
    ["FLINT", f"exactly ${exact.latex()}$ at this point"],
    ["mpmath", "Taylor coefficients below $10^{-45}$ of their terms, to order 4"],
    ["numpy", "a drift below $10^{-6}$ along the flow up to $t = 1$"],
]
MarkdownTable(heads, rows)

# %% [markdown]
# ## The values at critical points
#
# They are $\tfrac12 (\operatorname{tr} S_{yy} - \sum_{i \in S} s_i^2)$ over selections $S$ of singular values.
# Here $s = (3, 1)$, and the loss at a
# disguised critical point that keeps $s_1 = 3$ must be $\tfrac12 (10 - 9)$.

# %%
from fractions import Fraction

from symdln.symbolic import SymbolicPoint

kept = next(problem.kinds((0,))).representative(5)
losses = {
    "sympy": SymbolicPoint(kept).loss,
    "FLINT": kept.loss,
    "mpmath": precise.value(kept)[0],
    "numpy": float(
        numeric.loss(floats, [layer.to_numpy() for layer in kept.weights])
    ),
}
assert losses["sympy"] == losses["FLINT"] == losses["mpmath"] == Fraction(1, 2)
assert abs(losses["numpy"] - 0.5) < 1e-9
assert SymbolicPoint(kept).selected_counts() == precise.selected_counts(kept)
MarkdownTable(
    ["by", "loss"], [[name, f"${value}$"] for name, value in losses.items()]
)

# %% [markdown]
# ## Zero at depth 2, and at depth 3
#
# At depth 2 the Hessian at zero has $d_1 \operatorname{rank} S_{xy}$ negative eigenvalues; from depth 3 on it
# vanishes, and the loss falls to order $H$ only.

# %%
from symdln.symbolic import expansion

rows = []
for widths in [(2, 2, 2), (2, 2, 2, 2)]:
    problem = dln.Problem.canonical((3, 1), widths)
    zero = dln.Point(
        problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes]
    )
    found = {
        method: str(dln.inertia(problem, zero, method))
        for method in ("ranks", "hessian", "mpmath", "sympy")
    }
    start = [np.zeros(shape) for shape in problem.shapes]
    spectrum = numeric.inertia_by_spectrum(
        numeric.NumericProblem.of(problem), start
    )
    certain = spectrum.positive.item(), spectrum.negative.item()
    first = expansion(symbolic_network(problem), zero, order=4).first
    exact = zero.inertia_by_hessian.latex().partition(" = ")[2]
    rows.append([problem.depth, zero.label, f"${exact}$", f"${certain}$", first])
    assert len(set(found.values())) == 1
    assert zero.label == (
        "strict saddle" if problem.depth == 2 else "non-strict saddle"
    )
signs = "$(n_+, n_-, n_0)$"
MarkdownTable(
    [
        "depth",
        "zero is a",
        f"{signs} by four routes",
        "numpy is certain of",
        "order",
    ],
    rows,
)

# %% [markdown]
# The command `proofs-check crossval` compares all four at thousands of critical points; the page
# [One theorem, four arithmetics](../../four-arithmetics.md) has its table.
