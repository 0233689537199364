"""What Coq source is refused before it is compiled."""

import pytest

from proofs_check.coq import scan, theorems

REFUSED = {
    "an axiom": "Axiom a : False.",
    "axioms": "Axioms a b : False.",
    "a local axiom": "Local Axiom a : False.",
    "a parameter": "Parameter a : False.",
    "parameters": "Parameters a b : False.",
    "a conjecture": "Conjecture a : False.",
    "a variable outside of a section": "Variable a : False.",
    "variables after a section": "Section A. Variable a : nat. End A. Variables b c : False.",
    "a hypothesis outside of a section": "Hypothesis a : False.",
    "hypotheses outside of a section": "Hypotheses a b : False.",
    "context outside of a section": "Context (a : False).",
    "an admitted proof": "Lemma a : False. Proof. Admitted.",
    "the tactic admit": "Lemma a : False. Proof. by admit. Qed.",
    "admit inside a tactic": "Lemma a : False. Proof. split; [exact: I | admit]. Qed.",
    "give_up": "Lemma a : False. Proof. give_up. Qed.",
    "an aborted proof": "Lemma a : False. Proof. Abort.",
    "no guard": "Unset Guard Checking.",
    "no positivity": "Unset Positivity Checking.",
    "no universes": "Unset Universe Checking.",
    "type in type": "Set Type In Type.",
    "an attribute": "#[bypass_check(guard)] Fixpoint f (n : nat) : False := f n.",
    "a plugin": 'Declare ML Module "mine".',
    "a declared module": "Declare Module M : T.",
    "a module with a parameter": "Module Type T. Parameter a : False. End T.",
    "a file from the disk": 'Load "mine".',
    "a path": 'Add LoadPath "mine".',
    "a notation": 'Notation "x = y" := True.',
    "a primitive": "Primitive a := #int63_add.",
    "a rewrite of what is printed": 'Redirect "out" Check True.',
    "another library": "From Mine Require Import false.",
    "a computation outside of the kernel's core": "Lemma a : True. Proof. native_compute. Qed.",
    "no full stop": "Lemma a : True. Proof. exact: I. Qed",
    "an open section": "Section A.",
    "an axiom after a comment that looks open": '(* "*)" *) Axiom a : False.',
    "an axiom behind a string": 'Ltac t := idtac "(*". Axiom a : False. Ltac u := idtac "*)".',
    "an axiom behind a doubled quote": 'Ltac t := idtac """(*". Axiom a : False. (* *)',
    "an axiom on the line of another sentence": "Lemma a : True. Proof. exact: I. Qed. Axiom b : False.",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refused(text):
    assert scan.refusals(text)


ALLOWED = {
    "an axiom in a comment": "(* Axiom a : False. (* nested *) Admitted. *) Lemma a : True. Proof. exact: I. Qed.",
    "a variable in a section": "Section A. Variable a : nat. Hypothesis h : a = a. End A.",
    "a string that looks like a comment": 'Ltac t := idtac "(* Axiom".',
    "a name that contains a forbidden word": "Lemma admitted_later : True. Proof. exact: I. Qed.",
    "a dot inside of a name": "Lemma a (n : nat) : n.+1 = S n. Proof. by []. Qed.",
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED.keys())
def test_allowed(text):
    assert scan.refusals(text) == []


def test_a_refusal_names_the_line():
    assert [
        refusal.line
        for refusal in scan.refusals("(* one\n*)\n\nLemma a : True. Proof. exact: I. Qed.\nAxiom b : False.")
    ] == [5]


@pytest.mark.parametrize("name", theorems.file_names())
def test_the_sources_are_accepted_and_a_planted_axiom_is_not(name):
    text = theorems.source(name)
    assert scan.refusals(text) == []
    assert scan.refusals(text + "\nAxiom planted : False.\n")


def test_statements_hold_no_definitions():
    text = theorems.source(theorems.STATEMENTS)
    assert scan.refusals(text, scan.IN_STATEMENTS) == []
    assert scan.refusals(text + "\nDefinition loss := 0.\n", scan.IN_STATEMENTS)
