"""The clients in docs/examples, PyTorch, JAX, eigsh and optimisers, agree with exact answers, and faults are caught."""

import importlib.util
import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from symdln import Problem
from symdln.exact_points import Data, build, differences

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
LIBRARIES = {"check_pytorch": "torch", "check_jax": "jax"}

pytestmark = [  # torch warns about itself, in one way or the other
    pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:`torch.jit:FutureWarning"),
]


def needs(library):
    missing = importlib.util.find_spec(library) is None
    return pytest.mark.skipif(missing, reason=f"{library} is not installed; get it with pip install 'symdln[peers]'")


AUTOGRAD = [pytest.param(name, marks=needs(library), id=library) for name, library in LIBRARIES.items()]


def client(name):
    """The names of one example; its ``main`` does not run."""
    return runpy.run_path(str(EXAMPLES / f"{name}.py"))


@pytest.fixture(scope="module")
def fixtures():
    """Every class, points off the critical ones, disguised ones, and hard ones that float64 can still hold."""
    problems = [Problem.canonical((3, 2), (3, 2, 2)), Problem.canonical((2, 1), (2, 2, 2, 2))]
    hard = build(families=["gauge", "graded-chain", "collinear"], conditions=[10**6])
    found = [*build(problems, count=2, limit=2, non_critical=2), *hard]
    assert {"strict saddle", "non-strict saddle", "global minimiser", "not critical"} == {f.label for f in found}
    return found


@pytest.fixture(scope="module")
def further():
    """Weight decay, equal and unequal, and biases in all layers, or in some."""
    deep = Problem.canonical((15, 12), (2, 2, 2, 2))
    data = Data.of([[0, 1, 2], [1, 0, 1]], [[1, 3, 5]], (2,))
    found = [
        *build(deep, decay=14, count=2, non_critical=2),
        *build(Problem.canonical((4, 1), (2, 2, 2, 2)), decay=["12", 3, "3/4"], non_critical=1),
        *build(Problem.canonical((3, 1), (2, 1, 2)), bias=True, count=2, non_critical=2),
        *build(data, bias=[False, True], non_critical=2),
    ]
    assert {"local minimum", "strict saddle", "non-strict saddle", "not critical"} < {f.label for f in found}
    return found


# -- autograd ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AUTOGRAD)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_autograd_agrees_with_the_exact_answers(name, dtype, fixtures):
    answers = client(name)["answers"]
    assert [text for fixture in fixtures for text in differences(fixture, **answers(fixture, dtype))] == []


@pytest.mark.parametrize("name", AUTOGRAD)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_autograd_agrees_with_decay_and_with_biases(name, dtype, further):
    answers = client(name)["answers"]
    assert [text for fixture in further for text in differences(fixture, **answers(fixture, dtype))] == []


@pytest.mark.parametrize("name", AUTOGRAD)
def test_a_decay_of_the_wrong_convention_shows(name, further):
    """Twice the decay, as with a penalty of lam |W|^2 instead of lam/2 |W|^2: wrong wherever a weight is not 0."""
    answers = client(name)["answers"]
    for fixture in further:
        if fixture.decays is not None:
            doubled = replace(fixture, data=replace(fixture.data, decays=tuple(2 * lam for lam in fixture.decays)))
            assert differences(fixture, **answers(doubled)), fixture


def broken(name, fault):
    """What the example computes with a broken formula."""
    names = client(name)
    chosen = names["BROKEN"][fault]
    if name == "check_jax":
        return lambda fixture: names["answers"](fixture, product=chosen)
    return lambda fixture: names["answers"](fixture, layer=chosen, hessian=names["double_backward"])


@pytest.mark.parametrize("name", AUTOGRAD)
def test_a_wrong_factor_in_a_gradient_shows_away_from_critical_points(name, fixtures):
    """Twice zero is zero: at exact critical points a test of the gradient alone passes, and so does one of the loss."""
    answers = broken(name, "twice the gradient")
    for fixture in fixtures:
        if fixture.origin is None:
            found = answers(fixture)
            texts = differences(
                fixture, loss=found["loss"], gradient=found["gradient"], conventions=found.get("conventions")
            )
            assert bool(texts) is (fixture.label == "not critical"), fixture


@pytest.mark.parametrize("name", AUTOGRAD)
def test_a_backward_pass_that_is_frozen_shows_in_the_hessian_alone(name, fixtures):
    """Its Hessian is Gauss-Newton's, which has no negative eigenvalue: wrong wherever there should be one."""
    answers = broken(name, "frozen backward")
    saddles = [fixture for fixture in fixtures if fixture.label == "strict saddle"]
    for fixture in saddles:
        found = answers(fixture)
        texts = differences(fixture, **found)
        assert len(texts) == 1
        assert "of the Hessian is" in texts[0]


# -- eigenvalues -------------------------------------------------------------------------------------------------------


def test_eigsh_finds_every_negative_eigenvalue(fixtures):
    names = client("check_eigsh")
    some = build(Problem.canonical((3, 2), (3, 2, 2)), count=2, hessian=True)
    assert names["wrong"](some, names["by_eigsh"]) == []


def test_one_krylov_space_misses_copies_of_a_multiple_eigenvalue():
    """At W = 0 and widths (2, 2, 2), Y = I: the Hessian has the eigenvalues 1 and -1, four times each, and is seen with
    one of each.
    """
    names = client("check_eigsh")
    zero = next(build(Problem.canonical((1, 1), (2, 2, 2)), hessian=True))
    assert zero.inertia.negative == 4
    (sentence,) = names["wrong"]([zero], names["by_one_krylov_space"])
    assert "1 negative eigenvalues were found, but there are 4" in sentence


# -- optimisers --------------------------------------------------------------------------------------------------------


def test_noise_escapes_from_strict_saddles_and_nothing_else_does():
    names = client("check_optimiser")
    saddles = list(build(Problem.canonical((3, 2), (3, 2, 2)), "strict", count=1))
    outcome = {
        name: {names["escapes"](fixture, optimiser) for fixture in saddles}
        for name, optimiser in names["OPTIMISERS"].items()
    }
    assert outcome == {"gradient descent": {False}, "noisy gradient descent": {True}, "Newton": {False}}


# -- the scripts -------------------------------------------------------------------------------------------------------


def script(name, folder, *options):
    """One example started by itself in another folder."""
    command = [sys.executable, *options, EXAMPLES / f"{name}.py"]
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*AUTOGRAD, "check_eigsh", "check_optimiser"])
def test_examples_run_alone(name, tmp_path):
    done = script(name, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


@pytest.mark.slow
@needs("torch")
def test_the_tutorial_shows_what_the_example_prints(tmp_path):
    page = (ROOT / "docs" / "fixtures-for-pytorch.md").read_text(encoding="utf-8")
    shown = page.partition("$ python docs/examples/check_pytorch.py\n")[2].partition("```")[0]
    assert script("check_pytorch", tmp_path).stdout == shown


@pytest.mark.parametrize("name", LIBRARIES)
def test_examples_say_what_is_missing(name, tmp_path):
    code = (
        f"import sys, runpy; sys.modules[{LIBRARIES[name]!r}] = None; runpy.run_path({str(EXAMPLES / name)!r} + '.py')"
    )
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "install symdln[peers]" in done.stderr
