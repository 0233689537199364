"""The products P^k of Chitour et al. (2022), Section 2.1."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.indeterminates import Network
from proofs_check.networks.polynomials import PolynomialMatrix
from proofs_check.networks.words import FEW, Subject, any_depth, few_weights, where

Index = tuple[str, int]
"""``("j", 1)`` for the index j + 1; a number n is ``("", n)``."""


Factor = tuple[str, Index, Index] | tuple[str, Index]
"""``("Pi", first, last)`` for a product of layers, ``("w", j)`` for the variation of layer j."""


TOP: Index = ("H", 1)


def general_product(indices: Sequence[Index]) -> list[Factor]:
    """``(Pi W)_{j_r+1}^{H+1} w_{j_r} (Pi W)_{j_{r-1}+1}^{j_r-1} ... w_{j_1} (Pi W)_1^{j_1-1}``, the indices in
    increasing order.
    """
    factors: list[Factor] = []
    last = TOP
    for index in reversed(indices):
        factors += [("Pi", plus(index, 1), last), ("w", index)]
        last = plus(index, -1)
    return [*factors, ("Pi", ("", 1), last)]


def plus(index: Index, number: int) -> Index:
    return index[0], index[1] + number


def printed_first(j: Index) -> list[Factor]:
    """``P_j^1`` as printed."""
    return [("Pi", plus(j, 1), TOP), ("w", j), ("Pi", ("", 1), plus(j, -1))]


def printed_second(j: Index, k: Index) -> list[Factor]:
    """``P_{j,k}^2`` as printed, for j < k."""
    return [
        ("Pi", plus(k, 1), TOP),
        ("w", k),
        ("Pi", plus(j, 1), plus(k, -1)),
        ("w", j),
        ("Pi", ("", 1), plus(j, -1)),
    ]


def multiplied(network: Network, factors: Sequence[Factor]) -> PolynomialMatrix:
    """The matrix that the factors stand for, in a network with numbers for indices."""

    def number(index: Index) -> int:
        return index[1] + (network.H if index[0] else 0)

    result = network.product(1, 0)
    for factor in reversed(factors):
        layer = number(factor[1])
        matrix = network.product(layer, number(factor[2])) if len(factor) == 3 else network.w[layer - 1]
        result = matrix @ result
    return result


def orders_of_product(network: Network) -> list[PolynomialMatrix]:
    """The terms of order 0, 1, ..., H + 1 in w of ``(W_{H+1} + w_{H+1}) ... (W_1 + w_1)``, multiplied out."""
    orders = [network.product(1, 0)]
    for W, w in zip(network.W, network.w, strict=True):
        kept, moved = [W @ matrix for matrix in orders], [w @ matrix for matrix in orders]
        between = [a + b for a, b in zip(kept[1:], moved[:-1], strict=True)]
        orders = [kept[0], *between, moved[-1]]
    return orders


symbolic_indices = any_depth("any depth, indices", {"symbolic indices j < k": None}, few_weights, FEW)


def specialisation(subject: Subject) -> Outcome:
    """The general product for r = 1 and 2, as a list of factors with symbolic indices; with numbers also as the terms
    of the expansion that the notation is for.
    """
    if where(subject) is not None:
        j, k = ("j", 0), ("k", 0)
        return all_of(
            equal(general_product([j]), printed_first(j), "P^r for r = 1 and P_j^1"),
            equal(general_product([j, k]), printed_second(j, k), "P^r for r = 2 and P_{j,k}^2"),
        )
    network = Network(subject, varied=True)
    layers: list[Index] = [("", j) for j in range(1, network.H + 2)]
    first = [(general_product([j]), printed_first(j)) for j in layers]
    second = [(general_product(pair), printed_second(*pair)) for pair in itertools.combinations(layers, 2)]
    agree = all((multiplied(network, a) - multiplied(network, b)).is_zero for a, b in [*first, *second])
    return all_of(
        is_true(agree, "P^r is P_j^1 for r = 1 and P_{j,k}^2 for r = 2", widths=network.widths),
        *(expansion(network, layers, r, terms) for r, terms in enumerate(orders_of_product(network))),
    )


def expansion(network: Network, layers: Sequence[Index], r: int, terms: PolynomialMatrix) -> Outcome:
    """Whether the P^r over all increasing indices add up to the terms of order r of the expansion."""
    total = terms
    for chosen in itertools.combinations(layers, r):
        total = total - multiplied(network, general_product(chosen))
    return is_true(total.is_zero, f"the terms of order {r} are the sum of all P^{r}", widths=network.widths)


@claim(
    "chitour.products",
    source=CHITOUR.at("Section 2.1, Notation"),
    statement=r"P^{r}_{j_1,\dots,j_r}(W,w) = (\Pi W)_{j_{r+1}}^{H+1} w_{j_r}(\Pi W)_{j_{r-1}+1}^{j_{r-1}} "
    r"w_{j_{r-1}}\dots(\Pi W)_{j_1+1}^{j_2-1} w_{j_1}(\Pi W)_1^{j_1-1}; \; P_{j}^{1} = (\Pi W)_{j+1}^{H+1} w_{j} "
    r"(\Pi W)_{1}^{j-1}, \; P_{j,k}^{2} = (\Pi W)_{k+1}^{H+1} w_{k} (\Pi W)_{j+1}^{k-1} w_{j} (\Pi W)_{1}^{j-1}",
    over=symbolic_indices,
    ill_formed="there is no index j_{r+1} among j_1, ..., j_r, and the upper index j_{r-1} leaves the second product "
    "empty, where the last one shown ends at j_2 - 1, so that r = 2 contradicts itself (as in the text we have); read "
    "with j_r + 1 and j_r - 1",
    grade=Grade.MISPRINT,
)
def products(subject: Subject) -> Outcome:
    """The general product of the expansion is the printed P^1 for r = 1 and the printed P^2 for r = 2."""
    return specialisation(subject)


@claim(
    "chitour.products.corrected",
    source=CHITOUR.at("Section 2.1, Notation"),
    statement=r"P^{r}_{j_1,\dots,j_r}(W,w) = (\Pi W)_{j_r+1}^{H+1} w_{j_r}(\Pi W)_{j_{r-1}+1}^{j_r-1} "
    r"w_{j_{r-1}}\dots(\Pi W)_{j_1+1}^{j_2-1} w_{j_1}(\Pi W)_1^{j_1-1}",
    over=symbolic_indices,
    made_precise="for named sizes also: the sum of all P^r is the term of order r of the expansion of (Pi(W + w))",
    corrects="chitour.products",
)
def products_corrected(subject: Subject) -> Outcome:
    """With j_r + 1 and j_r - 1 the general product is the printed P^1 for r = 1 and the printed P^2 for r = 2."""
    return specialisation(subject)
