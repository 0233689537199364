"""The command ``proofs-check``: wrong use is one sentence and exit code 2, whatever the command."""

import pytest


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "toy.rnk"), "no claim is called 'toy.rnk'; did you mean toy.rank"),
        (("show", "toy.all"), "no claim is called 'toy.all'; did you mean"),
        (("list", "--source", "toi"), "no claim has the source 'toi'; the sources are toy."),
        (("run", "--scope", "huge"), "'huge' is not one of"),
        (("run", "--budget", "soon"), "'soon' is not a duration; write it like 60s, 5m or 1h."),
        (("run", "--budget", "0s"), "'0s' is not a duration"),
        (("run", "--jobs", "0"), "0 is not in the range"),
        (("run", "--json", "no/such/folder/x.json"), "there is no folder 'no/such/folder'"),
        (("run", "--quickly"), "No such option '--quickly'"),
        (("at", "toy.rank", "missing.json"), "there is no file 'missing.json'"),
        (("haunt",), "No such command 'haunt'"),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(command, arguments, sentence):
    code, _, err = command(*arguments)
    assert code == 2
    assert err.startswith("proofs-check: ")
    assert sentence in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
