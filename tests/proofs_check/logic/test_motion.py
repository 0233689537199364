"""Time in the logic: motions are the derivatives, what is kept is kept, and false steps about time are refused."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from logic_layers import random_layers, some_layers

import symdln as dln
from proofs_check.logic import replay, syntax
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.layers import FlowLayers, Layers, answers

STEP = Fraction(2, 3)
"""The length of a step of gradient descent."""
LAYERS = [layers for layers in some_layers(seed=3, repeats=1) if 2 <= layers.n <= 3][:8]

TOY = """
index i j
fixed index n
fixed size d[j]
scalar a
size r
symmetric S: r x r
fixed matrix W[j]: d[j] x d[j-1]
fixed matrix W0[j]: d[j] x d[j-1]
fixed matrix V[j]: d[j] x d[j]
fixed symmetric C: d[1] x d[1]
fixed scalar f g f0 g0 c other
motion f: -f from f0
motion g: g^2 from g0
motion W[j]: 0 from W0[j] if 1 <= j <= n
still f0 g0 c W0
definition sign: f >= 0
definition start.below: f0 <= c
definition zero: f = 0
"""


def toy(*steps: dict[str, Any], text: str = TOY) -> replay.Replay:
    return replay.Replay(replay.Theory(text), steps)


def step(rule: str, **arguments: Any) -> dict[str, Any]:
    return {"name": "made", "rule": rule, **arguments}


FALLS = {"name": "falls", "rule": "order", "goal": "f >= 0", "products": [["1", ["sign"]]]}
BELOW = {"name": "below", "rule": "order", "goal": "c - f0 >= 0", "products": [["1", ["start.below"]]]}


def test_a_function_that_falls_stays_below_its_start():
    made = toy(FALLS, BELOW, step("barrier", function="f", bound="c", step="falls", first="below")).get("made")
    assert made.conclusion == toy().reading.statement("f <= c")[1]
    assert made.uses == {"sign", "start.below"}


def test_the_step_may_assume_that_the_function_is_at_least_the_bound():
    there = [
        {"name": "there", "rule": "assume", "fact": "f >= c"},
        {"name": "with it", "rule": "order", "goal": "f >= 0", "products": [["1", ["there"]]], "zeros": [["1", "c=0"]]},
        {"name": "c=0", "rule": "assume", "fact": "c = 0"},
    ]
    steps = [
        there[0],
        there[2],
        there[1],
        BELOW,
        step("barrier", function="f", bound="c", step="with it", first="below"),
    ]
    made = toy(*steps).get("made")
    assert made.hypotheses == {toy().reading.statement("c = 0")[1]}


REFUSED = [
    (step("barrier", function="-f", bound="c", step="falls", first="below"), "does not grow"),
    (step("barrier", function="2 f", bound="c", step="falls", first="below"), "does not grow"),
    (step("barrier", function="f", bound="g", step="falls", first="below"), "bound may change"),
    (step("barrier", function="f", bound="f", step="falls", first="below"), "bound may change"),
    (step("barrier", function="f", bound="other", step="falls", first="below"), "bound may change"),
    (step("barrier", function="f", bound="c + 1", step="falls", first="below"), "at most the bound at the start"),
    (step("barrier", function="f", bound="c", step="falls", first="sign"), "at most the bound at the start"),
    (step("barrier", function="other", bound="c", step="falls", first="below"), "does not grow|is not known"),
    (step("constant", term="f", of="falls"), "derivative is 0"),
    (step("constant", term="g", of="zero"), "not the derivative"),
    (step("constant", term="f^n", of="zero"), "symbolic power"),
    (step("constant", term="norm(W[1])", of="zero"), "norm of what moves"),
    (step("constant", term="tr(V[1])", of="zero"), "is not known"),
    (step("start", of="unknown"), "is not known"),
]


@pytest.mark.parametrize(("last", "reason"), REFUSED)
def test_false_steps_about_time_are_refused(last: dict[str, Any], reason: str):
    unknown = {"name": "unknown", "rule": "order", "goal": "other >= other"}
    unknown = {**unknown, "goal": "other^2 >= 0", "squares": [["1", "other"]]}
    with pytest.raises(RefusedError, match=reason):
        toy(FALLS, BELOW, unknown, last).get("made")


def test_a_hypothesis_that_may_fail_at_other_times_is_refused():
    # From f = 0 now nothing follows about the derivative at other times: the rate of f is -f.
    now = {"name": "now", "rule": "assume", "fact": "-f = 0"}
    with pytest.raises(RefusedError, match="hold at one time and not at another"):
        toy(now, step("constant", term="f", of="now")).get("made")
    falls = {"name": "falls", "rule": "assume", "fact": "0 - g^2 >= 0"}
    below = {"name": "below", "rule": "assume", "fact": "c - g0 >= 0"}
    with pytest.raises(RefusedError, match="hold at one time and not at another"):
        toy(falls, below, step("barrier", function="g", bound="c", step="falls", first="below")).get("made")


def test_a_motion_holds_in_its_range_only():
    still = {"name": "still", "rule": "matrices", "goal": "0 I[d[2]] = 0"}
    with pytest.raises(RefusedError):
        toy(still, step("constant", term="W[2]", of="still")).get("made")
    zero = {"name": "still", "rule": "matrices", "goal": "W[j] - W[j] = 0"}
    with pytest.raises(RefusedError, match="may be negative"):
        toy(zero, step("constant", term="W[j]", of="still")).get("made")
    made = toy(zero, step("constant", term="W[j]", of="still", given="1 <= j <= n")).get("made")
    assert made.conclusion == toy().reading.statement("W[j] = W0[j]")[1]


@pytest.mark.parametrize(
    "line",
    [
        "motion S: S from S",
        "motion f: 0 from f0",
        "motion W[i, j]: W[j] from W0[j]",
        "motion V[j]: W[j] from V[j]",
        "motion other: W[1] from c",
        "motion other: c from c if f >= 0",
        "motion C: V[1] from C",
        "motion unknown: 0 from c",
        "still f",
        "still unknown",
    ],
)
def test_a_motion_that_does_not_fit_is_refused(line: str):
    assert toy().theory.time.motions.keys() == {"f", "g", "W"}
    with pytest.raises(RefusedError, match=r"motion|moves|expected|shape|sizes|is not declared|rate"):
        toy(text=TOY + line + "\n")


# -- the motions of the theories are true, by interpolation along the flow ---------------------------------------------


def moved(layers: Any, step: Fraction) -> Any:
    """The layers a step along the flow."""
    weights = [layers.W(j) + step * layers.dW(j) for j in range(1, layers.n + 1)]
    if isinstance(layers, FlowLayers):
        return FlowLayers(dln.Point(layers.point.problem, weights), layers.decay)
    return Layers(weights, layers.target)


def slope(values: list[Fraction]) -> Fraction:
    """The derivative at 0 of the polynomial with these values at 0, 1, 2, ..., by Newton's forward differences."""
    total, differences = Fraction(0), list(values)
    for order in range(1, len(values)):
        differences = [b - a for a, b in itertools.pairwise(differences)]
        total += Fraction((-1) ** (order - 1), order) * differences[0]
    return total


@pytest.mark.parametrize("layers", LAYERS[:5])
def test_the_residual_and_g_move_as_the_theory_says(layers: Layers):
    along = [moved(layers, Fraction(k)) for k in range(2 * layers.n + 1)]
    assert slope([at.g() for at in along]) == layers.valuation["dg"]()
    rows, columns = layers.M().shape
    for i in range(rows):
        for j in range(columns):
            assert slope([at.M()[i, j] for at in along]) == layers.valuation["dM"]()[i, j]


def flow_points() -> list[FlowLayers]:
    import random

    rng, found = random.Random(8), []
    for widths in ((1, 2, 1), (2, 2, 2), (2, 1, 2, 1), (1, 1, 1, 1)):
        layers = random_layers(rng, widths)
        X = dln.Matrix.from_entries(widths[0], 2, [rng.randint(-2, 2) for _ in range(2 * widths[0])])
        Y = dln.Matrix.from_entries(widths[-1], 2, [rng.randint(-2, 2) for _ in range(2 * widths[-1])])
        point = dln.Point(dln.Problem.from_data(X, Y, widths[1:-1]), layers.weights)
        found += [FlowLayers(point), FlowLayers(point, Fraction(1, 2))]
    return found


def balanced_points() -> list[FlowLayers]:
    """Multiples of a rotation, so that W_{j+1}^T W_{j+1} = W_j W_j^T, with lam = 0."""
    rotation, found = dln.Matrix([["3/5", "4/5"], ["-4/5", "3/5"]]), []
    for depth in (2, 3, 4):
        problem = dln.Problem.from_data(dln.Matrix([[1, 1], [0, 2]]), dln.Matrix([[1, 0], [2, 3]]), (2,) * (depth - 1))
        found.append(FlowLayers(dln.Point(problem, [2 * rotation] * depth)))
    return found


def test_the_theory_of_balanced_flows_has_models():
    for line in syntax.theory_text(replay.text_of("flows")).lines:
        if line.name == "ji.alignment":  # it is about one output
            continue
        found = Counter(answer for layers in balanced_points() for answer in answers(line.text, layers, a=STEP))
        assert found[False] == 0, line
        assert found[True] >= 3, line


def test_the_theory_of_flows_has_models_and_its_theorems_hold_in_them():
    theory = replay.theory("flows")
    own = {line.name for line in syntax.theory_text(replay.text_of("flows")).lines}
    balanced_only = {"no.decay", "balanced", "outer", "within", "arora.end-to-end", "ours.balance.decay"}
    for line in (line for name, line in theory.lines.items() if name in own - balanced_only):
        found = Counter(answer for layers in flow_points() for answer in answers(line.text, layers, a=STEP))
        assert found[False] == 0, line
        assert found[True] >= 6, line


def series(layers: FlowLayers, order: int) -> list[list[dln.Matrix]]:
    """The Taylor coefficients of all layers along the flow up to t^order, by Picard iteration on exact truncations."""
    problem, n, decay = layers.point.problem, layers.n, layers.decay
    W = [[layers.W(j)] for j in range(1, n + 1)]

    def times(a: list[dln.Matrix], b: list[dln.Matrix], k: int) -> dln.Matrix:
        return sum((a[i] @ b[k - i] for i in range(1, k + 1)), a[0] @ b[k])

    def product(first: int, last: int, size: int, k: int) -> list[dln.Matrix]:
        total = [dln.Matrix.identity(size) if i == 0 else dln.Matrix.zeros(size, size) for i in range(k + 1)]
        for j in range(first, last + 1):
            total = [times(W[j - 1], total, i) for i in range(k + 1)]
        return total

    for k in range(order):
        P = product(1, n, layers.d(0), k)
        zero = [0 * problem.Syx] * k
        F = [y - p @ problem.Sxx for y, p in zip([problem.Syx, *zero], P, strict=True)]
        after = []
        for j in range(1, n + 1):
            V = [one.T for one in product(j + 1, n, layers.d(j), k)]
            U = [one.T for one in product(1, j - 1, layers.d(0), k)]
            VF = [times(V, F, i) for i in range(k + 1)]
            after.append((times(VF, U, k) - decay * W[j - 1][k]) * Fraction(1, k + 1))
        for j, new in enumerate(after):
            W[j].append(new)
    return W


@pytest.mark.parametrize("layers", flow_points()[:6])
def test_what_is_proved_of_trajectories_holds_along_their_taylor_series(layers: FlowLayers):
    """C_j(t) = exp(-2 lam t) C_j(0), coefficient by coefficient: a second route to later times."""
    order = 4
    W = series(layers, order)
    for j in range(1, layers.n):
        factor = Fraction(1)
        for k in range(order + 1):
            C = sum((W[j][i].T @ W[j][k - i] - W[j - 1][i] @ W[j - 1][k - i].T for i in range(k + 1)), 0 * layers.C(j))
            assert factor * layers.C(j) == C
            factor = factor * -2 * layers.decay / (k + 1)
