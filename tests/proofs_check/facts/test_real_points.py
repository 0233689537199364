"""Hermite's count of real critical points by value: networks that can be solved by hand, and what is left open."""

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.facts.elimination import critical_equations, critical_polynomial, real_roots_of
from proofs_check.facts.real_points import real_points_by_value, separating_intervals, standard_monomials


def counted(s, widths, decay) -> dict[str, int] | None:
    equations = critical_equations(dln.Problem.canonical(s, widths), Fraction(decay))
    roots = real_roots_of(critical_polynomial(equations))
    counts = real_points_by_value(equations, roots)
    return None if counts is None else {root.text(): n for root, n in zip(roots, counts, strict=True)}


def test_two_weights_with_a_little_decay() -> None:
    # a = b = +-sqrt(s - d), and zero; a = -b = +-i sqrt(s + d) is not real (see the test of elimination)
    assert counted((2,), (1, 1, 1), "1/10") == {"2": 1, "39/200": 2, "-41/200": 0}


def test_two_weights_with_much_decay() -> None:
    # s - d = -1 < 0: only zero is real; d s - d^2 / 2 = 6 - 9/2 = 3/2, -6 - 9/2 = -21/2
    assert counted((2,), (1, 1, 1), "3") == {"2": 1, "3/2": 0, "-21/2": 0}


def test_two_weights_with_decay_equal_to_the_singular_value() -> None:
    # s = d: a = b = 0 is a multiple point, and d s - d^2 / 2 = s^2 / 2: counted once
    assert counted((2,), (1, 1, 1), "2") == {"2": 1, "-6": 0}


def test_one_hidden_unit_between_two_inputs_and_outputs() -> None:
    # W_1 and W_2 lie along one singular value s: s^2 is replaced by d^2 + 2 d (s - d), that is
    # (13 - 9 + 0.58 + 0.01) / 2 = 459/200 ... for s = 3, and (13 - 4 + 0.38 + 0.01) / 2 = 939/200 for s = 2
    found = counted((3, 2), (2, 1, 2), "1/10")
    assert found is not None
    values = {"13/2": 1}
    for s in (3, 2):
        d = Fraction(1, 10)
        values[str((13 - s**2 + d**2 + 2 * d * (s - d)) / 2)] = 2
    assert {value: n for value, n in found.items() if n} == values


def test_where_hidden_units_turn_nothing_is_counted() -> None:
    assert counted((2,), (1, 2, 1), "1/10") is None
    assert counted((2,), (1, 1, 1), "0") is None  # b a = 2 is a curve


def test_intervals_separate_the_roots() -> None:
    equations = critical_equations(dln.Problem.canonical((3, 2), (2, 1, 2)))
    roots = real_roots_of(critical_polynomial(equations))
    intervals = list(separating_intervals(roots))
    assert [[low < root.lower <= root.upper < high for root in roots] for low, high in intervals] == [
        [i == k for i in range(len(roots))] for k in range(len(roots))
    ]
    assert list(separating_intervals([])) == []


@pytest.mark.parametrize(
    ("leading", "expected"),
    [
        ([(2, 0, 0), (0, 1, 0)], [(0, 0, 0), (1, 0, 0)]),
        ([(1, 1, 0), (2, 0, 0), (0, 2, 0)], [(0, 0, 0), (0, 1, 0), (1, 0, 0)]),
        ([(0, 0, 0)], []),
        ([(2, 0, 0)], None),  # all powers of the second weight stay
        ([], None),
    ],
    ids=["a^2, b", "ab, a^2, b^2", "1", "a^2", "none"],
)
def test_standard_monomials(leading, expected) -> None:
    assert standard_monomials(leading, 2) == expected
