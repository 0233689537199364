"""Random weights in Lucchi's slides (Lemma 10 to Xavier): cases by hand, verdicts, and planted false neighbours."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from settling import claims_of, planted, settle, settle_planted, without

from proofs_check.claims.lucchi import lemma10, remark_large_sigma, xavier
from proofs_check.claims.lucchi.parts import gradient_norm, initialisation, random_weights, sizes
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, at_most, equal, is_true
from proofs_check.language.verdict import Verdict
from symdln.algebra.moments import gaussian_gradient_norm
from symdln.algebra.words import Symbol, norm_squared, scalar, trace

PARTS = ("corollary11", "lemma10", "lemma12", "lemma13", "thm9", "remark-large-sigma", "remark-small-sigma", "xavier")
CLAIMS = claims_of("lucchi", *PARTS)
REFUTED = {
    "lucchi.lemma10.random": [[0, 0, 1], [1, 1, 1], [-1, 1, 1]],  # E w^4 = 2/3, (E w^2)^2 = 4/9 for A = |W|, B = 1
    "lucchi.lemma12": [[0, 0], [1, 0], [-1, 1]],  # E w^4 xi^4 = 1/3, E w^4 E xi^4 = 2/9 for xi = [w = -1]
    "lucchi.remark-large-sigma": [1, 1, "3/2"],  # terms 2/3 * 3/2 * 3 = 3 > 2, but 9/4 < 3
    "lucchi.xavier.fixed-width": [1],  # sigma = 1: factor 3 a layer
}


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*CLAIMS.values())}


@pytest.mark.parametrize("id", CLAIMS)
def test_verdicts_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is (Verdict.REFUTED if id in REFUTED else Verdict.PROVED)


@pytest.mark.parametrize("id", REFUTED)
def test_what_is_refuted_fails_first_at_the_smallest_case(results, id):
    assert results[id].witness["data"] == REFUTED[id]


@pytest.mark.parametrize("id", sorted(set(CLAIMS) - set(REFUTED) - {"lucchi.lemma12.corrected"}))
def test_what_is_proved_is_proved_for_symbols_and_checked_at_numbers(id):
    subjects = [case.subject for unit in CLAIMS[id].over.units("small", 0) for case in CLAIMS[id].over.cases(unit)]
    assert isinstance(subjects[0][0], int)
    assert isinstance(subjects[-1][0], str)


# -- by hand -----------------------------------------------------------------------------------------------------------


def letters_of(net: sizes.Network) -> tuple[Any, ...]:
    return tuple(net.algebra[name].rows[0][0] for name in ("x", "y"))


def test_one_and_two_numbers_by_hand():
    # L = 1: dl/dw = (w x - y) x, E = s^2 x^4 + x^2 y^2
    # L = 2, k = 1: dl/da = b (b a x - y) x, E = E b^4 E a^2 x^4 + E b^2 x^2 y^2 = 3 s^6 x^4 + s^2 x^2 y^2
    one, two = sizes.Network((1, 1, 1)), sizes.Network((1, 2, 1))
    (x, y), v = letters_of(one), one.algebra.variance
    assert random_weights.gradient_norm((1, 1, 1), gaussian=True) == v * x**4 + x**2 * y**2
    (x, y), v, kappa = letters_of(two), two.algebra.variance, two.algebra.kurtosis
    assert random_weights.gradient_norm((1, 2, 1), gaussian=True) == 3 * v**3 * x**4 + v * x**2 * y**2
    assert random_weights.gradient_norm((1, 2, 1)) == kappa * v**3 * x**4 + v * x**2 * y**2


def test_the_exact_value_at_width_one_is_half_the_bound():
    # d = 1: Q = 0, so E = rho / (3 s^2) (3 s^4)^L + gamma s^(2 L - 2)
    powers = gradient_norm.Powers((1, 3, 2))
    assert powers.bound == 2 * powers.exact
    wide = gradient_norm.Powers((2, 3, 2))
    assert wide.bound != 2 * wide.exact


def test_the_closed_form_of_the_library_is_the_claimed_one():
    for d, depth in [(1, 2), (2, 2), (3, 2), (4, 4), (7, 5)]:
        for k in range(1, depth + 1):
            v, rho, gamma = Fraction(2, 7), 5, 11
            P, Q = gradient_norm.eigenvalues(d, v)
            first = rho / (3 * v) * P ** (k - 1) * (P ** (depth - k + 1) - Q ** (depth - k + 1))
            assert gaussian_gradient_norm(d, depth, k, v, rho, gamma) == first + gamma * (d * v) ** (depth - 1)


def test_kinds_of_dependence_by_hand():
    two_coins = tuple((a, b) for a in (1, -1) for b in (1, -1))
    assert random_weights.independent(two_coins)
    assert lemma10.uncorrelated(two_coins)
    square = ((0, 0), (1, 1), (-1, 1))  # (w, w^2): E w^3 = 0
    assert lemma10.uncorrelated(square)
    assert not random_weights.independent(square)
    assert not lemma10.uncorrelated(((1, 1), (-1, -1)))


def test_the_limit_of_wide_networks_agrees_with_wide_networks():
    # rho = gamma = 1, c = 1, d = 10^6: the distance to (L - k + 1) + 1 is of order 1/d
    d = 10**6
    for depth, k in [(1, 1), (3, 1), (5, 4)]:
        found = gaussian_gradient_norm(d, depth, k, Fraction(1, d), 1, 1)
        assert abs(found - (depth - k + 2)) < Fraction(1, 10**4)


def test_polynomials_are_called_nonnegative_only_if_they_are():
    net = sizes.Network((1, 1, 1))
    x, y = letters_of(net)
    third = net.algebra.context.gens()[-1]
    assert sizes.is_nonnegative(x**2 + 2 * y**4, "p").holds
    assert sizes.is_nonnegative(x**2 - y**2, "p").fails
    assert not sizes.is_nonnegative(x * y, "p").holds
    assert not sizes.is_nonnegative(third * x**2, "p").holds
    assert not sizes.is_nonnegative((x - y) ** 2, "p").fails  # true, but not shown by the signs of coefficients
    assert sizes.is_nonnegative(scalar("a") + 1, "p").holds
    assert not sizes.is_nonnegative(scalar("a") - 1, "p").holds
    A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    assert sizes.is_nonnegative(trace(A @ B @ B.T @ A.T) + norm_squared(A.T @ A), "p").holds
    assert not sizes.is_nonnegative(trace(A), "p").holds
    assert not sizes.is_nonnegative(trace(A @ B @ A.T @ B.T), "p").holds


def test_with_independence_the_printed_formulas_hold_for_all_discrete_laws():
    free = Hypothesis("independent", "independent", random_weights.independent)
    ten = planted(CLAIMS["lucchi.lemma10.random"], assuming=(random_weights.W_CENTRED, free))
    twelve = planted(CLAIMS["lucchi.lemma12"], assuming=(*CLAIMS["lucchi.lemma12"].assuming, free))
    for result in settle(ten, twelve):
        assert result.verdict is Verdict.VERIFIED
        assert result.tally.cases > 5


# -- planted faults ----------------------------------------------------------------------------------------------------


def lemma_10_as(right: Callable[[Any, Any, Any], Any]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        shapes = {"A": ("p", "d"), "W": ("d", "e"), "B": ("e", "q")}
        work = sizes.algebra(shapes, dict(zip(("p", "d", "e", "q"), case, strict=True)))
        A, W, B = work["A"], work["W"], work["B"]
        return equal(work.expect(work.norm(A @ W @ B), W), right(work, A, B), "E ||AWB||^2")

    return check


def corollary_as(scale: Callable[[Any, Any, int], Any]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        d, t = case
        if isinstance(t, str):
            return is_true(True, "numbers only")
        work = sizes.algebra({f"W{j}": (d, d) for j in range(t)} | {"x": (d, 1)}, {"d": d})
        layers, end = [work[f"W{j}"] for j in range(t)], work["x"]
        for W in layers:
            end = W @ end
        right = scale(work.number(d), work.variance, t) * work.norm(work["x"])
        return equal(work.expect(work.norm(end), *layers), right, "E ||W^{t:1} x||^2")

    return check


def lemma_12_as(first: Callable[[int, int], int], excess: Callable[[Any], Any]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        m, n = case
        work = sizes.algebra({"W": ("m", "n"), "xi": ("n", 1)}, {"m": m, "n": n})
        W, xi, square = work["W"], work["xi"], work.variance**2
        fourth = sum((row[0] ** 4 for row in xi.rows), xi.zero)
        right = first(m, n) * square * work.norm(xi) ** 2 + excess(work.kurtosis) * m * square * fourth
        return equal(work.expect(work.norm(W @ xi) ** 2, W), right, "E ||W xi||^4")

    return check


def lemma_13_as(first_factor: int, second_factor: int, sharp: bool = False) -> Callable[[Any], Outcome]:
    """With the terms weighted by these numbers of halves."""

    def check(case: Any) -> Outcome:
        first, second = random_weights.lemma_13_terms(case)
        right, left = first_factor * first + second_factor * second, 2 * random_weights.gradient_norm(case)
        if not isinstance(case[0], int):
            return is_true(True, "numbers only")
        return equal(left, right, "2 E") if sharp else sizes.is_nonnegative(right - left, "bound minus expectation")

    return check


def theorem_9_as(bound: Callable[..., Any], sharp: bool = False) -> Callable[[Any], Outcome]:
    """``bound(v, d, L, k, rho, gamma)`` in place of 3 sigma^2 times the printed one."""

    def check(case: Any) -> Outcome:
        if not isinstance(case[0], int):
            return is_true(True, "numbers only")
        net = sizes.Network(case)
        v, (d, depth, k) = net.algebra.variance, case
        right = bound(v, net.algebra.number(d), depth, k, net.rho, net.gamma)
        left = 3 * v * random_weights.gradient_norm(case, gaussian=True)
        return equal(left, right, "3 v E") if sharp else sizes.is_nonnegative(right - left, "bound minus expectation")

    return check


def bound_as(
    first: int = 0, second: int = -1, of_y: int = 1, base: Callable[[Any], Any] = lambda d: d * (d + 2)
) -> Callable[..., Any]:
    """The printed bound times 3 sigma^2, with ``first`` and ``second`` added to L in its exponents."""

    def value(v: Any, d: Any, depth: int, k: int, rho: Any, gamma: Any) -> Any:
        return 2 * rho * (v**2 * base(d)) ** (depth + first) + 6 * of_y * v * gamma * (v * d) ** (depth + second)

    return value


def exact_as(shift: int = 0, other: Callable[[Any], Any] = lambda d: d - 1, power: int = -1) -> Callable[..., Any]:
    """The exact value times 3 sigma^2, with ``shift`` added to L - k + 1 and ``d other(d)`` for ``d (d - 1)``."""

    def value(v: Any, d: Any, depth: int, k: int, rho: Any, gamma: Any) -> Any:
        P, Q, left = v**2 * d * (d + 2), v**2 * d * other(d), depth - k + 1 + shift
        return rho * P ** (depth - left) * (P**left - Q**left) + 3 * v * gamma * (d * v) ** (depth + power)

    return value


def start_without_factors(case: Any) -> Outcome:
    net = sizes.Network(case)
    norm, forward = net.algebra.norm, (net.Q @ net.x).T
    a, b = net.B.T @ net.B @ net.W @ net.Q @ net.x @ forward, net.B.T @ net.y @ forward
    return equal(norm(a - b), norm(a) + norm(b), "||a - b||^2")


def threshold_as(setting: Any, threshold: Callable[[int, int, Fraction], bool]) -> Outcome:
    if setting == initialisation.ANY:
        return is_true(True, "numbers only")
    d, depth, v = int(setting[0]), int(setting[1]), Fraction(setting[2])
    first, second = initialisation.bound_terms(setting)
    return equal(first > second, threshold(d, depth, v), "the term with y_hat is larger")


def tends_too_fast(setting: Any) -> Outcome:
    if setting == initialisation.ANY:
        return is_true(True, "numbers only")
    d, depth, v = setting
    first, second = initialisation.bound_terms(setting)
    halved = initialisation.bound_terms((d, depth, str(Fraction(v) / 2)))
    return equal(halved[0] / halved[1] * 4 ** int(depth), first / second, "ratio at half the variance, times 4^L")


def stable_at(variance: Callable[[int], Fraction]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        if isinstance(case[0], str):
            return is_true(True, "numbers only")
        d, depth = int(case[0]), int(case[1])
        return at_most(xavier.prediction_part((d, depth, 1), variance(d)), 1, "the expectation at k = 1")

    return check


def limit_as(case: Any) -> Outcome:
    if isinstance(case[0], str):
        return is_true(True, "numbers only")
    depth, k = case
    found = xavier.bracket(scalar("z"), 0, depth - k + 1)
    return equal(found, (depth - k) * scalar("z") ** (depth - k), "the bracket at infinite width")


def independent_of_W(atoms: Any) -> bool:
    """(A, B) has the same conditional law for every outcome of W."""
    values = {atom[0] for atom in atoms}
    rest = [sorted(atom[1:] for atom in atoms if atom[0] == value) for value in values]
    laws = [{pair: Fraction(part.count(pair), len(part)) for pair in part} for part in rest]
    return all(law == laws[0] for law in laws)


W_FREE = Hypothesis("W independent of (A, B)", "W independent of (A, B)", independent_of_W)
LEMMA_10 = CLAIMS["lucchi.lemma10.fixed"]
PLANTED: dict[str, tuple[Claim, Any]] = {
    "lemma 10 with ||A A^T||": (
        planted(LEMMA_10, check=lemma_10_as(lambda w, A, B: w.variance * w.norm(A @ A.T) * w.norm(B))),
        [1, 1, 1, 1],
    ),
    "lemma 10 with sigma^4": (
        planted(LEMMA_10, check=lemma_10_as(lambda w, A, B: w.variance**2 * w.norm(A) * w.norm(B))),
        [1, 1, 1, 1],
    ),
    "lemma 10 with the inner size": (
        planted(LEMMA_10, check=lemma_10_as(lambda w, A, B: w.number(A.shape[1]) * w.variance * w.norm(A) * w.norm(B))),
        [1, 2, 1, 1],
    ),
    "lemma 10 without correlation hypothesis": (
        without(CLAIMS["lucchi.lemma10.random"], lemma10.UNCORRELATED.name),
        [[1, 0, 0], [-1, 1, 1]],
    ),
    "lemma 10 with A and B only uncorrelated": (
        planted(CLAIMS["lucchi.lemma10.random"], assuming=(lemma10.UNCORRELATED, W_FREE)),
        [[1, 0, 0], [1, 1, 1], [1, 1, -1]],  # W = 1, A = B^2: E A^2 B^2 = 2/3, E A^2 E B^2 = 4/9
    ),
    "corollary 11 with t + 1": (
        planted(CLAIMS["lucchi.corollary11"], check=corollary_as(lambda d, v, t: (d * v) ** (t + 1))),
        [1, 0],
    ),
    "corollary 11 without d": (
        planted(CLAIMS["lucchi.corollary11"], check=corollary_as(lambda d, v, t: v**t)),
        [2, 1],
    ),
    "lemma 12 with d^2": (
        planted(
            CLAIMS["lucchi.lemma12.corrected"], check=lemma_12_as(lambda m, n: m * m, lambda kurtosis: kurtosis - 3)
        ),
        [1, 1],
    ),
    "lemma 12 with columns": (
        planted(
            CLAIMS["lucchi.lemma12.corrected"],
            check=lemma_12_as(lambda m, n: m * (n + 2), lambda kurtosis: kurtosis - 3),
        ),
        [1, 2],
    ),
    "lemma 12 for Gaussians only": (
        planted(
            CLAIMS["lucchi.lemma12.corrected"],
            check=lemma_12_as(lambda m, n: m * (m + 2), lambda kurtosis: 0 * kurtosis),
        ),
        [1, 1],
    ),
    "lemma 12 with excess kurtosis": (
        planted(
            CLAIMS["lucchi.lemma12.corrected"],
            check=lemma_12_as(lambda m, n: m * (m + 2), lambda kurtosis: kurtosis),
        ),
        [1, 1],
    ),
    "lemma 13 with 1/2": (planted(CLAIMS["lucchi.lemma13"], check=lemma_13_as(1, 4)), [1, 1, 1]),
    "lemma 13 with 1/2 at y": (planted(CLAIMS["lucchi.lemma13"], check=lemma_13_as(4, 1)), [1, 1, 1]),
    "lemma 13 sharp with 2": (planted(CLAIMS["lucchi.lemma13.sharp"], check=lemma_13_as(4, 4, True)), [1, 1, 1]),
    "theorem 9 with d^2": (
        planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(base=lambda d: d * d))),
        [1, 1, 1],
    ),
    "theorem 9 with d (d + 1)": (
        planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(base=lambda d: d * (d + 1)))),
        [1, 2, 1],
    ),
    "theorem 9 with L - 1": (planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(first=-1))), [1, 1, 1]),
    "theorem 9 with sigma^2 d to the L": (
        planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(second=0))),
        [1, 1, 1],
    ),
    "theorem 9 without y": (planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(of_y=0))), [1, 1, 1]),
    "sharp: the bound": (planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(bound_as(), True)), [1, 1, 1]),
    "sharp: k + 1": (planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(shift=-1), True)), [1, 1, 1]),
    "sharp: d^2 in the second eigenvalue": (
        planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(other=lambda d: d), True)),
        [1, 1, 1],
    ),
    "sharp: 0 for the second eigenvalue": (
        planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(other=lambda d: 0 * d), True)),
        [2, 1, 1],
    ),
    "sharp: L in the second term": (
        planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(power=0), True)),
        [1, 1, 1],
    ),
    "start without the cross term": (planted(CLAIMS["lucchi.thm9.start"], check=start_without_factors), [1, 1, 1]),
    "threshold 1/(d(d+2))": (
        planted(
            CLAIMS["lucchi.remark-large-sigma.corrected"],
            check=lambda s: threshold_as(s, lambda d, L, v: v * v * d * (d + 2) > 1),
        ),
        [1, 1, "1"],
    ),
    "threshold without 3/d": (
        planted(
            CLAIMS["lucchi.remark-large-sigma.corrected"],
            check=lambda s: threshold_as(s, lambda d, L, v: v * (d + 2) > 1),
        ),
        [1, 1, "1/2"],
    ),
    "always larger": (
        without(CLAIMS["lucchi.remark-large-sigma.implication"], remark_large_sigma.LARGE.name),
        [1, 1, "1/8"],
    ),
    "small sigma with sigma^4": (planted(CLAIMS["lucchi.remark-small-sigma"], check=tends_too_fast), [1, 1, "1/8"]),
    "stable at 1/sqrt(d)": (
        planted(CLAIMS["lucchi.xavier.corrected"], check=stable_at(lambda d: Fraction(1, d))),
        [1, 1, 1],
    ),
    "stable at 1/sqrt(d + 1/2)": (
        planted(CLAIMS["lucchi.xavier.corrected"], check=stable_at(lambda d: Fraction(2, 2 * d + 1))),
        [1, 1, 1],
    ),
    "limit L - k": (planted(CLAIMS["lucchi.xavier.infinite-width"], check=limit_as), [1, 1]),
}


@pytest.fixture(scope="module")
def planted_results():
    return settle_planted({name: claim for name, (claim, _) in PLANTED.items()})


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_at_the_smallest_case(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert result.witness["data"] == PLANTED[name][1]


@pytest.mark.parametrize(("first", "second"), [(2, 2), (3, 3)])
def test_the_factors_2_of_lemma_13_can_be_1(first, second):
    # lemma_13_as counts in halves of the printed bound's terms: (2, 2) is the exact value
    (result,) = settle(planted(CLAIMS["lucchi.lemma13"], check=lemma_13_as(first, second)))
    assert result.tally.failures == 0


# -- planted faults in the derivation with symbols ---------------------------------------------------------------------


def test_a_wrong_step_of_the_derivation_is_noticed(monkeypatch):
    case = ("d", "L", "k")
    assert gradient_norm.derivation(case).holds
    right = gradient_norm.next_layer
    with monkeypatch.context() as patch:  # one pairing lost
        patch.setattr(gradient_norm, "next_layer", lambda t, u, d, v: (v**2 * d * (d * t + u), right(t, u, d, v)[1]))
        assert gradient_norm.backward_step().fails
        assert gradient_norm.backward_chain().fails
    with monkeypatch.context() as patch:
        patch.setattr(gradient_norm, "eigenvalues", lambda d, v: (v**2 * d * (d + 1), v**2 * d * (d - 1)))
        assert gradient_norm.forward_step().fails
        assert gradient_norm.backward_chain().fails
        for module in (initialisation, xavier):
            patch.setattr(module, "eigenvalues", gradient_norm.eigenvalues)
        assert xavier.split_of_exact_value().fails
        assert initialisation.ratio_by_induction().fails
    with monkeypatch.context() as patch:  # the wrong start: B = 0 rather than I
        patch.setattr(gradient_norm, "gram_powers", lambda p, q, d: (d * (d + 2) * p, d * (d + 2) * p))
        assert gradient_norm.backward_chain().fails
        assert gradient_norm.assembled().fails


def test_a_layer_that_the_law_of_the_others_depends_on_is_noticed():
    # E over W^k of a gradient whose forward part contains W^k has W^k four times: refused for an unknown law
    net = sizes.Network(("d", "L", "k"))
    wrong = net.B.T @ net.delta @ (net.W @ net.Q @ net.x).T
    with pytest.raises(ValueError, match="W occurs 4 times"):
        net.algebra.expect(net.algebra.norm(wrong), net.W)
