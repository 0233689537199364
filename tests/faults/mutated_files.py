"""Damage for files: changes of bytes, and changes of JSON values, drawn by Hypothesis."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

DEEP, DEPTH = "deeply nested", 300
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 7, 10**30, -(10**900), 1001, 2**31, 2**63, 0.5, 1e300, "", "x", "0", "1/0", "1/2",
    "-3", "NaN", "1e9999", "1e99999999999999999999", "9" * 1200, "9" * 900 + "/7", "\u0000", "\ud800", "\u0661",
    "../../x", "a\nb", "[" * 50, [], {}, [[]], [[1]], [None], [["1/2", "x"]], {"a": 1}, [[0] * 3] * 3, [1] * 2000, DEEP,
    float("nan"), float("inf"),
)  # fmt: skip


class Content(bytes):
    """The content of a valid file; Hypothesis prints it, so it is shown short."""

    def __repr__(self) -> str:
        return f"{len(self)} bytes"


@dataclass(frozen=True)
class Damaged:
    """The content of a damaged file; only its beginning is shown."""

    content: bytes

    def __repr__(self) -> str:
        return f"{len(self.content)} bytes, {self.content[:300]!r}"


@st.composite
def damaged_bytes(draw: st.DrawFn, content: bytes) -> Damaged:
    """One to three flips, cuts, repetitions or insertions somewhere in the content."""
    return Damaged(_edited(content, draw(st.lists(_edit(len(content)), min_size=1, max_size=3))))


def _edit(size: int) -> st.SearchStrategy[tuple[str, int, int, bytes]]:
    kinds = st.sampled_from(("flip", "cut", "repeat", "insert", "truncate"))
    place = st.integers(0, max(size - 1, 0))
    return st.tuples(kinds, place, st.integers(1, 64), st.binary(min_size=1, max_size=8))


def _edited(content: bytes, edits: list[tuple[str, int, int, bytes]]) -> bytes:
    data = bytearray(content)
    for kind, place, length, extra in edits:
        place %= max(len(data), 1)
        if kind == "flip" and data:
            data[place] ^= 1 << (length % 8)
        elif kind == "cut":
            del data[place : place + length]
        elif kind == "repeat":
            data[place:place] = data[place : place + length] * (1 + length % 5)
        elif kind == "insert":
            data[place:place] = extra
        else:
            del data[place:]
    return bytes(data)


@st.composite
def damaged_json(draw: st.DrawFn, document: Any) -> Damaged:
    """The document with one to three values replaced, removed, doubled or renamed, as the bytes of a file."""
    changed = {"root": copy.deepcopy(document)}
    for _ in range(draw(st.integers(1, 3))):
        _change(draw, changed)
    text = json.dumps(changed["root"])
    text = text.replace(json.dumps(DEEP), DEPTH * "[" + DEPTH * "]")
    if draw(st.booleans()) and text.startswith("{") and (key := next(iter(_keys(changed["root"])), None)) is not None:
        text = "{" + f"{json.dumps(key)}: {draw(st.sampled_from(('1', 'null', '[]')))}, " + text[1:]  # a key twice
    return Damaged(text.encode("utf-8", "surrogatepass"))


def _keys(value: Any) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _change(draw: st.DrawFn, document: dict[str, Any]) -> None:
    """Walk down from the root, at each container on to one of its entries, and change what is there."""
    holder: Any = document
    place: Any = "root"
    while isinstance(holder[place], (dict, list)) and holder[place] and draw(st.integers(0, 4)):
        holder = holder[place]
        places = list(holder) if isinstance(holder, dict) else range(len(holder))
        place = draw(st.sampled_from(places))
    action = draw(st.sampled_from(("replace", "replace", "remove", "double", "rename", "swap")))
    if action == "remove" and holder is not document:
        del holder[place]
    elif action == "double" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[place]))
    elif action == "rename" and isinstance(holder, dict) and holder is not document:
        holder[draw(st.sampled_from(("", "problem", "weights", "data", "exactly", "tolerance", "x" * 300)))] = (
            holder.pop(place)
        )
    elif action == "swap":
        holder[place] = [holder[place]] if draw(st.booleans()) else str(holder[place])
    else:
        holder[place] = copy.deepcopy(draw(st.sampled_from(ODD_VALUES)))
