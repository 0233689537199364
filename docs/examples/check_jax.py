"""A network in JAX against exact answers: loss, gradient and Hessian, and two broken formulas that are caught.

python docs/examples/check_jax.py        (needs symdln[peers])
"""

import sys
from pathlib import Path

import numpy as np

from symdln.exact_points import Conventions, differences, load

try:
    import jax
    import jax.numpy as jnp
except ModuleNotFoundError:
    sys.exit("This example needs JAX; install symdln[peers].")

FIXTURES = Path(__file__).parent / "fixtures"
KERNELS = Conventions(layout="kernel")  # kernels are d_{j-1} x d_j, as in Flax
jax.config.update("jax_enable_x64", True)


def blocks_of(flat, shapes):
    """The kernels, and the biases behind them, in a vector of all parameters."""
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
    return [part.reshape(shape) for part, shape in zip(jnp.split(flat, ends), shapes, strict=True)]


def loss_of(flat, X, Y, factor, decays, shapes, product):
    prediction, kernels = X, []
    for block in blocks_of(flat, shapes):
        if block.ndim == 1:
            prediction = prediction + block
        else:
            prediction = product(prediction, block)
            kernels.append(block)
    norms = [decay / 2 * (kernel**2).sum() for decay, kernel in zip(decays, kernels, strict=bool(len(decays)))]
    return factor * ((prediction - Y) ** 2).sum() + sum(norms)


VALUE_AND_GRADIENT = jax.jit(jax.value_and_grad(loss_of), static_argnames=("shapes", "product"))
HESSIAN = jax.jit(jax.hessian(loss_of), static_argnames=("shapes", "product"))


def answers(fixture, dtype="float64", product=jnp.matmul):
    """Loss, gradient and Hessian at the weights of a fixture, all by JAX, as numpy arrays."""
    rounded = fixture.rounded(dtype)
    biases = rounded.biases or (None,) * len(rounded.weights)
    pairs = ((weight.T, bias) for weight, bias in zip(rounded.weights, biases, strict=True))
    blocks = [block for pair in pairs for block in pair if block is not None]
    flat = np.concatenate([block.ravel() for block in blocks])
    factor, decays = (np.asarray(value, dtype) for value in (float(fixture.problem.loss_factor), rounded.decays or ()))
    shapes = tuple(block.shape for block in blocks)
    given = flat, rounded.X.T, rounded.Y.T, factor, tuple(decays)  # rows are samples
    loss, gradient = VALUE_AND_GRADIENT(*given, shapes=shapes, product=product)
    return {
        "loss": float(loss),
        "gradient": [np.asarray(block) for block in blocks_of(gradient, shapes)],
        "hessian": np.asarray(HESSIAN(*given, shapes=shapes, product=product)),
        "dtype": dtype,
        "conventions": KERNELS,
    }


# -- two broken formulas -----------------------------------------------------------------------------------------------


def with_backward(backward):
    """The product of two matrices with a derivative of one's own."""
    product = jax.custom_vjp(jnp.matmul)
    product.defvjp(lambda x, kernel: (x @ kernel, (x, kernel)), backward)
    return product


def twice(saved, above):
    """A factor 2 in the derivative by the kernel."""
    x, kernel = saved
    return above @ kernel.T, 2 * x.T @ above


def frozen(saved, above):
    """The right gradient from constants: the second derivatives are those of Gauss-Newton."""
    x, kernel = jax.lax.stop_gradient(saved)
    return above @ kernel.T, x.T @ above


BROKEN = {"twice the gradient": with_backward(twice), "frozen backward": with_backward(frozen)}


# -- the check ---------------------------------------------------------------------------------------------------------


def main():
    fixtures, failed = load(FIXTURES), False
    for dtype in ("float64", "float32"):
        found = [text for fixture in fixtures for text in differences(fixture, **answers(fixture, dtype))]
        print(f"JAX in {dtype} at {len(fixtures)} fixtures: {len(found)} differences.", *found[:3], sep="\n  ")
        failed |= bool(found)
    for name, product in BROKEN.items():
        results = {f.id: differences(f, **answers(f, product=product)) for f in fixtures}
        caught = [texts[0] for texts in results.values() if texts]
        print(f"{name}: caught at {len(caught)} of {len(fixtures)} fixtures.", *caught[-1:], sep="\n  ")
        failed |= not caught
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
