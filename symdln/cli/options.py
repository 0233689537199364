"""What the options of the commands accept: comma-separated lists, rationals, and where JSON goes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from symdln.errors import InputError
from symdln.files.text import json_text, number, write_json
from symdln.tables import Printer


class Names(click.ParamType):
    """Comma-separated names; a name with a comma in it is put in double quotes, as in CSV."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in next(csv.reader([str(value)]), []))
        if not all(names) or not names:
            self.fail(f"{value!r} has an empty name; write names with single commas between them.", param, ctx)
        return names


class Widths(click.ParamType):
    """Comma-separated positive integers."""

    name = "widths"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        if not re.fullmatch(r"\s*\d{1,9}\s*(,\s*\d{1,9}\s*)*", str(value)):
            self.fail(
                f"{value!r} is no list of widths; write positive integers with commas between them, like 3,2,2.",
                param,
                ctx,
            )
        return tuple(map(int, str(value).split(",")))


class Rational(click.ParamType):
    """One exact rational."""

    name = "rational"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        try:
            return value if isinstance(value, Fraction) else number(str(value))
        except InputError as error:
            self.fail(str(error), param, ctx)


class Rationals(click.ParamType):
    """Comma-separated exact rationals."""

    name = "rationals"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Fraction, ...]:
        if isinstance(value, tuple):
            return value
        try:
            return tuple(number(part) for part in str(value).split(","))
        except InputError as error:
            self.fail(str(error), param, ctx)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--json [FILE]``: also write the results to a file, or print them instead of tables where no file is named."""
    text = "Write the results as JSON to this file; alone or with -, print JSON instead of tables."
    return click.option(
        "--json", "json_target", metavar="[FILE|-]", is_flag=False, flag_value="-", default=None, help=text
    )(command)


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--limit N``: how many kinds of each selection are listed."""
    text = "List at most N kinds of each selection S; by default all up to 200 kinds in total, else 20 of each S."
    return click.option("--limit", type=click.IntRange(min=1), metavar="N", default=None, help=text)(command)


def check_json_target(target: str | None, *sources: Path) -> None:
    """Refuse, before any work, to write JSON into a directory or over a file that is read."""
    if target is None or target == "-":
        return
    path = Path(target)
    if path.is_dir():
        raise InputError(f"'{target}' is a directory; name a file for --json.")
    if any(path.resolve() == source.resolve() for source in sources):
        raise InputError(f"--json would overwrite the input '{target}'; name another file.")


def deliver(target: str | None, data: Callable[[], Any], show: Callable[[Printer], None]) -> None:
    """Print JSON, or the tables and then write the JSON file if one is named."""
    if target == "-":
        click.echo(json_text(data()))
        return
    show(Printer())
    if target is not None:
        click.echo(f"JSON is in {write_json(data(), target)}.")
