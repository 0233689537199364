"""``symdln landscape --decay`` and ``symdln kinds --decay``."""

import json

import pytest


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("a,b\n2,0\n0,1\n", encoding="utf-8")  # X X^T = diag(4, 1)
    return path


def test_the_kinds_of_depth_3_by_hand(symdln):
    # s = 15, lam = 14: sigma = 8, 1, 0; L = 225/2 - 4, + 13/2, + 0
    code, out, _ = symdln("kinds", "--widths", "1,1,1,1", "--spectrum", "15", "--decay", "14", "--json")
    data = json.loads(out)
    assert code == 0
    assert [(kind["used"], kind["value"], kind["class"]) for kind in data["kinds"]] == [
        ("nothing used", "225/2", "local minimum"),
        ("large 0", "217/2", "global minimiser"),
        ("small 0", "119", "strict saddle"),
    ]
    assert (data["local_ranks"], data["global_ranks"], data["collapsed"]) == ([0, 1], [1], False)


def test_the_thresholds_are_said_in_words(symdln):
    # lam = 1, depth 3: s_c^2 = 4 is met by s = 2
    _, out, _ = symdln("kinds", "--widths", "2,2,2,2", "--spectrum", "sqrt(20),2", "--decay", "1")
    assert "using it lowers the loss where s^2 > 4." in out
    assert "Ranks of local minima: 0, 1, 2; of global minima: 1, 2." in out
    assert "Their product is not unique. Every saddle is strict." in out
    assert "9 kinds of critical points" in out


def test_an_autoencoder_from_a_table(symdln, table):
    # kappa = 4, 1 and lam = 2 at depth 2: only kappa > 2 is used; 1/2 tr S = 5/2, and 5/2 - (4 - 2)^2/(2 4) = 2
    columns = ("--inputs", "a,b", "--targets", "a,b", "--hidden", "1")
    _, out, _ = symdln("landscape", str(table), *columns, "--decay", "2", "--json")
    data = json.loads(out)
    assert data["data"] == "autoencoder"
    assert [(kind["used"], kind["value"]) for kind in data["kinds"]] == [("nothing used", "5/2"), ("large 0", "2")]


def test_a_collapsed_autoencoder(symdln, table):
    columns = ("--inputs", "a,b", "--targets", "a,b", "--hidden", "2")
    _, out, _ = symdln("landscape", str(table), *columns, "--decay", "5")
    assert "The network collapses: W = 0 is a global minimum." in out


def test_ridge_regression_from_a_table(symdln, table):
    # one input a, target a: W = 4 / (4 + 4) = 1/2, L = 1/2 (1 - 1/2)^2 4 + 2 (1/2)^2 = 1
    _, out, _ = symdln("landscape", str(table), "--inputs", "a", "--targets", "a", "--decay", "4", "--json")
    assert json.loads(out)["weights"] == [[["1/2"]]]
    assert json.loads(out)["loss"] == "1"
    _, out, _ = symdln("landscape", str(table), "--inputs", "a", "--targets", "a", "--decay", "4")
    assert "ridge regression" in out


def test_more_kinds_than_are_shown(symdln):
    # 6 usable values and room for 6: 3^6 kinds
    arguments = ("kinds", "--widths", "6,6,6,6", "--decay", "1/100")
    _, out, _ = symdln(*arguments, "--limit", "5")
    assert "724 more kinds are not shown" in out
    _, out, _ = symdln(*arguments, "--json")
    assert len(json.loads(out)["kinds"]) == 729


WRONG = {
    "The decay is 0": ("kinds", "--widths", "1,1,1", "--decay", "0"),
    "are not all positive": ("kinds", "--widths", "1,1,1", "--decay=-1"),
    "every decayed layer is zero at every critical point": ("kinds", "--widths", "1,1,1", "--decay", "1,0"),
    "--decay goes with --spectrum, --limit and --json": ("kinds", "--widths", "1,1,1", "--decay", "1", "--total", "3"),
    "is not a rational number": ("kinds", "--widths", "1,1,1", "--decay", "x"),
    "root of a negative number is not real": ("kinds", "--widths", "1,1,1", "--spectrum", "sqrt(-3)"),
    "is not a square root of one": ("kinds", "--widths", "1,1,1", "--spectrum", "sqrt(-3)", "--decay", "1"),
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_input_gets_one_sentence(symdln, words):
    code, out, err = symdln(*WRONG[words])
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_data_without_a_list_get_a_sentence(symdln, table):
    code, _, err = symdln("landscape", str(table), "--inputs", "a,b", "--targets", "b", "--hidden", "1", "--decay", "1")
    assert code == 2
    assert "No list of critical points with decay is known for these data" in err


def test_a_point_file_with_decay_is_classified(symdln, tmp_path):
    path = tmp_path / "point.json"
    problem = {"singular_values": [15], "widths": [1, 1, 1, 1], "decay": 14}
    path.write_text(json.dumps({"problem": problem, "weights": [[[1]], [[1]], [[1]]]}), encoding="utf-8")
    code, out, _ = symdln("classify", str(path))
    assert code == 0
    assert "strict saddle" in out
    assert "small 0" in out
    assert out.count("(n+, n-, n0) = (2, 1, 0)") == 2  # by the theorem and by the Hessian
    path.write_text(json.dumps({"problem": problem, "weights": [[[1]], [[1]], [[0]]]}), encoding="utf-8")
    _, out, _ = symdln("classify", str(path))
    assert "the derivative by entry (1, 1) of W_1 is 14, not 0" in out
    _, out, _ = symdln("classify", str(path), "--json")
    assert json.loads(out)["class"] == "not critical"
