"""The names of symdln: each is imported from its place when it is first used, and the three lists of them agree."""

import ast
import re
import subprocess
import sys

import pytest

import symdln


def test_the_lists_agree(repository):
    """What type checkers see, what is imported at run time, and ``__all__``."""
    tree = ast.parse((repository / "symdln/__init__.py").read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {(one.module, alias.name) for one in block.body if isinstance(one, ast.ImportFrom) for alias in one.names}
    assert seen == {(place, name) for place, names in symdln._PLACES.items() for name in names}
    assert {name for _, name in seen} | {"__version__"} == set(symdln.__all__)


@pytest.mark.parametrize("name", symdln.__all__)
def test_every_name_is_there(name):
    assert getattr(symdln, name) is not None
    assert name in dir(symdln)


def test_another_name_is_not():
    with pytest.raises(AttributeError, match="has no attribute 'no_such_name'"):
        _ = symdln.no_such_name


def test_importing_symdln_imports_nothing_heavy(repository):
    code = (
        "import sys, symdln\n"
        "assert not {'numpy', 'flint', 'sympy', 'scipy'} & set(sys.modules)\n"
        "from symdln import *\n"
        "assert Problem is symdln.Problem and 'flint' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=repository, check=True)


def members_of(place: type) -> dict[str, object]:
    """The public members of a class that are written in symdln."""
    found = {}
    for one in reversed(place.__mro__):
        if one.__module__.startswith("symdln"):
            found |= {name: value for name, value in vars(one).items() if not name.startswith("_")}
    return found


@pytest.mark.parametrize("name", [name for name in symdln.__all__ if isinstance(getattr(symdln, name), type)])
def test_every_public_member_says_what_it_is(name):
    """Fields of a dataclass are explained in the docstring of their class; everything else has its own."""
    place = getattr(symdln, name)
    fields = set(getattr(place, "__dataclass_fields__", ())) | set(getattr(place, "_fields", ()))
    silent = [member for member, value in members_of(place).items() if member not in fields and not value.__doc__]
    assert place.__doc__
    assert silent == []


def test_no_module_loads_scipy_before_it_is_needed(repository):
    """A third of a second that `proofs-check show` does not have: scipy is imported in the functions that call it."""
    modules = (path for package in ("symdln", "proofs_check") for path in (repository / package).rglob("*.py"))
    loading = [path.name for path in modules if re.search(r"^(from|import) scipy\b", path.read_text("utf-8"), re.M)]
    assert loading == []


NO_EXAMPLE = {
    "CertifiedInertia",
    "Classification",
    "OrderBounds",
    "VolumeExponent",
}  # answers of functions that have one


@pytest.mark.parametrize("name", sorted(set(symdln.__all__) - NO_EXAMPLE))
def test_every_name_has_an_example(name):
    """The page of the reference shows it, and ``make doctest`` runs it; errors and numbers need none."""
    value = getattr(symdln, name)
    if callable(value) and not (isinstance(value, type) and issubclass(value, Exception)):
        assert ">>> " in value.__doc__
