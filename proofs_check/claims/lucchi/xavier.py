""" "Xavier initialization" in Lucchi's lecture: stability in depth."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi.parts.gradient_norm import ISSERLIS, derivation, eigenvalues
from proofs_check.claims.lucchi.parts.initialisation import bound_terms, ratio_by_induction
from proofs_check.claims.lucchi.parts.random_weights import INDEPENDENT, MOMENTS, POWERS
from proofs_check.claims.lucchi.parts.sizes import SYMBOLIC, Network3, Size
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at
from proofs_check.networks.formal_letters import speaking_at
from symdln.algebra.moments import expected_gradient_norm
from symdln.algebra.words import Scalar, scalar


def standard_normal(case: Any, details: Details) -> Given:
    return at(None, laws={"Normal": {"gaussian": {"v": "1"}}})


XAVIER = "Xavier initialization"


GEOMETRIC = "for 0 <= q < 1 the powers q, q^2, ... do not increase and tend to 0; for q > 1 they tend to infinity"


def deep_networks(size: str, seed: int) -> Iterator[Network3]:
    most = 3 if size == "small" else 6
    for d in (1, 2, 3, 4):
        yield from ((d, depth, k) for depth in range(1, most + 1) for k in range(1, depth + 1))
    yield from SYMBOLIC


every_depth = cases(
    "symbols",
    deep_networks,
    sentence="d, L and k as symbols (powers opaque, induction over layers), and the numbers d <= 4, L <= 6 (in the "
    "small scope 3)",
    strength=Verdict.PROVED,
    fields=("d", "depth", "k"),
)


def prediction_part(case: Network3, variance: Fraction) -> Fraction:
    """``3 sigma^2 / rho`` times the term with y_hat of the exact value, by its recursion from layer to layer."""
    d, depth, k = (int(entry) for entry in case)
    x, y = [1] + [0] * (d - 1), [0] * d
    return 3 * variance * expected_gradient_norm((d,) * (depth + 1), k, x, y, variance)


def split_of_exact_value() -> Outcome:
    """With ``P = sigma^4 d (d+2)``: Q = P (d-1)/(d+2) and (d sigma^2)^2 = P d/(d+2), so the exact value is

    ``rho / (3 sigma^2) P^L (1 - ((d-1)/(d+2))^(L-k+1)) + gamma (d sigma^2)^(L-1)``.
    """
    d, v = scalar("d"), scalar("v")
    P, Q = eigenvalues(d, v)
    F, G, r = scalar("F"), scalar("G"), scalar("r")  # P^(k-1), P^(L-k+1), ((d-1)/(d+2))^(L-k+1)
    return all_of(
        equal(Q * (d + 2), P * (d - 1), "Q (d + 2)"),
        equal((d * v) ** 2 * (d + 2), P * d, "(d sigma^2)^2 (d + 2)"),
        equal(F * (G - r * G), F * G * (1 - r), "3 sigma^2 times the term with y_hat, over rho"),
    )


@claim(
    "lucchi.xavier.corrected",
    source=LUCCHI.at(XAVIER),
    statement=r"\text{for } x \ne 0 \text{ and any } d: \; \mathbb{E} \left\| \frac{\partial \ell}{\partial "
    r"\mathbf{W}^k} \right\|_F^2 \text{ lies between two positive bounds for all } L \ge k \ge 1 \iff "
    r"\sigma^4 d (d + 2) = 1",
    over=every_depth,
    made_precise="below, the expectation tends to 0 as L grows, above, to infinity; at equality sigma^2 d = (d/(d + "
    f"2))^(1/2), which tends to 1 as d grows, so for large d this is what is printed; {INDEPENDENT}",
    prose=(
        MOMENTS,
        ISSERLIS,
        POWERS,
        "where sigma^4 d (d + 2) = 1 the term with y_hat lies between rho/(sigma^2 (d + 2)) and rho/(3 sigma^2), as "
        "((d - 1)/(d + 2))^(L-k+1) does not increase with L, and the term with y is bounded, as d sigma^2 < 1",
        "for q < 1 the powers of q tend to 0, and for q > 1 to infinity: so do the bounds of the expectation "
        "elsewhere, where d sigma^2 < 1 if sigma^4 d (d + 2) < 1",
    ),
    corrects="lucchi.xavier",
)
def xavier_corrected(case: Network3) -> Outcome:
    """The expectation is stable in depth exactly at sigma^4 d (d + 2) = 1, which for large d is sigma = 1 / sqrt(d)."""
    if isinstance(case[0], str):
        d, v = scalar("d"), scalar("v")
        return all_of(
            derivation(case),
            ratio_by_induction(),
            split_of_exact_value(),
            equal(eigenvalues(d, v)[0], v**2 * (d**2 + 2 * d), "sigma^4 d (d + 2)"),
            equal((d + 2) - (d - 1), Scalar(3), "(d + 2)(1 - (d-1)/(d+2))"),
            equal((d + 2) - 2, d, "(d + 2)(1 - 2/(d+2)): so d/(d+2) tends to 1"),
        )
    d, depth, k = (int(entry) for entry in case)
    stable = 1 - Fraction(d - 1, d + 2) ** (depth - k + 1)  # where sigma^4 d (d + 2) = 1
    return all_of(
        at_most(Fraction(3, d + 2), stable, "3/(d + 2)"),
        at_most(stable, 1, "3 sigma^2 / rho times the term with y_hat where sigma^4 d (d+2) = 1"),
        *(
            equal(prediction_part(case, v), (v * v * d * (d + 2)) ** depth * stable, f"the same at sigma^2 = {v}")
            for v in (Fraction(1, 4), Fraction(1), Fraction(2))
        ),
    )


Depths = tuple[Size, Size]


def depths(size: str, seed: int) -> Iterator[Depths]:
    most = 3 if size == "small" else 6
    yield from ((depth, k) for depth in range(1, most + 1) for k in range(1, depth + 1))
    yield ("L", "k")


every_depth_of_wide = cases(
    "symbols",
    depths,
    sentence="1/d and c^2 as symbols for all L <= 6 (in the small scope 3), and L and k as symbols (induction over the "
    "number of layers above)",
    strength=Verdict.PROVED,
    fields=("depth", "k"),
)


def bracket(z: Any, e: Any, left: int) -> Any:
    """``(P^left - Q^left) / (P - Q)`` at ``sigma^2 = c^2 e``, ``e = 1/d``, ``z = c^4``: a sum without a division.

    There ``P = z (1 + 2 e)``, ``Q = z (1 - e)`` and ``P - Q = 3 z e = 3 sigma^2 c^2``.
    """
    P, Q = z * (1 + 2 * e), z * (1 - e)
    total = Scalar(0)
    for i in range(left):
        total = total + P**i * Q ** (left - 1 - i)
    return total


@claim(
    "lucchi.xavier.infinite-width",
    source=LUCCHI.at(XAVIER),
    statement=(
        r"\sigma = \tfrac{c}{\sqrt{d}} \Rightarrow \lim_{d \to \infty} \mathbb{E} \left\| \frac{\partial \ell}"
        r"{\partial \mathbf{W}^k} \right\|_F^2 = \rho (L - k + 1) c^{4L-2} + \gamma c^{2L-2}"
    ),
    over=every_depth_of_wide,
    in_print=False,
    made_precise="for c = 1 the limit grows linearly with the number of layers above, for c < 1 it "
    "vanishes and for c > 1 it explodes geometrically with L; the bound of Theorem 9 has no limit, its first term "
    "grows like d",
    prose=(
        "expectation is linear, and E fg = E f E g for independent f and g",
        "Isserlis: a moment of centred Gaussians is the sum over all pairings of products of covariances",
        (
            "a sequence that starts at c and is multiplied by q in every step is c q^t; the sum S = (P^m - Q^m)/(P - "
            "Q) and its value at 1/d = 0 are found by induction on m, of which the machine checks the step"
        ),
        "a polynomial is continuous, so the limit for d to infinity is its value at 1/d = 0",
    ),
)
def infinite_width(case: Depths) -> Outcome:
    """With sigma = c / sqrt(d) the expectation has a limit as d grows, linear in the layers above for c = 1."""
    z, e = scalar("z"), scalar("e")
    if isinstance(case[0], str):
        P, Q, S, A, B, m = (
            scalar(name) for name in ("P", "Q", "S", "A", "B", "m")
        )  # A = P^m, B = Q^m, S (P - Q) = A - B
        more = (P - Q) * (A + Q * S) - (P * A - Q * B)
        return all_of(
            derivation(SYMBOLIC[-1]),
            equal(more, Q * ((P - Q) * S - (A - B)), "one more layer above: S becomes P^m + Q S"),
            equal(z * A + z * (m * A), (m + 1) * (z * A), "at e = 0, with A = z^(m-1): m z^(m-1) becomes (m+1) z^m"),
        )
    depth, k = int(case[0]), int(case[1])
    left = depth - k + 1
    P, Q = z * (1 + 2 * e), z * (1 - e)
    term = P ** (k - 1) * bracket(z, e, left)  # rho c^2 times it is the term with y_hat
    return all_of(
        equal(bracket(z, e, left) * 3 * z * e, P**left - Q**left, "(P - Q) times the bracket"),
        equal(without(term, "e"), left * z ** (depth - 1), "the limit of the term with y_hat, over rho c^2"),
    )


@claim(
    "lucchi.xavier",
    source=LUCCHI.at(XAVIER),
    statement=r"\text{When } d \text{ is very large, then the dominating term in the theorem is of the form } "
    r"(\sigma^4 d^2)^L \Rightarrow \text{Stabilization requires } \sigma = \tfrac{1}{\sqrt{d}}",
    over=every_depth_of_wide,
    made_precise="very large d is read as the limit: sigma = c / sqrt(d) with c > 0 fixed while d tends to infinity, "
    "L fixed, x and y not 0. Stable is read as: (sigma^4 d^2)^L = c^(4 L) neither tends to 0 nor to infinity as L "
    "grows. That sigma = 1/sqrt(d) is not a condition at a given width is lucchi.xavier.fixed-width, and the condition "
    "there is lucchi.xavier.corrected",
    formal=(
        "variance^(2 n) width^n ratio^n width^n = square^(2 n) ratio^n if n >= 0, variance width = square",
        "1 <= ratio^n if n >= 0, ratio = 1 + 2 part, part >= 0",
        "ratio^n - 1 <= 2 real(n) three^n part if n >= 0, ratio = 1 + 2 part, part >= 0, part <= 1, three = 3",
        "a (2 gamma variance^(n-1) width^(n-1)) <= 2/3 rho inverse variance^(2 n) width^n ratio^n width^n if n >= 1, "
        "variance inverse = 1, variance width = square, square >= 0, rho >= 0, ratio = 1 + 2 part, part >= 0, "
        "3 gamma a <= rho width square^n",
        "square^(2 n) (1 + 2 real(n) more) <= 1 if n >= 0, square >= 0, square (1 + more) = 1, more >= 0",
        "1 + 2 real(n) more <= square^(2 n) if n >= 0, square = 1 + more, more >= 0",
        "square^(2 n) = 1 if n >= 0, square = 1",
    ),
    proof=logic("lucchi.xavier"),
)
def xavier(case: Depths) -> Outcome:
    """For very large d the bound of Theorem 9 is dominated by (sigma^4 d^2)^L, which is stable in depth only at sigma =
    1 / sqrt(d).
    """
    s, e = scalar("s"), scalar("e")  # s = c^2, e = 1/d: sigma^2 = s e
    if isinstance(case[0], str):
        d = scalar("d")
        return all_of(
            ratio_by_induction(), equal(eigenvalues(d, s)[0], s**2 * d**2 + 2 * s**2 * d, "sigma^4 d (d + 2)")
        )
    depth = int(case[0])
    outcomes = [
        equal(without((s**2 * (1 + 2 * e)) ** depth, "e"), s ** (2 * depth), "the limit of the dominating term")
    ]
    for d, c_squared in itertools.product((1, 2, 10, 100), (Fraction(1, 2), Fraction(1), Fraction(2))):
        v = c_squared / d
        first, second = bound_terms((d, depth, str(v)))
        power = (c_squared * (1 + Fraction(2, d))) ** depth
        outcomes += [
            equal(first * 3 * v / 2, c_squared**depth * power, "the dominating term, times 3 sigma^2 / 2"),
            equal(first / second, Fraction(d, 3) * power, "its ratio to the other term"),
            formal_where_it_speaks(letters(d, depth, c_squared), c_squared, power),
        ]
    return all_of(*outcomes)


def letters(d: int, depth: int, c_squared: Fraction) -> dict[str, Any]:
    """The letters of the formal statement for rho = gamma = 1; ``a`` is the largest ratio that it shows."""
    variance, part, more = c_squared / d, Fraction(1, d), c_squared - 1 if c_squared > 1 else 1 / c_squared - 1
    sizes = {"width": d, "n": depth, "variance": variance, "inverse": 1 / variance, "square": c_squared, "part": part}
    others = {"ratio": 1 + 2 * part, "rho": 1, "gamma": 1, "more": more, "three": 3, "a": d * c_squared**depth / 3}
    return sizes | others


def formal_where_it_speaks(known: dict[str, Any], c_squared: Fraction, power: Fraction) -> Outcome:
    """The formal statements at letters that meet their hypotheses, that on ``a`` with equality; ``power`` is
    ``(sigma^4 d (d + 2) / c^2)^L``.
    """
    larger = speaking_at("lucchi.xavier", known | {"a": known["a"] * Fraction(101, 100)})
    return all_of(
        equal(speaking_at("lucchi.xavier", known), parts(c_squared), "the statements whose hypotheses hold"),
        is_true("dominates" not in larger, "a is the largest ratio that the formal statement shows"),
        equal((known["square"] * known["ratio"]) ** known["n"], power, "(c^2 ratio)^L"),
        formal_at("lucchi.xavier", **known),
    )


def parts(c_squared: Fraction) -> tuple[str, ...]:
    """The statements that speak of this c: of those on depth "below" for c <= 1, "above" for c >= 1, "stable" for 1."""
    depth = {"below": c_squared <= 1, "above": c_squared >= 1, "stable": c_squared == 1}
    return ("form", "least", "limit", "dominates", *(name for name, speaks in depth.items() if speaks))


def without(value: Scalar, letter: str) -> Scalar:
    """The value where this letter is 0."""
    return Scalar.from_terms([(m, number) for m, number in value.terms if not any(atom == letter for atom, _ in m)])


def widths(size: str, seed: int) -> Iterator[tuple[int]]:
    yield from ((d,) for d in range(1, 9))


def growth_in_depth(d: int, variance_squared: Fraction) -> Fraction:
    """``P = sigma^4 d (d + 2)``: the term with y_hat is at least ``rho / (3 sigma^2) P^L 3/(d + 2)``."""
    return variance_squared * d * (d + 2)


@claim(
    "lucchi.xavier.fixed-width",
    source=LUCCHI.at(XAVIER),
    statement=r"\sigma = \tfrac{1}{\sqrt{d}} \Rightarrow \sup_L \mathbb{E} \left\| \frac{\partial \ell}{\partial "
    r"\mathbf{W}^k} \right\|_F^2 < \infty",
    over=cases("widths", widths, sentence="all widths d <= 8", strength=Verdict.VERIFIED, fields=("d",)),
    in_print=False,
    made_precise="that sigma = 1/sqrt(d) suffices, at one width, for x not 0",
    axioms=(ISSERLIS, MOMENTS, POWERS, GEOMETRIC),
    certify=standard_normal,
    grade=Grade.FALSE,
)
def fixed_width(case: tuple[int]) -> Outcome:
    """With sigma = 1 / sqrt(d) the expectation stays bounded as the depth grows at fixed width."""
    (d,) = case
    factor = growth_in_depth(d, Fraction(1, d * d))
    return all_of(
        derivation(SYMBOLIC[-1]),
        split_of_exact_value(),
        at_most(
            factor,
            1,
            "the factor by which each layer multiplies the expectation",
            but="the largest factor that keeps it bounded",
            at=f"d = {d}",
        ),
    )
