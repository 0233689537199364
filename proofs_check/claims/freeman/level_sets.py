"""Connected level sets of linear networks, Freeman and Bruna (2016)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written_papers as written
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, NoCertificate, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import FREEMAN
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import vstack

Widths = tuple[int, ...]
WIDTHS: tuple[Widths, ...] = (
    (1, 1, 1),
    (1, 2, 1),
    (2, 2, 1),
    (1, 2, 2),
    (3, 3, 2),
    (2, 3, 2),
    (1, 2, 2, 1),
    (2, 2, 2, 1),
    (1, 1, 1, 1),
)


def small(widths: Widths, shift: int) -> list[dln.Matrix]:
    """Layers with small whole entries by a rule; some of them are singular."""
    return [
        dln.Matrix.from_entries(a, b, [(shift + 2 * k + 3 * j) % 4 - 1 for k in range(a * b)])
        for j, (b, a) in enumerate(itertools.pairwise(widths))
    ]


ARCHITECTURES = cases(
    "widths",
    lambda size, seed: iter(WIDTHS),
    sentence=f"the widths {WIDTHS}",
    strength=Verdict.VERIFIED,
    fields="widths",
)
STATED = (
    r"\Omega_F(\lambda) = \{\theta : F(\theta) \le \lambda\} \text{ is connected for all } \lambda \text{ and all } K "
    r"\text{ when } \kappa = 0"
)


def two_sides(widths: Widths, details: Details) -> Given:
    """The problem with one target 1, the weights 1 and the weights -1, and the level 1/4."""
    problem = dln.Problem.canonical((1,), widths)
    sides = {name: dln.Point(problem, [[[sign]]] * 2) for name, sign in (("p", 1), ("q", -1))}
    return at(problem, points=sides, L=Fraction(1, 4))


@claim(
    "freeman.level-sets.connected",
    source=FREEMAN.at("Proposition 2.2"),
    statement=rf"n_j \ge \min(n_1, n_K), \; j = 2, \dots, K - 1: \; {STATED}",
    over=ARCHITECTURES,
    made_precise="n_1 and n_K are the widths of the ends, although sizes are printed for all matrices but one; the "
    "other half of the proposition, two layers with "
    "ridge regularisation, fails in the same way for small kappa",
    certify=two_sides,
    grade=Grade.FALSE,
)
def connected(widths: Widths) -> Outcome:
    """The level sets are connected if no hidden layer is narrower than the narrower end."""
    if widths == (1, 1, 1):
        problem = dln.Problem.canonical((1,), widths)
        losses = [dln.loss(problem, [dln.Matrix([[s]])] * 2) for s in (1, -1, 0)]
        if losses[0] == losses[1] < losses[2]:
            return fails(
                "the weights (1, 1) and (-1, -1) have the loss 0, and on every path between them the first layer is "
                "zero "
                "somewhere, where the loss is 1/2",
                at="widths (1, 1, 1), loss (a b - 1)^2 / 2, level 1/4",
            )
    return holds("no two parts were found")


wide = Hypothesis(
    "hidden widths > narrower end",
    r"n_j > \min(n_1, n_K)",
    lambda widths: min(widths[1:-1]) > min(widths[0], widths[-1]),
)


class Stage(NamedTuple):
    """Weights, and how they come from the ones before: one layer moves along a line where ``change`` is None; else the
    layers A and Q turn into ``A g^{-1}`` and ``g Q``, for the place of A, counted from 0, and g."""

    weights: list[dln.Matrix]
    change: tuple[int, dln.Matrix] | None


def stages(start: list[dln.Matrix]) -> Iterator[Stage]:
    """From any weights to the normal form of their product, ``[I 0] ... [P; 0]``, for the narrower end at the
    output."""
    weights, p = list(start), start[-1].shape[0]
    for j in range(len(weights) - 1, 0, -1):
        A = weights[j].block(range(p), range(weights[j].shape[1]))
        onto = A.pseudoinverse() @ A
        weights[j - 1] = onto @ weights[j - 1]
        yield Stage(list(weights), None)
        A = completed(A)
        weights[j] = padded(A, weights[j].shape[0])
        yield Stage(list(weights), None)
        g = with_positive_determinant(vstack([A, A.nullspace().T]))
        weights[j], weights[j - 1] = weights[j] @ g.inverse(), g @ weights[j - 1]
        yield Stage(list(weights), (j, g))
        weights[j - 1] = padded(weights[j - 1].block(range(p), range(weights[j - 1].shape[1])), weights[j - 1].shape[0])
        yield Stage(list(weights), None)


def leads_to(before: list[dln.Matrix], stage: Stage) -> Outcome:
    """Whether the weights before are joined to those of the stage by a path of the kind that it names.

    Where one layer moves along a line the product is affine, so it is the same all the time if it is at both ends.
    """
    if stage.change is None:
        moved = sum(V != W for V, W in zip(before, stage.weights, strict=True))
        return is_true(moved <= 1, "one layer alone moves")
    place, g = stage.change
    turned = list(before)
    turned[place - 1 : place + 1] = [g @ before[place - 1], before[place] @ g.inverse()]
    return all_of(
        is_true(g.flint.det() > 0, "the base change has a positive determinant"),
        is_true(stage.weights == turned, "the base change leads to the weights"),
    )


def padded(top: dln.Matrix, rows: int) -> dln.Matrix:
    """Rows of zeros below."""
    return vstack([top, dln.Matrix.zeros(rows - top.shape[0], top.shape[1])]) if rows > top.shape[0] else top


def completed(A: dln.Matrix) -> dln.Matrix:
    """A plus a matrix that vanishes on its row space, of full row rank."""
    missing, kernel = A.T.nullspace(), A.nullspace()
    count = missing.shape[1]
    return A + missing @ kernel.block(range(kernel.shape[0]), range(count)).T if count else A


def with_positive_determinant(g: dln.Matrix) -> dln.Matrix:
    """The same, with the last row turned round if the determinant is negative."""
    return g if g.flint.det() > 0 else dln.Matrix.diagonal([1] * (g.shape[0] - 1) + [-1]) @ g


def product(weights: list[dln.Matrix]) -> dln.Matrix:
    total = weights[0]
    for W in weights[1:]:
        total = W @ total
    return total


@claim(
    "freeman.level-sets.connected.corrected",
    source=FREEMAN.at("Proposition 2.2"),
    statement=rf"n_j > \min(n_1, n_K), \; j = 2, \dots, K - 1: \; {STATED}",
    over=ARCHITECTURES,
    assuming=(wide,),
    made_precise="hidden widths that exceed the narrower end, and any convex loss of the product, without "
    "regularisation. "
    "In scope the path of the proof is followed from two points to the normal form of their product: between stages "
    "with the same product one layer moves along a line, or a base change has a positive determinant",
    written=written.LEVEL_SETS,
    corrects="freeman.level-sets.connected",
)
def connected_corrected(widths: Widths) -> Outcome:
    """The level sets are connected if all hidden layers are wider than the narrower end."""
    found = []
    for shift in (0, 1):
        start = small(widths if widths[-1] <= widths[0] else widths[::-1], shift)
        P, layers = product(start), start
        for stage in stages(start):
            found += [equal(product(stage.weights), P, "the product"), leads_to(layers, stage)]
            layers = stage.weights
        found.append(equal(layers[0], padded(P, layers[0].shape[0]), "the first layer of the normal form"))
        ones = [dln.Matrix.diagonal([1] * P.shape[0], W.shape) for W in layers[1:]]
        found.append(is_true(layers[1:] == ones, "the other layers of the normal form"))
    return all_of(*found)


def hat(x: Fraction, y: Fraction, z: Fraction) -> Fraction:
    """``r^2 (r^2 + z^2 - 1)`` with ``r^2 = x^2 + y^2``."""
    r = x * x + y * y
    return r * (r + z * z - 1)


WELLS = (0, 0, 18, -16, 3)
"""The coefficients of 1, x, ..., x^4 in ``3 x^4 - 16 x^3 + 18 x^2``, with minima at 0 and at 3 and a maximum at 1."""


def two_wells(x: Fraction) -> Fraction:
    """The value of the polynomial with two minima."""
    return sum((c * x**k for k, c in enumerate(WELLS)), Fraction(0))


def slope_of_wells(x: Fraction) -> Fraction:
    """Its derivative."""
    return sum((k * WELLS[k] * x ** (k - 1) for k in range(1, len(WELLS))), Fraction(0))


HAT = (
    "for F = r^2 (r^2 + z^2 - 1) of (x, y, z), r^2 = x^2 + y^2, the set F <= c contains with each point a segment to "
    "the "
    "axis r = 0 if c >= 0, and for c < 0 it is a body of rotation of the connected set r^2 (1 - r^2 - z^2) >= -c, r > 0"
)


@claim(
    "freeman.level-sets.local-minima",
    source=FREEMAN.at("Proposition 2.1"),
    statement=r"\Omega_F(\lambda) \text{ connected for all } \lambda \Rightarrow \text{every local minimum of } F "
    r"\text{ is a "
    r"global minimum}",
    over=cases(
        "a polynomial",
        lambda size, seed: iter(["a hat"]),
        sentence="F = r^2 (r^2 + z^2 - 1)",
        strength=Verdict.VERIFIED,
    ),
    made_precise="for any continuous F, which is a risk (plus a constant) for the target 0 and the feature that is the "
    "square root of F less its minimum; local minima need not be strict",
    axioms=(HAT,),
    certify=NoCertificate("the kernel has no facts about connected sets."),
    grade=Grade.MISSING,
    literal=True,
)
def local_minima(name: str) -> Outcome:
    """If all level sets of a function are connected, every local minimum is global."""
    here, lower = hat(Fraction(0), Fraction(0), Fraction(2)), hat(Fraction(1, 2), Fraction(1, 2), Fraction(0))
    around = [
        hat(Fraction(a, 10), Fraction(b, 10), 2 + Fraction(c, 10)) for a in (-1, 0, 1) for b in (-1, 1) for c in (-1, 1)
    ]
    if lower < here <= min(around):
        return fails(
            f"all level sets are connected; near (0, 0, 2) F is at least 0, its value there, and at (1/2, 1/2, 0) it "
            f"is "
            f"{lower}",
            at="F = r^2 (r^2 + z^2 - 1), r^2 = x^2 + y^2",
        )
    return holds("no local minimum above the least value was found")


@claim(
    "freeman.level-sets.local-minima.corrected",
    source=FREEMAN.at("Proposition 2.1"),
    statement=r"\Omega_F(\lambda) \text{ connected for all } \lambda \Rightarrow \text{every strict local minimum of } "
    r"F "
    r"\text{ is a global minimum}",
    over=cases(
        "a polynomial of one variable",
        lambda size, seed: iter([Fraction(1), Fraction(1, 2), Fraction(3, 2)]),
        sentence="3 x^4 - 16 x^3 + 18 x^2, with a strict local minimum at 0 that is not global, at three points "
        "between the "
        "minima",
        strength=Verdict.VERIFIED,
        fields="x",
    ),
    made_precise="for any continuous F; in scope the contrapositive: a level set falls apart",
    written=written.STRICT_MINIMA,
    corrects="freeman.level-sets.local-minima",
)
def strict_minima(between: Fraction) -> Outcome:
    """If all level sets of a function are connected, every strict local minimum is global."""
    return all_of(
        # 12 x (x - 1) (x - 3)
        equal([slope_of_wells(Fraction(x)) for x in (0, 1, 2, 3)], [0, 0, -24, 0], "the derivative at 0, 1, 2 and 3"),
        is_true(WELLS[2] > 0, "the second derivative at 0 is positive, so that the minimum there is strict"),
        is_true(two_wells(Fraction(3)) < two_wells(Fraction(0)), "the minimum at 0 is not global"),
        is_true(two_wells(between) > two_wells(Fraction(0)), "a point between lies above the level"),
    )
