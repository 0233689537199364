"""``symdln expand``: the loss of a small network as a polynomial, its derivatives and expansions, by sympy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from symdln.cli.options import Count, Widths
from symdln.cli.top import put, say
from symdln.cli.watch import stage
from symdln.errors import InputError
from symdln.files.disk import will_write, write_text
from symdln.files.point import read_point

FORMATS = ("text", "latex", "python")


@click.command("expand")
@click.option(
    "--widths", type=Widths(), default=None, help="Widths d_0, ..., d_H such as 2,2,2, for symbols s_1, s_2, ...."
)
@click.option(
    "--at",
    "point_path",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    default=None,
    help="Expand around the weights in this file (as classify reads it), with its problem; by default around symbols.",
)
@click.option("--order", type=Count(0, 60), default=None, help="The largest order in V.  [default: 2]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="The format.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", default=None, help="Write to this file.")
def expand_command(
    widths: Sequence[int] | None, point_path: Path | None, order: int | None, form: str, output: Path | None
) -> None:
    """Write the loss of a small network in the entries of its layers: derivatives, critical equations, expansions.

    Without --at, X = I and Y is diagonal with symbols s_1, s_2, .... Losses of more than 20,000 terms are refused.
    """
    from symdln.symbolic import expansion, symbolic_network, writer  # sympy takes a while to import

    if output is not None:
        will_write(output)
    if (widths is None) is (point_path is None):
        raise InputError(
            "Pass --widths 2,2,2 for symbols, or --at FILE.json for a point with its problem, one of the two."
        )
    stage("expanding the loss with sympy")
    point = None if point_path is None else read_point(point_path)
    network = symbolic_network(widths=tuple(widths)) if widths is not None else symbolic_network(point.problem)  # type: ignore[union-attr]
    found = expansion(network, point, 2 if order is None else order)
    around = None if point_path is None else f"the weights in {point_path.name}"
    content = {"text": writer.text, "latex": writer.latex, "python": writer.python}[form](found, around=around)
    if output is None:
        put(content)
    else:
        say(f"The expansion is in {write_text(output, content)}.")
