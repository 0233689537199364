"""Trajectories to gradient norm 1e-8: gradient descent beside jax and torch, adaptive flow beside scipy's LSODA."""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from cases import square_problem
from harness import Goal, Section, duration, race, times
from scipy.integrate import LSODA

from symdln.numeric import NumericProblem, descend, flow_batch, hessian, loss

WIDTHS = (4, 4, 4, 4)
POINTS, FEW = 1000, 10
NORM, STEP, MOST = 1e-8, 0.02, 100_000
LEG, SMALLEST = 100, 16
DROPPED_TUNED = (
    "Descent against tuned jax and torch: these have the gradient of this one loss written by hand in closed form, and "
    "take finished points out in legs of a size that was chosen for this table. Whoever writes `vmap(grad(loss))`, as "
    'in the row "plain", waits longer; and `descend` also says why each trajectory ended.'
)
DROPPED_LOOSE = (
    "Flow against LSODA at its default tolerances: with rtol 1e-3 it is quick because it may be wrong in the third "
    "digit, which for weights near a saddle is another basin. To trust a trajectory one needs 1e-6, which is the row "
    "with the same goal."
)
PEERS = [name for name in ("jax", "torch") if importlib.util.find_spec(name)]


class Case:
    """One problem, and starts whose steps of descent all converge."""

    def __init__(self) -> None:
        self.problem = NumericProblem.of(square_problem(WIDTHS))
        rng = np.random.default_rng(0)
        self.W = [rng.normal(size=(POINTS, *shape)) / 2 for shape in self.problem.shapes]
        self.target = self.problem.Syx.copy()

    def check(self, losses: Any) -> bool:
        """All points are at the minimum, which is 0 here, within what a gradient norm of 1e-8 leaves open."""
        if len(losses) not in (POINTS, FEW) or not (np.asarray(losses) < 1e-9).all():
            raise AssertionError("a contender has not reached the minimum.")
        return True


def jax_plain(case: Case) -> Callable[[], Any]:
    """What a user of jax writes: ``vmap(grad(loss))`` in a compiled ``while_loop``, up to the end of the last point."""
    jax = _jax()
    jnp, target = jax.numpy, jax.numpy.asarray(case.target)

    def value(W: Any) -> Any:
        return ((W[2] @ W[1] @ W[0] - target) ** 2).sum() / 2

    slopes = jax.vmap(jax.grad(value))

    def going(G: Any) -> Any:
        return sum((layer**2).sum(axis=(1, 2)) for layer in G) > NORM**2

    def step(carry: Any) -> Any:
        W, G = carry
        W = [layer - STEP * slope for layer, slope in zip(W, G, strict=True)]
        return W, slopes(W)

    @jax.jit
    def descent(W: Any) -> Any:
        W, _ = jax.lax.while_loop(lambda carry: going(carry[1]).any(), step, (W, slopes(W)))
        return jax.vmap(value)(W)

    return lambda: np.asarray(descent([jnp.asarray(layer) for layer in case.W]))


def torch_plain(case: Case) -> Callable[[], Any]:
    """What a user of torch writes: ``vmap(grad(loss))`` in a loop, until the last point has finished."""
    torch = _torch()
    target = torch.from_numpy(case.target)

    def value(W: Any) -> Any:
        return ((W[2] @ W[1] @ W[0] - target) ** 2).sum() / 2

    slopes = torch.func.vmap(torch.func.grad(value))

    def run() -> Any:
        W = tuple(torch.from_numpy(layer.copy()) for layer in case.W)
        for _ in range(MOST):
            G = slopes(W)
            if bool((sum((layer**2).sum(dim=(1, 2)) for layer in G) <= NORM**2).all()):
                break
            W = tuple(layer - STEP * slope for layer, slope in zip(W, G, strict=True))
        return torch.func.vmap(value)(W).numpy()

    return run


def _jax() -> Any:
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    return jax


def _torch() -> Any:
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    return torch


def jax_tuned(case: Case) -> Callable[[], Any]:
    """Compiled legs of at most 100 steps with the gradient in closed form; when half has finished, the rest goes on.

    So shapes halve, and all of them are compiled in the round that warms up.
    """
    jax = _jax()
    jnp, target = jax.numpy, jax.numpy.asarray(case.target)

    def slopes(W: Any) -> Any:
        first, second, third = W
        low = second @ first
        E = third @ low - target
        back = third.mT @ E
        return [second.mT @ back, back @ first.mT, E @ low.mT]

    def going(G: Any) -> Any:
        return sum((layer**2).sum(axis=(1, 2)) for layer in G) > NORM**2

    def step(carry: Any) -> Any:
        W, G, n = carry
        go = going(G)[:, None, None]
        W = [jnp.where(go, layer - STEP * slope, layer) for layer, slope in zip(W, G, strict=True)]
        return W, slopes(W), n + 1

    @jax.jit
    def leg(W: Any) -> Any:
        W, G, _ = jax.lax.while_loop(lambda c: (c[2] < LEG) & going(c[1]).any(), step, (W, slopes(W), 0))
        return W, going(G), ((W[2] @ W[1] @ W[0] - target) ** 2).sum(axis=(1, 2)) / 2

    def run() -> Any:
        W, ends = [jnp.asarray(layer) for layer in case.W], []
        while True:
            W, go, losses = leg(W)
            left, size = np.flatnonzero(np.asarray(go)), len(W[0])
            if not len(left):
                return np.concatenate([*ends, np.asarray(losses)])
            if 2 * len(left) <= size and size > SMALLEST:
                done = np.flatnonzero(~np.asarray(go))[: size // 2]  # a full half leaves, finished to the last
                kept = np.setdiff1d(np.arange(size), done)
                ends.append(np.asarray(losses)[done])
                W = [layer[kept] for layer in W]

    return run


def torch_tuned(case: Case) -> Callable[[], Any]:
    """The same in torch with the gradient in closed form, batched products, and finished points taken out."""
    torch = _torch()
    target = torch.from_numpy(case.target)

    def slopes(W: Sequence[Any]) -> list[Any]:
        first, second, third = W
        low = second @ first
        E = third @ low - target
        back = third.mT @ E
        return [second.mT @ back, back @ first.mT, E @ low.mT]

    def run() -> Any:
        W, ends = [torch.from_numpy(layer.copy()) for layer in case.W], []
        for _ in range(MOST):
            G = slopes(W)
            norm = sum((layer**2).sum(dim=(1, 2)) for layer in G).sqrt()
            if bool((norm <= NORM).any()):
                done = norm <= NORM
                P = W[2][done] @ W[1][done] @ W[0][done]
                ends.append(((P - target) ** 2).sum(dim=(1, 2)) / 2)
                W, G = [layer[~done] for layer in W], [layer[~done] for layer in G]
                if not len(W[0]):
                    break
            for layer, slope in zip(W, G, strict=True):
                layer -= STEP * slope
        return torch.cat(ends).numpy()

    return run


def lsoda_flow(case: Case, rtol: float, atol: float) -> Callable[[], Any]:
    """Points one after the other, stepped until the gradient norm is reached."""

    def one(start: np.ndarray) -> list[np.ndarray]:
        def slope(_: float, vector: np.ndarray) -> np.ndarray:
            first, second, third = vector.reshape(3, *case.target.shape)
            low = second @ first
            E = third @ low - case.target
            back = third.T @ E
            return -np.concatenate([(second.T @ back).ravel(), (back @ first.T).ravel(), (E @ low.T).ravel()])

        def jacobian(_: float, vector: np.ndarray) -> np.ndarray:
            return -hessian(case.problem, list(vector.reshape(3, *case.target.shape)))

        solver = LSODA(slope, 0.0, start, 1e9, rtol=rtol, atol=atol, jac=jacobian)
        while solver.status == "running" and np.linalg.norm(slope(0.0, solver.y)) > NORM:
            solver.step()
        return list(solver.y.reshape(3, *case.target.shape))

    def run() -> Any:
        starts = np.concatenate([layer[:FEW].reshape(FEW, -1) for layer in case.W], axis=1)
        ends = [one(start) for start in starts]
        return loss(case.problem, [np.stack(layers) for layers in zip(*ends, strict=True)])

    return run


def measure(long: bool) -> Section:
    section = Section(
        "Trajectories to a gradient norm of 1e-8",
        f"{POINTS} random starts at widths {','.join(map(str, WIDTHS))}, on one thread. Descent has one step size, "
        f"{STEP}, for all contenders. Plain jax and torch are `vmap(grad(loss))` in a loop that ends with the last "
        "point (in jax a compiled `while_loop`); tuned jax (compiled legs) and torch have the gradient in closed form "
        f"and take finished points out, as symdln does. LSODA runs {FEW} of the starts, one after the other, with "
        "exact Hessians.",
        ["what", "contender", "trajectories a second", "one trajectory", "symdln against it"],
    )
    case = Case()
    _descents(section, case, long)
    flows: dict[str, Callable[[], Any]] = {
        "symdln": lambda: flow_batch(case.problem, case.W, rtol=0.05, gradient_norm=NORM).losses,
        "scipy LSODA, rtol 1e-3": lsoda_flow(case, 1e-3, 1e-6),
        "scipy LSODA, rtol 1e-6": lsoda_flow(case, 1e-6, 1e-9),
    }
    found = race(flows, answer=case.check, budget=30 if long else 12)
    own = found.pop("symdln")
    _row(section, "flow", "symdln", own.median / POINTS, 1)
    for name, timing in found.items():
        ratio = own.ratio(timing) * POINTS / FEW
        _row(section, "flow", name, timing.median / FEW, ratio)
        text = f"adaptive flow against {name}, {POINTS} starts at 4^4"
        section.goals.append(Goal(text, 50, ratio, dropped=DROPPED_LOOSE if "1e-3" in name else ""))
    section.goals.append(Goal("flows a second on one core", 2000, POINTS / own.median, "a second"))
    section.notes.append(
        "The flows are not equally accurate on the way: symdln allows an error of 5 % of the length of a step, LSODA "
        "has its default tolerances, rtol 1e-3 and atol 1e-6, or rtol 1e-6 and atol 1e-9. What is compared is the way "
        "to the minimum, which all contenders must reach."
    )
    return section


def _descents(section: Section, case: Case, long: bool) -> None:
    contenders: dict[str, Callable[[], Any]] = {
        "symdln": lambda: descend(case.problem, case.W, step=STEP, gradient_norm=NORM).losses
    }
    makers = {"jax": (jax_plain, jax_tuned), "torch": (torch_plain, torch_tuned)}
    for peer in PEERS:
        contenders |= {f"{peer}, {how}": make(case) for how, make in zip(("plain", "tuned"), makers[peer], strict=True)}
    found = race(contenders, answer=case.check, budget=60 if long else 25)
    for name, timing in found.items():
        ratio = found["symdln"].ratio(timing)
        _row(section, "descent", name, timing.median / POINTS, ratio)
        if name != "symdln":
            text = f"gradient descent against {name}, {POINTS} starts at 4^4"
            section.goals.append(Goal(text, 1.3, ratio, dropped=DROPPED_TUNED if "tuned" in name else ""))


def _row(section: Section, what: str, name: str, seconds: float, ratio: float) -> None:
    cells = [
        what,
        name,
        f"{1 / seconds:,.0f}",
        duration(seconds),
        "-" if name == "symdln" else f"{times(ratio)} as fast",
    ]
    section.add(cells, what=what, contender=name, seconds=seconds)
