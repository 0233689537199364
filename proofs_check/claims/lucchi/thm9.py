"""Theorem 9 of Lucchi's lecture: the expected squared gradient of Gaussian weights."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from functools import cache

from proofs_check.claims.lucchi.parts.formal_means import formal_network
from proofs_check.claims.lucchi.parts.gradient_norm import Powers, derivation
from proofs_check.claims.lucchi.parts.random_weights import INDEPENDENT, gradient_norm
from proofs_check.claims.lucchi.parts.sizes import DEFAULT, NETWORKS, Network3, SplitNetwork, is_nonnegative, networks
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at
from symdln.algebra.matrix import Matrix

every_network = cases("symbols", networks, sentence=NETWORKS, strength=Verdict.PROVED)


@claim(
    "lucchi.thm9",
    source=LUCCHI.at("Theorem 9"),
    statement=(
        r"\mathbb{E} \left\| \frac{\partial \ell}{\partial \mathbf{W}^k} \right\|_F^2 \le 2 "
        r"\frac{\rho}{3\sigma^2} [\sigma^4 d(d+2)]^L + 2\gamma (\sigma^2 d)^{L-1}"
    ),
    over=every_network,
    made_precise=f"{INDEPENDENT}; sigma > 0; both sides are multiplied by 3 sigma^2",
    formal="mean(tr(grad[j]' grad[j])) <= 2/3 tr(x' x)^2 c var^(2 n) width^n e0^n + 2 var^(n-1) width^(n-1) tr(x' x) "
    "tr(y' y) if 1 <= j <= n, var >= 0, c var = 1, e0 = real(width) + 2",
    proof=logic("lucchi.thm9"),
)
def theorem_9(case: Network3) -> Outcome:
    """The expected squared gradient of a Gaussian network is at most the printed bound."""
    powers = Powers(case)
    if isinstance(case[0], int):
        exact = 3 * powers.variance * gradient_norm(case, gaussian=True)
        gap = is_nonnegative(powers.bound - exact, "3 sigma^2 times the bound minus the expectation")
        return all_of(gap, formal_network("lucchi.thm9"))
    gap = is_nonnegative(powers.bound - powers.exact, "the bound minus the exact value")
    return all_of(derivation(case), gap, formal_network("lucchi.thm9"))


@claim(
    "lucchi.thm9.sharp",
    source=LUCCHI.at("Theorem 9"),
    statement=(
        r"\mathbb{E} \left\| \frac{\partial \ell}{\partial \mathbf{W}^k} \right\|_F^2 = \frac{\rho}{3\sigma^2} "
        r"\left([\sigma^4 d(d+2)]^L - [\sigma^4 d(d+2)]^{k-1} [\sigma^4 d(d-1)]^{L-k+1}\right) + "
        r"\gamma (\sigma^2 d)^{L-1}"
    ),
    over=every_network,
    in_print=False,
    made_precise=f"the exact value. It is half of the bound of Theorem 9 less a term that vanishes only "
    f"for d = 1 or x = 0, so the factors 2 of the bound are not needed; {INDEPENDENT}; multiplied by 3 sigma^2",
    prose=(
        "expectation is linear, and E fg = E f E g for independent f and g",
        "Isserlis: a moment of centred Gaussians is the sum over all pairings of products of covariances",
        (
            "a sequence that starts at c and is multiplied by q in every step is c q^t: the machine checks one more "
            "layer below and one more above, with powers as symbols"
        ),
    ),
)
def theorem_9_sharp(case: Network3) -> Outcome:
    """The expected squared gradient of a Gaussian network has this closed form."""
    if isinstance(case[0], str):
        return derivation(case)
    powers = Powers(case)
    return equal(3 * powers.variance * gradient_norm(case, gaussian=True), powers.exact, "3 sigma^2 E ||dl/dW^k||^2")


@claim(
    "lucchi.thm9.start",
    source=LUCCHI.at("Proof of Theorem 9, starting point"),
    statement=(
        r"\left\| \frac{\partial \ell}{\partial \mathbf{W}^{k}} \right\|_{F}^{2} = \left\| \mathbf{W}^{k+1:L} "
        r"\mathbf{W}^{L:1} \mathbf{x} \mathbf{x}^{\top} \mathbf{W}^{1:k-1} - \mathbf{W}^{k+1:L} \mathbf{y} "
        r"\mathbf{x}^{\top} \mathbf{W}^{1:k-1} \right\|_{F}^{2} \leq 2 \left\| \mathbf{W}^{k+1:L} \mathbf{W}^{L:1} "
        r"\mathbf{x} \mathbf{x}^{\top} \mathbf{W}^{1:k-1} \right\|_{F}^{2} + 2 \left\| \mathbf{W}^{k+1:L} \mathbf{y} "
        r"\mathbf{x}^{\top} \mathbf{W}^{1:k-1} \right\|_{F}^{2}"
    ),
    over=every_network,
    formal=(
        (
            "1/2 tr((O (M + u C) R X - Y)' (O (M + u C) R X - Y)) = 1/2 tr((O M R X - Y)' (O M R X - Y)) + u tr(C' "
            "(O' O M R X X' R' - O' Y X' R')) + 1/2 u^2 tr((O C R X)' (O C R X))"
        ),
        (
            "tr((O' O M R X X' R' - O' Y X' R')' (O' O M R X X' R' - O' Y X' R')) <= 2 tr((O' O M R X X' R')' O' O M "
            "R X X' R') + 2 tr((O' Y X' R')' O' Y X' R')"
        ),
    ),
    proof=logic("lucchi.thm9.start"),
)
def theorem_9_start(case: Network3) -> Outcome:
    """The squared gradient is at most twice the sum of its two parts, the gap being the square of their sum."""
    net = SplitNetwork(case)
    norm, x, y = net.algebra.norm, net.x, net.y
    of_prediction = net.B.T @ net.B @ net.W @ net.Q @ x @ x.T @ net.Q.T
    of_target = net.B.T @ y @ x.T @ net.Q.T
    twice = net.algebra.gradient(norm(net.delta), net.W)
    parts = of_prediction - of_target
    outcome = all_of(equal(twice, parts + parts, "twice the gradient"), start_at_integers())
    if isinstance(case[0], int) and (case[0], case[1]) not in EXPANDED:
        return outcome
    gap = 2 * norm(of_prediction) + 2 * norm(of_target) - norm(parts)
    return all_of(outcome, equal(gap, norm(of_prediction + of_target), "right minus left"))


@cache
def start_at_integers() -> Outcome:
    """The formal statement at small integer matrices, O, M, C, R, X and Y standing for the layers above, the layer, a
    direction, the layers below, x and y.
    """
    rng = random.Random(9)

    def matrix(rows: int, columns: int) -> Matrix:
        return Matrix.from_entries(rows, columns, [rng.randint(-2, 2) for _ in range(rows * columns)])

    found = []
    for dy, q, p, dx in itertools.product((1, 2), repeat=4):
        values = {"O": matrix(dy, q), "M": matrix(q, p), "C": matrix(q, p), "R": matrix(p, dx), "X": matrix(dx, 1)}
        found.append(formal_at("lucchi.thm9.start", **values, Y=matrix(dy, 1), u=Fraction(rng.randint(-3, 3), 2)))
    return all_of(*found)


EXPANDED = DEFAULT[:6]
"""Sizes (d, L) at which squared norms of random matrices are multiplied out."""
