"""The signature of the Hessian at a critical point by two routes: path ranks (the inertia theorem) and the Hessian
itself.
"""

from __future__ import annotations

import flint

from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.products import to_array
from symdln.algebra.rank import Span, spanning
from symdln.errors import InputError
from symdln.landscape import calculus
from symdln.landscape.regression import Regression
from symdln.landscape.shared import shared
from symdln.landscape.strings import String, all_strings, count_pairs, count_squares, multiplicities_from_ranks
from symdln.landscape.weights import Weights
from symdln.strings.dimension import dimension_of_kind
from symdln.strings.order import order_of_saddle

LARGE = 200  # the measured width from which ranks of cores are faster


def path_from(point: Weights, start: int, length: int) -> flint.fmpz_mat:
    """The path of ``length`` arrows from vertex ``start`` on the cycle, up to a positive factor.

    Arrow j-1 -> j is W_j and the closing arrow H -> 0 is Sxy.  A path that *starts* at vertex 0 has the extra factor
    Sxx on the right (so Sxx itself for length 0); one that passes through 0 or ends there has none.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> path_from(point, 2, 1).tolist() == [[2]], path_from(point, 0, 1).tolist() == [[0]]    # Sxy, and W_1 Sxx
    (True, True)
    """
    problem = point.problem
    depth = problem.depth
    Sxx, Syx, _ = problem.integer_moments
    if start + length <= depth:
        product = point.integer_product(start + length, start + 1)
        return product * Sxx if start == 0 else product
    through = Syx.transpose() * point.integer_product(depth, start + 1)
    return point.integer_product(start + length - depth - 1, 1) * through


@shared
def path_ranks(point: Weights) -> dict[tuple[int, int], int]:
    """The rank of every path of length below H, keyed by (start vertex, length).

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> path_ranks(point)                                                            # 0 where a layer is passed
    {(0, 0): 1, (0, 1): 0, (1, 0): 1, (1, 1): 0, (2, 0): 1, (2, 1): 1}
    """
    depth = point.problem.depth
    if max(point.problem.widths) < LARGE:
        return {(a, length): path_from(point, a, length).rank() for a, length, _ in all_strings(depth)}
    return {key: span.rank for key, span in path_spans(point).items() if key[1] < depth}


@shared
def product_rank(point: Weights) -> int:
    """r = rank(P Sxx), which is rank P where Sxx is invertible: the rank of the path of length H from vertex 0.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> product_rank(point), product_rank(Point(point.problem, [[[1]], [[2]]]))
    (0, 1)
    """
    depth = point.problem.depth
    return path_from(point, 0, depth).rank() if max(point.problem.widths) < LARGE else path_spans(point)[0, depth].rank


@shared
def path_spans(point: Weights) -> dict[tuple[int, int], Span]:
    """Rank, spanning rows and spanning columns of every path of length below H and of that from 0 to H, for large
    widths.

    A path that continues a shorter one, X = Y X', has the relations among the columns of X'; a path that begins with an
    arrow, X = X'' Z, has those among the rows of X''.  (Past vertex 0, where X'' has Sxx for Z, this is im Sxy <= im
    Sxx.) So X has the rank of its core: the rows that span X'' and the columns that span X'.  Ranks of cores are proved
    by :func:`symdln.algebra.rank.spanning`, mostly modulo one prime, since most cores have full rank.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> path_spans(point)[2, 1].rank
    1
    """
    depth = point.problem.depth
    spans: dict[tuple[int, int], Span] = {}
    for length in range(depth):
        for start in range(depth + 1):
            spans[start, length] = _span_of_path(point, start, length, spans)
    spans[0, depth] = _span_of_path(point, 0, depth, spans)
    return spans


def _span_of_path(point: Weights, start: int, length: int, spans: dict[tuple[int, int], Span]) -> Span:
    if length == 0 and start:
        everything = list(range(point.problem.widths[start]))
        return Span(len(everything), everything, everything)
    path = to_array(path_from(point, start, length))
    if length == 0:
        return spanning(path)
    rows = spans[(start + 1) % (point.problem.depth + 1), length - 1].rows
    columns = spans[start, length - 1].columns
    core = spanning(path[rows][:, columns])
    return Span(core.rank, [rows[i] for i in core.rows], [columns[j] for j in core.columns])


def require_critical(point: Weights) -> None:
    """Raise ``InputError`` naming the first nonzero gradient entry unless the point is critical.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> require_critical(point)                                                      # no error
    """
    if calculus.is_critical(point):
        return
    layer, row, column, value = offending_entry(point)
    raise InputError(
        f"these weights are not a critical point: the derivative of the loss by entry ({row}, {column}) of W_{layer} "
        f"is {value}, not 0; signatures by ranks, selections and classes exist at critical points only."
    )


def offending_entry(point: Weights) -> tuple[int, int, int, object]:
    """(layer, row, column, value) of the first nonzero gradient entry, all 1-based.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> layer, row, column, value = offending_entry(Point(point.problem, [[[1]], [[3]]]))
    >>> layer, row, column, str(value)                                               # (b a - 2) b at a = 1, b = 3
    (1, 1, 1, '3')
    """
    for layer, block in enumerate(calculus.gradient_of(point), start=1):
        for row, values in enumerate(block.rows(), start=1):
            for column, value in enumerate(values, start=1):
                if value:
                    return layer, row, column, value
    raise InputError("the gradient vanishes here, so no entry of it offends.")


def selected_counts(point: Weights) -> tuple[int, ...]:
    """How often each eigenvalue of Sigma is selected: its multiplicity in ``P Sxx P^T`` (zero is never selected).

    Exact for irrational eigenvalues too: rational weights select all conjugate roots of an irreducible factor equally
    often, so the characteristic polynomial of ``P Sxx P^T`` is a power of t times powers of those factors.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> selected_counts(point), selected_counts(Point(point.problem, [[[1]], [[2]]]))
    ((0,), (1,))
    """
    require_critical(point)
    spectrum = point.problem.spectrum
    if product_rank(point) == 0:
        return (0,) * len(spectrum)
    P = point.end_to_end
    left = (P @ point.problem.Sxx @ P.T).flint.charpoly()
    counts: dict[tuple[int, ...], int] = {}
    for factor in {value.factor for value in spectrum if not value.is_zero}:
        divisor = flint.fmpq_poly(list(factor))
        counts[factor] = 0
        while left % divisor == 0:
            left = left // divisor
            counts[factor] += 1
    return tuple(0 if value.is_zero else counts[value.factor] for value in spectrum)


@shared
def selection_of(point: Weights) -> tuple[int, ...]:
    """The selection S with ``P Sxx = U_S U_S^T Syx``, as 0-based positions (first positions inside a tie).

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> selection_of(point), selection_of(Point(point.problem, [[[1]], [[2]]]))
    ((), (0,))
    """
    return point.problem.selection_of_counts(selected_counts(point))


def inversions(problem: Regression, selection: tuple[int, ...]) -> int:
    """inv(S): pairs of a selected and a larger unselected singular value.

    >>> from symdln import Problem
    >>> problem = Problem.canonical((2, 2, 1), (3, 3, 3))
    >>> inversions(problem, (2,)), inversions(problem, (0, 2)), inversions(problem, (0,))      # of 2, 2, 1
    (2, 1, 0)
    """
    counts = problem.selection_counts(selection)
    left = [value.multiplicity - count for value, count in zip(problem.spectrum, counts, strict=True)]
    return sum(count * sum(left[:index]) for index, count in enumerate(counts))


def ties(problem: Regression, selection: tuple[int, ...]) -> int:
    """ties(S): pairs of a selected and an equal unselected singular value.

    >>> from symdln import Problem
    >>> problem = Problem.canonical((2, 2, 1), (3, 3, 3))
    >>> ties(problem, (0,)), ties(problem, (0, 1)), ties(problem, (2,))             # singular values 2, 2, 1
    (1, 0, 0)
    """
    counts = problem.selection_counts(selection)
    return sum(count * (value.multiplicity - count) for value, count in zip(problem.spectrum, counts, strict=True))


@shared
def multiplicities_of(point: Weights) -> tuple[int, ...]:
    """String multiplicities from the path ranks of the given weights and moments, without changing bases.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> multiplicities_of(point)                                                     # the strings 1 and 2-0
    (0, 0, 1, 0, 0, 1)
    """
    require_critical(point)
    return multiplicities_from_ranks(point.problem.depth, path_ranks(point), product_rank(point))


def named_strings(depth: int, multiplicities: tuple[int, ...]) -> dict[String, int]:
    """The strings that occur, with their multiplicities.

    >>> [(string.vertices, m) for string, m in named_strings(2, (0, 0, 1, 0, 0, 1)).items()]
    [((1,), 1), ((2, 0), 1)]
    """
    return {string: m for string, m in zip(all_strings(depth), multiplicities, strict=True) if m}


def inertia_from_kind(problem: Regression, selection: tuple[int, ...], multiplicities: tuple[int, ...]) -> Inertia:
    """The inertia theorem, with ``r = |S|`` and rank X for d_x::

        n_- = inv(S) + pairs
        n_+ = r^2 + r (d_x - r) + r (d_y - r) - inv(S) - ties(S) + pairs + squares
        n_0 = N - n_+ - n_-

    Pairs and squares are counted over strings (:func:`symdln.landscape.strings.count_pairs`, ``count_squares``).

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> str(inertia_from_kind(point.problem, (), (0, 0, 1, 0, 0, 1)))                # Hessian [[0, -2], [-2, 0]]
    '(n+, n-, n0) = (1, 1, 0)'
    """
    r, depth = len(selection), problem.depth
    pairs, squares = count_pairs(depth, multiplicities), count_squares(depth, multiplicities)
    inverted = inversions(problem, selection)
    negative = inverted + pairs
    positive = (
        r * r
        + r * (problem.data_rank - r)
        + r * (problem.output_width - r)
        - inverted
        - ties(problem, selection)
        + pairs
        + squares
    )
    return Inertia(positive=positive, negative=negative, zero=problem.parameters - positive - negative)


def order_from_kind(problem: Regression, selection: tuple[int, ...], multiplicities: tuple[int, ...]) -> int | None:
    """The order of a saddle from its selection and the strings that occur; None at a global minimiser.

    See :func:`symdln.strings.order.order_of_saddle`.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> order_from_kind(point.problem, (), (0, 0, 1, 0, 0, 1))
    2
    """
    occurring = [(string.start, string.length) for string in named_strings(problem.depth, multiplicities)]
    return order_of_saddle(problem.depth, occurring, inverted=inversions(problem, selection) > 0)


def dimension_from_kind(problem: Regression, selection: tuple[int, ...], multiplicities: tuple[int, ...]) -> int:
    """The dimension of the set of all critical points of a kind; see
    :func:`symdln.strings.dimension.dimension_of_kind`.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> dimension_from_kind(point.problem, (), (0, 0, 1, 0, 0, 1))                   # the point 0 alone
    0
    """
    counts = zip(problem.spectrum, problem.selection_counts(selection), strict=True)
    named = named_strings(problem.depth, multiplicities)
    return dimension_of_kind(
        problem.widths,
        {(string.start, string.length): count for string, count in named.items()},
        len(selection),
        problem.cross_rank,
        data_rank=problem.data_rank,
        ties=[(value.multiplicity, count) for value, count in counts if not value.is_zero],
    )


@shared
def inertia_by_ranks(point: Weights) -> Inertia:
    """The inertia of the Hessian from a few ranks of d x d matrices; ``InputError`` away from critical points.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> str(inertia_by_ranks(point))                                                 # Hessian [[0, -2], [-2, 0]]
    '(n+, n-, n0) = (1, 1, 0)'
    """
    return inertia_from_kind(point.problem, selection_of(point), multiplicities_of(point))


@shared
def inertia_by_hessian(point: Weights) -> Inertia:
    """The inertia of the exact Hessian, through its integer congruence; any point, critical or not.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> str(inertia_by_hessian(point)), inertia_by_hessian(point) == inertia_by_ranks(point)
    ('(n+, n-, n0) = (1, 1, 0)', True)
    """
    return inertia_of(calculus.integer_hessian(point))


@shared
def inertia_at(point: Weights) -> Inertia:
    """The inertia of the Hessian: by ranks at critical points, by the exact Hessian elsewhere.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> str(inertia_at(point)), str(inertia_at(Point(point.problem, [[[1]], [[1]]])))      # [[1, 0], [0, 1]] at 1, 1
    ('(n+, n-, n0) = (1, 1, 0)', '(n+, n-, n0) = (2, 0, 0)')
    """
    return inertia_by_ranks(point) if calculus.is_critical(point) else inertia_by_hessian(point)
