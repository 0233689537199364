"""Witnesses: a case at which a claim fails, as data that anyone can read back and check again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import symdln as dln
from proofs_check.claim import Claim
from proofs_check.hypotheses import first_unmet
from proofs_check.json_text import json_text
from proofs_check.outcome import Outcome, plain
from proofs_check.scope import Case
from symdln.errors import InputError, SymdlnError

FORMAT = "symdln witness 1"


def witness_of(claim: Claim, case: Case, outcome: Outcome) -> dict[str, Any]:
    """The witness as JSON data: rationals as ``"p/q"`` texts, the claim, what was found there, problem and weights."""
    return {
        "format": FORMAT,
        "claim": claim.id,
        "sentence": outcome.sentence,
        "details": plain(outcome.details),
        "case": plain(case.label),
        **_subject_data(case.subject),
    }


def save(witness: Mapping[str, Any], folder: Path) -> Path:
    """Write ``<claim id>.json`` into the folder (made if needed) and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{witness['claim']}.json"
    path.write_text(json_text(dict(witness)) + "\n", encoding="utf-8")
    return path


def load(path: Path, id: str | None = None) -> dict[str, Any]:
    """Read a witness file, or the witness of claim ``id`` in a results file; ``InputError`` says what is wrong."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"there is no file {str(path)!r}; `proofs-check run --witnesses DIR` writes witness files."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{path} is not JSON: {error.msg} in line {error.lineno}.") from None
    if isinstance(data, dict) and isinstance(data.get("claims"), list):
        held = {entry["id"]: entry.get("witness") for entry in data["claims"]}
        if held.get(id or "") is None:
            raise InputError(f"the results in {path} hold no witness for {id}.")
        return held[id or ""]
    if not isinstance(data, dict) or not ("problem" in data or "data" in data):
        raise InputError(f'{path} is no witness: it needs an object with "problem" (and "weights") or "data".')
    return data


def subject_of(witness: Mapping[str, Any]) -> Any:
    """The Point, Problem or plain data that the witness describes, rebuilt from the file alone."""
    if "problem" not in witness:
        return _tupled(witness["data"])
    problem = _problem(witness["problem"])
    if "weights" not in witness:
        return problem
    if not isinstance(witness["weights"], list):
        raise InputError('"weights" must be the list of the weight matrices W_1, ..., W_H.')
    return dln.Point(problem, witness["weights"])


def replay(claim: Claim, witness: Mapping[str, Any]) -> Outcome:
    """Check the claim at the witness's case, built from the file alone.

    Raises ``InputError`` where a hypothesis is not met there, since the claim then says nothing about the case, and
    where the claim speaks about another kind of thing (a point, a problem) than the file holds.
    """
    subject = subject_of(witness)
    try:
        unmet = first_unmet(claim.assuming, subject, {})
        if unmet is None:
            return claim.at(subject)
    except SymdlnError:
        raise
    except (AttributeError, TypeError, ValueError, IndexError) as error:
        held = type(subject).__name__.lower()
        raise InputError(f"{claim.id} cannot be checked at the {held} in this file: {error}.") from error
    raise InputError(
        f"{claim.id} says nothing about this case: it does not meet the hypothesis {unmet.name!r} ({unmet.statement})."
    )


def _subject_data(subject: Any) -> dict[str, Any]:
    if isinstance(subject, dln.Point):
        return {"problem": _problem_data(subject.problem), "weights": [weight.texts() for weight in subject.weights]}
    if isinstance(subject, dln.Problem):
        return {"problem": _problem_data(subject)}
    return {"data": plain(subject)}


def _problem_data(problem: dln.Problem) -> dict[str, Any]:
    return {
        "widths": list(problem.widths),
        "Sxx": problem.Sxx.texts(),
        "Syx": problem.Syx.texts(),
        "Syy": problem.Syy.texts(),
        "loss_factor": str(problem.loss_factor),
        "samples": problem.samples,
    }


def _problem(data: Any) -> dln.Problem:
    missing = [key for key in ("widths", "Sxx", "Syx", "Syy") if not isinstance(data, dict) or key not in data]
    if missing:
        raise InputError(f'"problem" lacks {", ".join(missing)}; it needs widths, Sxx, Syx and Syy.')
    widths = data["widths"]
    if not isinstance(widths, list) or not all(isinstance(width, int) for width in widths):
        raise InputError(f'"widths" must be a list of integers, but it is {widths!r}.')
    built = dln.Problem.from_moments(
        data["Sxx"], data["Syx"], data["Syy"], widths[1:-1], loss_factor=data.get("loss_factor", "1/2")
    )
    if built.widths != tuple(widths):
        raise InputError(f'"widths" is {widths}, but the moments belong to the widths {list(built.widths)}.')
    samples = data.get("samples")
    if samples is None:
        return built
    return dln.Problem(built.widths, built.Sxx, built.Syx, built.Syy, built.loss_factor, samples)


def _tupled(value: Any) -> Any:
    return tuple(_tupled(entry) for entry in value) if isinstance(value, list) else value


def weights_text(witness: Mapping[str, Any]) -> str:
    """The weights of a witness in one line, ``W_1 = [[1, 0]], W_2 = ...``; else what else tells the case apart."""
    if "weights" in witness:
        named = enumerate(witness["weights"], 1)
        return ", ".join(f"W_{j} = {_matrix_text(weight)}" for j, weight in named)
    if "problem" in witness:
        return "the problem as a whole"
    return re.sub(r'"', "", json.dumps(witness["data"]))


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
