"""Remark 3 of Chitour et al. (2022): other losses keep the invariants; reduction and decay."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.invariant import at_integers
from proofs_check.claims.chitour.parts.dynamics import norms_are_kept
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true, text
from proofs_check.language.proofs import logic
from proofs_check.language.scope import Scope, cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.formal_letters import formal_at_letters
from proofs_check.networks.words import (
    CHAIN_RULE,
    FIRST_AND_OTHER,
    LAYER,
    NEIGHBOURS,
    MarkedChain,
    Subject,
    WordCase,
    any_loss,
    balance_is_kept,
    same,
)
from symdln.algebra.words import derivative, gradient, inner, norm_squared, scalar


def decayed(case: Any, details: Details) -> Given:
    decay, first, *second = case
    return at(None, L=decay, A=dln.Matrix([[first]]), B=dln.Matrix([[entry] for entry in second]))


BALANCE, NORMS = "(7)", "(8)"


@cache
def formal_at_integers(id: str) -> Outcome:
    """The formal statement at small integer weights, for the square loss with and without weight decay."""
    points = [at_integers(widths) for widths in ((1, 2, 1), (2, 2, 2), (2, 1, 2, 1), (1, 2, 2, 1, 2))]
    decays = (Fraction(0), Fraction(1, 3))
    return all_of(*(formal_at_point(id, point, decay=decay) for point in points for decay in decays))


def lemma_2_3_in_words(size: str, seed: int) -> Iterator[WordCase]:
    """Both equations of the lemma, for every way in which the layers in question lie."""
    yield from ((BALANCE, marked) for marked in NEIGHBOURS)
    yield from ((NORMS, marked) for marked in FIRST_AND_OTHER)


def in_words(name: str, what: str) -> Scope:
    return cases(
        name,
        lemma_2_3_in_words,
        sentence=f"any depth (H >= 1) and any widths, {what}, in matrix words with opaque products of layers (for (7): "
        f"{'; '.join(NEIGHBOURS)}; for (8): {'; '.join(FIRST_AND_OTHER)})",
        strength=Verdict.PROVED,
    )


@claim(
    "chitour.remark3.cross-entropy",
    source=CHITOUR.at("Remark 3"),
    statement=r"\text{Lemma 2.3 holds for the softmax-cross-entropy loss with one-hot vector targets}",
    over=in_words("any loss", "any differentiable loss of the end-to-end matrix"),
    made_precise="(7) and (8), for any differentiable function of W_{H+1}...W_1 and so for any data and targets; "
    "without regularisation",
    axioms=(CHAIN_RULE,),
    formal=(
        "W[j+1]' W[j+1] - W[j] W[j]' = W0[j+1]' W0[j+1] - W0[j] W0[j]' if lam = 0, 1 <= j <= n-1",
        "tr(W[j]' W[j]) - tr(W[1]' W[1]) = tr(W0[j]' W0[j]) - tr(W0[1]' W0[1]) if lam = 0, 1 <= j <= n",
    ),
    proof=logic("chitour.remark3.cross-entropy"),
)
def cross_entropy(case: WordCase) -> Outcome:
    """The invariants (7) and (8) hold for the gradient flow of every differentiable loss of the end-to-end matrix."""
    equation, marked = case
    chain = MarkedChain((NEIGHBOURS if equation == BALANCE else FIRST_AND_OTHER)[marked])
    is_kept = balance_is_kept if equation == BALANCE else norms_are_kept
    formal = formal_at_integers("chitour.remark3.cross-entropy")
    return all_of(is_kept(chain, marked, any_loss(chain.P)), formal)


Decayed = tuple[int, ...]
"""lambda, W_1 and the two entries of W_2, for one input x = 1 of class 1 of two."""


def equal_logits(size: str, seed: int) -> Iterator[Decayed]:
    """Small weights with W_2 W_1 = (c, c)^T, where both classes have the probability 1/2 exactly."""
    values = itertools.product((0, 1), repeat=4)
    yield from sorted((v for v in values if v[1] * v[2] == v[1] * v[3]), key=lambda v: (sum(v), v))


def softmax_flow(case: Decayed) -> tuple[list[dln.Matrix], list[dln.Matrix]]:
    """The weights and their velocities for cross-entropy + lambda/2 ||W||^2, at equal logits."""
    decay, first, *second = case
    W_1, W_2 = dln.Matrix([[first]]), dln.Matrix([[entry] for entry in second])
    F = dln.Matrix([[Fraction(-1, 2)], [Fraction(1, 2)]])  # (softmax - one-hot) x^T
    return [W_1, W_2], [-(W_2.T @ F) - decay * W_1, -(F @ W_1.T) - decay * W_2]


@claim(
    "chitour.remark3.regularised",
    source=CHITOUR.at("Remark 3"),
    statement=r"\text{Lemma 2.3 holds for the softmax-cross-entropy loss with one-hot vector targets, with and without "
    r"} \ell_2 \text{ regularization}",
    over=cases(
        "softmax, exact",
        equal_logits,
        sentence="widths (1, 1, 2), one sample, lambda in {0, 1} and weights in {0, 1} with equal logits, where the "
        "softmax is rational",
        strength=Verdict.VERIFIED,
        fields=("lambda", "W_1", "entry 1 of W_2", "entry 2 of W_2"),
    ),
    made_precise="the regularisation adds lambda/2 times the sum of all ||W_j||^2; (7) along the flow",
    certify=decayed,
    grade=Grade.FALSE,
)
def regularised(case: Decayed) -> Outcome:
    """W_2^T W_2 - W_1 W_1^T is constant along the flow of the cross-entropy, with and without weight decay."""
    (W_1, W_2), (V_1, V_2) = softmax_flow(case)
    C = W_2.T @ W_2 - W_1 @ W_1.T
    rate = V_2.T @ W_2 + W_2.T @ V_2 - V_1 @ W_1.T - W_1 @ V_1.T
    otherwise = f"W_2^T W_2 - W_1 W_1^T is {text(C)} and changes at the rate {text(rate)}"
    return is_true(
        rate.is_zero(),
        "W_2^T W_2 - W_1 W_1^T is constant",
        otherwise=otherwise,
        at=f"lambda = {case[0]}",
        W_1=W_1,
        W_2=W_2,
        rate=rate,
    )


@claim(
    "chitour.remark3.regularised.corrected",
    source=CHITOUR.at("Remark 3"),
    statement=r"\frac{d}{dt}\left(W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T}\right) = -2 \lambda "
    r"\left(W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T}\right): \text{ constant only if } \lambda C_j = 0",
    over=in_words("any loss, weight decay", "any differentiable loss of the end-to-end matrix plus weight decay"),
    made_precise="the regularisation adds lambda/2 times the sum of all ||W_j||^2; the differences of (7) and (8) are "
    "those of the start, times exp(-2 lambda t)",
    corrects="chitour.remark3.regularised",
    axioms=(CHAIN_RULE,),
    formal=(
        (
            "dW[j+1]' W[j+1] + W[j+1]' dW[j+1] - dW[j] W[j]' - W[j] dW[j]' = -2 lam (W[j+1]' W[j+1] - W[j] W[j]') if "
            "1 <= j <= n-1"
        ),
        "W[j+1]' W[j+1] - W[j] W[j]' = shrink (W0[j+1]' W0[j+1] - W0[j] W0[j]') if 1 <= j <= n-1",
        (
            "lam (W[j+1]' W[j+1] - W[j] W[j]') = 0 if dW[j+1]' W[j+1] + W[j+1]' dW[j+1] - dW[j] W[j]' - W[j] dW[j]' = "
            "0, 1 <= j <= n-1"
        ),
    ),
    proof=logic("chitour.remark3.regularised.corrected"),
)
def regularised_corrected(case: WordCase) -> Outcome:
    """With weight decay the differences of (7) and (8) decay like exp(-2 lambda t), so they are constant only where
    they vanish.
    """
    equation, marked = case
    chain = MarkedChain((NEIGHBOURS if equation == BALANCE else FIRST_AND_OTHER)[marked])
    decay = scalar("lambda")
    upper, lower = chain.W
    loss = any_loss(chain.P) + decay * (norm_squared(upper) + norm_squared(lower)) / 2
    kept: Any = norm_squared(upper) - norm_squared(lower)
    if equation == BALANCE:
        kept = upper.T @ upper - lower @ lower.T
    rate = derivative(kept, chain.flows(loss))
    return all_of(
        same(rate, -2 * decay * kept, f"the rate for {marked} is -2 lambda times it"),
        formal_at_integers("chitour.remark3.regularised.corrected"),
    )


Rectified = tuple[tuple[int, ...], str]
"""Widths, and the slope for negative arguments: 0 for ReLU."""


RECTIFIED: tuple[Rectified, ...] = tuple(
    (widths, slope)
    for widths in ((1, 1, 1), (1, 2, 1), (2, 2, 1), (2, 2, 2), (1, 1, 1, 1), (2, 2, 2, 1), (2, 3, 2, 2))
    for slope in ("0", "1/10")
)


class RectifiedNetwork:
    """A small (leaky) ReLU network with exact weights and three samples, its loss ``1/2 ||Y - network(X)||^2``."""

    STEP = Fraction(1, 10_000)

    def __init__(self, case: Rectified):
        widths, slope = case
        self.slope = Fraction(slope)
        counter = itertools.count(1)
        self.W = [
            [[Fraction(next(counter) * 5 % 7 - 3, 2) + Fraction(1, 9) for _ in range(n)] for _ in range(m)]
            for n, m in itertools.pairwise(widths)
        ]
        self.samples = [[(i + 1) * (k + 2) % 5 - Fraction(5, 3) for i in range(widths[0])] for k in range(3)]
        self.targets = [[Fraction(i - k) for i in range(widths[-1])] for k in range(3)]

    def pre_activations(self, x: list[Fraction]) -> list[list[Fraction]]:
        """``W_j h_{j-1}`` for all j; no activation after the last one."""
        found, h = [], x
        for W in self.W:
            found.append([sum((a * b for a, b in zip(row, h, strict=True)), Fraction(0)) for row in W])
            h = [max(z, self.slope * z) for z in found[-1]]
        return found

    def signs(self) -> list[int]:
        """The signs of all pre-activations of all samples with an activation behind them."""
        return [(z > 0) - (z < 0) for x in self.samples for layer in self.pre_activations(x)[:-1] for z in layer]

    def loss(self) -> Fraction:
        outputs = (self.pre_activations(x)[-1] for x in self.samples)
        pairs = zip(outputs, self.targets, strict=True)
        return sum(((a - b) ** 2 for z, y in pairs for a, b in zip(z, y, strict=True)), Fraction(0)) / 2

    def gradient(self, j: int) -> dln.Matrix:
        """The gradient by the layer number j, from 0 on.

        Within a region of constant signs the loss is a polynomial of degree 2 in one weight, so that symmetric
        differences are exact.
        """
        slopes, signs = [], self.signs()
        for row in self.W[j]:
            for place, value in enumerate(row):
                around = []
                for step in (self.STEP, -self.STEP):
                    row[place] = value + step
                    assert self.signs() == signs
                    around.append(self.loss())
                row[place] = value
                slopes.append((around[0] - around[1]) / (2 * self.STEP))
        return dln.Matrix.from_entries(len(self.W[j]), len(self.W[j][0]), slopes)

    def pairing(self, j: int) -> Fraction:
        """``<W_j, grad_j L>``; ||W_j||^2 changes at -2 times this rate."""
        return (dln.Matrix(self.W[j]).T @ self.gradient(j)).trace()

    def letters(self) -> dict[str, Any]:
        """The letters of the formal statement; the rates are minus the gradients by exact differences."""
        weights = [dln.Matrix(rows) for rows in self.W]
        rates = [-self.gradient(j) for j in range(len(weights))]
        return {
            **{"n": len(weights), "samples": len(self.samples)},
            **{"W": lambda j: weights[j - 1], "W0": lambda j: weights[j - 1], "dW": lambda j: rates[j - 1]},
        }


def rectified_cases(size: str, seed: int) -> Iterator[Rectified | WordCase]:
    yield from RECTIFIED
    yield from (("any depth", marked) for marked in LAYER)


@claim(
    "chitour.remark3.relu",
    source=CHITOUR.at("Remark 3"),
    statement=r"\|W_{j+1}\|_F^2 = \|W_1\|_F^2 + c_{j+1} \text{ along the flow of ReLU and leaky ReLU networks}",
    over=cases(
        "any depth, ReLU",
        rectified_cases,
        sentence="any depth, any widths, any samples and any differentiable loss of the outputs, in matrix words with "
        f"opaque products of layers and activations ({'; '.join(LAYER)}); and by a second route exact ReLU and leaky "
        "ReLU (slope 1/10) networks of depth 2 and 3 with widths up to 3 and three samples, the gradient by exact "
        "differences",
        strength=Verdict.PROVED,
        fields=("widths", "slope"),
    ),
    made_precise="kinks are left out: what a flow does where a pre-activation vanishes (in print a Clarke "
    "subdifferential) is not covered.  At all weights at which no pre-activation of any sample is zero the network is "
    "differentiable, and all ||W_j||^2 have the same rate.  The formal statement defines the gradient by the chain "
    "rule, sample by sample, with the slopes of the activations as diagonal matrices",
    axioms=(CHAIN_RULE,),
    formal=(
        "tr(W[j]' dW[j]) = tr(W[1]' dW[1]) if 1 <= j <= n, samples >= 0",
        "tr(W[j]' W[j]) - tr(W[1]' W[1]) = tr(W0[j]' W0[j]) - tr(W0[1]' W0[1]) if 1 <= j <= n, samples >= 0",
    ),
    proof=logic("chitour.remark3.relu"),
)
def relu(subject: Subject) -> Outcome:
    """Where a (leaky) ReLU network is differentiable, the squared norms of all layers grow at the same rate."""
    if isinstance(subject[0], str):
        return relu_in_words(MarkedChain(LAYER[subject[1]]))
    network = RectifiedNetwork(subject)
    rates = [-2 * network.pairing(j) for j in range(len(network.W))]
    return all_of(
        equal(rates, [rates[0]] * len(rates), "rates of ||W_1||^2, ||W_2||^2, ...", case=subject),
        formal_at_letters("chitour.remark3.relu", network.letters(), len(rates)),
    )


def relu_in_words(chain: MarkedChain) -> Outcome:
    """``<W_j, grad_j>`` of one sample is ``tr(F^T P)`` whichever layer is W_j: so all squared norms have one rate.

    The opaque products hold the other layers and the activations of the sample, its P is what it is multiplied by.
    """
    loss = any_loss(chain.P)
    return same(inner(chain.W[0], gradient(loss, chain.W[0])), loss, "<W_j, grad_j> and tr(F^T P)")
