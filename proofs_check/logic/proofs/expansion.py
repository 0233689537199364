"""The proofs of the theory "expansion": the loss up to order two in a variation of all layers."""

from __future__ import annotations

import itertools

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

STEP = "0 <= j <= n-1"
SHAPE = {"r": "d[j+1]", "s": "d[j]", "t": "d[0]"}


def expanded(p: Script) -> None:
    """``Moved = U + step One + step^2 Two + step^3 Last``, by induction on the layer."""
    fact = "Moved[{0}] = U[{0}] + step One[{0}] + step^2 Two[{0}] + step^3 Last[{0}]"
    first = [("I", "Moved.first", "I"), ("I", "U.first", "I"), ("step", "I", "One.first", "I"),
             ("step^2", "I", "Two.first", "I"), ("step^3", "I", "Last.first", "I")]  # fmt: skip
    p.matrices("Moved.base", fact.format("0"), zeros=first)
    p.assume("Moved.hypothesis", fact.format("j"))
    p.matrices(
        "Moved.next",
        fact.format("j+1"),
        zeros=[
            ("I", "Moved.step", "I"),
            ("W[j+1] + step w[j+1]", "Moved.hypothesis", "I"),
            ("I", "U.step", "I"),
            ("step", "I", "One.step", "I"),
            ("step^2", "I", "Two.step", "I"),
            ("step^3", "I", "Last.step", "I"),
        ],
        given=STEP,
    )
    p.induction("Moved", "j", fact.format("j"), "Moved.base", "Moved.next", low="0", high="n")
    p.instantiate("Moved at n", "Moved", "n >= 1", indices={"j": "n"})


def values(p: Script) -> None:
    """L0 and Lmoved by M and the parts of the product."""
    p.matrices("L0 square", "(Sigma - U[n])' (Sigma - U[n]) = M' M", zeros=[
        ("(Sigma - U[n])'", "M", "I"), ("I", "M'", "M")], given="n >= 1")  # fmt: skip
    p.trace("L0 trace", "L0 square")
    part = "(M - step One[n] - step^2 Two[n] - step^3 Last[n])"
    p.matrices(
        "moved residual",
        f"Sigma - Moved[n] = {part}",
        zeros=[("I", "M", "I"), ("I", "Moved at n", "I")],
        given="n >= 1",
    )
    p.matrices(
        "moved square",
        f"(Sigma - Moved[n])' (Sigma - Moved[n]) = {part}' {part}",
        zeros=[("(Sigma - Moved[n])'", "moved residual", "I"), ("I", "moved residual'", part)],
    )
    p.trace("moved trace", "moved square")


def product_bound(p: Script, name: str, left: str, right: str) -> str:
    """``norm(left right) <= norm(left) norm(right)`` for letters at j+1 and j."""
    return p.instantiate(name, "submultiplicative", STEP, sizes=SHAPE, matrices={"A": left, "D": right})


def starts(p: Script) -> None:
    """The norms of the identity and of zero, with which the parts begin."""
    p.instantiate("norm W", "norm.nonnegative", STEP, sizes={"r": "d[j+1]", "s": "d[j]"}, matrices={"A": "W[j+1]"})
    p.instantiate("small next", "small", STEP, indices={"j": "j+1"})
    p.instantiate("norm I", "norm.frobenius", sizes={"r": "d[0]", "s": "d[0]"}, matrices={"A": "I"})
    p.order("norm I square", "norm(I[d[0]])^2 <= real(d[0])^2", [("index d[0]", "index d[0]-1")], [("1", "norm I")])
    p.order("width>=0", "real(d[0]) >= 0", [("index d[0]",)])
    p.instantiate("norm I root", "real.square-root", scalars={"a": "norm(I[d[0]])", "b": "real(d[0])"})
    p.cut("norm I bound", "norm I root", ["width>=0", "norm I square"])
    p.add("norm U0", "congruence", of="U.first", function="norm", first="U[0]", second="I")
    p.order("U.bound base", "norm(U[0]) <= bU[0]", [("norm I bound",)], [("1", "norm U0"), ("1", "bU.first")])
    p.instantiate("norm zero", "norm.frobenius", sizes={"r": "d[0]", "s": "d[0]"}, matrices={"A": "0"})
    p.order("norm zero square", "norm(0 I[d[0]])^2 <= 0^2", zeros=[("1", "norm zero")])
    p.order("zero>=0", "0 >= real(0)")
    p.instantiate("norm zero root", "real.square-root", scalars={"a": "norm(0 I[d[0]])", "b": "0"})
    p.cut("norm zero bound", "norm zero root", ["zero>=0", "norm zero square"])


PARTS = (
    ("U", "bU", [("W[j+1]", "U")]),
    ("One", "b1", [("w[j+1]", "U"), ("W[j+1]", "One")]),
    ("Two", "b2", [("w[j+1]", "One"), ("W[j+1]", "Two")]),
    ("Last", "b3", [("w[j+1]", "Two"), ("W[j+1]", "Last"), ("step w[j+1]", "Last")]),
)
"""A part of the product, the bound of its norm, and the summands of which it consists one layer further."""


def bounds(p: Script) -> None:
    """The norms of U, One, Two and Last are at most bU, b1, b2 and b3."""
    starts(p)
    small_step(p)
    for letter, bound, terms in PARTS:
        if letter != "U":
            p.add(f"norm {letter}0", "congruence", of=f"{letter}.first", function="norm", first=f"{letter}[0]",
                  second="0")  # fmt: skip
            p.order(f"{letter}.bound base", f"norm({letter}[0]) <= {bound}[0]", [("norm zero bound",)],
                    [("1", f"norm {letter}0"), ("1", f"{bound}.first")])  # fmt: skip
        p.assume(f"{letter}.bound hypothesis", f"norm({letter}[j]) <= {bound}[j]")
        bound_next(p, letter, bound, terms)
        p.induction(f"{letter}.bound", "j", f"norm({letter}[j]) <= {bound}[j]", f"{letter}.bound base",
                    f"{letter}.bound next", low="0", high="n")  # fmt: skip
        if letter == "U":
            continue
        p.instantiate(f"{letter}.bound at n", f"{letter}.bound", "n >= 1", indices={"j": "n"})
        p.instantiate(f"{letter}.bound size", "norm.nonnegative", "n >= 1", sizes={"r": "d[n]", "s": "d[0]"},
                      matrices={"A": f"{letter}[n]"})  # fmt: skip


def bound_next(p: Script, letter: str, bound: str, terms: list[tuple[str, str]]) -> None:
    """One more layer: the norm of a sum of products is at most the sum of the products of the bounds."""
    name, after, found, sums = f"{letter}.bound", f"{letter}[j+1]", [], []
    for number, (left, right) in enumerate(terms):
        product = product_bound(p, f"{name} product {number}", left, f"{right}[j]")
        if "w[j+1]" in left:
            p.instantiate(f"{name} norm {number}", "norm.nonnegative", STEP, sizes={"r": "d[j]", "s": "d[0]"},
                          matrices={"A": f"{right}[j]"})  # fmt: skip
        sums.append(f"{left} {right}[j]")
        earlier = f"{name} hypothesis" if right == letter else f"{right}.bound"
        found += [(product,), ("norm W", earlier) if left == "W[j+1]" else (earlier,)]
        found += [("small next", f"{name} norm {number}")] if "w[j+1]" in left else []
        found += [("step w small", f"{name} norm {number}")] if "step" in left else []
    for number in range(1, len(sums)):
        p.instantiate(f"{name} sum {number}", "triangle", STEP, sizes={"r": "d[j+1]", "s": "d[0]"},
                      matrices={"A": " + ".join(sums[:number]), "B": sums[number]})  # fmt: skip
        found.append((f"{name} sum {number}",))
    total = " + ".join(sums)
    p.matrices(f"{name} words", f"{after} = {total}", zeros=[("I", f"{letter}.step", "I")], given=STEP)
    p.add(f"{name} same", "congruence", of=f"{name} words", function="norm", first=after, second=total)
    goal = f"norm({after}) <= {bound}[j+1]"
    p.order(f"{name} next", goal, found, [("1", f"{name} same"), ("1", f"{bound}.step")], given=STEP)


def small_step(p: Script) -> None:
    """``norm(step w) <= norm(w)``."""
    sizes = {"r": "d[j+1]", "s": "d[j]"}
    p.instantiate("norm step w", "norm.frobenius", STEP, sizes=sizes, matrices={"A": "step w[j+1]"})
    p.instantiate("norm w", "norm.frobenius", STEP, sizes=sizes, matrices={"A": "w[j+1]"})
    p.instantiate("norm w>=0", "norm.nonnegative", STEP, sizes=sizes, matrices={"A": "w[j+1]"})
    p.order(
        "step w square",
        "norm(step w[j+1])^2 <= norm(w[j+1])^2",
        [("norm w>=0", "norm w>=0", "step.bound"), ("norm w>=0", "norm w>=0", "step.sign", "step.bound")],
        [("1", "norm step w"), ("1 - step^2", "norm w"), ("1", "norm w"), ("step^2", "norm w")],
        given=STEP,
    )
    p.instantiate("step w root", "real.square-root", scalars={"a": "norm(step w[j+1])", "b": "norm(w[j+1])"})
    p.cut("step w small", "step w root", ["norm w>=0", "step w square"], STEP)


LOSSES = [
    ("1", "L0"),
    ("1", "Lmoved"),
    ("1", "L0 trace"),
    ("1", "moved trace"),
    ("step", "First at n"),
    ("step", "First end trace"),
]
BOUNDS = {"M": "norm(M)", "One": "b1[n]", "Two": "b2[n]", "Last": "b3[n]"}
TURNED = ("M Two", "M Last", "One Two", "One Last")
"""The pairs of which the trace is needed with both signs."""
LETTERS = {"M": "M", "One": "One[n]", "Two": "Two[n]", "Last": "Last[n]"}


def pairs(p: Script) -> None:
    """``tr(X' Y)`` and minus it are at most the product of the bounds of X and Y; squares of norms too."""
    sizes = {"r": "d[n]", "s": "d[0]"}
    p.instantiate("M.bound norm", "norm.nonnegative", "n >= 1", sizes=sizes, matrices={"A": "M"})
    p.cut("M.bound size", "M.bound norm")
    for letter in ("One", "Two", "Last"):
        p.order(f"{letter}>=0", f"{BOUNDS[letter]} >= 0", [(f"{letter}.bound size",), (f"{letter}.bound at n",)])
    p.cut("M>=0", "M.bound norm")
    for k in range(1, 5):
        p.order(f"s^{k}>=0", f"step^{k} >= 0", [("step.sign",) * k])
        powers = [(*("step.sign",) * i, "step.bound") for i in range(k)]
        p.order(f"1-s^{k}>=0", f"1 - step^{k} >= 0", powers)
    for first, second in (("M", "Two"), ("M", "Last"), ("One", "One"), ("One", "Two"), ("One", "Last"), ("Two", "Two"),
                          ("Two", "Last"), ("Last", "Last")):  # fmt: skip
        x, y = LETTERS[first], LETTERS[second]
        name = f"{first} {second}"
        if name in TURNED:
            p.instantiate(f"{name} minus", "minus.norm", "n >= 1", sizes=sizes, matrices={"A": y})
        for sign in ("", "-") if name in TURNED else ("",):
            p.instantiate(f"{sign}{name} cauchy", "norm.cauchy-schwarz", "n >= 1", sizes=sizes,
                          matrices={"A": x, "B": f"{sign}{y}"})  # fmt: skip
            turned = [(f"{first}.bound size", f"{name} minus")] if sign else []
            p.order(
                f"{sign}{name}",
                f"{sign}tr({x}' {y}) <= {BOUNDS[first]} {BOUNDS[second]}",
                [
                    (f"{sign}{name} cauchy",),
                    *turned,
                    *([] if first == "M" else [(f"{first}.bound at n", f"{second}.bound size")]),
                    (f"{first}>=0", f"{second}.bound at n"),
                ],
                given="n >= 1",
            )


def scaled(pair: str, power: int) -> list[tuple[str, ...]]:
    """The items with which ``step^power tr(X' Y)`` is at most the product of the bounds."""
    first, second = pair.removeprefix("-").split()
    if not power:
        return [(pair,)]
    return [(f"s^{power}>=0", pair), (f"1-s^{power}>=0", f"{first}>=0", f"{second}>=0")]


def first_variation(p: Script) -> None:
    """The terms of order one, and the bound of the rest."""
    fact = "tr(M' V[{0}] One[{0}]) = First[{0}]"
    p.matrices("First.start", "M' V[0] One[0] = 0", zeros=[("M' V[0]", "One.first", "I")])
    p.trace("First.start trace", "First.start")
    p.order("First.base", fact.format("0"), zeros=[("1", "First.start trace"), ("1", "First.first")])
    p.assume("First.hypothesis", fact.format("j"))
    p.matrices(
        "First.words",
        "M' V[j+1] One[j+1] - M' V[j] One[j] - M' V[j+1] w[j+1] U[j] = 0",
        zeros=[("M' V[j+1]", "One.step", "I"), ("M'", "V.step", "One[j]")],
    )
    p.trace("First.trace", "First.words")
    p.order(
        "First.next",
        fact.format("j+1"),
        zeros=[("1", "First.trace"), ("1", "First.hypothesis"), ("1", "First.step")],
        given=STEP,
    )
    p.induction("First", "j", fact.format("j"), "First.base", "First.next", low="0", high="n")
    p.instantiate("First at n", "First", "n >= 1", indices={"j": "n"})
    p.matrices("First end", "M' V[n] One[n] = M' One[n]", zeros=[("M'", "V.last", "One[n]")], given="n >= 1")
    p.trace("First end trace", "First end")
    name, rest = "chitour.first-variation", "(One[n] + step Two[n] + step^2 Last[n])"
    p.matrices("rest psd", f"{rest}' {rest} psd", [((), rest, "I d[n]")], given="n >= 1")
    p.trace("rest>=0", "rest psd")
    zeros = [*LOSSES, ("step^2", "Second")]
    squares = itertools.combinations_with_replacement(("One", "Two", "Last"), 2)
    sums = [(f"{a}>=0", f"{b}>=0", "s^2>=0") for a, b in squares]
    p.order(
        f"{name}/below",
        "L0 - step First[n] - step^2 Second <= Lmoved",
        [("s^2>=0", "rest>=0"), *times("s^2>=0", [*scaled("M Two", 0), *scaled("M Last", 1)]), *sums],
        zeros,
        given="n >= 1",
    )
    powers = {"One One": 0, "One Two": 1, "One Last": 2, "Two Two": 2, "Two Last": 3, "Last Last": 4}
    upper = [item for pair, power in powers.items() for item in scaled(pair, power)]
    upper += [*scaled("-M Two", 0), *scaled("-M Last", 1)]
    p.order(
        f"{name}/above",
        "Lmoved <= L0 - step First[n] + step^2 Second",
        times("s^2>=0", upper),
        zeros,
        given="n >= 1",
    )
    p.order(f"{name}/terms", "tr(w[j] U[j-1] M' V[j]) = tr(V[j] w[j] U[j-1] M')", given="1 <= j <= n")


def times(factor: str, items: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(factor, *item) for item in items]


def blocks(p: Script) -> None:
    """The parts of the product with its last and its first layer apart."""
    for letter, parts in (
        ("U", [("Z0[{0}]", "W[1]")]),
        ("One", [("Z1[{0}]", "W[1]"), ("Z0[{0}]", "w[1]")]),
        ("Two", [("Z2[{0}]", "W[1]"), ("Z1[{0}]", "w[1]")]),
    ):
        fact = f"{letter}[{{0}}] = " + " + ".join(f"{left} {right}" for left, right in parts)
        p.instantiate(f"{letter} at 0", f"{letter}.step", "n >= 1", indices={"j": "0"})
        firsts = [("I", f"Z{k}.first", layer) for k in "012" for layer in ("W[1]", "w[1]")]
        zeros = [(layer, f"{one}.first", "I") for one in ("U", "One", "Two") for layer in ("W[1]", "w[1]")]
        p.matrices(f"{letter}.split base", fact.format("1"), zeros=[("I", f"{letter} at 0", "I"), *firsts, *zeros],
                   given="n >= 1")  # fmt: skip
        p.assume(f"{letter}.split hypothesis", fact.format("j"), "1 <= j <= n-1")
        earlier = {"U": [], "One": ["U"], "Two": ["One"]}[letter]
        p.matrices(
            f"{letter}.split next",
            fact.format("j+1"),
            zeros=[
                ("I", f"{letter}.step", "I"),
                ("W[j+1]", f"{letter}.split hypothesis", "I"),
                *[("w[j+1]", f"{one}.split", "I") for one in earlier],
                *[("I", f"Z{k}.step", layer) for k in "012" for layer in ("W[1]", "w[1]")],
            ],
            given="1 <= j <= n-1",
        )
        p.induction(f"{letter}.split", "j", fact.format("j"), f"{letter}.split base", f"{letter}.split next", low="1",
                    high="n")  # fmt: skip
        p.instantiate(f"{letter}.split at n-1", f"{letter}.split", "n >= 2", indices={"j": "n-1"})
        if letter != "U":
            p.instantiate(f"{letter}.last", f"{letter}.step", "n >= 1", indices={"j": "n-1"})
    p.instantiate("Z0 last", "Z0.step", "n >= 2", indices={"j": "n-1"})
    fact = "V[{0}] Z0[{0}] = V[1]"
    p.matrices("VZ.base", fact.format("1"), zeros=[("V[1]", "Z0.first", "I")], given="n >= 1")
    p.assume("VZ.hypothesis", fact.format("j"), "1 <= j <= n-1")
    p.matrices("VZ.next", fact.format("j+1"), zeros=[
        ("V[j+1]", "Z0.step", "I"), ("I", "V.step", "Z0[j]"), ("I", "VZ.hypothesis", "I")])  # fmt: skip
    p.induction("VZ", "j", fact.format("j"), "VZ.base", "VZ.next", low="1", high="n")
    p.instantiate("VZ at n", "VZ", "n >= 1", indices={"j": "n"})
    p.matrices(
        "R is last",
        "Through = W[n] Z0[n-1]",
        zeros=[("I", "Through", "I"), ("I", "VZ at n", "I"), ("I", "V.last", "Z0[n]"), ("I", "Z0 last", "I")],
        given="n >= 2",
    )
    one = "(W[n] Z1[n-1] W[1] + w[n] Z0[n-1] W[1] + Through w[1])"
    two = "(W[n] Z2[n-1] W[1] + w[n] Z1[n-1] W[1] + W[n] Z1[n-1] w[1] + w[n] Z0[n-1] w[1])"
    lasts = [("w[n]", "U.split at n-1", "I"), ("W[n]", "One.split at n-1", "I"), ("w[n]", "One.split at n-1", "I"),
             ("W[n]", "Two.split at n-1", "I"), ("I", "R is last", "w[1]")]  # fmt: skip
    p.matrices("One blocks", f"One[n] = {one}", zeros=[("I", "One.last", "I"), *lasts], given="n >= 2")
    p.matrices("Two blocks", f"Two[n] = {two}", zeros=[("I", "Two.last", "I"), *lasts], given="n >= 2")
    p.instantiate("U split at n", "U.split", "n >= 1", indices={"j": "n"})
    p.matrices(
        "U blocks",
        "U[n] = Through W[1]",
        zeros=[
            ("I", "U split at n", "I"),
            ("I", "VZ at n", "W[1]"),
            ("I", "V.last", "Z0[n] W[1]"),
            ("I", "Through", "W[1]"),
        ],
        given="n >= 1",
    )
    p.matrices("M J1", "M J1 = Mb", zeros=[
        ("I", "M", "J1"), ("I", "reduced", "J1"), ("SY", "frame.first", "I"), ("I", "U blocks", "J1"),
        ("I", "Mb", "I")], given="n >= 1")  # fmt: skip
    p.matrices("M J2", "M J2 = 0 - Through W[1] J2", zeros=[
        ("I", "M", "J2"), ("I", "reduced", "J2"), ("SY", "frame.mixed", "I"), ("I", "U blocks", "J2")],
        given="n >= 1")  # fmt: skip
    p.matrices(
        "M blocks",
        "M = Mb J1' - Through W[1] J2 J2'",
        zeros=[("M", "frame", "I"), ("I", "M J1", "J1'"), ("I", "M J2", "J2'")],
        given="n >= 1",
    )
    for name, letter, parts in (("one", "One", one), ("two", "Two", two)):
        p.matrices(
            f"{name} cross",
            f"M' {letter}[n] = (Mb J1' - Through W[1] J2 J2')' {parts}",
            zeros=[("I", "M blocks'", f"{letter}[n]"), ("(Mb J1' - Through W[1] J2 J2')'", f"{letter} blocks", "I")],
            given="n >= 2",
        )
        p.trace(f"{name} cross trace", f"{name} cross")
    p.matrices(
        "one square",
        f"One[n] One[n]' = {one} J1 J1' {one}' + {one} J2 J2' {one}'",
        zeros=[
            ("One[n]", "One blocks'", "I"),
            ("I", "One blocks", f"{one}'"),
            (one, "frame", f"{one}'"),
        ],
        given="n >= 2",
    )
    p.trace("one square trace", "one square")


def proposition(p: Script) -> None:
    """Proposition 3 with a bound of the rest."""
    p.order("Delta value", "First[n] = 0 - Delta", zeros=[
        ("1", "Delta"), ("1", "one cross trace"), ("1", "First at n"), ("1", "First end trace")],
        given="n >= 2")  # fmt: skip
    p.order("HW value", "HW = 1/2 tr(One[n]' One[n]) - tr(M' Two[n])", zeros=[
        ("1", "HW"), ("1", "two cross trace"), ("1", "one square trace")], given="n >= 2")  # fmt: skip
    first, second = "chitour.prop3.first", "chitour.prop3.second.corrected"
    p.order(f"{first}/below", "L0 + step Delta - step^2 Second <= Lmoved", [("chitour.first-variation/below",)],
            [("step", "Delta value")], given="n >= 2")  # fmt: skip
    p.order(f"{first}/above", "Lmoved <= L0 + step Delta + step^2 Second", [("chitour.first-variation/above",)],
            [("step", "Delta value")], given="n >= 2")  # fmt: skip
    rest = "(Two[n] + step Last[n])"
    p.matrices("third psd", f"{rest}' {rest} psd", [((), rest, "I d[n]")], given="n >= 1")
    p.trace("third>=0", "third psd")
    zeros = [*LOSSES, ("step", "Delta value"), ("step^2", "HW value"), ("step^3", "Third")]
    sums = [("s^3>=0", "Two>=0", "Two>=0"), ("s^3>=0", "Two>=0", "Last>=0"), ("s^3>=0", "Last>=0", "Last>=0")]
    lower = [*scaled("M Last", 0), *scaled("-One Two", 0), *scaled("-One Last", 1)]
    p.order(
        f"{second}/below",
        "L0 + step Delta + step^2 HW - step^3 Third <= Lmoved",
        [("s^4>=0", "third>=0"), *times("s^3>=0", lower), *sums],
        zeros,
        given="n >= 2",
    )
    upper = [*scaled("-M Last", 0), *scaled("One Two", 0), *scaled("One Last", 1)]
    upper += [*scaled("Two Two", 1), *scaled("Two Last", 2), *scaled("Last Last", 3)]
    p.order(
        f"{second}/above",
        "Lmoved <= L0 + step Delta + step^2 HW + step^3 Third",
        times("s^3>=0", upper),
        zeros,
        given="n >= 2",
    )


def critical(p: Script) -> None:
    """The Hessian where ``R' R W_{1,2} = 0``, so that ``R W_{1,2} = 0``."""
    second = "Through W[1] J2"
    p.assume("critical", f"Through' {second} = 0", "n >= 2")
    p.matrices("critical square", f"({second})' {second} = 0", zeros=[("(W[1] J2)'", "critical", "I")])
    p.trace("critical trace", "critical square")
    p.order("critical norm", f"tr(({second})' {second}) <= 0", zeros=[("1", "critical trace")])
    p.instantiate("critical definite", "norm.definite", "n >= 1", sizes={"r": "d[n]", "s": "dz"},
                  matrices={"A": second})  # fmt: skip
    p.cut("R W12", "critical definite", ["critical norm"], "n >= 2")
    terms = ("W[n] Z2[n-1] W[1] J2", "w[n] Z1[n-1] W[1] J2", "W[n] Z1[n-1] w[1] J2", "w[n] Z0[n-1] w[1] J2")
    for number, term in enumerate(terms):
        p.matrices(f"dropped {number}", f"{term} ({second})' = 0", zeros=[(term, "R W12'", "I")], given="n >= 2")
        p.trace(f"dropped trace {number}", f"dropped {number}")
    name = "chitour.hessian-deep.corrected"
    goal = p.theory.lines[f"{name}/form"].text.partition(" if ")[0]
    dropped = [("1", f"dropped trace {number}") for number in range(len(terms))]
    p.order(f"{name}/form", goal, zeros=[("1", "HW"), *dropped], given="n >= 2")
    for other in (name, "chitour.prop3.hessian.corrected"):
        for side in ("below", "above"):
            p.cut(f"{other}/{side}", f"chitour.prop3.second.corrected/{side}")


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "expansion", after those of the theory "chitour"."""
    p = Script("expansion", before)
    for part in (expanded, values, bounds, pairs, first_variation, blocks, proposition, critical):
        part(p)
    return p
