"""Certificates of the classes of points: every kind has one of its class, and none of another."""

import jsonschema
import pytest

import symdln as dln
from proofs_check.certificates import NoCertificateError, at, certificate
from proofs_check.certificates.points import class_of, representatives
from tests.proofs_check.certificates.support import SCHEMA

# -- classes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spectrum", "widths"),
    [((3, 2), (2, 2, 2)), ((3, 2), (2, 1, 2)), ((3,), (2, 1, 2, 2)), ((2, 2, 1), (3, 2, 3)), ((3, 2, 1), (3, 2, 2, 3))],
)
def test_every_kind_has_a_certificate_of_its_class(spectrum, widths):
    labels = set()
    for number, kind in enumerate(dln.Problem.canonical(spectrum, widths).kinds()):
        if number % 7 and kind.label in labels:
            continue
        labels.add(kind.label)
        for point in kind.representatives():
            made = class_of(point)
            assert made["conclusion"] == kind.label
            jsonschema.validate(made, SCHEMA)
    assert "global minimiser" in labels
    assert "strict saddle" in labels


def test_singular_data_have_certificates_too():
    problem = dln.Problem.from_data([[1, 1, 0], [1, 1, 0]], [[2, 0, 1], [1, 1, 0]], (1,))  # Sxx = [[2, 2], [2, 2]]
    labels = set()
    for kind in problem.kinds():
        labels.add(class_of(kind.representative())["conclusion"])
    assert labels == {"strict saddle", "global minimiser"}


def test_a_point_is_not_given_another_class():
    problem = dln.Problem.canonical((3, 2), (2, 1, 2))
    best, second = dln.Point(problem, [[[1, 0]], [[3], [0]]]), dln.Point(problem, [[[0, 1]], [[0], [2]]])
    bounds = {"K": problem.Sxx, "A": dln.Matrix([[5, 0], [0, 0]]), "Mu": 4}  # Sigma - 4 I = diag(5, 0)
    assert certificate("global minimiser", at(best, **bounds))
    with pytest.raises(NoCertificateError, match="false: "):
        certificate("global minimiser", at(second, **bounds))
    with pytest.raises(NoCertificateError, match="false: "):  # A that is too small for the bound
        certificate("global minimiser", at(best, **bounds | {"A": dln.Matrix([[4, 0], [0, 0]])}))
    with pytest.raises(NoCertificateError):
        certificate("strict saddle", at(best))
    with pytest.raises(NoCertificateError):
        certificate("non-strict saddle", at(second))
    assert certificate("strict saddle", at(second))


# -- the command line --------------------------------------------------------------------------------------------------


def test_every_family_has_every_class_it_can_have():
    made = {name: found for name, _, found in representatives("default")}
    assert all(made.values())
    assert {name.split("-", 2)[2] for name in made} == {"strict-saddle", "non-strict-saddle", "global-minimiser"}
    # Of the 15 families 11 have architectures without width 1; a non-strict saddle needs depth 3, which 6 of them have.
    assert len(made) == 11 * 2 + 6
