"""Exact moments of random weights, against enumeration of all outcomes of a discrete law and against each other."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import flint
import pytest

from symdln.algebra import moments
from symdln.algebra.matrix import Matrix
from symdln.algebra.words import Symbol, evaluate, identity, norm_squared, product, scalar, trace
from symdln.errors import InputError

OUTCOMES = (-2, 1, 1)  # equally likely: mean 0, variance 6/3 = 2, third moment -6/3 = -2, fourth 18/3 = 6
VARIANCE, THIRD, KURTOSIS = 2, -2, Fraction(6, 4)
Rows = list[list[Any]]


def product_of(A: Rows, B: Rows) -> Rows:
    return [[sum(a * B[k][j] for k, a in enumerate(row)) for j in range(len(B[0]))] for row in A]


def transpose(A: Rows) -> Rows:
    return [list(column) for column in zip(*A, strict=True)]


def column(entries: Sequence[Any]) -> Rows:
    return [[entry] for entry in entries]


def square(A: Rows) -> Any:
    return sum(entry * entry for row in A for entry in row)


def layers(widths: Sequence[int]) -> Iterator[list[Rows]]:
    """All weights with entries in OUTCOMES."""
    shapes = [(m, n) for n, m in itertools.pairwise(widths)]
    for entries in itertools.product(OUTCOMES, repeat=sum(m * n for m, n in shapes)):
        taken = iter(entries)
        yield [[[next(taken) for _ in range(n)] for _ in range(m)] for m, n in shapes]


def average(of: Callable[[list[Rows]], int], widths: Sequence[int]) -> Fraction:
    values = [of(W) for W in layers(widths)]
    return Fraction(sum(values), len(values))


def chain(W: Sequence[Rows], end: Rows) -> Rows:
    for layer in W:
        end = product_of(layer, end)
    return end


def unit(n: int) -> Rows:
    return [[int(i == j) for j in range(n)] for i in range(n)]


# -- entries -----------------------------------------------------------------------------------------------------------


def test_gaussian_moments_by_hand():
    # number of pairings of 0, 2, 4, 6, 8 things: 1, 1, 3, 15, 105
    assert moments.gaussian_moments(1, 8) == (1, 0, 1, 0, 3, 0, 15, 0, 105)
    assert moments.gaussian_moments(5, 0) == (1,)


def test_the_discrete_law_has_the_stated_moments():
    law = moments.four_moments(VARIANCE, KURTOSIS, THIRD)
    assert law == tuple(Fraction(sum(w**n for w in OUTCOMES), 3) for n in range(5))


@pytest.mark.parametrize("seed", range(8))
def test_expectation_of_a_random_polynomial_is_its_average_over_all_outcomes(seed):
    rng = random.Random(seed)
    context = flint.fmpq_mpoly_ctx.get(["u", "v", "w", "x"], "degrevlex")
    u, v, w, x = context.gens()
    letters = rng.choices([u, v, w, x], k=3)
    p = sum((rng.randint(-3, 3) * a * b for a in (u, v, w, x, 1) for b in letters), context.constant(1)) ** 2
    found = moments.expectation(p, [u, v, w], moments.four_moments(VARIANCE, flint.fmpq(3, 2), THIRD))
    for at in (0, 1, 2, 3, 4):
        enumerated = [p(*outcome, at) for outcome in itertools.product(OUTCOMES, repeat=3)]
        assert found(0, 0, 0, at) == sum(enumerated, flint.fmpq(0)) / len(enumerated)


def test_a_moment_that_is_not_known_is_asked_for():
    w = flint.fmpz_mpoly_ctx.get(["w"], "degrevlex").gens()[0]
    with pytest.raises(InputError, match=r"E w\^6 is needed, but only the moments up to order 4"):
        moments.expectation(w**6, [w], moments.four_moments(1, 3))


# -- words -------------------------------------------------------------------------------------------------------------

W, A, B, x = Symbol("W", "m", "n"), Symbol("A", "n", "m"), Symbol("B", "n", "m"), Symbol("x", "n", 1)
v = scalar("v")


def test_the_four_contractions_by_hand():
    # at m = n = 1 they all read w^2 a b; at m = 1, n = 2 the second is tr(A) tr(B) for A 2 x 2, B 1 x 1
    U, V = Symbol("U", "n", "n"), Symbol("V", "m", "m")
    expect = moments.word_expectation
    assert expect(trace(W @ A @ W @ B), W, v) == v * trace(A @ B.T)
    assert expect(trace(W @ U @ W.T @ V), W, v) == v * trace(U) * trace(V)
    assert expect(trace(W @ A) * trace(W @ B), W, v) == v * trace(A.T @ B)
    assert expect(trace(W @ A) * trace(B.T @ W.T), W, v) == v * trace(A @ B.T)
    assert expect(trace(W @ W.T), W, v) == v * scalar("m") * scalar("n")
    assert expect(trace(W @ A), W, v) == 0
    assert expect(trace(A @ B.T), W, v) == trace(A @ B.T)


def gaussian_law(letters: Sequence[Any]) -> tuple[Any, ...]:
    return moments.gaussian_moments(letters[0].context().constant(2), 8)


@pytest.mark.parametrize("seed", range(20))
def test_contracted_words_agree_with_the_expanded_entries(seed):
    rng = random.Random(seed)
    m, n = rng.choice([(1, 1), (1, 2), (2, 1), (2, 2)])
    names = [f"w{i}{j}" for i in range(m) for j in range(n)]
    letters = flint.fmpq_mpoly_ctx.get(names, "degrevlex").gens()
    numbers = {name: [[rng.randint(-2, 2) for _ in range(m)] for _ in range(n)] for name in "AB"}
    entries: dict[Any, Rows] = {"W": [list(letters[i * n : i * n + n]) for i in range(m)], **numbers}
    value, polynomial = trace(identity(1)), letters[0] ** 0
    for length in rng.choice([(2,), (4,), (2, 2), (1, 3), (1, 1, 2)]):
        factors = [f for _ in range(length) for f in (rng.choice("WAB"), rng.choice("WAB"))]
        turned = [
            (place % 2 == 0) == (name == "W") for place, name in enumerate(factors)
        ]  # shapes n x m, m x n in turn
        symbols = {"W": W, "A": A, "B": B}
        value = value * trace(
            product(*(symbols[f].T if t else symbols[f] for f, t in zip(factors, turned, strict=True)))
        )
        matrix = unit(n)
        for name, flip in zip(factors, turned, strict=True):
            matrix = product_of(matrix, transpose(entries[name]) if flip else entries[name])
        polynomial = polynomial * sum(matrix[i][i] for i in range(n))
    found = moments.word_expectation(value, W, 2, gaussian=True)
    expected = moments.expectation(polynomial, letters, gaussian_law(letters))
    assignment = {A: Matrix(numbers["A"]), B: Matrix(numbers["B"]), "m": m, "n": n}
    held = {key: entry for key, entry in assignment.items() if not isinstance(key, str) or key in str(found)}
    assert evaluate(found, held) == Fraction(str(expected(*[0] * len(letters))))


def test_words_refuse_what_depends_on_the_law():
    fourth = norm_squared(W @ x) ** 2
    with pytest.raises(InputError, match="W occurs 4 times in one term; beyond 2 the law matters"):
        moments.word_expectation(fourth, W, v)
    S = Symbol("S", "n", "n", symmetric=True)
    with pytest.raises(InputError, match="S is symmetric: its entries are not independent"):
        moments.word_expectation(trace(S), S, v)


# -- layers ------------------------------------------------------------------------------------------------------------

WIDTHS = [(1, 1), (2, 1), (1, 2), (2, 2), (1, 2, 1), (2, 1, 2), (1, 1, 1, 1), (2, 2, 1), (1, 2, 2)]


@pytest.mark.parametrize("widths", WIDTHS)
def test_forward_moments_are_averages_over_all_outcomes(widths):
    start = [1, -3][: widths[0]]
    found = moments.forward_moments(widths, start, VARIANCE, KURTOSIS)
    assert found[0] == average(lambda W: square(chain(W, column(start))), widths)
    assert found[1] == average(lambda W: square(chain(W, column(start))) ** 2, widths)
    assert found[2] == average(lambda W: sum(row[0] ** 4 for row in chain(W, column(start))), widths)


@pytest.mark.parametrize("widths", [(1,), (3,), *WIDTHS])
def test_gram_moments_are_averages_over_all_outcomes(widths):
    def gram(W: list[Rows]) -> Rows:
        B = chain(W, unit(widths[0]))
        return product_of(B, transpose(B))

    found = moments.gram_moments(widths, VARIANCE, KURTOSIS)
    assert found[0] == average(lambda W: square(gram(W)), widths)
    assert found[1] == average(lambda W: sum(row[i] for i, row in enumerate(gram(W))) ** 2, widths)
    assert found[2] == average(lambda W: sum(row[i] ** 2 for i, row in enumerate(gram(W))), widths)


@pytest.mark.parametrize("widths", [*WIDTHS, (1, 2, 2, 1)])
def test_expected_gradient_norms_are_averages_over_all_outcomes(widths):
    inputs, targets = [2, -1][: widths[0]], [3, 1][: widths[-1]]
    for layer in range(1, len(widths)):

        def norm(W: list[Rows], layer: int = layer) -> int:
            a, y_hat = chain(W[: layer - 1], column(inputs)), chain(W, column(inputs))
            back = [[p[0] - t] for p, t in zip(y_hat, targets, strict=True)]
            for above in reversed(W[layer:]):
                back = product_of(transpose(above), back)
            return square(product_of(back, transpose(a)))

        found = moments.expected_gradient_norm(widths, layer, inputs, targets, VARIANCE, KURTOSIS)
        assert found == average(norm, widths)
        if len(widths) > 2:  # some layer is averaged to the fourth power, so the kurtosis counts
            assert found != moments.expected_gradient_norm(widths, layer, inputs, targets, VARIANCE)


def test_the_closed_form_is_the_recursion_for_square_gaussian_layers():
    for d, depth in itertools.product(range(1, 6), range(1, 6)):
        start, target = range(1, d + 1), range(2, d + 2)
        xx, yy = sum(e * e for e in start), sum(e * e for e in target)
        for layer in range(1, depth + 1):
            found = moments.gaussian_gradient_norm(d, depth, layer, Fraction(2, 3), xx * xx, xx * yy)
            assert found == moments.expected_gradient_norm([d] * (depth + 1), layer, start, target, Fraction(2, 3))


def test_one_weight_a_layer_by_hand():
    # l = 1/2 (y - b a x)^2, dl/da = b (b a x - y) x: E = E b^4 E a^2 x^4 + E b^2 x^2 y^2 = 3 s^6 x^4 + s^2 x^2 y^2
    assert moments.gaussian_gradient_norm(1, 2, 1, 5, 2**4, 2**2 * 3**2) == 3 * 125 * 16 + 5 * 36
    assert moments.expected_gradient_norm((1, 1, 1), 1, [2], [3], 5) == 3 * 125 * 16 + 5 * 36


def test_networks_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="layer=3 was passed"):
        moments.gaussian_gradient_norm(2, 2, 3, 1, 1, 1)
    with pytest.raises(InputError, match="every width must be at least 1"):
        moments.expected_gradient_norm((1, 0), 1, [1], [], 1)
    with pytest.raises(InputError, match="y has 1 entries, but its layer has width 2"):
        moments.expected_gradient_norm((1, 2), 1, [1], [1], 1)
