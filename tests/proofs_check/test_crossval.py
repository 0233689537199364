"""The cross-validation passes the fast path, and fails classifiers with planted faults."""

import importlib
import json
import random
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

import symdln as dln
from proofs_check.cli import crossval as crossval_cli
from proofs_check.crossvalidation import crossval
from proofs_check.crossvalidation.crossval import Item, Table, examined
from proofs_check.facts import nearby
from proofs_check.running.runner import Ending
from proofs_check.scopes.families import Spec
from symdln.numeric import BACKWARD_ERROR, Landscape, classify, numerical_classes

module = importlib.import_module("symdln.numeric.classes.passes")

SAMPLE = [
    Item(Spec((1, 2, 1), (3,)), 0, 3, 0),
    Item(Spec((2, 2, 1), (3,)), 0, 4, 0),
    Item(Spec((1, 2, 2, 1), (3,)), 0, 9, 0),
    Item(Spec((2, 1, 2), (3,), "deficient"), 0, 2, 0),
]
DEEP = [Item(Spec((3, 2, 3, 2, 2), (3, 2)), number, number + 1, 0) for number in (0, 119, 204, 221)]


def table_of(classifier, sample=SAMPLE):
    table = Table()
    for item in sample:
        table.add(examined(item, classifier))
    return table


def test_numerical_classes_pass():
    table = table_of(numerical_classes)
    assert table.passes, table.sentence
    assert table.in_zone > 200
    assert table.count(lambda cell: cell.outcome == crossval.TRUE) > 1000


def test_a_classifier_that_always_abstains_fails():
    def abstains(landscape, weights, *, backward_error):
        answers = numerical_classes(landscape, weights, backward_error=backward_error)
        return replace(answers, code=np.zeros_like(answers.code))

    table = table_of(abstains, SAMPLE[:1])
    assert table.false_answers == 0
    assert table.undecided_in_zone == 1
    assert not table.passes


def test_a_classifier_that_guesses_fails():
    def guesses(landscape, weights, *, backward_error):
        return numerical_classes(landscape, weights, backward_error=backward_error, gap=1)

    table = table_of(guesses)
    assert table.false_answers > 0
    assert not table.passes


def test_a_classifier_that_ignores_the_gauge_fails(monkeypatch):
    def plain(layers, noise):
        return [np.broadcast_to(np.eye(W.shape[1]), (len(W), W.shape[1], W.shape[1])).copy() for W in layers[:-1]]

    monkeypatch.setattr(crossval, "CONDITIONS", (3, 4))
    monkeypatch.setattr(crossval, "PERTURBATIONS", (1e-14, 1e-13))
    faithful = table_of(numerical_classes, DEEP)
    assert faithful.passes, faithful.sentence
    monkeypatch.setattr(module, "string_bases", plain)
    monkeypatch.setattr(module, "reversed_bases", plain)
    table = table_of(numerical_classes, DEEP)
    assert table.undecided_in_zone > crossval.MOST_UNDECIDED
    assert not table.passes


def test_a_classifier_with_a_wrong_bound_fails():
    def wrong(landscape, weights, *, backward_error):
        return numerical_classes(landscape, weights, backward_error=np.multiply(backward_error, 1e-3))

    assert table_of(wrong, SAMPLE[:1]).false_answers > 0


def test_a_classifier_with_a_wrong_theorem_fails():
    def wrong(landscape, weights, *, backward_error):
        answers = numerical_classes(landscape, weights, backward_error=backward_error)
        return replace(answers, inertia=answers.inertia[:, [1, 0, 2]])

    assert table_of(wrong, SAMPLE[:1]).false_answers > 0


def test_certain_classes_are_those_of_the_exact_points_whatever_the_condition():
    # The exact point lies in the stated ball, so a class that holds at every critical point of the ball is its own.
    decided = 0
    for item in (*SAMPLE, *DEEP):
        landscape = Landscape.of(crossval.families.problem(item.spec))
        samples = list(crossval._samples(item))
        weights = [np.stack([sample.weights[j] for sample in samples]) for j in range(landscape.problem.depth)]
        errors = np.array([crossval.stated_error(sample.perturbation) for sample in samples])
        answers = classify(landscape, weights, backward_error=errors)
        for b in np.flatnonzero(answers.decided):
            kind = samples[b].kind
            inertia = kind.inertia
            assert answers.labels[b] == kind.label
            assert tuple(answers.strings[b]) == kind.multiplicities
            assert tuple(answers.inertia[b]) == (inertia.positive, inertia.negative, inertia.zero)
        decided += int(answers.decided.sum())
    assert decided > 1000


# -- the points --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", [0, 3, 12])
def test_disguises_keep_the_exact_kind_and_have_the_condition_number(condition):
    rng = random.Random(condition)
    problem = dln.Problem.canonical((3, 2), (2, 3, 2, 2))
    kind = list(problem.kinds())[9]
    point = crossval.disguised(kind.representative(), condition, rng)
    assert dln.landscape.kinds.kind_of(point) == kind
    change, back = crossval.hidden_basis(3, condition, rng)
    assert change @ back == dln.Matrix.identity(3)
    # exactly Q D R: the singular values of D are 1, ..., 10^-condition
    assert (change @ change.T).trace() <= 3
    square = (change.T @ change).flint.charpoly()
    assert square(dln.Matrix([[1]]).flint[0, 0]) == 0
    assert square(dln.Matrix([[f"1/{10 ** (2 * condition)}"]]).flint[0, 0]) == 0


def test_samples_lie_within_the_stated_error_exactly():
    item = Item(Spec((2, 2, 2), (3, 2)), 2, 4, 0)
    for sample in crossval._samples(item):
        square = dln.rational(crossval.stated_error(sample.perturbation), exactly=True) ** 2
        for exact, layer in zip(sample.near.start.weights, sample.weights, strict=True):
            given = dln.Matrix(layer, exactly=True)
            assert (given - exact).norm_squared() <= square * given.norm_squared()


# -- exhibiting --------------------------------------------------------------------------------------------------------


def test_exhibited_points_are_exact_near_and_of_the_kind():
    # W_2 = diag(1, 1e-9) between W_1 = 0 and W_3 = 0: two strings 1-2, one of which breaks within 1e-8.
    problem = dln.Problem.canonical((3,), (1, 2, 2, 1))
    weights = [[[0], [0]], [[1, 0], [0, "1e-9"]], [[0, 0]]]
    start = dln.Point(problem, weights)
    broken = dln.Point(problem, [[[0], [0]], [[1, 0], [0, 0]], [[0, 0]]])
    floats = [layer.to_numpy() for layer in start.weights]
    near = nearby.Neighbourhood(start)
    found = near.exhibited(floats, 1e-8, 0, broken.multiplicities)
    assert found is not None
    assert found.is_critical
    assert found.multiplicities == broken.multiplicities
    assert near.exhibited(floats, 1e-10, 0, broken.multiplicities) is None


def test_moves_inside_a_kind_find_the_nearest_point():
    # (a, b) with a b = 3: from (1, 3) to (1 + 1e-6, 3 - 3e-6), whose product is 3 - 3e-12.
    problem = dln.Problem.canonical((3,), (1, 1, 1))
    start = dln.Point(problem, [[[1]], [[3]]])
    floats = [np.array([[1 + 1e-6]]), np.array([[3 - 3e-6]])]
    near = nearby.Neighbourhood(start)
    found = near.exhibited(floats, 1e-11, 1, start.multiplicities)
    assert found is not None
    assert found.end_to_end[0, 0] == 3
    assert near.exhibited(floats, 1e-14, 1, start.multiplicities) is None


def test_a_layer_is_lowered_by_the_smallest_change_that_keeps_its_neighbours():
    # W_2 = [[1, 0], [1, e]] after W_1 = (1, 0)^T: keeping W_2 W_1, its rank falls by dropping e alone, and the change
    # -s t^T has t orthogonal to W_1, so t = (0, 1) and, with W_2^-1 = [[1, 0], [-1/e, 1/e]], t^T W_2^-1 s / |s| is
    # largest for s = (-1, 1) / 2^(1/2): the change is (e / 2) [[0, 1], [0, -1]].
    problem = dln.Problem.canonical((), (1, 2, 2, 1))
    e = dln.rational("1/1000")
    point = dln.Point(problem, [[[1], [0]], [[1, 0], [1, e]], [[0, 0]]])
    wanted = dln.Matrix([[1, e / 2], [1, e / 2]]).to_numpy()
    found = [weights[1] for weights in nearby._lowered(point) if weights[1].rank() == 1]
    kept = [layer for layer in found if layer @ point.weights[0] == point.weights[1] @ point.weights[0]]
    assert kept
    assert any(np.allclose(layer.to_numpy(), wanted, rtol=0, atol=1e-15) for layer in kept)


def test_one_vector_of_a_path_is_killed_where_that_changes_least():
    # W_2 = diag(3, 1) takes e_1 and e_2 from a path: killing e_2 changes least, and leaves diag(3, 0).  Of (1, 1) alone
    # nothing but that vector can be killed: W - W w w^T / 2 with w = (1, 1).
    layer = dln.Matrix([[3, 0], [0, 1]])
    assert np.allclose(nearby._without(layer, dln.Matrix.identity(2)).to_numpy(), [[3, 0], [0, 0]], atol=1e-14)
    half = dln.rational("1/2")
    only = nearby._without(layer, dln.Matrix([[1], [1]]))
    assert only == dln.Matrix([[3 * half, -3 * half], [-half, half]])


# -- spectra -----------------------------------------------------------------------------------------------------------


def test_spectra_are_compared_and_a_wrong_sign_fails(monkeypatch):
    table = table_of(numerical_classes, SAMPLE[:1])
    assert table.false_signs == 0
    assert table.told_in_zone > 0.9
    honest = crossval.inertia_by_spectrum

    def swapped(*arguments, **options):
        signs = honest(*arguments, **options)
        return replace(signs, positive=signs.negative, negative=signs.positive)

    monkeypatch.setattr(crossval, "inertia_by_spectrum", swapped)
    table = table_of(numerical_classes, SAMPLE[:1])
    assert table.false_signs > 0
    assert not table.passes


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_writes_the_table_and_exits_by_the_judgement(tmp_path, monkeypatch):
    monkeypatch.setattr(crossval, "items", lambda size, seed: iter(SAMPLE[:1]))
    path = tmp_path / "table.json"
    result = CliRunner().invoke(crossval_cli.command, ["--jobs", "1", "--json", str(path)], standalone_mode=False)
    assert result.return_value == 0, result.output
    assert "Passed" in result.output
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["passes"] is True
    assert sum(cell["count"] for cell in data["cells"]) > 500
    monkeypatch.setattr(crossval, "MOST_UNDECIDED", 0.0)
    failed = CliRunner().invoke(crossval_cli.command, ["--jobs", "1"], standalone_mode=False)
    assert failed.return_value == 1


def test_a_budget_and_an_interrupt_end_with_the_part_that_was_done(monkeypatch, tmp_path):
    def interrupted(size, seed):
        yield SAMPLE[0]
        raise KeyboardInterrupt

    monkeypatch.setattr(crossval, "items", interrupted)
    table, ending = crossval.run("small", 0, 1)
    assert (table.kinds, ending) == (3, Ending.INTERRUPTED)
    table, ending = crossval.run("small", 0, 1, budget=1e-9)
    assert (table.kinds, ending) == (0, Ending.BUDGET)
    assert not table.passes  # nothing was seen


def test_the_parts_of_a_budget_are_those_of_the_scope():
    assert sorted(crossval.scattered("small", 3)) == sorted(crossval.items("small", 3))
    problems = {item.spec for item in list(crossval.scattered("small", 3))[:24]}
    assert len(problems) == 24  # one of every problem first: 2^3 + 2^4 architectures


def test_the_stated_error_is_at_least_the_default():
    assert crossval.stated_error(0.0) == BACKWARD_ERROR
    assert crossval.stated_error(1e-2) > 4e-2 / 0.99
