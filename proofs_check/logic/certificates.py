"""Logic proofs as files: the id of a formal theorem and the steps of its proof; only what is replayed counts.

The statement never comes from the file: it is the line of the theory that has the theorem's id.
"""

from __future__ import annotations

from typing import Any

from proofs_check.logic.formal import names, theorem
from proofs_check.logic.indices import RefusedError, need
from proofs_check.logic.replay import Replay, check, shipped, theory

FORMAT = "logic proof 1"
KEYS = {"format", "theorem", "statements", "steps"}


def certificate(id: str) -> dict[str, Any]:
    """The shipped proof of a formal theorem, as data: its statements, and the steps that it needs."""
    found = theorem(id)
    replay = Replay(theory(found.theory), tuple(step for _, step in shipped(found.theory).steps.values()))
    for part in found.parts:
        check(replay, part)
    return {"format": FORMAT, "theorem": id, "statements": list(found.statements), "steps": replay.made()}


def checked(data: Any) -> str:
    """The statement that the proof in these data proves, in a sentence; ``RefusedError`` says why it proves nothing."""
    need(isinstance(data, dict) and set(data) == KEYS, f"a logic proof holds {', '.join(sorted(KEYS))}, nothing else")
    need(data["format"] == FORMAT, f"the format is not {FORMAT!r}")
    id, steps = data["theorem"], data["steps"]
    need(isinstance(id, str) and id in names(), f"there is no formal theorem called {id!r:.80}")
    need(isinstance(steps, list) and all(isinstance(one, dict) for one in steps), "the steps are not a list of objects")
    found = theorem(id)
    need(data["statements"] == list(found.statements), f"the statements are not those of the theorem {id}")
    try:
        replay = Replay(theory(found.theory), tuple(steps))
        used = frozenset().union(*(check(replay, part).uses for part in found.parts))
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError, RecursionError) as fault:
        raise RefusedError(f"the proof is not written as one: {fault!r:.200}") from None
    lines = theory(found.theory).lines
    from_ = [
        (words, sorted(name for name in used if name in lines and lines[name].role in roles)) for words, roles in _ROLES
    ]
    said = "; ".join(f"{words} {', '.join(named)}" for words, named in from_ if named)
    what = "proves" if found.is_whole else "proves a part of"
    return f"{what} {id}: {'; '.join(found.statements)}" + (f" ({said})." if said else ".")


_ROLES = (("textbook facts used:", ("axiom", "existence")), ("assumed:", ("assumption",)))
