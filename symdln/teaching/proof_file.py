"""Derivations as proof objects: the steps as they are printed, for the independent checker to replay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symdln.algebra.words import Expression, Symbol, identity, product, symbols_of
from symdln.errors import SymdlnError
from symdln.files.text import json_text
from symdln.teaching.derivation import Derivation, Step
from symdln.teaching.formulas import Formula
from symdln.teaching.rules import KnownEquation

FORMAT = "derivation proof 1"


def proof_object(derivation: Derivation) -> dict[str, Any]:
    """The steps of a derivation with everything that ``python -m proofs_check.derivation_proofs`` needs to replay them.

    >>> from symdln.teaching import derive
    >>> proof_object(derive("gradient"))["parts"][0]["steps"][7]["after"]
    'tr(B_j X E^T A_j V_j)'
    """
    steps = dict(derivation.steps)
    parts = []
    for number, part in enumerate(derivation.parts, start=1):
        own = {place: step for place, step in steps.items() if place.split(".")[0] == str(number)}
        letters = _letters(own.values())
        parts.append({"title": part.title, "steps": [_step(place, step, letters) for place, step in own.items()]})
    equations = [{"left": str(e.left), "right": str(e.right), "reason": e.reason} for e in derivation.equations]
    return {
        "format": FORMAT,
        "name": derivation.name,
        "depth": derivation.depth,
        "statement": derivation.statement,
        "equations": equations,
        "parts": parts,
    }


def proof_text(derivation: Derivation) -> str:
    """:func:`proof_object` as JSON."""
    return json_text(proof_object(derivation)) + "\n"


# -- steps -------------------------------------------------------------------------------------------------------------

Letters = dict[str, list[Any]]


def _letters(steps: Iterable[Step]) -> list[Letters]:
    """The letters that occur in every stretch between two boundary cases, with rows, columns and symmetry."""
    stretches: list[Letters] = [{}]
    for step in steps:
        _declare(stretches[-1], (step.before, step.definitions, step.arguments))
        if step.rule_name == "boundary case":
            stretches.append({})
            _declare(stretches[-1], step.arguments["images"])
        _declare(stretches[-1], (step.after, step.definitions_after))
    return stretches


def _declare(letters: Letters, thing: Any) -> None:
    for symbol in _symbols(thing):
        letter = symbol.letter
        letters.setdefault(symbol.name, [str(letter.rows), str(letter.columns), letter.symmetric])


def _symbols(thing: Any) -> Iterable[Symbol]:
    if isinstance(thing, Formula):
        yield from _symbols([factor for term in thing.terms for factor in (*term.factors, term.coefficient)])
        return
    if isinstance(thing, KnownEquation):
        thing = (thing.left, thing.right)
    if isinstance(thing, Mapping):
        thing = [*thing.keys(), *thing.values()]
    if isinstance(thing, list | tuple | set):
        for part in thing:
            yield from _symbols(part)
    elif hasattr(thing, "kronecker"):
        yield from _symbols([*thing.values.values(), thing.direction])
    elif not isinstance(thing, str | int | None):
        yield from symbols_of(thing)


def _step(place: str, step: Step, stretches: list[Letters]) -> dict[str, Any]:
    """One step; the stretches are used up as boundary cases are met."""
    letters = stretches[0]
    if step.rule_name == "boundary case":
        del stretches[0]
    return {
        "number": place,
        "rule": step.rule_name,
        "sentence": step.sentence,
        "letters": letters,
        "letters_after": stretches[0],
        "definitions": _texts(step.definitions),
        "definitions_after": _texts(step.definitions_after),
        "before": str(step.before),
        "after": str(step.after),
        "arguments": _arguments(step),
    }


def _texts(images: Mapping[Symbol, Any]) -> dict[str, str]:
    return {symbol.name: str(image) for symbol, image in images.items()}


def _arguments(step: Step) -> dict[str, Any]:
    given = step.arguments
    match step.rule_name:
        case "use an equation":
            return _of_equation(step)
        case "product rule" | "insert":
            key = "directions" if "directions" in given else "images"
            return {key: _texts(given[key]), "over": given.get("over", "")}
        case "boundary case":
            sizes = {str(old): str(new) for old, new in given["sizes"].items()}
            return {"sizes": sizes, "images": _texts(given["images"]), "summand": given.get("summand", False)}
        case "take the coefficient":
            return {"name": given["name"], "power": given["power"]}
        case "read off the gradient":
            return {"direction": given["direction"].name}
        case "Gaussian pairing":
            return {"symbol": given["symbol"].name, "variance": str(given["variance"])}
        case "multiply blocks":
            tables = {s.name: [[str(block) for block in row] for row in table] for s, table in given["tables"].items()}
            place = given.get("place")
            return {"tables": tables, "place": None if place is None else list(place)}
        case "multiply":
            shape = step.before.shape
            assert shape is not None
            ends = product(identity(shape[0]), *()), identity(shape[1])
            return {
                "left": str(product(*given.get("left", ())) if given.get("left") else ends[0]),
                "right": str(product(*given.get("right", ())) if given.get("right") else ends[1]),
            }
        case _:
            return {}


def _of_equation(step: Step) -> dict[str, Any]:
    """``c u left v`` is the term that changes, with c its coefficient."""
    equation: KnownEquation = step.arguments["equation"]
    assert isinstance(step.before, Formula)
    term, start = step.before.terms[step.arguments.get("term", 0)], step.arguments.get("start", 0)
    end = next(n for n in range(start + 1, len(term.factors) + 1) if _is(term.factors[start:n], equation.left))
    u, v = term.factors[:start], term.factors[end:]
    return {
        "left": str(equation.left),
        "right": str(equation.right),
        "u": str(product(*u) if u else identity(equation.left.rows)),
        "v": str(product(*v) if v else identity(equation.left.columns)),
        "coefficient": str(term.coefficient),
        "over": term.over,
    }


def _is(factors: tuple[Expression, ...], left: Expression) -> bool:
    try:
        return product(*factors) == left
    except SymdlnError:
        return False
