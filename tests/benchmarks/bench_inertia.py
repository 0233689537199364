"""The exact inertia of large symmetric matrices beside FLINT's characteristic polynomial and floating eigenvalues."""

from __future__ import annotations

from collections.abc import Callable

import flint
import numpy as np
from cases import square_problem, varied_kind
from harness import Goal, Section, duration, exponent, race, times

import symdln as dln
from symdln.algebra.inertia import inertia_of

GENERIC = (50, 100, 200, 400)
HESSIANS = ((5,) * 5, (7,) * 5, (10,) * 5)
WANTED = {100: 0.01, 400: 0.15}  # seconds
CHARPOLY_UP_TO = 200  # beyond, the characteristic polynomial takes a minute and is left to --long
DROPPED = (
    "The ratio to the characteristic polynomial at size 400: both answers are exact, and symdln's takes a fraction of "
    "a second where FLINT's takes a few; a larger ratio would save nobody a wait. Signatures of critical points with "
    "hundreds of weights are found by ranks, without a Hessian."
)
WORDS = """`inertia_of(matrix)`, exact, beside the characteristic polynomial (FLINT) with the rule of signs, also
exact, and beside `numpy.linalg.eigvalsh` with a tolerance, which proves nothing and is the floor. Generic:
symmetric, entries uniform in -9, ..., 9. Hessian: the integer congruence of the Hessian at a critical point as
above, singular and with entries of very different size."""


def measure(long: bool) -> Section:
    header = ["matrix", "size", "symdln, exact", "charpoly, exact", "eigvalsh, floats", "floats agree"]
    section = Section("Inertia of a large matrix", WORDS, header)
    generic = [_race(section, "generic", size, lambda size=size: _generic(size), long) for size in GENERIC]
    hessians = [_race(section, "Hessian", None, lambda widths=widths: _hessian(widths), long) for widths in HESSIANS]
    for name, measured in (("generic", generic), ("Hessian", hessians)):
        for size, seconds in measured:
            if size in WANTED:
                text = f"exact inertia of a {name} matrix of size {size}"
                section.goals.append(Goal(text, WANTED[size], seconds, "seconds", most=True))
        slope = exponent(*zip(*measured, strict=True))
        section.goals.append(Goal(f"exponent of the time, {name} matrices", 3, slope, "", most=True))
        section.notes.append(
            f"{name[0].upper()}{name[1:]} matrices: symdln's time grows as N^{slope:.1f} over the sizes shown."
        )
    for row in section.data:
        if row["size"] == max(GENERIC) and "charpoly" in row["seconds"]:
            ratio = row["seconds"]["charpoly"] / row["seconds"]["symdln"]
            text = f"exact inertia of a {row['matrix']} matrix of size {row['size']}, faster than charpoly"
            section.goals.append(Goal(text, 100, ratio, dropped=DROPPED))
    charpoly = [
        (row["size"], row["seconds"]["charpoly"])
        for row in section.data[: len(GENERIC)]
        if "charpoly" in row["seconds"]
    ]
    section.notes.append(f"The characteristic polynomial's grows as N^{exponent(*zip(*charpoly, strict=True)):.1f}.")
    return section


def _race(
    section: Section, name: str, size: int | None, build: Callable[[], flint.fmpz_mat], long: bool
) -> tuple[int, float]:
    matrix = build()
    size = matrix.nrows() if size is None else size
    floats = np.array([float(int(value)) for value in matrix.entries()]).reshape(size, size)
    exact = {"symdln": lambda: inertia_of(matrix)}
    if size <= CHARPOLY_UP_TO or long:
        exact["charpoly"] = lambda: inertia_of(matrix, method="charpoly")
    timings = race(exact, answer=lambda inertia: inertia, budget=3)
    floor = race({"eigvalsh": lambda: _floating(floats)}, budget=1)["eigvalsh"]
    own, peer = timings["symdln"], timings.get("charpoly")
    section.add(
        [
            name,
            str(size),
            duration(own.median),
            f"{duration(peer.median)} ({times(own.ratio(peer))})" if peer else "--long",
            duration(floor.median),
            "yes" if _floating(floats) == inertia_of(matrix) else "no",
        ],
        matrix=name,
        size=size,
        seconds={key: timing.median for key, timing in timings.items()} | {"eigvalsh": floor.median},
    )
    return size, own.median


def _generic(size: int) -> flint.fmpz_mat:
    entries = np.random.default_rng(size).integers(-9, 10, (size, size))
    symmetric = np.triu(entries) + np.triu(entries, 1).T
    return flint.fmpz_mat(size, size, symmetric.ravel().tolist())


def _hessian(widths: tuple[int, ...]) -> flint.fmpz_mat:
    return varied_kind(square_problem(widths)).representative(rng=0).integer_hessian


def _floating(matrix: np.ndarray) -> dln.Inertia:
    values = np.linalg.eigvalsh(matrix)
    tolerance = len(values) * np.finfo(float).eps * np.abs(values).max()
    positive, negative = int((values > tolerance).sum()), int((values < -tolerance).sum())
    return dln.Inertia(positive, negative, len(values) - positive - negative)
