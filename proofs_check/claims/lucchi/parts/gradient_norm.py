"""Theorem 9: the expected squared gradient of a Gaussian network, its printed bound and its exact value.

Notations:

    ISSERLIS        textbook fact: moments of Gaussians
    eigenvalues     the growth of fourth moments in one layer
    Powers          the printed bound and the exact value, for numbers or symbols
    one_layer       the expectation over W^k alone
    forward_step    E ||W a||^4
    next_layer      how two fourth moments grow by one layer above
    backward_step   the same as an expectation, checked
    gram_powers     these moments after n layers
    backward_chain  gram_powers follows next_layer from its start
    assembled       the exact value from its parts
    derivation      all steps of the exact value
"""

from __future__ import annotations

from typing import Any

from proofs_check.claims.lucchi.parts.random_weights import chain_of_targets, gradient_norm, lemma_13_terms, norm_step
from proofs_check.claims.lucchi.parts.sizes import SYMBOLIC, Network3, SplitNetwork, algebra
from proofs_check.language.outcome import Outcome, all_of, equal
from symdln.algebra.words import Scalar, scalar, substitute

ISSERLIS = "Isserlis' theorem: a moment of centred Gaussians is the sum over all pairings of products of covariances"


def eigenvalues(d: Any, variance: Any) -> tuple[Any, Any]:
    """``(sigma^4 d (d + 2), sigma^4 d (d - 1))``: the growth of fourth moments in one layer."""
    return variance**2 * d * (d + 2), variance**2 * d * (d - 1)


class Powers:
    """``3 sigma^2`` times the bound and the exact value, at numbers d, L, k or with symbols for all powers.

    With symbols F, G, H and R stand for ``P^(k-1)``, ``P^(L-k+1)``, ``Q^(L-k+1)`` and ``(d sigma^2)^(L-1)``, where
    ``P, Q = sigma^4 d (d + 2), sigma^4 d (d - 1)``.
    """

    def __init__(self, case: Network3):
        d, depth, k = case
        if isinstance(d, int):
            net = SplitNetwork(case)
            self.variance, self.rho, self.gamma = net.algebra.variance, net.rho, net.gamma
            P, Q = eigenvalues(net.algebra.number(d), self.variance)
            left = int(depth) - int(k) + 1
            self.F, self.G, self.H = P ** (int(k) - 1), P**left, Q**left
            self.R = (d * self.variance) ** (int(depth) - 1)
        else:
            self.variance, self.rho, self.gamma = scalar("v"), scalar("rho"), scalar("gamma")
            self.F, self.G, self.H, self.R = (scalar(name) for name in "FGHR")

    @property
    def bound(self) -> Any:
        """``3 sigma^2`` times ``2 rho / (3 sigma^2) P^L + 2 gamma (d sigma^2)^(L-1)``."""
        return 2 * self.rho * self.F * self.G + 6 * self.variance * self.gamma * self.R

    @property
    def exact(self) -> Any:
        """``3 sigma^2`` times ``rho / (3 sigma^2) P^(k-1) (P^(L-k+1) - Q^(L-k+1)) + gamma (d sigma^2)^(L-1)``."""
        return self.rho * self.F * (self.G - self.H) + 3 * self.variance * self.gamma * self.R


def one_layer(case: Network3) -> Outcome:
    """Over W^k alone: ``sigma^2 ||Q x||^4 ||B^T B||^2 + ||Q x||^2 ||B^T y||^2`` for fixed B and Q."""
    first, second = lemma_13_terms(case)
    return equal(gradient_norm(case, gaussian=True), first + second, "E ||dl/dW^k||^2 over W^k")


def forward_step() -> Outcome:
    """``E ||W a||^4 = sigma^4 d (d + 2) ||a||^4``: so ``E ||Q x||^4 = P^(k-1) rho``."""
    work = algebra({"W": ("d", "d"), "a": ("d", 1)}, {"d": "d"})
    W, a = work["W"], work["a"]
    P, _ = eigenvalues(work.number("d"), work.variance)
    return equal(work.expect(work.norm(W @ a) ** 2, W, gaussian=True), P * work.norm(a) ** 2, "E ||W a||^4")


def next_layer(t: Any, u: Any, d: Any, variance: Any) -> tuple[Any, Any]:
    """``(E ||B^T B||_F^2, E ||B||_F^4)`` for ``B = W C`` from ``t = ||C^T C||_F^2`` and ``u = ||C||_F^4``."""
    return variance**2 * d * ((d + 1) * t + u), variance**2 * d * (2 * t + d * u)


def backward_step() -> Outcome:
    """One more layer acts on ``(||B^T B||_F^2, ||B||_F^4)`` as :func:`next_layer` says."""
    work = algebra({"W": ("d", "d"), "C": ("d", "d")}, {"d": "d"})
    W, C = work["W"], work["C"]
    B = W @ C
    t, u = next_layer(work.norm(C.T @ C), work.norm(C) ** 2, work.number("d"), work.variance)
    return all_of(
        equal(work.expect(work.norm(B.T @ B), W, gaussian=True), t, "E ||B^T B||_F^2 over one layer"),
        equal(work.expect(work.norm(B) ** 2, W, gaussian=True), u, "E ||B||_F^4 over one layer"),
    )


def gram_powers(p: Scalar, q: Scalar, d: Scalar) -> tuple[Scalar, Scalar]:
    """Three times ``(E ||B^T B||_F^2, E ||B||_F^4)`` after n layers, where p, q stand for ``P^n, Q^n``."""
    return d * (d + 2) * p - d * (d - 1) * q, d * (d + 2) * p + 2 * d * (d - 1) * q


def backward_chain() -> Outcome:
    """:func:`gram_powers` starts at ``(d, d^2)``, the values for B = I, and follows :func:`next_layer`."""
    d, v, p, q = (scalar(name) for name in ("d", "v", "p", "q"))
    P, Q = eigenvalues(d, v)
    one = Scalar(1)
    return all_of(
        equal(gram_powers(one, one, d), (3 * d, 3 * d * d), "no layers"),
        equal(gram_powers(P * p, Q * q, d), next_layer(*gram_powers(p, q, d), d, v), "one more layer"),
    )


def assembled() -> Outcome:
    """``Powers.exact = 3 sigma^2 (sigma^2 P^(k-1) rho E ||B^T B||_F^2 + gamma (d sigma^2)^(L-1))``; B: L - k layers."""
    d, p, q = (scalar(name) for name in ("d", "p", "q"))
    powers = Powers(SYMBOLIC[-1])
    v = powers.variance
    P, Q = eigenvalues(d, v)
    thrice_gram, _ = gram_powers(p, q, d)
    found = v * (v * powers.F * powers.rho * thrice_gram) + 3 * v * powers.gamma * powers.R
    return equal(found, substitute(powers.exact, {"G": P * p, "H": Q * q}), "3 sigma^2 E ||dl/dW^k||^2")


def derivation(case: Network3) -> Outcome:
    """All steps of the exact value for any width and depth."""
    return all_of(
        one_layer(case),
        forward_step(),
        backward_step(),
        backward_chain(),
        assembled(),
        norm_step(),
        chain_of_targets(),
    )
