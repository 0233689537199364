"""Exact comparison of sums of eigenvalues: enclosures separate different sums, and a norm bound proves equality."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from symdln.algebra.eigenvalue import Eigenvalue, Interval
from symdln.errors import InputError, UndecidedError

Spectrum = Sequence[Eigenvalue]
_START_DIGITS = 16
_MOST_DIGITS = 20_000  # enclosures beyond this take minutes
_HOPELESS_DIGITS = 1_000  # where equality cannot be proved, the search for a difference ends here
_MOST_EIGENVALUES = 16  # all 2**16 subset sums are listed within a second


def compare_sums(spectrum: Spectrum, first: Sequence[int], second: Sequence[int]) -> int:
    """The sign (-1, 0 or 1) of the sum of eigenvalues at the positions ``first`` minus the sum at ``second``.

    Positions are 0-based in the list of all eigenvalues in decreasing order, each as often as its multiplicity.
    Raises ``InputError`` for a position outside the list, ``UndecidedError`` when a proof of equality would take
    enclosures of more than twenty thousand digits.

    >>> from symdln.algebra.matrix import Matrix
    >>> from symdln.algebra.spectrum import spectrum_of
    >>> golden = spectrum_of(Matrix([[1, 1, 0], [1, 0, 0], [0, 0, 1]]))    # (1 + s)/2, 1, (1 - s)/2 with s^2 = 5
    >>> compare_sums(golden, [0, 2], [1]), compare_sums(golden, [0], [1]), compare_sums(golden, [2], [])
    (0, 1, -1)
    """
    weights = _weights(spectrum, first)
    weights.subtract(_weights(spectrum, second))
    return _sign(spectrum, weights, Fraction(0))


def sum_value(spectrum: Spectrum, positions: Sequence[int]) -> Fraction | None:
    """The sum of the eigenvalues at these positions if it is rational, else None; errors as in :func:`compare_sums`.

    A rational sum equals the mean of its conjugates, which replaces each eigenvalue by the mean of the roots of its
    factor; so this mean is the only candidate.
    """
    weights = _weights(spectrum, positions)
    means = (weight * _mean_root(spectrum[index].factor) for index, weight in weights.items())
    candidate = sum(means, Fraction(0))
    return candidate if _sign(spectrum, weights, candidate) == 0 else None


def sum_enclosure(spectrum: Spectrum, positions: Sequence[int], digits: int) -> Interval:
    """Rationals ``(lower, upper)`` around the sum of the eigenvalues at these positions, within ``10**-digits``."""
    guard = len(str(len(positions)))
    return _enclosure(spectrum, _weights(spectrum, positions), Fraction(0), digits + guard)


def sums_of_subsets_distinct(spectrum: Spectrum) -> bool:
    """Whether all ``2**d`` sums over subsets of the d eigenvalues, taken with multiplicity, are pairwise distinct.

    A zero or repeated eigenvalue refutes it at once.  Raises ``UndecidedError`` for d > 16, or as :func:`compare_sums`
    does.
    """
    if any(eigenvalue.multiplicity > 1 or eigenvalue.is_zero for eigenvalue in spectrum):
        return False
    if len(spectrum) > _MOST_EIGENVALUES:
        raise UndecidedError(
            f"whether all subset sums of {len(spectrum)} eigenvalues are distinct is not decided: "
            f"there are 2**{len(spectrum)} sums, and the limit is 2**{_MOST_EIGENVALUES}."
        )
    close = _overlapping(sorted(_subset_sums(spectrum)))
    return all(compare_sums(spectrum, _members(first), _members(second)) != 0 for first, second in close)


def _subset_sums(spectrum: Spectrum) -> list[tuple[int, int, int]]:
    """``(lower, upper, subset as a bit mask)`` for every subset, bounds in units of one common small fraction.

    The unit makes rational eigenvalues integers, so that sums of those alone are exact.
    """
    unit = math.lcm(*(x.value.denominator for x in spectrum if x.value is not None)) * 10**_START_DIGITS
    digits = len(str(unit))
    sums = [(0, 0, 0)]
    for index, eigenvalue in enumerate(spectrum):
        low, high = eigenvalue.enclosure(digits)
        bounds = math.floor(low * unit), math.ceil(high * unit)
        sums += [(lower + bounds[0], upper + bounds[1], mask | 1 << index) for lower, upper, mask in sums]
    return sums


def _overlapping(sums: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs of subsets whose intervals overlap; the sums come in increasing order of their lower bounds."""
    for place, (_, high, subset) in enumerate(sums):
        for other in range(place + 1, len(sums)):
            if sums[other][0] > high:
                break
            yield subset, sums[other][2]


def _members(mask: int) -> list[int]:
    return [index for index in range(mask.bit_length()) if mask >> index & 1]


def _weights(spectrum: Spectrum, positions: Sequence[int]) -> Counter[int]:
    """How often each *distinct* eigenvalue, by its index in ``spectrum``, occurs at the positions."""
    owners = [index for index, eigenvalue in enumerate(spectrum) for _ in range(eigenvalue.multiplicity)]
    outside = [position for position in positions if not 0 <= position < len(owners)]
    if outside:
        raise InputError(
            f"there is no eigenvalue at position {outside[0]}: "
            f"there are {len(owners)}, at positions 0 to {len(owners) - 1}."
        )
    return Counter(owners[position] for position in positions)


def _sign(spectrum: Spectrum, weights: Mapping[int, int], offset: Fraction) -> int:
    """The sign of ``sum of weights[k] * spectrum[k] - offset``; zero is proved by :func:`_gap_bits`."""
    weights = {index: weight for index, weight in weights.items() if weight}
    low, high = _enclosure(spectrum, weights, offset, _START_DIGITS)
    if low > 0 or high < 0 or low == high:  # the usual case, without the bound for the gap
        return (low > 0) - (high < 0)
    digits, gap = _START_DIGITS, _gap_bits(spectrum, weights, offset)
    needed = gap * 30103 // 100000 + 2  # log10(2) = 0.30103 rounded up
    while digits <= (2 * _MOST_DIGITS if needed <= _MOST_DIGITS else _HOPELESS_DIGITS):
        low, high = _enclosure(spectrum, weights, offset, digits)
        if low > 0 or high < 0:
            return (low > 0) - (high < 0)
        if -_exponent(max(-low, high)) > gap:
            return 0
        digits *= 2
    raise UndecidedError(
        f"two sums of eigenvalues agree to {digits // 2} digits, but {needed} are needed to prove them equal "
        f"and {_MOST_DIGITS} are the limit."
    )


def _enclosure(spectrum: Spectrum, weights: Mapping[int, int], offset: Fraction, digits: int) -> Interval:
    """Bounds of the weighted sum, from enclosures of the single eigenvalues to that many digits."""
    lower = upper = -offset
    for index, weight in weights.items():
        ends = spectrum[index].enclosure(digits)
        lower += weight * ends[weight < 0]
        upper += weight * ends[weight > 0]
    return lower, upper


def _exponent(value: Fraction) -> int:
    """An integer e with ``value < 2**e``, for a positive value."""
    return value.numerator.bit_length() - value.denominator.bit_length() + 1


def _gap_bits(spectrum: Spectrum, weights: Mapping[int, int], offset: Fraction) -> int:
    """g such that the weighted sum s minus the offset t is zero or at least ``2**-g`` in absolute value.

    Let c be a common multiple of the leading coefficients of the factors involved and of the denominator of t.  Then
    z = c (s - t) is an algebraic integer.  A conjugate of z permutes, in each factor, which root has which weight; so
    there are at most D of them, D the product over the factors of the number of distinct arrangements of the weights
    on all its roots, and each is at most B in absolute value, B = c (sum of |weight| * largest |root of its factor| +
    |t|).  If z is not zero, the product of all its conjugates is a non-zero integer, hence |z| >= B**(1 - D) for B >=
    1.  Roots of a factor that are not in the spectrum, as over a number field, have weight 0.
    """
    factors = {spectrum[index].factor for index in weights}
    common = math.lcm(offset.denominator, *(factor[-1] for factor in factors))
    arrangements, bound = 1, abs(offset)
    for factor in factors:
        on_roots: Counter[int] = Counter()
        for k, eigenvalue in enumerate(spectrum):
            if eigenvalue.factor == factor:
                on_roots[eigenvalue.root] += weights.get(k, 0)
        degree = len(factor) - 1
        counts = Counter(on_roots.values()) + Counter({0: degree - len(on_roots)})
        arrangements *= math.factorial(degree) // math.prod(math.factorial(count) for count in counts.values())
        bound += _largest_root(spectrum, factor, len(on_roots)) * sum(map(abs, on_roots.values()))
    bound_bits = max(0, _exponent(common * bound)) if bound else 0
    return (arrangements - 1) * bound_bits + common.bit_length()


def _largest_root(spectrum: Spectrum, factor: tuple[int, ...], known: int) -> Fraction:
    """A bound of the moduli of all roots: from their enclosures if all are in the spectrum, else Cauchy's."""
    if known < len(factor) - 1:
        return 1 + max(Fraction(abs(value), factor[-1]) for value in factor[:-1])
    members = (value for value in spectrum if value.factor == factor)
    return max(max(abs(value.lower), abs(value.upper)) for value in members)


def _mean_root(factor: Sequence[int]) -> Fraction:
    """The mean of all roots of a polynomial with these ascending coefficients."""
    return Fraction(-factor[-2], factor[-1] * (len(factor) - 1))
