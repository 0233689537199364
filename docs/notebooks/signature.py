"""The whole signature of the Hessian from strings, without the Hessian."""
# %% [markdown]
# # The Hessian of a deep linear network without the Hessian
#
# The Hessian of $L(W) = \tfrac12 \lVert W_H \cdots W_1 X - Y \rVert^2$ has $(\sum_j d_j d_{j-1})^2$ entries. At a
# critical point the numbers of positive, negative and zero eigenvalues can be found without them: a few ranks of small
# matrices are enough. We count by hand for a small network, and then compare with the exact Hessian.
#
# Take depth 3, two units in every layer, $X = 1$ and $Y = \mathrm{diag}(3, 2)$.

# %%
import symdln as dln

problem = dln.Problem.canonical(singular_values=(3, 2), widths=(2, 2, 2, 2))
W_1, W_2, W_3 = (
    dln.Matrix([[3, 0], [0, 0]]),
    dln.Matrix([[1, 0], [0, 0]]),
    dln.Matrix([[1, 0], [0, 0]]),
)
point = dln.Point(problem, [W_1, W_2, W_3])
assert point.is_critical
point.end_to_end  # the product

# %% [markdown]
# The product has rank $r = 1$ and selects the singular value 3. The other one, 2, is dropped. No selected value is
# smaller than a dropped one, so there is no *inversion*.
#
# ## Strings
#
# Besides the selected part, one dimension is left in every layer, and all three weights are zero on it. Draw the
# layers 0 to 3 on a cycle, in which the arrow $3 \to 0$ is the dropped part of $Y$. A basis vector of
# each layer follows the arrows until one of them maps it to zero. That gives three *strings*: 3-0 (the vector at 3
# is mapped to that at 0 by the arrow that closes the cycle), 1, and 2. Ranks of products find them without any
# basis:

# %%
kind = dln.kind_of(point)
from symdln.teaching import MarkdownTable, Picture
from symdln.teaching.string_pictures import string_picture


def drawn(kind):
    """A row for each string: dots are basis vectors, arrows are weights."""
    strings = [s for s, copies in kind.strings.items() for _ in range(copies)]
    names = ", ".join(map(str, strings))
    title = f"rank {kind.rank}, strings {names}"
    arcs = [(s.start, s.length) for s in strings]
    return Picture(string_picture(kind.problem.depth, arcs, title), title)


display(drawn(kind))
assert [str(string) for string in kind.strings] == ["1", "2", "3-0"]

# %% [markdown]
# ## Counting
#
# Two strings make a *pair*, one negative and one positive direction, if one of them closes the cycle and the
# other one covers, in a single run, all hidden layers that the first one misses. The string 3-0 misses 1 and 2.
# Neither the string 1 nor the string 2 covers both. So there is no pair, and no negative eigenvalue.
#
# Positive directions: $r^2 + r(d_0 - r) + r(d_3 - r) = 1 + 1 + 1$, no inversions, no ties, no pairs, no squares.
# That leaves $12 - 3 = 9$ zeros.

# %%
by_strings, by_hessian = (
    kind.inertia,
    point.inertia_by_hessian,
)  # the Hessian is 12 x 12
assert by_strings == by_hessian == dln.Inertia(3, 0, 9)
by_strings

# %% [markdown]
# ## One entry more
#
# Now let the vector of layer 1 go on to layer 2. The strings 1 and 2 become one string 1-2, which covers the gap
# of 3-0: a pair. The saddle is strict.

# %%
longer = dln.Point(problem, [W_1, dln.Matrix([[1, 0], [0, 1]]), W_3])
assert longer.is_critical
display(drawn(dln.kind_of(longer)), longer.inertia_by_ranks)
assert longer.inertia_by_hessian == longer.inertia_by_ranks
assert longer.inertia_by_ranks.negative == 1

# %% [markdown]
# ## How fast the loss falls
#
# If there is no negative eigenvalue, the strings say how fast the loss falls: cover the gap by as few runs as
# possible; the *order* is one more than their number. For the first point the gap {1, 2} needs the two runs 1 and
# 2, so the order is 3. Along an exact curve
# the loss changes by this polynomial:

# %%
curve = point.descent_curve
assert point.order == curve.order == 3
assert longer.order == 2

import sympy

t = sympy.Symbol("t")
sum(sympy.Rational(str(c)) * t**k for k, c in enumerate(curve.loss_change))

# %% [markdown]
# ## A statement for every depth
#
# Which strings make pairs is a question about arcs on a cycle. A solver decides such questions for all depths at
# once. For instance: at every depth, a string through all hidden layers makes a pair with every closing string.
# So if the product of the inner layers has a larger rank than the product of all layers, the saddle is strict.

# %%
from symdln.strings.decide import decide
from symdln.strings.parser import parse_statement

text = "every pair of strings sigma, tau with tau closes and sigma contains 1..H-1: pair(sigma, tau)"
decision = decide(parse_statement(text))
print(decision.status, "for every depth:", text)
assert decision.status == "holds"

# %% [markdown]
# A statement that is true only at depth 2 is refuted with two strings.

# %%
wrong = decide(
    parse_statement(
        "every pair of strings with tau closes: pair(sigma, tau) iff sigma visits 1"
    )
)
print(wrong.status, "at", wrong.witness)
assert wrong.status == "refuted"

# %% [markdown]
# ## All critical points at once
#
# As many strings pass through each vertex as the layer has dimensions left. Therefore the kinds of critical points
# can be counted, by class and by order, without a list. At depth 4 with five units in every layer:

# %%
from symdln.strings.counts import count_kinds_by_order

counts = count_kinds_by_order((5, 5, 5, 5, 5))
assert counts[None] == 1  # one kind of minimisers
assert max(order for order in counts if order is not None) == 4  # as the depth is 4
names = {None: "minimisers", 2: "strict saddles", 3: "order 3", 4: "order 4"}
MarkdownTable(
    ["critical points", "kinds"],
    [[names[order], counts[order]] for order in counts],
)

# %% [markdown]
# ## What gradient flow does
#
# Saddles with a negative eigenvalue attract only a null set of starts. For the others this is a conjecture, which is
# settled for most small networks: the conserved matrices $W_{j+1}^\top W_{j+1} - W_j W_j^\top$ take exceptional
# values there.

# %%
from symdln.almost_every.decide import almost_every

rows = []
for widths in [(2, 2, 2, 2), (2, 3, 2, 2), (3, 3, 2, 2)]:
    settled, _, said = almost_every(widths).sentence.partition(": ")
    rows.append([f"${widths}$", settled.split(maxsplit=1)[0].lower(), said])
display(MarkdownTable(["widths", "answer", "in words"], rows))
assert almost_every((2, 3, 2, 2)).is_settled
assert not almost_every((3, 3, 2, 2)).is_settled
