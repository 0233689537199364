"""``proofs-check list``: a line a claim, by id, source, verdict and words."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from proofs_check.cli import cli
from proofs_check.cli.claims import lines, shortened
from proofs_check.running import expected, index, registry

OWN = Path(__file__).with_name("own_claims.py")


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def listed(*arguments: str) -> list[str]:
    result = CliRunner().invoke(cli, ["list", *arguments])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_each_claim_has_one_line_of_at_most_80_columns():
    found = listed()
    claims = registry.all_claims()
    further = sum(claim.scope_of is not None for claim in claims.values())
    assert found[-1] == f"{len(claims) - further} claims, and {further} further scopes of them."
    assert [line.split()[0] for line in found[:-1]] == list(claims)
    assert max(map(len, found)) <= 80


def test_the_recorded_verdict_stands_behind_the_id():
    words = {line.split()[0]: line.split()[1] for line in listed()[:-1]}
    assert words == {id: verdict.value for id, verdict in expected.recorded().items()}


def test_words_are_cut_and_ids_are_not():
    entry = next(iter(index.entries().values()))
    (line,) = lines([entry], {}, 30)
    assert line.startswith(entry.id)
    assert (shortened("abc", 3), shortened("abcd", 3), shortened("abcd", 0)) == ("abc", "ab…", "")


def test_an_ellipsis_of_three_dots_is_counted_where_the_encoding_has_no_other(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert (shortened("abcdef", 5), shortened("abcdef", 2)) == ("ab...", "")


def test_a_verdict_is_chosen_in_any_letters():
    refuted = {id for id, verdict in expected.recorded().items() if verdict.value == "REFUTED"}
    assert {line.split()[0] for line in listed("--verdict", "refuted")[:-1]} == refuted
    both = listed("--verdict", "PROVED", "--verdict", "ill-formed")
    assert {line.split()[1] for line in both[:-1]} == {"PROVED", "ILL-FORMED"}


@pytest.mark.parametrize("name", ["Achour", "achour", "Malgouyres"])
def test_a_source_or_an_author_names_its_claims(name):
    of_achour = [id for id in registry.all_claims() if id.startswith("achour.")]
    assert [line.split()[0] for line in listed(name)[:-1]] == of_achour


def test_a_search_looks_for_all_words_in_ids_sentences_and_sources():
    found = listed("--search", "STRICT saddle")[:-1]
    ids = {line.split()[0] for line in found}
    assert "achour.shallow-strict" in ids
    entries = index.entries()
    for id in registry.all_claims():
        entry = entries[id]
        assert (id in ids) == ("strict" in entry.text.casefold() and "saddle" in entry.text.casefold())
    assert listed("--search", "no such words anywhere") == ["No claim has all of this; leave out a word or an option."]


def test_the_claims_of_a_file_are_listed_alone_and_have_no_verdict():
    found = listed("--claims", str(OWN))
    assert [line.split()[:2] for line in found[:-1]] == [
        [f"mine.{name}", "-"] for name in ("strict", "raises", "pairs", "tuples", "vacuous", "slow", "true")
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--verdict", "TRUE"), "'TRUE' is not a verdict; the verdicts are PROVED,"),
        (("nothing.at.all",), "no claim is called 'nothing.at.all'; "),
        (("--claims", "missing.py"), "there is no claim file 'missing.py'"),
    ],
)
def test_wrong_use_is_one_sentence(command, arguments, sentence):
    code, out, err = command("list", *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert sentence in err


def test_any_encoding_and_a_full_disk_get_text_or_a_sentence(repository):
    environment = {**os.environ, "PYTHONPATH": str(repository), "PYTHONIOENCODING": "cp1252"}
    call = [sys.executable, "-m", "proofs_check", "list"]
    shown = subprocess.run(call, env=environment, capture_output=True, check=True)
    assert shown.stderr == b""
    if Path("/dev/full").exists():
        with open("/dev/full", "wb") as full:
            failed = subprocess.run(call, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
        assert failed.returncode == 2
        assert failed.stderr.startswith(b"proofs-check: the standard output cannot be written")
        assert len(failed.stderr.splitlines()) == 1
