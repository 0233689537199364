"""``symdln escape``: how long gradient descent lingers near saddles of several kinds."""

from __future__ import annotations

import math
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from symdln.cli.options import (
    Count,
    DecimalNumber,
    Rationals,
    Widths,
    check_json_target,
    deliver,
    json_option,
    spectrum_option,
    widths_option,
)
from symdln.cli.plot import canonical
from symdln.cli.texts import selection_text, strings_text, value_text, widths_text
from symdln.cli.top import say
from symdln.errors import InputError
from symdln.numeric.dynamics.escape import EPSILONS, STEPS, Setup, describe, run, setup
from symdln.numeric.dynamics.journal import Journal
from symdln.numeric.dynamics.statistics import FITTED, Epochs, fitted, gathered, quantiles
from symdln.tables import Printer
from symdln.teaching.drawing import figure
from symdln.teaching.dynamics_plots import escape_histogram
from symdln.teaching.plots import check_picture, save

MOST_RUNS = 1_000_000  # per kind and distance; their epochs are held in memory
QUANTILES = 0.05, 0.25, 0.5, 0.75, 0.95


@click.command("escape")
@widths_option
@spectrum_option
@click.option(
    "--kinds",
    type=Widths(),
    default=None,
    metavar="N,...",
    help="Numbers of saddles, as `symdln kinds` counts; by default one of each order, all with the same loss.",
)
@click.option(
    "--runs",
    type=Count(1, MOST_RUNS),
    default=1000,
    show_default=True,
    help="Runs per kind and distance.",
)
@click.option(
    "--epsilon",
    "epsilons",
    type=Rationals(),
    default=",".join(map(str, EPSILONS)),
    show_default=True,
    metavar="E,...",
    help="Distances of the starts from the saddle.",
)
@click.option(
    "--fit",
    "smallest",
    type=Count(2),
    default=FITTED,
    show_default=True,
    help="Fit the slopes on this many of the smallest distances.",
)
@click.option(
    "--step", type=DecimalNumber(), default=None, help="Step size; by default one tenth of 1 / largest curvature."
)
@click.option(
    "--fraction",
    type=DecimalNumber(),
    default=0.5,
    show_default=True,
    help="The fraction of the gap in loss that counts as escaped.",
)
@click.option("--steps", type=Count(), default=STEPS, show_default=True, help="Largest number of steps of a run.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the starts.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="Draw the histograms (.png, .pdf, .svg).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="Write results as they come (JSON lines).",
)
@click.option("--resume", is_flag=True, help="Continue the experiment in --out; nothing is lost or counted twice.")
@json_option
def escape_command(
    widths: tuple[int, ...],
    spectrum: tuple[Fraction, ...] | None,
    kinds: tuple[int, ...] | None,
    runs: int,
    epsilons: tuple[Fraction, ...],
    smallest: int,
    step: float | None,
    fraction: float,
    steps: int,
    seed: int,
    plot: Path | None,
    out: Path | None,
    resume: bool,
    json_target: str | None,
) -> None:
    """Measure escape epochs of gradient descent near saddles, for X = I and Y = diag(singular values).

    Starts lie at distance epsilon in random directions; the escape epoch is the first step after which the loss has
    fallen by a fraction of the gap to the next lower critical value.
    """
    check_json_target(json_target)
    if resume and out is None:
        raise InputError("--resume needs --out FILE, the file of the run to continue.")
    if plot is not None:
        check_picture(plot)
        figure(1, 1, 1, 1)  # a missing library is reported before the runs, not after them
    experiment = setup(
        canonical(widths, spectrum),
        kinds=kinds,
        epsilons=tuple(map(float, epsilons)),
        runs=runs,
        step=step,
        fraction=fraction,
        steps=steps,
        seed=seed,
    )
    journal = None if out is None else Journal(out, describe(experiment), resume=resume)
    epochs = gathered(experiment, run(experiment, journal))
    deliver(
        json_target,
        lambda: _data(experiment, epochs, smallest),
        lambda printer: _show(printer, experiment, epochs, smallest),
    )
    if plot is not None:
        written = save(escape_histogram(experiment, epochs), plot)
        say(f"The picture is in {written}.", err=json_target == "-")


def _show(printer: Printer, experiment: Setup, epochs: Epochs, smallest: int) -> None:
    problem = experiment.problem
    printer.paragraph(
        f"Escape from saddles, widths {widths_text(problem.widths)}; "
        f"step size {experiment.step:g}, seed {experiment.seed}."
    )
    printer.paragraph(
        f"Escaped: the loss has fallen by {experiment.fraction:g} of the gap to the next lower critical value."
    )
    printer.line()
    rows = [
        (
            s.number,
            selection_text(s.kind.selection),
            strings_text(s.kind.strings),
            s.kind.label,
            s.order,
            *map(value_text, s.gap),
        )
        for s in experiment.saddles
    ]
    printer.table(("kind", "S", "strings", "class", "order", "loss", "next lower"), rows, right=(0, 4))
    printer.line()
    headers = ("kind", "order", "epsilon", "runs", "escaped", *(f"{100 * q:g} %" for q in QUANTILES))
    printer.table(headers, _quantile_rows(experiment, epochs), title="Quantiles of escape epochs", right=range(10))
    printer.line()
    printer.table(
        (
            "kind",
            "order",
            "law of the median epoch",
            "theory",
            "slope",
            "95 % interval",
            "fitted on epsilon",
            "local slopes",
        ),
        _fit_rows(experiment, epochs, smallest),
        title="Scaling",
        right=(0, 1, 3, 4, 5),
    )
    printer.paragraph(
        "Intervals: percentile bootstrap over runs; they say nothing about how far epsilon is from its limit 0."
    )
    printer.paragraph("Local slopes, between neighbouring distances, largest first, show whether the limit is near.")


def _quantile_rows(experiment: Setup, epochs: Epochs) -> list[tuple[object, ...]]:
    rows = []
    for saddle in experiment.saddles:
        for epsilon in sorted(experiment.epsilons, reverse=True):
            values = epochs[saddle.number, epsilon]
            cells = ["never" if math.isinf(q) else f"{q:.0f}" for q in quantiles(values, QUANTILES)]
            escaped = int(sum(value < math.inf for value in values))
            rows.append((saddle.number, saddle.order, f"{epsilon:g}", len(values), escaped, *cells))
    return rows


def _fit_rows(experiment: Setup, epochs: Epochs, smallest: int) -> list[tuple[object, ...]]:
    rows = []
    for saddle in experiment.saddles:
        fit = fitted(experiment, saddle, epochs, smallest=smallest)
        law = "a + slope log(1/epsilon)" if saddle.order == 2 else "a (1/epsilon)^slope"
        cells = ("-",) * 5
        if fit is not None:
            range_ = f"{fit.distances[-1]:g} to {fit.distances[0]:g}"
            local = ", ".join(f"{slope:.4g}" for slope in fit.local)
            interval = "-" if fit.low is None or fit.high is None else f"[{fit.low:.4g}, {fit.high:.4g}]"
            cells = (f"{fit.theory:.4g}", f"{fit.slope:.4g}", interval, range_, local)
        rows.append((saddle.number, saddle.order, law, *cells))
    return rows


def _data(experiment: Setup, epochs: Epochs, smallest: int) -> dict[str, Any]:
    results = []
    for saddle in experiment.saddles:
        fit = fitted(experiment, saddle, epochs, smallest=smallest)
        results.append(
            {
                "kind": saddle.number,
                "order": saddle.order,
                "class": saddle.kind.label,
                "epochs": {
                    f"{epsilon:g}": [
                        None if math.isinf(value) else int(value) for value in epochs[saddle.number, epsilon]
                    ]
                    for epsilon in experiment.epsilons
                },
                "fit": None if fit is None else asdict(fit),
            }
        )
    return {**describe(experiment), "results": results}
