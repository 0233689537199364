"""False neighbours of the claims of Saxe, McClelland and Ganguli."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.claims.saxe import modes
from symdln.dynamics import Mode, mode_at
from tests.mutations.planting import Planting

plant = Planting()


def without_depth(depth: int, s: int, a: Fraction, time: str) -> Any:
    return mode_at(Mode(s, a**depth, depth, Fraction(1, depth)), time)


def at_depth_two(depth: int, s: int, a: Fraction, time: str) -> Any:
    return mode_at(Mode(s, a**depth, 2), time)


def exponent_of_depth(depth: int, s: int, a: Fraction) -> Fraction:
    return a**depth * (s - a**depth)


plant.patched("saxe.modes", "the closed form without the factor N", modes, "enclosed", without_depth)
plant.patched("saxe.modes", "the closed form of depth 2 at every depth", modes, "enclosed", at_depth_two)
plant.patched("saxe.modes", "a' = a^N (s - a^N)", modes, "velocity", exponent_of_depth)
