"""Networks of any depth and any widths in matrix words: a few marked layers, and between them products kept opaque."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from proofs_check.language.outcome import Outcome, holds, is_true, undecided
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.language.word_values import confirm, confirm_difference
from proofs_check.networks.indeterminates import Widths, every_widths
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    derivative,
    gradient,
    identity,
    inner,
    norm_squared,
    product,
    scalar,
)

Gaps = tuple[bool, ...]
"""Whether there are further layers before, between and behind the marked ones, from the output to the input."""

LAYER: Mapping[str, Gaps] = {
    "an inner layer": (True, True),
    "the first layer": (True, False),
    "the last layer": (False, True),
}
NEIGHBOURS: Mapping[str, Gaps] = {
    "two inner layers": (True, False, True),
    "the first two layers": (True, False, False),
    "the last two layers": (False, False, True),
    "the only two layers": (False, False, False),
}
FIRST_AND_OTHER: Mapping[str, Gaps] = {
    "the first and an inner layer": (True, True, False),
    "the first two of several layers": (True, False, False),
    "the first and the last layer": (False, True, False),
    "the only two layers": (False, False, False),
}

WordCase = tuple[str, str]
"""``("any depth", which layers are marked)``: a case as plain data."""
Subject = Any
"""A case of a claim with two routes: named sizes or exact data for one route, a :data:`WordCase` for the other."""


class MarkedChain:
    """``P = G_0 W_n G_1 ... W_1 G_n`` with marked layers W and opaque products G, and the loss ``1/2 ||S - P||^2``.

    An empty gap is the identity.  Every size has a name of its own, so results here hold for all widths; the opaque
    products do not contain the marked layers, so they are constant for derivatives by these.
    """

    def __init__(self, gaps: Gaps):
        count = len(gaps) - 1
        self.W: list[Symbol] = []
        self.gaps: list[Expression] = []
        rows = "d_y"
        for place, is_open in enumerate(gaps):
            last = place == count
            columns = "d_x" if last else f"p_{place}" if is_open else rows
            self.gaps.append(Symbol(f"G_{place}", rows, columns) if is_open else identity(rows))
            if not last:
                rows = "d_x" if place + 1 == count and not gaps[-1] else f"q_{place}"
                self.W.append(Symbol(f"W_{count - place}", columns, rows))
        factors = [x for pair in itertools.zip_longest(self.gaps, self.W) for x in pair if x is not None]
        self.P = product(*factors)
        self.target = Symbol("S", "d_y", "d_x")
        self.M = self.target - self.P
        self.loss = norm_squared(self.M) / 2
        self._factors = factors

    def outer(self, place: int = 0) -> Expression:
        """The product of everything that comes after the marked layer number ``place``, counted from the output."""
        return product(*self._factors[: 2 * place + 1])

    def inner(self, place: int = 0) -> Expression:
        """The product of everything that comes before it."""
        return product(*self._factors[2 * place + 2 :])

    def flow(self, place: int = 0, loss: Scalar | None = None) -> Expression:
        """``- grad L`` by the marked layer: its velocity along the gradient flow."""
        return -gradient(self.loss if loss is None else loss, self.W[place])

    def flows(self, loss: Scalar | None = None) -> dict[Symbol, Expression]:
        """The velocities of all marked layers."""
        return {W: self.flow(place, loss) for place, W in enumerate(self.W)}


CHAIN_RULE = (
    "chain rule (Magnus, Neudecker, Matrix Differential Calculus, chapter 5): the gradient of f(W_n ... W_1) by W_j is "
    "(W_n ... W_{j+1})^T G (W_{j-1} ... W_1)^T with G the gradient of f at the product; softmax cross-entropy is such "
    "an f"
)


def any_loss(P: Expression) -> Scalar:
    """``tr(F^T P)``, which has the gradients of ``f(P)`` for any differentiable f, F being its gradient at the point.

    By the chain rule ``d f(P) = tr(F^T dP)``; F is a constant symbol.
    """
    return inner(Symbol("F", P.rows, P.columns), P)


# -- orders in w -------------------------------------------------------------------------------------------------------

t = scalar("t")
"""Counts the order: w enters as ``t w``."""


def order(value: Scalar, n: int) -> Scalar:
    """The coefficient of ``t^n``."""
    terms = []
    for monomial, number in value.polynomial.items():
        if dict(monomial).get("t", 0) == n:
            terms.append((tuple(factor for factor in monomial if factor[0] != "t"), number))
    return Scalar.from_terms(terms)


def matrix_order(value: Expression, n: int) -> Expression:
    """The coefficient of ``t^n``."""
    return Expression.from_terms(value.rows, value.columns, [(word, order(c, n)) for word, c in value.terms])


# -- scopes and cases --------------------------------------------------------------------------------------------------

MOST_WEIGHTS = 14
FEW = f"with at most {MOST_WEIGHTS} weights and "


def in_symbols(which: str) -> str:
    """The coverage with indeterminates; ``which`` restricts the architectures."""
    return (
        "all weights and all targets at once, as indeterminates, for every architecture of depth 2 to 4 "
        f"{which}with widths up to 2 (beyond the small scope up to 3)"
    )


def few_weights(size: str, seed: int, *, ordered: bool = False) -> Iterator[Widths]:
    """Those of :func:`every_widths` with at most 14 weights; every weight has a variation or a velocity as well."""
    for widths in every_widths(size, seed, ordered=ordered):
        if sum(a * b for a, b in itertools.pairwise(widths)) <= MOST_WEIGHTS:
            yield widths


def any_depth(
    name: str,
    marked: Mapping[str, Any],
    widths: Callable[[str, int], Iterator[Widths]] = every_widths,
    which: str = "",
) -> Scope:
    """Any depth and any widths by words, a case for every way in which the marked layers lie; and named sizes as well.

    The named sizes come first, so that a statement that fails is refuted by a smallest network; ``which`` describes
    the restriction by ``widths`` in words.
    """

    def make(size: str, seed: int) -> Iterator[Subject]:
        yield from widths(size, seed)
        yield from (("any depth", where) for where in marked)

    return cases(
        name,
        make,
        sentence=f"any depth and any widths, in matrix words with opaque products of layers ({'; '.join(marked)}); and "
        f"by a second route {in_symbols(which)}",
        strength=Verdict.PROVED,
        fields="widths",
    )


named_widths = cases("symbols", every_widths, sentence=in_symbols(""), strength=Verdict.PROVED, fields="widths")


def where(subject: Subject) -> str | None:
    """Which layers are marked, in a case in words; None for a network of named widths."""
    return subject[1] if isinstance(subject[1], str) else None


def same(left: Any, right: Any, what: str) -> Outcome:
    """Holds if two words, or two polynomials in traces of words, have the same normal form.

    Different normal forms are different polynomials in the entries once the matrices are large enough.  Both are
    confirmed at random integer matrices.
    """
    confirm(left, right, what)
    confirm_difference(left, right, what)
    return is_true(left == right, f"{what}, in words", left=str(left), right=str(right))


def follows(left: Any, right: Any, what: str) -> Outcome:
    """Holds if two results of rewriting by relations are equal; otherwise undecided, as there may be another way.

    The rewriting is confirmed at random integer matrices.
    """
    confirm(left, right, what)
    if left == right:
        return holds(f"{what}, in words")
    return undecided(f"{what}: rewriting ends in different words", left=str(left), right=str(right))


def balance_is_kept(chain: MarkedChain, marked: str, loss: Scalar | None = None) -> Outcome:
    """Whether ``W_{j+1}^T W_{j+1} - W_j W_j^T`` of two marked neighbours is constant along the flow of a loss."""
    upper, lower = chain.W
    rate = derivative(upper.T @ upper - lower @ lower.T, chain.flows(loss))
    return is_true(not rate, f"W_{{j+1}}^T W_{{j+1}} - W_j W_j^T is constant for {marked}", rate=str(rate))
