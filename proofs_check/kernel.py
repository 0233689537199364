"""Rechecks certificates by the Python standard library alone: read this file and rules.json, and trust nothing else.

A certificate holds what is ``given`` (a problem, points, values, laws of random letters), ``facts`` about it, and a
``conclusion``, the name of a rule.  A rule in rules.json quotes the claim that it refutes, declares what must be given
and of which sort each of it is, and lists the facts that refute the claim.  The kernel takes the question from the rule
and never from the certificate, computes every fact itself, and answers in one sentence.

The problem is given by its widths d_0, ..., d_H and the moments Sxx, Syx, Syy of data.  All is computed from the
definition of the loss: for weights W_j of shape d_j x d_(j-1) and the product P = W_H ... W_1,

    L(W) = f (tr Syy - 2 tr(P Syx^T) + tr(P Sxx P^T)).

A scalar is a polynomial in letters: a dictionary from monomials, sorted tuples of letters, to coefficients other than
zero.  A matrix is a list of rows.  A statement with letters is one about polynomials: what agrees does so for all
values of the letters, what fails to agree does so for all values but the zeros of some polynomial.
"""

import hashlib
import itertools
import json
import operator
import os
import re
import stat
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

FORMAT = "symdln certificate 2"
NAME = re.compile(r"[A-Z][A-Za-z0-9_]{0,30}")
LETTER = re.compile(r"[a-z][a-z0-9_]{0,9}")
RATIONAL = re.compile(r"-?[0-9]+(/0*[1-9][0-9]*)?")
RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}

# Larger data are refused before anything is computed with them.
MOST_BYTES = 4_000_000  # of a file
MOST_NESTING = 40  # depth of lists and objects
MOST_TEXT = 5_000  # characters of a sentence
MOST_DIGITS = 400  # characters of a number
MOST_SIZE = 128  # rows and columns
MOST_LAYERS = 16
MOST_DEGREE = 128  # exponents, and degrees of curves and moments
MOST_PERMUTED = 5  # rows of a permutation matrix
MOST_SELECTED = 8  # singular values whose subsets are all tried
# A computation that grows beyond these limits is stopped.
MOST_BITS = 20_000  # bits of one number
MOST_WORK = 2_000_000  # about the number of multiplications of short numbers

ACCEPTED, REJECTED, UNREAD = 0, 1, 2  # exit codes

Polynomial = dict[tuple[str, ...], Fraction]
Matrix = list[list[Polynomial]]
Value = Polynomial | Matrix
Layers = list[Matrix]


class CertificateRefusedError(Exception):
    """Why a certificate is not accepted, in a sentence."""


class UnreadError(CertificateRefusedError):
    """Why a file is not even read, in a sentence."""


MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, MemoryError)


def need(condition: bool, sentence: str) -> None:
    """Refuse the certificate for the reason in the sentence unless the condition holds."""
    if not condition:
        raise CertificateRefusedError(sentence)


def shown(data: Any) -> str:
    """A name or a number out of a certificate, short enough for a sentence."""
    return repr(data)[:60]


class Work:
    """How much was computed for the certificate at hand."""

    done = 0


def spend(amount: int, number: Fraction | None = None) -> None:
    """Count work, and refuse a computation that would take too long; a number counts by its length."""
    if number is not None:
        bits = number.numerator.bit_length() + number.denominator.bit_length()
        need(bits <= MOST_BITS, f"This is too much work for the kernel: a number has more than {MOST_BITS} bits.")
        amount += bits // 200
    Work.done += amount
    need(Work.done <= MOST_WORK, "This is too much work for the kernel.")


# -- scalars: polynomials in letters -----------------------------------------------------------------------------------


def constant(x: Fraction | int) -> Polynomial:
    return {(): Fraction(x)} if x else {}


ONE = constant(1)
HALF = constant(Fraction(1, 2))
TIME = "|t"  # the parameter of a curve; no letter of a certificate begins with |
STEP = "~"  # begins the letters for small changes of the weights; these sort behind all others


def collect(terms: list[tuple[tuple[str, ...], Fraction]]) -> Polynomial:
    """The sum of terms, each a monomial with its coefficient."""
    result: Polynomial = {}
    for monomial, x in terms:
        result[monomial] = result.get(monomial, Fraction(0)) + x
        spend(1 + len(monomial), result[monomial])
    return {monomial: x for monomial, x in result.items() if x}


def add_scalars(a: Polynomial, b: Polynomial) -> Polynomial:
    return collect([*a.items(), *b.items()])


def steps_in(monomial: tuple[str, ...]) -> int:
    """How many of the last three letters are small changes of weights."""
    return sum(letter.startswith(STEP) for letter in monomial[-3:])


def multiply_scalars(a: Polynomial, b: Polynomial) -> Polynomial:
    """The product; terms of order above 2 in the small changes are dropped, as no gradient or Hessian needs them."""
    spend(1 + len(a) * len(b) // 4)
    terms = []
    for m, x in a.items():
        for n, y in b.items():
            if steps_in(m) + steps_in(n) <= 2:
                terms.append((tuple(sorted(m + n)), x * y))
    return collect(terms)


def power(a: Polynomial, n: int) -> Polynomial:
    need(n <= MOST_DEGREE, f"The exponent {n} is too large: the kernel takes exponents up to {MOST_DEGREE}.")
    result = ONE
    for _ in range(n):
        result = multiply_scalars(result, a)
    return result


def derivative(a: Polynomial, letter: str) -> Polynomial:
    """The partial derivative: of x^n m, where m has no x, it is n x^(n-1) m."""
    terms = []
    for monomial, x in a.items():
        n = monomial.count(letter)
        if n:
            i = monomial.index(letter)
            terms.append((monomial[:i] + monomial[i + 1 :], n * x))
    return collect(terms)


def substitute(a: Polynomial, replaced: dict[str, Polynomial]) -> Polynomial:
    """All letters are replaced at once: letters that are put in are not replaced again."""
    result: Polynomial = {}
    for monomial, x in a.items():
        term = constant(x)
        for letter in monomial:
            term = multiply_scalars(term, replaced.get(letter, {(letter,): Fraction(1)}))
        result = add_scalars(result, term)
    return result


def coefficients(a: Polynomial, letter: str) -> dict[int, Polynomial]:
    """The polynomial as one in this letter: each power that occurs, with its coefficient."""
    found: dict[int, Polynomial] = {}
    for monomial, x in a.items():
        rest = tuple(other for other in monomial if other != letter)
        found.setdefault(len(monomial) - len(rest), {})[rest] = x
    return found


def degree(a: Polynomial) -> int:
    return max((len(monomial) for monomial in a), default=0)


def is_number(a: Value) -> bool:
    return isinstance(a, dict) and set(a) <= {()}


def number(a: Value) -> Fraction:
    if isinstance(a, list):
        raise CertificateRefusedError("A number is needed, but this is a matrix.")
    need(is_number(a), "A number is needed, but this has letters in it.")
    return a.get((), Fraction(0))


# -- matrices ----------------------------------------------------------------------------------------------------------


def as_matrix(a: Value) -> Matrix:
    if isinstance(a, dict):
        raise CertificateRefusedError("A matrix is needed, but this is a scalar.")
    return a


def shape(a: Value) -> tuple[int, int]:
    return len(as_matrix(a)), len(as_matrix(a)[0])


def entries(a: Matrix) -> list[Polynomial]:
    return [x for row in a for x in row]


def transpose(a: Matrix) -> Matrix:
    rows, columns = shape(a)
    spend(rows * columns)
    return [[a[i][j] for i in range(rows)] for j in range(columns)]


def trace(a: Matrix) -> Polynomial:
    rows, columns = shape(a)
    need(rows == columns, "A trace needs a square matrix.")
    result: Polynomial = {}
    for i in range(rows):
        result = add_scalars(result, a[i][i])
    return result


def diagonal(diagonal_entries: list[Polynomial], rows: int, columns: int) -> Matrix:
    """The matrix of this shape with these entries on its diagonal and zeros elsewhere."""
    good = 0 < rows <= MOST_SIZE and 0 < columns <= MOST_SIZE and len(diagonal_entries) <= min(rows, columns)
    need(good, f"There is no {rows} x {columns} matrix with {len(diagonal_entries)} diagonal entries for this kernel.")
    spend(rows * columns)
    made: Matrix = [[{} for _ in range(columns)] for _ in range(rows)]
    for i, x in enumerate(diagonal_entries):
        made[i][i] = x
    return made


def identity_matrix(n: int) -> Matrix:
    return diagonal([ONE] * n, n, n)


def add_matrices(a: Matrix, b: Matrix) -> Matrix:
    need(shape(a) == shape(b), "The shapes of a sum differ.")
    rows, columns = shape(a)
    spend(rows * columns)
    return [[add_scalars(a[i][j], b[i][j]) for j in range(columns)] for i in range(rows)]


def multiply_matrices(a: Matrix, b: Matrix) -> Matrix:
    need(shape(a)[1] == shape(b)[0], "The inner sizes of a product differ.")
    columns = transpose(b)
    return [[inner_product(row, column) for column in columns] for row in a]


def inner_product(a: list[Polynomial], b: list[Polynomial]) -> Polynomial:
    terms = []
    for x, y in zip(a, b, strict=True):
        terms += multiply_scalars(x, y).items()
    return collect(terms)


def scaled(scalar: Polynomial, a: Matrix) -> Matrix:
    return [[multiply_scalars(scalar, x) for x in row] for row in a]


def add(a: Value, b: Value) -> Value:
    if isinstance(a, dict) and isinstance(b, dict):
        return add_scalars(a, b)
    return add_matrices(as_matrix(a), as_matrix(b))


def multiply(a: Value, b: Value) -> Value:
    if isinstance(a, dict) and isinstance(b, dict):
        return multiply_scalars(a, b)
    if isinstance(a, dict):
        return scaled(a, as_matrix(b))
    return scaled(b, a) if isinstance(b, dict) else multiply_matrices(a, b)


def inertia(a: Matrix) -> dict[str, int]:
    """The numbers of positive, negative and zero eigenvalues of a symmetric matrix of numbers.

    By Sylvester's law P^T A P has the same numbers for every invertible P.  A pivot d on the diagonal splits A into d
    and a smaller matrix.  Where the whole diagonal is zero and an entry a_ij is not, adding row and column j to row and
    column i gives a diagonal entry 2 a_ij.
    """
    need(a == transpose(a), "An inertia needs a symmetric matrix.")
    rest = [[number(x) for x in row] for row in a]
    counts = {"positive": 0, "negative": 0, "zero": 0}
    while rest:
        i = place_of_pivot(rest)
        if i is None:
            counts["zero"] = len(rest)
            break
        counts["positive" if rest[i][i] > 0 else "negative"] += 1
        rest = without_pivot(rest, i)
    return counts


def place_of_pivot(a: list[list[Fraction]]) -> int | None:
    """A row i with a_ii not 0, made if there is none; None if the matrix is zero."""
    size = range(len(a))
    for i in size:
        if a[i][i]:
            return i
    for i in size:
        for j in size:
            if a[i][j]:
                a[i] = [x + y for x, y in zip(a[i], a[j], strict=True)]
                for row in a:
                    row[i] += row[j]
                return i
    return None


def without_pivot(a: list[list[Fraction]], i: int) -> list[list[Fraction]]:
    """The matrix of a_jk - a_ji a_ik / a_ii over the rows and columns other than i."""
    others = [j for j in range(len(a)) if j != i]
    spend(len(others) ** 2 // 8)
    result = []
    for j in others:
        factor = a[j][i] / a[i][i]
        row = [a[j][k] for k in others]
        if factor:
            row = [x - factor * a[i][k] for x, k in zip(row, others, strict=True)]
            for x in row:
                spend(1, x)
        result.append(row)
    return result


def rank(a: Matrix) -> int:
    """The rank, by A^T A, which has the rank of A and no negative eigenvalue."""
    return inertia(multiply_matrices(transpose(a), a))["positive"]


# -- reading the given objects -----------------------------------------------------------------------------------------


def mapping(data: Any, what: str) -> dict[str, Any]:
    need(isinstance(data, dict), f"The {what} must be an object with names, not {shown(data)}.")
    return data


def sequence(data: Any, what: str) -> list[Any]:
    need(isinstance(data, list) and len(data) > 0, f"The {what} must be a list that is not empty, not {shown(data)}.")
    return data


def scalar(text: Any) -> Polynomial:
    """A whole number, a rational such as "-3/2", or a letter such as "a" or "w12"."""
    if isinstance(text, str) and LETTER.fullmatch(text):
        return {(text,): Fraction(1)}
    good = type(text) in (int, str) and len(str(text)) <= MOST_DIGITS and RATIONAL.fullmatch(str(text))
    need(bool(good), f"This is neither a letter nor a rational of at most {MOST_DIGITS} digits: {shown(text)}.")
    return constant(Fraction(text))


def matrix(data: Any) -> Matrix:
    rows = [sequence(row, "row of a matrix") for row in sequence(data, "matrix")]
    need(all(len(row) == len(rows[0]) for row in rows), "The rows of a matrix have different lengths.")
    need(max(len(rows), len(rows[0])) <= MOST_SIZE, f"A matrix has more than {MOST_SIZE} rows or columns.")
    return [[scalar(x) for x in row] for row in rows]


class Law:
    """Random letters: atoms that are equally likely, or independent centred Gaussians with these variances."""

    def __init__(self, data: Any):
        law = mapping(data, "law")
        need(set(law) in ({"atoms"}, {"gaussian"}), "A law has either atoms or gaussian.")
        self.gaussian = "gaussian" in law
        rows = [law["gaussian"]] if self.gaussian else sequence(law["atoms"], "atoms")
        self.rows = [{k: number(scalar(x)) for k, x in mapping(row, "letters of a law").items()} for row in rows]
        if self.gaussian:
            need(all(v >= 0 for v in self.rows[0].values()), "A variance is negative.")

    def expectation(self, a: Polynomial) -> Polynomial:
        need(degree(a) <= MOST_DEGREE, f"An expectation of a degree above {MOST_DEGREE} is too much for the kernel.")
        summands = []
        for monomial, x in a.items():
            for row in self.rows:
                need(set(monomial) <= set(row), "A law says nothing about one of the letters.")
                spend(1 + len(monomial))
                moment = self.gaussian_moment(monomial) if self.gaussian else self.product_at(row, monomial)
                summands.append(((), x * moment / len(self.rows)))
        return collect(summands)

    def product_at(self, atom: dict[str, Fraction], monomial: tuple[str, ...]) -> Fraction:
        result = Fraction(1)
        for letter in monomial:
            result *= atom[letter]
        return result

    def gaussian_moment(self, monomial: tuple[str, ...]) -> Fraction:
        """E x^n = (n - 1)!! v^(n/2) for even n, and 0 for odd n; the moments of independent letters are multiplied."""
        result = Fraction(1)
        for letter in sorted(set(monomial)):
            n = monomial.count(letter)
            if n % 2:
                return Fraction(0)
            result *= self.rows[0][letter] ** (n // 2)
            for odd in range(1, n, 2):
                result *= odd
        return result


class GivenProblem:
    """Widths d_0, ..., d_H, and moments of data: X X^T, Y X^T and Y Y^T for data X and Y.

    The joint matrix of these moments has no negative eigenvalue.  Every symmetric matrix without one is the joint
    matrix of some data, with any number of samples from its rank on.
    """

    def __init__(self, data: Any):
        given = mapping(data, "problem")
        names = {"widths", "loss_factor", "Sxx", "Syx", "Syy"}
        need(set(given) == names, f"A problem has {', '.join(sorted(names))}, and nothing else.")
        self.widths = sequence(given["widths"], "widths")
        need(2 < len(self.widths) <= MOST_LAYERS + 1, f"A network has from 2 to {MOST_LAYERS} layers here.")
        for d in self.widths:
            need(type(d) is int and 0 < d <= MOST_SIZE, f"A width is a whole number from 1 to {MOST_SIZE}.")
        n, m = self.widths[0], self.widths[-1]
        self.Sxx, self.Syx, self.Syy = (matrix(given[name]) for name in ("Sxx", "Syx", "Syy"))
        shapes = [shape(a) for a in (self.Sxx, self.Syx, self.Syy)]
        need(shapes == [(n, n), (m, n), (m, m)], "The shapes of the moments do not fit the widths.")
        self.factor = scalar(given["loss_factor"])
        need(number(self.factor) > 0, "The loss factor is not positive.")
        upper = [row + other for row, other in zip(self.Sxx, transpose(self.Syx), strict=True)]
        lower = [row + other for row, other in zip(self.Syx, self.Syy, strict=True)]
        self.joint = upper + lower
        need(self.joint == transpose(self.joint), "Sxx or Syy is not symmetric.")
        negative = inertia(self.joint)["negative"]
        need(negative == 0, "No data have these moments: their joint matrix has a negative eigenvalue.")

    def layers(self, layers: list[Matrix]) -> Layers:
        """The layers, if they are matrices whose shapes fit the widths."""
        wanted = [(rows, columns) for columns, rows in itertools.pairwise(self.widths)]
        need([shape(W) for W in layers] == wanted, "The shapes of the layers of a point do not fit the widths.")
        return layers

    def product(self, layers: Layers, last: int, first: int) -> Matrix:
        """W_last ... W_first; the unit matrix where last = first - 1."""
        need(0 < first <= last + 1 <= len(self.widths), f"There is no product of layers from {first} to {last}.")
        result = identity_matrix(self.widths[first - 1])
        for W in layers[first - 1 : last]:
            result = multiply_matrices(W, result)
        return result

    def loss(self, layers: Layers) -> Polynomial:
        """L = f (tr Syy - 2 tr(P Syx^T) + tr(P Sxx P^T))."""
        P = self.product(layers, len(layers), 1)
        cross = trace(multiply_matrices(P, transpose(self.Syx)))
        square = trace(multiply_matrices(multiply_matrices(P, self.Sxx), transpose(P)))
        terms = add_scalars(add_scalars(trace(self.Syy), multiply_scalars(constant(-2), cross)), square)
        return multiply_scalars(self.factor, terms)

    def derivatives(self, layers: Layers) -> tuple[Layers, Matrix]:
        """The gradient, a matrix per layer, and the Hessian over the entries of W_1 row by row, then of W_2, ...

        In L(W + x) = L(W) + sum g_i x_i + sum_(i <= j) c_ij x_i x_j + ..., g is the gradient, and the Hessian has the
        entries c_ij and 2 c_ii.
        """
        size = sum(len(W) * len(W[0]) for W in layers)
        spend(size**2)
        names = [f"{STEP}{k:05}" for k in range(size)]
        fresh = iter(names)
        moved = [[[add_scalars(x, {(next(fresh),): Fraction(1)}) for x in row] for row in W] for W in layers]
        parts: dict[tuple[str, ...], Polynomial] = {}
        for monomial, x in self.loss(moved).items():
            cut = len(monomial) - steps_in(monomial)
            parts.setdefault(monomial[cut:], {})[monomial[:cut]] = x
        fresh = iter(names)
        gradient = [[[parts.get((next(fresh),), {}) for _ in row] for row in W] for W in layers]
        hessian = [[parts.get((min(i, j), max(i, j)), {}) for j in names] for i in names]
        for i in range(size):
            hessian[i][i] = multiply_scalars(constant(2), hessian[i][i])
        return gradient, hessian

    def along(self, curve: list[Layers]) -> dict[int, Polynomial]:
        """The loss along W_j(t) = C_j0 + C_j1 t + C_j2 t^2 + ..., as coefficients of the powers of t."""
        layers = []
        for matrices in curve:
            need(len(matrices) <= MOST_DEGREE, "The degree of a curve is too high.")
            W = matrices[0]
            for n, C in enumerate(matrices[1:], 1):
                W = add_matrices(W, scaled({(TIME,) * n: Fraction(1)}, C))
            layers.append(W)
        return coefficients(self.loss(self.layers(layers)), TIME)


# -- the given objects, and the value of terms about them --------------------------------------------------------------


class GivenObjects:
    """The problem, the points (weights by name), the values (scalars and matrices by name) and the laws.

    >>> GivenObjects({"values": {"A": "3/2", "B": [["1", "x"]]}}).value(["*", "A", "B"])
    [[{(): Fraction(3, 2)}, {('x',): Fraction(3, 2)}]]
    """

    def __init__(self, data: Any):
        Work.done = 0
        well_formed(data)
        given = mapping(data, "given")
        kinds = {"problem", "points", "values", "laws"}
        need(set(given) <= kinds, f"The given objects have {', '.join(sorted(kinds))}, and nothing else.")
        self.known_problem = GivenProblem(given["problem"]) if "problem" in given else None
        self.points: dict[str, Layers] = {}
        for name, layers in mapping(given.get("points", {}), "points").items():
            self.points[name] = self.problem.layers([matrix(W) for W in sequence(layers, "layers of a point")])
        self.values: dict[str, Value] = {}
        for name, value in mapping(given.get("values", {}), "values").items():
            need(bool(NAME.fullmatch(name)), f"The name of a value begins with a capital letter, unlike {shown(name)}.")
            self.values[name] = matrix(value) if isinstance(value, list) else scalar(value)
        self.laws = {name: Law(law) for name, law in mapping(given.get("laws", {}), "laws").items()}
        self.expansions: dict[str, tuple[Layers, Matrix]] = {}

    @property
    def problem(self) -> GivenProblem:
        if self.known_problem is None:
            raise CertificateRefusedError("No problem is given, so there are no widths, points and losses.")
        return self.known_problem

    def point(self, name: Any) -> Layers:
        need(isinstance(name, str) and name in self.points, f"There is no point called {shown(name)}.")
        return self.points[name]

    def derivatives(self, name: Any) -> tuple[Layers, Matrix]:
        """Gradient and Hessian at a point, computed once."""
        layers = self.point(name)
        if name not in self.expansions:
            self.expansions[name] = self.problem.derivatives(layers)
        return self.expansions[name]

    def is_critical(self, name: Any) -> bool:
        gradient = self.derivatives(name)[0]
        return all(x == {} for W in gradient for x in entries(W))

    # the declarations of a rule
    def meets(self, sorts: dict[str, Any]) -> None:
        """Refuse objects with other names or of other sorts than the rule declares."""
        same = ("problem" in sorts) == (self.known_problem is not None)
        need(same, "The rule and the certificate differ in whether there is a problem.")
        groups: list[tuple[str, dict[str, Any], Callable[[str, Any, Any], None]]] = [
            ("points", self.points, self.point_meets),
            ("values", self.values, self.value_meets),
            ("laws", self.laws, self.law_meets),
        ]
        for kind, found, check_sort in groups:
            wanted = sorts.get(kind, {})
            names = ", ".join(sorted(wanted)) or "none"
            need(set(found) == set(wanted), f"The rule has these {kind} and no others: {names}.")
            for name, sort in wanted.items():
                check_sort(name, sort, found[name])

    def point_meets(self, name: str, sort: Any, layers: Layers) -> None:
        """A point has "numbers" alone, or "letters" too, or is "generic", or is this very point."""
        all_entries = [x for W in layers for x in entries(W)]
        if isinstance(sort, dict):
            need(layers == [matrix(W) for W in sort["is"]], f"The point {name} is not the one in the rule.")
        elif sort == "generic":
            count = number_of_letters(layers)
            need(count == len(all_entries), f"The weights of the point {name} must be letters, all different.")
        elif sort == "numbers":
            need(all(is_number(x) for x in all_entries), f"The weights of the point {name} must be numbers.")
        else:
            need(sort == "letters", f"The rule knows no sort {shown(sort)} of points.")

    def value_meets(self, name: str, sort: Any, value: Value) -> None:
        """A value is a "number", a "whole" number that is not negative, or a matrix of numbers of this shape."""
        if isinstance(sort, dict):
            wanted = self.whole(sort["rows"]), self.whole(sort["columns"])
            good = isinstance(value, list) and shape(value) == wanted
            need(good, f"The value {name} must be a matrix of shape {wanted[0]} x {wanted[1]}.")
            need(all(is_number(x) for x in entries(as_matrix(value))), f"The entries of {name} must be numbers.")
            return
        need(sort in ("number", "whole"), f"The rule knows no sort {shown(sort)} of values.")
        need(is_number(value), f"The value {name} must be a number, not a matrix, and without letters.")
        whole = number(value).denominator == 1 and number(value) >= 0
        need(sort != "whole" or whole, f"The value {name} must be a whole number, not {number(value)}.")

    def law_meets(self, name: str, sort: Any, law: Law) -> None:
        """A law has equally likely atoms, each with a value of these letters and no others."""
        need(not law.gaussian, f"The law {name} must have atoms.")
        for row in law.rows:
            need(set(row) == set(sort["atoms"]), f"Each atom of the law {name} must give {', '.join(sort['atoms'])}.")

    def define(self, definitions: dict[str, Any]) -> None:
        """Give names to terms, as a rule does for the sake of its reader."""
        for name, term in definitions.items():
            need(name not in self.values, f"The rule defines {name}, so no certificate gives it.")
            self.values[name] = self.value(term)

    # the value of a term
    def value(self, term: Any) -> Value:
        """A number, a letter, the name of a value, or a list of an operation and its arguments."""
        spend(1)
        if not isinstance(term, list):
            return self.values[term] if isinstance(term, str) and term in self.values else scalar(term)
        name, *arguments = sequence(term, "term")
        if name in ("+", "*"):
            operation = add if name == "+" else multiply
            values = [self.value(argument) for argument in sequence(arguments, "terms of a sum or product")]
            result = values[0]
            for value in values[1:]:
                result = operation(result, value)
            return result
        need(isinstance(name, str) and name in TERMS, f"There is no operation called {shown(name)}.")
        kinds, function = TERMS[name]
        need(len(arguments) == len(kinds), f"The operation {name} has {len(kinds)} arguments, not {len(arguments)}.")
        return function(self, *[self.argument(kind, raw) for kind, raw in zip(kinds, arguments, strict=True)])

    def argument(self, kind: str, raw: Any) -> Any:
        """The argument at a place of this kind: unchanged for "name" and "data", else the value of the term there."""
        if kind in ("name", "data"):
            return raw
        if kind == "letter":
            need(isinstance(raw, str) and bool(LETTER.fullmatch(raw)), f"A letter is needed, not {shown(raw)}.")
            return raw
        if kind == "whole":
            return self.whole(raw)
        value = self.value(raw)
        if kind == "scalar":
            need(isinstance(value, dict), "A scalar is needed, but this is a matrix.")
        if kind == "matrix":
            shape(value)
        return value

    def whole(self, term: Any) -> int:
        x = number(self.value(term))
        need(x.denominator == 1 and 0 <= x < 10**6, f"A whole number from 0 on is needed, not {shown(str(x))}.")
        return int(x)


def item(items: list[Any], i: int) -> Any:
    need(0 < i <= len(items), f"There is no layer, width, row or column with the number {i}.")
    return items[i - 1]


def number_of_letters(layers: Layers) -> int:
    """The number of weights that are letters; no letter may occur twice, so that each can be chosen freely."""
    letters = [monomial for W in layers for x in entries(W) for monomial in x if monomial]
    spend(len(letters))
    need(len(set(letters)) == len(letters), "Two weights are the same letter.")
    return len(letters)


def second_derivative(g: GivenObjects, at: Any, direction: Any) -> Polynomial:
    """The Hessian at W takes the value 2 c for the direction V, where c is the coefficient of t^2 in L(W + t V)."""
    curve = [[W, V] for W, V in zip(g.point(at), g.point(direction), strict=True)]
    return multiply_scalars(constant(2), g.problem.along(curve).get(2, {}))


def datum(g: GivenObjects, name: Any) -> Value:
    known = {"factor": g.problem.factor, "joint": g.problem.joint}
    known |= {"Sxx": g.problem.Sxx, "Syx": g.problem.Syx, "Syy": g.problem.Syy}
    need(isinstance(name, str) and name in known, f"The data have {', '.join(known)}, but no {shown(name)}.")
    return known[name]


def number_of_parameters(g: GivenObjects) -> Polynomial:
    return constant(sum(rows * columns for columns, rows in itertools.pairwise(g.problem.widths)))


def substituted(g: GivenObjects, a: Polynomial, replaced: Any) -> Polynomial:
    """Replace all letters at once by the values of the terms that stand for them."""
    pairs = mapping(replaced, "letters that are replaced")
    need(all(LETTER.fullmatch(letter) for letter in pairs), "Only letters are replaced.")
    return substitute(a, {letter: g.argument("scalar", term) for letter, term in pairs.items()})


def expectation(g: GivenObjects, law: Any, a: Polynomial) -> Polynomial:
    """The expectation under the law of a name, or under one that is written out."""
    if isinstance(law, dict):
        return Law(law).expectation(a)
    need(isinstance(law, str) and law in g.laws, f"There is no law called {shown(law)}.")
    return g.laws[law].expectation(a)


Terms = dict[str, tuple[tuple[str, ...], Callable[..., Value]]]
TERMS: Terms = {  # the name of an operation: the kinds of its arguments, and its value; + and * take any number of them
    "W": (("name", "whole"), lambda g, p, j: item(g.point(p), j)),
    "product": (("name", "whole", "whole"), lambda g, p, j, i: g.problem.product(g.point(p), j, i)),
    "loss": (("name",), lambda g, p: g.problem.loss(g.point(p))),
    "gradient": (("name", "whole"), lambda g, p, j: item(g.derivatives(p)[0], j)),
    "hessian": (("name",), lambda g, p: g.derivatives(p)[1]),
    "form": (("name", "name"), second_derivative),
    "free": (("name",), lambda g, p: constant(number_of_letters(g.point(p)))),
    "data": (("name",), datum),
    "depth": ((), lambda g: constant(len(g.problem.widths) - 1)),
    "width": (("whole",), lambda g, j: constant(item(g.problem.widths, j + 1))),
    "least-width": ((), lambda g: constant(min(g.problem.widths))),
    "parameters": ((), number_of_parameters),
    "eye": (
        ("whole", "whole", "whole"),
        lambda g, rows, columns, ones: diagonal([ONE] * ones, rows, columns),
    ),
    "matrix": (("data",), lambda g, rows: matrix(rows)),
    "T": (("matrix",), lambda g, a: transpose(a)),
    "trace": (("matrix",), lambda g, a: trace(a)),
    "entry": (("matrix", "whole", "whole"), lambda g, a, i, j: item(item(a, i), j)),
    "-": (("value", "value"), lambda g, a, b: add(a, multiply(constant(-1), b))),
    "^": (("scalar", "whole"), lambda g, a, n: power(a, n)),
    "rank": (("matrix",), lambda g, a: constant(rank(a))),
    "positive": (("matrix",), lambda g, a: constant(inertia(a)["positive"])),
    "negative": (("matrix",), lambda g, a: constant(inertia(a)["negative"])),
    "zero": (("matrix",), lambda g, a: constant(inertia(a)["zero"])),
    "degree": (("scalar",), lambda g, a: constant(degree(a))),
    "d": (("scalar", "letter"), lambda g, a, x: derivative(a, x)),
    "at": (("scalar", "data"), substituted),
    "E": (("data", "scalar"), expectation),
}


# -- the kinds of facts ------------------------------------------------------------------------------------------------
# Each function says whether the statement f holds of the given objects, by the evidence e if it needs some.


def agree(g: GivenObjects, left: Any, right: Any) -> bool:
    """Whether two scalars, or two matrices of one shape, are equal as polynomials."""
    a, b = g.value(left), g.value(right)
    need(isinstance(a, list) is isinstance(b, list), "A scalar is compared with a matrix.")
    need(isinstance(a, dict) or shape(a) == shape(b), "Matrices of different shapes are compared.")
    return a == b


def gradient_zero(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """All partial derivatives of the loss vanish at the point."""
    return g.is_critical(f["at"])


def gradient_nonzero(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """Some partial derivative of the loss does not vanish at the point."""
    return not g.is_critical(f["at"])


def inertia_is(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """The symmetric matrix has these numbers of positive, negative and zero eigenvalues."""
    counts = inertia(as_matrix(g.value(f["of"])))
    return all(type(f[sign]) is int and f[sign] == count for sign, count in counts.items())


def comparison(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """The two numbers are in the relation."""
    need(f["relation"] in RELATIONS, f"There is no relation {shown(f['relation'])}.")
    return RELATIONS[f["relation"]](number(g.value(f["left"])), number(g.value(f["right"])))


def identity(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """The two sides agree."""
    return agree(g, f["left"], f["right"])


def some_failure(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """One of the pairs does not agree; all are evaluated, so that all must make sense."""
    answers = []
    for pair in sequence(f["pairs"], "pairs"):
        need(isinstance(pair, list) and len(pair) == 2, "A pair has two sides.")
        answers.append(agree(g, pair[0], pair[1]))
    return not all(answers)


def every_permutation(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """For every permutation matrix of this size in place of the name some pair does not agree; all are tried."""
    size, name = g.whole(f["size"]), f["name"]
    need(0 < size <= MOST_PERMUTED, f"A permutation matrix has at most {MOST_PERMUTED} rows here.")
    good = isinstance(name, str) and bool(NAME.fullmatch(name)) and name not in g.values
    need(good, f"A permutation needs a new name that begins with a capital letter, not {shown(name)}.")
    fails_for_all = True
    for places in itertools.permutations(range(size)):
        g.values[name] = [[constant(j == place) for j in range(size)] for place in places]
        fails_for_all = some_failure(g, f, e) and fails_for_all
    del g.values[name]
    return fails_for_all


def curve(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """Along a polynomial curve from the point the loss falls (descent) or rises (ascent) just after t = 0.

    The lowest power of t in the change of the loss outweighs the others, and its coefficient has this sign.
    """
    layers = [[matrix(C) for C in sequence(layer, "layer of a curve")] for layer in sequence(e["layers"], "curve")]
    need([layer[0] for layer in layers] == g.point(f["at"]), "The curve does not begin at the point.")
    change = g.problem.along(layers)
    powers = sorted(n for n, part in change.items() if n > 0 and part)
    lead = number(change[powers[0]]) if powers else Fraction(0)
    return lead < 0 if f["kind"] == "descent-curve" else lead > 0


def widths_are(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """The network has these widths, from the inputs to the outputs."""
    return key(g.problem.widths) == key(f["are"])


def reduced_problem(g: GivenObjects, f: dict[str, Any], e: dict[str, Any]) -> bool:
    """The loss is ||[S 0] - P||^2 / 2 with a positive diagonal S of size d_H, and no width is below d_H.

    Different sets of the diagonal entries of S have different sums of squares; so these entries differ.
    """
    problem = g.problem
    n, m = problem.widths[0], problem.widths[-1]
    need(m <= MOST_SELECTED, f"A reduced problem has at most {MOST_SELECTED} outputs here.")
    if n < m or min(problem.widths) < m:
        return False
    S = [problem.Syx[i][i] for i in range(m)]
    target = diagonal(S, m, n)
    square = multiply_matrices(target, transpose(target))
    found = problem.Sxx, problem.Syx, problem.Syy, problem.factor
    if found != (identity_matrix(n), target, square, HALF) or min(number(x) for x in S) <= 0:
        return False
    spend(4 * m * 2**m)
    sums = set()
    for chosen in itertools.product((0, 1), repeat=m):
        sums.add(sum(number(x) ** 2 for x, taken in zip(S, chosen, strict=True) if taken))
    return len(sums) == 2**m


Facts = dict[str, tuple[set[str], set[str], Callable[[GivenObjects, dict[str, Any], dict[str, Any]], bool]]]
FACTS: Facts = {  # the kind: the keys of its statement, the keys of its evidence, and the check
    "gradient-zero": ({"at"}, set(), gradient_zero),
    "gradient-nonzero": ({"at"}, set(), gradient_nonzero),
    "inertia": ({"of", "positive", "negative", "zero"}, set(), inertia_is),
    "value-comparison": ({"left", "relation", "right"}, set(), comparison),
    "identity": ({"left", "right"}, set(), identity),
    "some-failure": ({"pairs"}, set(), some_failure),
    "every-permutation": ({"name", "size", "pairs"}, set(), every_permutation),
    "descent-curve": ({"at"}, {"layers"}, curve),
    "ascent-curve": ({"at"}, {"layers"}, curve),
    "widths": ({"are"}, set(), widths_are),
    "reduced-problem": (set(), set(), reduced_problem),
}


def show(g: GivenObjects, fact: Any) -> None:
    """Refuse a fact that does not hold of the given objects."""
    kind = mapping(fact, "fact").get("kind")
    if not isinstance(kind, str) or kind not in FACTS:
        raise CertificateRefusedError(f"There is no kind of fact called {shown(kind)}.")
    stated, shown_by, holds = FACTS[kind]
    evidence = mapping(fact.get("evidence", {}), "evidence")
    need(set(statement(fact)) == {"kind", *stated}, f"A fact {kind} states: {', '.join(sorted(stated)) or 'nothing'}.")
    need(set(evidence) == shown_by, f"A fact {kind} has as evidence: {', '.join(shown_by) or 'nothing'}.")
    need(holds(g, fact, evidence), f"This fact is false: {key(statement(fact))}")


# -- certificates ------------------------------------------------------------------------------------------------------


def key(data: Any) -> str:
    """Data as a text that is the same only for equal data: the texts of 1, true and "1" differ."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def well_formed(data: Any) -> None:
    """Refuse data that are nested too deeply, too long, or of another type than JSON without fractions."""
    waiting = [(data, 0)]
    while waiting:
        part, nesting = waiting.pop()
        need(nesting <= MOST_NESTING, f"The data are nested too deeply: more than {MOST_NESTING} levels.")
        if isinstance(part, (dict, list)):
            if isinstance(part, dict):
                waiting += [(name, nesting + 1) for name in part]
            waiting += [(each, nesting + 1) for each in (part.values() if isinstance(part, dict) else part)]
        elif isinstance(part, str):
            need(len(part) <= MOST_TEXT, f"A text has more than {MOST_TEXT} characters.")
        elif type(part) is int:
            need(part.bit_length() <= 4 * MOST_DIGITS, f"A number has more than {MOST_DIGITS} digits.")
        else:
            need(part is None, f'Numbers are whole or texts such as "1/2", unlike {shown(part)}.')


def statement(fact: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if name != "evidence"}


def digest(certificate: dict[str, Any]) -> str:
    """The sha256 of all but the evidence: the claim, the given objects, and the statements about them."""
    bound = {name: value for name, value in certificate.items() if name not in ("facts", "sha256")}
    stated = [statement(fact) for fact in certificate["facts"]]
    return hashlib.sha256(key([bound, stated]).encode()).hexdigest()


def rules() -> dict[str, Any]:
    """The rules: what would refute each claim, and what proves the class of a point."""
    try:
        return json.loads(Path(__file__).with_name("rules.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadError("The file rules.json beside the kernel is missing or damaged.") from error


def check(certificate: Any) -> str:
    """The sentence that the certificate proves; ``CertificateRefusedError`` says why it proves nothing."""
    try:
        return proved_by(certificate)
    except MALFORMED as error:
        raise CertificateRefusedError(f"The certificate is malformed: {type(error).__name__} {error}.") from error


def proved_by(certificate: Any) -> str:
    well_formed(certificate)
    names = {"format", "claim", "given", "facts", "conclusion", "sentence", "sha256"}
    good = isinstance(certificate, dict) and set(certificate) == names and certificate["format"] == FORMAT
    need(good, f"This is not a certificate of the format {FORMAT!r}.")
    facts = [mapping(fact, "fact") for fact in sequence(certificate["facts"], "facts")]
    need(certificate["sha256"] == digest(certificate), "The hash does not belong to these statements.")
    given = GivenObjects(certificate["given"])
    if certificate["conclusion"] is None:
        return facts_alone(certificate, facts, given)
    all_rules, name = rules(), certificate["conclusion"]
    if not isinstance(name, str) or name not in all_rules:
        raise CertificateRefusedError(f"There is no rule called {shown(name)}.")
    rule = all_rules[name]
    for part in ("claim", "sentence"):
        need(key(certificate[part]) == key(rule[part]), f"The {part} is not the one in the rule.")
    given.meets(rule["given"])
    given.define(rule.get("let", {}))
    for wanted in rule["facts"]:
        found = [fact for fact in facts if key(statement(fact)) == key(wanted)]
        need(len(found) == 1, f"The conclusion needs the fact {key(wanted)}, once.")
        show(given, found[0])
    need(len(facts) == len(rule["facts"]), "The certificate states more than the rule needs.")
    return f"{name}: {rule['sentence']}"


def facts_alone(certificate: dict[str, Any], facts: list[dict[str, Any]], given: GivenObjects) -> str:
    """Facts without a conclusion; for a claim with a rule they are refused, as they would look like a refutation."""
    need(certificate["sentence"] is None, "Without a conclusion there is no sentence.")
    claim = certificate["claim"]
    if claim is not None:
        words = mapping(claim, "claim")
        good = set(words) == {"id", "statement"} and all(isinstance(word, str) for word in words.values())
        need(good, "A claim has an id and a statement.")
        need(
            f"refutes {words['id']}" not in rules(),
            f"The facts that refute {words['id']} are in a rule, which is not used.",
        )
    for fact in facts:
        show(given, fact)
    return f"facts from which no rule draws a conclusion: {', '.join(key(statement(fact)) for fact in facts)[:300]}"


# -- files -------------------------------------------------------------------------------------------------------------


def read(path: str | Path) -> bytes:
    """The bytes of a regular file, not more than a certificate may have; pipes and devices are not opened."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            raise UnreadError("This is not a regular file, so it is not read.")
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadError("This is not a regular file, so it is not read.")
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadError(f"The file cannot be read: {reason}.") from error
    if len(content) > MOST_BYTES:
        raise UnreadError(f"The file has more than {MOST_BYTES} bytes.")
    return content


def parsed(content: bytes) -> Any:
    """JSON in UTF-8 without keys that are given twice, numbers that are not whole, and numbers that are too long."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(found)) == len(found), "A key is given twice.")
        return dict(found)

    def whole(text: str) -> int:
        need(len(text) <= MOST_DIGITS, f"A number has more than {MOST_DIGITS} digits.")
        return int(text)

    def other(text: str) -> Any:
        raise CertificateRefusedError(f'Numbers are whole or texts such as "1/2", unlike {shown(text)}.')

    try:
        text = content.decode("utf-8")
        return json.loads(text, object_pairs_hook=pairs, parse_int=whole, parse_float=other, parse_constant=other)
    except RecursionError as error:
        raise CertificateRefusedError("The data are nested too deeply.") from error
    except (ValueError, MemoryError) as error:
        raise CertificateRefusedError(f"This is not JSON: {error}.") from error


def answer(path: str | Path) -> tuple[int, str]:
    """``ACCEPTED`` and what the certificate proves, or ``REJECTED`` or ``UNREAD`` and why, in a printable sentence."""
    try:
        code, sentence = ACCEPTED, check(parsed(read(path)))
    except UnreadError as reason:
        code, sentence = UNREAD, str(reason)
    except CertificateRefusedError as reason:
        code, sentence = REJECTED, str(reason)
    return code, printable(sentence) if code == ACCEPTED else printable(sentence)[:400]


def printable(text: str) -> str:
    """The text with escapes for all but printable ASCII, so that no file forges lines or colours."""
    return "".join(c if c.isascii() and c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def verify(path: str | Path) -> tuple[bool, str]:
    """Whether the certificate in a file is accepted, and what it proves or why it is not."""
    code, sentence = answer(path)
    return code == ACCEPTED, sentence


def exit_code(codes: list[int]) -> int:
    """0 if all are accepted, else 1 if one is rejected, else 2."""
    return REJECTED if REJECTED in codes else max(codes, default=UNREAD)


def line(path: str | Path, code: int, sentence: str) -> str:
    """The printed answer for a file, on one line of printable characters."""
    word = {ACCEPTED: "accepted", REJECTED: "REJECTED", UNREAD: "not read"}[code]
    return f"{word}  {printable(str(path))}: {sentence}"


def main(paths: list[str]) -> int:
    if not paths:
        print("usage: python kernel.py FILE...", file=sys.stderr)  # noqa: T201 - it is a command
    codes = []
    try:
        for path in paths:
            code, sentence = answer(path)
            codes.append(code)
            print(line(path, code, sentence), flush=True)  # noqa: T201 - it is a command
    except OSError as error:
        print(f"The answer cannot be written: {error.strerror}.", file=sys.stderr)  # noqa: T201 - it is a command
        return UNREAD
    return exit_code(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
