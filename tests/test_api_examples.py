"""The reference shows every public name at work: functions and classes in their own examples, members in their class's.

A name must stand in such an example; the slow test runs the examples and asks that what has the name is called there.
"""

import doctest
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

import proofs_check
import symdln
from symdln.algebra.words import Expression
from symdln.biases.point import BiasedPoint
from symdln.decay.modes import Modes

DIRECTIVE = re.compile(r"^\.\. auto\w+:: (\S+)\n((?:   :.*\n)*)", re.MULTILINE)
PARSER = doctest.DocTestParser()
OURS = ("symdln", "proofs_check")
EXCEPTIONS = {
    "proofs_check.language.proofs.store": "it searches, and writes a file into the package",
    "proofs_check.language.proofs.ClaimProof.refusal": "an interface; its two implementations have examples",
    "proofs_check.language.proofs.ClaimProof.statements": "as above",
    "proofs_check.language.proofs.ClaimProof.hypotheses": "as above",
    "proofs_check.language.proofs.ClaimProof.axioms": "as above",
    "proofs_check.language.proofs.ClaimProof.definitions": "as above",
    "proofs_check.language.proofs.ClaimProof.rules": "as above",
    "proofs_check.language.proofs.MatrixProof.rules": "it needs a shipped certificate; the tests of proofs replay all",
}
LIKE = {
    "symdln.algebra.words.expressions.Symbol": (Expression,),
    "symdln.algebraic.problem.AlgebraicProblem": (symdln.Problem,),
    "symdln.algebraic.point.AlgebraicPoint": (symdln.Point, symdln.CertifiedPoint),
    "symdln.decay.spectrum.DecayedSpectrum": (Modes,),
    "symdln.biases.decayed.DecayedBiasedPoint": (BiasedPoint,),
}  # members that are inherited, or have the names and the meaning that the examples of these classes show


def examples(text: str | None) -> list[str]:
    """The sources of the examples in a docstring."""
    return [example.source for example in PARSER.get_examples(inspect.cleandoc(text or ""))]


def members(place: type) -> dict[str, Any]:
    """The public methods and properties that are written in this project; fields are explained with their class."""
    found: dict[str, Any] = {}
    for one in reversed(place.__mro__):
        if one.__module__.startswith(OURS):
            found |= {name: value for name, value in vars(one).items() if not name.startswith("_")}
    fields = {*getattr(place, "__dataclass_fields__", ()), *getattr(place, "_fields", ())}
    return {name: v for name, v in found.items() if name not in fields and (callable(v) or hasattr(v, "__get__"))}


def lacking(name: str, value: Any) -> Iterator[str]:
    """The names of a function or a class, and of the members of a class, that no example of theirs shows."""
    if isinstance(value, type) and issubclass(value, Exception):
        return
    if not examples(value.__doc__):
        yield name
    if isinstance(value, type):
        parts = members(value)
        shown = "".join(source for one in (value, *parts.values()) for source in examples(inspect.getdoc(one)))
        parts = {
            part: one for part, one in parts.items() if not any(hasattr(like, part) for like in LIKE.get(name, ()))
        }
        unseen = (part for part, one in parts.items() if not examples(inspect.getdoc(one)))
        yield from (f"{name}.{part}" for part in unseen if not re.search(rf"\.{part}\b", shown))


def documented(pages: str) -> dict[str, Any]:
    """Every function and class of the pages of the reference, by the place where it is written."""
    found = {}
    for target, options in DIRECTIVE.findall(pages):
        place, _, last = target.rpartition(".")
        listed = re.search(r":members:(.*)", options)
        try:
            module, names = importlib.import_module(target), listed and re.findall(r"\w+", listed[1])
        except ModuleNotFoundError:
            module, names = importlib.import_module(place), [last]
        if names is None:
            continue
        for name in names or getattr(module, "__all__", None) or list(vars(module)):
            value = getattr(module, name)
            foreign = getattr(value, "__module__", "") != target and ":imported-members:" not in options and not names
            ours = str(getattr(value, "__module__", "")).startswith(OURS) and not inspect.ismodule(value)
            if callable(value) and ours and not foreign and not name.startswith("_"):
                found[f"{value.__module__}.{getattr(value, '__name__', name)}"] = value
    return found


@pytest.fixture(scope="module")
def reference(repository) -> dict[str, Any]:
    pages = sorted((repository / "docs/reference").glob("*.md"))
    return documented("".join(page.read_text(encoding="utf-8") for page in pages))


def of_the_face() -> set[str]:
    """Where the names of ``symdln`` and ``proofs_check`` themselves are written."""
    values = [getattr(module, name) for module in (symdln, proofs_check) for name in module.__all__]
    return {
        f"{value.__module__}.{value.__name__}" for value in values if hasattr(value, "__name__") and callable(value)
    }


def test_the_face_is_on_the_pages(reference):
    assert len(of_the_face()) > 80
    assert sorted(of_the_face() - set(reference)) == []


def test_every_public_name_has_an_example(reference):
    found = {one for name, value in reference.items() for one in lacking(name, value)}
    assert sorted(found ^ set(EXCEPTIONS)) == []


def test_every_public_name_says_what_it_is(reference):
    named = [(name, value) for name, value in reference.items()]
    named += [
        (f"{name}.{part}", getattr(value, part))
        for name, value in reference.items()
        if isinstance(value, type) and not issubclass(value, Exception)
        for part, one in members(value).items()
        if not inspect.ismemberdescriptor(one)
    ]
    assert [name for name, value in named if not inspect.getdoc(value)] == []


def test_a_name_without_an_example_is_found():
    """The control: a member counts as shown by the example of its class, or by its own."""

    class Shown:
        """
        >>> Shown().seen
        """

        __module__ = "symdln"
        seen = property(lambda self: 1, doc="One.")
        unseen = property(lambda self: 2, doc="Two, of which .seen is a part.")

        def own(self) -> int:
            """
            >>> 1
            1
            """
            return 3

    assert list(lacking("Shown", Shown)) == ["Shown.unseen"]
    assert list(lacking("f", lambda: None)) == ["f"]


# -- what the examples call --------------------------------------------------------------------------------------------


def functions(value: Any) -> list[FunctionType]:
    """The functions behind a function, method or property, below its decorators, whose caches are emptied."""
    found, todo = [], [value]
    while todo:
        one = todo.pop()
        if hasattr(one, "cache_clear"):
            one.cache_clear()
        if isinstance(one, FunctionType):
            found.append(one)
        todo += [getattr(one, name) for name in ("fget", "func", "__func__", "__wrapped__") if hasattr(one, name)]
    return found


def called(places: list[Any]) -> set[CodeType]:
    """The code of all that the examples of these functions and classes call."""
    found: set[CodeType] = set()

    def listen(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            found.add(frame.f_code)

    runner, before = doctest.DocTestRunner(verbose=False), sys.getprofile()
    for place in (one for one in places if examples(inspect.getdoc(one))):
        modules = (getattr(one, "__module__", "") for one in (place, *functions(place)))
        module = next(module for module in modules if module.startswith(OURS))
        scope = dict(vars(sys.modules[module]))
        test = PARSER.get_doctest(inspect.getdoc(place) or "", scope, str(place), None, None)
        sys.setprofile(listen)
        try:
            runner.run(test, out=print)
        finally:
            sys.setprofile(before)
    assert runner.failures == 0
    return found


def uncalled(name: str, value: Any) -> Iterator[str]:
    """The names of a function, or of the members of a class, that no example of theirs calls.

    Those of an interface are called in the classes that implement it.
    """
    is_class = isinstance(value, type)
    if is_class and (inspect.isabstract(value) or getattr(value, "_is_protocol", False)):
        return
    parts = members(value) if is_class else {}
    likes = LIKE.get(name, ())
    owned = {part: one for part, one in parts.items() if not any(hasattr(like, part) for like in likes)}
    owned = {f"{name}.{part}": functions(one) for part, one in owned.items()} if is_class else {name: functions(value)}
    found = called([value, *filter(functions, parts.values())])
    yield from (part for part, own in owned.items() if own and not found & {one.__code__ for one in own})


@pytest.mark.slow
def test_the_examples_call_what_they_show(reference):
    found = {one for name, value in reference.items() for one in uncalled(name, value)}
    known = {name for name in EXCEPTIONS if "ClaimProof" not in name} | {
        "symdln.pytest_plugin.dln_point",  # pytest calls them
        "symdln.pytest_plugin.dln_points",
    }
    assert sorted(found ^ known) == []


def test_a_member_that_is_only_named_is_found(monkeypatch):
    """The control: the example names ``.numerator``, but that of another object."""

    class Box:
        """
        >>> Box().content, __import__("fractions").Fraction(1, 2).numerator
        (1, 1)
        """

        __module__ = "symdln"
        content = property(lambda self: 1, doc="What is in it.")
        numerator = property(lambda self: 1, doc="Its own.")

    monkeypatch.setattr(symdln, "Box", Box, raising=False)
    assert list(lacking("Box", Box)) == []
    assert list(uncalled("Box", Box)) == ["Box.numerator"]
