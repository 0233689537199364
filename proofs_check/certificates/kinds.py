"""Kinds of facts that consist of other facts in the words of the kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import symdln as dln
from proofs_check import kernel
from proofs_check.language.given import NoCertificateError

Fact = dict[str, Any]
DOWN = "down_"
"""Before the name of a point: the point that holds a direction in which the Hessian there is negative."""


def comparison(left: Any, relation: str, right: Any) -> Fact:
    return {"kind": "value-comparison", "left": left, "relation": relation, "right": right}


def eigenvalue_inequality(fact: Fact, known: kernel.GivenObjects) -> list[Fact]:
    """lambda_1 <= lambda_2 <= ...: lambda_k < c if and only if A - c I has at least k negative eigenvalues, and
    lambda_k <= c if and only if at least k are negative or zero.
    """
    A, k, n = fact["of"], fact["number"], len(known.value(fact["of"]))
    if not 0 < kernel.number(known.value(k)) <= n:
        raise NoCertificateError(f"there is no eigenvalue {k} of {n}")
    shifted = ["-", A, ["*", fact["value"], ["eye", n, n, n]]]
    below, up_to = ["negative", shifted], ["+", ["negative", shifted], ["zero", shifted]]
    halves = [["+", ["-", count, k], "1/2"] for count in (below, up_to)]  # negative or positive, never 0
    return {
        "<": [comparison(below, ">=", k)],
        ">=": [comparison(below, "<", k)],
        "<=": [comparison(up_to, ">=", k)],
        ">": [comparison(up_to, "<", k)],
        "=": [comparison(["*", *halves], "<", 0)],
        "!=": [comparison(["*", *halves], ">", 0)],
    }[fact["relation"]]


def descent_direction(fact: Fact, known: kernel.GivenObjects) -> list[Fact]:
    at = fact["at"]
    return [{"kind": "gradient-zero", "at": at}, comparison(["form", at, DOWN + at], "<", 0)]


def identity_failure(fact: Fact, known: kernel.GivenObjects) -> list[Fact]:
    return [{"kind": "some-failure", "pairs": [[fact["left"], fact["right"]]]}]


MADE_OF: Mapping[str, Callable[[Fact, kernel.GivenObjects], list[Fact]]] = {
    "rank": lambda fact, known: [comparison(["rank", fact["of"]], "=", fact["value"])],
    "eigenvalue-inequality": eigenvalue_inequality,
    "descent-direction": descent_direction,
    "exact-moment": lambda fact, known: [comparison(["E", fact["law"], fact["of"]], "=", fact["value"])],
    "identity-failure": identity_failure,
    "generic-point": lambda fact, known: [comparison(["free", fact["at"]], "=", ["parameters"])],
}


def in_kernel_words(facts: list[Fact], known: kernel.GivenObjects) -> list[Fact]:
    """The facts, each composed one replaced by the facts that it consists of."""
    return [
        part for fact in facts for part in (MADE_OF[fact["kind"]](fact, known) if fact["kind"] in MADE_OF else [fact])
    ]


def direction(point: dln.Point) -> list[list[list[str]]]:
    """A direction in which the Hessian is negative, as the weights of a point."""
    found = point.descent_direction
    if found is None:
        raise NoCertificateError("no direction of descent was found")
    return [block.texts() for block in found]
