"""The command ``proofs-check values``: the critical values of a tiny network by elimination, weight decay included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import flint

import symdln as dln
from proofs_check.cli import options
from proofs_check.cli.outputs import each
from proofs_check.facts.elimination import critical_equations, real_roots_of, theorem_polynomial
from proofs_check.facts.elimination_programs import METHODS, eliminated, in_time
from proofs_check.facts.real_points import real_points_by_value
from proofs_check.facts.subset_sums import squarefree_part
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.cli.options import Rational, Rationals, Widths
from symdln.cli.top import say
from symdln.errors import UndecidedError
from symdln.files.text import write_json
from symdln.tables import Printer

DIFFERS = 1


@click.command("values")
@click.option("--widths", type=Widths(), required=True, help="d_0, d_1, ..., d_H, like 2,2,2.")
@click.option(
    "--spectrum", type=Rationals(), required=True, help="Singular values of the target, X being the identity."
)
@click.option("--decay", type=Rational(), default="0", show_default=True, help="Add decay/2 times all squared weights.")
@click.option("--method", type=click.Choice(list(METHODS)), default="flint", show_default=True)
@options.budget(default="60s", help="Stop after this time.")
@options.json
def command(
    widths: tuple[int, ...],
    spectrum: tuple[Fraction, ...],
    decay: Fraction,
    method: str,
    budget: float,
    json_path: Path | None,
) -> int:
    """Compute the values of the loss at its critical points, exactly, by eliminating the weights from grad L = 0.

    Elimination includes critical points with complex weights; the table says which values real weights take, where
    this is decided.  Exit code 0; 1 when, without decay, the values are not those of the theorem; 2 for wrong use, a
    program that is missing, or a budget that ended.
    """
    problem = dln.Problem.canonical(spectrum, widths)
    if problem.depth == 1:
        raise dln.InputError(
            "The theorem is about at least two weight matrices; pass three widths or more, like 2,2,2."
        )
    polynomial = eliminated(problem, decay, method, budget)
    roots = real_roots_of(polynomial)
    agrees = None if decay else squarefree_part(polynomial) == theorem_polynomial(problem)
    counts = points_in_time(problem, decay, roots, budget) if decay else None
    steps: list[Callable[[], object]] = [lambda: show(Printer(), polynomial, roots, agrees, counts)]
    if json_path is not None:
        asked = {"widths": list(widths), "singular values": list(map(str, spectrum)), "decay": str(decay)}
        data = {**asked, "method": method, **as_data(polynomial, roots, agrees, counts)}
        steps.append(lambda: say(f"JSON is in {write_json(data, json_path)}."))
    each(*steps)
    return DIFFERS if agrees is False else 0


def points_in_time(
    problem: dln.Problem, decay: Fraction, roots: Sequence[Eigenvalue], seconds: float
) -> tuple[int, ...] | None:
    """How many real critical points each value has; None where they are not finitely many, or the time ended."""
    try:
        return in_time(_points, (problem, decay, tuple(roots)), seconds)
    except (TimeoutError, UndecidedError):
        return None


def _points(work: tuple[dln.Problem, Fraction, tuple[Eigenvalue, ...]]) -> tuple[int, ...] | None:
    problem, decay, roots = work
    return real_points_by_value(critical_equations(problem, decay), roots)


def unreal_roots(polynomial: flint.fmpq_poly, roots: Sequence[Eigenvalue]) -> int:
    """The number of distinct roots that are not real."""
    return squarefree_part(polynomial).degree() - len(roots)


def show(
    out: Printer,
    polynomial: flint.fmpq_poly,
    roots: Sequence[Eigenvalue],
    agrees: bool | None,
    counts: tuple[int, ...] | None,
) -> None:
    """Print the real values, largest first, and what is known about real weights that take them."""
    taken = [unknown_text(root, agrees) for root in roots] if counts is None else list(map(points_text, counts))
    rows = [(root.text(12), factor_text(root), which) for root, which in zip(roots, taken, strict=True)]
    out.table(("value", "root of", "taken by real weights"), rows)
    others = unreal_roots(polynomial, roots)
    if others:
        out.line(f"{others} more values are not real; only complex weights take them.")
    if agrees is not None:
        said = "These are the values of the theorem" if agrees else "These are NOT the values of the theorem"
        out.line(f"{said}: (tr Syy - the sum of a set of at most min(widths) squared singular values) / 2.")
    elif counts is None:
        out.line("Every value that real weights take is among these; the critical points are too many to count them.")


def unknown_text(root: Eigenvalue, agrees: bool | None) -> str:
    """The answer without counting points: from the theorem, and because no loss is negative."""
    return "yes" if agrees else "no: a loss is never negative" if root.upper < 0 else "not decided"


def points_text(count: int) -> str:
    return {0: "no: by complex weights only", 1: "yes, at 1 point"}.get(count, f"yes, at {count} points")


def factor_text(root: Eigenvalue) -> str:
    """The irreducible polynomial of an irrational root."""
    return "" if root.is_rational else str(flint.fmpz_poly(list(root.factor))).replace("x", "v")


def as_data(
    polynomial: flint.fmpq_poly,
    roots: Sequence[Eigenvalue],
    agrees: bool | None,
    counts: tuple[int, ...] | None,
) -> dict[str, Any]:
    """Polynomials as their coefficients, constant term first; rationals as texts."""
    known = [None] * len(roots) if counts is None else list(counts)
    return {
        "polynomial": list(map(str, polynomial.coeffs())),
        "values": [
            {
                "value": None if root.value is None else str(root.value),
                "factor": list(root.factor),
                "lower": str(root.lower),
                "upper": str(root.upper),
                "real points": count,
            }
            for root, count in zip(roots, known, strict=True)
        ],
        "values that are not real": unreal_roots(polynomial, roots),
        "agrees with the theorem": agrees,
    }
