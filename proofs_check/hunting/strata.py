"""The table of strata of a hunt: the kinds of random cases, so that every kind gets cases.

Each stratum has a name, a sentence, a recipe for problems and one for points, and a test whether a case belongs to
it.  A draw for a stratum is repeated until its case does.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.hunting import problems, weights
from proofs_check.hunting.problems import DrawLimits, Recipe
from proofs_check.hunting.weights import Draw
from proofs_check.language.subjects import CRITICAL_POINTS, PROBLEMS, Subject


def _any_point(point: dln.Point) -> bool:
    return True


def _any_problem(problem: dln.Problem) -> bool:
    return True


@dataclass(frozen=True)
class Stratum:
    """``of_problems`` and ``of_points`` say what belongs to it.

    A stratum of weights has its own recipes for points; its problems are those for which such points are drawn.
    ``made_for`` says that the weights are made for the singular values, so that these cannot be scaled afterwards.
    """

    name: str
    sentence: str
    problem: Recipe
    of_problems: Callable[[dln.Problem], bool] = _any_problem
    critical_point: Draw = weights.critical_point
    point: Draw = weights.any_weights
    of_points: Callable[[dln.Point], bool] = _any_point
    least_depth: int = 2
    least_width: int = 1
    made_for: bool = False

    @property
    def of_weights(self) -> bool:
        return self.of_points is not _any_point

    def fits(self, limits: DrawLimits) -> bool:
        """Whether the stratum has cases within the limits."""
        roomy = limits.max_depth >= self.least_depth and limits.max_width >= self.least_width
        return roomy and not (self.made_for and limits.scales)

    def drawn(self, subject: Subject, rng: random.Random, limits: DrawLimits) -> Any:
        """A random case of this stratum; the targets are scaled where the limits say so."""
        while True:
            problem = self.problem(rng, limits)
            if not self.of_problems(problem):
                continue
            if limits.scales:
                problem = problems.scaled(problem, rng.choice(limits.scales))
            if subject == PROBLEMS:
                return problem
            point = (self.critical_point if subject == CRITICAL_POINTS else self.point)(rng, problem)
            if point is not None and self.of_points(point):
                return point

    def includes(self, case: Any) -> bool:
        """Whether a point or a problem is of this stratum; a problem is of no stratum of weights."""
        if isinstance(case, dln.Point):
            return self.of_problems(case.problem) and self.of_points(case)
        return not self.of_weights and self.of_problems(case)


# -- what belongs to a stratum -----------------------------------------------------------------------------------------


def _white(problem: dln.Problem) -> bool:
    return problem.Sxx == dln.Matrix.identity(problem.input_width)


def _diagonal(matrix: dln.Matrix) -> bool:
    return all(not entry or i == j for i, row in enumerate(matrix.rows()) for j, entry in enumerate(row))


def _plain(problem: dln.Problem) -> bool:
    """Whether X = I and Y is diagonal with different positive integers."""
    whole = all(entry.denominator == 1 and entry >= 0 for entry in problem.Syx.entries())
    return _white(problem) and _diagonal(problem.Syx) and whole and not _tied(problem) and not _zeros(problem)


def _sizes(problem: dln.Problem) -> list[Fraction]:
    return [abs(entry) for entry in problem.Syx.entries() if entry]


def _eighths(problem: dln.Problem) -> bool:
    return any(size <= Fraction(1, 8) for size in _sizes(problem))


def _thirds(problem: dln.Problem) -> bool:
    return any(size.denominator % 3 == 0 for size in _sizes(problem))


def _eights(problem: dln.Problem) -> bool:
    return bool(_sizes(problem)) and all(size.denominator == 1 and size.numerator % 8 == 0 for size in _sizes(problem))


def _below_one(problem: dln.Problem) -> bool:
    return problem.cross_rank > 0 and problem.spectrum[0].upper < 1


def _far_apart(problem: dln.Problem) -> bool:
    nonzero = [value for value in problem.spectrum if not value.is_zero]
    return len(nonzero) > 1 and nonzero[0].lower >= 4096 * nonzero[-1].upper


def _tied(problem: dln.Problem) -> bool:
    return any(value.multiplicity > 1 for value in problem.spectrum if not value.is_zero)


def _zeros(problem: dln.Problem) -> bool:
    return problem.cross_rank < min(problem.input_width, problem.output_width)


def _turned(problem: dln.Problem) -> bool:
    return _white(problem) and not _diagonal(problem.Syx)


def _turned_inputs(problem: dln.Problem) -> bool:
    invertible = problem.data_rank == problem.input_width
    return invertible and not _diagonal(problem.Sxx) and not _diagonal(problem.Syx)


def _singular(problem: dln.Problem) -> bool:
    return problem.data_rank < problem.input_width


def _tall(problem: dln.Problem) -> bool:
    return problem.samples is not None and problem.samples < problem.input_width


def _noisy(problem: dln.Problem) -> bool:
    return problem.Syy != problem.sigma


def _integers(problem: dln.Problem) -> bool:
    moments = (*problem.Sxx.entries(), *problem.Syx.entries())
    return not _white(problem) and all(entry.denominator == 1 for entry in moments)


def _deep(problem: dln.Problem) -> bool:
    return problem.depth >= problems.DEEP and max(problem.widths) <= 2


def _nearly_tied(problem: dln.Problem) -> bool:
    """Whether two neighbouring eigenvalues of Sigma, or one and zero, differ by less than 1/50."""
    ends = [(value.lower, value.upper) for value in problem.spectrum] + [(Fraction(0), Fraction(0))]
    gaps = [high[0] - low[1] for high, low in itertools.pairwise(ends)]
    return any(0 < gap < Fraction(1, 50) for gap in gaps)


def _entries(point: dln.Point) -> list[Fraction]:
    return [abs(entry) for layer in point.weights for entry in layer.entries()]


def _small(point: dln.Point) -> bool:
    return 0 < max(_entries(point)) <= Fraction(1, 8)


def _large(point: dln.Point) -> bool:
    return max(_entries(point)) >= 64


def _balanced(point: dln.Point) -> bool:
    pairs = itertools.pairwise(point.weights)
    return any(_entries(point)) and all(after.T @ after == before @ before.T for before, after in pairs)


def _unbalanced(point: dln.Point) -> bool:
    """Whether two nonzero layers have squared norms that differ by a factor of at least 10,000."""
    norms = [layer.norm_squared() for layer in point.weights if not layer.is_zero()]
    return len(norms) > 1 and max(norms) >= 10_000 * min(norms)


def _nearly_critical(point: dln.Point) -> bool:
    """Whether the squared norm of the gradient is below 1."""
    return sum((layer.norm_squared() for layer in point.gradient), Fraction(0)) < 1


# -- the table ---------------------------------------------------------------------------------------------------------

_ROOTS = (Fraction(1), Fraction(2), Fraction(1, 2), Fraction(1, 3))
_SMALL_ROOTS = (Fraction(1, 8), Fraction(1, 16))


def _powers(roots: tuple[Fraction, ...]) -> Recipe:
    return lambda rng, limits: problems.powers(rng, limits, roots)


STRATA = (
    Stratum("plain", "X = I, Y diagonal with different positive integers", problems.plain, _plain),
    Stratum("data times 1/8", "the targets or all data times 1/8", problems.times(Fraction(1, 8)), _eighths),
    Stratum("data times 1/3", "the targets or all data times 1/3", problems.times(Fraction(1, 3)), _thirds),
    Stratum("data times 8", "the targets or all data times 8", problems.times(Fraction(8)), _eights),
    Stratum("values below 1", "all singular values between 0 and 1", problems.small_values, _below_one),
    Stratum(
        "values far apart",
        "the largest singular value at least 64 times the smallest that is not zero",
        problems.far_apart,
        _far_apart,
        least_width=2,
    ),
    Stratum(
        "white, any Y",
        "X = I, Y any small integers or halves, not diagonal",
        problems.white_any_targets,
        _turned,
        least_width=2,
    ),
    Stratum(
        "white, Y turned",
        "X X^T = I, Y = U diag V^T with rational orthogonal U, V",
        problems.turned_targets,
        _turned,
        least_width=2,
    ),
    Stratum(
        "X turned",
        "X = U diag V^T invertible with rational orthogonal U, V, neither Sxx nor Syx diagonal",
        problems.turned_inputs,
        _turned_inputs,
        least_width=2,
    ),
    Stratum("singular X", "rank X < d_x, X = 0 among them", problems.singular_inputs, _singular),
    Stratum("tall X", "fewer samples than inputs", problems.tall_inputs, _tall, least_width=2),
    Stratum("ties", "a singular value that is repeated and not zero", problems.tied, _tied, least_width=2),
    Stratum("zeros", "singular values that are zero, Y = 0 among them", problems.with_zeros, _zeros),
    Stratum("residual", "targets that no linear map fits", problems.noisy, _noisy),
    Stratum("any integers", "X and Y any small integers, Sxx not I", problems.integers, _integers),
    Stratum(
        "another loss factor",
        "the loss with a factor that is not 1/2",
        problems.other_loss,
        lambda problem: problem.loss_factor != Fraction(1, 2),
    ),
    Stratum(
        "more outputs",
        "d_y > d_x",
        problems.more_outputs,
        lambda problem: problem.output_width > problem.input_width,
        least_width=2,
    ),
    Stratum(
        "thin and deep",
        "depth 5 to 8, widths 1 and 2",
        problems.thin_and_deep,
        _deep,
        weights.large_critical_point,
        least_depth=problems.DEEP,
    ),
    Stratum(
        "wide",
        "one of the widths 6 or more",
        problems.wide,
        lambda problem: max(problem.widths) >= problems.WIDEST,
        weights.large_critical_point,
        least_width=problems.WIDEST,
    ),
    Stratum(
        "balanced",
        "W_{j+1}^T W_{j+1} = W_j W_j^T for all j, not all zero (of problems: those of such points)",
        _powers(_ROOTS),
        critical_point=weights.balanced,
        point=weights.any_balanced,
        of_points=_balanced,
        made_for=True,
    ),
    Stratum(
        "unbalanced",
        "one layer at least 100 times as large as another (of problems: those of such points)",
        problems.plain,
        critical_point=weights.unbalanced,
        point=weights.any_unbalanced,
        of_points=_unbalanced,
    ),
    Stratum(
        "small weights",
        "all weights at most 1/8 in size, not all zero (of problems: those of such points)",
        _powers(_SMALL_ROOTS),
        critical_point=weights.small,
        point=weights.any_small,
        of_points=_small,
        made_for=True,
    ),
    Stratum(
        "large weights",
        "a weight of size 64 or more (of problems: those of such points)",
        problems.plain,
        critical_point=weights.large,
        point=weights.any_large,
        of_points=_large,
    ),
    Stratum(
        "near critical",
        "points that are not critical, near critical ones, for singular values that are nearly tied or nearly zero (of "
        "critical points and problems: those of such values)",
        problems.nearly_tied,
        _nearly_tied,
        point=weights.near_critical,
        of_points=_nearly_critical,
        made_for=True,
    ),
)


def fitting(limits: DrawLimits) -> tuple[Stratum, ...]:
    """The strata that have cases within the limits, in the order of the table; draws visit them in turn."""
    return tuple(stratum for stratum in STRATA if stratum.fits(limits))


def names_of(case: Any) -> list[str]:
    """The strata to which a point or a problem belongs."""
    return [stratum.name for stratum in STRATA if stratum.includes(case)]
