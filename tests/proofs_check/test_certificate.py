"""Certificates are made for refuted claims and for classes of points, and `verify` reads back what `run` wrote."""

import copy
import itertools
import json
import random
import re
from fractions import Fraction
from pathlib import Path

import certificate_truth
import jsonschema
import pytest
from certificate_symbols import SymbolicTruth

import symdln as dln
from proofs_check import cli, kernel
from proofs_check.certificates import Given, NoCertificateError, at, certificate, letters
from proofs_check.certificates.build import RULES, congruence, rules
from proofs_check.certificates.points import class_of, representatives
from proofs_check.certificates.refutations import GIVEN, refutation
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import first_unmet
from proofs_check.language.outcome import equal
from proofs_check.language.source import CHITOUR
from proofs_check.running import registry
from proofs_check.running.evaluate import first_failure
from proofs_check.running.witness import witness_of
from proofs_check.scopes import critical_points
from symdln.errors import SymdlnError

REFUTATIONS = [name for name in rules() if name.startswith("refutes ")]
SCHEMA = json.loads((RULES.parent / "report" / "certificates.schema.json").read_text())


def failing(id, size="small"):
    """The claim and the witness of its first failing case."""
    found = registry.find(registry.all_claims(), id)
    return found, first_failure(found, size, 0).witness


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
    assert {f"refutes {id}" for id in GIVEN} <= set(REFUTATIONS)


SYMBOLIC = [
    name for name in REFUTATIONS if all(stated["kind"] != "every-permutation" for stated in rules()[name]["facts"])
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
        truth = SymbolicTruth(made["given"])
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
        except (kernel.RefusedError, *kernel.MALFORMED):
            rejected += 1
        else:
            assert truth_by_sympy(changed) is True
    assert rejected > 1


def holding(found, most=8, among=400):
    """The first cases at which a claim holds, as if they were witnesses against it."""
    cases = itertools.chain.from_iterable(found.over.cases(unit) for unit in found.over.units("small", 0))
    for case in itertools.islice(cases, among):
        if first_unmet(found.assuming, case.subject, {}) is None:
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


def test_a_congruence_with_a_block_of_two_becomes_diagonal():
    """[[0, 1], [1, 0]] has no diagonal pivot; with (1, 1) and (1, -1) it is diag(2, -2)."""
    found = congruence(dln.Matrix([[0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    assert sorted(found["diagonal"]) == ["-2", "0", "2"]


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
    with pytest.raises(NoCertificateError, match="names no certify="):
        refutation(found, first_failure(found, "small", 0).witness)


def test_a_case_that_does_not_fit_is_said():
    found, witness = failing("chitour.remark3.regularised")
    with pytest.raises(NoCertificateError, match="not of the form"):
        refutation(found, witness | {"data": ["x"]})


def test_letters_are_all_different():
    flat = [entry for weight in letters(dln.Problem.canonical((1,), (6, 6, 6))) for row in weight for entry in row]
    assert len(set(flat)) == len(flat) == 72
    assert flat[:2] == ["a", "b"]
    assert flat[26] == "aa"


# -- the command line --------------------------------------------------------------------------------------------------


def call(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        cli.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return stop.value.code, captured.out, captured.err


def test_a_run_leaves_certificates_that_verify_accepts(tmp_path: Path, capsys):
    folder = tmp_path / "certificates"
    ids = ["chitour.prop4.i", "chitour.prop4.iii.rank", "lucchi.lemma12"]
    code, out, _ = call(capsys, "run", *ids, "--scope", "small", "--jobs", "1", "--certificates", folder)
    assert code == 0
    assert "2 of 2 refuted claims have a certificate" in out
    assert "3 critical points, one for each class" in out
    assert "no proof of them" in out
    code, out, _ = call(capsys, "verify", folder)
    assert (code, out.splitlines()[-1]) == (0, "5 of 5 certificates accepted.")


def test_verify_says_which_is_rejected(tmp_path: Path, capsys):
    made = refutation(*failing("chitour.prop4.i"))
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(made))
    false = copy.deepcopy(made)
    false["given"]["points"]["p"][0] = [["2"]]
    bad.write_text(json.dumps(false | {"sha256": kernel.digest(false)}))
    code, out, _ = call(capsys, "verify", good, bad)
    lines = out.splitlines()
    assert code == 1
    assert lines[0].startswith(f"accepted  {good}: refutes chitour.prop4.i: ")
    assert lines[1].startswith(f"REJECTED  {bad}: ")
    assert lines[2] == "1 of 2 certificates accepted."


def test_verify_refuses_wrong_use(tmp_path: Path, capsys):
    assert call(capsys, "verify")[0] == 2
    code, _, error = call(capsys, "verify", tmp_path)
    assert (code, "there is no .json file" in error) == (2, True)
    assert call(capsys, "verify", tmp_path / "missing.json")[0] == 2


def test_a_folder_that_cannot_be_made_is_said_before_the_work(tmp_path: Path, capsys):
    (tmp_path / "file").write_text("")
    code, _, error = call(capsys, "run", "chitour.prop4.i", "--certificates", tmp_path / "file" / "below")
    assert (code, "is no folder" in error) == (2, True)


def test_every_family_has_every_class_it_can_have():
    made = {name: found for name, _, found in representatives("default")}
    assert all(made.values())
    assert {name.split("-", 2)[2] for name in made} == {"strict-saddle", "non-strict-saddle", "global-minimiser"}
    # Of the 15 families 11 have architectures without width 1; a non-strict saddle needs depth 3, which 6 of them have.
    assert len(made) == 11 * 2 + 6
