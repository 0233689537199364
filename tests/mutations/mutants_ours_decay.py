"""False neighbours of the claims ``ours.decay``: each formula with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofs_check.claims.ours.parts import decay_checks
from proofs_check.facts import decay as facts
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true
from proofs_check.scopes.decayed import Kind, Problem, kind_of, point_of, spectrum
from symdln.algebra.inertia import Inertia
from symdln.decay import DecayedKind, DecayedPoint, DecayedProblem, DecayedSpectrum, ModeLevel
from symdln.decay.closed_form import hessian_spectrum
from symdln.decay.reduced import reduced_inertia
from tests.mutations.planting import Planting, listed

plant = Planting()

TWO_SMALL: Kind = ("white", (2, 2, 2, 2), 1, ((0, 2),), 0)
TWO_DOUBLE: Kind = ("white", (3, 2, 2, 3), 2, ((0, 0), (2, 0)), 0)
DOUBLE: Kind = ("white", (1, 1, 1, 1), 2, ((1, 0),), 0)
SPARE: Kind = ("white", (1, 2, 1), 0, ((0, 0),), 0)
SPARE_USED: Kind = ("white", (2, 2, 2), 0, ((0, 0), (1, 0)), 0)
AT_THRESHOLD: Kind = ("white", (1, 2, 1), 2, ((0, 0),), 0)
SMALL_AND_LARGE: Kind = ("white", (2, 2, 2, 2), 0, ((0, 1), (1, 0)), 0)
TIED: Kind = ("white", (2, 1, 1, 2), 1, ((1, 0),), 0)
UNEQUAL: Kind = ("white", (1, 1, 1), 0, ((1, 0),), 2)
EQUAL: Kind = ("white", (1, 1, 1), 0, ((1, 0),), 0)
TWO_ROOTS: Problem = ("white", (1, 1, 1, 1), 1)
TWO_BY_TWO: Problem = ("white", (2, 2, 2, 2), 1)
AT_EVEN: Problem = ("white", (1, 1, 1, 1), 3)


# -- the inertia -------------------------------------------------------------------------------------------------------


def terms(kind: DecayedKind) -> dict[str, int]:
    """The parts of Theorem D."""
    found, rho = kind.spectrum, kind.rank
    at = {
        sign: sum(c[ModeLevel.DROPPED] for k, c in enumerate(kind.copies) if found.against_fold(k) == sign)
        for sign in (0, 1)
    }
    return {
        "depth": found.depth,
        "N": found.parameters,
        "m": kind.number(ModeLevel.SMALL),
        "z": kind.number(ModeLevel.DOUBLE),
        "inv": kind.inversions,
        "orbit": kind.orbit_dimension,
        "ties": kind.ties,
        "d_1": found.widths[1],
        "rho": rho,
        "above": at[1],
        "at": at[0],
    }


def theorem_d(t: dict[str, int], **changed: int) -> Inertia:
    """Theorem D from its parts, with some of them changed: small, double, inv, orbit, spare_above, spare_at."""
    spare = (t["d_1"] - t["rho"]) if t["depth"] == 2 else 0
    small = changed.get("small", t["m"] * (t["m"] + 1) // 2)
    double = changed.get("double", t["z"] * (t["z"] + 1) // 2)
    above = changed.get("above", spare * t["above"])
    minus = small + changed.get("inv", t["inv"]) + above
    zero = changed.get("orbit", t["orbit"]) + double + changed.get("at", spare * t["at"])
    return Inertia(t["N"] - minus - zero, minus, zero)


def inversions_of_used(kind: DecayedKind) -> int:
    """Inversions between used and dropped modes only."""
    above = pairs = 0
    for copies in kind.copies:
        used = sum(n for level, n in copies.items() if level)
        pairs += used * above
        above += copies[ModeLevel.DROPPED]
    return pairs


VARIANTS: dict[str, tuple[Kind, Callable[[dict[str, int], DecayedKind], dict[str, int]]]] = {
    "m in place of m (m + 1) / 2": (TWO_SMALL, lambda t, k: {"small": t["m"]}),
    "m (m - 1) / 2 in place of m (m + 1) / 2": (TWO_SMALL, lambda t, k: {"small": t["m"] * (t["m"] - 1) // 2}),
    "z in place of z (z + 1) / 2": (TWO_DOUBLE, lambda t, k: {"double": t["z"]}),
    "without the zeros of double roots": (DOUBLE, lambda t, k: {"double": 0}),
    "inversions between used and dropped modes only": (SMALL_AND_LARGE, lambda t, k: {"inv": inversions_of_used(k)}),
    "without ties": (TIED, lambda t, k: {"orbit": t["orbit"] - t["ties"]}),
    "without the spare units": (SPARE, lambda t, k: {"above": 0}),
    "d_1 in place of d_1 - rho": (SPARE_USED, lambda t, k: {"above": t["d_1"] * t["above"]}),
    "s_c >= lam in place of s_c > lam": (
        AT_THRESHOLD,
        lambda t, k: {"above": (t["d_1"] - t["rho"]) * (t["above"] + t["at"]), "at": 0},
    ),
    "spare units at every depth": (
        ("white", (1, 2, 1, 1), 0, ((0, 0),), 0),
        lambda t, k: {"above": (t["d_1"] - t["rho"]) * t["above"]},
    ),
}


def variant(change: Callable[[dict[str, int], DecayedKind], dict[str, int]]) -> Callable[[Kind], Outcome]:
    def check(case: Kind) -> Outcome:
        kind, t = kind_of(case), terms(kind_of(case))
        return equal(theorem_d(t, **change(t, kind)), point_of(case).inertia_by_hessian, "the variant, and the Hessian")

    return check


for name, (case, change) in VARIANTS.items():
    plant("ours.decay.inertia", name, over=listed(case))(variant(change))

plant("ours.decay.autoencoder-inertia", "without the spare units")(variant(lambda t, k: {"above": 0}))


# -- balance, directions, means ----------------------------------------------------------------------------------------


@plant("ours.decay.balance", "the decays exchanged")
def decays_exchanged(case: Kind) -> Outcome:
    point = point_of(case)
    W, V = point.weights[:2]
    lam, mu = point.decayed.decays[:2]
    return equal(lam * (V.T @ V), mu * (W @ W.T), "lam_1 W_2^T W_2, and lam_2 W_1 W_1^T")


@plant("ours.decay.hidden-directions", "the eigenvalue lam in place of 2 lam")
def half_the_eigenvalue(case: Kind) -> Outcome:
    point = point_of(case)
    moves = facts.hidden_directions(point, 1)
    lam = point.decayed.decays[0]
    return all_of(
        holds(), *(equal(point.hessian @ facts.flat(m), lam * facts.flat(m), "Hess (S.W), and lam S.W") for m in moves)
    )


@plant("ours.decay.geometric-mean", "the arithmetic mean")
def arithmetic_mean(case: Kind) -> Outcome:
    data, widths, number, used, _ = case
    unequal, equal_ones = point_of(case), point_of((data, widths, number, used, 1))
    mean = sum(unequal.decayed.decays, Fraction(0)) / len(unequal.decayed.decays)
    other = DecayedPoint(DecayedProblem(equal_ones.decayed.problem, mean), equal_ones.weights)
    return is_true(other.is_critical, "the point is critical for the arithmetic mean of the decays")


# -- lists of kinds ----------------------------------------------------------------------------------------------------


def characteristic(kinds: list[DecayedKind]) -> int:
    return sum((-1) ** kind.inertia.negative * facts.euler_characteristic(kind) for kind in kinds)


@plant("ours.decay.critical-set", "large roots only", over=listed(TWO_ROOTS))
def large_roots_only(case: Problem) -> Outcome:
    kinds = [kind for kind in spectrum(*case).kinds() if not kind.number(ModeLevel.SMALL)]
    return equal(characteristic(kinds), 1, "the alternating sum of Euler characteristics, and 1")


@plant("ours.decay.kinds", "one root for each value")
def one_root(case: Problem) -> Outcome:
    found = spectrum(*case)
    copies = [v.multiplicity if found.roots(k) else 0 for k, v in enumerate(found.values)]
    counts = [1]
    for most in copies:
        counts = [
            sum(counts[n - k] for k in range(most + 1) if 0 <= n - k < len(counts)) for n in range(len(counts) + most)
        ]
    return equal(len(list(found.kinds())), sum(counts[: found.least_width + 1]), "kinds, and selections")


@plant("ours.decay.spectrum", "lam for hidden stretchings in place of 2 lam")
def stretchings(case: Kind) -> Outcome:
    point = point_of(case)
    table = [
        entry._replace(value=entry.value / 2) if entry.where == "hidden stretchings" else entry
        for entry in hessian_spectrum(point.decayed, point.kind)
    ]
    same = facts.characteristic_polynomial(table) == point.hessian.flint.charpoly()
    return is_true(same, "the characteristic polynomial is the product over the changed table")


@plant("ours.decay.morse-bott", "without the exception at depth 2")
def without_exception(case: Kind) -> Outcome:
    point = point_of(case)
    nondegenerate = point.inertia_by_hessian.zero == facts.orbit_dimension(point)
    return equal(nondegenerate, not point.kind.number(ModeLevel.DOUBLE), "n_0 is the dimension, and no double root")


@plant("ours.decay.error-bound", "whatever the singular values", over=listed(DOUBLE, AT_THRESHOLD, EQUAL))
def always_bounded(case: Kind) -> Outcome:
    point = point_of(case)
    return equal(point.inertia_by_hessian.zero, point.kind.orbit_dimension, "n_0, and the dimension of the kind")


# -- classes -----------------------------------------------------------------------------------------------------------


@plant("ours.decay.classes", "no spurious local minima")
def no_spurious(case: Problem) -> Outcome:
    ranks = {
        kind.rank for kind in spectrum(*case).kinds() if not kind.inertia.negative and not kind.number(ModeLevel.DOUBLE)
    }
    return equal(len(ranks), 1, "ranks of local minima, and one")


@plant("ours.decay.thresholds", "s_min in place of s_c")
def fold_for_even(case: Problem) -> Outcome:
    found = spectrum(*case)
    least = min(high for _, high in (kind.change_enclosure() for kind in found.kinds()))
    best = max(kind.rank for kind in found.kinds() if kind.change_enclosure()[0] <= least)
    return equal(best, min(found.least_width, found.number(1, equal=True)), "the largest rank of a minimum")


@plant("ours.decay.collapse", "(H - 2) in place of (H - 1)")
def smaller_threshold(case: Problem) -> Outcome:
    found = spectrum(*case)
    H, largest = found.depth, found.values[0].value or Fraction(0)
    small = largest**found.exponent * (H - 2) ** (H - 2) <= (H - 2) ** (2 * H - 2) * found.power
    below = [kind for kind in found.kinds() if kind.change_enclosure()[1] < 0]
    return equal(small, not below, "the changed condition, and no kind below zero")


# -- other inputs ------------------------------------------------------------------------------------------------------


@plant("ours.decay.reduction", "without the remaining targets")
def without_rest(case: decay_checks.AnyInputs) -> Outcome:
    point, S, rest = decay_checks.any_inputs_of(case)
    found = reduced_inertia(case[1], Fraction(case[2]), [Fraction(w) for w in case[3]], S, 0 * rest)
    return equal(found, point.inertia_by_hessian, "inertia without Y_22, and of the Hessian")


@plant("ours.decay.autoencoder-transpose", "the roots of white inputs with s = kappa")
def white_roots(case: decay_checks.SmallAutoencoder) -> Outcome:
    decayed = decay_checks.small_autoencoder(case)
    counted = facts.counted_by_elimination(decayed)
    found = DecayedSpectrum.of_singular_values(
        [v.value or 0 for v in decayed.spectrum.values for _ in range(v.multiplicity)],
        decayed.problem.widths,
        decayed.decays[0],
    )
    points = sum(2 ** len(found.hidden) if kind.rank else 1 for kind in found.kinds())
    return equal(sum(counted[1]) if counted else -1, points, "real critical points, and those of the wrong roots")
