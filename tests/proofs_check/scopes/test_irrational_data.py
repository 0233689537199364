"""Problems with irrational spectra, their kinds without rational points, and the scope over these: planted faults."""

import pytest

import symdln as dln
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry
from proofs_check.scopes import irrational_data
from proofs_check.scopes.irrational_data import kind_of
from symdln.files.table import problem_from_table, read_table
from tests.proofs_check.settling import settle

CLAIMS = {id: found for id, found in registry.all_claims().items() if id.endswith(".irrational")}

INERTIA, CLASSES = CLAIMS["ours.inertia.irrational"], CLAIMS["achour.classification.irrational"]

EXERCISES = ["Chins", "Situps", "Jumps"], ["Weight", "Waist", "Pulse"]

FLOWERS = ["sepal_length", "sepal_width", "petal_length", "petal_width"], ["setosa", "versicolor", "virginica"]


def test_verdicts_on_the_small_scope_are_certified_and_rest_on_cases():
    for result in settle(INERTIA, CLASSES):
        assert result.error is None
        assert result.verdict is Verdict.DERIVED  # a written proof, and enclosures as the second route
        assert result.tally.cases == len(irrational_data.listed("small")) == 26


@pytest.mark.parametrize(
    ("name", "file", "columns"), [("Linnerud, centred", "linnerud", EXERCISES), ("Iris, centred", "iris", FLOWERS)]
)
def test_the_moments_are_those_of_the_example_data(repository, name, file, columns):
    table = read_table(repository / f"docs/examples/{file}.csv")
    from_file = problem_from_table(table, *columns, (2,), center=True)  # pyright: ignore[reportCallIssue]
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


def test_what_stays_undecided_is_never_certified(monkeypatch):
    def budget_ends(self, **options):
        raise dln.UndecidedError("the budget ended")

    irrational_data.certified_point.cache_clear()
    monkeypatch.setattr(dln.CertifiedPoint, "certify", budget_ends)
    for result in settle(INERTIA):
        assert result.verdict is Verdict.UNDECIDED
        assert result.tally.open_sentence == "the budget ended"
    irrational_data.certified_point.cache_clear()
