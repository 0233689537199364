"""CSV tables are read exactly, and each bad file is refused in one sentence."""

import math
from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln import InputError, files
from symdln.algebraic import AlgebraicProblem
from symdln.files import CsvTable, disk, problem_from_table

# Centred: a - 3/10 = -1/5, -1/10, 3/10 and b - 3 = -2, -1, 3.
THREE_ROWS = "a,b,name\n0.1,1,x\n0.2,2,y\n0.6,6,z\n"


@pytest.fixture
def table_of(tmp_path):
    """Write a text as a CSV file and read it."""

    def read(content):
        path = tmp_path / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return files.read_table(path)

    return read


def test_columns_are_used_as_given(table_of):
    problem = files.problem_from_table(table_of(THREE_ROWS), ["a"], ["b"], (1,))
    # 1/100 + 4/100 + 36/100, 1/10 + 4/10 + 36/10, 1 + 4 + 36
    assert (problem.Sxx[0, 0], problem.Syx[0, 0], problem.Syy[0, 0]) == (Fraction(41, 100), Fraction(41, 10), 41)
    assert problem.samples == 3
    assert problem.loss_factor == Fraction(1, 2)


def test_centring_is_exact(table_of):
    problem = files.problem_from_table(table_of(THREE_ROWS), ["a"], ["b"], (1,), center=True, loss_factor="1/3")
    # (4 + 1 + 9)/100, (4 + 1 + 9)/10, 4 + 1 + 9
    assert (problem.Sxx[0, 0], problem.Syx[0, 0], problem.Syy[0, 0]) == (Fraction(14, 100), Fraction(14, 10), 14)
    assert problem.loss_factor == Fraction(1, 3)


def test_the_intercept_is_a_last_input_of_ones(table_of):
    problem = files.problem_from_table(table_of(THREE_ROWS), ["a"], ["b"], (1,), intercept=True)
    assert problem.widths == (2, 1, 1)
    assert dln.Matrix([["0.41", "0.9"], ["0.9", 3]]) == problem.Sxx  # sum of a = 0.9, m = 3
    assert dln.Matrix([["4.1", 9]]) == problem.Syx


def test_the_intercept_is_not_centred_away(table_of):
    problem = files.problem_from_table(table_of(THREE_ROWS), ["a"], ["b"], (1,), intercept=True, center=True)
    assert dln.Matrix([["0.14", 0], [0, 3]]) == problem.Sxx
    assert dln.Matrix([["1.4", 0]]) == problem.Syx


def test_an_intercept_leaves_the_same_residual_as_centring(repository):
    table = files.read_table(repository / "docs/examples/linnerud.csv")
    columns = ["Chins", "Situps", "Jumps"], ["Weight", "Waist", "Pulse"]
    centred, shifted = (
        files.problem_from_table(table, *columns, (2,), **{key: True}) for key in ("center", "intercept")
    )
    assert centred.constant == shifted.constant


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + THREE_ROWS,
        THREE_ROWS.replace("\n", "\r\n"),
        THREE_ROWS.replace("\n", "\n\n") + " , \n\n",
        THREE_ROWS.replace(",", " , "),
        THREE_ROWS.rstrip("\n").replace("0.1", "1/10").replace("0.2", "2e-1").replace(",6,", ',"6",'),
    ],
    ids=["byte order mark", "CRLF", "blank lines", "blanks", "other ways to write numbers"],
)
def test_harmless_differences_make_no_difference(table_of, content):
    assert table_of(content).numbers("a") == table_of(THREE_ROWS).numbers("a")
    assert table_of(content).numbers("b") == (1, 2, 6)


def test_a_name_may_have_a_comma_when_quoted(table_of):
    assert table_of('"a, b",c\n1,2\n').columns == ("a, b", "c")


BAD_TABLES = {
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "header only": ("a,b\n", "a header and no rows"),
    "binary": (b"a,b\n1,\x00\n", "is a binary file"),
    "other encoding": ("größe,b\n1,2\n".encode("latin-1"), "not UTF-8 text (byte 0xf6 at position 2)"),
    "UTF-16": ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
    "ragged": ("a,b\n1,2\n3\n", "line 3 has 1 entries, but the header has 2 names"),
    "unquoted thousands": ("a,b\n1,2\n1,234,5\n", "line 3 has 3 entries"),
    "nameless column": ("a,\n1,2\n", "column 2 has no name"),
    "repeated name": ("a,b,a\n1,2,3\n", "2 columns named 'a'"),
    "semicolons": ("a;b\n1;2\n", "separated by semicolons"),
    "tabs": ("a\tb\n1\t2\n", "separated by tabs"),
    "open quote": ('a,b\n"1,2\n', "correct the quotes"),
    "missing entry": ("a,b\n1,2\n,3\n", "line 3, column 'a': the entry is empty"),
    "NA": ("a,b\nNA,2\n", "missing or infinite"),
    "NaN": ("a,b\n1,2\nnan,3\n", "line 3, column 'a': 'nan' is a missing or infinite value"),
    "infinity": ("a,b\n-inf,2\n", "missing or infinite"),
    "thousands": ('a,b\n"1,234",2\n', "between thousands"),
    "apostrophes": ("a,b\n1'234.5,2\n", "between thousands"),
    "underscore": ("a,b\n1_000,2\n", "between thousands"),
    "decimal comma": ('a,b\n"3,5",2\n', "decimal comma"),
    "unit": ("a,b\n12kg,2\n", "'12kg' is not a rational number"),
    "percent": ("a,b\n5%,2\n", "'5%' is not a rational number"),
    "word": ("a,b\nx,2\n", "'x' is not a rational number"),
    "denominator zero": ("a,b\n1/0,2\n", "denominator zero"),
    "many digits": ("a,b\n" + "9" * 1001 + ",2\n", "has 1001 characters"),
    "large exponent": ("a,b\n1e1000,2\n", "more than 1000 digits"),
    "huge exponent": ("a,b\n1e99999999,2\n", "exponent"),
}


@pytest.mark.parametrize(("content", "phrase"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_bad_table_is_refused_in_one_sentence(table_of, content, phrase):
    with pytest.raises(dln.InputError) as caught:
        files.problem_from_table(table_of(content), ["a"], ["b"], (1,))
    assert phrase in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "data.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("inputs", "targets", "phrase"),
    [
        (["A"], ["b"], "no column 'A'; did you mean 'a'?"),
        (["a"], ["nmae"], "did you mean 'name'?"),
        (["a"], ["other"], "there are 'a', 'b', 'name'."),
        (["a", "a"], ["b"], "'a' is named twice under inputs"),
        (["b"], ["a", "b", "a"], "'a' is named twice under targets"),
        ([], ["b"], "no column is named under inputs"),
        (["a"], ["b"] * 101, "101 columns are named under targets"),
    ],
)
def test_wrong_columns(table_of, inputs, targets, phrase):
    with pytest.raises(dln.InputError) as caught:
        files.problem_from_table(table_of(THREE_ROWS), inputs, targets, (1,))
    assert phrase in str(caught.value)


def test_a_column_of_words_does_no_harm_until_it_is_used(table_of):
    table = table_of(THREE_ROWS)
    assert table.numbers("b") == (1, 2, 6)
    with pytest.raises(dln.InputError, match="'x' is not a rational number"):
        table.numbers("name")


def test_files_that_are_none(tmp_path, monkeypatch):
    with pytest.raises(dln.InputError, match="there is no file"):
        files.read_table(tmp_path / "gone.csv")
    with pytest.raises(dln.InputError, match="is a directory"):
        files.read_table(tmp_path)
    with pytest.raises(dln.InputError, match="cannot be read"):
        files.read_table("a\0b.csv")
    monkeypatch.setattr(disk, "MOST_BYTES", 10)
    (tmp_path / "large.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    with pytest.raises(dln.InputError, match="the most that is read"):
        files.read_table(tmp_path / "large.csv")


# -- square roots ------------------------------------------------------------------------------------------------------


def rooted(*rows):
    return CsvTable("roots.csv", ("a", "b", "c"), rows, tuple(range(2, len(rows) + 2)))


def test_columns_with_roots_and_rational_moments_are_read():
    """a = (sqrt 2, 1), b = (1, -sqrt 2), c = (2 sqrt 2, 2): a.a = 3 = b.b, a.b = 0, a.c = 6, b.c = 0, c.c = 12."""
    table = rooted(("sqrt(2)", "1", "2*sqrt(2)"), ("1", "-sqrt(2)", "2"))
    problem = problem_from_table(table, ["a", "b"], ["c"], (1,), scaled=False)
    assert problem.Sxx == dln.Matrix([[3, 0], [0, 3]])
    assert problem.Syx == dln.Matrix([[6, 0]])
    assert problem.Syy == dln.Matrix([[12]])
    assert problem.samples == 2


def test_a_root_in_each_input_and_one_in_all_targets_are_divided_out():
    """The landscape is that of floats: eigenvalues of Syx Sxx^-1 Sxy times the loss factor, and tr Syy."""
    rows = (("sqrt(2)", "3", "sqrt(5)"), ("2*sqrt(2)", "1", "0"), ("-sqrt(2)/2", "2", "3*sqrt(5)"))
    problem = problem_from_table(rooted(*rows), ["a", "b"], ["c"], (1,))
    X = np.array([[2**0.5, 8**0.5, -(0.5**0.5)], [3, 1, 2]])
    Y = np.array([[5**0.5, 0, 45**0.5]])
    best = Y @ X.T @ np.linalg.inv(X @ X.T) @ X @ Y.T
    zero, least = (float(one.value) for one in problem.critical_values())
    assert zero == pytest.approx((Y @ Y.T).item() / 2)
    assert least == pytest.approx(((Y @ Y.T) - best).item() / 2)


def floats_of(values):
    return [float(value) for value in values]


@pytest.mark.parametrize(
    "rows",
    [
        (("sqrt(2)+1", "1", "1"), ("1", "1", "2"), ("0", "2", "sqrt(3)")),
        (("cbrt(2)", "1", "1"), ("1", "2^(1/3)", "2"), ("0", "2", "1/2")),
        (("sqrt(1+sqrt(2))", "1", "1"), ("1", "1", "-2"), ("0", "2", "0.5")),
    ],
)
@pytest.mark.parametrize("center", [False, True])
def test_other_roots_give_a_problem_over_a_number_field(rows, center):
    """Critical values by numpy; sums of square roots take another way than cube roots and nested ones."""
    problem = problem_from_table(rooted(*rows), ["a", "b"], ["c"], (1,), center=center)
    assert isinstance(problem, AlgebraicProblem)
    names = {"sqrt": math.sqrt, "cbrt": lambda x: x ** (1 / 3)}
    columns = np.array([[eval(text.replace("^", "**"), names) for text in row] for row in rows]).T
    columns = columns - columns.mean(axis=1, keepdims=True) if center else columns
    X, Y = columns[:2], columns[2:]
    best = (Y @ X.T @ np.linalg.pinv(X @ X.T) @ X @ Y.T).item()
    total = (Y @ Y.T).item()
    assert floats_of(problem.critical_values()) == pytest.approx([total / 2, (total - best) / 2])
    assert problem.samples == 3


def test_sums_of_square_roots_and_nested_roots_agree():
    """sqrt(3 + 2 sqrt 2) = 1 + sqrt 2, so both tables are the same, by moments of surds and by a field."""
    plain = rooted(("sqrt(2)+1", "1", "1"), ("1", "1", "sqrt(2)"))
    nested = rooted(("sqrt(3+2*sqrt(2))", "1", "1"), ("1", "1", "sqrt(2)"))
    one, other = (
        problem_from_table(table, ["a"], ["c"], (1,), center=True, intercept=True) for table in (plain, nested)
    )
    assert [value.factor for value in one.spectrum] == [value.factor for value in other.spectrum]
    assert [v.lower for v in one.critical_values()] == [v.lower for v in other.critical_values()]


def test_cube_roots_with_rational_moments_are_a_rational_problem():
    """x = (2^(1/3))^3 = 2 written with a root."""
    problem = problem_from_table(rooted(("cbrt(2)^3", "1", "1"), ("1", "1", "3")), ["a"], ["c"], (1,), scaled=False)
    assert isinstance(problem, dln.Problem)
    assert problem.Sxx == dln.Matrix([[5]])


@pytest.mark.parametrize(
    ("rows", "scaled", "sentence"),
    [
        ((("sqrt(2)+1", "1", "1"), ("1", "1", "2")), False, "rational with weight decay.*degree 2"),
        ((("sqrt(2)", "1", "1"), ("sqrt(2)", "1", "2")), False, "rational with weight decay"),
        ((("sqrt(2", "1", "1"), ("1", "1", "2")), True, "line 2, column 'a': .* is not a number that can be read"),
        ((("1", "1", "1"), ("sqrt(0-2)", "1", "2")), True, "line 3, column 'a': .*root of a negative number"),
        ((("cbrt(2)", "cbrt(3)", "1"), ("sqrt(5)", "sqrt(7)", "2")), True, "line 3, column 'b': .*degree"),
    ],
)
def test_other_roots_get_one_sentence(rows, scaled, sentence):
    with pytest.raises(InputError, match=sentence):
        problem_from_table(rooted(*rows), ["a", "b"], ["c"], (1,), scaled=scaled)


def test_too_many_roots_for_a_field():
    table = rooted(*[("cbrt(2)", "1", "1")] * 3400)
    with pytest.raises(InputError, match="the most that is read into a number field"):
        problem_from_table(table, ["a", "b"], ["c"], (1,))


def test_centring_is_exact_with_roots():
    table = rooted(("sqrt(2)", "1", "1"), ("3*sqrt(2)", "2", "2"))
    problem = problem_from_table(table, ["a"], ["a"], (1,), center=True)  # -sqrt(2), sqrt(2)
    assert problem.Sxx == problem.Syx == dln.Matrix([[4]])
