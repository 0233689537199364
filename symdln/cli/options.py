"""The values that options of the commands accept: comma-separated lists, rationals, and places for JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from symdln.algebra.square_roots import square_of
from symdln.cli.top import OutputError, put, say, speaks_unicode
from symdln.errors import InputError, shown
from symdln.files.disk import will_write
from symdln.files.text import json_text, number, write_json
from symdln.tables import Printer

MOST = 10**9  # the largest number that a count on the command line may be


class Count(click.ParamType):
    """An integer from ``least`` to ``most``.

    >>> Count(least=2).convert(" 12 ", None, None)
    12
    >>> Count(least=2).convert("1", None, None)
    Traceback (most recent call last):
    click.exceptions.BadParameter: '1' is not an integer from 2 to 1,000,000,000.
    """

    name = "integer"

    def __init__(self, least: int = 1, most: int = MOST):
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip()
        number = int(text) if re.fullmatch(r"[+-]?[0-9]{1,30}", text) else None
        if number is None or not self.least <= number <= self.most:
            self.fail(f"{shown(text)} is not an integer from {self.least} to {self.most:,}.", param, ctx)
        return number


class Names(click.ParamType):
    """Comma-separated names; a name with a comma in it is put in double quotes, as in CSV.

    >>> Names().convert('x1, x2,"a,b"', None, None)
    ('x1', 'x2', 'a,b')
    """

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        try:
            lines = list(csv.reader(io.StringIO(str(value), newline=""), strict=True))
        except csv.Error as error:
            self.fail(f"{shown(value)} is not a list of names ({error}); quote names as in CSV.", param, ctx)
        names = tuple(name.strip() for line in lines for name in line)
        if not all(names) or not names:
            self.fail(f"{shown(value)} has an empty name; write names with single commas between them.", param, ctx)
        if len(lines) > 1:
            self.fail(f"{shown(value)} has several lines; put a name with a line break in double quotes.", param, ctx)
        return names


class Widths(click.ParamType):
    """Comma-separated integers of at most nine digits, without signs.

    >>> Widths().convert("3, 2,2", None, None)
    (3, 2, 2)
    """

    name = "widths"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        if not re.fullmatch(r"\s*\d{1,9}\s*(,\s*\d{1,9}\s*)*", str(value)):
            self.fail(
                f"{shown(value)} is not a list of widths; write positive integers and commas, like 3,2,2.",
                param,
                ctx,
            )
        return tuple(map(int, str(value).split(",")))


class DecimalNumber(click.FloatRange):
    """A float, within the range given.

    >>> DecimalNumber().convert("0.5", None, None)
    0.5
    >>> DecimalNumber().convert("half", None, None)
    Traceback (most recent call last):
    click.exceptions.BadParameter: 'half' is not a number; write it like 2 or 0.5.
    """

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            read = float(value)
        except ValueError:
            self.fail(f"{shown(value)} is not a number; write it like 2 or 0.5.", param, ctx)
        return super().convert(read, param, ctx)


class Rational(click.ParamType):
    """One exact rational.

    >>> str(Rational().convert("0.75", None, None))
    '3/4'
    """

    name = "rational"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        try:
            return value if isinstance(value, Fraction) else number(str(value))
        except InputError as error:
            self.fail(str(error), param, ctx)


class Rationals(click.ParamType):
    """Comma-separated exact rationals.

    >>> [str(value) for value in Rationals().convert("3, 1/2", None, None)]
    ['3', '1/2']
    """

    name = "rationals"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Fraction, ...]:
        if isinstance(value, tuple):
            return value
        try:
            return tuple(number(part) for part in str(value).split(","))
        except InputError as error:
            self.fail(str(error), param, ctx)


class SingularValues(click.ParamType):
    """Comma-separated numbers, which stay texts: exact rationals, sqrt(3), others with roots like 1+sqrt(2).

    >>> SingularValues().convert("3, sqrt(3),1+sqrt(2)", None, None)
    ('3', 'sqrt(3)', '1+sqrt(2)')
    """

    name = "singular values"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        texts = tuple(part.strip() for part in str(value).split(","))
        try:
            for text in texts:
                if not is_algebraic_text(text):
                    square_of(text if "sqrt" in text else abs(number(text)))
        except InputError as error:
            self.fail(str(error), param, ctx)
        return texts


def is_algebraic_text(text: str) -> bool:
    """Whether a singular value is written with roots, but is not a rational times the square root of a rational.

    >>> [is_algebraic_text(text) for text in ("2/3", "sqrt(3)", "1+sqrt(2)")]
    [False, False, True]
    """
    try:
        if any(sign in text for sign in "(^*"):
            square_of(text)
    except InputError:
        return True
    return False


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--json [FILE]``: also write the results to a file, or print them instead of tables where no file is named.

    >>> from click.testing import CliRunner
    >>> command = json_option(click.Command("show", callback=lambda json_target: click.echo(json_target)))
    >>> CliRunner().invoke(command, ["--json"]).output, CliRunner().invoke(command, ["--json", "out.json"]).output
    ('-\\n', 'out.json\\n')
    """
    text = "Write the results as JSON to this file; alone or with -, print JSON instead of tables."
    return click.option(
        "--json", "json_target", metavar="[FILE|-]", is_flag=False, flag_value="-", default=None, help=text
    )(command)


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--limit N``: the number of kinds of each selection that are listed; None where it is not given.

    >>> from click.testing import CliRunner
    >>> command = limit_option(click.Command("show", callback=lambda limit: click.echo(limit)))
    >>> CliRunner().invoke(command, ["--limit", "7"]).output
    '7\\n'
    """
    text = "List at most N kinds of each selection S; by default all up to 200 kinds in total, else 20 of each S."
    return click.option("--limit", type=Count(), metavar="N", default=None, help=text)(command)


def check_json_target(target: str | None, *sources: Path) -> None:
    """Refuse, before any work, a place for JSON that cannot be written or is an input file.

    >>> check_json_target("-", Path("points.json"))                    # standard output
    >>> check_json_target("points.json", Path("points.json"))
    Traceback (most recent call last):
    symdln.errors.InputError: --json would overwrite the input 'points.json'; name another file.
    """
    if target is None or target == "-":
        return
    will_write(target, folders=True)
    if any(os.path.realpath(target) == os.path.realpath(source) for source in sources):  # links may be loops
        raise InputError(f"--json would overwrite the input '{target}'; name another file.")


def deliver(target: str | None, data: Callable[[], Any], show: Callable[[Printer], None]) -> None:
    """Print JSON, or print the tables and write the JSON file if one is named, each even where the other fails.

    >>> def show(printer):
    ...     printer.line("There are 2 kinds.")
    >>> deliver(None, lambda: {"kinds": 2}, show)
    There are 2 kinds.
    >>> deliver("-", lambda: {"kinds": 2}, show)
    {
     "kinds": 2
    }
    """
    if target == "-":
        print_json(data())
        return
    try:
        show(Printer())
        sys.stdout.flush()
    except OutputError:
        if target is not None:
            write_json(data(), target)
        raise
    if target is not None:
        say(f"JSON is in {write_json(data(), target)}.")


def print_json(data: Any) -> None:
    """Print JSON; characters beyond ASCII are escaped where the output does not take them.

    >>> print_json([["1", "1/2"]])
    [["1", "1/2"]]
    """
    text = json_text(data)
    put((text if speaks_unicode() else re.sub(r"[^\x00-\x7f]", lambda sign: json.dumps(sign[0])[1:-1], text)) + "\n")


def widths_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--widths D,...``: the architecture, which must be given.

    >>> from click.testing import CliRunner
    >>> command = widths_option(click.Command("show", callback=lambda widths: click.echo(widths)))
    >>> CliRunner().invoke(command, ["--widths", "3,2"]).output, CliRunner().invoke(command, []).exit_code
    ('(3, 2)\\n', 2)
    """
    text = "All widths, from d_0 (input) to d_H (output)."
    return click.option("--widths", type=Widths(), required=True, metavar="D,...", help=text)(command)


def spectrum_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--spectrum S,...``: the singular values of Y, with X = I; exact rationals.

    >>> from click.testing import CliRunner
    >>> command = spectrum_option(click.Command("show", callback=lambda spectrum: click.echo(sum(spectrum))))
    >>> CliRunner().invoke(command, ["--spectrum", "3,1/2"]).output
    '7/2\\n'
    """
    text = "Singular values; those not given are 0.  By default n, ..., 2, 1 with n = min(d_0, d_H)."
    return click.option("--spectrum", type=Rationals(), default=None, metavar="S,...", help=text)(command)


def singular_values_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--spectrum S,...`` that takes square roots too: the singular values of Y, with X = I; texts.

    >>> from click.testing import CliRunner
    >>> command = singular_values_option(click.Command("show", callback=lambda spectrum: click.echo(spectrum)))
    >>> CliRunner().invoke(command, ["--spectrum", "3,sqrt(2)"]).output
    "('3', 'sqrt(2)')\\n"
    """
    text = (
        "Singular values, also sqrt(3) or 1+sqrt(2); those not given are 0.  By default n, ..., 2, 1 with n = min(d_0, "
        "d_H)."
    )
    return click.option("--spectrum", type=SingularValues(), default=None, metavar="S,...", help=text)(command)
