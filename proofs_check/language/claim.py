"""A claim: statement, citation, hypotheses, scope and check, all in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType
from typing import TYPE_CHECKING, Any

from proofs_check.language.arguments import TEXTS, is_list, is_text, is_text_or_none, need, shown
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis, Level, refuse_clashes
from proofs_check.language.outcome import Outcome
from proofs_check.language.proofs import ClaimProof, MatrixProof
from proofs_check.language.role import Role, role, scope_of
from proofs_check.language.source import Citation, Source
from proofs_check.language.verdict import Verdict
from proofs_check.language.written import WrittenProof
from symdln.errors import InputError

if TYPE_CHECKING:
    from proofs_check.language.given import Certify
    from proofs_check.language.scope import Scope

ID = re.compile(r"[a-z][a-z0-9]*(\.[A-Za-z0-9]+([-_][A-Za-z0-9]+)*)+")

Check = Callable[[Any], Outcome]


@dataclass(frozen=True)
class Claim:
    """One statement of a source and the check that settles it; built by the decorator :func:`claim`.

    ``InputError`` names the first argument of the wrong kind.

    >>> import proofs_check as pc
    >>> source = pc.own_source("mine", "My notes")
    >>> @pc.claim(
    ...     "mine.least", source=source.at("Lemma 1"), statement="L(W) >= 0", over=pc.every_critical_point(),
    ...     assuming=(pc.depth_is(2), pc.is_critical),
    ... )
    ... def least(point):
    ...     "No loss is negative."
    ...     return pc.at_most(0, point.loss, "0, and the loss")
    >>> least.sentence, str(least.role), least.strength is pc.Verdict.VERIFIED, least.rests_on_cases
    ('No loss is negative.', 'printed', True, True)
    >>> [[each.name for each in part] for part in (least.on_problem, least.on_case)]
    [['depth = 2'], ['critical']]
    >>> import symdln as dln
    >>> least.at(dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])).holds
    True
    >>> least.scope_of is None, least.refusal() is None, least.module == __name__, least.covered("small") != ""
    (True, True, True, True)
    """

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
    formal: tuple[str, ...] = ()
    proof: ClaimProof | None = None
    restricted: str | None = None
    written: WrittenProof | None = None
    grade: Grade | None = None
    literal: bool = False

    def __post_init__(self) -> None:
        _check_kinds(self)

    @property
    def role(self) -> Role:
        """The role of the claim for its source; only printed statements are counted as statements of the sources."""
        return role(own=self.source.source.own, id=self.id, corrects=self.corrects, in_print=self.in_print)

    @property
    def scope_of(self) -> str | None:
        """The id of the claim, if this is the same statement over a further scope of it."""
        return scope_of(self.id)

    @property
    def strength(self) -> Verdict:
        """The best verdict that the claim can have: DERIVED where steps are prose, PROVED for a proof of the whole."""
        if self.proof is None and self.over.strength is not Verdict.PROVED:
            derived = self.written is not None and self.over.strength in (Verdict.VERIFIED, Verdict.CERTIFIED)
            return Verdict.DERIVED if derived else self.over.strength
        return Verdict.DERIVED if self.prose else Verdict.PROVED

    @property
    def rests_on_cases(self) -> bool:
        """Whether the cases are all the evidence; a proof covers every size, and a statement that fails needs one case.

        The reading of a statement that is not well-formed rests on its cases like any other.
        """
        proved = self.strength in (Verdict.PROVED, Verdict.DERIVED) and not self.restricted
        return not proved and (self.grade is None or self.ill_formed is not None)

    def refusal(self) -> str | None:
        """Why the replay of the claim's proof does not prove its formal statement; None if it does, or has no proof."""
        return None if self.proof is None else self.proof.refusal(self.formal)

    @property
    def sentence(self) -> str:
        """The statement in one sentence of words: the docstring of the check."""
        return " ".join((self.check.__doc__ or "").split())

    def covered(self, size: str, *, briefly: bool = False) -> str:
        """What a complete run of this size covers, in words; ``briefly`` in a line where the sentence is long."""
        narrowed = "; of these, what meets all the hypotheses" if self.assuming else ""
        return (self.over.summary(size) if briefly else self.over.sentence(size)) + narrowed

    @property
    def module(self) -> str:
        """The module in which the claim stands, from which another process finds it again."""
        return self.check.__module__

    @property
    def on_problem(self) -> tuple[Hypothesis, ...]:
        """The hypotheses about the problem, which are decided once for all cases on it."""
        return tuple(hypothesis for hypothesis in self.assuming if hypothesis.level is Level.PROBLEM)

    @property
    def on_case(self) -> tuple[Hypothesis, ...]:
        """The hypotheses about the single case."""
        return tuple(hypothesis for hypothesis in self.assuming if hypothesis.level is Level.CASE)

    def at(self, subject: Any) -> Outcome:
        """Run the check at one case; a result other than an Outcome is an error of the suite, never support."""
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
    formal: tuple[str, ...] | str = (),
    proof: ClaimProof | None = None,
    restricted: str | None = None,
    written: WrittenProof | None = None,
    grade: Grade | None = None,
    literal: bool = False,
) -> Callable[[Check], Claim]:
    """Make the decorated check a :class:`Claim`.

    ``statement`` is LaTeX, as printed; the docstring of the check says it in one sentence.  ``over`` yields the cases
    and bounds the verdict; it is thinned where the cases are not all the evidence (:meth:`Scope.thinned`); cases that
    fail a hypothesis of ``assuming`` are not checked.  ``made_precise`` says which
    words in print are loose and how they are read, ``ill_formed`` what is undefined in print and which reading is
    checked instead.  ``axioms`` names the textbook facts that a check relies on, ``prose`` the steps of a derivation
    that no machine checked (then the claim is DERIVED at best), ``corrects`` the id of the claim that this one
    repairs.  ``in_print=False`` marks a neighbour of a printed statement that no source makes, such as its converse.
    ``certify`` says how a failing case becomes a certificate for the kernel (docs/certificates.md).

    ``formal`` is the statement as text that a checker reads, one text for each part, and ``proof`` its proof
    (:mod:`proofs_check.language.proofs`), replayed in every run; a question about matrices is its own formal statement.
    ``restricted`` is the range to which a derivation is restricted, such as "depth 2 to 4"; the verdict shows it.
    ``written`` is a proof for all sizes in the documentation: its facts and steps join ``axioms`` and ``prose``, and
    the claim is DERIVED at best, whose exact cases are then the second route.
    ``grade`` says how grave the fault of a statement is that fails or is not well-formed as printed; ``literal=True``
    says that it fails in a literal reading, which the authors need not have meant.

    >>> import proofs_check as pc
    >>> @pc.claim(
    ...     "mine.strict", source=pc.own_source("mine", "My notes").at("Lemma 2"), statement="n_- > 0",
    ...     over=pc.every_critical_point(),
    ... )
    ... def strict(point):
    ...     "Every critical point has a negative eigenvalue."
    ...     return pc.is_true(point.inertia.negative > 0, "there is a negative eigenvalue")
    >>> import symdln as dln
    >>> strict.at(dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[1]], [[1]]])).sentence     # a minimum
    'it is not true here that there is a negative eigenvalue'
    """
    if isinstance(proof, MatrixProof) and not formal:
        formal = proof.statements

    def decorate(check: Check) -> Claim:
        made = Claim(
            id,
            source,
            statement,
            over,
            check,
            assuming,
            made_precise,
            ill_formed,
            axioms,
            prose,
            corrects,
            in_print,
            certify,
            (formal,) if isinstance(formal, str) else formal,
            proof,
            restricted,
            written,
            grade=grade,
            literal=literal,
        )
        made = replace(
            made,
            assuming=tuple(assuming),
            axioms=tuple(dict.fromkeys((*axioms, *(written.facts if written else ())))),
            prose=tuple(dict.fromkeys((*prose, *(written.prose if written else ())))),
            in_print=in_print and corrects is None,
            formal=tuple(made.formal),
        )
        validate(made)
        return made if made.rests_on_cases else replace(made, over=over.thinned())

    return decorate


def _check_kinds(made: Claim) -> None:
    """Raise ``InputError`` for the first argument of the wrong kind; :func:`validate` checks how they fit together."""
    if not isinstance(made.id, str):
        raise InputError(f"{shown(made.id)} is not a claim id; write it like chitour.lemma3.1 or ours.inertia.")
    where = f"claim {made.id}"
    cited = 'a citation, such as source.at("Lemma 1")'
    need(
        where,
        "source",
        made.source,
        isinstance(made.source, Citation) and isinstance(made.source.source, Source),
        cited,
    )
    need(where, "the place in the source", made.source.place, is_text(made.source.place), "a text, such as 'Lemma 1'")
    need(where, "statement", made.statement, is_text(made.statement), "the statement as a text, in LaTeX")
    _check_scope_and_check(made, where)
    _check_hypotheses(made.assuming, where)
    for name in ("made_precise", "ill_formed", "corrects", "restricted"):
        need(where, name, getattr(made, name), is_text_or_none(getattr(made, name)), "a text, or None")
    for name in ("axioms", "prose", "formal"):
        need(where, name, getattr(made, name), is_list(getattr(made, name), is_text), TEXTS)
    for name in ("in_print", "literal"):
        need(where, name, getattr(made, name), isinstance(getattr(made, name), bool), "True or False")
    good = made.certify is None or is_text(made.certify) or callable(made.certify)
    need(where, "certify", made.certify, good, 'a function of the case and its details, or a text such as "inertia"')
    good = made.proof is None or (callable(getattr(made.proof, "refusal", None)) and hasattr(made.proof, "statements"))
    need(where, "proof", made.proof, good, "pc.proofs.logic(...) or pc.proofs.matrices(...), or None")
    good = made.written is None or isinstance(made.written, WrittenProof)
    need(where, "written", made.written, good, "a WrittenProof, or None")


def _check_scope_and_check(made: Claim, where: str) -> None:
    from proofs_check.language.scope import Scope

    scopes = "a scope, such as pc.every_critical_point() or pc.cases(...)"
    need(where, "over", made.over, isinstance(made.over, Scope), scopes)
    decorated = "a function of one case under the decorator @pc.claim(...)"
    need(where, "the check", made.check, isinstance(made.check, FunctionType), decorated)


def _check_hypotheses(assuming: Any, where: str) -> None:
    if isinstance(assuming, Hypothesis):
        raise InputError(
            f"{where}: assuming is the hypothesis {assuming.name!r} itself; write it as a tuple, with a comma."
        )
    if isinstance(assuming, (tuple, list)):
        for each in assuming:
            if not isinstance(each, Hypothesis):
                raise InputError(f"{where}: assuming holds {_not_a_hypothesis(each)}")
        return
    need(
        where,
        "assuming",
        assuming,
        False,
        "a tuple of hypotheses, such as (pc.is_critical,), or () where there are none",
    )


def _not_a_hypothesis(found: Any) -> str:
    """A sentence on what the argument is, and what to write instead."""
    name = getattr(found, "__name__", None) or shown(found)
    if not callable(found):
        return f'{name}, which is not a hypothesis; write pc.on_point("its name", "its statement", its function).'
    if getattr(found, "__module__", "") == Hypothesis.__module__:
        return f"{name}, a function that makes hypotheses; call it, as in pc.depth_is(2)."
    return (
        f'{name}, which is not a hypothesis; write pc.on_point("{name}", "its statement", {name}), or on_problem() for '
        "a condition on the problem alone."
    )


def validate(made: Claim) -> None:
    """Raise ``InputError`` where the parts of a claim do not fit together."""
    if not ID.fullmatch(made.id):
        raise InputError(f"{shown(made.id)} is not a claim id; write it like chitour.lemma3.1 or ours.inertia.")
    key = made.source.source.key
    if not made.id.startswith(key + "."):
        raise InputError(f"claim {made.id} cites the source {key!r}; its id must begin with {key + '.'!r}.")
    if not made.sentence:
        raise InputError(f"claim {made.id} has no docstring; say the statement in one sentence of words.")
    refuse_clashes(made.assuming)
    _validate_proof(made)
    if made.written is not None and not made.over.exact:
        raise InputError(f"claim {made.id} has a written proof, so its cases must be exact; its scope samples.")
    if made.grade is not None and not isinstance(made.grade, Grade):
        known = ", ".join(f"pc.Grade.{grade.name}" for grade in Grade)
        raise InputError(f"claim {made.id}: grade is {made.grade!r}; pass one of {known}.")
    if made.literal and made.grade is None:
        raise InputError(f"claim {made.id}: literal=True needs a grade, which says what fails in the literal reading.")
    if made.corrects is not None and made.id != made.corrects + ".corrected":
        raise InputError(f"claim {made.id} corrects {made.corrects}; call it {made.corrects}.corrected.")


def _validate_proof(made: Claim) -> None:
    """A proof needs its formal statement, exact cases as a second route, and prose for what it leaves out."""
    if made.formal and made.proof is None:
        raise InputError(f"claim {made.id} has a formal statement and no proof; give proof=, or leave out formal=.")
    if made.restricted and made.proof is None and made.over.strength is not Verdict.PROVED:
        raise InputError(f"claim {made.id} has no derivation that could be restricted; leave out restricted=.")
    if made.restricted and not made.prose:
        raise InputError(f"claim {made.id} is derived for {made.restricted} only; say in prose= how the rest is shown.")
    if made.proof is None:
        return
    if not made.formal:
        raise InputError(f"claim {made.id} has a proof and no formal statement; give formal=, the statement as text.")
    if not made.over.exact:
        raise InputError(f"claim {made.id} has a proof, so its cases must be exact; its scope samples.")
    if not made.proof.is_whole and not made.prose:
        raise InputError(f"the proof of claim {made.id} proves a part of it; say in prose= what the rest is.")
