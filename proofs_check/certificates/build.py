"""Builds certificates: takes the facts that a rule needs, and finds for each the evidence that the kernel checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from proofs_check import kernel
from proofs_check.certificates.kinds import DOWN, Fact, NoCertificateError, direction, in_kernel_words
from proofs_check.language.given import Given

RULES = Path(kernel.__file__).with_name("rules.json")


@cache
def rules() -> dict[str, Any]:
    """The rules by which the kernel draws a conclusion from facts."""
    return json.loads(RULES.read_text(encoding="utf-8"))


def certificate(conclusion: str | None, given: Given, *, claim: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The certificate for a conclusion that rules.json knows, checked by the kernel.

    Without a conclusion the certificate is one of ``given.facts``, and ``claim`` names what they are about.  Raises
    ``NoCertificateError`` where there is no such rule, or the kernel does not accept.

    >>> import symdln as dln
    >>> from proofs_check.certificates import at
    >>> problem = dln.Problem.canonical((3,), (1, 1, 1))
    >>> made = certificate("strict saddle", at(dln.Point(problem, [[[0]], [[0]]])))
    >>> [fact["kind"] for fact in made["facts"]]
    ['gradient-zero', 'value-comparison']
    """
    plain = {"claim": claim and dict(claim), "sentence": None, "facts": list(given.facts)}
    rule = rules().get(conclusion) if conclusion is not None else plain
    if rule is None:
        raise NoCertificateError(f"there is no rule {conclusion!r} in {RULES.name}")
    made: dict[str, Any] = {
        "format": kernel.FORMAT,
        "conclusion": conclusion,
        "sentence": rule["sentence"],
        "claim": rule["claim"],
    }
    try:
        known, facts = known_to_kernel(rule, given)
        made["given"] = known
        made["facts"] = proved(facts, given, kernel_view(known, rule))
        made["sha256"] = kernel.digest(made)
        kernel.check(made)
    except kernel.CertificateRefusedError as reason:
        raise NoCertificateError(str(reason)) from None
    except kernel.MALFORMED as error:
        raise NoCertificateError(f"what is given does not fit the rule: {type(error).__name__} {error}") from error
    return made


def known_to_kernel(rule: Mapping[str, Any], given: Given) -> tuple[dict[str, Any], list[Fact]]:
    """The given objects as the certificate holds them, and the facts in the kernel's words.

    A rule declares the names; facts without a rule take those that they mention.  Directions of descent are searched.
    """
    declared = rule.get("given")
    names = set(_words(rule["facts"])) if declared is None else set(_words(declared))
    facts = in_kernel_words(rule["facts"], kernel_view(given.data(names), rule))
    if declared is None:
        names = set(_words(facts))
    data = given.data(names)
    if declared is not None and "problem" not in declared:
        data.pop("problem", None)
    for name in names - given.points.keys():
        if name.startswith(DOWN):
            data.setdefault("points", {})[name] = direction(given.known[name.removeprefix(DOWN)])
    return data, facts


def kernel_view(data: Mapping[str, Any], rule: Mapping[str, Any]) -> kernel.GivenObjects:
    """The kernel's own reading of the given objects, with the names that the rule defines."""
    view = kernel.GivenObjects(data)
    view.define(rule.get("let", {}))
    return view


def proved(wanted: list[Fact], given: Given, known: kernel.GivenObjects) -> list[Fact]:
    """The facts, with evidence where the kernel needs it, and with the counts of an inertia."""
    found = []
    for fact in wanted:
        if fact["kind"] == "inertia":
            counts = kernel.inertia(kernel.as_matrix(known.value(fact["of"])))
            found.append(counts | fact)
        else:
            found.append(fact | evidence(fact, given))
    return found


def evidence(fact: Fact, given: Given) -> dict[str, Any]:
    """The evidence that the kernel needs beside the statement, under the key ``evidence``; empty where it computes."""
    if fact["kind"] not in ("descent-curve", "ascent-curve") or "evidence" in fact:
        return {}
    point = given.known[fact["at"]]
    curve = point.descent_curve if fact["kind"] == "descent-curve" else point.ascent_curve
    if curve is None:
        raise NoCertificateError(f"no {fact['kind'].replace('-', ' ')} was found")
    return {"evidence": {"layers": [[term.texts() for term in layer] for layer in curve.layers]}}


def _words(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from data
        for part in data.values():
            yield from _words(part)
    elif isinstance(data, list):
        for part in data:
            yield from _words(part)
