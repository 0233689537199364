"""The command ``symdln landscape``: real data beside numpy, irrational values, autoencoders and linear regression."""

import json
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

import symdln as dln
from symdln.cli import rows
from tests.cli.support import EXERCISES, FLOWERS, write_csv


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
    assert [line.split()[0] for line in out.splitlines() if "minimiser  " in line] == ["5"]
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


def test_of_too_many_critical_values_the_largest_are_listed(symdln, tmp_path):
    # X = I and Y = diag(1, ..., 17): every set of squares is kept at some critical point, 2^17 values in all.
    # tr Syy = 17 * 18 * 35 / 6 = 1785; the largest values keep nothing, 1, 4 and 1 + 4.
    names = ",".join([*(f"x{i}" for i in range(17)), *(f"y{i}" for i in range(17))])
    rows = [[int(i == j) for j in range(17)] + [(i + 1) * int(i == j) for j in range(17)] for i in range(17)]
    table = "\n".join([names, *(",".join(map(str, row)) for row in rows)]) + "\n"
    columns = ("--inputs", names[: names.index(",y0")], "--targets", names[names.index("y0") :], "--hidden", "17")
    command = ("landscape", write_csv(tmp_path, table), *columns, "--values-only")
    code, out, err = symdln(*command)
    assert (code, err) == (0, "")
    assert "The 100 largest of 131,072 critical values" in out
    assert "of at most 17 of the 17 nonzero singular values" in " ".join(out.split())
    code, out, err = symdln(*command, "--limit", "4", "--json", "-")
    data = json.loads(out)
    assert (code, err, data["critical_values_in_total"]) == (0, "", 2**17)
    assert [value["value"] for value in data["critical_values"]] == ["1785/2", "892", "1781/2", "890"]


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

    with monkeypatch.context() as patched:
        patched.setattr(dln.CertifiedPoint, "certify", undecided)
        code, out, _ = symdln(*command)
    assert (code, out.count("theorem only ")) == (0, 6)
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


COLUMNS = "Chins,Situps,Jumps"


def centred(path):
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return (table - table.mean(axis=0)).T


def test_an_autoencoder_finds_the_principal_components(symdln, linnerud):
    """With Y = X, Sigma is X X^T itself: the critical values are half the sums of its eigenvalues left out."""
    code, out, _ = symdln(
        "landscape", linnerud, "--inputs", COLUMNS, "--targets", COLUMNS, "--hidden", "2", "--center", "--json"
    )
    assert code == 0
    data = json.loads(out)
    values = np.linalg.eigvalsh(np.cov(centred(linnerud)[:3], bias=True) * 20)[::-1]
    for value in data["critical_values"]:
        rest = sum(values) - values[value["selection"]].sum()
        assert float(Fraction(value["lower"])) == pytest.approx(rest / 2, rel=1e-9)
    assert len(data["critical_values"]) == 7
    assert {tuple(kind["selection"]) for kind in data["kinds"] if kind["class"] == "global minimiser"} == {(0, 1)}


def test_a_column_may_stand_on_both_sides_but_not_twice_on_one(symdln, linnerud):
    assert symdln("landscape", linnerud, "--inputs", "Chins,Jumps", "--targets", "Jumps", "--hidden", "1")[0] == 0
    for side, columns in (("inputs", ("Chins,Chins", "Jumps")), ("targets", ("Jumps", "Chins,Chins"))):
        code, _, err = symdln("landscape", linnerud, "--inputs", columns[0], "--targets", columns[1], "--hidden", "1")
        assert (code, err) == (2, f"symdln: The column 'Chins' is named twice under {side}; name it there once.\n")


def test_without_hidden_widths_it_is_linear_regression(symdln, linnerud):
    """One critical value, that of least squares, at one kind; its Hessian is Sxx for each of the targets."""
    code, out, err = symdln(
        "landscape", linnerud, "--inputs", COLUMNS, "--targets", "Weight,Waist", "--center", "--json"
    )
    assert (code, err) == (0, "")
    data = json.loads(out)
    table = centred(linnerud)
    X, Y = table[:3], table[3:5]
    residual = Y - Y @ np.linalg.pinv(X) @ X
    (value,) = data["critical_values"]
    (kind,) = data["kinds"]
    assert value["selection"] == kind["selection"] == [0, 1]
    assert float(Fraction(value["lower"])) == pytest.approx(np.sum(residual**2) / 2, rel=1e-9)
    assert kind["class"] == "global minimiser"
    assert kind["inertia"] == {"positive": 6, "negative": 0, "zero": 0}
    assert kind["inertias_by_hessian"] == [kind["inertia"]] * 2
    assert symdln("landscape", linnerud, "--inputs", COLUMNS, "--targets", "Weight,Waist", "--center")[0] == 0


def test_a_table_with_roots(symdln, tmp_path):
    """Sxx = 4, Syx = 2 + 2 sqrt 3 + sqrt 2..., by numpy; every kind is proved at a point over a number field."""
    path = tmp_path / "roots.csv"
    path.write_text("a,b\nsqrt(2),1\n1,1+sqrt(3)\n0,1\n1,0.5\n", encoding="utf-8")
    code, out, _ = symdln("landscape", path, "--inputs", "a", "--targets", "b", "--hidden", "1", "--json")
    data = json.loads(out)
    a, b = np.array([2**0.5, 1, 0, 1]), np.array([1, 1 + 3**0.5, 1, 0.5])
    assert code == 0
    zero, least = (float(Fraction(value["lower"])) for value in data["critical_values"])
    assert (zero, least) == pytest.approx((b @ b / 2, (b @ b - (a @ b) ** 2 / (a @ a)) / 2))
    assert [kind["inertias_certified"] for kind in data["kinds"]] == [[kind["inertia"]] for kind in data["kinds"]]
    assert {kind["rational_point"] for kind in data["kinds"]} == {None}
    _, out, _ = symdln("landscape", path, "--inputs", "a", "--targets", "b", "--hidden", "1")
    assert "in a real number field of degree 4" in out
    assert "rational: not searched for" in out
    code, _, err = symdln("landscape", path, "--inputs", "a", "--targets", "b", "--hidden", "1", "--decay", "1")
    assert code == 2
    assert "moments must be rational with weight decay" in err
