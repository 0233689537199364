"""False derivations that a checker of single steps would accept: what depends on what, which letters a sum binds, and
what is said of a letter elsewhere.
"""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check import derivation_proofs
from proofs_check.derivation_formulas import DerivationRefusedError

NAMES = ("A", "B", "C", "W", "A_j", "B_j", "B_k", "V_j", "W_j")
LETTERS = {name: ["n", "n", False] for name in NAMES} | {"S": ["n", "n", True]}
Step = dict[str, Any]


def step(rule: str, before: str, after: str, stands: dict[str, str] | None = None, **more: Any) -> Step:
    letters, stands = more.pop("letters", LETTERS), stands or {}
    made = {"number": "1.1", "rule": rule, "before": before, "after": after, "arguments": more.pop("arguments", {})}
    ends = {"letters": letters, "letters_after": letters, "definitions": stands, "definitions_after": stands}
    return {**made, **ends, **more}


def check(*parts: Step | list[Step], given: tuple[tuple[str, str], ...] = ()) -> str:
    equations = [{"left": left, "right": right} for left, right in given]
    steps = [{"steps": part if isinstance(part, list) else [part]} for part in parts]
    return derivation_proofs.check(
        {"format": "derivation proof 1", "name": "x", "equations": equations, "parts": steps}
    )


def refused(why: str, *parts: Step | list[Step], given: tuple[tuple[str, str], ...] = ()) -> None:
    with pytest.raises(DerivationRefusedError, match=why):
        check(*parts, given=given)


def equation(before: str, after: str, left: str, right: str, stands: dict[str, str] | None = None) -> Step:
    use = {"left": left, "right": right, "u": "I(n)", "v": "I(n)", "coefficient": "1", "over": ""}
    return step("use an equation", before, after, stands, arguments=use)


def boundary(before: str, after: str, images: dict[str, str], **more: Any) -> Step:
    return step("boundary case", before, after, arguments={"sizes": {}, "images": images}, **more)


def insert(before: str, after: str, images: dict[str, str], over: str = "", **more: Any) -> Step:
    return step("insert", before, after, arguments={"images": images, "over": over}, **more)


def derivative(before: str, after: str, directions: dict[str, str], over: str = "") -> Step:
    return step("product rule", before, after, arguments={"directions": directions, "over": over})


# -- what depends on what moves ----------------------------------------------------------------------------------------

NOT_CONSTANT = derivative("tr(C)", "0", {"A": "B"})
"""The derivative of tr(C) along A is 0, unless C is A B."""


def test_what_depends_on_what_moves_is_not_constant():
    assert "1 step" in check(NOT_CONSTANT)
    refused("C depends on A", NOT_CONSTANT, given=(("C", "A B"),))
    refused("C depends on A", NOT_CONSTANT, given=(("A B", "C"),))
    refused("C depends on A", NOT_CONSTANT, insert("tr(C)", "tr(A B)", {"C": "A B"}))
    refused("C depends on A", NOT_CONSTANT, step("open", "tr(C)", "tr(A B)", {"C": "A B"}))
    # also by way of another letter
    refused("C depends on A", NOT_CONSTANT, insert("tr(C)", "tr(W)", {"C": "W"}), given=(("W", "A"),))
    # also where the letter itself is added and taken away
    refused("C depends on A", NOT_CONSTANT, insert("tr(C)", "tr(A B)", {"C": "A B + C - C"}))
    # an equation such as a vanishing gradient holds at one point and says nothing about a derivative
    assert "(given)" not in check(NOT_CONSTANT, given=(("A C", "0"),))


def test_what_depends_on_a_random_letter_is_random():
    mean = step("Gaussian pairing", "tr(A B)", "0", arguments={"symbol": "A", "variance": "s"})
    assert "independent of all else" in check(mean)
    refused("B depends on A", mean, insert("B", "A'", {"B": "A'"}))
    # E tr(A A') = n^2 s for a number s
    random = {"symbol": "A", "variance": "tr(A)"}
    refused("variance is random", step("Gaussian pairing", "tr(A A')", "n^2 tr(A)", arguments=random))


def test_pairings_that_are_too_many_are_refused():
    many = step("Gaussian pairing", "tr((W W')^7)", "0", arguments={"symbol": "W", "variance": "s"})
    refused("at most 12 are paired", many)


def test_a_direction_of_which_something_is_put_in_is_not_any_matrix():
    read = step("read off the gradient", "tr(A^T B)", "A", arguments={"direction": "B"}, number="1.2")
    refused("assumed about the direction", [insert("tr(A^T B)", "tr(A^T B)", {"B": "B"}), read])
    refused("A depends on B", read, insert("A", "B", {"A": "B"}))


def test_a_coefficient_is_that_of_a_free_number():
    of = {"name": "t", "power": 1}
    taken = step("take the coefficient", "B", "0", arguments=of, number="1.2")
    refused("assumed about t", [equation("t A", "B", "t A", "B"), taken], given=(("t A", "B"),))
    refused("assumed about t", taken, given=(("t + u", "1"),))
    refused("for one t only", [equation("A", "B", "A", "B"), taken], given=(("A", "B"),))
    refused("B depends on t", taken, insert("B", "t A", {"B": "t A"}))
    for name in ("n", "A"):  # tr(A) of an n x n matrix is no polynomial in n
        wrong = step("take the coefficient", "n tr(A)", "tr(A)", arguments={"name": name, "power": 1})
        refused("is not a scalar", wrong)


def test_a_shift_is_not_hidden_in_an_opaque_letter():
    # (C + t B)(C + t B) stands in A too
    shift = {"C": "C + t B"}
    assert "1 step" in check(insert("tr(C)", "tr(C) + t tr(B)", shift))
    refused("A depends on C", insert("tr(A^T C)", "tr(A^T C) + t tr(A^T B)", shift, stands={"A": "C C"}))


# -- boundary cases ----------------------------------------------------------------------------------------------------


def test_a_letter_with_a_meaning_is_not_replaced_by_another():
    # A - B C = 0 if A stands for B C, and I - B C is not 0
    false = boundary("A - B C", "I(n) - B C", {"A": "I(n)"}, stands={"A": "B C"}, definitions_after={})
    refused("is replaced by something else", false)
    assert "1 step" in check(boundary("A", "C", {"A": "C", "B": "I(n)"}, stands={"A": "B C"}, definitions_after={}))


def test_a_letter_of_which_something_is_given_is_not_replaced():
    # from A = B does not follow A = 2 B
    case = boundary("B", "2 B", {"B": "2 B"}, number="1.2")
    refused("something is assumed about B", [equation("A", "B", "A", "B"), case], given=(("A", "B"),))
    refused("C depends on A", boundary("C - A B", "C - B", {"A": "I(n)"}), insert("C", "A B", {"C": "A B"}))


def test_what_was_shown_is_used_for_the_same_meaning_only():
    shown = step("open", "A", "B B", {"A": "B B"})
    assert "2 parts" in check(shown, equation("A", "B B", "A", "B B", {"A": "B B"}))
    refused("nor shown before", shown, equation("A", "B B", "A", "B B", {"A": "B"}))


def test_a_number_of_another_part_is_no_matrix_here():
    # t A = A t for a number t
    shown = step("collect", "t A", "A t")
    assert "2 parts" in check(shown, equation("t A", "A t", "t A", "A t"))
    matrix = {**LETTERS, "t": ["n", "n", False]}
    refused(
        "nor shown before", shown, equation("t A", "A t", "t A", "A t") | {"letters": matrix, "letters_after": matrix}
    )


# -- sums --------------------------------------------------------------------------------------------------------------


def test_what_is_put_in_a_sum_is_not_captured():
    # sum_j tr(B_j W) with W = sum_j V_j is a double sum
    for before, over in (("sum_{j} tr(B_j W)", "j"), ("sum_{k} tr(B_k W)", "j")):
        after = before.replace("W", "V_j").replace("{k}", "{j}")
        refused("a sum is inserted into a sum", insert(before, after, {"W": "V_j"}, over))
    refused("B_j would be summed over", insert("tr(B_j W)", "sum_{j} tr(B_j V_j)", {"W": "V_j"}, "j"))
    refused("V_j would be summed over", insert("sum_{j} tr(B_j W)", "sum_{j} tr(B_j V_j)", {"W": "V_j"}))
    assert "1 step" in check(insert("tr(B W)", "sum_{j} tr(B V_j)", {"W": "V_j"}, "j"))
    assert "1 step" in check(insert("sum_{j} tr(B_j W_j)", "sum_{j} tr(B_j V_j)", {"W_j": "V_j"}))


def test_a_boundary_case_captures_nothing():
    # sum_j tr(C) = H tr(C) for any C, which is not the sum of the tr(B_j)
    refused("B_j would be summed over", boundary("sum_{j} tr(C)", "sum_{j} tr(B_j)", {"C": "B_j"}))
    assert "1 step" in check(boundary("sum_{j} tr(A_j)", "sum_{j} tr(A)", {"A_j": "A"}))


@pytest.mark.parametrize("over", ["1", "j k", "j<k<i", ""])
def test_a_sum_has_an_index(over: str):
    refused("cannot be read|followed by no", step("collect", f"sum_{{{over}}} A", f"sum_{{{over}}} A"))


def test_a_factor_of_a_sum_is_the_same_in_every_summand():
    for left, good in (("B_j", False), ("B_k", True), ("B", True)):
        made = step("multiply", "sum_{j} A_j", f"sum_{{j}} {left} A_j", arguments={"left": left, "right": "I(n)"})
        if good:
            assert "1 step" in check(made)
        else:
            refused("depends on what is summed over", made)


def test_a_gradient_by_one_layer_is_not_the_sum_of_all():
    read = {"direction": "V_j"}
    refused("differs between the summands",
            step("read off the gradient", "sum_{j} tr(A_j^T V_j)", "sum_{j} A_j", arguments=read))  # fmt: skip


def test_a_derivative_along_all_layers_moves_a_layer():
    refused("lacks the index", derivative("tr(B_j W)", "sum_{j} tr(B_j V_j)", {"W": "V_j"}, "j"))


# -- the reader --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["K(x y z w]", "K(n, 0)]", "K(n; n)]", "K(m, n)]"])
def test_nothing_is_hidden_where_a_block_is_turned(tail: str):
    text = f"[(A ⊗ B) {tail} vec(S)"
    refused("Kronecker product|cannot be read|another shape", step("read off the block", text, "A S B^T"))
    assert "1 step" in check(step("read off the block", "[(A ⊗ B) K(n, n)] vec(S)", "A S B^T"))


def test_a_sum_is_not_dropped_in_a_block():
    refused("a sum over layers", step("read off the block", "[sum_{j} A ⊗ B] vec(S)", "A S B^T"))


def test_the_power_0_of_a_matrix_is_the_identity():
    refused("different shapes", step("collect", "A^0 + 3", "4"))
    assert "1 step" in check(step("collect", "A^0", "I(n)"))


@pytest.mark.parametrize("size", ["0", "00", "+", "A"])
def test_an_identity_has_a_size(size: str):
    refused("not the size of an identity", step("collect", f"tr(I({size}))", "0"))


def test_a_block_holds_no_matrix_that_has_blocks():
    # tr(A) = 2 tr(A) if A were its own blocks
    tables = {"tables": {"A": [["A", "0"], ["0", "A"]]}, "place": None}
    refused("a block contains", step("multiply blocks", "tr(A)", "2 tr(A)", arguments=tables))


def test_a_symmetric_letter_stands_for_a_symmetric_matrix_after_a_boundary_case_too():
    refused("is symmetric, and its definition is not", boundary("S", "S", {"S": "S"}, definitions={"S": "A B"}))


def test_what_is_declared_of_a_letter_is_said():
    said = check(step("collect", "S A", "S^T A", letters={"S": ["n", "n", True], "A": ["n", "1", False]}))
    assert "S is symmetric (by declaration)" in said
    assert "A is n x 1 (by declaration)" in said
