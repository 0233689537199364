"""The theory of layers has models, its theorems hold in them, and false neighbours are neither true nor provable."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from logic_layers import identity_layers, lines_about_layers, pyramids, random_layers, some_layers

import symdln as dln
from proofs_check import logic
from proofs_check.logic import replay, syntax
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.layers import Layers, answers, at_layers, meets_assumptions
from symdln.errors import InputError

THEORY = replay.theory("chitour")
WHOLE = replay.theory("trajectory")
LINES = lines_about_layers(THEORY)
LAYERS = list(some_layers(seed=1))
PYRAMIDS = [*pyramids(seed=1), *pyramids(seed=2)]
OF_PROPOSITION_2 = {"pyramid", "positive.inverse", "positive.sign", "bar.step", "product.step"}
"""Lines that speak of layers as in Proposition 2; all other lines but those of Remark 1 hold at all layers."""


def fitted(seed: int) -> list[Layers]:
    """Layers that fit a target of full rank, as in Remark 1: each hidden width is at least that of the output."""
    rng, found = random.Random(seed), []
    while len(found) < 12:
        widths = rng.choice(((1, 1, 1), (2, 2, 1), (2, 2, 2), (2, 2, 1, 1), (1, 2, 1), (3, 2, 2)))
        layers = random_layers(rng, widths)
        product = layers.product(layers.n, 1)
        if product.rank() == widths[-1]:
            found.append(Layers(layers.weights, product))
    return found


FITTED = fitted(seed=4)


def tally(line: syntax.Line, every: list[Layers]) -> Counter[bool | None]:
    return Counter(answer for layers in every for answer in answers(line.text, layers))


def test_the_theory_has_models():
    """Every definition and assumption holds at random exact layers, so they do not contradict each other."""
    for line in (line for line in LINES if line.role not in syntax.GOALS):
        special = {"full.target": [FITTED]} | {name: [PYRAMIDS] for name in OF_PROPOSITION_2}
        for every in special.get(line.name, [LAYERS, PYRAMIDS]):
            found = tally(line, every)
            assert found[False] == 0, line
            assert found[True] > 0, line


@pytest.mark.parametrize("line", [line for line in LINES if line.role in syntax.GOALS], ids=lambda line: line.name)
def test_a_theorem_holds_at_exact_layers(line: syntax.Line):
    proposition_2 = line.name.startswith("chitour.prop2")
    remark_1 = line.name == "chitour.remark1.zero"
    found = tally(line, PYRAMIDS if proposition_2 else FITTED if remark_1 else [*LAYERS, *PYRAMIDS])
    assert found[False] == 0
    assert found[True] >= (5 if proposition_2 or remark_1 else 20)


def edited(*edits: tuple[str, str], chain: str = "trajectory") -> tuple[replay.Theory, replay.Replay]:
    """The theory and the proofs with some texts replaced in both."""
    texts = [replay.text_of(name) for name in replay.CHAINS[chain]]
    proofs = replay.json.dumps(replay.steps(chain))
    for old, new in edits:
        assert any(old in text for text in texts[1:]), old
        texts = [texts[0], *(text.replace(old, new) for text in texts[1:])]
        proofs = proofs.replace(old, new)
    theory = replay.Theory(*texts)
    return theory, replay.Replay(theory, tuple(replay.json.loads(proofs)))


GROWTH = ("chitour.growth-bound", "chitour.prop1.bounded/last")
LOWER = ("chitour.lemma2.4.explicit/lower", *GROWTH)
BOTH = ("chitour.lemma2.4.explicit/upper", *LOWER)
NEIGHBOURS: list[tuple[str, str, tuple[str, ...]]] = [
    ("gamma0 d[n]^(n-1) <= 1", "gamma0 <= 1/2", LOWER),
    ("gamma0 d[n]^(n-1) <= 1", "gamma0 d[n]^(n-2) <= 1", LOWER),
    ("gamma0 d[n]^(n-1) <= 1", "gamma0 d[0]^(n-1) <= 1", LOWER),
    ("E[k] = (y[k]^k - x[k+1]^k) X[k]", "E[k] = c[k] X[k]", BOTH),
    ("E[k] = (y[k]^k - x[k+1]^k) X[k]", "E[k] = 0", BOTH),
    ("y[k] = x[k+1] + c[k]", "y[k] = x[k+1]", BOTH),
    ("x[j] = g + tau[j]", "x[j] = g", BOTH),
    ("X[k] = X[k+1] x[k+1]", "X[k] = X[k+1]", BOTH),
    ("P[k+1] = P[k] + E[k]", "P[k+1] = E[k]", BOTH),
    ("c[j] >= norm(C[j])", "c[j] >= tr(C[j])", BOTH),
    ("tau[j] >= -T[j]", "tau[j] >= T[j]", BOTH),
    ("T[j] = T[j+1] + tr(C[j])", "T[j] = T[j+1] - tr(C[j])", BOTH),
    ("sumC[j] + tr(C[j])", "sumC[j] - tr(C[j])", ("chitour.summed-invariant.corrected",)),
    ("- tr(W[1]' W[1]) if", "- tr(W[j]' W[j]) if", ("chitour.summed-invariant.corrected",)),
    ("sumC[1] = 0", "sumC[1] = 1", ("chitour.summed-invariant.corrected",)),
    ("g^n + P[n]", "g^n", ("chitour.lemma2.4.explicit/upper",)),
    ("K1 = 2 sP[n] + 2 sigma sq[n]", "K1 = 2 sP[n]", GROWTH),
    ("K1 = 2 sP[n] + 2 sigma sq[n]", "K1 = 2 sigma sq[n]", GROWTH),
    ("K1 (1 + g^(n-1)) - 2 gamma0 g^n", "K1 (1 + g^(n-1)) - 3 gamma0 g^n", GROWTH[:1]),
    ("K1 (1 + g^(n-1)) - 2 gamma0 g^n", "-2 gamma0 g^n", GROWTH[:1]),
    ("sigma >= norm(Sigma)", "sigma >= tr(Sigma' Sigma)", GROWTH),
    ("gamma0 K2 >= K1", "gamma0 K2 >= 1", GROWTH[1:]),
    ("K2 >= 1", "K2 >= 0", GROWTH[1:]),
    ("-gamma0 (g - K2)", "-3 gamma0 (g - K2)", ("chitour.prop1.bounded/right-hand-side",)),
    ("bound >= K2", "bound >= 0", GROWTH[1:]),
    ("bound >= g0", "bound >= 0", GROWTH[1:]),
    ("g <= bound", "g <= g0", GROWTH[1:]),
    ("bound - g0 + tr(W0[j]' W0[j])", "bound", ("chitour.prop1.bounded/layers",)),
    ("motion g: dg from g0", "motion g: 0 from g0", GROWTH[1:]),
    ("motion W[j]: dW[j]", "motion W[j]: W[j]", ("chitour.prop1.bounded/constants",)),
    ("motion grow: start[1] grow", "motion grow: 2 start[1] grow", ("chitour.prop2.corrected/decay",)),
    ("motion M: dM from M0", "motion M: -dM from M0", ("chitour.prop2.corrected/decay",)),
    ("RHS[j+1] = RHS[j] +", "RHS[j+1] = RHS[j] + 2", ("chitour.residual-flow/norm",)),
    ("F[j] + V[j+1] V[j+1]' M U[j]' U[j]", "F[j] + V[j] V[j]' M U[j]' U[j]", ("chitour.residual-flow/residual",)),
    ("Inner[j] = V[j+1]' M U[j-1]'", "Inner[j] = 2 V[j+1]' M U[j-1]'", ("chitour.residual-flow/inner",)),
    ("-2 alpha[n] tr(M' M)", "-3 alpha[n] tr(M' M)", ("chitour.dissipation",)),
    ("alpha[j+1] = alpha[j] + R[j] L[j+1]", "alpha[j+1] = alpha[j] + R[j+1] L[j]", ("chitour.dissipation",)),
    ("L[j] = L[j+1] eig(W[j+1] W[j+1]', 1)", "L[j] = L[j+1] eig(W[j+1] W[j+1]', d[j+1])", ("chitour.dissipation",)),
    ("-2 L[1] tr(M' M)", "-2 L[0] tr(M' M)", ("chitour.dissipation.first/rate",)),
    ("eig(C[j], i) + eig(W[j] W[j]', 1) <=", "eig(C[j], i) + eig(W[j] W[j]', d[j]) <=", ("chitour.weyl/first",)),
    ("eig(W[j+1]' W[j+1], i) if", "eig(W[j] W[j]', i) if", ("chitour.weyl/first",)),
    ("- eig(W[j] W[j]', d[j]) <=", "- eig(W[j] W[j]', 1) <=", ("chitour.remark4.corrected",)),
    ("eig(C[j], d[j] - d[j+1] + 1)", "eig(C[j], d[j+1])", ("chitour.remark4.corrected", "chitour.prop2.alpha/bound")),
    ("eig(C[j], d[j] - d[j+1] + 1)", "eig(C[j], d[j])", ("chitour.remark4.corrected", "chitour.prop2.alpha/bound")),
    ("inverse[j] >= 0 if", "inverse[j] >= -1 if", ("chitour.prop2.alpha/bound", "chitour.prop2.alpha/sign")),
]


@pytest.mark.parametrize(("old", "new", "theorems"), NEIGHBOURS)
def test_a_false_neighbour_is_not_proved(old: str, new: str, theorems: tuple[str, ...]):
    theory, proofs = edited((old, new))
    for name in theorems:
        with pytest.raises(RefusedError):
            replay.check(proofs, theory.lines[name])


OTHERS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("flows", "V[j]' F U[j-1]' - lam W[j]", "V[j]' F U[j-1]' - W[j]", ("chitour.remark3.regularised.corrected/rate",)),
    ("flows", "if lam = 0, 1 <= j <= n-1", "if 1 <= j <= n-1", ("chitour.remark3.cross-entropy/invariant",)),
    ("flows", "= shrink (W0", "= 2 shrink (W0", ("chitour.remark3.regularised.corrected/decay",)),
    ("flows", "motion shrink: -2 lam", "motion shrink: -1 lam", ("chitour.remark3.regularised.corrected/decay",)),
    ("flows", "Outer^(n-j-1) F Within^j", "Outer^j F Within^j", ("arora.end-to-end",)),
    ("flows", "Outer^n = U[n] U[n]'", "Outer = U[n] U[n]'", ("arora.end-to-end",)),
    ("flows", "no.decay: lam = 0", "no.decay: lam >= 0", ("arora.end-to-end",)),
    ("flows", "motion W[j]: dW[j]", "motion W[j]: 2 dW[j]", ("chitour.remark3.cross-entropy/invariant",)),
    ("squares", "if L' L R X X' = L' Y X'", "if L R X X' = L' Y X'", ("lucchi.thm4/minimal",)),
    ("squares", "if u >= 0, u <= 1", "if u >= 0", ("lucchi.thm4/convex", "lucchi.thm5/convex")),
    ("squares", "u (1 + norm(L)^2 norm(X)^2) = 1", "u (1 + norm(L)^2) = 1", ("lucchi.thm4.converse",)),
    ("squares", "<= 2 tr((O' O M R X X' R')'", "<= tr((O' O M R X X' R')'", ("lucchi.thm9.start/bound",)),
    (
        "squares",
        "3/2 (2 w v^(n-1) d^(n-1))",
        "9/2 (2 w v^(n-1) d^(n-1))",
        ("lucchi.remark-large-sigma.implication/larger",),
    ),
    ("squares", "v^2 >= d e", "v^2 >= 0", ("lucchi.remark-large-sigma.implication/larger",)),
    ("squares", "rho v d e^n <= 3 gamma a", "rho v d e^n <= 9 gamma a", ("lucchi.remark-small-sigma",)),
    ("critical", "R' M = 0", "M R = 0", ("chitour.lemma3.2.selection/kept",)),
    (
        "critical",
        "gap[i, j] (sv[i]^2 - sv[j]^2) = 1",
        "gap[i, j] (sv[i]^2 - sv[j]^2) = 0",
        ("chitour.lemma3.2.selection/diagonal",),
    ),
    ("critical", "tr(DW) = real(rk)", "tr(DW) = real(dy)", ("chitour.lemma3.2.selection/ones",)),
    ("critical", "U2' M U2 = U2' SY U2", "U2' M U2 = 0", ("chitour.lemma3.2.residual.corrected/lower",)),
    ("critical", "Zleft Middle = I", "Middle Zleft = I", ("chitour.critical-shallow.corrected/zero",)),
    ("minima", "wide: d[n] <= d[j]", "wide: 1 <= d[j]", ("chitour.least-squares",)),
    ("minima", "X X' N = I", "N = I", ("chitour.least-squares",)),
    ("minima", "Other[j+1] = J[j+1] J[j]'", "Other[j+1] = 2 J[j+1] J[j]'", ("chitour.least-squares",)),
    ("expansion", "norm(w[j]) <= 1", "norm(w[j]) <= 2", ("chitour.first-variation/above",)),
    ("expansion", "step <= 1", "step <= 2", ("chitour.first-variation/above", "chitour.prop3.second.corrected/above")),
    ("expansion", "Third = norm(M) b3[n] +", "Third =", ("chitour.prop3.second.corrected/above",)),
    ("expansion", "Two[j+1] = w[j+1] One[j] +", "Two[j+1] = 2 w[j+1] One[j] +", ("chitour.first-variation/below",)),
]


@pytest.mark.parametrize(("chain", "old", "new", "theorems"), OTHERS)
def test_a_false_neighbour_in_another_theory_is_not_proved(chain: str, old: str, new: str, theorems: tuple[str, ...]):
    theory, proofs = edited((old, new), chain=chain)
    for name in theorems:
        with pytest.raises(RefusedError):
            replay.check(proofs, theory.lines[name])


@pytest.mark.parametrize("chain", replay.CHAINS)
def test_the_theorems_with_all_texts_unchanged_are_proved(chain: str):
    theory, proofs = edited(chain=chain)
    for name in theory.lines:
        if theory.lines[name].role in syntax.GOALS:
            assert replay.check(proofs, theory.lines[name])


def at(statement: str, layers: Layers, **changed: Any) -> list[bool | None]:
    return answers(statement, layers, **changed)


def test_the_constant_one_half_is_false():
    """Widths (2, 2, 2, 2), all layers the identity: C_j = 0, P = 0, g = 2, and 1/2 * 2^3 = 4 > 2 = tr(I)."""
    lower = THEORY.lines["chitour.lemma2.4.explicit/lower"].text
    assert at(lower, identity_layers(2, 3)) == [True]
    assert at(lower, identity_layers(2, 3), gamma0=Fraction(1, 4)) == [True]
    assert at(lower, identity_layers(2, 3), gamma0=Fraction(1, 2)) == [False]


@pytest.mark.parametrize(
    "statement",
    [
        "tr(V[0]' V[0]) <= g^n if n >= 2",
        "gamma0 g^n <= tr(V[0]' V[0]) if n >= 2",
        "dg <= -2 gamma0 g^n if n >= 2",
        "dg <= -gamma0 (g - 1) if g >= 1, n >= 2",
        "rate <= -3 alpha[n] tr(M' M) if n >= 1",
        "rate <= -2 L[0] tr(M' M) - 2 R[n] tr(M' M) - 1 if n >= 1",
        "eig(C[j], i) + eig(W[j] W[j]', d[j]) <= eig(W[j+1]' W[j+1], i) if 1 <= j <= n-1, 1 <= i <= d[j]",
        "eig(W[j] W[j]', i) <= eig(W[j+1]' W[j+1], i) if 1 <= j <= n-1, 1 <= i <= d[j]",
        "eig(W[j+1] W[j+1]', 1) - eig(W[j] W[j]', 1) <= eig(C[j], d[j] - d[j+1] + 1) if 1 <= j <= n-1, d[j] >= d[j+1]",
        "eig(C[j], d[j]) <= eig(W[j+1] W[j+1]', 1) if 1 <= j <= n-1, d[j] >= d[j+1]",
    ],
)
def test_a_false_statement_fails_somewhere(statement: str):
    rng = random.Random(5)
    drawn = [
        random_layers(rng, widths) for widths in ((1, 1, 1), (2, 2, 2), (1, 1, 1, 1), (2, 1, 2)) for _ in range(12)
    ]
    assert any(False in at(statement, layers) for layers in (*drawn, *LAYERS))


def test_the_polynomial_of_the_lemma_has_degree_h_and_nonnegative_coefficients():
    """P[n] as a polynomial in g, at exact invariants: what the formal statement shows by its form only."""
    import flint

    from proofs_check.logic.evaluate import rational

    for layers in (layers for layers in LAYERS if layers.n >= 2):
        g = flint.fmpq_poly([0, 1])
        total = flint.fmpq_poly([0])
        for k in range(1, layers.n):
            x = g + rational(layers.tau(k + 1))
            tail = flint.fmpq_poly([1])
            for j in range(k + 1, layers.n + 1):
                tail *= g + rational(layers.tau(j))
            total += ((x + rational(layers.c(k))) ** k - x**k) * tail
        assert total.degree() <= layers.n - 1
        assert all(coefficient >= 0 for coefficient in total.coeffs())
        assert total(rational(layers.g())) == rational(layers.P(layers.n))  # pyright: ignore[reportCallIssue]
        assert total(rational(1)) == rational(layers.P(layers.n, Fraction(1)))  # pyright: ignore[reportCallIssue]


def test_a_theorem_says_nothing_where_its_assumptions_fail():
    """Proposition 2 needs a pyramid with positive eigenvalues; equal layers have C = 0."""
    rate = logic.theorem("chitour.prop2.corrected")
    assert not meets_assumptions(rate, identity_layers(2, 3))
    assert all(meets_assumptions(rate, layers) for layers in PYRAMIDS)
    assert meets_assumptions(logic.theorem("chitour.lemma2.4"), identity_layers(2, 3))


def test_a_point_of_a_reduced_problem_gives_layers():
    target = dln.Matrix([[1, 0], [0, 2]])
    problem = dln.Problem.from_data(dln.Matrix.identity(2), target, hidden=(2,))
    point = dln.Point(problem, [dln.Matrix([[1, 2], [0, 1]]), dln.Matrix([[1, 0], [1, 1]])])
    found = at_layers(logic.theorem("chitour.growth-bound"), Layers.of_point(point))
    assert found == Counter({True: 1})
    other = dln.Point(dln.Problem.from_data(dln.Matrix([[2, 0], [0, 1]]), target, hidden=(2,)), point.weights)
    with pytest.raises(InputError, match="reduced problems"):
        Layers.of_point(other)
