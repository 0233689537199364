"""The coordinates of the proof of Proposition 5: the change of variables and its inverse."""

from __future__ import annotations

import pytest

from proofs_check.claims.chitour.parts import prop5
from proofs_check.claims.chitour.parts.prop5_forms import ALL_NEW
from proofs_check.claims.chitour.parts.shallow_chart import Chart, NewVariables, Variation
from proofs_check.claims.chitour.parts.shallow_frames import frame
from proofs_check.language.outcome import Finding

# -- the points in coordinates -----------------------------------------------------------------------------------------


def test_the_change_of_variables_is_undone() -> None:
    f = frame(((3, 2, 2), (1,), 1, 1))
    for x in f.units(Variation, prop5.ALL_OLD):
        assert f.chart.old_variables(f.chart.new_variables(x)) == x
    for y in f.units(NewVariables, ALL_NEW):
        assert f.chart.new_variables(f.chart.old_variables(y)) == y


# -- (29), (30) and the dimension --------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["delta_2", "epsilon_1"])
def test_words_do_not_pass_a_wrong_change_of_variables(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Chart.new_variables

    def wrong(self: Chart, x: Variation) -> NewVariables:
        y = right(self, x)
        return NewVariables(**{**vars(y), change: x.d_2 if change == "delta_2" else (x.e_1 @ self.B_1).T})

    monkeypatch.setattr(Chart, "new_variables", wrong)
    assert prop5.tangent_equations_in_words().answer is Finding.UNDECIDED
