"""Point files are read exactly, come back as they were written, and each bad one is refused in one sentence."""

import json
from fractions import Fraction

import pytest

import symdln as dln
from symdln import files


def scalar(**changes):
    """Widths (1, 1, 1), s = 2, W_1 = 1, W_2 = 2 as JSON data, changed at the top level."""
    return {"problem": {"singular_values": [2], "widths": [1, 1, 1]}, "weights": [[[1]], [["2"]]], **changes}


def moments(**changes):
    """A problem by moments with Sxx = 2, Syx = 1, Syy = 3, and weights."""
    problem = {"Sxx": [["2"]], "Syx": [["1"]], "Syy": [["3"]], "hidden": [1], **changes}
    return scalar(problem={key: value for key, value in problem.items() if value is not None})


@pytest.fixture
def point_of(tmp_path):
    """Write JSON data, or a text as it is, and read the point in it."""

    def read(content):
        path = tmp_path / "point.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return files.read_point(path)

    return read


@pytest.mark.parametrize("name", ["aligned", "mixed"])
def test_a_point_comes_back_as_it_was_written(tmp_path, name):
    problem = dln.Problem.canonical(singular_values=("3/7", 2), widths=(2, 3, 2), loss_factor=1)
    for number, kind in enumerate(problem.kinds()):
        point = dict(zip(("aligned", "mixed"), kind.representatives(number), strict=True))[name]
        path = files.write_point(tmp_path / "new" / f"{number}.json", point, note="with [brackets] and { 1, 2 }")
        assert files.read_point(path) == point


@pytest.mark.parametrize("samples", [None, 2, 7])
def test_a_problem_by_moments_comes_back_with_its_samples(point_of, samples):
    point = point_of(moments(samples=samples))
    assert point.problem.samples == samples
    assert files.parse_problem(files.problem_data(point.problem)) == point.problem


def test_the_three_forms_of_one_problem_agree():
    by_values = files.parse_problem({"singular_values": [2, "1/2"], "widths": [2, 1, 2]})
    by_data = files.parse_problem({"X": [[1, 0], [0, 1]], "Y": [[2, 0], [0, "0.5"]], "hidden": [1]})
    by_moments = files.parse_problem({**files.problem_data(by_values), "hidden": [1]})
    assert by_values == by_data == by_moments


@pytest.mark.parametrize(
    ("asked", "entry", "meant"),
    [
        ("", "0.1", Fraction(1, 10)),
        ("", "1.5e-1", Fraction(3, 20)),
        ("", '"1/3"', Fraction(1, 3)),
        ('"exactly": true,', "0.1", Fraction(0.1)),
        ('"exactly": true,', '"0.1"', Fraction(1, 10)),
        ('"tolerance": "1/1000",', "0.333", Fraction(1, 3)),
        ('"tolerance": 1e-3,', "0.333", Fraction(1, 3)),
        ('"tolerance": 1e-3,', "0.334", Fraction(1, 3)),  # the denominator of no rational in [0.333, 0.335] is smaller
        ('"tolerance": "1/1000",', '"0.333"', Fraction(333, 1000)),
    ],
)
def test_numbers_are_decimals_unless_the_file_says_otherwise(point_of, asked, entry, meant):
    content = f'{{"problem": {{"singular_values": [2], "widths": [1, 1, 1]}}, {asked} "weights": [[[{entry}]], [[2]]]}}'
    assert point_of(content).weights[0][0, 0] == meant


def test_witness_files_are_points_with_more_keys(point_of):
    witness = moments(widths=[1, 1, 1], hidden=None, loss_factor="1/2", samples=None)
    more = {"format": "symdln witness 1", "claim": "a.b", "sentence": "n_- = 1", "details": {"r": 0}, "case": ["x", 1]}
    assert point_of({**more, **witness}) == point_of(witness)


def ragged(rows):
    return scalar(weights=[rows, [["2"]]])


BAD_POINTS = {
    "empty": ("", "is empty"),
    "broken": ('{"problem": ', "is not JSON: Expecting value in line 1, column 13"),
    "two values": ("{} {}", "is not JSON"),
    "nested": ("[" * 100_000, "nested too deeply"),
    "a list": ("[1]", "it holds a list ([1])"),
    "null": ("null", "it holds null"),
    "no weights": (scalar(weights=None) | {"weights": None}, '"weights" must be the list'),
    "weights missing": ({"problem": scalar()["problem"]}, '"weights" is missing'),
    "problem missing": ({"weights": []}, '"problem" is missing'),
    "unknown key": (scalar(wieghts=1), "the unknown key \"wieghts\"; did you mean 'weights'?"),
    "unknown problem key": (moments(Sxz=1), 'unknown key "Sxz"'),
    "key twice": ('{"problem": {}, "weights": [], "weights": []}', 'the key "weights" is given twice'),
    "NaN": (
        '{"problem": {"singular_values": [NaN], "widths": [1, 1, 1]}, "weights": []}',
        "NaN is not a finite number",
    ),
    "infinity": ('{"problem": {}, "weights": [[[-Infinity]]]}', "-Infinity is not a finite number"),
    "NaN as text": (ragged([["nan"]]), "W_1, row 1, column 1: 'nan' is a missing or infinite value"),
    "huge integer": ('{"problem": {}, "weights": [[[' + "7" * 5000 + "]]]}", "has 5000 characters"),
    "truth value": (ragged([[True]]), "truth value"),
    "null entry": (ragged([[None]]), "not an exact rational"),
    "ragged": (ragged([["1", "2"], ["3"]]), "W_1 has rows of lengths [2, 1]"),
    "misshapen": (ragged([["1", "2"]]), "W_1 has shape (1, 2)"),
    "flat": (ragged(["1", "2"]), "W_1 must be a non-empty list of rows"),
    "no rows": (ragged([]), "non-empty list of rows"),
    "too few layers": (scalar(weights=[[["1"]]]), "need 2 matrices"),
    "one width": (scalar(problem={"singular_values": [1], "widths": [1]}), "have no weight matrix between them"),
    "two widths": (
        scalar(problem={"singular_values": [1], "widths": [1, 1]}),
        "need 1 matrix, W_1 first, but 2 were passed",
    ),
    "no widths": (scalar(problem={"singular_values": [1], "widths": []}), "have no weight matrix between them"),
    "width zero": (scalar(problem={"singular_values": [1], "widths": [1, 0, 1]}), "positive integers"),
    "width as text": (scalar(problem={"singular_values": [1], "widths": ["1", 1, 1]}), "must be a list of integers"),
    "very wide": (scalar(problem={"singular_values": [1], "widths": [1, 10**9, 1]}), "more than 1000"),
    "very deep": (scalar(problem={"singular_values": [1], "widths": [1] * 40}), "more than 30"),
    "very many": (scalar(problem={"singular_values": [1], "widths": [900, 900, 900]}), "1620000 weights"),
    "negative value": (scalar(problem={"singular_values": [-1], "widths": [1, 1, 1]}), "never negative"),
    "too many values": (scalar(problem={"singular_values": [2, 1], "widths": [1, 1, 1]}), "2 singular values"),
    "no form": (scalar(problem={"widths": [1, 1, 1]}), "gives none of them"),
    "two forms": (moments(X=[["1"]], Y=[["1"]]), "gives several at once"),
    "half a form": (moments(Syy=None), '"problem" lacks Syy'),
    "no hidden": (moments(hidden=None), 'needs "hidden"'),
    "widths against moments": (moments(widths=[2, 1, 1]), "belong to widths [1, 1, 1]"),
    "factor zero": (moments(loss_factor="0"), "must be positive"),
    "factor as list": (moments(loss_factor=[1]), '"loss_factor" must be a number'),
    "not symmetric": (moments(Sxx=[["1", "1"], ["0", "1"]], Syx=[["0", "0"]]), "Sxx must be a symmetric matrix"),
    "not semidefinite": (moments(Sxx=[["-1"]]), "Sxx must be positive semidefinite"),
    "outside the image": (moments(Sxx=[["0"]]), "must lie in the image of Sxx"),
    "no such data": (moments(Syx=[["3"]]), "no data have these moments"),
    "too few samples": (moments(samples=1), "need at least 2"),
    "samples as text": (moments(samples="3"), '"samples" must be an integer'),
    "both readings": (scalar(exactly=True, tolerance="1/10"), "exclude each other"),
    "exactly as text": (scalar(exactly="yes"), '"exactly" must be true or false'),
    "tolerance zero": (scalar(tolerance="0"), '"tolerance" must be positive'),
    "X against Y": (scalar(problem={"X": [[1, 2]], "Y": [[1]], "hidden": [1]}), "X has 2 columns and Y has 1"),
}


@pytest.mark.parametrize(("content", "phrase"), BAD_POINTS.values(), ids=BAD_POINTS)
def test_a_bad_point_is_refused_in_one_sentence(point_of, content, phrase):
    with pytest.raises(dln.InputError) as caught:
        point_of(content)
    assert phrase in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "point.json" in str(caught.value)
