"""The options that several commands have, each written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from proofs_check.cli.durations import Duration
from symdln.errors import InputError

Function = TypeVar("Function", bound=Callable[..., Any])
Option = Callable[[Function], Function]

SIZES = ("small", "default", "large")  # as in proofs_check.scopes.families, which takes a while to import
_PATH = click.Path(path_type=Path)


def _file(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file that cannot be written before the work, not after it."""
    from symdln.files.disk import will_write  # with its package it takes longer to import than `list` takes

    if path is not None:
        _refused(param, lambda: will_write(path))
    return path


def _folder(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    from symdln.files.disk import will_write_folder

    if path is not None:
        _refused(param, lambda: will_write_folder(path))
    return path


def _refused(param: click.Parameter, check: Callable[[], None]) -> None:
    try:
        check()
    except InputError as error:
        raise click.UsageError(f"{param.opts[0]}: {error}") from None


def scope(default: str = "default", help: str = "How much is covered.") -> Option:
    return click.option("--scope", "size", type=click.Choice(SIZES), default=default, show_default=True, help=help)


def budget(default: str | None = None, help: str = "Stop after this time, such as 60s or 5m.") -> Option:
    return click.option("--budget", type=Duration(), default=default, show_default=default is not None, help=help)


source = click.option("--source", metavar="KEY", help="Only claims of this source (the first part of their ids).")
jobs = click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes; by default one per core.")
seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of disguises, samples and draws."
)
store = click.option(
    "--store",
    "store_path",
    type=_PATH,
    help="Record finished work items in this file, and continue from those in it.",
)
backend = click.option(
    "--backend",
    type=click.Choice(("loky", "dask")),
    default="loky",
    show_default=True,
    help="Processes of this machine, or the workers of a Dask cluster.",
)
scheduler = click.option(
    "--scheduler", metavar="ADDRESS", help="Where the Dask scheduler is, such as tcp://192.168.0.7:8786."
)
json = click.option("--json", "json_path", type=_PATH, callback=_file, help="Write the results to this file.")
html = click.option(
    "--html", "html_path", type=_PATH, callback=_file, help="Write the results as one self-contained page."
)
findings = click.option(
    "--findings", "findings_path", type=_PATH, callback=_file, help="Write what was found, claim by claim, as Markdown."
)
witnesses = click.option(
    "--witnesses",
    type=_PATH,
    callback=_folder,
    help="Write a witness file for each claim that failed, or whose check raised an error, into this folder.",
)
certificates = click.option(
    "--certificates", type=_PATH, callback=_folder, help="Write certificates for `verify` into this folder."
)
claims = click.option(
    "--claims",
    "files",
    multiple=True,
    metavar="FILE",
    type=_PATH,
    help="A claim file of your own, which is run; without an ID all its claims are meant.  May be repeated.",
)
