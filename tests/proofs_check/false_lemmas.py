"""False lemmas that hold at all small integers, all diagonal data, all shallow networks, ...: a hunt must refute each.

The comment above a lemma says why it is false, and where it is true.
"""

from fractions import Fraction

import proofs_check as pc
from symdln.algebra.spectrum import spectrum_of

FALSE = pc.own_source("false", "False lemmas", year=2025)
white = pc.on_problem("Sxx = I", "S_{xx} = I", lambda problem: (problem.Sxx - problem.Sxx @ problem.Sxx).is_zero())
invertible = pc.on_problem("Sxx invertible", "S_{xx} invertible", lambda p: p.data_rank == p.input_width)
half = pc.on_problem("loss factor 1/2", "f = 1/2", lambda problem: problem.loss_factor == Fraction(1, 2))
square = pc.on_problem("d_x = d_y", "d_x = d_y", lambda problem: problem.input_width == problem.output_width)
correlated = pc.on_problem("Sxy not zero", r"S_{xy} \ne 0", lambda problem: problem.cross_rank > 0)
thin = pc.on_problem("all widths 1", "d_j = 1", lambda problem: max(problem.widths) == 1)
wide_enough = pc.on_problem("d_j >= d_y", r"d_j \ge d_y", lambda problem: problem.least_width == problem.output_width)
hidden_wide_enough = pc.on_problem(
    "hidden widths >= d_y", r"d_j \ge d_y", lambda problem: min(problem.hidden) >= problem.output_width
)
minimiser = pc.on_point("global minimiser", r"L(W) = \min L", pc.has_least_loss)
not_zero = pc.on_point("W not zero", r"W \ne 0", lambda point: any(not layer.is_zero() for layer in point.weights))
not_critical = pc.on_point("not critical", r"\nabla L(W) \ne 0", lambda point: not point.is_critical)
no_value_one = pc.on_problem(
    "no singular value 1", r"s_i \ne 1", lambda problem: all(value.value != 1 for value in problem.spectrum)
)


# With Y = U D V^T the product at a minimiser is Y itself, which is symmetric for diagonal Y only.
@pc.claim("false.symmetric", source=FALSE.at("1"), statement="P = P^T", over=pc.every_critical_point(),
          assuming=(white, square))  # fmt: skip
def symmetric(point):
    """For X = I and d_x = d_y the product of the weights at a critical point is symmetric."""
    return pc.equal(point.end_to_end, point.end_to_end.T, "product, and its transpose")


# For widths 1 and balanced weights t the Hessian is H t^(2H-2) at s = t^H on (1, ..., 1): below H t^H if t < 1 < H - 1.
@pc.claim("false.sharpness", source=FALSE.at("2"), statement=r"\lambda_{\max} \ge H s_1",
          over=pc.every_critical_point(), assuming=(white, half, minimiser, correlated))  # fmt: skip
def sharpness(point):
    """For X = I the largest eigenvalue of the Hessian at a global minimiser is at least H s_1."""
    problem = point.problem
    bound = pc.square_root(spectrum_of(problem.sigma * problem.depth**2)[0])
    return pc.is_true(pc.largest_eigenvalue_at_least(point.hessian, bound), "lambda_max >= H s_1")


# The next critical value above the least is larger by s^2 / 2 or by (s^2 - t^2) / 2: at least 1/2 for integers.
@pc.claim("false.gap", source=FALSE.at("3"), statement=r"L(W) \ge \min L + 1/2", over=pc.every_critical_point(),
          assuming=(white, half, pc.critical_above_minimum))  # fmt: skip
def gap(point):
    """For X = I the loss at a saddle is larger than the least loss by 1/2 or more."""
    least = point.problem.critical_values()[-1]
    return pc.at_most(Fraction(1, 2), point.loss - least.lower, "1/2")


# There are 2^H - H kinds for widths 1: 2, 5, 12, 27; and 5 H - 8 is 2, 7, 12, 17.
@pc.claim("false.count", source=FALSE.at("4"), statement=r"\#K \le 5 H - 8", over=pc.every_problem(),
          assuming=(thin, correlated))  # fmt: skip
def count(problem):
    """A network of widths 1 has at most 5 H - 8 kinds of critical points."""
    return pc.at_most(problem.count_kinds(), 5 * problem.depth - 8, "number of kinds")


# The product is the projection of Y on some of its left singular vectors.
@pc.claim("false.diagonal", source=FALSE.at("5"), statement="P diagonal", over=pc.every_critical_point(),
          assuming=(white,))  # fmt: skip
def diagonal(point):
    """For X = I the product of the weights at a critical point has entries on its diagonal only."""
    rows = point.end_to_end.rows()
    off = [entry for i, row in enumerate(rows) for j, entry in enumerate(row) if i != j]
    return pc.is_true(not any(off), "the product is diagonal")


# d_x - rank Sxy is 4 or more for one output and five inputs or more.
@pc.claim("false.narrow", source=FALSE.at("6"), statement=r"d_x - \operatorname{rk} S_{xy} \le 3",
          over=pc.every_problem())  # fmt: skip
def narrow(problem):
    """The kernel of Syx has dimension 3 at most."""
    return pc.at_most(problem.input_width - problem.cross_rank, 3, "dimension of the kernel")


# The rank of the product is at most d_x.
@pc.claim("false.onto", source=FALSE.at("7"), statement=r"\operatorname{rk} P = d_y", over=pc.every_critical_point(),
          assuming=(minimiser, hidden_wide_enough, pc.on_problem(
              "Sxy of full rank", "S_{xy}", lambda p: p.cross_rank == min(p.input_width, p.output_width))))  # fmt: skip
def onto(point):
    """The product at a global minimiser has rank d_y if Sxy has full rank and no hidden layer is narrower."""
    return pc.equal(point.rank, point.problem.output_width, "rank of the product")


# W_j -> t W_j, W_{j+1} -> W_{j+1} / t keeps a minimiser.
@pc.claim("false.equal-norms", source=FALSE.at("8"), statement=r"\|W_1\| = \|W_2\|", over=pc.every_critical_point(),
          assuming=(minimiser, no_value_one))  # fmt: skip
def equal_norms(point):
    """At a global minimiser the first two layers have the same norm."""
    first, second = (pc.frobenius_norm_squared(layer) for layer in point.weights[:2])
    return pc.equal(first, second, "squared norms")


# There are balanced ones: weights 1/2 for the singular value 1/8 and three layers.
@pc.claim("false.never-balanced", source=FALSE.at("9"), statement=r"W_2^T W_2 \ne W_1 W_1^T",
          over=pc.every_critical_point(), assuming=(no_value_one, not_zero, minimiser, correlated))  # fmt: skip
def never_balanced(point):
    """Unless a singular value is 1, no global minimiser has balanced first layers."""
    first, second = point.weights[:2]
    return pc.is_true(second.T @ second != first @ first.T, "the first two layers are not balanced")


# W_1 is free on the kernel of Sxx.
@pc.claim("false.kernel", source=FALSE.at("10"), statement=r"\ker S_{xx} \subset \ker P",
          over=pc.every_critical_point())  # fmt: skip
def kernel(point):
    """At a critical point the product vanishes on the kernel of Sxx."""
    return pc.is_true((point.end_to_end @ point.problem.Sxx.nullspace()).is_zero(), "the product vanishes there")


# (1/t, t) with t large is a minimiser for s = 1, and the Hessian there has the trace t^2 + 1/t^2.
@pc.claim("false.flat", source=FALSE.at("11"), statement=r"\lambda_{\max} \le 1000", over=pc.every_critical_point(),
          assuming=(white, half))  # fmt: skip
def flat(point):
    """The largest eigenvalue of the Hessian at a critical point is at most 1000."""
    return pc.is_true(pc.largest_eigenvalue_at_most(point.hessian, 1000), "lambda_max <= 1000")


# Near a critical point the gradient is as small as one likes; at small integers it is not.
@pc.claim("false.steep", source=FALSE.at("12"), statement=r"\|\nabla L\|^2 \ge 10^{-6}", over=pc.every_small_weight(),
          assuming=(not_critical,))  # fmt: skip
def steep(point):
    """The squared norm of the gradient is at least 1/1,000,000 where it is not zero."""
    squared = sum((pc.frobenius_norm_squared(layer) for layer in point.gradient), Fraction(0))
    return pc.at_most(Fraction(1, 10**6), squared, "1/1,000,000")


# Two singular values may be as near as one likes.
@pc.claim("false.apart", source=FALSE.at("13"), statement=r"s_1^2 - s_2^2 \ge 1/40", over=pc.every_problem())
def apart(problem):
    """Different eigenvalues of Sigma differ by 1/40 at least."""
    pairs = zip(problem.spectrum, problem.spectrum[1:], strict=False)
    gaps = [upper.upper - lower.lower for upper, lower in pairs]
    return pc.is_true(all(gap >= Fraction(1, 40) for gap in gaps), "they differ by 1/40 at least")


# Targets may have a part that no linear map of the inputs gives.
@pc.claim("false.fits", source=FALSE.at("14"), statement=r"\min L = 0", over=pc.every_problem(),
          assuming=(wide_enough, invertible))  # fmt: skip
def fits(problem):
    """The least loss is zero if no layer is narrower than the outputs and Sxx is invertible."""
    return pc.equal(problem.critical_values()[-1].upper, 0, "least loss")


# The loss may have another factor than 1/2.
@pc.claim("false.half", source=FALSE.at("15"), statement=r"L(0) = \tfrac12 \operatorname{tr} S_{yy}",
          over=pc.every_problem())  # fmt: skip
def at_zero(problem):
    """The largest critical value is half of the trace of Syy."""
    return pc.equal(problem.critical_values()[0].value, problem.Syy.trace() / 2, "largest critical value")


# Weights of size 64 and more are allowed.
@pc.claim("false.bounded", source=FALSE.at("16"), statement=r"|w| < 60", over=pc.every_small_weight())
def bounded(point):
    """No weight is 60 or more in size."""
    largest = max(abs(entry) for layer in point.weights for entry in layer.entries())
    return pc.at_most(largest, 60, "largest weight")


# A chain of depth 7 or 8 is deeper than 6.
@pc.claim("false.shallow", source=FALSE.at("17"), statement=r"\operatorname{rk} \nabla^2 L \ge H - 6",
          over=pc.every_critical_point(), assuming=(thin,))  # fmt: skip
def shallow(point):
    """For widths 1 the rank of the Hessian is at least H - 6."""
    return pc.at_most(point.problem.depth - 6, point.inertia_by_hessian.rank, "H - 6")


# At W = 0 the loss of H layers differs from its value by a term of degree H: 7 and 8 for seven and eight layers.
@pc.claim("false.order", source=FALSE.at("18"), statement=r"\text{order} \le 6", over=pc.every_critical_point(),
          assuming=(pc.critical_above_minimum,))  # fmt: skip
def order(point):
    """The order of a saddle is at most 6 where it is known."""
    return pc.is_true(point.order is None or point.order <= 6, "the order is at most 6")


# For two layers the index at W = 0 is d_1 rank Sxy, the number of products of a hidden unit with a singular value: 18
# for widths (3, 6, 3) and data of full rank.
@pc.claim("false.index", source=FALSE.at("19"), statement=r"n_- \le 12", over=pc.every_critical_point())
def index(point):
    """The Hessian at a critical point has at most 12 negative eigenvalues."""
    return pc.at_most(point.inertia.negative, 12, "index")


# The product at a minimiser has rank min(least width, rank Sxy): 4 for widths (4, 6, 4) and data of full rank.
@pc.claim("false.rank", source=FALSE.at("20"), statement=r"\operatorname{rk} P \le 3", over=pc.every_critical_point())
def rank(point):
    """The product of the weights at a critical point has rank 3 at most."""
    return pc.at_most(point.rank, 3, "rank of the product")
