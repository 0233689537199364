"""A PyTorch network against exact answers: loss, gradient and Hessian, and two broken formulas that are caught.

python docs/examples/check_pytorch.py        (needs symdln[peers])
"""

import sys
from itertools import pairwise
from pathlib import Path

from symdln.exact_points import differences, load

try:
    import torch
    from torch import nn
except ModuleNotFoundError:
    sys.exit("This example needs PyTorch; install symdln[peers].")

FIXTURES = Path(__file__).parent / "fixtures"


def network(fixture, layer):
    """A deep linear network: one layer after the other, with the biases that the fixture has."""
    pairs, biases = pairwise(fixture.problem.widths), fixture.biases or (None,) * fixture.problem.depth
    layers = [layer(*widths, bias=bias is not None) for widths, bias in zip(pairs, biases, strict=True)]
    return nn.Sequential(*layers)


def parameters(rounded):
    """``W_1, b_1, W_2, b_2, ...``, in the order of ``model.parameters()``."""
    biases = rounded.biases or (None,) * len(rounded.weights)
    return [part for pair in zip(rounded.weights, biases, strict=True) for part in pair if part is not None]


def answers(fixture, dtype="float64", layer=nn.Linear, hessian=torch.func.hessian):
    """Loss, gradient by ``backward()`` and Hessian at the weights of a fixture, all by PyTorch, as numpy arrays."""
    rounded = fixture.rounded(dtype)
    model = network(fixture, layer).to(getattr(torch, dtype))
    with torch.no_grad():
        for parameter, array in zip(model.parameters(), parameters(rounded), strict=True):
            parameter.copy_(torch.tensor(array))  # nn.Linear.weight is d_j x d_{j-1}, as W_j is
    X, Y = torch.tensor(rounded.X.T), torch.tensor(rounded.Y.T)  # rows are samples
    factor = float(fixture.problem.loss_factor)

    decays = rounded.decays or ()  # one for each layer, where the fixture has weight decay

    def loss_at(prediction, weights):
        norms = [decay / 2 * (W**2).sum() for decay, W in zip(decays, weights, strict=bool(decays))]
        return factor * ((prediction - Y) ** 2).sum() + sum(norms)

    loss = loss_at(model(X), [block.weight for block in model])
    loss.backward()
    gradient = [parameter.grad.numpy() for parameter in model.parameters()]
    names, sizes = zip(*((name, p.shape) for name, p in model.named_parameters()), strict=True)

    def loss_of(flat):
        parts = flat.split([size.numel() for size in sizes])
        weights = {name: part.reshape(size) for name, part, size in zip(names, parts, sizes, strict=True)}
        matrices = [part for name, part in weights.items() if name.endswith("weight")]
        return loss_at(torch.func.functional_call(model, weights, (X,)), matrices)

    flat = torch.cat([parameter.detach().reshape(-1) for parameter in model.parameters()])
    return {"loss": loss.item(), "gradient": gradient, "hessian": hessian(loss_of)(flat).numpy(), "dtype": dtype}


# -- two broken formulas -----------------------------------------------------------------------------------------------


class TwiceTheGradient(torch.autograd.Function):
    """x W^T with a factor 2 in the derivative by W."""

    @staticmethod
    def forward(ctx, x, weight):
        ctx.save_for_backward(x, weight)
        return x @ weight.T

    @staticmethod
    def backward(ctx, above):
        x, weight = ctx.saved_tensors
        return above @ weight, 2 * above.T @ x


class FrozenBackward(TwiceTheGradient):
    """x W^T with the right gradient from detached tensors: the second derivatives are those of Gauss-Newton."""

    @staticmethod
    def backward(ctx, above):
        x, weight = (tensor.detach() for tensor in ctx.saved_tensors)
        return above @ weight, above.T @ x


class Broken(nn.Linear):
    """A layer with one of the formulas above."""

    formula = TwiceTheGradient

    def forward(self, x):
        product = self.formula.apply(x, self.weight)
        return product if self.bias is None else product + self.bias


class BrokenTwice(Broken):
    formula = FrozenBackward


def double_backward(function):
    return lambda flat: torch.autograd.functional.hessian(function, flat)


BROKEN = {"twice the gradient": Broken, "frozen backward": BrokenTwice}


# -- the check ---------------------------------------------------------------------------------------------------------


def main():
    fixtures, failed = load(FIXTURES), False
    for dtype in ("float64", "float32"):
        found = [text for fixture in fixtures for text in differences(fixture, **answers(fixture, dtype))]
        print(f"nn.Linear in {dtype} at {len(fixtures)} fixtures: {len(found)} differences.", *found[:3], sep="\n  ")
        failed |= bool(found)
    for name, layer in BROKEN.items():
        results = {f.id: differences(f, **answers(f, layer=layer, hessian=double_backward)) for f in fixtures}
        caught = [texts[0] for texts in results.values() if texts]
        print(f"{name}: caught at {len(caught)} of {len(fixtures)} fixtures.", *caught[-1:], sep="\n  ")
        failed |= not caught
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
