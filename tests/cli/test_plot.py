"""The commands that draw: ``symdln plot`` and ``symdln escape --plot``."""

from __future__ import annotations

import sys

import pytest

from symdln.cli import main
from symdln.errors import InputError

needs_matplotlib = "matplotlib is missing; get it with pip install 'symdln[plot]'"


@pytest.fixture
def plots():
    pytest.importorskip("matplotlib", reason=needs_matplotlib)
    from symdln.teaching import plots

    return plots


def run_cli(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    return stop.value.code


def test_commands_write_pictures_and_name_what_is_wrong(plots, tmp_path, capsys):
    picture = tmp_path / "e.svg"
    options = ["--widths", "1,1,1,1", "--runs", "10", "--epsilon", "0.3,0.2", "--steps", "2000"]
    assert run_cli("escape", *options, "--plot", str(picture)) == 0
    assert "<svg" in picture.read_text()
    assert "Quantiles" in capsys.readouterr().out
    assert run_cli("plot", "nothing") == 2
    assert (
        "'slices', 'slices-stacked', 'trajectories', 'modes', 'enclosures', 'cycles', 'leaving', 'drift', 'escape', "
        "'spectra'" in capsys.readouterr().err
    )
    assert run_cli("plot", "slices", "--out", str(tmp_path / "a.txt")) == 2
    assert ".png, .pdf or .svg" in capsys.readouterr().err


def test_a_missing_library_is_named(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    from symdln.teaching.drawing import figure

    with pytest.raises(InputError, match=r"symdln\[plot\]"):
        figure(1, 1, 1, 1)
    assert run_cli("escape", "--widths", "1,1,1", "--plot", str(tmp_path / "x.png")) == 2
    assert "matplotlib" in capsys.readouterr().err


def test_a_dark_picture_is_the_opposite_of_a_light_one(plots, tmp_path):
    image = pytest.importorskip("matplotlib.image", reason=needs_matplotlib)
    for options in ([], ["--dark"]):
        target = tmp_path / f"modes{'-dark' * bool(options)}.png"
        assert run_cli("plot", "modes", *options, "--out", str(target)) == 0
    light, dark = (image.imread(tmp_path / name)[..., :3] for name in ("modes.png", "modes-dark.png"))
    assert light.mean() > 0.9
    assert abs(1 - light - dark).mean() < 0.02  # all but the smoothing of edges and the frame of the legend
