"""Files on the disk: only regular files are read, up to a limit, and files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from symdln.errors import InputError, reason

MOST_BYTES = 16 << 20
_PART = ".symdln-"


def read_bytes(path: str | Path, expected: str = "data", most: int | None = None) -> bytes:
    """The bytes of a regular file, at most ``most`` of them, by default 16 MiB.

    Raises ``InputError`` for a file that is missing, a directory, a device, a pipe, a socket, unreadable or larger;
    ``expected`` says in the message what the file should hold.  The call does not block, and reads no more than that.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_bytes(write_bytes(f"{folder}/data", b"abc"), most=3)
    b'abc'
    >>> read_bytes("missing.txt")
    Traceback (most recent call last):
        ...
    symdln.errors.InputError: there is no file 'missing.txt'; check its name and folder.
    """
    path, most = Path(_name(path)), MOST_BYTES if most is None else most
    try:
        _check_regular(path, os.stat(path), expected)
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as file:
            _check_regular(path, os.fstat(file.fileno()), expected)  # meanwhile another file may have taken its name
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise InputError(f"there is no file '{path}'; check its name and folder.") from None
    except OSError as error:
        raise InputError(f"'{path}' cannot be read ({reason(error)}); check its name and permissions.") from None
    if len(raw) > most:
        raise InputError(f"'{path}' has more than {most >> 20} MiB, the most that is read; split it or drop columns.")
    return raw


def _check_regular(path: Path, found: os.stat_result, expected: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise InputError(f"{_directory(path)}; name a file with {expected}.")
    if not stat.S_ISREG(found.st_mode):
        raise InputError(
            f"'{path}' is a device, a pipe or a socket, and only regular files are read; save {expected} to a file."
        )


def write_text(path: str | Path, text: str, *, folders: bool = False) -> Path:
    """Write a text as UTF-8, whole or not at all, as :func:`write_bytes` does; lone surrogates become ``?``.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_text(f"{folder}/new/a.txt", "é", folders=True)
    ...     path.name, read_bytes(path) == "é".encode()
    ('a.txt', True)
    """
    return write_bytes(path, text.encode("utf-8", "replace"), folders=folders)


def write_bytes(path: str | Path, content: bytes, *, folders: bool = False) -> Path:
    """Write a file, whole or not at all, and return its path; see :func:`replacing`.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_bytes(write_bytes(f"{folder}/data", b"abc"))
    b'abc'
    """
    with replacing(path, folders=folders) as file:
        file.write(content)
    return Path(path)


@contextlib.contextmanager
def replacing(path: str | Path, *, folders: bool = False) -> Iterator[IO[bytes]]:
    """A file to be written, which takes its name when it is complete and on the disk; ``folders`` makes missing ones.

    A file that had the name stays as it was if anything fails, and keeps its permissions if nothing does.  A link is
    followed; a device or a pipe is written directly.  Raises ``InputError`` where the place cannot be written.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_text(f"{folder}/a.txt", "old")
    ...     with contextlib.suppress(KeyboardInterrupt), replacing(path) as file:
    ...         _ = file.write(b"half of the n")
    ...         raise KeyboardInterrupt
    ...     read_bytes(path), os.listdir(folder)
    (b'old', ['a.txt'])
    """
    try:
        if _is_special(path):
            with open(path, "wb") as file:
                yield file
            return
        target = Path(os.path.realpath(path))
        _check_folder(path, target.parent, folders)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _part_of(target) as file:
            yield file
    except OSError as error:
        raise InputError(f"'{path}' cannot be written ({reason(error)}); choose another place.") from None


@contextlib.contextmanager
def _part_of(target: Path) -> Iterator[IO[bytes]]:
    """A file beside the target, which replaces the target in the end, or is removed."""
    handle, part = tempfile.mkstemp(prefix=_PART, dir=target.parent)
    try:
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, _mode(target))
        os.replace(part, target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def will_write(path: str | Path, *, folders: bool = False) -> None:
    """Raise ``InputError`` unless a file can be written at this place; ask it before long work.

    ``folders`` says that missing folders will be made.  Nothing is left behind: the folder, or the nearest one that
    exists, is tried with an empty file.  A device is tried by writing nothing, which /dev/full refuses.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     will_write(f"{folder}/a.txt")
    ...     os.listdir(folder)
    []
    """
    try:
        if _is_special(path):
            _try_device(path)
        else:
            folder = Path(os.path.realpath(path)).parent
            _check_folder(path, folder, folders)
            will_write_folder(folder)
    except OSError as error:
        raise InputError(f"'{path}' cannot be written ({reason(error)}); choose another place.") from None


def _try_device(path: str | Path) -> None:
    """Raise ``OSError`` where a device takes no data; a pipe is not opened, since its reader may come later."""
    if not stat.S_ISCHR(os.stat(path).st_mode):
        return
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        os.write(handle, b"")
    finally:
        os.close(handle)


def will_write_folder(folder: str | Path) -> None:
    """Raise ``InputError`` unless files can be written in this folder, or where it is missing, in the nearest above it.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     will_write_folder(f"{folder}/new")                                 # no folder is made
    ...     os.listdir(folder)
    []
    """
    try:
        above = next(place for place in (Path(folder), *Path(folder).absolute().parents) if place.exists())
        if not above.is_dir():
            raise InputError(f"'{folder}' cannot be written, since '{above}' is a file; choose another place.")
        with tempfile.TemporaryFile(prefix=_PART, dir=above) as file:
            file.write(b"\0")
    except OSError as error:
        raise InputError(f"'{folder}' cannot be written ({reason(error)}); choose another place.") from None


def _check_folder(path: str | Path, folder: Path, folders: bool) -> None:
    if not folders and not folder.exists():
        raise InputError(f"'{path}' cannot be written, since there is no folder '{Path(path).parent}'; make it first.")


def _is_special(path: str | Path) -> bool:
    """Whether data written there go to a device, a pipe or an open file, and not to a file of this name."""
    name = _name(path)
    if name.startswith(("/dev/", "/proc/")):
        return True
    try:
        mode = os.stat(name).st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise InputError(f"{_directory(path)}; name a file.")
    return not stat.S_ISREG(mode)


def _name(path: str | Path) -> str:
    """The path as a text; one with a zero byte is refused."""
    name = os.fspath(path)
    if "\0" in name:
        raise InputError(f"'{name}' cannot be read or written, since its name has a zero byte; check the name.")
    return name or "."  # as pathlib has it


def _directory(path: str | Path) -> str:
    empty = " (an empty name means the same)" if _name(path) == "." else ""
    return f"'{_name(path)}' is a directory{empty}"
