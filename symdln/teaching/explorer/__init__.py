"""The explorer: one self-contained page with every kind of every small network, drawn as strings on the cycle."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from symdln.files.markup import policy
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.kinds import Kind
from symdln.landscape.problem import Problem
from symdln.landscape.signature import inversions, ties
from symdln.landscape.strings import all_strings, count_pairs, count_squares

TEMPLATE = Path(__file__).with_name("explorer.html")
CLASSES = (GLOBAL_MINIMISER, STRICT, NON_STRICT)
SPECTRA = ((3, 2, 1), (2, 2, 1), (3, 2, 0), (1, 1, 1))
LARGEST = 500_000
_POLICY, _PLACE = "{{ policy }}", "{{ data }}"


def explorer_page(
    depths: Sequence[int] = (2, 3), widths_up_to: int = 3, spectra: Sequence[Sequence[int]] = SPECTRA
) -> str:
    """The page for all widths from 1 to ``widths_up_to`` at these depths, with X = I and Y = diag(spectrum).

    Each spectrum is cut to the number of singular values that a network has.  All numbers are exact and computed here;
    the page only draws them.  Its size stays below ``LARGEST`` bytes for the default.
    """
    data = explorer_data(depths, widths_up_to, spectra)
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    page = TEMPLATE.read_text(encoding="utf-8")
    allowed = policy(_between(page, "<script>", "</script>"), _between(page, "<style>", "</style>"))
    return page.replace(_POLICY, allowed).replace(_PLACE, text)


def _between(page: str, opening: str, closing: str) -> list[str]:
    """What stands between these tags, in the template: before any data are in it."""
    return [part.partition(closing)[0] for part in page.split(opening)[1:]]


def explorer_data(depths: Iterable[int], widths_up_to: int, spectra: Sequence[Sequence[int]]) -> dict[str, Any]:
    """All that the page draws, as JSON data."""
    depths = list(depths)
    shapes = [widths for depth in depths for widths in itertools.product(range(1, widths_up_to + 1), repeat=depth + 1)]
    return {
        "classes": CLASSES,
        "depths": depths,
        "widths": widths_up_to,
        "spectra": [list(map(str, spectrum)) for spectrum in spectra],
        "strings": {depth: [list(string.vertices) for string in all_strings(depth)] for depth in depths},
        "networks": {
            ",".join(map(str, widths)): [network_data(widths, spectrum) for spectrum in spectra] for widths in shapes
        },
    }


def network_data(widths: tuple[int, ...], spectrum: Sequence[int]) -> dict[str, Any]:
    """Critical values and kinds of one network; kinds name their value by its place in the list of values."""
    problem = Problem.canonical(singular_values=tuple(spectrum[: min(widths[0], widths[-1])]), widths=widths)
    values = sorted(problem.critical_values(), key=lambda value: Fraction(str(value.value)))
    places = {value.selection: place for place, value in enumerate(values)}
    return {
        "values": [[str(value.value), list(value.selection)] for value in values],
        "kinds": [kind_data(kind, places[kind.selection]) for kind in problem.kinds()],
    }


def kind_data(kind: Kind, value: int) -> list[Any]:
    """[value's place, multiplicities, class, n_+, n_-, n_0, inversions, ties, pairs, squares, order, dimension]."""
    inertia, depth = kind.inertia, kind.problem.depth
    counted = (
        inversions(kind.problem, kind.selection),
        ties(kind.problem, kind.selection),
        count_pairs(depth, kind.multiplicities),
        count_squares(depth, kind.multiplicities),
    )
    signs = (inertia.positive, inertia.negative, inertia.zero)
    return [value, list(kind.multiplicities), CLASSES.index(kind.label), *signs, *counted, kind.order, kind.dimension]
