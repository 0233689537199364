"""A figure for dark pages: every grey becomes its opposite, so a picture that is readable in grey stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")


def darken(made: Figure) -> Figure:
    """The same figure with the brightness of all its colours inverted."""
    found: list[tuple[Any, str, Any]] = []
    for artist in made.findobj():
        for name in COLOURS:
            value = getattr(artist, f"get_{name}", lambda: None)()
            if value is not None and hasattr(artist, f"set_{name}"):
                found.append((artist, name, value))
    for axes in made.axes:
        axes.tick_params(which="both", color="white", labelcolor="white")
    for artist, name, value in found:  # all are read before one is changed, as some follow others
        getattr(artist, f"set_{name}")(_opposite(value))
    return made


def _opposite(value: Any) -> Any:
    from matplotlib.colors import to_rgba_array

    colours = to_rgba_array(value)
    if not len(colours):  # no colour at all
        return "none"
    colours[:, :3] = 1 - colours[:, :3]
    return colours[0] if len(colours) == 1 else colours
