"""A run as JSON, in the format of results.schema.json (described in docs/results-format.md)."""

from __future__ import annotations

import json
import math
import platform
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.verdict import Verdict
from proofs_check.report.counts import by_claim
from proofs_check.report.schema import require
from proofs_check.running import statistics
from proofs_check.running.runner import Group, Report, Result, total
from symdln.errors import InputError
from symdln.files import read_json, write_json
from symdln.files.text import WrittenNumber

FORMAT = "proofs-check results 1"
SCHEMA = Path(__file__).with_name("results.schema.json")


def results_data(report: Report) -> dict[str, Any]:
    """The whole run as JSON data; all but ``seconds``, ``jobs`` and ``software`` is the same when it is repeated."""
    settings = report.settings
    counts = Counter(by_claim((result.claim.id, result.verdict) for result in report.results).values())
    return {
        "format": FORMAT,
        "software": _software(),
        "run": {
            "scope": settings.size,
            "seed": settings.seed,
            "jobs": settings.jobs,
            "budget_seconds": settings.budget,
            "seconds": round(report.seconds, 3),
            "ending": report.ending.value,
        },
        "totals": {verdict.value: counts[verdict] for verdict in Verdict},
        "covered": [_coverage(group, report) for group in report.groups],
        "claims": [claim_data(result, report) for result in report.results],
    }


def write(report: Report, path: Path) -> None:
    """Write the run as JSON."""
    write_json(results_data(report), path)


def read(path: Path) -> dict[str, Any]:
    """The results that a run wrote; ``InputError`` says what is missing where a file holds something else."""
    data = _as_numbers(read_json(path, "the results of a run"))
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(
            f"'{path}' holds no results in the format {FORMAT!r}; write them by proofs-check run --json FILE."
        )
    try:
        require(data, json.loads(SCHEMA.read_text(encoding="utf-8")), "the results")
    except InputError as error:
        raise InputError(f"'{path}': {error} Write the results again.") from None
    missing = sorted({verdict.value for verdict in Verdict} - data["totals"].keys())
    if missing:
        raise InputError(f"'{path}': the totals lack {', '.join(missing)}; write the results again.")
    return data


def _as_numbers(value: Any) -> Any:
    """The data with floats for the numbers that are read as they are written: times and confidence bounds."""
    if isinstance(value, dict):
        return {key: _as_numbers(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_as_numbers(entry) for entry in value]
    return _finite(value) if isinstance(value, WrittenNumber) else value


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise InputError(f"the number {text[:40]} is beyond the range of floats; write the results again.")
    return value


def claim_data(result: Result, report: Report) -> dict[str, Any]:
    """One claim: what it says, how it ended and on what evidence."""
    claim, tally, settings = result.claim, result.tally, report.settings
    return {
        "id": claim.id,
        "verdict": result.verdict.value,
        "restricted": result.restricted,
        "statement": claim.statement,
        "sentence": claim.sentence,
        "source": source_data(claim),
        "hypotheses": [_hypothesis(found) for found in claim.assuming],
        "made_precise": claim.made_precise,
        "ill_formed": claim.ill_formed,
        "axioms": list(claim.axioms),
        "prose": list(claim.prose),
        "relations": list(tally.relations),
        "identities": list(tally.identities),
        "cases_compared_by_form": tally.formal,
        "proof": proof_data(claim),
        "subject": str(claim.over.subject),
        "corrects": claim.corrects,
        "in_print": claim.in_print,
        "role": claim.role.value,
        "scope_of": claim.scope_of,
        "grade": None if claim.grade is None else claim.grade.value,
        "literal": claim.literal,
        "scope": {
            "sentence": claim.covered(settings.size),
            "data": claim.over.data(settings.size),
            "strength": claim.strength.value,
            "exact": claim.over.exact,
        },
        "complete": result.complete,
        "cases": tally.cases,
        "failures": tally.failures,
        "undecided": tally.undecided,
        "undecided_sentence": tally.open_sentence,
        "inexact": tally.inexact,
        "float_seen": tally.float_seen,
        "errors": tally.errors,
        "traits": dict(sorted(tally.traits.items())),
        "cases_sentence": statistics.sentence(tally.traits),
        "warnings": statistics.warnings(tally.traits, tally.excluded_cases, tally.cases, tally.left_out, tally.alike),
        "excluded": [
            {"hypothesis": name, "counted": counted, "count": count}
            for counted, counter in (("problems", tally.excluded_problems), ("cases", tally.excluded_cases))
            for name, count in sorted(counter.items())
        ],
        "seconds": round(tally.seconds, 3),
        "seed": settings.seed,
        "sample": None if result.sample is None else vars(result.sample),
        "witness": tally.witness,
        "error": None if tally.error is None else {k: v for k, v in tally.error.items() if k != "traceback"},
    }


def proof_data(claim: Claim) -> dict[str, Any] | None:
    """The formal statement of a claim and what its proof uses."""
    proof = claim.proof
    if proof is None or claim.refusal() is not None:
        return None
    return {
        "formal": list(claim.formal),
        "whole": proof.is_whole,
        "hypotheses": list(proof.hypotheses),
        "definitions": list(proof.definitions),
        "axioms": list(proof.axioms),
        "rules": list(proof.rules),
    }


def source_data(claim: Claim) -> dict[str, Any]:
    source = claim.source.source
    return {
        "key": source.key,
        "title": source.title,
        "authors": source.authors,
        "year": source.year,
        "where": source.where,
        "place": claim.source.place,
    }


def _hypothesis(hypothesis: Hypothesis) -> dict[str, str]:
    return {"name": hypothesis.name, "statement": hypothesis.statement, "on": hypothesis.level.value}


def _coverage(group: Group, report: Report) -> dict[str, Any]:
    return {
        "scope": group.scope.short,
        "noun": group.scope.noun,
        "done": group.done,
        "total": group.done if group.complete else total(group.scope, report.settings),
        "cases": group.cases,
        "complete": group.complete,
    }


def _software() -> dict[str, str]:
    return {"symdln": dln.__version__, "python": platform.python_version()} | {
        name: _version(name) for name in ("python-flint", "sympy")
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
