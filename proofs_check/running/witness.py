"""Witnesses: a case at which a claim fails, as data that anyone can read back and check again."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.long_numbers import KEPT, shortened
from proofs_check.language.outcome import Outcome, plain, undecided
from proofs_check.language.scope import Case, Cases
from proofs_check.language.subjects import name_of
from proofs_check.running import foreign
from proofs_check.running.cases_as_data import NO_TYPES, Types, UnwrittenCaseError, decoded, encoded, types_of
from proofs_check.running.claim_file import importing
from proofs_check.running.exact import exactly, floats_in
from symdln.errors import InputError, SymdlnError
from symdln.files import parse_point, parse_problem, read_json, write_json

FORMAT = "symdln witness 1"
REFUSED = "is refused"
FAILED = "failed at a case for which no witness can be written"
MOST_SHOWN = 80
LAYERS = ("weights", "layers", "elsewhere")  # what may be the layers of a network, in a case and in details
_NUMBERS = ("matrix", "rational", "weights", "whole")


def witness_of(claim: Claim, case: Case, outcome: Outcome) -> dict[str, Any]:
    """The witness as JSON data, rationals as ``"p/q"`` texts: the claim, the finding, the problem and the weights."""
    return {
        "format": FORMAT,
        "claim": claim.id,
        "sentence": outcome.sentence,
        "details": plain(outcome.details),
        "case": plain(case.label),
        **_case_data(case.subject),
        **_names(claim, case.subject),
    }


def _names(claim: Claim, case: Any) -> dict[str, Any]:
    """The names of the entries of a plain case, where its scope gives them."""
    names = claim.over.names_of(case) if isinstance(claim.over, Cases) else ()
    return {"names": plain(names)} if names else {}


def save(witness: Mapping[str, Any], folder: Path) -> Path:
    """Write ``<claim id>.json`` into the folder (made if needed) and return its path."""
    return write_json(dict(witness), folder / f"{witness['claim']}.json")


def load(path: Path, id: str | None = None) -> dict[str, Any]:
    """Read a witness file, or the witness of claim ``id`` in a results file; ``InputError`` says what is wrong."""
    data = read_json(path, "a witness")
    if isinstance(data, dict) and isinstance(data.get("claims"), list):
        found = (entry for entry in data["claims"] if isinstance(entry, dict) and entry.get("id") == id)
        data = next(map(_held, found), None)
        if data is None:
            raise InputError(f"the results in '{path}' hold no witness for {id}.")
    if not isinstance(data, dict) or not ("problem" in data or "data" in data):
        raise InputError(f'\'{path}\' is not a witness: it needs an object with "problem" (and "weights") or "data".')
    return data


def _held(entry: Mapping[str, Any]) -> Any:
    """The case in the results of one claim: where it failed, or else where its check raised an error."""
    error = entry.get("error")
    return entry.get("witness") or (error.get("witness") if isinstance(error, dict) else None)


def error_sentence(error: BaseException) -> str:
    """The sentence kept for an error: its type and text, or that the claim failed at a case without a witness."""
    return f"{FAILED}: {error}" if isinstance(error, UnwrittenCaseError) else f"{type(error).__name__}: {error}"


def raised_text(error: Mapping[str, Any], id: str | None = None) -> str:
    """What the check of the claim ``id`` ("its check", without one) raised, at which case, in which file and line; or
    why its proof is refused.
    """
    of, whose = ("its", "") if id is None else ("the", f" of {id}")
    if error["sentence"].startswith(REFUSED):
        return f"{of} proof{whose} {error['sentence'].rstrip('.')}"
    place = f", in {error['place']}" if error["place"] else ""
    verb = "" if error["sentence"].startswith(FAILED) else "raised "
    return f"{of} check{whose} {verb}{error['sentence'].rstrip('.')} (at {error['case']}{place})"


def place_of(claim: Claim, error: BaseException) -> str:
    """``file:line`` of the last step in the file of the claim's check, or else of the check itself."""
    code = claim.check.__code__
    lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == code.co_filename]
    return f"{Path(code.co_filename).name}:{lines[-1] if lines else code.co_firstlineno}"


def case_of(witness: Mapping[str, Any], types: Types = NO_TYPES) -> Any:
    """The Point, Problem or case of the claim's own in the witness, rebuilt from the file and the named ``types``."""
    if "problem" not in witness:
        return decoded(witness["data"], types)
    if "weights" in witness:
        return parse_point(witness)
    unknown = [] if "claim" in witness else sorted(set(witness) - {"problem", "format", "note"})
    if unknown:
        raise InputError(f'{unknown[0]!r} is not a key of a file with a problem; a point has "problem" and "weights".')
    return parse_problem(witness["problem"])


def replay(claim: Claim, witness: Mapping[str, Any]) -> Outcome:
    """Check the claim at the witness's case, built from the file alone.

    Raises ``InputError`` where a hypothesis is not met there, since the claim then says nothing about the case, and
    where the file holds another kind of case (a point, a problem) than the claim is about.
    """
    subject = case_of(witness, types_of(claim))
    outside = claim.over.subject.why_not(subject) or _foreign(claim, witness, subject)
    strange = None if outside is not None else foreign.compared(claim, subject)
    unmet = None
    try:
        known = Known()
        with importing(claim):
            unmet = first_unmet(claim.assuming, subject, known)
        if unmet is None and outside is None:
            floats = (*floats_in(claim), *known.inexact.values())
            outcome = _settled(*exactly(claim, subject, floats, always=True))
            if strange is None or not outcome.fails or not foreign.is_meant_true(claim):
                return outcome
            outside = (
                f"it is about {claim.over.subject}, none of the {strange} that were compared equals this one, and the "
                f"check does not hold here ({outcome.sentence})"
            )
    except SymdlnError:
        raise
    except (Exception, SystemExit) as error:  # a check, perhaps one of a user, may raise anything
        if outside is None:
            if witness.get("claim") != claim.id and name_of(subject) is None:
                raise InputError(
                    f"{claim.id} cannot be checked at the case in this file, {_short(encoded(subject))}; pass one of "
                    f"{claim.over.subject}, such as a witness of it."
                ) from error
            said = f"{type(error).__name__}: {error} (at the case in this file, in {place_of(claim, error)})"
            raise InputError(f"the check of {claim.id} raised {said}.") from error
    if unmet is not None:
        outside = f"it does not meet the hypothesis {unmet.name!r} ({unmet.statement})"
    raise InputError(f"{claim.id} says nothing about this case: {outside}.")


def _settled(outcome: Outcome, float_seen: str) -> Outcome:
    """The outcome, undecided where it fails and a float took part."""
    if not outcome.fails or not float_seen:
        return outcome
    return undecided(f"{outcome.sentence}; a float took part ({float_seen}), and a float refutes nothing")


def _foreign(claim: Claim, witness: Mapping[str, Any], subject: Any) -> str | None:
    """Why plain data are not a case of the claim, as the end of a sentence; None where they are or may be one.

    The claim's own witness is a case of it, unless someone wrote other numbers into it.  Other data must be of the
    kind of one of its first cases, which must be tested here, since a check may answer for data of another kind.
    """
    if not isinstance(claim.over, Cases) or claim.over.subject.cases is not None:
        return None
    given, own = encoded(subject), foreign.first_cases(claim.over.make, "small")
    if not own or foreign.is_small(claim, subject):
        return None
    lengths = {len(case) for case in own if isinstance(case, list)}
    fits = not isinstance(given, list) or len(lengths) != 1 or len(given) in lengths
    about = f"it is about {claim.over.subject}, such as {_short(own[0])}, and the file has"
    if witness.get("claim") != claim.id and not (fits and _make(given) in map(_make, own)):
        return f"{about} {_short(given)}"
    wrong = foreign.misfit(claim, given)
    return None if wrong is None or foreign.compared(claim, subject) is None else f"{about} {wrong}"


def _make(data: Any) -> Any:
    """The kinds of data, whatever their numbers and lengths; texts count as names."""
    if isinstance(data, Mapping):
        return {key: None if key in _NUMBERS else _make(data[key]) for key in sorted(data)}
    if isinstance(data, list):
        kinds = [_make(entry) for entry in data]
        return [kind for place, kind in enumerate(kinds) if kind not in kinds[:place]]
    return float if isinstance(data, (int, float)) else data


def _short(data: Any) -> str:
    text = _bare(data)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."


def _case_data(case: Any) -> dict[str, Any]:
    return encoded(case) if isinstance(case, (dln.Point, dln.Problem)) else {"data": encoded(case)}


def case_lines(witness: Mapping[str, Any]) -> list[str]:
    """A failing case for people: the problem and the weights; for other data the case, as far as its scope gives names
    to its entries, and the details of the check; the bare data where there is neither.

    The detail ``at`` of an outcome says in words where the statement fails, and stands in place of the case.
    Numbers of many digits are shortened, and a last line says so.
    """
    lines = _whole_lines(witness)
    short = [shortened(line) for line in lines]
    return short if short == lines else [*short, KEPT]


def _whole_lines(witness: Mapping[str, Any]) -> list[str]:
    if "problem" in witness:
        return [problem_text(witness), weights_text(witness)]
    details, data = witness.get("details", {}), witness["data"]
    named = {name: value for name, value in details.items() if name not in ("left", "right", "at")}
    place = [str(details["at"])] if "at" in details else []
    if not place and "names" in witness:
        place = [weights_text(witness)]
        shown = [data, *(data if isinstance(data, list) else [])]
        named = {name: value for name, value in named.items() if value not in shown}
    return [*place, *(_detail(name, value) for name, value in named.items())] or [weights_text(witness)]


def _detail(name: str, value: Any) -> str:
    """A detail of a check with its name; a list of matrices as the layers that it is."""
    if name in LAYERS and isinstance(value, list) and all(map(_is_matrix, value)):
        layers = ", ".join(f"W_{j} = {_bare(layer)}" for j, layer in enumerate(value, 1))
        return f"{name}: {layers}" if name == "elsewhere" else layers
    return f"{name} = {_bare(value)}"


def _is_matrix(value: Any) -> bool:
    rows = value.get("matrix") if isinstance(value, Mapping) else value
    return isinstance(rows, list) and bool(rows) and all(isinstance(row, list) for row in rows)


def _bare(value: Any) -> str:
    """The data of a case as people write them: numbers, rows of matrices, named tuples by their fields."""
    if isinstance(value, list):
        return f"[{', '.join(map(_bare, value))}]"
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else json.dumps(value)
    for key in ("rational", "whole", "matrix"):
        if key in value:
            return _bare(value[key])
    if set(value) == {"type", "fields"} and isinstance(value["fields"], Mapping):
        return f"({_fields(value)})"
    return "{" + ", ".join(f"{key}: {_bare(entry)}" for key, entry in value.items()) + "}"


def _fields(case: Mapping[str, Any]) -> str:
    """The fields of a named tuple by their names."""
    return ", ".join(_detail(name, entry) for name, entry in case["fields"].items())


def weights_text(witness: Mapping[str, Any]) -> str:
    """The weights of a witness in one line, ``W_1 = [[1, 0]], W_2 = ...``; else other details of the case."""
    if "weights" in witness:
        named = enumerate(witness["weights"], 1)
        return ", ".join(f"W_{j} = {_matrix_text(weight)}" for j, weight in named)
    if "problem" in witness:
        return "the problem as a whole"
    data, names = witness["data"], witness.get("names")
    if isinstance(names, str):
        return f"{names} = {_bare(data)}"
    if isinstance(names, list) and isinstance(data, list):
        return ", ".join(_detail(name, entry) for name, entry in zip(names, data, strict=False))
    return _fields(data) if isinstance(data, Mapping) and isinstance(data.get("fields"), Mapping) else _bare(data)


def problem_text(witness: Mapping[str, Any]) -> str:
    """The problem of a witness in one line: Syy where a residual remains, and what is not as in most problems."""
    if "problem" not in witness:
        return ""
    problem = witness["problem"]
    said = [f"{name} = {_matrix_text(problem[name])}" for name in ("Sxx", "Syx")]
    return ", ".join([f"widths {tuple(problem['widths'])}", *said, *_unusual(problem)])


def _unusual(data: Mapping[str, Any]) -> list[str]:
    """What the widths, Sxx and Syx do not say: targets that no linear map fits, samples, and the factor of the loss."""
    problem = parse_problem(data)
    said = [] if problem.Syy == problem.sigma else [f"Syy = {_matrix_text(data['Syy'])}"]
    if problem.samples not in (None, problem.input_width):
        said.append("1 sample" if problem.samples == 1 else f"{problem.samples} samples")
    return said if problem.loss_factor == Fraction(1, 2) else [*said, f"loss factor {problem.loss_factor}"]


def _matrix_text(rows: list[list[str]]) -> str:
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"
