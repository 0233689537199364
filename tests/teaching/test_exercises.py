"""Blank steps, right and wrong answers, and the differences that are shown."""

import pytest

from symdln.errors import InputError
from symdln.teaching import check_exercise, derivation_names, derive, exercise
from symdln.teaching.exercises import questions


def answered(data, **answers):
    """The exercise with answers to the steps ``s1_3`` for 1.3, ..."""
    wanted = {key[1:].replace("_", "."): value for key, value in answers.items()}
    return {
        **data,
        "steps": [{**line, "after": wanted.get(line.get("step"), line.get("after"))} for line in data["steps"]],
    }


def verdicts(data):
    return {answer.number: answer for answer in check_exercise(data)[1]}


@pytest.mark.parametrize("name", derivation_names())
def test_every_derivation_has_questions_and_its_own_results_are_right(name):
    derivation = derive(name)
    data = exercise(derivation)
    asked = questions(derivation)
    assert len(asked) >= 3
    assert {line["step"] for line in data["steps"] if line.get("after") == ""} == set(asked)
    for line in data["steps"]:
        if line.get("step") in asked:
            terms = asked[line["step"]].after.terms  # pyright: ignore[reportAttributeAccessIssue]
            text = " + ".join(f"({type(t)(t.factors, t.coefficient, t.form)})" for t in terms) or "0"
            line["after"] = text
    assert {answer.verdict for answer in check_exercise(data)[1]} <= {"right", "unchanged"}, check_exercise(data)[1]


def test_an_unanswered_exercise_is_blank():
    data = exercise(derive("gradient"))
    assert {answer.verdict for answer in verdicts(data).values()} == {"blank"}


def test_an_answer_is_right_however_it_is_written():
    data = exercise(derive("gradient"))
    found = verdicts(answered(data, s1_9="A_j' (P X X' - Y X') B_j'", s1_12="A_j' (P Sxx - Syx) B_j'"))
    assert found["1.9"].verdict == found["1.12"].verdict == "right"


def test_a_wrong_answer_shows_the_difference_in_normal_form():
    """The sign before A_j^T Syx B_j^T is wrong, so twice that term is too much; Syx is opened to Y X^T."""
    data = exercise(derive("gradient"))
    found = verdicts(answered(data, s1_12="A_j^T P Sxx B_j^T + A_j^T Syx B_j^T"))["1.12"]
    assert found.verdict == "wrong"
    assert "differs from the rule's result by 2 A_j^T Y X^T B_j^T" in found.message


def test_a_wrong_shape_a_scalar_and_a_name_that_is_not_known_are_told_apart():
    data = exercise(derive("gradient"))
    found = verdicts(answered(data, s1_9="E X^T", s1_12="A_j^T Q", s2_1="1"))
    assert found["1.9"].verdict == "wrong"
    assert "a d_y x d_x matrix, but the step gives a d_j x d_i" in found["1.9"].message
    assert found["1.12"].verdict == "unreadable"
    assert "'Q' is not known here" in found["1.12"].message
    assert found["2.1"].verdict in {"wrong", "unreadable"}


def test_repeating_the_line_before_is_no_answer():
    derivation = derive("gradient")
    step = dict(derivation.steps)["1.8"]
    found = verdicts(answered(exercise(derivation), s1_8=str(step.before)))
    assert found["1.8"].verdict == "unchanged"


def test_a_zero_may_be_written_as_0_and_a_wrong_zero_is_wrong():
    data = exercise(derive("splitting"))
    zero = next(number for number, step in questions(derive("splitting")).items() if not step.after.terms)  # pyright: ignore[reportAttributeAccessIssue]
    other = next(number for number, step in questions(derive("splitting")).items() if step.after.shape is not None)
    found = verdicts(answered(data, **{f"s{zero.replace('.', '_')}": "0", f"s{other.replace('.', '_')}": "0"}))
    assert found[zero].verdict == "right"
    assert found[other].verdict == "wrong"


def test_an_exercise_of_a_depth_is_checked_at_that_depth():
    data = exercise(derive("gradient", 2))
    found = verdicts(answered(data, s1_9="W_2^T E X^T"))
    assert found["1.9"].verdict == "right", found


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "symdln point 1"}, "this is not an exercise"),
        ({"derivation": 3}, 'names its "derivation"'),
        ({"derivation": "gradints"}, "there is no derivation"),
        ({"depth": "two"}, "an integer or null"),
        ({"steps": {}}, 'a list of "steps"'),
        ({"steps": [{"step": "9.9", "after": ""}]}, "has no step 9.9"),
    ],
)
def test_other_files_are_refused(change, sentence):
    with pytest.raises(InputError, match=sentence):
        check_exercise({**exercise(derive("gradient")), **change})
    with pytest.raises(InputError, match="not an exercise"):
        check_exercise([])


def test_repeating_a_summand_is_no_answer():
    """The line before is -sum_{j} A_j (-A_j^T G B_j^T) B_j without its bracket; an answer writes the summand only."""
    found = verdicts(answered(exercise(derive("residual-flow")), s1_4="A_j (-A_j^T G B_j^T) B_j"))
    assert found["1.4"].verdict == "unchanged"
    found = verdicts(answered(exercise(derive("residual-flow")), s1_4="-A_j A_j^T G B_j^T B_j"))
    assert found["1.4"].verdict == "right"


def test_the_highest_powers_of_a_derivation_can_be_written():
    """At depth 4 the expectation is of degree 4 H - 2 = 14 in sigma."""
    derivation = derive("gaussian", 4)
    number = next(iter(questions(derivation)))
    formula = str(dict(derivation.steps)[number].after)
    assert "sigma^14" in formula
    found = verdicts(answered(exercise(derivation), **{f"s{number.replace('.', '_')}": formula}))
    assert found[number].verdict == "right", found[number]


def test_an_answer_that_is_no_text_is_unreadable_and_not_blank():
    found = verdicts(answered(exercise(derive("gradient")), s1_9=0))["1.9"]
    assert found.verdict == "unreadable"
    assert "a text in quotes, but 0 is not" in found.message
