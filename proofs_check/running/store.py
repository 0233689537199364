"""A store of finished work items in one SQLite file, which survives being killed at any moment (docs/scale.md).

A result for a claim, the code that decides it and a work item is recorded once; it is never computed again and never
counted twice, whichever run or process recorded it.
"""

from __future__ import annotations

import json
import math
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from proofs_check.language.scope import Unit
from proofs_check.running.evaluate import Tally
from symdln.errors import InputError, shown

FORMAT = 1
APPLICATION = 0x50726643  # in the header of the file: "PrfC"
PATIENCE = 60  # seconds that a process waits while another one writes
_TABLES = (
    "CREATE TABLE claims (number INTEGER PRIMARY KEY, id TEXT NOT NULL, code TEXT NOT NULL, UNIQUE (id, code))",
    "CREATE TABLE items (unit TEXT, claim INTEGER REFERENCES claims, tally TEXT NOT NULL, sum INTEGER NOT NULL, "
    "PRIMARY KEY (unit, claim)) WITHOUT ROWID",
)


@dataclass(frozen=True)
class Record:
    """The contents of the store for one claim as decided by one code."""

    id: str
    code: str
    items: int
    tally: Tally


class Store:
    """An open store; ``must_exist`` refuses to begin a new one.

    Processes of one machine may share a store: SQLite lets one write at a time, and the first record of an item stays.
    ``InputError`` says what is wrong with a file that is damaged, of a newer format, or no store; it is left as it is.
    """

    def __init__(self, path: Path, *, must_exist: bool = False):
        self.path = path
        if str(path) == ":memory:":
            raise InputError("':memory:' is not a file, so nothing would be recorded; name a file for the store.")
        if path.exists() and not path.is_dir() and not path.is_file():
            raise InputError(f"'{path}' is a device or a pipe; name a file for the store.")
        if path.is_dir():
            raise InputError(f"'{path}' is a folder; name a file for the store.")
        if not path.exists() and (must_exist or not path.parent.is_dir()):
            raise InputError(
                f"there is no store '{path}'; `proofs-check run --store FILE` makes one."
                if must_exist
                else f"there is no folder '{path.parent}' for the store '{path.name}'; make it first."
            )
        self._numbers: dict[tuple[str, str], int] = {}
        with self._said():
            # joblib draws work items in other threads than the reader's, one at a time (proofs_check.running.parallel).
            # An absolute path is that of a file: SQLite may read other names that begin with "file:" as addresses.
            self._file = sqlite3.connect(path.absolute(), PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                self._open()
            except BaseException:
                self._file.close()
                raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    # -- work items ----------------------------------------------------------------------------------------------------

    def tallies(self, unit: Unit, claims: Mapping[str, str]) -> dict[str, Tally]:
        """The records of a work item, by claim; ``claims`` gives the code of each."""
        wanted = {self._number(id, code): id for id, code in claims.items()}
        rows = self._rows("SELECT claim, tally, sum FROM items WHERE unit = ?", text_of(unit))
        return {wanted[claim]: self._read(tally, sum) for claim, tally, sum in rows if claim in wanted}

    def add(self, unit: Unit, tallies: Iterable[tuple[str, str, Tally]]) -> None:
        """Record a finished work item for claims (id, code, tally), all or none; existing records stay."""
        rows = []
        for id, code, tally in tallies:
            text = json.dumps(as_data(tally), separators=(",", ":"))
            rows.append((text_of(unit), self._number(id, code), text, zlib.crc32(text.encode())))
        with self._said(), self._transaction():
            self._file.executemany("INSERT OR IGNORE INTO items VALUES (?, ?, ?, ?)", rows)

    # -- the whole store -----------------------------------------------------------------------------------------------

    def records(self) -> list[Record]:
        """Everything, added up for each claim and code, in the order of ids."""
        named = self._rows("SELECT number, id, code FROM claims ORDER BY id, number")
        counts, tallies = Counter[int](), {number: Tally() for number, _, _ in named}
        for claim, tally, sum in self._each("SELECT claim, tally, sum FROM items"):
            if claim not in tallies:
                raise self._damaged("a recorded work item belongs to no claim")
            tallies[claim].add(self._read(tally, sum))
            counts[claim] += 1
        return [Record(id, code, counts[number], tallies[number]) for number, id, code in named]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every item as plain data."""
        query = "SELECT id, code, unit, tally, sum FROM items JOIN claims ON claim = number ORDER BY id, number, unit"
        for id, code, unit, tally, sum in self._each(query):
            yield {"claim": id, "code": code, "unit": self._json(unit), "tally": as_data(self._read(tally, sum))}

    def compact(self, keep: Callable[[str, str], bool]) -> int:
        """Remove the items of claims and codes that are not to be kept, free their space, and return their number."""
        named = self._rows("SELECT number, id, code FROM claims")
        gone = [(number,) for number, id, code in named if not keep(id, code)]
        with self._said():
            with self._transaction():
                removed = self._file.executemany("DELETE FROM items WHERE claim = ?", gone).rowcount
                self._file.executemany("DELETE FROM claims WHERE number = ?", gone)
            self._numbers.clear()
            self._file.execute("VACUUM")
            self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return max(removed, 0)

    # -- the file ------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        """Check what kind of file it is before anything is written; begin a new store in an empty file."""
        application, version = self._pragma("application_id"), self._pragma("user_version")
        if not application and not self._rows("SELECT 1 FROM sqlite_master LIMIT 1"):
            self._begin()
        elif application != APPLICATION:
            raise InputError(f"'{self.path}' is the database of another program; name another file.")
        elif version > FORMAT:
            raise InputError(
                f"'{self.path}' was written by a newer version of proofs-check (format {version}; this one reads "
                f"{FORMAT}); install the newer version, or name another file."
            )
        elif self._pragma("quick_check") != "ok":
            raise sqlite3.DatabaseError("its pages contradict each other")
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")  # after a power cut the last items may have to be done again

    def _begin(self) -> None:
        with self._transaction():
            if not self._rows("SELECT 1 FROM sqlite_master LIMIT 1"):  # else another process was faster
                for statement in (
                    *_TABLES,
                    f"PRAGMA application_id = {APPLICATION}",
                    f"PRAGMA user_version = {FORMAT}",
                ):
                    self._file.execute(statement)

    def _number(self, id: str, code: str) -> int:
        """The number of a claim and code in the file, given at the first request."""
        if (id, code) not in self._numbers:
            query = "SELECT number FROM claims WHERE id = ? AND code = ?"
            if not self._rows(query, id, code):
                with self._said(), self._transaction():
                    self._file.execute("INSERT OR IGNORE INTO claims (id, code) VALUES (?, ?)", (id, code))
            ((self._numbers[id, code],),) = self._rows(query, id, code)
        return self._numbers[id, code]

    def _read(self, text: Any, sum: Any) -> Tally:
        """The tally that was recorded; a changed one is refused, and so is one with impossible counts."""
        if not isinstance(text, str) or zlib.crc32(text.encode("utf-8", "surrogatepass")) != sum:
            raise self._damaged("a recorded work item was changed")
        data = self._json(text)
        try:
            tally = from_data(data)
        except ValueError as error:
            raise self._damaged(str(error)) from None
        if tally.witness is not None and "sentence" not in tally.witness:
            raise self._damaged("a witness has no sentence")
        if tally.error is not None and not {"sentence", "case", "traceback"} <= tally.error.keys():
            raise self._damaged("an error is recorded only in part")
        return tally

    def _json(self, text: Any) -> Any:
        try:
            return json.loads(text)
        except (ValueError, TypeError, RecursionError):
            raise self._damaged("a recorded work item is not JSON") from None

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._said():
            return self._file.execute(query, values).fetchall()

    def _each(self, query: str) -> Iterator[Any]:
        with self._said():
            yield from self._file.execute(query)

    def _pragma(self, name: str) -> Any:
        return self._rows(f"PRAGMA {name}")[0][0]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write all or nothing; a process that is killed here leaves no part of it."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._file.execute("COMMIT")
        except BaseException:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise

    @contextmanager
    def _said(self) -> Iterator[None]:
        """The sentence for an error of SQLite."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise InputError(
                f"the store '{self.path}' cannot be used: {error}; what was recorded before is kept in it."
            ) from None
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from None
        except UnicodeDecodeError:  # raised for names in SQLite's own messages too
            raise self._damaged("a text in it is not in UTF-8") from None

    def _damaged(self, said: str) -> InputError:
        return InputError(
            f"'{self.path}' is damaged or not a store ({said}); it was left as it is: name another file, or put a copy "
            "back."
        )


def opened(path: Path | None) -> AbstractContextManager[Store | None]:
    """The store of a command, or None where the user named no file."""
    return nullcontext() if path is None else Store(path)


# -- data --------------------------------------------------------------------------------------------------------------


def text_of(unit: Unit) -> str:
    """A work item as the text under which it is recorded."""
    return json.dumps(unit, separators=(",", ":"))


def as_data(tally: Tally) -> dict[str, Any]:
    """A tally as JSON data: the entries that differ from an empty one."""
    empty = Tally()
    held = {field.name: getattr(tally, field.name) for field in fields(tally)}
    return {name: value for name, value in held.items() if value != getattr(empty, name)}


COUNTERS = ("excluded_problems", "excluded_cases", "traits", "left_out", "alike")


def from_data(data: Mapping[str, Any]) -> Tally:
    """The tally that :func:`as_data` wrote; ``ValueError`` for data that no run can have written."""
    if not isinstance(data, Mapping):
        raise ValueError("a tally is not an object")
    for name, value in data.items():
        if name not in _VALUES:
            raise ValueError(f"a tally has the unknown entry {shown(name)}")
        if not _VALUES[name](value):
            raise ValueError(f"{name} of a work item is {shown(value)}, which no run writes")
    if data.get("failures", 0) + data.get("undecided", 0) > data.get("cases", 0):
        raise ValueError("a work item has more failures and undecided cases than cases")
    counters = {name: Counter(data.get(name, {})) for name in COUNTERS}
    return Tally(**{**data, **counters})


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_time(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < math.inf


def _are_counts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_count, value.values()))


def _are_names(value: Any) -> bool:
    return isinstance(value, dict) and all(entry is None for entry in value.values())


def _is_witness(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and isinstance(value.get("sentence", ""), str))


def _is_error(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and isinstance(value.get("sentence", ""), str))


_VALUES: Mapping[str, Callable[[Any], bool]] = {
    "seen": _is_count,
    "cases": _is_count,
    "failures": _is_count,
    "undecided": _is_count,
    "inexact": _is_count,
    "inexact_failures": _is_count,
    "errors": _is_count,
    "relations": _are_names,
    "formal": _is_count,
    "identities": _are_names,
    "traits": _are_counts,
    "left_out": _are_counts,
    "alike": _are_counts,
    "excluded_problems": _are_counts,
    "excluded_cases": _are_counts,
    "seconds": _is_time,
    "witness": _is_witness,
    "open_sentence": lambda value: value is None or isinstance(value, str),
    "float_seen": lambda value: value is None or isinstance(value, str),
    "error": _is_error,
}
