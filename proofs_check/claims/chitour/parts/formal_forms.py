"""The formal statements of the theory "forms" at exact critical points of one hidden layer: the values of its letters.

Notations:

    OLD               the names of the blocks of the variation in the theory, by those in print
    NEW               the same for the new variables
    MOST_WEIGHTS      the most weights of a point at which formal statements are evaluated
    formal_forms      the formal statements of a theorem hold at a frame
    numbers           a small matrix of integers, in which a block of the variation is taken
    shallow_letters   the letters at a frame with r > 0
    diagonal_letters  the letters of (32)
    empty_letters     the letters at a frame with r = 0
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.shallow_chart import SHAPES, NewVariables
from proofs_check.claims.chitour.parts.shallow_frames import Frame
from proofs_check.language.outcome import Outcome, holds
from proofs_check.networks.formal_letters import formal_at_letters, unit

MOST_WEIGHTS = 12
OLD = {"a_1": "a1", "a_2": "a2", "b_1": "b1", "b_2": "b2", "c_1": "c1", "c_2": "c2", "d_1": "d1", "d_2": "d2",
       "e_1": "e1", "e_2": "e2"}  # fmt: skip
NEW = {"beta_1": "beta", "gamma_1": "gam", "delta_1": "del1", "delta_2": "del2", "epsilon_1": "eps"}
"""The names of the blocks in the theory."""


def formal_forms(id: str, f: Frame) -> Outcome:
    """Whether the formal statements are true at a frame, for one variation of small integers."""
    if f.problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at smaller points")
    if f.r == 0:
        return (
            formal_at_letters(id, empty_letters(f)) if id != "chitour.prop5.q1" else holds("for r = 0 no form is left")
        )
    return formal_at_letters(id, shallow_letters(f) | diagonal_letters(f), max(f.r, f.k) + 1)


def numbers(rows: int, columns: int, start: int) -> dln.Matrix:
    """Small integers."""
    return dln.Matrix.from_entries(rows, columns, [(start + 2 * k + k * k) % 5 - 2 for k in range(rows * columns)])


def shallow_letters(f: Frame) -> dict[str, Any]:
    """A column of zeros stands for a block without columns (e = 0)."""
    chart, sizes = f.chart, {"r": f.r, "n": f.n, "k": f.k, "e": f.e}
    shapes = {name: (sizes[SHAPES[name][0]], sizes[SHAPES[name][1]]) for name in NewVariables.__dataclass_fields__}
    blocks = {
        name: dln.Matrix.zeros(*shape) if 0 in shape else numbers(*shape, place)
        for place, (name, shape) in enumerate(shapes.items())
    }
    new = NewVariables(**blocks)
    old = chart.old_variables(new)
    padded = {"gamma_1", "c_1", "c_2"} if f.e == 0 else set()

    def value(name: str, block: dln.Matrix) -> dln.Matrix:
        return dln.Matrix.zeros(block.shape[0], 1) if name in padded else block

    W11, W12, W2 = chart.weights
    w11, w12, w2 = chart.direction(old)
    wide = {"W12": W12, "w12": w12, "C2": chart.C_2}
    wide = {name: dln.Matrix.zeros(M.shape[0], 1) if f.e == 0 else M for name, M in wide.items()}
    return {
        **{"A1": chart.A, "A1inv": chart.A_inverse, "DY": chart.D_Y, "DYinv": chart.D_inverse, "EY": chart.E_Y},
        **{"SY": chart.S_Y, "B2": chart.B_2, "U1": chart.U_1, "U2": chart.U_2, "V1": chart.V_1, "V2": chart.V_2},
        **{"W11": W11, "W2": W2, "w11": w11, "w2": w2, "step": Fraction(1, 2), "rr": f.r, "kk": f.k},
        **{OLD[name]: value(name, block) for name, block in vars(old).items()},
        **{NEW[name]: value(name, block) for name, block in vars(new).items() if name in NEW},
        **wide,
    }


def diagonal_letters(f: Frame) -> dict[str, Any]:
    """Unit vectors, the entries of D_Y and E_Y, and the partial sums of the forms at the variation."""
    known, D, E = shallow_letters(f), f.chart.D_Y, f.chart.E_Y

    def in_range(i: int, size: int) -> bool:
        return 1 <= i <= size

    def form(i: int, j: int) -> Fraction:
        x, y = known["del1"][i - 1, j - 1], known["eps"][i - 1, j - 1]
        return Fraction(x * x + y * y, 2) - E[j - 1, j - 1] / D[i - 1, i - 1] * x * y

    def cell(i: int, j: int) -> Fraction:
        return sum((form(i, k) for k in range(1, j + 1)), Fraction(0))

    return {
        "Dv": lambda i: D[i - 1, i - 1] if in_range(i, f.r) else 0,
        "Dinv": lambda i: 1 / D[i - 1, i - 1] if in_range(i, f.r) else 0,
        "Ev": lambda j: E[j - 1, j - 1] if in_range(j, f.k) else 0,
        "gap": lambda i, j: 1 / (D[i - 1, i - 1] - E[j - 1, j - 1]) if in_range(i, f.r) and in_range(j, f.k) else 0,
        "row": lambda i: unit(f.r, i - 1) if in_range(i, f.r) else dln.Matrix.zeros(f.r, 1),
        "column": lambda j: unit(f.k, j - 1) if in_range(j, f.k) else dln.Matrix.zeros(f.k, 1),
        "Cell": lambda i, j: cell(i, j) if in_range(i, f.r) and 0 <= j <= f.k else 0,
        "Total": lambda i: sum((cell(k, f.k) for k in range(1, i + 1)), Fraction(0)) if 0 <= i <= f.r else 0,
        **{"px": unit(2, 0), "py": unit(2, 1)},
    }


def empty_letters(f: Frame) -> dict[str, Any]:
    """r = 0: U and V are the frames, W_{1,1} and W_2 are zero."""
    chart, width = f.chart, f.n
    e = max(f.e, 1)
    C = chart.C_2 if f.e else dln.Matrix.zeros(width, 1)
    c = numbers(width, e, 3) if f.e else dln.Matrix.zeros(width, 1)
    return {
        **{"Uo": chart.U_2, "Vo": chart.V_2, "Eo": chart.E_Y, "So": chart.U_2 @ chart.E_Y @ chart.U_2.T},
        **{"Co": C, "co": c, "do": numbers(width, f.k, 1), "eo": numbers(f.k, width, 2), "step": Fraction(1, 2)},
    }
