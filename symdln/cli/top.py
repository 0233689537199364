"""The beginning and end of a program: text that the terminal can show, one sentence for an error, the exit code."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

import click

from symdln.errors import SymdlnError, one_line, printable, reason

WRONG_INPUT, INTERRUPTED, READER_GONE = 2, 130, 141

_SHOWABLE = "symdln.showable"  # the name under which `_substitute` handles characters that an encoding lacks
_SIGNS = {
    "⊗": "(x)", "·": "*", "×": "x", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∅": "0", "→": "->", "−": "-", "–": "-",
    "…": "...", "‖": "||", "∈": "in", "✓": "+", "✗": "x", "▲": "^", "▼": "v", "’": "'", "“": '"', "”": '"',
}  # fmt: skip


class OutputError(Exception):
    """Standard output cannot take what is printed; ``gone`` says that its reader has closed it."""

    def __init__(self, error: OSError):
        super().__init__(reason(error))
        self.gone = error.errno == errno.EPIPE


class _Output(io.TextIOWrapper):
    """Standard output, whose failures differ from those of other files."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise OutputError(error) from None

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            raise OutputError(error) from None


class WholeLines(click.Group):
    """A group whose help shows the first sentence of each command whole, over several lines where it is long.

    >>> from click.testing import CliRunner
    >>> command = click.Command("ranks", help="Print the ranks of ``W_1``.  They are exact.")
    >>> group = WholeLines("tool", commands=[command])
    >>> print(CliRunner().invoke(group, ["--help"]).output.split("Commands:")[1].strip())
    ranks  Print the ranks of `W_1`.
    """

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, as click does, but with whole sentences.

        >>> group = WholeLines("tool", commands=[click.Command("ranks", help="Ranks.")])
        >>> formatter = click.HelpFormatter()
        >>> group.format_commands(click.Context(group), formatter)
        >>> print(formatter.getvalue())
        Commands:
          ranks  Ranks.
        <BLANKLINE>
        """
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, _summary(command)) for name, command in found if command is not None and not command.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _summary(command: click.Command) -> str:
    """The first sentence of the help of a command."""
    return command.get_short_help_str(limit=10_000).replace("``", "`")


def say(text: str, *, err: bool = False) -> None:
    r"""Print a line in which the names that it quotes (of files, of columns) cannot steer the terminal.

    ``err`` says that it goes to the error stream.

    >>> say("The column a\x1b[2J is empty.")
    The column a\x1b[2J is empty.
    """
    put(printable(text) + "\n", err=err)


def put(text: str, *, err: bool = False) -> None:
    r"""Print a text as it is.  (``click.echo`` would print UTF-8 where the encoding is ASCII.)

    >>> put("one line\n")
    one line
    """
    stream = sys.stderr if err else sys.stdout
    stream.write(text)
    stream.flush()


def complain(program: str, message: str) -> None:
    r"""Print in one line, on the error stream, what is wrong; a closed error stream is not a second fault.

    >>> with contextlib.redirect_stderr(sys.stdout):
    ...     complain("symdln", "the file 'a.csv'\nis empty.")
    symdln: the file 'a.csv' is empty.
    """
    with contextlib.suppress(OSError):
        put(f"{program}: {one_line(message)}\n", err=True)


def run_program(program: str, group: click.Command, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its code.

    0 and 1 are the command's own; 2 means wrong input, or an output that cannot be written, with one sentence on the
    error stream; 130 Ctrl-C; 141, in silence, that the reader of the output has gone, as in ``| head``.

    >>> @click.command()
    ... def check():
    ...     raise SymdlnError("The width 0 is not positive.")
    >>> with contextlib.redirect_stderr(sys.stdout):
    ...     try:
    ...         run_program("check", check, [])
    ...     except SystemExit as end:
    ...         print("exit code", end.code)
    check: The width 0 is not positive.
    exit code 2
    """
    prepare(program)
    code = _code(program, lambda: group.main(args=arguments, prog_name=program, standalone_mode=False))
    code = _code(program, lambda: sys.stdout.flush() or code)
    sys.exit(code)


def prepare(program: str) -> None:
    """Make the streams fit for any text, and exit with a sentence where standard output is closed.

    >>> with contextlib.redirect_stderr(sys.stdout):                   # nothing is closed here, so it returns
    ...     prepare("symdln")
    """
    if not _open_streams():
        complain(program, "the standard output is closed, so nothing can be printed; direct it to a file or /dev/null.")
        sys.exit(WRONG_INPUT)


def _code(program: str, work: Callable[[], object]) -> int:
    """Do the work, report an error, and return the exit code."""
    try:
        code = work()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as help_text:  # no subcommand was named: its message is the help page
        put(help_text.format_message() + "\n", err=True)
        return WRONG_INPUT
    except OutputError as error:
        _drop_output()
        if error.gone:
            return READER_GONE
        complain(program, f"the standard output cannot be written ({error}), so what was printed is not complete.")
        return WRONG_INPUT
    except (click.ClickException, SymdlnError) as error:
        complain(program, error.format_message() if isinstance(error, click.ClickException) else str(error))
        return WRONG_INPUT
    except OSError as error:
        complain(program, f"the operating system refused something ({error}); check files, folders and free space.")
        return WRONG_INPUT
    except MemoryError:
        complain(program, "there is not enough memory for this; use smaller widths or fewer data.")
        return WRONG_INPUT
    except (click.Abort, KeyboardInterrupt):
        complain(program, "interrupted.")
        return INTERRUPTED
    return code if isinstance(code, int) else 0


# -- streams -----------------------------------------------------------------------------------------------------------


def _open_streams() -> bool:
    """Make the streams fit for any text; False where standard output is closed.

    What an encoding lacks is written in ASCII, ``<=`` for a sign of comparison and ``\\xe9`` for a letter.
    """
    codecs.register_error(_SHOWABLE, _substitute)
    closed = sys.stdout is None
    _fill_closed()
    if (
        isinstance(sys.stdout, io.TextIOWrapper)
        and sys.stdout is sys.__stdout__
        and not isinstance(sys.stdout, _Output)
    ):
        old = sys.stdout
        encoding, buffered = old.encoding, old.line_buffering
        sys.stdout = sys.__stdout__ = _Output(old.detach(), encoding, _SHOWABLE, line_buffering=buffered)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_SHOWABLE)
    return not closed


def _fill_closed() -> None:
    """Put the null device where a stream is closed, so that no file that is opened later takes its number, here or in
    the processes that this one starts.
    """
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")


def _drop_output() -> None:
    """Send the buffered output to the null device; at the end of the program it would fail once more."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def _substitute(error: UnicodeError) -> tuple[str | bytes, int]:
    """An ASCII text for the first character that cannot be encoded."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    sign = error.object[error.start]
    return _SIGNS.get(sign) or repr(ascii(sign))[2:-2].replace("\\\\", "\\"), error.start + 1


def speaks_unicode() -> bool:
    """Whether standard output takes every character.

    >>> ascii_only, unicode = (io.TextIOWrapper(io.BytesIO(), encoding=name) for name in ("ascii", "utf-8"))
    >>> with contextlib.redirect_stdout(ascii_only):
    ...     first = speaks_unicode()
    >>> with contextlib.redirect_stdout(unicode):
    ...     second = speaks_unicode()
    >>> first, second
    (False, True)
    """
    return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
