"""Witnesses: a case at which a claim fails, as data that anyone can read back and check again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import first_unmet
from proofs_check.language.outcome import Outcome, plain
from proofs_check.language.scope import Case
from proofs_check.language.subjects import name_of
from proofs_check.running.cases_as_data import NO_TYPES, Types, decoded, encoded, types_of
from symdln.errors import InputError, SymdlnError
from symdln.files import parse_point, parse_problem, read_json, write_json

FORMAT = "symdln witness 1"


def witness_of(claim: Claim, case: Case, outcome: Outcome) -> dict[str, Any]:
    """The witness as JSON data: rationals as ``"p/q"`` texts, the claim, what was found there, problem and weights."""
    return {
        "format": FORMAT,
        "claim": claim.id,
        "sentence": outcome.sentence,
        "details": plain(outcome.details),
        "case": plain(case.label),
        **_case_data(case.subject),
    }


def save(witness: Mapping[str, Any], folder: Path) -> Path:
    """Write ``<claim id>.json`` into the folder (made if needed) and return its path."""
    return write_json(dict(witness), folder / f"{witness['claim']}.json")


def load(path: Path, id: str | None = None) -> dict[str, Any]:
    """Read a witness file, or the witness of claim ``id`` in a results file; ``InputError`` says what is wrong."""
    data = read_json(path, "a witness")
    if isinstance(data, dict) and isinstance(data.get("claims"), list):
        held = (entry.get("witness") for entry in data["claims"] if isinstance(entry, dict) and entry.get("id") == id)
        data = next(held, None)
        if data is None:
            raise InputError(f"the results in '{path}' hold no witness for {id}.")
    if not isinstance(data, dict) or not ("problem" in data or "data" in data):
        raise InputError(f'\'{path}\' is no witness: it needs an object with "problem" (and "weights") or "data".')
    return data


def case_of(witness: Mapping[str, Any], types: Types = NO_TYPES) -> Any:
    """The Point, Problem or case of the claim's own in the witness, rebuilt from the file and the named ``types``."""
    if "problem" not in witness:
        return decoded(witness["data"], types)
    if "weights" in witness:
        return parse_point(witness)
    unknown = [] if "claim" in witness else sorted(set(witness) - {"problem", "format", "note"})
    if unknown:
        raise InputError(f'{unknown[0]!r} is no key of a file with a problem; a point has "problem" and "weights".')
    return parse_problem(witness["problem"])


def replay(claim: Claim, witness: Mapping[str, Any]) -> Outcome:
    """Check the claim at the witness's case, built from the file alone.

    Raises ``InputError`` where a hypothesis is not met there, since the claim then says nothing about the case, and
    where the claim speaks about another kind of thing (a point, a problem) than the file holds.
    """
    subject = case_of(witness, types_of(claim))
    outside = claim.over.subject.why_not(subject)
    unmet = None
    try:
        unmet = first_unmet(claim.assuming, subject, {})
        if unmet is None and outside is None:
            return claim.at(subject)
    except SymdlnError:
        raise
    except (AttributeError, TypeError, ValueError, IndexError) as error:
        if outside is None:
            held = name_of(subject) or "case"
            raise InputError(f"{claim.id} cannot be checked at the {held} in this file: {error}.") from error
    if unmet is not None:
        outside = f"it does not meet the hypothesis {unmet.name!r} ({unmet.statement})"
    raise InputError(f"{claim.id} says nothing about this case: {outside}.")


def _case_data(case: Any) -> dict[str, Any]:
    return encoded(case) if isinstance(case, (dln.Point, dln.Problem)) else {"data": encoded(case)}


def case_lines(witness: Mapping[str, Any]) -> list[str]:
    """A failing case for people: the problem and the weights; for other data what the check named, else the data.

    The detail ``at`` of an outcome says in words where the statement fails, and comes first.
    """
    if "problem" in witness:
        return [problem_text(witness), weights_text(witness)]
    details = witness.get("details", {})
    named = {name: value for name, value in details.items() if name not in ("left", "right", "at")}
    place = [str(details["at"])] if "at" in details else []
    return [*place, *(f"{name} = {_bare(value)}" for name, value in named.items())] or [weights_text(witness)]


def _bare(value: Any) -> str:
    return json.dumps(value).replace('"', "")


def weights_text(witness: Mapping[str, Any]) -> str:
    """The weights of a witness in one line, ``W_1 = [[1, 0]], W_2 = ...``; else what else tells the case apart."""
    if "weights" in witness:
        named = enumerate(witness["weights"], 1)
        return ", ".join(f"W_{j} = {_matrix_text(weight)}" for j, weight in named)
    if "problem" in witness:
        return "the problem as a whole"
    return _bare(witness["data"])


def problem_text(witness: Mapping[str, Any]) -> str:
    """The problem of a witness in one line."""
    if "problem" not in witness:
        return ""
    problem = witness["problem"]
    return (
        f"widths {tuple(problem['widths'])}, Sxx = {_matrix_text(problem['Sxx'])}, Syx = {_matrix_text(problem['Syx'])}"
    )


def _matrix_text(rows: list[list[str]]) -> str:
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"
