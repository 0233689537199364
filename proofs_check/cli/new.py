"""The command ``proofs-check new``: the skeleton of a claim, of a false neighbour and of a test, where each belongs.

Nothing in a skeleton can pass by itself: the check and the false neighbour raise, so the claim ends ERROR and the
neighbour survives, and the test fails until it is written.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import click

import proofs_check
from proofs_check.language import sources
from proofs_check.language.claim import ID
from proofs_check.language.source import Source
from proofs_check.language.sources import SOURCES
from proofs_check.running import registry
from symdln.errors import InputError
from symdln.files import write_text

SENTENCE = "State here in one sentence of words what is claimed."
PLACE = "Say where it is: Lemma, equation, page."
STATEMENT = r"\text{Write the statement here as it is printed.}"
CHANGE = "say here what is changed"
RESERVED = ("parts",)
"""Second parts of ids that are reserved, since they name folders of helpers."""


@click.command("new")
@click.argument("id", metavar="SOURCE.ID")
@click.option("--title", default=SENTENCE, metavar="SENTENCE", help="The statement in one sentence of words.")
@click.option("--place", default=PLACE, metavar="PLACE", help='Where it is in the source, as "Lemma 2.3, eq. (7)".')
def command(id: str, title: str, place: str) -> None:
    """Write the skeleton of the claim SOURCE.ID, of a false neighbour and of a test, and say what comes next.

    Works in a checkout of the repository: for a claim of your own, outside it, write a claim file and use
    `proofs-check hunt` (docs/check-your-own-lemma.md).  CONTRIBUTING.md goes through all steps.
    """
    root = Path(proofs_check.__file__).resolve().parents[1]
    new = Skeleton(id, title, place)
    written = new.write(root)
    click.echo("Written:")
    for path in written:
        click.echo(f"  {path.relative_to(root).as_posix()}")
    click.echo(new.next_steps())


def home(id: str) -> tuple[str, str]:
    """The folder and the module in ``proofs_check/claims`` in which the claim with this id stands.

    >>> home("chitour.crit-strata.corrected"), home("yun.global")
    (('chitour', 'crit_strata'), ('yun', 'global_'))
    """
    source, part = id.split(".")[:2]
    return source, _identifier(part)


@dataclass(frozen=True)
class Skeleton:
    """What is written for one new claim; refuses an id that is not allowed, or that a claim already has."""

    id: str
    title: str = SENTENCE
    place: str = PLACE

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.id):
            raise InputError(
                f"{self.id!r} is not a claim id; write the key of a source, a dot and a name, like chitour.lemma9."
            )
        key, part = self.id.split(".")[:2]
        if not _constants(key):
            raise InputError(_unknown_source(key))
        if not part[0].isalpha() or part in RESERVED:
            raise InputError(
                f"The second part of {self.id} names the file of the claim, and {part!r} cannot; "
                "choose a word that begins with a letter, such as lemma9."
            )
        if self.id in registry.all_claims():
            found = registry.all_claims()[self.id]
            raise InputError(f"The claim {self.id} exists already, in {found.module}; choose another id.")
        if not self.title.strip() or not self.place.strip():
            raise InputError("The title or the place is empty; leave the option out to write it later.")

    # -- names ---------------------------------------------------------------------------------------------------------

    @property
    def claim_path(self) -> str:
        source, module = home(self.id)
        return f"proofs_check/claims/{source}/{module}.py"

    @property
    def mutants_path(self) -> str:
        return f"tests/mutations/mutants_{'_'.join(home(self.id))}.py"

    @property
    def test_path(self) -> str:
        source, module = home(self.id)
        return f"tests/proofs_check/claims/{source}/test_{module.rstrip('_')}.py"

    @property
    def name(self) -> str:
        """The name of the check: the id without its source."""
        return _identifier("_".join(self.id.split(".")[1:]).lower())

    # -- writing -------------------------------------------------------------------------------------------------------

    def write(self, root: Path) -> tuple[Path, ...]:
        """Write or extend the three files below ``root``, and give their paths."""
        if not (root / "tests" / "mutations").is_dir():
            raise InputError(
                f"proofs_check is installed in {root}, which is not a checkout of the repository; clone it and work "
                "there, or write a claim file of your own (docs/check-your-own-lemma.md)."
            )
        package = root / "proofs_check" / "claims" / self.id.split(".")[0]
        if not package.exists():
            package.mkdir()
            (package / "__init__.py").write_text(
                f'"""The claims whose ids begin with ``{package.name}.``."""\n', encoding="utf-8"
            )
        return (
            _extend(root / self.claim_path, self._claim_head(), self._claim_imports, self._claim_body),
            _extend(root / self.mutants_path, self._mutants_head(), lambda _: _MUTANTS_IMPORTS, self._mutant_body),
            _extend(root / self.test_path, self._test_head(), lambda _: ("import pytest",), self._test_body),
        )

    def next_steps(self) -> str:
        """The next steps of the contributor, in order."""
        others = _constants(self.id.split(".")[0])
        which = "" if len(others) == 1 else f"; the documents of this source are {', '.join(others)}: cite yours"
        files = {"claim": self.claim_path, "mutants": self.mutants_path, "test": self.test_path}
        return _NEXT.format(id=self.id, which=which, **files)

    def _claim_head(self) -> str:
        source = _source(self.id.split(".")[0])
        place = "" if self.place == PLACE else f", {self.place}"
        return f'"""{source.authors} ({source.year}){_docstring(place)}."""'

    def _constant(self, taken: Iterable[str]) -> str:
        """The document that the skeleton cites: one that the file cites already, or the first of the source."""
        known = _constants(self.id.split(".")[0])
        return next((name for name in known if name in taken), known[0])

    def _claim_imports(self, taken: Iterable[str]) -> tuple[str, ...]:
        return (
            "import symdln as dln",
            "from proofs_check.language.claim import claim",
            "from proofs_check.language.outcome import Outcome",
            f"from proofs_check.language.sources import {self._constant(taken)}",
            "from proofs_check.scopes.critical_points import every_critical_point",
        )

    def _claim_body(self, taken: Iterable[str]) -> str:
        return _CLAIM.format(
            id=self.id,
            constant=self._constant(taken),
            place=_literal(self.place),
            statement=STATEMENT,
            name=_free(self.name, taken),
            title=_docstring(self.title),
        )

    def _mutants_head(self) -> str:
        return f'"""False neighbours of the claims ``{".".join(self.id.split(".")[:2])}``."""'

    def _mutant_body(self, taken: Iterable[str]) -> str:
        plant = "" if "plant" in taken else "\nplant = Planting()\n"
        return f"{plant}{_MUTANT.format(id=self.id, change=CHANGE, name=_free(self.name + '_changed', taken))}"

    def _test_head(self) -> str:
        return f'"""The claims ``{".".join(self.id.split(".")[:2])}``: cases by hand."""'

    def _test_body(self, taken: Iterable[str]) -> str:
        return _TEST.format(id=self.id, name=_free(f"test_{self.name}_by_hand", taken))


_CLAIM = '''

@claim(
    "{id}",
    source={constant}.at({place}),
    statement=r"{statement}",
    over=every_critical_point(),
)
def {name}(point: dln.Point) -> Outcome:
    """{title}"""
    raise NotImplementedError("the check of {id} is not written yet")
'''
_MUTANTS_IMPORTS = (
    "import symdln as dln",
    "from proofs_check.language.outcome import Outcome",
    "from tests.mutations.planting import Planting",
)
_MUTANT = """

@plant("{id}", "{change}")
def {name}(point: dln.Point) -> Outcome:
    raise NotImplementedError("the false neighbour of {id} is not written yet")
"""
_TEST = """

def {name}() -> None:
    pytest.fail("write here a case of {id} that you worked out by hand")
"""
_NEXT = """\
Next:
  1. In {claim}
     write the statement as printed, its place, the scope and the check{which}.
     docs/reviewing-claims.md lists what reviewers look at.
  2. .venv/bin/proofs-check run {id} --scope small
  3. In {mutants}
     change one thing in the statement, so that it is false; for a claim that is
     itself refuted remove this file and say by certify= how a failing case
     refutes it.
  4. In {test}
     write a case that you worked out by hand.
  5. make format missing
     It puts imports in order, and names what the claim still lacks: the
     recorded verdict, the total in README.md, the page of findings.
CONTRIBUTING.md has the steps with an example."""


def _extend(
    path: Path, head: str, imports: Callable[[set[str]], Iterable[str]], body: Callable[[set[str]], str]
) -> Path:
    """Add a body to a file, and the imports that it lacks; a missing file is made, with its head."""
    text = path.read_text(encoding="utf-8") if path.exists() else f"{head}\n\nfrom __future__ import annotations\n"
    tree = ast.parse(text)
    taken = _bound(tree)
    lacking = [line for line in imports(taken) if not _bound(ast.parse(line)) <= taken]
    lines = text.rstrip().split("\n")
    last = max(
        (node.end_lineno or 0 for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))), default=1
    )
    joined = lines[:last] + ([""] if not path.exists() and lacking else []) + lacking + lines[last:]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, "\n".join(joined) + "\n" + body(taken))
    return path


def _bound(tree: ast.Module) -> set[str]:
    """The names that the statements of a module bind at its top."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def _identifier(text: str) -> str:
    name = text.replace("-", "_")
    return name + "_" if keyword.iskeyword(name) else name


def _free(name: str, taken: Iterable[str]) -> str:
    while name in set(taken) | {"claim", "dln", "plant"}:
        name += "_"
    return name


def _literal(text: str) -> str:
    """The text as a Python string in double quotes, on one line."""
    inside = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'


def _docstring(text: str) -> str:
    """The text as one line between triple quotes."""
    escaped = _literal(text)[1:-1]
    return escaped if '"""' in text or text.rstrip().endswith('"') else escaped.replace('\\"', '"')


def _constants(key: str) -> list[str]:
    """The names in ``language/sources.py`` of the documents with this key."""
    known = [(name, value) for name, value in vars(sources).items() if isinstance(value, Source)]
    return [name for name, value in known if value.key == key and value in SOURCES]


def _source(key: str) -> Source:
    return next(source for source in SOURCES if source.key == key)


def _unknown_source(key: str) -> str:
    keys = sorted({source.key for source in SOURCES})
    return (
        f"There is no source with the key {key!r}; the keys are {', '.join(keys)}. For a new paper write "
        f'{key.upper()} = Source("{key}", title, authors, year, where) into proofs_check/language/sources.py '
        "and give the command again."
    )
