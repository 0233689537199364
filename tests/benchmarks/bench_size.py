"""Signatures at a hundred thousand and a million weights: time and peak memory of the rank route, exact throughout."""

from __future__ import annotations

import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from cases import square_problem, varied_kind, wide_point
from harness import Goal, Section, duration

import symdln as dln

SIZES = ((10,) * 4, (20,) * 4, (58,) * 4, (183,) * 4, (100,) * 11, (577,) * 4, (316,) * 11)
HESSIAN_UP_TO = 1_200  # weights; beyond, the exact Hessian takes minutes, and gigabytes from 10,000 on
MILLION = 900_000
MEBIBYTE = 2**20
WORDS = """One critical point of integer weights, from its matrices to the Hessian's inertia by ranks, each in a process
of its own: building the problem and its spectrum; the proof that the gradient vanishes; the ranks of all paths, proved;
and all that the inertia takes (ranks and selection). Every second singular value is selected, strings of every sort
occur, and hidden bases are dense, so that kernels have entries of hundreds of digits. Memory is the most that the
process ever held, Python and its libraries included. The inertia must be that of the kind from which the point was
made."""


def measure(long: bool) -> Section:
    header = ["widths", "weights", "problem", "critical", "ranks", "inertia", "memory", "by the Hessian", "memory"]
    section = Section("Signatures at size", WORDS, header)
    for widths in SIZES:
        by_ranks = _alone(ranks_of, widths)
        size = by_ranks["parameters"]
        by_hessian = _alone(hessian_of, widths) if size <= HESSIAN_UP_TO else None
        section.add(_cells(widths, by_ranks, by_hessian), widths=widths, ranks=by_ranks, hessian=by_hessian)
        if size > MILLION:
            text = f"inertia by ranks at widths ({widths[0]},) * {len(widths)}, {size:,} weights"
            section.goals.append(Goal(text, 60, by_ranks["inertia"], "seconds", most=True))
    return section


def _cells(widths: tuple[int, ...], by_ranks: dict[str, Any], by_hessian: dict[str, Any] | None) -> list[str]:
    steps = [duration(by_ranks[step]) for step in ("problem", "critical", "ranks", "inertia")]
    entries = by_ranks["parameters"] ** 2
    last = (
        [f"{entries:.0e} entries", ""]
        if by_hessian is None
        else [duration(by_hessian["inertia"]), _mebibytes(by_hessian)]
    )
    name = f"({widths[0]},) * {len(widths)}"
    return [name, f"{by_ranks['parameters']:,}", *steps, _mebibytes(by_ranks), *last]


def _mebibytes(measured: dict[str, Any]) -> str:
    return f"{measured['memory'] / MEBIBYTE:,.0f} MiB"


def _alone(run: Callable[[tuple[int, ...]], dict[str, Any]], widths: tuple[int, ...]) -> dict[str, Any]:
    """What the function returns in a new process, with the peak memory of that process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run, widths).result()


def ranks_of(widths: tuple[int, ...]) -> dict[str, Any]:
    """Processor seconds of each step of the rank route."""
    clock = _Clock()
    problem = square_problem(widths)
    _ = problem.spectrum
    clock.note("problem")
    kind, point = _point_of(problem)
    clock.note("building")
    if not point.is_critical:
        raise AssertionError(f"the point at widths {widths} is not critical.")
    clock.note("critical")
    _ = point.path_ranks
    clock.note("ranks")
    inertia = point.inertia_by_ranks
    clock.note("rest")
    _require(inertia, kind.inertia, widths)
    clock.seconds["inertia"] = sum(clock.seconds[step] for step in ("critical", "ranks", "rest"))
    return {"parameters": problem.parameters, **clock.seconds, "memory": _peak()}


def hessian_of(widths: tuple[int, ...]) -> dict[str, Any]:
    """Processor seconds of the Hessian and its inertia."""
    kind, point = _point_of(square_problem(widths))
    clock = _Clock()
    inertia = point.inertia_by_hessian
    clock.note("inertia")
    _require(inertia, kind.inertia, widths)
    return {**clock.seconds, "memory": _peak()}


def _point_of(problem: dln.Problem) -> tuple[dln.Kind, dln.Point]:
    kind = varied_kind(problem)
    return kind, wide_point(problem, kind, random.Random(0))


def _require(found: dln.Inertia, expected: dln.Inertia, widths: tuple[int, ...]) -> None:
    if found != expected:
        raise AssertionError(f"at widths {widths} the inertia is {found}, but the kind has {expected}.")


class _Clock:
    """Processor seconds between one note and the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.process_time()

    def note(self, step: str) -> None:
        now = time.process_time()
        self.seconds[step], self._last = now - self._last, now


def _peak() -> int:
    """The most bytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
