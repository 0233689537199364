"""``symdln almost-every``: text, JSON, certificates, exit codes, and the pages that show it."""

import json
import re
import shlex

import pytest

from proofs_check import almost_every as checker
from symdln.cli import main


def call(*arguments):
    with pytest.raises(SystemExit) as stop:
        main(["almost-every", *map(str, arguments)])
    return stop.value.code


def test_a_settled_architecture_and_its_certificate(tmp_path, capsys):
    assert call("--widths", "2,2,2,2", "--certificate", tmp_path / "c.json") == 0
    out = capsys.readouterr().out
    assert out.startswith("Settled for widths (2, 2, 2, 2), rank X = 2 and rank Sxy = 2")
    assert "one string" in out
    assert "settles widths (2, 2, 2, 2)" in checker.check(json.loads((tmp_path / "c.json").read_text()))


def test_an_open_architecture_has_no_certificate(tmp_path, capsys):
    assert call("--widths", "3,3,2,2", "--certificate", tmp_path / "c.json") == 3
    out, err = capsys.readouterr()
    assert "Open for widths (3, 3, 2, 2)" in out
    assert err == "No certificate is written, as the question is open.\n"
    assert not (tmp_path / "c.json").exists()


def test_json_says_what_the_text_says(capsys):
    assert call("--widths", "3,3,2,2", "--json") == 3
    data = json.loads(capsys.readouterr().out)
    assert (data["settled"], data["widths"], data["cross_rank"]) == (False, [3, 3, 2, 2], 2)
    (left,) = [kind for kind in data["kinds"] if kind["criterion"] is None]
    assert [string["vertices"] for string in left["strings"]] == [[0, 1], [1], [2], [3, 0]]


def test_rank_of_the_inputs_takes_the_place_of_the_input_width(capsys):
    assert call("--widths", "3,3,2,2", "--data-rank", "2") == 0  # (2, 3, 2, 2): d_1 >= 2 + 2 - 1
    assert "widths (2, 3, 2, 2), rank X = 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--widths", "3,3"), "pass at least three positive integers"),
        (("--widths", "2,2,2", "--data-rank", "3"), "rank X = 3 was passed, but the input width is 2"),
        (("--widths", "2,2,2", "--cross-rank", "3"), "3 was passed as rank Sxy"),
    ],
)
def test_wrong_input_gets_a_sentence(arguments, sentence, capsys):
    assert call(*arguments) == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert err.count("\n") == 1


def test_the_page_shows_the_answers_as_they_are(repository, capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS")  # each row in one line
    page = (repository / "docs/almost-every.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ symdln (almost-every .*)\n((?:.*\n)*?)```", page, re.MULTILINE)
    assert shown
    for command, answer in shown:
        with pytest.raises(SystemExit):
            main(shlex.split(command))
        assert capsys.readouterr().out == answer
