"""The rules ``choose`` and ``lowest``: what they give, and false proofs for each of their conditions."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.logic import replay
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.printing import written
from tests.proofs_check.logic.test_replay_attacks import assume, instantiate, made, order, refused


def choose(of: str, line: str = "eig.top", given: str = "", **replaced: dict[str, str]) -> dict[str, Any]:
    return {"rule": "choose", "of": of, "line": line, "given": given, **replaced}


def lowest(of: str, power: int, positive: Any = (), variable: str = "u") -> dict[str, Any]:
    return {"rule": "lowest", "of": of, "variable": variable, "power": power, "positive": list(positive)}


# -- choose ------------------------------------------------------------------------------------------------------------


def trace_of_frame() -> tuple[dict[str, Any], ...]:
    """``tr(Span' S Span) >= eig(S, r + 1 - span) span``, from one fact of a frame."""
    return (
        assume("Span' S Span - eig(S, r + 1 - span) I psd", "span <= r"),
        {"rule": "trace", "of": "step 0"},
    )


def test_what_is_chosen_is_gone():
    # tr(S) >= r eig(S, 1) from a square frame would need that it is orthogonal; that a frame exists needs nothing.
    steps = (assume("Span' Span = I"), {"rule": "cut", "of": "step 0"}, assume("a >= 0"), choose("step 2"))
    assert written(made(*steps)) == "a >= 0 if r - span >= 0, a >= 0"


def test_a_conclusion_about_what_is_chosen_is_refused():
    # That all frames have the facts of the chosen one is false: the trace of Span' S Span depends on Span.
    refused("more is assumed", *trace_of_frame(), choose("step 1"))


def test_a_further_hypothesis_about_what_is_chosen_is_refused():
    # Span = 0 and Span' Span = I prove everything.
    steps = (
        assume("Span' Span = I"),
        assume("Span = 0"),
        {
            "rule": "matrices",
            "goal": "I[span] = 0",
            "zeros": [["-1", "I", "step 0", "I"], ["1", "Span'", "step 1", "I"]],
        },
    )
    assert made(*steps).conclusion.kind == "eq"
    refused("more is assumed", *steps, choose("step 2"))


def test_the_letter_that_is_chosen_is_not_replaced():
    refused("is chosen", assume("a >= 0"), choose("step 0", matrices={"Span": "0"}))


def test_the_other_letters_do_not_depend_on_what_is_chosen():
    # There is no frame for a matrix S that depends on the frame.
    refused("more is assumed", assume("a >= 0"), choose("step 0", matrices={"S": "Span Span'"}))
    refused("more is assumed", assume("a >= 0"), choose("step 0", scalars={"a": "tr(Span' Span)"}))


def test_a_frame_has_at_least_one_and_at_most_all_columns():
    wide = made(assume("a >= 0"), choose("step 0"))
    assert "r - span >= 0" in written(wide)
    refused("may be negative", assume("a >= 0"), choose("step 0", sizes={"span": "i"}))
    refused("may be negative", assume("a >= 0"), choose("step 0", "eig.bottom", sizes={"span": "r - 1"}))
    assert "i - 1 >= 0" in written(made(assume("a >= 0"), choose("step 0", given="1 <= i <= r", sizes={"span": "i"})))


def test_facts_of_a_frame_of_another_size_are_not_those_of_the_line():
    steps = (
        assume("Span' Span = I"),
        instantiate("step 0", sizes={"span": "r"}),
        {"rule": "trace", "of": "step 1"},
        order("tr(S) >= tr(S)", zeros=[]),
    )
    assert made(*steps[:3]).conclusion.kind == "zero"
    refused("more is assumed", *steps[:3], choose("step 2", sizes={"span": "r"}))


def test_only_lines_about_existence_are_chosen_from_and_they_are_no_facts():
    refused("does not say that something exists", assume("a >= 0"), choose("step 0", "eig.above"))
    refused("only the rule choose", instantiate("eig.top"))
    refused("does not say", assume("a >= 0"), choose("step 0", "step 0"))


def test_what_exists_is_a_variable():
    with pytest.raises(RefusedError, match="not a variable"):
        made(
            assume("a >= 0"),
            choose("step 0", "some.g"),
            letters="fixed matrix G: r x r\nexistence some.g: some G: G = 0\n",
        )


def test_what_is_assumed_is_not_said_to_exist():
    # That there is a Span with a >= 0 if a >= 0 is true; without the condition a >= 0 would be shown of every a.
    with pytest.raises(RefusedError, match="assumes what it says"):
        made(
            assume("a >= 0"),
            choose("step 0", "some.a"),
            letters="existence some.a: some Span: Span = 0, a >= 0 if a >= 0\n",
        )


def test_two_choices_are_two_letters():
    # The first and the last eigenvectors are not the same: eig(S, span) >= eig(S, r + 1 - span) is false.
    both = (
        *trace_of_frame(),
        assume("eig(S, span) I - Span' S Span psd", "span <= r"),
        {"rule": "trace", "of": "step 2"},
        order("real(span) (eig(S, span) - eig(S, r + 1 - span)) >= 0", products=[["1", ["step 1"]], ["1", ["step 3"]]]),
    )
    assert made(*both).conclusion.kind == "ge"
    for line in ("eig.top", "eig.bottom"):
        refused("more is assumed", *both, choose("step 4", line))


def test_each_value_of_an_index_has_its_own_small_numbers():
    letters = """
fixed scalar p q reach[i] inverse[i]
assumption r.one: inverse[i] reach[i] = 1 if i >= 1
assumption r.two: inverse[i] >= 0 if i >= 1
assumption near: p u - q >= 0 if u >= 0, u <= reach[i]
"""
    assert written(made(lowest("near", 0, [["r.one", "r.two"]]), letters=letters)) == "-q >= 0 if i - 1 >= 0"
    other = instantiate("r.one", indices={"i": "i + 1"})
    refused("not shown to hold", other, lowest("near", 0, [["step 0", "r.two"]]), letters=letters)


@pytest.mark.parametrize("text", ["Span' Span = I", "some : Span = 0", "some Span Span = 0", "some Span: Span"])
def test_lines_that_do_not_say_what_exists(text: str):
    theory = replay.Theory(replay.text_of("textbook"), f"existence wrong: {text}\n")
    with pytest.raises(RefusedError):
        theory.existence("wrong")


# -- lowest ------------------------------------------------------------------------------------------------------------

SMALL = """
fixed scalar p q reach inverse
assumption r.one: inverse reach = 1
assumption r.two: inverse >= 0
assumption near: p u^2 + q u^3 >= 0 if u >= 0, u <= reach
assumption close: p u^2 + q u^3 >= 0 if u^2 <= 1/2
assumption everywhere: p u^2 + q u^3 >= 0
"""


@pytest.mark.parametrize(("line", "positive"), [("near", [["r.one", "r.two"]]), ("close", []), ("everywhere", [])])
def test_the_lowest_coefficient_is_not_negative(line: str, positive: list[list[str]]):
    theorem = made(lowest(line, 2, positive), letters=SMALL)
    assert written(theorem) == "p >= 0"
    assert theorem.uses == {line, *(name for pair in positive for name in pair)}


def test_a_lowest_coefficient_of_zero_says_nothing():
    assert written(made(lowest("near", 1, [["r.one", "r.two"]]), letters=SMALL)) == "real(0) >= 0"


def test_a_higher_coefficient_may_be_negative():
    # u^2 - u^3 >= 0 for 0 <= u <= 1, and the coefficient of u^3 is -1.
    refused("a lower power than 3", assume("u^2 - u^3 >= 0"), lowest("step 0", 3))


def holds_for_large(hypothesis: str) -> tuple[dict[str, Any], ...]:
    """``u^2 - u >= 0`` from ``u >= 1``: its lowest coefficient is -1."""
    return (assume(hypothesis), order("u^2 - u >= 0", products=[["1", ["step 0", "step 0"]], ["1", ["step 0"]]]))


def test_the_variable_is_small_and_not_large():
    steps = holds_for_large("u - 1 >= 0")
    assert made(*steps).conclusion.kind == "ge"
    refused("fails for small values", *steps, lowest("step 1", 1))


def test_a_bound_that_is_not_shown_to_be_positive_is_refused():
    # From a - u >= 0 and a <= 0 nothing follows for small u > 0.
    steps = (
        assume("a - u >= 0"),
        assume("0 - a >= 0"),
        order("-u >= 0", products=[["1", ["step 0"]], ["1", ["step 1"]]]),
    )
    refused("not shown to hold for small values", *steps, lowest("step 2", 1))


def test_a_positive_bound_is_shown_by_an_inverse_with_its_sign():
    refused("a lower power", lowest("near", 3, [["r.one", "r.two"]]), letters=SMALL)
    refused("not shown to hold", lowest("near", 2), letters=SMALL)
    refused("of the kind 'ge'", lowest("near", 2, [["r.one", "r.one"]]), letters=SMALL)
    refused("of the kind 'zero'", lowest("near", 2, [["r.two", "r.two"]]), letters=SMALL)
    # reach may be negative: inverse^2 >= 0 is no sign of inverse
    square = order("inverse^2 >= 0", squares=[["1", "inverse"]])
    refused("not shown to hold", square, lowest("near", 2, [["r.one", "step 0"]]), letters=SMALL)


def test_nothing_else_is_assumed_of_the_variable():
    equal = (
        assume("u - 1 = 0"),
        order("a u - a = 0", zeros=[["a", "step 0"]]),
        order("a u - a >= 0", zeros=[["1", "step 1"]]),
    )
    refused("more than small", *equal, lowest("step 2", 0))
    psd = (assume("u S - S psd"), {"rule": "trace", "of": "step 0"})
    refused("more than small", *psd, lowest("step 1", 0))


def test_the_variable_stands_in_a_polynomial_only():
    refused("outside of polynomials", assume("norm(u A) - u >= 0"), lowest("step 0", 0))
    refused("symbolic power", assume("u^m >= 0", "m >= 0"), lowest("step 0", 0))


def test_a_constant_of_the_theory_is_not_small():
    # g = 0 in this theory: from -g >= 0, which holds there, -1 >= 0 would follow.
    steps = (instantiate("g.zero"), order("-g >= 0", zeros=[["-1", "step 0"]]))
    refused("not a variable", *steps, lowest("step 1", 1, variable="g"))


@pytest.mark.parametrize("power", [-1, "2", 1.0, True])
def test_the_power_is_a_whole_number(power: Any):
    refused("whole number", assume("a u^2 >= 0"), lowest("step 0", power))


def test_an_inequality_is_needed():
    refused("a theorem of the kind 'ge'", assume("a u = 0"), lowest("step 0", 1))
