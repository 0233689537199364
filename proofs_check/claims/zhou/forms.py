"""Zhou, Liang (2018): the forms of the critical points of two layers."""

from __future__ import annotations

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import ZHOU
from proofs_check.scopes.few_critical_points import FEW_CRITICAL_POINTS

_GIVEN = "A: e x b; B: b x d; S: d sym; Y: e x d; N = inv(S); J = pinv(A); (A B S - Y) B' = 0; A' (A B S - Y) = 0"
NECESSARY = (
    f"{_GIVEN} |- (I - A J) Y N Y' A J = 0, (I - A J) Y B' (I - J A) = 0, A B = A J Y N, B = J Y N + (I - J A) B"
)
SUFFICIENT = (
    "A: e x b; L: b x d; S: d sym; Y: e x d; N = inv(S); J = pinv(A); (I - A J) Y N Y' A J = 0; (I - A J) Y L' (I - J "
    "A) = 0; B := J Y N + (I - J A) L |- (A B S - Y) B' = 0, A' (A B S - Y) = 0"
)
VALUE = f"{_GIVEN} |- tr(A B S B' A') - 2 tr(A B Y') = - tr(A J Y N Y')"
"""A and B are the last and the first layer, S = Sxx, Y = Syx."""

WORDS = (
    "stated in our words, the theorem was not at hand: A A^+ is the projection onto the range of A = W_2, B = W_1, and "
    "Sigma = Syx Sxx^-1 Sxy; no assumption on ranks or eigenvalues but that Sxx is invertible"
)
invertible = on_problem("Sxx invertible", r"S_{xx} \text{ invertible}", lambda p: p.Sxx.rank() == p.input_width)
CRITICAL = (
    r"A B = A A^+ S_{yx} S_{xx}^{-1}, \; (I - A A^+) \Sigma A A^+ = 0, \; (I - A A^+) S_{yx} L^\mathsf{T} (I - A^+ "
    r"A) = 0, \; B = A^+ S_{yx} S_{xx}^{-1} + (I - A^+ A) L"
)


class Parts:
    """The matrices of the statement at a point of depth 2, with L = B."""

    def __init__(self, point: dln.Point):
        self.B, self.A = point.weights
        self.J = self.A.pseudoinverse()
        self.onto = self.A @ self.J
        self.off = dln.Matrix.identity(self.onto.shape[0]) - self.onto
        self.free = dln.Matrix.identity(self.B.shape[0]) - self.J @ self.A
        self.Y, self.N = point.problem.Syx, point.problem.Sxx.inverse()
        self.Sigma = self.Y @ self.N @ self.Y.T


@claim(
    "zhou.forms.necessary",
    source=ZHOU.at("the form of the critical points of shallow networks"),
    statement=rf"\nabla L(A, B) = 0 \Rightarrow {CRITICAL} \text{{ for some }} L",
    over=FEW_CRITICAL_POINTS,
    assuming=(depth_is(2), invertible),
    in_print=False,
    made_precise=f"{WORDS}; L = B does",
    proof=matrices(NECESSARY),
)
def necessary(point: dln.Point) -> Outcome:
    """Every critical point of two layers has this form."""
    p = Parts(point)
    return all_of(
        equal(p.A @ p.B, p.onto @ p.Y @ p.N, "the product"),
        is_true((p.off @ p.Sigma @ p.onto).is_zero(), "the range of A is invariant under Sigma"),
        is_true((p.off @ p.Y @ p.B.T @ p.free).is_zero(), "the condition on the free part"),
        equal(p.B, p.J @ p.Y @ p.N + p.free @ p.B, "the first layer"),
    )


@claim(
    "zhou.forms.sufficient",
    source=ZHOU.at("the form of the critical points of shallow networks"),
    statement=rf"{CRITICAL} \text{{ for some }} L \Rightarrow \nabla L(A, B) = 0",
    over=FEW_CRITICAL_POINTS,
    assuming=(depth_is(2), invertible),
    in_print=False,
    made_precise=f"{WORDS}; in scope L is a matrix of small integers, projected to meet the condition on the free part",
    proof=matrices(SUFFICIENT),
)
def sufficient(point: dln.Point) -> Outcome:
    """Weights of this form are critical."""
    p = Parts(point)
    rows, columns = p.B.shape
    drawn = dln.Matrix.from_entries(rows, columns, [(2 + 3 * k) % 5 - 2 for k in range(rows * columns)])
    seen = p.off @ p.Y
    L = drawn - drawn @ seen.T @ (seen.T).pseudoinverse()
    B = p.J @ p.Y @ p.N + p.free @ L
    return is_true(dln.Point(point.problem, [B, p.A]).is_critical, "the weights are critical")


@claim(
    "zhou.forms.value",
    source=ZHOU.at("the values of the loss at critical points"),
    statement=r"\nabla L(A, B) = 0 \Rightarrow L(A, B) = \tfrac12 \bigl(\operatorname{tr} S_{yy} - \operatorname{tr} A "
    r"A^+ \Sigma\bigr)",
    over=FEW_CRITICAL_POINTS,
    assuming=(depth_is(2), invertible),
    in_print=False,
    made_precise=WORDS,
    proof=matrices(VALUE),
)
def value(point: dln.Point) -> Outcome:
    """The loss at a critical point of two layers follows from the range of the last layer."""
    p = Parts(point)
    least = point.problem.loss_factor * (point.problem.Syy.trace() - (p.onto @ p.Sigma).trace())
    return equal(point.loss, least, "the loss")
