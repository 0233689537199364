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

mode = Mode(target=2, start="1/1000", depth=2)
for time in ("1", "2", "3"):
    low, high = mode_at(mode, time)
    print(f"u({time}) = {float(low):.12f}, enclosed to {float(high - low):.0e}")

# %% [markdown]
# ## Stages
#
# From the same small start each mode waits for its turn. The waiting time is about $\log(1/u_0) / (2s)$ at depth 2, and
# grows like a power of $1/u_0$ at greater depth. These are the times at which half of each singular value is reached:

# %%
import symdln as dln
from symdln.dynamics import learning_times

for depth in (2, 3, 4):
    problem = dln.Problem.canonical((3, 2, 1), (3,) * (depth + 1))
    times = learning_times(problem, "1/1000")
    print(
        f"depth {depth}:",
        ", ".join(f"s = {s} at t = {float(low):.4f}" for s, (low, _) in times),
    )

# %% [markdown]
# `symdln plot modes` draws these curves.
#
# ## How long it must take
#
# No start near zero is faster than this: from norm $\varrho_0$ to $\varrho_1$ every trajectory needs at least
# $\log(\varrho_1/\varrho_0) / s_1$ at depth 2, and at depth $H \ge 3$ a power of $1/\varrho_0$.

# %%
from symdln.dynamics import escape_time

for depth in (2, 3, 4):
    problem = dln.Problem.canonical((3, 2, 1), (3,) * (depth + 1))
    print(
        f"depth {depth}:",
        ", ".join(
            f"{float(escape_time(problem, f'1/{n}', 1)[0]):.2f}"
            for n in (10, 100, 1000)
        ),
    )

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
for state in run.states:
    low, high = state.loss
    print(
        f"t = {state.time}: loss = {float(low):.10f}, enclosed to {float(high - low):.0e}"
    )
proof = run.convergence
print(
    run.verdict,
    "- the loss is below 1e-12 from t =",
    round(float(proof.time_until("1/1000000000000")), 2),
    "on",
)

# %% [markdown]
# ## A layer that is too narrow
#
# A hidden layer of width 1 leaves only products of rank one. The flow then tends to the best one of them, and the loss
# to that of the singular values that are left out, here $\tfrac12 (2^2 + 1^2)$. This is proved in the same way.

# %%
narrow = dln.Problem.canonical((3, 2, 1), (3, 1, 3))
run = certified_flow(narrow, [[["1/2", "1/3", "-1/4"]], [[1], ["1/4"], ["1/5"]]])
print(run.verdict, [round(float(end), 3) for end in run.end.loss])

# %% [markdown]
# ## Steps instead of a flow
#
# Gradient descent takes steps. With short steps it converges too, and `enclosed_descent` proves it: from some step on,
# every step lowers the excess loss by a factor below 1.

# %%
from symdln.dynamics import enclosed_descent

descent = enclosed_descent(problem, start, "1/20").convergence
print(
    f"from step {descent.steps} on by the factor {float(descent.factor):.4f};",
    "below 1e-12 from step",
    descent.steps_until("1/1000000000000"),
    "on",
)

# %% [markdown]
# Beyond $2 / \lambda_{\max}$ descent need not diverge: for $L = \tfrac12 (ab - 1)^2$ it settles on a
# cycle of two steps, as long as $1 < \eta < \sqrt 5 - 1$.

# %%
from symdln.dynamics import scalar_cycles

for step in ("9/10", "11/10", "6/5", "5/4"):
    found = [cycle for cycle in scalar_cycles(1, step) if cycle.low[0] > 0]
    says = [
        (round(float(c.low[0]), 4), round(float(c.high[0]), 4), c.is_stable)
        for c in found
    ]
    print(f"step {step}:", says or "no cycle of positive points")

# %% [markdown]
# There are no others: at a cycle of two steps of scalar layers, of any depth, all layers have the same modulus. For
# matrices the entries off the diagonal couple the modes, and most cycles of two steps do not attract them: here only
# the cycle in which one mode oscillates and $\eta (s_1 + s_2) < 2$ does.

# %%
from symdln.dynamics import diagonal_cycles

for targets in (["1", "1/2"], ["1", "7/10"], ["1", "19/20"]):
    for cycle in diagonal_cycles(targets, "6/5"):
        print(
            f"targets {', '.join(targets)}: modes {cycle.moving} go round;",
            f"attracts diagonal weights: {cycle.attracts_diagonal},",
            f"all weights: {cycle.attracts_matrices}",
        )

# %% [markdown]
# `symdln plot cycles` draws these cycles, and `symdln plot leaving` the times to leave zero beside their proved bound.
