"""Equations (6) and (7) of Lucchi's lecture: gradients of vector-valued functions."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.lucchi.parts.sizes import Sizes, Words, algebra, all_sizes
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sources import LUCCHI_SETTING
from proofs_check.networks.polynomials import PolynomialMatrix
from symdln.algebra import words


def linear_map(sizes: Sizes) -> Any:
    """A, x, a direction for each, and a row e that stands for any row of the identity."""
    p, d = sizes
    shapes = {"A": ("p", "d"), "x": ("d", 1), "V": ("p", "d"), "u": ("d", 1), "e": (1, "p")}
    return algebra(shapes, {"p": p, "d": d})


def entry_derivatives(f: PolynomialMatrix, by: PolynomialMatrix) -> list[PolynomialMatrix]:
    """For each entry of the column f its derivatives by the entries of a matrix, in the shape of that."""
    return [by.derivative(row[0]) for row in f.rows]


@claim(
    "lucchi.matrix-gradient.x",
    source=LUCCHI_SETTING.at("Gradient of a vector-valued function, eq. (6)-(7)"),
    statement=r"f(\mathbf{x}) = \mathbf{A} \mathbf{x} \Rightarrow \frac{\partial f_i}{\partial x_j} = A_{ij}, \; "
    r"\frac{df}{d\mathbf{x}} = \mathbf{A}",
    over=all_sizes("p", "d"),
    made_precise="the Jacobian J is the matrix with df = J dx, rows numbered by f and columns by x",
)
def gradient_by_x(sizes: Sizes) -> Outcome:
    """The Jacobian of A x with respect to x is A."""
    work = linear_map(sizes)
    A, x = work["A"], work["x"]
    if isinstance(work, Words):
        return equal(words.derivative(A @ x, {x: work["u"]}), A @ work["u"], "the change of A x along u")
    rows = tuple(tuple(entry for row in found.rows for entry in row) for found in entry_derivatives(A @ x, x))
    return equal(rows, A.rows, "the Jacobian")


@claim(
    "lucchi.matrix-gradient.A",
    source=LUCCHI_SETTING.at("Gradient of a matrix-valued function, eq. (8)-(10)"),
    statement=(
        r"\frac{\partial f_i}{\partial A_{iq}} = x_q, \; \frac{\partial f_i}{\partial A_{i,:}} = \mathbf{x}^\top, \; "
        r"\frac{\partial f_i}{\partial A_{k \neq i,:}} = \mathbf{0}^\top, \; \frac{\partial f_i}{\partial \mathbf{A}} "
        r"\text{ has } \mathbf{x}^\top \text{ as row } i \text{ and zeros elsewhere}"
    ),
    over=all_sizes("p", "d"),
    made_precise='the slide says "with respect to a single x_i" above (8) and differentiates by A_{iq}; with symbols '
    "f_i is e A x for an opaque row e, and the matrix e^T x^T has x^T in row i for e = e_i^T",
)
def gradient_by_A(sizes: Sizes) -> Outcome:
    """The derivative of the i-th entry of A x by A is the matrix with x^T in row i."""
    work = linear_map(sizes)
    A, x, e = work["A"], work["x"], work["e"]
    if isinstance(work, Words):
        return equal(work.gradient(words.trace(e @ A @ x), A), e.T @ x.T, "the derivative of e A x by A")
    blank = (x.zero,) * x.shape[0]
    printed = [tuple(x.T.rows[0] if row == i else blank for row in range(A.shape[0])) for i in range(A.shape[0])]
    return equal([found.rows for found in entry_derivatives(A @ x, A)], printed, "the derivatives of f_i by A")


@claim(
    "lucchi.matrix-gradient.kron",
    source=LUCCHI_SETTING.at("Gradient of a matrix-valued function, eq. (11)"),
    statement=r"\frac{\partial f}{\partial \mathbf{A}} = \mathbf{x}^\top \otimes \mathbf{I}",
    over=all_sizes("p", "d"),
    made_precise="holds where the entries of A are numbered column by column: df = (x^T (x) I_p) vec(dA), of shape "
    "p x (d p); where they are numbered row by row, as (10) stacks them, the Jacobian is I_p (x) x^T",
)
def gradient_by_A_kronecker(sizes: Sizes) -> Outcome:
    """The Jacobian of A x by A is x^T ⊗ I column by column, and I ⊗ x^T row by row."""
    work = linear_map(sizes)
    A, x = work["A"], work["x"]
    if isinstance(work, Words):
        Z = words.Symbol("Z", *A.T.shape)  # A^T row by row is A column by column, and f^T = x^T A^T
        p = work.identity(A.shape[0])
        return all_of(
            equal(words.jacobian(x.T @ Z, Z).terms, (single(x.T, p),), "Jacobian, column by column"),
            equal(words.jacobian(A @ x, A).terms, (single(p, x.T),), "Jacobian, row by row"),
        )
    found = entry_derivatives(A @ x, A)
    by_columns = [tuple(entry for row in matrix.T.rows for entry in row) for matrix in found]
    by_rows = [tuple(entry for row in matrix.rows for entry in row) for matrix in found]
    eye = work.identity(A.shape[0])
    return all_of(
        equal(by_columns, kronecker(x.T, eye), "Jacobian, column by column"),
        equal(by_rows, kronecker(eye, x.T), "Jacobian, row by row"),
    )


def single(left: words.Expression, right: words.Expression) -> words.KroneckerTerm:
    """The one term of the sum ``left ⊗ right``."""
    return words.KroneckerTerm(words.Scalar(1), left, right, False)


def kronecker(left: PolynomialMatrix, right: PolynomialMatrix) -> list[tuple[Any, ...]]:
    """The rows of ``left ⊗ right``."""
    return [tuple(a * b for a in row for b in other) for row in left.rows for other in right.rows]
