"""What several tests of certificates share."""

import json
from typing import Any

from proofs_check.certificates.build import RULES
from proofs_check.language.claim import Claim
from proofs_check.running import registry
from proofs_check.running.evaluate import first_failure

SCHEMA = json.loads((RULES.parent / "report" / "certificates.schema.json").read_text())


def failing(id: str, size: str = "small") -> tuple[Claim, Any]:
    """The claim and the witness of its first failing case."""
    found = registry.find(registry.all_claims(), id)
    return found, first_failure(found, size, 0).witness
