"""How a deep linear network learns, with exact times and certified trajectories."""
# %% [markdown]
# # How a deep linear network learns
#
# A deep linear network $P = W_H \cdots W_1$ is trained by the gradient flow $\dot W_j = -\nabla_{W_j} L$ of
# $L = \tfrac12 \lVert P X - Y \rVert^2$. The function that it computes is linear, but it does not learn like a linear
# model: singular values of the target are learned one by one, with long plateaus between. Everything below is exact or
# rigorously enclosed; nothing is simulated.
#
# ## One mode
#
# Let $X = I$, and let all layers be diagonal with the entry $a$, where the target has $s$. Then $u = a^N$ follows
# $\dot u = N u^{2 - 2/N} (s - u)$ at depth $N$. At depth 2 this is the logistic curve.

# %%
from symdln.dynamics import Mode, mode_at
from symdln.teaching import MarkdownTable, Picture

mode = Mode(target=2, start="1/1000", depth=2)
rows = []
for time in ("1", "2", "3"):
    low, high = mode_at(mode, time)
    rows.append([f"${time}$", f"${float(low):.12f}$", f"{float(high - low):.0e}"])
MarkdownTable(["$t$", "$u(t)$", "width of the enclosure"], rows)

# %% [markdown]
# ## Stages
#
# From the same small start each mode waits for its turn. The waiting time is about $\log(1/u_0) / (2s)$ at depth 2, and
# grows like a power of $1/u_0$ at greater depth. These are the times at which half of each singular value is reached:

# %%
import symdln as dln
from symdln.dynamics import learning_times

rows = []
for depth in (2, 3, 4):
    problem = dln.Problem.canonical((3, 2, 1), (3,) * (depth + 1))
    times = dict(learning_times(problem, "1/1000"))
    rows.append([depth, *(f"${float(times[s][0]):.4f}$" for s in (3, 2, 1))])
MarkdownTable(["depth", "$t$ for $s = 3$", "for $s = 2$", "for $s = 1$"], rows)

# %% [markdown]
# The curves, as `symdln plot modes` draws them:

# %%
from symdln.teaching.dynamics_plots import learned_modes

drawn = learned_modes(dln.Problem.canonical((3, 2, 1), (3, 3, 3)))
drawn.set_size_inches(4.6, 3.4)
drawn.axes[0].set_title("")
Picture.of(
    drawn, "Three singular values rise one after the other, the largest first"
)

# %% [markdown]
# ## How long it must take
#
# No start near zero is faster than this: from norm $\varrho_0$ to $\varrho_1$ every trajectory needs at least
# $\log(\varrho_1/\varrho_0) / s_1$ at depth 2, and at depth $H \ge 3$ a power of $1/\varrho_0$. To $\varrho_1 = 1$:

# %%
from symdln.dynamics import escape_time

rows = []
for depth in (2, 3, 4):
    problem = dln.Problem.canonical((3, 2, 1), (3,) * (depth + 1))
    least = [escape_time(problem, f"1/{n}", 1)[0] for n in (10, 100, 1000)]
    rows.append([depth, *(f"${float(time):.2f}$" for time in least)])
starts = [rf"from $\varrho_0 = 1/{n}$" for n in (10, 100, 1000)]
MarkdownTable(["depth", *starts], rows)

# %% [markdown]
# ## A trajectory that is not special
#
# Weights that are neither aligned nor balanced have no closed form. `certified_flow` encloses their trajectory by
# Taylor series with proved bounds, until it can prove that the flow converges to a global minimum, and how fast.

# %%
problem = dln.Problem.canonical((3, 2, 1), (3, 3, 3))
start = [
    [[1, "1/2", 0], ["-1/4", 1, 0], [0, "1/3", "1/2"]],
    [["1/2", 0, 1], [0, 1, 0], [1, 0, "3/4"]],
]
from symdln.dynamics import certified_flow

run = certified_flow(problem, start, at=[1, 2])
rows = []
for state in run.states:
    low, high = state.loss
    rows.append(
        [f"${state.time}$", f"${float(low):.10f}$", f"{float(high - low):.0e}"]
    )
display(MarkdownTable(["$t$", "$L(W(t))$", "width of the enclosure"], rows))
proof = run.convergence
late = round(float(proof.time_until("1/1000000000000")), 2)
MarkdownTable(
    ["what is proved", r"$L < 10^{-12}$ from"], [[run.verdict, f"$t = {late}$"]]
)

# %% [markdown]
# ## A layer that is too narrow
#
# A hidden layer of width 1 leaves only products of rank one. The flow then tends to the best one of them, and the loss
# to that of the singular values that are left out, here $\tfrac12 (2^2 + 1^2)$. This is proved in the same way.

# %%
narrow = dln.Problem.canonical((3, 2, 1), (3, 1, 3))
run = certified_flow(narrow, [[["1/2", "1/3", "-1/4"]], [[1], ["1/4"], ["1/5"]]])
low, high = (round(float(end), 3) for end in run.end.loss)
MarkdownTable(
    ["what is proved", "the loss at the end"], [[run.verdict, f"$[{low}, {high}]$"]]
)

# %% [markdown]
# ## Steps instead of a flow
#
# Gradient descent takes steps. With short steps it converges too, and `enclosed_descent` proves it: from some step on,
# every step lowers the excess loss by a factor below 1.

# %%
from symdln.dynamics import enclosed_descent

descent = enclosed_descent(problem, start, "1/20").convergence
MarkdownTable(
    ["contracts from step", "by the factor", "$10^{-12}$ from step"],
    [
        [
            descent.steps,
            f"${float(descent.factor):.4f}$",
            descent.steps_until("1/1000000000000"),
        ]
    ],
)

# %% [markdown]
# Beyond $2 / \lambda_{\max}$ descent need not diverge: for $L = \tfrac12 (ab - 1)^2$ it settles on a
# cycle of two steps, as long as $1 < \eta < \sqrt 5 - 1$.

# %%
from symdln.dynamics import scalar_cycles

rows = []
for step in ("9/10", "11/10", "6/5", "5/4"):
    name = rf"$\tfrac{{{step.partition('/')[0]}}}{{{step.partition('/')[2]}}}$"
    found = [cycle for cycle in scalar_cycles(1, step) if cycle.low[0] > 0]
    for c in found:
        ends = [f"${float(end):.4f}$" for end in (c.low[0], c.high[0])]
        rows.append([name, *ends, "yes" if c.is_stable else "no"])
    if not found:
        rows.append([name, "none", "none", ""])
MarkdownTable([r"step $\eta$", "lower point", "upper point", "attracts"], rows)

# %% [markdown]
# There are no others: at a cycle of two steps of scalar layers, of any depth, all layers have the same modulus. For
# matrices the entries off the diagonal couple the modes, and most cycles of two steps do not attract them: here only
# the cycle in which one mode oscillates and $\eta (s_1 + s_2) < 2$ does.

# %%
from symdln.dynamics import diagonal_cycles

says = {True: "yes", False: "no"}
rows = []
for targets in (["1", "1/2"], ["1", "7/10"], ["1", "19/20"]):
    for cycle in diagonal_cycles(targets, "6/5"):
        moving = ", ".join(str(mode + 1) for mode in cycle.moving)
        attracts = cycle.attracts_diagonal, cycle.attracts_matrices
        rows.append([f"${', '.join(targets)}$", moving, *map(says.get, attracts)])
MarkdownTable(
    [
        "$s_1, s_2$",
        "oscillating modes",
        "attracts diagonal",
        "attracts all weights",
    ],
    rows,
)

# %% [markdown]
# `symdln plot cycles` draws these cycles, and `symdln plot leaving` the times to leave zero beside their proved bound.
