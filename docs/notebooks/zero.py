"""Why zero is a strict saddle of two layers, and not of three."""
# %% [markdown]
# # Why zero is strict at depth 2 and not at depth 3
#
# At $W = 0$ every product of layers vanishes, so the gradient does, for every depth $H \ge 2$. Is there a direction
# in which the loss falls to second order? The second-order term is
#
# $$H_W(V) = \tfrac12 \lVert P_1 X \rVert^2 + \operatorname{tr}(E^\top P_2 X), \qquad
# P_1 = \sum_j A_j V_j B_j, \quad P_2 = \sum_{j<k} A_k V_k M_{kj} V_j B_j .$$

# %%
from symdln.algebra.words import Symbol, substitute
from symdln.teaching import derive


def at_zero(depth):
    """The t^2-coefficients of P(0 + tV), and of the loss, at this depth."""
    derivation = derive("second-order", depth)
    assert derivation.check() == []
    P_1, P_2 = (part.result.values.get("") for part in derivation.parts[:2])
    zeros = {
        symbol: symbol * 0
        for symbol in derivation.symbols()
        if symbol.name.startswith("W_")
    }
    return substitute(P_1, zeros), substitute(P_2, zeros)


for depth in (2, 3, 4):
    P_1, P_2 = at_zero(depth)
    print(f"depth {depth}: P_1 and P_2 are")
    display(P_1, P_2)

# %% [markdown]
# At depth 2 the pair (1, 2) needs no other layer: $P_2 = V_2 V_1$. At depth 3 every pair leaves one layer out, and that
# layer is zero. So $H_0(V) = -\operatorname{tr}(Y^\top V_2 V_1 X)$ at depth 2, and $H_0(V) = 0$ at depth 3.

# %%
assert at_zero(2)[0] == at_zero(2)[0] * 0
assert at_zero(2)[1] == Symbol("V_2", "d_y", "d_1") @ Symbol("V_1", "d_1", "d_x")
assert not any(at_zero(3))
assert not any(at_zero(4))

# %% [markdown]
# ## The signature
#
# The form $-\operatorname{tr}(V_1 S_{xy} V_2)$ is a sum of products of different variables: each gives one positive
# and one negative direction, $d_1 \operatorname{rank} S_{xy}$ of each. The exact Hessian agrees, and so does the
# inertia theorem.

# %%
import symdln as dln

for widths in [(2, 2, 2), (3, 2, 2), (2, 2, 2, 2), (2, 3, 2, 2)]:
    problem = dln.Problem.canonical((3, 1), widths)
    zero = dln.Point(
        problem,
        [dln.Matrix.zeros(widths[j], widths[j - 1]) for j in range(1, len(widths))],
    )
    print(f"{widths}: {zero.label}")
    display(zero.inertia_by_hessian)
    assert zero.is_critical
    assert zero.inertia_by_hessian == zero.inertia_by_ranks
    expected = widths[1] * 2 if len(widths) == 3 else 0
    assert zero.inertia_by_hessian.negative == expected

# %% [markdown]
# Zero is not a minimum at depth 3 either: the loss falls to *third* order, along $V_3 V_2 V_1$. With widths 1 and
# target 1, $L(t, t, t) = \tfrac12 (t^3 - 1)^2 = \tfrac12 - t^3 + \dots$

# %%
from fractions import Fraction

problem = dln.Problem.canonical((1,), (1, 1, 1, 1))
t = Fraction(1, 10)
loss = dln.loss(problem, [dln.Matrix([[t]])] * 3)
assert loss == Fraction(1, 2) - t**3 + t**6 / 2
print(f"L(t, t, t) = {loss} < 1/2 at t = {t}")
