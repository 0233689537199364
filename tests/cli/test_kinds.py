"""The command ``symdln kinds``: counts by hand and at any size, limits, and representatives."""

import itertools
import json
import math

import pytest

import symdln as dln
from symdln import files
from symdln.cli import rows
from symdln.cli.rows import counts_of

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
    assert sum("  strict  " in line for line in out.splitlines()) == 6
    assert "  {1}     9/2    strict     " in out
    # At depth 2 every saddle is strict, so of order 2.
    assert [(kind["order"], kind["class"] == "global minimiser") for kind in data["kinds"]] == [
        *[(2, False)] * 6,
        (None, True),
    ]
    # The minimisers: W_2 W_1 = P of rank 2 with two hidden units: the orbit of GL(2), of dimension 4.
    assert data["kinds"][-1]["dimension"] == 4
    assert max(len(line) for line in out.splitlines() if "{" in line) <= 80


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
    assert "There are 7 kinds to be listed, and at most 6 are classified at once; pass --limit N" in err
    assert symdln(*command, "--limit", "1")[0] == 0


HUGE = ("kinds", "--widths", "50,50,50")


def test_a_huge_network_is_counted_and_its_first_kinds_are_listed(symdln):
    """Widths (50,50,50), 50 distinct singular values: each S leaves 50 - |S| strings 2-0 and 1 each, and nothing else,
    so every subset of the 50 has one kind: 2^50 of them."""
    assert 2**50 == 1_125_899_906_842_624
    code, out, _ = symdln(*HUGE, "--limit", "1")
    assert code == 0
    assert out.startswith("1,125,899,906,842,624 kinds of critical points for widths 50-50-50, N = 5000 weights;")
    assert sum("  strict  " in line and "{" in line for line in out.splitlines()) == 1000
    assert f"{2**50 - 1000:,} more kinds have other selections S; --total N lists" in out
    code, out, _ = symdln(*HUGE, "--total", "100", "--json")
    data = json.loads(out)
    assert (code, data["kinds_in_total"], len(data["kinds"])) == (0, 2**50, 100)
    assert [kind["selection"] for kind in data["kinds"][:3]] == [[], [0], [1]]
    assert [kind["number"] for kind in data["kinds"]] == list(range(1, 101))
    assert len(data["critical_values"]) == 100
    total = sum(n * n for n in range(1, 51))
    assert [value["value"] for value in data["critical_values"][:2]] == [
        str(dln.rational(total) / 2),
        str(dln.rational(total - 2500) / 2),
    ]


def test_sixteen_squared_is_all_subsets(symdln):
    _, out, _ = symdln("kinds", "--widths", "16,16,16", "--limit", "1", "--total", "1")
    assert out.startswith(f"{2**16:,} kinds")
    assert f"{2**16 - 1:,} more kinds" in out


def test_all_of_a_huge_network_are_refused_with_the_remedies(symdln, tmp_path):
    for more in (("--json",), ("--json", "--limit", "1"), ("--representatives", tmp_path / "points")):
        code, out, err = symdln(*HUGE, *more)
        assert (code, out) == (2, "")
        assert err == (
            "symdln: There are 1,125,899,906,842,624 kinds to be listed, and at most 200,000 are classified at once; "
            "pass --limit N for the first N of each S, or --total N for the first N in all.\n"
        )
    code, _, err = symdln(*HUGE, "--json", "--total", "200001")
    assert code == 2
    assert "At most 200,000 kinds are classified at once, but --total 200001 was passed." in err


@pytest.mark.parametrize(
    ("widths", "spectrum"), [((3, 2, 3), (3, 2, 2)), ((2, 2, 2, 2), (2, 1)), ((3, 3, 3), (1, 1, 1)), ((3, 2), (2,))]
)
def test_the_kinds_of_one_selection_keep_their_numbers(symdln, widths, spectrum):
    problem = dln.Problem.canonical(spectrum, widths)
    command = ("kinds", "--widths", ",".join(map(str, widths)), "--spectrum", ",".join(map(str, spectrum)), "--json")
    everything = json.loads(symdln(*command)[1])
    found = []
    for selection in problem.selections():
        data = json.loads(symdln(*command, "--selection", ",".join(map(str, selection)) or "none")[1])
        assert [value["selection"] for value in data["critical_values"]] == [list(selection)]
        assert data["kinds_in_total"] == len(data["kinds"]) == problem.count_kinds(selection)
        found += data["kinds"]
    assert found == everything["kinds"]


def test_a_selection_is_shown_and_a_wrong_one_refused(symdln):
    _, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--selection", "1")
    assert out.startswith("2 kinds of critical points with S = {1} for widths 3-2-2")
    assert "more kinds" not in out
    for given, phrase in (
        ("2", "is not a selection"),
        ("0,0", "is not a selection"),
        ("x", "is not a list of positions"),
    ):
        code, _, err = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--selection", given)
        assert code == 2
        assert phrase in err
        assert err.count("\n") == 1


def test_a_total_cuts_through_selections_and_says_what_is_left(symdln):
    # 7 kinds: 2 of {}, 2 of {1}, 2 of {0}, 1 of {0, 1}, in the order {}, {0}, {1}, {0, 1}
    _, out, _ = symdln("kinds", "--widths", "3,2,2", "--spectrum", "3,2", "--total", "3")
    assert sum(line.strip().startswith("...") and "1 more" in line for line in out.splitlines()) == 1
    assert "3 more kinds have other selections S" in out


@pytest.mark.parametrize("widths", [(2, 2, 2), (3, 2, 2), (2, 2, 2, 2), (2, 1), (1, 1, 1, 1, 1)])
@pytest.mark.parametrize("limit", [None, 1, 2])
def test_counting_agrees_with_listing(widths, limit):
    for spectrum in itertools.product((0, 1, 2), repeat=min(widths[0], widths[-1])):
        problem = dln.Problem.canonical(spectrum, widths)
        counts = counts_of(problem)
        assert counts.most(limit) == len(list(rows.rows_of(counts, limit=limit)))
        assert counts.total == problem.count_kinds() == sum(1 for _ in problem.kinds())


def test_depth_one_has_one_kind(symdln):
    """Linear regression with X = I: W = Y, and the Hessian is the identity of size d_x d_y."""
    code, out, _ = symdln("kinds", "--widths", "3,2")
    assert code == 0
    assert out.startswith("1 kind of critical points for widths 3-2, N = 6 weights;")
    assert [line.split()[-4:] for line in out.splitlines() if "minimiser  " in line] == [["6", "0", "0", "0"]]


def test_counting_beyond_the_limit_is_refused_at_once(symdln):
    assert math.prod([101] * 4) > rows.MOST_STEPS
    code, _, err = symdln("kinds", "--widths", "100,100,100,100")
    assert code == 2
    assert "are too many to be counted here" in err


@pytest.mark.parametrize("options", [("--limit", "1"), ("--selection", "none", "--limit", "1"), ("--total", "1")])
def test_a_deep_chain_is_counted_and_listed(symdln, options):
    """With widths 1 and depth H a point with P = 0 is critical where two weights or more are zero, and its kind says
    which: 2^H - 1 - H kinds, and one more of minimisers.  Where exactly two are zero the Hessian is that of a b.
    """
    code, out, _ = symdln("kinds", "--widths", ",".join(["1"] * 23), *options)
    of_none = 2**22 - 23
    assert code == 0
    assert f"{of_none + ('none' not in options):,} kind" in out
    first = next(line.split() for line in out.splitlines() if line.split()[:2] == ["1", "{}"])
    assert first[3:9] == ["strict", "2", "20", "1", "1", "20"]


def test_singular_values_with_roots(symdln, tmp_path):
    """(1 + sqrt 2)^2 = 5.82..., and sqrt(3 + 2 sqrt 2) is the same number: one square of multiplicity 2."""
    code, out, _ = symdln("kinds", "--widths", "2,1,2", "--spectrum", "1+sqrt(2),sqrt(3+2*sqrt(2))")
    assert code == 0
    assert "2 kinds of critical points" in out
    assert "5.828427124..., 5.828427124..." in out
    for options, sentence in (
        (("--spectrum", "1-sqrt(2)"), "never negative"),
        (("--spectrum", "1+sqrt(2)", "--decay", "1"), "With --decay singular values are rationals or square roots"),
        (("--spectrum", "1+sqrt(2)", "--representatives", tmp_path / "points"), "leave --representatives out"),
        (("--spectrum", "1+sqrt("), "is not a number that can be read"),
    ):
        code, out, err = symdln("kinds", "--widths", "1,1,1", *options)
        assert (code, out) == (2, "")
        assert sentence in err
