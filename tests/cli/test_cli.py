"""The command ``symdln``: help, Ctrl-C, and wrong input in one sentence, whatever the command."""

import pytest

import symdln as dln
from symdln.cli import landscape
from tests.cli.support import EXERCISES, write_csv

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
    "budget": (("prove", "A: n |- A = 0", "--budget", "long"), "'long' is not a number; write it like 2 or 0.5."),
    "step": (("escape", "--widths", "1,1,1", "--step", "1/2"), "'1/2' is not a number; write it like 2 or 0.5."),
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
