"""The command ``proofs-check report``: files that it refuses."""

import json

from click.testing import CliRunner

from proofs_check.cli import cli


def test_the_command_refuses_other_files(tmp_path):
    path = tmp_path / "other.json"
    path.write_text(json.dumps({"format": "something else"}))
    answer = CliRunner().invoke(cli, ["report", str(path), "--findings", str(tmp_path / "f.md")])
    assert "holds no results in the format" in str(answer.exception)
