"""How each library computes the answers.  An adapter has any of these methods, each given a point and a dtype:

``hessian``, ``ggn``, ``empirical_fisher``, ``kfac_blocks`` (the diagonal blocks of the Gauss-Newton matrix, as one
matrix), ``gradient``: arrays; ``hvp(point, dtype, v)``; ``top(point, dtype, k, seed)``: the k eigenvalues of largest
modulus and whether each is claimed to have converged; ``traces(point, dtype, seeds)`` of the Gauss-Newton matrix, by
the names of the methods; ``density(point, dtype)`` of the Gauss-Newton matrix: grid and values;
``batched_hessian(point, dtype)``: with the batches of the point.
"""

from __future__ import annotations

import importlib
import itertools

import numpy as np

from exact_points import array


class Numpy:
    """The definition itself, from products and their derivatives: the reference that the kit is tried on."""

    name, package, dtypes = "numpy", "numpy", ("float64", "float32")

    def _parts(self, point, dtype):
        X, Y, weights = array(point, "X", dtype), array(point, "Y", dtype), array(point, "weights", dtype)
        return X, Y, weights, np.dtype(dtype).type(2 * _factor(point))

    def _units(self, point):
        for j, (columns, rows) in enumerate(itertools.pairwise(point.widths)):
            yield from ((j, c, d) for c in range(rows) for d in range(columns))

    def _product(self, weights, replaced):
        matrix = None
        for j, weight in enumerate(weights):
            layer = replaced.get(j, weight)
            matrix = layer if matrix is None else layer @ matrix
        return matrix

    def _unit(self, weights, place):
        j, c, d = place
        unit = np.zeros_like(weights[j])
        unit[c, d] = 1
        return {j: unit}

    def ggn(self, point, dtype):
        X, _, weights, f = self._parts(point, dtype)
        J = np.array([(self._product(weights, self._unit(weights, u)) @ X).ravel() for u in self._units(point)])
        return f * J @ J.T

    def hessian(self, point, dtype):
        X, Y, weights, f = self._parts(point, dtype)
        units, residual = list(self._units(point)), self._product(weights, {}) @ X - Y
        second = np.zeros((len(units), len(units)), dtype)
        for a, b in itertools.product(range(len(units)), repeat=2):
            if units[a][0] != units[b][0]:
                moved = {**self._unit(weights, units[a]), **self._unit(weights, units[b])}
                second[a, b] = (residual * (self._product(weights, moved) @ X)).sum()
        return self.ggn(point, dtype) + f * second

    def empirical_fisher(self, point, dtype):
        X, Y, weights, f = self._parts(point, dtype)
        residual = self._product(weights, {}) @ X - Y
        rows = [
            (residual * (self._product(weights, self._unit(weights, u)) @ X)).sum(axis=0) for u in self._units(point)
        ]
        return f * f * np.array(rows) @ np.array(rows).T

    def gradient(self, point, dtype):
        X, Y, weights, f = self._parts(point, dtype)
        residual = self._product(weights, {}) @ X - Y
        rows = [(residual * (self._product(weights, self._unit(weights, u)) @ X)).sum() for u in self._units(point)]
        return f * np.array(rows)

    def hvp(self, point, dtype, v):
        return self.hessian(point, dtype) @ v

    def top(self, point, dtype, k, seed):
        values = np.linalg.eigvalsh(self.hessian(point, dtype))
        return values[np.argsort(-abs(values))[:k]], [True] * k

    def batched_hessian(self, point, dtype):
        return self.hessian(point, dtype)


def _factor(point):
    top, _, low = point.loss_factor.partition("/")
    return int(top) / int(low or 1)


class OnTorch:
    """What the libraries on PyTorch share: the network, its loss and its data."""

    dtypes = ("float64", "float32")

    def __init__(self):
        self.torch = importlib.import_module("torch")

    def model(self, point, dtype):
        torch = self.torch
        kind = getattr(torch, dtype)
        model = torch.nn.Sequential(
            *(torch.nn.Linear(a, b, bias=False, dtype=kind) for a, b in itertools.pairwise(point.widths))
        )
        with torch.no_grad():
            for parameter, weight in zip(model.parameters(), array(point, "weights", dtype), strict=True):
                parameter.copy_(torch.tensor(weight))
        return model, torch.nn.MSELoss(reduction=point.reduction), self.data(point, dtype)

    def data(self, point, dtype):
        return tuple(self.torch.tensor(array(point, key, dtype).T.copy()) for key in ("X", "Y"))

    def loader(self, point, dtype):
        X, Y = self.data(point, dtype)
        sizes = point.batches or [len(X)]
        return list(zip(X.split(sizes), Y.split(sizes), strict=True))


class Torch(OnTorch):
    """``torch.func`` on a flat vector of all weights."""

    name, package = "torch", "torch"

    def _loss(self, point, dtype):
        model, loss, (X, Y) = self.model(point, dtype)
        shapes = [parameter.shape for parameter in model.parameters()]
        sizes = [shape.numel() for shape in shapes]

        def value(vector):
            out = X
            for part, shape in zip(vector.split(sizes), shapes, strict=True):
                out = out @ part.reshape(shape).T
            return loss(out, Y)

        return value, self.torch.cat([parameter.detach().reshape(-1) for parameter in model.parameters()])

    def hessian(self, point, dtype):
        value, at = self._loss(point, dtype)
        return self.torch.func.hessian(value)(at).numpy()

    def gradient(self, point, dtype):
        value, at = self._loss(point, dtype)
        return self.torch.func.grad(value)(at).numpy()

    def hvp(self, point, dtype, v):
        value, at = self._loss(point, dtype)
        return self.torch.func.jvp(self.torch.func.grad(value), (at,), (self.torch.tensor(v),))[1].numpy()


class Jax:
    """``jax.hessian`` with 64-bit floats switched on."""

    name, package, dtypes = "jax", "jax", ("float64", "float32")

    def __init__(self):
        self.jax = importlib.import_module("jax")
        self.jax.config.update("jax_enable_x64", True)

    def _loss(self, point, dtype):
        jnp = self.jax.numpy
        X, Y, weights = (array(point, key, dtype) for key in ("X", "Y", "weights"))
        ends, factor = np.cumsum([weight.size for weight in weights])[:-1], np.dtype(dtype).type(_factor(point))

        def value(vector):
            out = X
            for part, weight in zip(jnp.split(vector, ends), weights, strict=True):
                out = part.reshape(weight.shape) @ out
            return factor * ((out - Y) ** 2).sum()

        return value, jnp.asarray(np.concatenate([weight.ravel() for weight in weights]))

    def hessian(self, point, dtype):
        value, at = self._loss(point, dtype)
        return np.asarray(self.jax.hessian(value)(at))

    def gradient(self, point, dtype):
        value, at = self._loss(point, dtype)
        return np.asarray(self.jax.grad(value)(at))

    def hvp(self, point, dtype, v):
        value, at = self._loss(point, dtype)
        return np.asarray(self.jax.jvp(self.jax.grad(value), (at,), (self.jax.numpy.asarray(v),))[1])


class Curvlinops(OnTorch):
    """Linear operators, K-FAC with the exact Fisher matrix, trace estimators and a spectral density."""

    name, package = "curvlinops", "curvlinops-for-pytorch"

    def __init__(self):
        super().__init__()
        self.imported = importlib.import_module("curvlinops")

    def _operator(self, kind, point, dtype, **options):
        model, loss, _ = self.model(point, dtype)
        return getattr(self.imported, kind)(model, loss, list(model.parameters()), self.loader(point, dtype), **options)

    def _dense(self, operator):
        return (operator @ self.torch.eye(operator.shape[1], dtype=operator.dtype)).detach().numpy()

    def hessian(self, point, dtype):
        return self._dense(self._operator("HessianLinearOperator", point, dtype))

    batched_hessian = hessian

    def ggn(self, point, dtype):
        return self._dense(self._operator("GGNLinearOperator", point, dtype))

    def empirical_fisher(self, point, dtype):
        return self._dense(self._operator("EFLinearOperator", point, dtype))

    def kfac_blocks(self, point, dtype):
        kind = self.imported.FisherType.TYPE2
        return self._dense(self._operator("KFACLinearOperator", point, dtype, fisher_type=kind))

    def hvp(self, point, dtype, v):
        operator = self._operator("HessianLinearOperator", point, dtype)
        return (operator @ self.torch.tensor(v)).detach().numpy()

    def traces(self, point, dtype, seeds):
        operator = self._operator("GGNLinearOperator", point, dtype)
        found = {}
        for name, products in (("hutchpp_trace", 6), ("xtrace", 6)):
            if operator.shape[0] > products:
                found[name] = [self._seeded(seed, getattr(self.imported, name), operator, products) for seed in seeds]
        return found

    def _seeded(self, seed, function, *arguments):
        self.torch.manual_seed(seed)
        return float(function(*arguments))

    def density(self, point, dtype):
        operator = self._operator("GGNLinearOperator", point, dtype)
        self.torch.manual_seed(0)
        return tuple(one.numpy() for one in self.imported.lanczos_approximate_spectrum(operator, operator.shape[0]))


class Eigenthings(OnTorch):
    """hessian-eigenthings: operators, Lanczos and deflated power iteration."""

    name, package = "eigenthings", "hessian-eigenthings"

    def __init__(self):
        super().__init__()
        self.imported = importlib.import_module("hessian_eigenthings")

    def _operator(self, kind, point, dtype):
        model, loss, _ = self.model(point, dtype)
        library = self.imported
        forms = {
            "HessianOperator": lambda: (library.supervised_loss(loss),),
            "GGNOperator": lambda: (library.supervised_forward, library.supervised_loss_of_output(loss)),
        }
        return getattr(library, kind)(model, self.loader(point, dtype), *forms[kind]())

    def _dense(self, operator):
        columns = self.torch.eye(operator.size, dtype=operator.dtype)
        return self.torch.stack([operator.matvec(column) for column in columns]).detach().numpy().T

    def hessian(self, point, dtype):
        return self._dense(self._operator("HessianOperator", point, dtype))

    batched_hessian = hessian

    def ggn(self, point, dtype):
        return self._dense(self._operator("GGNOperator", point, dtype))

    def hvp(self, point, dtype, v):
        return self._operator("HessianOperator", point, dtype).matvec(self.torch.tensor(v)).detach().numpy()

    def top(self, point, dtype, k, seed):
        operator = self._operator("HessianOperator", point, dtype)
        steps = min(operator.size, max(2 * k, operator.size - 1))
        found = self.imported.lanczos(operator, k=k, max_iter=steps, seed=seed)
        return found.eigenvalues.numpy(), found.converged.tolist()


class PyHessian(OnTorch):
    """PyHessian: power iteration with deflation.  Its vectors are always float32."""

    name, package, dtypes = "pyhessian", "PyHessian", ("float32",)

    def __init__(self):
        super().__init__()
        self.imported = importlib.import_module("pyhessian")

    def _computer(self, point, dtype, batches=False):
        model, loss, data = self.model(point, dtype)
        given = {"dataloader": self.loader(point, dtype)} if batches else {"data": data}
        return self.imported.hessian(model, loss, cuda=False, **given)

    def hvp(self, point, dtype, v):
        computer = self._computer(point, dtype, batches=True)
        sizes = [parameter.numel() for parameter in computer.params]
        parts = self.torch.tensor(v).split(sizes)
        vectors = [part.reshape(p.shape) for part, p in zip(parts, computer.params, strict=True)]
        _, product = computer.dataloader_hv_product(vectors)
        return self.torch.cat([one.reshape(-1) for one in product]).detach().numpy()

    def hessian(self, point, dtype):
        size = len(array(point, "hessian"))
        return np.stack([self.hvp(point, dtype, column) for column in np.eye(size, dtype=dtype)], axis=1)

    batched_hessian = hessian

    def top(self, point, dtype, k, seed):
        self.torch.manual_seed(seed)
        values, _ = self._computer(point, dtype).eigenvalues(maxIter=1000, tol=1e-6, top_n=k)
        return np.array(values), [True] * len(values)  # nothing is said of convergence, so it is claimed


class Backpack(OnTorch):
    """BackPACK: Hessian- and Gauss-Newton products, diagonals, and the Kronecker factors of KFLR."""

    name, package = "backpack", "backpack-for-pytorch"

    def __init__(self):
        super().__init__()
        self.imported = importlib.import_module("backpack")
        self.products = {
            "hessian": importlib.import_module("backpack.hessianfree.hvp").hessian_vector_product,
            "ggn": importlib.import_module("backpack.hessianfree.ggnvp").ggn_vector_product,
        }
        self.extensions = importlib.import_module("backpack.extensions")

    def _product(self, kind, point, dtype, v):
        model, loss, (X, Y) = self.model(point, dtype)
        output = model(X)
        parameters = list(model.parameters())
        parts = self.torch.tensor(v).split([parameter.numel() for parameter in parameters])
        vectors = [part.reshape(p.shape) for part, p in zip(parts, parameters, strict=True)]
        arguments = (loss(output, Y), parameters, vectors)
        if kind == "ggn":
            found = self.products[kind](arguments[0], output, model, vectors)
        else:
            found = self.products[kind](*arguments)
        return self.torch.cat([one.reshape(-1) for one in found]).detach().numpy()

    def _dense(self, kind, point, dtype):
        size = len(array(point, "hessian"))
        return np.stack([self._product(kind, point, dtype, v) for v in np.eye(size, dtype=dtype)], axis=1)

    def hessian(self, point, dtype):
        return self._dense("hessian", point, dtype)

    def ggn(self, point, dtype):
        return self._dense("ggn", point, dtype)

    def hvp(self, point, dtype, v):
        return self._product("hessian", point, dtype, v)

    def _blocks(self, extension, field, point, dtype):
        model, loss, (X, Y) = self.model(point, dtype)
        model, loss = self.imported.extend(model), self.imported.extend(loss)
        with self.imported.backpack(extension):
            loss(model(X), Y).backward()
        factors = [[one.detach().contiguous() for one in getattr(p, field)] for p in model.parameters()]
        blocks = [self.torch.kron(*pair).numpy() for pair in factors]
        size = sum(len(block) for block in blocks)
        found, start = np.zeros((size, size), dtype), 0
        for block in blocks:
            found[start : start + len(block), start : start + len(block)] = block
            start += len(block)
        return found

    def kfac_blocks(self, point, dtype):
        return self._blocks(self.extensions.KFLR(), "kflr", point, dtype)

    def kfra_blocks(self, point, dtype):
        return self._blocks(self.extensions.KFRA(), "kfra", point, dtype)


class Laplace(OnTorch):
    """laplace-torch with its default back end: the Gauss-Newton matrix of a regression, which has the factor 1/2."""

    name, package = "laplace", "laplace-torch"

    def __init__(self):
        super().__init__()
        self.imported = importlib.import_module("laplace")

    def ggn(self, point, dtype):
        model, _, _ = self.model(point, dtype)
        found = self.imported.Laplace(model, "regression", subset_of_weights="all", hessian_structure="full")
        loader = self.torch.utils.data.DataLoader(
            self.torch.utils.data.TensorDataset(*self.data(point, dtype)), batch_size=len(point.X[0])
        )
        found.fit(loader)
        return found.H.detach().numpy() * 2 * _factor(point)


ADAPTERS = {one.name: one for one in (Numpy, Torch, Jax, Curvlinops, Eigenthings, PyHessian, Backpack, Laplace)}


def adapter(name):
    """The adapter of a library, or ``module:Class``; ``ValueError`` with one sentence for an unknown one."""
    if ":" in name:
        module, _, attribute = name.partition(":")
        return getattr(importlib.import_module(module), attribute)()
    if name not in ADAPTERS:
        raise ValueError(f"There is no adapter {name!r}; choose one of {', '.join(ADAPTERS)}, or module:Class.")
    return ADAPTERS[name]()
