"""Products of random matrices: Lemmas 10, 12 and 13 and Corollary 11."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import prod
from typing import Any

from proofs_check.claims.lucchi.sizes import (
    NETWORKS,
    Network,
    Network3,
    Size,
    Sizes,
    algebra,
    every_size,
    is_nonnegative,
    networks,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import Scope, cases
from proofs_check.language.source import LUCCHI_SETTING as LUCCHI
from proofs_check.language.verdict import Verdict

INDEPENDENT = "random matrices of different layers are read as independent, which is not printed"
MOMENTS = "linearity of expectation, and E fg = E f E g for independent f and g"
POWERS = "a sequence that starts at c and is multiplied by q in every step is c q^t"


# -- discrete laws: atoms of equal probability -------------------------------------------------------------------------

Atoms = tuple[tuple[int, ...], ...]
VALUES = (0, 1, -1)


def discrete_laws(variables: int) -> Callable[[str, int], Iterator[Atoms]]:
    """All laws of so many scalars with up to three equally likely outcomes in {0, 1, -1}, fewest outcomes first."""

    def laws(size: str, seed: int) -> Iterator[Atoms]:
        outcomes = list(itertools.product(VALUES, repeat=variables))
        for count in (1, 2, 3):
            yield from itertools.combinations_with_replacement(outcomes, count)

    return laws


def every_law(variables: int, names: str) -> Scope:
    return cases(
        "discrete laws",
        discrete_laws(variables),
        sentence=f"all joint laws of 1 x 1 matrices {names} with at most three equally likely outcomes in {{0, 1, -1}}",
        strength=Verdict.VERIFIED,
    )


def mean(atoms: Atoms, powers: Sequence[int]) -> Fraction:
    """``E X_1^powers[0] X_2^powers[1] ...``."""
    return Fraction(
        sum(prod(value**power for value, power in zip(atom, powers, strict=True)) for atom in atoms), len(atoms)
    )


def uncorrelated(atoms: Atoms) -> bool:
    """All pairs of variables have covariance 0."""
    units = [tuple(int(i == place) for i in range(len(atoms[0]))) for place in range(len(atoms[0]))]
    return all(
        mean(atoms, [a + b for a, b in zip(first, second, strict=True)]) == mean(atoms, first) * mean(atoms, second)
        for first, second in itertools.combinations(units, 2)
    )


def independent(atoms: Atoms) -> bool:
    """The joint law is the product of the laws of its variables."""
    laws = [[Fraction([atom[i] for atom in atoms].count(v), len(atoms)) for v in VALUES] for i in range(len(atoms[0]))]
    return all(
        Fraction(atoms.count(tuple(VALUES[i] for i in choice)), len(atoms))
        == prod((law[i] for law, i in zip(laws, choice, strict=True)), start=Fraction(1))
        for choice in itertools.product(range(len(VALUES)), repeat=len(laws))
    )


W_CENTRED = Hypothesis("E W = 0", r"\mathbb{E}[w_{ij}] = 0", lambda atoms: sum(atom[0] for atom in atoms) == 0)
W_VARIES = Hypothesis("W not 0", r"\sigma > 0", lambda atoms: any(atom[0] for atom in atoms))
UNCORRELATED = Hypothesis(
    "{A, B, W} uncorrelated", r"\{\mathbf{A}, \mathbf{B}, \mathbf{W}\} \text{ uncorrelated}", uncorrelated
)


# -- Lemma 10 and its corollary ----------------------------------------------------------------------------------------

every_shape = cases(
    "symbols",
    every_size("p", "d", "e", "q", most=2),
    sentence="A p x d, W d x e and B e x q with sizes as symbols (contraction of words), and independently all entries "
    "as indeterminates for sizes up to 2",
    strength=Verdict.PROVED,
)


def lemma_10(sizes: Sizes) -> Outcome:
    """``E ||A W B||^2 = sigma^2 ||A||^2 ||B||^2`` over W alone."""
    shapes = {"A": ("p", "d"), "W": ("d", "e"), "B": ("e", "q")}
    work = algebra(shapes, dict(zip(("p", "d", "e", "q"), sizes, strict=True)))
    A, W, B = work["A"], work["W"], work["B"]
    return equal(work.expect(work.norm(A @ W @ B), W), work.variance * work.norm(A) * work.norm(B), "E ||AWB||^2")


@claim(
    "lucchi.lemma10.fixed",
    source=LUCCHI.at("Lemma 10, first part"),
    statement=r"\mathbb{E}\|\mathbf{AWB}\|_F^2 = \sigma^2 \|\mathbf{A}\|_F^2 \|\mathbf{B}\|_F^2",
    over=every_shape,
    made_precise="for rectangular matrices; the entries of W need only be uncorrelated of mean 0 and variance sigma^2",
    axioms=(MOMENTS,),
)
def lemma_10_fixed(sizes: Sizes) -> Outcome:
    """For fixed A and B, the expectation of ||AWB||^2 is sigma^2 ||A||^2 ||B||^2."""
    return lemma_10(sizes)


@claim(
    "lucchi.lemma10.random",
    source=LUCCHI.at("Lemma 10, second part"),
    statement=(
        r"\{\mathbf{A}, \mathbf{B}, \mathbf{W}\} \text{ uncorrelated} \Rightarrow \mathbb{E}\|\mathbf{AWB}\|_F^2 = "
        r"\sigma^2 \cdot \mathbb{E}\|\mathbf{A}\|_F^2 \cdot \mathbb{E}\|\mathbf{B}\|_F^2"
    ),
    over=every_law(3, "(W, A, B)"),
    assuming=(W_CENTRED, UNCORRELATED),
    made_precise="uncorrelated: the covariance of any two entries of different matrices is 0; where the slides use the "
    "lemma, the matrices are independent",
)
def lemma_10_random(atoms: Atoms) -> Outcome:
    """For uncorrelated random A, B and W, the expectation of ||AWB||^2 is sigma^2 E||A||^2 E||B||^2."""
    right = mean(atoms, (2, 0, 0)) * mean(atoms, (0, 2, 0)) * mean(atoms, (0, 0, 2))
    return equal(mean(atoms, (2, 2, 2)), right, "E ||AWB||^2", law_of_W_A_B=atoms)


@claim(
    "lucchi.lemma10.random.corrected",
    source=LUCCHI.at("Lemma 10, second part"),
    statement=(
        r"\mathbf{W} \text{ independent of } (\mathbf{A}, \mathbf{B}), \; \|\mathbf{A}\|_F^2 \text{ and } "
        r"\|\mathbf{B}\|_F^2 \text{ uncorrelated} \Rightarrow \mathbb{E}\|\mathbf{AWB}\|_F^2 = "
        r"\sigma^2 \cdot \mathbb{E}\|\mathbf{A}\|_F^2 \cdot \mathbb{E}\|\mathbf{B}\|_F^2"
    ),
    over=every_shape,
    made_precise="in particular for independent A, B, W; the identity for fixed A and B is averaged over (A, B)",
    axioms=(
        MOMENTS,
        "where W is independent of (A, B), one may average over W first",
        "E fg = E f E g for uncorrelated f and g",
    ),
    corrects="lucchi.lemma10.random",
)
def lemma_10_random_corrected(sizes: Sizes) -> Outcome:
    """If W is independent of (A, B), and ||A||^2, ||B||^2 are uncorrelated, E||AWB||^2 = sigma^2 E||A||^2 E||B||^2."""
    return lemma_10(sizes)


Chain = tuple[Size, Size]
CHAINS = {"small": ((1, 2), (2, 1)), "default": ((1, 4), (2, 3), (3, 1))}


def chains(size: str, seed: int) -> Iterator[Chain]:
    """The cases (d, t): numbers, smallest first, then any width and number of layers."""
    for d, most in CHAINS["small" if size == "small" else "default"]:
        yield from ((d, t) for t in range(most + 1))
    yield ("d", "t")


def norm_step() -> Outcome:
    """``E ||W a||^2 = d sigma^2 ||a||^2`` for a fixed vector a, at any width."""
    work = algebra({"W": ("d", "d"), "a": ("d", 1)}, {"d": "d"})
    W, a = work["W"], work["a"]
    right = work.number("d") * work.variance * work.norm(a)
    return equal(work.expect(work.norm(W @ a), W), right, "E ||W a||^2 over one layer")


@claim(
    "lucchi.corollary11",
    source=LUCCHI.at("Corollary 11"),
    statement=r"\mathbb{E}\|\mathbf{W}^{t:1}\mathbf{x}\|^2 = (d\sigma^2)^t \|\mathbf{x}\|^2",
    over=cases(
        "symbols",
        chains,
        sentence="width d and t as symbols (induction over t), and independently all entries as indeterminates for "
        "d = 1, t <= 4; d = 2, t <= 3; d = 3, t <= 1",
        strength=Verdict.PROVED,
    ),
    made_precise=INDEPENDENT,
    axioms=(MOMENTS, POWERS),
)
def corollary_11(case: Chain) -> Outcome:
    """The expected squared norm is multiplied by d sigma^2 in every layer."""
    d, t = case
    if isinstance(t, str):
        return norm_step()
    work = algebra({f"W{j}": (d, d) for j in range(t)} | {"x": (d, 1)}, {"d": d})
    layers, end = [work[f"W{j}"] for j in range(t)], work["x"]
    for W in layers:
        end = W @ end
    right = (work.number(d) * work.variance) ** t * work.norm(work["x"])
    return equal(work.expect(work.norm(end), *layers), right, "E ||W^{t:1} x||^2")


# -- Lemma 12 ----------------------------------------------------------------------------------------------------------


@claim(
    "lucchi.lemma12",
    source=LUCCHI.at("Lemma 12"),
    statement=(
        r"\boldsymbol{\xi} \in \mathbb{R}^d \text{ an arbitrary random vector} \Rightarrow "
        r"\mathbb{E}\|\mathbf{W}\boldsymbol{\xi}\|_2^4 = d(d+2)\sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_2^4 + "
        r"(\kappa - 3) d \sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_4^4"
    ),
    over=every_law(2, "(W, xi)"),
    assuming=(W_CENTRED, W_VARIES),
    made_precise="arbitrary as printed: xi may depend on W (where the slides use the lemma, it does not); kurtosis is "
    "E w^4 / sigma^4",
)
def lemma_12(atoms: Atoms) -> Outcome:
    """For an arbitrary random xi, E||W xi||^4 = d(d+2) sigma^4 E||xi||^4 + (kappa-3) d sigma^4 E||xi||_4^4."""
    d, variance, fourth = 1, mean(atoms, (2, 0)), mean(atoms, (0, 4))
    kappa = mean(atoms, (4, 0)) / variance**2
    right = d * (d + 2) * variance**2 * fourth + (kappa - 3) * d * variance**2 * fourth
    return equal(mean(atoms, (4, 4)), right, "E ||W xi||^4", law_of_W_xi=atoms)


def patterns(size: str, seed: int) -> Iterator[tuple[int, int]]:
    """Rows m <= 2 and columns n <= 4: all coincidences of two row indices and of four column indices; then 3 x 3."""
    yield from itertools.product((1, 2), (1, 2, 3, 4))
    yield (3, 3)


COINCIDENCES = (
    "E ||W xi||^4 = m E q^2 + m (m - 1) (E q)^2 for iid rows, with q = (w xi)^2; and in E (sum w_r xi_r)^4 a term with "
    "indices r, s, u, v depends only on which of the four are equal: so an identity for m <= 2 rows and n <= 4 columns "
    "holds for all m and n"
)


@claim(
    "lucchi.lemma12.corrected",
    source=LUCCHI.at("Lemma 12"),
    statement=(
        r"\boldsymbol{\xi} \text{ independent of } \mathbf{W} \Rightarrow "
        r"\mathbb{E}\|\mathbf{W}\boldsymbol{\xi}\|_2^4 = d(d+2)\sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_2^4 + "
        r"(\kappa - 3) d \sigma^4 \mathbb{E}\|\boldsymbol{\xi}\|_4^4"
    ),
    over=cases(
        "symbols",
        patterns,
        sentence="all entries, the variance, the kurtosis and the third moment as indeterminates, for W of m <= 2 rows "
        "and n <= 4 columns, which "
        "covers all coincidences of indices and so all sizes",
        strength=Verdict.PROVED,
    ),
    made_precise="for W of m rows with d = m in the formula, the square case being m = n; kurtosis is E w^4 / sigma^4, "
    "and the third moment does not enter",
    axioms=(MOMENTS, COINCIDENCES, "where W is independent of xi, one may average over W first"),
    corrects="lucchi.lemma12",
)
def lemma_12_corrected(shape: tuple[int, int]) -> Outcome:
    """If xi is independent of W, E||W xi||^4 is d (d + 2) sigma^4 E||xi||^4 + (kappa - 3) d sigma^4 E||xi||_4^4."""
    m, n = shape
    work = algebra({"W": ("m", "n"), "xi": ("n", 1)}, {"m": m, "n": n})
    W, xi, variance = work["W"], work["xi"], work.variance
    fourth = sum((row[0] ** 4 for row in xi.rows), xi.zero)
    right = m * (m + 2) * variance**2 * work.norm(xi) ** 2 + (work.kurtosis - 3) * m * variance**2 * fourth
    return equal(work.expect(work.norm(W @ xi) ** 2, W), right, "E ||W xi||^4")


# -- Lemma 13 ----------------------------------------------------------------------------------------------------------

every_network = cases("symbols", networks, sentence=NETWORKS, strength=Verdict.PROVED)


@cache
def gradient_norm(case: Network3, gaussian: bool = False) -> Any:
    """``E ||dl/dW^k||_F^2``: over all entries of all layers, or with symbols over W^k alone."""
    net = Network(case)
    over = [net.W] if net.is_symbolic else net.layers
    return net.algebra.expect(net.algebra.norm(net.gradient), *over, gaussian=gaussian)


def lemma_13_terms(case: Network3) -> tuple[Any, Any]:
    """The two terms on the right of Lemma 13 without their factors 2.

    With symbols, for fixed B and Q: the second is ||Q x||^2 ||B^T y||^2, whose expectation Corollary 11 gives.
    """
    net = Network(case)
    work, a = net.algebra, net.Q @ net.x
    fourth, gram = work.norm(a) ** 2, work.norm(net.B.T @ net.B)
    if net.is_symbolic:
        return work.variance * fourth * gram, work.norm(a) * work.norm(net.B.T @ net.y)
    below, above = net.layers[: int(net.k) - 1], net.layers[int(net.k) :]
    scale = (work.number(net.d) * work.variance) ** (int(net.depth) - 1)
    return work.variance * work.expect(fourth, *below) * work.expect(gram, *above), scale * net.gamma


def chain_of_targets() -> Outcome:
    """``E ||(C W)^T y||^2 = d sigma^2 ||C^T y||^2``: Corollary 11 for the transposed layers above."""
    work = algebra({"C": ("d", "d"), "W": ("d", "d"), "y": ("d", 1)}, {"d": "d"})
    C, W, y = work["C"], work["W"], work["y"]
    right = work.number("d") * work.variance * work.norm(C.T @ y)
    return equal(work.expect(work.norm((C @ W).T @ y), W), right, "E ||(C W)^T y||^2 over one layer")


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
    axioms=(MOMENTS, POWERS),
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
    axioms=(MOMENTS, POWERS),
)
def lemma_13_sharp(case: Network3) -> Outcome:
    """The expected squared gradient is half of the bound of Lemma 13."""
    first, second = lemma_13_terms(case)
    exact = equal(gradient_norm(case), first + second, "E ||dl/dW^k||^2")
    return exact if isinstance(case[0], int) else all_of(exact, norm_step(), chain_of_targets())
