"""The index of claims says of each claim what the claim says, without running it."""

import subprocess
import sys

import pytest

from proofs_check.running import index, registry
from symdln.errors import InputError


def test_the_index_has_all_claims_in_their_order_as_they_are():
    entries, claims = index.entries(), registry.all_claims()
    assert list(entries) == list(claims)
    for id, claim in claims.items():
        entry = entries[id]
        assert (entry.id, entry.module, entry.sentence) == (claim.id, claim.module, claim.sentence)
        assert (entry.source, entry.place) == (claim.source.source, claim.source.place)


def test_the_line_is_that_of_the_claim():
    """The id stands in the lines from the one that is named; for a claim made from another one, its variable."""
    for entry in index.entries().values():
        lines = entry.file.read_text(encoding="utf-8").splitlines()[entry.line - 1 :]
        stem = entry.id.removesuffix(".general-data")
        made = "on_general_data(" in lines[0] or "claim_of(" in lines[0]
        assert made or any(f'"{id}"' in " ".join(lines[:3]) for id in (entry.id, stem)), entry


def test_a_source_alone_is_read_alone():
    of_yun = {id for id in registry.all_claims() if id.startswith("yun.")}
    assert set(index.entries("yun")) == of_yun
    assert index.entries("nobody") == {}


def test_the_index_loads_no_claims_and_no_numbers():
    code = (
        "import sys\nfrom proofs_check.running import index\nassert len(index.entries()) > 200\n"
        "assert not {'numpy', 'flint', 'sympy', 'rich'} & set(sys.modules)\n"
        "assert not [name for name in sys.modules if name.startswith('proofs_check.claims')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('@claim(name_of(), source=OURS.at("x"))\ndef f(): "x"\n', "must be written as texts"),
        ('@claim(NAME, source=OURS.at("x"))\ndef f(): "x"\n', "the name 'NAME' has no value that can be read"),
        ('@claim("a.b", source=somewhere())\ndef f(): "x"\n', "must be written as texts"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, monkeypatch, text, sentence):
    (tmp_path / "x.py").write_text(f"from proofs_check.language.sources import OURS\n{text}")
    monkeypatch.setattr(index, "FOLDER", tmp_path)
    with pytest.raises(InputError, match=sentence):
        index.entries()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("chitour.prop", "did you mean chitour.prop1"),
        ("prop5", "did you mean chitour.prop5"),
        ("chitour.prop4.iv", "did you mean chitour.prop4.i, chitour.prop4.ii"),
        ("zzz", "`proofs-check list --search WORDS` searches all claims"),
    ],
)
def test_hints_are_of_ids_that_are_near(name, hint):
    assert hint in str(index.unknown(name, list(index.entries())))
