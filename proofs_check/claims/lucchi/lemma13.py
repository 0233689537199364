"""Lemma 13 of Lucchi's lecture: the expected squared gradient and its two parts."""

from __future__ import annotations

from proofs_check.claims.lucchi.parts.formal_means import formal_network
from proofs_check.claims.lucchi.parts.random_weights import (
    INDEPENDENT,
    MOMENTS,
    W_CENTRED,
    Atoms,
    chain_of_targets,
    every_law,
    gradient_norm,
    joint_law,
    lemma_13_terms,
    mean,
    norm_step,
    uniform_on,
)
from proofs_check.claims.lucchi.parts.sizes import (
    NETWORKS,
    Network3,
    Sizes,
    algebra,
    every_size,
    is_nonnegative,
    networks,
)
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING as LUCCHI
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
    formal="mean(tr(grad[j]' grad[j])) <= 2 var mean(tr(U[j-1]' U[j-1])^2) mean(tr((V[j]' V[j])' V[j]' V[j])) "
    "+ 2 var^(n-1) width^(n-1) tr(x' x) tr(y' y) if 1 <= j <= n, var >= 0",
    proof=logic("lucchi.lemma13"),
)
def lemma_13(case: Network3) -> Outcome:
    """The expected squared gradient is at most twice the sum of its two parts, which are separate expectations."""
    first, second = lemma_13_terms(case)
    gap = is_nonnegative(2 * first + 2 * second - gradient_norm(case), "the bound minus the expectation")
    formal = formal_network("lucchi.lemma13")
    return all_of(gap, formal) if isinstance(case[0], int) else all_of(gap, norm_step(), chain_of_targets(), formal)


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


@claim(
    "lucchi.lemma13.brace",
    source=LUCCHI.at("Lemma 13, the brace under its second factor"),
    statement=(
        r"L = k + 1: \; \mathbb{E}\|\mathbf{W}^{k+1:L} \mathbf{W}^{L:k+1}\|_F^2 = \sigma^2 "
        r"\mathbb{E}\|(\mathbf{W}^L)^\mathsf{T}\|_F^2 \|\mathbf{I}\|_F^2 = \sigma^4 d^3 \text{ (Lemma 10)}"
    ),
    over=every_law(1, "W"),
    assuming=(W_CENTRED,),
    made_precise="the brace names Lemma 10, whose factors are independent of W; here the factor beside W^L is its own "
    "transpose. Asked for one layer of width 1, where both sides are E w^4 and sigma^4",
    certify=joint_law("w"),
    grade=Grade.SLIP,
)
def lemma_13_brace(atoms: Atoms) -> Outcome:
    """Lemma 10 gives E||W^T W||^2 = sigma^4 d^3 for a last layer W that is left over behind layer k."""
    square = mean(atoms, (2,)) ** 2
    return equal(mean(atoms, (4,)), square, "E||W^T W||^2", but="sigma^4 d^3", at=uniform_on("W", atoms))


@claim(
    "lucchi.lemma13.brace.corrected",
    source=LUCCHI.at("Lemma 13, the brace under its second factor"),
    statement=r"L = k + 1, \; \mathbf{W}^L \text{ Gaussian}: \; \mathbb{E}\|\mathbf{W}^{k+1:L} "
    r"\mathbf{W}^{L:k+1}\|_F^2 = \sigma^4 d^2 (2 d + 1)",
    over=cases(
        "Gaussian layer",
        every_size("d"),
        sentence="the width d as a symbol (contraction of words), and independently all entries as indeterminates "
        "for d up to 3 (small: to 2)",
        strength=Verdict.PROVED,
        fields=("d",),
    ),
    made_precise="for one Gaussian layer behind layer k; the fourth moment enters, as in Lemma 12",
    prose=(MOMENTS,),
    corrects="lucchi.lemma13.brace",
)
def lemma_13_brace_corrected(sizes: Sizes) -> Outcome:
    """For one Gaussian layer E||W^T W||^2 is sigma^4 d^2 (2 d + 1)."""
    (d,) = sizes
    work = algebra({"W": (d, d)}, {"d": d})
    W, n = work["W"], work.number(d)
    expected = work.variance**2 * n**2 * (2 * n + 1)
    return equal(work.expect(work.norm(W.T @ W), W, gaussian=True), expected, "E||W^T W||^2")
