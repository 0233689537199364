"""Matrix derivatives: the traces of (3), the Jacobians of A x in (6) to (11), the gradient of "Setting".

Notations:

    all_sizes       the scope over sizes as names and as small numbers
    Size            a number, or a name that stands for any number
    Sizes           several of them
    Shapes          the shapes of named matrices
    EVEN_MOMENTS    the order up to which moments of a Gaussian entry are known
    TRIED_ENTRIES   the values tried for entries
    TRIED           the values tried for parameters of the law
    SlideMatrices   named matrices, and what the slides do with them
    Words           the algebra for names: holds for all sizes
    Entries         the algebra for numbers: every entry is an indeterminate
    algebra         the algebra that the sizes ask for
    every_size      a maker of cases over sizes
    Network3        (d, L, k)
    SMALL           the pairs (d, L) of the small scope
    DEFAULT         those of the default scope
    LARGE           those of the large scope
    SYMBOLIC        any width and depth, by the place of the layer
    networks        the cases (d, L, k): numbers, then symbols
    NETWORKS        these cases in words
    SplitNetwork    y_hat = B W Q x with W = W^k
    is_nonnegative  a polynomial is nowhere negative, by its coefficients
    is_norm         the trace of a word is a squared norm
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property, reduce
from math import prod
from operator import matmul
from typing import Any

import flint

from proofs_check.language.outcome import Outcome, fails, holds, undecided
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.networks.polynomials import PolynomialMatrix, norm_squared
from symdln.algebra import words
from symdln.algebra.moments import expectation, four_moments, gaussian_moments, word_expectation
from symdln.algebra.words import Scalar, Symbol, scalar
from symdln.algebra.words.symbols import Word, transposed_word


def all_sizes(*names: str) -> Scope:
    return cases(
        "symbols",
        every_size(*names),
        sentence=f"the sizes {' and '.join(names)} as symbols (words in opaque matrices), and independently all "
        "entries as indeterminates for sizes up to 2 (beyond the small scope up to 3)",
        strength=Verdict.PROVED,
        fields=names,
    )


Size = int | str


Sizes = tuple[Size, ...]
"""Numbers, or names that stand for any number."""


Shapes = Mapping[str, tuple[Size, Size]]


EVEN_MOMENTS = 8


TRIED_ENTRIES = (0, 1, 2)


TRIED = {"v": (1, 2, Fraction(1, 4)), "kappa": (1, 2, 3), "third": (0,)}


class SlideMatrices(ABC):
    """Named matrices of indeterminates and what the slides do with them; ``variance`` is ``sigma^2``.

    Random matrices have iid entries with mean zero, this variance, kurtosis ``kappa`` and any third moment.
    """

    variance: Any
    kurtosis: Any

    @abstractmethod
    def __getitem__(self, name: str) -> Any:
        """The matrix of this name."""

    @abstractmethod
    def number(self, size: Size) -> Any:
        """The size as a scalar."""

    @abstractmethod
    def identity(self, size: Size) -> Any: ...

    @abstractmethod
    def trace(self, matrix: Any) -> Any: ...

    @abstractmethod
    def norm(self, matrix: Any) -> Any:
        """The squared Frobenius norm."""

    @abstractmethod
    def gradient(self, value: Any, matrix: Any) -> Any:
        """The derivatives of a scalar by the entries of a named matrix, in its shape."""

    @abstractmethod
    def expect(self, value: Any, *over: Any, gaussian: bool = False) -> Any:
        """The expectation over named matrices, independent of each other and of all others."""


class Words(SlideMatrices):
    """Sizes are names: what holds here holds for all sizes.  A kurtosis or a third moment never enters."""

    def __init__(self, shapes: Shapes):
        self._matrices = {name: Symbol(name, *shape) for name, shape in shapes.items()}
        self.variance, self.kurtosis = scalar("v"), scalar("kappa")

    def __getitem__(self, name: str) -> Symbol:
        return self._matrices[name]

    def number(self, size: Size) -> Scalar:
        return words.trace(words.identity(size))

    def identity(self, size: Size) -> words.Expression:
        return words.identity(size)

    def trace(self, matrix: words.Expression) -> Scalar:
        return words.trace(matrix)

    def norm(self, matrix: words.Expression) -> Scalar:
        return words.norm_squared(matrix)

    def gradient(self, value: Scalar, matrix: Symbol) -> words.Expression:
        return words.gradient(value, matrix)

    def expect(self, value: Scalar, *over: Symbol, gaussian: bool = False) -> Scalar:
        for symbol in over:
            value = word_expectation(value, symbol, self.variance, gaussian=gaussian)
        return value


class Entries(SlideMatrices):
    """Sizes are numbers: every entry is an indeterminate of one ring, with those of the law."""

    def __init__(self, shapes: Shapes):
        self._shapes = {name: (int(rows), int(columns)) for name, (rows, columns) in shapes.items()}
        names = [f"{name}_{i}_{j}" for name, (n, m) in self._shapes.items() for i in range(n) for j in range(m)]
        self.context = flint.fmpz_mpoly_ctx.get([*names, "v", "kappa", "third"], "degrevlex")
        self._letters = dict(zip([*names, "v", "kappa", "third"], self.context.gens(), strict=True))
        self.variance, self.kurtosis = self._letters["v"], self._letters["kappa"]

    def __getitem__(self, name: str) -> PolynomialMatrix:
        n, m = self._shapes[name]
        rows = tuple(tuple(self._letters[f"{name}_{i}_{j}"] for j in range(m)) for i in range(n))
        return PolynomialMatrix(self.context.constant(0), (n, m), rows)

    def number(self, size: Size) -> Any:
        return self.context.constant(int(size))

    def identity(self, size: Size) -> PolynomialMatrix:
        n, zero, one = int(size), self.context.constant(0), self.context.constant(1)
        return PolynomialMatrix(zero, (n, n), tuple(tuple(one if i == j else zero for j in range(n)) for i in range(n)))

    def trace(self, matrix: PolynomialMatrix) -> Any:
        return matrix.trace()

    def norm(self, matrix: PolynomialMatrix) -> Any:
        return norm_squared(matrix)

    def gradient(self, value: Any, matrix: PolynomialMatrix) -> PolynomialMatrix:
        return matrix.derivative(value)

    def expect(self, value: Any, *over: PolynomialMatrix, gaussian: bool = False) -> Any:
        law = gaussian_moments(self.variance, EVEN_MOMENTS) if gaussian else self._any_law
        return expectation(value, [entry for matrix in over for row in matrix.rows for entry in row], law)

    @cached_property
    def _any_law(self) -> tuple[Any, ...]:
        return four_moments(self.variance, self.kurtosis, self._letters["third"])


def algebra(shapes: Shapes, sizes: Mapping[str, Size]) -> SlideMatrices:
    """The matrices in the algebra that the sizes ask for: words if they are names, entries if they are numbers."""
    replaced = {name: (sizes.get(str(n), n), sizes.get(str(m), m)) for name, (n, m) in shapes.items()}
    if any(isinstance(size, str) for size in sizes.values()):
        return Words(replaced)
    return Entries(replaced)


def every_size(*names: str, most: int = 3) -> Any:
    """A maker of cases: all sizes up to 2 (beyond the small scope up to ``most``) for the names, then the names."""

    def sizes(size: str, seed: int) -> Iterator[Sizes]:
        listed = itertools.product(range(1, (2 if size == "small" else most) + 1), repeat=len(names))
        yield from sorted(listed, key=lambda found: (sum(found), found))
        yield names

    return sizes


Network3 = tuple[Size, Size, Size]


SMALL = ((1, 1), (1, 2), (1, 3), (2, 1), (2, 2))


DEFAULT = ((1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (3, 1), (2, 3), (2, 4), (3, 2))


LARGE = (*DEFAULT, (3, 3))


SYMBOLIC: tuple[Network3, ...] = (("d", "1", "1"), ("d", "L", "1"), ("d", "L", "L"), ("d", "L", "k"))
"""Any width and depth: the only layer, the first, the last, and a layer between others."""


def networks(size: str, seed: int) -> Iterator[Network3]:
    """The cases (d, L, k): numbers, smallest first, then any width and depth."""
    for d, depth in {"small": SMALL, "default": DEFAULT}.get(size, LARGE):
        yield from ((d, depth, k) for k in range(1, depth + 1))
    yield from SYMBOLIC


NETWORKS = (
    "width d, depth L and layer k as symbols (opaque products on both sides of the layer, induction over layers), and "
    "independently all entries as indeterminates for d = 1 with L <= 4, d = 2 with L <= 4, d = 3 with L <= 2 "
    "(in the small scope d = 1 with L <= 3, d = 2 with L <= 2; in the large one d = L = 3 too)"
)


class SplitNetwork:
    """``y_hat = B W Q x`` with ``W = W^k``, ``B = W^{L:k+1}`` and ``Q = W^{k-1:1}``, all layers d x d.

    With numbers B and Q are products of layers of indeterminates; with symbols they are opaque, or the identity.
    """

    def __init__(self, case: Network3):
        d, depth, k = case
        self.d, self.depth, self.k = case
        vectors: Shapes = {"x": (d, 1), "y": (d, 1)}
        if isinstance(d, int):
            below, above = range(1, int(k)), range(int(k) + 1, int(depth) + 1)
            names = [f"W{layer}" for layer in range(1, int(depth) + 1)]
            self.algebra = algebra({**dict.fromkeys(names, ("d", "d")), **vectors}, {"d": d})
            self.layers = [self.algebra[name] for name in names]
            self.W = self.layers[int(k) - 1]
            self.Q = self._product([self.layers[j - 1] for j in below])
            self.B = self._product([self.layers[j - 1] for j in above])
        else:
            self.algebra = algebra({"W": (d, d), "B": (d, d), "Q": (d, d), **vectors}, {"d": d})
            self.layers = []
            self.W = self.algebra["W"]
            self.Q = self.algebra.identity(d) if k == "1" else self.algebra["Q"]
            self.B = self.algebra.identity(d) if k == depth else self.algebra["B"]
        self.x, self.y = self.algebra["x"], self.algebra["y"]

    def _product(self, layers: list[Any]) -> Any:
        """``W^n ... W^1`` of layers listed from the input on."""
        return reduce(matmul, reversed(layers)) if layers else self.algebra.identity(self.d)

    @property
    def is_symbolic(self) -> bool:
        return isinstance(self.d, str)

    @property
    def delta(self) -> Any:
        """``y_hat - y``."""
        return self.B @ self.W @ self.Q @ self.x - self.y

    @property
    def gradient(self) -> Any:
        """``dl/dW^k`` in the first printed form."""
        return self.B.T @ self.delta @ (self.Q @ self.x).T

    @property
    def rho(self) -> Any:
        return self.algebra.norm(self.x) ** 2

    @property
    def gamma(self) -> Any:
        return self.algebra.norm(self.x) * self.algebra.norm(self.y)


def is_nonnegative(gap: Any, what: str) -> Outcome:
    """Whether a polynomial is nowhere negative: no coefficient is, and signed letters occur in even powers only.

    Signed are entries and the third moment; variance, kurtosis, sizes and powers of them are not, nor are traces of
    words ``u u^T``.  Otherwise a negative value is looked for at a few numbers, and without one nothing is decided.
    """
    if isinstance(gap, Scalar):
        if all(coefficient >= 0 for _, coefficient in gap.terms) and all(map(is_norm, gap.words())):
            return holds(f"{what}: a polynomial in non-negative quantities without a negative coefficient")
        return undecided(f"{what}: {gap} has a term that may be negative")
    letters = [str(letter) for letter in gap.context().gens()]
    signed = [place for place, letter in enumerate(letters) if "_" in letter or letter == "third"]
    terms = [(tuple(int(power) for power in powers), int(value)) for powers, value in gap.to_dict().items()]
    if all(value >= 0 and not any(powers[place] % 2 for place in signed) for powers, value in terms):
        return holds(f"{what}: squares with non-negative coefficients")
    present = sorted({place for powers, _ in terms for place, power in enumerate(powers) if power})
    for values in itertools.product(*(TRIED.get(letters[place], TRIED_ENTRIES) for place in present)):
        point = dict(zip(present, values, strict=True))
        found = sum(
            value * prod(point[i] ** power for i, power in enumerate(powers) if power) for powers, value in terms
        )
        if found < 0:
            named = {letters[place]: value for place, value in point.items()}
            shown = ", ".join(f"{letter} = {value}" for letter, value in named.items())
            return fails(f"{what}: {found} is negative at {shown}", value=found, at=named)
    return undecided(f"{what}: {gap} has a negative coefficient, but no negative value was found")


def is_norm(word: Word) -> bool:
    """Whether the trace of the word is a squared norm: some rotation of it is ``u u^T``."""
    half = len(word) // 2
    turned = (word[place:] + word[:place] for place in range(len(word)))
    return len(word) % 2 == 0 and any(r[half:] == transposed_word(r[:half]) for r in turned)
