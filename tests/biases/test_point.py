"""Points with biases: derivatives against differences of the loss, classes, arrays, and what is refused."""

import pickle

import numpy as np
import pytest

from symdln import InputError
from symdln.biases import BiasedPoint, BiasedProblem
from symdln.biases.point import critical_point_of

PROBLEM = BiasedProblem.from_data(
    [[0, 1, 2, 1], [1, 0, 1, 3]], [[1, 3, 5, 0]], (2,), biased=(True, True), loss_factor=1
)
WEIGHTS = [[[1, 2], [0, -1]], [[3, "1/2"]]]
BIASES = [["1/3", -1], [2]]


def test_gradient_and_hessian_are_differences_of_the_loss():
    """The loss has degree at most 4 in each parameter: central differences at 1 and 2 are exact (as in the tests of
    decay)."""
    point = BiasedPoint(PROBLEM, WEIGHTS, BIASES)
    W_1, b_1, W_2, b_2 = (point.weights[0], point.biases[0], point.weights[1], point.biases[1])
    flat = [*W_1.entries(), *b_1.entries(), *W_2.entries(), *b_2.entries()]

    def loss(v):
        return BiasedPoint(PROBLEM, [[v[:2], v[2:4]], [v[6:8]]], [v[4:6], v[8:]]).loss

    gradient = [value for layer in point.gradient for block in layer for value in block.entries()]
    assert len(gradient) == PROBLEM.parameters == 9
    for i in range(9):
        f = {t: loss([x + t * (k == i) for k, x in enumerate(flat)]) for t in (-2, -1, 0, 1, 2)}
        assert gradient[i] == (8 * (f[1] - f[-1]) - (f[2] - f[-2])) / 12
        assert point.hessian[i, i] == (16 * (f[1] + f[-1]) - (f[2] + f[-2]) - 30 * f[0]) / 12
        for k in range(
            i
        ):  # the mixed derivative of degree at most 2 in each: (f(1,1) - f(1,-1) - f(-1,1) + f(-1,-1)) / 4
            mixed = {}
            for s, t in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                mixed[s, t] = loss([x + s * (n == i) + t * (n == k) for n, x in enumerate(flat)])
            cross = (mixed[1, 1] - mixed[1, -1] - mixed[-1, 1] + mixed[-1, -1]) / 4
            assert point.hessian[i, k] == cross


@pytest.mark.parametrize("biased", ["all", "output", (False, True), (True, True)])
def test_every_kind_has_its_inertia(biased):
    problem = BiasedProblem.from_data([[0, 1, 2]], [[1, 3, 5], [0, 0, 3]], (2,), biased=biased)
    for kind in problem.kinds():
        point = critical_point_of(problem, kind.representative(3))
        assert point.is_critical
        assert point.inertia_by_hessian == point.inertia_by_centred == problem.inertia(kind)
        assert point.label == kind.label


def test_a_line_by_hand():
    # y = 2 x + 1 is fitted exactly; x = 0, 1, 2 has the mean 1: centred moments 2, 4, 8
    problem = BiasedProblem.from_data([[0, 1, 2]], [[1, 3, 5]], ())
    assert problem.centred.Sxx[0, 0] == 2
    (kind,) = problem.kinds()
    point = critical_point_of(problem, kind.representative())
    assert (point.weights[0][0, 0], point.biases[0][0, 0], point.loss) == (2, 1, 0)
    # the Hessian is [[sum x^2, sum x], [sum x, m]]
    assert point.hessian.texts() == [["5", "3"], ["3", "3"]]


def test_without_an_output_bias_points_are_exact_and_no_list_is_promised():
    problem = BiasedProblem.from_data([[0, 1]], [[1, 3]], (1,), biased=(True, False))
    with pytest.raises(InputError, match="no list of critical points is known"):
        list(problem.kinds())
    point = BiasedPoint(problem, [[[2]], [[1]]], [[1], None])
    assert (point.loss, point.is_critical, point.label) == (0, True, "undecided")


def test_arrays_have_the_shapes_of_linear_layers():
    layers = BiasedPoint(PROBLEM, WEIGHTS, BIASES).float_layers()
    assert [(W.shape, b.shape) for W, b in layers] == [((2, 2), (2,)), ((1, 2), (1,))]
    x = np.array([[0.0, 1, 2, 1], [1, 0, 1, 3]])
    for W, b in layers:
        x = W @ x + b[:, None]
    loss = ((x - np.array([[1.0, 3, 5, 0]])) ** 2).sum()
    assert loss == pytest.approx(float(BiasedPoint(PROBLEM, WEIGHTS, BIASES).loss))


def test_a_point_is_a_value():
    point = BiasedPoint(PROBLEM, WEIGHTS, BIASES)
    assert pickle.loads(pickle.dumps(point)) == point


REFUSED = {
    "layer 1 has a bias, but None was passed": lambda: BiasedPoint(PROBLEM, WEIGHTS, [None, [2]]),
    "1 biases were passed for 2 layers": lambda: BiasedPoint(PROBLEM, WEIGHTS, [[2]]),
    "b_1 has 1 entries, but layer 1 has 2 units": lambda: BiasedPoint(PROBLEM, WEIGHTS, [[1], [2]]),
    'choose "all", "output"': lambda: BiasedProblem.from_data([[1]], [[1]], (), biased="none"),
    "No layer has a bias": lambda: BiasedProblem.from_data([[1]], [[1]], (), biased=(False,)),
    "biased must hold 1 truth values": lambda: BiasedProblem.from_data([[1]], [[1]], (), biased=(True, True)),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence(words):
    with pytest.raises(InputError) as caught:
        REFUSED[words]()
    assert words in str(caught.value)
