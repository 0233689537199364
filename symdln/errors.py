"""The errors that symdln raises on purpose; each message is a sentence for the person who typed the input."""

from typing import Any

_MOST_SHOWN, _MOST_CHARACTERS = 80, 600


def printable(text: str) -> str:
    r"""The text with every character that does not print as itself (control, invisible, direction) as an escape.

    So no file name, column name or key can move the cursor, recolour the terminal or hide what follows.

    >>> print(printable("a\x1b[31mb\nc"), printable("é ⊗"))
    a\x1b[31mb\nc é ⊗
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def shown(value: Any) -> str:
    """The value as a message shows it: escaped, and a long one is cut, so that the message stays a sentence.

    >>> shown([1, 2]), len(shown(list(range(1000))))
    ('[1, 2]', 83)
    """
    try:
        return cut(repr(value))
    except ValueError:  # Python writes no whole number of more than some 4,300 digits
        return f"a value with a number of very many digits ({type(value).__name__})"
    except Exception:  # of a class of the user's
        return f"a value that cannot be shown ({type(value).__name__})"


def cut(text: str) -> str:
    """The beginning of a long text, escaped.

    >>> cut("short"), cut("0123456789" * 100)[75:]                              # 80 characters, and the sign of the cut
    ('short', '56789...')
    """
    return printable(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}...")


def one_line(message: str) -> str:
    """The message in one printable line; a very long one, which quotes a very long entry, is cut in its middle.

    >>> one_line("  wide   room "), len(one_line("7" * 1000))         # 400 characters, " ... " and 200 characters
    ('wide room', 605)
    """
    line = printable(" ".join(message.split()))
    return line if len(line) <= _MOST_CHARACTERS else f"{line[: _MOST_CHARACTERS - 200]} ... {line[-200:]}"


def reason(error: BaseException) -> str:
    """Why the operating system refused, in its words; for another error its message.

    >>> reason(OSError(28, "No space left on device")), reason(ValueError("broken"))
    ('No space left on device', 'broken')
    """
    return getattr(error, "strerror", None) or str(error)


class SymdlnError(Exception):
    """Base of every error that symdln raises on purpose; its message is printable, whatever input it quotes."""

    def __init__(self, message: object = ""):
        super().__init__(printable(str(message)))


class InputError(SymdlnError, ValueError):
    """What was passed cannot be used: the message says what was passed, what was expected and what to do."""


class NotRationalError(SymdlnError, ArithmeticError):
    """The object exists but has irrational entries, so no exact rational copy of it can be built."""


class UndecidedError(SymdlnError, ArithmeticError):
    """A rigorous method ended without an answer; nothing is guessed."""
