"""One rational critical point from its weights to gradient, Hessian and signature, beside sympy and symengine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cases import square_problem, varied_kind
from harness import Goal, Section, duration, race, times
from peers import Signs, SymengineDerivatives, SympyDerivatives, Weights, fresh

import symdln as dln

WIDTHS = ((2, 2, 2), (2, 2, 2, 2), (2, 2, 2, 2, 2), (3, 3, 3, 3))
DROPPED = {
    "sympy": "",
    "symengine": "Gradient, Hessian and signature against symengine: the Hessian route is the second opinion on a "
    "signature. `inertia` finds it by ranks, which takes a tenth of a millisecond at these widths (next table), two "
    "hundred times less than symengine; and a Hessian is had in less than a millisecond either way.",
}
WORDS = """Exact gradient, exact Hessian and the Hessian's inertia (by the Hessian) at one critical point, end to
end from the weights as lists of `Fraction`. X = I and Y is diagonal with distinct singular values; the point has
middle rank, its bases are mixed and disguised. sympy: `diff`, `hessian`, `xreplace`, `charpoly` and the rule of
signs, starting with an empty cache. symengine: the same, half of the Hessian, and FLINT's characteristic
polynomial. "Derivatives ready" leaves out differentiation, as for the second of many points. Gradients, Hessians
and inertias must all agree."""


def measure(long: bool) -> Section:
    header = [
        "widths",
        "parameters",
        "symdln",
        "sympy",
        "symengine",
        "sympy, derivatives ready",
        "symengine, derivatives ready",
    ]
    section = Section("Signature of one point", WORDS, header)
    for widths in WIDTHS:
        _measure(section, widths)
    return section


def _measure(section: Section, widths: Sequence[int]) -> None:
    problem = square_problem(widths)
    weights = [layer.rows() for layer in varied_kind(problem).representative(rng=0).weights]
    case = problem.shapes, [[int(value) for value in row] for row in problem.Syx.rows()]
    sympy_ready, symengine_ready = SympyDerivatives.build(*case), SymengineDerivatives.build(*case)
    sympy_fresh, symengine_fresh = fresh(SympyDerivatives, *case), fresh(SymengineDerivatives, *case)
    own = {"symdln": lambda: _ours(problem, weights)}
    slow = {"sympy": lambda: sympy_fresh(weights)}
    fast = {
        "symengine": lambda: symengine_fresh(weights),
        "sympy, derivatives ready": lambda: sympy_ready.at(weights),
        "symengine, derivatives ready": lambda: symengine_ready.at(weights),
    }
    ratios, seconds = {}, {}
    for peers in (slow, fast):  # apart, since few rounds of the slow one take long
        timings = race(own | peers, answer=lambda value: value.normal())
        seconds |= {name: timing.median for name, timing in timings.items()}
        ratios |= {name: timings["symdln"].ratio(timings[name]) for name in peers}
    section.add(
        [str(widths), str(problem.parameters), duration(seconds["symdln"])]
        + [f"{duration(seconds[name])} ({times(ratio)})" for name, ratio in ratios.items()],
        widths=widths,
        seconds=seconds,
        ratios=ratios,
    )
    if widths == WIDTHS[-1]:
        for name, wanted in (("sympy", 5000), ("symengine", 50)):
            text = f"gradient, Hessian and signature at widths {widths}, faster than {name}"
            section.goals.append(Goal(text, wanted, ratios[name], dropped=DROPPED[name]))


@dataclass(frozen=True)
class _Own:
    """What symdln returns; taken apart by :meth:`normal` outside the clock."""

    gradient: tuple[dln.Matrix, ...]
    hessian: dln.Matrix
    inertia: dln.Inertia

    def normal(self) -> tuple[list[Fraction], list[Fraction], Signs]:
        signs = self.inertia.positive, self.inertia.negative, self.inertia.zero
        return [value for layer in self.gradient for value in layer.entries()], self.hessian.entries(), signs


def _ours(problem: dln.Problem, weights: Weights) -> _Own:
    point = dln.Point(problem, weights)
    return _Own(point.gradient, point.hessian, point.inertia_by_hessian)
