"""When weight decay collapses an autoencoder: Iris and Linnerud data, with every critical point known."""
# %% [markdown]
# # When does decay collapse an autoencoder?
#
# A linear autoencoder with weight decay minimises
#
# $$\tfrac12 \lVert W_H \cdots W_1 X - X \rVert^2 + \tfrac\lambda2 \sum_j \lVert W_j \rVert^2 .$$
#
# Every critical point is known, at every depth: it uses some eigenvalues of $S = X X^\top$, each at a *large* or a
# *small* root, and drops the rest (see the page *Weight decay*). So we can say which local minima there are, what each
# saddle costs, and when the network gives up.
#
# The data are the four measurements of the 150 irises, centred.

# %%
from fractions import Fraction
from pathlib import Path

import symdln as dln
from symdln.decay import DecayedProblem, ModeLevel
from symdln.files import problem_from_table, read_table
from symdln.teaching import MarkdownTable

folders = [
    folder / "docs" / "examples" for folder in (Path.cwd(), *Path.cwd().parents)
]
EXAMPLES = next(folder for folder in folders if folder.is_dir())
names = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
table = read_table(EXAMPLES / "iris.csv")
iris = problem_from_table(table, names, names, (2, 2), center=True)
values = [f"{float(value):.3f}" for value in iris.spectrum]
MarkdownTable(
    [rf"$\kappa_{k}$" for k in range(1, 5)], [[f"${value}$" for value in values]]
)

# %% [markdown]
# One eigenvalue is far larger than the others: most of the variation lies in one direction. At depth 3, with two
# units in each hidden layer:

# %%
decayed = DecayedProblem(iris, 10)


def listed(problem):
    """A row for each kind of critical point."""
    heads = ["values used", "class", "rank", "$n_-$", "$L$"]
    rows = [
        [
            kind,
            kind.label,
            kind.rank,
            kind.inertia.negative,
            f"${float(problem.value(kind).lower):.4f}$",
        ]
        for kind in problem.kinds()
    ]
    return MarkdownTable(heads, rows)


listed(decayed)

# %% [markdown]
# "large 0" says that the first eigenvalue, number 0, is used at its large root. There are three local minima, one of each rank 0, 1, 2. Zero is one of them: at depth 3 its Hessian is $\lambda I$,
# whatever the data. Only the minimum of rank 2 is global; the two others are *spurious*, and gradient descent may stay
# there. Between the minima of rank $r$ and $r + 1$ lies the saddle that uses the next eigenvalue at its small root.

# %%
minima = [
    kind
    for kind in decayed.kinds()
    if kind.label.endswith("minimum") or kind.label == "global minimiser"
]
assert [kind.rank for kind in minima] == [0, 1, 2]
assert decayed.thresholds().global_ranks == (2,)
passes = [decayed.kind(large=[], small=[0]), decayed.kind(large=[0], small=[1])]
rows = []
for low, saddle in zip(minima, passes, strict=False):
    assert saddle.inertia.negative == 1
    cost = decayed.value(saddle).lower - decayed.value(low).lower
    rows.append([f"rank {low.rank}", saddle, f"${float(cost):.4f}$"])
MarkdownTable(
    ["from the minimum of", "over the saddle", "which is higher by"], rows
)

# %% [markdown]
# The first saddle is only 0.0013 higher than the minimum below it, the second 0.39.
#
# ## Turning up the decay
#
# Two thresholds decide. A mode of eigenvalue $\kappa$ can be used from $\kappa_{\min}$ on, and lowers the loss beyond
# $\kappa_c$, where $\kappa^H (H-2)^{H-2} = (H-1)^{2H-2} \lambda^H$. At depth 3 that is $\kappa_c = 16^{1/3} \lambda$:
# each eigenvalue leaves the global minimum at $\lambda = \kappa / 16^{1/3}$.

# %%
rows = []
for lam in [1, 10, 14, 15, 17, 100, 250, 251, 300]:
    found = DecayedProblem(iris, lam).thresholds()
    best = "0: collapsed" if found.collapsed else found.global_ranks[0]
    rows.append([f"${lam}$", best, ", ".join(map(str, found.local_ranks))])
MarkdownTable(
    [r"$\lambda$", "rank of the global minimum", "ranks of local minima"], rows
)

# %% [markdown]
# At 15 the second direction has left the global minimum, but its local minimum lives on until 17.08. At 251 the network
# has collapsed: zero is the global minimum, and the minimum of rank 1 is now the spurious one, until $\lambda =
# \kappa_1 (27/256)^{1/3}$ or 297.66, where it meets its saddle and both vanish. Exactly there, the point is a saddle
# that is not strict. Near such a place, exact points look like this one, whose root is just below the fold:

# %%
from symdln.decay import made_autoencoder

# the fold of depth 3 is at w^3 = 1/4, and (5/8)^3 = 0.244; the eigenvalue is kappa = lam / (w (1 - w^3))
near = made_autoencoder((1, 1), 1, ["5/8"], [])
kappa = near.decayed.problem.Sxx[0, 0]
display(
    MarkdownTable(
        ["class", "by the Hessian", r"$\kappa$"],
        [[near.label, f"${near.inertia_by_hessian.latex()}$", f"${kappa}$"]],
    )
)
assert near.inertia_by_theorem == near.inertia_by_hessian

# %% [markdown]
# ## One hidden layer is different
#
# At depth 2 there is one threshold, $\kappa = \lambda$, and no spurious minimum at all.

# %%
shallow = DecayedProblem(
    problem_from_table(table, names, names, (2,), center=True), 10
)
display(listed(shallow))
assert sum(kind.inertia.negative == 0 for kind in shallow.kinds()) == 1

# %% [markdown]
# ## Linnerud: three exercises of twenty people
#
# The three exercises vary on very different scales. How many local minima of each rank are there, as depth grows?

# %%
rows = []
columns = list(read_table(EXAMPLES / "linnerud.csv").columns[:3])
for depth in (2, 3, 4, 6):
    people = read_table(EXAMPLES / "linnerud.csv")
    problem = problem_from_table(
        people, columns, columns, (3,) * (depth - 1), center=True
    )
    decayed = DecayedProblem(problem, 200)
    found = decayed.thresholds()
    flat = [
        kind.orbit_dimension
        for kind in decayed.kinds()
        if not kind.inertia.negative
    ]
    ranks = (found.local_ranks, found.global_ranks, flat)
    lists = [", ".join(map(str, one)) for one in ranks]
    rows.append([depth, decayed.count_kinds(), *lists])
MarkdownTable(
    ["depth", "kinds", "local minima: ranks", "global: rank", "flat directions"],
    rows,
)

# %% [markdown]
# From depth 3 on the minimum of rank 2 is the global one, and two more are spurious. The flat directions at a minimum
# are exactly the rotations of the hidden layers: every minimum is a compact manifold, nondegenerate in the sense of
# Morse and Bott.

# %%
assert all(kind.is_morse_bott for kind in decayed.kinds())
assert not any(kind.number(ModeLevel.DOUBLE) for kind in decayed.kinds())
assert isinstance(decayed.value(next(decayed.kinds())).lower, Fraction)
assert dln.__version__
