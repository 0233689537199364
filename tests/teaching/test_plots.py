"""Every plot is drawn, labelled, and shows the numbers that it says it shows."""

from __future__ import annotations

import numpy as np
import pytest

import symdln as dln

needs_matplotlib = "matplotlib is missing; get it with pip install 'symdln[plot]'"


@pytest.fixture
def plots():
    pytest.importorskip("matplotlib", reason=needs_matplotlib)
    from symdln.teaching import plots

    return plots


def recorder(told: list):
    """A watch as that of the command line, which writes down what it would say."""

    def watch(items, what, total):
        for passed, item in enumerate(items):
            told.append((what, passed, total))
            yield item

    return watch


@pytest.mark.parametrize(
    "name", ["slices", "slices-stacked", "trajectories", "modes", "enclosures", "cycles", "drift", "spectra"]
)
def test_every_plot_has_labels_and_is_written(plots, name, tmp_path):
    _, draw, _ = plots.PLOTS[name]
    told = []
    made = draw(dln.Problem.canonical((2, 1), (2, 2, 2, 2)), watch=recorder(told))
    assert told, "whoever waits hears how far the work is"
    assert all(passed <= total for _, passed, total in told)
    assert len({what for what, _, _ in told}) <= 2  # so the estimate of the time left is not begun anew all the time
    assert all(axes.get_xlabel() for axes in made.axes)
    assert made.axes[0].get_ylabel()
    path = plots.save(made, tmp_path / f"{name}.png")
    assert path.read_bytes().startswith(b"\x89PNG")


def test_slices_are_the_exact_curves(plots):
    made = plots.loss_slices(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    # strict: W = (1, 0, 0) or alike; non-strict: the origin, 1/2 (t^3 - 1)^2 - 1/2 = -t^3 + t^6/2; a minimum
    titles = [axes.get_title() for axes in made.axes]
    assert titles == ["strict saddle", "non-strict saddle", "global minimiser"]
    t, change = made.axes[1].get_lines()[0].get_data()
    np.testing.assert_allclose(change, -(np.asarray(t) ** 3) + np.asarray(t) ** 6 / 2, atol=1e-12)
    t, change = made.axes[2].get_lines()[0].get_data()
    assert (np.asarray(change) >= 0).all()


def test_lines_differ_without_colour(plots):
    made = plots.trajectories(dln.Problem.canonical((2, 1), (2, 2, 2, 2)))
    curves = [line for line in made.axes[0].get_lines() if str(line.get_label()).startswith("start")]
    assert len({line.get_linestyle() for line in curves}) == len(curves) == 4
    assert all(np.diff(np.asarray(line.get_ydata())).max() <= 1e-9 for line in curves)  # the loss falls


def test_half_times_of_modes_are_those_of_the_closed_form(plots):
    # depth 2, s = 2, u_0 = 1/1000: t = log((s - u_0) / u_0) / (2 s) = log(1999) / 4
    made = plots.learned_modes(dln.Problem.canonical((2, 1), (2, 2, 2)))
    (marked,) = made.axes[0].get_lines()[1].get_xdata()
    assert marked == pytest.approx(np.log(1999) / 4, rel=1e-12)


def test_the_proved_bound_lies_above_the_enclosed_loss(plots):
    made = plots.enclosed_loss(dln.Problem.canonical((2, 1), (2, 2, 2)))
    loss, bound = made.axes[0].get_lines()[:2]
    later = np.asarray(loss.get_ydata())[-len(bound.get_ydata()) :]
    assert (later <= np.asarray(bound.get_ydata())).all()


def test_enclosures_of_a_narrow_layer_are_over_its_own_minimum(plots):
    made = plots.enclosed_loss(dln.Problem.canonical((2, 1), (2, 1, 2)))
    loss = np.asarray(made.axes[0].get_lines()[0].get_ydata())
    assert (loss > 0).all()
    assert loss[-1] < 1e-3  # the least loss 1/2 of rank one is taken off


def test_the_histogram_counts_every_run(plots):
    from symdln.numeric.dynamics.escape import run, setup
    from symdln.numeric.dynamics.statistics import gathered

    experiment = setup(dln.Problem.canonical((1,), (1, 1, 1, 1)), runs=30, epsilons=(0.3,), step=0.05, steps=300)
    epochs = gathered(experiment, run(experiment))
    made = plots.escape_histogram(experiment, epochs)
    legend = [text.get_text() for text in made.axes[0].get_legend().get_texts()]
    for saddle, text in zip(experiment.saddles, legend, strict=True):
        never = int(np.isinf(epochs[saddle.number, 0.3]).sum())
        assert f"order {saddle.order}" in text
        assert (f"({never} never)" in text) == bool(never)


def test_cycles_are_those_of_the_formula(plots):
    # depth 2, s = 1: at c = eta the cycle has a b = 1 / c and a^2 + b^2 = 1 + 1 / c, stable below sqrt 5 - 1 = 1.236
    made = plots.cycles_of_two(dln.Problem.canonical((1,), (1, 1, 1)))
    stable, unstable = (np.asarray(points.get_offsets()) for points in made.axes[0].collections)
    assert (stable[:, 0].min(), stable[:, 0].max(), unstable[:, 0].min()) == (1.02, 1.22, 1.24)
    for points in (stable, unstable):
        lows, highs = points[::2], points[1::2]
        np.testing.assert_allclose(lows[:, 1] * highs[:, 1], 1 / lows[:, 0], rtol=1e-9)
        np.testing.assert_allclose(lows[:, 1] ** 2 + highs[:, 1] ** 2, 1 + 1 / lows[:, 0], rtol=1e-9)


def test_nothing_leaves_zero_before_the_proved_time(plots):
    made = plots.leaving_zero(dln.Problem.canonical((2, 1), (2, 2, 2)), runs=2)
    least, rays, found = made.axes[0].get_lines()
    # depth 2, s_1 = 2, f = 1/2: log(2^k) / 2 for the start 1/2 / 2^k
    np.testing.assert_allclose(least.get_ydata(), np.log(2) * np.arange(1, 9) / 2, rtol=1e-12)
    assert (np.asarray(rays.get_ydata()) > np.asarray(least.get_ydata())).all()
    bounds = dict(zip(least.get_xdata(), least.get_ydata(), strict=True))
    assert all(time > bounds[size] for size, time in zip(*found.get_data(), strict=True))
