"""Checks JSON data against the part of JSON Schema that results.schema.json uses, in plain sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from symdln.errors import InputError

Schema = Mapping[str, Any]

_KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
_BOUNDS = {
    "minimum": ("at least", lambda value, bound: value >= bound),
    "maximum": ("at most", lambda value, bound: value <= bound),
    "exclusiveMinimum": ("more than", lambda value, bound: value > bound),
    "exclusiveMaximum": ("less than", lambda value, bound: value < bound),
}
_KEYWORDS = {
    "$ref", "type", "const", "enum", "pattern", "required", "properties", "additionalProperties", "propertyNames",
    "dependentRequired", "items", "minItems", "oneOf", *_BOUNDS,
}  # fmt: skip
_REMARKS = {"$schema", "$defs", "title", "description"}
_SHOWN = 60


def require(data: Any, schema: Schema, name: str) -> None:
    """Raise ``InputError``, one sentence with the first place that is wrong, unless the data follow the schema.

    >>> require({"n": -1}, {"properties": {"n": {"minimum": 0}}}, "the file")
    Traceback (most recent call last):
    symdln.errors.InputError: the file, n: should be at least 0, but it is -1.
    """
    complaint = next(_complaints(data, schema, schema.get("$defs", {}), name), None)
    if complaint is not None:
        raise InputError(complaint)


def _complaints(value: Any, schema: Schema, defs: Schema, place: str) -> Iterator[str]:
    unknown = schema.keys() - _KEYWORDS - _REMARKS
    if unknown:
        raise ValueError(f"the schema has keywords that are not checked: {', '.join(sorted(unknown))}.")
    if "$ref" in schema:
        yield from _complaints(value, defs[schema["$ref"].removeprefix("#/$defs/")], defs, place)
    yield from (f"{place}: should be {wanted}, but it is {_shown(value)}." for wanted in _wanted(value, schema))
    if "oneOf" in schema:
        found = [next(_complaints(value, choice, defs, place), None) for choice in schema["oneOf"]]
        if found.count(None) > 1:
            yield f"{place}: has keys of two forms, which exclude each other."
        elif None not in found:
            yield found[-1] or place
    if isinstance(value, dict):
        yield from _of_keys(value, schema, defs, place)
    if isinstance(value, list) and "items" in schema:
        for number, entry in enumerate(value, start=1):
            yield from _complaints(entry, schema["items"], defs, f"{place}, number {number}")


def _wanted(value: Any, schema: Schema) -> Iterator[str]:
    """What the value should be and is not, as far as it shows without looking inside."""
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(_is(value, kind) for kind in kinds):
            yield f"of the type {' or '.join(kinds)}"
    for key, choices in (("const", [schema.get("const")]), ("enum", schema.get("enum", ()))):
        if key in schema and not any(type(value) is type(choice) and value == choice for choice in choices):
            yield " or ".join(map(repr, choices))
    for key, (words, fits) in _BOUNDS.items():
        if key in schema and _is(value, "number") and not fits(value, schema[key]):
            yield f"{words} {schema[key]}"
    if isinstance(value, list) and len(value) < schema.get("minItems", 0):
        yield f"a list of at least {schema['minItems']} entries"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"a text like {schema['pattern']}"


def _of_keys(value: dict[str, Any], schema: Schema, defs: Schema, place: str) -> Iterator[str]:
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    needed = [*schema.get("required", ())]
    needed += [key for given, keys in schema.get("dependentRequired", {}).items() if given in value for key in keys]
    missing = [key for key in needed if key not in value]
    if missing:
        yield f"{place} should hold {', '.join(islice(missing, 10))}."
    for key, entry in value.items():
        inside = f"{place}, {key[:_SHOWN]}"
        if "propertyNames" in schema:
            yield from _complaints(key, schema["propertyNames"], defs, inside)
        if key in properties:
            yield from _complaints(entry, properties[key], defs, inside)
        elif others is False:
            yield f"{inside}: is not a key of this format."
        elif isinstance(others, dict):
            yield from _complaints(entry, others, defs, inside)


def _is(value: Any, kind: str) -> bool:
    """JSON's kinds; true and false are not numbers."""
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _shown(value: Any) -> str:
    text = {dict: "an object", list: "a list", type(None): "null"}.get(type(value)) or repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
