"""The command ``symdln derive``."""

import json

import pytest

from symdln.teaching import derivation_names


def test_the_list_names_every_derivation_with_what_it_holds_for(symdln):
    code, out, _ = symdln("derive", "--list")
    assert code == 0
    for name in derivation_names():
        assert f"{name}: " in out
    assert "holds for every depth H >= 1" in out


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", "The gradient"), ("latex", "\\documentclass"), ("markdown", "# The gradient"), ("html", "<!DOCTYPE"),
     ("ipynb", "{")],
)  # fmt: skip
def test_every_format_is_written(symdln, form, start):
    code, out, err = symdln("derive", "gradient", "--format", form)
    assert (code, err) == (0, "")
    assert out.startswith(start)
    if form == "ipynb":
        assert json.loads(out)["nbformat"] == 4


def test_a_depth_is_written_out(symdln):
    code, out, _ = symdln("derive", "gradient", "--depth", 3)
    assert code == 0
    assert "W_2^T W_3^T W_3 W_2 W_1 Sxx - W_2^T W_3^T Syx" in out
    assert "A_j^T A_j" not in out


def test_an_exercise_goes_to_a_file_and_back(symdln, tmp_path):
    path = tmp_path / "mine.json"
    code, out, _ = symdln("derive", "balancedness", "--exercise", "--output", path)
    assert (code, out) == (0, f"The exercise is in {path}.\n")
    code, out, _ = symdln("derive", "--check", path)
    assert code == 1
    assert "0 of" in out
    assert "blank" in out
    data = json.loads(path.read_text(encoding="utf-8"))
    answers = {
        "1.3": "tr(B_j G' A_j V_j)", "1.4": "A_j' G B_j'", "2.1": "U_k' W_k + W_k' U_k - U_j W_j' - W_j U_j'",
    }  # fmt: skip
    for line in data["steps"]:
        line["after"] = answers.get(line.get("step"), line.get("after"))
    path.write_text(json.dumps(data), encoding="utf-8")
    code, out, _ = symdln("derive", "balancedness", "--check", path)
    assert code == 1
    assert "3 of" in out
    assert "1.4  right: an identity with the line before; the derivation writes A_j^T G B_j^T." in out


def test_an_exercise_is_a_page_or_a_notebook_and_nothing_else(symdln):
    code, page, _ = symdln("derive", "gradient", "--exercise", "--format", "html")
    assert code == 0
    assert page.startswith("<!DOCTYPE html>")
    assert page.count('class="question"') == 7
    code, out, _ = symdln("derive", "gradient", "--exercise", "--format", "ipynb")
    assert (code, json.loads(out)["nbformat"]) == (0, 4)
    code, _, err = symdln("derive", "gradient", "--exercise", "--format", "latex")
    assert code == 2
    assert "There is no exercise as latex; leave out --format for JSON, or pass html or ipynb." in err


def test_wrong_answers_show_differences(symdln, tmp_path):
    path = tmp_path / "mine.json"
    symdln("derive", "gradient", "--exercise", "--output", path)
    data = json.loads(path.read_text(encoding="utf-8"))
    for line in data["steps"]:
        if line.get("step") == "1.9":
            line["after"] = "-A_j^T E X^T B_j^T"
    path.write_text(json.dumps(data), encoding="utf-8")
    code, out, _ = symdln("derive", "--check", path)
    assert code == 1
    assert (
        "1.9  wrong: it differs from the rule's result by -2 A_j^T A_j W_j B_j X X^T B_j^T + 2 A_j^T Y X^T B_j^T" in out
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "name a derivation: gradient, "),
        (["gradints"], "there is no derivation 'gradints'"),
        (["gradient", "--depth", "0"], "0 is not in the range"),
        (["gradient", "--depth", "99"], "the depth 99 is not possible here"),
        (["gradient", "--format", "pdf"], "'pdf' is not one of"),
        (["splitting", "--depth", "2"], "leave --depth out"),
        (["--check", "no-such-file.json"], "no-such-file.json"),
    ],
)
def test_wrong_input_is_refused_in_one_sentence(symdln, arguments, sentence):
    code, out, err = symdln("derive", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("symdln: ")
    assert err.count("\n") == 1
    assert sentence in err


def test_an_exercise_on_something_else_and_a_folder_are_refused(symdln, tmp_path):
    path = tmp_path / "mine.json"
    symdln("derive", "gradient", "--exercise", "--output", path)
    code, _, err = symdln("derive", "hessian", "--check", path)
    assert code == 2
    assert "is an exercise on gradient" in err
    code, _, err = symdln("derive", "gradient", "--output", tmp_path)
    assert code == 2
    assert "is a directory" in err
    code, _, err = symdln("derive", "gradient", "--output", tmp_path / "no" / "such")
    assert code == 2
    assert "cannot be written" in err
