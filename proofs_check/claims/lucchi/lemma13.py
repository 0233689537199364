"""Lemma 13 of Lucchi's lecture: the expected squared gradient and its two parts."""

from __future__ import annotations

from proofs_check.claims.lucchi.parts.random_weights import (
    INDEPENDENT,
    chain_of_targets,
    gradient_norm,
    lemma_13_terms,
    norm_step,
)
from proofs_check.claims.lucchi.parts.sizes import NETWORKS, Network3, is_nonnegative, networks
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.source import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict

every_network = cases("symbols", networks, sentence=NETWORKS, strength=Verdict.PROVED)


@claim(
    "lucchi.lemma13",
    source=LUCCHI.at("Lemma 13"),
    statement=(
        r"\mathbb{E} \left\| \frac{\partial \ell}{\partial \mathbf{W}^k} \right\|_F^2 \le 2\sigma^2 "
        r"\mathbb{E} \|\mathbf{W}^{k-1:1}\mathbf{x}\|_2^4 \mathbb{E} \|\mathbf{W}^{k+1:L}\mathbf{W}^{L:k+1}\|_F^2 + "
        r"2(d\sigma^2)^{L-1} \|\mathbf{x}\|^2 \|\mathbf{y}\|^2"
    ),
    over=every_network,
    made_precise=f"{INDEPENDENT}; finite fourth moments; the brace Lemma 10 is not claimed: W^{{k+1:L}} W^{{L:k+1}} "
    "contains every layer twice",
    prose=(
        "expectation is linear, and E fg = E f E g for independent f and g",
        (
            "a sequence that starts at c and is multiplied by q in every step is c q^t: so one step of Corollary 11, "
            "checked for the layers on both sides, gives all of them"
        ),
        (
            "the bound minus the expectation is a sum of products of squared norms with positive coefficients, so it "
            "is not negative"
        ),
    ),
)
def lemma_13(case: Network3) -> Outcome:
    """The expected squared gradient is at most twice the sum of its two parts, which are separate expectations."""
    first, second = lemma_13_terms(case)
    gap = is_nonnegative(2 * first + 2 * second - gradient_norm(case), "the bound minus the expectation")
    return gap if isinstance(case[0], int) else all_of(gap, norm_step(), chain_of_targets())


@claim(
    "lucchi.lemma13.sharp",
    source=LUCCHI.at("Lemma 13"),
    statement=(
        r"\mathbb{E} \left\| \frac{\partial \ell}{\partial \mathbf{W}^k} \right\|_F^2 = \sigma^2 "
        r"\mathbb{E} \|\mathbf{W}^{k-1:1}\mathbf{x}\|_2^4 \mathbb{E} \|\mathbf{W}^{k+1:L}\mathbf{W}^{L:k+1}\|_F^2 + "
        r"(d\sigma^2)^{L-1} \|\mathbf{x}\|^2 \|\mathbf{y}\|^2"
    ),
    over=every_network,
    in_print=False,
    made_precise=f"the bound of Lemma 13 is exactly twice the expectation, as the cross term of "
    f"W^{{k+1:L}} y_hat and W^{{k+1:L}} y has W^k once; {INDEPENDENT}; finite fourth moments",
    prose=(
        "expectation is linear, and E fg = E f E g for independent f and g",
        (
            "a sequence that starts at c and is multiplied by q in every step is c q^t: so one step of Corollary 11, "
            "checked for the layers on both sides, gives all of them"
        ),
    ),
)
def lemma_13_sharp(case: Network3) -> Outcome:
    """The expected squared gradient is half of the bound of Lemma 13."""
    first, second = lemma_13_terms(case)
    exact = equal(gradient_norm(case), first + second, "E ||dl/dW^k||^2")
    return exact if isinstance(case[0], int) else all_of(exact, norm_step(), chain_of_targets())
