"""What is written for Coq: all derivations, the stored matrix proofs that claims rest on, and proofs of the logic."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from symdln.errors import SymdlnError

if TYPE_CHECKING:
    from symdln.proving.proof import Proof

MATRIX_PROOFS = "export_matrix_proofs.v"
MOST_FACTORS = 12
"""Coq needs more than a minute to multiply out words of some more factors; proofs with such words are left out."""


def export_files() -> dict[str, str]:
    """File name -> text.  Raises ``SymdlnError`` for a step or a proof that cannot be written for Coq."""
    from proofs_check.coq.logic_exports import LOGIC_PROOFS, logic_exports
    from proofs_check.coq.stored import stored_proof
    from symdln.proving.coq import is_identity, proofs_coq
    from symdln.teaching.coq import export
    from symdln.teaching.derivations import derivation_names, derive

    found = {}
    for name in derivation_names():
        one = export(derive(name))
        if one.missing:
            raise SymdlnError(f"the derivation {name} cannot be written for Coq. {one.missing[0]}")
        found[f"export_{name.replace('-', '_')}.v"] = one.text
    proofs = [stored_proof(one) for one in matrix_certificates()]
    written = (one for one in proofs if not is_identity(one) and longest_word(one) <= MOST_FACTORS)
    found[MATRIX_PROOFS] = proofs_coq(*written)
    found[LOGIC_PROOFS] = logic_exports().text
    return found


def longest_word(proof: Proof) -> int:
    """The most factors of a word in the terms of a proof; 0 for a proof without terms."""
    facts = [max((len(word) for _, word in one.polynomial), default=0) for one in proof.facts()]
    terms = (term for terms in proof.all_terms() for term in terms)
    return max((len(term.left) + facts[term.fact] + len(term.right) for term in terms), default=0)


def matrix_certificates() -> list[dict[str, Any]]:
    """The proofs that are stored beside the claims, in the order of their files."""
    folder = files("proofs_check") / "matrix_certificates"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".json"))
    return [json.loads((folder / name).read_text(encoding="utf-8")) for name in names]
