"""How many claims ended how: the printed statements of the sources first, everything else apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from proofs_check.language.role import Role
from proofs_check.language.verdict import Verdict

Counts = dict[Role, Counter[Verdict]]


def by_role(claims: Iterable[tuple[Role, Verdict]]) -> Counts:
    """The verdicts of the claims of each role that occurs, in the order of the roles."""
    counts: Counts = {role: Counter() for role in Role}
    for role, verdict in claims:
        counts[role][verdict] += 1
    return {role: found for role, found in counts.items() if found}


def sentences(counts: Counts) -> list[str]:
    """One sentence for each role; claims of a single role are called claims.

    >>> print(*sentences(by_role([(Role.REPAIR, Verdict.PROVED), (Role.PRINTED, Verdict.REFUTED)])), sep="; ")
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
