"""The bibliography: every source once, with what the data of the source say."""

import re

from proofs_check.language.sources import KAWAGUCHI, OURS, SOURCES
from proofs_check.report.bibliography import FILE, bibliography, keys


def test_the_file_is_what_the_sources_give() -> None:
    assert FILE.read_text(encoding="utf-8") == bibliography(), (
        "docs/references.bib is old; run `.venv/bin/python -m proofs_check.report.bibliography`."
    )


def test_an_entry_by_hand() -> None:
    assert bibliography([KAWAGUCHI, OURS]) == (
        "@misc{kawaguchi2016,\n"
        "  author = {Kawaguchi},\n"
        "  title = {{Deep learning without poor local minima}},\n"
        "  year = {2016},\n"
        "  note = {NeurIPS 2016, arXiv:1605.07110; read in the abstract, and Theorem 2.3 as later papers quote it},\n"
        "  eprint = {1605.07110},\n"
        "  archiveprefix = {arXiv},\n"
        "}\n"
    )


def test_every_document_has_one_key_and_no_key_two_documents() -> None:
    found = list(keys(SOURCES))
    assert len({key for key, _ in found}) == len(found)
    assert {source.title for _, source in found} == {source.title for source in SOURCES if not source.own}
    assert all(re.fullmatch(r"[a-z][a-z0-9]*\d{4}[a-h]?", key) for key, _ in found)


def test_braces_are_balanced() -> None:
    assert bibliography().count("{") == bibliography().count("}")
