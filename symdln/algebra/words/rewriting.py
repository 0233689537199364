"""Products as they are written, before any normal form, and the rewriting rules of a derivation by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from symdln.algebra.display import InNotebooks
from symdln.algebra.words.calculus import Directions, derivative
from symdln.algebra.words.expressions import Expression, Symbol, brief, identity, product, trace
from symdln.algebra.words.scalars import Scalar, join_terms, sum_scalars, with_coefficient
from symdln.algebra.words.substitution import substitute
from symdln.algebra.words.symbols import Word, joined_scalars
from symdln.errors import InputError

_ONE = Scalar(1)


@dataclass(frozen=True)
class Written(InNotebooks):
    """``coefficient * F_1 F_2 ... F_n``, or its trace, with the factors in the order and grouping they are written in.

    :class:`Expression` and :class:`Scalar` are always in normal form, so a rotation inside a trace changes nothing
    there.  A derivation shows such steps: it rewrites terms of this kind, and ``value`` is what a step must not change.

    >>> from symdln.algebra.words import Symbol, Written, cyclic_rotation
    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> before = Written((A, B), traced=True)
    >>> after = cyclic_rotation(before)
    >>> print(before, "=", after)
    tr(A B) = tr(B A)
    >>> before.value == after.value
    True
    >>> print(after.latex())
    \\operatorname{tr}(B\\, A)
    """

    factors: tuple[Expression, ...]
    coefficient: Scalar = _ONE
    traced: bool = False

    def __post_init__(self) -> None:
        value = product(*self.factors)
        if self.traced:
            trace(value)

    @property
    def value(self) -> Expression | Scalar:
        """The normal form of the term."""
        whole = product(*self.factors)
        return self.coefficient * trace(whole) if self.traced else self.coefficient * whole

    def __str__(self) -> str:
        body = " ".join([self._bracketed(str(factor)) for factor in self.factors])
        return with_coefficient(str(self.coefficient), f"tr({body})" if self.traced else body, " ")

    def latex(self) -> str:
        """The term in LaTeX, as it is written."""
        body = r"\, ".join([self._bracketed(factor.latex()) for factor in self.factors])
        shown = rf"\operatorname{{tr}}({body})" if self.traced else body
        return with_coefficient(self.coefficient.latex(), shown, r"\, ")

    def _bracketed(self, factor: str) -> str:
        """A factor in brackets, unless it is a single letter or stands alone."""
        alone = len(self.factors) == 1 and (self.traced or self.coefficient == 1)
        return factor if alone or (" " not in factor and not factor.startswith("-")) else f"({factor})"


def written(value: Expression | Scalar) -> tuple[Written, ...]:
    """The terms of a normal form, each letter a factor of its own.

    ``InputError`` for a scalar with a term that is not a multiple of a single trace; 1 x 1 factors make one together.

    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> [str(term) for term in written(A @ (A + 2 * B))], [term.factors for term in written(trace(A @ B))]
    (['A A', '2 A B'], [(<A: n x n>, <B: n x n>)])
    """
    if isinstance(value, Expression):
        return tuple(
            Written(_letters(word) or (identity(value.rows),), coefficient) for word, coefficient in value.terms
        )
    terms = []
    for monomial, number in value.terms:
        traces = joined_scalars([atom for atom, power in monomial if not isinstance(atom, str) for _ in range(power)])
        if len(traces) != 1:
            term = Scalar.from_terms([(monomial, number)])
            raise InputError(f"{brief(term)} is not a multiple of one trace, so it has no written form.")
        names = tuple(factor for factor in monomial if isinstance(factor[0], str))
        terms.append(Written(_letters(traces[0]), Scalar.from_terms([(names, number)]), traced=True))
    return tuple(terms)


# -- rules: each keeps the value, or says in its name what it does to it -----------------------------------------------


def cyclic_rotation(term: Written, by: int = 1) -> Written:
    """``tr(F_1 F_2 ... F_n) = tr(F_{by+1} ... F_n F_1 ... F_by)``: the first ``by`` factors go to the end.

    ``InputError`` for a term that is not a trace.

    >>> A, B, C = (Symbol(name, "n", "n") for name in "ABC")
    >>> print(cyclic_rotation(Written((A, B, C), traced=True), by=2))
    tr(C A B)
    """
    _check_traced(term, "rotated")
    shift = by % len(term.factors)
    return replace(term, factors=term.factors[shift:] + term.factors[:shift])


def transpose_in_trace(term: Written) -> Written:
    """``tr(F_1 ... F_n) = tr(F_n^T ... F_1^T)``; ``InputError`` for a term that is not a trace.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> print(transpose_in_trace(Written((A, B), traced=True)))
    tr(B^T A^T)
    """
    _check_traced(term, "transposed inside")
    return replace(term, factors=tuple(factor.T for factor in reversed(term.factors)))


def expand(term: Written) -> tuple[Written, ...]:
    """The sums inside the factors multiplied out, each letter a factor of its own; like terms are not collected.

    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> square = Written((A + B, A + B), traced=True)
    >>> print(square, "=", sum_text(expand(square)))
    tr((A + B) (A + B)) = tr(A A) + tr(A B) + tr(B A) + tr(B B)
    """
    partial: list[tuple[Word, Scalar]] = [((), term.coefficient)]
    for factor in term.factors:
        partial = [(u + v, a * b) for u, a in partial for v, b in factor.terms]
    unit = (identity(term.factors[0].rows),)
    return tuple(Written(_letters(word) or unit, coefficient, term.traced) for word, coefficient in partial)


def collect(terms: Iterable[Written]) -> Expression | Scalar:
    """The sum of the terms in normal form; ``InputError`` unless they are all traces or all matrices of one shape.

    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> print(collect([Written((A, B), traced=True), Written((B, A), traced=True)]))
    2 tr(A B)
    """
    values = [term.value for term in terms]
    if not values:
        raise InputError("a sum of no terms has no shape; write zero(rows, columns), or Scalar(0).")
    scalars = [value for value in values if isinstance(value, Scalar)]
    if len(scalars) == len(values):
        return sum_scalars(scalars)
    matrices = [value for value in values if isinstance(value, Expression)]
    if scalars:
        raise InputError(f"cannot add the trace {scalars[0]} and the matrix {matrices[0]}.")
    return sum(matrices[1:], matrices[0])


def product_rule(term: Written, directions: Directions) -> tuple[Written, ...]:
    """The derivative along ``directions``: one term for each factor that moves, with that factor differentiated.

    The coefficient counts as a factor in front.  A constant factor gives no term, so the result may be empty.
    ``collect`` of the result, if it is not empty, is ``derivative(term.value, directions)``.

    >>> W, V, S = (Symbol(name, "n", "n") for name in "WVS")
    >>> print(sum_text(product_rule(Written((W, S, W.T)), {W: V})))
    V S W^T + W S V^T
    """
    terms = []
    if change := derivative(term.coefficient, directions):
        terms.append(replace(term, coefficient=change))
    for place, factor in enumerate(term.factors):
        if moved := derivative(factor, directions):
            terms.append(replace(term, factors=(*term.factors[:place], moved, *term.factors[place + 1 :])))
    return tuple(terms)


def substitute_in(term: Written, images: Mapping[Any, Any]) -> Written:
    """:func:`substitute` in every factor and in the coefficient, the way of writing kept.

    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> print(substitute_in(Written((A, B), traced=True), {A: B + B.T}))
    tr((B + B^T) B)
    """
    factors = tuple(substitute(factor, images) for factor in term.factors)
    return replace(term, factors=factors, coefficient=substitute(term.coefficient, images))


def sum_text(terms: Iterable[Written]) -> str:
    """The text of a sum of written terms.

    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> sum_text([Written((A, B)), Written((B, A), Scalar(-1))])
    'A B - B A'
    """
    return join_terms([str(term) for term in terms])


def sum_latex(terms: Iterable[Written]) -> str:
    """The LaTeX of a sum of written terms.

    >>> A, B = Symbol("A_1", "n", "n"), Symbol("B", "n", "n")
    >>> print(sum_latex([Written((A,), Scalar(2)), Written((B,))]))
    2\\, A_{1} + B
    """
    return join_terms([term.latex() for term in terms])


def _check_traced(term: Written, what: str) -> None:
    if not term.traced:
        raise InputError(f"{term} is not a trace and cannot be {what}; the rule holds under a trace only.")


def _letters(word: Word) -> tuple[Expression, ...]:
    return tuple(Symbol.of_letter(x).T if x.transposed else Symbol.of_letter(x) for x in word)
