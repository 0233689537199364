"""The command ``symdln explorer``: the page that it writes, and places where it cannot."""

import pytest

from symdln.cli import main
from symdln.teaching.explorer import explorer_page


def test_the_command_writes_the_page(tmp_path):
    with pytest.raises(SystemExit) as ended:
        main(["explorer", "--out", str(tmp_path / "e.html")])
    assert not ended.value.code
    assert (tmp_path / "e.html").read_text(encoding="utf-8") == explorer_page()


def test_a_missing_folder_is_a_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["explorer", "--out", str(tmp_path / "none" / "e.html")])
    assert ended.value.code == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_a_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["explorer", "--out", str(tmp_path / f"{'e' * 300}.html")])  # longer than any name
    assert ended.value.code == 2
    assert "choose another place" in capsys.readouterr().err
