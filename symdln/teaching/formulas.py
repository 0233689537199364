"""Formulas as a derivation writes them: sums of products, traces and squared norms, also summed over the layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from symdln.algebra.display import InNotebooks
from symdln.algebra.words import (
    Expression,
    KroneckerSum,
    Scalar,
    Size,
    Symbol,
    Written,
    identity,
    norm_squared,
    product,
    substitute,
    symbols_of,
    trace,
    zero,
)
from symdln.algebra.words.scalars import join_terms, sum_scalars, with_coefficient
from symdln.algebra.words.symbols import Word
from symdln.errors import InputError

ONE = Scalar(1)
Form = Literal["product", "trace", "norm", "scalar"]
Definitions = Mapping[Symbol, Expression]
"""The definitions of opaque symbols: ``{P: A_j W_j B_j}``."""

OVER_LATEX = {
    "j": r"\sum_{j=1}^{H}",
    "j<k": r"\sum_{1\le j<k\le H}",
    "j>=2": r"\sum_{j=2}^{H}",
    "k>=2": r"\sum_{k=2}^{H}",
    "2<=j<k": r"\sum_{2\le j<k\le H}",
}


@dataclass(frozen=True)
class Term(InNotebooks):
    r"""``coefficient * F_1 ... F_n``, its trace, or ``coefficient * ||F_1 ... F_n||^2``, as it is written.

    ``over`` names the layers over which the term is summed: "" for no sum, "j" for ``j = 1, ..., H``, "j<k" for pairs.
    The form "scalar" is the coefficient alone.  ``InputError`` for a product that does not fit.

    >>> from symdln.algebra.words import cyclic_rotation
    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> term = Term((B, A), Scalar(2), "trace")
    >>> print(term, "=", term.value, "=", term.like(cyclic_rotation(term.written)))        # as written, in normal form
    2 tr(B A) = 2 tr(A B) = 2 tr(A B)
    >>> print(Term((A, B), over="j").latex(), term.fits)
    \sum_{j=1}^{H} A\, B True
    """

    factors: tuple[Expression, ...] = ()
    coefficient: Scalar = ONE
    form: Form = "product"
    over: str = ""

    def __post_init__(self) -> None:
        if bool(self.factors) == (self.form == "scalar"):
            raise InputError("a scalar term has no factors, every other term has at least one.")
        self.value  # noqa: B018  this refuses a product that does not fit

    @property
    def value(self) -> Expression | Scalar:
        """The normal form of the term; of the summand, where it is summed over layers."""
        if self.form == "scalar":
            return self.coefficient
        whole = product(*self.factors)
        if self.form == "product":
            return self.coefficient * whole
        return self.coefficient * (trace(whole) if self.form == "trace" else norm_squared(whole))

    @property
    def written(self) -> Written:
        """The term for the rules of the words algebra."""
        if self.form not in ("product", "trace"):
            raise InputError(f"{self} is neither a product nor a trace; the rule needs one.")
        return Written(self.factors, self.coefficient, self.form == "trace")

    def like(self, other: Written) -> Term:
        """This term as rewritten by a rule of the words algebra."""
        return Term(other.factors, other.coefficient, "trace" if other.traced else "product", self.over)

    def __str__(self) -> str:
        body = _body(
            [str(factor) for factor in self.factors], self.form, " ", ("tr(", ")"), ("||", "||^2"), self._alone
        )
        summed = f"sum_{{{self.over}}} {body}" if self.over else body
        return str(self.coefficient) if self.form == "scalar" else with_coefficient(str(self.coefficient), summed, " ")

    def latex(self) -> str:
        """The term in LaTeX."""
        marks = (r"\operatorname{tr}\bigl(", r"\bigr)"), (r"\bigl\lVert ", r"\bigr\rVert^2")
        body = _body([factor.latex() for factor in self.factors], self.form, r"\, ", *marks, self._alone)
        summed = f"{OVER_LATEX[self.over]} {body}" if self.over else body
        coefficient = self.coefficient.latex()
        return coefficient if self.form == "scalar" else with_coefficient(coefficient, summed, r"\, ")

    @property
    def _alone(self) -> bool:
        return self.form != "product" or (self.coefficient == 1 and not self.over)


def _body(
    factors: list[str], form: str, space: str, trace_marks: tuple[str, str], norm_marks: tuple[str, str], alone: bool
) -> str:
    def bracketed(factor: str) -> str:
        simple = " " not in factor.replace(r"\, ", " ") and not factor.startswith("-")
        return factor if simple or (len(factors) == 1 and alone) else f"({factor})"

    inside = space.join(map(bracketed, factors))
    if form == "product":
        return inside
    left, right = trace_marks if form == "trace" else norm_marks
    return left + inside + right


@dataclass(frozen=True)
class Formula(InNotebooks):
    r"""A sum of terms, all matrices of one ``shape`` or all scalars (shape ``None``); ``InputError`` for other sums.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> formula = Formula((Term((A,)), Term((B.T,), Scalar(-1)), Term((A,))), A.shape)
    >>> print(formula, "=", formula.values[""])                                 # as written, and in normal form
    A - B^T + A = 2 A - B^T
    >>> print(formula.latex(), formula.fits)
    A - B^\top + A True
    """

    terms: tuple[Term, ...]
    shape: tuple[Size, Size] | None = None

    def __post_init__(self) -> None:
        for term in self.terms:
            value = term.value
            if (value.shape if isinstance(value, Expression) else None) != self.shape:
                raise InputError(f"the term {term} does not fit into a sum of {_shape_text(self.shape)}.")

    @property
    def values(self) -> Values:
        """The normal form: for every range of summation the summand, zeros left out."""
        groups: dict[str, list[Expression | Scalar]] = {}
        for term in self.terms:
            groups.setdefault(term.over, []).append(term.value)
        return {over: total for over, parts in groups.items() if (total := add(parts))}

    def __str__(self) -> str:
        return join_terms([str(term) for term in self.terms])

    def latex(self) -> str:
        """The formula in LaTeX."""
        return join_terms([term.latex() for term in self.terms])


Values = dict[str, Expression | Scalar]
"""The normal form of the summand, for every range of summation."""


@dataclass(frozen=True)
class Block(InNotebooks):
    r"""``kronecker vec(direction)``: a matrix, row by row, as a sum of Kronecker products applied to ``vec V``.

    >>> from symdln.algebra.words import jacobian
    >>> A, V, B = Symbol("A", "m", "n"), Symbol("V", "n", "p"), Symbol("B", "p", "q")
    >>> block = Block(jacobian(product(A, V, B), V), V)
    >>> print(block, "is the vector of", block.values[""], block.shape, block.fits)
    [A ⊗ B^T] vec(V) is the vector of A V B ('m', 'q') True
    >>> print(block.latex())
    \bigl[A \otimes B^\top\bigr] \operatorname{vec} V
    """

    kronecker: KroneckerSum
    direction: Symbol

    @property
    def shape(self) -> tuple[Size, Size]:
        """The shape of the matrix whose vector it is."""
        return self.kronecker.value_shape

    @property
    def values(self) -> Values:
        """The matrix whose vector it is: ``(L ⊗ R^T) vec V`` is the vector of ``L V R``, taken row by row."""
        total = zero(*self.shape)
        for term in self.kronecker.terms:
            V = self.direction.T if term.transposed else self.direction
            total = total + term.coefficient * product(term.left, V, term.right.T)
        return {"": total} if total else {}

    def __str__(self) -> str:
        return f"[{self.kronecker}] vec({self.direction})"

    def latex(self) -> str:
        """The block in LaTeX."""
        return rf"\bigl[{self.kronecker.latex()}\bigr] \operatorname{{vec}} {self.direction.latex()}"


Stage = Formula | Block
"""The formulas between two steps."""


# -- making formulas ---------------------------------------------------------------------------------------------------


def letters(*expressions: Expression) -> tuple[Expression, ...]:
    """The factors of a product with single words split into their letters and identities dropped."""
    factors: list[Expression] = []
    for expression in expressions:
        terms = expression.terms
        if len(terms) == 1 and terms[0][1] == 1:
            factors += word_factors(terms[0][0])
        else:
            factors.append(expression)
    return tuple(factors) or (identity(expressions[0].rows),)


def word_factors(word: Word) -> list[Expression]:
    """The letters of a word as factors."""
    return [Symbol.of_letter(x).T if x.transposed else Symbol.of_letter(x) for x in word]


def matrix(*factors: Expression, coefficient: Scalar | Fraction | int = 1, over: str = "") -> Formula:
    """The formula of one product."""
    term = Term(letters(*factors), ONE * coefficient, "product", over)
    value = term.value
    assert isinstance(value, Expression)
    return Formula((term,), value.shape)


def norm(*factors: Expression, coefficient: Scalar | Fraction | int = 1) -> Formula:
    """The formula of one squared norm."""
    return Formula((Term(letters(*factors), ONE * coefficient, "norm"),))


def traced(*factors: Expression, coefficient: Scalar | Fraction | int = 1, over: str = "") -> Formula:
    """The formula of one trace."""
    return Formula((Term(letters(*factors), ONE * coefficient, "trace", over),))


def total(*formulas: Formula) -> Formula:
    """The sum of the formulas, written one after the other."""
    return Formula(tuple(term for formula in formulas for term in formula.terms), formulas[0].shape)


def formula_of(value: Expression | Scalar, over: str = "") -> Formula:
    """A normal form as a formula, each letter a factor of its own."""
    if isinstance(value, Expression):
        terms = [Term(tuple(word_factors(w)) or (identity(value.rows),), c, "product", over) for w, c in value.terms]
        return Formula(tuple(terms), value.shape)
    return Formula(tuple(_scalar_term(monomial, number, over) for monomial, number in value.terms))


def _scalar_term(monomial: tuple, number: object, over: str) -> Term:
    """A monomial as a trace with the rest as its coefficient, or as a scalar."""
    whole = Scalar.from_terms([(monomial, number)])  # type: ignore[list-item]
    single = [(atom, power) for atom, power in monomial if not isinstance(atom, str)]
    if len(single) != 1 or single[0][1] != 1:
        return Term((), whole, "scalar", over)
    rest = tuple(factor for factor in monomial if isinstance(factor[0], str))
    return Term(tuple(word_factors(single[0][0])), Scalar.from_terms([(rest, number)]), "trace", over)  # type: ignore[list-item]


# -- normal forms ------------------------------------------------------------------------------------------------------


def add(parts: Iterable[Expression | Scalar]) -> Expression | Scalar:
    """The sum of values of one kind."""
    values = list(parts)
    scalars = [value for value in values if isinstance(value, Scalar)]
    if scalars:
        return sum_scalars(scalars)
    matrices = [value for value in values if isinstance(value, Expression)]
    return sum(matrices[1:], matrices[0])


def opened(value: Expression | Scalar, definitions: Definitions) -> Expression | Scalar:
    """The value with every opaque symbol replaced by its definition, until none is left."""
    while any(symbol in definitions for symbol in symbols_of(value)):
        value = substitute(value, definitions)
    return value


def opened_values(values: Values, definitions: Definitions) -> Values:
    """:func:`opened` for the summand of every range; summands that vanish are left out."""
    every = {over: opened(value, definitions) for over, value in values.items()}
    return {over: value for over, value in every.items() if value}


def difference(one: Values, other: Values) -> Values:
    """The summands of ``one - other`` for every range, zeros left out."""
    result: Values = {}
    for over in {**one, **other}:
        left, right = one.get(over), other.get(over)
        gap = add([v for v in (left, None if right is None else right * -1) if v is not None])
        if gap:
            result[over] = gap
    return result


def values_text(values: Values) -> str:
    """The text of a normal form."""
    return join_terms([f"sum_{{{over}}} ({value})" if over else str(value) for over, value in values.items()])


def _shape_text(shape: tuple[Size, Size] | None) -> str:
    return "scalars" if shape is None else f"{shape[0]} x {shape[1]} matrices"
