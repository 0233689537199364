"""Power series that count orbits by codimension, Lehalleur and Rimanyi (2024)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from proofs_check.claims.lehalleur.parts.quiver import WIDTHS, Widths
from proofs_check.claims.lehalleur.parts.truncated import Series, by_formula, by_orbits, p, p_of, shifted, times
from proofs_check.facts import written_papers as written
from proofs_check.language.claim import claim
from proofs_check.language.given import NoCertificate
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import LEHALLEUR_TEXT
from proofs_check.language.verdict import Verdict
from symdln.strings.singularity import lehalleur_rimanyi

TERMS = 12
TRUNCATED = (
    f"P_s = 1/((1-q)(1-q^2)...(1-q^s)), P_d is the product of the P_(d_i), P_m that of the P_(m_ij), and Q^r_d the sum "
    f"of q^codim(O_m) P_m over the Kostant partitions of d with m_0N = r; in scope up to q^{TERMS}"
)
NO_SERIES = NoCertificate("the kernel has no facts about power series.")


@claim(
    "lehalleur.series.total",
    source=LEHALLEUR_TEXT.at("the theorem on the sum over all Kostant partitions"),
    statement=r"\mathcal{P}_d = \sum_{m \vdash d} q^{\operatorname{codim} \mathcal{O}_m} \mathcal{P}_m",
    over=WIDTHS,
    made_precise=TRUNCATED,
    written=written.ORBIT_SERIES,
)
def total(widths: Widths) -> Outcome:
    """The product of the series of the widths is the sum over all orbits."""
    every = (by_orbits(widths, r, TERMS) for r in range(min(widths) + 1))
    return equal([sum(c) for c in zip(*every, strict=True)], p_of(widths, TERMS), "the coefficients")


@claim(
    "lehalleur.series.formula",
    source=LEHALLEUR_TEXT.at("the theorem on Poincare series"),
    statement=r"Q^r_d = \mathcal{P}_r \sum_{s=0}^{\min d - r} (-1)^s q^{\binom s2} \mathcal{P}_s \mathcal{P}_{d-r-s}",
    over=WIDTHS,
    made_precise=TRUNCATED,
    written=written.ORBIT_SERIES,
)
def formula(widths: Widths) -> Outcome:
    """The series of the orbits with a product of rank r is an alternating sum, which is symmetric in the widths."""
    return all_of(
        *(
            equal(by_formula(widths, r, TERMS), by_orbits(widths, r, TERMS), f"the coefficients, rank {r}")
            for r in range(min(widths) + 1)
        )
    )


@claim(
    "lehalleur.series.leading",
    source=LEHALLEUR_TEXT.at("the lemma on the lowest term"),
    statement=r"Q^r_d = \theta \, q^C + \text{higher order terms}",
    over=WIDTHS,
    made_precise="C and theta are codimension and number of components of greatest dimension; the series is that of "
    "lehalleur.series.formula, and C and theta are those of the closed formulas",
    written=written.ORBIT_SERIES,
)
def leading(widths: Widths) -> Outcome:
    """The lowest term of the series has the codimension as its exponent and the number of components before it."""
    outcomes = []
    for r in range(min(widths) + 1):
        known = lehalleur_rimanyi(tuple(d - r for d in widths), 0)
        C = int(known.codimension)
        found = by_formula(widths, r, C)
        outcomes.append(equal(found, [0] * C + [known.components], f"the terms up to q^C, rank {r}"))
    return all_of(*outcomes)


class PrintedTerms(NamedTuple):
    """Widths, the exponent of the first term, and the printed coefficients from there."""

    widths: Widths
    first: int
    coefficients: tuple[int, ...]


EXPANSIONS = (
    PrintedTerms((2, 2, 2), 3, (1, 6)),
    PrintedTerms((2, 3, 2), 4, (2, 7)),
    PrintedTerms((2, 4, 2), 4, (1, 4)),
    PrintedTerms((3, 3, 3), 7, (2, 8, 27, 67, 151)),
    PrintedTerms((4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6), 12, (28, 508, 5129, 37424)),
)


@claim(
    "lehalleur.series.examples",
    source=LEHALLEUR_TEXT.at("the example of series"),
    statement=r"Q^0_{(2,2,2)} = q^3 + 6 q^4 + \dots, \; Q^0_{(2,3,2)} = 2 q^4 + 7 q^5 + \dots, \; Q^0_{(2,4,2)} = q^4 "
    r"+ 4 "
    r"q^5 + \dots, \; Q^0_{(3,3,3)} = 2 q^7 + 8 q^8 + 27 q^9 + 67 q^{10} + 151 q^{11} + \dots, \; "
    r"Q^0_{(4,4,4,5,5,5,5,5,5,6,6,6)} = 28 q^{12} + 508 q^{13} + 5129 q^{14} + 37424 q^{15} + \dots",
    over=cases(
        "printed expansions",
        lambda size, seed: iter(EXPANSIONS),
        sentence="the five expansions of the example, all printed coefficients",
        strength=Verdict.VERIFIED,
    ),
    made_precise="by the formula, and for three widths also by the orbits",
)
def examples(case: PrintedTerms) -> Outcome:
    """The first coefficients of five series."""
    terms = case.first + len(case.coefficients) - 1
    wanted = [0] * case.first + list(case.coefficients)
    found = [equal(by_formula(case.widths, 0, terms), wanted, "the coefficients by the formula, and as printed")]
    if len(case.widths) == 3 and sum(case.widths) < 9:
        found.append(equal(by_orbits(case.widths, 0, terms), wanted, "the coefficients by orbits, and as printed"))
    return all_of(*found)


class Shift(NamedTuple):
    """Widths, and r and s with ``0 <= r <= s <= min d``."""

    widths: Widths
    r: int
    s: int


def shifts(size: str, seed: int) -> Iterator[Shift]:
    for widths in ((1, 1), (2, 2), (2, 3), (3, 3), (2, 2, 2)):
        for r, s in itertools.combinations_with_replacement(range(min(widths) + 1), 2):
            yield Shift(widths, r, s)


SHIFTS = cases(
    "widths with r and s", shifts, sentence="five architectures with all 0 <= r <= s", strength=Verdict.VERIFIED
)


def factors(first: int, last: int) -> Series:
    """``(1 - q^first)(1 - q^{first+1}) ... (1 - q^last)``, empty where last < first."""
    product = [1] + [0] * TERMS
    for k in range(first, last + 1):
        product = [a - b for a, b in zip(product, shifted(product, k), strict=True)]
    return product


@claim(
    "lehalleur.series.shift",
    source=LEHALLEUR_TEXT.at("the lemma on shifted widths"),
    statement=r"0 \le r \le s: \; Q^{s-r}_{d-r} = (1 - q^{s-r+1})(1 - q^{s-r+2}) \cdots (1 - q^r) \, Q^s_d",
    over=SHIFTS,
    made_precise=f"a product from a greater to a smaller index is empty; {TRUNCATED}",
    certify=NO_SERIES,
    grade=Grade.MISPRINT,
)
def shift(case: Shift) -> Outcome:
    """The series at smaller widths has the factors from 1 - q^(s-r+1) to 1 - q^r more."""
    left = by_orbits(tuple(d - case.r for d in case.widths), case.s - case.r, TERMS)
    right = times(factors(case.s - case.r + 1, case.r), by_orbits(case.widths, case.s, TERMS))
    return equal(left, right, "the coefficients of the two sides")


@claim(
    "lehalleur.series.shift.corrected",
    source=LEHALLEUR_TEXT.at("the lemma on shifted widths"),
    statement=r"0 \le r \le s: \; Q^{s-r}_{d-r} = (1 - q^{s-r+1})(1 - q^{s-r+2}) \cdots (1 - q^s) \, Q^s_d",
    over=SHIFTS,
    made_precise=f"the last factor is 1 - q^s in place of 1 - q^r, which agrees for r = s; {TRUNCATED}",
    written=written.ORBIT_SERIES,
    corrects="lehalleur.series.shift",
)
def shift_corrected(case: Shift) -> Outcome:
    """The series at smaller widths has the factors from 1 - q^(s-r+1) to 1 - q^s more."""
    left = by_orbits(tuple(d - case.r for d in case.widths), case.s - case.r, TERMS)
    right = times(factors(case.s - case.r + 1, case.s), by_orbits(case.widths, case.s, TERMS))
    return equal(left, right, "the coefficients of the two sides")


def inverse_product(power: int, start: int) -> Series:
    """The coefficient of ``x^power`` in the product of ``1 / (1 - x q^k)`` over k from ``start``.

    It counts the multisets of ``power`` numbers from ``start`` on, by their sum.
    """
    table = [[0] * (TERMS + 1) for _ in range(power + 1)]
    table[0][0] = 1
    for k in range(start, TERMS + 1):
        for s, n in itertools.product(range(1, power + 1), range(k, TERMS + 1)):
            table[s][n] += table[s - 1][n - k]
    return table[power]


POWERS = cases(
    "powers of x",
    lambda size, seed: iter(range(5)),
    sentence="powers of x from 0 to 4",
    strength=Verdict.VERIFIED,
    fields="power",
)


@claim(
    "lehalleur.series.pochhammer",
    source=LEHALLEUR_TEXT.at("the expansion of the infinite Pochhammer symbol"),
    statement=r"(x; q)_\infty = \prod_{s=1}^\infty (1 - x q^s): \; \frac{1}{(x; q)_\infty} = \sum_{s=0}^\infty "
    r"\mathcal{P}_s x^s",
    over=POWERS,
    certify=NO_SERIES,
    grade=Grade.MISPRINT,
)
def pochhammer(power: int) -> Outcome:
    """The series P_s are the coefficients of the inverse of the product of 1 - x q^s over s from 1."""
    return equal(inverse_product(power, 1), p(power, TERMS), f"the coefficient of x^{power}, and P_{power}")


@claim(
    "lehalleur.series.pochhammer.corrected",
    source=LEHALLEUR_TEXT.at("the expansion of the infinite Pochhammer symbol"),
    statement=r"(x; q)_\infty = \prod_{s=0}^\infty (1 - x q^s): \; \frac{1}{(x; q)_\infty} = \sum_{s=0}^\infty "
    r"\mathcal{P}_s x^s",
    over=POWERS,
    made_precise="the product begins with s = 0",
    written=written.POCHHAMMER,
    corrects="lehalleur.series.pochhammer",
)
def pochhammer_corrected(power: int) -> Outcome:
    """The series P_s are the coefficients of the inverse of the product of 1 - x q^s over s from 0."""
    return equal(inverse_product(power, 0), p(power, TERMS), f"the coefficient of x^{power}, and P_{power}")
