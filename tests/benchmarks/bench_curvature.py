"""Exact spectra of Hessians, and Gauss-Newton matrices of float batches beside torch (vmap)."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np
from cases import square_problem
from harness import Section, duration, race

import symdln as dln
from symdln.curvature import eigenvalues, enclosed_eigenvalues
from symdln.numeric import NumericProblem, ggn, spectra

EXACT = ((3,) * 4, (5,) * 4, (7,) * 4)
WIDTHS = (4,) * 4, (10,) * 4
POINTS = 200
WORDS = """Exact spectra: all eigenvalues of the Hessian at a point that is not critical, whose characteristic
polynomial does not split, with multiplicities (`eigenvalues`), and as proved enclosures (`enclosed_eigenvalues`).
Float batches: 200 points at once; torch forms J by `vmap(jacrev)` and multiplies."""


def measure(long: bool) -> Section:
    section = Section("Spectra and Gauss-Newton matrices", WORDS, ["what", "widths", "symdln", "beside it"])
    for widths in EXACT:
        matrix = _moved(widths)
        found = race({"exact": lambda m=matrix: len(eigenvalues(m))}, budget=2)["exact"]
        other = race({"enclosed": lambda m=matrix: len(enclosed_eigenvalues(m))}, budget=2)["enclosed"]
        cells = ["exact spectrum, and enclosures", str(widths), duration(found.median), duration(other.median)]
        section.add(cells, widths=widths, seconds={"exact": found.median, "enclosed": other.median})
    for widths in WIDTHS:
        problem = NumericProblem.of(square_problem(widths))
        rng = np.random.default_rng(0)
        W = [rng.normal(size=(POINTS, *shape)) / shape[1] ** 0.5 for shape in problem.shapes]
        runs: dict[str, Callable[[], Any]] = {"symdln": lambda p=problem, w=W: ggn(p, w)}
        if importlib.util.find_spec("torch"):
            runs["torch"] = _torch(problem, W)
            if not np.allclose(runs["torch"](), runs["symdln"]()):
                raise AssertionError(f"torch and symdln disagree at widths {widths}")
        timings = race(runs, answer=lambda found: found.shape, budget=3)
        peer = timings.get("torch")
        cells = ["Gauss-Newton, torch", str(widths), duration(timings["symdln"].median)]
        section.add([*cells, duration(peer.median) if peer else "not installed"], widths=widths)
        whole = race({"spectra": lambda p=problem, w=W: spectra(p, w, "ggn")}, answer=lambda found: None, budget=3)
        section.add(["its spectra with bounds", str(widths), duration(whole["spectra"].median), ""], widths=widths)
    return section


def _moved(widths: tuple[int, ...]) -> dln.Matrix:
    """The Hessian at a point near a critical one."""
    problem = square_problem(widths)
    kind = next(iter(problem.kinds()))
    moves = [[[(i * 7 + j * 3) % 5 - 2 for j in range(b)] for i in range(a)] for a, b in problem.shapes]
    return kind.representative(1).moved(moves, "1/7").hessian


def _torch(problem: NumericProblem, W: list[np.ndarray]) -> Callable[[], Any]:
    """J J^T by automatic differentiation of the product, for Sxx = I."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    tensors = tuple(torch.from_numpy(layer) for layer in W)

    def product(layers: Any) -> Any:
        P = layers[0]
        for layer in layers[1:]:
            P = layer @ P
        return P.reshape(-1)

    jacobian = torch.func.vmap(torch.func.jacrev(product))

    def run() -> Any:
        parts = jacobian(tensors)
        J = torch.cat([part.reshape(*part.shape[:2], -1) for part in parts], dim=2)
        return (2 * problem.loss_factor * J.transpose(1, 2) @ J).numpy()

    return run
