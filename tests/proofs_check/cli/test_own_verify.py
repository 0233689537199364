"""``proofs-check verify``: certificates of every kind in one folder, and what is changed in them is refused."""

import json

import pytest

import symdln as dln
from proofs_check.logic import names
from proofs_check.logic.certificates import certificate
from symdln.files import write_json

PROVED = "A: m x n; X: n x k; A' A X = 0 |- A X = 0"
REFUTED = "A B: n sym |- sym A B"


@pytest.fixture
def folder(tmp_path):
    write_json(dln.prove(PROVED).certificate, tmp_path / "matrices" / "proof.json")
    write_json(dln.prove(REFUTED).to_data(), tmp_path / "matrices" / "answer.json")
    write_json(certificate("chitour.trace-inequality"), tmp_path / "proved" / "trace.json")
    return tmp_path


def test_a_folder_may_hold_all_kinds(command, folder):
    command("run", "toy.all-strict", "--scope", "small", "--jobs", "1", "--certificates", folder)
    code, out, err = command("verify", folder)
    *lines, last = out.splitlines()
    assert (code, err) == (0, "")
    assert all(line.startswith("accepted  ") for line in lines)
    assert last == f"{len(lines)} of {len(lines)} certificates accepted."
    said = "\n".join(lines)
    assert f"proved with 1 of 1 hypotheses by combination, squares; the question is {PROVED}." in said
    assert f"refuted: at n = 2 all hypotheses hold and claim 1 does not; the question is {REFUTED}." in said
    assert (
        "proves chitour.trace-inequality: tr(A' A D D') >= eig(A' A, 1) tr(D D') "
        "(textbook facts used: eig.top, inverse.wide)" in said
    )


@pytest.mark.parametrize("id", names())
def test_the_shipped_proof_of_every_formal_theorem_is_accepted(command, tmp_path, id):
    path = write_json(certificate(id), tmp_path / "x.json")
    code, out, _ = command("verify", path)
    assert code == 0
    assert f": proves {id}: " in out or f": proves a part of {id}: " in out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"statements": ["tr(A' A D D') >= 2 eig(A' A, 1) tr(D D')"]}, "the statements are not those of the theorem"),
        ({"theorem": "chitour.trace-bound"}, "the statements are not those of the theorem chitour.trace-bound"),
        ({"theorem": "chitour.no-such"}, "there is no formal theorem called 'chitour.no-such'"),
        ({"steps": []}, "still to be proved"),
        ({"steps": [3]}, "the steps are not a list of objects"),
        ({"steps": [{"name": "x"}]}, ""),
        ({"steps": "none"}, "the steps are not a list of objects"),
        ({"more": 1}, "a logic proof holds format, statements, steps, theorem, nothing else"),
    ],
)
def test_a_logic_proof_that_is_changed_is_refused(command, tmp_path, change, sentence):
    path = write_json({**certificate("chitour.trace-inequality"), **change}, tmp_path / "x.json")
    code, out, err = command("verify", path)
    assert (code, err) == (1, "")
    assert out.startswith("REJECTED  ")
    assert sentence in out


def test_every_step_of_a_logic_proof_is_needed(command, tmp_path):
    whole = certificate("chitour.trace-power")
    for place in range(len(whole["steps"])):
        steps = whole["steps"][:place] + whole["steps"][place + 1 :]
        assert command("verify", write_json({**whole, "steps": steps}, tmp_path / "x.json"))[0] == 1, place


def test_a_matrix_proof_that_is_changed_is_refused(command, folder):
    path = folder / "matrices" / "proof.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, "question": "A: m x n; X: n x k; A' A X = 0 |- X = 0"}))
    code, out, _ = command("verify", path)
    assert (code, out.splitlines()[-1]) == (1, "0 of 1 certificates accepted.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", 1),
        ('{"format": ["logic proof 1"]}', 1),
        ('{"question": "x", "certificate": null}', 1),
        ('{"format": "matrix proof 1", "question": ' + "[" * 100_000, 1),
        ('{"format": "logic proof 1", "format": "logic proof 1"}', 1),
        ('{"format": "logic proof 1", "n": 1.5}', 1),
    ],
)
def test_files_that_are_no_certificate_get_a_sentence(command, tmp_path, text, code):
    path = tmp_path / "x.json"
    path.write_text(text)
    found, out, err = command("verify", path)
    assert (found, err) == (code, "")
    assert out.startswith("REJECTED  ")
    assert len(out.splitlines()) == 2
