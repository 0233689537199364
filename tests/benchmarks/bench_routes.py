"""The inertia of the Hessian by path ranks against the Hessian itself, and by ranks where no Hessian fits."""

from __future__ import annotations

import time

from cases import square_problem, varied_kind
from harness import Goal, Section, duration, exponent, race, times

import symdln as dln

GROWING = tuple((width,) * 4 for width in (2, 3, 4, 6, 8, 10, 12))
DEEPER = ((10,) * 5,)
FITTED_FROM = 48  # parameters; below, the time is all overhead
WIDE = (200,) * 4
WORDS = """`point.inertia_by_ranks` against `point.inertia_by_hessian`, each from a new `Point` of given matrices.
Points as above. The rank route includes the check that the gradient vanishes and the recovery of the selection
S."""


def measure(long: bool) -> Section:
    section = Section(
        "Rank route and Hessian route", WORDS, ["widths", "parameters", "by ranks", "by the Hessian", "ratio"]
    )
    sizes, by_ranks, by_hessian = [], [], []
    for widths in GROWING + DEEPER:
        size, ranks, hessian = _compare(section, widths)
        if size >= FITTED_FROM and widths in GROWING:
            sizes.append(size)
            by_ranks.append(ranks)
            by_hessian.append(hessian)
    slopes = exponent(sizes, by_ranks), exponent(sizes, by_hessian)
    section.notes.append(
        f"Fitted from {sizes[0]} parameters on, at depth 3: the rank route grows as N^{slopes[0]:.1f}, "
        f"the Hessian route as N^{slopes[1]:.1f}."
    )
    parameters, seconds = _wide(section)
    slope = exponent([sizes[-1], parameters], [by_ranks[-1], seconds])
    section.notes.append(f"From {sizes[-1]} to {parameters:,} parameters the rank route grows as N^{slope:.1f}.")
    return section


def _compare(section: Section, widths: tuple[int, ...]) -> tuple[int, float, float]:
    problem = square_problem(widths)
    kind = varied_kind(problem)
    weights = kind.representative(rng=0).weights
    contenders = {
        "kind": lambda: kind.inertia,
        "ranks": lambda: dln.Point(problem, weights).inertia_by_ranks,
        "hessian": lambda: dln.Point(problem, weights).inertia_by_hessian,
    }
    timings = race(contenders, answer=lambda inertia: inertia)
    ranks, hessian = timings["ranks"], timings["hessian"]
    ratio = ranks.ratio(hessian)
    section.add(
        [str(widths), str(problem.parameters), duration(ranks.median), duration(hessian.median), times(ratio)],
        widths=widths,
        seconds={"ranks": ranks.median, "hessian": hessian.median},
        ratio=ratio,
    )
    if widths in DEEPER:
        text = f"rank route against Hessian route at {problem.parameters} parameters"
        section.goals.append(Goal(text, 100, ratio))
    return problem.parameters, ranks.median, hessian.median


def _wide(section: Section) -> tuple[int, float]:
    start = time.process_time()
    problem = square_problem(WIDE)
    kind = varied_kind(problem)
    weights = kind.representative(rng=0).weights
    building = time.process_time() - start
    timings = race(
        {"ranks": lambda: dln.Point(problem, weights).inertia_by_ranks, "kind": lambda: kind.inertia},
        answer=lambda inertia: inertia,
    )
    seconds = timings["ranks"].median
    section.add(
        [str(WIDE), f"{problem.parameters:,}", duration(seconds), "does not fit", ""],
        widths=WIDE,
        seconds={"ranks": seconds, "building": building},
    )
    section.notes.append(
        f"At widths {WIDE} the Hessian would have {problem.parameters**2:.1e} entries. Building the problem, its "
        f"spectrum and the point took {duration(building)}; the inertia is {kind.inertia}, with "
        f"{problem.cross_rank} distinct singular values, {kind.rank} selected."
    )
    section.goals.append(Goal(f"rank route alone at widths {WIDE}", 10, seconds, "seconds", most=True))
    return problem.parameters, seconds
