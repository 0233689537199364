"""Certificates of the class of exact critical points: one for each class in each family of problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import symdln as dln
from proofs_check.certificates.build import NoCertificateError, certificate
from proofs_check.language.given import Given, at
from proofs_check.scopes import families
from proofs_check.scopes.families import Family
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

CLASSES = (STRICT, NON_STRICT, GLOBAL_MINIMISER)
MOST_KINDS = 2000
"""The number of kinds of a family that are searched for its classes, smallest problems first."""


def representatives(size: str) -> Iterator[tuple[str, dln.Point | NoCertificateError, dict[str, Any] | None]]:
    """For each family of the size and each class in it: a name, the first point of the class, and its certificate."""
    for number, family in enumerate(families.FAMILIES[size], 1):
        for label, point in first_of_class(family).items():
            name = f"family-{number}-{label.replace(' ', '-')}"
            try:
                yield name, point, class_of(point)
            except NoCertificateError as reason:
                yield name, reason, None


def first_of_class(family: Family) -> dict[str, dln.Point]:
    """The disguised representative of each class's last kind, in the smallest problem without width 1 that has one."""
    found: dict[str, dln.Kind] = {}
    seen = 0
    for spec in sorted(family.specs(), key=lambda spec: (spec.parameters, spec.widths)):
        if min(spec.widths) > 1:
            kinds = list(families.problem(spec).kinds())
            found = {kind.label: kind for kind in kinds} | found
            seen += len(kinds)
        if len(found) == len(CLASSES) or seen > MOST_KINDS:
            break
    return {label: found[label].representatives()[-1] for label in CLASSES if label in found}


def class_of(point: dln.Point) -> dict[str, Any]:
    """The certificate that a critical point is of its class; ``NoCertificateError`` where it has none."""
    return certificate(point.label, as_minimiser(point) if point.label == GLOBAL_MINIMISER else at(point))


def as_minimiser(point: dln.Point) -> Given:
    """K = Sxx^+, and A = P (Sigma - Mu I) with Mu the r-th largest eigenvalue of Sigma and P the projection on the span
    of the product; where the rank of Sigma is at most r, the least width, A = Sigma and Mu = 0.
    """
    problem, r = point.problem, point.problem.least_width
    K = problem.Sxx_pseudoinverse
    if problem.cross_rank <= r:
        return at(point, K=K, A=problem.sigma, Mu=0)
    mu, product = problem.spectrum[problem.positions[r - 1]].value, point.end_to_end
    if mu is None:
        raise NoCertificateError("the eigenvalue that separates what is selected is irrational")
    projection = product @ product.pseudoinverse()
    return at(point, K=K, A=projection @ (problem.sigma - dln.Matrix.identity(problem.output_width) * mu), Mu=mu)
