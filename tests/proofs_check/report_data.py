"""Results data for tests of the pages: made by hand, or by a run of planted claims."""

from __future__ import annotations

from typing import Any

from proofs_check.language.verdict import Verdict

WITNESS = {
    "sentence": "rank of W_1: 2 is not equal to 1",
    "problem": {
        "widths": [1, 1],
        "Sxx": [["1"]],
        "Syx": [["3"]],
        "Syy": [["9"]],
        "loss_factor": "1/2",
        "samples": 1,
    },
    "weights": [[["-2/3"]]],
}


def claim_data(id: str, verdict: Verdict, **changed: Any) -> dict[str, Any]:
    """One claim of a run, as results data."""
    source = {"key": "toy", "authors": "Doe", "title": "A toy", "year": 2026, "where": "here", "place": "Lemma 1"}
    data: dict[str, Any] = {"id": id, "verdict": verdict.value, "statement": r"a_1 \le b", "sentence": "So it is."}
    data |= {"source": source, "hypotheses": [], "made_precise": None, "ill_formed": None, "axioms": []}
    data |= {"prose": [], "relations": [], "identities": [], "cases_compared_by_form": 0}
    data |= {"proof": None, "restricted": None}
    data |= {"role": "printed", "scope_of": None, "grade": None, "literal": False}
    data |= {"corrects": None, "in_print": True, "scope": {"sentence": "all of it"}, "complete": True}
    data |= {"cases": 7, "failures": 0, "undecided": 0, "undecided_sentence": None, "excluded": []}
    return data | {"sample": None, "witness": None, "error": None} | changed


def results_of(*claims: dict[str, Any]) -> dict[str, Any]:
    """The data of a run that had these claims."""
    return {
        "software": {"symdln": "0.1.0"},
        "run": {"scope": "small", "seed": 0, "ending": "complete"},
        "totals": {verdict.value: sum(c["verdict"] == verdict.value for c in claims) for verdict in Verdict},
        "claims": list(claims),
    }
