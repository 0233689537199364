"""Exact points of weight space with their answers, as files: fixtures for the tests of other people's code.

fixtures = build(Problem.canonical((3, 2), (3, 2, 2)), kinds="strict", count=2, seed=0)
write("strict.json", request(problem, "strict"));  load("strict.json")["p1-k1-1"].rounded("float64").weights
"""

from symdln.exact_points.answers import fixture_at
from symdln.exact_points.batches import Stacked, stacked
from symdln.exact_points.build import KINDS, MOST_PARAMETERS, Request, build, request
from symdln.exact_points.compare import Tolerances, differences, tolerances
from symdln.exact_points.conventions import Conventions
from symdln.exact_points.curvature import Curvature
from symdln.exact_points.data import Data, data_of
from symdln.exact_points.families import FAMILIES, HardFamily
from symdln.exact_points.load import check, load, stream
from symdln.exact_points.model import EnclosedEigenvalues, Enclosure, Fixture, FixtureSet, Near, Origin, Rounded
from symdln.exact_points.write import estimate, write

__all__ = [
    "FAMILIES",
    "KINDS",
    "MOST_PARAMETERS",
    "Conventions",
    "Curvature",
    "Data",
    "EnclosedEigenvalues",
    "Enclosure",
    "Fixture",
    "FixtureSet",
    "HardFamily",
    "Near",
    "Origin",
    "Request",
    "Rounded",
    "Stacked",
    "Tolerances",
    "build",
    "check",
    "data_of",
    "differences",
    "estimate",
    "fixture_at",
    "load",
    "request",
    "stacked",
    "stream",
    "tolerances",
    "write",
]
