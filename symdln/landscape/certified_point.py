"""A critical point with algebraic weights: exact gradient, ranks and zeros, and a Hessian inertia with its proof."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import flint

from symdln.algebra.enclosure import MOST_BITS, START_BITS, CertifiedInertia, certified_inertia
from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import Element, FieldMatrix, NumberField
from symdln.errors import InputError
from symdln.landscape.algebraic_frame import Roots, adjoined_roots, algebraic_weights
from symdln.landscape.classification import Pivot, pivots_from_ranks
from symdln.landscape.frames import StringFrame
from symdln.landscape.independent import IndependentSigns, independent_signs
from symdln.landscape.regression import Regression
from symdln.landscape.shared import shared, shared_by_arguments
from symdln.landscape.signature import inertia_from_kind
from symdln.landscape.strings import all_strings, multiplicities_from_ranks

if TYPE_CHECKING:
    from symdln.landscape.problem import Problem


class CertifiedPoint:
    """Weights ``(W_1, ..., W_H)`` over a real number field for a problem; immutable, everything else derived.

    ``roots`` are irrational eigenvalues of Sigma, by index in the spectrum, as elements of the field; a selection that
    takes conjugate eigenvalues unequally often is recognised by them.

    >>> from symdln import Problem
    >>> problem = Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))   # s^2 = (3 +- sqrt 5) / 2
    >>> kind = next(problem.kinds((0,)))
    >>> point = kind.certified_representative()
    >>> point.is_critical, point.selection, str(point.certified_inertia.inertia), str(kind.inertia)
    (True, (0,), '(n+, n-, n0) = (3, 0, 1)', '(n+, n-, n0) = (3, 0, 1)')
    >>> point.rank, point.inertia == point.inertia_by_ranks, point.certify(start_bits=64).inertia == point.inertia
    (1, True, True)
    >>> [block.is_zero() for block in point.gradient], point.residual.shape, point.hessian.shape
    ([True, True], (2, 2), (4, 4))
    >>> point.product(1, 1) == point.weights[0], point.product(0, 1).shape          # the empty product is the identity
    (True, (2, 2))
    >>> point.path_ranks[0, 1], len(point.pivots), sum(point.multiplicities)     # one string: the vertex 2 and vertex 0
    (1, 1, 1)
    >>> str(point.loss), str(point.critical_value((0,))), str(point.power_sum((1, 0), 1))   # x = s_1^2, L = x/2
    ('1/2*x', '1/2*x', '(-1)*x + 3')
    >>> point.independent().data()["rigorous"], sorted(point.proof())               # mpmath beside the proof
    (False, ['independent', 'nonzero', 'rigorous', 'zeros'])
    >>> point.end_to_end == point.weights[1] @ point.weights[0], point.lifted(problem.Sxx).shape
    (True, (2, 2))
    """

    problem: Problem
    field: NumberField
    roots: Mapping[int, Element]
    weights: tuple[FieldMatrix, ...]

    def __init__(self, problem: Problem, weights: Sequence[FieldMatrix], roots: Roots | None = None):
        shapes = tuple(weight.shape for weight in weights)
        if shapes != problem.shapes:
            raise InputError(f"widths {problem.widths} need matrices of shapes {problem.shapes}, not {shapes}.")
        field = weights[0].field
        if any(weight.field != field for weight in weights):
            raise InputError("all weights of a point must lie over one number field.")
        for index, element in (roots or {}).items():
            _check_root(problem, field, index, element)
        known = MappingProxyType(dict(roots or {}))
        self.__dict__.update(problem=problem, field=field, weights=tuple(weights), roots=known)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a point never changes, so {name} cannot be set; build a new CertifiedPoint.")

    # -- values --------------------------------------------------------------------------------------------------------

    def lifted(self, matrix: Matrix) -> FieldMatrix:
        """A rational matrix over the field of the point."""
        return FieldMatrix.lift(self.field, matrix)

    @shared_by_arguments
    def product(self, last: int, first: int) -> FieldMatrix:
        """``W_last ... W_first`` (1-based), the identity if last < first."""
        if last < first:
            return self.lifted(Matrix.identity(self.problem.widths[last]))
        return self.weights[last - 1] @ self.product(last - 1, first)

    @property
    def end_to_end(self) -> FieldMatrix:
        """``P = W_H ... W_1``."""
        return self.product(self.problem.depth, 1)

    @shared
    def residual(self) -> FieldMatrix:
        """``G = P Sxx - Syx``."""
        return self.end_to_end @ self.lifted(self.problem.Sxx) - self.lifted(self.problem.Syx)

    @shared
    def loss(self) -> Element:
        """``f (tr(P Sxx P^T) - 2 tr(P Sxy) + tr Syy)``, an element of the field."""
        problem, P = self.problem, self.end_to_end
        square = P @ self.lifted(problem.Sxx) @ P.T
        return _f(problem, 1) * (
            square.trace() - 2 * (P @ self.lifted(problem.Sxy)).trace() + _fmpq(problem.Syy.trace())
        )

    @shared
    def gradient(self) -> tuple[FieldMatrix, ...]:
        """``2f A_j^T G B_j^T`` for j = 1, ..., H, exactly."""
        depth, factor = self.problem.depth, flint.fmpq_poly([_f(self.problem, 2)])
        return tuple(
            (self.product(depth, j + 1).T @ self.residual @ self.product(j - 1, 1).T).scaled(factor)
            for j in range(1, depth + 1)
        )

    @shared
    def is_critical(self) -> bool:
        """Whether the gradient is zero in the field."""
        return all(block.is_zero() for block in self.gradient)

    # -- ranks ---------------------------------------------------------------------------------------------------------

    @shared
    def rank(self) -> int:
        """r = rank(P Sxx)."""
        return (self.end_to_end @ self.lifted(self.problem.Sxx)).rank()

    @shared
    def path_ranks(self) -> dict[tuple[int, int], int]:
        """The exact rank of every path of length below H, keyed by (start vertex, length)."""
        return {(a, length): self._path(a, length).rank() for a, length, _ in all_strings(self.problem.depth)}

    def _path(self, start: int, length: int) -> FieldMatrix:
        """As :func:`symdln.landscape.signature.path_from`."""
        depth = self.problem.depth
        if start + length <= depth:
            product = self.product(start + length, start + 1)
            return product @ self.lifted(self.problem.Sxx) if start == 0 else product
        through = self.lifted(self.problem.Sxy) @ self.product(depth, start + 1)
        return self.product(start + length - depth - 1, 1) @ through

    @shared
    def pivots(self) -> tuple[Pivot, ...]:
        """All pivots with the exact ranks of their complementary blocks."""
        return pivots_from_ranks(self.problem.depth, self.path_ranks, self.rank)

    @shared
    def multiplicities(self) -> tuple[int, ...]:
        """String multiplicities from the path ranks, in the order of :func:`symdln.landscape.strings.all_strings`."""
        self._require_critical()
        return multiplicities_from_ranks(self.problem.depth, self.path_ranks, self.rank)

    @shared
    def selection(self) -> tuple[int, ...]:
        """The selection S, from the weights.

        ``A = P Sxx P^T`` has the selected eigenvalues of Sigma and zeros, so an adjoined or rational root t is selected
        ``dim ker(A - t)`` times.  Conjugates that are not adjoined are taken equally often; power sums prove it:
        ``tr A^k`` equals the sum of the k-th powers over S for k = 1, ..., d_y.
        """
        self._require_critical()
        problem = self.problem
        A = self.end_to_end @ self.lifted(problem.Sxx) @ self.end_to_end.T
        counts = [0] * len(problem.spectrum)
        for index, value in enumerate(problem.spectrum):
            known = self._root(index)
            if known is not None and not value.is_zero:
                counts[index] = problem.output_width - (A - self._scalar(known)).rank()
        left = self.rank - sum(counts)
        others = [i for i, value in enumerate(problem.spectrum) if self._root(i) is None]
        for chosen in itertools.product(range(self.rank + 1), repeat=len({problem.spectrum[i].factor for i in others})):
            by_factor = dict(zip(dict.fromkeys(problem.spectrum[i].factor for i in others), chosen, strict=True))
            guess = list(counts)
            for i in others:
                guess[i] = by_factor[problem.spectrum[i].factor]
            if sum(guess) - sum(counts) == left and self._has_power_sums(A, guess):
                return problem.selection_of_counts(guess)
        raise InputError(
            "these weights select conjugate eigenvalues unequally often; pass their roots= in the number field, as "
            "kind.certified_representative() does."
        )

    def _has_power_sums(self, A: FieldMatrix, counts: Sequence[int]) -> bool:
        power = A
        for k in range(1, self.problem.output_width + 1):
            if power.trace() != self.power_sum(counts, k):
                return False
            power = power @ A
        return True

    def power_sum(self, counts: Sequence[int], exponent: int) -> Element:
        """The sum of the k-th powers of the eigenvalues of Sigma, each as often as counted, as an element of the field.

        Raises ``InputError`` where conjugates that are not adjoined are counted unequally often.
        """
        total = flint.fmpq_poly([0])
        groups: dict[tuple[int, ...], list[int]] = {}
        for index, value in enumerate(self.problem.spectrum):
            groups.setdefault(value.factor, []).append(index)
        for factor, indices in groups.items():
            known = {i: root for i in indices if (root := self._root(i)) is not None}
            powers = {i: self.field.power(root, exponent) for i, root in known.items()}
            for i, power in powers.items():
                total += counts[i] * power
            rest = [i for i in indices if i not in known]
            if len({counts[i] for i in rest}) > 1:
                raise InputError(
                    f"the counts {tuple(counts)} differ at conjugate eigenvalues that this field does not separate."
                )
            if rest:
                whole = _trace_of_power(factor, exponent)
                total += counts[rest[0]] * (whole - sum(powers.values(), flint.fmpq_poly([0])))
        return total

    def critical_value(self, selection: Sequence[int]) -> Element:
        """``f (tr Syy - the sum of the selected eigenvalues)`` as an element of the field."""
        counts = self.problem.selection_counts(selection)
        return _f(self.problem, 1) * (_fmpq(self.problem.Syy.trace()) - self.power_sum(counts, 1))

    def _root(self, index: int) -> Element | None:
        value = self.problem.spectrum[index].value
        return flint.fmpq_poly([_fmpq(value)]) if value is not None else self.roots.get(index)

    def _scalar(self, element: Element) -> FieldMatrix:
        return self.lifted(Matrix.identity(self.problem.output_width)).scaled(element)

    def _require_critical(self) -> None:
        if not self.is_critical:
            layer = next(j for j, block in enumerate(self.gradient, 1) if not block.is_zero())
            raise InputError(f"these weights are not a critical point: the gradient by W_{layer} is not zero.")

    # -- signatures ----------------------------------------------------------------------------------------------------

    @property
    def inertia(self) -> Inertia:
        """The Hessian's inertia, by ranks; :attr:`certified_inertia` proves it from the Hessian."""
        return self.inertia_by_ranks

    @shared
    def inertia_by_ranks(self) -> Inertia:
        """The Hessian's inertia by the inertia theorem, from the selection and the path ranks of these weights."""
        return inertia_from_kind(self.problem, self.selection, self.multiplicities)

    @shared
    def hessian(self) -> FieldMatrix:
        """The N x N Hessian over the field; parameters layer by layer from W_1 on, each layer row by row.

        The block (j, k) is ``2f [(A_j^T A_k) (x) (B_j Sxx B_k^T) + R_jk]`` with
        ``R_jk[(c, d), (a, b)] = (W_{k-1} ... W_{j+1})[b, c] (B_j G^T A_k)[d, a]`` for j < k, its mirror image for j > k
        and zero for j = k.
        """
        layers = range(1, self.problem.depth + 1)
        places = [(j, c, d) for j in layers for c, d in itertools.product(*map(range, self.problem.shapes[j - 1]))]
        blocks = {(j, k): self._factors(j, k) for j in layers for k in layers if j <= k}
        factor, table = _f(self.problem, 2), [[flint.fmpq_poly([0])] * len(places) for _ in places]
        for (p, (j, c, d)), (q, (k, a, b)) in itertools.combinations_with_replacement(enumerate(places), 2):
            left, right, inner, outer = blocks[j, k]
            value = left[c, a] * right[d, b]
            if j < k:
                value += inner[b, c] * outer[d, a]
            table[p][q] = table[q][p] = self.field.reduced(factor * value)
        return FieldMatrix(self.field, (len(places), len(places)), itertools.chain.from_iterable(table))

    def _factors(self, j: int, k: int) -> tuple[FieldMatrix, FieldMatrix, FieldMatrix, FieldMatrix]:
        depth = self.problem.depth
        A_j, A_k, B_j, B_k = (*(self.product(depth, i + 1) for i in (j, k)), *(self.product(i - 1, 1) for i in (j, k)))
        inner = self.product(k - 1, j + 1) if j < k else A_j
        return A_j.T @ A_k, B_j @ self.lifted(self.problem.Sxx) @ B_k.T, inner, B_j @ self.residual.T @ A_k

    @shared
    def certified_inertia(self) -> CertifiedInertia:
        """The inertia of the Hessian with its proof, in the default budget of precision; see :meth:`certify`."""
        return self.certify()

    def certify(self, *, start_bits: int = START_BITS, most_bits: int = MOST_BITS) -> CertifiedInertia:
        """Prove the inertia: zeros by the exact rank, signs by enclosures whose precision doubles up to ``most_bits``.

        Raises ``UndecidedError`` where that is not enough.
        """
        return certified_inertia(self.hessian, start_bits=start_bits, most_bits=most_bits)

    def independent(self, dps: int = 30) -> IndependentSigns:
        """Floating signs of the Hessian by mpmath with ``dps`` and with 2 ``dps`` digits: a cross-check, no proof."""
        return independent_signs(self, dps)

    def proof(self, dps: int = 30) -> dict[str, Any]:
        """The certified inertia as data, with the independent check beside it."""
        return {**self.certified_inertia.data(), "independent": self.independent(dps).data()}

    def __repr__(self) -> str:
        return f"CertifiedPoint(widths {self.problem.widths}, over a number field of degree {self.field.degree})"


def representative_of(
    problem: Problem,
    selection: tuple[int, ...],
    multiplicities: tuple[int, ...],
    mix: random.Random | None,
    disguise: random.Random | None,
) -> CertifiedPoint:
    """A critical point of a kind over the field of its eigenvalues; see :meth:`Kind.certified_representative`."""
    field, roots = adjoined_roots(problem, selection)
    frame = StringFrame(problem, selection, multiplicities, mix)
    point = CertifiedPoint(problem, algebraic_weights(frame, field, roots, disguise), roots)
    if not point.is_critical:
        raise AssertionError(
            f"the weights built for selection {selection} and multiplicities {multiplicities} of {problem!r} are not "
            "critical; please report this as an error in symdln."
        )
    return point


def _check_root(problem: Regression, field: NumberField, index: int, element: Element) -> None:
    """That the element is this eigenvalue: a root of its factor, in its isolating interval."""
    value = problem.spectrum[index]
    at = flint.fmpq_poly([0])
    for coefficient in reversed(value.factor):
        at = field.times(at, element) + coefficient
    low, high = (field.sign(element - _fmpq(end)) for end in (value.lower, value.upper))
    if at or low < 0 or high > 0:
        raise InputError(
            f"the element {element} of the number field is not eigenvalue {index} of Sigma, {value.text()}."
        )


def _trace_of_power(factor: Sequence[int], exponent: int) -> flint.fmpq:
    """The sum of the k-th powers of all roots of a polynomial: the trace of a power of its companion matrix."""
    n = len(factor) - 1
    companion = flint.fmpq_mat(n, n)
    for i in range(n):
        companion[i, n - 1] = flint.fmpq(-factor[i], factor[n])
        if i:
            companion[i, i - 1] += 1
    power = companion
    for _ in range(exponent - 1):
        power = power * companion
    return sum((power[i, i] for i in range(n)), flint.fmpq(0))


def _f(problem: Regression, times: int) -> flint.fmpq:
    return _fmpq(times * problem.loss_factor)


def _fmpq(value: Fraction) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)
