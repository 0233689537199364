"""Exact moments of random weights: expectations of polynomials in iid entries, of matrix words, of network gradients.

Nothing is sampled.  Three routes that share no code:

- :func:`expectation` goes through a polynomial monomial by monomial (named sizes, any law with enough moments);
- :func:`word_expectation` contracts the letters of matrix words (all sizes at once, symbolic variance);
- :func:`expected_gradient_norm` and :func:`gaussian_gradient_norm` carry a few numbers from layer to layer (all widths
  and depths).

Throughout, ``variance`` is ``s^2 = E w^2``, all entries have mean zero, and the kurtosis is ``kappa = E w^4 / s^4``
(3 for a Gaussian).  Values may be rationals or elements of any commutative ring, such as flint's polynomials.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import prod
from typing import Any

from symdln.algebra.words.expressions import Symbol, as_symbol
from symdln.algebra.words.scalars import (
    Monomial,
    Scalar,
    ScalarLike,
    as_scalar,
    ordered_monomial,
    sum_scalars,
    word_trace,
)
from symdln.algebra.words.symbols import Letter, Word, transposed_word
from symdln.errors import InputError

GAUSSIAN_KURTOSIS = 3


# -- entry by entry ----------------------------------------------------------------------------------------------------


def gaussian_moments(variance: Any, up_to: int) -> tuple[Any, ...]:
    """``E w^n = (n - 1)!! s^n`` for even n and 0 for odd n, n = 0, ..., up_to, of a centred Gaussian ``w``.

    Proof: integration by parts gives ``E w^n = (n - 1) s^2 E w^(n - 2)``; ``E w^0 = 1`` and ``E w = 0``.

    >>> gaussian_moments(2, 6)
    (1, 0, 2, 0, 12, 0, 120)
    """
    moments: list[Any] = [1, 0]
    for n in range(2, up_to + 1):
        moments.append((n - 1) * variance * moments[n - 2])
    return tuple(moments[: up_to + 1])


def four_moments(variance: Any, kurtosis: Any, third: Any = 0) -> tuple[Any, ...]:
    """``E w^n`` for n = 0, ..., 4 of any law with mean zero, third moment ``third`` and this kurtosis.

    >>> four_moments(2, 3) == gaussian_moments(2, 4)
    True
    """
    return (1, 0, variance, third, kurtosis * variance * variance)


def expectation(polynomial: Any, entries: Sequence[Any], moments: Sequence[Any]) -> Any:
    """``E p`` for a flint polynomial p, over ``entries``: indeterminates that are independent with ``E w^n`` given.

    ``moments[n]`` is a number or a polynomial of the same ring.  The other indeterminates are constants.

    Lemma: ``E (c w_1^a_1 ... w_n^a_n) = c E w^a_1 ... E w^a_n``.  Proof: independence; sums by linearity.

    >>> import flint
    >>> w, u, x = flint.fmpz_mpoly_ctx.get(["w", "u", "x"], "degrevlex").gens()
    >>> print(expectation((w * x + u) ** 4, [w, u], gaussian_moments(1, 4)))
    3*x^4 + 6*x^2 + 3

    Raises ``InputError`` where a moment of higher order is needed than ``moments`` holds.
    """
    context = polynomial.context()
    order = {str(letter): place for place, letter in enumerate(context.gens())}
    places = [order[str(entry)] for entry in entries]
    totals: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = defaultdict(dict)
    for exponents, coefficient in polynomial.to_dict().items():
        rest = list(exponents)
        for place in places:
            rest[place] = 0
        powers = tuple(sorted(exponents[place] for place in places if exponents[place]))
        group, key = totals[powers], tuple(rest)
        group[key] = group[key] + coefficient if key in group else coefficient
    total = context.constant(0)
    for powers, group in totals.items():
        if powers and powers[-1] >= len(moments):
            raise InputError(
                f"E w^{powers[-1]} is needed, but only the moments up to order {len(moments) - 1} were passed."
            )
        factor = prod((moments[power] for power in powers), start=context.constant(1))
        total += factor * context.from_dict(group)
    return total


# -- matrix words ------------------------------------------------------------------------------------------------------


def word_expectation(value: Scalar, symbol: Symbol, variance: ScalarLike, *, gaussian: bool = False) -> Scalar:
    """``E value`` over ``symbol = W``, a matrix of iid entries with mean zero; all other symbols are independent of W.

    The result is a polynomial in traces and sizes, so it holds for all sizes that fit.  With W in each term at most
    twice it holds for every law; with more, for Gaussians only, and ``gaussian=True`` must be said.

    Lemma: with ``E w_ij w_kl = s^2 [i = k] [j = l]``, contracting two letters gives

        ``tr(W U W V)     -> s^2 tr(U V^T)``        ``tr(W U W^T V)     -> s^2 tr(U) tr(V)``
        ``tr(W U) tr(W V) -> s^2 tr(U^T V)``        ``tr(W U) tr(W^T V) -> s^2 tr(U V)``.

    Proof: write the traces as sums and put i = k, j = l: ``sum w_ij U_jk w_kl V_li`` becomes ``sum U_ji V_ji``,
    ``sum w_ij U_jk w_lk V_li`` becomes ``sum U_jj V_ii``, and so on.  A term with W once has expectation 0; for a
    Gaussian the expectation is the sum over all pairings of the letters (Isserlis' theorem), and the sum over the
    partners of the first letter, followed by all pairings of the rest, meets each pairing once.

    >>> from symdln.algebra.words import Symbol, norm_squared, scalar
    >>> W, x = Symbol("W", "m", "n"), Symbol("x", "n", 1)
    >>> print(word_expectation(norm_squared(W @ x), W, scalar("v")))
    m v tr(x^T x)
    >>> print(word_expectation(norm_squared(W @ x) ** 2, W, 1, gaussian=True))
    m^2 tr(x^T x)^2 + 2 m tr(x^T x)^2
    """
    letter = as_symbol(symbol, "the matrix that is averaged over").letter
    if letter.symmetric:
        raise InputError(f"{symbol.name} is symmetric: its entries are not independent; declare it without symmetry.")
    spread = as_scalar(variance)
    return sum_scalars(
        _monomial_expectation(monomial, letter, spread, gaussian) * coefficient
        for monomial, coefficient in value.polynomial.items()
    )


def _monomial_expectation(monomial: Monomial, letter: Letter, variance: Scalar, gaussian: bool) -> Scalar:
    traces: list[Word] = []
    fixed: Counter[Any] = Counter()
    for atom, power in monomial:
        if not isinstance(atom, str) and (letter in atom or letter.T in atom):
            traces += [atom] * power
        else:
            fixed[atom] = power
    count = sum(x in (letter, letter.T) for word in traces for x in word)
    if count > 2 and not gaussian:
        raise InputError(
            f"{letter.name} occurs {count} times in one term; beyond 2 the law matters: pass gaussian=True, "
            "or use expectation() with the moments of the law."
        )
    outside = Scalar.from_terms([(ordered_monomial(fixed), as_scalar(1).value)])
    return outside * _all_pairings(tuple(traces), letter, variance) if count % 2 == 0 else Scalar(0)


def _all_pairings(traces: tuple[Word, ...], letter: Letter, variance: Scalar) -> Scalar:
    """The sum over all pairings of the letters in these traces, each of which holds the letter."""
    if not traces:
        return Scalar(1)
    first, *others = traces
    rest = _led_by(first, letter)
    parts = []
    for place, found in enumerate(rest):
        inner, outer = rest[:place], rest[place + 1 :]
        if found == letter:
            parts.append(_closed([(inner + transposed_word(outer), letter.columns)], others, letter, variance))
        elif found == letter.T:
            parts.append(_closed([(inner, letter.columns), (outer, letter.rows)], others, letter, variance))
    for number, other in enumerate(others):
        remaining = others[:number] + others[number + 1 :]
        for place, found in enumerate(other):
            around = other[place + 1 :] + other[:place]
            if found in (letter, letter.T):
                joined = transposed_word(around) if found == letter else around
                parts.append(_closed([(rest + joined, letter.columns)], remaining, letter, variance))
    return variance * sum_scalars(parts)


def _led_by(word: Word, letter: Letter) -> Word:
    """The word u in a rotation ``W u`` of the word or of its transpose."""
    turned = word if letter in word else transposed_word(word)
    place = turned.index(letter)
    return turned[place + 1 :] + turned[:place]


def _closed(made: list[tuple[Word, Any]], others: Sequence[Word], letter: Letter, variance: Scalar) -> Scalar:
    """The traces that a contraction made, times all pairings of the remaining letters."""
    outside, traces = Scalar(1), list(others)
    for word, size in made:
        if letter in word or letter.T in word:
            traces.append(word)
        else:
            outside = outside * word_trace(word, size)
    return outside * _all_pairings(tuple(traces), letter, variance)


# -- layer by layer ----------------------------------------------------------------------------------------------------


def forward_moments(widths: Sequence[Any], x: Sequence[Any], variance: Any, kurtosis: Any = GAUSSIAN_KURTOSIS) -> Any:
    """``(E ||a||_2^2, E ||a||_2^4, E ||a||_4^4)`` for ``a = W_n ... W_1 x``, W_j of shape (widths[j], widths[j-1]).

    Lemma: for W with m rows and a fixed vector a, ``q = (w a)^2`` for a row w has ``E q = s^2 ||a||_2^2`` and
    ``E q^2 = s^4 (3 ||a||_2^4 + (kappa - 3) ||a||_4^4)``, so

        ``E ||W a||_2^2 = m s^2 ||a||_2^2``,
        ``E ||W a||_4^4 = m s^4 (3 ||a||_2^4 + (kappa - 3) ||a||_4^4)``,
        ``E ||W a||_2^4 = m s^4 ((m + 2) ||a||_2^4 + (kappa - 3) ||a||_4^4)``.

    Proof: in ``E (sum_r w_r a_r)^4`` a product of four entries has a non-zero expectation only if each of them meets an
    equal one (the mean is zero, so third moments never enter): three pairings, and the excess ``kappa - 3`` where all
    four are equal.  Rows are iid: ``E (q_1 + ... + q_m)^2 = m E q^2 + m (m - 1) (E q)^2``.

    >>> forward_moments((1, 1, 1), (1,), 1)                   # E w^4 E w^4 = 9
    (1, 9, 9)
    """
    second = sum(entry * entry for entry in x)
    square, fourth = second * second, sum(entry * entry * entry * entry for entry in x)
    for rows in widths[1:]:
        excess = (kurtosis - 3) * fourth
        spread = rows * variance * variance
        second = rows * variance * second
        square, fourth = spread * ((rows + 2) * square + excess), spread * (3 * square + excess)
    return second, square, fourth


def gram_moments(widths: Sequence[Any], variance: Any, kurtosis: Any = GAUSSIAN_KURTOSIS) -> Any:
    """``(E tr N^2, E (tr N)^2, E sum_i N_ii^2)`` for ``N = B B^T``, ``B = W_n ... W_1`` of these widths.

    ``tr N^2 = ||B^T B||_F^2``; for n = 0, B is the identity of size widths[0].

    Lemma: for W with m rows and a fixed symmetric N, put ``t = tr N^2``, ``u = (tr N)^2``, ``v = sum N_ii^2``; then

        ``E tr (W N W^T)^2     = m s^4 ((m + 1) t + u + (kappa - 3) v)``,
        ``E (tr W N W^T)^2     = m s^4 (2 t + m u + (kappa - 3) v)``,
        ``E sum_i (W N W^T)_ii^2 = m s^4 (2 t + u + (kappa - 3) v)``.

    Proof: for a row w, ``E (w N w^T)^2 = s^4 (u + 2 t + (kappa - 3) v)``, from the three pairings of the four entries
    and the excess where all are equal; for two rows w, w' ``E (w N w'^T)^2 = s^4 t`` and
    ``E (w N w^T)(w' N w'^T) = s^4 u``.  There are m diagonal places and m (m - 1) others.

    >>> gram_moments((1, 1), 1)                                # E w^4
    (3, 3, 3)
    """
    size = widths[0]
    t, u, v = size, size * size, size
    for rows in widths[1:]:
        spread, excess = rows * variance * variance, (kurtosis - 3) * v
        t, u, v = (
            spread * ((rows + 1) * t + u + excess),
            spread * (2 * t + rows * u + excess),
            spread * (2 * t + u + excess),
        )
    return t, u, v


def expected_gradient_norm(
    widths: Sequence[int],
    layer: int,
    x: Sequence[Any],
    y: Sequence[Any],
    variance: Any,
    kurtosis: Any = GAUSSIAN_KURTOSIS,
) -> Any:
    """``E ||dl/dW_k||_F^2`` for ``l = 1/2 ||y - W_L ... W_1 x||^2``, independent iid entries, k = ``layer`` from 1.

    Lemma: with ``a = W_{k-1} ... W_1 x`` and ``B = W_L ... W_{k+1}``,

        ``E ||dl/dW_k||_F^2 = s^2 E ||a||_2^4 E ||B^T B||_F^2 + E ||a||_2^2 E ||B^T y||_2^2``.

    Proof: the gradient is ``B^T (B W_k a - y) a^T``.  Over W_k alone the cross term vanishes (W_k occurs in it once),
    and ``E ||B^T B W_k a||^2 = s^2 ||B^T B||_F^2 ||a||^2``; a and B are independent.  The chains are those of
    :func:`forward_moments` and :func:`gram_moments`, and ``E ||B^T y||^2`` is the forward chain of the transposes.

    >>> expected_gradient_norm((1, 1), 1, (1,), (0,), 5)      # (w x - y) x with x = 1, y = 0: E w^2
    5
    """
    _check_network(widths, layer, x, y)
    forward, backward = widths[:layer], widths[layer:]
    second, square, _ = forward_moments(forward, x, variance, kurtosis)
    through, _, _ = forward_moments(backward[::-1], y, variance, kurtosis)
    gram, _, _ = gram_moments(backward, variance, kurtosis)
    return variance * square * gram + second * through


def gaussian_gradient_norm(d: int, depth: int, layer: int, variance: Any, rho: Any, gamma: Any) -> Any:
    """:func:`expected_gradient_norm` for Gaussian d x d layers: ``rho = ||x||^4``, ``gamma = ||x||^2 ||y||^2``.

    Lemma: with ``p = d (d + 2)``, ``q = d (d - 1)``, ``L = depth``, ``k = layer``,

        ``E ||dl/dW_k||_F^2 = rho / (3 s^2) (s^4 p)^(k-1) [(s^4 p)^(L-k+1) - (s^4 q)^(L-k+1)] + gamma (d s^2)^(L-1)``;

    the first term is ``rho / (3 s^2) (s^4 p)^L (1 - ((d-1)/(d+2))^(L-k+1))``.

    Proof: ``E ||a||^4 = (s^4 p)^(k-1) rho``.  On ``(tr N^2, (tr N)^2)`` one layer acts as ``s^4 [[d (d+1), d], [2 d,
    d^2]]``, with eigenvectors (1, 1) for ``s^4 p`` and (1, -2) for ``s^4 q``; the start (d, d^2) is
    ``d (d+2)/3 (1, 1) - d (d-1)/3 (1, -2)``.  The bracket is divisible by 3, as ``p - q = 3 d``.

    >>> gaussian_gradient_norm(1, 2, 1, 1, 1, 1)              # E (w_2 (w_2 w_1 - 1))^2 = E w_2^4 + E w_2^2
    4
    """
    _check_network((d,) * (depth + 1), layer)
    p, q, left = d * (d + 2), d * (d - 1), depth - layer + 1
    number = p ** (layer - 1) * (p**left - q**left) // 3
    return number * variance ** (2 * depth - 1) * rho + d ** (depth - 1) * variance ** (depth - 1) * gamma


def _check_network(widths: Sequence[int], layer: int, *ends: Sequence[Any]) -> None:
    if not 1 <= layer < len(widths):
        raise InputError(
            f"layer={layer} was passed, but the widths {tuple(widths)} have layers 1 to {len(widths) - 1}."
        )
    if any(width < 1 for width in widths):
        raise InputError(f"widths {tuple(widths)} were passed; every width must be at least 1.")
    for name, end, width in zip("xy", ends, (widths[0], widths[-1]), strict=False):
        if len(end) != width:
            raise InputError(f"{name} has {len(end)} entries, but its layer has width {width}; pass {width} entries.")
