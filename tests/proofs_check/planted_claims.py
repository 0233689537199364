"""Planted claims whose verdicts are known by hand; the tests run them through the real runner."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.facts.extrema import critical_above_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import assumption, depth_at_least, depth_is
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, holds, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.source import Source
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.critical_points import every_critical_point, every_problem

TOY = Source("toy", "Planted statements", "Nobody", 2025, "these tests")


def numbers(size: str, seed: int) -> range:
    return range(10)


def _over_numbers(name: str, strength: Verdict, **options: object):
    return cases(name, numbers, sentence="the numbers 0 to 9", strength=strength, **options)  # type: ignore[arg-type]


@claim("toy.two-routes", source=TOY.at("page 1"), statement=r"n_-(W) = n_-(H)", over=every_critical_point())
def two_routes(point: dln.Point) -> Outcome:
    """Both routes give the same inertia."""
    return equal(point.inertia_by_ranks, point.inertia_by_hessian, "inertia")


@claim(
    "toy.rank",
    source=TOY.at("page 1"),
    statement=r"r \le \min d_j",
    over=every_critical_point(),
    assuming=(depth_is(3),),
)
def rank(point: dln.Point) -> Outcome:
    """The rank of the product is at most the least width."""
    return at_most(point.rank, point.problem.least_width, "rank of the product")


@claim(
    "toy.all-strict",
    source=TOY.at("page 2"),
    statement=r"n_- > 0",
    over=every_critical_point(),
    assuming=(critical_above_minimum,),
)
def all_strict(point: dln.Point) -> Outcome:
    """Every saddle has a negative eigenvalue (false from depth 3 on)."""
    return is_true(
        point.inertia_by_ranks.negative > 0, "the Hessian has a negative eigenvalue", inertia=point.inertia_by_ranks
    )


@claim(
    "toy.all-strict.corrected",
    source=TOY.at("page 2"),
    statement=r"H = 2 \Rightarrow n_- > 0",
    over=every_critical_point(),
    assuming=(depth_is(2), critical_above_minimum),
    corrects="toy.all-strict",
)
def all_strict_corrected(point: dln.Point) -> Outcome:
    """At depth 2 every saddle has a negative eigenvalue."""
    return is_true(point.inertia_by_ranks.negative > 0, "the Hessian has a negative eigenvalue")


@claim(
    "toy.vacuous",
    source=TOY.at("page 3"),
    statement="0 = 1",
    over=every_critical_point(),
    assuming=(depth_at_least(9),),
)
def vacuous(point: dln.Point) -> Outcome:
    """At depth 9 anything is so."""
    return fails("unreachable in scope")


@claim("toy.zero-loss", source=TOY.at("page 4"), statement=r"\min L = 0", over=every_problem())
def zero_loss(problem: dln.Problem) -> Outcome:
    """The least critical value is zero (false where a hidden layer is too narrow)."""
    return equal(problem.critical_values()[-1].value, Fraction(0), "least critical value")


@claim(
    "toy.zero-loss.corrected",
    source=TOY.at("page 4"),
    statement=r"\min d_j \ge d_y \Rightarrow \min L = 0",
    over=every_problem(),
    assuming=(assumption("chitour.1"),),
    corrects="toy.zero-loss",
)
def zero_loss_corrected(problem: dln.Problem) -> Outcome:
    """With wide hidden layers and targets no larger than inputs the least critical value is zero."""
    return equal(problem.critical_values()[-1].value, Fraction(0), "least critical value")


def scalar_weights(size: str, seed: int) -> list[dln.Point]:
    problem = dln.Problem.canonical((3,), (1, 1, 1))
    return [dln.Point(problem, [[[a]], [[b]]]) for a in (0, 1, -1) for b in (0, 1, -1)]


@claim(
    "toy.no-zero-weights",
    source=TOY.at("page 5"),
    statement=r"\nabla L \ne 0",
    over=cases("weights", scalar_weights, sentence="nine pairs of weights", strength=Verdict.VERIFIED),
)
def no_zero_weights(point: dln.Point) -> Outcome:
    """No point is critical (false at W = 0, the first point of the first problem)."""
    return is_true(not point.is_critical, "the gradient does not vanish")


@claim(
    "toy.sampled",
    source=TOY.at("page 6"),
    statement="n < 10",
    over=_over_numbers("sampled", Verdict.SUPPORTED, count=10, per_unit=3),
)
def sampled(number: int) -> Outcome:
    """Every sampled number is below ten."""
    return is_true(number < 10, f"{number} < 10")


@claim(
    "toy.sampled.against",
    source=TOY.at("page 6"),
    statement="n < 7",
    over=_over_numbers("sampled", Verdict.SUPPORTED, count=10, per_unit=3),
)
def sampled_against(number: int) -> Outcome:
    """Every sampled number is below seven (not so, but floats refute nothing)."""
    return is_true(number < 7, f"{number} < 7")


@claim(
    "toy.symbols",
    source=TOY.at("page 7"),
    statement="n = n",
    over=_over_numbers("symbols", Verdict.PROVED),
    axioms=("equality is reflexive",),
)
def symbols(number: int) -> Outcome:
    """A number is itself."""
    return all_of(holds(), equal(number, number, "the number"))


@claim(
    "toy.ill-formed",
    source=TOY.at("page 8"),
    statement="n < N",
    over=_over_numbers("symbols", Verdict.PROVED),
    ill_formed="N is not defined; read as 10",
)
def ill_formed(number: int) -> Outcome:
    """Every number is below N."""
    return is_true(number < 10, f"{number} < 10")


@claim(
    "toy.unseparated", source=TOY.at("page 9"), statement="n > 0", over=_over_numbers("enclosures", Verdict.CERTIFIED)
)
def unseparated(number: int) -> Outcome:
    """Every enclosure is positive (one touches zero)."""
    return undecided("the enclosure touches zero") if number == 0 else holds()


SUITE = (two_routes, rank, all_strict, all_strict_corrected, vacuous, zero_loss, zero_loss_corrected, no_zero_weights)
SUITE += (sampled, sampled_against, symbols, ill_formed, unseparated)
EXPECTED = {
    "toy.two-routes": "VERIFIED",
    "toy.rank": "VERIFIED",
    "toy.all-strict": "REFUTED",
    "toy.all-strict.corrected": "VERIFIED",
    "toy.vacuous": "VACUOUS",
    "toy.zero-loss": "REFUTED",
    "toy.zero-loss.corrected": "VERIFIED",
    "toy.no-zero-weights": "REFUTED",
    "toy.sampled": "SUPPORTED",
    "toy.sampled.against": "UNDECIDED",
    "toy.symbols": "PROVED",
    "toy.ill-formed": "ILL-FORMED",
    "toy.unseparated": "UNDECIDED",
}
