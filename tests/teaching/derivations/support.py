"""The results of derivations at random points: the values of their letters, computed by the exact landscape code."""

import functools
import random
from fractions import Fraction

import symdln as dln
from symdln.algebra.words import evaluate, symbols_of
from symdln.teaching import derive as derive_anew
from symdln.teaching.network import Sxx, Syx, X, Y

derive = functools.cache(derive_anew)

WIDTHS = [(3, 2, 2), (2, 1, 3), (2, 2, 3, 2), (1, 2, 1, 2), (3, 2, 2, 2, 2)]


def random_matrix(rng, rows, columns):
    return dln.Matrix([[Fraction(rng.randint(-4, 4), rng.randint(1, 3)) for _ in range(columns)] for _ in range(rows)])


class Case:
    """Random data and weights of given widths, and the values of the letters."""

    def __init__(self, widths, seed=0):
        rng = random.Random(f"{widths}{seed}")
        self.widths, self.depth = widths, len(widths) - 1
        self.X, self.Y = random_matrix(rng, widths[0], 4), random_matrix(rng, widths[-1], 4)
        self.weights = [random_matrix(rng, widths[j], widths[j - 1]) for j in range(1, len(widths))]
        self.directions = [random_matrix(rng, *W.shape) for W in self.weights]
        self.problem = dln.Problem.from_data(self.X, self.Y, hidden=widths[1:-1])
        self.point = dln.Point(self.problem, self.weights)

    def data(self):
        return {X: self.X, Y: self.Y, Sxx: self.X @ self.X.T, Syx: self.Y @ self.X.T}

    def letters(self, symbols, around=None):
        """The values of the symbols of a formula: weights, directions, products around the layers of ``around``."""
        found = {}
        for symbol in symbols:
            value = self.value(symbol.name, around or {})
            if value is not None:
                found[symbol] = value
        return found

    def value(self, name, around):
        letter, _, index = name.partition("_")
        j = around.get(index, int(index) if index.isdecimal() else None)
        P, point = self.point.end_to_end, self.point
        if name == "P":
            return P
        if name == "E":
            return P @ self.X - self.Y
        if letter == "M":
            return point.product(around["k"] - 1, around["j"] + 1) if "k" in around else None
        simple = {"X": self.X, "Y": self.Y, "Sxx": self.X @ self.X.T, "Syx": self.Y @ self.X.T}
        if name in simple or j is None:
            return simple.get(name)
        values = {
            "W": lambda: self.weights[j - 1],
            "V": lambda: self.directions[j - 1],
            "A": lambda: point.product(self.depth, j + 1),
            "B": lambda: point.product(j - 1, 1),
        }
        return values[letter]() if letter in values else None


def value_of(stage, case, symbols, around=None):
    (value,) = stage.values.values()
    return evaluate(value, case.letters(symbols, around))


def letters_of(part):
    return symbols_of(part.result.values[""])
