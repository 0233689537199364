"""The four arithmetics agree on kinds of small problems, and a fault planted in one of them is found by the others."""

from functools import cached_property

import numpy as np
import pytest

import symdln as dln
from proofs_check.arithmetics import columns
from proofs_check.arithmetics.columns import ARITHMETICS, by_flint, by_sympy, is_small, ranks_from_strings
from proofs_check.arithmetics.question import QUANTITIES, asked
from proofs_check.arithmetics.values import Word, disagreements
from symdln.landscape import calculus, signature
from symdln.landscape.strings import all_strings
from symdln.precise import answers as precise_answers
from symdln.precise.network import IntegerNetwork
from symdln.symbolic import answers as symbolic_answers


def said(column, quantity):
    """What a column says of a quantity that is a word."""
    word = column[quantity]
    assert isinstance(word, Word)
    return word.value


TIED = dln.Problem.canonical((3, 3), (2, 2, 2))
DEEP = dln.Problem.canonical((3, 2), (2, 2, 2, 2))


def questions(problem, step):
    return [asked(kind.representative(i), str(i)) for i, kind in enumerate(problem.kinds()) if i % step == 1]


@pytest.fixture(scope="module")
def asked_points():
    return questions(TIED, 2) + questions(DEEP, 5)


def against(points):
    """The pairs of arithmetics that contradict each other, with the quantity."""
    pairs = set()
    for question in points:
        fresh = asked(dln.Point(question.point.problem, question.point.weights), "again")
        for found in disagreements({name: ask(fresh) for name, ask in ARITHMETICS.items()}):
            pairs.add((found.quantity, found.left, found.right))
    return pairs


def test_all_quantities_are_answered_and_agree(asked_points):
    for question in asked_points:
        answers = {name: ask(question) for name, ask in ARITHMETICS.items()}
        assert disagreements(answers) == []
        for name, column in answers.items():
            left_out = {"order"} if question.curve is None else set()
            assert set(column) >= set(QUANTITIES) - left_out, name


def test_large_losses_are_not_given_to_sympy():
    large = dln.Problem.canonical((3, 2, 1), (3, 3, 3, 3, 3))
    assert not is_small(large)
    assert by_sympy(asked(next(large.kinds()).representative(), "0")) == {}
    assert is_small(DEEP)


def test_ranks_are_counted_over_strings():
    # depth 2, r = 1 and the strings 1, 0-1 and 2-0 (each once): the path 0 -> 1 runs in 0-1 alone, 2 -> 0 in 2-0
    multiplicities = [int(str(string) in ("1", "0-1", "2-0")) for string in all_strings(2)]
    found = ranks_from_strings(2, 1, multiplicities)
    assert found == {(0, 0): 3, (0, 1): 2, (1, 0): 3, (1, 1): 1, (2, 0): 2, (2, 1): 2}


# -- faults in one arithmetic ------------------------------------------------------------------------------------------


def flipped(table):
    """The blocks of the first layer with the others have the wrong sign."""
    table = table.copy()
    table[:4, 4:] *= -1
    table[4:, :4] *= -1
    return table


def transposed(table):
    """The block of the first two layers is transposed."""
    table = table.copy()
    table[:4, 4:8] = table[:4, 4:8].T.copy()
    table[4:8, :4] = table[:4, 4:8].T
    return table


@pytest.mark.parametrize("fault", [flipped, transposed])
@pytest.mark.parametrize("name", list(ARITHMETICS))
def test_a_wrong_hessian_is_found_by_all_others(monkeypatch, asked_points, name, fault):
    if name == "FLINT":
        honest = calculus._assemble
        monkeypatch.setattr(calculus, "_assemble", lambda *parts: fault(honest(*parts)))
    elif name == "mpmath":
        table = IntegerNetwork.integer_hessian.func
        planted = cached_property(lambda self: fault(table(self)))
        planted.__set_name__(IntegerNetwork, "integer_hessian")
        monkeypatch.setattr(IntegerNetwork, "integer_hessian", planted)
    elif name == "numpy":
        function = columns.hessian
        monkeypatch.setattr(columns, "hessian", lambda problem, W: fault(function(problem, W)))
    else:
        rows = vars(symbolic_answers.SymbolicPoint)["hessian"].fget

        def wrong(self):
            return fault(np.array(rows(self), dtype=object)).tolist()

        monkeypatch.setattr(symbolic_answers.SymbolicPoint, "hessian", property(wrong))
    found = {frozenset(pair) for quantity, *pair in against(asked_points) if quantity == "Hessian"}
    assert found == {frozenset((name, other)) for other in ARITHMETICS if other != name}


@pytest.mark.parametrize("name", list(ARITHMETICS))
def test_a_rank_that_is_off_by_one_is_found_by_all_others(monkeypatch, asked_points, name):
    if name == "FLINT":
        honest = columns.by_flint

        def planted(question):
            column = dict(honest(question))
            (key, rank), *rest = said(column, "ranks")
            return column | {"ranks": Word(((key, rank + 1), *rest))}

        monkeypatch.setitem(ARITHMETICS, "FLINT", planted)
    elif name == "mpmath":
        rank_of = precise_answers.rank_of
        monkeypatch.setattr(
            precise_answers, "rank_of", lambda matrix, *rest, **more: max(rank_of(matrix, *rest, **more) - 1, 0)
        )
    elif name == "sympy":
        rank = symbolic_answers._rank
        monkeypatch.setattr(symbolic_answers, "_rank", lambda matrix: rank(matrix) + 1)
    else:
        strings = columns.ranks_from_strings
        monkeypatch.setattr(columns, "ranks_from_strings", lambda depth, r, m: strings(depth, r + 1, m))
    found = {frozenset(pair) for quantity, *pair in against(asked_points) if quantity == "ranks"}
    assert found == {frozenset((name, other)) for other in ARITHMETICS if other != name}


@pytest.mark.parametrize("name", list(ARITHMETICS))
def test_a_lost_tie_is_found_by_all_others(monkeypatch, name):
    points = questions(TIED, 2)
    quantity = "selection"
    if name == "FLINT":  # the two routes inside FLINT contradict each other first, and that is not an inertia
        monkeypatch.setattr(signature, "ties", lambda problem, selection: 0)
        quantity = "inertia"
    elif name == "mpmath":
        spectrum = precise_answers.spectrum

        def split(network, *, dps):
            return [(near, 1) for near, _ in spectrum(network, dps=dps)]

        monkeypatch.setattr(columns.precise, "spectrum", split)
        quantity = "class"  # the multiplicity says which selection is the best
    elif name == "sympy":
        spectrum = symbolic_answers._spectrum
        monkeypatch.setattr(
            symbolic_answers,
            "_spectrum",
            lambda network: [entry for entry in spectrum(network) for _ in range(entry[2])],
        )
    else:
        honest = columns._numerical_class

        def first_only(landscape, W):
            column = honest(landscape, W)
            return column | {"selection": Word((*said(column, "selection"), 0))}

        monkeypatch.setattr(columns, "_numerical_class", first_only)
    pairs = against(points)
    found = {frozenset(pair) for found, *pair in pairs if found == quantity}
    assert found == {frozenset((name, other)) for other in ARITHMETICS if other != name}


def test_wrong_slopes_of_the_invariants_are_found(monkeypatch, asked_points):
    honest = columns.invariant_slopes_of
    monkeypatch.setattr(columns, "invariant_slopes_of", lambda point: [x + 1 for x in honest(point)])
    found = {pair for quantity, *pair in against(asked_points) if quantity == "invariants" for pair in [tuple(pair)]}
    assert found == {("sympy", "FLINT"), ("FLINT", "mpmath"), ("FLINT", "numpy")}


def test_a_wrong_order_is_found(asked_points):
    def planted(question):
        column = dict(by_flint(question))
        order = said(column, "order")
        return column | {"order": Word(order and order + 1)}

    for question in asked_points:
        if question.curve is not None:
            answers = {name: ask(question) for name, ask in ARITHMETICS.items()} | {"FLINT": planted(question)}
            assert {found.quantity for found in disagreements(answers)} == {"order"}
            assert len(disagreements(answers)) == 3
