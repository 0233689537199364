"""Random cases are of all strata, belong to them by other computations than their own, and follow limits and seed."""

import itertools
import json
import random
from fractions import Fraction
from pathlib import Path

import pytest

import proofs_check as pc
import symdln as dln
from proofs_check import cli
from proofs_check.cli.hunt_table import by_stratum
from proofs_check.hunting import draws, hunt, problems, strata, weights
from proofs_check.hunting.draws import RandomCases
from proofs_check.hunting.problems import DrawLimits
from proofs_check.hunting.strata import STRATA
from proofs_check.language.subjects import CRITICAL_POINTS, POINTS, PROBLEMS
from proofs_check.running import claim_file
from proofs_check.running.runner import Settings
from symdln.algebra.inertia import inertia_of

SUBJECTS = (CRITICAL_POINTS, POINTS, PROBLEMS)
BY_NAME = {stratum.name: stratum for stratum in STRATA}
LISTED = (
    "data times 1/8", "data times 1/3", "data times 8", "values below 1", "values far apart", "white, any Y",
    "white, Y turned", "X turned", "singular X", "tall X", "ties", "zeros", "balanced", "unbalanced", "thin and deep",
    "wide", "small weights", "large weights", "more outputs", "near critical", "plain",
)  # fmt: skip


def drawn(name, subject, count=12, limits=DrawLimits()):  # noqa: B008  (DrawLimits never changes)
    return [BY_NAME[name].drawn(subject, random.Random(f"test.{n}"), limits) for n in range(count)]


def cases(subject, stop, seed=0, limits=DrawLimits()):  # noqa: B008
    scope = RandomCases(subject, limits)
    units = itertools.islice(scope.units("default", seed), -(-stop // draws.CASES_PER_UNIT))
    return list(itertools.islice((case for unit in units for case in scope.cases(unit)), stop))


# -- what belongs to a stratum, computed otherwise ---------------------------------------------------------------------


def one(problem):
    return dln.Matrix.identity(problem.input_width)


def diagonal(matrix):
    return matrix == matrix.diagonal([matrix[i, i] for i in range(min(matrix.shape))], matrix.shape)


def definite(matrix):
    return inertia_of(matrix).positive == matrix.shape[0]


def below_one(problem):
    """All eigenvalues of Sigma are below 1 if I - Sigma is positive definite."""
    return definite(dln.Matrix.identity(problem.output_width) - problem.sigma) and not problem.Syx.is_zero()


def tied(problem):
    """The characteristic polynomial without its zeros and its derivative have a common root: a resultant is zero."""
    import sympy

    x = sympy.symbols("x")
    poly = sympy.Poly(problem.sigma.to_sympy().charpoly(x).as_expr(), x)
    while not poly.eval(0):  # pyright: ignore[reportAttributeAccessIssue]
        poly = sympy.quo(poly, sympy.Poly(x, x))
    return sympy.gcd(poly, poly.diff(x)).degree() > 0  # pyright: ignore[reportAttributeAccessIssue]


def far_apart(problem):
    """tr Sigma is at least the largest eigenvalue, and tr Sigma^+ at least the inverse of the smallest one."""
    n = problem.output_width
    return problem.sigma.trace() * problem.sigma.pseudoinverse().trace() >= 4096 and n > 1


def squared_sizes(point):
    return [layer.norm_squared() for layer in point.weights]


PROBLEM_CHECKS = {
    "plain": lambda p: p.Sxx == one(p) and diagonal(p.Syx),
    "data times 1/8": lambda p: min(abs(e) for e in p.Syx.entries() if e) <= Fraction(1, 8),
    "data times 1/3": lambda p: any((e * 2**60).denominator > 1 for e in p.Syx.entries()),
    "data times 8": lambda p: all((e / 8).denominator == 1 for e in p.Syx.entries()),
    "values below 1": below_one,
    "values far apart": far_apart,
    "white, any Y": lambda p: p.Sxx == one(p) and not diagonal(p.Syx),
    "white, Y turned": lambda p: p.Sxx == one(p) and not diagonal(p.Syx),
    "X turned": lambda p: definite(p.Sxx) and not diagonal(p.Sxx),
    "singular X": lambda p: not definite(p.Sxx),
    "tall X": lambda p: p.samples < p.input_width and not definite(p.Sxx),
    "ties": tied,
    "zeros": lambda p: (p.Syx @ p.Syx.T).rank() < min(p.Syx.shape),
    "residual": lambda p: inertia_of(p.Syy - p.sigma).positive > 0,
    "any integers": lambda p: p.Sxx != one(p),
    "another loss factor": lambda p: p.loss_factor * 2 != 1,
    "more outputs": lambda p: p.widths[-1] > p.widths[0],
    "thin and deep": lambda p: len(p.widths) >= 6 and set(p.widths) <= {1, 2},
    "wide": lambda p: 6 in p.widths,
}  # fmt: skip
POINT_CHECKS = {
    "balanced": lambda w: len(set(squared_sizes(w))) == 1,  # equal Gram matrices have equal traces
    "unbalanced": lambda w: max(squared_sizes(w)) >= 10_000 * min(size for size in squared_sizes(w) if size),
    "small weights": lambda w: all(abs(8 * e) <= 1 for layer in w.weights for e in layer.entries()),
    "large weights": lambda w: max(squared_sizes(w)) >= 64**2,
    "near critical": lambda w: sum(float(e) ** 2 for layer in w.gradient for e in layer.entries()) < 1,
}


def test_every_stratum_that_was_asked_for_is_in_the_table_and_is_checked():
    assert set(LISTED) <= set(BY_NAME)
    assert set(BY_NAME) == set(PROBLEM_CHECKS) | set(POINT_CHECKS)
    assert all(stratum.sentence for stratum in STRATA)


@pytest.mark.parametrize("name", PROBLEM_CHECKS)
def test_cases_of_a_stratum_of_data_belong_to_it(name):
    for subject in SUBJECTS:
        for case in drawn(name, subject):
            problem = case if subject == PROBLEMS else case.problem
            assert PROBLEM_CHECKS[name](problem)
            most = problems.MOST_WIDE_WEIGHTS if name == "wide" else problems.MOST_WEIGHTS
            assert problem.parameters <= most
            assert subject.includes(case)
            assert BY_NAME[name].includes(case)


def test_the_wide_stratum_has_layers_of_rank_six():
    """A lemma that fails only where two widths beside each other are 6, such as rank W_j <= 5, is refuted there."""
    rng = random.Random(0)
    points = [BY_NAME["wide"].drawn(CRITICAL_POINTS, rng, problems.USUAL) for _ in range(400)]
    assert max(layer.rank() for point in points for layer in point.weights) == 6
    assert all(point.is_critical for point in points if max(layer.rank() for layer in point.weights) == 6)


@pytest.mark.parametrize("name", POINT_CHECKS)
def test_cases_of_a_stratum_of_weights_belong_to_it(name):
    for subject in (CRITICAL_POINTS, POINTS):
        points = drawn(name, subject)
        assert all(POINT_CHECKS[name](point) for point in points)
        assert all(map(subject.includes, points))
    assert all(isinstance(problem, dln.Problem) for problem in drawn(name, PROBLEMS))


def test_points_near_critical_ones_are_not_critical():
    assert not any(point.is_critical for point in drawn("near critical", POINTS, 30))


@pytest.mark.parametrize("subject", [CRITICAL_POINTS, POINTS], ids=str)
def test_strata_tell_apart_what_is_not_of_them(subject):
    """No predicate is true of everything that is drawn for claims on these points."""
    points = [case.subject for case in cases(subject, 2 * len(STRATA))]
    for stratum in STRATA:
        belonging = sum(stratum.includes(point) for point in points)
        assert 0 < belonging < len(points), stratum.name


# -- the order of draws ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_draws_visit_every_stratum_in_turn_and_follow_from_the_seed(subject):
    first, again = cases(subject, 48), cases(subject, 48)
    assert [(case.subject, case.label) for case in first] == [(case.subject, case.label) for case in again]
    assert [case.label["stratum"] for case in first] == [stratum.name for stratum in STRATA] * 2
    assert [case.subject for case in cases(subject, 48, seed=1)] != [case.subject for case in first]


def test_small_cases_come_more_often_than_large_ones():
    sizes = sorted(case.subject.parameters for case in cases(PROBLEMS, 480))
    assert sizes[len(sizes) // 2] <= 12
    assert sizes[len(sizes) // 10] <= 6
    assert problems.MOST_WEIGHTS < sizes[-1] <= problems.MOST_WIDE_WEIGHTS


def test_critical_points_reach_every_class_every_depth_and_the_kernel_of_singular_inputs():
    points = [case.subject for case in cases(CRITICAL_POINTS, 480)]
    assert {point.problem.depth for point in points} == {2, 3, 4, 5, 6, 7, 8}
    assert {point.label for point in points} == {"global minimiser", "strict saddle", "non-strict saddle"}
    kernels = [(point.weights[0] @ point.problem.Sxx.nullspace()).is_zero() for point in points]
    assert not all(kernels)


def test_a_balanced_critical_point_has_the_selected_product():
    """W_H ... W_1 = U_S U_S^T Y for X = I: a projection of the targets, whatever the gauge."""
    for point in drawn("balanced", CRITICAL_POINTS, 20):
        product, Y = point.end_to_end, point.problem.Syx
        assert product @ product.T == product @ Y.T
        assert product.T @ product == product.T @ Y


def test_roots_are_exact():
    assert weights.root(Fraction(1, 64), 6) == Fraction(1, 2)
    assert weights.root(Fraction(1), 5) == 1
    with pytest.raises(ValueError, match="not a power"):
        weights.root(Fraction(2), 2)


# -- limits ------------------------------------------------------------------------------------------------------------


def test_limits_bound_depth_and_widths_and_leave_out_what_does_not_fit():
    limits = DrawLimits(max_depth=3, max_width=2)
    found = [case.subject for case in cases(PROBLEMS, 120, limits=limits)]
    assert max(problem.depth for problem in found) == 3
    assert max(max(problem.widths) for problem in found) == 2
    left_out = {stratum.name for stratum in STRATA} - {stratum.name for stratum in strata.fitting(limits)}
    assert left_out == {"thin and deep", "wide"}
    narrow = cases(POINTS, 60, limits=DrawLimits(max_depth=2, max_width=1))
    assert {case.subject.problem.widths for case in narrow} == {(1, 1, 1)}
    deep = [case.subject for case in cases(PROBLEMS, 240, limits=DrawLimits(max_depth=12, max_width=8))]
    assert max(problem.depth for problem in deep) > 8
    assert max(max(problem.widths) for problem in deep) > 6


def test_a_scale_multiplies_the_targets_of_the_same_draws():
    third = Fraction(1, 3)
    for name in ("plain", "X turned", "thin and deep"):
        plain, scaled = drawn(name, PROBLEMS), drawn(name, PROBLEMS, limits=DrawLimits(scales=(third,)))
        for before, after in zip(plain, scaled, strict=True):
            assert (after.Sxx, after.Syx, after.Syy) == (before.Sxx, before.Syx * third, before.Syy * third**2)
    points = [case.subject for case in cases(CRITICAL_POINTS, 44, limits=DrawLimits(scales=(third, Fraction(8))))]
    assert all(point.is_critical for point in points)


@pytest.mark.parametrize("scale", [Fraction(10**6), Fraction(1, 10**6)], ids=["large", "small"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_extreme_scales_leave_no_draw_without_an_end(subject, scale):
    limits = DrawLimits(scales=(scale,))
    left_out = {stratum.name for stratum in STRATA} - {stratum.name for stratum in strata.fitting(limits)}
    assert left_out == {"balanced", "small weights", "near critical"}
    assert len(cases(subject, 84, limits=limits)) == 84


# -- hunts -------------------------------------------------------------------------------------------------------------

TRUE = pc.own_source("true", "True statements")
OVER = {CRITICAL_POINTS: pc.every_critical_point(), POINTS: pc.every_small_weight(), PROBLEMS: pc.every_problem()}


def test_a_default_hunt_leaves_no_stratum_without_cases():
    path = Path(__file__).parents[1] / "true_statements.py"
    claims = tuple(claim_file.load(path).values())
    ended = hunt.hunt(claims, Settings("small"), most_draws=len(STRATA) * 2)
    assert {one.claim.over.subject for one in ended.hunted} == set(SUBJECTS)
    for one in ended.hunted:
        assert by_stratum(one, ended) == {stratum.name: (2, 2, 0) for stratum in STRATA}


LEMMAS = claim_file.load(Path(__file__).parents[1] / "false_lemmas.py")
AT_RANDOM = {
    "false.steep", "false.half", "false.bounded", "false.shallow", "false.order", "false.index", "false.rank",
}  # fmt: skip
STRATUM_OF = {
    "false.symmetric": "white, Y turned",
    "false.sharpness": "values below 1",
    "false.gap": "values below 1",
    "false.count": "thin and deep",
    "false.diagonal": "white, Y turned",
    "false.narrow": "wide",
    "false.onto": "more outputs",
    "false.equal-norms": "plain",
    "false.never-balanced": "balanced",
    "false.kernel": "singular X",
    "false.flat": "values below 1",
    "false.steep": "small weights",
    "false.apart": "values below 1",
    "false.fits": "residual",
    "false.half": "another loss factor",
    "false.bounded": "unbalanced",
    "false.shallow": "thin and deep",
    "false.order": "thin and deep",
    "false.index": "wide",
    "false.rank": "wide",
}


@pytest.mark.parametrize("claim", [c for c in LEMMAS.values() if c.id not in AT_RANDOM], ids=lambda claim: claim.id)
def test_a_default_run_refutes_a_false_lemma_that_holds_at_plain_data(claim):
    from proofs_check.running.evaluate import first_failure
    from proofs_check.running.witness import case_of

    tally = first_failure(claim, "default", 0)
    assert tally.error is None
    assert tally.witness is not None
    assert STRATUM_OF[claim.id] in strata.names_of(case_of(tally.witness))


@pytest.mark.parametrize("id", sorted(AT_RANDOM))
def test_random_cases_refute_what_no_case_in_scope_does(id):
    claim = LEMMAS[id]
    ended = hunt.hunt([claim], Settings("small"), most_draws=480)
    (one,) = ended.hunted
    assert one.find is not None
    assert one.find.place is hunt.Place.RANDOM
    assert one.find.strata == (STRATUM_OF[id],)
    assert by_stratum(one, ended)[STRATUM_OF[id]][2] > 0


@pytest.mark.slow
def test_the_command_refutes_all_false_lemmas_within_its_budget(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["hunt", str(Path(__file__).parents[1] / "false_lemmas.py")])
    assert stop.value.code == 1
    assert f"{len(LEMMAS)} claims: {len(LEMMAS)} REFUTED." in capsys.readouterr().out


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_strata_and_their_counts(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["hunt", "--strata"])
    printed = capsys.readouterr().out
    assert stop.value.code == 0
    assert all(stratum.name in printed for stratum in STRATA)
    path = str(Path(__file__).parents[1] / "true_statements.py")
    with pytest.raises(SystemExit):
        cli.main(["hunt", path, "true.points", "--scope", "small", "--draws", "46", "--strata", "--max-depth", "4"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["balanced", "2", "2", "0"] in rows
    assert not any(row[:1] == ["thin"] for row in rows)  # deeper than 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "name the file with your claims"),
        (("FILE", "--scale", "0"), "must be positive"),
        (("FILE", "--scale", "often"), "often"),
        (("FILE", "--max-depth", "1"), "1 is not in the range"),
        (("FILE", "--max-width", "0"), "0 is not in the range"),
    ],
)
def test_wrong_limits_are_one_sentence(capsys, arguments, sentence):
    path = str(Path(__file__).parents[1] / "true_statements.py")
    with pytest.raises(SystemExit) as stop:
        cli.main(["hunt", *(path if argument == "FILE" else argument for argument in arguments)])
    printed = capsys.readouterr()
    assert stop.value.code == 2
    assert sentence in printed.err
    assert len(printed.err.splitlines()) == 1


def test_a_hunt_leaves_results_from_which_pages_are_made(capsys, tmp_path):
    path, table = str(Path(__file__).parents[1] / "false_lemmas.py"), tmp_path / "hunt.json"
    arguments = ("--scope", "small", "--draws", "48", "--jobs", "1", "--json", str(table))
    with pytest.raises(SystemExit):
        cli.main(["hunt", path, "false.half", "false.onto", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main(
            ["report", str(table), "--html", str(tmp_path / "page.html"), "--findings", str(tmp_path / "found.md")]
        )
    assert stop.value.code == 0
    assert "false.half" in (tmp_path / "page.html").read_text(encoding="utf-8")
    data = json.loads(table.read_text(encoding="utf-8"))
    assert {claim["id"]: claim["verdict"] for claim in data["claims"]} == {
        "false.half": "REFUTED",
        "false.onto": "REFUTED",
    }
    (half,) = (claim for claim in data["hunt"]["claims"] if claim["id"] == "false.half")
    assert half["strata_of_find"] == ["another loss factor"]
    assert half["verdict_in_scope"] == "VERIFIED"
    with pytest.raises(SystemExit) as stop:  # the results hold the witness, which fails again
        cli.main(["at", "false.half", str(table), "--claims", path])
    assert stop.value.code == 1


def test_targets_of_either_sign_are_not_plain():
    one, other = (dln.Problem.from_data([[1, 0], [0, 1]], [[3, 0], [0, sign]], hidden=(2,)) for sign in (1, -1))
    assert "plain" in strata.names_of(one)
    assert "plain" not in strata.names_of(other)
