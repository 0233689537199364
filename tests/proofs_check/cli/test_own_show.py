"""``proofs-check show``: everything about one claim, or the list of those that begin so."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from proofs_check.cli import cli
from proofs_check.cli.claims import related
from proofs_check.running import index, registry

OWN = Path(__file__).with_name("own_claims.py")


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["show", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("id", list(registry.all_claims())[::9])
def test_every_claim_is_told_in_80_columns(id):
    """Longer lines only where a word, such as one in LaTeX, has no blank in it."""
    claim, text = registry.all_claims()[id], shown(id)
    for line in text.splitlines():
        assert len(line) <= 80 or len(line[14:].split()) == 1, line
    words = " ".join(text.split())
    assert " ".join(claim.statement.split()) in words
    assert claim.sentence in words
    assert ("assuming no hypotheses" in words) == (not claim.assuming)
    entry = index.entries()[id]
    assert f"{'/'.join(entry.file.parts[-4:])}:{entry.line}" in words


def test_the_beginning_of_one_id_shows_it_and_of_several_lists_them():
    assert shown("yun.global").startswith("yun.global\n")
    several = shown("chitour.prop4").splitlines()
    assert [line.split()[0] for line in several[:-1]] == [
        id for id in registry.all_claims() if id.startswith("chitour.prop4.")
    ]
    assert several[-1].startswith("11 claims begin with chitour.prop4; ")
    (only,) = [id for id in registry.all_claims() if id.startswith("arora.end-to-end.")][:1]
    assert shown(only).splitlines()[0] == only


def test_related_claims_are_named():
    claims, known = registry.all_claims(), index.entries()
    assert related(known, claims["chitour.prop4.i"]) == ["corrected by chitour.prop4.i.corrected"]
    assert related(known, claims["chitour.prop4.i.corrected"]) == ["corrects chitour.prop4.i"]
    assert related(known, claims["achour.values"]) == [
        "achour.values.general-data",
        "achour.values.attained",
        "achour.values.classes",
    ]


def test_a_claim_of_a_file_is_shown_with_its_line_and_the_command_that_runs_it():
    text = " ".join(shown("mine.strict", "--claims", str(OWN)).split())
    assert "verdict not recorded" in text
    assert f"proofs-check run mine.strict --claims {OWN}" in text
    line = 1 + OWN.read_text(encoding="utf-8").splitlines().index('    "mine.strict",')
    assert f"{OWN}:{line - 1}" in text or f"own_claims.py:{line - 1}" in text
    assert "7 claims begin with mine;" in shown("mine", "--claims", str(OWN))


def test_only_the_module_of_the_claim_is_loaded(repository):
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom proofs_check.cli import cli\n"
        "assert CliRunner().invoke(cli, ['show', 'yun.global']).exit_code == 0\n"
        "loaded = [name for name in sys.modules if name.startswith('proofs_check.claims.')]\n"
        "assert all(name.startswith('proofs_check.claims.yun') for name in loaded), loaded\n"
        "assert 'rich' not in sys.modules and 'joblib' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=repository, check=True)
