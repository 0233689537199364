"""The first remark after Theorem 9 of Lucchi's lecture: large sigma."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi.parts.initialisation import (
    ANY,
    REMARKS,
    Setting,
    bound_terms,
    letters,
    ratio_by_induction,
    settings,
    true_ratio,
)
from proofs_check.claims.lucchi.parts.sizes import is_nonnegative
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.networks.formal import formal_at
from symdln.algebra.words import scalar


def numbers_of(setting: Any, details: Details) -> Given:
    return at(None, D=int(setting[0]), N=int(setting[1]), V=Fraction(setting[2]))


@claim(
    "lucchi.remark-large-sigma",
    source=LUCCHI.at(REMARKS),
    statement=r"\text{Large } \sigma^4 > d(d+2): \text{term involving } \hat{\mathbf{y}} \text{ dominates (assuming } "
    r"\rho \approx \gamma)",
    over=settings(with_symbols=False),
    made_precise="read as the threshold of the bound: for rho = gamma its term with y_hat exceeds the term with y if "
    "and only if sigma^4 > d (d + 2). The words 'only if' are ours: as a sufficient condition the printed one holds, "
    "lucchi.remark-large-sigma.implication",
    certify=numbers_of,
    grade=Grade.FALSE,
    literal=True,
)
def large_sigma(setting: Setting) -> Outcome:
    """The term of the bound with y_hat exceeds the other exactly for sigma^4 > d (d + 2)."""
    d, v = int(setting[0]), Fraction(setting[2])
    first, second = bound_terms(setting)
    larger, threshold = first > second, v * v > d * (d + 2)
    otherwise = (
        f"the term with y_hat is {first} and the term with y is {second}, "
        f"but sigma^4 is {v * v} and d (d + 2) is {d * (d + 2)}"
    )
    sentence = "the term with y_hat is the larger one exactly above the threshold"
    return is_true(larger == threshold, sentence, otherwise=otherwise, at=f"d = {d}, L = {setting[1]}, sigma^2 = {v}")


@claim(
    "lucchi.remark-large-sigma.corrected",
    source=LUCCHI.at(REMARKS),
    statement=r"\rho = \gamma > 0 \Rightarrow \left(\text{the term with } \hat{\mathbf{y}} \text{ is larger } \iff "
    r"[\sigma^2 (d+2)]^L > \tfrac{3}{d}\right)",
    over=settings(),
    made_precise="for deep networks the threshold tends to sigma^2 = 1/(d + 2), about the inverse of what is printed",
    corrects="lucchi.remark-large-sigma",
    formal=(
        (
            "z (2 w v^(n-1) d^(n-1)) (1/3 d v^n e^n - 1) = 1 if n >= 1, u v = 1, z (2/3 w u v^(2 n) d^n e^n - 2 w "
            "v^(n-1) d^(n-1)) = 1"
        ),
        (
            "z (1/2 x u^(n-1) y^(n-1)) (2/3 w u v^(2 n) d^n e^n - 2 w v^(n-1) d^(n-1)) = 1 if n >= 1, w x = 1, u v = "
            "1, d y = 1, z (1/3 d v^n e^n - 1) = 1"
        ),
        "2 w v^(n-1) d^(n-1) (1/2 x u^(n-1) y^(n-1)) = 1 if n >= 1, w x = 1, u v = 1, d y = 1",
        "2 w v^(n-1) d^(n-1) >= 0 if n >= 1, w >= 0, v >= 0",
        "1/2 x u^(n-1) y^(n-1) >= 0 if n >= 1, x >= 0, u >= 0, y >= 0",
    ),
    proof=logic("lucchi.remark-large-sigma.corrected"),
)
def large_sigma_corrected(setting: Setting) -> Outcome:
    """The term of the bound with y_hat exceeds the other exactly for (sigma^2 (d + 2))^L > 3 / d."""
    if setting == ANY:
        return ratio_by_induction()
    first, second = bound_terms(setting)
    given = letters(setting)
    other = {"z": 1 / (true_ratio(setting) - 1) if first != second else Fraction(0)}
    return all_of(
        equal(first > second, true_ratio(setting) > 1, "the term with y_hat is larger"),
        formal_at("lucchi.remark-large-sigma.corrected", **given),
        formal_at("lucchi.remark-large-sigma.corrected", **(given | other)),
    )


LARGE = Hypothesis(
    "sigma^4 > d(d+2)",
    r"\sigma^4 > d(d+2)",
    lambda setting: setting == ANY or Fraction(setting[2]) ** 2 > int(setting[0]) * (int(setting[0]) + 2),
)


@claim(
    "lucchi.remark-large-sigma.implication",
    source=LUCCHI.at(REMARKS),
    statement=r"\rho = \gamma > 0, \sigma^4 > d(d+2) \Rightarrow \text{the term with } \hat{\mathbf{y}} "
    r"\text{ is larger}",
    over=settings(),
    assuming=(LARGE,),
    made_precise="the printed condition read as sufficient only, which it is, with much room",
    formal=(
        (
            "3/2 (2 w v^(n-1) d^(n-1)) <= 2/3 w u v^(2 n) d^n e^n if n >= 1, w >= 0, v >= 0, u v = 1, e = real(d) + "
            "2, v^2 >= d e"
        ),
        "2 w v^(n-1) d^(n-1) (1/2 x u^(n-1) y^(n-1)) = 1 if n >= 1, w x = 1, u v = 1, d y = 1",
        "2 w v^(n-1) d^(n-1) >= 0 if n >= 1, w >= 0, v >= 0",
    ),
    proof=logic("lucchi.remark-large-sigma.implication"),
)
def large_sigma_implication(setting: Setting) -> Outcome:
    """If sigma^4 > d (d + 2), the term of the bound with y_hat exceeds the other."""
    if setting == ANY:
        e, t = scalar("e"), scalar("t")  # d = 1 + e, sigma^4 = d (d + 2) + t
        d = 1 + e
        gap = (d * (d + 2) + t) * (d + 2) ** 2 - 9  # sigma^2 (d + 2) >= 3, so d times its powers exceed 3
        return all_of(
            ratio_by_induction(),
            is_nonnegative(gap, "(sigma^2 (d + 2))^2 - 9"),
            is_nonnegative(gap - 18, "and more: that minus 18"),
        )
    first, second = bound_terms(setting)
    return all_of(
        is_true(first > second, "the term with y_hat is larger", terms=(first, second)),
        formal_at("lucchi.remark-large-sigma.implication", **letters(setting)),
    )
