"""The subject of a certificate: a problem, points, values and laws, as ``certify=`` of a claim returns it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import symdln as dln
from symdln.algebra.rational import rational_text
from symdln.errors import SymdlnError
from symdln.files import problem_data

Details = Mapping[str, Any]
"""The details of the outcome of a failing case, beside its sentence."""
Weights = Sequence[Sequence[Sequence[str]]]
"""One matrix per layer, with texts as entries: rationals "p/q", and letters for indeterminates."""


class NoCertificateError(SymdlnError):
    """The facts that a rule needs fail at a case, or the kernel cannot check them; the message says which."""


@dataclass(frozen=True)
class NoCertificate:
    """The value of ``certify=`` of a refuted claim that no facts of the kernel can refute, with the reason."""

    reason: str

    def __call__(self, case: Any, details: Mapping[str, Any]) -> Given:
        raise NoCertificateError(self.reason)


@dataclass(frozen=True)
class Given:
    """Named objects for the terms of facts; ``known`` holds the exact points among ``points``.

    A rule takes the objects that it names; further points and values stay out of the certificate.  ``facts`` are to be
    certified where there is no rule.
    """

    problem: dln.Problem | None = None
    points: Mapping[str, Weights] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    laws: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, dln.Point] = field(default_factory=dict)
    facts: tuple[dict[str, Any], ...] = ()

    def data(self, names: set[str]) -> dict[str, Any]:
        """As JSON data, with the points, values and laws of these names alone."""
        found: dict[str, Any] = {}
        if self.problem is not None:
            found["problem"] = {key: value for key, value in problem_data(self.problem).items() if key != "samples"}
        for key in ("points", "values", "laws"):
            kept = {name: value for name, value in getattr(self, key).items() if name in names}
            if kept:
                found[key] = kept
        return found


def at(
    subject: dln.Point | dln.Problem | None = None,
    *,
    points: Mapping[str, dln.Point | Weights] | None = None,
    laws: Mapping[str, Any] | None = None,
    facts: Sequence[dict[str, Any]] = (),
    **values: Any,
) -> Given:
    """The given objects at a case: its problem and the points p (the case, if it is a point), o (all weights zero) and
    g (every weight a letter), together with further points, laws, and values (matrices or numbers, named by capitals);
    and the facts to certify where no rule of rules.json names them.

    >>> problem = dln.Problem.canonical((3,), (1, 1, 1))
    >>> at(problem, B=2).points["g"], at(problem, B=2).values
    ([[['a']], [['b']]], {'B': '2'})
    """
    problem = subject.problem if isinstance(subject, dln.Point) else subject
    named: dict[str, dln.Point | Weights] = {}
    if problem is not None:
        named = {"o": dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes]), "g": letters(problem)}
    if isinstance(subject, dln.Point):
        named["p"] = subject
    named |= points or {}
    known = {name: point for name, point in named.items() if isinstance(point, dln.Point)}
    texts = {
        name: [weight.texts() for weight in point.weights] if isinstance(point, dln.Point) else point
        for name, point in named.items()
    }
    plain = {
        name: value.texts() if isinstance(value, dln.Matrix) else rational_text(value) for name, value in values.items()
    }
    return Given(problem, texts, plain, laws or {}, known, tuple(facts))


Certify = Callable[[Any, Mapping[str, Any]], Given] | str
"""How a claim is refuted: a function of the failing case and of the details in its outcome, or for a critical point
the name of a kind of fact about it or of a class, such as "inertia" or "strict saddle"."""


def letters(problem: dln.Problem) -> list[list[list[str]]]:
    """Weights that are all different letters: a, b, ..., z, aa, ab, ..."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    names = ("".join(word) for n in itertools.count(1) for word in itertools.product(alphabet, repeat=n))
    return [[[next(names) for _ in range(columns)] for _ in range(rows)] for rows, columns in problem.shapes]


def with_inverse(subject: Any, details: Details) -> Given:
    problem = subject.problem if isinstance(subject, dln.Point) else subject
    return at(subject, K=problem.Sxx.inverse())


def zero_is_critical(problem: dln.Problem, details: Details) -> Given:
    return at(dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes]))
