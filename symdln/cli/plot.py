"""``symdln plot``: pictures of the landscape and of the dynamics, by name."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from symdln.cli.options import Widths, spectrum_option
from symdln.cli.top import say
from symdln.cli.watch import counted, stage
from symdln.errors import InputError, shown
from symdln.files.point import check_sizes
from symdln.files.text import near
from symdln.landscape.problem import Problem
from symdln.tables import Printer
from symdln.teaching.dark import darken
from symdln.teaching.plots import PLOTS, check_picture, save


@click.command("plot")
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="List the plots.")
@click.option("--widths", type=Widths(), default=None, metavar="D,...", help="All widths; each plot has its default.")
@spectrum_option
@click.option("--dark", is_flag=True, help="For dark pages: light lines on black.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="Picture to write (.png, .pdf or .svg); by default NAME.png.",
)
def plot_command(
    name: str | None,
    listed: bool,
    widths: tuple[int, ...] | None,
    spectrum: tuple[Fraction, ...] | None,
    dark: bool,
    out: Path | None,
) -> None:
    """Draw a picture for X = I and Y = diag(singular values); this needs the extra [plot]."""
    if listed:
        Printer().table(("name", "what it shows"), [(key, text) for key, (text, _, _) in PLOTS.items()])
        return
    if name not in PLOTS:
        asked = "no plot is named" if name is None else f"there is no plot {shown(name)}"
        raise InputError(f"{asked}; {near(name or '', PLOTS)}")
    _, draw, usual = PLOTS[name]
    target = Path(f"{name}.png") if out is None else out
    check_picture(target)
    problem = canonical(tuple(usual) if widths is None else widths, spectrum)
    stage(f"drawing the plot {name}")
    made = draw(problem, watch=counted)
    stage("writing the picture")
    say(f"The picture is in {save(darken(made) if dark else made, target)}.")


def canonical(widths: tuple[int, ...], spectrum: tuple[Fraction, ...] | None) -> Problem:
    """The problem with X = I and Y = diag(spectrum), by default n, ..., 2, 1."""
    check_sizes(widths)
    if spectrum is None:
        spectrum = tuple(Fraction(value) for value in range(min(widths[0], widths[-1]), 0, -1))
    return Problem.canonical(spectrum, widths)
