"""JSON text of data is the same data."""

import json

import pytest

from symdln.files import text


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"a": []},
        {"a": {}, "b": [[]]},
        [[[1, 2], [3]], []],
        {"t": "[ a ,\n b ]{ }", "é": [None, True, {"x": [1.5]}]},
    ],
)
def test_json_text_is_the_same_data(data):
    assert json.loads(text.json_text(data)) == data
