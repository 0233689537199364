"""Equations (2) and (3) of Chitour et al. (2022): the reduction to X = I and a diagonal target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true, text
from proofs_check.language.scope import Scope, cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import MarkedChain, Subject, WordCase, follows, where
from proofs_check.scopes.rational_data import DATA, FIELDS, Data, Reduction
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    gradient,
    hessian_form,
    identity,
    norm_squared,
    rewrite,
    substitute,
    zero,
)


def one_sample(data: Any, details: Details) -> Given:
    (W_1, W_2), ((X,),), ((Y,),) = details["W"], details["X"], details["Y"]
    return at(None, X=X, Y=Y, A=W_1[0][0], B=W_2[0][0])


REDUCED = {
    "H = 1": (False, False, False),
    "H = 2": (False, False, False, False),
    "layer 2 of several inner ones": (False, True, False, False),
    "layer H of several inner ones": (False, False, True, False),
    "an inner layer": (False, True, True, False),
    "two neighbouring inner layers": (False, True, False, True, False),
    "two inner layers": (False, True, True, True, False),
}
"""The marked layers, W_1 and W_{H+1} always among them, and the gaps between them."""


class ReductionInWords:
    """``L = 1/2 ||U_Y Sigma V_Y^T - P U_X S_X||^2`` and the barred loss ``1/2 ||Sigma - P||^2``, P with marked layers.

    In the barred loss the layers of the chain are the barred ones; ``images`` puts for them what they are.
    """

    def __init__(self, marked: str):
        chain = self.chain = MarkedChain(REDUCED[marked])
        self.U_X, self.V_Y = (Symbol(name, "d_x", "d_x") for name in ("U_X", "V_Y"))
        self.U_Y, self.S_X = Symbol("U_Y", "d_y", "d_y"), Symbol("S_X", "d_x", "d_x", symmetric=True)
        residual = self.U_Y @ chain.target @ self.V_Y.T - chain.P @ self.U_X @ self.S_X
        self.loss, self.barred_loss = norm_squared(residual) / 2, chain.loss
        self.change = self.U_X @ self.S_X @ self.V_Y  # of the first layer, from the right
        self.images = self.barred({W: W for W in chain.W})

    def barred(self, motion: dict[Symbol, Expression]) -> dict[Symbol, Expression]:
        """The barred layers, or with velocities for the layers those of the barred ones."""
        last, *inner_layers, first = self.chain.W
        changed = {last: self.U_Y.T @ motion[last], first: motion[first] @ self.change}
        return {**changed, **{W: motion[W] for W in inner_layers}}

    def simplified(self, value: Any) -> Any:
        """With the orthogonality of U_X, U_Y and V_Y."""
        relations = {}
        for Q in (self.U_X, self.U_Y, self.V_Y):
            relations |= {Q.T @ Q: identity(Q.rows), Q @ Q.T: identity(Q.rows)}
        return rewrite(value, relations)

    def agree(self, left: Any, right: Any, what: str) -> Outcome:
        return follows(self.simplified(left), self.simplified(right), what)


def words_and_data(name: str, marked: tuple[str, ...]) -> Scope:
    """Any depth in words, after exact data."""

    def make(size: str, seed: int) -> Iterator[Data | WordCase]:
        yield from DATA
        yield from (("any depth", each) for each in marked)

    return cases(
        name,
        make,
        sentence=f"any depth (H >= 1) and any widths, in matrix words with opaque products of layers "
        f"({'; '.join(marked)}); and by a second route exact weights under {len(DATA)} exact data with rational "
        "singular value decompositions, of depth 2 and 3 and widths up to 3",
        strength=Verdict.PROVED,
        fields=FIELDS,
    )


@claim(
    "chitour.reduction.loss",
    source=CHITOUR.at("eq. (2)-(3)"),
    statement=r"\mathcal{L}(W) = L(W) + \tfrac12 \|Y V_X^2\|_F^2, \; L(W) = \tfrac12 \|\Sigma_Y - \bar W_{H+1} \cdots "
    r"\bar W_1\|_F^2, \; \bar W_1 = W_1 U_X S_X V_Y, \; \bar W_{H+1} = U_Y^\mathsf{T} W_{H+1}",
    over=words_and_data("reduction, loss", tuple(REDUCED)),
)
def reduction_loss(subject: Subject) -> Outcome:
    """The loss is a constant plus half the squared distance of the target [S_Y 0] and the product of barred weights."""
    marked = where(subject)
    if marked is not None:
        r = ReductionInWords(marked)
        image = substitute(r.barred_loss, r.images)
        return all_of(split_of_samples(), r.agree(r.loss, image, "L(W) and the loss of the barred weights"))
    r = Reduction(subject)
    constant = r.outside.norm_squared() / 2
    return all_of(
        *(
            equal(
                dln.Point(r.original, W).loss,
                dln.Point(r.reduced, r.barred(W)).loss + constant,
                "loss and barred loss with the constant",
                weights=W,
            )
            for W in r.weights()
        )
    )


def split_of_samples() -> Outcome:
    """``||Y - P X||^2 = ||Y V_1 - P U_X S_X||^2 + ||Y V_2||^2`` for ``X = U_X S_X V_1^T`` and ``[V_1 V_2]``
    orthogonal.
    """
    P, Y = Symbol("P", "d_y", "d_x"), Symbol("Y", "d_y", "m")
    U_X, S_X = Symbol("U_X", "d_x", "d_x"), Symbol("S_X", "d_x", "d_x", symmetric=True)
    V_1, V_2 = Symbol("V_1", "m", "d_x"), Symbol("V_2", "m", "e")
    relations = {
        V_1.T @ V_1: identity("d_x"),
        V_1.T @ V_2: zero("d_x", "e"),
        V_2 @ V_2.T: identity("m") - V_1 @ V_1.T,
    }
    whole = norm_squared(Y - P @ U_X @ S_X @ V_1.T)
    parts = norm_squared(Y @ V_1 - P @ U_X @ S_X) + norm_squared(Y @ V_2)
    return follows(rewrite(whole, relations), rewrite(parts, relations), "the two parts of the loss")


@claim(
    "chitour.reduction.landscape",
    source=CHITOUR.at("eq. (3), implied by working in barred weights"),
    statement=r"\nabla L(W) = 0 \Leftrightarrow \nabla \bar L(\bar W) = 0; \; L(W) = \bar L(\bar W); \; "
    r"\operatorname{inertia} D^2 L(W) = \operatorname{inertia} D^2 \bar L(\bar W)",
    over=words_and_data("reduction, landscape", tuple(REDUCED)),
    made_precise="values of the effective loss L; those of (1) are larger by the constant 1/2 ||Y V_X^2||^2.  "
    "Gradients and Hessian forms of L are those of the barred loss under the linear map W -> barred W",
    in_print=False,
    prose=(
        (
            "the change of variables W -> barred W is linear and invertible, so one gradient vanishes if and only if "
            "the other does"
        ),
        "an invertible linear change of variables keeps the inertia of a quadratic form (Sylvester)",
        "a quadratic form in several layers is known from its values on any two of them",
    ),
)
def reduction_landscape(subject: Subject) -> Outcome:
    """Critical points, critical values and the inertia of the Hessian are the same in barred and original weights."""
    marked = where(subject)
    return same_landscape(Reduction(subject)) if marked is None else same_landscape_in_words(ReductionInWords(marked))


def same_landscape_in_words(r: ReductionInWords) -> Outcome:
    """Gradients are ``G_bar (U_X S_X V_Y)^T``, G_bar and ``U_Y G_bar``; Hessian forms agree along images."""
    last, *inner_layers, first = r.chain.W
    barred = {W: substitute(gradient(r.barred_loss, W), r.images) for W in r.chain.W}
    w = {W: Symbol(f"w{W.name[1:]}", *W.shape) for W in r.chain.W}
    there: Scalar = hessian_form(r.barred_loss, w)
    along = {w[W]: image for W, image in r.barred(dict(w)).items()}
    return all_of(
        r.agree(r.loss, substitute(r.barred_loss, r.images), "the values"),
        r.agree(gradient(r.loss, first), barred[first] @ r.change.T, "the gradient by W_1"),
        r.agree(gradient(r.loss, last), r.U_Y @ barred[last], "the gradient by W_{H+1}"),
        *(r.agree(gradient(r.loss, W), barred[W], "the gradient by an inner layer") for W in inner_layers),
        r.agree(hessian_form(r.loss, w), substitute(there, {**r.images, **along}), "the Hessian form"),
    )


def same_landscape(r: Reduction) -> Outcome:
    """At a critical point of every kind of the reduced problem, and at weights that are not critical."""
    constant = r.outside.norm_squared() / 2
    outcomes = []
    for kind in r.reduced.kinds():
        there = kind.representative()
        here = dln.Point(r.original, r.unbarred(there.weights))
        outcomes += [
            is_true(here.is_critical, "a critical point is critical in the original weights", weights=here.weights),
            equal(here.loss, there.loss + constant, "critical value"),
            equal(here.inertia_by_hessian, there.inertia_by_hessian, "inertia", weights=here.weights),
        ]
    for W in r.weights():
        here, there = dln.Point(r.original, W), dln.Point(r.reduced, r.barred(W))
        outcomes.append(equal(here.is_critical, there.is_critical, "whether W is critical", weights=W))
    return all_of(*outcomes)


def data_by_size(size: str, seed: int) -> Iterator[Data]:
    yield from DATA


@claim(
    "chitour.reduction.flow",
    source=CHITOUR.at('eq. (3), Def. 2.1, "for the rest of the paper we will simply use W"'),
    statement=r"\frac{dW}{dt} = -\nabla L(W) \Rightarrow \frac{d\bar W}{dt} = -\nabla \bar L(\bar W)",
    over=cases(
        "exact data",
        data_by_size,
        sentence=f"two exact weights under each of {len(DATA)} exact data with rational singular value decompositions, "
        "of depth 2 and 3 and widths up to 3",
        strength=Verdict.VERIFIED,
        fields=FIELDS,
    ),
    made_precise="nowhere in print; suggested by studying the flow of the barred weights in the Frobenius metric (4) "
    "as the gradient descent of the network",
    in_print=False,
    certify=one_sample,
    grade=Grade.MISSING,
)
def reduction_flow(data: Data) -> Outcome:
    """The image in barred weights of the gradient flow is the gradient flow of the barred loss."""
    return image_of_flow(Reduction(data), dln.Matrix.identity(data[0][0]))


def image_of_flow(r: Reduction, factor: dln.Matrix) -> Outcome:
    """Whether the image of - grad L is minus the barred gradient, the first layer's multiplied by ``factor``."""
    for W in r.weights():
        image = r.barred([-block for block in dln.Point(r.original, W).gradient])
        flow = [-block for block in dln.Point(r.reduced, r.barred(W)).gradient]
        flow[0] = flow[0] @ factor
        for j, (left, right) in enumerate(zip(image, flow, strict=True), 1):
            if left != right:
                return fails(
                    f"the image of the velocity is {text(left)} in the barred W_{j}, but the barred flow has "
                    f"{text(right)} there",
                    at=f"X = {text(r.X)}, Y = {text(r.Y)}, W = {text(W)}",
                    X=r.X,
                    Y=r.Y,
                    W=W,
                    image=left,
                    flow=right,
                )
    return holds("the image of the flow is the barred flow")


@claim(
    "chitour.reduction.flow.corrected",
    source=CHITOUR.at('eq. (3), Def. 2.1, "for the rest of the paper we will simply use W"'),
    statement=r"\frac{dW}{dt} = -\nabla L(W) \Rightarrow \frac{d\bar W_1}{dt} = -\nabla_{\bar W_1} \bar L(\bar W) \, "
    r"V_Y^\mathsf{T} S_X^2 V_Y, \; \frac{d\bar W_j}{dt} = -\nabla_{\bar W_j} \bar L(\bar W), \; 2 \le j \le H+1; \; "
    r"\text{so it is the gradient flow if } X X^\mathsf{T} = I",
    over=words_and_data("reduction, flow", tuple(REDUCED)),
    made_precise="the gradient flow for the metric tr(w_1 (V_Y^T S_X^2 V_Y)^{-1} w_1^T) on the first barred layer",
    corrects="chitour.reduction.flow",
)
def reduction_flow_corrected(subject: Subject) -> Outcome:
    """The image of the flow is the barred flow with a factor V_Y^T S_X^2 V_Y in the first layer, which is I for white
    data.
    """
    marked = where(subject)
    if marked is None:
        r = Reduction(subject)
        return image_of_flow(r, r.V_Y.T @ r.S_X @ r.S_X @ r.V_Y)
    r = ReductionInWords(marked)
    first = r.chain.W[-1]
    image = r.barred(r.chain.flows(r.loss))
    flow = {W: substitute(velocity, r.images) for W, velocity in r.chain.flows(r.barred_loss).items()}
    white = {r.S_X @ r.S_X: identity("d_x")}
    moments = r.U_X @ r.S_X @ r.S_X @ r.U_X.T  # X X^T, so X X^T = I gives S_X^2 = U_X^T U_X = I
    return all_of(
        r.agree(r.U_X.T @ moments @ r.U_X, r.S_X @ r.S_X, "U_X^T X X^T U_X and S_X^2"),
        r.agree(image[first], flow[first] @ r.V_Y.T @ r.S_X @ r.S_X @ r.V_Y, "the velocity of the barred W_1"),
        *(r.agree(image[W], flow[W], "the velocity of a later barred layer") for W in r.chain.W[:-1]),
        follows(
            r.simplified(rewrite(r.simplified(image[first]), white)),
            r.simplified(rewrite(r.simplified(flow[first]), white)),
            "the velocity of the barred W_1 for white data",
        ),
    )
