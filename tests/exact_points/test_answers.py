"""Fixtures with weight decay and with biases: every answer by the words of the file, and back from every format."""

import itertools
import json
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files

import jsonschema
import numpy as np
import pytest

import symdln as dln
from symdln import InputError, Problem
from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import Matrix
from symdln.exact_points import Data, FixtureSet, build, check, differences, load, request, stacked, write
from tests.exact_points.support import EVERY_CONVENTION, Evaluated, flat

FORMATS = ["set.json", "folder", "set.npz", "set.safetensors"]
DEEP = Problem.canonical((15, 12), (2, 1, 2, 2))  # at lam = 14 and depth 3, 15 has the roots w = 2 and 1, and 12 none
DOUBLE = Problem.canonical((4, 1), (2, 2, 2, 2))  # at lam = 3 and depth 3, 4 = w^3 + 3/w at w = 1 only: a double root
NARROW_DOUBLE = Problem.canonical((4, 1), (2, 1, 1, 2))
OWN_INPUTS = [["4/3", 0], [0, "1/2"]]
SKEW = Data.of([[0, 1, 2], [1, 0, 1]], [[1, 3, 5]], (2,))
WISHES = {
    "decay": lambda **rest: request(DEEP, decay=14, count=2, non_critical=1, hessian=True, digits=8, **rest),
    "unequal decays": lambda **rest: request(DOUBLE, decay=["12", 3, "3/4"], count=1, hessian=True, **rest),
    "autoencoder": lambda **rest: request(
        Problem.from_moments(OWN_INPUTS, OWN_INPUTS, OWN_INPUTS, (1,)), decay=1, hessian=True, non_critical=1, **rest
    ),
    "biases": lambda **rest: request(Problem.canonical((3, 1), (2, 1, 2)), bias=True, hessian=True, **rest),
    "some biases": lambda **rest: request(SKEW, bias=[False, True], count=2, hessian=True, non_critical=2, **rest),
    "output bias": lambda **rest: request(
        Problem.canonical((2,), (1, 1, 1, 2)), bias="output", count=1, hessian=True, digits=6, **rest
    ),
    "decay and biases": lambda **rest: request(
        DEEP, decay=14, bias=[True, False, True], count=1, non_critical=1, hessian=True, **rest
    ),
    "unequal decays and an output bias": lambda **rest: request(  # loss by its mean: the factor is 1/8, Sxx is 2 I
        NARROW_DOUBLE, decay=["6", "3/2", "3/8"], bias="output", count=1, hessian=True, **rest
    ),
    "autoencoder with decay and biases": lambda **rest: request(
        Problem.from_moments(OWN_INPUTS, OWN_INPUTS, OWN_INPUTS, (1,)), decay=1, bias=True, hessian=True, **rest
    ),
}


@pytest.fixture(scope="module", params=zip(WISHES, itertools.cycle(EVERY_CONVENTION), strict=False), ids=lambda p: p[0])
def made(request, tmp_path_factory):
    name, conventions = request.param
    wish, folder = WISHES[name](conventions=conventions), tmp_path_factory.mktemp("further")
    fixtures = tuple(wish.fixtures())
    for file in FORMATS:
        write(folder / file, fixtures, conventions=wish.conventions, request=wish.data())
    return wish, fixtures, folder


def test_every_format_gives_the_same_back(made):
    wish, fixtures, folder = made
    assert len(fixtures) == wish.number() > 1
    for file in FORMATS:
        assert load(folder / file) == FixtureSet(wish.conventions, wish.data(), fixtures)
    assert list(check(folder / "set.npz")) == []


def test_files_follow_the_schema(made):
    schema = json.loads((files("symdln.exact_points") / "schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads((made[2] / "set.json").read_text("utf-8")))


def test_loss_gradient_and_hessian_by_the_words_of_the_file(made):
    """Central differences of the loss that the file describes, in fractions and without symdln, are exact."""
    document = json.loads((made[2] / "set.json").read_text("utf-8"))
    for record in document["fixtures"]:
        told = Evaluated(document, record)
        assert Fraction(record["loss"]) == told.loss()
        assert _gradient(record) == told.gradient()
        hessian = told.hessian()
        assert [Fraction(text) for row in record["hessian"] for text in row] == [x for row in hessian for x in row]
        inertia = inertia_of(Matrix(hessian))
        assert record["inertia"] == {name: getattr(inertia, name) for name in ("positive", "negative", "zero")}
        for vector in record["kernel"]:
            assert not any(sum(a * Fraction(b) for a, b in zip(row, vector, strict=True)) for row in hessian)
        assert (record["class"] == "not critical") is any(_gradient(record))


def _gradient(record):
    """In the order of the parameters: each bias behind the weights of its layer."""
    biases = record.get("bias_gradient") or [None] * len(record["gradient"])
    pairs = zip(record["gradient"], biases, strict=True)
    return [value for W, b in pairs for value in flat([W] if b is None else [W, b])]


def test_the_loss_falls_where_the_file_says_so(made):
    """Strict saddles: the form is negative; non-strict ones: the polynomial of the loss along the curve, at three t."""
    document = json.loads((made[2] / "set.json").read_text("utf-8"))
    for record in document["fixtures"]:
        told, direction = Evaluated(document, record), record["descent_direction"]
        assert (direction is None) is (record["class"] != "strict saddle")
        if direction is not None:
            assert record["saddle_order"] == 2
            v = _flat_direction(direction)
            form = sum(
                a * sum(h * b for h, b in zip(row, v, strict=True)) for row, a in zip(told.hessian(), v, strict=True)
            )
            assert Fraction(direction["second_order"]) == form / 2 < 0
        curve = record["descent_curve"]
        if record["class"] == "non-strict saddle" and "biases" not in record:
            assert record["saddle_order"] == curve["order"] == 3 if told.decays else curve["order"] > 2
            for t in (Fraction(curve["reach"]), Fraction(1, 7), Fraction(-2)):
                change = sum(Fraction(c) * t**n for n, c in enumerate(curve["loss_change"]))
                moved = replace_weights(told, curve["layers"], t)
                assert moved - told.loss() == change
                assert change < 0 or not 0 < t <= Fraction(curve["reach"])


def _flat_direction(direction):
    biases = direction.get("biases") or [None] * len(direction["weights"])
    pairs = zip(direction["weights"], biases, strict=True)
    return [value for W, b in pairs for value in flat([W] if b is None else [W, b])]


def replace_weights(told, layers, t):
    at = [
        [[sum(Fraction(term[r][c]) * t**n for n, term in enumerate(terms)) for c in range(len(terms[0][0]))]
         for r in range(len(terms[0]))]
        for terms in layers
    ]  # fmt: skip
    kept, told.weights = told.weights, at
    loss = told.loss()
    told.weights = kept
    return loss


def test_all_classes_of_decay_are_there():
    labels = {fixture.label for name in ("decay", "unequal decays") for fixture in WISHES[name]().fixtures()}
    assert labels == {"global minimiser", "local minimum", "strict saddle", "non-strict saddle", "not critical"}


def test_filters_and_numbers_with_decay():
    """Kinds are numbered as in the list of all: at lam = 14 zero, the large root and the small one."""
    found = [f.id for f in build(DEEP, decay=14, count=1)]
    assert found == ["p1-k1-1", "p1-k2-1", "p1-k3-1"]
    assert [f.id for f in build(DEEP, "strict", decay=14, count=1)] == ["p1-k3-1"]
    assert [f.id for f in build(DEEP, "minimum", decay=14, count=1)] == ["p1-k1-1", "p1-k2-1"]
    assert [f.id for f in build(DEEP, decay=14, count=1, rank=0)] == ["p1-k1-1"]
    assert [f.id for f in build(DEEP, decay=14, count=1, index=1, order=2)] == ["p1-k3-1"]
    assert [f.id for f in build(DEEP, decay=14, count=1, limit=1)] == ["p1-k1-1", "p1-k2-1"]  # of each rank
    value = Fraction(361, 2)  # 369/2 at W = 0, less 4: sigma = 8, s = 15: (8/2)(15 - 16)
    assert [f.id for f in build(DEEP, decay=14, count=1, value=value)] == ["p1-k2-1"]
    assert [f.id for f in build(DOUBLE, "nonstrict", decay=3, count=1)] == ["p1-k2-1"]
    assert [f.id for f in build(SKEW, bias="output", count=1, dimension=0)] == ["p1-k2-1"]  # W = 0 alone
    assert [f.id for f in build(SKEW, bias=True, count=1, dimension=2)] == ["p1-k2-1"]  # and b_1 of two entries is free


def answers(fixture, dtype="float64"):
    """Loss, gradient and Hessian in floats by numpy: forwards, backwards, and differences of the gradient's columns."""
    rounded = fixture.rounded(dtype)
    biases = rounded.biases or (None,) * len(rounded.weights)
    factor = np.dtype(dtype).type(float(fixture.problem.loss_factor))
    values = [rounded.X]
    for W, b in zip(rounded.weights, biases, strict=True):
        values.append(W @ values[-1] + (0 if b is None else b[:, None]))
    residual = values[-1] - rounded.Y
    decays = rounded.decays or (0,) * len(biases)
    norms = [np.float64(decay) * (W**2).sum() / 2 for decay, W in zip(decays, rounded.weights, strict=True)]
    loss = factor * (residual**2).sum() + sum(norms)
    back, gradient = 2 * factor * residual, []
    for j in reversed(range(len(biases))):
        part = [back @ values[j].T + rounded.weights[j] * np.dtype(dtype).type(decays[j])]
        gradient = part + ([] if biases[j] is None else [back.sum(axis=1)]) + gradient
        back = rounded.weights[j].T @ back
    return {"loss": loss, "gradient": gradient, "dtype": dtype}


@pytest.mark.parametrize("name", WISHES)
def test_floats_are_within_the_tolerances_and_wrong_ones_are_not(name):
    for fixture in WISHES[name]().fixtures():
        for dtype in ("float64", "float32"):
            right = answers(fixture, dtype)
            assert differences(fixture, **right) == []
        H = fixture.point.hessian.to_numpy()
        right = answers(fixture)
        assert differences(fixture, hessian=H, eigenvalues=np.linalg.eigvalsh(H), **right) == []
        right["gradient"][-1] = right["gradient"][-1] + 1e-9
        assert len(differences(fixture, **right)) == 1
        bare = answers(replace(fixture, data=replace(fixture.data, decays=None))) if fixture.decays else None
        if bare is not None and any(any(layer.entries()) for layer in fixture.weights):
            assert differences(fixture, **bare)  # a forgotten decay


def test_a_bias_that_is_left_out_of_the_gradient_is_said():
    fixture = next(build(SKEW, bias=True, count=1))
    with pytest.raises(InputError, match="4 weights and biases have a gradient, but 2 arrays were passed"):
        differences(fixture, gradient=list(fixture.rounded().weights))


def test_batches_hold_biases_and_decays():
    batch = stacked(build(SKEW, bias=[False, True], count=2))["p1"]
    assert batch.biases[0] is None
    assert batch.biases[1].shape == batch.bias_gradient[1].shape == (len(batch.ids), 1)
    assert batch.hessian.shape[1:] == (7, 7)
    assert stacked(build(DEEP, decay="1/4", count=1))["p1"].decays == (0.25, 0.25, 0.25)


def test_scaled_points_with_biases_stay_critical():
    for fixture in build(SKEW, bias=True, scale=3):
        assert fixture.is_critical


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"decay": -1}, "are not all positive"),
        ({"decay": 0}, "The decay is 0"),
        ({"decay": [1, 2]}, "2 decays were passed for 3 layers"),
        ({"decay": 1, "bias": True, "curvature": True}, "leave curvature out"),
        ({"decay": 1, "scale": 2}, "leave scale at 1"),
        ({"decay": 1, "curvature": True}, "leave curvature out"),
        ({"bias": True, "curvature": True}, "leave curvature out"),
        ({"bias": "hidden"}, 'choose "all", "output"'),
    ],
)
def test_wrong_wishes_are_one_sentence(wish, sentence):
    with pytest.raises(InputError, match=sentence):
        request(Problem.canonical((3,), (2, 2, 2, 2)), **wish)


def test_data_without_a_list_are_said():
    with pytest.raises(InputError, match="No list of critical points with decay is known"):
        list(build(SKEW, decay=1))
    with pytest.raises(InputError, match="The output layer has no bias"):
        list(build(SKEW, bias=[True, False]))
    with pytest.raises(InputError, match="The output layer has no bias"):
        list(build(SKEW, decay=1, bias=[True, False]))
    with pytest.raises(InputError, match="No list of critical points with decay is known"):
        list(build(SKEW, decay=1, bias=True))
    with pytest.raises(InputError, match="ridge regression"):
        list(build(Problem.canonical((3,), (1, 1)), decay=1))


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        ("decay", lambda d: d["problems"][0]["decay"].pop(), "a list of 3 entries"),
        ("decay", lambda d: d["problems"][0].update(decay=["1", "-1", "1"]), "not all positive"),
        ("decay", lambda d: d["problems"][0].pop("decay"), 'the "formula" None'),
        ("decay", lambda d: d["problems"][0].update(bias=[True] * 3), 'the "formula"'),
        ("decay and biases", lambda d: d["problems"][0].pop("decay"), 'the "formula"'),
        ("decay and biases", lambda d: d["problems"][0].pop("bias"), 'the "formula"'),
        ("decay", lambda d: d["fixtures"][0]["kind"].update(large=[7]), "7 is not a position"),
        ("decay", lambda d: d["fixtures"][0].update(kind={"selection": [], "strings": []}), "unknown key"),
        ("some biases", lambda d: d["fixtures"][0].pop("biases"), 'lacks the key "biases"'),
        (
            "some biases",
            lambda d: d["fixtures"][0].update(biases=[[["1"]], [["1"]]]),
            "null, as this layer has no bias",
        ),
        ("some biases", lambda d: d["problems"][0].update(bias=[True]), "2 truth values"),
        ("some biases", lambda d: d["problems"][0].update(bias=["yes", True]), "true or false"),
    ],
)
def test_damage_is_one_sentence(file, change, sentence, tmp_path):
    path = write(tmp_path / "set.json", WISHES[file](total=3))
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(InputError, match=sentence):
        load(path)


def test_a_changed_decay_or_bias_is_found_by_the_check(tmp_path):
    path = write(tmp_path / "set.json", WISHES["decay"](total=2))
    document = json.loads(path.read_text("utf-8"))
    document["problems"][0]["decay"] = ["14", "14", "13"]
    path.write_text(json.dumps(document), "utf-8")
    assert list(check(path))
    path = write(tmp_path / "other.json", WISHES["some biases"](total=2))
    document = json.loads(path.read_text("utf-8"))
    document["fixtures"][0]["biases"][1] = [["7/3"]]
    path.write_text(json.dumps(document), "utf-8")
    assert any("gradient differs" in sentence for sentence in check(path))


def test_the_plain_point_of_a_fixture_with_decay_is_not_critical():
    """The fixture's gradient is that of the decayed loss: without the decay it does not vanish at a used mode."""
    fixture = next(build(DEEP, decay=14, rank=1, count=1))
    assert fixture.is_critical
    assert not dln.Point(fixture.problem, fixture.weights).is_critical


def test_decay_and_biases_have_the_kinds_and_values_of_the_decay_alone():
    """The decay does not see biases, so each kind is there with the same class, loss, index and order; the output bias
    adds d_y = 2 positive eigenvalues, and the biases of W_1 one zero.
    """
    alone = list(build(DEEP, decay=14, count=1))
    both = list(build(DEEP, decay=14, bias=[True, False, True], count=1))
    for one, two in zip(alone, both, strict=True):
        assert (one.label, one.loss, str(one.kind), one.saddle_order) == (
            two.label,
            two.loss,
            str(two.kind),
            two.saddle_order,
        )
        assert two.inertia == one.inertia + Inertia(2, 0, 1)


def test_what_decays_is_weights_and_not_biases():
    """With decay on the output bias the point would not be critical: its gradient there would be lam b_H."""
    fixture = next(build(DEEP, decay=14, bias="output", count=1))
    assert fixture.is_critical
    assert not fixture.biases[-1].is_zero()
