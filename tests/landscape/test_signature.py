"""Both routes to the signature, a third one written from the theorem's text, and planted faults that must be caught."""

import itertools
from collections.abc import Callable
from fractions import Fraction

import flint
import pytest

import symdln as dln
from symdln.landscape.signature import inversions, ties
from tests.landscape.support import Case, canonical_problems, cases_of, error_of

# -- by hand -----------------------------------------------------------------------------------------------------------


def signatures(problem: dln.Problem) -> dict[str, tuple[int, int, int]]:
    return {str(kind): (kind.inertia.positive, kind.inertia.negative, kind.inertia.zero) for kind in problem.kinds()}


def test_widths_222_with_spectrum_2_1_by_hand():
    # 8 weights.  W = 0: half the form is -tr(V_2 V_1 diag(2, 1)), which pairs every entry of V_1 with one of V_2: (4,
    # 4, 0). S = {2}: the points a b^T, b a^T-like orbits W_1 = v (1, 0), W_2 = (2, 0)^T w^T, w^T v = 1 form a
    # manifold of dimension 3 = n_0; fitting s = 1 through the free hidden direction needs one product of two weights:
    # one negative direction; (4, 1, 3). S = {1}: the same with s = 2 left over, and turning 1 towards 2 is one more
    # descent: (3, 2, 3). S = {2, 1}: W_2 W_1 = diag(2, 1) is a manifold of dimension 4 of global minimisers: (4, 0,
    # 4).
    assert signatures(dln.Problem.canonical((2, 1), (2, 2, 2))) == {
        "S = {}, strings 2 x 1, 2 x 2-0": (4, 4, 0),
        "S = {0}, strings 1, 2-0": (4, 1, 3),
        "S = {1}, strings 1, 2-0": (3, 2, 3),
        "S = {0, 1}, strings none": (4, 0, 4),
    }


def test_scalar_networks_by_hand():
    # L = (ba - 1)^2: at 0 the Hessian is [[0, -2], [-2, 0]]; where ba = 1 it is 2 (b, a)(b, a)^T.
    assert signatures(dln.Problem.canonical((1,), (1, 1, 1), loss_factor=1)) == {
        "S = {}, strings 1, 2-0": (1, 1, 0),
        "S = {0}, strings none": (1, 0, 1),
    }
    # L = (cba - 1)^2: at 0 the Hessian vanishes; where only a is not 0 it is -2a at (b, c), and likewise for b and
    # for c; where cba = 1 it is 2 v v^T with v = (cb, ca, ba).
    assert signatures(dln.Problem.canonical((1,), (1, 1, 1, 1), loss_factor=1)) == {
        "S = {}, strings 2, 3-0-1": (1, 1, 1),  # only a = W_1
        "S = {}, strings 1-2, 3-0": (1, 1, 1),  # only b = W_2
        "S = {}, strings 1, 2-3-0": (1, 1, 1),  # only c = W_3
        "S = {}, strings 1, 2, 3-0": (0, 0, 3),
        "S = {0}, strings none": (1, 0, 2),
    }


def test_zero_weights_by_hand():
    # Depth 2: half the form is -tr(Sxy V_2 V_1), of rank 2 d_1 rank(Sxy), half of it negative.  Depth >= 3: the
    # Hessian is zero.
    for values, widths in itertools.product(
        ((2, 1), (1, 0), (0, 0)), ((2, 3, 2), (3, 1, 2), (2, 1, 1, 2), (2, 2, 2, 2, 3))
    ):
        problem = dln.Problem.canonical(values, widths)
        zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
        negative = widths[1] * sum(map(bool, values)) if len(widths) == 3 else 0
        assert zero.inertia_by_ranks == dln.Inertia(negative, negative, problem.parameters - 2 * negative)


def test_inversions_and_ties_by_hand():
    # Singular values 3, 2, 2, 1, 0: S = {2 once, 1} leaves 3 and 2: inversions (2, 3), (1, 3), (1, 2); one tie (2, 2).
    problem = dln.Problem.canonical((3, 2, 2, 1, 0), (5, 5, 5))
    S = problem.checked_selection((1, 3))
    assert (inversions(problem, S), ties(problem, S)) == (3, 1)
    assert (inversions(problem, ()), ties(problem, ())) == (0, 0)
    assert (inversions(problem, (0,)), ties(problem, (0,))) == (0, 0)
    assert (inversions(problem, (3,)), ties(problem, (3,))) == (3, 0)


# -- both routes -------------------------------------------------------------------------------------------------------


def test_ranks_and_hessian_agree_on_every_kind(small_cases: list[Case]):
    for case in small_cases:
        assert case.point.inertia_by_ranks == case.hessian, case
        assert case.kind.inertia == case.hessian, case


def test_the_scope_is_what_it_claims(canonical_cases: list[Case], general_cases: list[Case]):
    problems = {case.kind.problem for case in canonical_cases}
    assert {problem.widths for problem in problems} == {
        w for depth in (2, 3) for w in itertools.product((1, 2), repeat=depth + 1)
    }
    assert len(canonical_cases) == 2 * sum(problem.count_kinds() for problem in problems)
    assert any(inversions(case.kind.problem, case.kind.selection) for case in canonical_cases)
    assert any(ties(case.kind.problem, case.kind.selection) for case in canonical_cases)
    assert {case.kind.problem.input_width - case.kind.problem.data_rank for case in general_cases} == {0, 1, 2}


@pytest.mark.parametrize("method", ["charpoly", "ldl"])
def test_the_hessian_route_does_not_depend_on_the_method(small_cases: list[Case], method: str):
    for case in small_cases[::7]:
        assert dln.inertia_of(case.point.integer_hessian, method) == case.hessian


@pytest.mark.slow
@pytest.mark.parametrize("ends", list(itertools.product((1, 2, 3), repeat=2)), ids=str)
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_ranks_and_hessian_agree_on_every_kind_with_widths_up_to_3(depth: int, ends: tuple[int, int]):
    found = 0
    problems = [p for p in canonical_problems((depth,), 3) if (p.input_width, p.output_width) == ends]
    for problem in problems:
        for case in cases_of(problem, (None, 1) if depth < 4 else (1,)):
            assert case.point.inertia_by_ranks == case.hessian, case
            assert dln.kind_of(case.point) == case.kind
            found += 1
    assert found == (2 if depth < 4 else 1) * sum(problem.count_kinds() for problem in problems)


# Data whose critical points at nonzero selections include small integer weights.
INTEGER = [
    (dln.Problem.canonical((1,), (1, 1, 1)), 2, 2),
    (dln.Problem.canonical((2,), (1, 1, 1, 1), loss_factor=1), 2, 2),
    (dln.Problem.canonical((1,), (2, 1, 1)), 2, 2),
    (dln.Problem.from_moments([[2, 1], [1, 1]], [[3, 2]], [[9]], (1,)), 2, 2),  # fitted exactly by P = (1, 1)
    (dln.Problem.from_data([[1], [1]], [[2]], (1,)), 2, 2),  # singular Sxx: P (1, 1)^T = 2
    (dln.Problem.from_data([[1, 1]], [[1, -1]], (1,)), 2, 1),  # Sxy = 0
    (dln.Problem.from_moments([[3]], [[3]], [[9]], (2,)), 2, 2),  # P = 1
    (dln.Problem.canonical((2, 1), (2, 1, 2)), 2, 3),
    (dln.Problem.canonical((1, 1), (2, 1, 2)), 2, 2),  # a tie
    (
        dln.Problem.from_moments([[2, 1], [1, 1]], [[2, 1], [2, 1]], [[9, 0], [0, 9]], (1,)),
        1,
        2,
    ),  # Syx = (1, 1)^T (1, 0) Sxx
    (dln.Problem.from_data([[1, 0]], [[1, 1], [1, -1]], (2,)), 1, 2),
    (dln.Problem.canonical((1, 1), (2, 2, 2)), 1, 3),
    (dln.Problem.canonical((1,), (1, 2, 1, 1)), 1, 2),
    (dln.Problem.canonical((1,), (2, 1, 2, 1)), 1, 2),
]


@pytest.mark.parametrize(
    ("problem", "most", "selections"), INTEGER, ids=[f"{p.widths} {p.Syx.texts()}" for p, _, _ in INTEGER]
)
def test_all_small_integer_weights(problem: dln.Problem, most: int, selections: int):
    kinds, seen = set(problem.kinds()), set()
    for entries in itertools.product(range(-most, most + 1), repeat=problem.parameters):
        supply = iter(entries)
        point = dln.Point(
            problem,
            [
                dln.Matrix.from_entries(*shape, itertools.islice(supply, shape[0] * shape[1]))
                for shape in problem.shapes
            ],
        )
        if point.is_critical:
            assert point.inertia_by_ranks == point.inertia_by_hessian, point
            assert dln.kind_of(point) in kinds
            seen.add(dln.kind_of(point))
    assert len({kind.selection for kind in seen}) == selections
    if problem.parameters == 2 or problem.widths == (1, 1, 1, 1):
        assert seen == kinds


def test_points_that_are_not_critical_are_refused_with_the_offending_entry():
    # L = 1/2 |W_2 W_1 - (0, 2)|^2 at W_2 = 1, W_1 = (0, 1): gradient by W_1 is (0, 1 - 2).
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[0, 2]], (1,))
    sentence = error_of(lambda: dln.inertia(problem, [[[0, 1]], [[1]]], method="ranks"))
    assert "the derivative of the loss by entry (1, 2) of W_1 is -1, not 0" in sentence


# -- the theorem once more, from its text, with places to plant faults
# ---------------------------------------------------


class Ranks:
    """The inertia theorem at a point, written from its text with matrix ranks; ``fault`` breaks one step."""

    def __init__(self, point: dln.Point, fault: str = ""):
        self.point, self.problem, self.fault = point, point.problem, fault
        self.depth, self.N = self.problem.depth, self.problem.parameters
        P = point.end_to_end
        self.r = P.rank() if fault == "rank of P" else (P @ self.problem.Sxx).rank()

    def path(self, start: int, length: int) -> dln.Matrix:
        problem = self.problem
        if start == 0 and self.fault != "a path that starts at 0 without Sxx":
            matrix = problem.Sxx
        else:
            matrix = dln.Matrix.identity(problem.widths[start])
        for vertex in (v % (self.depth + 1) for v in range(start, start + length)):
            matrix = (problem.Sxy if vertex == self.depth else self.point.weights[vertex]) @ matrix
            if vertex == self.depth and self.fault == "Sxx where a path passes through 0":
                matrix = problem.Sxx @ matrix
        return matrix

    def multiplicities(self) -> list[tuple[list[int], bool, int]]:
        """(vertices, closing, multiplicity) of every string."""
        H = self.depth

        def rho(vertex: int, length: int) -> int:
            return self.path(vertex % (H + 1), length).rank() - self.r if length < H else 0

        found = []
        for a, k in itertools.product(range(H + 1), range(H)):
            m = rho(a, k) - rho(a - 1, k + 1) - rho(a, k + 1) + rho(a - 1, k + 2)
            found.append(([(a + i) % (H + 1) for i in range(k + 1)], a + k > H, m))
        return found

    def selected(self) -> list[tuple[int, int]]:
        """(selected, unselected) copies of every eigenvalue of Sigma in decreasing order, zero included."""
        P, spectrum = self.point.end_to_end, self.problem.spectrum
        A, size = P @ self.problem.Sxx @ P.T, self.problem.output_width
        counts = []
        for value in spectrum:
            matrix = dln.Matrix.zeros(size, size)
            for coefficient in reversed(value.factor):
                matrix = matrix @ A + coefficient * dln.Matrix.identity(size)
            kernel = size - matrix.rank()
            counts.append(0 if value.is_zero else kernel // (len(value.factor) - 1))
        if self.fault == "a selection shifted by one":
            positive = [i for i, value in enumerate(spectrum) if not value.is_zero]
            if all(spectrum[i].multiplicity == 1 for i in positive):
                moved = [counts[positive[i - 1]] for i in range(len(positive))]
                counts = moved + counts[len(positive) :]
        return [(count, value.multiplicity - count) for count, value in zip(counts, spectrum, strict=True)]

    def inertia(self) -> tuple[int, int, int]:
        counts, r, widths = self.selected(), self.r, self.problem.widths
        inv = sum(i * q for (i, _), (_, q) in ((counts[a], counts[b]) for a in range(len(counts)) for b in range(a)))
        tied = sum(i * q for i, q in counts)
        if self.fault == "n_- without inversions":
            inv = 0
        if self.fault == "ties ignored":
            tied = 0
        d_x = widths[0] if self.fault == "d_x instead of rank X" else self.problem.Sxx.rank()
        d_y = widths[1] if self.fault == "d_1 instead of d_y" else widths[-1]
        pairs, squares = self.pairs_and_squares()
        negative = inv + pairs
        positive = r * r + r * (d_x - r) + r * (d_y - r) - inv - tied + pairs + squares
        return positive, negative, self.N - positive - negative

    def pairs_and_squares(self) -> tuple[int, int]:
        vertices, pairs, squares = set(range(self.depth + 1)), 0, 0
        for (sigma, closing, m), (tau, other, n) in itertools.product(self.multiplicities(), repeat=2):
            early = sigma[0] <= tau[-1] + 1
            if other and not closing and vertices - set(tau) <= set(sigma):
                pairs += m * n
            if other and closing and early and self.fault != "pairs without two closing strings":
                pairs += m * n
            if not other and not closing and sigma[-1] == self.depth and tau[0] == 0 and early:
                squares += m * n if self.fault != "squares forgotten" else 0
        return pairs, squares


def first_witness(cases: list[Case], wrong: Callable[[Case], bool]) -> dln.Problem | None:
    """The problem of the first case, hence one with fewest weights, at which a variant goes wrong."""
    return next((case.kind.problem for case in cases if wrong(case)), None)


def disagrees(fault: str) -> Callable[[Case], bool]:
    return lambda case: (
        Ranks(case.point, fault).inertia() != (case.hessian.positive, case.hessian.negative, case.hessian.zero)
    )


def test_the_theorem_written_once_more_agrees_everywhere(small_cases: list[Case]):
    assert first_witness(small_cases, disagrees("")) is None


# Fault -> (widths of the smallest witness, why nothing smaller can show it).
FAULTS = {
    "n_- without inversions": (2, 1, 2),  # two singular values and a narrow layer: S = {1}, s = (2, 1)
    "ties ignored": (2, 1, 2),  # S = {1 once}, s = (1, 1)
    "pairs without two closing strings": (2, 1, 1, 2),  # 2-3-0 and 3-0-1: two nonzero singular values, depth 3
    "a path that starts at 0 without Sxx": (1, 1, 1),  # X = 0
    "Sxx where a path passes through 0": (2, 1, 1, 1),  # W_1 Sxy = 0 but W_1 Sxx Sxy is not: two inputs, depth 3
    "rank of P": (1, 1, 1),  # X = 0, P = W_2 W_1 not 0
    "d_x instead of rank X": (2, 1, 1),  # r = 1 and an input that the data do not use
    "a selection shifted by one": (2, 1, 2),  # S = {2} and S = {1} change places
    "d_1 instead of d_y": (1, 1, 2),  # r = 1, d_y - r = 1, d_1 - r = 0
    "squares forgotten": (1, 1, 1),  # Sxy = 0 and W = (1, 0): L = 1/2 b^2
}


@pytest.mark.parametrize(("fault", "widths"), FAULTS.items(), ids=FAULTS)
def test_planted_faults_are_caught_at_the_smallest_point_that_shows_them(
    small_cases: list[Case], fault: str, widths: tuple[int, ...]
):
    witness = first_witness(small_cases, disagrees(fault))
    assert witness is not None
    assert witness.widths == widths


def test_the_package_itself_is_compared_with_the_hessian_and_not_with_itself(
    monkeypatch: pytest.MonkeyPatch, small_cases: list[Case]
):
    # Without inversions in the package, the same comparison as above must fail, and the Hessian's side must not move.
    from symdln.landscape import signature

    monkeypatch.setattr(signature, "inversions", lambda problem, selection: 0)
    witness = first_witness(small_cases, lambda case: case.kind.inertia != case.hessian)
    assert witness is not None
    assert witness.widths == (2, 1, 2)
    for case in small_cases[::50]:
        assert dln.Point(case.point.problem, case.point.weights).inertia_by_hessian == case.hessian


def test_a_hessian_with_a_planted_sign_is_caught(small_cases: list[Case]):
    # -Hess has n_+ and n_- swapped: caught at the first point where they differ.
    witness = first_witness(small_cases, lambda case: case.hessian.opposite() != case.kind.inertia)
    assert witness is not None
    assert witness.parameters == 2


def test_integer_hessian_is_a_positive_congruence_of_the_hessian(small_cases: list[Case]):
    for case in small_cases[::60]:
        point = case.point
        integers = dln.Matrix.from_flint(flint.fmpq_mat(point.integer_hessian))
        layer = [
            c
            for c, (rows, columns) in zip(point.denominators, point.problem.shapes, strict=True)
            for _ in range(rows * columns)
        ]
        scale = Fraction(point.denominator**2 * point.problem.integer_moments[2]) / (2 * point.problem.loss_factor)
        D = dln.Matrix.diagonal([Fraction(1, c) for c in layer])
        assert integers == scale * (D @ point.hessian @ D)
