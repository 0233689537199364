"""Figure (a) of the slides of Achour et al. (2025): plateaus near non-strict saddles."""

import symdln as dln
from proofs_check.claims.achour import plateau
from proofs_check.facts import classes as theorem
from proofs_check.language.outcome import Outcome, is_true
from proofs_check.language.verdict import Verdict
from symdln.landscape.classification import NON_STRICT, STRICT
from tests.proofs_check.settling import planted, settle

# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_two_saddles_of_a_race_differ_only_in_class():
    for layers in plateau.SADDLES.values():
        points = [dln.Point(plateau.problem(), weights) for weights in layers]
        assert [theorem.exact_class(point) for point in points] == [STRICT, NON_STRICT]
        assert points[0].end_to_end == points[1].end_to_end


def test_races_repeat_under_the_same_seed():
    first, again, other = (list(plateau.races("small", seed)) for seed in (3, 3, 4))
    assert first == again != other


def test_a_start_at_the_saddle_itself_never_leaves():
    still = plateau.np.zeros((3, 2, 2, 2))
    assert list(plateau.steps_to_leave(plateau.SADDLES["rank 0"][0], still)) == [plateau.LIMIT + 1] * 2


# -- planted faults ----------------------------------------------------------------------------------------------------


def test_a_race_the_other_way_is_not_supported():
    def other_way(race: plateau.Race) -> Outcome:
        return is_true(race[3] < race[2], "the non-strict saddle is left sooner")

    result = settle(planted(plateau.plateau, check=other_way))[0]
    assert result.verdict is Verdict.UNDECIDED
    assert result.tally.failures == result.tally.cases
