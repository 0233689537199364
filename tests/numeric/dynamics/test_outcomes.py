"""Why a run ended, and which options are refused."""

from __future__ import annotations

import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric import NumericProblem, Stop, descend, flow_batch


def chain(value: int) -> NumericProblem:
    return NumericProblem.of(dln.Problem.canonical((value,), (1, 1, 1)))


def test_every_end_has_its_name():
    problem, one = chain(1), np.ones((1, 1, 1))
    start = [one / 2, one / 2]
    assert flow_batch(problem, [0 * one, 0 * one]).stops.tolist() == [Stop.GRADIENT]  # the origin is a saddle
    assert flow_batch(problem, start, time=0.5).times.tolist() == [0.5]
    assert flow_batch(problem, start, time=0.5).stops.tolist() == [Stop.TIME]
    assert flow_batch(problem, start, steps=2).stops.tolist() == [Stop.STEPS]
    assert flow_batch(problem, start, loss=0.1).losses[0] <= 0.1
    assert flow_batch(problem, start, loss=0.1).stops.tolist() == [Stop.LOSS]
    assert descend(problem, [9 * one, 9 * one], step=1.0).stops.tolist() == [Stop.DIVERGED]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rtol": 0}, "rtol must be positive"),
        ({"rtol": 1.0}, "rtol must be at most 0.5"),
        ({"method": "RK7"}, "use one of RK23, RK45, RKC4"),
        ({"steps": 0}, "steps must be a positive integer"),
        ({"at": [2, 1]}, "increasing"),
        ({"loss": [1.0, 2.0]}, "one for each of the 1 points"),
        ({"time": "soon"}, "time must be a number"),
    ],
)
def test_wrong_options_are_refused_in_a_sentence(options, words):
    with pytest.raises(InputError, match=words):
        flow_batch(chain(1), [np.ones((1, 1, 1))] * 2, **options)
