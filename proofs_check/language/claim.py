"""A claim: statement, citation, hypotheses, scope and check, all in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proofs_check.language.hypotheses import Hypothesis, Level, refuse_clashes
from proofs_check.language.outcome import Outcome
from proofs_check.language.verdict import Verdict
from symdln.errors import InputError

if TYPE_CHECKING:
    from proofs_check.language.given import Certify
    from proofs_check.language.scope import Scope
    from proofs_check.language.source import Citation

ID = re.compile(r"[a-z][a-z0-9]*(\.[A-Za-z0-9]+([-_][A-Za-z0-9]+)*)+")

Check = Callable[[Any], Outcome]


@dataclass(frozen=True)
class Claim:
    """One statement of a source and the check that settles it; built by the decorator :func:`claim`."""

    id: str
    source: Citation
    statement: str
    over: Scope
    check: Check
    assuming: tuple[Hypothesis, ...] = ()
    made_precise: str | None = None
    ill_formed: str | None = None
    axioms: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    corrects: str | None = None
    in_print: bool = True
    certify: Certify | None = None

    @property
    def strength(self) -> Verdict:
        """The best verdict that the claim can have: that of its scope, and DERIVED for a proof with steps in prose."""
        return Verdict.DERIVED if self.over.strength is Verdict.PROVED and self.prose else self.over.strength

    @property
    def sentence(self) -> str:
        """The statement in one sentence of words: the docstring of the check."""
        return " ".join((self.check.__doc__ or "").split())

    def covered(self, size: str) -> str:
        """What a complete run of this size covers, in words."""
        narrowed = "; of these, what meets all the hypotheses" if self.assuming else ""
        return self.over.sentence(size) + narrowed

    @property
    def module(self) -> str:
        """The module in which the claim stands, from which another process finds it again."""
        return self.check.__module__

    @property
    def on_problem(self) -> tuple[Hypothesis, ...]:
        return tuple(hypothesis for hypothesis in self.assuming if hypothesis.level is Level.PROBLEM)

    @property
    def on_case(self) -> tuple[Hypothesis, ...]:
        return tuple(hypothesis for hypothesis in self.assuming if hypothesis.level is Level.CASE)

    def at(self, subject: Any) -> Outcome:
        """Run the check at one case; what is not an Outcome is an error of the suite, never support."""
        outcome = self.check(subject)
        if not isinstance(outcome, Outcome):
            raise TypeError(
                f"the check of {self.id} returned {outcome!r} ({type(outcome).__name__}); "
                "it must return an Outcome, such as equal(...), holds() or fails(...)"
            )
        return outcome


def claim(
    id: str,
    *,
    source: Citation,
    statement: str,
    over: Scope,
    assuming: tuple[Hypothesis, ...] = (),
    made_precise: str | None = None,
    ill_formed: str | None = None,
    axioms: tuple[str, ...] = (),
    prose: tuple[str, ...] = (),
    corrects: str | None = None,
    in_print: bool = True,
    certify: Certify | None = None,
) -> Callable[[Check], Claim]:
    """Make the decorated check a :class:`Claim`.

    ``statement`` is LaTeX, as printed; the docstring of the check says it in one sentence.  ``over`` yields the cases
    and bounds the verdict; cases that fail a hypothesis of ``assuming`` are not checked.  ``made_precise`` says what
    was loose in print and how it was read, ``ill_formed`` what is undefined in print and which reading is checked
    instead.  ``axioms`` names the textbook facts that a derivation uses, ``prose`` its
    steps that no machine checked (then the claim is DERIVED at best), ``corrects`` the id of the claim that this one
    repairs.  ``in_print=False`` marks a neighbour of a printed statement that no source makes, such as its converse.
    ``certify`` says how a failing case becomes a certificate for the kernel (docs/certificates.md).
    """

    def decorate(check: Check) -> Claim:
        made = Claim(
            id,
            source,
            statement,
            over,
            check,
            tuple(assuming),
            made_precise,
            ill_formed,
            tuple(axioms),
            tuple(prose),
            corrects,
            in_print and corrects is None,
            certify,
        )
        _validate(made)
        return made

    return decorate


def _validate(made: Claim) -> None:
    if not ID.fullmatch(made.id):
        raise InputError(f"{made.id!r} is not a claim id; write it like chitour.lemma3.1 or ours.inertia.")
    key = made.source.source.key
    if not made.id.startswith(key + "."):
        raise InputError(f"claim {made.id} cites the source {key!r}; its id must begin with {key + '.'!r}.")
    if not made.sentence:
        raise InputError(f"claim {made.id} has no docstring; say the statement in one sentence of words.")
    for hypothesis in made.assuming:
        if not isinstance(hypothesis, Hypothesis):
            name = getattr(hypothesis, "__name__", repr(hypothesis))
            raise InputError(
                f"claim {made.id}: assuming holds {name}, which is not a hypothesis; write "
                f'pc.on_point("{name}", "its statement", {name}), or on_problem() for a condition on the problem alone.'
            )
    refuse_clashes(made.assuming)
    if made.corrects is not None and made.id != made.corrects + ".corrected":
        raise InputError(f"claim {made.id} corrects {made.corrects}; call it {made.corrects}.corrected.")
