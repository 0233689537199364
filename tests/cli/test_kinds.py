"""The command ``symdln kinds``: counts by hand, limits, and representatives."""

import json

import symdln as dln
from symdln import files
from symdln.cli import rows

# -- kinds -------------------------------------------------------------------------------------------------------------


def test_the_kinds_of_a_small_network(symdln):
    """Widths (3,2,2), s = 3, 2: for |S| = 2 one kind; for |S| = 1 layers 0 and 1 have room for 0-1 or 0, 1 beside 2-0;
    for S = {} two closing strings 2-0 leave 0-1, 1 or 0, 1, 1.  Values: 1/2 (13 - 9), 1/2 (13 - 4), 1/2 13."""
    code, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--json")
    data = json.loads(out)
    assert (code, data["kinds_in_total"], len(data["kinds"])) == (0, 7, 7)
    values = {tuple(v["selection"]): (v["value"], v["kinds"]) for v in data["critical_values"]}
    assert values == {(): ("13/2", 2), (1,): ("9/2", 2), (0,): ("2", 2), (0, 1): ("0", 1)}
    strings = [{tuple(s["vertices"]): s["multiplicity"] for s in kind["strings"]} for kind in data["kinds"]]
    assert {(2, 0): 2, (0, 1): 1, (1,): 1} in strings
    assert {(0,): 1} in strings
    _, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2")
    assert out.startswith("7 kinds of critical points for widths 3-2-2")
    assert sum("strict saddle" in line for line in out.splitlines()) == 6
    assert "{1}     9/2    strict saddle" in out


def test_the_spectrum_has_a_default(symdln):
    # n = min(3, 2) = 2: singular values 2, 1
    default, given = (symdln("kinds", "--widths", "3,2,2", *more) for more in ((), ("--spectrum", "2,1")))
    assert default == given
    assert default[0] == 0


def test_a_limit_says_what_it_leaves_out(symdln):
    _, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--limit", "1")
    assert sum(line.startswith(" ...") and "1 more" in line for line in out.splitlines()) == 3
    limited = json.loads(symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--limit", "1", "--json")[1])
    assert [kind["number"] for kind in limited["kinds"]] == [1, 3, 5, 7]
    assert limited["kinds_in_total"] == 7


def test_representatives_are_points_of_their_kinds(symdln, tmp_path):
    code, out, _ = symdln("kinds", "--widths", "2,2,2", "--spectrum", "2,2", "--representatives", tmp_path / "points")
    problem = dln.Problem.canonical((2, 2), (2, 2, 2))
    assert code == 0
    assert f"{2 * problem.count_kinds()} points are in" in out
    for number, kind in enumerate(problem.kinds(), start=1):
        for name in ("aligned", "mixed"):
            point = files.read_point(tmp_path / "points" / f"kind-{number:04d}-{name}.json")
            assert point.is_critical
            assert dln.kind_of(point) == kind


# -- wrong input -------------------------------------------------------------------------------------------------------


def test_more_kinds_than_can_be_listed_need_a_limit(symdln, monkeypatch):
    monkeypatch.setattr(rows, "MOST_KINDS", 6)
    command = ("kinds", "--widths", "3,2,2", "--json")
    code, out, err = symdln(*command)
    assert (code, out) == (2, "")
    assert "there are 7 kinds, and at most 6 are classified at once; pass --limit N" in err
    assert symdln(*command, "--limit", "1")[0] == 0
