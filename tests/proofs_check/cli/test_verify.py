"""The command ``proofs-check verify`` reads back what ``run`` wrote, and says what it rejects or does not read."""

import copy
import json
import os
from pathlib import Path

import pytest

from proofs_check import cli, kernel
from proofs_check.certificates.refutations import refutation
from tests.proofs_check.certificates.support import failing


def call(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        cli.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return stop.value.code, captured.out, captured.err


def test_a_run_leaves_certificates_that_verify_accepts(tmp_path: Path, capsys):
    folder = tmp_path / "certificates"
    ids = ["chitour.prop4.i", "chitour.prop4.iii.rank", "chitour.minima-stratum", "lucchi.lemma12"]
    code, out, _ = call(capsys, "run", *ids, "--scope", "small", "--jobs", "1", "--certificates", folder)
    assert code == 0
    assert "2 of 2 refuted claims have a certificate" in out
    assert "3 critical points, one for each class" in out
    assert "not a proof of them" in out
    code, out, _ = call(capsys, "verify", folder)
    # two refutations, three points, and the proofs of chitour.prop4.i.corrected and chitour.prop4.iii.rank
    assert (code, out.splitlines()[-1]) == (0, "7 of 7 certificates accepted.")


def test_verify_says_which_is_rejected(tmp_path: Path, capsys):
    made = refutation(*failing("chitour.prop4.i"))
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(made))
    false = copy.deepcopy(made)
    false["given"]["points"]["p"][0] = [["2"]]
    bad.write_text(json.dumps(false | {"sha256": kernel.digest(false)}))
    code, out, _ = call(capsys, "verify", good, bad)
    lines = out.splitlines()
    assert code == 1
    assert lines[0].startswith(f"accepted  {good}: refutes chitour.prop4.i: ")
    assert lines[1].startswith(f"REJECTED  {bad}: ")
    assert lines[2] == "1 of 2 certificates accepted."


def test_verify_refuses_wrong_use(tmp_path: Path, capsys):
    assert call(capsys, "verify")[0] == 2
    code, _, error = call(capsys, "verify", tmp_path)
    assert (code, "there is no .json file" in error) == (2, True)
    assert call(capsys, "verify", tmp_path / "missing.json")[0] == 2


def strange_folder(folder: Path) -> Path:
    """A folder with a pipe, links to a device and to nowhere, and a folder that is called like a certificate."""
    os.mkfifo(folder / "pipe.json")
    (folder / "device.json").symlink_to("/dev/zero")
    (folder / "lost.json").symlink_to(folder / "nowhere")
    (folder / "folder.json").mkdir()
    return folder


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files")
def test_verify_opens_no_pipes_and_devices(tmp_path: Path, capsys):
    """A reader of the pipe would wait without end, and one of the device would fill the memory."""
    folder = strange_folder(tmp_path)
    code, out, _ = call(capsys, "verify", folder)
    assert code == 2
    lines = out.splitlines()
    assert [line.split("  ")[0] for line in lines[:-1]] == ["not read"] * 3
    assert all("not a regular file" in line for line in lines if "pipe.json" in line or "device.json" in line)
    assert lines[-1] == "0 of 3 certificates accepted."
    assert call(capsys, "verify", "/dev/zero")[0] == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files")
def test_verify_ends_with_1_where_a_certificate_is_rejected(tmp_path: Path, capsys):
    folder = strange_folder(tmp_path)
    (folder / "good.json").write_text(json.dumps(refutation(*failing("chitour.prop4.i"))))
    code, out, _ = call(capsys, "verify", folder)
    assert (code, out.splitlines()[-1]) == (2, "1 of 4 certificates accepted.")
    (folder / "bad.json").write_text("{}")
    code, out, _ = call(capsys, "verify", folder)
    assert (code, out.splitlines()[-1]) == (1, "1 of 5 certificates accepted.")
    assert "Traceback" not in out


def test_a_link_to_a_certificate_is_read(tmp_path: Path, capsys):
    (tmp_path / "good.json").write_text(json.dumps(refutation(*failing("chitour.prop4.i"))))
    (tmp_path / "link.json").symlink_to(tmp_path / "good.json")
    assert call(capsys, "verify", tmp_path)[0] == 0


def test_a_folder_that_cannot_be_made_is_said_before_the_work(tmp_path: Path, capsys):
    (tmp_path / "file").write_text("")
    code, _, error = call(capsys, "run", "chitour.prop4.i", "--certificates", tmp_path / "file" / "below")
    assert (code, "is a file" in error) == (2, True)
