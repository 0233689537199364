"""The four arithmetics agree at points with weight decay, and a fault planted in one of them is found by the others."""

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.arithmetics import decayed_mpmath, decayed_numpy, decayed_sympy
from proofs_check.arithmetics.decayed import WITH_DECAY, asked_with_decay
from proofs_check.arithmetics.question import QUANTITIES
from proofs_check.arithmetics.values import Open, disagreements
from symdln.decay import DecayedKind, DecayedPoint, DecayedProblem, made_autoencoder, made_point

POINTS = [
    made_point((2, 1, 2), 1, [2], ["1/2"], rng=1),
    made_point((2, 2, 2), 1, [2], [3], rng=2),  # a dropped value above lam and a spare unit
    made_point((1, 1, 1, 1), 14, [1], rng=3),  # the small root of 15
    made_point((1, 2, 1, 1), 14, [2], rng=3, factors=[2, 1, "1/2"]),  # its large root, unequal decays
    made_point((2, 1, 1, 1), 3, [1], rng=4),  # a double root
    made_point((2, 1, 1, 2), 1, [1], [0], rng=5),  # the threshold s_c met
    made_autoencoder((1,), 1, ["1/2"], [3], rng=1),
    made_autoencoder((2, 1), 1, ["3/4"], [1], rng=1),
]


@pytest.fixture(scope="module")
def questions():
    return [asked_with_decay(point, str(i)) for i, point in enumerate(POINTS)]


def test_all_quantities_are_answered_and_agree(questions):
    for question in questions:
        answers = {name: ask(question) for name, ask in WITH_DECAY.items()}
        assert disagreements(answers) == []
        for name, column in answers.items():
            left_out = {"order"} if question.curve is None and name != "FLINT" else set()
            assert set(column) == set(QUANTITIES) - left_out, name
            assert not any(isinstance(value, Open) for value in column.values()), name
    labels = {question.point.label for question in questions}
    assert labels == {"global minimiser", "local minimum", "strict saddle", "non-strict saddle"}


def against(questions, columns=None):
    """The names of the arithmetics that contradict another one, by quantity."""
    found = {}
    for question in questions:
        answers = {name: ask(question) for name, ask in (columns or WITH_DECAY).items()}
        for one in disagreements(answers):
            found.setdefault(one.quantity, set()).update((one.left, one.right))
    return found


@pytest.mark.parametrize("name", list(WITH_DECAY))
def test_the_answers_of_another_point_are_found(questions, name):
    """One arithmetic is asked about the next point of the list: what differs there is contradicted by all others."""
    honest = WITH_DECAY[name]
    after = {id(q): questions[(i + 1) % len(questions)] for i, q in enumerate(questions)}
    found = against(questions, WITH_DECAY | {name: lambda question: honest(after[id(question)])})
    zero = {"gradient is zero", "gradient", "invariants"}  # at critical points; the lengths of the lists differ
    for quantity in set(QUANTITIES) - zero:
        assert name in found[quantity], quantity
        assert found[quantity] == set(WITH_DECAY) or quantity == "order", quantity  # not asked at minima


@pytest.mark.parametrize("name", ["sympy", "mpmath", "numpy"])
def test_a_forgotten_factor_of_the_decay_is_found(questions, name):
    """lam |W|^2 in place of lam/2 |W|^2: gradient, Hessian and loss of that arithmetic contradict all others."""
    honest = WITH_DECAY[name]

    def doubled(question):
        decayed = question.point.decayed
        wrong = DecayedProblem(decayed.problem, [2 * lam for lam in decayed.decays])
        return honest(replace(question, point=DecayedPoint(wrong, question.point.weights)))

    used = [question for question in questions if question.point.plain.end_to_end.rank()]
    found = against(used, WITH_DECAY | {name: doubled})
    for quantity in ("gradient", "gradient is zero", "Hessian", "value"):
        assert found[quantity] == set(WITH_DECAY), quantity


def test_a_wrong_comparison_of_levels_is_found(questions, monkeypatch):
    """Smaller values at higher levels are not counted: the theorem's inertia at the autoencoder that uses the less
    one.
    """
    monkeypatch.setattr(DecayedKind, "inversions", 0)
    fresh = [asked_fresh(question) for question in questions]
    assert "inertia" in against(fresh)


def asked_fresh(question):
    point = question.point
    return replace(question, point=type(point)(point.decayed, point.weights))


@pytest.mark.parametrize(
    ("module", "name", "wrong", "quantity"),
    [
        (decayed_sympy, "_saves", lambda honest: lambda *parts: -1, "class"),
        (decayed_mpmath, "is_best", lambda honest: lambda *parts: False, "class"),
        (decayed_numpy, "_float_balance", lambda honest: lambda W, lam: honest([2 * W[0], *W[1:]], lam), "invariants"),
    ],
)
def test_faults_in_one_route_are_found(questions, monkeypatch, module, name, wrong, quantity):
    monkeypatch.setattr(module, name, wrong(getattr(module, name)))
    assert quantity in against(questions)


def test_modes_that_are_lost_are_not_claimed(questions, monkeypatch):
    """Where sympy or mpmath recognise fewer modes than the product has rank, they leave selection and class open."""
    honest = decayed_sympy._nullity
    monkeypatch.setattr(decayed_sympy, "_nullity", lambda matrix: max(honest(matrix) - 1, 0))
    monkeypatch.setattr(decayed_mpmath, "_meets", lambda one, other: False)
    for question in questions:
        for name in ("sympy", "mpmath"):
            column = WITH_DECAY[name](question)
            assert all(isinstance(column[quantity], Open) for quantity in ("selection", "class"))


def test_thresholds_are_met_exactly_in_integers():
    """At depth 3 with p = 27 the values x = s^2 with roots at t* = 1/4 have x^2 = 27 / (1/4 * 27/64) = 256: x = 16."""
    equation = decayed_mpmath._Equation(3, 2, Fraction(27))
    assert equation.thresholds()[0] == 16
    assert equation.levels((Fraction(16), Fraction(16))).double
    assert equation.levels((Fraction(15), Fraction(15))).roots == (None, None)
    assert equation.levels((Fraction(15), Fraction(17))) is None
