"""Means and cases: what the pairings give, by all outcomes of small matrices, and the false steps that are refused."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.lucchi.parts.formal_means import VARIANCE, outcomes_of
from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import compiled, rational
from proofs_check.logic.indices import RefusedError

TOY = """
index i j k
fixed index n
fixed size r0 s0
scalar a
fixed scalar v b loose
fixed matrix G Sure: r0 x s0
fixed matrix F: r0 x r0
fixed matrix N: r0 x r0
fixed matrix W[j]: r0 x r0
fixed matrix U[j]: r0 x r0
fixed matrix Unknown: r0 x r0
gaussian G: variance v
gaussian F: variance v
random N: variance v
gaussian W[j]: variance v if 1 <= j <= n
depends U[j]: W from 1 to j if 0 <= j <= n
sure v b Sure
definition square: tr(N' N) >= 0
definition known: tr(N) = tr(F)
definition fixed.sign: b >= 0
"""


def toy(*steps: dict[str, Any], text: str = TOY) -> replay.Replay:
    return replay.Replay(replay.Theory(text), steps)


def made(rule: str, **arguments: Any) -> Any:
    return toy({"name": "made", "rule": rule, **arguments}).get("made").conclusion


def says(text: str) -> Any:
    return toy().reading.statement(text)[1]


RULES = [
    ("tr(G' G)", "G", "v r0 s0"),
    ("tr(G Sure' G Sure')", "G", "v tr(Sure Sure')"),
    ("tr(G Sure')^2", "G", "v tr(Sure Sure')"),
    ("tr(G Sure') tr(Sure G')", "G", "v tr(Sure Sure')"),
    ("tr(F)^2", "F", "v r0"),
    ("tr(F F)", "F", "v r0"),
    ("tr(F F')", "F", "v r0^2"),
    ("tr(F F F F)", "F", "v^2 (2 r0 + r0^2 r0)"),
    ("tr(G' G)^2", "G", "v^2 (r0^2 s0^2 + 2 r0 s0)"),
    ("tr(G' G G' G)", "G", "v^2 (r0 s0^2 + r0^2 s0 + r0 s0)"),
    ("tr(F)^4", "F", "3 v^2 r0^2"),
    ("tr(F) tr(F' F)", "F", "0 v"),
    ("tr(Sure' G)", "G", "0 v"),
]


@pytest.mark.parametrize(("product", "letter", "value"), RULES[:7] + RULES[8:])
def test_a_mean_by_pairings(product: str, letter: str, value: str):
    """By hand: E tr(G'G)^2 = v^2 ((r s)^2 + 2 r s), the second moment of a sum of r s squares of Gaussians."""
    assert made("contract", product=product, letter=letter) == says(f"mean({product}) = {value}")


@pytest.mark.parametrize(("product", "letter"), [(one, letter) for one, letter, _ in RULES])
@pytest.mark.parametrize("sizes", [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_the_pairings_agree_with_all_outcomes(product: str, letter: str, sizes: tuple[int, int]):
    """A second route: entries with three values, whose moments up to degree five are those of a Gaussian."""
    r, s = sizes
    rows, columns = (r, s) if letter == "G" else (r, r)
    rng = random.Random(r + 2 * s)
    known = {
        "r0": r,
        "s0": s,
        "v": VARIANCE,
        "Sure": dln.Matrix.from_entries(r, s, [rng.randint(-2, 2) for _ in range(r * s)]),
    }

    def functions(values: dict[str, Any]) -> dict[str, Any]:
        return {name: (lambda value=value: value) for name, value in (known | values).items()}

    drawn = [
        (chance, functions({letter: dln.Matrix.from_entries(rows, columns, entries)}))
        for chance, entries in outcomes_of(rows * columns)
    ]
    value = compiled(syntax.expression(product))
    mean = sum((rational(chance) * value(one) for chance, one in drawn), rational(0))
    step = {"name": "made", "rule": "contract", "product": product, "letter": letter}
    left = dict(toy(step).get("made").conclusion.scalar)
    assert _value(left, functions({}), mean) == 0


def _value(scalar: dict[Any, Fraction], known: dict[str, Any], mean: Any) -> Any:
    """A polynomial in v, sizes, traces of Sure and the one mean, at their values."""
    total = rational(0)
    for monomial, coefficient in scalar.items():
        term = rational(coefficient)
        for atom, exponent in monomial:
            term *= _atom(atom, known, mean) ** exponent[0]
        total += term
    return total


def _atom(atom: Any, known: dict[str, Any], mean: Any) -> Any:
    if atom[0] == "mean":
        return mean
    if atom[0] == "scalar":
        return rational(known[atom[1]]())
    if atom[0] == "whole":
        return rational(known[atom[1][0]]())
    words = [known[letter.name]() for letter, _ in atom[1]]
    turned = [word.T if letter.turned else word for word, (letter, _) in zip(words, atom[1], strict=True)]
    product = turned[0]
    for one in turned[1:]:
        product = product @ one
    return rational(product.trace())


REFUSED = [
    ({"rule": "contract", "product": "tr(N' N)^2", "letter": "N"}, "not Gaussian"),
    ({"rule": "contract", "product": "tr(F Unknown)", "letter": "F"}, "is not random"),
    ({"rule": "contract", "product": "tr(W[j]' W[j])", "letter": "W[j]"}, "in its range"),
    ({"rule": "contract", "product": "tr(W[j]' W[j] W[k]' W[k])", "letter": "W[j]",
      "given": "1 <= j <= n, 1 <= k <= n"},
     "independent"),
    ({"rule": "contract", "product": "tr(U[j]' W[j] U[j] W[j]')", "letter": "W[j]", "given": "1 <= j <= n"},
     "independent"),
    ({"rule": "contract", "product": "tr(U[j]' U[j])", "letter": "U[j]", "given": "0 <= j <= n"},
     "KeyError|not random"),
    ({"rule": "contract", "product": "norm(F) tr(F' F)", "letter": "F"}, "outside of a trace"),
    ({"rule": "contract", "product": "2 tr(F' F)", "letter": "F"}, "without a number"),
    ({"rule": "contract", "product": "a tr(F' F)", "letter": "F"}, "is not random"),
    ({"rule": "separate", "first": "tr(F)", "second": "tr(F')"}, "independent"),
    ({"rule": "separate", "first": "tr(U[j])", "second": "tr(W[j])", "given": "1 <= j <= n"}, "independent"),
    ({"rule": "separate", "first": "tr(U[j])", "second": "tr(W[j+1])", "given": "0 <= j <= n"}, "in its range"),
    ({"rule": "separate", "first": "tr(Unknown)", "second": "tr(F)"}, "not random|is not known"),
    ({"rule": "average", "of": "square", "times": "b"}, "may be negative"),
    ({"rule": "average", "of": "now"}, "at one outcome and not at another"),
    ({"rule": "average", "of": "known", "times": "a"}, "is not known"),
    ({"rule": "average", "of": "known", "times": "tr(Unknown)"}, "is not known"),
    ({"rule": "average", "of": "known", "times": "tr(N)^n"}, "symbolic power|may be negative"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "reason"), REFUSED)
def test_false_steps_about_means_are_refused(step: dict[str, Any], reason: str):
    now = {"name": "now", "rule": "assume", "fact": "tr(N) = 0"}
    with pytest.raises(RefusedError, match=reason):
        toy(now, {"name": "made", **step}).get("made")


def test_what_is_independent_is_separated():
    given = "0 <= j <= n-1"
    assert made("separate", first="tr(U[j])", second="tr(W[j+1])", given=given) == says(
        "mean(tr(U[j]) tr(W[j+1])) = mean(tr(U[j])) mean(tr(W[j+1]))"
    )
    assert made("separate", first="tr(F)^2", second="b tr(N)") == says(
        "mean(b tr(F)^2 tr(N)) = b mean(tr(F)^2) mean(tr(N))"
    )


def test_a_mean_is_linear_and_sure_factors_stand_before_it():
    assert says("mean(b tr(F) + 2 b^2) = b mean(tr(F)) + 2 b^2") == says("0 b = 0")
    assert says("mean(tr(F)^2) = mean(tr(F))^2") != says("0 b = 0")


@pytest.mark.parametrize(
    "line",
    [
        "random Missing: variance v",
        "gaussian a: variance v",
        "random G: variance v",
        "random Sure: variance v",
        "random Unknown: variance tr(F)",
        "depends Unknown: Sure from 1 to 2",
        "depends U[j]: W from 1 to j",
        "sure a",
    ],
)
def test_what_is_said_of_chance_must_fit(line: str):
    with pytest.raises(RefusedError):
        toy(text=TOY + line + "\n")


def test_a_mean_in_a_theory_without_chance_is_refused():
    with pytest.raises(RefusedError, match="is random is not known"):
        replay.theory("traces").reading.statement("mean(tr(S)) = 0")


# -- cases -------------------------------------------------------------------------------------------------------------


def split(first: str, second: str, by: str, goal: str = "") -> Any:
    steps = [
        {"name": "one", "rule": "assume", "fact": first},
        {"name": "two", "rule": "assume", "fact": second},
        {"name": "up", "rule": "order", "goal": "a^2 >= 0", "squares": [["1", "a"]]},
        {"name": "made", "rule": "cases", "split": by, "first": "one", "second": "two"},
    ]
    return toy(*steps).get("made")


def test_cases_leave_the_case_out_and_nothing_else():
    steps = (
        {"name": "pos", "rule": "assume", "fact": "a >= 0"},
        {"name": "neg", "rule": "assume", "fact": "0 - a >= 0"},
        {"name": "other", "rule": "assume", "fact": "b - 1 >= 0"},
        {
            "name": "one",
            "rule": "order",
            "goal": "a^2 + b >= 0",
            "products": [["1", ["pos", "pos"]], ["1", ["fixed.sign"]]],
        },
        {
            "name": "two",
            "rule": "order",
            "goal": "a^2 + b >= 0",
            "products": [["1", ["neg", "neg"]], ["1", ["other"]], ["1", ["number"]]],
        },
        {"name": "number", "rule": "order", "goal": "1 b^0 >= 0", "squares": [["1", "1"]]},
        {"name": "made", "rule": "cases", "split": "a >= 0", "first": "one", "second": "two"},
    )
    ordered = (*steps[:3], steps[5], *steps[3:5], steps[6])
    theorem = toy(*ordered).get("made")
    assert theorem.hypotheses == {says("b - 1 >= 0")}


@pytest.mark.parametrize(
    ("by", "reason"),
    [("tr(N) = 0", "cases are those"), ("a >= 0", "different facts"), ("j >= 0", "different facts")],
)
def test_false_cases_are_refused(by: str, reason: str):
    with pytest.raises(RefusedError, match=reason):
        split("a >= 0", "0 - a >= 0", by)


def test_the_case_that_is_not_covered_stays_a_hypothesis():
    # from a >= 1 and from a <= 0 nothing follows about numbers between: the split is at 0
    theorem = split("a - 1 >= 0", "a - 1 >= 0", "a >= 0")
    assert theorem.hypotheses == {says("a - 1 >= 0")}


def test_cases_of_whole_numbers_are_t_at_least_0_and_t_at_most_minus_1():
    steps = (
        {"name": "large", "rule": "assume", "fact": "j >= 2"},
        {"name": "small", "rule": "assume", "fact": "j <= 1"},
        {"name": "one", "rule": "order", "goal": "b >= 0", "products": [["1", ["fixed.sign"]]], "given": "j >= 2"},
        {"name": "two", "rule": "order", "goal": "b >= 0", "products": [["1", ["fixed.sign"]]], "given": "j <= 1"},
        {"name": "low", "rule": "order", "goal": "b >= 0", "products": [["1", ["fixed.sign"]]], "given": "j <= 0"},
        {"name": "made", "rule": "cases", "split": "j >= 2", "first": "one", "second": "two"},
        {"name": "gap", "rule": "cases", "split": "j >= 2", "first": "one", "second": "low"},
    )
    assert toy(*steps).get("made").hypotheses == frozenset()
    assert toy(*steps).get("gap").hypotheses == {says("j <= 0")}
