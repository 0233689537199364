"""The reference shows every public name at work: functions and classes in their own examples, members in their class's.

The names of ``symdln`` and ``proofs_check`` themselves, and of the modules in ``COVERED``, have no exception but those
listed.  The other modules of the reference are for those who extend the library; that they lack examples is counted
here, and the count may only fall.
"""

import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
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
COVERED = (
    "proofs_check.language.claim",
    "proofs_check.language.hypotheses",
    "proofs_check.language.proofs",
    "proofs_check.language.scope",
    "symdln.algebra.algebraic_numbers",
    "symdln.algebra.coq_text",
    "symdln.algebra.eigenvalue",
    "symdln.algebra.field_extension",
    "symdln.algebra.inertia",
    "symdln.algebra.matrix",
    "symdln.algebra.number_field",
    "symdln.algebra.over_fields",
    "symdln.algebra.rational",
    "symdln.algebra.signs",
    "symdln.algebra.words.assumed",
    "symdln.algebra.words.calculus",
    "symdln.algebra.words.evaluation",
    "symdln.algebra.words.expressions",
    "symdln.algebra.words.kronecker",
    "symdln.algebra.words.relations",
    "symdln.algebra.words.replay",
    "symdln.algebra.words.rewriting",
    "symdln.algebra.words.scalars",
    "symdln.algebra.words.substitution",
    "symdln.algebra.words.symbols",
    "symdln.algebra.words.sympy_forms",
    "symdln.algebraic.kind",
    "symdln.algebraic.point",
    "symdln.algebraic.problem",
    "symdln.almost_every.criteria",
    "symdln.almost_every.decide",
    "symdln.almost_every.invariants",
    "symdln.almost_every.kinds",
    "symdln.biases.decayed",
    "symdln.biases.point",
    "symdln.biases.problem",
    "symdln.cli.options",
    "symdln.cli.top",
    "symdln.curvature.balanced",
    "symdln.curvature.gauss_newton",
    "symdln.curvature.over_fields",
    "symdln.curvature.spectrum",
    "symdln.decay.closed_form",
    "symdln.decay.enclosed",
    "symdln.decay.floats",
    "symdln.decay.kinds",
    "symdln.decay.levels",
    "symdln.decay.made",
    "symdln.decay.modes",
    "symdln.decay.point",
    "symdln.decay.problem",
    "symdln.decay.reduced",
    "symdln.decay.representative",
    "symdln.decay.spectrum",
    "symdln.decay.thresholds",
    "symdln.dynamics.balls",
    "symdln.dynamics.certified",
    "symdln.dynamics.convergence",
    "symdln.exact_points.batches",
    "symdln.exact_points.compare",
    "symdln.exact_points.data",
    "symdln.exact_points.load",
    "symdln.exact_points.write",
    "symdln.landscape.calculus",
    "symdln.landscape.certified_point",
    "symdln.landscape.functions",
    "symdln.landscape.kinds",
    "symdln.landscape.learning",
    "symdln.landscape.point",
    "symdln.landscape.problem",
    "symdln.landscape.saddle_order",
    "symdln.landscape.signature",
    "symdln.landscape.strings",
    "symdln.numeric.classes.answer",
    "symdln.numeric.classes.classify",
    "symdln.numeric.classes.landscape",
    "symdln.numeric.classes.numerical",
    "symdln.numeric.derivatives.batch",
    "symdln.numeric.derivatives.calculus",
    "symdln.numeric.derivatives.gauss_newton",
    "symdln.numeric.derivatives.hessians",
    "symdln.numeric.derivatives.linearisation",
    "symdln.numeric.derivatives.pivots",
    "symdln.numeric.derivatives.rounding",
    "symdln.numeric.derivatives.spectrum",
    "symdln.proving.answer",
    "symdln.proving.decide",
    "symdln.proving.language",
    "symdln.proving.polynomials",
    "symdln.proving.proof",
    "symdln.strings.counts",
    "symdln.strings.decide",
    "symdln.strings.dimension",
    "symdln.strings.evaluate",
    "symdln.strings.lemmas",
    "symdln.strings.order",
    "symdln.strings.parser",
    "symdln.strings.singularity",
    "symdln.strings.syntax",
)
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
MOST_LACKING = 253  # names of the other modules without an example, when this was counted


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


def test_the_face_and_the_covered_modules_show_every_name(reference):
    face = of_the_face()
    chosen = {name: v for name, v in reference.items() if name in face or name.rpartition(".")[0] in COVERED}
    assert len(chosen) > 80
    found = {one for name, value in chosen.items() for one in lacking(name, value)}
    assert sorted(found ^ set(EXCEPTIONS)) == []


def test_no_module_loses_examples(reference):
    found = {one for name, value in reference.items() for one in lacking(name, value)}
    assert len(found - set(EXCEPTIONS)) <= MOST_LACKING


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
