"""Optimisers against exact strict saddles: which of them escape?

python docs/examples/check_optimiser.py
"""

import sys
from functools import reduce
from pathlib import Path

import numpy as np

from symdln.exact_points import load

FIXTURES = Path(__file__).parent / "fixtures"
STEPS, NOISE = 400, 1e-3


class Loss:
    """f ||W_H ... W_1 X - Y||^2 of a fixture in float64, with gradient and Hessian by central differences of it."""

    def __init__(self, fixture):
        at = fixture.rounded("float64")
        self.X, self.Y, self.factor = at.X, at.Y, float(fixture.problem.loss_factor)
        self.shapes, self.start = fixture.problem.shapes, np.concatenate([layer.ravel() for layer in at.weights])

    def layers(self, flat):
        parts = np.split(flat, np.cumsum([rows * columns for rows, columns in self.shapes])[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, self.shapes, strict=True)]

    def value(self, flat):
        residual = reduce(lambda product, layer: layer @ product, self.layers(flat), self.X) - self.Y
        return self.factor * (residual**2).sum()

    def gradient(self, flat):
        layers, inputs = self.layers(flat), [self.X]
        for layer in layers:
            inputs.append(layer @ inputs[-1])
        above, parts = 2 * self.factor * (inputs[-1] - self.Y), []
        for layer, below in zip(reversed(layers), reversed(inputs[:-1]), strict=True):
            parts.append((above @ below.T).ravel())
            above = layer.T @ above
        return np.concatenate(parts[::-1])

    def hessian(self, flat, step=1e-5):
        moves = step * np.eye(len(flat))
        return np.array([(self.gradient(flat + v) - self.gradient(flat - v)) / (2 * step) for v in moves])


def gradient_descent(loss, flat):
    """Steps against the gradient, halved until the loss falls enough (Armijo)."""
    rate = 1.0
    for _ in range(STEPS):
        slope, value = loss.gradient(flat), loss.value(flat)
        square = slope @ slope
        while rate > 1e-12 and loss.value(flat - rate * slope) > value - rate * square / 2:
            rate /= 2
        flat, rate = flat - rate * slope, 2 * rate
    return flat


def noisy_descent(loss, flat):
    """The same from a point nearby."""
    return gradient_descent(loss, flat + NOISE * np.random.default_rng(0).standard_normal(len(flat)))


def newton(loss, flat):
    """Newton's method for a zero of the gradient from a point nearby: it is drawn to saddles."""
    flat = flat + NOISE * np.random.default_rng(0).standard_normal(len(flat))
    for _ in range(20):
        flat = flat - np.linalg.lstsq(loss.hessian(flat), loss.gradient(flat), rcond=1e-6)[0]
    return flat


OPTIMISERS = {"gradient descent": gradient_descent, "noisy gradient descent": noisy_descent, "Newton": newton}


def escapes(fixture, optimiser):
    """Whether the optimiser, started at a saddle, ends clearly below its exact loss."""
    loss = Loss(fixture)
    return bool(loss.value(optimiser(loss, loss.start)) < float(fixture.loss) - 1e-2)


def main():
    fixtures = [fixture for fixture in load(FIXTURES) if "saddle" in fixture.label and fixture.origin is None]
    escaped = {}
    for name, optimiser in OPTIMISERS.items():
        for label in ("strict saddle", "non-strict saddle"):
            some = [fixture for fixture in fixtures if fixture.label == label]
            escaped[name, label] = [escapes(fixture, optimiser) for fixture in some]
            print(f"{name}: escapes {sum(escaped[name, label])} of {len(some)} exact {label}s.")
    right = all(escaped["noisy gradient descent", "strict saddle"])
    return int(not right or any(escaped["gradient descent", "strict saddle"]))


if __name__ == "__main__":
    sys.exit(main())
