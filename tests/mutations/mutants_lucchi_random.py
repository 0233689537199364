"""False neighbours of the claims of Lucchi's lectures on matrix derivatives and random weights."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi import matrix_gradient, remark_large_sigma, thm9, xavier
from proofs_check.claims.lucchi.parts import initialisation, random_weights
from proofs_check.claims.lucchi.parts import random_weights as random_weights_parts
from proofs_check.claims.lucchi.parts.gradient_norm import Powers
from proofs_check.claims.lucchi.parts.sizes import SplitNetwork, Words, algebra, is_nonnegative
from proofs_check.language.outcome import Outcome, at_most, equal, holds, is_true
from symdln.algebra import words
from symdln.algebra.words import scalar
from tests.mutations.planting import Planting

plant = Planting()


def at_numbers(check: Any) -> Any:
    """The statement at numbers for the sizes; nothing is said of symbols."""
    return lambda case: holds("asked at numbers") if any(isinstance(entry, str) for entry in case[:1]) else check(case)


def in_symbols(check: Any) -> Any:
    """The statement for symbols as sizes; nothing is said of numbers."""
    return lambda case: check(case) if isinstance(case[0], str) else holds("asked in symbols")


# -- derivatives -------------------------------------------------------------------------------------------------------


def trace_derivative(left: Any, right: Any) -> Any:
    """The derivative by B of a trace against another matrix."""

    def check(case: Any) -> Outcome:
        work = algebra({"A": ("d", "p"), "B": ("p", "d"), "C": ("d", "d")}, dict(zip(("d", "p"), case, strict=True)))
        A, B, C = work["A"], work["B"], work["C"]
        return equal(work.gradient(work.trace(left(A, B, C)), B), right(A, B, C), "the derivative by B")

    return check


plant("lucchi.trace-derivatives", "A^T C in place of A^T C^T")(
    trace_derivative(lambda A, B, C: A @ B @ C, lambda A, B, C: A.T @ C)
)
plant("lucchi.trace-derivatives", "A^T C^T in place of A^T C")(
    trace_derivative(lambda A, B, C: C @ B.T @ A.T, lambda A, B, C: A.T @ C.T)
)
plant("lucchi.trace-derivatives", "twice A^T A B C for any C")(
    trace_derivative(lambda A, B, C: A @ B @ C @ B.T @ A.T, lambda A, B, C: A.T @ A @ B @ C + A.T @ A @ B @ C)
)
plant("lucchi.trace-derivatives", "A^T A B C alone")(
    trace_derivative(lambda A, B, C: A @ B @ C @ B.T @ A.T, lambda A, B, C: A.T @ A @ B @ C)
)


@plant("lucchi.matrix-gradient.x", "A^T in place of A")
def jacobian_transposed(case: Any) -> Outcome:
    work = matrix_gradient.linear_map(case)
    A, x = work["A"], work["x"]
    if isinstance(work, Words):
        return holds("asked at numbers")
    rows = tuple(
        tuple(entry for row in found.rows for entry in row) for found in matrix_gradient.entry_derivatives(A @ x, x)
    )
    return equal(rows, A.T.rows, "the Jacobian")


@plant("lucchi.matrix-gradient.x", "in words: twice A")
@in_symbols
def jacobian_doubled(case: Any) -> Outcome:
    work = matrix_gradient.linear_map(case)
    A, x, u = work["A"], work["x"], work["u"]
    return equal(words.derivative(A @ x, {x: u}), A @ u + A @ u, "the change of A x along u")


@plant("lucchi.matrix-gradient.A", "x^T in every row")
def in_every_row(case: Any) -> Outcome:
    work = matrix_gradient.linear_map(case)
    A, x, e = work["A"], work["x"], work["e"]
    if isinstance(work, Words):
        return equal(work.gradient(words.trace(e @ A @ x), A), 2 * (e.T @ x.T), "the derivative of e A x by A")
    printed = [tuple(x.T.rows[0] for _ in range(A.shape[0])) for _ in range(A.shape[0])]
    return equal([found.rows for found in matrix_gradient.entry_derivatives(A @ x, A)], printed, "the derivatives")


@plant("lucchi.matrix-gradient.kron", "I (x) x^T column by column")
def kronecker_exchanged(case: Any) -> Outcome:
    work = matrix_gradient.linear_map(case)
    A, x = work["A"], work["x"]
    if isinstance(work, Words):
        return holds("asked at numbers")
    found = matrix_gradient.entry_derivatives(A @ x, A)
    by_columns = [tuple(entry for row in matrix.T.rows for entry in row) for matrix in found]
    return equal(by_columns, matrix_gradient.kronecker(work.identity(A.shape[0]), x.T), "the Jacobian")


@plant("lucchi.matrix-gradient.kron", "in words: x in place of x^T")
@in_symbols
def kronecker_not_transposed(case: Any) -> Outcome:
    work = matrix_gradient.linear_map(case)
    A, x = work["A"], work["x"]
    term = matrix_gradient.single(work.identity(A.shape[0]), x)
    return equal(words.jacobian(A @ x, A).terms, (term,), "the Jacobian")


def layer_gradient(form: Any) -> Any:
    """Twice the gradient of the squared loss against twice another formula."""

    def check(case: Any) -> Outcome:
        net = SplitNetwork(case)
        found = net.algebra.gradient(net.algebra.norm(net.y - net.B @ net.W @ net.Q @ net.x), net.W)
        return equal(found, form(net) + form(net), "2 dl/dW^k")

    return check


plant("lucchi.gradient", "the other sign of delta")(
    layer_gradient(lambda net: net.B.T @ (net.y - net.B @ net.W @ net.Q @ net.x) @ (net.Q @ net.x).T)
)
plant("lucchi.gradient", "W^{L:k+1} in place of W^{k+1:L}")(
    layer_gradient(lambda net: net.B @ net.delta @ (net.Q @ net.x).T)
)
plant("lucchi.gradient", "without W^{k-1:1}")(layer_gradient(lambda net: net.B.T @ net.delta @ net.x.T))
plant("lucchi.gradient", "twice the gradient")(
    layer_gradient(lambda net: net.B.T @ (net.delta + net.delta) @ (net.Q @ net.x).T)
)


# -- Theorem 9 ---------------------------------------------------------------------------------------------------------


def bounded_by(bound: Any) -> Any:
    """``3 sigma^2`` times the expectation is at most another bound."""

    @at_numbers
    def check(case: Any) -> Outcome:
        powers = Powers(case)
        exact = 3 * powers.variance * random_weights_parts.gradient_norm(case, gaussian=True)
        return is_nonnegative(bound(powers) - exact, "the bound minus the expectation")

    return check


plant("lucchi.thm9", "without the term with y")(bounded_by(lambda p: 2 * p.rho * p.F * p.G))
plant("lucchi.thm9", "without the term with y_hat")(bounded_by(lambda p: 6 * p.variance * p.gamma * p.R))
plant("lucchi.thm9", "1 in place of 3 sigma^2 before the term with y")(
    bounded_by(lambda p: 2 * p.rho * p.F * p.G + p.gamma * p.R)
)


def exact_value(change: Any) -> Any:
    """The closed form against another one."""

    @at_numbers
    def check(case: Any) -> Outcome:
        powers = Powers(case)
        exact = 3 * powers.variance * random_weights_parts.gradient_norm(case, gaussian=True)
        return equal(exact, change(powers), "3 sigma^2 E ||dl/dW^k||^2")

    return check


plant("lucchi.thm9.sharp", "without the power of d (d - 1)")(
    exact_value(lambda p: p.rho * p.F * p.G + 3 * p.variance * p.gamma * p.R)
)
plant("lucchi.thm9.sharp", "plus in place of minus")(
    exact_value(lambda p: p.rho * p.F * (p.G + p.H) + 3 * p.variance * p.gamma * p.R)
)
plant("lucchi.thm9.sharp", "twice, as the bound")(exact_value(lambda p: 2 * p.exact))


@plant("lucchi.thm9.start", "1 in place of the factors 2")
@at_numbers
def start_without_two(case: Any) -> Outcome:
    if case[:2] not in thm9.EXPANDED:
        return holds("asked at fewer sizes")
    net = SplitNetwork(case)
    norm, x, y = net.algebra.norm, net.x, net.y
    prediction, target = net.B.T @ net.B @ net.W @ net.Q @ x @ x.T @ net.Q.T, net.B.T @ y @ x.T @ net.Q.T
    gap = norm(prediction) + norm(target) - norm(prediction - target)
    return equal(gap, norm(prediction + target), "right minus left")


@plant("lucchi.thm9.start", "the gap is the square of the difference")
@at_numbers
def gap_of_difference(case: Any) -> Outcome:
    if case[:2] not in thm9.EXPANDED:
        return holds("asked at fewer sizes")
    net = SplitNetwork(case)
    norm, x, y = net.algebra.norm, net.x, net.y
    prediction, target = net.B.T @ net.B @ net.W @ net.Q @ x @ x.T @ net.Q.T, net.B.T @ y @ x.T @ net.Q.T
    gap = 2 * norm(prediction) + 2 * norm(target) - norm(prediction - target)
    return equal(gap, norm(prediction - target), "right minus left")


# -- Lemmas 10, 12 and 13, Corollary 11 --------------------------------------------------------------------------------


def lemma_10(right: Any) -> Any:
    """``E ||A W B||^2`` against another value."""

    def check(case: Any) -> Outcome:
        shapes = {"A": ("p", "d"), "W": ("d", "e"), "B": ("e", "q")}
        work = algebra(shapes, dict(zip(("p", "d", "e", "q"), case, strict=True)))
        A, W, B = work["A"], work["W"], work["B"]
        return equal(work.expect(work.norm(A @ W @ B), W), right(work, A, B), "E ||A W B||^2")

    return check


for lemma in ("lucchi.lemma10.fixed", "lucchi.lemma10.random.corrected"):
    plant(lemma, "sigma^4 in place of sigma^2")(
        lemma_10(lambda work, A, B: work.variance**2 * work.norm(A) * work.norm(B))
    )
    plant(lemma, "||A||^2 + ||B||^2 in place of the product")(
        lemma_10(lambda work, A, B: work.variance * (work.norm(A) + work.norm(B)))
    )
plant("lucchi.lemma10.fixed", "||A^T A||^2 in place of ||A||^2")(
    lemma_10(lambda work, A, B: work.variance * work.norm(A.T @ A) * work.norm(B))
)


def corollary_11(scale: Any) -> Any:
    """``E ||W^{t:1} x||^2`` against another multiple of ||x||^2."""

    @at_numbers
    def check(case: Any) -> Outcome:
        d, t = case
        work = algebra({f"W{j}": (d, d) for j in range(t)} | {"x": (d, 1)}, {"d": d})
        end = work["x"]
        for j in range(t):
            end = work[f"W{j}"] @ end
        found = work.expect(work.norm(end), *(work[f"W{j}"] for j in range(t)))
        return equal(found, scale(work, d, t) * work.norm(work["x"]), "E ||W^{t:1} x||^2")

    return check


plant("lucchi.corollary11", "t + 1 in place of t")(corollary_11(lambda work, d, t: (d * work.variance) ** (t + 1)))
plant("lucchi.corollary11", "without d")(corollary_11(lambda work, d, t: work.variance**t))
plant("lucchi.corollary11", "d^2 in place of d")(corollary_11(lambda work, d, t: (d * d * work.variance) ** t))


def lemma_12(right: Any) -> Any:
    """``E ||W xi||^4`` against another value."""

    def check(shape: Any) -> Outcome:
        m, n = shape
        work = algebra({"W": ("m", "n"), "xi": ("n", 1)}, {"m": m, "n": n})
        W, xi = work["W"], work["xi"]
        fourth = sum((row[0] ** 4 for row in xi.rows), xi.zero)
        value = right(m, work.kurtosis, work.norm(xi) ** 2, fourth) * work.variance**2
        return equal(work.expect(work.norm(W @ xi) ** 2, W), value, "E ||W xi||^4")

    return check


plant("lucchi.lemma12.corrected", "d (d + 1) in place of d (d + 2)")(
    lemma_12(lambda m, kappa, square, fourth: m * (m + 1) * square + (kappa - 3) * m * fourth)
)
plant("lucchi.lemma12.corrected", "kappa in place of kappa - 3")(
    lemma_12(lambda m, kappa, square, fourth: m * (m + 2) * square + kappa * m * fourth)
)
plant("lucchi.lemma12.corrected", "||xi||_2^4 in place of ||xi||_4^4")(
    lemma_12(lambda m, kappa, square, fourth: m * (m + 2) * square + (kappa - 3) * m * square)
)


def lemma_13(first_factor: int, second_factor: int) -> Any:
    """The expectation is at most other multiples of the two terms."""

    @at_numbers
    def check(case: Any) -> Outcome:
        first, second = random_weights.lemma_13_terms(case)
        gap = first_factor * first + second_factor * second - random_weights.gradient_norm(case)
        return is_nonnegative(gap, "the bound minus the expectation")

    return check


plant("lucchi.lemma13", "without the term with y")(lemma_13(2, 0))
plant("lucchi.lemma13", "without the term with y_hat")(lemma_13(0, 2))


@plant("lucchi.lemma13.sharp", "twice the sum of the terms")
def twice_lemma_13(case: Any) -> Outcome:
    first, second = random_weights.lemma_13_terms(case)
    return equal(random_weights.gradient_norm(case), 2 * first + 2 * second, "E ||dl/dW^k||^2")


@plant("lucchi.lemma13.sharp", "minus in place of plus")
def difference_of_terms(case: Any) -> Outcome:
    first, second = random_weights.lemma_13_terms(case)
    return equal(random_weights.gradient_norm(case), first - second, "E ||dl/dW^k||^2")


# -- initialisation ----------------------------------------------------------------------------------------------------


def threshold(ratio: Any) -> Any:
    """The term with y_hat is larger exactly where another ratio exceeds 1."""

    @at_numbers_of_setting
    def check(setting: Any) -> Outcome:
        first, second = initialisation.bound_terms(setting)
        d, depth, v = int(setting[0]), int(setting[1]), Fraction(setting[2])
        return equal(first > second, ratio(d, depth, v) > 1, "the term with y_hat is larger")

    return check


def at_numbers_of_setting(check: Any) -> Any:
    return lambda setting: holds("asked at numbers") if setting == initialisation.ANY else check(setting)


plant("lucchi.remark-large-sigma.corrected", "1/d in place of 3/d")(threshold(lambda d, n, v: d * (v * (d + 2)) ** n))
plant("lucchi.remark-large-sigma.corrected", "d in place of d + 2")(threshold(lambda d, n, v: d * (v * d) ** n / 3))
plant("lucchi.remark-large-sigma.corrected", "sigma^4 > d (d + 2)")(threshold(lambda d, n, v: v * v / (d * (d + 2))))
plant.without("lucchi.remark-large-sigma.implication", remark_large_sigma.LARGE.name)


@plant("lucchi.remark-large-sigma.implication", "the term with y in place of y_hat")
@at_numbers_of_setting
def other_term(setting: Any) -> Outcome:
    first, second = initialisation.bound_terms(setting)
    return is_true(first < second, "the term with y is larger")


@plant("lucchi.remark-small-sigma", "2^(L-1) in place of 2^L")
@at_numbers_of_setting
def slower(setting: Any) -> Outcome:
    d, depth, v = setting
    first, second = initialisation.bound_terms(setting)
    halved = initialisation.bound_terms((d, depth, str(Fraction(v) / 2)))
    return equal(halved[0] / halved[1] * 2 ** (int(depth) - 1), first / second, "ratio at half the variance")


@plant("lucchi.remark-small-sigma", "dominated by the term with y_hat")
@at_numbers_of_setting
def grows_instead(setting: Any) -> Outcome:
    d, depth, v = setting
    first, second = initialisation.bound_terms(setting)
    halved = initialisation.bound_terms((d, depth, str(Fraction(v) / 2)))
    return is_true(halved[0] / halved[1] > first / second, "the ratio grows")


def growth(factor: Any) -> Any:
    """The growth of the expectation by layer with another factor."""

    @at_numbers
    def check(case: Any) -> Outcome:
        d, depth, k = (int(entry) for entry in case)
        stable, v = 1 - Fraction(d - 1, d + 2) ** (depth - k + 1), Fraction(2)
        return equal(xavier.prediction_part(case, v), factor(d, v) ** depth * stable, "at sigma^2 = 2")

    return check


plant("lucchi.xavier.corrected", "sigma^4 d^2 in place of sigma^4 d (d + 2)")(growth(lambda d, v: v * v * d * d))
plant("lucchi.xavier.corrected", "sigma^2 d in place of sigma^4 d (d + 2)")(growth(lambda d, v: v * d))


@plant("lucchi.xavier.corrected", "stable for k = L only")
@at_numbers
def without_layers_above(case: Any) -> Outcome:
    d, depth, _ = (int(entry) for entry in case)
    v = Fraction(2)
    stable = 1 - Fraction(d - 1, d + 2)
    return equal(xavier.prediction_part(case, v), (v * v * d * (d + 2)) ** depth * stable, "at sigma^2 = 2")


def dominating(power: Any) -> Any:
    """The dominating term at sigma = c / sqrt(d) has another power."""

    @at_numbers
    def check(case: Any) -> Outcome:
        depth, d, v = int(case[0]), 100, Fraction(2, 100)
        first, _ = initialisation.bound_terms((d, depth, str(v)))
        return at_most(first * 3 * v / 2, 2 * power(d, v) ** depth, "the dominating term")

    return check


plant("lucchi.xavier", "sigma^4 d in place of sigma^4 d^2")(dominating(lambda d, v: v * v * d))
plant("lucchi.xavier", "sigma^2 d in place of sigma^4 d^2")(dominating(lambda d, v: v * d))


def limit(number: Any) -> Any:
    """The limit of the term with y_hat is another multiple of c^{4 L - 2}."""

    @at_numbers
    def check(case: Any) -> Outcome:
        z, depth, k = scalar("z"), int(case[0]), int(case[1])
        P = z * (1 + 2 * scalar("e"))
        term = P ** (k - 1) * xavier.bracket(z, scalar("e"), depth - k + 1)
        still = [(m, value) for m, value in term.terms if not any(atom == "e" for atom, _ in m)]
        return equal(words.Scalar.from_terms(still), number(depth, k) * z ** (depth - 1), "the limit")

    return check


plant("lucchi.xavier.infinite-width", "L - k in place of L - k + 1")(limit(lambda depth, k: depth - k))
plant("lucchi.xavier.infinite-width", "L in place of L - k + 1")(limit(lambda depth, k: depth))
