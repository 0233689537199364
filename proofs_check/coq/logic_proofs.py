"""Proofs of the logic as theorems for Coq: every use of a step is one ``have``.

A proof is unfolded: where a step is used with other letters, it is proved again for these.  So a letter at its indices,
such as ``W[j+1]``, is one matrix variable, no family of matrices is needed, and what is proved holds for all matrices
in the place of these letters.  Hypotheses are those of the theorem and the instances of lines of the theory that the
proof uses; hypotheses about indices are left out, as Coq does not need them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import lcm, prod
from typing import NamedTuple

from proofs_check.coq.logic_text import CoqText, NotForCoqError, denominator, matrices
from proofs_check.logic import syntax
from proofs_check.logic.replay import Replay, Step
from proofs_check.logic.rules import Theorem
from proofs_check.logic.terms import Fact, Matrix, Scalar, Substitution
from symdln.algebra.coq_text import comment, number


class Textbook(NamedTuple):
    """A lemma of logic_textbook.v: its letters, what it needs (in the logic and in Coq), and what it shows."""

    lemma: str
    letters: str
    needs: tuple[tuple[str, str], ...]
    shows: str


TEXTBOOK = {
    "norm.nonnegative": Textbook("fnorm_ge0", "A", (), "{norm}"),
    "norm.frobenius": Textbook("fnorm_frobenius", "A", (), "{norm} ^+ 2 - \\tr (({A})^T *m ({A}))"),
    "norm.cauchy-schwarz": Textbook("fnorm_cauchy_schwarz", "A B", (), "{norm} * {norm_B} - \\tr (({A})^T *m ({B}))"),
    "norm.definite": Textbook("norm_definite", "A", (("tr(A' A) <= 0", "- \\tr (({A})^T *m ({A}))"),), "{A}"),
    "psd.trace-dominates": Textbook("psd_trace_dominates", "S", (("S psd", "{S}"),), "\\tr ({S}) *: 1%:M - ({S})"),
    "real.square-root": Textbook(
        "square_root_difference", "a b", (("b >= 0", "{b}"), ("a^2 <= b^2", "({b}) ^+ 2 - ({a}) ^+ 2")), "{b} - ({a})"
    ),
    "real.cancel": Textbook("cancel", "a b", (("a >= 1", "{a} - 1"), ("a b >= 0", "({a}) * ({b})")), "{b}"),
    "real.equal": Textbook(
        "equal_numbers", "a b", (("a <= b", "{b} - ({a})"), ("b <= a", "{a} - ({b})")), "{a} - ({b})"
    ),
}
NEEDS = {
    "cases": "the rule cases",
    "choose": "the rule choose",
    "lowest": "the rule lowest",
    "induction": "induction",
    "congruence": "the rule congruence",
    "start": "trajectories",
    "constant": "trajectories",
    "barrier": "trajectories",
    "average": "means",
    "separate": "means",
    "contract": "means",
}
MOST_FACTS = 9
"""Proofs that unfold to more facts, hypotheses included, are left out: Coq needs up to a second for each."""

LONGEST = 850
"""The most characters of an identity, for the same reason."""


class WrittenTerm(NamedTuple):
    """A summand, and the Coq term that says why it is zero, not negative or psd."""

    text: str
    reason: str


class LogicScript:
    """One theorem of the logic with its proof."""

    def __init__(self, replay: Replay, name: str, identities: Mapping[str, str]):
        self.replay, self.read, self.name = replay, replay.reading, name
        self.text = CoqText()
        self.theorem: Theorem = replay.get(name)
        self.known: dict[Fact, str] = {}
        self.given: list[tuple[str, str]] = []
        self.lines: list[str] = []
        self.identities: dict[str, str] = {}
        self.shared, self.used = identities, 0
        if self.theorem.conclusion.kind == "index":
            raise NotForCoqError("it is about whole numbers alone")
        if not self.theorem.conclusion.body:
            raise NotForCoqError("multiplying out proves it")
        for fact in sorted((h for h in self.theorem.hypotheses if h.kind != "index"), key=self.text.fact):
            self._suppose(fact)
        self.prove(name, Substitution())
        if not self.used:
            raise NotForCoqError("it is a line of the theory, or a hypothesis")

    def script(self) -> str:
        """The theorem, whose proof uses the identities."""
        text, goal = self.text, self.theorem.conclusion
        body = "\n".join([*self.lines, f"exact: {self.known[goal]}."])
        said = " ".join([*(f"({name} : {one})" for name, one in self.given), ":\n ", text.fact(goal)])
        said, body = text.with_norms(said), text.with_norms(body)
        variables = text.binders("rcfType", said + body)
        title = re.sub(r"\W", "_", self.name)
        return f"{comment(self.name)}\nTheorem logic_{title} {variables} {said}.\nProof.\n{body}\nQed."

    # -- the proof, unfolded -------------------------------------------------------------------------------------------

    def prove(self, name: str, by: Substitution) -> Fact:
        """The conclusion of a step or a line with other letters, shown from what is known."""
        goal = by.fact(self.replay.get(name).conclusion)
        if goal in self.known or goal.kind == "index":
            return goal
        if len(self.known) >= MOST_FACTS:
            raise NotForCoqError(f"it unfolds to more than {MOST_FACTS} facts")
        if name not in self.replay.steps:
            self._line(name, goal, by)
        else:
            step = dict(self.replay.steps[name][1])
            if step["rule"] in NEEDS:
                raise NotForCoqError(f"it needs {NEEDS[step['rule']]}")
            getattr(self, f"_{step['rule']}")(step, goal, by)
        if goal not in self.known:
            raise NotForCoqError(f"the step {name} does not unfold")
        return goal

    def _assume(self, step: Step, goal: Fact, by: Substitution) -> None:
        """What is assumed is known already."""

    def _cut(self, step: Step, goal: Fact, by: Substitution) -> None:
        for one in step.get("by", []):
            self.prove(one, by)
        self.prove(step["of"], by)

    def _instantiate(self, step: Step, goal: Fact, by: Substitution) -> None:
        inner = self.replay._replaced(dict(step))
        indices = {k: by.index(v) for k, v in inner.indices.items()}
        sizes = {k: by.index(v) for k, v in inner.sizes.items()}
        scalars = {k: by.scalar(v) for k, v in inner.scalars.items()}
        replaced = {k: by.matrix(v) for k, v in inner.matrices.items()}
        both = Substitution(
            {**by.indices, **indices}, {**by.sizes, **sizes}, {**by.scalars, **scalars}, {**by.matrices, **replaced}
        )
        self.prove(step["of"], both)

    # -- lines of the theory -------------------------------------------------------------------------------------------

    def _line(self, name: str, goal: Fact, by: Substitution) -> None:
        line = self.replay.theory.lines[name]
        hypotheses = [by.fact(h) for h in self.replay.get(name).hypotheses if h.kind != "index"]
        if line.role != "axiom":
            said = " -> ".join(self.text.fact(fact) for fact in (*hypotheses, goal))
            self._suppose(goal, said, " ".join(f" {self._name(h)}" for h in hypotheses))
        elif name in TEXTBOOK:
            self._textbook(name, goal, by)
        else:
            raise NotForCoqError(f"it uses the textbook fact {name}")

    def _suppose(self, fact: Fact, said: str = "", arguments: str = "") -> None:
        name = self.text.names("fact", f"given_{len(self.given) + 1}")
        self.given.append((name, said or self.text.fact(fact)))
        self.known[fact] = f"({name}{arguments})" if arguments else name

    def _name(self, fact: Fact) -> str:
        if fact not in self.known:
            raise NotForCoqError("a hypothesis of a line is not known where it is used")
        return self.known[fact]

    def _textbook(self, name: str, goal: Fact, by: Substitution) -> None:
        """The lemma shows the fact as it is written there, which is the goal once both are multiplied out."""
        one, written, reasons = TEXTBOOK[name], self._letters(TEXTBOOK[name].letters, by), []
        for text, form in one.needs:
            fact = by.fact(self.read.fact(syntax.relations(text)[0]))
            value, reason = form.format(**written), self.text.names("fact", f"need_{len(self.lines)}")
            self.lines.append(f"have {reason} : {_said(fact.kind, value)}.")
            self._show(fact, value, _denominator(fact), [WrittenTerm(self.text.value(fact), self._name(fact))])
            reasons.append(reason)
        shown, scale = one.shows.format(**written), _denominator(goal)
        reason = " ".join([one.lemma, *(reasons or "_" * len(one.letters.split()))])
        self._have(goal, 1, [self._scaled(goal.kind, scale, shown, reason)])

    def _letters(self, letters: str, by: Substitution) -> dict[str, str]:
        """What stands for the letters of a textbook fact."""
        written = {}
        for letter in letters.split():
            value = self.read.value(syntax.expression(letter))
            if value.matrix is None:
                written[letter] = self._scalar(by.scalar(value.as_scalar()))
                continue
            assert value.shape is not None
            rows, cols = map(self.text.size, map(by.index, value.shape))
            written[letter] = self._matrix(by.matrix(value.matrix), rows, cols)
            norm = by.scalar(self.read.scalar_text(f"norm({letter})"))
            written["norm" if letter == "A" else f"norm_{letter}"] = self.text.scalar(norm)
        return written

    def _scalar(self, value: Scalar) -> str:
        if denominator(value) != 1:
            raise NotForCoqError("a textbook fact is used with fractions")
        return self.text.scalar(value)

    def _matrix(self, value: Matrix, rows: str, cols: str) -> str:
        if denominator(value) != 1:
            raise NotForCoqError("a textbook fact is used with fractions")
        return self.text.matrix(value, rows, cols)

    # -- sums of terms -------------------------------------------------------------------------------------------------

    def _order(self, step: Step, goal: Fact, by: Substitution) -> None:
        products = [(Fraction(w), [self._factor(one, by) for one in some]) for w, some in step.get("products", [])]
        zeros = [(by.scalar(self.read.scalar_text(text)), self.prove(name, by)) for text, name in step.get("zeros", [])]
        squares = [(Fraction(w), by.scalar(self.read.scalar_text(text))) for w, text in step.get("squares", [])]
        own, written = _denominator(goal), []
        for weight, factors in products:
            front = own * weight / prod(d for _, _, d in factors)
            written.append((front.denominator, partial(self._product, front, factors)))
        for multiplier, fact in zeros:
            front = Fraction(own, _denominator(fact))
            written.append((_bottom(multiplier, front), partial(self._multiple, front, multiplier, fact, goal.kind)))
        for weight, root in squares:
            inner = denominator(root)
            front = own * weight / inner**2
            written.append((front.denominator, partial(self._square, front, root, inner)))
        self._sum(goal, written)

    def _factor(self, text: str, by: Substitution) -> tuple[str, str, int]:
        """A number that is not negative, why, and its denominator."""
        if text.startswith("index "):
            raise NotForCoqError("it uses that a whole number is not negative")
        fact = self.prove(text, by)
        return self.text.value(fact), self._name(fact), _denominator(fact)

    def _product(self, front: Fraction, factors: list[tuple[str, str, int]], scale: int) -> WrittenTerm:
        text, reason = number(front * scale), "(ler0n _ _)"
        for value, why, _ in factors:
            text, reason = f"{text} * ({value})", f"(mulr_ge0 {reason} {why})"
        return WrittenTerm(text, reason)

    def _multiple(self, front: Fraction, multiplier: Scalar, fact: Fact, kind: str, scale: int) -> WrittenTerm:
        text = f"({self.text.scalar(multiplier, front * scale)}) * ({self.text.value(fact)})"
        reason = f"(zero_term _ {self._name(fact)})"
        return WrittenTerm(text, reason if kind == "zero" else f"(zero_is_ge {reason})")

    def _square(self, front: Fraction, root: Scalar, inner: int, scale: int) -> WrittenTerm:
        text = f"{number(front * scale)} * ({self.text.scalar(root, inner)}) ^+ 2"
        return WrittenTerm(text, "(mulr_ge0 (ler0n _ _) (sqr_ge0 _))")

    def _trace(self, step: Step, goal: Fact, by: Substitution) -> None:
        fact = self.prove(step["of"], by)
        front = Fraction(_denominator(goal), _denominator(fact))
        lemma = "rule_trace_zero" if fact.kind == "eq" else "rule_trace_psd"
        text, reason = f"\\tr ({self.text.value(fact)})", f"({lemma} {self._name(fact)})"
        self._sum(goal, [(front.denominator, lambda scale: self._scaled(goal.kind, front * scale, text, reason))])

    def _scaled(self, kind: str, front: Fraction | int, text: str, reason: str) -> WrittenTerm:
        """A multiple of something of the same kind."""
        lemma = {"eq": "times_eq", "zero": "zero_term", "ge": "times_ge", "psd": "times_psd"}[kind]
        sign = "*" if kind in ("zero", "ge") else "*:"
        return WrittenTerm(f"{number(front)} {sign} ({text})", f"({lemma} _ ({reason}))")

    def _matrices(self, step: Step, goal: Fact, by: Substitution) -> None:
        read, own, written = self.read, _denominator(goal), []
        place = self.replay.get(step["name"]).conclusion
        for weight, names, u, inner in step.get("congruences", []):
            factors = [self._factor(one, by) for one in names]
            size, middle, why, bottom = self._middle(inner, by)
            old = read.index_text(inner[2:]) if inner.startswith("I ") else self.replay.get(inner).conclusion.rows
            around = by.matrix(read.matrix_text(u, old, place.rows))
            front = own * Fraction(weight) / (prod(d for _, _, d in factors) * bottom * denominator(around) ** 2)
            make = partial(self._congruent, front, factors, around, (size, middle, why), goal)
            written.append((front.denominator, make))
        for scalar, u, name, v in step.get("zeros", []):
            turned, name = name.endswith("'"), name.removesuffix("'")
            old = self.replay.get(name).conclusion
            ends = (old.cols, old.rows) if turned else (old.rows, old.cols)
            left = by.matrix(read.matrix_text(u, place.rows, ends[0]))
            right = by.matrix(read.matrix_text(v, ends[1], place.cols))
            fact, multiplier = self.prove(name, by), by.scalar(read.scalar_text(scalar))
            front = Fraction(own, _denominator(fact) * denominator(left) * denominator(right))
            make = partial(self._around, front, multiplier, (left, fact, turned, right), goal)
            written.append((_bottom(multiplier, front), make))
        for name, text in step.get("scalar_zeros", []):
            matrix, fact = by.matrix(read.matrix_text(text, place.rows, place.cols)), self.prove(name, by)
            front = Fraction(own, _denominator(fact) * denominator(matrix))
            written.append((front.denominator, partial(self._vanishing, front, fact, matrix, goal)))
        self._sum(goal, written)

    def _middle(self, inner: str, by: Substitution) -> tuple[str, str, str, int]:
        """The size of a psd matrix, the matrix, why it is psd, and its denominator."""
        if inner.startswith("I "):
            size = self.text.size(by.index(self.read.index_text(inner[2:])))
            return size, f"(1%:M : 'M[F]_{size})", "(psd_identity _ _)", 1
        fact = self.prove(inner, by)
        return self.text.size(fact.rows), self.text.value(fact), self._name(fact), _denominator(fact)

    def _congruent(
        self,
        front: Fraction,
        factors: list[tuple[str, str, int]],
        around: Matrix,
        middle: tuple[str, str, str],
        goal: Fact,
        scale: int,
    ) -> WrittenTerm:
        weight, (size, inner, why) = self._product(front, factors, scale), middle
        u = self.text.matrix(around, size, self.text.size(goal.rows), denominator(around))
        text = f"({weight.text}) *: (({u})^T *m ({inner}) *m ({u}))"
        return WrittenTerm(text, f"(psd_congruence ({u}) {weight.reason} {why})")

    def _around(
        self, front: Fraction, multiplier: Scalar, product: tuple[Matrix, Fact, bool, Matrix], goal: Fact, scale: int
    ) -> WrittenTerm:
        left, fact, turned, right = product
        ends = [self.text.size(one) for one in ((fact.cols, fact.rows) if turned else (fact.rows, fact.cols))]
        u = self.text.matrix(left, self.text.size(goal.rows), ends[0], denominator(left))
        v = self.text.matrix(right, ends[1], self.text.size(goal.cols), denominator(right))
        inner = f"({self.text.value(fact)}){'^T' if turned else ''}"
        text = f"({self.text.scalar(multiplier, front * scale)}) *: (({u}) *m {inner} *m ({v}))"
        reason = f"(inside_zero{'_turned' if turned else ''} _ ({u}) ({v}) {self._name(fact)})"
        return WrittenTerm(text, reason if goal.kind == "eq" else f"(psd_zero {reason})")

    def _vanishing(self, front: Fraction, fact: Fact, matrix: Matrix, goal: Fact, scale: int) -> WrittenTerm:
        value = self.text.matrix(matrix, self.text.size(goal.rows), self.text.size(goal.cols), denominator(matrix))
        text = f"({number(front * scale)} * ({self.text.value(fact)})) *: ({value})"
        reason = f"(number_inside_zero _ ({value}) {self._name(fact)})"
        return WrittenTerm(text, reason if goal.kind == "eq" else f"(psd_zero {reason})")

    def _sum(self, goal: Fact, written: list[tuple[int, Callable[[int], WrittenTerm]]]) -> None:
        """The goal, multiplied so that all terms have whole coefficients, is their sum."""
        scale = lcm(*(bottom for bottom, _ in written))
        self._have(goal, scale, [make(scale) for _, make in written])

    def _have(self, fact: Fact, scale: int, terms: list[WrittenTerm]) -> None:
        name = self.text.names("fact", f"fact_{len(self.known) + 1}")
        self.lines.append(f"have {name} : {self.text.fact(fact)}.")
        self._show(fact, self.text.value(fact), scale, terms)
        self.known[fact] = name

    def _show(self, fact: Fact, value: str, scale: int, terms: list[WrittenTerm]) -> None:
        """Close a goal about ``value``, of the kind and shape of the fact: ``scale`` times it is the sum."""
        kind, shape = fact.kind, ""
        total = " + (".join(term.text for term in terms) + ")" * (len(terms) - 1)
        if kind in ("eq", "psd"):
            rows, cols = self.text.size(fact.rows), self.text.size(fact.cols)
            shape = f" {rows} {cols}" if kind == "eq" else f" {rows}"
            total = total or f"(0 : {matrices(rows, cols)})"
        total = total or "(0 : F)"
        left = f"{number(scale)} {'*:' if shape else '*'} ({value})"
        self.lines.append(f"  apply: (@scaled_{kind} _{shape} {number(scale)} _ ({total}) (ltr0Sn _ _)).")
        self.lines.append(f"    by apply: {self._identity(left, total)}.")
        split = {"eq": "sum_zero", "zero": "sum_zero", "ge": "addr_ge0", "psd": "psd_add"}[kind]
        self.lines += [f"  apply: {split}; first exact: {term.reason}." for term in terms[:-1]]
        self.lines.append(f"  exact: {terms[-1].reason if terms else _NOTHING[kind]}.")

    def _identity(self, left: str, right: str) -> str:
        """The name of a lemma that says that two terms are equal, over every commutative ring."""
        lemma = f"{self.text.binders('comRingType', f'{left} {right}')} :\n  {left} = {right}."
        if len(lemma) > LONGEST:
            raise NotForCoqError("a step is a long identity")
        self.used += 1
        if lemma not in self.shared and lemma not in self.identities:
            self.identities[lemma] = f"identity_{len(self.shared) + len(self.identities) + 1}"
        return self.shared.get(lemma) or self.identities[lemma]


_NOTHING = {"eq": "erefl", "zero": "erefl", "ge": "lexx _", "psd": "psd_zero erefl"}


def _denominator(fact: Fact) -> int:
    return denominator(fact.matrix if fact.kind in ("eq", "psd") else fact.scalar)


def _bottom(multiplier: Scalar, front: Fraction) -> int:
    """By what ``front * multiplier`` must be multiplied to have whole coefficients."""
    return lcm(*((front * value).denominator for value in multiplier.values()))


def _said(kind: str, value: str) -> str:
    return {"eq": f"{value} = 0", "zero": f"{value} = 0", "ge": f"0 <= {value}", "psd": f"psd ({value})"}[kind]
