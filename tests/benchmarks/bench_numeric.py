"""Batches of float64 points beside jax (vmap and jit), torch (vmap) and plain floors: Hessian, gradient, H v, signs."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from cases import square_problem
from harness import Goal, Section, Timing, duration, exponent, race, times

from symdln.numeric import (
    NumericProblem,
    Workspace,
    gradient,
    hessian,
    hessian_vector_product,
    linearise,
    pivot_signs,
    rounding_bound,
)

Contenders = dict[str, Callable[[], Any]]
WIDTHS = (4,) * 4, (10,) * 4
DROPPED = (
    "C-ordered Hessians within four copies of the result: `hessian` returns them in the order in which they are made "
    "fastest, and numpy, jax and torch read that order as it is. Only users of C order pay for the transposition, "
    "which no order of work avoids."
)
GROWTH = (4, 6, 8, 10)
POINTS = 1000
SAMPLE = slice(None, None, 97)  # points whose answers are compared
PEERS = [name for name in ("jax", "torch") if importlib.util.find_spec(name)]


class Case:
    """One problem and B points, as every contender wants them."""

    def __init__(self, widths: Sequence[int], size: int):
        self.problem = NumericProblem.of(square_problem(widths))
        rng = np.random.default_rng(widths[0])
        self.W, self.V = (
            [rng.normal(size=(size, *shape)) / shape[1] ** 0.5 for shape in self.problem.shapes] for _ in range(2)
        )
        self.size, self.workspace = size, Workspace()

    def vectors(self) -> np.ndarray:
        return np.concatenate([layer.reshape(self.size, -1) for layer in self.W], axis=1)

    def loss_of_layers(self, target: Any) -> Callable[[Any], Any]:
        """``1/2 |P - Y|^2`` of the list of layers of one point."""

        def value(layers: Any) -> Any:
            P = layers[0]
            for layer in layers[1:]:
                P = layer @ P
            return ((P - target) ** 2).sum() / 2

        return value

    def loss_of_vector(self, target: Any) -> Callable[[Any], Any]:
        """The same of one vector, in the order of our Hessians."""
        shapes, loss = self.problem.shapes, self.loss_of_layers(target)
        ends = list(itertools.accumulate((rows * columns for rows, columns in shapes), initial=0))
        places = list(zip(itertools.pairwise(ends), shapes, strict=True))
        return lambda vector: loss([vector[a:b].reshape(shape) for (a, b), shape in places])


class Jax:
    """jax with 64-bit floats on one thread; every function is compiled before the clock starts."""

    def __init__(self, case: Case):
        os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
        self.jax = importlib.import_module("jax")
        self.jax.config.update("jax_enable_x64", True)
        array = self.jax.numpy.asarray
        self.vector = array(case.vectors())
        self.W, self.V = ([array(layer) for layer in layers] for layers in (case.W, case.V))
        target = array(case.problem.Syx)
        self.of_vector, self.of_layers = case.loss_of_vector(target), case.loss_of_layers(target)

    def _ready(self, function: Any, *arguments: Any) -> Callable[[], Any]:
        compiled = self.jax.jit(self.jax.vmap(function))
        return lambda: self.jax.block_until_ready(compiled(*arguments))

    def hessian(self) -> Callable[[], Any]:
        return self._ready(self.jax.hessian(self.of_vector), self.vector)

    def gradient(self) -> Callable[[], Any]:
        return self._ready(self.jax.grad(self.of_layers), self.W)

    def product(self) -> Callable[[], Any]:
        slope = self.jax.grad(self.of_layers)
        return self._ready(lambda W, V: self.jax.jvp(slope, (W,), (V,))[1], self.W, self.V)

    def signs(self) -> Callable[[], Any]:
        second = self.jax.hessian(self.of_vector)
        run = self._ready(lambda vector: self.jax.numpy.linalg.eigvalsh(second(vector)), self.vector)
        return lambda: counts(np.asarray(run()))


class Torch:
    """torch on one thread."""

    def __init__(self, case: Case):
        self.torch = importlib.import_module("torch")
        self.torch.set_num_threads(1)
        array = self.torch.from_numpy
        self.vector = array(case.vectors())
        self.W, self.V = (tuple(array(layer) for layer in layers) for layers in (case.W, case.V))
        target = array(case.problem.Syx.copy())
        self.of_vector, self.of_layers = case.loss_of_vector(target), case.loss_of_layers(target)

    def hessian(self) -> Callable[[], Any]:
        function = self.torch.func.vmap(self.torch.func.hessian(self.of_vector))
        return lambda: function(self.vector)

    def gradient(self) -> Callable[[], Any]:
        function = self.torch.func.vmap(self.torch.func.grad(self.of_layers))
        return lambda: function(self.W)

    def product(self) -> Callable[[], Any]:
        slope = self.torch.func.grad(self.of_layers)
        function = self.torch.func.vmap(lambda W, V: self.torch.func.jvp(slope, (W,), (V,))[1])
        return lambda: function(self.W, self.V)

    def signs(self) -> Callable[[], Any]:
        function = self.hessian()
        return lambda: counts(self.torch.linalg.eigvalsh(function()).numpy())


def counts(values: np.ndarray) -> np.ndarray:
    """Numbers of positive, negative and zero eigenvalues; zero is what lies within N eps of the largest one."""
    N = values.shape[1]
    room = N * np.finfo(float).eps * abs(values).max(axis=1, keepdims=True)
    positive, negative = (values > room).sum(axis=1), (values < -room).sum(axis=1)
    return np.stack([positive, negative, N - positive - negative], axis=1)


def close_to(reference: Any, room: Any) -> Callable[[Any], bool]:
    """A check for every contender: the sampled points lie within ``room`` of the reference, else ``AssertionError``."""
    wanted = [np.asarray(layer)[SAMPLE].copy() for layer in as_list(reference)]
    rooms = [np.asarray(layer)[SAMPLE].copy() for layer in as_list(room)]

    def check(result: Any) -> bool:
        for layer, value, most in zip(as_list(result), wanted, rooms, strict=True):
            if not (abs(np.asarray(layer)[SAMPLE] - value) <= most).all():
                raise AssertionError("a contender's answer is further from the reference than rounding explains.")
        return True

    return check


def as_list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else [value]


def measure(long: bool) -> Section:
    section = Section(
        "Batches of float64 points",
        "B random points of square networks, on one thread. symdln has a workspace and `out=`; jax is "
        f"`jit(vmap(...))`, compiled before the clock starts; torch is `vmap`. {_versions()}",
        ["what", "widths", "B", "symdln", "jax", "torch", "floor"],
    )
    for widths in WIDTHS:
        case = Case(widths, POINTS)
        peers = {name: {"jax": Jax, "torch": Torch}[name](case) for name in PEERS}
        everything = long or widths == WIDTHS[0]
        _measure_hessian(section, case, peers, everything)
        _measure_gradient(section, case, peers)
        few = case if everything else Case(widths, POINTS // 10)
        few_peers = peers if few is case else {name: type(peer)(few) for name, peer in peers.items()}
        _measure_signs(section, few, few_peers)
    _growth(section)
    _products(section)
    section.notes += [
        "Own times and floors come from races without peers, ratios to peers from races with them. The floor of a "
        "Hessian is `numpy.copyto` of the result into memory that is already there; of H v, symdln's gradient; "
        "of signs, `numpy.linalg.eigvalsh` (LAPACK `syevd`) of the finished Hessians; of the gradient, `numpy.matmul` "
        "of matrices of the same sizes, as many times.",
        "H v alone takes 8H - 9 small products at depth H (15 at H = 3) where the gradient takes 3H - 3 (6): two for "
        "every derivative of a product and one for the product itself: 2.5 gradients at H = 3. *Linearised* "
        "(`linearise(problem, W)`, made before the clock starts) the products at W are there: 6H - 6, twice those of "
        "the gradient.",
        "By default the batch axis of symdln's Hessians is the last one in memory; *C-ordered* has every Hessian "
        "contiguous, as the peers have; at small widths they are transposed into it, which alone takes as long as "
        "filling them, or about 3.6 copies.",
        "Signs are those of LAPACK's `dsytrf` pivots (symdln) and of all eigenvalues (peers): equal at these points, "
        "whose Hessians are far from singular.",
        "One small point alone is faster in compiled jax than here.",
    ]
    return section


def _versions() -> str:
    missing = [name for name in ("jax", "torch") if name not in PEERS]
    found = ", ".join(f"{name} {version(name)}" for name in PEERS)
    return (f"With {found}." if found else "") + (
        f" Not installed: {', '.join(missing)}; get them with `pip install 'symdln[peers]'`." if missing else ""
    )


@dataclass(frozen=True)
class Measured:
    """Two races of the same call: beside floors alone, and beside the peers.

    They are apart so that no thread of a peer disturbs the floors.
    """

    alone: dict[str, Timing]
    beside: dict[str, Timing]

    def peer(self, name: str, own: str = "symdln") -> float:
        """How many times faster than the peer this contender of ours is."""
        return self.beside[own].ratio(self.beside[name])

    def floors(self, own: str, name: str) -> float:
        """How many floors this contender costs."""
        return 1 / self.alone[own].ratio(self.alone[name])


def _races(
    own: Contenders, floors: Contenders, peers: Contenders, check: Callable[[Any], Any], *, floor_too: bool
) -> Measured:
    """``floor_too`` says whether the floors give the same answer."""
    for run in {**own, **peers, **(floors if floor_too else {})}.values():
        check(run())
    alone = race({**own, **floors}, budget=1)
    beside = race({**own, **peers}, answer=check, budget=1.5) if peers else {}
    return Measured(alone, beside)


def _row(section: Section, what: str, case: Case, measured: Measured, floor: str | None, own: str = "symdln") -> None:
    alone, beside = measured.alone, measured.beside
    peers = [
        f"{duration(beside[name].median)} ({times(measured.peer(name, own))})" if name in beside else "-"
        for name in ("jax", "torch")
    ]
    below = f"{duration(alone[floor].median)} ({_floors(measured.floors(own, floor))})" if floor else "-"
    widths = ",".join(map(str, case.problem.widths))
    cells = [what, widths, str(case.size), duration(alone[own].median), *peers, below]
    seconds = {name: timing.median for name, timing in beside.items()} | {own: alone[own].median}
    section.add(cells, what=what, widths=case.problem.widths, points=case.size, seconds=seconds)


def _floors(ratio: float) -> str:
    return f"{ratio:.2g} floors"


def _measure_hessian(section: Section, case: Case, peers: dict[str, Any], everything: bool) -> None:
    problem, W, N, width = case.problem, case.W, case.problem.parameters, case.problem.widths[0]
    last = hessian(problem, W)
    source, copied, ordered = last.copy(order="K"), last.copy(order="K"), np.empty((case.size, N, N))

    def copy() -> np.ndarray:
        np.copyto(copied, source)
        return copied

    own: Contenders = {
        "symdln": lambda: hessian(problem, W, workspace=case.workspace, out=last),
        "C-ordered": lambda: hessian(problem, W, workspace=case.workspace, out=ordered),
    }
    others = {name: peer.hessian() for name, peer in peers.items() if everything or name == "jax"}
    sample = [layer[SAMPLE] for layer in W]
    room = np.zeros((case.size, 1, 1))
    room[SAMPLE] = 8 * rounding_bound(problem, "hessian", sample).max(axis=(1, 2), keepdims=True)
    measured = _races(own, {"copy": copy}, others, close_to(source, room), floor_too=True)
    _row(section, "Hessian", case, measured, "copy")
    _row(section, "Hessian, C-ordered", case, measured, "copy", own="C-ordered")
    for name, wanted in (("jax", 5 if width == 4 else 10), ("torch", 15)):
        if name in others:
            text = f"batched Hessians faster than {name}, widths {width}^4, B = {case.size}"
            section.goals.append(Goal(text, wanted, measured.peer(name)))
            section.goals.append(Goal(f"{text}, C-ordered", wanted, measured.peer(name, "C-ordered")))
    text = f"batched Hessians beside a copy of the result, widths {width}^4"
    section.goals.append(Goal(text, 4, measured.floors("symdln", "copy"), most=True))
    section.goals.append(
        Goal(f"{text}, C-ordered", 4, measured.floors("C-ordered", "copy"), most=True, dropped=DROPPED)
    )


def _measure_gradient(section: Section, case: Case, peers: dict[str, Any]) -> None:
    problem, W, V, width = case.problem, case.W, case.V, case.problem.widths[0]
    slopes, products = ([np.empty_like(layer) for layer in W] for _ in range(2))

    def slope() -> list[np.ndarray]:
        return gradient(problem, W, workspace=case.workspace, out=slopes)

    def product() -> list[np.ndarray]:
        return hessian_vector_product(problem, W, V, workspace=case.workspace, out=products)

    at = linearise(problem, W)

    def shared() -> list[np.ndarray]:
        return at.hessian_vector_product(V, workspace=case.workspace, out=products)

    room = [8 * layer for layer in rounding_bound(problem, "gradient", W)]
    others = {name: peer.gradient() for name, peer in peers.items()}
    measured = _races({"symdln": slope}, {}, others, close_to(gradient(problem, W), room), floor_too=False)
    _row(section, "gradient", case, measured, None)
    if "jax" in others:
        section.goals.append(Goal(f"gradient on par with compiled jax, widths {width}^4", 1, measured.peer("jax")))
    room = [8 * layer for layer in rounding_bound(problem, "hessian_vector_product", W, V)]
    others = {name: peer.product() for name, peer in peers.items()}
    check = close_to(hessian_vector_product(problem, W, V), room)
    own: Contenders = {"symdln": product, "shared": shared}
    measured = _races(own, {"gradient": slope}, others, check, floor_too=False)
    _row(section, "H v, one alone", case, measured, "gradient")
    _row(section, "H v, linearised", case, measured, "gradient", own="shared")
    for name, how in (("shared", "linearised"), ("symdln", "one alone")):
        text = f"H v in gradients, {how}, widths {width}^4"
        section.goals.append(Goal(text, 2, measured.floors(name, "gradient"), "gradients", most=True))


def _measure_signs(section: Section, case: Case, peers: dict[str, Any]) -> None:
    problem, W, width = case.problem, case.W, case.problem.widths[0]
    hessians = np.ascontiguousarray(hessian(problem, W))
    own: Contenders = {"symdln": lambda: pivot_signs(problem, W, workspace=case.workspace)}
    floors: Contenders = {"eigvalsh": lambda: counts(np.linalg.eigvalsh(hessians))}
    others = {name: peer.signs() for name, peer in peers.items()}
    wanted_signs = counts(np.linalg.eigvalsh(hessians))

    def check(signs: Any) -> bool:
        if not np.array_equal(signs, wanted_signs):
            raise AssertionError("a contender counts other signs than the eigenvalues have.")
        return True

    measured = _races(own, floors, others, check, floor_too=True)
    _row(section, "Hessian and signs", case, measured, "eigvalsh")
    for name, wanted in (("jax", 5), ("torch", 3)):
        if name in others:
            text = f"Hessian and its signs faster than {name} with eigvalsh, widths {width}^4, B = {case.size}"
            section.goals.append(Goal(text, wanted, measured.peer(name)))


def _products(section: Section) -> None:
    """What the gradient's six matrix products cost alone, with all arrays in place: the floor of the gradient."""
    for widths in WIDTHS:
        case = Case(widths, POINTS)
        problem, W = case.problem, case.W
        out, slopes = np.empty_like(W[0]), [np.empty_like(layer) for layer in W]

        def six(W: list[np.ndarray] = W, out: np.ndarray = out) -> None:
            for _ in range(3):
                np.matmul(W[0], W[1], out=out)
                np.matmul(W[1], W[2], out=out)

        def slope(case: Case = case, slopes: list[np.ndarray] = slopes) -> Any:
            return gradient(case.problem, case.W, workspace=case.workspace, out=slopes)

        timings = race({"symdln": slope, "products": six}, budget=0.5)
        floors = 1 / timings["symdln"].ratio(timings["products"])
        medians = {name: timing.median for name, timing in timings.items()}
        cells = ["gradient beside its products", ",".join(map(str, problem.widths)), str(POINTS)]
        cells += [duration(timings["symdln"].median), "-", "-"]
        cells.append(f"{duration(timings['products'].median)} ({_floors(floors)})")
        section.add(cells, what="products", widths=widths, points=POINTS, seconds=medians)


def _growth(section: Section) -> None:
    """Fitted exponents of the time for one point against the number of parameters N."""
    runs: dict[str, list[float]] = {}
    sizes = []
    for width in GROWTH:
        case = Case((width,) * 4, POINTS)
        problem, W, workspace = case.problem, case.W, case.workspace
        few = [layer[: POINTS // 5] for layer in W]
        sizes.append(problem.parameters)
        result, slopes = hessian(problem, few), gradient(problem, W)
        contenders: Contenders = {
            "Hessian": lambda p=problem, W=few, ws=workspace, out=result: hessian(p, W, workspace=ws, out=out),
            "gradient": lambda p=problem, W=W, ws=workspace, out=slopes: gradient(p, W, workspace=ws, out=out),
            "H v": lambda p=problem, W=W, V=case.V, ws=workspace, out=slopes: hessian_vector_product(
                p, W, V, workspace=ws, out=out
            ),
            "Hessian and signs": lambda p=problem, W=few, ws=workspace: pivot_signs(p, W, workspace=ws),
        }
        for name, timing in race(contenders, budget=0.4).items():
            runs.setdefault(name, []).append(timing.median)
    slopes_text = ", ".join(f"{name} N^{exponent(sizes, seconds):.2f}" for name, seconds in runs.items())
    section.notes.append(
        f"Growth with the number of parameters N at widths {GROWTH[0]}^4 to {GROWTH[-1]}^4, fitted: {slopes_text}. "
        f"Of {POINTS} points, and {POINTS // 5} where a Hessian is formed."
    )
