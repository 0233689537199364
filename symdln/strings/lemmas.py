"""The string lemmas of the inertia theorem and their corollaries, as texts that :mod:`symdln.strings.decide` settles.

Here sigma and tau are any two strings, equal or not; ``product``, ``square`` and ``pair`` are defined in
:mod:`symdln.strings.definitions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symdln.strings.syntax import Statement

_ALL = "at depth H >= 2, every pair of strings sigma, tau"
_JK = ", all integers j, k"
_OPEN = f"{_ALL} with tau closes and sigma does not close"
_BOTH = f"{_ALL} with tau closes and sigma closes"
_FREE = "tau closes and not pair(sigma, tau) and not pair(tau, sigma)"


@dataclass(frozen=True)
class Lemma:
    """A statement about strings with its name and one sentence on its use.

    >>> print(lemma("S9").sentence)
    Two copies of one string, or a string with itself, give no square.
    >>> from symdln.strings.decide import decide
    >>> decide(lemma("S9").statement).status
    'holds'
    """

    name: str
    text: str
    sentence: str

    @cached_property
    def statement(self) -> Statement:
        """The parsed text."""
        from symdln.strings.parser import parse_statement  # the command `list` reads only the names and sentences

        return parse_statement(self.text)


LEMMAS = (
    Lemma(
        "S1",
        f"{_ALL} and all integers j, k: if product(sigma, tau, j, k) then tau closes",
        "A product in the Hessian form needs a closing string.",
    ),
    Lemma(
        "S2",
        "at depth H >= 2, every string sigma and all integers j, k: not product(sigma, sigma, j, k)",
        "Two copies of one string, or a string with itself, give no product.",
    ),
    Lemma(
        "S3",
        f"{_OPEN}{_JK}: product(sigma, tau, j, k) iff"
        " max(1, start(sigma)) <= j <= end(tau)+1 and start(tau) <= k <= min(end(sigma)+1, H)",
        "With one closing string the products fill one rectangle of layers.",
    ),
    Lemma(
        "S3n",
        f"{_OPEN}: (some layers j, k: product(sigma, tau, j, k)) iff"
        " start(sigma) <= end(tau)+1 and start(tau) <= end(sigma)+1",
        "That rectangle is not empty exactly under two inequalities.",
    ),
    Lemma(
        "S3m",
        f"{_OPEN}: (every vertex v with tau misses v: sigma visits v) iff"
        " start(sigma) <= end(tau)+1 and start(tau) <= end(sigma)+1",
        "These inequalities say that sigma visits every vertex that tau misses.",
    ),
    Lemma(
        "S4",
        f"{_BOTH}{_JK}: product(sigma, tau, j, k) iff"
        " (start(sigma) <= j <= end(tau)+1 and start(tau) <= k <= H"
        " or 1 <= j <= end(tau)+1 and start(tau) <= k <= end(sigma)+1)",
        "With two closing strings the products fill two rectangles.",
    ),
    Lemma(
        "S5",
        f"{_BOTH}: if start(sigma) <= end(tau)+1 then end(sigma)+1 < start(tau)",
        "At most one of these rectangles is not empty.",
    ),
    Lemma(
        "S6a",
        f"{_OPEN} and end(sigma) != H, all integers j: not square(sigma, tau, j)",
        "If the open string ends before H, the first factor of the product is in no square.",
    ),
    Lemma(
        "S6b",
        f"{_OPEN} and end(sigma) != H, all integers k:"
        " square(tau, sigma, k) iff start(sigma) = 0 and start(tau) <= k <= min(end(sigma)+1, H)",
        "Then the second factor is in a square exactly if the open string starts at 0; the layers agree.",
    ),
    Lemma(
        "S6c",
        f"{_OPEN} and end(sigma) = H, all integers j:"
        " square(sigma, tau, j) iff max(1, start(sigma)) <= j <= end(tau)+1",
        "If the open string ends at H, the first factor is in a square; the layers agree.",
    ),
    Lemma(
        "S6d",
        f"{_OPEN} and end(sigma) = H, all integers k: not square(tau, sigma, k)",
        "Then the second factor is in no square.",
    ),
    Lemma(
        "S7",
        f"{_BOTH}, all integers j: square(sigma, tau, j) iff start(sigma) <= j <= end(tau)+1",
        "With two closing strings the common factor of their products is the square.",
    ),
    Lemma(
        "S8",
        f"{_ALL} with tau does not close and sigma does not close, all integers j:"
        " square(sigma, tau, j) iff end(sigma) = H and start(tau) = 0 and start(sigma) <= j <= end(tau)+1",
        "Squares of two open strings: one ends at H, one starts at 0, and they overlap or touch.",
    ),
    Lemma(
        "S9",
        "at depth H >= 2, every string sigma and all integers j: not square(sigma, sigma, j)",
        "Two copies of one string, or a string with itself, give no square.",
    ),
    Lemma(
        "S10",
        f"{_ALL}: (some layers j, k: product(sigma, tau, j, k) or product(tau, sigma, j, k))"
        " iff (pair(sigma, tau) or pair(tau, sigma))",
        "Two strings give a product, in one order or the other, exactly if they are a pair.",
    ),
    Lemma(
        "S11",
        f"{_ALL}, all vertices v with sigma misses v and tau misses v: not pair(sigma, tau)",
        "The strings of a pair visit every vertex between them.",
    ),
    Lemma(
        "S12",
        f"{_ALL} with tau closes and sigma contains 1..H-1: sigma does not close and pair(sigma, tau)",
        "A string through all hidden layers is open and forms a pair with every closing string.",
    ),
    Lemma(
        "S13",
        "at depth H = 2, every pair of strings sigma, tau with tau closes: pair(sigma, tau) iff sigma visits 1",
        "At depth 2 a closing string forms a pair with exactly the strings through the hidden layer.",
    ),
    Lemma(
        "S14",
        "at depth H >= 3, every pair of strings sigma, tau with start(tau) = H and length(tau) = 1"
        " and (length(sigma) = 0 or sigma is tau): not pair(sigma, tau)",
        "From depth 3 on the strings at W = 0 form no pair, so zero is a non-strict saddle.",
    ),
    Lemma(
        "S15",
        f"{_ALL} with {_FREE}: sigma does not contain end(tau)+1..start(tau)-1",
        "Where strings form no pair, none of them covers the gap of a closing string in one run.",
    ),
    Lemma(
        "S16",
        "at depth H >= 2, every string tau with tau closes: 0 <= end(tau) and end(tau)+1 <= start(tau)-1 <= H-1",
        "The gap of a closing string is a non-empty set of hidden layers.",
    ),
)

COROLLARIES = (
    Lemma(
        "one order",
        f"{_ALL}: not (pair(sigma, tau) and pair(tau, sigma))",
        "No two strings are a pair in both orders, so unordered pairs may be counted.",
    ),
    Lemma(
        "gap",
        f"{_ALL} with tau closes: (pair(sigma, tau) or pair(tau, sigma)) iff sigma contains end(tau)+1..start(tau)-1",
        "A string forms a pair with a closing one exactly if it covers the gap: one criterion for all cases.",
    ),
    Lemma(
        "pairs close",
        f"{_ALL}: if pair(sigma, tau) then tau closes",
        "Without a closing string there is no pair: minimisers of full rank are not strict saddles.",
    ),
    Lemma(
        "exception",
        "at depth H >= 2, every string tau with tau closes, every pair of strings s, t with "
        + " and ".join(f"not pair({one}, {other})" for one in ("s", "t", "tau") for other in ("s", "t", "tau"))
        + " and (start(s) = 0 or s closes) and (end(t) = H or t closes) and end(s) >= end(tau)+1"
        " and start(t) <= start(tau)-1 and start(t) <= end(s)+1: s does not close and t does not close",
        "In the exception of the order theorem both runs belong to strings that do not close.",
    ),
    Lemma(
        "open runs",
        f"{_ALL} with {_FREE} and start(sigma) <= end(tau)+1: end(sigma)+1 < start(tau)",
        "Where strings form no pair, a string that begins before the gap ends inside it.",
    ),
)


def lemma(name: str) -> Lemma:
    """The lemma or corollary of this name.

    >>> lemma("S2").text
    'at depth H >= 2, every string sigma and all integers j, k: not product(sigma, sigma, j, k)'
    """
    return next(found for found in (*LEMMAS, *COROLLARIES) if found.name == name)
