"""Proofs that were found, as files for Coq: a theorem with the hypotheses of its question, each step a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from symdln.algebra.coq_text import COMPILE, HEADER, CoqNames, comment, number
from symdln.errors import InputError
from symdln.proving.answer import Answer
from symdln.proving.polynomials import Polynomial, Shape, Word, plain_name
from symdln.proving.proof import Combination, Proof, ProofTerm, Squares, Step, Terms
from symdln.proving.question import Equation

MODULES = "definitions words norms matrix_rules"
_IDENTIFIERS = re.compile(r"[A-Za-z]\w*'*", re.ASCII)
_NOTATION = re.compile(r"%:[RM]|\*m\b|'M\[F\]")  # letters of MathComp that cannot be names


def answer_coq(*answers: Answer) -> str:
    """The proofs as one file for Coq; ``InputError`` for an answer without a proof.

    >>> from symdln.proving.decide import prove
    >>> text = answer_coq(prove("A: m x n; A' A = 0 |- A = 0"))
    >>> print(text[text.index("Theorem") : text.index("Proof.\\n")])
    Theorem proved (F : realFieldType) (m n : nat) (A : 'M[F]_(m, n)) (given_1 : (A^T *m A) = 0) :
      ((A) = 0).
    <BLANKLINE>
    """
    for answer in answers:
        if answer.proof is None:
            raise InputError(f"the question is {answer.verdict}, so there is no proof for Coq; pass --format text.")
        if is_identity(answer.proof):
            raise InputError(
                "A claim of this question is an identity that multiplying out proves, so only 0 = 0 would be left for "
                "Coq; pass --format text."
            )
    return proofs_coq(*(answer.proof for answer in answers if answer.proof))


def proofs_coq(*proofs: Proof) -> str:
    """The proofs as one file for Coq, a theorem each; none of them proves an identity (:func:`is_identity`).

    >>> from symdln.proving.decide import prove
    >>> text = proofs_coq(*(prove(f"A: m x n; {A} = 0 |- A = 0").proof for A in ("A' A", "A A'")))
    >>> text.count("Theorem proved_")
    2
    """
    head = [comment(f"Made by symdln prove --format coq. {COMPILE}"), HEADER.format(modules=MODULES)]
    names = ["proved"] if len(proofs) == 1 else [f"proved_{n}" for n in range(1, len(proofs) + 1)]
    scripts = [_CoqScript(proof).text(name) for name, proof in zip(names, proofs, strict=True)]
    return "\n".join([*head, *scripts]) + "\n"


def is_identity(proof: Proof) -> bool:
    """Whether some claim is 0 = 0 once it is multiplied out, as symdln does before it writes anything for Coq.

    >>> from symdln.proving.decide import prove
    >>> is_identity(prove("A: m x n; A' A = 0 |- A = 0").proof), is_identity(prove("A: n x n |- A - A = 0").proof)
    (False, True)
    """
    return any(not claim.polynomial for claim in proof.question.claims)


@dataclass(frozen=True)
class _CoqFact:
    """``scale * polynomial = 0`` under a name of its own."""

    name: str
    polynomial: Polynomial
    shape: Shape | None
    scale: int
    text: str


class _CoqScript:
    """Writes the theorem and its proof."""

    def __init__(self, proof: Proof):
        self.proof, self.question = proof, proof.question
        self.alphabet = proof.question.alphabet
        self.names = CoqNames(["Z"])
        made = {name for name, _ in proof.pseudo_inverses}
        self.letters = [name for name in sorted(self.alphabet.shapes) if name not in made]
        self.facts: list[_CoqFact] = []
        self.lines: list[str] = []
        self.identities: list[str] = []
        self.title = ""

    def text(self, name: str) -> str:
        """The question as a comment, the identities of the proof as lemmas, and the theorem of this name."""
        self.title = name
        self.facts = [self._fact(f"given_{n}", one) for n, one in enumerate(self.question.hypotheses, start=1)]
        made = 4 * len(self.proof.pseudo_inverses)
        own = self.facts[: len(self.facts) - made]
        claims = [self._fact(f"claim_{n}", one) for n, one in enumerate(self.question.claims, start=1)]
        self._pseudo_inverses(self.facts[len(own) :])
        for n, step in enumerate(self.proof.steps, start=1):
            self._step(n, step)
        for claim, terms in zip(claims, self.proof.claims, strict=True):
            self._combination(claim, terms)
        end = claims[-1].name
        for claim in claims[-2::-1]:
            end = f"(conj {claim.name} {end})"
        said = [comment(f"{fact.name}: {one.text}") for fact, one in zip(own, self.question.hypotheses, strict=False)]
        said += [comment(f"{fact.name}: {one.text}") for fact, one in zip(claims, self.question.claims, strict=True)]
        binders = [
            self._variables(self._ring(), self.letters),
            *(f"({fact.name} : {fact.text} = 0)" for fact in own),
            *self._symmetric(self.letters),
        ]
        goal = " /\\ ".join(f"({fact.text} = 0)" for fact in claims)
        theorem = f"Theorem {name} {' '.join(part for part in binders if part)} :\n  {goal}."
        body = ["Proof.", *self.lines, f"exact: {end}.", "Qed."]
        return "\n".join([comment(self.question.text), *said, *self.identities, theorem, *body])

    # -- variables -----------------------------------------------------------------------------------------------------

    def _ring(self) -> str:
        plain = self.proof.rules() == ["combination"]
        numbers = [term.coefficient for terms in self.proof.all_terms() for term in terms]
        numbers += [c for one in (*self.proof.facts(), *self.question.claims) for c in one.polynomial.values()]
        return "comRingType" if plain and all(n.denominator == 1 for n in numbers) else "realFieldType"

    def _variables(self, ring: str, letters: Sequence[str], found: frozenset[str] | None = None) -> str:
        """The ring, sizes, scalars and matrices; with ``found`` only those of these identifiers."""
        matrices = [f"({self._name(name)} : {self._matrices(self.alphabet.shapes[name])})" for name in letters]
        shown = found and found.union(*(_identifiers(text) for text in matrices))
        scalars = [self.names("scalar", name) for name in sorted(self.alphabet.scalars)]
        sizes = [self.names("size", name) for name in sorted(self.alphabet.sizes)]
        sizes, scalars = ([x for x in some if shown is None or x in shown] for some in (sizes, scalars))
        parts = [f"(F : {ring})"]
        parts += [f"({' '.join(sizes)} : nat)"] if sizes else []
        parts += [f"({' '.join(scalars)} : F)"] if scalars else []
        return " ".join([*parts, *matrices])

    def _symmetric(self, letters: Sequence[str]) -> list[str]:
        names = [name for name in letters if name in self.alphabet.symmetric]
        return [f"({self.names('fact', 'sym_' + n)} : {self._name(n)}^T = {self._name(n)})" for n in names]

    def _equal(self, left: str, right: str) -> str:
        """A tactic that closes ``left = right``, which is an identity of words: a lemma over every commutative ring."""
        found = _identifiers(f"{left} {right}")
        letters = [name for name in sorted(self.alphabet.shapes) if self._name(name) in found]
        name = f"{self.title}_identity_{len(self.identities) + 1}"
        binders = [self._variables("comRingType", letters, found), *self._symmetric(letters)]
        self.identities.append(f"Lemma {name} {' '.join(binders)} :\n  {left} = {right}.\nProof. words. Qed.")
        return f"by apply: {name}"

    def _name(self, letter: str) -> str:
        return self.names("matrix", plain_name(letter))

    def _size(self, size: str) -> str:
        return size if size.isdecimal() else self.names("size", size)

    def _matrices(self, shape: Shape) -> str:
        return f"'M[F]_({self._size(shape[0])}, {self._size(shape[1])})"

    # -- values --------------------------------------------------------------------------------------------------------

    def _fact(self, name: str, one: Equation) -> _CoqFact:
        scale = lcm(*(c.denominator for c in one.polynomial.values()))
        text = self._polynomial(one.polynomial, one.shape, scale)
        return _CoqFact(self.names("fact", name), one.polynomial, one.shape, scale, text)

    def _word(self, word: Word, rows: str) -> str:
        letters = [f"{self._name(x)}^T" if x.endswith("'") else self._name(x) for x in word]
        return " *m ".join(letters) or f"(1%:M : {self._matrices((rows, rows))})"

    def _scalars(self, coefficient: Fraction, scalars: Sequence[str]) -> str:
        sizes = self.alphabet.sizes
        factors = [f"{self._size(s)}%:R" if s in sizes else self.names("scalar", s) for s in scalars]
        if coefficient != 1 or not factors:
            factors.insert(0, number(coefficient))
        return " * ".join(factors)

    def _polynomial(self, polynomial: Polynomial, shape: Shape | None, scale: int = 1) -> str:
        parts = []
        for (scalars, word), c in polynomial.items():
            coefficient = c * scale
            if shape is None:
                trace = [f"\\tr ({self._word(word, '')})"] if word else []
                parts.append(" * ".join([self._scalars(coefficient, scalars), *trace]))
                continue
            body = self._word(word, shape[0])
            plain = not scalars and abs(coefficient) == 1
            front = ("" if coefficient == 1 else "- ") if plain else f"({self._scalars(coefficient, scalars)}) *: "
            parts.append(f"{front}({body})")
        return " + ".join(parts) or ("(0 : F)" if shape is None else f"(0 : {self._matrices(shape)})")

    def _term(self, term: ProofTerm, shape: Shape | None, factor: Fraction) -> tuple[str, _CoqFact]:
        """``factor * coefficient * scalars * left (fact) right`` in an equation of this shape, and the fact."""
        fact = self.facts[term.fact]
        front = self._scalars(factor * term.coefficient / fact.scale, term.scalars)
        word = term.left + term.right
        if fact.shape is None:
            value = f"({front}) * ({fact.text})"
            if shape is not None:
                return f"({value}) *: ({self._word(word, shape[0])})", fact
            return (f"({value}) * \\tr ({self._word(word, '')})" if word else value), fact
        middle = f"({fact.text})^T" if term.transposed else f"({fact.text})"
        around = [self._word(term.left, "")] if term.left else []
        around += [middle, *([f"({self._word(term.right, '')})"] if term.right else [])]
        product = " *m ".join(around)
        return (f"({front}) *: ({product})" if shape is not None else f"({front}) * \\tr ({product})"), fact

    # -- steps ---------------------------------------------------------------------------------------------------------

    def _pseudo_inverses(self, facts: list[_CoqFact]) -> None:
        for n, (name, word) in enumerate(self.proof.pseudo_inverses):
            four = facts[4 * n : 4 * n + 4]
            rows = self.alphabet.ends(word)
            product, G = f"({self._word(word, rows[0] if rows else '')})", self._name(name)
            raw = [self.names("fact", f"raw_{n}_{k}") for k in range(4)]
            self.lines.append(f"have [{G} [{' '.join(raw)}]] := pseudo_inverse {product}.")
            sides = [
                (f"{product} *m {G} *m {product}", product),
                (f"{G} *m {product} *m {G}", G),
                (f"({product} *m {G})^T", f"{product} *m {G}"),
                (f"({G} *m {product})^T", f"{G} *m {product}"),
            ]
            for fact, name_, (left, right) in zip(four, raw, sides, strict=True):
                self.lines.append(f"have {fact.name} : {fact.text} = 0.")
                self.lines.append(
                    f"  transitivity ({left} - {right}); first {self._equal(fact.text, f'{left} - {right}')}."
                )
                self.lines.append(f"  by rewrite {name_} subrr.")

    def _step(self, n: int, step: Step) -> None:
        results = [self._fact(f"step_{n}_{k}", one) for k, one in enumerate(step.results(), start=1)]
        if isinstance(step, Combination):
            self._combination(results[0], step.terms)
        elif isinstance(step, Squares):
            self._squares(results, step)
        else:
            u, v = self._word(step.u, step.size), self._word(step.v, step.size)
            self.lines.append(f"have {results[0].name} : {results[0].text} = 0.")
            turned, straight = f"({v}) *m ({u}) - 1%:M", f"({u}) *m ({v}) - 1%:M"
            self.lines.append(f"  transitivity ({turned}); first {self._equal(results[0].text, turned)}.")
            self.lines.append("  apply: swapped.")
            self._sum(straight, step.terms, (step.size, step.size), Fraction(1))
        self.facts += results

    def _combination(self, fact: _CoqFact, terms: Terms) -> None:
        """``fact`` holds, as a multiple of it is the sum of the terms."""
        self.lines.append(f"have {fact.name} : {fact.text} = 0.")
        scale = self._whole(terms, fact.scale)
        if scale != 1:
            lemma = "number_zero" if fact.shape is None else "multiple_zero"
            self.lines.append(f"  apply: (@{lemma} _ {'' if fact.shape is None else '_ _ '}{number(scale)}).")
            self.lines.append("    by rewrite pnatr_eq0.")
        goal = fact.text
        if scale != 1:
            goal = f"{number(scale)} {'*' if fact.shape is None else '*:'} ({fact.text})"
        self._sum(goal, terms, fact.shape, Fraction(fact.scale) * scale)

    def _whole(self, terms: Terms, factor: Fraction | int) -> int:
        """The factor that makes the coefficients of all terms whole."""
        return lcm(*((factor * t.coefficient / self.facts[t.fact].scale).denominator for t in terms))

    def _sum(self, goal: str, terms: Terms, shape: Shape | None, factor: Fraction, *, traced: bool = False) -> None:
        """Close ``goal = 0``: the value is the sum of the terms (or its trace), and each of them is zero."""
        written = [self._term(term, shape, factor) for term in terms]
        if not written:
            zero = "(0 : F)" if shape is None else f"(0 : {self._matrices(shape)})"
            self.lines.append(f"  {self._equal(goal, zero)}.")
            return
        total = " + (".join(text for text, _ in written) + ")" * (len(written) - 1)
        total = f"\\tr ({total})" if traced else total
        self.lines.append(f"  transitivity ({total}); first {self._equal(goal, total)}.")
        self.lines += ["  apply: trace_zero."] if traced else []
        for _, fact in written[:-1]:
            self.lines.append(f"  apply: sum_zero; first by zero_by {fact.name}.")
        self.lines.append(f"  by zero_by {written[-1][1].name}.")

    def _squares(self, results: list[_CoqFact], step: Squares) -> None:
        """The roots are zero, one after the other, as the rest of the sum is not negative."""
        weights = lcm(*(c.denominator for c, _, _ in step.squares))
        scale = lcm(weights, self._whole(step.terms, 1), *(fact.scale**2 for fact in results))
        parts = []
        for fact, (c, _, _) in zip(results, step.squares, strict=True):
            weight = f"{int(c * scale / fact.scale**2)}%:R"
            parts.append(f"{weight} * ({fact.text}) ^+ 2" if fact.shape is None else f"{weight} * norm2 ({fact.text})")
        total = " + (".join(parts) + ")" * (len(parts) - 1)
        name = self.names("fact", f"sum_of_{results[0].name}")
        self.lines.append(f"have {name} : {total} = 0.")
        shape = None if step.size is None else (step.size, step.size)
        self._sum(total, step.terms, shape, Fraction(scale), traced=shape is not None)
        for k, fact in enumerate(results):
            kind = "numbers" if fact.shape is None else "squares"
            if k < len(results) - 1:
                rest = self.names("fact", f"rest_{k}_{results[0].name}")
                self.lines.append(
                    f"have [||{fact.name} {rest}] := more_{kind} {name}; [by rewrite ltr0n|by not_negative|]."
                )
                name = rest
            else:
                self.lines.append(f"have {fact.name} := last_{kind[:-1]} {name} (ltr0Sn _ _).")


def _identifiers(text: str) -> frozenset[str]:
    """The names in a text of Coq.

    >>> sorted(_identifiers("(1%:R) *: (A *m R_) + 1%:M"))
    ['A', 'R_']
    """
    return frozenset(_IDENTIFIERS.findall(_NOTATION.sub(" ", text)))
