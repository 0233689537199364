"""Claims at critical points with irrational weights: verdicts, the data they rest on, and planted false neighbours."""

import pytest
from settling import planted, settle, settle_planted

import symdln as dln
from proofs_check.claims.achour import classification
from proofs_check.claims.ours import inertia
from proofs_check.facts.classes import printed_class
from proofs_check.language.outcome import equal
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry, witness
from proofs_check.scopes import irrational_data
from proofs_check.scopes.irrational_data import Certified, certified_point, kind_of
from symdln.files.table import problem_from_table, read_table
from symdln.landscape import signature
from symdln.landscape.classification import STRICT

CLAIMS = {id: found for id, found in registry.all_claims().items() if id.endswith(".irrational")}
INERTIA, CLASSES = CLAIMS["ours.inertia.irrational"], CLAIMS["achour.classification.irrational"]
EXERCISES = ["Chins", "Situps", "Jumps"], ["Weight", "Waist", "Pulse"]
FLOWERS = ["sepal_length", "sepal_width", "petal_length", "petal_width"], ["setosa", "versicolor", "virginica"]


def test_verdicts_on_the_small_scope_are_certified_and_rest_on_cases():
    for result in settle(INERTIA, CLASSES):
        assert result.error is None
        assert result.verdict is Verdict.CERTIFIED
        assert result.tally.cases == len(irrational_data.listed("small")) == 26


@pytest.mark.parametrize(
    ("name", "file", "columns"), [("Linnerud, centred", "linnerud", EXERCISES), ("Iris, centred", "iris", FLOWERS)]
)
def test_the_moments_are_those_of_the_example_data(repository, name, file, columns):
    table = read_table(repository / f"docs/examples/{file}.csv")
    from_file = problem_from_table(table, *columns, (2,), center=True)
    stored = irrational_data.problem(name, (2,))
    assert (stored.widths, stored.Sxx, stored.Syx, stored.Syy) == (
        from_file.widths, from_file.Sxx, from_file.Syx, from_file.Syy
    )  # fmt: skip


def test_linnerud_and_iris_are_in_the_default_scope():
    found = {case.data for case in irrational_data.listed("default")}
    assert found == {moments.name for moments in irrational_data.PROBLEMS}


def test_every_kind_of_the_scope_has_no_rational_point():
    for case in irrational_data.listed("small"):
        with pytest.raises(dln.NotRationalError):
            kind_of(case).representative()


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


def test_what_stays_undecided_is_never_certified(monkeypatch):
    def budget_ends(self, **options):
        raise dln.UndecidedError("the budget ended")

    irrational_data.certified_point.cache_clear()
    monkeypatch.setattr(dln.CertifiedPoint, "certify", budget_ends)
    for result in settle(INERTIA):
        assert result.verdict is Verdict.UNDECIDED
        assert result.tally.open_sentence == "the budget ended"
    irrational_data.certified_point.cache_clear()


def test_a_wrong_floating_inertia_leaves_the_claim_open(monkeypatch):
    case = irrational_data.listed("small")[0]
    point = certified_point(case)
    wrong = dln.Inertia(0, 0, point.problem.parameters)
    outcome = inertia.floating_agrees(case, point, wrong)
    assert not outcome.holds
    assert not outcome.fails
    assert "mpmath" in outcome.sentence


def test_a_point_that_is_not_critical_fails(monkeypatch):
    case = irrational_data.listed("small")[0]
    point = certified_point(case)
    moved = dln.CertifiedPoint(
        point.problem, [point.weights[0] + point.weights[0], *point.weights[1:]], dict(point.roots)
    )
    for module in (classification, inertia):
        monkeypatch.setattr(module, "certified_point", lambda case: moved)
    assert inertia.inertia_irrational.check(case).fails
    assert classification.classification_irrational.check(case).fails
