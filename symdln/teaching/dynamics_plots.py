"""Pictures of the flow and of descent: plateaus, modes, certified trajectories, cycles, escape, invariants."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from symdln.algebra.square_roots import rational_root
from symdln.dynamics import (
    Mode,
    certified_flow,
    escape_time,
    mode_at,
    modes_of,
    scalar_cycles,
    time_to_reach,
    time_to_share,
)
from symdln.errors import InputError
from symdln.landscape.problem import Problem
from symdln.numeric import NumericProblem, descend, flow, flow_batch
from symdln.numeric.dynamics.escape import Setup
from symdln.numeric.dynamics.statistics import Epochs
from symdln.teaching.drawing import GREYS, SERIES, STYLES, Watch, counter, figure, unwatched, widths_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_STEPS = 300  # steps of a certified trajectory


def trajectories(
    problem: Problem, *, seed: int = 0, scale: float = 0.01, runs: int = 4, watch: Watch = unwatched
) -> Figure:
    """The loss along gradient flows from small random weights, with the critical values as horizontal lines."""
    numeric, rng = NumericProblem.of(problem), np.random.default_rng(seed)
    weights = [scale * rng.normal(size=(runs, *shape)) for shape in numeric.shapes]
    reach = counter(watch, "passes along the flows", 2)
    ends = flow_batch(numeric, weights, rtol=1e-5)
    times = np.concatenate([[0.0], np.linspace(0.1, float(ends.times.max()), 2 * SERIES)])
    reach(1)
    seen = flow_batch(numeric, weights, rtol=1e-5, at=times, time=float(times[-1]) * 1.001).samples
    assert seen is not None
    made, (axes,) = figure(1, 1, 4.8, 3.4)
    for value in sorted({float((value.lower + value.upper) / 2) for value in problem.critical_values()}):
        axes.axhline(value, color="0.7", linewidth=0.9)
        axes.annotate(f"{value:.4g}", (1.005, value), xycoords=("axes fraction", "data"), fontsize=8, va="center")
    for b, style in zip(range(runs), itertools.cycle(STYLES)):
        axes.plot(times, seen.losses[:, b], style, color=GREYS[b % len(GREYS)], label=f"start {b + 1}")
    axes.set(xlabel="time t of the flow (descent: steps x step size)", ylabel="loss L")
    axes.set_title(f"Plateaus at critical values, widths {widths_of(problem)}")
    axes.annotate("critical values", (1.055, 0.5), xycoords="axes fraction", rotation=90, fontsize=8, va="center")
    axes.legend(fontsize=8)
    return made


def learned_modes(problem: Problem, *, start: Fraction = Fraction(1, 1000), watch: Watch = unwatched) -> Figure:
    """The singular values of the product along the aligned balanced flow, with the exact times of half of each.

    The drawn points are enclosed by the closed form, in intervals far narrower than the line.
    """
    made, (axes,) = figure(1, 1, 4.8, 3.4)
    modes = modes_of(problem, start)
    if not modes:
        raise InputError("this plot shows the singular values of the target, but Y X^T is zero; pass other data.")
    end = Fraction(11, 10) * max(time_to_share(mode, Fraction(99, 100))[1] for mode in modes).limit_denominator(1000)
    times = [end * k / 150 for k in range(151)]
    for mode, style, grey in zip(watch(modes, "modes", len(modes)), itertools.cycle(STYLES), itertools.cycle(GREYS)):
        heights = [float(mode_at(mode, time)[0]) for time in times]
        half = float(time_to_share(mode, Fraction(1, 2))[0])
        label = f"s = {mode.target}: half at t = {half:.3f}"
        axes.plot([float(time) for time in times], heights, style, color=grey, label=label)
        axes.plot([half], [float(mode.target) / 2], "o", color=grey, markersize=5)
    axes.set(xlabel="time t of the flow", ylabel="singular values of the product")
    axes.set_title(f"Modes are learned one by one,\nwidths {widths_of(problem)}, from {start}")
    axes.legend(fontsize=8, loc="center right")
    return made


def enclosed_loss(problem: Problem, *, seed: int = 0, watch: Watch = unwatched) -> Figure:
    """The excess loss along one certified trajectory, and the bound that is proved for all later times."""
    rng = np.random.default_rng(seed)
    start = [
        [[Fraction(int(x), 8) for x in row] for row in rng.integers(-8, 9, size=shape)] for shape in problem.shapes
    ]
    steps, passed = itertools.count(1), counter(watch, "steps of a trajectory, which may end earlier", MOST_STEPS)
    run = certified_flow(problem, start, until=30, steps=MOST_STEPS, progress=lambda _: passed(next(steps)))
    if run.convergence is None:
        raise InputError(f"{run.reason} Choose other widths or singular values, or see certified_flow.")
    proof = run.convergence
    end = proof.time_until(proof.excess / 1000)
    times = [end * k / 60 for k in range(61)]
    reach = counter(watch, "times at which the loss is enclosed", len(times))
    states = certified_flow(problem, start, at=times, progress=lambda now: reach(sum(t <= now for t in times))).states
    made, (axes,) = figure(1, 1, 4.8, 3.4)
    least = min(value.lower for value in problem.critical_values())
    heights = [float(state.loss[1] - least) for state in states]
    later = [time for time in times if time >= proof.time]
    bounds = [float(proof.excess_at(time)) for time in later]
    axes.semilogy([float(time) for time in times], heights, "-", color="black", label="enclosed excess loss")
    axes.semilogy([float(time) for time in later], bounds, "--", color="0.35", label="proved for all later times")
    axes.axvline(float(proof.time), color="0.7", linewidth=0.9)
    axes.set(xlabel="time t of the flow", ylabel="excess loss L - min L")
    axes.set_title(f"A certified trajectory,\nwidths {widths_of(problem)}, proved rate {float(2 * proof.rate):.4g}")
    axes.legend(fontsize=8)
    return made


def cycles_of_two(problem: Problem, *, watch: Watch = unwatched) -> Figure:
    """The cycles of period two of descent on equal scalar layers, for the depth and the largest target of the problem.

    Points are roots isolated exactly; filled ones are proved stable, open ones unstable.  Dots are float descents.
    """
    square = problem.spectrum[0].value
    s = None if square is None else rational_root(square)
    if not s:
        raise InputError("this plot needs a largest singular value of Y X^T that is rational and not 0; pass others.")
    depth = problem.depth
    made, (axes,) = figure(1, 1, 4.8, 3.6)
    fixed = float(s) ** (1 / depth)
    edge = Fraction(2 / (depth * fixed ** (2 * depth - 2))).limit_denominator(10**6)  # 2 / lambda_max at the minimum
    shares = [Fraction(80 + k, 100) for k in range(0, 61, 2)]
    marks: dict[bool | None, list[tuple[float, float]]] = {True: [], False: [], None: []}
    for share in watch(shares, "step sizes", len(shares)):
        for cycle in (cycle for cycle in scalar_cycles(s, share * edge, depth) if cycle.low[0] > 0):
            marks[cycle.is_stable] += [(float(share), float(end[0])) for end in (cycle.low, cycle.high)]
        seen = _descended(float(s), float(share * edge), depth, 1.01 * fixed)
        axes.plot([float(share)] * len(seen), seen, ".", color="0.65", markersize=3, zorder=1)
    axes.plot([0.8, 1], [fixed, fixed], "-", color="black", label="minimum, stable")
    axes.plot([1, 1.4], [fixed, fixed], "--", color="black", label="minimum, unstable")
    for stable, text, face in ((True, "cycle, stable", "black"), (False, "cycle, unstable", "none")):
        if marks[stable]:
            xs, ys = zip(*marks[stable], strict=True)
            axes.scatter(xs, ys, s=26, facecolors=face, edgecolors="black", label=text, zorder=3)
    axes.plot([], [], ".", color="0.65", label="descent in floats, late steps")
    axes.axvline(1, color="0.7", linewidth=0.9)
    axes.set(xlabel=r"step size times $\lambda_{\max} / 2$ at the minimum", ylabel="entry a of every layer")
    axes.set_title(f"Cycles of two steps,\n{depth} equal scalar layers, target {s}")
    axes.legend(fontsize=8, loc="lower left")
    return made


def _descended(s: float, eta: float, depth: int, a: float) -> list[float]:
    """Late points of descent on the line of equal layers, none where it leaves a bounded region."""
    late = []
    for n in range(2000):
        a -= eta * a ** (depth - 1) * (a**depth - s)
        if not abs(a) < 1e3:
            return []
        if n >= 1988:
            late.append(a)
    return late


def leaving_zero(problem: Problem, *, seed: int = 0, runs: int = 5, watch: Watch = unwatched) -> Figure:
    """The time in which the flow leaves W = 0: the proved least time, exact rays, and flows from random directions."""
    H, numeric, rng = problem.depth, NumericProblem.of(problem), np.random.default_rng(seed)
    mode = modes_of(problem, Fraction(1, 10**9))[0]
    last = Fraction(1, 2)  # the entry of the ray at the end, where a^H is below the target
    if not last**H < mode.target:
        raise InputError("this plot needs a largest target above 1/2 to the power of the depth; pass larger values.")
    root = Fraction(math.isqrt(H * 10**12), 10**6)  # the norm of a ray is sqrt(H) a
    firsts = [last / 2**k for k in range(1, 9)]
    sizes = [float(root * a) for a in firsts]
    least = [float(escape_time(problem, root * a, root * last)[0]) for a in firsts]
    rays = [float(time_to_reach(Mode(mode.target, a**H, H, mode.rate), last**H)[0]) for a in firsts]
    made, (axes,) = figure(1, 1, 4.8, 3.6)
    axes.plot(sizes, least, "-", color="black", label="proved: no flow is faster")
    axes.plot(sizes, rays, "s", color="black", markerfacecolor="none", label="the ray of rank one, exact")
    starts = [size for size in sizes[:6] for _ in range(runs)]
    followed = watch(starts, "flows", len(starts))
    found = [(size, _left(numeric, rng, size, float(root * last))) for size in followed]
    seen = [(size, time) for size, time in found if time is not None]
    axes.plot(
        [size for size, _ in seen],
        [time for _, time in seen],
        "x",
        color="0.5",
        label="random directions, flows in floats",
    )
    axes.set(xscale="log", yscale="log" if H > 2 else "linear", xlabel="norm of the weights at the start")
    axes.set_ylabel(f"time until the norm is {float(root * last):.3g}")
    law = r"$\log(1/\Vert W \Vert)$" if H == 2 else rf"$\Vert W \Vert^{{-{H - 2}}}$"
    axes.set_title(f"Leaving zero takes a time like {law},\nwidths {widths_of(problem)}")
    axes.legend(fontsize=8)
    return made


def _left(numeric: NumericProblem, rng: np.random.Generator, size: float, goal: float) -> float | None:
    """The time at which a flow from a random direction reaches the norm ``goal``, or None if it never does."""
    weights = [rng.normal(size=shape) for shape in numeric.shapes]
    scale = size / math.sqrt(sum(float((layer**2).sum()) for layer in weights))
    run = flow(numeric, [scale * layer for layer in weights])
    norms = np.sqrt(sum((layer**2).sum(axis=(1, 2)) for layer in run.weights))
    beyond = np.flatnonzero(norms >= goal)
    return float(run.times[beyond[0]]) if beyond.size else None


def invariant_drift(problem: Problem, *, seed: int = 0, step: float = 0.01, watch: Watch = unwatched) -> Figure:
    """The drift of the balancedness invariants along flows at three tolerances, and along gradient descent."""
    numeric, rng = NumericProblem.of(problem), np.random.default_rng(seed)
    weights = [rng.normal(size=(1, *shape)) / 2 for shape in numeric.shapes]
    times = np.geomspace(step, 20.0, 60)
    made, (axes,) = figure(1, 1, 4.8, 3.4)
    epochs = np.unique(np.rint(times / step))
    reach = counter(watch, "runs", 4)
    descent = descend(numeric, weights, step=step, at=epochs, steps=int(epochs[-1]), gradient_norm=0).samples
    assert descent is not None
    axes.plot(epochs * step, descent.drifts[:, 0], "-", color="0.55", label=f"gradient descent, step {step:g}")
    for done, (rtol, style) in enumerate(((1e-4, "--"), (1e-7, ":"), (1e-10, "-.")), start=1):
        reach(done)
        seen = flow_batch(numeric, weights, rtol=rtol, at=times, time=float(times[-1]), gradient_norm=0).samples
        assert seen is not None
        axes.plot(times, np.maximum(seen.drifts[:, 0], 1e-17), style, color="black", label=f"flow, rtol {rtol:g}")
    axes.set(xscale="log", yscale="log", xlabel="time t (descent: steps x step size)")
    axes.set_ylabel(r"$\max_j \Vert C_j(t) - C_j(0) \Vert_F$")
    axes.set_title(
        rf"Drift of $C_j = W_{{j+1}}^T W_{{j+1}} - W_j W_j^T$,"
        f"\nwidths {widths_of(problem)}",
        pad=10,
    )
    made.legend(loc="outside lower center", ncols=2, fontsize=8)
    return made


def escape_histogram(experiment: Setup, epochs: Epochs) -> Figure:
    """Histograms of escape epochs, a panel for each distance and an outline for each saddle; medians as ticks below."""
    distances = sorted(experiment.epsilons, reverse=True)
    made, panels = figure(len(distances), 1, 5.0, 1.2 + 1.6 * len(distances))
    finite = np.concatenate([values[np.isfinite(values)] for values in epochs.values()])
    if not finite.size:
        raise InputError("no run has escaped, so there is no histogram; allow more steps.")
    bins = np.geomspace(max(finite.min(), 1) * 0.9, max(finite.max(), 2) * 1.1, 50)
    for axes, epsilon in zip(panels, distances, strict=True):
        for saddle, style, grey in zip(experiment.saddles, itertools.cycle(STYLES), itertools.cycle(GREYS)):
            values = epochs.get((saddle.number, epsilon), np.zeros(0))
            left = values[np.isfinite(values)]
            kind = "strict" if saddle.order == 2 else "non-strict"
            text = f"kind {saddle.number}: {kind}, order {saddle.order}"
            text += f" ({len(values) - len(left)} never)" if len(left) < len(values) else ""
            axes.hist(np.maximum(left, 1), bins=bins.tolist(), histtype="step", linestyle=style, color=grey, label=text)
            if len(left):
                axes.axvline(max(float(np.median(left)), 1), linestyle=style, color=grey, linewidth=0.8, ymax=0.12)
        axes.set(xscale="log", ylabel="runs")
        axes.set_title(rf"$\varepsilon$ = {epsilon:g}", loc="right", fontsize=9)
    panels[0].legend(fontsize=8)
    panels[-1].set_xlabel(
        f"escape epoch (steps of gradient descent, step size {experiment.step:g});\nshort lines: medians"
    )
    made.suptitle(f"Escape from saddles, widths {widths_of(experiment.problem)}, {experiment.runs} runs each")
    return made
