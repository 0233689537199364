"""What is written for Coq by symdln: all derivations, and the matrix proofs that claims rest on."""

from __future__ import annotations

import json
from importlib.resources import files

from symdln.errors import SymdlnError

MATRIX_PROOFS = "export_matrix_proofs.v"
BY_HAND = frozenset(
    [
        "W: dy x p; V: p x dx; X: dx x m; F: dy x dx; K: p sym; F V' + W K = 0; W' F - K V X X' = 0; "
        "K = W' W - V X X' V' |- K = 0, F V' = 0, W' F = 0",
    ]
)
"""Questions whose stored proof was written by hand, as the search leaves them open: these are not written for Coq."""


def export_files() -> dict[str, str]:
    """File name -> text.  Raises ``SymdlnError`` for a step or a proof that cannot be written for Coq."""
    from symdln.proving.coq import answer_coq, is_identity
    from symdln.proving.decide import prove
    from symdln.teaching.coq import export
    from symdln.teaching.derivations import derivation_names, derive

    found = {}
    for name in derivation_names():
        one = export(derive(name))
        if one.missing:
            raise SymdlnError(f"the derivation {name} cannot be written for Coq. {one.missing[0]}")
        found[f"export_{name.replace('-', '_')}.v"] = one.text
    answers = [prove(question) for question in matrix_questions() if question not in BY_HAND]
    found[MATRIX_PROOFS] = answer_coq(*(answer for answer in answers if not is_identity(answer)))
    return found


def matrix_questions() -> list[str]:
    """The questions whose proofs are stored beside the claims, in the order of their files."""
    folder = files("proofs_check") / "matrix_certificates"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".json"))
    return [json.loads((folder / name).read_text(encoding="utf-8"))["question"] for name in names]
