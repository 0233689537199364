"""The definitions of the Coq files against symdln: the same loss, derivative and Hessian form, exactly.

A wrong definition is the one fault that Coq cannot see.  symdln's values (another implementation, in rational
arithmetic) become Coq goals about the definitions, at networks of different shapes; the loss there has no factor 1/2,
symdln's has, so the loss is twice symdln's and the derivatives are those of half the loss.
"""

import itertools
import random
import re
from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.coq import check, theorems

LIMITS = check.Limits(seconds=1200)
HEAD = """From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.
Ltac compute_entries := rewrite /loss /variation /hessian /gradient /residual /norm2 /mxtrace /=;
  do 3!(rewrite ?(big_ord_recl, big_ord0, mxE) /=); ring.
"""
SHAPES = [((2, 1, 2), 1), ((1, 2, 1), 2), ((1, 1, 2, 1), 1), ((1, 1, 1, 1, 1), 1)]


def entries(rng: random.Random, rows: int, columns: int) -> list[list[int]]:
    return [[rng.randint(-2, 2) for _ in range(columns)] for _ in range(rows)]


def number(value: Fraction | int) -> str:
    """The integer in Coq; numerals there are unary, so large ones are written with powers of a hundred."""
    assert Fraction(value).denominator == 1
    size = abs(int(value))
    digits = f"{size}%:R" if size < 100 else f"({number(size // 100)} * 100%:R + {size % 100}%:R)"
    return digits if value >= 0 else f"(- {digits})"


def matrix(rows: list[list[int]]) -> str:
    lists = "; ".join("[:: " + "; ".join(number(Fraction(entry)) for entry in row) + "]" for row in rows)
    return f"\\matrix_(a, b) nth 0 (nth [::] [:: {lists}] a) b"


def layered(name: str, weights: list[list[list[int]]]) -> str:
    """A definition of layers; the layers after the last of the list are zero."""
    cases = " ".join(f"| {j} => {matrix(layer)}" for j, layer in enumerate(weights))
    return (
        f"Definition {name} (F : comRingType) : layers F d :=\n"
        f"  fun j => match j return 'M[F]_(d j.+1, d j) with {cases} | _ => 0 end."
    )


def fixture(widths: tuple[int, ...], samples: int) -> tuple[str, dict[str, Fraction]]:
    """The first drawn network at which no value is zero, as a value of zero would see little."""
    return next(drawn for seed in range(1000) if all((drawn := draw(widths, samples, seed))[1].values()))


def draw(widths: tuple[int, ...], samples: int, seed: int) -> tuple[str, dict[str, Fraction]]:
    """Coq source that defines an integer network, data and a direction, and symdln's values there."""
    rng = random.Random(seed)
    depth = len(widths) - 1
    W, V = ([entries(rng, widths[j + 1], widths[j]) for j in range(depth)] for _ in range(2))
    X, Y = entries(rng, widths[0], samples), entries(rng, widths[-1], samples)
    point = dln.Point(dln.Problem.from_data(X, Y, widths[1:-1]), W)
    source = "\n".join(
        [
            f"Definition d (j : nat) : nat := nth 0%N [:: {'; '.join(map(str, widths))}]%N j.",
            layered("W", W),
            layered("V", V),
            f"Definition X (F : comRingType) : 'M[F]_(d 0, {samples}) := {matrix(X)}.",
            f"Definition Y (F : comRingType) : 'M[F]_(d {depth}, {samples}) := {matrix(Y)}.",
        ]
    )
    values = {
        "loss (X F) (W F) (Y F)": 2 * point.loss,
        "variation (X F) (W F) (Y F) (V F)": point.directional(V),
        "hessian (X F) (W F) (Y F) (V F)": 2 * point.second_order(V),
    }
    for j, gradient in enumerate(point.gradient):
        of_layer = sum(
            (gradient[a, b] * V[j][a][b] for a in range(widths[j + 1]) for b in range(widths[j])), Fraction(0)
        )
        values[f"\\tr ((gradient (X F) (W F) {depth - 1 - j} {j} (Y F))^T *m V F {j}%N)"] = of_layer
    return source, values


def goals(values: dict[str, Fraction]) -> str:
    return "\n".join(
        f"Goal forall F : comRingType, {left} = {number(right)}. Proof. by move=> F; compute_entries. Qed."
        for left, right in values.items()
    )


@pytest.fixture
def folder(coq, tmp_path):
    return tmp_path


def accepts(folder, definitions: str, source: str) -> None:
    (folder / "definitions.v").write_text(definitions, encoding="utf-8")
    (folder / "fixture.v").write_text(HEAD + source, encoding="utf-8")
    check.coqc(folder, "definitions.v", LIMITS)
    check.coqc(folder, "fixture.v", LIMITS)


@pytest.mark.parametrize(
    ("widths", "samples"), [((1, 1, 1, 1), 1), *(pytest.param(*s, marks=pytest.mark.slow) for s in SHAPES)]
)
def test_the_definitions_have_the_values_of_symdln(folder, widths, samples):
    source, values = fixture(widths, samples)
    accepts(folder, theorems.source("definitions.v"), f"{source}\n{goals(values)}")


def walked(H: int, a: int, length: int) -> list[int]:
    """The vertices of a string, step by step along the cycle 0 -> 1 -> ... -> H -> 0."""
    return [(a + step) % (H + 1) for step in range(length + 1)]


def is_part(path: list[int], string: list[int]) -> bool:
    return any(string[at : at + len(path)] == path for at in range(len(string) - len(path) + 1))


def counted(H: int, one: tuple[int, int], other: tuple[int, int]) -> list[tuple[str, bool]]:
    """Whether the theorem counts two strings: a product of variables occurs, or a square and neither string closes."""
    sigma, tau = walked(H, *one), walked(H, *other)
    layers = range(1, H + 1)

    def product(first: list[int], second: list[int]) -> bool:
        return any(
            is_part(list(range(j, k)), first) and is_part([*range(k, H + 1), *range(j)], second)
            for j, k in itertools.combinations(layers, 2)
        )

    crosses = any(step == (H, 0) for string in (sigma, tau) for step in itertools.pairwise(string))
    square = any(is_part(list(range(j)), tau) and is_part(list(range(j, H + 1)), sigma) for j in layers)
    s, t = f"{one[0]} {one[1]}", f"{other[0]} {other[1]}"
    return [
        (f"(are_pair {H} {s} {t} || are_pair {H} {t} {s})", product(sigma, tau) or product(tau, sigma)),
        (f"are_square {H} {s} {t}", square and not crosses),
    ]


def string_goals(H: int) -> str:
    """What occurs for all strings of a depth, by walking along them, as one goal for each definition."""
    strings = list(itertools.product(range(H + 1), range(H)))
    values: dict[str, list[tuple[str, bool]]] = {"closes": [], "has_product": [], "has_square": [], "counted": []}
    for a, n in strings:
        closes = any(step == (H, 0) for step in itertools.pairwise(walked(H, a, n)))
        values["closes"].append((f"closes {H} {a} {n}", closes))
    for (a, n), (b, m) in itertools.product(strings, repeat=2):
        sigma, tau = walked(H, a, n), walked(H, b, m)
        values["counted"] += counted(H, (a, n), (b, m))
        for j in range(1, H + 1):
            ends = is_part(list(range(j)), tau) and is_part(list(range(j, H + 1)), sigma)
            values["has_square"].append((f"has_square {H} {a} {n} {b} {m} {j}", ends))
            for k in range(j + 1, H + 1):
                both = is_part(list(range(j, k)), sigma) and is_part([*range(k, H + 1), *range(j)], tau)
                values["has_product"].append((f"has_product {H} {a} {n} {b} {m} {j} {k}", both))
    lists = [
        map("; ".join, zip(*((left, str(right).lower()) for left, right in found), strict=True))
        for found in values.values()
    ]
    return "\n".join(f"Goal [:: {left}] = [:: {right}]. Proof. by []. Qed." for left, right in lists)


def test_the_definitions_about_strings_are_what_walking_along_them_shows(folder):
    source = "Local Open Scope nat_scope.\n" + "\n".join(map(string_goals, (2, 3)))
    right = theorems.source("definitions.v")
    accepts(folder, right, source)
    for old, new in (
        ("contains b m k (H - k + j)", "contains b m k (H - k)"),
        ("ends_at a l == H, b == 0", "ends_at a l == H"),
    ):
        assert right.count(old) == 1
        with pytest.raises(check.CoqError, match=r"fixture\.v"):
            accepts(folder, right.replace(old, new), source)


PLANTED = {
    "a factor 1/2 the other way": ("\\tr (A^T *m A).", "\\tr (A^T *m A) + \\tr (A^T *m A)."),
    "the residual with the other sign": ("product W H *m X - Y.", "Y - product W H *m X."),
    "the sum for the difference": ("product W H *m X - Y.", "product W H *m X + Y."),
    "no factor 2 in the Hessian": ("+ 2%:R * \\tr", "+ \\tr"),
    "the first product for the second": ("product2 W V H *m X)", "product1 W V H *m X)"),
    "a first product without its second part": (
        "V i *m product W i + W i *m product1 W V i else",
        "V i *m product W i else",
    ),
    "a second product with a part counted twice": (
        "V i *m product1 W V i + W i *m product2 W V i else",
        "V i *m product1 W V i + V i *m product1 W V i + W i *m product2 W V i else",
    ),
    "the gradient with the other sign": (
        "(product W (depth k j.+1) *m (X *m X^T) - Y *m X^T)",
        "(Y *m X^T - product W (depth k j.+1) *m (X *m X^T))",
    ),
    "a direction counted with the weights": (
        "if j is i.+1 then W i *m product W i else 1%:M.",
        "if j is i.+1 then (W i + W i) *m product W i else 1%:M.",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), PLANTED.values(), ids=PLANTED.keys())
def test_a_wrong_definition_is_caught(folder, old, new):
    right = theorems.source("definitions.v")
    assert right.count(old) == 1
    source, values = fixture((1, 1, 1, 1), 1)
    with pytest.raises(check.CoqError, match=r"fixture\.v"):
        accepts(folder, right.replace(old, new), f"{source}\n{goals(values)}")


def needed(name: str) -> set[str]:
    """The file and all files of ours that it needs."""
    named = re.search(r"From symdln Require Import ([^.]+)\.", theorems.source(name))
    return {name}.union(*(needed(f"{one}.v") for one in (named[1].split() if named else [])))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x != 0 -> 0 < Q (combination A x)", "x != 0 -> 0 <= Q (combination A x)"),
        ("x != 0 -> Q (combination B x) < 0", "x != 0 -> Q (combination B x) <= 0"),
        ("exists C : 'I_(p + q) ->", "exists C : 'I_(p + q).+1 ->"),
    ],
    ids=["not negative for positive", "not positive for negative", "one linear function too many"],
)
def test_an_inertia_that_is_not_unique_is_caught(folder, old, new):
    """The law of inertia in string_inertia.v fails for these; only that file and later ones speak of has_inertia."""
    texts = {name: theorems.source(name) for name in sorted(needed("string_inertia.v"))}
    assert texts["definitions.v"].count(old) == 1
    assert [name for name, text in texts.items() if "has_inertia" in text] == ["definitions.v", "string_inertia.v"]
    texts["definitions.v"] = texts["definitions.v"].replace(old, new)
    with pytest.raises(check.CoqError, match=r"string_inertia\.v"):
        check.compiled(texts, folder, lambda _: None, LIMITS)
