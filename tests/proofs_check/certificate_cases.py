"""Random things to be given to each rule, by the names and sorts that it declares, near and far from what refutes."""

import itertools
import random
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import letters

NUMBERS = ("0", "1", "-1", "2", "-2", "3", "1/2", "3/2")
SMALL = ("0", "0", "1", "-1", "2")


def with_moments(widths, Sxx, Syx, Syy, factor="1/2"):
    return dln.Problem(tuple(widths), dln.Matrix(Sxx), dln.Matrix(Syx), dln.Matrix(Syy), Fraction(factor))


REDUCED = [
    dln.Problem.canonical(spectrum, widths)
    for spectrum, widths in (
        ((3,), (1, 1, 1)),
        ((2,), (1, 1, 1)),
        ((1,), (1, 1, 1, 1)),
        ((3,), (1, 2, 1)),
        ((3, 2), (2, 2, 2)),
        ((2, 1), (2, 2, 2)),
        ((3,), (2, 2, 1)),
        ((3, 2), (2, 3, 2)),
        ((3,), (1, 2, 2, 1)),
        ((2, 1), (2, 2, 2, 2)),
        ((2,), (2, 1, 1)),
        ((3,), (3, 2, 1)),
    )
]
OTHERS = [
    dln.Problem.canonical((3,), (1, 1, 1), loss_factor=1),
    dln.Problem.canonical((2, 2), (2, 2, 2)),
    dln.Problem.canonical((2, 0), (2, 2, 2)),
    dln.Problem.canonical((3, 2), (2, 1, 2)),
    dln.Problem.canonical((2,), (1, 2, 2)),
    with_moments((1, 1, 1), [[2]], [[0]], [[2]]),
    with_moments((1, 1, 1), [[0]], [[0]], [[1]]),
    with_moments((1, 1, 1), [[1]], [[3]], [[10]]),
    with_moments((1, 1, 1), [[1]], [[-3]], [[9]]),
    with_moments((1, 2, 1), [[1]], [[-3]], [[9]]),
    with_moments((1, 1, 1, 1), [[1]], [[-3]], [[9]]),
    with_moments((2, 2, 2), [[1, 0], [0, 1]], [[-2, 0], [0, 1]], [[4, 0], [0, 1]]),
    with_moments((2, 2, 2), [[1, 0], [0, 1]], [[2, 0], [0, -1]], [[4, 0], [0, 1]]),
    with_moments((2, 2, 2), [[1, 0], [0, 1]], [[-1, 0], [0, 2]], [[1, 0], [0, 4]]),
    with_moments((2, 1, 2), [[1, 0], [0, 1]], [[0, 1], [0, 0]], [[1, 0], [0, 0]]),
    with_moments((2, 3, 2), [[1, 0], [0, 1]], [[0, 1], [0, 0]], [[1, 0], [0, 0]]),
    with_moments((2, 2, 1), [[1, 0], [0, 0]], [[1, 0]], [[1]]),
    with_moments((2, 1, 1), [[2, 1], [1, 1]], [[0, 0]], [[1]]),
    with_moments((1, 1, 2), [[1]], [[0], [0]], [[1, 0], [0, 1]]),
    with_moments((2, 1, 2), [[1, 0], [0, 1]], [[0, 0], [0, 0]], [[1, 0], [0, 1]]),
    with_moments((2, 2, 2), [[1, 0], [0, 1]], [[0, 0], [0, 1]], [[1, 0], [0, 1]]),
    with_moments((2, 2, 2), [[1, 0], [0, 1]], [[0, 0], [0, 0]], [[1, 0], [0, 0]]),
]


def hyperbola(generator: random.Random) -> tuple[str, str]:
    """(x, y) with y^2 - x^2 = 3 or -3, by y - x = t and y + x = 3 / t."""
    t = generator.choice((Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3)))
    x, y = (3 / t - t) / 2, (3 / t + t) / 2
    x, y = generator.choice((x, -x)), generator.choice((y, y, -y))
    return (str(y), str(x)) if generator.random() < 0.15 else (str(x), str(y))


def point_of(generator: random.Random, sort: Any, problem: dln.Problem) -> list:
    if isinstance(sort, dict):
        return sort["is"]
    if sort == "generic":
        return letters(problem)
    chance = generator.random()
    made = [[[generator.choice(SMALL) for _ in range(n)] for _ in range(m)] for m, n in problem.shapes]
    if chance < 0.2:
        made = [[["0"] * n for _ in range(m)] for m, n in problem.shapes]
    elif chance < 0.3:
        made = [dln.Matrix.diagonal([generator.choice((1, 2, 3))], shape).texts() for shape in problem.shapes]
    elif chance < 0.75:
        kind = generator.choice(list(itertools.islice(problem.kinds(), 6)))
        point = generator.choice(list(kind.representatives()))
        made = [weight.texts() for weight in point.weights]
    if sort == "letters":
        return with_letters(generator, made, problem)
    if generator.random() < 0.4:
        layer = generator.choice(made)
        row = generator.choice(layer)
        row[generator.randrange(len(row))] = generator.choice(NUMBERS)
    return made


def with_letters(generator: random.Random, made: list, problem: dln.Problem) -> list:
    """Letters in some rows or columns of one layer."""
    named = letters(problem)
    j = generator.randrange(len(made))
    rows, columns = len(made[j]), len(made[j][0])
    free = {column for column in range(columns) if generator.random() < 0.6}
    kept = {row for row in range(rows) if generator.random() < 0.7}
    for a, b in itertools.product(kept, free):
        made[j][a][b] = named[j][a][b]
    return made


def values_of(generator: random.Random, sorts: dict, given: dict, problem: dln.Problem | None, rule: dict) -> dict:
    """Values of the declared sorts: those that a certificate would hold, or others."""
    found = dict(zip(sorts, (generator.choice(NUMBERS) for _ in sorts), strict=True))
    for first, second in (("A", "B"), ("P", "Q"), ("A1", "B1"), ("A2", "B2"), ("P2", "Q2")):
        if {first, second} <= set(sorts) and "let" in rule and "M" in rule["let"]:
            found[first], found[second] = hyperbola(generator)
    if "S1" in found:
        found |= {"S1": generator.choice(("1", "4", "9")), "B1": generator.choice(("1", "3", "8"))}
    for name, sort in sorts.items():
        if isinstance(sort, dict):
            found[name] = matrix_of(generator, name, sort, given, problem, found)
        elif sort == "whole":
            found[name] = str(generator.randrange(5))
    return found


def matrix_of(generator: random.Random, name: str, sort: dict, given: dict, problem: dln.Problem | None, found: dict):
    view = kernel.GivenObjects({key: value for key, value in given.items() if key == "problem"})
    view.values = {"D": kernel.scalar(found["D"])} if isinstance(found.get("D"), str) else {}
    rows, columns = view.whole(sort["rows"]), view.whole(sort["columns"])
    good = None
    if problem is not None and generator.random() < 0.85:
        good = likely(name, problem, [dln.Matrix(W) for W in given.get("points", {}).get("p", [])])
    if good is not None and good.shape == (rows, columns):
        return good.texts()
    return [[generator.choice(SMALL) for _ in range(columns)] for _ in range(rows)]


def likely(name: str, problem: dln.Problem, weights: list[dln.Matrix]) -> dln.Matrix | None:
    """The matrix that the certificates have under this name."""
    if name == "K":
        return problem.Sxx.pseudoinverse()
    if name == "P" and weights:
        return weights[-1] @ weights[-1].pseudoinverse()
    if name == "C" and weights:
        return weights[-1].pseudoinverse()
    if name == "A":
        return problem.Syx @ problem.Sxx.pseudoinverse() @ problem.Sxy
    if name == "D" and weights:
        m = problem.output_width
        R = dln.Point(problem, weights).product(problem.depth, 2)
        cut = dln.Matrix.diagonal([1] * min(m, problem.widths[0]), (problem.widths[0], m))
        return (problem.Syx @ cut).pseudoinverse() @ R @ weights[0] @ cut
    return None


def law_of(generator: random.Random, sort: dict) -> dict:
    count = generator.randrange(1, 5)
    return {"atoms": [{letter: generator.choice("0011") + "" for letter in sort["atoms"]} for _ in range(count)]}


def signed(generator: random.Random, law: dict) -> dict:
    for atom in law["atoms"]:
        for letter in atom:
            if generator.random() < 0.4:
                atom[letter] = str(-int(atom[letter]))
    return law


def problem_data(problem: dln.Problem) -> dict:
    moments = {name: getattr(problem, name).texts() for name in ("Sxx", "Syx", "Syy")}
    return {"widths": list(problem.widths), "loss_factor": str(problem.loss_factor), **moments}


def candidate(generator: random.Random, rule: dict) -> dict:
    """Something that has what the rule declares, each of its sort."""
    sorts, given, problem = rule["given"], {}, None
    if "problem" in sorts:
        problem = generator.choice(REDUCED if generator.random() < 0.6 else OTHERS)
        if any(isinstance(sort, dict) for sort in sorts.get("points", {}).values()):
            problem = generator.choice([each for each in REDUCED + OTHERS if each.widths == (2, 2, 2)])
        given["problem"] = problem_data(problem)
        given["points"] = {name: point_of(generator, sort, problem) for name, sort in sorts.get("points", {}).items()}
    if "values" in sorts:
        given["values"] = values_of(generator, sorts["values"], given, problem, rule)
    if "laws" in sorts:
        given["laws"] = {name: signed(generator, law_of(generator, sort)) for name, sort in sorts["laws"].items()}
    return given
