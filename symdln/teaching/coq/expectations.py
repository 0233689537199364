"""Expectations over one Gaussian layer, as statements about every functional with the moments of one."""

from __future__ import annotations

from fractions import Fraction

from symdln.algebra.coq_text import number
from symdln.algebra.words import Scalar, Symbol
from symdln.algebra.words.scalars import Monomial
from symdln.algebra.words.symbols import Letter, Word, transposed_word
from symdln.teaching.coq.lemmas import CannotExportError, CoqLemma, variables
from symdln.teaching.coq.printing import CoqPrinter
from symdln.teaching.derivation import Step
from symdln.teaching.formulas import Formula, Term


def pairing(step: Step, size_names: frozenset[str]) -> CoqLemma:
    """``mean (fun W => before) = after`` for every functional ``mean`` that is Gaussian up to degree four."""
    before, after = step.before, step.after
    assert isinstance(before, Formula)
    assert isinstance(after, Formula)
    symbol: Symbol = step.arguments["symbol"]
    printer = CoqPrinter(size_names)
    inner = printer.names("matrix", symbol.name)
    old = printer.terms(before.terms, None)
    value = before.values.get("", Scalar(0))
    assert isinstance(value, Scalar)
    forms = GaussianForms(printer, symbol)
    canonical = " + ".join(forms.term(monomial, c) for monomial, c in value.terms)
    facts = _all_cuts(printer, forms.contracted)
    written = _all_cuts(printer, [word for term in before.terms for word in _trace_words(term)])
    variance = printer.scalar(step.arguments["variance"])
    new = printer.terms(after.terms, None)
    shape = printer.matrices(*symbol.shape)
    printer.symbols.pop(symbol.name, None)
    mean = [f"(mean : ({shape} -> F) -> F) (is_mean : gaussian ({variance}) mean)"]
    proof = (
        f"rewrite (@mean_ext _ _ _ _ _ is_mean _ (fun {inner} => {canonical})); last first.\n"
        f"intro {inner}; {_by_words(written)}\ngaussian_means is_mean; {_by_words(facts)}"
    )
    return CoqLemma(
        variables(printer, None, [*printer.symmetric(), *mean]), f"mean (fun {inner} : {shape} => {old}) = {new}", proof
    )


class GaussianForms:
    """Writes trace forms with the Gaussian matrix first, and keeps the words under the traces that are left."""

    def __init__(self, printer: CoqPrinter, symbol: Symbol):
        self.printer, self.symbol = printer, symbol
        self.contracted: list[Word] = []

    def term(self, monomial: Monomial, coefficient: Fraction) -> str:
        """A monomial as what stands still times a product of trace forms."""
        moving: list[Word] = []
        still: list[tuple] = []
        for atom, power in monomial:
            if not isinstance(atom, str) and any(map(self._moves, atom)):
                moving += [atom] * power
            else:
                still.append((atom, power))
        front = self.printer.scalar(Scalar.from_terms([(tuple(still), Fraction(1))])) if still else "1"
        front = front if coefficient == 1 else f"{number(coefficient)} * ({front})"
        between = [self._between(word) for word in moving]
        gaps = [gap for gaps in between for gap in gaps]
        if len(gaps) == 4:
            (u, v, x, y) = gaps
            self.contracted += [v + y, u + x, transposed_word(u) + x, transposed_word(v) + y]
        self.contracted += gaps if len(gaps) > 1 else []
        self.contracted += [atom for atom, _ in still if not isinstance(atom, str)]
        return f"({front}) * ({' * '.join(map(self._written, between)) or '1'})"

    def _moves(self, letter: Letter) -> bool:
        return letter in (self.symbol.letter, self.symbol.letter.T)

    def _between(self, word: Word) -> list[Word]:
        """The words after each place of the Gaussian matrix, in a rotation of the word or of its transpose."""
        W = self.symbol.letter
        for candidate in (word, transposed_word(word)):
            for start, letter in enumerate(candidate):
                turned = candidate[start:] + candidate[:start]
                places = [n for n, x in enumerate(turned) if self._moves(x)]
                alternating = [turned[n] for n in places] == [W, W.T, W, W.T][: len(places)]
                if letter == W and alternating and len(places) in (1, 2, 4):
                    ends = [*places[1:], len(turned)]
                    return [turned[place + 1 : end] for place, end in zip(places, ends, strict=True)]
        raise CannotExportError("the Gaussian matrix does not alternate with its transpose")

    def _written(self, gaps: list[Word]) -> str:
        letter, parts = self.symbol.letter, []
        for gap in gaps:
            parts += [self.printer.letter(letter), f"({self.printer.word(gap, letter.columns)})"]
            letter = letter.T
        return f"\\tr ({' *m '.join(parts)})"


def _trace_words(term: Term) -> list[Word]:
    """The word under the trace of a term as it is written, not cut at sizes 1 as the normal form is."""
    words = [[word for word, _ in factor.terms] for factor in term.factors]
    if term.form != "trace" or any(len(found) != 1 for found in words):
        return []
    return [tuple(letter for (word,) in words for letter in word)]


def _by_words(facts: list[str]) -> str:
    """The end of a proof of an identity of words, with these equations of traces that are cut at sizes 1."""
    if not facts:
        return "words."
    equations = r" /\ ".join(facts)
    return f"have ones : {equations} by do ?split; exact: trace_ones.\nwords_by_all ones."


def _all_cuts(printer: CoqPrinter, words: list[Word]) -> list[str]:
    return list(dict.fromkeys(fact for word in words for fact in _cuts(printer, word)))


def _cuts(printer: CoqPrinter, word: Word) -> list[str]:
    """``tr(x^T u y^T v) = tr(x^T u) tr(y^T v)`` wherever the word passes through a size 1, cut by cut."""
    starts = [place for place, letter in enumerate(word) if letter.rows == 1]
    if len(starts) < 2:
        return []
    turned = word[starts[0] :] + word[: starts[0]]
    first = starts[1] - starts[0]
    left, right = printer.word(turned[:first], 1), printer.word(turned[first:], 1)
    cut = f"\\tr (({left}) *m ({right})) = \\tr ({left}) * \\tr ({right})"
    return [cut, *_cuts(printer, turned[first:])]
