"""The inertia theorem: cases by hand and planted faults."""

import pytest

import symdln as dln
from proofs_check.claims.achour import classification
from proofs_check.claims.ours import inertia
from proofs_check.claims.ours import inertia as inertia_claims
from proofs_check.facts import classes as theorem
from proofs_check.facts.classes import printed_class
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry, witness
from proofs_check.scopes import irrational_data
from proofs_check.scopes.irrational_data import Certified, certified_point, kind_of
from symdln.landscape import signature
from symdln.landscape.classification import STRICT
from symdln.landscape.strings import all_strings, count_pairs, count_squares
from tests.proofs_check.settling import planted, refuted_with_a_small_witness, settle_planted

CLAIMS = {id: found for id, found in registry.all_claims().items() if id.endswith(".irrational")}

INERTIA, CLASSES = CLAIMS["ours.inertia.irrational"], CLAIMS["achour.classification.irrational"]


@pytest.mark.parametrize("data", ["Linnerud, centred", "Iris, centred"])
def test_the_checks_at_real_data(data):
    for kind in range(len(irrational_data.irrational_kinds(data, (2,)))):
        for which in (1, 2):
            case = Certified(data, (2,), kind, which)
            assert inertia.inertia_irrational.check(case).holds
            if data.startswith("Linnerud"):  # Iris has rank Sxy = 2 < d_y
                assert classification.classification_irrational.check(case).holds


# -- planted faults ----------------------------------------------------------------------------------------------------


def without_inversions(case):
    case = Certified(*case)
    point, kind = certified_point(case), kind_of(case)
    inv = signature.inversions(kind.problem, kind.selection)
    right = point.inertia_by_ranks
    wrong = dln.Inertia(right.positive + inv, right.negative - inv, right.zero)
    return equal(wrong, point.certified_inertia.inertia, "inertia")


def conjugate_selection(case):
    """The inertia of the kind with the same strings and the mirrored selection."""
    case = Certified(*case)
    kind = kind_of(case)
    last = len(kind.problem.positions) - 1
    other = kind.problem.checked_selection([last - i for i in kind.selection])
    wrong = signature.inertia_from_kind(kind.problem, other, kind.multiplicities)
    return equal(wrong, certified_point(case).certified_inertia.inertia, "inertia")


def never_strict(case):
    return equal(printed_class(certified_point(Certified(*case))) == STRICT, False, "strict")


def test_false_neighbours_are_refuted_with_a_witness_that_replays():
    checks = {
        "ours.wrong.one": without_inversions,
        "ours.wrong.two": conjugate_selection,
        "ours.wrong.three": never_strict,
    }
    claims = {name: planted(INERTIA, check=check) for name, check in checks.items()}
    for name, result in settle_planted(claims).items():
        assert result.verdict is Verdict.REFUTED, name
        assert result.witness is not None
        assert witness.replay(claims[name], result.witness).fails
        assert witness.replay(INERTIA, result.witness).holds


def test_a_wrong_floating_inertia_leaves_the_claim_open(monkeypatch):
    case = irrational_data.listed("small")[0]
    point = certified_point(case)
    wrong = dln.Inertia(0, 0, point.problem.parameters)
    outcome = inertia.floating_agrees(case, point, wrong)
    assert not outcome.holds
    assert not outcome.fails
    assert "mpmath" in outcome.sentence


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_signature_of_a_tied_saddle_by_hand():
    # X = I, Y = I, widths (2, 1, 2), W_1 = e_1^T, W_2 = e_1: S = {0} of two equal values, one tie, N = 4.
    # r^2 + r (d_x - r) + r (d_y - r) - ties = 1 + 1 + 1 - 1 = 2 positive, none negative, two zero: a minimiser.
    problem = dln.Problem.canonical((1, 1), (2, 1, 2))
    point = dln.Point(problem, [[[1, 0]], [[1], [0]]])
    assert point.inertia_by_hessian == dln.Inertia(positive=2, negative=0, zero=2)
    assert inertia_claims.routes_agree(point).holds


# -- planted faults ----------------------------------------------------------------------------------------------------


def formula(point: dln.Point, *, inversions=1, ties=1, pairs=1, squares=1, rank_X=None) -> dln.Inertia:
    """The theorem's formula with terms multiplied or replaced."""
    problem, r, m = point.problem, point.rank, point.multiplicities
    inv = inversions * signature.inversions(problem, point.selection)
    tied = ties * signature.ties(problem, point.selection)
    both, square = pairs * count_pairs(problem.depth, m), squares * count_squares(problem.depth, m)
    inputs = problem.data_rank if rank_X is None else rank_X
    negative = inv + both
    positive = r * r + r * (inputs - r) + r * (problem.output_width - r) - inv - tied + both + square
    return dln.Inertia(positive=positive, negative=negative, zero=problem.parameters - positive - negative)


def test_the_formula_without_a_fault_is_the_theorem():
    for kind in dln.Problem.canonical((2, 1), (2, 2, 2, 2)).kinds():
        point = kind.representative()
        assert formula(point) == point.inertia_by_ranks == point.inertia_by_hessian


def faulty(claim: Claim, **faults: int) -> Claim:
    return planted(claim, check=lambda point: equal(formula(point, **faults), point.inertia_by_hessian, "inertia"))


def all_inputs(point: dln.Point) -> Outcome:
    return equal(formula(point, rank_X=point.problem.input_width), point.inertia_by_hessian, "inertia")


def by_mirrored_strings(point: dln.Point) -> Outcome:
    """Multiplicities read in the wrong order: start and length of each string exchanged."""
    depth, m = point.problem.depth, point.multiplicities
    table = dict(zip(all_strings(depth), m, strict=True))
    mirrored = tuple(table[s._replace(start=s.length, length=min(s.start, depth - 1))] for s in all_strings(depth))
    inertia = signature.inertia_from_kind(point.problem, point.selection, mirrored)
    return equal(inertia, point.inertia_by_hessian, "inertia")


def strict_unless_both_blocks(point: dln.Point) -> Outcome:
    r = len(point.selection)
    tight = all({pivot.outer_rank, pivot.inner_rank} == {r} for pivot in point.pivots)
    strict = not theorem.selects_first(point) or (r < point.problem.least_width and not tight)
    return equal(point.inertia_by_ranks.negative > 0, strict, "strict")


def strict_by_first_pivot(point: dln.Point) -> Outcome:
    r = len(point.selection)
    strict = not theorem.selects_first(point) or (r < point.problem.least_width and not point.pivots[0].tightened)
    return equal(point.inertia_by_ranks.negative > 0, strict, "strict")


PLANTED: dict[str, Claim] = {
    "no inversions": faulty(inertia_claims.inertia, inversions=0),
    "no ties": faulty(inertia_claims.inertia_general, ties=0),
    "no pairs": faulty(inertia_claims.inertia, pairs=0),
    "pairs twice": faulty(inertia_claims.inertia, pairs=2),
    "no squares": faulty(inertia_claims.inertia_general, squares=0),
    "d_x for rank X": planted(inertia_claims.inertia_general, check=all_inputs),
    "strings mirrored": planted(inertia_claims.inertia, check=by_mirrored_strings),
    "strict unless both blocks": planted(inertia_claims.strictness, check=strict_unless_both_blocks),
    "strict unless both blocks, general data": planted(
        inertia_claims.strictness_general, check=strict_unless_both_blocks
    ),
    "strict by one pivot": planted(inertia_claims.strictness, check=strict_by_first_pivot),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
