"""The exact data that rules for refuted claims need beyond the failing case itself, a few lines per claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import symdln as dln
from proofs_check.certificates.build import NoCertificateError, certificate, rules
from proofs_check.language.claim import Claim
from proofs_check.language.given import Given, at
from proofs_check.running.cases_as_data import types_of
from proofs_check.running.witness import case_of

Details = Mapping[str, Any]


def refutation(claim: Claim, witness: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate that the claim is refuted by the case of its witness; ``NoCertificateError`` says why there is
    none.
    """
    subject, conclusion = case_of(witness, types_of(claim)), f"refutes {claim.id}"
    how = claim.certify
    if how is None and conclusion not in rules():
        raise NoCertificateError("no rule says what refutes it, and the claim has no certify=")
    if isinstance(how, str):
        return of_kind(how, claim, subject)
    try:
        given = given_for(claim, subject, witness.get("details", {}))
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError) as error:
        raise NoCertificateError(f"this case is not of the form that the rule is for: {error}") from error
    if conclusion in rules():
        return certificate(conclusion, given)
    return certificate(None, given, claim={"id": claim.id, "statement": claim.statement})


def given_for(claim: Claim, subject: Any, details: Mapping[str, Any]) -> Given:
    """The data for the claim's rule at a failing case: those that ``certify=`` gives, else the case alone."""
    how = claim.certify
    return at(_exact(subject)) if how is None or isinstance(how, str) else how(subject, details)


def of_kind(kind: str, claim: Claim, subject: Any) -> dict[str, Any]:
    """A certificate of one kind of fact about the failing point, or of its class."""
    if kind in rules():
        return certificate(kind, at(_exact(subject)))
    fact: dict[str, Any] = {"kind": kind, "at": "p"}
    facts = [fact] if kind != "inertia" else [{"kind": kind, "of": ["hessian", "p"]}]
    return certificate(None, at(_exact(subject), facts=facts), claim={"id": claim.id, "statement": claim.statement})


def _exact(subject: Any) -> dln.Point | dln.Problem | None:
    return subject if isinstance(subject, (dln.Point, dln.Problem)) else None
