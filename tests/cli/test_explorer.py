"""The command ``symdln explorer``: the page that it writes, and places where it cannot."""

import json
import re

import pytest

from symdln.cli import main


def data_of(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_command_writes_the_page(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["explorer", "--widths-up-to", "1", "--out", str(tmp_path / "e.html")])
    assert not ended.value.code
    assert len(data_of((tmp_path / "e.html").read_text())["networks"]) == 2


def test_a_missing_folder_is_a_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["explorer", "--out", str(tmp_path / "none" / "e.html")])
    assert ended.value.code == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_a_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["explorer", "--widths-up-to", "1", "--out", str(tmp_path / f"{'e' * 300}.html")])  # longer than any name
    assert ended.value.code == 2
    assert "choose another place" in capsys.readouterr().err
