"""The cross-validation passes the fast path, and fails classifiers with planted faults."""

import importlib
import random
from dataclasses import replace

import numpy as np
import pytest

import symdln as dln
from proofs_check.crossvalidation import float_classes
from proofs_check.crossvalidation.float_classes import AnswerTable, Item, examined
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
    table = AnswerTable()
    for item in sample:
        table.add(examined(item, classifier))
    return table


def test_numerical_classes_pass():
    table = table_of(numerical_classes)
    assert table.passes, table.sentence
    assert table.in_zone > 200
    assert table.count(lambda cell: cell.outcome == float_classes.TRUE) > 1000


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

    monkeypatch.setattr(float_classes, "CONDITIONS", (3, 4))
    monkeypatch.setattr(float_classes, "PERTURBATIONS", (1e-14, 1e-13))
    faithful = table_of(numerical_classes, DEEP)
    assert faithful.passes, faithful.sentence
    monkeypatch.setattr(module, "string_bases", plain)
    monkeypatch.setattr(module, "reversed_bases", plain)
    table = table_of(numerical_classes, DEEP)
    assert table.undecided_in_zone > float_classes.MOST_UNDECIDED
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
        landscape = Landscape.of(float_classes.families.problem(item.spec))
        samples = list(float_classes._samples(item))
        weights = [np.stack([sample.weights[j] for sample in samples]) for j in range(landscape.problem.depth)]
        errors = np.array([float_classes.stated_error(sample.perturbation) for sample in samples])
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
    point = float_classes.disguised(kind.representative(), condition, rng)
    assert dln.landscape.kinds.kind_of(point) == kind
    change, back = float_classes.hidden_basis(3, condition, rng)
    assert change @ back == dln.Matrix.identity(3)
    # exactly Q D R: the singular values of D are 1, ..., 10^-condition
    assert (change @ change.T).trace() <= 3
    square = (change.T @ change).flint.charpoly()
    assert square(dln.Matrix([[1]]).flint[0, 0]) == 0
    assert square(dln.Matrix([[f"1/{10 ** (2 * condition)}"]]).flint[0, 0]) == 0


def test_samples_lie_within_the_stated_error_exactly():
    item = Item(Spec((2, 2, 2), (3, 2)), 2, 4, 0)
    for sample in float_classes._samples(item):
        square = dln.rational(float_classes.stated_error(sample.perturbation), exactly=True) ** 2
        for exact, layer in zip(sample.near.start.weights, sample.weights, strict=True):
            given = dln.Matrix(layer, exactly=True)
            assert (given - exact).norm_squared() <= square * given.norm_squared()


# -- spectra -----------------------------------------------------------------------------------------------------------


def test_spectra_are_compared_and_a_wrong_sign_fails(monkeypatch):
    table = table_of(numerical_classes, SAMPLE[:1])
    assert table.false_signs == 0
    assert table.told_in_zone > 0.9
    honest = float_classes.inertia_by_spectrum

    def swapped(*arguments, **options):
        signs = honest(*arguments, **options)
        return replace(signs, positive=signs.negative, negative=signs.positive)

    monkeypatch.setattr(float_classes, "inertia_by_spectrum", swapped)
    table = table_of(numerical_classes, SAMPLE[:1])
    assert table.false_signs > 0
    assert not table.passes


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_parts_of_a_budget_are_those_of_the_scope():
    assert sorted(float_classes.scattered("small", 3)) == sorted(float_classes.items("small", 3))
    problems = {item.spec for item in list(float_classes.scattered("small", 3))[:24]}
    assert len(problems) == 24  # one of every problem first: 2^3 + 2^4 architectures


def test_the_stated_error_is_at_least_the_default():
    assert float_classes.stated_error(0.0) == BACKWARD_ERROR
    assert float_classes.stated_error(1e-2) > 4e-2 / 0.99
