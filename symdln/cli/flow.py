"""``symdln flow``: one trajectory, enclosed rigorously, with a proof of convergence where there is one."""

from __future__ import annotations

import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from symdln.algebra.eigenvalue import Interval
from symdln.cli.options import Count, Rational, Rationals, check_json_target, deliver, json_option
from symdln.cli.texts import widths_text
from symdln.cli.watch import stage
from symdln.dynamics import CertifiedFlow, EnclosedDescent, certified_flow, enclosed_descent
from symdln.errors import InputError
from symdln.files.point import read_point
from symdln.files.trajectory import TrajectoryFile
from symdln.landscape.point import Point
from symdln.tables import Printer

SMALL = Fraction(1, 10**12)
BAR = 30  # characters


@click.command("flow")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.json")
@click.option("--at", type=Rationals(), default=(), metavar="T,...", help="Enclose the weights at these times too.")
@click.option("--until", type=Rational(), default=None, metavar="T", help="Stop at this time; by default at 100.")
@click.option(
    "--steps", type=Count(1, 10**6), default=None, help="Largest number of steps; by default 5000, for descent 2000."
)
@click.option("--bits", type=Count(53, 1024), default=128, show_default=True, help="Precision at the beginning.")
@click.option("--descent", type=Rational(), default=None, metavar="STEP", help="Gradient descent with this step.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="Keep the state of the run in this file, also after Ctrl-C.",
)
@click.option("--resume", is_flag=True, help="Continue the run in --out.")
@json_option
def flow_command(
    file: Path,
    at: tuple[Fraction, ...],
    until: Fraction | None,
    steps: int | None,
    bits: int,
    descent: Fraction | None,
    out: Path | None,
    resume: bool,
    json_target: str | None,
) -> None:
    """Enclose the gradient flow from the weights in FILE.json by intervals until convergence is proved.

    With --descent STEP do so for gradient descent, where --at counts steps.  The answer is UNDECIDED without a proof.
    """
    check_json_target(json_target, file)
    if resume and out is None:
        raise InputError("--resume needs --out FILE, the file of the run to continue.")
    if descent is not None and (until is not None or out is not None):
        raise InputError("--until and --out are options of the flow; with --descent pass --steps.")
    stage("reading the point")
    point = read_point(file)
    bar = FlowBar()
    try:
        if descent is None:
            limit = Fraction(100) if until is None else until
            most = 5000 if steps is None else steps
            run = certified_flow(
                point.problem,
                point,
                at=at,
                until=limit,
                steps=most,
                bits=bits,
                progress=lambda now: bar.show(now / max([limit, *at]), f"time {float(now):.4g} of {float(limit):g}"),
                checkpoint=None if out is None else TrajectoryFile(out, resume=resume),
            )
        else:
            total = 2000 if steps is None else steps
            counts = [int(n) if n.denominator == 1 else n for n in at]
            run = enclosed_descent(
                point.problem,
                point,
                descent,
                at=counts,  # type: ignore[arg-type]  # a fraction is refused with a sentence
                steps=total,
                bits=bits,
                progress=lambda now: bar.show(Fraction(now, total), f"step {now} of {total}"),
            )
    finally:
        bar.clear()
    deliver(json_target, lambda: flow_data(point, run), lambda printer: _show(printer, file, point, run))


class FlowBar:
    """The progress of a run: a bar on a terminal, and elsewhere the line that is printed while one waits."""

    def __init__(self) -> None:
        self.on_terminal, self.last = sys.stderr.isatty(), time.monotonic()
        self.width = 0

    def show(self, share: Fraction, text: str) -> None:
        """Show the share that is done, at most five times a second."""
        if time.monotonic() - self.last < 0.2:
            return
        self.last = time.monotonic()
        done = min(BAR, int(BAR * share))
        line = f"[{'#' * done}{'.' * (BAR - done)}] {text}"
        stage(text)
        if self.on_terminal:
            sys.stderr.write("\r" + line.ljust(self.width))
            sys.stderr.flush()
            self.width = len(line)

    def clear(self) -> None:
        if self.width:
            sys.stderr.write("\r" + " " * self.width + "\r")
            sys.stderr.flush()


def flow_data(point: Point, run: CertifiedFlow | EnclosedDescent) -> dict[str, Any]:
    """The answer as JSON data: intervals as pairs of fractions."""
    proof = run.convergence
    return {
        "format": "symdln trajectory 1",
        "widths": list(point.problem.widths),
        "verdict": run.verdict,
        "reason": run.reason,
        "end": {"time": str(run.end.time), "radius": str(run.end.radius), "loss": _texts(run.end.loss)},
        "states": [
            {
                "time": str(state.time),
                "radius": str(state.radius),
                "loss": _texts(state.loss),
                "weights": [[[_texts(entry) for entry in row] for row in layer] for layer in state.weights],
            }
            for state in run.states
        ],
        "convergence": None if proof is None else {name: str(value) for name, value in vars(proof).items()},
    }


def _texts(interval: Interval) -> list[str]:
    return [str(end) for end in interval]


def _show(printer: Printer, file: Path, point: Point, run: CertifiedFlow | EnclosedDescent) -> None:
    is_flow = isinstance(run, CertifiedFlow)
    unit = "time" if is_flow else "steps"
    printer.pairs(
        [
            ("point", f"{file}: widths {widths_text(point.problem.widths)}"),
            ("verdict", run.verdict),
            ("reason", run.reason),
            (f"{unit} reached", f"{float(run.end.time):.6g}" + (f", in {run.steps} steps" if is_flow else "")),
            ("radius there", f"{float(run.end.radius):.3g}"),
            ("loss there", _decimals(run.end.loss)),
            *_proof_rows(run),
        ]
    )
    if run.states:
        printer.line()
        rows = [(f"{float(s.time):g}", _decimals(s.loss), f"{float(s.radius):.3g}") for s in run.states]
        printer.table((unit, "loss", "radius"), rows, title="Enclosed states (--json has the weights)", right=(0,))


def _proof_rows(run: CertifiedFlow | EnclosedDescent) -> list[tuple[str, object]]:
    proof = run.convergence
    if proof is None:
        return []
    goal = f"excess <= {float(SMALL):g}"
    if isinstance(run, CertifiedFlow):
        assert run.convergence is not None
        until = f"from the time {float(run.convergence.time_until(SMALL)):.6g} on"
        return [
            ("proved", f"from the time {float(run.convergence.time):.6g} on the excess falls at least like e^(-2 m t)"),
            ("m", f"{float(run.convergence.rate):.6g}"),
            (goal, until),
        ]
    assert run.convergence is not None
    return [
        ("proved", f"from step {run.convergence.steps} on every step lowers the excess by the factor"),
        ("factor", f"{float(run.convergence.factor):.6g}"),
        (goal, f"from step {run.convergence.steps_until(SMALL)} on"),
    ]


def _decimals(interval: Interval) -> str:
    low, high = map(float, interval)
    return f"{low:.12g}" if f"{low:.12g}" == f"{high:.12g}" else f"[{low:.12g}, {high:.12g}]"
