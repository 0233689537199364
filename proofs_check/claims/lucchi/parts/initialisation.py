"""Remarks on Theorem 9: which term dominates, and how the variance must be scaled (Xavier initialisation).

Notations:

    REMARKS             the place of the remarks
    Setting             (d, L, sigma^2)
    VARIANCES           the values of sigma^2
    ANY                 the setting of symbols
    grid                the settings of numbers
    grid_and_symbols    those, then the symbols
    settings            the scope over settings, with the symbols or without
    bound_terms         the two terms of the bound
    true_ratio          their ratio, d (sigma^2 (d + 2))^L / 3
    ratio_by_induction  that this is their ratio, by induction over L
    letters             the letters of the formal statements at a setting
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi.parts.gradient_norm import eigenvalues
from proofs_check.claims.lucchi.parts.sizes import Size
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from symdln.algebra.words import Scalar, scalar

REMARKS = "Theorem 9, remarks"


Setting = tuple[Size, Size, str]
"""(d, L, sigma^2), the last as a text."""


VARIANCES = ("1/8", "1/4", "1/2", "1", "3/2", "2", "3", "4", "8")


ANY: Setting = ("d", "L", "sigma^2")


def grid(size: str, seed: int) -> Iterator[Setting]:
    yield from ((d, depth, v) for d in (1, 2, 3) for depth in (1, 2, 3) for v in VARIANCES)


def grid_and_symbols(size: str, seed: int) -> Iterator[Setting]:
    yield from grid(size, seed)
    yield ANY


def settings(with_symbols: bool = True) -> Scope:
    listed = f"d, L <= 3 and sigma^2 in {{{', '.join(VARIANCES)}}}"
    if with_symbols:
        sentence = f"d, L and sigma as symbols (induction over L), and the numbers {listed}"
        return cases(
            "symbols", grid_and_symbols, sentence=sentence, strength=Verdict.PROVED, fields=("d", "depth", "v")
        )
    return cases("numbers", grid, sentence=listed, strength=Verdict.VERIFIED, fields=("d", "depth", "v"))


def bound_terms(setting: Setting) -> tuple[Fraction, Fraction]:
    """The terms of the bound with y_hat and with y, for ``rho = gamma = 1``."""
    d, depth, v = int(setting[0]), int(setting[1]), Fraction(setting[2])
    return Fraction(2, 3) / v * (v * v * d * (d + 2)) ** depth, 2 * (v * d) ** (depth - 1)


def true_ratio(setting: Setting) -> Fraction:
    """``d (sigma^2 (d + 2))^L / 3``."""
    d, depth, v = int(setting[0]), int(setting[1]), Fraction(setting[2])
    return d * (v * (d + 2)) ** depth / 3


def letters(setting: Setting) -> dict[str, Any]:
    """The letters of the formal statements: ``n = L``, ``v = sigma^2``, ``e = d + 2``, inverses, rho = gamma = w = 1.

    ``z`` is the inverse of the difference of the terms, or 0 where they are equal; ``a`` is the ratio of the terms.
    """
    d, depth, v = int(setting[0]), int(setting[1]), Fraction(setting[2])
    first, second = bound_terms(setting)
    given = {"d": d, "n": depth, "v": v, "u": 1 / v, "e": Fraction(d + 2), "y": Fraction(1, d), "w": Fraction(1)}
    z = 1 / (first - second) if first != second else Fraction(0)
    return given | {"x": Fraction(1), "z": z, "rho": Fraction(1), "gamma": Fraction(1), "a": first / second}


def ratio_by_induction() -> Outcome:
    """``first / second = rho d (sigma^2 (d + 2))^L / (3 gamma)``: at L = 1, and one more layer keeps it.

    One more layer multiplies the first term by ``sigma^4 d (d + 2)`` and the second by ``sigma^2 d``.
    """
    d, v = scalar("d"), scalar("v")
    factor = v * (d + 2)
    first, second = 2 * v * d * (d + 2), Scalar(2)  # 3 (term with y_hat) / rho, (term with y) / gamma
    return all_of(
        equal(first, second * d * factor, "one layer"),
        equal(eigenvalues(d, v)[0], v * d * factor, "one more layer"),
    )
