"""What is written for Coq by symdln: all derivations, and the stored matrix proofs that claims rest on."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from symdln.errors import SymdlnError

MATRIX_PROOFS = "export_matrix_proofs.v"


def export_files() -> dict[str, str]:
    """File name -> text.  Raises ``SymdlnError`` for a step or a proof that cannot be written for Coq."""
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
    found[MATRIX_PROOFS] = proofs_coq(*(proof for proof in proofs if not is_identity(proof)))
    return found


def matrix_certificates() -> list[dict[str, Any]]:
    """The proofs that are stored beside the claims, in the order of their files."""
    folder = files("proofs_check") / "matrix_certificates"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".json"))
    return [json.loads((folder / name).read_text(encoding="utf-8")) for name in names]
