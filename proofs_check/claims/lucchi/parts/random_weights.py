"""Products of random matrices: Lemmas 10, 12 and 13 and Corollary 11.

Notations:

    uniform_on        the law with these equally likely outcomes, in words
    joint_law         the atoms of a discrete law, as a certificate has them
    INDEPENDENT       how independence is read
    MOMENTS           textbook fact: linearity, and products of independent variables
    POWERS            textbook fact: geometric sequences
    Atoms             the equally likely outcomes of several scalars
    VALUES            the values that these scalars take
    discrete_laws     all such laws, fewest outcomes first
    every_law         the scope over them
    mean              E of a monomial
    independent       the joint law is the product of the laws
    W_CENTRED         the hypothesis E W = 0
    norm_step         E ||W a||^2 = d sigma^2 ||a||^2
    gradient_norm     E ||dl/dW^k||_F^2
    lemma_13_terms    the two terms on the right of Lemma 13
    chain_of_targets  E ||(C W)^T y||^2 = d sigma^2 ||C^T y||^2
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import prod
from typing import Any

from proofs_check.claims.lucchi.parts.sizes import Network3, SplitNetwork, algebra
from proofs_check.language.given import Details, Given, at
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict


def joint_law(names: str) -> Callable[[Any, Details], Given]:
    """The atoms of a discrete law of so many letters."""

    def law(atoms: Any, details: Details) -> Given:
        listed = [dict(zip(names, map(str, atom), strict=True)) for atom in atoms]
        return at(None, laws={"Joint": {"atoms": listed}})

    return law


INDEPENDENT = "random matrices of different layers are read as independent, which is not printed"


MOMENTS = "linearity of expectation, and E fg = E f E g for independent f and g"


POWERS = "a sequence that starts at c and is multiplied by q in every step is c q^t"


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
        fields="outcomes",
    )


def uniform_on(names: str, atoms: Atoms) -> str:
    """The law in words."""
    return f"{names} uniform on {', '.join(map(str, map(tuple, atoms)))}"


def mean(atoms: Atoms, powers: Sequence[int]) -> Fraction:
    """``E X_1^powers[0] X_2^powers[1] ...``."""
    return Fraction(
        sum(prod(value**power for value, power in zip(atom, powers, strict=True)) for atom in atoms), len(atoms)
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


def norm_step() -> Outcome:
    """``E ||W a||^2 = d sigma^2 ||a||^2`` for a fixed vector a, at any width."""
    work = algebra({"W": ("d", "d"), "a": ("d", 1)}, {"d": "d"})
    W, a = work["W"], work["a"]
    right = work.number("d") * work.variance * work.norm(a)
    return equal(work.expect(work.norm(W @ a), W), right, "E ||W a||^2 over one layer")


@cache
def gradient_norm(case: Network3, gaussian: bool = False) -> Any:
    """``E ||dl/dW^k||_F^2``: over all entries of all layers, or with symbols over W^k alone."""
    net = SplitNetwork(case)
    over = [net.W] if net.is_symbolic else net.layers
    return net.algebra.expect(net.algebra.norm(net.gradient), *over, gaussian=gaussian)


def lemma_13_terms(case: Network3) -> tuple[Any, Any]:
    """The two terms on the right of Lemma 13 without their factors 2.

    With symbols, for fixed B and Q: the second is ||Q x||^2 ||B^T y||^2, whose expectation Corollary 11 gives.
    """
    net = SplitNetwork(case)
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
