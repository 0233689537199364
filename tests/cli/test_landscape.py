"""The command ``symdln landscape``: autoencoders, whose targets are their inputs, and linear regression."""

import json
from fractions import Fraction

import numpy as np
import pytest

COLUMNS = "Chins,Situps,Jumps"


@pytest.fixture
def linnerud(repository):
    return repository / "docs/examples/linnerud.csv"


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
        assert (code, err) == (2, f"symdln: The column 'Chins' is named twice under {side}; name it once.\n")


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
