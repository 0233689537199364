"""How many claims ended how: the printed statements of the sources first, everything else apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from proofs_check.language.role import Role, scope_of
from proofs_check.language.verdict import Verdict, over_all

Counts = dict[Role, Counter[Verdict]]


def by_claim(ended: Iterable[tuple[str, Verdict]]) -> dict[str, Verdict]:
    """One verdict for each claim, from those over its scopes, by their ids.

    >>> found = by_claim([("a.thm", Verdict.DERIVED), ("a.thm.general-data", Verdict.VERIFIED)])
    >>> print(*(f"{id}: {verdict}" for id, verdict in found.items()))
    a.thm: VERIFIED
    """
    found: dict[str, list[Verdict]] = {}
    for id, verdict in ended:
        found.setdefault(scope_of(id) or id, []).append(verdict)
    return {id: over_all(verdicts) for id, verdicts in found.items()}


def by_role(ended: Iterable[tuple[str, Role, Verdict]]) -> Counts:
    """The verdicts of the claims of each role that occurs, in the order of the roles; scopes of a claim count once."""
    roles: dict[str, Role] = {}
    verdicts: list[tuple[str, Verdict]] = []
    for id, role, verdict in ended:
        roles.setdefault(scope_of(id) or id, role)
        verdicts.append((id, verdict))
    counts: Counts = {role: Counter() for role in Role}
    for id, verdict in by_claim(verdicts).items():
        counts[roles[id]][verdict] += 1
    return {role: found for role, found in counts.items() if found}


def sentences(counts: Counts) -> list[str]:
    """One sentence for each role; claims of a single role are called claims.

    >>> print(*sentences(by_role([("a", Role.REPAIR, Verdict.PROVED), ("b", Role.PRINTED, Verdict.REFUTED)])), sep="; ")
    1 printed statement of the sources: 1 REFUTED; 1 repaired statement: 1 PROVED
    """
    if len(counts) == 1:
        return [
            f"{n} claim{'' if n == 1 else 's'}: {listed(found)}" for found in counts.values() for n in (found.total(),)
        ]
    return [f"{role.counted(found.total())}: {listed(found)}" for role, found in counts.items()]


def listed(found: Counter[Verdict]) -> str:
    """``2 PROVED, 1 REFUTED``, in the order of the verdicts."""
    return ", ".join(f"{found[verdict]} {verdict}" for verdict in Verdict if found[verdict])
