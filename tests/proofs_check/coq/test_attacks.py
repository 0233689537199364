"""Attacks on the Coq check: sources that would make "Closed under the global context" mean nothing."""

import re

import pytest

from proofs_check.coq import check, exports, scan, theorems

LIMITS = check.Limits(seconds=300)
STATED = "(* Claims: a.b\n   Words: w. *)\nTheorem t : {}.\nProof. exact: {}. Qed.\n"
REQUIRE = "From mathcomp Require Import all_ssreflect.\nFrom symdln Require Import {}.\n"

REFUSED = {
    "an axiom behind a brace of a proof": "Lemma a : True. Proof. { Axiom b : False. exact: I. } Qed.",
    "an axiom behind a bullet": "Lemma a : True. Proof. - Axiom b : False. exact: I. Qed.",
    "a notation behind a goal selector": 'Lemma a : True. Proof. 1: { Notation "x < y" := True. exact: I. } Qed.',
    "another scope in the statements": "Local Open Scope Z_scope_of_mine.",
    "a module of other notations": "Import Mine.Notations.",
    "a library of axioms": "From Coq Require Import Classical_Prop.",
    "a library that is only loaded": "From Coq Require Classical_Prop.",
    "a coercion": "Coercion f : nat >-> bool.",
    "a canonical structure": "Canonical c := d.",
    "an instance": "Instance i : C := d.",
    "a redirected answer": 'Redirect "answer" Print Assumptions t.',
    "a local definition": "Local Definition loss := 0.",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_the_scan_refuses(text):
    assert scan.refusals(text)


def test_a_definition_that_another_file_makes_again_does_not_weaken_a_statement(coq):
    """What is stated is false for definitions.v, and true for the definition that hides it."""
    sources = {
        "definitions.v": "Definition holds (n : nat) : Prop := n = 1.\n",
        "hidden.v": REQUIRE.format("definitions")
        + "Definition holds (n : nat) : Prop := True.\nLemma yes : holds 0.\nProof. by []. Qed.\n",
        "statements.v": REQUIRE.format("definitions hidden") + STATED.format("holds 0", "yes"),
    }
    with pytest.raises(check.CoqError, match=r"coqc does not accept questions\.v"):
        check.check(sources=sources)
    honest = {
        "definitions.v": "Definition holds (n : nat) : Prop := n = n.\n",
        "hidden.v": REQUIRE.format("definitions") + "Lemma yes : holds 0.\nProof. by []. Qed.\n",
        "statements.v": REQUIRE.format("definitions hidden") + STATED.format("holds 0", "yes"),
    }
    assert list(check.check(sources=honest).statements) == ["t"]


def test_an_answer_that_is_printed_by_a_source_is_not_read(coq):
    """A file that prints the wanted answer while it is compiled changes nothing: only the last file is listened to."""
    sources = {
        "definitions.v": f'Lemma yes : True.\nProof. idtac "{check.CLOSED}". exact I. Qed.\n',
        "statements.v": REQUIRE.format("definitions") + STATED.format("False", "yes"),
    }
    with pytest.raises(check.CoqError, match=r"coqc does not accept statements\.v"):
        check.check(sources=sources)


@pytest.mark.parametrize("answer", ["", "Axioms:\nx : False", f"{check.CLOSED}\nAxioms:\nx : False"])
def test_only_the_whole_answer_counts(answer):
    output = f"-----t\nt : True\n-----\n{answer}\n-----everything\n-----\n{check.CLOSED}\n"
    with pytest.raises(check.CoqError, match="the theorem t rests on an assumption"):
        check.answers(output, ["t"])


def test_a_question_without_an_answer_is_noticed():
    output = f"-----t\nt : True\n-----\n{check.CLOSED}\n-----everything\n-----\n{check.CLOSED}\n"
    assert check.answers(output, ["t"]) == {"t": "True"}
    with pytest.raises(check.CoqError, match="Coq answered for 2 of 3 questions"):
        check.answers(output, ["t", "u"])


def test_the_user_does_not_tell_coq_where_libraries_are(coq, tmp_path, monkeypatch):
    """A compiled library on COQPATH, or in the user's folder of data, is not found."""
    for place in (tmp_path / "path" / "planted", tmp_path / "share" / "coq" / "planted"):
        place.mkdir(parents=True)
        (place / "lie.v").write_text("Lemma yes : True.\nProof. exact I. Qed.\n")
        check.coqc(place, "lie.v", LIMITS)
    monkeypatch.setenv("COQPATH", str(tmp_path / "path"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "use.v").write_text("From planted Require Import lie.\n")
    with pytest.raises(check.CoqError, match=r"for use\.v"):
        check.coqc(tmp_path, "use.v", LIMITS)


def test_definitions_hide_no_name_of_the_library(coq, tmp_path):
    """A definition called realFieldType or mulmx would change what statements say; none has a name of MathComp."""
    text = scan.without_comments(theorems.source("definitions.v"))
    names = re.findall(r"^(?:Definition|Fixpoint)\s+(\w+)", text, re.MULTILINE)
    assert {"norm2", "loss", "hessian", "critical", "local_minimum", "kron", "gaussian"} <= set(names)
    lines = ["From mathcomp Require Import all_ssreflect all_algebra.", "Import Order.TTheory GRing.Theory Num.Theory."]
    (tmp_path / "names.v").write_text("\n".join([*lines, *(f"Fail Check {name}." for name in names)]) + "\n")
    check.coqc(tmp_path, "names.v", LIMITS)


@pytest.mark.slow
def test_what_symdln_writes_is_scanned_and_faults_in_it_are_found(coq, compiled):
    """All exports pass the scan; one with a wrong number, and one with an axiom, do not."""
    written = exports.export_files()
    assert len(written) == 12
    assert all(scan.refusals(text) == [] for text in written.values())
    name = "export_critical_points.v"
    wrong = re.sub(r"norm2 \(\(?Y", "2%:R * norm2 (Y", written[name])
    assert wrong != written[name]
    (compiled / name).write_text(wrong, encoding="utf-8")
    with pytest.raises(check.CoqError, match=r"does not accept export_critical_points\.v"):
        check.coqc(compiled, name, LIMITS)
    assert scan.refusals(written[name] + "\nAxiom a : False.\n")
