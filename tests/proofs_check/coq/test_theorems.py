"""The table of claims and theorems, read from statements.v; the command where Coq is missing."""

import pytest
from click.testing import CliRunner

from proofs_check.cli import cli
from proofs_check.coq import check, theorems
from proofs_check.language.verdict import Verdict
from proofs_check.running import expected, registry
from symdln.errors import InputError


def test_every_id_is_a_claim_and_agrees_with_its_recorded_verdict():
    """A claim that the suite refutes has no theorem that proves it, and the reverse."""
    recorded, known = expected.recorded(), registry.all_claims()
    for theorem in theorems.all_theorems():
        assert theorem.ids, theorem.name
        for id in theorem.ids:
            assert id in known, id
            assert (recorded[id] is Verdict.REFUTED) == (id in theorem.refutes), id


def test_at_least_forty_claims_have_a_theorem():
    assert len(theorems.by_claim()) >= 40


def test_every_theorem_has_words_and_every_proof_is_one_name():
    text = theorems.source(theorems.STATEMENTS)
    for theorem in theorems.all_theorems():
        assert theorem.words.endswith("."), theorem.name
        assert f"Theorem {theorem.name} :" in text
    assert text.count("Proof. exact: ") == len(theorems.all_theorems()) == text.count("Qed.")


def test_a_theorem_without_its_comment_is_an_error():
    with pytest.raises(InputError, match=r"the theorem b of statements\.v has no comment"):
        theorems.read(
            "(* Claims: x.y\n Words: w. *)\nTheorem a : True.\nProof. exact: I. Qed.\nTheorem b : True.\nProof."
        )


def test_a_narrower_theorem_says_so_in_its_verdict():
    (decayed,) = theorems.by_claim()["chitour.remark3.regularised.corrected"]
    assert decayed.verdict("chitour.remark3.regularised.corrected") == (
        "kernel: Coq, theorem chitour_weight_decay, no axioms (a part of the claim)"
    )


def test_list_says_that_nothing_was_checked():
    done = CliRunner().invoke(cli, ["formal", "--list", "lucchi.thm4"])
    assert done.output.splitlines() == [
        f"{'lucchi.thm4':42} lucchi_thm4",
        f"{'lucchi.thm4.converse':42} lucchi_thm4_converse",
        "2 claims have a Coq theorem; nothing was checked.",
    ]


def test_an_id_without_a_theorem_is_refused_in_one_sentence():
    done = CliRunner().invoke(cli, ["formal", "--list", "chitour.prop2"], standalone_mode=False)
    assert done.exception is None
    done = CliRunner().invoke(cli, ["formal", "--list", "no.such"])
    assert "no claim called 'no.such' has a Coq theorem" in str(done.exception)


def test_without_coq_nothing_is_checked_and_the_packages_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(cli, ["formal"])
    assert isinstance(done.exception, check.CoqError)
    sentence = str(done.exception)
    assert "nothing was checked; install coq, libcoq-mathcomp-algebra" in sentence
    assert "no axioms" not in done.output


def test_files_come_after_those_that_they_require():
    texts = {name: theorems.source(name) for name in theorems.file_names()}
    placed = check.order(texts)
    assert sorted(placed) == sorted(texts)
    assert placed.index("definitions.v") < placed.index("words.v") < placed.index("network.v")
    assert placed[-1] == "statements.v"


def test_a_circle_of_files_is_refused():
    circle = {"a.v": "From symdln Require Import b.", "b.v": "From symdln Require Import\n a."}
    with pytest.raises(check.CoqError, match="in a circle"):
        check.order(circle)


def test_answers_with_an_assumption_are_refused():
    good = "\n-----a\na\n     : True\n-----\nClosed under the global context\n"
    end = "-----everything\n-----\nClosed under the global context\n"
    assert check.answers(good + end, ["a"]) == {"a": "True"}
    with pytest.raises(check.CoqError, match="the theorem a rests on an assumption: Axioms: b : False"):
        check.answers(good.replace(check.CLOSED, "Axioms:\nb : False") + end, ["a"])
    with pytest.raises(check.CoqError, match="1 of 2 questions"):
        check.answers(good, ["a"])


def test_the_documentation_lists_every_theorem_with_its_claims(repository):
    text = (repository / "docs" / "coq.md").read_text(encoding="utf-8")
    for theorem in theorems.all_theorems():
        ids = ", ".join(f"`{id}`" for id in theorem.ids)
        scope = (
            "the negation" if theorem.refutes else f"a part: {theorem.narrower}" if theorem.narrower else "the claim"
        )
        assert f"| `{theorem.name}` | {ids} | {scope} |" in text
    assert theorems.by_claim()["achour.shallow-strict"][0].statement in text
