"""What the pages of the catalog are made of, and the names by which its places are linked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict, over_all
from proofs_check.report.hypotheses import Dropped
from symdln.files.markup import code


@dataclass(frozen=True)
class Catalog:
    """Everything that the pages are made of; ``neighbours`` are the planted false neighbours by the id of the claim.

    ``failing`` says in Markdown where a statement fails, by the id of the claim, as the page of findings has it.
    """

    claims: Mapping[str, Claim]
    verdicts: Mapping[str, Verdict]
    neighbours: Mapping[str, Sequence[str]]
    hypotheses: Mapping[str, Sequence[Dropped]]
    failing: Mapping[str, str] = field(default_factory=dict)

    def verdict(self, id: str) -> str:
        """The recorded verdict, over all scopes of the claim."""
        found = [self.verdicts[one] for one in (id, *self.scopes(id)) if one in self.verdicts]
        return str(over_all(found)) if found else "not recorded"

    def scopes(self, id: str) -> list[str]:
        """The ids of the same statement over further cases."""
        return self._scopes.get(id, [])

    @cached_property
    def _scopes(self) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.scope_of, []).append(claim.id)
        return found

    def entries(self) -> list[Claim]:
        """The claims without their further scopes, which stand in the entries of their claims."""
        return [claim for claim in self.claims.values() if claim.scope_of is None]


def label(*parts: str) -> str:
    """A name for a place of the pages, to which links lead.

    >>> label("entry", "chitour.prop4.i")
    'entry-chitour-prop4-i'
    """
    return "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()) for part in parts)


def link(id: str) -> str:
    """A link in Markdown to the entry of a claim."""
    return f"[{code(id)}](#{label('entry', id)})"


def anchor(name: str) -> str:
    """A place in a row of a table, for links to what once stood on this page.

    >>> anchor("entry-chitour-prop4-i")
    '<span id="entry-chitour-prop4-i"></span>'
    """
    return f'<span id="{name}"></span>'
