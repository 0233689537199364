"""Answers for people: the steps of a proof, a counterexample, or the attempts, as text and as LaTeX."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symdln.algebra.matrix import Matrix
from symdln.proving.answer import Answer
from symdln.proving.notation import LATEX, TEXT, Notation
from symdln.proving.polynomials import Polynomial
from symdln.proving.proof import Combination, Proof, Squares, Step, Swap, Terms
from symdln.proving.question import Equation

RULES = {
    "combination": "sums of multiples of known equations (these hold in every ring with a transpose)",
    "squares": "a sum of squares p' p with positive weights, or its trace, is zero only if every p is (real matrices)",
    "swap": "u v = I gives v u = I for square matrices (of finite size)",
    "pseudo-inverse": "every real matrix has a pseudo-inverse with its four equations",
}
HEADS = {
    "proved": "PROVED for all sizes.",
    "refuted": "REFUTED by exact matrices.",
    "open": "OPEN: neither a proof nor a counterexample was found. This does not mean that the statement is false.",
}


# -- steps -------------------------------------------------------------------------------------------------------------


def equation_text(notation: Notation, polynomial: Polynomial, *, scalar: bool) -> str:
    """``polynomial = 0`` as its largest monomial on the left and the rest on the right."""
    if not polynomial:
        return "0 = 0"
    lead = max(polynomial, key=lambda m: (len(m[1]), m[1], m[0]))
    c = polynomial[lead]
    rest = {m: -value / c for m, value in polynomial.items() if m != lead}
    left = notation.monomial(lead, Fraction(1), scalar=scalar)
    return f"{left} = {notation.polynomial(rest, scalar=scalar)}"


class _Page:
    """Numbers for the facts that a proof uses, and its lines in one notation."""

    def __init__(self, proof: Proof, notation: Notation):
        self.proof, self.notation = proof, notation
        self.facts = proof.facts()
        used = proof.used_hypotheses()
        steps = range(len(proof.question.hypotheses), len(self.facts))
        self.number = {fact: n for n, fact in enumerate([*used, *steps], start=1)}

    def hypotheses(self) -> Iterator[tuple[int, str]]:
        for fact in self.proof.used_hypotheses():
            yield self.number[fact], self.given(self.facts[fact])

    def given(self, fact: Equation) -> str:
        if not self.notation.latex:
            return fact.text
        return f"{self.notation.polynomial(fact.polynomial, scalar=fact.shape is None)} = 0"

    def steps(self) -> Iterator[tuple[list[int], list[str], str]]:
        """Numbers and equations of the results of each step, and why they hold."""
        at = len(self.proof.question.hypotheses)
        for step in self.proof.steps:
            results = step.results()
            numbers = [self.number[at + k] for k in range(len(results))]
            at += len(results)
            shown = [equation_text(self.notation, one.polynomial, scalar=one.shape is None) for one in results]
            yield numbers, shown, self._reason(step)

    def _reason(self, step: Step) -> str:
        scalar = step.size is None if isinstance(step, Squares) else False
        total = self.terms(step.terms, scalar=scalar)
        if isinstance(step, Combination):
            return total
        if isinstance(step, Swap):
            return self._math(f"{self.notation.product(step.u + step.v)} - I = {total}") + ", square matrices"
        squares = self.notation.sum((self._square(c, p, shape is None, scalar), c) for c, p, shape in step.squares)
        return self._math(f"{squares} = {total}") + ", a sum of squares"

    def _math(self, formula: str) -> str:
        return f"${formula}$" if self.notation.latex else formula

    def _square(self, weight: Fraction, root: Polynomial, plain: bool, scalar: bool) -> str:
        if len(root) == 1 and not plain and not next(iter(root))[0]:
            word = next(iter(root))[1]
            product = self.notation.product((*self.proof.question.alphabet.reverse(word), *word))
            product = self.notation.trace(product) if scalar else product
            return product if weight == 1 else f"{self.notation.number(weight)} {product}"
        p = self.notation.polynomial(root, scalar=plain)
        p = f"({p})" if " " in p else p
        square = f"{p}^2" if plain else f"{p}^\\top {p}" if self.notation.latex else f"{p}' {p}"
        square = self.notation.trace(square) if scalar and not plain else square
        return square if weight == 1 else f"{self.notation.number(weight)} {square}"

    def terms(self, terms: Terms, *, scalar: bool) -> str:
        """The sum of the terms, where ``(3)`` stands for left side minus right side of the third equation."""
        return self.notation.sum((self._term(t, scalar), t.coefficient) for t in terms)

    def _term(self, term, scalar: bool) -> str:
        one = self.notation
        fact = f"({self.number[term.fact]})"
        if term.transposed:
            fact += "^\\top" if one.latex else "'"
        body = " ".join(filter(None, [one.product(term.left), fact, one.product(term.right)]))
        if scalar and self.facts[term.fact].shape is not None:
            body = one.trace(body)
        size = abs(term.coefficient)
        return " ".join(filter(None, ["" if size == 1 else one.number(size), one.product(term.scalars), body]))


# -- text --------------------------------------------------------------------------------------------------------------


def answer_text(answer: Answer) -> str:
    """The answer as plain text."""
    lines = [HEADS[answer.verdict]]
    if answer.proof is not None:
        lines += _proof_text(answer, answer.proof)
    elif answer.counterexample is not None:
        lines += _counterexample_text(answer)
    else:
        lines += ["Tried:", *(f"  {one.what}: {one.result}." for one in answer.tried)]
    if answer.contradictory:
        lines.append("The hypotheses contradict each other: they imply that an identity matrix is zero.")
    return "\n".join(lines)


def _proof_text(answer: Answer, proof: Proof) -> Iterator[str]:
    page = _Page(proof, TEXT)
    used = list(page.hypotheses())
    yield "Hypotheses used:" if used else "No hypothesis is used."
    yield from (f"  ({number}) {text}" for number, text in used)
    yield from (f"  where {name} = pinv({TEXT.product(word)})" for name, word in proof.pseudo_inverses)
    unused = list(dict.fromkeys(answer.hypotheses_unused))
    if unused:
        yield f"Hypotheses not used: {'; '.join(unused)}"
    yield "Steps, where (1) stands for left side minus right side of equation (1):"
    for numbers, shown, reason in page.steps():
        heads = ", ".join(f"({n}) {text}" for n, text in zip(numbers, shown, strict=True))
        yield f"  {heads}   from {reason}"
    for claim, terms in zip(proof.question.claims, proof.claims, strict=True):
        reason = page.terms(terms, scalar=claim.shape is None)
        reason = f"from {reason}" if terms else "both sides are equal when multiplied out"
        yield f"  Claim: {claim.text}   {reason}"
    yield "Rules used:"
    yield from (f"  {RULES[rule]}" for rule in proof.rules())
    yield from _instances_text(answer)


def _instances_text(answer: Answer) -> Iterator[str]:
    if answer.instances:
        yield f"The claims also hold at {answer.instances} random exact instances of the hypotheses."
    else:
        yield "No random exact matrices met all hypotheses; make sure that they do not contradict each other."


def _counterexample_text(answer: Answer) -> Iterator[str]:
    found = answer.counterexample
    if found is None:
        return
    instance = found.instance
    if instance.sizes:
        yield "Sizes: " + ", ".join(f"{name} = {size}" for name, size in instance.sizes.items())
    yield from (f"  {name} = {value_text(M)}" for name, M in instance.matrices.items())
    yield from (f"  {name} = {value}" for name, value in instance.scalars.items())
    claim = answer.question.claims[found.claim]
    yield "All hypotheses hold at these matrices." if answer.question.hypotheses else "There are no hypotheses."
    yield f"The claim {claim.text} fails: left side minus right side is {value_text(instance.difference(claim))}."


def value_text(value: Matrix | Fraction) -> str:
    """A matrix or a number in one line."""
    if isinstance(value, Matrix):
        return "[" + ", ".join("[" + ", ".join(row) + "]" for row in value.texts()) + "]"
    return str(value)


# -- LaTeX -------------------------------------------------------------------------------------------------------------


def answer_latex(answer: Answer) -> str:
    """The answer in LaTeX; it needs the package amsmath."""
    if answer.proof is not None:
        return "\n".join(_proof_latex(answer.proof))
    if answer.counterexample is not None:
        return "\n".join(_counterexample_latex(answer))
    return f"\\text{{{HEADS['open']}}}"


def _proof_latex(proof: Proof) -> Iterator[str]:
    page, lines = _Page(proof, LATEX), []
    for number, text in page.hypotheses():
        lines.append((text, f"\\text{{hypothesis}}\\tag{{{number}}}"))
    for name, word in proof.pseudo_inverses:
        lines.append((f"{LATEX.name(name)} = ({LATEX.product(word)})^{{+}}", r"\text{pseudo-inverse}\notag"))
    for numbers, shown, reason in page.steps():
        why = f"\\text{{from {reason}}}" if "$" in reason else f"\\text{{from }} {reason}"
        for n, text in zip(numbers, shown, strict=True):
            lines.append((text, f"{why}\\tag{{{n}}}"))
    for claim, terms in zip(proof.question.claims, proof.claims, strict=True):
        why = f"\\text{{claim, from }} {page.terms(terms, scalar=claim.shape is None)}" if terms else r"\text{claim}"
        lines.append((page.given(claim), f"{why}\\notag"))
    yield r"\begin{align}"
    yield " \\\\\n".join(f"  {left.replace(' = ', ' &= ', 1)} && {right}" for left, right in lines)
    yield r"\end{align}"


def _counterexample_latex(answer: Answer) -> Iterator[str]:
    found = answer.counterexample
    if found is None:
        return
    instance = found.instance
    values: list[tuple[str, Matrix | Fraction]] = [*instance.matrices.items(), *instance.scalars.items()]
    yield r"\begin{align*}"
    lines = [f"  {LATEX.name(name)} &= {_value_latex(value)}" for name, value in values]
    claim = answer.question.claims[found.claim]
    left = LATEX.polynomial(claim.polynomial, scalar=claim.shape is None)
    lines.append(f"  {left} &= {_value_latex(instance.difference(claim))} \\neq 0")
    yield " \\\\\n".join(lines)
    yield r"\end{align*}"


def _value_latex(value: Matrix | Fraction) -> str:
    if isinstance(value, Fraction):
        return LATEX.number(value)
    rows = " \\\\ ".join(" & ".join(map(LATEX.number, row)) for row in value.rows())
    return f"\\begin{{pmatrix}} {rows} \\end{{pmatrix}}"
