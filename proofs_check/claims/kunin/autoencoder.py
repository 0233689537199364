"""Kunin, Bloom, Goeva, Seed (2019): regularised linear autoencoders are symmetric at all critical points."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import KUNIN
from proofs_check.networks.formal_letters import LEFT_OUT, MOST_WEIGHTS, data_of, formal_at_letters
from proofs_check.scopes import decayed
from proofs_check.scopes.decayed import Kind, kind_of, point_of
from symdln.decay import DecayedPoint


@claim(
    "kunin.autoencoder.transposes",
    source=KUNIN.at("abstract"),
    statement=r"W_2 = W_1^\mathsf{T} \text{ at all critical points of } \tfrac12 \|W_2 W_1 X - X\|^2 + "
    r"\tfrac{\lambda}{2} "
    r"(\|W_1\|^2 + \|W_2\|^2)",
    over=decayed.AUTOENCODER_KINDS,
    assuming=(decayed.shallow, decayed.equal_decays),
    made_precise="any moment X X^T, ties and zero eigenvalues included; that there are no further critical points is "
    "checked by elimination in ours.decay.autoencoder-transpose",
    formal="W2 = W1'",
    proof=logic("kunin.autoencoder.transposes"),
)
def transposes(case: Kind) -> Outcome:
    """The decoder is the transpose of the encoder at all critical points."""
    point = point_of(case)
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"),
        equal(point.weights[1], point.weights[0].T, "W_2, and W_1^T"),
        formally(point, decayed.decay_of(case)),
    )


def formally(point: DecayedPoint, lam: Fraction) -> Outcome:
    """The formal statement at the point."""
    problem = point.decayed.problem
    data = data_of(problem) if problem.parameters <= MOST_WEIGHTS else None
    if data is None:
        return LEFT_OUT
    known = {"W1": point.weights[0], "W2": point.weights[1], "X": data[0], "lam": lam, "laminverse": 1 / lam}
    return formal_at_letters("kunin.autoencoder.transposes", known)


@claim(
    "kunin.autoencoder.index",
    source=KUNIN.at("abstract, the critical manifold"),
    statement=r"n_- = \#\{(a, c) : a \text{ used}, c \text{ dropped}, \kappa_c > \kappa_a\} + (d_1 - \rho) \#\{c : "
    r"\kappa_c > \lambda\}",
    over=decayed.AUTOENCODER_KINDS,
    assuming=(decayed.shallow,),
    made_precise="the abstract speaks of a smooth parameterisation of the critical manifold; the index is that of the "
    "exact Hessian, for any moment, ties and zero eigenvalues included",
    written=written.DECAY_AUTOENCODER,
)
def index(case: Kind) -> Outcome:
    """The index of a critical point counts the dropped directions that are larger than used ones, or than the decay."""
    kind, point = kind_of(case), point_of(case)
    modes = [
        (value.value or Fraction(0), large + small, value.multiplicity - large - small)
        for value, (large, small) in zip(kind.spectrum.values, kind.used, strict=True)
    ]
    pairs = sum(used * dropped for x, used, _ in modes for y, _, dropped in modes if y > x)
    lam = decayed.decay_of(case)
    spare = (kind.spectrum.widths[1] - kind.rank) * sum(dropped for y, _, dropped in modes if y > lam)
    return equal(pairs + spare, point.inertia_by_hessian.negative, "the count, and n_- of the exact Hessian")
