"""The index of all claims, read from their files without running them: for commands that only list or find claims.

The files are read each time, so it is never older than they are; a text that is as before is not parsed again.
``tests/proofs_check/running/test_index.py`` compares it with the claims themselves.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from proofs_check.language import sources
from proofs_check.language.source import Source
from symdln.errors import InputError, shown
from symdln.strings.lemmas import lemma

if TYPE_CHECKING:
    from proofs_check.language.claim import Claim

FOLDER = Path(__file__).parents[1] / "claims"
PACKAGE = "proofs_check.claims"
MADE = "def claim_of("
"""A text by which to know the module in which a function makes one claim for each lemma about strings."""
MAKERS = {"on_general_data": ".general-data"}
"""The functions that turn a claim into another one with the same words, and what they put behind its id."""


@dataclass(frozen=True)
class Entry:
    """Where a claim stands and what it says in words; ``source`` and ``place`` cite it."""

    id: str
    module: str
    file: Path
    line: int
    sentence: str
    source: Source
    place: str

    @property
    def text(self) -> str:
        """The text that a search examines."""
        found = self.source
        return f"{self.id} {self.sentence} {found.key} {found.authors} {found.year} {found.title} {self.place}"


def entries(source: str = "") -> dict[str, Entry]:
    """The entries of all claims, or of those of one source, by id: modules in alphabetical order, claims as written."""
    found: dict[str, Entry] = {}
    for path in sorted((FOLDER / source).rglob("*.py")):
        parts = path.relative_to(FOLDER).with_suffix("").parts
        module = ".".join((PACKAGE, *(part for part in parts if part != "__init__")))
        text = path.read_text(encoding="utf-8")
        if "claim" in text:
            for entry in _entries_in(path, module, text):
                found[entry.id] = entry
    return found


@cache
def _entries_in(path: Path, module: str, text: str) -> tuple[Entry, ...]:
    """The entries of one module; in a module of :data:`MADE` the lemmas about strings, by their names."""
    return tuple(_lemmas(path, module, text) if MADE in text else _File(path, module, text).entries())


def _lemmas(path: Path, module: str, text: str) -> Iterator[Entry]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_call_of(node.value, "claim_of"):
            name = ast.literal_eval(node.value.args[0])
            id = f"ours.strings.{name.replace(' ', '-')}"
            yield Entry(id, module, path, node.lineno, lemma(name).sentence, sources.OURS, f"strings, {name}")


def entry_of(claim: Claim) -> Entry:
    """The entry of a claim that is loaded, such as one of a claim file."""
    code = claim.check.__code__
    citation = claim.source
    return Entry(
        claim.id,
        claim.module,
        Path(code.co_filename),
        code.co_firstlineno,
        claim.sentence,
        citation.source,
        citation.place,
    )


def begins(id: str, prefix: str) -> bool:
    """Whether the prefix is the id, or its beginning up to a dot."""
    return id == prefix or id.startswith(prefix.rstrip(".") + ".")


def below(ids: Iterable[str], prefix: str) -> list[str]:
    """The ids that are the prefix or begin with it and a dot."""
    return [id for id in ids if begins(id, prefix)]


def unknown(name: str, ids: Sequence[str]) -> InputError:
    """The sentence for a name that no claim has, with the ids that begin like it, contain it, or look like it."""
    begun = [id for id in ids if id.startswith(name)]
    holding = [id for id in ids if name.casefold() in id.casefold().split(".")]
    close = (begun or holding)[:3] or difflib.get_close_matches(name, ids, n=3, cutoff=0.6)
    hint = f"did you mean {', '.join(close)}?" if close else "`proofs-check list --search WORDS` searches all claims."
    return InputError(f"no claim is called {shown(name)}; {hint}")


class _File:
    """One module of claims, parsed."""

    def __init__(self, path: Path, module: str, text: str):
        self.path, self.module = path, module
        self.tree = ast.parse(text, str(path))
        self.constants: dict[str, ast.expr] = {}
        self.docs: dict[str, str] = {}
        self.made: dict[str, Entry] = {}

    def entries(self) -> Iterator[Entry]:
        for node in self.tree.body:
            entry, name = None, ""
            if isinstance(node, ast.FunctionDef):
                self.docs[node.name] = " ".join((ast.get_docstring(node) or "").split())
                calls = (one for one in node.decorator_list if _is_call_of(one, "claim"))
                entry = next((self._entry(call, self.docs[node.name]) for call in calls), None)
                name = node.name
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                self.constants[name] = node.value
                entry = self._assigned(node.value)
            if entry is not None:
                self.made[name] = entry
                yield entry

    def _assigned(self, value: ast.expr) -> Entry | None:
        """The claim in ``X = claim(...)(check)``, ``X = on_general_data(claim)`` or ``X = replace(claim, id=...)``."""
        if not isinstance(value, ast.Call) or not value.args:
            return None
        argument = value.args[0]
        first = argument.id if isinstance(argument, ast.Name) else ""
        if _is_call_of(value.func, "claim"):
            assert isinstance(value.func, ast.Call)
            return self._entry(value.func, self.docs[first])
        old = self.made.get(first)
        if old is None or not isinstance(value.func, ast.Name):
            return None
        if value.func.id in MAKERS:
            return replace(old, id=old.id + MAKERS[value.func.id], line=value.lineno)
        named = [self._text(one.value) for one in value.keywords if one.arg == "id"]
        return replace(old, id=named[0], line=value.lineno) if value.func.id == "replace" and named else None

    def _entry(self, call: ast.expr, sentence: str) -> Entry:
        assert isinstance(call, ast.Call)
        cited = next(one.value for one in call.keywords if one.arg == "source")
        source, place = self._citation(cited)
        return Entry(self._text(call.args[0]), self.module, self.path, call.lineno, sentence, source, place)

    def _citation(self, node: ast.expr) -> tuple[Source, str]:
        """The source and the place in ``SOURCE.at(place)``, or in the value of a name."""
        if isinstance(node, ast.Name):
            return self._citation(self._constant(node.id))
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            raise self._unreadable(node)
        return self._source(node.func.value), self._text(node.args[0])

    def _source(self, node: ast.expr) -> Source:
        if not isinstance(node, ast.Name):
            raise self._unreadable(node)
        imports = (one for one in self.tree.body if isinstance(one, ast.ImportFrom))
        names = {alias.asname: alias.name for one in imports for alias in one.names}
        found = getattr(sources, names.get(node.id) or node.id, None)
        return found if isinstance(found, Source) else self._source(self._constant(node.id))

    def _text(self, node: ast.expr) -> str:
        """A text that is written as a literal, as f"{NAME}, ...", or by the name of a constant."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Name):
            return self._text(self._constant(node.id))
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.FormattedValue) else part for part in node.values)
            return "".join(map(self._text, parts))
        raise self._unreadable(node)

    def _constant(self, name: str) -> ast.expr:
        """The value of a name, here or in the module from which it is imported."""
        if name in self.constants:
            return self.constants[name]
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module and any(one.name == name for one in node.names):
                file = FOLDER.parent.parent.joinpath(*node.module.split(".")).with_suffix(".py")
                return _constants_of(file)[name]
        raise InputError(f"'{self.path}': the name {name!r} has no value that can be read; write the text itself.")

    def _unreadable(self, node: ast.expr) -> InputError:
        return InputError(
            f"'{self.path}', line {node.lineno}: the id, the source and the place of a claim must be written as texts, "
            "as in SOURCE.at('Lemma 1'), so that `proofs-check list` can read them."
        )


def _constants_of(file: Path) -> Mapping[str, ast.expr]:
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    named = (node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name))
    return {node.targets[0].id: node.value for node in named if isinstance(node.targets[0], ast.Name)}


def _is_call_of(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
