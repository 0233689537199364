"""Kinds of critical points built and checked by both routes, per minute and core."""

from __future__ import annotations

import itertools
import time

from harness import Goal, Section, duration

import symdln as dln

MOST_WIDTH = 3
STEPS = {2: 1, 3: 1, 4: 10}  # depth: every how manyth architecture is measured
WORDS = """Every kind of every architecture of widths up to 3 (every tenth at depth 4, all with `--long`), distinct
singular values: list it, build its mixed and disguised representative, find the inertia by ranks and by the
Hessian, and require that both equal the kind's own. Public functions only, one process."""


def measure(long: bool) -> Section:
    section = Section(
        "Kinds checked by both routes",
        WORDS,
        ["depth", "architectures", "kinds checked", "per kind", "kinds per minute and core"],
    )
    rates = []
    for depth, step in STEPS.items():
        architectures = list(itertools.product(range(1, MOST_WIDTH + 1), repeat=depth + 1))
        problems = [_problem(widths) for widths in (architectures if long else architectures[step // 2 :: step])]
        start = time.process_time()
        kinds = itertools.chain.from_iterable(problem.kinds() for problem in problems)
        checked = sum(_check(kind, seed) for seed, kind in enumerate(kinds))
        seconds = time.process_time() - start
        rates.append(60 * checked / seconds)
        section.add(
            [str(depth), str(len(problems)), f"{checked:,}", duration(seconds / checked), f"{rates[-1]:,.0f}"],
            depth=depth,
            kinds=checked,
            seconds=seconds,
        )
    section.goals.append(
        Goal(f"kinds at widths up to {MOST_WIDTH} checked by both routes", 20_000, min(rates), "a minute and core")
    )
    return section


def _problem(widths: tuple[int, ...]) -> dln.Problem:
    return dln.Problem.canonical(range(min(widths[0], widths[-1]), 0, -1), widths)


def _check(kind: dln.Kind, seed: int) -> int:
    point = kind.representative(rng=seed)
    if not point.inertia_by_ranks == point.inertia_by_hessian == kind.inertia:
        found = f"{point.inertia_by_ranks} by ranks, {point.inertia_by_hessian} by the Hessian"
        raise AssertionError(f"{kind}: {found}, {kind.inertia} expected.")
    return 1
