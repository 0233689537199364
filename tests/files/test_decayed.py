"""Point files of the decayed loss: written and read back, and what is refused."""

import pytest

from symdln import InputError, Point
from symdln.decay import DecayedPoint, made_point
from symdln.files.decayed import parse_any_point, read_any_point, write_decayed_point

PROBLEM = {"singular_values": [5], "widths": [1, 1, 1]}
WEIGHTS = [[[2]], [[2]]]
ZERO = [[0, 0], [0, 0]]


def test_a_point_is_read_back(tmp_path):
    point = made_point((2, 3, 2), 1, [2], [1], rng=1, factors=(2, "1/2"))
    assert read_any_point(write_decayed_point(tmp_path / "point.json", point)) == point


def test_one_number_stands_for_all_layers():
    one = parse_any_point({"problem": {**PROBLEM, "decay": "1"}, "weights": WEIGHTS})
    assert one == parse_any_point({"problem": {**PROBLEM, "decay": [1, "1"]}, "weights": WEIGHTS})
    assert isinstance(one, DecayedPoint)
    assert isinstance(parse_any_point({"problem": PROBLEM, "weights": WEIGHTS}), Point)


@pytest.mark.parametrize(
    ("decay", "words"),
    [
        (True, '"decay" must be a positive number'),
        ([], '"decay" must be a positive number'),
        ({}, '"decay" must be a positive number'),
        ("x", "is not a rational number"),
        (0, "The decay is 0"),
        (["1"], "1 decays were passed for 2 layers"),
    ],
)
def test_what_is_no_decay_is_refused(decay, words):
    with pytest.raises(InputError, match=words.replace("(", r"\(")):
        parse_any_point({"problem": {**PROBLEM, "decay": decay}, "weights": WEIGHTS})


def test_singular_values_may_be_square_roots():
    point = parse_any_point(
        {"problem": {"singular_values": ["sqrt(3)", 1], "widths": [2, 2, 2]}, "weights": [ZERO, ZERO]}
    )
    assert isinstance(point, Point)
    assert [value.value for value in point.problem.spectrum] == [3, 1]
    with pytest.raises(InputError, match="is not a square root"):
        parse_any_point({"problem": {"singular_values": ["sqrt(x)"], "widths": [1, 1]}, "weights": [[[0]]]})
