"""The command ``symdln``: what it prints about real data and given weights, and how it refuses wrong input."""

import json
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

import symdln as dln
from symdln import cli, files
from symdln.cli import landscape, rows

EXERCISES = ["--inputs", "Chins,Situps,Jumps", "--targets", "Weight,Waist,Pulse"]
FLOWERS = ["--inputs", "sepal_length,sepal_width,petal_length,petal_width", "--targets", "setosa,versicolor,virginica"]


@pytest.fixture
def symdln(capsys):
    """Run a command; the answer is (exit code, output, error output)."""

    def run(*arguments):
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run


@pytest.fixture
def linnerud(repository):
    return repository / "docs/examples/linnerud.csv"


@pytest.fixture
def iris(repository):
    return repository / "docs/examples/iris.csv"


def point_file(folder, content):
    path = folder / "point.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def write_csv(folder, content):
    path = folder / "data.csv"
    path.write_text(content, encoding="utf-8")
    return path


def scalar(s, *weights):
    """Widths 1, L = 1/2 (product of the weights - s)^2."""
    matrices = [[[weight]] for weight in weights]
    return {"problem": {"singular_values": [s], "widths": [1] * (len(weights) + 1)}, "weights": matrices}


# -- landscape: Linnerud beside numpy ----------------------------------------------------------------------------------


def float_moments(path):
    """Centred X and Y by numpy, rows are variables."""
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    table = table - table.mean(axis=0)
    return table[:, :3].T, table[:, 3:].T


def test_linnerud_values_agree_with_floating_singular_values(symdln, linnerud):
    code, out, _ = symdln("landscape", linnerud, *EXERCISES, "--hidden", "2", "--center", "--json")
    data = json.loads(out)
    assert code == 0
    assert (data["rank_X"], data["rank_Sxy"], data["parameters"], data["problem"]["samples"]) == (3, 3, 12, 20)
    X, Y = float_moments(linnerud)
    Q, _ = np.linalg.qr(X.T)  # another route than Syx Sxx^-1 Sxy: the singular values of Y on the row space of X
    squares = np.linalg.svd(Y @ Q, compute_uv=False) ** 2
    assert [float(Fraction(value["lower"])) for value in data["spectrum"]] == pytest.approx(squares, rel=1e-6)
    for value in data["critical_values"]:
        lower, upper = Fraction(value["lower"]), Fraction(value["upper"])
        assert 0 <= upper - lower < Fraction(1, 10**12)
        assert float(lower) == pytest.approx((np.sum(Y**2) - squares[value["selection"]].sum()) / 2, rel=1e-6)
    # all subsets of at most 2 of the 3 values, largest loss first
    assert [v["selection"] for v in data["critical_values"]] == [[], [2], [1], [1, 2], [0], [0, 2], [0, 1]]
    assert all(Fraction(a["lower"]) > Fraction(b["upper"]) for a, b in pairwise(data["critical_values"]))
    assert data["assumptions"] == {name: name != "chitour.1" for name in data["assumptions"]}  # 2 < d_y = 3


def float_signature(X, Y, W1, W2):
    """Signs of the Hessian at depth 2, from ||(W2 V1 + V2 W1) X||^2 + 2 <V2 V1 X, W2 W1 X - Y> by polarisation."""
    sizes = W1.size, W2.size

    def form(v):
        V1, V2 = v[: sizes[0]].reshape(W1.shape), v[sizes[0] :].reshape(W2.shape)
        return np.sum(((W2 @ V1 + V2 @ W1) @ X) ** 2) + 2 * np.sum((V2 @ V1 @ X) * (W2 @ W1 @ X - Y))

    basis = np.eye(sum(sizes))
    hessian = [[form(a + b) - form(a) - form(b) for b in basis] for a in basis]
    values = np.linalg.eigvalsh(np.array(hessian))
    return int(np.sum(values > 1e-7)), int(np.sum(values < -1e-7)), int(np.sum(np.abs(values) <= 1e-7))


def test_linnerud_inertias_agree_with_floating_hessians(symdln, linnerud):
    """Also at the kinds that have no rational point; depth 2, the data scaled to orthonormal inputs."""
    _, out, _ = symdln("landscape", linnerud, *EXERCISES, "--hidden", "2", "--center", "--json")
    X, Y = float_moments(linnerud)
    Q, _ = np.linalg.qr(X.T)
    M = Y @ Q
    M = M / np.linalg.norm(M)
    U, s, Vt = np.linalg.svd(M)
    found = {}
    for kind in json.loads(out)["kinds"]:
        S = kind["selection"]
        W1, W2 = np.zeros((2, 3)), np.zeros((3, 2))
        W1[: len(S)], W2[:, : len(S)] = s[S, None] * Vt[S], U[:, S]
        inertia = kind["inertia"]
        found[tuple(S)] = (inertia["positive"], inertia["negative"], inertia["zero"])
        assert found[tuple(S)] == float_signature(np.eye(3), M, W1, W2), S
        assert kind["rational_point"] == (S == [])  # the three squares are conjugate
        assert kind["inertias_certified"] == ([inertia] if S else [])
        assert kind["inertias_by_hessian"] == ([] if S else [inertia] * 2)
    assert len(found) == 7
    assert found[()] == (6, 6, 0)  # at W = 0: n_- = d_1 rank Sxy = 6 = n_+


def test_linnerud_tables_say_the_same(symdln, linnerud):
    code, out, err = symdln("landscape", linnerud, *EXERCISES, "--hidden", "2", "--center")
    assert (code, err) == (0, "")
    assert "chitour.1 fails: m >= d_x >= d_y" in out
    assert "{0, 1}  4741.598535..." in out
    assert "7 kinds of critical points" in out
    assert [line.split()[0] for line in out.splitlines() if "global minimiser" in line] == ["5"]
    kinds = [line for line in out.split("checked ")[1].splitlines() if line.startswith("   ") and "{" in line]
    assert ["Hessian" in line for line in kinds] == [True, *[False] * 6]
    assert ["certified" in line for line in kinds] == [False, *[True] * 6]
    assert "theorem only" not in "".join(kinds)


def test_values_only_leaves_the_kinds_out(symdln, linnerud):
    _, out, _ = symdln("landscape", linnerud, *EXERCISES, "--hidden", "9,9,9,9,9,9", "--values-only")
    assert "critical values" in out
    assert "kinds" not in out
    _, out, _ = symdln("landscape", linnerud, *EXERCISES, "--hidden", "2", "--values-only", "--json", "-")
    assert "kinds" not in json.loads(out)


def test_iris_is_summed_up_by_selection_and_class(symdln, iris):
    command = ("landscape", iris, *FLOWERS, "--hidden", "3,3", "--center", "--check", "5")
    code, out, _ = symdln(*command)
    assert code == 0
    summary = [line.split() for line in out.split("checked\n")[1].split("\n\n")[0].splitlines()]
    counts = [int(row[row.index("saddle" if "saddle" in row else "minimiser") + 1]) for row in summary]
    assert f"{sum(counts)} kinds of critical points" in out
    # Loss of the zero map: one flower has ||y - 1/3 (1,1,1)||^2 = 2/3, so 1/2 * 150 * 2/3 = 50.
    assert "{}      50 " in out
    assert "rank Sxy     2" in out  # centred one-hot targets add up to 0
    listed = symdln(*command, "--limit", "3")[1]
    assert listed.count("\n") > out.count("\n")
    assert "132 more" in listed  # 135 kinds have S = {}
    assert len(json.loads(symdln(*command, "--json")[1])["kinds"]) == sum(counts)


def test_a_hessian_that_contradicts_the_theorem_is_reported(symdln, linnerud, monkeypatch):
    wrong = dln.Inertia(positive=5, negative=7, zero=0)
    monkeypatch.setattr(rows, "_hessian_inertias", lambda kind: (wrong,))
    code, out, err = symdln("landscape", linnerud, *EXERCISES, "--hidden", "2", "--center")
    assert code == 1
    assert "Hessian DIFFERS: (n+, n-, n0) = (5, 7, 0)" in out
    assert "contradicts the inertia theorem" in err


def test_a_certified_hessian_that_contradicts_the_theorem_is_reported(symdln, linnerud, monkeypatch):
    wrong = dln.Inertia(positive=5, negative=7, zero=0)
    monkeypatch.setattr(rows, "_certified_inertias", lambda kind: (wrong,))
    code, out, err = symdln("landscape", linnerud, *EXERCISES, "--hidden", "2", "--center")
    assert code == 1
    assert out.count("Hessian DIFFERS: (n+, n-, n0) = (5, 7, 0)") == 6
    assert "contradicts the inertia theorem" in err


def test_what_is_not_certified_says_theorem_only(symdln, linnerud, monkeypatch):
    command = ("landscape", linnerud, *EXERCISES, "--hidden", "2", "--center")
    assert symdln(*command, "--check", "0")[1].count("theorem only ") == 7

    def undecided(self, **options):
        raise dln.UndecidedError("the budget ended")

    monkeypatch.setattr(dln.CertifiedPoint, "certify", undecided)
    code, out, _ = symdln(*command)
    assert (code, out.count("theorem only ")) == (0, 6)
    monkeypatch.undo()
    monkeypatch.setattr(rows, "CERTIFIED_SIZE", 24)  # N = 12 weights over fields of degree 3
    code, out, _ = symdln(*command)
    assert (code, out.count("theorem only ")) == (0, 6)


def test_a_rational_sum_of_irrational_squares(symdln, tmp_path):
    """Columns p, q in four orthogonal rows: Sigma = Sxx = diag([[2, 1], [1, 4]], [[4, 1], [1, 6]]) has the eigenvalues
    3 + a, 3 - a and 5 + a, 5 - a with a^2 = 2.  In decreasing order they are 5 + a, 3 + a, 5 - a, 3 - a, so S = {0, 3}
    has the value 1/2 (16 - 8) = 4, and S = {0} has 1/2 (16 - 5 - a) = 4.79...
    """
    rows = ["1,0,0,0", "0,1,0,0", "1,1,0,0", "0,1,0,0", "0,1,0,0", "0,0,1,0", "0,0,1,0", "0,0,1,0", "0,0,1,1"]
    rows += ["0,0,0,1"] * 5
    table = "a,b,c,d,A,B,C,D\n" + "".join(f"{row},{row}\n" for row in rows)
    columns = ["--inputs", "a,b,c,d", "--targets", "A,B,C,D"]
    command = ("landscape", write_csv(tmp_path, table), *columns, "--hidden", "2", "--values-only", "--json")
    values = {tuple(v["selection"]): v for v in json.loads(symdln(*command)[1])["critical_values"]}
    assert values[()]["value"] == "8"
    assert values[0, 3]["value"] == values[0, 3]["lower"] == values[0, 3]["upper"] == "4"
    assert values[0,]["value"] is None
    assert 2 * Fraction(values[0,]["lower"]) < 11 - Fraction("1.41421356")
    assert 2 * Fraction(values[0,]["upper"]) > 11 - Fraction("1.41421357")


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


# -- kinds -------------------------------------------------------------------------------------------------------------


def test_the_kinds_of_a_small_network(symdln):
    """Widths (3,2,2), s = 3, 2: for |S| = 2 one kind; for |S| = 1 layers 0 and 1 have room for 0-1 or 0, 1 beside 2-0;
    for S = {} two closing strings 2-0 leave 0-1, 1 or 0, 1, 1.  Values: 1/2 (13 - 9), 1/2 (13 - 4), 1/2 13."""
    code, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--json")
    data = json.loads(out)
    assert (code, data["kinds_in_total"], len(data["kinds"])) == (0, 7, 7)
    values = {tuple(v["selection"]): (v["value"], v["kinds"]) for v in data["critical_values"]}
    assert values == {(): ("13/2", 2), (1,): ("9/2", 2), (0,): ("2", 2), (0, 1): ("0", 1)}
    strings = [{tuple(s["vertices"]): s["multiplicity"] for s in kind["strings"]} for kind in data["kinds"]]
    assert {(2, 0): 2, (0, 1): 1, (1,): 1} in strings
    assert {(0,): 1} in strings
    _, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2")
    assert out.startswith("7 kinds of critical points for widths 3-2-2")
    assert sum("strict saddle" in line for line in out.splitlines()) == 6
    assert "{1}     9/2    strict saddle" in out


def test_the_spectrum_has_a_default(symdln):
    # n = min(3, 2) = 2: singular values 2, 1
    default, given = (symdln("kinds", "--widths", "3,2,2", *more) for more in ((), ("--spectrum", "2,1")))
    assert default == given
    assert default[0] == 0


def test_a_limit_says_what_it_leaves_out(symdln):
    _, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--limit", "1")
    assert sum(line.startswith(" ...") and "1 more" in line for line in out.splitlines()) == 3
    limited = json.loads(symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--limit", "1", "--json")[1])
    assert [kind["number"] for kind in limited["kinds"]] == [1, 3, 5, 7]
    assert limited["kinds_in_total"] == 7


def test_representatives_are_points_of_their_kinds(symdln, tmp_path):
    code, out, _ = symdln("kinds", "--widths", "2,2,2", "--spectrum", "2,2", "--representatives", tmp_path / "points")
    problem = dln.Problem.canonical((2, 2), (2, 2, 2))
    assert code == 0
    assert f"{2 * problem.count_kinds()} points are in" in out
    for number, kind in enumerate(problem.kinds(), start=1):
        for name in ("aligned", "mixed"):
            point = files.read_point(tmp_path / "points" / f"kind-{number:04d}-{name}.json")
            assert point.is_critical
            assert dln.kind_of(point) == kind


# -- wrong input -------------------------------------------------------------------------------------------------------

LANDSCAPE = ("landscape", "data.csv", "--inputs", "a", "--targets", "b", "--hidden", "1")
WRONG = {
    "no command": (("landscpe",), "No such command 'landscpe'. Did you mean 'landscape'?"),
    "no file": (("landscape", "gone.csv", *LANDSCAPE[2:]), "there is no file 'gone.csv'"),
    "directory": (("landscape", ".", *LANDSCAPE[2:]), "is a directory"),
    "no such option": ((*LANDSCAPE, "--centre"), "--center"),
    "no inputs": (("landscape", "data.csv", "--targets", "b", "--hidden", "1"), "--inputs"),
    "empty name": ((*LANDSCAPE, "--inputs", "a,,b"), "empty name"),
    "near name": ((*LANDSCAPE, "--targets", "B"), "did you mean 'b'?"),
    "hidden none": ((*LANDSCAPE, "--hidden", ""), "is not a list of widths"),
    "hidden zero": ((*LANDSCAPE, "--hidden", "0"), "positive integers"),
    "hidden half": ((*LANDSCAPE, "--hidden", "1.5"), "is not a list of widths"),
    "hidden huge": ((*LANDSCAPE, "--hidden", "99999"), "more than 1000"),
    "too many kinds": ((*LANDSCAPE, "--hidden", "9,9,9,9,9,9,9"), "too many to be counted"),
    "factor": ((*LANDSCAPE, "--loss-factor", "half"), "'half' is not a rational number"),
    "negative factor": ((*LANDSCAPE, "--loss-factor", "-1/2"), "must be positive"),
    "limit": ((*LANDSCAPE, "--limit", "0"), "--limit"),
    "over the input": ((*LANDSCAPE, "--json", "data.csv"), "would overwrite the input"),
    "into a folder": ((*LANDSCAPE, "--json", "."), "is a directory"),
    "into no folder": ((*LANDSCAPE, "--json", "data.csv/x.json"), "cannot be written"),
    "no point": (("classify", "gone.json"), "there is no file"),
    "no JSON": (("classify", "data.csv"), "is not JSON"),
    "no spectrum": (("kinds", "--widths", "2,2,2", "--spectrum", "x"), "'x' is not a rational number"),
    "NaN": (("kinds", "--widths", "2,2,2", "--spectrum", "nan,1"), "missing or infinite"),
    "negative": (("kinds", "--widths", "2,2,2", "--spectrum", "-1"), "never negative"),
    "long spectrum": (("kinds", "--widths", "2,2,2", "--spectrum", "3,2,1"), "3 singular values were passed"),
    "one width": (("kinds", "--widths", "2"), "The widths (2,) have no weight matrix between them"),
    "points into a file": (("kinds", "--widths", "2,2,2", "--representatives", "data.csv"), "is a file"),
}


@pytest.mark.parametrize(("arguments", "phrase"), WRONG.values(), ids=WRONG)
def test_wrong_input_ends_in_one_sentence_and_exit_code_2(symdln, tmp_path, monkeypatch, arguments, phrase):
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path, "a,b\n1,2\n3,5\n")
    code, _, err = symdln(*arguments)
    assert code == 2
    assert phrase in err
    assert err.startswith("symdln: ")
    assert err.count("\n") == 1
    assert (tmp_path / "data.csv").read_text(encoding="utf-8") == "a,b\n1,2\n3,5\n"


def test_more_kinds_than_can_be_listed_need_a_limit(symdln, monkeypatch):
    monkeypatch.setattr(rows, "MOST_KINDS", 6)
    command = ("kinds", "--widths", "3,2,2", "--json")
    code, out, err = symdln(*command)
    assert (code, out) == (2, "")
    assert "There are 7 kinds to be listed, and at most 6 are classified at once; pass --limit N" in err
    assert symdln(*command, "--limit", "1")[0] == 0


def test_a_sentence_about_a_huge_entry_is_short(symdln, tmp_path):
    path = point_file(tmp_path, scalar(2, "x" * 900, 0))
    assert len(symdln("classify", path)[2]) < 1000


def test_ctrl_c_ends_without_a_traceback(symdln, linnerud, monkeypatch):
    def interrupt(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(landscape, "read_table", interrupt)
    code, _, err = symdln("landscape", linnerud, *EXERCISES, "--hidden", "2")
    assert code == 130
    assert err.strip() == "symdln: interrupted."


@pytest.mark.parametrize("arguments", [("-h",), ("--help",), ("kinds", "-h"), ("landscape", "-h"), ("classify", "-h")])
def test_help(symdln, arguments):
    code, out, _ = symdln(*arguments)
    assert code == 0
    assert out.startswith("Usage: symdln")


def test_without_arguments_the_help_page_is_shown_as_it_is(symdln):
    code, out, err = symdln()
    assert (code, out) == (2, "")
    assert err == symdln("--help")[1]


def test_version(symdln):
    code, out, _ = symdln("--version")
    assert code == 0
    assert dln.__version__ in out
