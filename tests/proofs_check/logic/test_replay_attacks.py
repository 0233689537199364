"""False proofs: each must be refused, and for the reason that is named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from proofs_check.logic import replay, rules
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.terms import Substitution, nonnegative

LETTERS = """
fixed index n
fixed size d[j]
fixed matrix W[j]: d[j] x d[j-1]
fixed scalar g f[j]
fixed symmetric C[j]: d[j] x d[j]
definition g.zero: g = 0
definition f.first: f[0] = 0
assumption f.some: f[j] >= 0 if 0 <= j <= n
"""


def made(*steps: dict[str, Any], letters: str = LETTERS) -> rules.Theorem:
    """The theorem of the last of some steps in a small theory."""
    theory = replay.Theory(replay.text_of("textbook"), letters)
    named = tuple({"name": f"step {k}", **step} for k, step in enumerate(steps))
    return replay.Replay(theory, named).get(f"step {len(steps) - 1}")


def refused(why: str, *steps: dict[str, Any], letters: str = LETTERS) -> None:
    with pytest.raises(RefusedError, match=why):
        made(*steps, letters=letters)


def assume(fact: str, given: str = "") -> dict[str, Any]:
    return {"rule": "assume", "fact": fact, "given": given}


def instantiate(of: str, given: str = "", **replaced: dict[str, str]) -> dict[str, Any]:
    return {"rule": "instantiate", "of": of, "given": given, **replaced}


def order(goal: str, **sums: Any) -> dict[str, Any]:
    return {"rule": "order", "goal": goal, **sums}


def matrices(goal: str, **sums: Any) -> dict[str, Any]:
    return {"rule": "matrices", "goal": goal, **sums}


# -- exponents ---------------------------------------------------------------------------------------------------------


def test_a_factor_is_not_cancelled_by_a_negative_power():
    product = assume("a b = 0")
    refused("exponent", product, order("b = 0", zeros=[["a^(0-1)", "step 0"]]))
    refused("negative", product, order("a^(m+1) b = 0", zeros=[["a^m", "step 0"]]))


def test_a_symbolic_power_is_not_divided_out():
    product = assume("a^m b = 0", "m >= 0")
    refused(
        "negative",
        product,
        order("a^(m-1) b = 0", zeros=[["a^(k)", "step 0"]], given="m >= 0") | {"goal": "a^(m+k) b = 0"},
    )
    refused("negative", product, order("a^(m-k) b = 0", zeros=[["a^(0-k)", "step 0"]], given="m >= 0, m >= k"))


def test_a_word_of_a_multiplier_has_no_negative_power():
    step = matrices("Q S^(m-k) = 0", zeros=[["1", "I", "step 0", "S^(0-k)"]], given="m >= k")
    refused("negative", assume("Q S^m = 0", "m >= 0"), step)


def test_a_replacement_has_no_negative_power():
    refused("negative", assume("a b >= 0"), instantiate("step 0", scalars={"a": "b^(m)", "b": "b^(k)"}))


def test_a_fact_with_a_power_that_may_be_negative_is_not_assumed():
    refused("negative", assume("a^m >= 0"))
    refused("negative", assume("a^(m-1) >= 0", "m >= 0"))


def test_zero_to_the_power_zero_is_one_and_the_first_power_of_zero_is_zero():
    with pytest.raises(RefusedError, match="not the goal"):
        made(assume("a = 0"), order("a^m = 0", zeros=[["1", "step 0"]], given="m >= 0"))


# -- constants of the theory -------------------------------------------------------------------------------------------


def test_a_constant_of_the_theory_is_not_replaced():
    refused("not a variable", instantiate("g.zero", scalars={"g": "1"}))
    refused("not a variable", instantiate("f.some", indices={"n": "0"}))
    refused("not a variable", instantiate("f.some", sizes={"d": "1"}))
    refused("not a variable", assume("C[j] psd"), instantiate("step 0", matrices={"C": "0"}))


def test_a_family_of_the_theory_is_not_replaced():
    refused("not a variable", instantiate("f.some", scalars={"f": "0"}))


def test_no_induction_over_a_constant_of_the_theory():
    base, step = assume("0 >= 0"), assume("g >= 0")
    refused(
        "not a variable",
        base,
        step,
        {"rule": "induction", "variable": "n", "fact": "g >= 0", "base": "step 0", "step": "step 1", "low": "0"},
    )


def test_a_variable_of_another_kind_is_not_replaced():
    refused("not a variable", assume("a >= 0"), instantiate("step 0", indices={"a": "0"}))
    refused("not a variable", assume("a >= 0"), instantiate("step 0", scalars={"m": "0"}))


# -- sizes -------------------------------------------------------------------------------------------------------------


def test_a_size_changes_with_its_letter():
    """tr(A' A) for r x s stays about r x s letters: the letter of another shape is another letter."""
    changed = made(instantiate("norm.frobenius", sizes={"s": "t"}))
    assert changed.conclusion != made(instantiate("norm.frobenius")).conclusion
    refused("sizes do not fit|another shape", instantiate("norm.frobenius", sizes={"s": "t"}, matrices={"A": "A"}))


def test_one_letter_has_one_shape_when_it_is_replaced():
    """norm(A) of an r x s and of an r x t letter A in one theorem: no matrix takes the place of both."""
    theory = replay.Theory(replay.text_of("textbook"), LETTERS)
    steps = ({"name": "other", "rule": "instantiate", "of": "norm.nonnegative", "sizes": {"s": "t"}},)
    first, other = theory.line("norm.nonnegative"), replay.Replay(theory, steps).get("other")
    sum_of_both = nonnegative({**first.conclusion.scalar, **other.conclusion.scalar})
    mixed = rules.order(sum_of_both, [(Fraction(1), [first]), (Fraction(1), [other])])
    with pytest.raises(RefusedError, match="two shapes"):
        rules.instantiate(mixed, Substitution(matrices={"A": {}}))


def test_products_whose_sizes_do_not_fit():
    refused("sizes do not fit", assume("A A = 0"))
    refused("sizes do not fit", assume("tr(A B) = 0"))
    refused("square", assume("tr(A) = 0"))
    refused("square", assume("A^2 = 0"))
    refused("sizes do not fit", assume("A + D = 0"))
    refused("square", assume("A psd"))


def test_a_replacement_has_the_shape_and_the_symmetry_of_the_letter():
    refused("sizes do not fit", instantiate("norm.nonnegative", matrices={"A": "D"}))
    refused("symmetric", instantiate("psd.power", matrices={"S": "Z"}))
    refused("symmetric", instantiate("eig.above", matrices={"S": "Z"}))


def test_a_size_is_at_least_one():
    """An identity of negative size would have a negative trace: tr(I[j]) = j >= 0 for every whole number j."""
    psd = matrices("I[j] psd", congruences=[["1", [], "I", "I j"]])
    refused("may be negative", psd, {"rule": "trace", "of": "step 0"})
    refused("may be negative", instantiate("norm.frobenius", sizes={"r": "d[1] - 1"}))
    refused("may be negative", assume("norm(I[j]) >= 0"))


def test_sizes_of_declared_letters_are_declared_sizes():
    for shape in ("m x m", "d[j] - 1 x d[j]", "2 x 2", "d[k] x d[j]", "d[j] + d[j] x d[j]"):
        with pytest.raises(RefusedError, match="size"):
            replay.Theory(replay.text_of("textbook"), f"fixed size d[j]\nfixed matrix W[j]: {shape}")


def test_the_norm_of_an_identity_knows_its_size():
    """Otherwise norm(I)^2 would be every size at once."""
    refused("size of I|known size", assume("norm(I) >= 0"))
    first = made(instantiate("norm.frobenius", sizes={"s": "r"}, matrices={"A": "I"}))
    second = made(instantiate("norm.frobenius", sizes={"r": "s"}, matrices={"A": "I"}))
    assert not first.conclusion.scalar.keys() & second.conclusion.scalar.keys()


# -- eigenvalues -------------------------------------------------------------------------------------------------------


def test_an_eigenvalue_beyond_the_size_does_not_exist():
    refused("may be negative", instantiate("eig.above", indices={}), assume("eig(S, i) >= 0", "i >= 1"))
    refused("may be negative", assume("eig(S, i) >= 0", "i <= r"))
    refused("may be negative", assume("eig(S, 2) >= 0"))
    refused("may be negative", instantiate("eig.above", sizes={"r": "d[j]"}), assume("eig(C[j], d[j]+1) >= 0"))
    assert made(assume("eig(S, i) >= 0", "1 <= i <= r")).conclusion.kind == "ge"


def test_eigenvalues_are_of_symmetric_matrices():
    refused("symmetric", assume("eig(Z, 1) >= 0"))
    refused("symmetric", assume("eig(W[j+1]' W[j+1] C[j], 1) >= 0"))
    refused("square", assume("eig(A, 1) >= 0"))


def test_equal_matrices_only_have_equal_eigenvalues():
    equal = assume("S = 2 Q")
    step = {"rule": "congruence", "of": "step 0", "function": "eig", "first": "S", "second": "Q", "place": "1"}
    refused("difference", equal, step)
    refused("difference", equal, {**step, "function": "norm"})
    refused("norm, or eig", equal, {**step, "second": "2 Q", "function": "tr"})
    refused(
        "norm, or eig", equal, {"rule": "congruence", "of": "step 0", "function": "eig", "first": "S", "second": "2 Q"}
    )


def test_not_symmetric_matrices_have_no_eigenvalues_by_congruence():
    step = {"rule": "congruence", "of": "step 0", "function": "eig", "first": "Z", "second": "S", "place": "1"}
    refused("symmetric", assume("Z = S"), step)


# -- order -------------------------------------------------------------------------------------------------------------


def test_weights_are_not_negative():
    refused("negative", order("-norm(A) >= 0", products=[["-1", ["norm.nonnegative"]]]))
    refused("negative", order("-a^2 >= 0", squares=[["-1", "a"]]))
    refused("negative", matrices("-A' A psd", congruences=[["-1", [], "A", "I r"]]))


def test_an_equality_does_not_follow_from_inequalities():
    refused("does not follow", order("norm(A) = 0", products=[["1", ["norm.nonnegative"]]]))
    refused("does not follow", order("a^2 = 0", squares=[["1", "a"]]))
    refused("does not follow", matrices("A' A = 0", congruences=[["1", [], "A", "I r"]]))


def test_a_sum_must_be_the_goal():
    refused("not the goal", order("norm(A) >= 1", products=[["1", ["norm.nonnegative"]]]))
    refused("not the goal", matrices("A' A - I psd", congruences=[["1", [], "A", "I r"]]))
    refused("not the goal", order("a >= 0"))


def test_facts_of_the_wrong_kind():
    refused("kind", order("norm(A)^2 >= tr(A' A)", products=[["1", ["norm.frobenius"]]]))
    refused("kind", order("norm(A) = 0", zeros=[["1", "norm.nonnegative"]]))
    refused("kind", assume("S psd"), matrices("S = 0", zeros=[["1", "I", "step 0", "I"]]))
    refused("0 or psd", {"rule": "trace", "of": "norm.frobenius"})
    refused("0 or psd", assume("A = 0"), {"rule": "trace", "of": "step 0"})


def test_an_index_factor_is_at_least_zero():
    refused("may be negative", order("real(m) >= 0", products=[["1", ["index m"]]]))
    assert made(order("real(m) >= 0", products=[["1", ["index m"]]], given="m >= 0")).conclusion.kind == "ge"


def test_psd_is_for_symmetric_matrices():
    refused("symmetric", assume("Z psd"))


# -- hypotheses --------------------------------------------------------------------------------------------------------


def test_a_cut_discharges_only_what_was_shown():
    refused("not a hypothesis", assume("a >= 0"), {"rule": "cut", "of": "step 0", "by": ["norm.nonnegative"]})
    kept = made(assume("a >= 0"), {"rule": "cut", "of": "step 0", "given": "m >= 0"})
    assert {fact.kind for fact in kept.hypotheses} == {"ge", "index"}


def test_hypotheses_about_indices_are_left_out_only_if_they_follow():
    kept = made(assume("f[j] >= 0", "j >= 5"), {"rule": "cut", "of": "step 0", "given": "j >= 4"})
    assert len(kept.hypotheses) == 3
    dropped = made(assume("f[j] >= 0", "j >= 4"), {"rule": "cut", "of": "step 0", "given": "j >= 5"})
    assert len(dropped.hypotheses) == 2


def test_given_facts_are_about_indices():
    refused("about indices", assume("a >= 0", "b >= 0"))


def test_hypotheses_stay_in_the_theorem():
    theorem = made(assume("a >= 0"), order("2 a >= 0", products=[["2", ["step 0"]]]))
    assert theorem.hypotheses == made(assume("a >= 0")).hypotheses


# -- induction ---------------------------------------------------------------------------------------------------------


def induct(base: dict[str, Any], step: dict[str, Any], fact: str, **more: str) -> tuple[dict[str, Any], ...]:
    rule = {"rule": "induction", "variable": "k", "fact": fact, "base": "step 0", "step": "step 1", **more}
    return (base, step, rule)


def test_a_step_that_assumes_what_it_shows():
    refused(
        "more is assumed",
        *induct(order("0 >= f[0]", zeros=[["-1", "f.first"]]), assume("0 >= f[k+1]"), "0 >= f[k]", low="0"),
    )


def test_a_step_that_assumes_more_of_the_variable():
    base = order("1 >= f[0]", zeros=[["-1", "f.first"]], squares=[["1", "1"]])
    refused("more is assumed", *induct(base, assume("1 >= f[k+1]", "k >= 3"), "1 >= f[k]", low="0"))


def test_the_base_is_at_the_first_number():
    base = order("0 >= f[0]", zeros=[["-1", "f.first"]])
    refused("first number", *induct(base, assume("0 >= f[k+1]"), "0 >= f[k]", low="1"))
    refused("first number", *induct(base, assume("0 >= f[k]"), "0 >= f[k]", high="n", direction="down"))
    refused("needs its first", *induct(base, assume("0 >= f[k+1]"), "0 >= f[k]", high="n"))
    refused("needs its first", *induct(base, assume("0 >= f[k]"), "0 >= f[k]", low="0", direction="down"))


def test_the_base_does_not_speak_of_the_variable():
    refused("base mentions", *induct(assume("g >= 0", "k >= 5"), assume("g >= 0"), "g >= 0", low="0"))


def test_the_bounds_do_not_speak_of_the_variable():
    refused("bound depends", *induct(order("0 g >= 0"), order("0 g >= 0"), "0 g >= 0", low="0", high="k+1"))


def test_the_step_is_shown_for_the_next_number():
    base = order("f[0] >= 0", zeros=[["1", "f.first"]])
    refused("next fact", *induct(base, assume("f[k+2] >= 0"), "f[k] >= 0", low="0"))
    refused("next fact", *induct(base, assume("f[k] >= 0"), "f[k] >= 0", low="0"))


def test_an_induction_holds_in_its_range_only():
    """f[j] >= 0 is assumed for 0 <= j <= n; what is shown has the range of the induction as hypotheses."""
    step = {"rule": "instantiate", "of": "f.some", "indices": {"j": "k+1"}}
    theorem = made(*induct(order("f[0] >= 0", zeros=[["1", "f.first"]]), step, "f[k] >= 0", low="0", high="n"))
    assert len(theorem.hypotheses) == 2
    refused("more is assumed", *induct(order("f[0] >= 0", zeros=[["1", "f.first"]]), step, "f[k] >= 0", low="0"))


# -- theorems, steps and texts -----------------------------------------------------------------------------------------


def test_a_theorem_is_not_made_or_changed_by_hand():
    with pytest.raises(RefusedError, match="rules only"):
        rules.Theorem(object(), frozenset(), nonnegative({frozenset(): Fraction(-1)}), frozenset())
    theorem = made(assume("a >= 0"))
    with pytest.raises(RefusedError, match="never changed"):
        theorem.hypotheses = frozenset()


def test_steps_that_are_not_steps():
    refused("no rule", {"rule": "axiom", "fact": "0 >= 1"})
    refused("no rule", {"rule": "_make"})
    refused("does not know", {**assume("a >= 0"), "uses": []})
    refused("not written", {"rule": "assume"})
    refused("not a weight", order("a >= 0", products=[["1/0", []]]))
    refused("not a weight", order("a >= 0", products=[["x", []]]))
    refused("not a weight", order("a >= 0", squares=[["1e99999999", "a"]]))
    refused("not written", order("a >= 0", squares=[[1, "a"]]))
    refused("no step or line", {"rule": "trace", "of": "nothing"})
    refused("before it is made", {"rule": "trace", "of": "step 0"})
    refused("before it is made", {"rule": "trace", "of": "step 1"}, {"rule": "trace", "of": "step 0"})


def test_names_are_not_used_twice():
    theory = replay.Theory(replay.text_of("textbook"), LETTERS)
    step = {"name": "one", "rule": "assume", "fact": "a >= 0"}
    with pytest.raises(RefusedError, match="two steps"):
        replay.Replay(theory, (step, step))
    with pytest.raises(RefusedError, match="has the name of a line"):
        replay.Replay(theory, ({**step, "name": "norm.frobenius"},))
    with pytest.raises(RefusedError, match="two lines"):
        replay.Theory(LETTERS.replace("definition f.first", "definition g.zero").join(["index j\n", ""]))
    with pytest.raises(RefusedError, match="declared twice"):
        replay.Theory("scalar a\nfixed scalar a")


def test_what_is_to_be_proved_is_not_used():
    letters = LETTERS + "theorem wrong: 0 >= 1 + g^2\n"
    refused("to be proved", order("0 >= 1 + g^2", products=[["1", ["wrong"]]]), letters=letters)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a >= ", "missing"),
        ("a", "relation"),
        ("a >= 0 >= b", "one conclusion"),
        ("a >= 0 if", "missing"),
        ("(a >= 0", "missing"),
        ("a ? 0", "cannot be read"),
        ("a >= " + "1" * 5000, "a number has more than 1,000 digits"),
        ("a >= " + "a + " * 5000 + "a", "at most 10,000 are read"),
        ("a >= 9^100^100^100^100", "a number of more than 100,000 bits"),
        ("(S + Q)^9 (S + Q)^9 psd", "more than 100,000 terms"),
        ("unknown >= 0", "not declared"),
        ("f >= 0", "indices"),
        ("f[a] >= 0", "index term"),
        ("f[1/2] >= 0", "index term"),
        ("a' >= 0", "transposed"),
        ("A + 1 = 0", "number where a matrix"),
        ("A >= 0", "compared"),
        ("a psd", "only a matrix"),
        ("S^a psd", "index term"),
        ("(a + b)^m >= 0", "symbolic power"),
        ("(S Q)^m = 0", "symbolic power"),
        ("I = 0", "size of I"),
        ("tr(S, Q) >= 0", "argument"),
        ("a >= 0 )", "not expected"),
        ("a^101 >= 0", "exponent"),
    ],
)
def test_texts_that_are_not_facts(text: str, why: str):
    refused(why, assume(text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing", "neither"),
        ("scalar tr", "meaning"),
        ("scalar a: r x s", "shape"),
        ("matrix A", "shape"),
        ("scalar a[j]", "fixed"),
        ("fixed scalar a[q]", "not declared as an index"),
        ("fixed index n\nfixed scalar a[n]", "index variable"),
        ("scalar 1a", "not a name"),
    ],
)
def test_texts_that_are_not_theories(text: str, why: str):
    with pytest.raises(RefusedError, match=why):
        replay.Theory("index j", text)
