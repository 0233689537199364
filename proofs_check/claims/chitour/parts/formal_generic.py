"""The formal statements of the theory "generic" at exact diagonal targets.

Notations:

    STEP                 how far the targets beside such a target are from it
    formal_at_diagonal   whether they are true at targets of a shape whose singular values are whole numbers
    target_letters       the letters at such a target
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, holds
from proofs_check.networks.formal_letters import formal_at_letters, unit

STEP = Fraction(1, 2)


@cache
def formal_at_diagonal(id: str, d_y: int, d_x: int, samples: int) -> Outcome:
    """Whether the formal statements are true at a singular target with ties, and at one with different values."""
    if not d_y <= d_x <= samples:
        return holds("the formal statements are about d_y <= d_x <= m")
    tied, different = [max(0, i - i // 2) for i in range(d_y)], range(1, d_y + 1)
    return all_of(*(formal_at_letters(id, target_letters(values, d_x, samples), d_y) for values in (tied, different)))


def target_letters(values: Sequence[int], d_x: int, samples: int) -> dict[str, Any]:
    """The letters at ``Y = [diag(values) 0]`` and ``X = [I 0]``, with a target Y1 near Y."""
    d_y = len(values)
    inputs = dln.Matrix.diagonal([1] * d_x, (d_x, samples))
    target = dln.Matrix.diagonal(values, (d_y, samples))
    near = dln.Matrix.from_entries(d_y, samples, [Fraction(k % 3, 50) for k in range(d_y * samples)])

    def rise(i: int) -> dln.Matrix:
        return dln.Matrix.diagonal([k * (k <= i) for k in range(1, d_y + 1)], (d_y, d_x))

    return {
        **{"dy": d_y, "dx": d_x, "X": inputs, "N": dln.Matrix.identity(d_x), "V": inputs.T, "Y": target},
        **{"Y1": target + near, "apart": Fraction(1), "inverseapart": Fraction(1), "step": STEP, "Rise": rise},
        **{"out": lambda i: unit(d_y, i - 1), "inn": lambda i: unit(d_x, i - 1), "s0": lambda i: values[i - 1]},
        "total": lambda i: sum(k * k for k in range(1, i + 1)),
        "Beside": target + STEP * rise(d_y) @ inputs,
    }
