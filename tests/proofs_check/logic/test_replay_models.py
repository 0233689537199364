"""Every line of the theories about explicit matrices holds at exact values of their letters: they have models."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.achour.parts.formal_values import Built, minimiser_letters, value_letters
from proofs_check.claims.chitour.parts.formal_blocks import letters as block_letters
from proofs_check.claims.chitour.parts.formal_forms import diagonal_letters, empty_letters, shallow_letters
from proofs_check.claims.chitour.parts.formal_generic import target_letters
from proofs_check.claims.chitour.parts.formal_sorted import bad_letters, sorted_letters
from proofs_check.claims.chitour.parts.formal_strata import chosen_letters, not_selected
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.shallow_frames import frame
from proofs_check.claims.chitour.remark3 import RectifiedNetwork
from proofs_check.claims.lucchi.parts.formal_means import VARIANCE, network_letters, outcomes_of
from proofs_check.claims.wendin.block import letters as shift_letters
from proofs_check.facts.zero_with_decay import letters as decay_letters
from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import Evaluator
from proofs_check.logic.layers import free_indices
from proofs_check.logic.saddle_layers import SaddleLayers
from proofs_check.networks.formal_letters import (
    ExplicitWeights,
    data_of,
    layer_letters,
    names_of,
    pair_letters,
    product,
    unit,
)
from proofs_check.scopes.any_weights import small_matrix

IDENTITY = dln.Matrix.identity


def constant(value: Any) -> Callable[..., Any]:
    return lambda *_: value


def sums(size: int) -> Callable[[int], dln.Matrix]:
    """``i -> e_1 e_1^T + ... + e_i e_i^T``."""
    return lambda i: dln.Matrix.diagonal([int(k < i) for k in range(size)])


def at(j: int, layers: list[dln.Matrix]) -> dln.Matrix:
    return layers[j - 1] if 1 <= j <= len(layers) else dln.Matrix.zeros(1, 1)


def shallow() -> dict[str, Any]:
    problem = dln.Problem.from_data([[1, 0, 1], [0, 2, 1]], [[1, 2, 0], [0, 1, 1]], (1,))
    problem = dln.Problem.canonical((3, 2), (2, 1, 2)) if not problem.has_rational_points((0,)) else problem
    best = next(problem.kinds((0,))).representative()
    other = dln.Point(problem, [small_matrix(1, 2, 1), small_matrix(2, 1, 2)])
    data = data_of(problem)
    assert data is not None
    known = pair_letters(best, other, data)
    plus = {name: known[of].pseudoinverse() for name, of in (("Xplus", "X"), ("Wplus", "W2"), ("Uplus", "U2"))}
    vectors = {"e": lambda i: unit(2, i - 1), "h": lambda i: unit(1, i - 1), "sum": sums(2), "part": sums(1)}
    variation = {"V1": small_matrix(1, 2, 3), "V2": small_matrix(2, 1, 1)}
    return known | plus | vectors | variation | {"dx": 2, "dh": 1, "dy": 2, "one": 1}


def zero() -> dict[str, Any]:
    problem = dln.Problem.canonical((2,), (2, 2, 2, 1))
    data = data_of(problem)
    assert data is not None
    return shallow() | ExplicitWeights(problem, data).letters()


def residual() -> dict[str, Any]:
    layers, tau, X = (
        [IDENTITY(2) * Fraction(1, 2), -1 * dln.Matrix([[0, 1], [0, 0]]) * Fraction(1, 2)],
        Fraction(1, 2),
        IDENTITY(2),
    )
    full = [IDENTITY(2) + one for one in layers]
    return {
        **{"n": 2, "Res": lambda j: at(j, layers), "X": X, "Y": product(full, 2), "tau": tau, "gap": Fraction(2)},
        "Front": lambda j: product(full[:j], 2),
    }


def pairs() -> dict[str, Any]:
    W1, W2, goal, one = IDENTITY(2), 2 * IDENTITY(2), dln.Matrix([[1, 2], [0, 3]]), IDENTITY(4)
    Jx, Jy = one.block(range(4), range(2)), one.block(range(4), range(2, 4))
    lam, rows = 3, Jx @ W1.T + Jy @ W2
    flow = Fraction(-lam, 2) * (Jx @ Jx.T - Jy @ Jy.T) + Jx @ goal.T @ Jy.T + Jy @ goal @ Jx.T
    start = {"W10": W1, "W20": W2, "Rows0": rows, "w10": 1, "w20": 2, "rate": 3, "grow": 1}
    moving = {"W1": W1, "W2": W2, "Rows": rows, "Exp": one, "Integral": 0 * one, "Inner": IDENTITY(2)}
    return start | moving | {"Jx": Jx, "Jy": Jy, "lam": lam, "Flow": flow, "Goal": goal}


def forms() -> dict[str, Any]:
    f = frame(((3, 2, 2), (0,), 1, 1))
    known = shallow_letters(f) | diagonal_letters(f)
    return known | empty_letters(frame(((3, 2, 2), (), 1, 1))) | {"rows": sums(1), "columns": sums(1), "one": 1}


def network() -> dict[str, Any]:
    return network_letters(2, 2, (1, 0, -1, 1, 0, 1, 1, 1)) | {"G": IDENTITY(1), "La": IDENTITY(1), "Rb": IDENTITY(1)}


def autoencoder() -> dict[str, Any]:
    # S = 4 I, lam = 1: W_1 = w I with 4 (1 - w^2) = 1, so w^2 = 3/4; in columns (1, 1, 1)/2 this is rational
    W1 = dln.Matrix([["1/2"], ["1/2"], ["1/2"]])
    S = 4
    resolvent = (IDENTITY(3) + S * W1 @ W1.T).inverse()
    return {"W1": W1, "W2": W1.T, "X": dln.Matrix([[2]]), "lam": 1, "laminverse": 1, "Resolvent": resolvent}


def shift() -> dict[str, Any]:
    problem = dln.Problem.from_data(small_matrix(2, 2, 1), small_matrix(1, 2, 3), (2, 1))
    point = dln.Point(problem, [small_matrix(*shape, 2 + j) for j, shape in enumerate(problem.shapes)])
    known, weights, widths = shift_letters(point), list(point.weights), problem.widths

    def below(j: int) -> dln.Matrix:
        return product(weights[:j], widths[0])

    def above(j: int) -> dln.Matrix:
        return product(weights[j:], widths[j])

    def part(j: int) -> dln.Matrix:
        J = known["J"]
        return sum((J(i) @ weights[i - 1] @ J(i - 1).T for i in range(1, j + 1)), 0 * IDENTITY(sum(widths)))

    force = 2 * problem.loss_factor * (problem.Syx - point.end_to_end @ problem.Sxx)
    J, n = known["J"], len(weights)
    frames = lambda j: sum((J(i) @ J(i).T for i in range(j + 1)), 0 * IDENTITY(sum(widths)))  # noqa: E731
    more = {"W": lambda j: at(j, weights), "U": below, "V": above, "Part": part, "Frame": frames, "F": force}
    return known | more | {"E1": J(n) @ (force + point.end_to_end) @ J(0).T}


def curved() -> dict[str, Any]:
    """The best product of rank 1 of diag(2, 1), where the Hessian is not negative in any direction."""
    problem = dln.Problem.from_data(IDENTITY(2), dln.Matrix.diagonal([2, 1]), (1,))
    best = dln.Point(problem, [dln.Matrix([[2, 0]]), dln.Matrix([[1], [0]])])
    other = dln.Point(problem, [small_matrix(1, 2, 1), small_matrix(2, 1, 2)])
    W1, W2, U1, U2 = *best.weights, *other.weights
    known = layer_letters(best, other, (IDENTITY(2), dln.Matrix.diagonal([2, 1])))
    frames = {"e": lambda i: unit(2, i - 1), "h": lambda i: unit(1, i - 1), "sum": sums(2), "part": sums(1)}
    plus = {"Xplus": IDENTITY(2), "Wplus": W2.pseudoinverse(), "Uplus": U2.pseudoinverse(), "Wleft": W2.pseudoinverse()}
    cut = {"W1": W1, "W2": W2, "U1": U1, "U2": U2, "E": W2 @ W1 - dln.Matrix.diagonal([2, 1])}
    return known | frames | plus | cut | {"width": 1, "one": 1, "f": 2}


def values() -> dict[str, Any]:
    """The critical point with S = {1} for the eigenvalues 4 and 1, and the weights that keep the first one."""
    X, Y, kept = IDENTITY(2), dln.Matrix.diagonal([2, 1]), dln.Matrix.diagonal([1, 0])
    problem = dln.Problem.from_data(X, Y, (2,))
    point = dln.Point(problem, [2 * kept, kept])
    known = layer_letters(point, point, (X, Y)) | value_letters([Fraction(4), Fraction(1)], (0,))
    frames = {"e": lambda i: unit(2, i - 1), "sum": sums(2), "Rplus": kept, "Projector": kept, "one": 1}
    mid = {"Mid": lambda j: known["Path"](2, j).pseudoinverse() if j <= 2 else dln.Matrix.zeros(1, 2)}
    return Built(problem, (0,), IDENTITY(2), (X, Y)).letters(small_matrix(2, 2, 1)) | known | frames | mid


def minimisers() -> dict[str, Any]:
    """The best product of rank 1 of diag(2, 1), with the eigenvalues 4 and 1."""
    X, Y = IDENTITY(2), dln.Matrix.diagonal([2, 1])
    problem = dln.Problem.from_data(X, Y, (1,))
    point = dln.Point(problem, [dln.Matrix([[4, 0]]), dln.Matrix([["1/2"], [0]])])
    return minimiser_letters(problem, point, Built(problem, (0,), IDENTITY(2), (X, Y)))


def rescaled() -> dict[str, Any]:
    """Two layers whose hidden units are changed by a matrix that is not orthogonal."""
    W, V = [small_matrix(2, 1, 1), small_matrix(1, 2, 2)], [small_matrix(2, 1, 3), small_matrix(1, 2, 1)]
    change = [IDENTITY(1), dln.Matrix([[2, 1], [1, 1]]), IDENTITY(1)]
    point = dln.Point(dln.Problem.from_data([[1]], [[1]], (2,)), W)
    known = layer_letters(point, point, (IDENTITY(1), IDENTITY(1)))
    moved, turned = ([change[j + 1] @ one[j] @ change[j].inverse() for j in (0, 1)] for one in (W, V))
    layers = {"V": lambda j: at(j, V), "Moved": lambda j: at(j, moved), "Turned": lambda j: at(j, turned)}
    pairs = {"Along": (W, V), "Beside": (moved, turned)}
    lines = {
        name: (lambda j, a=a, b=b: product([a[k] + 3 * b[k] for k in range(min(j, 2))], 1))
        for name, (a, b) in pairs.items()
    }
    both = {"Change": lambda j: change[j] if j <= 2 else IDENTITY(1), "line": 3}
    return known | layers | lines | both | {"Back": lambda j: both["Change"](j).inverse()}


def strata() -> dict[str, Any]:
    problem = dln.Problem.canonical((2, 1), (3, 2, 3, 2, 2))
    b = blocks(next(problem.kinds((1,))).representative())
    fixed = {name: value() if not _takes_index(name) else value for name, value in block_letters(b).items()}
    return fixed | {"Left": not_selected(b), "one": 1} | chosen_letters(b, (0, 1))


def sorted_ones() -> dict[str, Any]:
    problem = dln.Problem.canonical((2, 1), (3, 2, 3, 2, 2))
    b = blocks(next(problem.kinds((1,))).representative())
    return strata() | sorted_letters(b) | bad_letters(b)


def _takes_index(name: str) -> bool:
    return name in ("e", "sv", "inverse", "gap", "sum")


def relu() -> dict[str, Any]:
    # the rates are exact differences of the loss of a leaky ReLU network, not the chain rule
    network = RectifiedNetwork(((2, 3, 2, 2), "1/10"))
    known, samples = network.letters(), network.samples
    states = [network.pre_activations(x) for x in samples]
    n, weights = known["n"], known["W"]
    slopes = [[[1 if z > 0 else network.slope for z in layer] for layer in state[:-1]] for state in states]
    column = lambda entries: dln.Matrix([[entry] for entry in entries])  # noqa: E731

    def act(j: int, k: int) -> dln.Matrix:
        return dln.Matrix.diagonal(slopes[k - 1][j - 1])

    def below(j: int, k: int) -> dln.Matrix:
        return column(samples[k - 1]) if j == 0 else act(j, k) @ weights(j) @ below(j - 1, k)

    def above(j: int, k: int) -> dln.Matrix:
        return IDENTITY(2) if j == n else above(j + 1, k) @ weights(j + 1) @ act(j, k)

    def force(k: int) -> dln.Matrix:
        return column(network.targets[k - 1]) - column(states[k - 1][-1])

    def part(j: int, k: int) -> dln.Matrix:
        summands = (above(j, m).T @ force(m) @ below(j - 1, m).T for m in range(1, k + 1))
        return sum(summands, 0 * weights(j))

    more = {"Act": act, "Below": below, "Above": above, "Force": force, "Part": part}
    return known | more | {"Input": lambda k: column(samples[k - 1])}


def saddles() -> dict[str, Any]:
    # V[3] has rank 1 and V[4] = W_5 rank 2, so top = 3, and every range of the letters is not empty
    weights = [small_matrix(2, 3, 1), IDENTITY(2), dln.Matrix([[3, 4], [0, 0]])]
    weights += [dln.Matrix.diagonal([1, 0]), IDENTITY(2)]
    return SaddleLayers(weights, dln.Matrix([[2, 0, 0], [0, 1, 0]])).valuation


EXTREMUM = {"side": 1, "kind": Fraction(1, 2), "reach": 100, "inverse": Fraction(1, 100)}
"""A global minimum is a local one, and the mean of its growth and its second derivatives is not negative either."""
MODELS: dict[str, tuple[dict[str, Any], int]] = {
    "shallow": (shallow(), 2),
    "extrema": (shallow() | EXTREMUM, 2),
    "zero": (zero(), 4),
    "residual": (residual(), 2),
    "pairs": (pairs(), 0),
    "forms": (forms(), 2),
    "random": (network(), 2),
    "gaussian": (network(), 2),
    "autoencoder": (autoencoder(), 0),
    "corner": ({"one": 1}, 0),
    "decay": (decay_letters((2, 2, 2, 1), (Fraction(1), Fraction(2), Fraction(3))) | {"one": 1}, 3),
    "shift": (shift(), 3),
    "curved": (curved(), 2),
    "values": (values(), 2),
    "minimisers": (minimisers(), 2),
    "rescaled": (rescaled(), 2),
    "saddles": (saddles(), 6),
    "strata": (strata(), 4),
    "generic": (target_letters((0, 1, 1), 3, 4) | {"one": 1}, 4),
    "relu": (relu(), 3),
    "sorted": (sorted_ones(), 4),
}


def answers(text: str, theory: str, known: dict[str, Any], most: int) -> Counter[bool | None]:
    found: Counter[bool | None] = Counter()
    functions = {name: value if callable(value) else constant(value) for name, value in known.items()}
    names = free_indices(text, theory)
    for values in itertools.product(range(most + 1), repeat=len(names)):
        evaluator = Evaluator(functions | {n: constant(v) for n, v in zip(names, values, strict=True)})
        statement = syntax.statement(text)
        if evaluator.hypotheses(statement):
            found[evaluator.statement(statement)] += 1
    return found


@pytest.mark.parametrize("theory", MODELS)
def test_every_definition_and_assumption_holds_in_a_model(theory: str):
    known, most = MODELS[theory]
    texts = [part for part in replay.CHAINS[theory] if part == theory or part not in (*replay.CHAINS, "textbook")]
    own = [line for part in texts for line in syntax.theory_text(replay.text_of(part)).lines]
    for line in own:
        if line.role not in syntax.GOALS:
            assert names_of(line.text, theory) <= set(known), (line.name, names_of(line.text, theory) - set(known))
            found = answers(line.text, theory, known, most)
            assert found[False] == 0, line
            assert found[True] > 0, line


def test_the_values_with_three_outcomes_have_the_moments_of_a_gaussian():
    moments = [sum(chance * entries[0] ** k for chance, entries in outcomes_of(1)) for k in range(6)]
    assert moments == [1, 0, VARIANCE, 0, 3 * VARIANCE**2, 0]
