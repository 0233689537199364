"""Section 2.2, Lemma 2.4 and Proposition 1: explicit polynomials and constants that keep every trajectory bounded,
so that it converges.

With ``g = ||W_{H+1}||^2``, ``F_k(m) = tr(V_k (W_k W_k^T)^m V_k^T)`` and ``V_k = W_{H+1} ... W_{k+1}``, the trace of
Lemma 2.4 is F_1(1), and (7) takes F_k(k) to F_{k+1}(k+1) but for words with at least one C_k, whose traces are at most

    E_k(g) = ((x_{k+1} + c_k)^k - x_{k+1}^k) x_{k+1} ... x_{H+1},    x_j = g + tau_j >= ||W_j||^2,

where ``c_k >= ||C_k||`` and ``tau_j = max(0, -tr C_j - ... - tr C_H)``.  So P = Q = E_1 + ... + E_H will do.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import cached_property, reduce

import flint

import symdln as dln
from proofs_check.claims.chitour.rates import invariant, velocity
from proofs_check.claims.chitour.traces import gamma_0
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.scope import cases
from proofs_check.language.source import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.layers import DEPTHS, IN_WORDS, Layers, depth_of
from proofs_check.networks.words import WordCase, same
from proofs_check.scopes.weight_grids import derived
from symdln.algebra.words import Expression, Scalar, norm_squared, product, scalar, trace

TRACE_BOUND = (
    "Cauchy-Schwarz and ||A||_F <= tr(A): |tr(A C)| <= ||C||_F tr(A) for A >= 0 (chitour.trace-bound checks it "
    "for sizes up to 5)"
)
TRACE_POWER = (
    "power means of the eigenvalues: gamma_0 tr(S)^l <= tr(S^l) <= tr(S)^l for S >= 0 (chitour.trace-power "
    "checks it for sizes and powers up to 5)"
)
SUBMULTIPLICATIVE = "||A B||_F <= ||A||_F ||B||_F"
CAUCHY_SCHWARZ = "Cauchy-Schwarz: tr(A^T B) <= ||A||_F ||B||_F"
CONTINUITY = "a differentiable g with g' < 0 wherever g > K is at most max(g(0), K)"
LOJASIEWICZ = (
    "Lojasiewicz: a bounded trajectory of the gradient flow of an analytic function converges to a critical point"
)
GLOBAL = "a maximal solution of an ordinary differential equation that stays bounded exists for all times"
INVARIANCE = "the C_k, and so all constants, stay the same along a trajectory (chitour.invariant)"

Subject = dln.Point | WordCase
in_words = derived("bounds by layers", DEPTHS, IN_WORDS)


def x(values: dict[int, Fraction], j: int) -> flint.fmpq_poly:
    """``x_j = g + tau_j`` as a polynomial in g."""
    return _poly(values[j], 1)


def _poly(*coefficients: Fraction | int) -> flint.fmpq_poly:
    """The polynomial with these coefficients, from the constant one up."""
    return flint.fmpq_poly([flint.fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in coefficients])


def _number(value: flint.fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


class Bounds:
    """gamma_0, P = Q, K_1 and K_2 for the invariants, the target and the widths of a point, all of them rational."""

    def __init__(self, point: dln.Point):
        self.depth = n = point.problem.depth
        self.H, self.d_y = n - 1, point.problem.output_width
        C = {k: invariant(point, k) for k in range(1, n)}
        self.c = {k: _absolute_sum(C[k]) for k in C}
        traces = {k: C[k].trace() for k in C}
        self.tau = {j: max(Fraction(0), -sum((traces[i] for i in range(j, n)), Fraction(0))) for j in range(1, n + 1)}
        self.sigma = _absolute_sum(point.problem.Syx)

    @cached_property
    def gamma(self) -> Fraction:
        """gamma_0 of ``chitour.trace-power`` for the matrix ``W_{H+1} W_{H+1}^T`` of size d_y and the power H + 1."""
        return gamma_0(self.d_y, self.depth)

    @cached_property
    def P(self) -> flint.fmpq_poly:
        return sum((self.step(k) for k in range(1, self.depth)), _poly(0))

    def step(self, k: int) -> flint.fmpq_poly:
        """``E_k(g)``."""
        upper = x(self.tau, k + 1)
        tail = reduce(lambda left, j: left * x(self.tau, j), range(k + 1, self.depth + 1), _poly(1))
        return ((upper + _poly(self.c[k])) ** k - upper**k) * tail

    @cached_property
    def norm(self) -> flint.fmpq_poly:
        """A bound of degree H for the norm of the product: ``(x_1 + x_2)/2 (1 + x_3)/2 ... (1 + x_{H+1})/2``."""
        first = (x(self.tau, 1) + x(self.tau, 2)) / 2
        return reduce(lambda left, j: left * (_poly(1) + x(self.tau, j)) / 2, range(3, self.depth + 1), first)

    @cached_property
    def K_1(self) -> Fraction:
        """The sum of the coefficients of ``2 P + 2 sigma B``, each of which goes with a power ``g^i <= 1 + g^H``."""
        return _number((2 * self.P + self.norm * (2 * flint.fmpq(self.sigma.numerator, self.sigma.denominator)))(1))

    @cached_property
    def K_2(self) -> Fraction:
        """Beyond this, dg/dt is negative."""
        return max(Fraction(1), self.K_1 / self.gamma)


def _absolute_sum(matrix: dln.Matrix) -> Fraction:
    """The sum of the absolute values of the entries: a rational bound for the Frobenius norm."""
    return sum((abs(entry) for entry in matrix.entries()), Fraction(0))


def last_norm(point: dln.Point) -> Fraction:
    """``g = ||W_{H+1}||^2``."""
    return point.weights[-1].norm_squared()


def growth_rate(point: dln.Point) -> Fraction:
    """``dg/dt = -2 <W_{H+1}, grad L>``."""
    return -2 * point.weights[-1].inner(point.gradient[-1])


# -- Lemma 2.4 ---------------------------------------------------------------------------------------------------------


@claim(
    "chitour.lemma2.4",
    source=CHITOUR.at("Lemma 2.4, eq. (9)"),
    statement=r"\exists \, 0 < \gamma_0 < 1 \text{ that depends on } H \text{ and the widths only: } \forall W \; "
    r"\exists P, Q \text{ of degree} \le H, \text{ with nonnegative coefficients that depend on } H \text{ and the } "
    r"C_j \text{ only: } \gamma_0 \|W_{H+1}\|_F^{2(H+1)} - P(\|W_{H+1}\|_F^2) \le \operatorname{tr}\left([(\Pi "
    r"W)_1^{H+1}]^\mathsf{T} (\Pi W)_1^{H+1}\right) \le \|W_{H+1}\|_F^{2(H+1)} + Q(\|W_{H+1}\|_F^2)",
    over=in_words,
    made_precise="gamma_0 = min(1/2, d_y^{-H}), P(g) = Q(g) = sum_k ((x_{k+1} + c_k)^k - x_{k+1}^k) x_{k+1} ... "
    "x_{H+1} "
    "with x_j = g + max(0, -tr C_j - ... - tr C_H) and c_k the sum of the absolute values of the entries of C_k",
    axioms=(TRACE_BOUND, TRACE_POWER, SUBMULTIPLICATIVE),
)
def lemma_2_4(subject: Subject) -> Outcome:
    """The squared norm of the product of all layers is the power H + 1 of that of the last layer, up to a constant
    factor from below and up to polynomials of degree at most H in it with nonnegative coefficients.
    """
    if isinstance(subject, dln.Point):
        bounds = Bounds(subject)
        return two_sided(subject, bounds.gamma, bounds.P, bounds.P)
    return all_of(*(one_step(Layers(depth_of(subject)), k) for k in range(1, depth_of(subject))), ends(subject))


def two_sided(point: dln.Point, gamma: Fraction, P: flint.fmpq_poly, Q: flint.fmpq_poly) -> Outcome:
    """(9) at a point, and what is said of gamma_0, P and Q."""
    g, n = last_norm(point), point.problem.depth
    at = flint.fmpq(g.numerator, g.denominator)
    whole = point.end_to_end.norm_squared()
    proper = all(max(p.degree(), 0) < n and all(c >= 0 for c in p.coeffs()) for p in (P, Q))
    return all_of(
        is_true(0 < gamma < 1 and proper, "gamma_0 in (0, 1); P, Q of degree at most H with nonnegative coefficients"),
        at_most(gamma * g**n - _number(P(at)), whole, "the lower bound", g=g),
        at_most(whole, g**n + _number(Q(at)), "the trace", g=g),
    )


def one_step(layers: Layers, k: int) -> Outcome:
    """``F_k(k) - F_{k+1}(k+1)`` is a sum of traces tr(A w) with A >= 0 and words w in G and C_k, at least one C_k in
    each; their bounds ``tr(A) ||G||^i c_k^(k-i)`` add up to E_k, of degree at most H in g, no coefficient negative.
    """
    n = layers.depth
    V = layers.product(k + 1, n)
    W, U, C = layers.weight(k), layers.weight(k + 1), layers.invariant(k)
    G, A = U.T @ U, V.T @ V
    here = trace(V @ power(W @ W.T, k) @ V.T)
    after = layers.product(k + 2, n)
    there = trace(after @ power(U @ U.T, k + 1) @ after.T)
    words, bound = here * 0, here * 0
    for letters in itertools.product((True, False), repeat=k):
        if not all(letters):
            minus = letters.count(False)
            words += (-1) ** minus * trace(A @ product(*(G if is_gram else C for is_gram in letters)))
            bound += tail(layers, k) * x_of(layers, k + 1) ** letters.count(True) * scalar(f"c_{k}") ** minus
    return all_of(same(here - there, words, f"F_{k}({k}) - F_{k + 1}({k + 1})"), printed_bound(layers, k, bound))


def power(matrix: Expression, exponent: int) -> Expression:
    return product(*([matrix] * exponent))


def x_of(layers: Layers, j: int) -> Scalar:
    """``x_j = g + tau_j``, with ``tau_{H+1} = 0``."""
    return scalar("g") if j == layers.depth else scalar("g") + scalar(f"tau_{j}")


def tail(layers: Layers, k: int) -> Scalar:
    """``x_{k+1} ... x_{H+1}``, a bound of tr(A) by the norms of the layers."""
    return reduce(lambda left, j: left * x_of(layers, j), range(k + 1, layers.depth + 1), Scalar(1))


def printed_bound(layers: Layers, k: int, bound: Scalar) -> Outcome:
    """The sum of the bounds against ``E_k``, and what Lemma 2.4 says of P."""
    upper = x_of(layers, k + 1)
    closed = ((upper + scalar(f"c_{k}")) ** k - upper**k) * tail(layers, k)
    degree = max(dict(monomial).get("g", 0) for monomial in bound.polynomial)
    return all_of(
        same(bound, closed, f"sum of the bounds of the words, and E_{k}"),
        at_most(degree, layers.depth - 1, f"degree of E_{k} in g"),
        is_true(all(c > 0 for c in bound.polynomial.values()), f"E_{k} has nonnegative coefficients"),
    )


def ends(case: WordCase) -> Outcome:
    """``F_1(1)`` is the trace of (9), and ``||W_j||^2`` is g minus traces of C."""
    layers = Layers(depth_of(case))
    n = layers.depth
    P, W, V = layers.product(1, n), layers.weight(1), layers.product(2, n)
    outcomes = [same(trace(P.T @ P), trace(V @ W @ W.T @ V.T), "the trace and F_1(1)")]
    for j in range(1, n + 1):
        after = norm_squared(layers.weight(n)) - sum((trace(layers.invariant(i)) for i in range(j, n)), Scalar(0))
        outcomes.append(same(norm_squared(layers.weight(j)), after, f"||W_{j}||^2 and g"))
    return all_of(*outcomes)


# -- the growth of g ---------------------------------------------------------------------------------------------------


@claim(
    "chitour.growth-bound",
    source=CHITOUR.at("proof of Prop. 1, after (10)"),
    statement=r"\frac{dg}{dt} \le -2 \gamma_0 g^{H+1} + K_1 (1 + g^H)",
    over=in_words,
    made_precise="K_1 is the sum of the coefficients of 2 P + 2 sigma (x_1 + x_2)/2 (1 + x_3)/2 ... (1 + x_{H+1})/2 "
    "with "
    "gamma_0, P and x_j of Lemma 2.4 and sigma the sum of the absolute values of the entries of Sigma_Y; it depends on "
    "Sigma_Y as well as on the initial weights",
    axioms=(TRACE_BOUND, TRACE_POWER, SUBMULTIPLICATIVE, CAUCHY_SCHWARZ, "g^i <= 1 + g^H for g >= 0 and 0 <= i <= H"),
)
def growth_bound(subject: Subject) -> Outcome:
    """The squared norm of the last layer grows at most at the printed rate."""
    if isinstance(subject, dln.Point):
        bounds = Bounds(subject)
        return grows_at_most(subject, bounds.gamma, bounds.K_1)
    return all_of(growth_in_words(subject), lemma_2_4.check(subject))


def grows_at_most(point: dln.Point, gamma: Fraction, K_1: Fraction) -> Outcome:
    g, n = last_norm(point), point.problem.depth
    return at_most(growth_rate(point), -2 * gamma * g**n + K_1 * (1 + g ** (n - 1)), "dg/dt", g=g)


def growth_in_words(case: WordCase) -> Outcome:
    """(10), and the squares that bound the norm of the product by a polynomial of degree H.

    ``||Pi||^2 <= x_1 x_2 ... x_{H+1}``, and by the squares ``x_1 x_2 <= ((x_1 + x_2)/2)^2``, ``x <= ((1 + x)/2)^2``.
    """
    layers = Layers(depth_of(case))
    n, P = layers.depth, layers.product(1, layers.depth)
    target = layers.M + P
    rate = layers.rate(norm_squared(layers.weight(n)))
    first, second = x_of(layers, 1), x_of(layers, 2)
    bound = (first + second) * Fraction(1, 2)
    outcomes = [
        same(rate, 2 * trace(target @ P.T) - 2 * trace(P.T @ P), "(10)"),
        same(bound**2 - first * second, ((first - second) * Fraction(1, 2)) ** 2, "a square for x_1 x_2"),
    ]
    for j in range(3, n + 1):
        half = (1 + x_of(layers, j)) * Fraction(1, 2)
        outcomes.append(
            same(half**2 - x_of(layers, j), ((1 - x_of(layers, j)) * Fraction(1, 2)) ** 2, f"one for x_{j}")
        )
        bound = bound * half
    degree = max(dict(monomial).get("g", 0) for monomial in bound.polynomial)
    positive = all(c > 0 for c in bound.polynomial.values())
    return all_of(
        *outcomes,
        at_most(degree, n - 1, "degree of the bound in g"),
        is_true(positive, "the bound has nonnegative coefficients"),
    )


# -- Proposition 1 -----------------------------------------------------------------------------------------------------


@claim(
    "chitour.prop1.bounded",
    source=CHITOUR.at("proof of Prop. 1"),
    statement=r"\text{there exists a positive constant } K_2 \text{ such that the right-hand side is negative for } "
    r"g > "
    r"K_2; \text{ thus the trajectory remains in a compact set}",
    over=in_words,
    made_precise="K_2 = max(1, K_1/gamma_0); then g(t) <= max(g(0), K_2) and ||W_j(t)||^2 = g(t) - tr C_j - ... - tr "
    "C_H. "
    "At exact weights dg/dt is asked for at the weights and at 10 and 100 times them",
    axioms=(CONTINUITY, GLOBAL, INVARIANCE, *growth_bound.axioms),
)
def prop_1_bounded(subject: Subject) -> Outcome:
    """Beyond an explicit bound the norm of the last layer decreases, so every trajectory is bounded."""
    if isinstance(subject, dln.Point):
        return all_of(*(decreases_beyond(scaled(subject, factor)) for factor in (1, 10, 100)))
    return all_of(right_side_is_negative(depth_of(subject)), growth_bound.check(subject))


def scaled(point: dln.Point, factor: int) -> dln.Point:
    return dln.Point(point.problem, [weight * factor for weight in point.weights])


def decreases_beyond(point: dln.Point) -> Outcome:
    """``dg/dt < 0`` if ``g > K_2``."""
    inside = last_norm(point) <= Bounds(point).K_2
    return is_true(inside or growth_rate(point) < 0, "g is at most K_2, or dg/dt < 0", weights=point.weights)


def right_side_is_negative(depth: int) -> Outcome:
    """``2 g^n > K (1 + g^H)`` for ``g > K >= 1``: with ``K = 1 + v``, ``g = 1 + u + v`` the difference is a polynomial
    in u, v >= 0 with nonnegative coefficients that contains u; times gamma_0 and with ``K_1 <= gamma_0 K`` the
    right-hand side is below minus that.
    """
    ring = flint.fmpz_mpoly_ctx.get(["u", "v"], "degrevlex")
    u, v = ring.gens()
    g, K = 1 + u + v, 1 + v
    difference = 2 * g**depth - K * (1 + g ** (depth - 1))
    positive = all(int(c) >= 0 for c in difference.coeffs()) and int(difference.to_dict().get((1, 0), 0)) > 0
    return is_true(positive, "2 g^{H+1} - K (1 + g^H) is positive for g > K >= 1", depth=depth)


@claim(
    "chitour.prop1",
    source=CHITOUR.at("Prop. 1"),
    statement=r"\text{every trajectory of the gradient flow converges to a critical point}",
    over=cases(
        "derivation by layers, in words",
        lambda size, seed: iter(DEPTHS),
        sentence=f"a derivation for {IN_WORDS}",
        strength=Verdict.PROVED,
    ),
    axioms=(LOJASIEWICZ, *prop_1_bounded.axioms),
)
def prop_1(case: WordCase) -> Outcome:
    """Every trajectory is bounded, so it exists for all times, and as the loss is a polynomial it converges to a
    critical point.
    """
    layers = Layers(depth_of(case))
    printed = [velocity(layers, j) for j in range(1, layers.depth + 1)]
    flows = [
        same(layers.flows[W], dW, f"(6) and minus the gradient by {W}") for W, dW in zip(layers.W, printed, strict=True)
    ]
    return all_of(prop_1_bounded.check(case), *flows)
