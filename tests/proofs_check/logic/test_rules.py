"""False statements that an adversary would try to prove: each is refused at the step that would make it."""

from __future__ import annotations

import pytest

from proofs_check.logic.printing import written
from tests.proofs_check.logic.test_replay_attacks import assume, instantiate, made, matrices, order, refused


def test_letters_are_replaced_all_at_once():
    """S - Q psd and Q - S psd are exchanged; one after the other would make S - S psd of both."""
    swapped = made(assume("S - Q psd"), instantiate("step 0", matrices={"S": "Q", "Q": "S"}))
    assert written(swapped) == "Q - S psd if Q - S psd"
    turned = made(assume("a >= b"), instantiate("step 0", scalars={"a": "b", "b": "a"}))
    assert turned.conclusion == made(assume("b >= a")).conclusion


def test_what_is_put_in_is_not_replaced_again():
    moved = made(assume("a - b >= 0"), instantiate("step 0", scalars={"a": "a + b", "b": "a"}))
    assert moved.conclusion == made(assume("b >= 0 a")).conclusion


def test_a_hypothesis_is_put_in_with_its_conclusion():
    """From "A = 0 if tr(A' A) <= 0" for A = B follows nothing of B from tr(A' A) <= 0."""
    theorem = made(instantiate("norm.definite", matrices={"A": "B"}))
    assert written(theorem) == "B = 0 if -tr(B B') >= 0"
    refused("a premise is not a hypothesis", assume("0 >= tr(A' A)"), instantiate("norm.definite", matrices={"A": "B"}),
            {"rule": "cut", "of": "step 1", "by": ["step 0"]})  # fmt: skip


def test_an_inequality_is_not_multiplied_by_a_number_of_unknown_sign():
    refused("not the goal", assume("a >= 0"), order("a b >= 0", products=[["1", ["step 0"]]]))
    refused("kind 'zero'", assume("a >= 0"), order("a b >= 0", zeros=[["b", "step 0"]]))
    refused("negative", assume("a >= 0"), order("-a >= 0", products=[["-1", ["step 0"]]]))
    psd, equal = assume("S psd"), assume("a = 0")
    refused("kind 'ge'", psd, equal, matrices("a S psd", congruences=[["1", ["step 1"], "I", "step 0"]]))


def test_no_number_is_divided_by():
    """a b = 0 does not give b = 0, and a = 0 is no reason for 1/a."""
    refused("not a weight", assume("a b = 0"), order("b = 0", zeros=[["1", "step 0"]], products=[["1/0", []]]))
    refused("cannot be read", assume("a b = 0"), order("b = 0", zeros=[["1/a", "step 0"]]))
    refused("cannot be read", assume("a >= 0/0"))


def test_a_square_root_needs_a_right_side_that_is_not_negative():
    """(-1)^2 <= (-1)^2, and -1 <= -1, but 1^2 <= (-1)^2 and not 1 <= -1."""
    theorem = made(instantiate("real.square-root", scalars={"a": "1/2 + 1/2", "b": "-(1/2 + 1/2)"}))
    assert written(theorem) == "real(-2) >= 0 if real(-1) >= 0, real(0) >= 0"
    refused("not the goal", order("-(1/2 + 1/2) >= 0", squares=[["1", "1"]]))


def test_traces_turn_only_where_the_product_is_square():
    """tr(A D) does not exist for A: r x s and D: s x t, and tr(A B') is tr(B' A), of another size."""
    refused("square", assume("tr(A D) = 0"))
    assert made(assume("tr(A B') - tr(B' A) = 0")).conclusion == made(assume("0 = 0 a")).conclusion
    refused("sizes do not fit", assume("A B' = B' A"))
    assert made(assume("tr(I[r]) - tr(I[s]) = 0")).conclusion != made(assume("0 = 0 a")).conclusion


def test_an_induction_over_an_empty_range_proves_nothing_outside():
    """The fact j <= -1 holds for no j from 0 to -1, and is not shown for j = 0."""
    steps = (
        assume("-1 - j >= 0", "j <= -1"),
        assume("-1 - j >= 0"),
        {"rule": "cut", "of": "step 1", "given": "0 <= j <= -2"},
    )
    refused("base", *steps, {"rule": "induction", "variable": "j", "fact": "-1 - j >= 0", "base": "step 2",
            "step": "step 2", "low": "0", "high": "0 - 1"})  # fmt: skip


def test_an_induction_needs_its_base():
    steps = (assume("f[j] >= 1"), order("f[j+1] >= 1", products=[["1", ["step 0"]]]))
    refused("not the goal", *steps)
    step = assume("f[j] - f[j] >= 0")
    refused("first number", step, {"rule": "induction", "variable": "j", "fact": "f[j] - f[j] >= 0", "base": "step 0",
            "step": "step 0", "high": "n"})  # fmt: skip


def test_a_sum_over_nothing_is_zero():
    assert made(order("0 a = 0")).conclusion == made(assume("0 = 0 a")).conclusion
    refused("not the goal", order("a = 0"))
    refused("not the goal", order("1/2 >= 0"))
    refused("not the goal", matrices("I[r] psd"))


def test_a_zero_number_does_not_make_a_matrix_zero():
    refused("not the goal", assume("a S = 0"), matrices("S = 0", zeros=[["a", "I", "step 0", "I"]]))
    refused("not the goal", assume("a = 0"), matrices("S = 0", scalar_zeros=[["step 0", "S"]]))


def test_equal_traces_are_no_equal_matrices():
    refused("kind 'eq'", assume("tr(S) - tr(Q) = 0"), matrices("S = Q", zeros=[["1", "I", "step 0", "I"]]))


@pytest.mark.parametrize("size", ["0", "r - r", "0 - 1"])
def test_there_are_no_matrices_without_rows(size: str):
    refused("may be negative", instantiate("norm.nonnegative", sizes={"r": size}, matrices={}))
    refused("may be negative", assume(f"I[{size}] psd"))


def test_contradictory_hypotheses_stay_in_the_theorem():
    """Everything follows from 1 <= 0, and the theorem says that it was assumed."""
    theorem = made(assume("f[0 - 1] >= 0", "1 <= 0"))
    assert written(theorem) == "f[-1] >= 0 if -1 >= 0, f[-1] >= 0"
    refused("may be negative", assume("eig(S, r + 1) >= 0", "j >= 0"))
