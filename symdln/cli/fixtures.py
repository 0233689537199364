"""``symdln fixtures``: exact points with their answers, written for tests of other code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from symdln.cli.decayed import one_or_each
from symdln.cli.options import Count, Rational, Rationals, Widths
from symdln.cli.rows import counts_of
from symdln.cli.top import say
from symdln.cli.watch import counted, stage
from symdln.errors import InputError
from symdln.exact_points import FAMILIES, KINDS, Conventions, Data, Request, check, estimate, request, write
from symdln.exact_points.conventions import LAYOUTS, LOSSES, SAMPLES
from symdln.exact_points.write import check_target, form_of
from symdln.files.disk import MOST_BYTES
from symdln.files.point import check_sizes, parse_problem
from symdln.files.text import read_json
from symdln.landscape.problem import Problem

DIFFERS = 1
MOST_SENTENCES = 20


def _canonical(widths: Sequence[tuple[int, ...]], spectra: Sequence[tuple[Fraction, ...]]) -> list[Problem]:
    """One canonical problem for each --widths, with the --spectrum at the same place, or the only one."""
    if len(spectra) > 1 and len(spectra) != len(widths):
        raise InputError(
            f"{len(spectra)} times --spectrum and {len(widths)} times --widths do not match; "
            "pass --spectrum once, or once for each."
        )
    problems = []
    for place, one in enumerate(widths):
        check_sizes(one)
        default = tuple(Fraction(value) for value in range(min(one[0], one[-1]), 0, -1))
        values = spectra[place if len(spectra) > 1 else 0] if spectra else default
        problems.append(Problem.canonical(values, one))
    return problems


def _from_file(path: Path) -> Problem | Data:
    """The problem in a JSON file; data X and Y are kept as they are given."""
    data = read_json(path, "a problem")
    try:
        problem = parse_problem(data)
        if "X" not in data:
            return problem
        return Data.of(data["X"], data["Y"], problem.hidden, loss_factor=problem.loss_factor)
    except InputError as error:
        raise InputError(f"'{path}': {error}") from None


def _announce(wish: Request, target: Path) -> None:
    """Say, before anything is written, how large it will be; refuse a file that could not be read back."""
    stage("building a sample of the fixtures, to estimate their size")
    number, size = estimate(wish)
    if not number:
        raise InputError("These options make no fixtures; pass --widths, --problem or --family, and kinds that exist.")
    problems = f"{len(wish.problems)} problem{'s' * (len(wish.problems) != 1)}"
    hard = f" and {len(wish.families)} families" if wish.families else ""
    say(f"{number:,} fixtures of {problems}{hard}, about {_size(size)} as JSON.")
    if form_of(target) and size > MOST_BYTES:
        raise InputError(
            f"'{target}' would have about {_size(size)}, and at most {MOST_BYTES >> 20} MiB are read from one file; "
            "name a folder."
        )


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MiB" if size >= 1 << 20 else f"{max(1, size >> 10)} KiB"


def _quiet() -> bool:
    """Whether nobody watches, as the error stream is not a terminal."""
    return not sys.stderr.isatty()


def _check(path: Path) -> int:
    """Print what differs in a set; exit code 1 if anything does."""
    wrong = 0
    stage("computing the answers again")
    for sentence in counted(check(path), "answers that differ"):
        wrong += 1
        if wrong <= MOST_SENTENCES:
            say(sentence)
    if wrong:
        say(f"{wrong} answers in {path} are wrong.")
        return DIFFERS
    say(f"Every answer in {path} was computed again and is right.")
    return 0


def _options(command: Any) -> Any:
    """The options, in the order of the help text."""
    options = (
        click.option(
            "--widths", type=Widths(), metavar="D,...", help="All widths, d_0 to d_H; may be repeated.", multiple=True
        ),
        click.option(
            "--spectrum",
            type=Rationals(),
            metavar="S,...",
            multiple=True,
            help="Singular values of X = I, Y = diag(S): once, or once for each --widths.  By default n, ..., 2, 1.",
        ),
        click.option(
            "--problem",
            "files",
            type=click.Path(path_type=Path),
            metavar="FILE.json",
            multiple=True,
            help="A problem by X and Y, by moments or by singular values; may be repeated.",
        ),
        click.option(
            "--kinds",
            type=click.Choice(KINDS),
            default=("all",),
            show_default=True,
            help="Classes of kinds.",
            multiple=True,
        ),
        click.option(
            "--count",
            type=Count(0),
            default=2,
            show_default=True,
            metavar="N",
            help="Points of each kind.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=0,
            show_default=True,
            help="Seed of all points but the first of each kind.",
        ),
        click.option("--limit", type=Count(), metavar="N", help="At most N kinds of each selection S."),
        click.option(
            "--total", type=click.IntRange(min=1), metavar="N", help="At most N fixtures of all these, spread evenly."
        ),
        click.option(
            "--non-critical",
            type=Count(0),
            default=0,
            metavar="N",
            help="N points near critical ones for each problem, at steps 1, 1/1000 and 1/1000000.",
        ),
        click.option(
            "--family",
            "families",
            type=click.Choice(["all", *FAMILIES]),
            metavar="NAME",
            help=f"Ill-conditioned families: all, {', '.join(FAMILIES)}; may be repeated.",
            multiple=True,
        ),
        click.option(
            "--condition",
            "conditions",
            type=Rational(),
            metavar="C",
            help="Condition numbers of the families.  By default 1000000.",
            multiple=True,
        ),
        click.option("--hessian", is_flag=True, help="Include the exact Hessians."),
        click.option(
            "--enclosures",
            "digits",
            type=Count(),
            metavar="D",
            help="Enclose all Hessian eigenvalues in 10^-D.",
        ),
        click.option(
            "--curvature",
            is_flag=True,
            help="Include Gauss-Newton and Fisher matrices, Kronecker factors, spectra, learning coefficients.",
        ),
        click.option("--index", type=Count(0), metavar="N", help="Only kinds with N negative eigenvalues."),
        click.option("--order", type=Count(), metavar="N", help="Only saddles of order N."),
        click.option("--rank", type=Count(0), metavar="N", help="Only kinds with a product of rank N."),
        click.option("--dimension", type=Count(0), metavar="N", help="Only kinds of dimension N."),
        click.option("--value", type=Rational(), metavar="V", help="Only kinds at which the loss is V."),
        click.option(
            "--balanced/--unbalanced", default=None, help="Only points whose weights are balanced, or are not."
        ),
        click.option(
            "--scale",
            type=Rational(),
            default="1",
            show_default=True,
            metavar="C",
            help="Multiply W_1 by C and divide W_H by C at critical points.",
        ),
        click.option(
            "--decay",
            type=Rationals(),
            metavar="LAM[,...]",
            help="Weight decay: adds 1/2 sum lam_j ||W_j||^2 to the loss; one positive number, or one for each layer.",
        ),
        click.option(
            "--bias",
            type=click.Choice(["all", "output"]),
            help="Networks with biases in all layers, or in the last one.",
        ),
        click.option(
            "--samples",
            type=click.Choice(SAMPLES),
            default="columns",
            show_default=True,
            help="Whether the columns or the rows of X and Y are samples.",
        ),
        click.option(
            "--layout",
            type=click.Choice(LAYOUTS),
            default="linear",
            show_default=True,
            help="W_j as d_j x d_{j-1} (torch.nn.Linear) or as d_{j-1} x d_j (Flax kernels).",
        ),
        click.option(
            "--loss",
            type=click.Choice(LOSSES),
            default="given",
            show_default=True,
            help="The factor of ||prediction - Y||^2: 1/2, 1, 1/(entries of Y), or the problem's own (canonical: 1/2).",
        ),
        click.option(
            "--out",
            type=click.Path(path_type=Path),
            metavar="PATH",
            help="FILE.json, FILE.npz, FILE.safetensors or a new folder.",
        ),
        click.option(
            "--dry-run", is_flag=True, help="Say how many fixtures and bytes would be made, and write nothing."
        ),
        click.option(
            "--check",
            "checked",
            type=click.Path(path_type=Path),
            metavar="PATH",
            help="Compute every answer in a set again, and stop.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("fixtures")
@_options
def fixtures_command(
    widths: tuple[tuple[int, ...], ...],
    spectrum: tuple[tuple[Fraction, ...], ...],
    files: tuple[Path, ...],
    families: tuple[str, ...],
    conditions: tuple[Fraction, ...],
    out: Path | None,
    dry_run: bool,
    checked: Path | None,
    samples: str,
    layout: str,
    loss: str,
    decay: tuple[Fraction, ...] | None,
    bias: str | None,
    **wishes: Any,
) -> int:
    """Write exact points of weight space with loss, gradient, Hessian inertia, class and more, for tests of other code.

    Every number is an exact rational, with roundings to float64 and float32 beside it.  See docs/fixtures.md.
    """
    if checked is not None:
        return _check(checked)
    if out is None and not dry_run:
        raise InputError("no place was named; pass --out PATH, or --dry-run to see the size only.")
    if out is not None:
        check_target(out)
    if families and (decay or bias):
        raise InputError("The ill-conditioned families have no decay and no biases; pass --family, or the other two.")
    wish = request(
        [*_canonical(widths, spectrum), *map(_from_file, files)],
        families=families,
        conditions=conditions or (Fraction(10**6),),
        conventions=Conventions(samples, layout, loss),
        decay=None if decay is None else one_or_each(decay),
        bias=bias,
        **wishes,
    )
    for data in wish.problems:
        if data.decays is None:
            counts_of(data.problem)  # refuses widths with too many kinds to examine
    _announce(wish, out if out is not None else Path("fixtures"))
    if out is not None and not dry_run:
        stage("building and writing the fixtures")
        with click.progressbar(wish.fixtures(), wish.number(), "fixtures", file=sys.stderr, hidden=_quiet()) as built:
            written = write(out, built, conventions=wish.conventions, request=wish.data())
        say(f"They are in {written}.")
    return 0
