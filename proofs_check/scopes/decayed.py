"""Critical points and problems with weight decay: spectra with rational roots, ties, double roots, thresholds met."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.strata import in_turn, sort_of
from symdln.decay import DecayedKind, DecayedPoint, DecayedSpectrum
from symdln.decay.kinds import rational_modes
from symdln.decay.made import autoencoder_eigenvalue, point_of_kind, singular_value


class Menu(NamedTuple):
    """The decay, and the modes in the order in which architectures take them: ``"w=2"`` stands for the value with that
    root, any other text for the value itself.
    """

    decay: str
    modes: tuple[str, ...]
    what: str


WHITE: Mapping[int, tuple[Menu, ...]] = {
    2: (
        Menu("1", ("w=2", "w=1", "1/2"), "distinct values, one too small"),
        Menu("1", ("w=1", "w=2", "w=2"), "a repeated value"),
        Menu("1", ("1", "w=1", "1"), "the threshold lam met twice"),
        Menu("2", ("w=1", "0", "w=3"), "a zero"),
    ),
    3: (
        Menu("39", ("w=3", "w=39/14", "w=3"), "two values with two rational roots each, one repeated"),
        Menu("14", ("w=2", "w=2", "12"), "a repeated value with two roots, and one too small"),
        Menu("3", ("w=1", "w=2", "w=1"), "a repeated double root"),
        Menu("1", ("w=1", "w=2", "0"), "the threshold s_c met, and a zero"),
    ),
    4: (
        Menu("16400", ("w=5", "w=16", "w=5"), "two values with two rational roots each, one repeated"),
        Menu("20", ("w=2", "w=2", "1"), "a repeated value with two roots, and one too small"),
        Menu("2", ("w=1", "w=2", "w=1"), "a repeated double root"),
        Menu("1/2", ("w=1", "0", "w=2"), "the threshold s_c met, and a zero"),
    ),
}
"""For each depth the spectra of white inputs."""

CODES: Mapping[int, tuple[Menu, ...]] = {
    2: (
        Menu("1", ("w=1/2", "w=2/3", "1"), "the threshold lam met"),
        Menu("1", ("w=1/2", "w=1/2", "0"), "a repeated value, and a zero"),
    ),
    3: (
        Menu("1", ("w=1/2", "w=3/4", "w=1/2"), "small and large roots, one repeated"),
        Menu("3", ("w=1/3", "w=4/5", "0"), "a small and a large root, and a zero"),
    ),
    4: (
        Menu("1", ("w=1/2", "w=4/5", "w=4/5"), "small and large roots, one repeated"),
        Menu("2", ("w=1/2", "1/2", "w=9/10"), "a small and a large root, and a value too small"),
    ),
}
"""For each depth the eigenvalues of autoencoders."""

FACTORS = (Fraction(2), Fraction(1, 2))
"""The factors of the first and the last layer where decays are unequal."""

Kind = tuple[str, tuple[int, ...], int, tuple[tuple[int, int], ...], int]
"""``("white" or "autoencoder", widths, number of the menu, (large, small) copies of each value, which point)``."""
Problem = tuple[str, tuple[int, ...], int]
"""The same without the kind."""


def menu(case: Kind | Problem) -> Menu:
    """The menu of a case."""
    return (WHITE if case[0] == "white" else CODES)[len(case[1]) - 1][case[2]]


@cache
def spectrum(data: str, widths: tuple[int, ...], number: int) -> DecayedSpectrum:
    """The spectrum of a problem: as many modes of the menu as the widths have room for."""
    found, depth = menu((data, widths, number)), len(widths) - 1
    lam, room = Fraction(found.decay), min(widths[0], widths[-1])
    of_root = singular_value if data == "white" else autoencoder_eigenvalue
    values = [
        of_root(depth, lam, Fraction(text[2:])) if text.startswith("w=") else Fraction(text)
        for text in found.modes[:room]
    ]
    if data == "white":
        return DecayedSpectrum.of_singular_values(values, widths, lam)
    return DecayedSpectrum.of_autoencoder(values, widths[1:-1], lam)


def kind_of(case: Kind) -> DecayedKind:
    """The kind of a case."""
    return DecayedKind(spectrum(*case[:3]), case[3])


@lru_cache(maxsize=8)
def point_of(case: Kind) -> DecayedPoint:
    """The point of a case: aligned (0), rotated at all vertices (1), or rotated with unequal decays (2)."""
    depth, which = len(case[1]) - 1, case[4]
    factors = [FACTORS[0], *[Fraction(1)] * (depth - 2), FACTORS[1]] if which == 2 else None
    seed = None if which == 0 else sum(case[1]) + case[2]
    return point_of_kind(kind_of(case), menu(case).decay, rng=seed, factors=factors)


def decay_of(case: Kind | Problem) -> Fraction:
    """The decay of a case: the geometric mean of the decays of the layers."""
    return Fraction(menu(case).decay)


# -- which cases -------------------------------------------------------------------------------------------------------

SIZES: Mapping[str, tuple[tuple[int, int], ...]] = {
    "small": ((2, 2), (3, 2)),
    "default": ((2, 3), (3, 3), (4, 3)),
    "large": ((2, 3), (3, 3), (4, 3)),
}
"""(depth, largest width) by size."""
MOST_WEIGHTS = {"small": 12, "default": 36, "large": 36}


def architectures(size: str, data: str) -> Iterator[tuple[int, ...]]:
    """All widths of a size, those with fewer weights first; autoencoders have equal ends."""
    found = [
        widths
        for depth, most in SIZES[size]
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1)
        if data == "white" or widths[0] == widths[-1]
    ]
    weights = {widths: sum(a * b for a, b in itertools.pairwise(widths)) for widths in found}
    return iter(sorted((w for w in found if weights[w] <= MOST_WEIGHTS[size]), key=lambda w: (weights[w], w)))


def problems(size: str, data: str) -> Iterator[Problem]:
    """Every architecture with every menu; below the large size with one menu each, in turn."""
    turn = 0
    for widths in architectures(size, data):
        menus = range(len((WHITE if data == "white" else CODES)[len(widths) - 1]))
        if size == "large":
            yield from ((data, widths, number) for number in menus)
        else:
            turn += 1
            yield data, widths, turn % len(menus)


def kinds_with_points(size: str, data: str) -> Iterator[Kind]:
    """Every kind with rational roots of these problems, by one point in turn (all three at the large size)."""
    turn = 0
    for problem in problems(size, data):
        for kind in spectrum(*problem).kinds():
            if rational_modes(kind) is None:
                continue
            turn += 1
            for which in range(3) if size == "large" else (turn % 3,):
                yield *problem, kind.used, which


def white_kinds(size: str, seed: int) -> Iterator[Kind]:
    return kinds_with_points(size, "white")


def autoencoder_kinds(size: str, seed: int) -> Iterator[Kind]:
    return kinds_with_points(size, "autoencoder")


def all_kinds(size: str, seed: int) -> Iterator[Kind]:
    yield from white_kinds(size, seed)
    yield from autoencoder_kinds(size, seed)


def white_problems(size: str, seed: int) -> Iterator[Problem]:
    return problems(size, "white")


def all_problems(size: str, seed: int) -> Iterator[Problem]:
    yield from problems(size, "white")
    yield from problems(size, "autoencoder")


def _covered(data: str) -> str:
    menus = [found for many in ((WHITE,) if data == "white" else (CODES,)) for one in many.values() for found in one]
    return "; ".join(dict.fromkeys(found.what for found in menus))


def _architecture_words(size: str) -> str:
    spans = ", ".join(f"depth {depth} with widths up to {most}" for depth, most in SIZES[size])
    turns = "with every spectrum" if size == "large" else "each with one of the spectra in turn"
    return f"every architecture of {spans} and at most {MOST_WEIGHTS[size]} weights, {turns}"


def _points_words(size: str) -> str:
    points = "three exact points" if size == "large" else "one of three exact points in turn"
    return f"{points} (aligned, rotated at all vertices, with unequal decays) of every kind with rational roots"


def kinds_sentence(size: str) -> str:
    """The coverage of the kinds of white inputs."""
    return f"{_points_words(size)}, of {_architecture_words(size)} of white inputs ({_covered('white')})"


def codes_sentence(size: str) -> str:
    """The coverage of the kinds of autoencoders."""
    return f"{_points_words(size)}, of {_architecture_words(size)} of autoencoders ({_covered('autoencoder')})"


def _both(size: str) -> str:
    return f"{kinds_sentence(size)}; and of autoencoders ({_covered('autoencoder')})"


def _problem_words(size: str) -> str:
    return f"{_architecture_words(size)} ({_covered('white')}); and of autoencoders ({_covered('autoencoder')})"


def _stratum_of_kind(case: Kind) -> Hashable:
    return case[0], len(case[1]), case[2], case[4]


def _stratum_of_problem(case: Problem) -> Hashable:
    return case[0], case[2], sort_of(case[1])


def _kinds(name: str, make: Callable[[str, int], Iterator[Kind]], sentence: Callable[[str], str]) -> Scope:
    """The scope, thinned for claims with a proof."""
    fields = ("inputs", "widths", "spectrum", "copies", "point")
    whole = cases(name, make, sentence=sentence, strength=Verdict.VERIFIED, fields=fields)
    return in_turn(whole, _stratum_of_kind, "points of the same sort (which of the three) of one depth and spectrum")


def _problems(name: str, make: Callable[[str, int], Iterator[Problem]], sentence: Callable[[str], str]) -> Scope:
    """The scope, thinned for claims with a proof."""
    fields = ("inputs", "widths", "spectrum")
    whole = cases(name, make, sentence=sentence, strength=Verdict.VERIFIED, fields=fields)
    alike = "architectures of the same depth and spectrum, with the same of input and output the wider one, and "
    return in_turn(whole, _stratum_of_problem, f"{alike}of the same least width")


WHITE_KINDS = _kinds("kinds with decay", white_kinds, kinds_sentence)
AUTOENCODER_KINDS = _kinds("autoencoders with decay", autoencoder_kinds, codes_sentence)
ALL_KINDS = _kinds("all kinds with decay", all_kinds, _both)
ALL_PROBLEMS = _problems("spectra with decay", all_problems, _problem_words)
WHITE_PROBLEMS = _problems(
    "white spectra with decay", white_problems, lambda size: f"{_architecture_words(size)} ({_covered('white')})"
)

equal_decays = Hypothesis("equal decays", r"\lambda_1 = \dots = \lambda_H", lambda case: case[4] != 2)
unequal_decays = Hypothesis("unequal decays", r"\lambda_j \text{ not all equal}", lambda case: case[4] == 2)
shallow = Hypothesis("depth 2", "H = 2", lambda case: len(case[1]) == 3)
deep = Hypothesis("depth >= 3", r"H \ge 3", lambda case: len(case[1]) > 3)
aligned = Hypothesis("aligned", r"U_j = I", lambda case: case[4] == 0)
"""Hypotheses on the point of a case."""
