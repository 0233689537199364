"""Tables of the field, reproduced: what a paper prints for an architecture, what is found here by another route, and
whether both are equal.

Where a paper prints a formula, its value at the architecture is what is printed; the value beside it is found by the
route that the table names.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from proofs_check.claims.lehalleur.formula import as_printed
from proofs_check.claims.lehalleur.multiplicity import printed as printed_order
from proofs_check.claims.lehalleur.parts.quiver import largest
from proofs_check.claims.lehalleur.parts.truncated import by_formula, by_orbits
from proofs_check.claims.lehalleur.product_rank import LISTED
from proofs_check.claims.lehalleur.program import SOLUTIONS, solved
from proofs_check.claims.lehalleur.series import EXPANSIONS
from proofs_check.claims.marcotte import conservation
from proofs_check.claims.singh import hessian_rank
from proofs_check.facts.architectures import Fibre, fibres, residual
from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.facts.orbits import codimension, least_codimension
from proofs_check.language.outcome import Outcome
from proofs_check.language.source import Source
from proofs_check.language.sources import AOYAGI, LEHALLEUR, LEHALLEUR_TEXT, MARCOTTE, SINGH, TRAGER
from symdln.errors import InputError, shown
from symdln.files.markup import code, words
from symdln.strings.singularity import aoyagi

Value = int | Fraction | str | tuple[int | Fraction, ...]

UNDECIDED = "not decided"
REDUCED = "rank r is brought to rank 0 at the widths d_j - r, by Schur complements"
SHIFT = f"{REDUCED}, in both columns"


@dataclass(frozen=True)
class FieldRow:
    """An entry of a table: the architecture in words, the printed value, and the value that was found here."""

    what: str
    printed: Value
    ours: Value

    @property
    def equal(self) -> bool:
        return self.printed == self.ours

    @property
    def cells(self) -> tuple[str, str, str, str]:
        return self.what, _text(self.printed), _text(self.ours), "yes" if self.equal else "no"


@dataclass(frozen=True)
class FieldTable:
    """A table of one source: what its numbers are, where the printed ones are from, how ours are found."""

    key: str
    title: str
    source: Source
    printed: str
    ours: str
    claim: str
    make: Callable[[], Iterator[FieldRow]]

    @cached_property
    def rows(self) -> tuple[FieldRow, ...]:
        return tuple(self.make())

    @property
    def summary(self) -> str:
        """How many of the entries are equal."""
        return f"{sum(row.equal for row in self.rows)} of {len(self.rows)} entries are equal."


def _text(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _small_fibres() -> Iterator[Fibre]:
    """Depth 2 with widths up to 3 and depth 3 with widths up to 2, each up to reversal of the widths."""
    return ((widths, r) for widths, r in fibres("small", 0) if widths <= widths[::-1])


def _fibre(fibre: Fibre) -> str:
    return f"widths {fibre[0]}, rank {fibre[1]}"


# -- the rows of each table --------------------------------------------------------------------------------------------


def conservation_laws() -> Iterator[FieldRow]:
    """Two layers U V^T, U of n x r and V of m x r; ours is D minus the dimension of the Lie algebra at a point."""
    for n, m, r in itertools.product(range(1, 4), range(1, 4), range(1, 6)):
        if n <= m:
            point = conservation.point(n + m, r, min(n + m, r), disguised=True)
            ours = conservation.conserved(point, conservation.algebra_of(n, m))
            yield FieldRow(f"n = {n}, r = {r}, m = {m}", conservation.printed(n, r, m), ours)


def learning_coefficients() -> Iterator[FieldRow]:
    """The coefficient and its order; ours are exponents of volumes of weights over the 2-adic integers."""
    for fibre in _small_fibres():
        widths, regular = residual(fibre)
        rate, order = growth_at_zero(widths)
        yield FieldRow(_fibre(fibre), tuple(aoyagi(*fibre)), (Fraction(regular + rate, 2), order))


def fibre_codimensions() -> Iterator[FieldRow]:
    """Codimension and number of components of greatest dimension; ours are found among all orbits."""
    for fibre in _small_fibres():
        widths, regular = residual(fibre)
        least, number = least_codimension(widths)
        yield FieldRow(_fibre(fibre), as_printed(fibre), (regular + least, number))


def printed_examples() -> Iterator[FieldRow]:
    """The numbers in the examples of one text, each with a value by a route that is not the one of the example."""
    for listed in LISTED:
        ours = sorted(codimension(listed.widths, orbit) for orbit in largest(listed.widths, 0))
        yield FieldRow(f"widths {listed.widths}, codimensions of all components", listed.codimensions, tuple(ours))
    for solution in SOLUTIONS:
        terms = by_formula(solution.widths, 0, solution.least)
        first = next((k for k, number in enumerate(terms) if number), 0)
        printed = (solution.least, len(solution.points))
        yield FieldRow(f"widths {solution.widths}, {_GREATEST}", printed, (first, terms[first]))
    for widths, printed in (*((one.widths, (one.first, one.coefficients[0])) for one in EXPANSIONS[3:]), _FIVE):
        least, points = solved(widths)
        yield FieldRow(f"widths {widths}, {_GREATEST}", printed, (least, len(points)))
    for one in EXPANSIONS[:4]:
        last = one.first + len(one.coefficients) - 1
        ours = by_orbits(one.widths, 0, last)
        for k, number in enumerate(one.coefficients, start=one.first):
            yield FieldRow(f"widths {one.widths}, coefficient of q^{k}", number, ours[k])


_GREATEST = "codimension and number of components of greatest dimension"
_FIVE = ((5, 5, 6, 6, 6, 6), (19, 5))


def pole_orders() -> Iterator[FieldRow]:
    """The order of the pole; ours is that of the volume over the 2-adic integers."""
    for fibre in _small_fibres():
        yield FieldRow(_fibre(fibre), printed_order(fibre), growth_at_zero(residual(fibre)[0])[1])


def fibre_dimensions() -> Iterator[FieldRow]:
    """The dimension of the fibre over a matrix of the greatest rank; ours is that of the kernel of the derivative."""
    for widths, r in _small_fibres():
        if r == min(widths):
            weights = sum(a * b for a, b in itertools.pairwise(widths))
            point = hessian_rank.at_integers((widths, widths[0]), 4, seed=0)
            kernel = weights - hessian_rank.jacobian(point).rank()
            ours = kernel if point.end_to_end.rank() == r else UNDECIDED
            yield FieldRow(f"widths {widths}", weights - r * (widths[0] + widths[-1] - r), ours)


def hessian_ranks() -> Iterator[FieldRow]:
    """Ranks of the outer-product part, the functional part and the Hessian; ours are those of exact matrices."""
    for case in hessian_rank.architectures("small", 0):
        found = hessian_rank.greatest(case)
        ours = UNDECIDED if isinstance(found, Outcome) else tuple(found)
        yield FieldRow(f"widths {case[0]}, rank Sxx {case[1]}", tuple(hessian_rank.printed(*case)), ours)


TABLES = (
    FieldTable(
        "conservation-laws",
        "Numbers of conservation laws of two layers",
        MARCOTTE,
        "the two cases of the formula, as a later paper of the authors cites it",
        "D minus the dimension of the generated Lie algebra, by exact brackets, at a point of full rank",
        "marcotte.conservation",
        conservation_laws,
    ),
    FieldTable(
        "hessian-ranks",
        "Greatest ranks of the Hessian and of its two parts",
        SINGH,
        "the formulas, as in the code published with the paper",
        "ranks of exact matrices at a rational point, which no point exceeds",
        "singh.hessian-rank",
        hessian_ranks,
    ),
    FieldTable(
        "learning-coefficients",
        "Learning coefficients and their orders",
        AOYAGI,
        "the formulas of the main theorem, as quoted in later papers and in public code",
        f"exponents of the volume of weights over the 2-adic integers, by a transfer matrix; {SHIFT}",
        "aoyagi.lambda",
        learning_coefficients,
    ),
    FieldTable(
        "fibres",
        "Codimensions of fibres, and numbers of their components of greatest dimension",
        LEHALLEUR_TEXT,
        "the closed formulas of the main theorem, letter by letter: m from the widths, and a binomial coefficient "
        "that is "
        "0 for a negative lower index. With m from the widths less r and the modulus of the index all entries are "
        "equal "
        "(lehalleur.components)",
        f"the least codimension of an orbit of base changes, and how many orbits have it; {REDUCED}",
        "lehalleur.codimension",
        fibre_codimensions,
    ),
    FieldTable(
        "fibre-examples",
        "Components and series in examples",
        LEHALLEUR_TEXT,
        "the numbers in the examples",
        "all orbits for the components and the coefficients of single architectures; for components of greatest "
        "dimension the lowest term of the series, where the integer program is printed, and the program, where the "
        "series "
        "is, or nothing but the numbers",
        "lehalleur.product-rank.examples",
        printed_examples,
    ),
    FieldTable(
        "fibre-dimensions",
        "Dimensions of fibres over a matrix of the greatest rank",
        TRAGER,
        "the formula in our words; the theorem was not at hand",
        "the dimension of the kernel of the derivative of the product, at an exact point of the fibre",
        "trager.fibre",
        fibre_dimensions,
    ),
    FieldTable(
        "pole-orders",
        "Orders of the poles",
        LEHALLEUR,
        "the formula as printed, with m and S from the widths less r",
        f"the power of m, plus one, in the volume of weights over the 2-adic integers; {SHIFT}",
        "lehalleur.multiplicity",
        pole_orders,
    ),
)


def find(key: str) -> FieldTable:
    """The table with this key."""
    found = next((table for table in TABLES if table.key == key), None)
    if found is None:
        keys = ", ".join(table.key for table in TABLES)
        raise InputError(f"There is no table called {shown(key)}; the tables are {keys}.")
    return found


def tables_page() -> str:
    """All tables as a page in Markdown."""
    return "\n".join([_INTRODUCTION, *("\n".join(_section(table)) for table in TABLES)])


_INTRODUCTION = """\
# Tables of the field

What papers print for single architectures, beside what is found here by another route. Where a paper prints a formula,
"printed" is its value at the architecture.
`proofs-check tables NAME` prints one of them. Numbers of complex critical points, which Mehta and others and Bharadwaj
and Hosten tabulate, are left out: their tables were not at hand.
"""


def _section(table: FieldTable) -> Iterator[str]:
    source = f"{table.source.authors} ({table.source.year})"
    yield f"## {words(table.title)}\n"
    yield f"{words(source)}. *Printed:* {words(table.printed)}. *Ours:* {words(table.ours)}."
    yield f"The entry is {code(table.claim)}. **{words(table.summary)}**\n"
    yield "| architecture | printed | ours | equal |"
    yield "|---|---|---|---|"
    yield from (f"| {' | '.join(row.cells)} |" for row in table.rows)
    yield ""
