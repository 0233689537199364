"""The command ``symdln classify``: what it says about given weights."""

import json
from fractions import Fraction

from symdln import files
from tests.cli.support import point_file, scalar

# -- classify ----------------------------------------------------------------------------------------------------------


def test_a_point_that_is_not_critical(symdln, tmp_path):
    path = point_file(
        tmp_path, scalar(2, "3/2", "1/3")
    )  # derivative by a of 1/2 (b a - 2)^2 is b (a b - 2) = 1/3 * -3/2
    code, out, _ = symdln("classify", path)
    assert code == 0
    assert "not critical" in out
    assert "the derivative by entry (1, 1) of W_1 is -1/2, not 0" in out
    answer = json.loads(symdln("classify", path, "--json")[1])
    assert answer["gradient_entry"] == {"layer": 1, "row": 1, "column": 1, "derivative": "-1/2"}
    assert answer["inertia_by_ranks"] is None
    assert answer["loss"] == "9/8"


def test_a_strict_saddle_has_a_descent_direction(symdln, tmp_path):
    path = point_file(tmp_path, scalar(2, 0, 0))  # 1/2 (b a - 2)^2 = 2 - 2 a b + ...
    answer = json.loads(symdln("classify", path, "--json")[1])
    assert answer["class"] == answer["class_by_pivots"] == "strict saddle"
    assert answer["inertia_by_ranks"] == answer["inertia_by_hessian"] == {"positive": 1, "negative": 1, "zero": 0}
    (((a,),),), (((b,),),) = ([matrix] for matrix in answer["descent_direction"]["weights"])
    assert Fraction(answer["descent_direction"]["second_order"]) == -2 * Fraction(a) * Fraction(b) < 0
    _, out, _ = symdln("classify", path)
    assert f"H_W(V) = {answer['descent_direction']['second_order']} < 0" in out
    assert "(2, 1)                 1           1  no" in out  # Sxy and the empty product have rank 1, r = 0


def test_a_non_strict_saddle_has_a_descent_curve(symdln, tmp_path):
    path = point_file(tmp_path, scalar(2, 0, 0, 0))  # 1/2 (c b a - 2)^2 = 2 - 2 c b a + ...
    answer = json.loads(symdln("classify", path, "--json")[1])
    assert (answer["class"], answer["tightened"]) == ("non-strict saddle", True)
    curve = answer["descent_curve"]
    t = Fraction(curve["reach"])
    a, b, c = (sum(Fraction(term[0][0]) * t**n for n, term in enumerate(layer)) for layer in curve["layers"])
    change = sum(Fraction(value) * t**n for n, value in enumerate(curve["loss_change"]))
    assert change == (c * b * a - 2) ** 2 / 2 - 2 < 0
    assert curve["order"] == next(n for n, value in enumerate(curve["loss_change"]) if value != "0") >= 3
    assert "Descent curve" in symdln("classify", path)[1]


def test_an_answer_can_be_classified_again(symdln, tmp_path):
    answer = tmp_path / "answer.json"
    path = point_file(tmp_path, scalar(2, 1, 2))
    code, out, _ = symdln("classify", path, "--json", answer)
    assert code == 0
    assert "global minimiser" in out
    assert files.read_point(answer) == files.read_point(path)


def test_eigenvalues_are_shown_with_their_multiplicities(symdln, tmp_path):
    path = point_file(tmp_path, scalar(2, 0, 0))  # 1/2 (b a - 2)^2 at 0: the Hessian is [[0, -2], [-2, 0]]
    _, out, _ = symdln("classify", path, "--eigenvalues")
    rows = [line.split() for line in out.splitlines()]
    assert ["2", "1", "rational"] in rows
    assert ["-2", "1", "rational"] in rows
    answer = json.loads(symdln("classify", path, "--eigenvalues", "--json")[1])
    assert answer["eigenvalues"] == [
        {"multiplicity": 1, "factor": ["-2", "1"], "lower": "2", "upper": "2"},
        {"multiplicity": 1, "factor": ["2", "1"], "lower": "-2", "upper": "-2"},
    ]
    assert "eigenvalues" not in json.loads(symdln("classify", path, "--json")[1])


def test_a_minimum_has_a_learning_coefficient(symdln, tmp_path):
    _, out, _ = symdln("classify", point_file(tmp_path, scalar(2, 1, 2)))  # on the smooth curve ba = 2: one square
    assert "lambda = 1/2 at this point, order 1" in out
    _, out, _ = symdln("classify", point_file(tmp_path, scalar(2, 0, 0)))
    assert "lambda" not in out


# -- wrong input -------------------------------------------------------------------------------------------------------


def test_a_sentence_about_a_huge_entry_is_short(symdln, tmp_path):
    path = point_file(tmp_path, scalar(2, "x" * 900, 0))
    assert len(symdln("classify", path)[2]) < 1000


def test_mpmath_counts_the_signs_too(symdln, tmp_path):
    path = point_file(tmp_path, scalar(2, 0, 0))  # the Hessian -2 ab: one sign of each
    _, out, _ = symdln("classify", path, "--dps", "30")
    assert "(n+, n-, n0) = (1, 1, 0), certain with 30 digits" in out
    assert "those of FLINT" in out
    answer = json.loads(symdln("classify", path, "--dps", "30", "--json")[1])
    assert answer["mpmath"] == {
        "inertia": {"positive": 1, "negative": 1, "zero": 0},
        "digits": 30,
        "ranks_agree": True,
    }
    code, _, error = symdln("classify", path, "--dps", "3")
    assert code == 2
    assert "integer from 10 to 4,000" in error


# -- algebraic numbers -------------------------------------------------------------------------------------------------


def written(tmp_path, problem, weights, **more):
    path = tmp_path / "roots.json"
    path.write_text(json.dumps({"problem": problem, "weights": weights, **more}), encoding="utf-8")
    return path


def test_a_point_with_roots(symdln, tmp_path):
    """L = 1/2 (b a - 1 - sqrt 2)^2 at a = b = (1 + sqrt 2)^(1/2), and where b is 10^-30 larger."""
    problem, root = {"singular_values": ["1+sqrt(2)"], "widths": [1, 1, 1]}, "sqrt(1+sqrt(2))"
    code, out, _ = symdln("classify", written(tmp_path, problem, [[[root]], [[root]]]))
    assert code == 0
    assert "global minimiser" in out
    assert "s^2 = 5.828427124..." in out  # (1 + sqrt 2)^2 = 3 + 2 sqrt 2
    assert out.count("(n+, n-, n0) = (1, 0, 1)") == 2
    _, out, _ = symdln("classify", written(tmp_path, problem, [[[root]], [[root + " + 1/10^30"]]]))
    assert "not critical" in out


def test_a_point_with_roots_as_json_is_a_point_again(symdln, tmp_path):
    problem = {"X": [["sqrt(2)", 1], [0, 1]], "Y": [["1+sqrt(2)", 1]], "hidden": [1]}
    path = written(tmp_path, problem, [[[0, 0]], [["cbrt(5)"]]], note="W_1 = 0")
    first = json.loads(
        symdln("classify", path, "--json", tmp_path / "answer.json") and (tmp_path / "answer.json").read_text()
    )
    again = json.loads(symdln("classify", tmp_path / "answer.json", "--json")[1])
    assert again == first
    assert first["class"] == "not critical"
    assert first["problem"]["number_field"]["root"] == 0


def test_points_with_roots_that_are_refused(symdln, tmp_path):
    problem = {"singular_values": [2], "widths": [1, 1, 1]}
    for changed, weights, more, sentence in (
        (problem | {"decay": 1}, [[["sqrt(2)"]], [["sqrt(2)"]]], {}, "With weight decay all entries must be rational"),
        (problem, [[["sqrt(-2)"]], [[1]]], {}, "root of a negative number"),
        (problem, [[["sqrt(2)"]]], {}, "1 matrices were passed for 2 layers"),
        (problem, [[["sqrt(2)"]], [["t"]]], {}, "the letter t stands for the generator"),
        (problem, [[["sqrt(2)"]], [[1]]], {"tolerance": "1/10"}, "goes with rational entries only"),
        (problem, [[["sqrt(2)"]], [[1]]], {"weihgts": 1}, 'unknown key "weihgts"'),
        (problem | {"number_field": {"modulus": ["-4", "0", "1"], "root": 0}}, [[[1]], [[1]]], {}, "irreducible"),
        (problem | {"number_field": 7}, [[[1]], [[1]]], {}, '"number_field" must be like'),
        (problem, [[["2^(1/97)"]], [[1]]], {}, "Use numbers of a smaller field"),
    ):
        code, out, err = symdln("classify", written(tmp_path, changed, weights, **more))
        assert (code, out) == (2, "")
        assert sentence in err
        assert err.count("\n") == 1


def test_eigenvalues_and_mpmath_are_for_rational_points(symdln, tmp_path):
    path = written(tmp_path, {"singular_values": [2], "widths": [1, 1, 1]}, [[["sqrt(2)"]], [["sqrt(2)"]]])
    assert symdln("classify", path)[0] == 0
    for option in (("--eigenvalues",), ("--dps", "30")):
        code, _, err = symdln("classify", path, *option)
        assert code == 2
        assert "are for rational weights and data" in err
