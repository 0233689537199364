"""Theorem 9: the expected squared gradient of a Gaussian network, its printed bound and its exact value."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.lucchi.random_weights import (
    INDEPENDENT,
    MOMENTS,
    POWERS,
    chain_of_targets,
    gradient_norm,
    lemma_13_terms,
    norm_step,
)
from proofs_check.claims.lucchi.sizes import (
    DEFAULT,
    NETWORKS,
    SYMBOLIC,
    Network,
    Network3,
    algebra,
    is_nonnegative,
    networks,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.source import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict
from symdln.algebra.words import Scalar, scalar, substitute

ISSERLIS = "Isserlis' theorem: a moment of centred Gaussians is the sum over all pairings of products of covariances"

every_network = cases("symbols", networks, sentence=NETWORKS, strength=Verdict.PROVED)


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
            net = Network(case)
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


# -- the exact value for any d, L and k, step by step ------------------------------------------------------------------


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


# -- claims ------------------------------------------------------------------------------------------------------------


@claim(
    "lucchi.thm9",
    source=LUCCHI.at("Theorem 9"),
    statement=(
        r"\mathbb{E} \left\| \frac{\partial \ell}{\partial \mathbf{W}^k} \right\|_F^2 \le 2 "
        r"\frac{\rho}{3\sigma^2} [\sigma^4 d(d+2)]^L + 2\gamma (\sigma^2 d)^{L-1}"
    ),
    over=every_network,
    made_precise=f"{INDEPENDENT}; sigma > 0; both sides are multiplied by 3 sigma^2",
    axioms=(ISSERLIS, MOMENTS, POWERS),
)
def theorem_9(case: Network3) -> Outcome:
    """The expected squared gradient of a Gaussian network is at most the printed bound."""
    powers = Powers(case)
    if isinstance(case[0], int):
        exact = 3 * powers.variance * gradient_norm(case, gaussian=True)
        return is_nonnegative(powers.bound - exact, "3 sigma^2 times the bound minus the expectation")
    return all_of(derivation(case), is_nonnegative(powers.bound - powers.exact, "the bound minus the exact value"))


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
    axioms=(ISSERLIS, MOMENTS, POWERS),
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
    axioms=("a sum of squares of real numbers is not negative",),
)
def theorem_9_start(case: Network3) -> Outcome:
    """The squared gradient is at most twice the sum of its two parts, the gap being the square of their sum."""
    net = Network(case)
    norm, x, y = net.algebra.norm, net.x, net.y
    of_prediction = net.B.T @ net.B @ net.W @ net.Q @ x @ x.T @ net.Q.T
    of_target = net.B.T @ y @ x.T @ net.Q.T
    twice = net.algebra.gradient(norm(net.delta), net.W)
    parts = of_prediction - of_target
    outcome = equal(twice, parts + parts, "twice the gradient")
    if isinstance(case[0], int) and (case[0], case[1]) not in EXPANDED:
        return outcome
    gap = 2 * norm(of_prediction) + 2 * norm(of_target) - norm(parts)
    return all_of(outcome, equal(gap, norm(of_prediction + of_target), "right minus left"))


EXPANDED = DEFAULT[:6]
"""Sizes (d, L) at which squared norms of random matrices are multiplied out."""
