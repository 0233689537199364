"""JSON as people like to read it: one line for a vector or a matrix, one line a key for everything else."""

from __future__ import annotations

import json
from typing import Any


def json_text(value: Any, indent: str = "") -> str:
    """The value as JSON text; lists whose entries are numbers, texts or lists of those stay on one line.

    >>> print(json_text({"weights": [[["0", "1/2"]]], "claim": "a.b"}))
    {
     "weights": [
      [["0", "1/2"]]
     ],
     "claim": "a.b"
    }
    """
    inner = indent + " "
    if isinstance(value, dict) and value:
        rows = [f"{inner}{_compact(str(key))}: {json_text(entry, inner)}" for key, entry in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list) and not _is_small(value):
        return "[\n" + ",\n".join(inner + json_text(entry, inner) for entry in value) + f"\n{indent}]"
    return _compact(value)


def _is_small(value: list[Any]) -> bool:
    """A vector, or a matrix given by its rows."""
    rows = [row for row in value if isinstance(row, list)]
    scalars = [entry for row in rows for entry in row] + [entry for entry in value if not isinstance(entry, list)]
    return not any(isinstance(entry, (list, dict)) for entry in scalars)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
