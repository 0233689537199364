"""Classes and full inertia by the rank route in batches, beside numpy's eigvalsh of the finished Hessians."""

from __future__ import annotations

from typing import Any

import numpy as np
from cases import square_problem, varied_kind
from harness import Goal, Section, duration, race, times

from symdln.numeric import Landscape, Workspace, hessian, numerical_classes

WIDTHS = ((4,) * 4, 1.0), ((10,) * 4, 10.0)
POINTS = 200


def measure(long: bool) -> Section:
    section = Section(
        "Classification and full inertia in batches",
        f"B = {POINTS} critical points (four disguised representatives of one kind of middle rank, rounded), on one "
        "thread. symdln gets the weights alone and gives label, selection, strings and inertia; `eigvalsh` gets the "
        "finished Hessians, and its signs count as zero what lies within 1e-9 of the largest eigenvalue.",
        ["widths", "B", "symdln", "eigvalsh"],
    )
    for widths, wanted in WIDTHS:
        problem = square_problem(widths)
        landscape, workspace = Landscape.of(problem), Workspace()
        points = [varied_kind(problem).representative(seed) for seed in range(4)]
        layers = [np.stack([point.weights[j].to_numpy() for point in points]) for j in range(problem.depth)]
        W = [np.tile(layer, (POINTS // len(points), 1, 1)) for layer in layers]
        hessians = np.ascontiguousarray(hessian(landscape.problem, W))
        timings = race(
            {
                "symdln": lambda land=landscape, W=W, ws=workspace: numerical_classes(land, W, workspace=ws).inertia,
                "eigvalsh": lambda H=hessians: _signs(np.linalg.eigvalsh(H)),
            },
            answer=lambda inertia: inertia.tolist(),
        )
        own, ratio = timings["symdln"], timings["symdln"].ratio(timings["eigvalsh"])
        cells = [",".join(map(str, widths)), str(POINTS), duration(own.median)]
        seconds: dict[str, Any] = {name: timing.median for name, timing in timings.items()}
        section.add(
            [*cells, f"{duration(seconds['eigvalsh'])} ({times(ratio)})"], widths=widths, points=POINTS, seconds=seconds
        )
        text = f"classes and inertia faster than eigvalsh of finished Hessians, widths {widths[0]}^4"
        section.goals.append(Goal(text, wanted, ratio))
    return section


def _signs(values: np.ndarray) -> np.ndarray:
    room = 1e-9 * abs(values).max(axis=1, keepdims=True)
    positive, negative = (values > room).sum(axis=1), (values < -room).sum(axis=1)
    return np.stack([positive, negative, values.shape[1] - positive - negative], axis=1)
