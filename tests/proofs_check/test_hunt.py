"""Hunts find planted counterexamples and make them minimal, and say no more than they know where there are none."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

import proofs_check as pc
import symdln as dln
from proofs_check import cli
from proofs_check.hunting import hunt
from proofs_check.hunting.hunt import Place
from proofs_check.hunting.shrink import measure, shrunk
from proofs_check.language.subjects import CRITICAL_POINTS, POINTS, PROBLEMS
from proofs_check.language.verdict import Verdict
from proofs_check.running import claim_file, parallel, witness
from proofs_check.running.runner import Ending, Settings

FILE = Path(__file__).with_name("hunted_claims.py")


@pytest.fixture(scope="module")
def ended():
    """A hunt for all claims of the file, in this process."""
    return hunted()


def hunted(seed=0, jobs=1, most_draws=120):
    claims = tuple(claim_file.load(FILE).values())
    return hunt.hunt(claims, Settings("small", seed, jobs), most_draws)


def of(ended, id):
    return next(one for one in ended.hunted if one.claim.id == id)


def texts(point):
    return point.problem.widths, point.problem.Syx.texts(), [layer.texts() for layer in point.weights]


# -- verdicts and witnesses --------------------------------------------------------------------------------------------


def test_a_true_claim_is_not_refuted(ended):
    one = of(ended, "mine.true")
    assert (one.verdict, one.find, one.drawn.cases) == (Verdict.VERIFIED, None, 120)


def test_a_false_claim_is_refuted_by_the_smallest_case(ended):
    # At depth 2 every saddle has a negative eigenvalue, so a counterexample has depth 3 or more, and with widths 1
    # three weights are the fewest.  A saddle needs a singular value that is not zero: 1 is the smallest integer.  At
    # W = 0 the Hessian of 1/2 (cba - 1)^2 is zero, and no weights are smaller than these.
    one = of(ended, "mine.strict")
    assert one.find is not None
    assert (one.verdict, one.find.place) == (Verdict.REFUTED, Place.SCOPE)
    assert texts(witness.case_of(one.find.witness)) == ((1, 1, 1, 1), [["1"]], [[["0"]], [["0"]], [["0"]]])


def test_a_false_claim_that_no_case_in_scope_refutes_is_refuted_at_random(ended):
    # Four inputs and one hidden and output unit: 4 + 1 weights, and no fewer with d_0 = 4.  A critical point of rank 1
    # needs a nonzero singular value, 1 being the smallest, and the product [1, 0, 0, 0], as from these layers.
    one = of(ended, "mine.wide")
    assert one.in_scope.verdict is Verdict.VERIFIED
    assert one.find is not None
    assert (one.verdict, one.find.place) == (Verdict.REFUTED, Place.RANDOM)
    assert texts(witness.case_of(one.find.witness)) == (
        (4, 1, 1),
        [["1", "0", "0", "0"]],
        [[["1", "0", "0", "0"]], [["1"]]],
    )
    larger = witness.case_of(one.find.larger or {})
    assert measure(larger) > measure(witness.case_of(one.find.witness))


def test_hypotheses_that_no_instance_meets_are_vacuous(ended):
    one = of(ended, "mine.vacuous")
    assert (one.verdict, one.in_scope.tally.cases, one.drawn.cases) == (Verdict.VACUOUS, 0, 0)
    assert sum(one.drawn.excluded_cases.values()) == 120


def test_what_only_random_cases_meet_is_supported(ended):
    one = of(ended, "mine.deep")
    assert one.in_scope.verdict is Verdict.VACUOUS
    assert one.drawn.cases > 0
    assert one.verdict is Verdict.SUPPORTED


def test_a_float_find_refutes_once_an_exact_point_near_it_does(ended):
    # The only critical point within reach of the floats is W = 0, where the Hessian of 1/2 (cba - 2)^2 is zero.
    one = of(ended, "mine.floats")
    assert one.find is not None
    assert (one.verdict, one.find.place) == (Verdict.REFUTED, Place.NEAR_FLOATS)
    found = witness.case_of(one.find.witness)
    assert found.is_critical
    assert all(layer.is_zero() for layer in found.weights)


def test_a_float_alone_refutes_nothing(ended):
    one = of(ended, "mine.rounded")
    assert (one.verdict, one.float_finds, one.find) == (Verdict.UNDECIDED, 1, None)


# -- determinism -------------------------------------------------------------------------------------------------------


def essence(ended):
    return [
        (one.claim.id, one.verdict, one.find, one.drawn.cases if one.find is None else None) for one in ended.hunted
    ]


def test_the_result_depends_on_the_seed_and_not_on_the_processes(ended):
    assert essence(hunted(jobs=2)) == essence(ended)
    other = hunted(seed=7)
    assert [one.verdict for one in other.hunted] == [one.verdict for one in ended.hunted]
    assert essence(other) != essence(ended)  # other cases were drawn


# -- making smaller ----------------------------------------------------------------------------------------------------


def is_rank_2_saddle(point):
    return point.rank == 2 and not pc.has_least_loss(point)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_large_saddle_of_rank_2_shrinks_to_the_known_smallest(seed):
    # S has two values.  If the rank could be larger than 2, all widths are at least 3, and at depth 2 that is 18
    # weights.  Else S is not the two largest, so there are three values and d_x, d_y >= 3, with 12 weights at widths
    # (3, 2, 3); at depth 3 there would be 16.  The smallest integers with S = {2, 3} not as good as {1, 2} are 2, 1, 1.
    problem = dln.Problem.canonical((6, 5, 3, 2), (4, 3, 4, 4))
    kind = next(kind for kind in problem.kinds((1, 3)) if kind.label == "strict saddle")
    smallest = shrunk(kind.representative(seed), CRITICAL_POINTS, is_rank_2_saddle)
    assert is_rank_2_saddle(smallest)
    assert smallest.problem.widths == (3, 2, 3)
    assert smallest.problem.Syx == dln.Matrix.diagonal((2, 1, 1))
    assert smallest.loss == Fraction(2**2, 2)


def test_a_problem_shrinks_to_the_known_smallest():
    # d_x, d_y >= 2 as the rank of Sxy is 2, and the two hidden widths are at least 1: widths (2, 1, 1, 2).  Sxx = I,
    # and the smallest singular values are 1 and 1.
    large = dln.Problem.from_data([[1, 2, 0], [0, 1, 1], [1, 1, 3]], [[3, 0, 1], [1, 1, 0], [0, 4, 1]], (3, 2))
    smallest = shrunk(large, PROBLEMS, lambda problem: problem.depth == 3 and problem.cross_rank >= 2)
    assert smallest == dln.Problem.canonical((1, 1), (2, 1, 1, 2))


def test_weights_that_are_not_critical_shrink_too():
    # rank W_1 = 2 needs d_0, d_1 >= 2, so widths (2, 2, 1) with six weights; two entries 1 are enough.
    problem = dln.Problem.canonical((3, 2), (3, 3, 2, 2))
    large = dln.Point(problem, [[[1, 2, 0], [0, "3/2", -1], [2, 0, 2]], [[1, 0, -2], [3, 1, 1]], [[1, 1], [0, 2]]])
    smallest = shrunk(large, POINTS, lambda point: point.weights[0].rank() >= 2)
    assert smallest.problem.widths == (2, 2, 1)
    assert sorted(smallest.weights[0].entries()) == [0, 0, 1, 1]
    assert smallest.weights[1].is_zero()


def test_what_fails_everywhere_smaller_is_left_out_of_other_domains():
    """A critical point stays critical while it is made smaller."""
    problem = dln.Problem.canonical((5, 2), (2, 3, 2))
    point = next(problem.kinds((0, 1))).representative(3)
    smallest = shrunk(point, CRITICAL_POINTS, lambda point: not all(layer.is_zero() for layer in point.weights))
    assert smallest.is_critical
    assert smallest.problem.widths == (1, 1, 1)


# -- claim files -------------------------------------------------------------------------------------------------------

HEAD = "import proofs_check as pc\nMINE = pc.own_source('mine', 'Mine')\n"
CLAIM = (
    "@pc.claim('mine.{id}', source=MINE.at('1'), statement='x', over=pc.every_problem())\n"
    "def {name}(problem):\n"
    "    'It holds.'\n"
    "    return pc.holds()\n"
)
ONE = CLAIM.format(id="one", name="one")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = (1,\n", "line 1: this is not Python: '(' was never closed."),
        ("import proofs_check as pc\nimport no_such_module\n", "line 2: ModuleNotFoundError: No module named"),
        (HEAD, "holds no claims"),
        (
            HEAD + ONE + CLAIM.format(id="one", name="two"),
            "line 7: the id mine.one already belongs to the claim in line 3",
        ),
        (
            HEAD + ONE + CLAIM.format(id="two", name="one"),
            "line 8: the name one is that of the function in line 4 already",
        ),
        (HEAD + ONE.replace("mine.one", "other.one"), "line 3: claim other.one cites the source 'mine'"),
        (HEAD + ONE.replace("    'It holds.'\n", ""), "line 3: claim mine.one has no docstring"),
        ("import proofs_check as pc\npc.own_source('achour', 'x')\n", "line 2: the key 'achour' belongs to a source"),
        ("import proofs_check as pc\npc.own_source('My own', 'x')\n", "line 2: 'My own' is not a key of a source"),
        ("raise SystemExit(3)\n", "line 1: SystemExit: 3"),
    ],
    ids=["syntax", "import", "empty", "ids", "names", "key", "docstring", "taken", "word", "exit"],
)
def test_errors_of_a_claim_file_name_file_and_line(tmp_path, text, sentence):
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(dln.InputError) as error:
        claim_file.load(path)
    assert str(error.value).startswith(f"'{path}'")
    assert sentence in str(error.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(dln.InputError, match="there is no claim file"):
        claim_file.load(tmp_path / "gone.py")
    with pytest.raises(dln.InputError, match="is a folder"):
        claim_file.load(tmp_path)


def test_a_claim_file_may_import_what_lies_beside_it(tmp_path):
    (tmp_path / "beside_the_claims.py").write_text("ID = 'mine.one'\n", encoding="utf-8")
    path = tmp_path / "mine.py"
    text = HEAD + "from beside_the_claims import ID\n" + ONE.replace("'mine.one'", "ID")
    path.write_text(text, encoding="utf-8")
    assert list(claim_file.load(path)) == ["mine.one"]


def test_a_hunt_without_an_end_is_refused():
    with pytest.raises(dln.InputError, match="would not end"):
        hunt.hunt((), Settings("small"))


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys):
    """``proofs-check`` with these arguments: exit code, stdout, stderr."""

    def call(*arguments):
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return call


QUICK = ("--scope", "small", "--draws", "30", "--jobs", "1")


def test_the_command_writes_witnesses_that_fail_again(run, tmp_path):
    table = tmp_path / "hunt.json"
    code, out, err = run("hunt", FILE, "mine.strict", "mine.true", *QUICK, "--witnesses", tmp_path, "--json", table)
    assert (code, err) == (1, "")
    assert "1 witness file in" in out
    assert "3 claims: 2 VERIFIED, 1 REFUTED." in out
    code, out, _ = run("at", "mine.strict", tmp_path / "mine.strict.json", "--claims", FILE)
    assert code == 1
    assert out.startswith("mine.strict fails at this case")
    data = json.loads(table.read_text(encoding="utf-8"))
    assert {claim["id"]: claim["verdict"] for claim in data["claims"]} == {
        "mine.true": "VERIFIED",
        "mine.strict": "REFUTED",
        "mine.strict.corrected": "VERIFIED",
    }


def test_the_exit_code_is_0_where_nothing_is_refuted(run):
    code, out, _ = run("hunt", FILE, "mine.true", "mine.vacuous", *QUICK)
    assert code == 0
    assert "left out 24 problems by 'depth >= 9', 30 cases by 'depth >= 9'" in out


def test_wrong_use_is_one_sentence(run, tmp_path):
    for arguments, sentence in (
        (("hunt", tmp_path / "gone.py"), "there is no claim file"),
        (("hunt", FILE, "mine.gone", *QUICK), "no claim is called 'mine.gone'"),
        (("hunt", FILE, "--budget", "soon"), "'soon' is not a duration"),
        (("hunt", FILE, "--json", tmp_path / "no" / "x.json"), "there is no folder"),
        (("at", "mine.gone", "--claims", FILE), "no claim is called 'mine.gone'"),
    ):
        code, _, err = run(*arguments)
        assert (code, len(err.splitlines())) == (2, 1)
        assert sentence in err


def test_an_error_in_a_check_is_told_and_is_no_support(run, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(HEAD + ONE.replace("pc.holds()", "problem.no_such_thing"), encoding="utf-8")
    code, out, _ = run("hunt", path, *QUICK)
    assert code == 2
    assert "ERROR" in out
    assert "no attribute 'no_such_thing'" in out


def test_ctrl_c_prints_what_was_covered(run, monkeypatch):
    items = parallel.map_items

    def interrupted(*arguments, **options):
        for number, answer in enumerate(items(*arguments, **options)):
            if answer.task.scope is not None and number == 2:  # in the random cases
                raise KeyboardInterrupt
            yield answer

    monkeypatch.setattr(parallel, "map_items", interrupted)
    code, out, _ = run("hunt", FILE, "mine.true", "mine.wide", *QUICK)
    assert code == 130
    assert "VERIFIED" in out
    assert "Interrupted." in out


def test_a_budget_ends_a_hunt():
    claims = tuple(claim_file.load(FILE).values())[:1]
    ended = hunt.hunt(claims, Settings("small", budget=1.5))
    assert ended.ending in (Ending.COMPLETE, Ending.BUDGET)  # without the budget it would not have ended at all
    assert ended.hunted[0].find is None


# -- cases of one's own, and what is said of them ----------------------------------------------------------------------

OWN = Path(__file__).with_name("own_cases.py")


@pytest.mark.parametrize("id", ["own.step", "own.pair"])
def test_a_witness_that_is_a_tuple_with_a_point_in_it_fails_again_from_its_file(run, tmp_path, id):
    code, out, err = run("hunt", OWN, id, *QUICK, "--witnesses", tmp_path)
    assert (code, err) == (1, "")
    assert f"{id} REFUTED" in out
    command = next(line for line in out.splitlines() if "replay: " in line).split("replay: proofs-check ")[1]
    code, out, err = run(*command.split())
    assert (code, err) == (1, "")
    assert out.startswith(f"{id} fails at this case")


def test_a_named_tuple_in_a_witness_file_may_be_edited(run, tmp_path):
    """W = (2, 1), whose product is the target 2, in place of (1, 1): there the gradient is zero."""
    run("hunt", OWN, "own.step", *QUICK, "--witnesses", tmp_path)
    path = tmp_path / "own.step.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["data"]["fields"]["point"]["weights"] = [[["2"]], [["1"]]]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert run("at", "own.step", path, "--claims", OWN)[0] == 0
    data["data"]["type"] = "Stride"
    path.write_text(json.dumps(data), encoding="utf-8")
    code, _, err = run("at", "own.step", path, "--claims", OWN)
    assert (code, len(err.splitlines())) == (2, 1)
    assert "this claim has cases of Step" in err


def test_trivial_cases_are_said_to_be_trivial_in_a_hunt(run):
    code, out, _ = run("hunt", OWN, "own.zero", *QUICK)
    assert code == 0
    assert "own.zero: in scope depth 2, widths up to 3, diagonal data: 3 with W = 0" in out
    assert re.search(r"own\.zero: All cases are trivial and say little: of \d+, W = 0 in \d+", out)


def test_the_hunt_says_its_scope_and_what_the_cases_were_in_a_line_each(run):
    _, out, _ = run("hunt", FILE, "mine.true", *QUICK)
    lines = out.splitlines()
    (scope,) = (line for line in lines if line.startswith("critical points (mine.true): every kind of critical point"))
    assert "24 problems of depth 2 to 3, widths up to 2, singular values from 2 to 3, white inputs" in scope
    (drawn,) = (line for line in lines if line.startswith("random critical points: depth 2 to 8"))
    assert "24 strata in turn" in drawn
    (said,) = (line for line in lines if line.startswith("mine.true: in scope depth 2 to 3, widths up to 2"))
    assert re.search(r"at random depth 2 to [5-8], widths up to 6, diagonal, rotated and correlated data", said)
    assert "All data were diagonal" not in out  # the random cases are not


# -- one point of one's own --------------------------------------------------------------------------------------------

PROBLEM = {"singular_values": ["5/2"], "widths": [2, 1, 1, 1]}
ZERO = [[[0, 0]], [[0]], [[0]]]


@pytest.mark.parametrize(
    ("id", "data", "code", "sentence"),
    [
        ("mine.strict", {"problem": PROBLEM, "weights": ZERO}, 1, "mine.strict fails at this case"),
        ("mine.true", {"problem": PROBLEM, "weights": ZERO}, 0, "mine.true holds at this case"),
        ("mine.inverse", {"problem": PROBLEM}, 0, "mine.inverse holds at this case"),
        (
            "mine.true",
            {"problem": PROBLEM, "weights": [[[1, 0]], [[1]], [[1]]]},
            2,
            "is about critical points, and",
        ),
        ("mine.true", {"problem": PROBLEM}, 2, 'is about critical points; add "weights"'),
        ("mine.inverse", {"problem": PROBLEM, "weights": ZERO}, 2, 'is about problems; leave out "weights"'),
        ("mine.deep", {"problem": PROBLEM, "weights": ZERO}, 2, "does not meet the hypothesis 'depth = 4'"),
        ("mine.true", {"problem": PROBLEM, "weight": ZERO}, 2, "'weight' is not a key"),
        ("mine.true", {"problem": PROBLEM, "weights": ZERO, "wieghts": 1}, 2, "wieghts"),
        ("mine.true", {"problem": PROBLEM, "weights": ZERO[:2]}, 2, "weights"),
        ("mine.true", {"problem": {"widths": [1, 1]}, "weights": ZERO}, 2, "problem"),
        ("mine.true", {"weights": ZERO}, 2, '"problem"'),
    ],
)
def test_a_bare_point_is_checked_or_refused_in_one_sentence(run, tmp_path, id, data, code, sentence):
    path = tmp_path / "point.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    ended, out, err = run("at", id, path, "--claims", FILE)
    assert ended == code
    assert sentence in (err if code == 2 else out)
    assert len((out + err).splitlines()) == 1


# -- floats refute nothing ---------------------------------------------------------------------------------------------

BY_FLOATS = '''
import numpy as np
import proofs_check as pc

MINE = pc.own_source("mine", "A true lemma, checked by rounded eigenvalues", year=2026)


@pc.claim(
    "mine.minima",
    source=MINE.at("1"),
    statement=r"\\lambda_{\\min} \\ge 0",
    over=pc.every_critical_point(),
    assuming=(pc.on_point("least loss", "L minimal", pc.has_least_loss),),
)
def minima(point):
    """The Hessian at the minima has no negative eigenvalue: true, and rounding says otherwise."""
    return pc.is_true(bool(np.linalg.eigvalsh(point.hessian.to_numpy()).min() >= 0), "the least eigenvalue")
'''


def test_a_hunt_refutes_nothing_by_a_float(run, tmp_path):
    # A second-order condition: the lemma is true.  At a flat minimum a rounded zero eigenvalue comes out as -1e-16.
    path = tmp_path / "floats.py"
    path.write_text(BY_FLOATS, encoding="utf-8")
    code, out, err = run("hunt", path, "mine.minima", *QUICK)
    assert code != 2, err
    assert "REFUTED" not in out.split("mine.minima", 1)[1].split("\n", 1)[0]
    assert re.search(r"mine\.minima UNDECIDED: it fails at \d+ inexact cases \(.*line 17.*\); a float alone", out), out
