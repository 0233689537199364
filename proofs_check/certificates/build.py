"""Builds certificates: takes the facts that a rule asks for, and finds for each the evidence that the kernel checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates.kinds import DOWN, Fact, NoCertificateError, direction, in_kernel_words
from proofs_check.language.given import Given
from symdln.algebra.ldl import congruence_of
from symdln.algebra.matrix import vstack

RULES = Path(kernel.__file__).with_name("rules.json")


@cache
def rules() -> dict[str, Any]:
    """The rules by which the kernel draws a conclusion from facts."""
    return json.loads(RULES.read_text(encoding="utf-8"))


def certificate(conclusion: str | None, given: Given, *, claim: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The certificate for a conclusion that rules.json knows, checked by the kernel.

    Without a conclusion the certificate is one of ``given.facts``, and ``claim`` names what they are about.  Raises
    ``NoCertificateError`` where there is no such rule, or the kernel does not accept.

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
        facts = in_kernel_words(rule["facts"], kernel.Given(given.data(set(_words(rule["facts"])))))
        names = set(_words(facts))
        made["given"] = given.data(names)
        for name in names - given.points.keys():
            if name.startswith(DOWN):
                made["given"]["points"][name] = direction(given.known[name.removeprefix(DOWN)])
        made["facts"] = proved(facts, given, kernel.Given(made["given"]))
        made["sha256"] = kernel.digest(made)
        kernel.check(made)
    except kernel.RefusedError as reason:
        raise NoCertificateError(str(reason)) from None
    except kernel.MALFORMED as error:
        raise NoCertificateError(f"what is given does not fit the rule: {type(error).__name__} {error}") from error
    return made


def proved(wanted: list[Fact], given: Given, known: kernel.Given) -> list[Fact]:
    """The facts with their evidence, each after the inertias that its terms use."""
    found: dict[str, Fact] = {}
    for fact in wanted:
        for term in _lemmas(fact):
            lemma = inertia_fact(term, known)
            found.setdefault(kernel.key(kernel.statement(lemma)), lemma)
            known.proved |= {kernel.key([name, term]): lemma[name] for name in ("positive", "negative", "zero")}
        full = inertia_fact(fact["of"], known) if fact["kind"] == "inertia" else fact | evidence(fact, given)
        found[kernel.key(kernel.statement(full))] = full
    return list(found.values())


def evidence(fact: Fact, given: Given) -> dict[str, Any]:
    """What the kernel wants to see beside the statement, under the key ``evidence``; nothing where it computes."""
    if fact["kind"] not in ("descent-curve", "ascent-curve"):
        return {}
    point = given.known[fact["at"]]
    curve = point.descent_curve if fact["kind"] == "descent-curve" else point.ascent_curve
    if curve is None:
        raise NoCertificateError(f"no {fact['kind'].replace('-', ' ')} was found")
    return {"evidence": {"layers": [[term.texts() for term in layer] for layer in curve.layers]}}


def inertia_fact(term: Any, known: kernel.Given) -> Fact:
    """The inertia of a symmetric matrix by an inverted congruence to a diagonal one."""
    found = congruence(dln.Matrix([[kernel.number(entry) for entry in row] for row in known.value(term)]))
    signs = [(x > 0) - (x < 0) for x in map(Fraction, found["diagonal"])]
    counts = {name: signs.count(sign) for name, sign in (("positive", 1), ("negative", -1), ("zero", 0))}
    return {"kind": "inertia", "of": term, **counts, "evidence": found}


def congruence(matrix: dln.Matrix) -> dict[str, Any]:
    """P, its inverse, and the diagonal of P^T A P; a block [[0, b], [b, 0]] becomes diag(2b, -2b)."""
    found = congruence_of(matrix)
    changes, diagonal = [], []
    for block in found.blocks:
        if block.shape == (1, 1):
            changes.append(dln.Matrix.identity(1))
            diagonal.append(block[0, 0])
        else:
            changes.append(dln.Matrix([[1, 1], [1, -1]]))
            diagonal += [2 * block[0, 1], -2 * block[0, 1]]
    transform = found.transform @ _diagonal(changes, matrix.shape[0])
    return {
        "transform": transform.texts(),
        "inverse": transform.inverse().texts(),
        "diagonal": [str(entry) for entry in diagonal],
    }


def _diagonal(blocks: list[dln.Matrix], size: int) -> dln.Matrix:
    rows, start = [], 0
    for block in blocks:
        width = block.shape[0]
        rows.append(block @ dln.Matrix.identity(size).block(range(start, start + width), range(size)))
        start += width
    return vstack(rows)


def _lemmas(data: Any) -> Iterator[Any]:
    """The matrices whose inertia the terms ["negative", A], ["rank", A], ... in a statement use, inner ones first."""
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _lemmas(part)
        if data and data[0] in ("positive", "negative", "zero"):
            yield data[1]
        elif data and data[0] == "rank":
            yield ["*", ["T", data[1]], data[1]]


def _words(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, Mapping)):
        for part in data.values() if isinstance(data, Mapping) else data:
            yield from _words(part)
