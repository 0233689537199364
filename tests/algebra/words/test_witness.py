"""Gradient, Hessian blocks and derivatives of the loss against sympy, entry by entry, and faults this must catch.

The reference is the loss as a polynomial in single entries, written with sums over indices and differentiated by sympy.
Polynomials are compared exactly, so each case is a proof for its widths.  One column of data is enough for any number
of columns: the loss, and every formula for it, is the sum over the columns of X and Y.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import sympy
from sympy.polys.rings import ring

from symdln.algebra.words import (
    Symbol,
    derivative,
    entries,
    evaluate_numpy,
    gradient,
    hessian_blocks,
    hessian_form,
    kronecker_blocks,
    mixed_derivative,
    to_sympy_entries,
)
from symdln.algebra.words.symbols import Word, transposed_word

Widths = tuple[int, ...]


@dataclass(frozen=True)
class Concrete:
    """The loss of a network for concrete widths as a polynomial in the entries of all matrices."""

    network: Any
    assignment: dict[Any, Any]
    weights: list[list[Any]]
    directions: list[list[Any]]
    loss: Any


def concrete(network: Any, widths: Widths, columns: int, moving: bool) -> Concrete:
    """The case with these widths; the entries of the directions are among the variables if ``moving``."""
    layers = list(zip(widths[1:], widths[:-1], strict=True))
    symbols = [*network.weights, network.X, network.Y, *(network.directions if moving else ())]
    shapes = [*layers, (widths[0], columns), (widths[-1], columns), *(layers if moving else ())]
    names = [f"{s.name}_{i}_{j}" for s, (a, b) in zip(symbols, shapes, strict=True) for i in range(a) for j in range(b)]
    _, *generators = ring(["f", *names], sympy.ZZ)
    supply = iter(generators[1:])
    tables = {}
    for symbol, shape in zip(symbols, shapes, strict=True):
        tables[symbol] = np.empty(shape, dtype=object)
        for place in np.ndindex(*shape):
            tables[symbol][place] = next(supply)
    total: Any = 0
    for x, y in zip(tables[network.X].T.tolist(), tables[network.Y].T.tolist(), strict=True):
        output = x
        for W in network.weights:  # (W x)_i = sum_j W_ij x_j, layer by layer
            output = [sum(w * v for w, v in zip(row, output, strict=True)) for row in tables[W].tolist()]
        total += sum((p - q) ** 2 for p, q in zip(output, y, strict=True))
    flat = [table.ravel().tolist() for table in tables.values()]
    depth = len(network.weights)
    return Concrete(network, {**tables, "f": generators[0]}, flat[:depth], flat[depth + 2 :], generators[0] * total)


def same(found: Any, expected: list[Any]) -> bool:
    """Equality of polynomials entry by entry; an integer 0 counts as the zero polynomial."""
    values = found.ravel().tolist()
    return len(values) == len(expected) and all(not (a - b) for a, b in zip(values, expected, strict=True))


def gradients_agree(case: Concrete) -> bool:
    loss = case.network.loss
    return all(
        same(evaluate_numpy(gradient(loss, W), case.assignment), [case.loss.diff(w) for w in layer])
        for W, layer in zip(case.network.weights, case.weights, strict=True)
    )


def hessians_agree(case: Concrete) -> bool:
    first = [[case.loss.diff(w) for w in layer] for layer in case.weights]
    return all(
        same(block.evaluate_numpy(case.assignment), [g.diff(w) for g in first[j] for w in case.weights[k]])
        for (j, k), block in hessian_blocks(case.network.loss, case.network.weights).items()
    )


def derivatives_agree(case: Concrete) -> bool:
    """First and second derivative along V against sum V_i d/dw_i of the reference, applied once and twice."""
    pairs = [pair for w, v in zip(case.weights, case.directions, strict=True) for pair in zip(w, v, strict=True)]
    first: Any = sum(v * case.loss.diff(w) for w, v in pairs)
    second = sum(v * first.diff(w) for w, v in pairs)
    moves = dict(zip(case.network.weights, case.network.directions, strict=True))
    found = [derivative(case.network.loss, moves), hessian_form(case.network.loss, moves)]
    twice = mixed_derivative(case.network.loss, moves, moves)
    return twice == found[1] and all(
        not (evaluate_numpy(form, case.assignment) - expected)
        for form, expected in zip(found, (first, second), strict=True)
    )


def agrees(network: Any, widths: Widths, columns: int = 1) -> bool:
    case = concrete(network, widths, columns, moving=False)
    return gradients_agree(case) and hessians_agree(case)


def agrees_along_directions(network: Any, widths: Widths, columns: int = 1) -> bool:
    return derivatives_agree(concrete(network, widths, columns, moving=True))


def all_widths(depth: int, most: int, least_most: int = 1) -> Iterator[Widths]:
    """All widths up to ``most`` of which the largest is at least ``least_most``."""
    return (w for w in itertools.product(range(1, most + 1), repeat=depth + 1) if max(w) >= least_most)


@pytest.mark.parametrize(("depth", "most"), [(1, 3), (2, 3), (3, 2), (4, 2)])
def test_the_formulas_are_sympys_entry_by_entry(network: Callable[[int], Any], depth: int, most: int) -> None:
    net = network(depth)
    assert [widths for widths in all_widths(depth, most) if not agrees(net, widths)] == []
    assert [widths for widths in all_widths(depth, most) if not agrees_along_directions(net, widths)] == []


@pytest.mark.slow
@pytest.mark.parametrize("output_width", [1, 2, 3])
@pytest.mark.parametrize("depth", [3, 4])
def test_gradient_and_hessian_are_sympys_up_to_width_three(
    network: Callable[[int], Any], depth: int, output_width: int
) -> None:
    cases = [widths for widths in all_widths(depth, 3, least_most=3) if widths[-1] == output_width]
    assert [widths for widths in cases if not agrees(network(depth), widths)] == []


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_block_read_off_from_the_bilinear_form_is_the_hessians(network: Callable[[int], Any], depth: int) -> None:
    net = network(depth)
    blocks = hessian_blocks(net.loss, net.weights)
    for j, V in enumerate(net.directions):
        for k, U in enumerate(net.directions):
            other = Symbol(f"U_{k + 1}", *U.shape)
            form = mixed_derivative(net.loss, {net.weights[j]: V}, {net.weights[k]: other})
            assert kronecker_blocks(form, V, other) == blocks[j, k]


def test_the_entries_in_sympy_differentiate_to_the_entries_of_the_gradient(network: Callable[[int], Any]) -> None:
    """The same with sympy expressions instead of polynomials: to_sympy_entries, then sympy.diff."""
    net = network(2)
    sizes = {"d_0": 2, "d_1": 1, "d_2": 2, "m": 2}
    loss = to_sympy_entries(net.loss, sizes)
    for W in net.weights:
        found = to_sympy_entries(gradient(net.loss, W), sizes)
        for entry, value in zip(entries(W, sizes), found, strict=True):
            assert sympy.expand(sympy.diff(loss, entry) - value) == 0


# -- planted faults ----------------------------------------------------------------------------------------------------


def gradient_without_transposition(word: Word, letter: Any) -> Iterator[Word]:
    for place, found in enumerate(word):
        if found in (letter, letter.T):
            yield word[place + 1 :] + word[:place]


def gradient_with_wrong_rotation(word: Word, letter: Any) -> Iterator[Word]:
    for place, found in enumerate(word):
        if found in (letter, letter.T):
            rest = word[:place] + word[place + 1 :]
            yield transposed_word(rest) if found == letter else rest


def gradient_that_forgets_a_factor_two(word: Word, letter: Any) -> Iterator[Word]:
    for place, found in enumerate(word):
        if found == letter:
            yield transposed_word(word[place + 1 :] + word[:place])


def product_rule_that_skips_a_factor(word: Word, moves: Any) -> Iterator[tuple[Word, Any]]:
    moving = [place for place, letter in enumerate(word) if letter in moves]
    for place in moving[:-1]:
        for direction, coefficient in moves[word[place]].terms:
            yield word[:place] + direction + word[place + 1 :], coefficient


def commuting_letters(word: Word) -> Word:
    return tuple(sorted(word, key=lambda letter: letter.key))


FAULTS = [
    ("calculus._word_gradient", gradient_without_transposition),
    ("calculus._word_gradient", gradient_with_wrong_rotation),
    ("calculus._word_gradient", gradient_that_forgets_a_factor_two),
    ("calculus._word_derivative", product_rule_that_skips_a_factor),
    ("kronecker.transposed_word", lambda word: word),
    ("kronecker._transposition", lambda rows, columns: list(range(rows * columns))),
    ("scalars.cyclic_normal_form", commuting_letters),
]


@pytest.mark.parametrize(("place", "fault"), FAULTS)
def test_a_planted_fault_is_found(
    network: Callable[[int], Any], monkeypatch: pytest.MonkeyPatch, place: str, fault: Any
) -> None:
    case = (network(2), (2, 2, 2), 2)  # square matrices, so that the fault is not a misfit of sizes
    assert agrees(*case)
    assert agrees_along_directions(*case)
    monkeypatch.setattr(f"symdln.algebra.words.{place}", fault)
    assert not (agrees(*case) and agrees_along_directions(*case))
