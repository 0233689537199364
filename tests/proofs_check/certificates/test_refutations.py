"""Certificates are made for refuted claims, where they fail and nowhere else, and for claims of one's own."""

import copy
import itertools
import random
import re
from fractions import Fraction

import certificate_truth
import jsonschema
import pytest
from certificate_symbols import SymbolicTruth

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import Given, NoCertificateError, at
from proofs_check.certificates.build import rules
from proofs_check.certificates.refutations import refutation
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.outcome import equal
from proofs_check.language.sources import CHITOUR
from proofs_check.running import registry
from proofs_check.running.evaluate import first_failure
from proofs_check.running.witness import witness_of
from proofs_check.scopes import critical_points
from symdln.errors import SymdlnError
from tests.proofs_check.certificates.support import SCHEMA, failing

REFUTATIONS = [name for name in rules() if name.startswith("refutes ")]


# -- refuted claims ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REFUTATIONS)
def test_every_rule_refutes_the_claim_at_its_first_failing_case(name):
    made = refutation(*failing(name.removeprefix("refutes ")))
    assert kernel.check(made).startswith(name)
    jsonschema.validate(made, SCHEMA)


@pytest.mark.parametrize("name", REFUTATIONS)
def test_a_rule_quotes_the_claim_as_it_stands(name):
    found = registry.find(registry.all_claims(), name.removeprefix("refutes "))
    assert rules()[name]["claim"] == {"id": found.id, "statement": found.statement}
    assert found.corrects is None


def test_what_is_given_to_rules_is_for_rules():
    told = {id: found.certify for id, found in registry.all_claims().items() if found.certify is not None}
    given = [id for id, how in told.items() if callable(how) and not isinstance(how, NoCertificate)]
    assert {f"refutes {id}" for id in given if not id.endswith(".general-data")} <= set(REFUTATIONS)


SLOW = {"refutes hardt.lemma2.4"}  # the gradient of three layers of width 2 by letters
SYMBOLIC = [
    pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name
    for name in REFUTATIONS
    if all(stated["kind"] != "every-permutation" for stated in rules()[name]["facts"])
]


def numbers_changed(made, generator):
    """A copy with one or two numbers changed, among what is given, the statements and the evidence."""
    made = copy.deepcopy(made)
    paths = [(part, *path) for part in ("given", "facts") for path in certificate_truth.leaves(made[part])]
    for _ in range(generator.choice((1, 1, 2))):
        *path, last = generator.choice(paths)
        place = made
        for step in path:
            place = place[step]
        if isinstance(place[last], int):
            place[last] += generator.choice((-1, 1))
        elif re.fullmatch(r"-?\d+(/\d+)?", place[last]):
            place[last] = str(Fraction(place[last]) + generator.choice((1, -1, Fraction(1, 2))))
        elif len(place[last]) == 1 and place[last].islower():
            place[last] = generator.choice("abstuvwxy12")
    return made | {"sha256": kernel.digest(made)}


def truth_by_sympy(made) -> bool | None:
    try:
        truth = SymbolicTruth(made["given"], rules()[made["conclusion"]].get("let"))
        answers = [truth.holds(kernel.statement(stated)) for stated in made["facts"]]
    except (ArithmeticError, AttributeError, LookupError, SymdlnError, SyntaxError, TypeError, ValueError):
        return None  # it makes no sense
    return all(answers)


@pytest.mark.parametrize("name", SYMBOLIC)
def test_what_has_become_false_is_rejected_though_the_hash_is_good(name):
    made, generator = refutation(*failing(name.removeprefix("refutes "))), random.Random(name)
    assert truth_by_sympy(made) is True
    rejected = 0
    for _ in range(15):
        changed = numbers_changed(made, generator)
        try:
            kernel.check(changed)
        except (kernel.CertificateRefusedError, *kernel.MALFORMED):
            rejected += 1
        else:
            assert truth_by_sympy(changed) is True
    assert rejected > 1


def holding(found, most=8, among=400):
    """The first cases at which a claim holds, as if they were witnesses against it."""
    cases = itertools.chain.from_iterable(found.over.cases(unit) for unit in found.over.units("small", 0))
    for case in itertools.islice(cases, among):
        if first_unmet(found.assuming, case.subject, Known()) is None:
            outcome = found.at(case.subject)
            if outcome.holds and most:
                most -= 1
                yield witness_of(found, case, outcome)


@pytest.mark.parametrize("name", REFUTATIONS)
def test_where_the_claim_holds_its_rule_makes_no_certificate(name):
    found = registry.find(registry.all_claims(), name.removeprefix("refutes "))
    for witness in holding(found):
        with pytest.raises(NoCertificateError):
            refutation(found, witness)


def test_many_claims_hold_somewhere():
    """Else the test above asks nothing."""
    claims = (registry.find(registry.all_claims(), name.removeprefix("refutes ")) for name in REFUTATIONS)
    assert sum(any(holding(found, 1)) for found in claims) > 15


# -- claims of one's own -----------------------------------------------------------------------------------------------


def own(certify):
    """A false claim, without a rule: every critical point has the loss 0."""

    @claim(
        "chitour.own",
        source=CHITOUR.at("nowhere"),
        statement=r"L(W) = 0",
        over=critical_points.every_critical_point(),
        certify=certify,
    )
    def loss_is_zero(point):
        """Every critical point has the loss 0."""
        return equal(point.loss, 0, "loss")

    return loss_is_zero


def positive_loss(point: dln.Point, details) -> Given:
    return at(point, facts=[{"kind": "value-comparison", "left": ["loss", "p"], "relation": ">", "right": 0}])


@pytest.mark.parametrize("certify", ["gradient-zero", "inertia", "strict saddle", positive_loss])
def test_a_claim_names_a_kind_or_a_function(certify):
    found = own(certify)
    made = refutation(found, first_failure(found, "small", 0).witness)
    said = kernel.check(made)
    if certify == "strict saddle":
        assert said.startswith("strict saddle: ")
    else:
        assert said.startswith("facts from which no rule draws a conclusion")
        assert made["claim"] == {"id": "chitour.own", "statement": "L(W) = 0"}
    jsonschema.validate(made, SCHEMA)


def test_without_a_rule_and_a_function_there_is_no_certificate():
    found = own(None)
    with pytest.raises(NoCertificateError, match="has no certify="):
        refutation(found, first_failure(found, "small", 0).witness)


def test_a_case_that_does_not_fit_is_said():
    found, witness = failing("chitour.remark3.regularised")
    with pytest.raises(NoCertificateError, match="not of the form"):
        refutation(found, witness | {"data": ["x"]})
