"""Ablation finds the hypotheses that are needed, and does not call needed or tested what is not."""

import json
from pathlib import Path

import pytest

import symdln as dln
from proofs_check import cli
from proofs_check.cli import ablate as cli_ablate
from proofs_check.hunting import ablate
from proofs_check.hunting.ablate import Need
from proofs_check.hunting.drops import drops_of
from proofs_check.language.hypotheses import Known, assumption, first_unmet
from proofs_check.running import claim_file, registry, witness
from proofs_check.running.runner import Ending, Settings
from proofs_check.scopes import degenerate, families
from proofs_check.scopes.families import Spec
from symdln.landscape.assumptions import ASSUMPTIONS

FILE = Path(__file__).with_name("hunted_claims.py")
SMALL = Settings("small")


@pytest.fixture(scope="module")
def own():
    """The claims of the file that have hypotheses, ablated."""
    return {one.claim.id: one for one in ablated(SMALL).ablated}


def ablated(settings):
    return ablate.ablate([claim for claim in claim_file.load(FILE).values() if claim.assuming], settings)


@pytest.fixture(scope="module")
def of_the_source():
    """The classification of Achour et al. and the statement on W = 0, ablated."""
    claims = registry.all_claims()
    chosen = [claims["achour.classification"], claims["achour.zero-nonstrict"]]
    return {one.claim.id: one for one in ablate.ablate(chosen, SMALL).ablated}


def rows_of(one):
    return {drop.hypothesis.name: row for drop, row in one.rows}


# -- the answers -------------------------------------------------------------------------------------------------------


def test_a_needed_hypothesis_is_needed_and_has_the_smallest_counterexample(own):
    # Without depth 2: W = 0 with three layers of one weight, as in tests/proofs_check/test_hunt.py; the scope has the
    # singular value 3 there.
    row = rows_of(own["mine.strict.corrected"])["depth = 2"]
    assert row.need is Need.NEEDED
    found = witness.case_of(row.witness)
    assert found.problem.widths == (1, 1, 1, 1)
    assert all(layer.is_zero() for layer in found.weights)


@pytest.mark.parametrize(
    ("id", "dropped"),
    [
        ("mine.strict.corrected", "depth = 2"),
        ("mine.strict.corrected", "critical"),
        ("mine.strict.corrected", "loss above the minimum"),
        ("achour.classification", "rank Sxy = d_y"),
        ("achour.zero-nonstrict", "depth >= 3"),
    ],
)
def test_a_counterexample_violates_the_dropped_hypothesis_alone(own, of_the_source, id, dropped):
    one = (own | of_the_source)[id]
    (drop, row), *_ = ((drop, row) for drop, row in one.rows if drop.hypothesis.name == dropped)
    subject = witness.case_of(row.witness)
    assert not drop.hypothesis.met_by(subject)
    assert first_unmet(drop.kept, subject, Known()) is None
    assert one.claim.at(subject).fails


def test_a_hypothesis_that_is_not_needed_is_not_refuted_at_counted_cases(own):
    # That saddles of depth 2 are strict is true for all data (the inertia theorem, corollaries).
    rows = rows_of(own["mine.strict.corrected"])
    for name in ("d_y <= d_x", "Sxx invertible", "rank Sxy = d_y", "eigenvalues of Sigma distinct"):
        assert rows[name].need is Need.NOT_REFUTED
        assert rows[name].cases > 0


def test_a_hypothesis_that_no_case_violates_alone_is_not_tested(own):
    # Every problem has depth 2 or more; and Sxx = X X^T of rank d_x needs d_x samples.
    rows = rows_of(own["mine.strict.corrected"])
    for name in ("depth >= 2", "m >= d_x"):
        assert (rows[name].need, rows[name].cases) == (Need.NOT_TESTED, 0)


def test_a_claim_without_meaning_is_told_by_what_was_raised(own):
    # A singular Sxx has no inverse.
    row = rows_of(own["mine.inverse"])["Sxx invertible"]
    assert (row.need, row.cases) == (Need.NOT_STATED, 0)
    assert row.errors > 0
    assert "no inverse" in (row.open_sentence or "")


def test_a_claim_that_fails_under_all_its_hypotheses_is_told_as_such(own):
    assert own["mine.strict"].whole.settled
    assert not own["mine.strict.corrected"].whole.settled


def test_floats_settle_nothing(own):
    whole = own["mine.floats"].whole
    assert whole.witness is not None
    assert (whole.settled, whole.need) == (False, Need.UNDECIDED)


def test_assumption_h_item_by_item(of_the_source):
    # With Sxy = 0 and widths (1, 1, 1) the loss is 1/2 (b a)^2 + constant: (a, b) = (1, 0) is a global minimiser, and
    # the theorem, whose r_max is the least width 1, calls this point of rank 0 a non-strict saddle.
    rows = rows_of(of_the_source["achour.classification"])
    assert list(rows) == [item.statement for item in ASSUMPTIONS["achour.H"].items]
    assert {name: row.need for name, row in rows.items()} == {
        "d_y <= d_x": Need.NOT_REFUTED,
        "m >= d_x": Need.NOT_TESTED,
        "Sxx invertible": Need.NOT_REFUTED,
        "rank Sxy = d_y": Need.NEEDED,
        "eigenvalues of Sigma distinct": Need.NOT_REFUTED,
    }
    found = witness.case_of(rows["rank Sxy = d_y"].witness)
    assert found.problem == dln.Problem.canonical((0,), (1, 1, 1))
    assert found.is_global_minimiser


# -- what is dropped ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASSUMPTIONS)
def test_a_compound_hypothesis_is_met_where_all_its_items_are(name):
    whole = assumption(name)
    answers = set()
    for spec in degenerate.specs("small"):
        problem = families.problem(spec)
        answers.add(whole.met_by(problem))
        assert whole.met_by(problem) is all(item.met_by(problem) for item in whole.items)
    assert answers == {True, False}


def test_an_item_of_two_hypotheses_is_dropped_from_both():
    claim = registry.all_claims()["chitour.lemma3.2.values"]
    names = [drop.hypothesis.name for drop in drops_of(claim)]
    assert names.count("Sxx invertible") == names.count("d_y <= d_x") == 1
    (drop,) = (drop for drop in drops_of(claim) if drop.hypothesis.name == "Sxx invertible")
    assert "Sxx invertible" not in {kept.name for kept in drop.kept}
    assert "Sxx = I" not in {kept.name for kept in drop.kept}  # it would imply what is dropped


def test_without_d_y_at_most_d_x_the_rank_is_read_as_full():
    # At widths (1, 1, 2) with the singular value 3: rank Sxy = 1 = min(d_x, d_y), and Sigma has the eigenvalues 9, 0.
    drop = drops_of(registry.all_claims()["achour.classification"])[0]
    problem = dln.Problem.canonical((3,), (1, 1, 2))
    assert drop.hypothesis.name == "d_y <= d_x"
    assert not drop.hypothesis.met_by(problem)
    assert first_unmet(drop.kept, problem, Known()) is None


# -- the scope ---------------------------------------------------------------------------------------------------------

VIOLATED = ["d_y <= d_x", "Sxx invertible", "rank Sxy = d_y", "eigenvalues of Sigma distinct"]


@pytest.mark.parametrize("name", VIOLATED)
@pytest.mark.parametrize("size", ["small", "default"])
def test_the_scope_has_problems_that_violate_each_item_alone(size, name):
    drops = {drop.hypothesis.name: drop for drop in drops_of(registry.all_claims()["achour.classification"])}
    drop = drops[name]
    problems = [families.problem(spec) for spec in degenerate.specs(size)]
    alone = [p for p in problems if not drop.hypothesis.met_by(p) and first_unmet(drop.kept, p, Known()) is None]
    assert len(alone) >= 2


def test_moved_points_are_not_critical():
    scope = degenerate.MovedPoints()
    moved = [case.subject for unit in scope.units("small", 0) for case in scope.cases(unit)]
    assert len(moved) > 100
    assert not any(point.is_critical for point in moved)


def test_padded_inputs_are_singular_and_have_enough_samples():
    problem = families.problem(Spec((3, 1, 2), (3, 2), "padded"))
    assert (problem.data_rank, problem.samples) == (2, 3)
    assert problem.sigma == dln.Matrix.diagonal((9, 4))


# -- the run -----------------------------------------------------------------------------------------------------------


def essence(ended):
    return [(one.claim.id, one.whole, one.rows) for one in ended.ablated]


def test_the_rows_do_not_depend_on_the_processes():
    assert [
        (id, whole, [row for _, row in rows]) for id, whole, rows in essence(ablated(Settings("small", jobs=2)))
    ] == [(id, whole, [row for _, row in rows]) for id, whole, rows in essence(ablated(SMALL))]


def test_a_budget_ends_an_ablation():
    ended = ablated(Settings("large", budget=0.3))
    assert ended.ending is Ending.BUDGET
    assert not all(one.complete for one in ended.ablated)


@pytest.fixture
def run(capsys):
    """``proofs-check`` with these arguments: exit code, stdout, stderr."""

    def call(*arguments):
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return call


def test_the_command_prints_and_writes_the_table(run, tmp_path):
    table = tmp_path / "ablation.json"
    arguments = ("ablate", "mine.inverse", "mine.strict", "--claims", FILE, "--scope", "small", "--jobs", "1")
    code, out, err = run(*arguments, "--json", table)
    assert (code, err) == (0, "")
    assert "mine.strict is false even with all its hypotheses" in out
    assert "cannot be stated without it: at every case" in out
    data = json.loads(table.read_text(encoding="utf-8"))
    answers = {one["id"]: {row["hypothesis"]: row["answer"] for row in one["dropped"]} for one in data["claims"]}
    assert answers["mine.inverse"] == {"Sxx invertible": "cannot be stated without it"}
    assert answers["mine.strict.corrected"]["depth = 2"] == "needed"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "pass --all"),
        (("mine.true", "--all"), "not both"),
        (("mine.true",), "mine.true: there are no hypotheses to drop"),
        (("mine.gone",), "no claim is called 'mine.gone'"),
        (("mine.strict", "--json", "no/such/folder.json"), "there is no folder"),
    ],
)
def test_wrong_use_is_one_sentence(run, arguments, sentence):
    code, _, err = run("ablate", *arguments, "--claims", FILE)
    assert (code, len(err.splitlines())) == (2, 1)
    assert sentence in err


def test_an_undecided_row_says_why():
    row = ablate.Row(undecided=2, cases=3, open_sentence="the theorem assumes that A = B, which is false here")
    assert row.need is Need.UNDECIDED
    assert cli_ablate._evidence(row) == "undecided at 2 of them: the theorem assumes that A = B, which is false here"
    assert cli_ablate._row_data(row)["undecided_sentence"] == row.open_sentence
    assert cli_ablate._row_data(row)["raised"] is None


def test_the_reason_is_that_of_the_check(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "import proofs_check as pc\n"
        "small = pc.on_point('n < 3', 'n < 3', lambda n: n < 3)\n"
        "over = pc.cases('n', lambda size, seed: range(9), sentence='numbers', strength=pc.Verdict.VERIFIED)\n"
        "mine = pc.own_source('mine', 'Mine').at('1')\n"
        "@pc.claim('mine.n', source=mine, statement='n', over=over, assuming=(small,))\n"
        "def open_from_three(n):\n"
        "    'Decided for small n.'\n"
        "    return pc.holds() if n < 3 else pc.undecided('n is too large')\n"
    )
    (one,) = ablate.ablate(list(claim_file.load(file).values()), SMALL).ablated
    (row,) = rows_of(one).values()
    assert (row.need, row.undecided, row.open_sentence) == (Need.UNDECIDED, 6, "n is too large")
