"""Attacks on the kernel: statements that are false or without sense, and files that would occupy or deceive it."""

import json
import math
import time
from fractions import Fraction

import pytest
from certificate_examples import (
    DEEP,
    FLAT,
    ONE,
    SADDLE,
    TWO,
    H,
    changed,
    compare,
    fact,
    facts_alone,
    facts_raw,
    refused,
)

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import at, certificate
from proofs_check.certificates.build import rules

NO_PROBLEM, SYX = at(None), ["data", "Syx"]


def identity(left, right):
    return fact("identity", left=left, right=right)


WITHOUT_SENSE = {
    "the rank of a scalar": (at(ONE), fact("inertia", of=["*", ["T", 3], 3], positive=0, negative=0, zero=1)),
    "the degree of a matrix": (at(TWO), compare(["degree", SYX], "=", 2)),
    "power 0 of a matrix": (at(TWO), identity(["^", SYX, 0], 1)),
    "power 2 of a matrix": (at(TWO), identity(["^", SYX, 2], ["*", SYX, SYX])),
    "a power below 0": (at(ONE), compare(["^", 2, -1], "=", "1/2")),
    "a fractional power": (at(ONE), compare(["^", 4, "1/2"], "=", 2)),
    "a letter as exponent": (at(ONE), identity(["^", 1, "x"], 1)),
    "a derivative by a value": (at(ONE, B=3), compare(["d", "B", "B"], "=", 0)),
    "a derivative by an expression": (at(ONE), compare(["d", "x", ["*", 2, "x"]], "=", 1)),
    "a derivative by an increment": (at(ONE), compare(["d", "x", "~00000"], "=", 0)),
    "a substitution for a value": (at(ONE, B=3), compare(["at", "B", "B", 4], "=", 3)),
    "the depth of no problem": (NO_PROBLEM, compare(["depth"], "=", -1)),
    "the parameters of no problem": (NO_PROBLEM, compare(["parameters"], "=", 0)),
    "fewer ones than none": (at(ONE), identity(["eye", 2, 2, -1], ["*", 0, ["eye", 2, 2, 2]])),
    "more ones than rows": (at(ONE), identity(["eye", 2, 2, 3], ["eye", 2, 2, 2])),
    "a matrix without rows": (at(ONE), identity(["eye", 0, 2, 0], ["eye", 0, 2, 0])),
    "a trace that is not square": (at(ONE), compare(["trace", ["eye", 2, 3, 2]], "=", 2)),
    "the sum of nothing": (at(ONE), compare(["+"], "=", 0)),
    "the product of nothing": (at(ONE), compare(["*"], "=", 1)),
    "a sum of a number and a matrix": (at(TWO), fact("some-failure", pairs=[[["+", 1, SYX], SYX]])),
    "a number and a matrix that differ": (at(TWO), fact("some-failure", pairs=[[0, SYX]])),
    "matrices of two shapes that differ": (at(TWO), fact("some-failure", pairs=[[SYX, ["eye", 1, 1, 1]]])),
    "a failure among no pairs": (at(ONE), fact("some-failure", pairs=[])),
    "a failure among no permutations": (at(ONE), fact("every-permutation", name="U", size=0, pairs=[["U", "U"]])),
    "a permutation named as a letter": (at(ONE), fact("every-permutation", name="u", size=1, pairs=[["u", 0]])),
    "layer 0": (at(SADDLE), identity(["W", "p", 0], ["W", "p", 2])),
    "layer -1": (at(SADDLE), identity(["W", "p", -1], ["W", "p", 2])),
    "entry 0": (at(SADDLE), compare(["entry", H, 0, 1], "=", -3)),
    "width -1": (at(ONE), compare(["width", -1], "=", 1)),
    "a polynomial compared": (at(ONE), compare("x", "=", "x")),
    "a matrix compared": (at(TWO), compare(SYX, "=", SYX)),
    "true as a number": (at(ONE), compare(True, "=", 1)),
    "true as an index": (at(SADDLE), identity(["W", "p", True], ["W", "p", 1])),
    "true as a count": (at(SADDLE), {**facts_alone(at(SADDLE), fact("inertia", of=H))["facts"][0], "positive": True}),  # pyright: ignore[reportGeneralTypeIssues]
    "a floating number": (at(ONE), compare(1.0, "=", 1)),
    "nan": (at(ONE), compare(math.nan, "!=", math.nan)),
    "infinity": (at(ONE), compare(math.inf, ">", 1)),
    "null": (at(ONE), compare(None, "=", 0)),
    "other digits": (at(ONE), compare("\u0663", "=", 3)),
    "a line break after a number": (at(ONE), compare("3\n", "=", 3)),
    "an unknown relation": (at(ONE), compare(1, "is", 1)),
    "an expectation without a law": (at(None, laws={"Law": {}}), compare(["E", "Law", 1], "=", 1)),
    "an expectation by two laws": (
        at(None, laws={"Law": {"atoms": [{"x": "1"}], "gaussian": {"x": "1"}}}),
        compare(["E", "Law", "x"], "=", 1),
    ),
    "an expectation over no atoms": (at(None, laws={"Law": {"atoms": []}}), compare(["E", "Law", 1], "=", 0)),
    "a negative variance": (
        at(None, laws={"Law": {"gaussian": {"x": "-1"}}}),
        compare(["E", "Law", ["^", "x", 2]], "=", -1),
    ),
    "a letter without a law": (at(None, laws={"Law": {"gaussian": {"x": "1"}}}), compare(["E", "Law", "y"], "=", 0)),
    "a letter as variance": (
        at(None, laws={"Law": {"gaussian": {"x": "v"}}}),
        compare(["E", "Law", "x"], "=", 0),
    ),
    "a curve of another shape": (at(FLAT), fact("descent-curve", at="p", evidence={"layers": [[[["0"]]]]})),
    "a curve that stands still": (
        at(FLAT),
        fact("ascent-curve", at="p", evidence={"layers": [[[["0"]]], [[["0"]]], [[["0"]]]]}),
    ),
    "a curve with a letter": (  # L = (3 - a t^3)^2 / 2 begins with -3 a t^3, which falls for a > 0 alone
        at(FLAT),
        fact("descent-curve", at="p", evidence={"layers": [[[["0"]], [["a"]]], *[[[["0"]], [["1"]]]] * 2]}),
    ),
    "more in a statement": (at(ONE), compare(1, "=", 1) | {"note": "and the theorem is refuted"}),
    "more evidence": (at(ONE), compare(1, "=", 1) | {"evidence": {"note": "trust me"}}),
}


@pytest.mark.parametrize("name", WITHOUT_SENSE)
def test_what_is_false_or_has_no_sense_is_refused(name):
    given, stated = WITHOUT_SENSE[name]
    refused(facts_raw(given, stated))


GIVEN = {
    "a width of 0": (("problem", "widths"), [1, 0, 1]),
    "a width that is true": (("problem", "widths"), [1, True, 1]),
    "a width of 1.0": (("problem", "widths"), [1, 1.0, 1]),
    "one layer": (("problem", "widths"), [1, 1]),
    "a letter in the data": (("problem", "Syx"), [["s"]]),
    "moments of another shape": (("problem", "Sxx"), [["1", "0"]]),
    "a factor of 0": (("problem", "loss_factor"), "0"),
    "a letter as factor": (("problem", "loss_factor"), "f"),
    "no layers": (("points", "p"), []),
    "an empty layer": (("points", "p"), [[], []]),
    "an empty row": (("points", "p"), [[[]], [[]]]),
    "ragged rows": (("points", "p"), [[["1"], ["1", "2"]], [["1"]]]),
    "a layer of another shape": (("points", "p"), [[["1", "2"]], [["1"]]]),
    "a value named as a letter": (("values",), {"x": "3"}),
    "a value named as a number": (("values",), {"3": "4"}),
    "more than is known": (("trust",), "me"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_given_must_have_sense(name):
    path, value = GIVEN[name]
    made = facts_raw(at(SADDLE), compare(1, "=", 1))
    assert kernel.check(made)
    refused(changed(made, ("given", *path), value))


def test_points_need_a_problem():
    made = facts_raw(NO_PROBLEM, compare(["free", "p"], "=", 0))
    refused(changed(made, ("given",), {"points": {"p": []}}))


def test_an_asymmetric_moment_is_refused():
    refused(changed(facts_raw(at(TWO), compare(1, "=", 1)), ("given", "problem", "Sxx"), [["1", "1"], ["0", "1"]]))


def test_a_permutation_leaves_no_name_behind():
    permuted = fact("every-permutation", name="U", size=2, pairs=[["U", ["*", 0, "U"]]])
    assert kernel.check(facts_raw(at(TWO), permuted, permuted))
    refused(facts_raw(at(TWO), permuted, identity("U", "U")))
    refused(facts_raw(at(TWO, U=1), permuted))


def test_a_true_number_does_not_stand_for_one_in_a_fact_of_a_rule():
    """In Python True == 1 == 1.0, but the facts of a rule are compared as texts."""
    name = "refutes lucchi.overparametrised"
    given = at(None, A=dln.Matrix([[1, 0, 0], [1, 0, 0]]), Y=dln.Matrix([[1], [2]]), Z=dln.Matrix([[1, -1]]), D=3)
    made = certificate(name, given)
    for number, stated in enumerate(made["facts"]):
        if stated.get("right") == 0:
            for other in (False, 0.0, "0", -0.0):
                refused(changed(made, ("facts", number, "right"), other))


def test_the_law_of_a_rule_about_gaussians_is_gaussian():
    """The rule names the law itself, so that no other law of the same moments is taken for it."""
    stated = rules()["refutes lucchi.xavier.fixed-width"]["facts"]
    assert compare(["E", {"gaussian": {"v": "1"}}, ["^", "v", 4]], "=", 3) in stated
    assert '"Normal"' not in json.dumps(stated)


# -- files that would deceive a reader, or occupy the machine ----------------------------------------------------------


@pytest.mark.parametrize("name", ["p\naccepted  other.json: refutes chitour.prop4.i", "\x1b[2Jp", "\ud800"])
def test_the_words_of_a_file_cannot_forge_a_line(name, tmp_path):
    made = facts_raw(at(SADDLE), fact("gradient-nonzero", at=name))
    made = changed(made, ("given", "points", name), [[["0"]], [["0"]]])
    (tmp_path / "file.json").write_text(json.dumps(made))
    accepted, sentence = kernel.verify(tmp_path / "file.json")
    assert not accepted
    assert sentence.isascii()
    assert sentence.isprintable()
    (tmp_path / "file.json").write_text(json.dumps(changed(made, ("given", "problem", name), "1")))
    assert kernel.verify(tmp_path / "file.json")[1].isprintable()


MANY = 3000
FREE = dln.Problem.canonical((1,), (60, 60, 60))
OCCUPYING = {
    "fractions of different denominators": (
        at(ONE),
        [identity(["+", *(f"1/{10**390 + k}" for k in range(MANY))], 0)],
    ),
    "a mean of different denominators": (
        at(None, laws={"Law": {"atoms": [{"x": f"1/{10**390 + k}"} for k in range(MANY)]}}),
        [compare(["E", "Law", "x"], ">", 0)],
    ),
    "letters counted again and again": (at(FREE), [compare(["free", "g"], "=", 7200)] * MANY),
    "a curve of high degree": (
        at(FLAT),
        [fact("descent-curve", at="p", evidence={"layers": [[[["0"]]] * 10**5, *[[[["0"]]]] * 2]})],
    ),
    "a reduced problem again and again": (
        at(dln.Problem.canonical([2**k for k in range(8)], (8, 8, 8))),
        [fact("reduced-problem")] * MANY,
    ),
    "an expectation of high degree": (
        at(None, laws={"Law": {"gaussian": {"x": str(Fraction(10**390, 7))}}}),
        [compare(["E", "Law", ["^", ["^", ["^", "x", 32], 32], 32]], ">", 0)],
    ),
    "an exponent beyond all": (at(ONE), [compare(["^", 1, 10**6], "=", 1)]),
    "unit matrices again and again": (at(ONE), [identity(["+", *[["eye", 128, 128, 128]] * MANY], 0)]),
}


@pytest.mark.parametrize("name", OCCUPYING)
def test_what_would_occupy_the_machine_is_refused_soon(name):
    given, stated = OCCUPYING[name]
    made = facts_raw(given, *stated)
    start = time.process_time()
    refused(made)
    assert time.process_time() - start < 20


def test_large_whole_numbers_are_read_at_once():
    made = facts_raw(at(DEEP), *[identity(["^", 1, "1/2"], 1)])
    start = time.process_time()
    assert "whole number" in refused(made)
    assert time.process_time() - start < 10
