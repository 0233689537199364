"""Weight decay: inertia by the theorem beside the exact Hessian, the list of kinds beside elimination, float points."""

from __future__ import annotations

import itertools
import random
import time

import numpy as np
from cases import square_problem, varied_kind
from harness import Goal, Section, duration, race, times

import symdln as dln
from proofs_check.facts.decay import counted_by_elimination
from symdln.decay import DecayedPoint, DecayedProblem, DecayedSpectrum, made_point
from symdln.decay.floats import float_point, kinds_of_floats
from symdln.errors import UndecidedError
from symdln.numeric import Landscape, numerical_classes

GROWING = tuple((width,) * 4 for width in (2, 3, 4, 6))
WIDE = (200,) * 4
ELIMINATED = ((1, 1, 1), (1, 1, 1, 1))
FLOATS, POINTS = (10,) * 4, 1000
WORDS = """Half of the modes are used, every other one at its large root, and the bases at all vertices are rotated.
By the theorem: `kind.inertia`, from comparisons of singular values alone, with the spectrum and the kind built anew.
By the Hessian: `point.inertia_by_hessian` of a new point of given weights. Elimination: the number of real critical
points at each value by a Groebner basis of the equations, beside the list of kinds."""


def measure(long: bool) -> Section:
    section = Section("Weight decay", WORDS, ["what", "widths", "symdln", "beside", "ratio"])
    for widths in GROWING:
        _against_hessian(section, widths)
    _wide(section)
    for widths in ELIMINATED:
        _against_elimination(section, widths)
    section.notes.append(
        "Elimination counts isolated points only. At widths (2, 2, 2) the critical points are orbits of positive "
        "dimension, and it leaves their number undecided; at (2, 2, 2, 2) it does not end within a minute. The list of "
        "kinds has both in a millisecond."
    )
    _floats(section)
    return section


def _against_hessian(section: Section, widths: tuple[int, ...]) -> None:
    width, rng = widths[0], random.Random(1)
    roots = [1 + k % 2 for k in range((width + 1) // 2)]
    made = made_point(widths, 14, roots, range(width - len(roots)), rng=rng)
    decayed, weights, kind = made.decayed, made.weights, made.kind
    values = [value.value for value in kind.spectrum.values for _ in range(value.multiplicity)]

    def theorem() -> dln.Inertia:
        spectrum = DecayedSpectrum.of_squares(values, widths, decayed.decays)
        return type(kind)(spectrum, kind.used).inertia

    timings = race(
        {"theorem": theorem, "hessian": lambda: DecayedPoint(decayed, weights).inertia_by_hessian},
        answer=lambda inertia: inertia,
    )
    own, other = timings["theorem"], timings["hessian"]
    cells = ["inertia, beside the Hessian", str(widths), duration(own.median), duration(other.median)]
    section.add([*cells, times(own.ratio(other))], widths=widths, seconds={k: t.median for k, t in timings.items()})


def _wide(section: Section) -> None:
    def inertia() -> dln.Inertia:
        spectrum = DecayedSpectrum.of_singular_values(range(1, WIDE[0] + 1), WIDE, 1)
        return spectrum.kind(large=range(0, 100, 2), small=range(1, 100, 2)).inertia

    own = race({"theorem": inertia}, budget=1)["theorem"]
    section.add(["inertia, spectrum included", str(WIDE), duration(own.median), "does not fit", ""], widths=WIDE)
    section.goals.append(Goal(f"inertia with decay at widths {WIDE}", 0.05, own.median, "seconds", most=True))
    spectrum = DecayedSpectrum.of_singular_values(range(1, WIDE[0] + 1), WIDE, 1)
    counted = race({"generating function": spectrum.count_kinds}, budget=1)["generating function"]
    digits = len(str(spectrum.count_kinds()))
    cells = [f"number of kinds, of {digits} digits", str(WIDE), duration(counted.median), "", ""]
    section.add(cells, widths=WIDE, digits=digits)


def _against_elimination(section: Section, widths: tuple[int, ...]) -> None:
    decayed = DecayedProblem(dln.Problem.canonical((3,), widths), 1)
    start = time.perf_counter()
    try:
        counted = counted_by_elimination(decayed)
    except UndecidedError:
        counted = None
    seconds = time.perf_counter() - start
    hidden = len(widths) - 2
    kinds = list(decayed.kinds())
    listed = sum(2**hidden if kind.rank else 1 for kind in kinds)
    if counted is not None and sum(counted[1]) != listed:
        raise AssertionError(f"elimination finds {sum(counted[1])} critical points, and the list has {listed}.")
    own = race({"list": lambda: sum(1 for _ in decayed.kinds())}, budget=0.3)["list"]
    beside = duration(seconds) if counted is not None else f"undecided after {duration(seconds)}"
    section.add(["kinds, beside elimination", str(widths), duration(own.median), beside, ""], widths=widths)


def _floats(section: Section) -> None:
    problem, rng = square_problem(FLOATS), random.Random(0)
    decayed, kinds = DecayedProblem(problem, "1/2"), []
    usable = [place for place in range(FLOATS[0]) if decayed.spectrum.roots(place) == 2]
    for _ in range(POINTS):
        level = {place: rng.randrange(3) for place in usable}
        large, small = ([place for place in usable if level[place] == wanted] for wanted in (2, 1))
        kinds.append(decayed.kind(large, small))
    W = [np.stack(layers) for layers in zip(*(float_point(decayed, kind) for kind in kinds), strict=True)]
    several = itertools.islice(varied_kind(problem).representatives(), 10)
    plain = [np.stack([W.to_numpy() for W in layers]) for layers in zip(*(p.weights for p in several), strict=True)]
    plain = [np.tile(layer, (POINTS // len(layer), 1, 1)) for layer in plain]
    landscape = Landscape.of(problem)
    timings = race(
        {"decay": lambda: kinds_of_floats(decayed, W).labels, "plain": lambda: numerical_classes(landscape, plain).code}
    )
    if kinds_of_floats(decayed, W).kinds != tuple(kinds):
        raise AssertionError("a float point with decay is given another kind than it was made for.")
    own, other = timings["decay"], timings["plain"]
    cells = [f"classes of {POINTS:,} float points, beside those without decay", str(FLOATS)]
    section.add([*cells, duration(own.median), duration(other.median), times(own.ratio(other))], widths=FLOATS)
    text = f"{POINTS:,} float points at widths {FLOATS}, as fast with decay as without"
    section.goals.append(Goal(text, 1, own.ratio(other)))
