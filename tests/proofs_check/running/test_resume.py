"""Hunts, ablations and cross-validations that are interrupted go on from their store and end as if they had not been.

Runs and sweeps are tested beside the store and the sweep.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from proofs_check.cli import cli
from proofs_check.crossvalidation import float_classes
from proofs_check.crossvalidation.float_classes import Item
from proofs_check.hunting import hunt
from proofs_check.hunting.ablate import Row, ablate
from proofs_check.hunting.problems import DrawLimits
from proofs_check.language.verdict import Verdict
from proofs_check.running import claim_file
from proofs_check.running.evaluate import Tally
from proofs_check.running.runner import Ending, Settings
from proofs_check.running.store import Store
from proofs_check.scopes.families import Spec

FILE = Path(__file__).parents[1] / "hunted_claims.py"
OTHERS = '''
import proofs_check as pc

OTHER = pc.own_source("other", "Another file", year=2025)


@pc.claim("other.rank", source=OTHER.at("1"), statement="r = 0", over=pc.every_critical_point(),
          assuming=(pc.depth_is(2),))
def rank(point):
    """At depth 2 the product is zero (false)."""
    return pc.equal(point.rank, 0, "rank")
'''


@pytest.fixture
def path(tmp_path):
    return tmp_path / "work.db"


def interrupting(after):
    """A function that stands for Ctrl-C when it is called for the time number ``after``."""
    calls = iter(range(1, after + 1))

    def advance(_):
        if next(calls) == after:
            raise KeyboardInterrupt

    return advance


def counted(tally):
    """What a tally says, without times."""
    return {field.name: getattr(tally, field.name) for field in fields(Tally) if field.name != "seconds"}


def found(ended):
    """A hunt as plain data, without times."""
    return [
        (one.claim.id, one.verdict, one.find, counted(one.in_scope.tally), counted(one.drawn), one.by_stratum)
        for one in ended.hunted
    ]


def rows(ended):
    """An ablation as plain data, without times."""
    return [
        (
            one.claim.id,
            one.complete,
            counted(one.whole),
            [(drop.hypothesis.name, counted(row)) for drop, row in one.rows],
        )
        for one in ended.ablated
    ]


def claims(*names):
    made = claim_file.load(FILE)
    return [made[f"mine.{name}"] for name in names]


# -- hunts -------------------------------------------------------------------------------------------------------------


def hunting(store=None, advance=None, jobs=1, draws=40, **options):
    return hunt.hunt(claims("true", "strict"), Settings("small", jobs=jobs), draws, advance, store=store, **options)


@pytest.mark.parametrize("last", [False, True])
def test_a_hunt_goes_on_after_ctrl_c(path, last):
    answers = []
    whole = hunting(advance=answers.append)
    after = len(answers) - 1 if last else 2  # among the random cases, or in the scope
    with Store(path) as store:
        assert hunting(store, interrupting(after)).ending is Ending.INTERRUPTED
        resumed = hunting(store)
        assert found(resumed) == found(whole)
        assert 0 < resumed.recalled <= after
        again = hunting(store, jobs=2)
    assert found(again) == found(whole)
    assert again.recalled == len(answers)


def test_more_draws_go_on_where_fewer_ended(path):
    with Store(path) as store:
        hunting(store, draws=40)
        more = hunting(store, draws=60)
    assert found(more) == found(hunting(draws=60))
    assert more.recalled > 0


def test_draws_of_other_limits_are_new_work(path):
    narrow = DrawLimits(max_depth=2, max_width=2)
    with Store(path) as store:
        hunting(store)
        assert found(hunting(store, limits=narrow)) == found(hunting(limits=narrow))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_hunt_may_stop_at_the_first_counterexample(path, jobs):
    with Store(path) as store:
        ended = hunt.hunt(claims("strict"), Settings("small", jobs=jobs), 40, store=store, first=True)
    (one,) = ended.hunted
    assert (ended.ending, one.verdict, one.in_scope.complete) == (Ending.FOUND, Verdict.REFUTED, False)
    (whole,) = hunt.hunt(claims("strict"), Settings("small"), 40).hunted
    assert one.find == whole.find
    assert one.in_scope.tally.failures < whole.in_scope.tally.failures
    assert one.drawn.cases == 0


def test_a_hunt_without_counterexample_does_not_stop_early():
    (one,) = hunt.hunt(claims("true"), Settings("small"), 40, first=True).hunted
    assert (one.verdict, one.in_scope.complete, one.drawn.cases) == (Verdict.VERIFIED, True, 40)


def test_a_recalled_counterexample_stops_the_hunt_too(path):
    with Store(path) as store:
        hunting(store)
        ended = hunting(store, first=True)
    assert ended.ending is Ending.FOUND
    assert ended.hunted[1].verdict is Verdict.REFUTED


# -- ablations ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "jobs"), [(1, 1), (12, 1), (12, 2)])
def test_an_ablation_goes_on_after_ctrl_c(path, after, jobs):
    chosen, settings = claims("strict", "strict.corrected"), Settings("small", jobs=jobs)
    whole = rows(ablate(chosen, Settings("small")))
    with Store(path) as store:
        assert ablate(chosen, settings, interrupting(after), store).ending is Ending.INTERRUPTED
        resumed = ablate(chosen, settings, store=store)
        assert rows(resumed) == whole
        assert resumed.recalled > 0 or after == 1
        assert rows(ablate(chosen[:1], settings, store=store)) == whole[:1]


def test_an_exact_failure_settles_a_row_with_its_own_witness():
    row, inexact = Row(), {"sentence": "by floats"}
    row.add(Tally(cases=2, inexact_failures=1, witness=inexact))
    assert (row.need.value, row.witness) == ("undecided", inexact)
    row.add(Tally(cases=1, failures=1, witness={"sentence": "exactly"}))
    assert (row.need.value, row.witness, row.cases) == ("needed", {"sentence": "exactly"}, 3)
    row.add(Tally(cases=5))
    assert row.cases == 3  # later cases do not count


# -- cross-validation --------------------------------------------------------------------------------------------------


def test_a_cross_validation_goes_on_after_ctrl_c(path, monkeypatch):
    spec = Spec((1, 1, 1), (1,))
    listed = [Item(spec, start, start + 1, 0) for start in range(2)]
    monkeypatch.setattr(float_classes, "items", lambda size, seed: iter(listed))
    whole = float_classes.run("small", 0, 1)
    assert (whole.table.kinds, whole.ending) == (2, Ending.COMPLETE)
    with Store(path) as store:
        stopped = float_classes.run("small", 0, 1, None, interrupting(1), store)
        assert (stopped.table.kinds, stopped.ending) == (1, Ending.INTERRUPTED)
        resumed = float_classes.run("small", 0, 1, store=store)
        assert (resumed.table, resumed.ending) == (whole.table, Ending.COMPLETE)
        assert float_classes.run("small", 0, 1, store=store) == whole._replace(recalled=2)


# -- the commands ------------------------------------------------------------------------------------------------------


def test_the_commands_take_a_store_and_several_files(tmp_path, path):
    from click.testing import CliRunner

    other = tmp_path / "other.py"
    other.write_text(OTHERS, encoding="utf-8")
    files = ["--claims", str(FILE), "--claims", str(other)]
    common = ["--scope", "small", "--jobs", "1", "--store", str(path)]
    ablation = ["ablate", "mine.strict.corrected", "other.rank", *files, *common]
    hunted = ["hunt", str(FILE), "mine.strict", "--draws", "20", "--first", *common]
    outputs = []
    for command in (ablation, ablation, hunted):
        result = CliRunner().invoke(cli, command, standalone_mode=False)
        assert result.exception is None, result.output
        outputs.append(result.output)
    assert "other.rank is false even with all its hypotheses" in outputs[0]
    assert f"0 work items were in {path} already" in outputs[0].replace("\n", " ")
    assert f"0 work items were in {path} already" not in outputs[1].replace("\n", " ")
    assert "Stopped at the first refutation." in outputs[2]
    shown = CliRunner().invoke(cli, ["store", "show", str(path), *files])
    assert "mine.strict.corrected without achour.H" in shown.output or "mine.strict.corrected with" in shown.output
    assert " other\n" not in shown.output  # all of it was decided by the present code
