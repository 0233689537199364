"""The kernel accepts what is true and shown, and nothing that is false, whatever a file says."""

import copy
import random

import certificate_truth
import pytest
from certificate_examples import (
    EXAMPLES,
    FLAT,
    MINIMUM,
    NAMES,
    ONE,
    SADDLE,
    TWO,
    W_2,
    H,
    changed,
    compare,
    fact,
    facts_alone,
    facts_raw,
    is_true,
    refused,
    sealed,
)

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import NoCertificateError, at, certificate
from proofs_check.certificates.build import rules
from proofs_check.certificates.kinds import MADE_OF

NORMAL = {"Normal": {"gaussian": {"x": "2", "y": "1"}}}
COIN = {"Coin": {"atoms": [{"x": "1"}, {"x": "-1"}, {"x": "0"}, {"x": "0"}]}}

# a true statement of every kind, and what makes it false: another value in the certificate of that name or path
KINDS = {
    "gradient-zero": (at(SADDLE), fact("gradient-zero", at="p"), ("kind", "gradient-nonzero")),
    "gradient-nonzero": (
        at(dln.Point(ONE, [[[1]], [[0]]])),
        fact("gradient-nonzero", at="p"),
        ("kind", "gradient-zero"),
    ),
    "rank": (
        at(dln.Point(TWO, [[[1, 2], [2, 4]], [[0, 0], [0, 0]]])),
        fact("rank", of=["W", "p", 1], value=1),
        ("right", 2),
    ),
    "rank of zero": (at(SADDLE), fact("rank", of=W_2, value=0), ("right", 1)),
    "inertia": (at(SADDLE), fact("inertia", of=H), ("positive", 2)),
    "eigenvalue-inequality": (  # the eigenvalues of H are -3 and 3
        at(SADDLE, C=2),
        fact("eigenvalue-inequality", of=H, number=2, relation=">", value="C"),
        ("right", 1),
    ),
    "descent-direction": (at(SADDLE), fact("descent-direction", at="p"), ("left", ["form", "p", "o"])),
    "descent-curve": (at(FLAT), fact("descent-curve", at="p"), ("kind", "ascent-curve")),
    "ascent-curve": (at(FLAT), fact("ascent-curve", at="p"), ("kind", "descent-curve")),
    "value-comparison": (at(SADDLE), compare(["loss", "p"], "=", "9/2"), ("right", "9/4")),
    "exact-moment": (  # E x^4 y^2 = 3 * 2^2 * 1
        at(None, laws=NORMAL),
        fact("exact-moment", law="Normal", of=["*", ["^", "x", 4], ["^", "y", 2]], value=12),
        ("right", 4),
    ),
    "exact-moment of atoms": (  # E x^4 = 2/4
        at(None, laws=COIN),
        fact("exact-moment", law="Coin", of=["^", "x", 4], value="1/2"),
        ("right", "3/4"),
    ),
    "identity": (at(MINIMUM), fact("identity", left=["product", "p", 2, 1], right=["data", "Syx"]), ("right", W_2)),
    "identity-failure": (at(MINIMUM), fact("identity-failure", left=["W", "p", 1], right=W_2), ("pairs", [[W_2, W_2]])),
    "some-failure": (
        at(MINIMUM),
        fact("some-failure", pairs=[[W_2, W_2], [W_2, ["W", "p", 1]]]),
        ("pairs", [[W_2, W_2], [["*", 3, W_2], ["W", "p", 1]]]),
    ),
    "every-permutation": (  # no permutation of columns turns diag(3, 2) into twice the identity
        at(TWO),
        fact(
            "every-permutation",
            name="U",
            size=2,
            pairs=[[["*", ["data", "Syx"], "U"], ["*", 2, ["eye", 2, 2, 2]]]],
        ),
        ("pairs", [[["*", ["data", "Syx"], "U"], ["data", "Syx"]]]),
    ),
    "widths": (at(TWO), fact("widths", are=[2, 2, 2]), ("are", [2, 2])),
    "reduced-problem": (at(TWO), fact("reduced-problem"), (("given", "problem", "Sxx", 0, 0), "2")),
    "generic-point": (at(TWO), fact("generic-point", at="g"), ("left", ["free", "o"])),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_accepted_when_true_and_rejected_when_false(name):
    given, true, (field, false) = KINDS[name]
    made = facts_alone(given, true)
    assert "facts from which no rule draws a conclusion" in kernel.check(made)
    refused(changed(made, field if isinstance(field, tuple) else ("facts", len(made["facts"]) - 1, field), false))


@pytest.mark.parametrize("relation", kernel.RELATIONS)
@pytest.mark.parametrize(("number", "eigenvalue"), [(1, -3), (2, 3)])
def test_an_eigenvalue_is_in_the_relations_to_numbers_in_which_it_is(number, eigenvalue, relation):
    """The eigenvalues of the Hessian [[0, -3], [-3, 0]] are -3 and 3."""
    for value in (-4, -3, 0, 3, 4):
        made = facts_alone(
            at(SADDLE), fact("eigenvalue-inequality", of=H, number=number, relation=relation, value=value)
        )
        if certificate_truth.HOLDS[relation](eigenvalue, value):
            assert kernel.check(made)
        else:
            assert "false" in refused(made)


@pytest.mark.parametrize("number", [0, 3])
def test_there_are_as_many_eigenvalues_as_rows(number):
    with pytest.raises(NoCertificateError, match="no eigenvalue"):
        facts_alone(at(SADDLE), fact("eigenvalue-inequality", of=H, number=number, relation="<", value=9))


def test_there_is_an_example_of_every_kind():
    assert {true["kind"] for _, true, _ in KINDS.values()} == {*kernel.FACTS, *MADE_OF}


def test_gradient_and_hessian_are_those_of_symdln():
    point = dln.Point(
        dln.Problem.from_data([[1, 2, 0], [0, 1, 1]], [[1, 0, 2]], (3, 2)),
        [[[1, 2], [0, -1], ["1/2", 3]], [[1, 0, 1], [2, 1, 0]], [[1, -2]]],
    )
    given = kernel.GivenObjects(at(point).data({"p"}))
    gradient, hessian = given.derivatives("p")
    assert [dln.Matrix([[kernel.number(x) for x in row] for row in W]) for W in gradient] == list(point.gradient)
    assert dln.Matrix([[kernel.number(x) for x in row] for row in hessian]) == point.hessian
    assert kernel.number(given.problem.loss(given.points["p"])) == point.loss


@pytest.mark.parametrize(
    ("powers", "moment"),
    [((1, 0), 0), ((3, 0), 0), ((5, 2), 0), ((3, 1), 0), ((2, 0), 2), ((4, 2), 12), ((0, 6), 15), ((0, 8), 105)],
)
def test_moments_of_gaussians(powers, moment):
    """x has the variance 2 and y the variance 1: E x^2k y^2l = (2k-1)!! 2^k (2l-1)!!, and odd moments are 0."""
    term = ["*", ["^", "x", powers[0]], ["^", "y", powers[1]]]
    assert kernel.number(kernel.GivenObjects({"laws": NORMAL}).value(["E", "Normal", term])) == moment


# -- changes with the hash made good ----------------------------------------------------------------------------------


def tampered(made, generator):
    """One to three changes of numbers, names or relations anywhere but in the rule's own words, with a new hash."""
    made = copy.deepcopy(made)
    paths = [("given", *path) for path in certificate_truth.leaves(made["given"])]
    paths += [("facts", *path) for path in certificate_truth.leaves(made["facts"])]
    for _ in range(generator.choice((1, 1, 2, 3))):
        path = generator.choice(paths)
        place = made
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = other(place[path[-1]], generator)
    return sealed(made)


def other(old, generator):
    if isinstance(old, int):
        return max(0, old + generator.choice((-1, 1)))
    try:
        return str(certificate_truth.number(old) + generator.choice((-1, 1, 2, dln.Matrix([["1/2"]])[0, 0])))
    except (ValueError, KeyError):
        pool = list(kernel.RELATIONS) if old in kernel.RELATIONS else ["p", "o", "q", *kernel.FACTS, "Sxx", "Syx"]
        return generator.choice(pool)


@pytest.mark.parametrize("which", range(len(EXAMPLES)), ids=NAMES)
def test_what_has_become_false_is_rejected_by_mathematics(which):
    made, generator = EXAMPLES[which], random.Random(which)
    assert kernel.check(made)
    assert is_true(made) is True
    tries = [tampered(made, generator) for _ in range(250)]
    truths = [is_true(altered) for altered in tries]
    for altered, truth in zip(tries, truths, strict=True):
        if truth is not True:
            refused(altered)
    assert truths.count(False) >= 10, "the changes made too few statements false for this test to mean anything"


def test_a_change_that_leaves_statement_and_evidence_good_is_accepted():
    """The curve with 2 t in place of t: its coefficient of t^n is 2^n times as large."""
    made = EXAMPLES[NAMES.index("non-strict saddle")]
    faster = copy.deepcopy(made)
    (falling,) = [stated for stated in faster["facts"] if stated["kind"] == "descent-curve"]
    for layer in falling["evidence"]["layers"]:
        layer[:] = [(dln.Matrix(term) * 2**n).texts() for n, term in enumerate(layer)]
    assert faster != made
    assert faster["sha256"] == kernel.digest(faster), "the hash binds what is stated, not how it is shown"
    assert kernel.check(faster) == kernel.check(made)


# -- what the conclusion is bound to -----------------------------------------------------------------------------------


@pytest.mark.parametrize("which", range(len(EXAMPLES)), ids=NAMES)
def test_every_fact_of_the_rule_is_needed(which):
    made = EXAMPLES[which]
    for number in range(len(made["facts"])):
        kept = made["facts"][:number] + made["facts"][number + 1 :]
        assert "the conclusion needs the fact" in refused(sealed(made | {"facts": kept})).lower()


@pytest.mark.parametrize("which", range(len(EXAMPLES)), ids=NAMES)
def test_no_fact_is_stated_beside_those_of_the_rule(which):
    made = EXAMPLES[which]
    assert "more than the rule" in refused(sealed(made | {"facts": [*made["facts"], compare(1, "=", 1)]}))
    assert "once" in refused(sealed(made | {"facts": [*made["facts"], made["facts"][0]]}))


def test_true_facts_do_not_prove_another_conclusion():
    made = EXAMPLES[NAMES.index("refutes chitour.prop4.i")]
    for conclusion, rule in rules().items():
        if conclusion != made["conclusion"]:
            words = {"conclusion": conclusion, "sentence": rule["sentence"], "claim": rule["claim"]}
            refused(sealed(made | words))


def test_facts_about_a_claim_that_has_a_rule_are_no_substitute_for_the_rule():
    """They would look like a refutation, though nothing refutes the claim."""
    made = EXAMPLES[NAMES.index("refutes chitour.prop4.i")]
    alone = {"conclusion": None, "sentence": None}
    assert "are in a rule" in refused(sealed(made | alone))
    assert "no rule draws a conclusion" in kernel.check(sealed(made | alone | {"claim": None}))
    mine = {"id": "mine.zero", "statement": "L = 0"}
    assert "no rule draws a conclusion" in kernel.check(sealed(made | alone | {"claim": mine}))


@pytest.mark.parametrize("name", ["sentence", "claim", "conclusion", "format"])
def test_the_words_cannot_be_changed(name):
    for made in EXAMPLES[-2:]:
        refused(changed(made, (name,), "the theorem is refuted"))


def test_the_hash_must_belong_to_the_statements():
    made = EXAMPLES[0]
    assert "hash" in refused(made | {"sha256": "0" * 64})
    assert "hash" in refused(made | {"given": EXAMPLES[1]["given"]})


# -- evidence that only looks good -------------------------------------------------------------------------------------


INERTIAS = {  # matrices whose eigenvalues are seen at once
    "1 and 1 off the diagonal": ([[0, 1], [1, 0]], (1, 1, 0)),  # 1 and -1
    "a zero row and a block": ([[0, 0, 0], [0, 0, 2], [0, 2, 0]], (1, 1, 1)),  # 0, 2 and -2
    "ones": ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], (1, 0, 2)),  # 3, 0 and 0
    "ones off the diagonal": ([[0, 1, 1], [1, 0, 1], [1, 1, 0]], (1, 2, 0)),  # 2, -1 and -1
    "zeros": ([[0, 0], [0, 0]], (0, 0, 2)),
    "two blocks": ([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, -3], [0, 0, -3, 0]], (2, 2, 0)),
    "a zero pivot that becomes one": ([[0, 1], [1, 1]], (1, 1, 0)),  # determinant -1
    "negative": ([[-2, 1], [1, -2]], (0, 2, 0)),  # -1 and -3
}


@pytest.mark.parametrize("name", INERTIAS)
def test_the_elimination_counts_signs_of_eigenvalues(name):
    rows, (positive, negative, zero) = INERTIAS[name]
    found = kernel.inertia([[kernel.scalar(x) for x in row] for row in rows])
    assert found == {"positive": positive, "negative": negative, "zero": zero}


def test_the_elimination_agrees_with_products_of_known_inertia():
    """P^T D P has the signs of D where P is invertible, here triangular with ones on its diagonal."""
    generator = random.Random(5)
    for _ in range(60):
        n = generator.randrange(1, 6)
        diagonal = [generator.choice((-2, -1, 0, 0, 1, 3)) for _ in range(n)]
        P = dln.Matrix([[1 if i == j else generator.randrange(-2, 3) * (i < j) for j in range(n)] for i in range(n)])
        A = P.T @ dln.Matrix.diagonal(diagonal, (n, n)) @ P
        signs = [(x > 0) - (x < 0) for x in diagonal]
        wanted = {"positive": signs.count(1), "negative": signs.count(-1), "zero": signs.count(0)}
        assert kernel.inertia(kernel.matrix(A.texts())) == wanted


def test_only_symmetric_matrices_of_numbers_have_an_inertia():
    letters = changed(
        facts_raw(at(None, A=1), fact("inertia", of="A", positive=1, negative=0, zero=0)),
        ("given", "values"),
        {"A": [["a"]]},
    )
    assert "letters" in refused(letters)
    assert "symmetric" in refused(changed(letters, ("given", "values"), {"A": [["1", "2"], ["0", "1"]]}))
    assert kernel.check(changed(letters, ("given", "values"), {"A": [["1/2"]]}))


def test_a_rank_proved_for_a_matrix_is_none_of_permutations_with_its_name():
    given = at(TWO, U=dln.Matrix([[0, 0], [0, 0]]))
    made = facts_alone(given, fact("every-permutation", name="U", size=2, pairs=[[["eye", 2, 2, ["rank", "U"]], "U"]]))
    assert "a new name" in refused(made)


def test_a_direction_alone_is_no_strict_saddle():
    """At W = (1, 0) of the loss (3 - w_2 w_1)^2 / 2 the Hessian is [[0, -3], [-3, 1]], but the gradient is not zero."""
    given = at(dln.Point(ONE, [[[1]], [[0]]]), points={"down_p": [[["1"]], [["1"]]]})  # 1 - 2 * 3 < 0
    assert "gradient" in refused(facts_alone(given, fact("descent-direction", at="p")))
    assert kernel.check(facts_alone(given, compare(["form", "p", "down_p"], "=", -5)))


def test_a_curve_must_begin_at_the_point():
    made = facts_alone(at(FLAT), fact("descent-curve", at="p"))
    assert "begin" in refused(changed(made, ("facts", 0, "evidence", "layers", 0, 0), [["1"]]))


def test_a_letter_in_two_weights_is_not_free():
    given = at(TWO, points={"f": [[["a", "b"], ["a", "c"]], [["0", "0"], ["0", "0"]]]})
    assert "Two weights" in refused(facts_raw(given, compare(["free", "f"], "=", 3)))


def test_no_certificate_is_made_of_what_is_not_so():
    with pytest.raises(NoCertificateError, match="no direction of descent"):
        certificate("strict saddle", at(MINIMUM))
    with pytest.raises(NoCertificateError, match="false: "):
        certificate("refutes chitour.prop4.i", at(SADDLE))
